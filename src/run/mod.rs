//! The story, one line a stage. Nothing here prints: what is worth saying is told to the listener or given back.

mod asked;
pub mod check;
pub mod compute;
pub mod counts;
pub mod deadline;
pub mod declarations;
mod doctor;
pub mod ending;
pub mod events;
mod exported;
mod filled_forms;
pub mod group;
mod hooks;
pub mod journal;
pub mod last;
mod made;
mod measures;
mod mentions;
mod next_actions;
mod no_input;
mod opened;
mod outcome;
pub mod outputs;
mod reading;
mod settings_books;
mod stores;
mod suggested;
mod together;
mod verified;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::nearest::told;
use crate::base::text::shown;
use crate::cli::{Command, KpiCommand, PeriodOptions};
use crate::configuration::book::layout::Layout;
use crate::configuration::book::names::Names;
use crate::facts::constants::Constants;
use crate::kpi::catalogue::Catalogue;
use crate::publish;
use crate::refusal::Written;
use crate::render::json;
use crate::render::theme::Theme;
use crate::report::door::Door;
use crate::report::pages::PageList;
use crate::settings::{Choices, Reading};
use crate::tables::files::TableFiles;
use crate::tables::schemas::Schemas;
use crate::templates::{Templates, template_failure};
use crate::{cli, init, kpi, marked, refusal, render, resolve, schedule, suggest};
pub use asked::Asked;
use asked::{constants, counted, declarations, settle};
use check::Checked;
use compute::Computed;
pub use events::{Event, Listener};
use last::computed;
pub use outcome::Outcome;
use reading::inputs;

/// Runs the command.
///
/// # Errors
/// Everything that ends a run without its result; the failure knows the exit code.
pub fn run(asked: &Asked, tell: Listener<'_>) -> Result<Outcome, Failure> {
    recover(asked, tell);
    match &asked.cli.command {
        Command::Monthly { .. } | Command::Quarterly { .. } | Command::Annual { .. } => report(asked, tell),
        Command::Check { suggest, write, .. } => check(asked, *suggest, *write, tell),
        Command::Open { period } => open(asked, *period == PeriodOptions::default()),
        Command::Init { directory, demo } => new_workspace(asked, directory.as_ref(), *demo),
        Command::Kpi(KpiCommand::List) => list(asked),
        Command::Kpi(KpiCommand::Explain { id }) => explain(asked, id),
        Command::Export { parquet, .. } => exported::export(asked, parquet, tell),
        Command::Sql { dialect, from } => exported::statements(asked, dialect, from.as_deref(), tell),
        Command::Doctor => doctor::doctor(asked, tell),
        Command::Schedule { print } => schedule(asked, print, tell),
        Command::Completions { shell } => cli::completions(shell).map(done),
        Command::Man => cli::manual(asked.lang).map(done),
        Command::Verify { report } => verified::verify(asked, report, tell),
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
    refusal::in_input(Written::Report, [settings.output.clone()], &settings)?;
    let declared = declarations(asked, &settings, tell)?;
    if settings.stores.by.is_some() {
        let files = inputs(&asked.configuration, &settings)?;
        return group::reports(files, &settings, declared, tell);
    }
    made::check_deck(&settings, &declared)?;
    made::check_outputs(&settings)?;
    let files = inputs(&asked.configuration, &settings)?;
    let mut computed = computed(&files, &settings, &declared, tell)?;
    made::check_figures(&computed, &settings)?;
    let made = made::report(&mut computed, &settings, &declared, tell)?;
    last::keep(&computed, &files, &settings, tell);
    // The run is over: nobody waits until a large dealer's figures and all declarations are freed.
    rayon::spawn(|| drop((declared, computed)));
    Ok(made)
}

fn check(asked: &Asked, suggested: bool, write: bool, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let as_json = resolve::check_as_json(&asked.cli.options)?;
    let settings = settle(asked, tell)?;
    let declared = declarations(asked, &settings, tell)?;
    let (mut computed, declared, files) = counted(asked, &settings, declared, tell)?;
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
    Ok(Outcome::new(checked.exit(), text))
}

/// Shows a finished report: the newest one where no period was asked for.
fn open(asked: &Asked, newest: bool) -> Result<Outcome, Failure> {
    let Asked { cli, configuration, workspace, today, .. } = asked;
    let settings = resolve::settings(&cli.command, &cli.options, configuration, workspace.clone(), *today)?;
    let file = door(asked).text(&shown(opened::open(&settings, newest)?)).into_owned();
    let text = match asked.lang {
        Lang::Chinese => format!("已打开：{file}"),
        Lang::English => format!("opened: {file}"),
    };
    Ok(done(text))
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
    Ok(done(lines.join("\n")))
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
    Ok(done(door(asked).lines(&kpi::explain::list(&catalogue, asked.lang))))
}

fn explain(asked: &Asked, id: &str) -> Result<Outcome, Failure> {
    let templates = Templates::load(&asked.workspace).map_err(template_failure)?;
    let catalogue = catalogue(asked, &templates)?;
    let definition = catalogue.meant(id).map_err(|told| {
        Failure::new(Exit::Usage, told.chinese, told.en)
            .hint("运行 csr-report kpi list 查看全部指标", "csr-report kpi list shows all indicators")
    })?;
    Ok(done(door(asked).lines(&kpi::explain(definition, asked.lang))))
}

/// The text for the scheduler of a system, and what to mind.
fn schedule(asked: &Asked, system: &str, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let system = resolve::system(system)?;
    let job = resolve::job(&asked.cli.options, &asked.configuration, &asked.workspace)?;
    tell(Event::Remark(schedule::advice(system)));
    Ok(done(schedule::text(system, &job, asked.lang)))
}

fn done(text: String) -> Outcome {
    Outcome::new(Exit::Done, text)
}

/// The program's own templates, not those of a workspace: what it has already it can read itself.
fn templates(file: Option<&str>) -> Result<Outcome, Failure> {
    let templates = Templates::embedded();
    let names: Vec<&str> = templates.names().collect();
    let Some(typed) = file else { return Ok(done(names.join("\n"))) };
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
    Ok(done(template.text.trim_end().to_owned()))
}

/// How texts leave that no input decides.
fn door(asked: &Asked) -> Door {
    Door::new(resolve::privacy(&asked.cli.options, &asked.configuration).unwrap_or_default())
}

fn catalogue(asked: &Asked, templates: &Templates) -> Result<Catalogue, Failure> {
    constants(&asked.configuration, templates)?;
    let mut catalogue = Catalogue::of(templates, &asked.configuration.choices()).map_err(template_failure)?;
    mentions::set_targets(&asked.configuration, &mut catalogue)?;
    Ok(catalogue)
}
