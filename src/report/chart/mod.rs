//! Charts, decided in one place: which form, which axes with which numbers, which labels. The picture and the native chart
//! of the workbook draw what stands here and decide nothing.

mod decide;
pub mod model;
pub mod scale;

pub(crate) use decide::{compares, decide};
