//! Tables to facts: flat frames in which one row is one thing to count, linked and dated, once each.
//!
//! `docs/facts.md` documents the frames and their columns for people who declare indicators of their own.

pub mod beginning;
mod births;
pub mod book;
mod build;
mod calls;
mod cases;
mod column_type;
pub mod constants;
pub mod counted;
pub mod coverage;
mod declared;
#[cfg(test)]
mod declared_tests;
pub mod due;
pub mod exported;
pub mod fact;
pub mod functions;
mod keys;
mod links;
mod look;
mod looked;
mod made;
mod making;
mod model;
pub mod moments;
mod once;
mod orders;
mod parts;
mod reader;
mod rows;
pub mod side;
pub mod sql;
mod sql_bounds;
mod sql_refusal;
mod states;
mod surveys;
mod table_columns;
mod telling;
pub mod term;
#[cfg(test)]
pub(crate) mod test_tables;
pub mod upkeep;
pub mod workdays;
mod world;

pub use build::build;
pub use model::Facts;
pub(crate) use reader::{date_column, dates, day};
pub(crate) use states::{AS_OF, PERIOD, as_of};
