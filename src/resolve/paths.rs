//! Files and folders: what is typed lies in the workspace, what is configured beside the configuration.

use std::path::{Path, PathBuf};

use crate::base::failure::{Exit, Failure};
use crate::cli::{Command, Options};
use crate::configuration::Configuration;

/// Files and folders to read.
pub fn inputs(options: &Options, configuration: &Configuration, workspace: &Path) -> Vec<PathBuf> {
    if !options.input.is_empty() {
        return options.input.iter().map(|path| workspace.join(path)).collect();
    }
    if !configuration.report.input.is_empty() {
        return configuration.report.input.iter().map(|path| configuration.folder.join(path)).collect();
    }
    vec![workspace.join("input")]
}

/// The file or folder of what a warehouse has counted. One that is configured is not asked by what is about rows.
///
/// # Errors
/// Spreadsheets are named too; it is to be handed out or marked, and has no rows (exit 2).
pub(super) fn facts(
    command: &Command,
    options: &Options,
    configuration: &Configuration,
    workspace: &Path,
) -> Result<Option<PathBuf>, Failure> {
    let typed = options.facts.as_ref().map(|path| workspace.join(path));
    let configured = configuration.report.facts.as_ref().map(|path| configuration.folder.join(path));
    let Some(path) = typed.clone().or(configured) else { return Ok(None) };
    let handout = match command {
        Command::Monthly { handout, .. } | Command::Quarterly { handout, .. } | Command::Annual { handout, .. } => {
            handout.is_some()
        }
        _ => false,
    };
    let rows = match command {
        Command::Check { marked_copy: Some(_), .. } => Some("--marked-copy"),
        Command::Check { suggest: true, .. } => Some("--suggest"),
        Command::Export { .. } => Some("export"),
        Command::Sql { .. } => Some("sql"),
        _ if handout => Some("--handout"),
        _ if !options.input.is_empty() => Some("--input"),
        _ => None,
    };
    match rows {
        None => Ok(Some(path)),
        Some(option) if typed.is_none() && option != "--handout" => Ok(None),
        Some(option) => Err(Failure::new(
            Exit::Usage,
            format!("--facts（或 [report] facts）的文件里是合计，没有明细，不能与 {option} 同用"),
            format!(
                "the file of --facts (or of [report] facts) holds counts and no rows; it does not go with {option}"
            ),
        )
        .hint(format!("去掉 {option}"), format!("leave {option} out"))),
    }
}

/// The folder of the reports.
pub fn output(options: &Options, configuration: &Configuration, workspace: &Path) -> PathBuf {
    match (&options.output, &configuration.report.output) {
        (Some(path), _) => workspace.join(path),
        (None, Some(path)) => configuration.folder.join(path),
        (None, None) => workspace.join("output"),
    }
}

/// The folder for the marked copies of a check.
pub(super) fn marked_copy(command: &Command, configuration: &Configuration, workspace: &Path) -> Option<PathBuf> {
    let (typed, suggest) = match command {
        Command::Check { marked_copy, suggest, .. } => (marked_copy.as_ref(), *suggest),
        _ => (None, false),
    };
    // `--suggest` prints lines for a file and nothing else, so nothing else may be done either.
    if suggest {
        return None;
    }
    let configured = configuration.report.marked_copy.as_ref();
    typed.map(|path| workspace.join(path)).or_else(|| configured.map(|path| configuration.folder.join(path)))
}

/// The folder for the workbooks of each person, typed and configured.
pub(super) fn handout(
    command: &Command,
    configuration: &Configuration,
    workspace: &Path,
) -> (Option<PathBuf>, Option<PathBuf>) {
    let typed = match command {
        Command::Monthly { handout, .. } | Command::Quarterly { handout, .. } | Command::Annual { handout, .. } => {
            handout
        }
        _ => return (None, None),
    };
    let configured = configuration.report.handout.as_ref().map(|path| configuration.folder.join(path));
    (typed.as_ref().map(|path| workspace.join(path)), configured)
}

/// The file whose look the deck has.
pub(super) fn template(options: &Options, configuration: &Configuration, workspace: &Path) -> Option<PathBuf> {
    let configured = configuration.report.template.as_ref().map(|path| configuration.folder.join(path));
    options.template.as_ref().map(|path| workspace.join(path)).or(configured)
}
