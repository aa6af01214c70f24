//! Sheets to typed tables: every cell gets its type or a finding, every row its place in the balance.

mod above;
mod accounting;
mod alike;
mod beside;
pub mod build;
mod by_month;
pub mod by_store;
mod cell;
mod checks;
mod columns;
mod common;
mod contradictions;
mod copies;
pub mod customer_names;
mod date_checks;
mod date_columns;
mod days;
mod declared;
mod declared_words;
mod dictionary;
mod doubtful_rows;
mod duplicates;
pub mod entry;
pub mod exported;
pub mod field_kind;
mod fields;
pub mod files;
mod frame;
pub mod hints;
mod invisible;
mod lent;
mod lines;
mod lost_digits;
mod made;
mod merged;
pub mod model;
mod monthly_totals;
mod names;
mod namesakes;
pub mod numbers;
mod order_links;
mod other_cells;
mod repeated;
pub mod replaced;
mod row_findings;
mod row_reader;
mod rows;
mod said_beside;
mod said_once;
mod same_things;
mod scales;
pub mod schema;
pub mod schemas;
mod shifted;
mod signs;
mod stated;
mod subjects;
mod taken_back;
mod template;
mod texts;
mod ticks;
mod twins;
mod unanswered;
mod value;
mod versions;
pub mod vocabulary;
mod void;
mod wide;
mod word_pieces;
pub mod workspace;
mod year_beside;

pub use build::{Context, SheetInput, build, empty};

#[cfg(test)]
mod dictionary_tests;
#[cfg(test)]
mod template_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod value_tests;
#[cfg(test)]
mod vocabulary_tests;
