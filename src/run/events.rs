//! What a run tells while it works, for people in a line and for programs as an object (`--log-format json`).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::failure::Failure;
use crate::base::finding::{Code, Severity};
use crate::base::lang::{Lang, Words};
use crate::base::table_id::TableId;
use crate::publish::Kept;
use crate::render::pptx::update::{Change, What};
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::report::model::{FindingLine, PeriodInfo};
use crate::tables::model::{InputBlock, RowCounts};

/// What a run tells while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Files read so far, of how many.
    Reading {
        /// Files read.
        done: usize,
        /// Files in all.
        total: usize,
    },
    /// A step begins: its name and the sentence that says so.
    Step(&'static str, Words),
    /// The period, and the sentence that names it.
    Period(PeriodInfo, Words),
    /// What became of the rows of a file; for programs.
    File(FileBalance),
    /// Something that was set aside; for programs.
    Finding(Box<FindingLine>),
    /// A whole sheet or file that was set aside; for people.
    Refused(Box<FindingLine>),
    /// A file of the user that was kept under another name: its name, that name, and the sentence.
    Kept(String, String, Words),
    /// Something in an edited deck that was kept, and the sentence about it.
    Deck(Box<Change>, String),
    /// What a declaration comes to, where that may not be what was meant.
    Remark(Words),
    /// What a run that was ended has begun and what could not be mended.
    Unfinished(Words),
    /// The last report is open elsewhere and the new one lies beside it: the sentence that says where.
    Numbered(Words),
    /// Files of earlier runs that lie in the report's folder and were not made anew, and the sentence.
    Older(Vec<String>, Words),
    /// A hook failed: the sentence that says which and why.
    Hook(Words),
    /// The finished report: its folder and its files.
    Report(String, Vec<String>),
    /// The end of a check: errors, warnings, notes, and the exit code.
    Checked([usize; 3], u8),
}

/// The step after which the output changes.
pub const PUBLISHING: &str = "publishing";

/// Who is told.
pub type Listener<'a> = &'a (dyn Fn(Event) + Sync);

/// The balance of a file over all its sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileBalance {
    /// Relative path.
    file: String,
    /// The tables that its sheets hold.
    tables: BTreeSet<TableId>,
    /// What became of its rows.
    #[serde(flatten)]
    rows: RowCounts,
}

/// The balance of each file; one of which no sheet could be read has no rows.
pub fn balances<'a>(files: impl Iterator<Item = &'a str>, inputs: &[InputBlock]) -> Vec<FileBalance> {
    let balance = |file: &str| {
        let mut rows = RowCounts::default();
        let blocks = || inputs.iter().filter(|block| block.file == file);
        blocks().for_each(|block| rows += block.rows);
        FileBalance { file: file.to_owned(), tables: blocks().filter_map(|block| block.table).collect(), rows }
    };
    files.map(balance).collect()
}

/// Whether a finding sets aside a whole sheet or file.
pub fn is_refusal(line: &FindingLine) -> bool {
    let whole = line.cell.is_none() || line.code == Code::MissingHeading.name();
    line.severity == Severity::Error && whole
}

/// One line of the log. Every event has its own set of keys, the same on every line; what is not known is null.
#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    event: &'static str,
    level: &'static str,
    message: &'a str,
    #[serde(flatten)]
    rest: T,
}

#[derive(Serialize)]
struct FindingKeys<'a> {
    code: &'a str,
    table: Option<&'a str>,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<&'a str>,
    count: usize,
    field: Option<&'a str>,
    value: Option<&'a str>,
    hint: &'a str,
}

#[derive(Serialize)]
struct StepKeys {
    step: &'static str,
}

#[derive(Serialize)]
struct KeptKeys<'a> {
    file: &'a str,
    beside: &'a str,
}

#[derive(Serialize)]
struct OlderKeys<'a> {
    files: &'a [String],
}

#[derive(Serialize)]
struct DeckKeys<'a> {
    slide: Option<usize>,
    name: &'a str,
    shape: Option<&'a str>,
    what: What,
    instead_of: Option<&'a str>,
}

impl<'a> DeckKeys<'a> {
    fn of(change: &'a Change) -> Self {
        let Change { slide, name, shape, what, instead_of } = change;
        Self { slide: *slide, name, shape: shape.as_deref(), what: *what, instead_of: instead_of.as_deref() }
    }
}

#[derive(Serialize)]
struct ReportKeys<'a> {
    path: &'a str,
    files: &'a [String],
    exit: u8,
}

#[derive(Serialize)]
struct CheckKeys {
    errors: usize,
    warnings: usize,
    notes: usize,
    exit: u8,
}

#[derive(Serialize)]
struct FailureKeys<'a> {
    hint: &'a str,
    exit: u8,
}

impl Event {
    /// The event as it may leave the program; a finding is told as the report has it.
    pub fn through(self, door: &Door) -> Self {
        let own = |text: String| door.text(&text).into_owned();
        let words = |words: Words| Words { chinese: own(words.chinese), en: own(words.en) };
        match self {
            Self::File(balance) => Self::File(FileBalance { file: own(balance.file), ..balance }),
            Self::Kept(file, beside, told) => Self::Kept(own(file), own(beside), words(told)),
            Self::Remark(told) => Self::Remark(words(told)),
            Self::Unfinished(told) => Self::Unfinished(words(told)),
            Self::Step(step, told) => Self::Step(step, words(told)),
            Self::Hook(told) => Self::Hook(words(told)),
            Self::Numbered(told) => Self::Numbered(words(told)),
            Self::Older(files, told) => Self::Older(files.into_iter().map(own).collect(), words(told)),
            Self::Report(folder, files) => Self::Report(own(folder), files.into_iter().map(own).collect()),
            Self::Deck(change, told) => Self::Deck(change, own(told)),
            Self::Reading { .. } | Self::Period(..) | Self::Finding(_) | Self::Refused(_) | Self::Checked(..) => self,
        }
    }

    /// A file of the user was kept.
    pub fn kept(kept: &Kept) -> Self {
        Self::Kept(kept.name.clone(), kept.beside.clone(), kept.words())
    }

    /// Files of earlier runs stay; nothing where there are none.
    pub fn older(files: &[String]) -> Option<Self> {
        let first = files.first()?;
        let told = match files.len() {
            1 => Words {
                chinese: format!("{first} 是以前生成的，这次没有更新"),
                en: format!("{first} is of an earlier run and was not made anew"),
            },
            count => Words {
                chinese: format!("{first} 等 {count} 个文件是以前生成的，这次没有更新"),
                en: format!("{first} and {} more files are of earlier runs and were not made anew", count - 1),
            },
        };
        let told = Words {
            chinese: format!("{}：内容可能与这次的不同；用 --format 一起生成，或删除", told.chinese),
            en: format!("{}: they may say something else; ask for them with --format, or delete them", told.en),
        };
        Some(Self::Older(files.to_vec(), told))
    }

    /// Whether it is worth a line even where only errors are asked for.
    pub fn is_error(&self) -> bool {
        use Event::{Deck, Finding, Hook, Kept, Numbered, Older, Refused, Unfinished};
        matches!(
            self,
            Finding(_) | Refused(_) | Kept(..) | Deck(..) | Unfinished(_) | Hook(_) | Numbered(_) | Older(..)
        )
    }

    /// The line for people; nothing where they read it elsewhere.
    pub fn text(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Step(_, words)
            | Self::Period(_, words)
            | Self::Kept(_, _, words)
            | Self::Remark(words)
            | Self::Unfinished(words)
            | Self::Numbered(words)
            | Self::Older(_, words)
            | Self::Hook(words) => Some(words.get(lang).to_owned()),
            Self::Deck(_, told) => Some(told.clone()),
            Self::Refused(line) => {
                let place = finding_lines::place(line, lang);
                Some(lang.labelled(lang.pick("错误", "error"), &lang.labelled(&place, &line.message)))
            }
            Self::Reading { .. } | Self::File(_) | Self::Finding(_) | Self::Report(..) | Self::Checked(..) => None,
        }
    }

    /// The line for the log of a run: nothing that stands in a cell.
    pub fn logged(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Step(_, words) | Self::Hook(words) | Self::Numbered(words) | Self::Older(_, words) => {
                Some(words.get(lang).to_owned())
            }
            Self::Period(_, words) => Some(words.get(lang).to_owned()),
            Self::File(FileBalance { file, tables, rows }) => {
                let tables = tables.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let RowCounts { read, used, duplicate, void, rejected, .. } = rows;
                Some(format!(
                    "{file} [{tables}] read {read} used {used} duplicate {duplicate} void {void} rejected {rejected}"
                ))
            }
            Self::Report(path, files) => {
                let count = files.len();
                Some(match lang {
                    Lang::Chinese => format!("报告已写入：{path}（{count} 个文件）"),
                    Lang::English => format!("report written: {path} ({count} files)"),
                })
            }
            _ => None,
        }
    }

    /// The line for programs; nothing where another line says it.
    pub fn json(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Reading { .. } | Self::Refused(_) => None,
            Self::Step(step, words) => line("step", "info", words.get(lang), StepKeys { step }),
            Self::Numbered(words) => line("numbered", "warning", words.get(lang), ()),
            Self::Older(files, words) => line("older", "warning", words.get(lang), OlderKeys { files }),
            Self::Hook(words) => line("hook", "warning", words.get(lang), ()),
            Self::Period(period, words) => line("period", "info", words.get(lang), period),
            Self::File(balance) => {
                let FileBalance { file, rows, .. } = balance;
                let message = match lang {
                    Lang::Chinese => format!("{file}：读取 {} 行，使用 {} 行", rows.read, rows.used),
                    Lang::English => format!("{file}: {} rows read, {} used", rows.read, rows.used),
                };
                line("file", "info", &message, balance)
            }
            Self::Finding(finding) => line("finding", "error", &finding.message, finding_keys(finding)),
            Self::Kept(file, beside, words) => line("kept", "warning", words.get(lang), KeptKeys { file, beside }),
            Self::Deck(change, told) => line("deck", "warning", told, DeckKeys::of(change)),
            Self::Remark(words) => line("remark", "warning", words.get(lang), ()),
            Self::Unfinished(words) => line("unfinished", "error", words.get(lang), ()),
            Self::Report(path, files) => {
                let message = format!("{}{path}", lang.pick("报告已写入：", "report written: "));
                line("report", "info", &message, ReportKeys { path, files, exit: 0 })
            }
            Self::Checked([errors, warnings, notes], exit) => {
                let message = match lang {
                    Lang::Chinese => format!("检查完毕：错误 {errors}，警告 {warnings}，提示 {notes}"),
                    Lang::English => format!("checked: errors {errors}, warnings {warnings}, notes {notes}"),
                };
                let (errors, warnings, notes, exit) = (*errors, *warnings, *notes, *exit);
                line("check", "info", &message, CheckKeys { errors, warnings, notes, exit })
            }
        }
    }
}

fn finding_keys(finding: &FindingLine) -> FindingKeys<'_> {
    FindingKeys {
        code: finding.code,
        table: finding.table.as_deref(),
        file: &finding.file,
        sheet: finding.sheet.as_deref(),
        cell: finding.cell.as_deref(),
        count: finding.count,
        field: finding.field.as_deref(),
        value: finding.value.as_deref(),
        hint: &finding.hint,
    }
}

/// The line of a failure for programs.
pub fn failure_json(failure: &Failure, lang: Lang) -> Option<String> {
    let keys = FailureKeys { hint: failure.hint.get(lang), exit: failure.exit.code() };
    line("failure", "error", failure.message.get(lang), keys)
}

fn line(event: &'static str, level: &'static str, message: &str, rest: impl Serialize) -> Option<String> {
    serde_json::to_string(&Line { event, level, message, rest }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_that_programs_are_told_is_one_object() {
        let words = || Words { chinese: "中".to_owned(), en: "en".to_owned() };
        for (event, keys) in [
            (Event::Numbered(words()), r#"{"event":"numbered","level":"warning","message":"en"}"#),
            (Event::Hook(words()), r#"{"event":"hook","level":"warning","message":"en"}"#),
            (Event::Unfinished(words()), r#"{"event":"unfinished","level":"error","message":"en"}"#),
            (
                Event::Kept("a.xlsx".to_owned(), "b.xlsx".to_owned(), words()),
                r#"{"event":"kept","level":"warning","message":"en","file":"a.xlsx","beside":"b.xlsx"}"#,
            ),
            (
                Event::Older(vec!["a.xlsx".to_owned()], words()),
                r#"{"event":"older","level":"warning","message":"en","files":["a.xlsx"]}"#,
            ),
        ] {
            assert_eq!(event.json(Lang::English).as_deref(), Some(keys));
            assert!(event.is_error() && event.text(Lang::Chinese).is_some());
        }
    }
}
