//! The report as a meeting goes through it: which slides there are, and what stands where on them.

mod agenda;
mod fit;
mod frame;
mod look;
mod notes;
mod others;
mod pages;
mod sections;
mod topic;

pub(super) use agenda::deck;
pub(super) use look::look;
