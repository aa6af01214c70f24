//! What was asked for, brought to settings, declarations and figures: the beginning of every command about data.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::cli::Cli;
use crate::configuration::Configuration;
use crate::facts::constants::Constants;
use crate::input::InputFile;
use crate::run::compute::{self, Computed};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener};
use crate::run::last::computed;
use crate::run::reading::inputs;
use crate::run::{group, mentions};
use crate::settings::Settings;
use crate::tables::files::TableFiles;
use crate::tables::workspace::Taken;
use crate::templates::{Templates, template_failure};
use crate::{marked, resolve};

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

/// Settings, with the period told to the user.
pub fn settle(asked: &Asked, tell: Listener<'_>) -> Result<Settings, Failure> {
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

/// The templates, and the configuration held against them.
pub fn declarations(asked: &Asked, settings: &Settings, tell: Listener<'_>) -> Result<Declarations, Failure> {
    let templates = Templates::load(&settings.workspace).map_err(template_failure)?;
    let configuration = &asked.configuration;
    let files = TableFiles::read(&templates).map_err(template_failure)?;
    mentions::known_names(configuration, &files).map_err(files.blaming())?;
    constants(configuration, &templates)?;
    let mut declared = Declarations::of(files, &templates, settings)?;
    mentions::known_variants(configuration, &declared.catalogue)?;
    mentions::set_targets(configuration, &mut declared.catalogue)?;
    if settings.stores.is_group() {
        declared.add_group(&templates, settings)?;
    }
    let taken = declared.schemas.taken.iter().map(Taken::words);
    let remarks = configuration.remarks.iter().cloned();
    let remarks = remarks.chain(taken).chain(declared.catalogue.small_targets());
    remarks.chain(declared.deck.told.iter().cloned()).for_each(|words| tell(Event::Remark(words)));
    Ok(declared)
}

/// Holds the constants of the configuration against those that there are, before anything is made of them.
pub fn constants(configuration: &Configuration, templates: &Templates) -> Result<(), Failure> {
    let own = Constants::load(templates, &BTreeMap::new()).map_err(template_failure)?;
    mentions::known_constants(configuration, &own)
}

/// The figures of the store that was asked for, else of all together, with the declarations and the files that they are of.
pub fn counted(
    asked: &Asked,
    settings: &Settings,
    declared: Declarations,
    tell: Listener<'_>,
) -> Result<(Computed, Declarations, Vec<InputFile>), Failure> {
    let files = inputs(&asked.configuration, settings)?;
    marked::check_folder(settings, &files)?;
    if settings.stores.by.is_some() {
        return group::checked(files, settings, declared, tell);
    }
    Ok((computed(&files, settings, &declared, tell)?, declared, files))
}
