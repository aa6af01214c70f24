//! The report to files: every format asked for, each given away as soon as it is drawn, and report.json last, since it lists
//! the others.

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

/// Where a finished file goes while others are still being drawn; gives its hash (SHA-256).
pub type Take<'t> = &'t (dyn Fn(Artifact) -> String + Sync);

/// The files of a report.
#[derive(Debug)]
pub struct Drawn {
    /// Those that were given away, by name with their hash (SHA-256), in the order in which report.json lists them.
    pub files: Vec<(String, String)>,
    /// report.json, if it is wanted.
    pub json: Option<Artifact>,
    /// What became of an edited deck.
    pub updated: Option<Updated>,
}

/// Makes every file of the report and gives it away; report.json, which lists them, comes back. `form` is that of next month's
/// measures.
///
/// # Errors
/// A fault of the program.
pub fn render(
    report: &Report,
    form: Option<Artifact>,
    settings: &Settings,
    declared: &Declarations,
    take: Take<'_>,
) -> Result<Drawn, Failure> {
    let wanted = |format| settings.formats.contains(&format);
    let given = |file: Artifact| (file.name.clone(), take(file));
    let sheets = || wanted(Format::Xlsx).then(|| xlsx::Book::of(report, &declared.theme)).transpose();
    let footer = format!("{} · {}", report.dealer, words::named(&report.period, report.lang));
    let pictures = || {
        let footer = footer.trim_start_matches(" · ");
        let endings = (wanted(Format::Png), wanted(Format::Svg));
        charts::render(&report.charts(), footer, &declared.theme, endings, given)
    };
    let page = || {
        let workbook = wanted(Format::Xlsx).then(|| xlsx::file_name(&report.period.label));
        let draw = || page::render(report, &declared.texts, &declared.theme, &declared.page, workbook.as_deref());
        wanted(Format::Html).then(|| draw().map(given)).transpose()
    };
    let deck = || {
        let draw = || pptx::render(report, &declared.theme, &declared.texts, &declared.deck, declared.earlier.as_ref());
        let given = |deck: pptx::Made| (given(deck.file), deck.written, deck.updated);
        wanted(Format::Pptx).then(|| draw().map(given)).transpose()
    };
    let form = form.map(given);
    let failure = |error: anyhow::Error| Failure::unexpected(format!("{error:#}"));
    // One thread packs the workbook, which takes longest: so its sheets come first.
    let (sheets, deck) = rayon::join(sheets, deck);
    let sheets = sheets.map_err(failure)?;
    let workbook = || sheets.map(|sheets| sheets.saved().map(given)).transpose();
    let (workbook, (pictures, page)) = rayon::join(workbook, || rayon::join(pictures, page));
    let mut files: Vec<_> = workbook.map_err(failure)?.into_iter().collect();
    let (mut written, mut updated) = (None, None);
    if let Some((deck, slides, changes)) = deck.map_err(failure)? {
        files.push(deck);
        (written, updated) = (Some(slides), changes);
    }
    files.extend(form);
    files.extend(pictures.map_err(failure)?);
    files.extend(page.map_err(template_failure)?);
    let look = declared.deck.sha256.as_deref();
    let json = || json::render(report, &files, look, written.as_deref(), updated.as_ref());
    let json = wanted(Format::Json).then(json).transpose().map_err(failure)?;
    Ok(Drawn { files, json, updated })
}
