//! What figures that are computed already say together.

pub mod bridge;
pub mod correlation;
pub mod gaps;
pub mod ranking;
#[cfg(test)]
mod sample;
