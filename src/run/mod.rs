//! The story, one line a stage. Nothing here prints: what is worth saying is told to the listener or given back.

pub mod check;
pub mod compute;
pub mod declarations;
pub mod events;
mod filled_forms;
mod measures;
mod mentions;
mod next_actions;
mod no_input;
pub mod outputs;
mod settings_books;
mod stores;
mod suggested;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;

use crate::base::failure::{Exit, Failure};
use crate::base::finding::Severity;
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::text::shown;
use crate::cli::{Cli, Command, KpiCommand};
use crate::configuration::Configuration;
use crate::configuration::book::layout::Layout;
use crate::configuration::book::names::Names;
use crate::facts::constants::Constants;
use crate::input::InputFile;
use crate::input::discover::discover;
use crate::kpi::catalogue::Catalogue;
use crate::publish::{self, Manner};
use crate::render::theme::Theme;
use crate::render::{json, summary};
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::report::pages::PageList;
use crate::settings::{Choices, Reading, Settings};
use crate::tables::files::TableFiles;
use crate::tables::schemas::Schemas;
use crate::tables::workspace::Taken;
use crate::templates::{Templates, template_failure};
use crate::{handouts, init, input, kpi, marked, refusal, render, resolve, suggest};
use check::Checked;
use compute::Computed;
use declarations::Declarations;
pub use events::Event;
use events::{balances, is_refusal};
use stores::Store;

/// What was asked for, with everything that only `main` can know.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The command line.
    pub cli: Cli,
    /// The workspace folder.
    pub workspace: PathBuf,
    /// Its configuration.
    pub configuration: Configuration,
    /// The language of messages.
    pub lang: Lang,
    /// The local date, for `last`.
    pub today: NaiveDate,
}

/// Who is told.
pub type Listener<'a> = &'a (dyn Fn(Event) + Sync);

/// What a command came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How the program ends.
    pub exit: Exit,
    /// What goes to standard output.
    pub text: String,
}

/// Runs the command.
///
/// # Errors
/// Everything that ends a run without its result; the failure knows the exit code.
pub fn run(asked: &Asked, tell: Listener<'_>) -> Result<Outcome, Failure> {
    recover(asked, tell);
    match &asked.cli.command {
        Command::Monthly { .. } | Command::Quarterly { .. } | Command::Annual { .. } => report(asked, tell),
        Command::Check { suggest, write, .. } => check(asked, *suggest, *write, tell),
        Command::Init { directory, demo } => new_workspace(asked, directory.as_ref(), *demo),
        Command::Kpi(KpiCommand::List) => list(asked),
        Command::Kpi(KpiCommand::Explain { id }) => explain(asked, id),
        Command::Templates { file } => templates(file.as_deref()),
    }
}

/// Finishes or undoes what a run that was ended has begun to publish, whatever is asked for now. What cannot be mended is
/// told; a report of the same period fails of itself.
fn recover(asked: &Asked, tell: Listener<'_>) {
    if matches!(asked.cli.command, Command::Init { .. }) {
        return;
    }
    let output = resolve::output(&asked.cli.options, &asked.configuration, &asked.workspace);
    let of_stores = match asked.configuration.stores_by {
        Some(_) => publish::folders_in(&output),
        None => Vec::new(),
    };
    for folder in std::iter::once(output).chain(of_stores) {
        if let Err(failure) = publish::recover(&folder, asked.lang) {
            tell(Event::Unfinished(failure.message));
        }
    }
}

fn report(asked: &Asked, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let settings = settle(asked, tell)?;
    refusal::output_in_input(&settings)?;
    let declared = declarations(asked, &settings, tell)?;
    if settings.stores.by.is_some() {
        return report_stores(asked, &settings, &declared, tell);
    }
    check_outputs(&settings)?;
    let files = inputs(asked, &settings)?;
    report_of(&files, &settings, &declared, tell)
}

/// A report of each store that was asked for. What keeps one from having its report is told, and the others have theirs.
fn report_stores(
    asked: &Asked,
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Outcome, Failure> {
    let stores = stores_asked(asked, settings, tell)?;
    for (_, own) in &stores {
        check_outputs(own)?;
    }
    let (mut texts, mut failures) = (Vec::new(), Vec::new());
    for (store, own) in &stores {
        match report_of(&store.files, own, declared, tell) {
            Ok(outcome) => texts.push(outcome.text),
            Err(failure) => failures.push((shown(&store.name), failure)),
        }
    }
    match stores::failed(failures, stores.len()) {
        None => Ok(Outcome { exit: Exit::Done, text: texts.join("\n\n") }),
        Some(failure) => Err(failure),
    }
}

/// The stores that were asked for, with what has to be told of the files of the input.
fn stores_asked(asked: &Asked, settings: &Settings, tell: Listener<'_>) -> Result<Vec<(Store, Settings)>, Failure> {
    let files = inputs(asked, settings)?;
    let found = stores::divide(files, settings);
    found.remarks.into_iter().for_each(|words| tell(Event::Remark(words)));
    stores::asked(found.stores, settings)
}

/// Checks, before anything is read, that everything can be written.
fn check_outputs(settings: &Settings) -> Result<(), Failure> {
    handouts::check_folder(settings)?;
    publish::check_writable(&settings.output, &settings.period.label(), &outputs::names(settings))
}

fn report_of(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Outcome, Failure> {
    let mut computed = computed(files, settings, declared, tell)?;
    refusal::empty_period(settings, &computed.evaluation.periods_with_rows, &computed.findings, &computed.door)?;
    let report = compute::lay_out(&mut computed, settings, declared);
    refusal::doubtful_data(settings, &computed.inputs, &computed.findings, &computed.door)?;
    let form = next_actions::form_of(&computed, settings, declared)?;
    let artifacts = outputs::render(&report, form, settings, declared)?;
    let published = publish::publish(&settings.output, &settings.period.label(), &artifacts, Manner::of(settings))?;
    let kept = handouts::write(&report, settings, &declared.theme, declared.texts.say("word.unassigned"))?;
    published.kept.iter().chain(&kept).for_each(|kept| tell(Event::kept(kept)));
    let refused = report.findings.iter().filter(|line| is_refusal(line));
    refused.for_each(|line| tell(Event::Refused(Box::new(line.clone()))));
    let files = artifacts.iter().map(|artifact| artifact.name.clone()).collect();
    let folder = computed.door.text(&published.folder.display().to_string()).into_owned();
    tell(Event::Report(folder.clone(), files));
    let text = summary::render(&report, &declared.texts, &folder);
    Ok(Outcome { exit: Exit::Done, text })
}

fn check(asked: &Asked, suggested: bool, write: bool, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let as_json = resolve::check_as_json(&asked.cli.options)?;
    let mut settings = settle(asked, tell)?;
    let declared = declarations(asked, &settings, tell)?;
    let files = match settings.stores.by {
        None => inputs(asked, &settings)?,
        // One store is named: the options allow nothing else.
        Some(_) => stores_asked(asked, &settings, tell)?
            .into_iter()
            .flat_map(|(store, own)| {
                settings = own;
                store.files
            })
            .collect(),
    };
    marked::check_folder(&settings, &files)?;
    let mut computed = computed(&files, &settings, &declared, tell)?;
    let report = compute::lay_out(&mut computed, &settings, &declared);
    let Computed { single, inputs, door, .. } = &computed;
    let copies = marked::write(&files, single, inputs, &settings, &declared.theme.marks, door)?;
    copies.iter().flat_map(|copies| &copies.kept).for_each(|kept| tell(Event::kept(kept)));
    let lines = || {
        if write {
            let blank = || {
                settings_book(
                    &Templates::load(&settings.workspace).map_err(template_failure)?,
                    &declared.theme,
                    settings.lang,
                )
            };
            return suggested::write(&computed, &settings, &declared, &asked.configuration, blank);
        }
        Ok(suggest::suggest(&computed.hints, &declared.schemas, &settings.reading, &computed.door, settings.lang))
    };
    let suggested = suggested.then(lines).transpose()?;
    let checked = Checked {
        schema: json::SCHEMA,
        period: &report.period,
        inputs: &report.inputs,
        findings: &report.findings,
        marked_copies: copies.as_ref(),
        suggest: suggested,
        empty_period: refusal::without_rows(&settings.period, &computed.evaluation.periods_with_rows),
        texts: &declared.texts,
        quiet: resolve::terminal(&asked.cli.options, &asked.configuration)?.quiet,
    };
    let text = if as_json { checked.json().map_err(Failure::unexpected)? } else { checked.text(settings.lang) };
    tell(Event::Checked(checked.counts(), checked.exit().code()));
    Ok(Outcome { exit: checked.exit(), text })
}

/// The templates, and the configuration held against them.
fn declarations(asked: &Asked, settings: &Settings, tell: Listener<'_>) -> Result<Declarations, Failure> {
    let templates = Templates::load(&settings.workspace).map_err(template_failure)?;
    let configuration = &asked.configuration;
    let files = TableFiles::read(&templates).map_err(template_failure)?;
    mentions::known_names(configuration, &files).map_err(files.blaming())?;
    constants(configuration, &templates)?;
    let mut declared = Declarations::of(files, &templates, settings)?;
    mentions::known_variants(configuration, &declared.catalogue)?;
    mentions::set_targets(configuration, &mut declared.catalogue)?;
    let taken = declared.schemas.taken.iter().map(Taken::words);
    let remarks = configuration.remarks.iter().cloned();
    remarks.chain(taken).chain(declared.catalogue.small_targets()).for_each(|words| tell(Event::Remark(words)));
    Ok(declared)
}

/// The files to read.
fn inputs(asked: &Asked, settings: &Settings) -> Result<Vec<InputFile>, Failure> {
    let files = discover(&settings.inputs).map_err(|error| no_input::failure(error, settings))?;
    Ok(settings_books::without_own(files, &asked.configuration))
}

/// Reads the inputs and computes the figures; refuses inputs in which there is nothing to compute from.
fn computed(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    let done = AtomicUsize::new(0);
    let progress = |_: &str| {
        tell(Event::Reading { done: done.fetch_add(1, Ordering::Relaxed) + 1, total: files.len() });
    };
    let read = input::read_all(files, &settings.limits, &progress);
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    let computed = compute::compute(read, settings, declared)?;
    balances(names.iter().copied(), &computed.inputs).into_iter().for_each(|balance| tell(Event::File(balance)));
    for finding in computed.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let line = finding_lines::line(finding, settings.lang, &computed.door);
        tell(Event::Finding(Box::new(line)));
    }
    let (inputs, found) = (&computed.inputs, &computed.findings);
    refusal::nothing_readable(settings, inputs, &names, found, &declared.schemas, &computed.door)?;
    refusal::missing_tables(settings, &computed.usable, found, &declared.schemas, &computed.door)?;
    Ok(computed)
}

/// Settings, with the period told to the user.
fn settle(asked: &Asked, tell: Listener<'_>) -> Result<Settings, Failure> {
    let settings = resolve::settings(
        &asked.cli.command,
        &asked.cli.options,
        &asked.configuration,
        asked.workspace.clone(),
        asked.today,
    )?;
    let (period, as_of) = (settings.period, settings.as_of);
    let (start, end) = (period.start, period.end);
    let words = Words {
        chinese: format!("报告期 {period}（{start} 至 {end}），状态截至 {as_of}"),
        en: format!("period {period} ({start} to {end}), states as of {as_of}"),
    };
    tell(Event::Period(compute::period_info(&settings), words));
    Ok(settings)
}

fn new_workspace(asked: &Asked, directory: Option<&PathBuf>, demo: bool) -> Result<Outcome, Failure> {
    let folder = directory.map_or_else(|| asked.workspace.clone(), |directory| asked.workspace.join(directory));
    let forms = if demo { Vec::new() } else { blank_forms(asked, &folder)? };
    let written = init::create(&folder, demo, forms)?;
    let title = match asked.lang {
        Lang::Chinese => format!("新工作区：{}", shown(&folder)),
        Lang::English => format!("new workspace: {}", shown(&folder)),
    };
    let files = written.iter().map(|path| format!("  {}", shown(path.strip_prefix(&folder).unwrap_or(path))));
    let lines: Vec<_> = std::iter::once(title).chain(files).collect();
    Ok(Outcome { exit: Exit::Done, text: lines.join("\n") })
}

/// The forms of a new workspace: of the tables that its own templates declare, or those of where the command runs.
fn blank_forms(asked: &Asked, folder: &Path) -> Result<Vec<init::NewFile>, Failure> {
    let own = if folder.join("templates").is_dir() { folder } else { &asked.workspace };
    let templates = Templates::load(own).map_err(template_failure)?;
    let schemas = Schemas::load(&templates, &Reading::default()).map_err(template_failure)?;
    let theme = Theme::load(&templates).map_err(template_failure)?;
    let mut files = init::forms::blank(&schemas.tables, &theme, asked.lang)?;
    files.push(settings_book(&templates, &theme, asked.lang)?);
    Ok(files)
}

/// The blank workbook of settings.
fn settings_book(templates: &Templates, theme: &Theme, lang: Lang) -> Result<init::NewFile, Failure> {
    let constants = Constants::load(templates, &BTreeMap::new()).map_err(template_failure)?;
    let layout = Layout::load(templates, &constants).map_err(template_failure)?;
    let files = TableFiles::read(templates).map_err(template_failure)?;
    let catalogue = Catalogue::of(templates, &Choices::default()).map_err(template_failure)?;
    let form = init::book::form(&layout, Names(&files), &catalogue, lang);
    let bytes = render::forms::book::book(&form, theme).map_err(|error| Failure::unexpected(format!("{error:#}")))?;
    Ok((format!("{}.xlsx", layout.file.get(lang)), bytes))
}

fn list(asked: &Asked) -> Result<Outcome, Failure> {
    let templates = Templates::load(&asked.workspace).map_err(template_failure)?;
    let catalogue = catalogue(asked, &templates)?;
    // A list that is shown is one of indicators that a report can show: their pages are read as well.
    PageList::load(&templates, &catalogue).map_err(template_failure)?;
    Ok(Outcome { exit: Exit::Done, text: door(asked).lines(&kpi::explain::list(&catalogue, asked.lang)) })
}

fn explain(asked: &Asked, id: &str) -> Result<Outcome, Failure> {
    let templates = Templates::load(&asked.workspace).map_err(template_failure)?;
    let catalogue = catalogue(asked, &templates)?;
    let definition = catalogue.meant(id).map_err(|told| {
        Failure::new(Exit::Usage, told.chinese, told.en)
            .hint("运行 csr-report kpi list 查看全部指标", "csr-report kpi list shows all indicators")
    })?;
    Ok(Outcome { exit: Exit::Done, text: door(asked).lines(&kpi::explain(definition, asked.lang)) })
}

/// The program's own templates, not those of a workspace: what it has already it can read itself.
fn templates(file: Option<&str>) -> Result<Outcome, Failure> {
    let templates = Templates::embedded();
    let names: Vec<&str> = templates.names().collect();
    let Some(typed) = file else { return Ok(Outcome { exit: Exit::Done, text: names.join("\n") }) };
    let name = typed.replace('\\', "/");
    let name = name.strip_prefix("templates/").unwrap_or(&name);
    let template = templates.get(name).map_err(|_| {
        let near = told(name, names.iter().copied(), "");
        Failure::new(
            Exit::Usage,
            format!("没有自带的模板“{typed}”{}", near.chinese),
            format!("there is no template {typed:?}{}", near.en),
        )
        .hint("运行 csr-report templates 查看全部模板", "csr-report templates shows all of them")
    })?;
    Ok(Outcome { exit: Exit::Done, text: template.text.trim_end().to_owned() })
}

/// How texts leave that no input decides.
fn door(asked: &Asked) -> Door {
    Door::new(asked.configuration.phone)
}

/// Holds the constants of the configuration against those that there are, before anything is made of them.
fn constants(configuration: &Configuration, templates: &Templates) -> Result<(), Failure> {
    let own = Constants::load(templates, &BTreeMap::new()).map_err(template_failure)?;
    mentions::known_constants(configuration, &own)
}

fn catalogue(asked: &Asked, templates: &Templates) -> Result<Catalogue, Failure> {
    constants(&asked.configuration, templates)?;
    let mut catalogue = Catalogue::of(templates, &asked.configuration.choices()).map_err(template_failure)?;
    mentions::set_targets(&asked.configuration, &mut catalogue)?;
    Ok(catalogue)
}
