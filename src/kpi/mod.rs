//! Facts to indicators.

pub mod model;
