//! Sheets to typed tables.

pub mod model;
