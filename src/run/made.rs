//! The figures of a run to its report.

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::publish::{self, Manner, Stage};
use crate::render::pptx::update;
use crate::render::summary;
use crate::report::model::Report;
use crate::run::compute::{self, Computed};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener, PUBLISHING, is_refusal};
use crate::run::outcome::Outcome;
use crate::run::outputs::{Drawn, Take};
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

/// The report and its files, which go to `take` as they are drawn.
///
/// # Errors
/// A fault of the program.
pub fn files(
    computed: &mut Computed,
    settings: &Settings,
    declared: &Declarations,
    take: Take<'_>,
) -> Result<(Report, Drawn), Failure> {
    let form = next_actions::form_of(computed, settings, declared)?;
    let report = compute::lay_out(computed, settings, declared);
    computed.drop_pages(settings);
    let drawn = outputs::render(&report, form, settings, declared, take)?;
    Ok((report, drawn))
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
    // The disk is waited for while files are drawn. What is not published in the end is removed again.
    let stage = Stage::begin(&settings.output, &settings.period.label(), Manner::of(settings));
    let (report, drawn) = files(computed, settings, declared, &|file| stage.add(file))?;
    let Drawn { files, json, updated } = drawn;
    let names: Vec<String> =
        files.into_iter().map(|(name, _)| name).chain(json.iter().map(|json| json.name.clone())).collect();
    json.into_iter().for_each(|json| drop(stage.add(json)));
    let nobody = declared.texts.say("word.unassigned");
    let handouts = handouts::render(&report, settings, &declared.theme, nobody)?;
    let folder = shown(settings.output.join(settings.period.label()));
    let publishing = Words { chinese: format!("写入 {folder}"), en: format!("writing to {folder}") };
    tell(Event::Step(PUBLISHING, publishing));
    let (handed, published) = handouts::publish_first(&handouts, stage, settings)?;
    let kept = published.kept.iter().chain(handed.iter().flat_map(|handed| &handed.kept));
    kept.for_each(|kept| tell(Event::kept(kept)));
    let numbered = handed.iter().chain([&published]).filter_map(|published| published.numbered.clone());
    numbered.for_each(|words| tell(Event::Numbered(words)));
    Event::older(&published.older).into_iter().for_each(tell);
    let refused = report.findings.iter().filter(|line| is_refusal(line));
    refused.for_each(|line| tell(Event::Refused(Box::new(line.clone()))));
    let kept = updated.iter().flat_map(|updated| update::kept(updated, &declared.texts));
    kept.for_each(|(change, told)| tell(Event::Deck(Box::new(change), told)));
    let folder = computed.door.text(&published.folder.display().to_string()).into_owned();
    tell(Event::Report(folder.clone(), names));
    let mut text = summary::render(&report, &declared.texts, &folder);
    if let Some(updated) = &updated {
        text += &computed.door.lines(&update::summary(updated, &declared.texts));
    }
    text += &handouts::told(handouts.len(), handed.as_ref(), &declared.texts, &computed.door);
    // The lists of a large dealer are a million texts, each to be freed: nobody waits for that.
    rayon::spawn(|| drop(report));
    Ok(Outcome { published: Some(published.folder), ..Outcome::new(Exit::Done, text) })
}
