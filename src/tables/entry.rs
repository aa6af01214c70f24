//! A canonical word of a vocabulary: what it is called, and what it means to the rules.

use crate::base::lang::Lang;

/// A canonical word and the meaning that rules rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The canonical word: 成功.
    pub word: String,
    /// What it is called in English; a spelling too.
    pub en: Option<String>,
    /// Its meaning: `success`.
    pub sense: Option<String>,
    /// What takes the word back where it stands beside it: 他店 in 已续保（他店）.
    pub taken_back: Vec<String>,
    /// Rows of it count otherwise than others, or not at all: where it is said once for many rows, that is told.
    pub said_once: bool,
    /// A sentence in which one of these stands says the word: 弱项改善会 in 9月弱项改善会（第2次）.
    pub within: Vec<String>,
}

impl Entry {
    /// The word as people read it in a language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.word, self.en.as_ref().unwrap_or(&self.word))
    }

    /// Whether one of the texts beside it takes the word back.
    pub(super) fn is_taken_back(&self, beside: &[String]) -> bool {
        self.taken_back.iter().any(|word| beside.iter().any(|text| text.contains(word.as_str())))
    }

    /// Whether a sentence says the word.
    pub(super) fn is_within(&self, sentence: &str) -> bool {
        self.within.iter().any(|word| sentence.contains(word.as_str()))
    }

    /// Whether the configuration means this word by a key.
    pub fn is_called(&self, key: &str) -> bool {
        Lang::ALL.into_iter().any(|lang| self.name(lang) == key)
    }
}
