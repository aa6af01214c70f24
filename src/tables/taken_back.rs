//! Words that take back whatever stands beside them: 取消, 已作废, 后撤销.

use std::collections::HashSet;

use crate::base::text::fold;

/// What may stand before such a word: 已取消, 后被撤销.
const BEFORE: [char; 5] = ['已', '后', '又', '被', '现'];
/// What may stand behind it.
const BEHIND: char = '了';

/// The words, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct TakenBack {
    words: HashSet<String>,
    /// What they end in.
    ends: Vec<char>,
}

impl TakenBack {
    pub(super) fn of(words: &[String]) -> Self {
        let words: HashSet<String> = words.iter().map(|word| fold(word)).collect();
        let mut ends: Vec<char> = words.iter().filter_map(|word| word.chars().next_back()).chain([BEHIND]).collect();
        ends.sort_unstable();
        ends.dedup();
        Self { words, ends }
    }

    /// Whether a text, as it stands, may say that: nearly all texts end otherwise.
    pub(super) fn may_be_said(&self, text: &str) -> bool {
        let last = text.chars().rev().find(|sign| sign.is_alphanumeric()).map(|sign| sign.to_ascii_lowercase());
        last.is_some_and(|last| self.ends.binary_search(&last).is_ok())
    }

    /// Whether a folded text says no more than that.
    pub(super) fn is_said(&self, folded: &str) -> bool {
        self.words.contains(folded.trim_start_matches(BEFORE).trim_end_matches(BEHIND))
    }
}
