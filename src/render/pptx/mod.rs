//! The meeting deck: slides with native charts that people present and edit.

mod base;
mod chart;
mod chart_data;
mod model;
mod nodes;
mod package;
mod seen;
mod shapes;
mod story;
mod text;
mod tree;
pub mod update;
mod write;
pub mod written;
mod xml;

use anyhow::Context;

use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::render::Artifact;
use crate::render::theme::Theme;
use crate::report::model::Report;
use crate::report::texts::Texts;
use crate::settings::InputLimits;
use crate::templates::{Templates, template_failure};
pub use base::Base;
use base::Wanted;
use update::{Earlier, Updated};
use written::{Record, WrittenSlide};

/// The name of the deck of a period.
pub fn file_name(period: &str) -> String {
    format!("csr-report-{period}.pptx")
}

/// What the slides are laid on: the dealer's own file where there is one (its name and bytes), else the program's.
///
/// # Errors
/// The file is no presentation, damaged, protected, or too large; `deck.toml` cannot be understood (exit 2).
pub fn base(
    own: Option<(&str, &[u8])>,
    limits: &InputLimits,
    theme: &Theme,
    texts: &Texts,
    templates: &Templates,
) -> Result<Base, Failure> {
    let wanted = Wanted::load(templates).map_err(template_failure)?;
    let look = story::look(theme, texts);
    match own {
        Some((name, bytes)) => {
            let mut base = Base::open(name, bytes, limits, &look, &wanted)?;
            base.sha256 = Some(sha256(bytes));
            Ok(base)
        }
        None => Base::built_in(&look, &wanted),
    }
}

/// A finished deck.
#[derive(Debug)]
pub struct Made {
    /// Its file.
    pub file: Artifact,
    /// What was written on each slide.
    pub written: Vec<WrittenSlide>,
    /// What became of everything in the deck of an earlier run.
    pub updated: Option<Updated>,
}

/// Writes the report as `csr-report-<period>.pptx`, into the deck of an earlier run where there is one, and says what was
/// written on each slide. The same report gives the same bytes.
///
/// # Errors
/// A fault of the program.
pub fn render(
    report: &Report,
    theme: &Theme,
    texts: &Texts,
    base: &Base,
    earlier: Option<&Earlier>,
) -> anyhow::Result<Made> {
    let name = file_name(&report.period.label);
    made(report, theme, texts, base, earlier).with_context(|| name.clone()).map(|(bytes, written, updated)| Made {
        file: Artifact { name, bytes },
        written,
        updated,
    })
}

type Parts = (Vec<u8>, Vec<WrittenSlide>, Option<Updated>);

fn made(
    report: &Report,
    theme: &Theme,
    texts: &Texts,
    base: &Base,
    earlier: Option<&Earlier>,
) -> anyhow::Result<Parts> {
    let deck = story::deck(report, theme, texts, base)?;
    let mut package = write::package(&deck, base);
    let record = Record { title: deck.title, dealer: deck.author, slides: written::of(&package)? };
    let Some(earlier) = earlier else {
        written::keep(&mut package, &record)?;
        return Ok((package.bytes()?, record.slides, None));
    };
    let (package, updated) = update::update(&package, earlier, &record)?;
    Ok((package.bytes()?, record.slides, Some(updated)))
}
