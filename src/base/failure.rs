//! Why a run ended without a report: one plain type from the place of the fault to the terminal.

use std::fmt;

use super::lang::{Lang, Words};

/// The exit codes of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The report is written, or nothing was wrong.
    Done = 0,
    /// Any other error.
    Failed = 1,
    /// Options or configuration.
    Usage = 2,
    /// An input is missing or unreadable.
    Input = 3,
    /// The data was refused.
    Refused = 4,
    /// The output could not be written.
    Output = 5,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// A fault told to the user: what was looked for, where, what was found; and, apart from that, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code it leads to.
    pub exit: Exit,
    /// What happened.
    pub message: Words,
    /// What to do about it; empty where there is nothing to say.
    pub hint: Words,
}

impl Failure {
    /// A failure without advice; add it with [`Failure::hint`].
    pub fn new(exit: Exit, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        let message = Words { chinese: chinese.into(), en: english.into() };
        Self { exit, message, hint: Words { chinese: String::new(), en: String::new() } }
    }

    /// Adds what to do.
    pub fn hint(mut self, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        self.hint = Words { chinese: chinese.into(), en: english.into() };
        self
    }

    /// A fault that is not the user's: the text of the error below stands in both languages.
    pub fn unexpected(error: impl fmt::Display) -> Self {
        Self::new(Exit::Failed, format!("程序出错：{error}"), format!("the program failed: {error}"))
            .hint("请把这条信息和所用的文件交给维护者", "please send this message and the files to the maintainer")
    }

    /// The message in `lang`, and below it the hint where there is one.
    pub fn text(&self, lang: Lang) -> String {
        let (word, hint) = (lang.pick("提示", "hint"), self.hint.get(lang));
        match hint {
            "" => self.message.get(lang).to_owned(),
            _ => format!("{}\n{}", self.message.get(lang), lang.labelled(word, hint)),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::English))
    }
}

impl std::error::Error for Failure {}
