//! Indicators to pages.

pub mod model;
