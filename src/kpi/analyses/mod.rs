//! What figures that are computed already say together.

pub mod correlation;
