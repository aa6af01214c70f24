//! The two languages of the report.

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

/// The language of everything a manager reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Lang {
    /// Both languages, in the order of the documents.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The tag used on the command line, in the configuration and in JSON.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Picks the text of this language.
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// `label: text` with the colon of this language.
    pub fn labelled(self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.pick("：", ": "))
    }

    /// The names in a row, with the comma of this language.
    pub fn list(self, names: &[impl Borrow<str>]) -> String {
        names.join(self.pick("、", ", "))
    }
}

/// One text in both languages, as the templates write it: `{ zh-CN = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    pub chinese: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.chinese, &self.en)
    }

    /// What a language says, in both of them.
    pub fn of(text: impl Fn(Lang) -> String) -> Self {
        Self { chinese: text(Lang::Chinese), en: text(Lang::English) }
    }

    /// A text that is the same in both languages.
    pub fn same(text: &str) -> Self {
        Self { chinese: text.to_owned(), en: text.to_owned() }
    }

    /// The same names in a row in both languages, each with its comma.
    pub fn list(names: &[impl Borrow<str>]) -> Self {
        Self { chinese: Lang::Chinese.list(names), en: Lang::English.list(names) }
    }
}
