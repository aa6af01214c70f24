//! What figures that are computed already say together.

pub mod bridge;
pub mod correlation;
pub mod gaps;
#[cfg(test)]
mod sample;
