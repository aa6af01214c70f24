//! Words of a column: many spellings, one canonical word, one sense.

use std::collections::HashMap;

use anyhow::{Result, bail};

use crate::base::text::fold;
use crate::recognise::heading::without_brackets;

/// The words of one field.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    by_spelling: HashMap<String, usize>,
}

/// A canonical word and the meaning that rules rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The canonical word: 成功.
    pub word: String,
    /// Its meaning: `success`.
    pub sense: Option<String>,
}

impl Vocabulary {
    /// Adds a canonical word with its spellings.
    ///
    /// # Errors
    /// A spelling that another word of this field has already.
    pub fn add(&mut self, entry: Entry, spellings: &[String]) -> Result<()> {
        let index = self.entries.len();
        for spelling in std::iter::once(&entry.word).chain(spellings) {
            match self.by_spelling.insert(fold(spelling), index) {
                Some(other) if other != index => {
                    bail!("“{spelling}” is a spelling of both “{}” and “{}”", self.entries[other].word, entry.word)
                }
                _ => {}
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Adds a spelling of the workspace; it wins over the templates. False where the canonical word is unknown.
    pub fn extend(&mut self, word: &str, spellings: &[String]) -> bool {
        let Some(index) = self.entries.iter().position(|entry| entry.word == word) else { return false };
        for spelling in spellings {
            self.by_spelling.insert(fold(spelling), index);
        }
        true
    }

    /// The canonical words in the order of the template.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a word as the dealer wrote it: as a whole, else without what stands in brackets.
    pub fn find(&self, text: &str) -> Option<usize> {
        let whole = self.by_spelling.get(&fold(text));
        whole.or_else(|| self.by_spelling.get(&fold(&without_brackets(text)))).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_cannot_mean_two_words() {
        let mut words = Vocabulary::default();
        let entry = |word: &str| Entry { word: word.into(), sense: None };
        words.add(entry("成功"), &["OK".into()]).expect("a first word");
        assert!(words.add(entry("失败"), &["ok!".into()]).is_err());
        assert!(words.extend("成功", &["OK了".into()]) && !words.extend("胜利", &[]));
        assert_eq!((words.find(" ＯＫ了 "), words.find("成功(已接通)"), words.find("也许")), (Some(0), Some(0), None));
    }
}
