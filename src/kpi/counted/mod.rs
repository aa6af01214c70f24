//! What a warehouse has counted, in place of rows: the second way into everything that is computed.
//!
//! [`file`] reads and checks the file of [`row`]; what it says of a store is [`Counted`].

mod checks;
pub mod file;
pub(super) mod gaps;
mod known;
pub mod row;

pub use known::Counted;
pub(super) use known::key_columns;
