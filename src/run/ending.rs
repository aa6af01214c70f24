//! What follows a run about a report: the hook of its outcome.

use std::path::PathBuf;
use std::time::Duration;

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::publish::folder_of_store;
use crate::render::json;
use crate::report::door::Door;
use crate::resolve;
use crate::run::asked::Asked;
use crate::run::events::{Event, Listener};
use crate::run::hooks;
use crate::run::outcome::Outcome;
use crate::settings::{Format, Settings};

/// A hook is ended after so many seconds unless the configuration says otherwise.
const DEFAULT_TIMEOUT: u64 = 60;

/// Runs the hook of an outcome. Its own failure is told and changes nothing.
pub fn ended(asked: &Asked, result: &Result<Outcome, Failure>, tell: Listener<'_>) {
    if !asked.cli.command.is_report() {
        return;
    }
    let own = &asked.configuration.hooks;
    let (name, command) = match result {
        Ok(_) => ("on_success", &own.on_success),
        Err(_) => ("on_failure", &own.on_failure),
    };
    let settings = settings(asked);
    // The new report may lie beside the old one, which stayed open elsewhere: only the run knows where.
    let published = result.as_ref().ok().and_then(|outcome| outcome.published.clone());
    let report = settings.as_ref().map(|settings| report_of(settings, published));
    let (exit, message) = match result {
        Ok(outcome) => (outcome.exit, String::new()),
        Err(failure) => (failure.exit, door(asked).failure(failure).text(asked.lang)),
    };
    let period = settings.map(|settings| settings.period.label()).unwrap_or_default();
    let told = told(exit, period, message);
    let limit = Duration::from_secs(own.timeout_seconds.unwrap_or(DEFAULT_TIMEOUT));
    if let Err(why) = hooks::run(command, &asked.configuration.folder, report.as_deref(), &told, limit) {
        tell(Event::Hook(Words {
            chinese: format!("hooks.{name} 失败（报告不受影响）：{}", why.chinese),
            en: format!("hooks.{name} failed (the report is not touched by it): {}", why.en),
        }));
    }
}

fn door(asked: &Asked) -> Door {
    Door::new(resolve::privacy(&asked.cli.options, &asked.configuration).unwrap_or_default())
}

fn told(exit: Exit, period: String, message: String) -> [(&'static str, String); 3] {
    [("CSR_REPORT_EXIT", exit.code().to_string()), ("CSR_REPORT_PERIOD", period), ("CSR_REPORT_MESSAGE", message)]
}

/// What the run was about, where that could be understood.
fn settings(asked: &Asked) -> Option<Settings> {
    let Asked { cli, configuration, workspace, today, .. } = asked;
    resolve::settings(&cli.command, &cli.options, configuration, workspace.clone(), *today).ok()
}

/// The whole path of report.json, of the folder where it is not among the formats.
fn report_of(settings: &Settings, published: Option<PathBuf>) -> PathBuf {
    let folder = published.unwrap_or_else(|| {
        let store = settings.stores.one.as_ref().map(|store| folder_of_store(&settings.output, store));
        store.unwrap_or_else(|| settings.output.clone()).join(settings.period.label())
    });
    let path = if settings.formats.contains(&Format::Json) { folder.join(json::FILE) } else { folder };
    std::path::absolute(&path).unwrap_or(path)
}
