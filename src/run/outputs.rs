//! The report to files: every format asked for, and report.json last, since it lists the others.

use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::render::{Artifact, charts, json, xlsx};
use crate::report::model::Report;
use crate::run::compute::charts_of;
use crate::run::declarations::Declarations;
use crate::settings::{Format, Settings};

/// Makes every file of the report.
///
/// # Errors
/// A fault of the program.
pub fn render(report: &Report, settings: &Settings, declared: &Declarations) -> Result<Vec<Artifact>, Failure> {
    let wanted = |format| settings.formats.contains(&format);
    let workbook = || wanted(Format::Xlsx).then(|| xlsx::render(report, &declared.theme)).transpose();
    let footer = format!("{} · {}", report.dealer, report.period.label);
    let pictures = || {
        charts::render(
            &charts_of(report),
            footer.trim_start_matches(" · "),
            &declared.theme,
            wanted(Format::Png),
            wanted(Format::Svg),
        )
    };
    let (workbook, pictures) = rayon::join(workbook, pictures);
    let failure = |error: anyhow::Error| Failure::unexpected(format!("{error:#}"));
    let mut artifacts: Vec<Artifact> = workbook.map_err(failure)?.into_iter().collect();
    artifacts.extend(pictures.map_err(failure)?);
    if wanted(Format::Json) {
        let hashes: Vec<_> = artifacts.iter().map(|file| (file.name.clone(), sha256(&file.bytes))).collect();
        artifacts.push(json::render(report, &hashes).map_err(failure)?);
    }
    Ok(artifacts)
}
