//! The files of a run to its figures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::failure::Failure;
use crate::base::finding::{Finding, Severity};
use crate::base::lang::{Lang, Words};
use crate::base::text::shown;
use crate::configuration::Configuration;
use crate::input::discover::discover;
use crate::input::{self, InputFile, ReadFile};
use crate::refusal;
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::run::compute::{self, Computed};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener, balances};
use crate::run::{no_input, settings_books};
use crate::settings::Settings;
use crate::tables::model::InputBlock;

/// The files to read.
///
/// # Errors
/// The input is missing, empty or locked (exit 3).
pub fn inputs(configuration: &Configuration, settings: &Settings) -> Result<Vec<InputFile>, Failure> {
    let files = discover(&settings.inputs).map_err(|error| no_input::failure(error, settings))?;
    Ok(settings_books::without_own(files, configuration))
}

/// Reads the inputs, whatever they are.
///
/// # Errors
/// A fault of the program.
pub fn read(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    figures(sheets(files, settings, tell), settings, declared, tell)
}

/// What the files hold.
pub fn sheets(files: &[InputFile], settings: &Settings, tell: Listener<'_>) -> Vec<ReadFile> {
    let (count, whose) = (files.len(), of_store(settings));
    tell(Event::Step(
        "reading",
        Words {
            chinese: format!("读取 {count} 个文件{}", whose.chinese),
            en: format!("reading {count} files{}", whose.en),
        },
    ));
    let done = AtomicUsize::new(0);
    let progress = |_: &str| {
        tell(Event::Reading { done: done.fetch_add(1, Ordering::Relaxed) + 1, total: files.len() });
    };
    input::read_all(files, &settings.limits, &progress)
}

/// Computes the figures of what was read.
///
/// # Errors
/// A fault of the program.
pub fn figures(
    read: Vec<ReadFile>,
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    let whose = of_store(settings);
    let counting =
        Words { chinese: format!("计算指标{}", whose.chinese), en: format!("computing the figures{}", whose.en) };
    tell(Event::Step("counting", counting));
    let names: Vec<Arc<str>> = read.iter().map(|file| Arc::clone(&file.name)).collect();
    let computed = compute::compute(read, settings, declared)?;
    let names = names.iter().map(|name| &**name);
    tell_of(names, (&computed.inputs, &computed.findings), settings.lang, &computed.door, tell);
    Ok(computed)
}

/// Tells what became of the rows of each file, and every error.
pub(super) fn tell_of<'n>(
    names: impl Iterator<Item = &'n str>,
    (inputs, findings): (&[InputBlock], &[Finding]),
    lang: Lang,
    door: &Door,
    tell: Listener<'_>,
) {
    balances(names, inputs).into_iter().for_each(|balance| tell(Event::File(balance)));
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        tell(Event::Finding(Box::new(finding_lines::line(finding, lang, door))));
    }
}

/// Whose files or figures they are, where that is one of several stores.
fn of_store(settings: &Settings) -> Words {
    let Some(store) = &settings.stores.one else { return Words::same("") };
    let store = shown(store);
    Words { chinese: format!("（{store}）"), en: format!(" of {store}") }
}

/// Refuses inputs in which there is nothing to compute from.
///
/// # Errors
/// No sheet fits a table, or a required one is missing (exit 3).
pub fn check_usable(
    computed: &Computed,
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
) -> Result<(), Failure> {
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    let (inputs, found) = (&computed.inputs, &computed.findings);
    refusal::nothing_readable(settings, inputs, &names, found, &declared.schemas, &computed.door)?;
    refusal::missing_tables(settings, &computed.usable, found, &declared.schemas, &computed.door)
}
