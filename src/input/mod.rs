//! Files to grids.

pub mod grid;
