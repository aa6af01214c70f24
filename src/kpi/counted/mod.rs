//! What a warehouse has counted, in place of rows: the second way into everything that is computed.
//!
//! [`row`] reads the file, [`kept`] keeps its rows, [`file`] checks them; what it says of a store is [`Counted`].

mod checks;
pub mod file;
pub(super) mod gaps;
pub mod kept;
mod known;
pub mod row;

pub use known::Counted;
pub(super) use known::key_columns;
