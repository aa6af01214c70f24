//! What a run did when, for its file in `output/logs/`: steps, counts of rows, counts of findings, the end. Nothing that stands
//! in a cell, and no sentence that may hold it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Local};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::real_path::lies_in;
use crate::cli::Command;
use crate::publish::log::{LogFile, tidy};
use crate::resolve;
use crate::run::asked::Asked;
use crate::run::events::Event;
use crate::run::outcome::Outcome;

/// Months for which logs are kept unless the configuration says otherwise.
const DEFAULT_MONTHS: u32 = 12;

/// The log of one run.
pub struct Journal {
    clock: fn() -> DateTime<Local>,
    output: PathBuf,
    lang: Lang,
    name: String,
    months: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Lines from before there is a file: a run that is refused in a new workspace leaves none.
    waiting: Vec<String>,
    file: Option<LogFile>,
    /// Findings so far by code.
    findings: BTreeMap<&'static str, usize>,
}

impl Journal {
    /// Begins the log of a run; none for commands that make no report, or where the configuration wants none.
    pub fn begin(asked: &Asked, clock: fn() -> DateTime<Local>) -> Option<Self> {
        let command = match asked.cli.command {
            Command::Monthly { .. } => "monthly",
            Command::Quarterly { .. } => "quarterly",
            Command::Annual { .. } => "annual",
            _ => return None,
        };
        let months = asked.configuration.report.log_months.unwrap_or(DEFAULT_MONTHS);
        let output = resolve::output(&asked.cli.options, &asked.configuration, &asked.workspace);
        // Such a run is refused, and leaves nothing in the input.
        let inputs = resolve::inputs(&asked.cli.options, &asked.configuration, &asked.workspace);
        if months == 0 || lies_in(&output, &inputs).is_some() {
            return None;
        }
        let now = clock();
        let journal = Self {
            clock,
            output,
            lang: asked.lang,
            name: format!("{}_{command}", now.format("%Y-%m-%d_%H-%M-%S")),
            months,
            state: Mutex::default(),
        };
        journal.add(&format!("csr-report {} {command} {}", env!("CARGO_PKG_VERSION"), now.format("%Y-%m-%d %:z")));
        Some(journal)
    }

    /// Notes an event.
    pub fn heed(&self, event: &Event) {
        if let Event::Finding(finding) = event {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            *state.findings.entry(finding.code).or_default() += finding.count;
        }
        if let Some(line) = event.logged(self.lang) {
            self.write(&line, matches!(event, Event::Report(..)));
        }
    }

    /// Notes how the run ended.
    pub fn end(&self, result: &Result<Outcome, Failure>) {
        let findings = std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).findings);
        for (code, count) in findings {
            self.add(&format!("{} {code}: {count}", self.lang.pick("错误", "errors")));
        }
        let exit = result.as_ref().map_or_else(|failure| failure.exit, |outcome| outcome.exit);
        self.add(&format!("{} {}: {}", self.lang.pick("退出码", "exit"), exit.code(), meaning(exit).get(self.lang)));
        if self.state.lock().unwrap_or_else(PoisonError::into_inner).file.is_some() {
            tidy(&self.output, (self.clock)().date_naive(), self.months);
        }
    }

    fn add(&self, line: &str) {
        self.write(line, false);
    }

    /// Writes a line, once there is an output folder. A log that cannot be written is no reason to stop.
    fn write(&self, line: &str, published: bool) {
        let line = format!("{} {line}", (self.clock)().format("%H:%M:%S%.3f"));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.push(line);
        if state.file.is_none() && (published || self.output.is_dir()) {
            state.file = LogFile::begin(&self.output, &self.name).ok();
        }
        let State { waiting, file, .. } = &mut *state;
        if let Some(file) = file {
            waiting.drain(..).for_each(|line| drop(file.add(&line)));
        }
    }
}

/// What a code means; the reason itself may name what stands in a cell, and is told on standard error alone.
fn meaning(exit: Exit) -> Words {
    let (chinese, en) = match exit {
        Exit::Done => ("完成", "done"),
        Exit::Failed => ("出错，原因见标准错误输出", "failed, standard error says why"),
        Exit::Usage => ("命令行或配置有误，见标准错误输出", "command line or configuration, standard error says which"),
        Exit::Input => (
            "缺少输入、读不了或没有数据，见标准错误输出",
            "input missing, unreadable or without data, standard error says which",
        ),
        Exit::Refused => ("数据被拒绝，见标准错误输出", "the data was refused, standard error says why"),
        Exit::Output => ("报告写不出去，见标准错误输出", "the report could not be written, standard error says why"),
    };
    Words { chinese: chinese.to_owned(), en: en.to_owned() }
}
