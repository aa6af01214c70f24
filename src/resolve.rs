//! Options and configuration, resolved once: the command line wins, then the file, then the default.

mod job;
mod paths;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::base::declaration::Wrong;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::period::{Calendar, Period, PeriodKind};
use crate::base::table_id::TableId;
use crate::base::text::shown;
use crate::cli::{Command, Options};
use crate::configuration::vocabulary::{self, LogFormat};
use crate::configuration::{Configuration, FILE_NAME};
use crate::settings::{
    Counting, Format, Held, Layout, PhonePrivacy, Presence, Privacy, RejectedLimits, Settings, StoreBy, Stores,
};

pub use job::{dialect, from_tables, job, system};
use paths::{facts, marked_copy, template};
pub use paths::{inputs, output};

/// Hours to close a complaint where neither level nor `default` is configured (contract, section 3).
const DEFAULT_COMPLAINT_HOURS: f64 = 72.0;
/// Periods of a trend (contract, section 4).
const DEFAULT_TREND: usize = 12;
/// Below this n a rate is a small sample (contract, section 4).
const DEFAULT_SMALL_SAMPLE: u64 = 10;

/// Seconds to wait for a file that another program has open.
const DEFAULT_HELD_SECONDS: u64 = 5;

/// How the program talks, for every command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Language of messages.
    pub lang: Lang,
    /// Errors only.
    pub quiet: bool,
    /// Form of messages.
    pub log_format: LogFormat,
}

/// The workspace folder.
///
/// # Errors
/// The folder of `-C` is not there (exit 2).
pub fn workspace(options: &Options) -> Result<PathBuf, Failure> {
    let folder = options.workspace.clone().unwrap_or_else(|| PathBuf::from("."));
    if folder.is_dir() {
        return Ok(folder);
    }
    let name = shown(folder);
    Err(usage(format!("找不到工作区文件夹 {name}"), format!("there is no workspace folder {name}")).hint(
        "检查 -C 后面的路径，或用 csr-report init 新建",
        "check the path after -C, or make one with csr-report init",
    ))
}

/// The configuration of the workspace.
///
/// # Errors
/// A file that cannot be read or understood (exit 2).
pub fn configuration(options: &Options, workspace: &Path) -> Result<Configuration, Failure> {
    Configuration::load(&file(options, workspace), options.config.is_some(), workspace)
}

/// The language in which a fault of the configuration is told.
pub fn language(options: &Options, workspace: &Path) -> Option<Lang> {
    let typed = options.lang.as_deref().and_then(|word| vocabulary::lang(word).ok());
    typed.or_else(|| Configuration::language(&file(options, workspace)))
}

fn file(options: &Options, workspace: &Path) -> PathBuf {
    workspace.join(options.config.as_deref().unwrap_or(Path::new(FILE_NAME)))
}

/// How to talk to the user.
///
/// # Errors
/// An unknown language or form (exit 2).
pub fn terminal(options: &Options, configuration: &Configuration) -> Result<Terminal, Failure> {
    let lang = typed("--lang", options.lang.as_deref(), vocabulary::lang)?;
    let log_format = typed("--log-format", options.log_format.as_deref(), vocabulary::log_format)?;
    let report = &configuration.report;
    Ok(Terminal {
        lang: lang.or(report.lang).unwrap_or_default(),
        quiet: options.quiet || report.quiet.unwrap_or(false),
        log_format: log_format.or(report.log_format).unwrap_or_default(),
    })
}

/// Whether `check` was asked for machine-readable findings.
///
/// # Errors
/// Another format than json (exit 2).
pub fn check_as_json(options: &Options) -> Result<bool, Failure> {
    match options.format.iter().find(|word| *word != "json") {
        Some(word) => Err(usage(
            format!("check 的 --format 只能是 json，写的是“{word}”"),
            format!("--format of check can only be json; it is {word:?}"),
        )),
        None => Ok(!options.format.is_empty()),
    }
}

/// Everything that a report or a check needs to know. `today` is the local date, for `last`.
///
/// # Errors
/// An option or a value that cannot be used (exit 2).
pub fn settings(
    command: &Command,
    options: &Options,
    configuration: &Configuration,
    workspace: PathBuf,
    today: NaiveDate,
) -> Result<Settings, Failure> {
    let report = &configuration.report;
    let calendar = Calendar { month_start_day: report.month_start_day.unwrap_or(1) };
    let period = period(command, configuration, calendar, today)?;
    let as_of = as_of(options, configuration, &period, today)?;
    let checking = matches!(command, Command::Check { .. });
    let facts = facts(command, options, configuration, &workspace)?;
    Ok(Settings {
        inputs: facts.clone().map_or_else(|| inputs(options, configuration, &workspace), |facts| vec![facts]),
        output: output(options, configuration, &workspace),
        marked_copy: if checking { marked_copy(command, configuration, &workspace) } else { None },
        handout: handout(command, options, configuration, &workspace)?,
        template: template(options, configuration, &workspace),
        update: if checking { None } else { update(options, configuration, &workspace)? },
        formats: if checking { BTreeSet::new() } else { formats(options, configuration)? },
        lang: terminal(options, configuration)?.lang,
        as_of,
        complete: as_of >= period.end && today > period.end,
        strict: options.strict || report.strict.unwrap_or(false),
        // The deck that somebody edited may be the one in the output.
        force: (options.force || report.force.unwrap_or(false)) && options.update.is_none(),
        held: Held {
            seconds: report.held_seconds.unwrap_or(DEFAULT_HELD_SECONDS),
            numbered: report.held_numbered.unwrap_or(false),
        },
        period,
        calendar,
        limits: configuration.limits,
        reading: configuration.reading.clone(),
        counting: counting(configuration),
        layout: Layout {
            dealer: configuration.dealer.clone().unwrap_or_default(),
            privacy: privacy(options, configuration)?,
        },
        stores: stores(options, configuration, facts.is_some(), checking)?,
        facts,
        required_tables: required_tables(configuration),
        rejected: RejectedLimits {
            warn: configuration.warn_rejected_percent,
            most: configuration.max_rejected_percent,
        },
        policies: configuration.policies.clone(),
        today,
        workspace,
    })
}

/// What of customers is shown. A meeting is shown nothing that tells who one is.
///
/// # Errors
/// An unknown audience (exit 2).
pub fn privacy(options: &Options, configuration: &Configuration) -> Result<Privacy, Failure> {
    let meeting = typed("--audience", options.audience.as_deref(), vocabulary::audience)?;
    if meeting.or(configuration.report.meeting).unwrap_or(false) {
        return Ok(Privacy { phone: PhonePrivacy::None, personal: PhonePrivacy::None, meeting: true });
    }
    let personal = configuration.customers.unwrap_or(PhonePrivacy::Full);
    Ok(Privacy { phone: configuration.phone, personal, meeting: false })
}

/// A table of an earlier run is as good as one that is there.
fn required_tables(configuration: &Configuration) -> Vec<TableId> {
    let needed = configuration.policies.iter().filter(|(_, policy)| policy.presence != Presence::Optional);
    configuration.required_tables.iter().chain(needed.map(|(table, _)| table)).copied().collect()
}

/// The folder for the workbooks of each person.
///
/// # Errors
/// What is made for a meeting has no lists of customers (exit 2).
fn handout(
    command: &Command,
    options: &Options,
    configuration: &Configuration,
    workspace: &Path,
) -> Result<Option<PathBuf>, Failure> {
    let (typed, configured) = paths::handout(command, configuration, workspace);
    match (privacy(options, configuration)?.meeting, typed) {
        (false, typed) => Ok(typed.or(configured)),
        // A configuration for both kinds of runs makes none of a meeting's.
        (true, None) if configured.is_none() || options.audience.is_some() => Ok(None),
        (true, None) => Err(usage(
            "[report] handout 写的是客户明细，[report] audience = \"meeting\" 的报告里没有".to_owned(),
            "[report] handout writes lists of customers, and a report with [report] audience = \"meeting\" has none"
                .to_owned(),
        )
        .hint("去掉其中一个，或在命令行写 --audience", "leave one of them out, or say --audience on the command line")),
        (true, Some(_)) => Err(usage(
            "--handout 写的是客户明细，--audience meeting 的报告里没有".to_owned(),
            "--handout writes lists of customers, and a report for a meeting (--audience meeting) has none".to_owned(),
        )
        .hint("分两次运行", "run once for each")),
    }
}

/// The deck that is brought to the period of the report.
///
/// # Errors
/// No deck is made, or more than one; it is for a meeting, and slides that stay may name customers (exit 2).
fn update(options: &Options, configuration: &Configuration, workspace: &Path) -> Result<Option<PathBuf>, Failure> {
    let Some(path) = &options.update else { return Ok(None) };
    if options.each_dealer {
        return Err(usage(
            "--update 只更新一份演示文稿，不能与 --each-dealer 同用".to_owned(),
            "--update is about one deck; it does not go with --each-dealer".to_owned(),
        )
        .hint("用 --dealer 指定一家店", "name one store with --dealer"));
    }
    if privacy(options, configuration)?.meeting {
        return Err(usage(
            "--update 保留原来演示文稿中的页，其中可能有客户信息，不能用于 --audience meeting 的报告".to_owned(),
            "--update keeps slides of the deck, which may name customers; a report for a meeting (--audience meeting) must not"
                .to_owned(),
        )
        .hint(
            "去掉 --update 重新生成演示文稿，或用 --audience manager",
            "leave --update out to make the deck anew, or take --audience manager",
        ));
    }
    if !formats(options, configuration)?.contains(&Format::Pptx) {
        return Err(usage(
            "--update 需要生成演示文稿，而输出格式里没有 pptx".to_owned(),
            "--update makes a deck, and pptx is not among the formats".to_owned(),
        )
        .hint("在 --format 或配置的 formats 中加上 pptx", "add pptx to --format, or to formats in the configuration"));
    }
    Ok(Some(workspace.join(path)))
}

/// Which stores a report or a check is about.
fn stores(options: &Options, configuration: &Configuration, counts: bool, checking: bool) -> Result<Stores, Failure> {
    // The file itself says whose its rows are.
    let named = counts && (options.dealer.is_some() || options.each_dealer);
    let Some(by) = configuration.stores_by.or(named.then_some(StoreBy::Column)) else {
        if options.dealer.is_none() && !options.each_dealer {
            return Ok(Stores::default());
        }
        return Err(usage(
            "--dealer 和 --each-dealer 用于有多家店的工作区，而配置里没有 [dealers]".to_owned(),
            "--dealer and --each-dealer are for a workspace of several stores; the configuration has no [dealers]"
                .to_owned(),
        )
        .hint(
            "在 csr-report.toml 中写 [dealers]，下一行 by = \"folder\"，每家店的文件各放一个文件夹",
            "write [dealers] and below it by = \"folder\" in csr-report.toml, the files of each store in a folder",
        ));
    };
    if checking && options.each_dealer {
        return Err(usage(
            "check 检查所有的店，或用 --dealer 指定的一家".to_owned(),
            "check is about all stores, or about the one that --dealer names".to_owned(),
        )
        .hint("去掉 --each-dealer", "leave --each-dealer out"));
    }
    Ok(Stores { by: Some(by), one: options.dealer.clone(), each: options.each_dealer })
}

fn formats(options: &Options, configuration: &Configuration) -> Result<BTreeSet<Format>, Failure> {
    if options.format.is_empty() {
        return Ok(configuration.report.formats.clone().unwrap_or_else(|| Format::ALL.into()));
    }
    let read = |word: &String| vocabulary::format(word.trim()).map_err(|wrong| refuse("--format", wrong));
    options.format.iter().map(read).collect()
}

fn counting(configuration: &Configuration) -> Counting {
    let report = &configuration.report;
    let mut complaint_hours = configuration.complaint_hours.clone();
    complaint_hours.by_level.entry("default".to_owned()).or_insert(DEFAULT_COMPLAINT_HOURS);
    Counting {
        trend: report.trend.unwrap_or(DEFAULT_TREND),
        small_sample: report.small_sample.unwrap_or(DEFAULT_SMALL_SAMPLE),
        station: report.station.unwrap_or_default(),
        complaint_hours,
        choices: configuration.choices(),
    }
}

/// The period that command and configuration name; without a name the last full one.
fn period(
    command: &Command,
    configuration: &Configuration,
    calendar: Calendar,
    today: NaiveDate,
) -> Result<Period, Failure> {
    let (kind, label) = match command {
        Command::Quarterly { quarter, .. } => (PeriodKind::Quarter, quarter),
        Command::Annual { year, .. } => (PeriodKind::Year, year),
        Command::Monthly { month, .. } => (PeriodKind::Month, month),
        Command::Check { period, .. } | Command::Open { period } | Command::Export { period, .. } => {
            match (&period.quarter, &period.year) {
                (Some(_), _) => (PeriodKind::Quarter, &period.quarter),
                (None, Some(_)) => (PeriodKind::Year, &period.year),
                (None, None) => (PeriodKind::Month, &period.month),
            }
        }
        // Commands that are about no period.
        _ => (PeriodKind::Month, &None),
    };
    let report = &configuration.report;
    let (option, configured, example) = match kind {
        PeriodKind::Month => ("--month", &report.month, "2013-09"),
        PeriodKind::Quarter => ("--quarter", &report.quarter, "2013-Q3"),
        PeriodKind::Year => ("--year", &report.year, "2013"),
    };
    match label.as_deref().or(configured.as_deref()) {
        None | Some("last") => Ok(calendar.last_full(kind, today)),
        Some(label) => calendar.parse(kind, label).ok_or_else(|| {
            usage(format!("{option} 不能是“{label}”"), format!("{option} cannot be {label:?}")).hint(
                format!("写成 {example} 这样，或 last（上一个完整的报告期）"),
                format!("write it like {example}, or last (the last full one)"),
            )
        }),
    }
}

/// The day that was named; without one the last day of the period, or today where the period is not over.
fn as_of(
    options: &Options,
    configuration: &Configuration,
    period: &Period,
    today: NaiveDate,
) -> Result<NaiveDate, Failure> {
    let typed = typed("--as-of", options.as_of.as_deref(), vocabulary::day)?;
    let named = typed.or(configuration.report.as_of);
    if named.is_none() && today < period.start {
        return Err(usage(
            format!("报告期 {period} 还没有开始（今天是 {today}）"),
            format!("{period} has not begun (today is {today})"),
        )
        .hint("检查电脑的日期，或换一个报告期", "check the date of the computer, or choose another period"));
    }
    let day = named.unwrap_or(today.min(period.end));
    if day < period.start {
        let start = period.start;
        return Err(usage(
            format!("截止日 {day} 早于报告期 {period} 的第一天 {start}"),
            format!("as-of {day} lies before {start}, the first day of {period}"),
        )
        .hint("换一个截止日，或换一个报告期", "choose another day or another period"));
    }
    Ok(day)
}

fn typed<T>(
    option: &str,
    word: Option<&str>,
    meaning: impl Fn(&str) -> Result<T, Wrong>,
) -> Result<Option<T>, Failure> {
    word.map(|word| meaning(word).map_err(|wrong| refuse(option, wrong))).transpose()
}

fn refuse(option: &str, wrong: Wrong) -> Failure {
    let (chinese, english) = (&wrong.message.chinese, &wrong.message.en);
    let failure = usage(format!("{option} {chinese}"), format!("{option} {english}"));
    Failure { hint: wrong.hint, ..failure }
}

fn usage(chinese: String, english: String) -> Failure {
    Failure::new(Exit::Usage, chinese, english)
}

#[cfg(test)]
mod tests;
