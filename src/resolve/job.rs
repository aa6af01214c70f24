//! What a scheduler runs: this program, with the options that were typed.

use std::path::{Path, PathBuf};

use super::{refuse, usage};
use crate::base::failure::Failure;
use crate::base::text::shown;
use crate::cli::Options;
use crate::configuration::{Configuration, vocabulary};
use crate::kpi::warehouse::dialect::Dialect;
use crate::schedule::{Job, System};

/// What runs a report every month: this program, with the options that were typed.
///
/// # Errors
/// An option of one report alone, a line break in one (exit 2); the system does not tell where the program lies (exit 1).
pub fn job(options: &Options, configuration: &Configuration, workspace: &Path) -> Result<Job, Failure> {
    let of_one = [("--as-of", options.as_of.is_some()), ("--update", options.update.is_some())];
    if let Some((option, _)) = of_one.into_iter().find(|(_, given)| *given) {
        return Err(usage(
            format!("{option} 只用于某一次报告，每月的任务不能带"),
            format!("{option} is about one report; a task of every month cannot have it"),
        )
        .hint(format!("去掉 {option}"), format!("leave {option} out")));
    }
    let program = std::env::current_exe().map_err(Failure::unexpected)?;
    let workspace = std::path::absolute(workspace).map_err(Failure::unexpected)?;
    let path = |path: &PathBuf| workspace.join(path).display().to_string();
    let mut typed = Vec::new();
    let mut add = |option: &str, value: Option<String>| {
        typed.extend(value.into_iter().flat_map(|value| [option.to_owned(), value]));
    };
    add("--config", options.config.as_ref().map(path));
    options.input.iter().for_each(|input| add("--input", Some(path(input))));
    add("--facts", options.facts.as_ref().map(path));
    add("--output", options.output.as_ref().map(path));
    add("--template", options.template.as_ref().map(path));
    add("--dealer", options.dealer.clone());
    add("--format", (!options.format.is_empty()).then(|| options.format.join(",")));
    add("--audience", options.audience.clone());
    add("--lang", options.lang.clone());
    add("--log-format", options.log_format.clone());
    let flags = [(options.each_dealer, "--each-dealer"), (options.strict, "--strict"), (options.force, "--force")];
    typed.extend(flags.into_iter().filter(|(given, _)| *given).map(|(_, flag)| flag.to_owned()));
    if let Some(word) = typed.iter().find(|word| word.contains(char::is_control)) {
        return Err(usage(
            format!("选项中有换行一类的字符，写不进计划任务：{}", shown(word)),
            format!("an option has a line break or the like, which no task can have: {}", shown(word)),
        ));
    }
    let month_start_day = configuration.report.month_start_day.unwrap_or(1);
    Ok(Job { program, options: typed, month_start_day, workspace })
}

/// The engine of a name.
///
/// # Errors
/// Not one of the known names (exit 2).
pub fn dialect(word: &str) -> Result<Dialect, Failure> {
    vocabulary::dialect(word).map_err(|wrong| refuse("--dialect", wrong))
}

/// Whether statements begin at the tables, and not at the facts.
///
/// # Errors
/// Not one of the known names (exit 2).
pub fn from_tables(word: &str) -> Result<bool, Failure> {
    vocabulary::from_tables(word).map_err(|wrong| refuse("--from", wrong))
}

/// The system of a name.
///
/// # Errors
/// Not one of the known names (exit 2).
pub fn system(word: &str) -> Result<System, Failure> {
    vocabulary::system(word).map_err(|wrong| refuse("--print", wrong))
}
