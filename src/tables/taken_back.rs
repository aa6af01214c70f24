//! Words that take back whatever stands beside them: 取消, 已作废, 后撤销.

use std::collections::HashSet;

use crate::base::text::fold;

/// What may stand before such a word: 已取消, 后被撤销.
const BEFORE: [char; 5] = ['已', '后', '又', '被', '现'];
/// What may stand behind it.
const BEHIND: char = '了';

/// The words, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct TakenBack(HashSet<String>);

impl TakenBack {
    pub(super) fn of(words: &[String]) -> Self {
        Self(words.iter().map(|word| fold(word)).collect())
    }

    /// Whether a folded text says no more than that.
    pub(super) fn is_said(&self, folded: &str) -> bool {
        self.0.contains(folded.trim_start_matches(BEFORE).trim_end_matches(BEHIND))
    }
}
