//! Tables to facts: flat frames in which one row is one thing to count.

pub mod lists;
