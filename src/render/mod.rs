//! The report to bytes.

/// A finished output file; no path, no disk.
#[derive(Debug)]
pub struct Artifact {
    /// Path below the period's folder, with `/`: `charts/callback_success_rate.png`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
