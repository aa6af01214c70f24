//! The report to bytes.

pub mod charts;
mod contrast;
mod course;
pub mod forms;
pub mod json;
pub mod marked;
mod markup;
pub mod packed;
pub mod page;
mod parts;
pub mod pptx;
mod raster;
pub mod summary;
pub mod theme;
pub mod xlsx;

/// A finished output file; no path, no disk.
#[derive(Debug)]
pub struct Artifact {
    /// Path below the period's folder, with `/`: `charts/callback_success_rate.png`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
