//! Indicators to pages.

mod blocks;
mod caveats;
mod cells;
pub mod chart;
pub mod compose;
pub mod content;
mod digit_context;
mod digit_groups;
pub mod door;
mod draft;
mod figure_cells;
mod figures;
pub mod finding_lines;
mod formulas;
mod guests;
pub mod lights;
pub mod model;
mod names;
#[cfg(test)]
mod overview_tests;
pub mod pages;
pub mod personal;
mod phone;
#[cfg(test)]
mod phone_tests;
#[cfg(test)]
pub mod sample;
mod sentences;
mod telephones;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod topic;
mod topics;
pub mod words;
