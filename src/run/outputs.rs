//! The report to files: every format asked for, and report.json last, since it lists the others.

use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::render::pptx::update::Updated;
use crate::render::{Artifact, charts, json, page, pptx, xlsx};
use crate::report::model::Report;
use crate::report::words;
use crate::run::declarations::Declarations;
use crate::run::next_actions;
use crate::settings::{Format, Settings};
use crate::templates::template_failure;

/// What the report will write, as far as it is known before anything is read; a folder ends in `/`.
pub fn names(settings: &Settings) -> Vec<String> {
    let wanted = |formats: &[Format]| formats.iter().any(|format| settings.formats.contains(format));
    let names = [
        (wanted(&[Format::Xlsx]), xlsx::file_name(&settings.period.label())),
        (wanted(&[Format::Pptx]), pptx::file_name(&settings.period.label())),
        (next_actions::is_wanted(settings), next_actions::file_name(settings)),
        (wanted(&[Format::Png, Format::Svg]), charts::FOLDER.to_owned()),
        (wanted(&[Format::Html]), page::FILE.to_owned()),
        (wanted(&[Format::Json]), json::FILE.to_owned()),
    ];
    names.into_iter().filter_map(|(wanted, name)| wanted.then_some(name)).collect()
}

/// Makes every file of the report, and tells what became of an edited deck; `form` is that of next month's measures.
///
/// # Errors
/// A fault of the program.
pub fn render(
    report: &Report,
    form: Option<Artifact>,
    settings: &Settings,
    declared: &Declarations,
) -> Result<(Vec<Artifact>, Option<Updated>), Failure> {
    let wanted = |format| settings.formats.contains(&format);
    let workbook = || wanted(Format::Xlsx).then(|| xlsx::render(report, &declared.theme)).transpose();
    let footer = format!("{} · {}", report.dealer, words::named(&report.period, report.lang));
    let pictures = || {
        charts::render(
            &report.charts(),
            footer.trim_start_matches(" · "),
            &declared.theme,
            wanted(Format::Png),
            wanted(Format::Svg),
        )
    };
    let page = || {
        let workbook = wanted(Format::Xlsx).then(|| xlsx::file_name(&report.period.label));
        let draw = || page::render(report, &declared.texts, &declared.theme, &declared.page, workbook.as_deref());
        wanted(Format::Html).then(draw).transpose()
    };
    let deck = || {
        let draw = || pptx::render(report, &declared.theme, &declared.texts, &declared.deck, declared.earlier.as_ref());
        wanted(Format::Pptx).then(draw).transpose()
    };
    let ((workbook, deck), (pictures, page)) =
        rayon::join(|| rayon::join(workbook, deck), || rayon::join(pictures, page));
    let failure = |error: anyhow::Error| Failure::unexpected(format!("{error:#}"));
    let mut artifacts: Vec<Artifact> = workbook.map_err(failure)?.into_iter().collect();
    let (mut written, mut updated) = (None, None);
    if let Some(deck) = deck.map_err(failure)? {
        artifacts.push(deck.file);
        (written, updated) = (Some(deck.written), deck.updated);
    }
    artifacts.extend(form);
    artifacts.extend(pictures.map_err(failure)?);
    artifacts.extend(page.map_err(template_failure)?);
    if wanted(Format::Json) {
        let hashes: Vec<_> = artifacts.iter().map(|file| (file.name.clone(), sha256(&file.bytes))).collect();
        let look = declared.deck.sha256.as_deref();
        let json = json::render(report, &hashes, look, written.as_deref(), updated.as_ref());
        artifacts.push(json.map_err(failure)?);
    }
    Ok((artifacts, updated))
}
