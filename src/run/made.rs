//! The figures of a run to its report.

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::publish;
use crate::render::pptx::update::{self, Updated};
use crate::render::{Artifact, summary};
use crate::report::model::Report;
use crate::run::compute::{self, Computed};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener, PUBLISHING, is_refusal};
use crate::run::outcome::Outcome;
use crate::run::{next_actions, outputs};
use crate::settings::Settings;
use crate::{handouts, refusal};

/// Checks, before anything is read, that everything can be written.
///
/// # Errors
/// A folder or file that cannot be written (exit 5).
pub fn check_outputs(settings: &Settings) -> Result<(), Failure> {
    handouts::check_folder(settings)?;
    publish::check_writable(&settings.output, &settings.period.label(), &outputs::names(settings), settings.held)
}

/// Checks, before anything is read, that the deck to be updated is the dealer's own.
///
/// # Errors
/// It is another dealer's (exit 2).
pub fn check_deck(settings: &Settings, declared: &Declarations) -> Result<(), Failure> {
    declared.earlier.as_ref().map_or(Ok(()), |earlier| earlier.is_of(&settings.layout.dealer))
}

/// Refuses figures of which no report is made.
///
/// # Errors
/// A period without a row (exit 3), data that a rule of the dealer's refuses (exit 4).
pub fn check_figures(computed: &Computed, settings: &Settings) -> Result<(), Failure> {
    let Computed { evaluation, findings, inputs, door, .. } = computed;
    refusal::empty_period(settings, &evaluation.periods_with_rows, findings, door)?;
    refusal::doubtful_data(settings, inputs, findings, door)
}

/// The report and its files, report.json last.
///
/// # Errors
/// A fault of the program.
pub fn files(
    computed: &mut Computed,
    settings: &Settings,
    declared: &Declarations,
) -> Result<(Report, Vec<Artifact>, Option<Updated>), Failure> {
    let form = next_actions::form_of(computed, settings, declared)?;
    let report = compute::lay_out(computed, settings, declared);
    computed.drop_pages(settings);
    let (artifacts, updated) = outputs::render(&report, form, settings, declared)?;
    Ok((report, artifacts, updated))
}

/// Makes and publishes the report, and gives back what is told of it.
///
/// # Errors
/// A file cannot be written (exit 5).
pub fn report(
    computed: &mut Computed,
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Outcome, Failure> {
    tell(Event::Step("writing", Words { chinese: "生成报告文件".to_owned(), en: "making the files".to_owned() }));
    let (report, artifacts, updated) = files(computed, settings, declared)?;
    let nobody = declared.texts.say("word.unassigned");
    let handouts = handouts::render(&report, settings, &declared.theme, nobody)?;
    let folder = shown(settings.output.join(settings.period.label()));
    let publishing = Words { chinese: format!("写入 {folder}"), en: format!("writing to {folder}") };
    tell(Event::Step(PUBLISHING, publishing));
    let (handed, published) = handouts::publish_first(&handouts, &artifacts, settings)?;
    let kept = published.kept.iter().chain(handed.iter().flat_map(|handed| &handed.kept));
    kept.for_each(|kept| tell(Event::kept(kept)));
    let numbered = handed.iter().chain([&published]).filter_map(|published| published.numbered.clone());
    numbered.for_each(|words| tell(Event::Numbered(words)));
    Event::older(&published.older).into_iter().for_each(tell);
    let refused = report.findings.iter().filter(|line| is_refusal(line));
    refused.for_each(|line| tell(Event::Refused(Box::new(line.clone()))));
    let kept = updated.iter().flat_map(|updated| update::kept(updated, &declared.texts));
    kept.for_each(|(change, told)| tell(Event::Deck(Box::new(change), told)));
    let files = artifacts.iter().map(|artifact| artifact.name.clone()).collect();
    let folder = computed.door.text(&published.folder.display().to_string()).into_owned();
    tell(Event::Report(folder.clone(), files));
    let mut text = summary::render(&report, &declared.texts, &folder);
    if let Some(updated) = &updated {
        text += &computed.door.lines(&update::summary(updated, &declared.texts));
    }
    text += &handouts::told(handouts.len(), handed.as_ref(), &declared.texts, &computed.door);
    // The lists of a large dealer are a million texts, each to be freed: nobody waits for that.
    rayon::spawn(|| drop(report));
    Ok(Outcome { published: Some(published.folder), ..Outcome::new(Exit::Done, text) })
}
