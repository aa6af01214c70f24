//! Options and configuration, resolved once: the command line wins, then the file, then the default.

mod job;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::base::declaration::Wrong;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::period::{Calendar, Period, PeriodKind};
use crate::base::text::shown;
use crate::cli::{Command, Options};
use crate::configuration::vocabulary::{self, LogFormat};
use crate::configuration::{Configuration, FILE_NAME};
use crate::settings::{Counting, Format, Layout, Settings, Stores};

pub use job::{job, system};

/// Hours to close a complaint where neither level nor `default` is configured (contract, section 3).
const DEFAULT_COMPLAINT_HOURS: f64 = 72.0;
/// Periods of a trend (contract, section 4).
const DEFAULT_TREND: usize = 12;
/// Below this n a rate is a small sample (contract, section 4).
const DEFAULT_SMALL_SAMPLE: u64 = 10;

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
    Ok(Settings {
        inputs: inputs(options, configuration, &workspace),
        output: output(options, configuration, &workspace),
        marked_copy: if checking { marked_copy(command, configuration, &workspace) } else { None },
        handout: handout(command, configuration, &workspace),
        formats: if checking { BTreeSet::new() } else { formats(options, configuration)? },
        lang: terminal(options, configuration)?.lang,
        as_of,
        complete: as_of >= period.end && today > period.end,
        strict: options.strict || report.strict.unwrap_or(false),
        force: options.force || report.force.unwrap_or(false),
        period,
        calendar,
        limits: configuration.limits,
        reading: configuration.reading.clone(),
        counting: counting(configuration),
        layout: Layout { dealer: configuration.dealer.clone().unwrap_or_default(), phone: configuration.phone },
        stores: stores(options, configuration, checking)?,
        required_tables: configuration.required_tables.clone(),
        max_rejected_percent: configuration.max_rejected_percent,
        workspace,
    })
}

fn inputs(options: &Options, configuration: &Configuration, workspace: &Path) -> Vec<PathBuf> {
    if !options.input.is_empty() {
        return options.input.iter().map(|path| workspace.join(path)).collect();
    }
    if !configuration.report.input.is_empty() {
        return configuration.report.input.iter().map(|path| configuration.folder.join(path)).collect();
    }
    vec![workspace.join("input")]
}

/// The folder of the reports.
pub fn output(options: &Options, configuration: &Configuration, workspace: &Path) -> PathBuf {
    match (&options.output, &configuration.report.output) {
        (Some(path), _) => workspace.join(path),
        (None, Some(path)) => configuration.folder.join(path),
        (None, None) => workspace.join("output"),
    }
}

fn marked_copy(command: &Command, configuration: &Configuration, workspace: &Path) -> Option<PathBuf> {
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

fn handout(command: &Command, configuration: &Configuration, workspace: &Path) -> Option<PathBuf> {
    let typed = match command {
        Command::Monthly { handout, .. } | Command::Quarterly { handout, .. } | Command::Annual { handout, .. } => {
            handout
        }
        _ => return None,
    };
    let configured = configuration.report.handout.as_ref().map(|path| configuration.folder.join(path));
    typed.as_ref().map(|path| workspace.join(path)).or(configured)
}

/// Which stores a report or a check is about.
fn stores(options: &Options, configuration: &Configuration, checking: bool) -> Result<Stores, Failure> {
    let Some(by) = configuration.stores_by else {
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
        Command::Check { quarter: quarter @ Some(_), .. } | Command::Open { quarter: quarter @ Some(_), .. } => {
            (PeriodKind::Quarter, quarter)
        }
        Command::Check { year: year @ Some(_), .. } | Command::Open { year: year @ Some(_), .. } => {
            (PeriodKind::Year, year)
        }
        Command::Check { month, .. } | Command::Open { month, .. } | Command::Monthly { month, .. } => {
            (PeriodKind::Month, month)
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

/// The day that was named; without one the last day of the period, or today where the period is not over. Of a period that
/// has not begun nothing is known.
fn as_of(
    options: &Options,
    configuration: &Configuration,
    period: &Period,
    today: NaiveDate,
) -> Result<NaiveDate, Failure> {
    let typed = typed("--as-of", options.as_of.as_deref(), vocabulary::day)?;
    let day = typed.or(configuration.report.as_of).unwrap_or(today.clamp(period.start, period.end));
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
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    fn resolve(command: Command, options: &Options, file: &str) -> Result<Settings, Failure> {
        let configuration = Configuration::parse(FILE_NAME, file).expect(file);
        settings(&command, options, &configuration, PathBuf::from("shop"), day("2013-10-03"))
    }

    fn monthly() -> Command {
        Command::Monthly { month: None, handout: None }
    }

    #[test]
    fn without_a_word_everything_takes_its_default() {
        let settings = resolve(monthly(), &Options::default(), "").expect("defaults");
        assert_eq!(settings.period.label(), "2013-09");
        assert_eq!(settings.as_of, day("2013-09-30"));
        assert_eq!(settings.inputs, [PathBuf::from("shop/input")]);
        assert_eq!(settings.output, PathBuf::from("shop/output"));
        assert_eq!(settings.formats.len(), Format::ALL.len());
        assert_eq!(settings.counting.complaint_hours.by_level["default"], 72.0);
        assert!(!settings.strict);
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let file =
            "[report]\nlang = \"en\"\noutput = \"a\"\nformats = [\"png\"]\nmonth = \"2012-05\"\nas_of = 2012-06-01";
        let from_file = resolve(monthly(), &Options::default(), file).expect("a file");
        assert_eq!((from_file.lang, from_file.period.label().as_str()), (Lang::English, "2012-05"));
        assert_eq!(from_file.as_of, day("2012-06-01"));
        assert_eq!(from_file.formats, BTreeSet::from([Format::Png]));
        let options = Options {
            lang: Some("zh-CN".into()),
            output: Some("b".into()),
            format: vec!["json".into()],
            as_of: Some("2013-09-10".into()),
            ..Options::default()
        };
        let typed = resolve(Command::Monthly { month: Some("2013-09".into()), handout: None }, &options, file)
            .expect("options");
        assert_eq!((typed.lang, typed.period.label().as_str()), (Lang::Chinese, "2013-09"));
        assert_eq!((typed.output, typed.as_of), (PathBuf::from("shop/b"), day("2013-09-10")));
        assert_eq!(typed.formats, BTreeSet::from([Format::Json]));
    }

    #[test]
    fn last_is_the_last_full_period_of_the_dealers_calendar() {
        let label = |command, file: &str| resolve(command, &Options::default(), file).expect(file).period.label();
        assert_eq!(label(Command::Quarterly { quarter: Some("last".into()), handout: None }, ""), "2013-Q3");
        assert_eq!(label(Command::Annual { year: None, handout: None }, ""), "2012");
        assert_eq!(label(monthly(), "[report]\nmonth_start_day = 5"), "2013-09");
        assert_eq!(label(monthly(), "[report]\nmonth_start_day = 2"), "2013-10");
    }

    #[test]
    fn a_period_that_is_not_over_is_seen_from_today() {
        let of = |month: &str, as_of: Option<&str>| {
            let options = Options { as_of: as_of.map(str::to_owned), ..Options::default() };
            let settings =
                resolve(Command::Monthly { month: Some(month.into()), handout: None }, &options, "").expect(month);
            (settings.as_of, settings.complete)
        };
        // Today is 2013-10-03.
        assert_eq!(of("2013-10", None), (day("2013-10-03"), false));
        assert_eq!(of("2013-11", None), (day("2013-11-01"), false));
        assert_eq!(of("2013-09", None), (day("2013-09-30"), true));
        assert_eq!(of("2013-09", Some("2013-09-20")), (day("2013-09-20"), false));
        assert_eq!(of("2013-09", Some("2013-10-02")), (day("2013-10-02"), true));
        assert_eq!(of("2013-10", Some("2013-10-31")), (day("2013-10-31"), false));
        let quarter =
            resolve(Command::Quarterly { quarter: Some("2013-Q4".into()), handout: None }, &Options::default(), "");
        assert_eq!(quarter.expect("a quarter").as_of, day("2013-10-03"));
    }

    #[test]
    fn a_wrong_period_or_day_says_how_to_write_it() {
        let wrong = Command::Monthly { month: Some("2013-13".into()), handout: None };
        let failure = resolve(wrong, &Options::default(), "").expect_err("no month");
        assert!(failure.exit == Exit::Usage && failure.hint.en.contains("2013-09"));
        let early = Options { as_of: Some("2013-08-31".into()), ..Options::default() };
        let failure = resolve(monthly(), &early, "").expect_err("too early");
        assert!(failure.message.en.contains("2013-09-01"), "{failure}");
    }
}
