//! A canonical word of a vocabulary: what it is called, and what it means to the rules.

use crate::base::lang::Lang;

/// A canonical word and the meaning that rules rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The canonical word: 成功.
    pub word: String,
    /// What it is called in English; a spelling too.
    pub en: Option<String>,
    /// Its meaning: `success`.
    pub sense: Option<String>,
}

impl Entry {
    /// The word as people read it in a language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.word, self.en.as_ref().unwrap_or(&self.word))
    }

    /// Whether the configuration means this word by a key.
    pub fn is_called(&self, key: &str) -> bool {
        Lang::ALL.into_iter().any(|lang| self.name(lang) == key)
    }
}
