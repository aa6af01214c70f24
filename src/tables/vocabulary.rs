//! Words of a column: many spellings, one canonical word, one sense.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Result, bail};

use crate::base::text::fold;
use crate::recognise::heading::without_brackets;
use crate::recognise::near::one_slip;

/// Characters that turn a word into its opposite.
const NEGATIONS: [char; 7] = ['未', '不', '没', '无', '非', '無', '沒'];

/// Shorter spellings stand within many other words: 否, no, OK.
const LEAST_CHINESE: usize = 2;
const LEAST_LATIN: usize = 4;

/// With more around it, a text is a remark and not the word.
const MOST_AROUND: usize = 4;

/// Shorter words have too many neighbours that are other words.
const LEAST_NEAR: usize = 3;

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

    /// The entry that an unknown word evidently means: it contains one of its spellings and little else, or is one slip
    /// away from one. `None` where two words would do, or where a negation stands beside the spelling.
    pub fn evident(&self, text: &str) -> Option<usize> {
        let folded = fold(text);
        let chars = folded.chars().count();
        let contained = self.by_spelling.iter().filter(|(spelling, _)| {
            let own = spelling.chars().count();
            let least = if spelling.is_ascii() { LEAST_LATIN } else { LEAST_CHINESE };
            own >= least && chars <= own + MOST_AROUND && folded.contains(spelling.as_str())
        });
        let longest = contained.map(|(spelling, entry)| (spelling.len(), *entry)).collect::<BTreeSet<_>>();
        if let Some((length, entry)) = longest.last() {
            let alone = longest.iter().filter(|(other, _)| other == length).count() == 1;
            let negated = self.by_spelling.iter().any(|(spelling, own)| {
                own == entry
                    && spelling.len() == *length
                    && folded.replacen(spelling.as_str(), "", 1).contains(NEGATIONS)
            });
            return (alone && !negated).then_some(*entry);
        }
        let near = self
            .by_spelling
            .iter()
            .filter(|(spelling, _)| spelling.chars().count() >= LEAST_NEAR && one_slip(&folded, spelling));
        let near: BTreeSet<usize> = near.map(|(_, entry)| *entry).collect();
        if near.len() == 1 { near.first().copied() } else { None }
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
    fn an_evident_word_contains_a_spelling_or_is_one_slip_away() {
        let mut words = Vocabulary::default();
        for (word, spellings) in [("成功", vec!["回访成功"]), ("失败", vec!["未成功"]), ("号码错误", vec![])]
        {
            let spellings: Vec<String> = spellings.into_iter().map(str::to_owned).collect();
            words.add(Entry { word: word.into(), sense: None }, &spellings).expect("a word");
        }
        let cases = [
            ("基本成功", Some(0)),
            ("未成功呢", Some(1)),
            ("没有成功", None),
            ("号码错吴", Some(2)),
            ("错误号码", None),
            ("说了很久才终于算是成功了一半", None),
            ("还行", None),
        ];
        for (text, entry) in cases {
            assert_eq!(words.evident(text), entry, "{text}");
        }
    }

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
