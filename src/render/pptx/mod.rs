//! The meeting deck: slides with native charts that people present and edit.

mod base;
mod chart;
mod model;
mod package;
mod shapes;
mod story;
mod text;
mod write;
pub mod written;
mod xml;

use anyhow::Context;

use crate::render::Artifact;
use crate::render::theme::Theme;
use crate::report::model::Report;
use crate::report::texts::Texts;
use written::WrittenSlide;

/// The name of the deck of a period.
pub fn file_name(period: &str) -> String {
    format!("csr-report-{period}.pptx")
}

/// Writes the report as `csr-report-<period>.pptx`, and says what was written on each slide. The same report gives the same
/// bytes.
///
/// # Errors
/// A fault of the program.
pub fn render(report: &Report, theme: &Theme, texts: &Texts) -> anyhow::Result<(Artifact, Vec<WrittenSlide>)> {
    let name = file_name(&report.period.label);
    let deck = story::deck(report, theme, texts).with_context(|| name.clone())?;
    let written = written::of(&deck);
    let bytes = write::bytes(&deck).with_context(|| name.clone())?;
    Ok((Artifact { name, bytes }, written))
}
