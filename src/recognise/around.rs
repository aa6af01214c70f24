//! Words around a known heading: those that make another thing of it, and those that change nothing.

use super::legend::{Turned, turned};
use crate::base::text::fold;

/// Shorter known headings stand within many other words.
const LEAST_CHARS: usize = 3;

/// Shorter Latin headings stand within many other words.
const LEAST_LATIN: usize = 6;

/// Characters of the longest word that says of which time, plan or place a figure is, without its numbers: 去年同期累计; Latin ones.
const LONGEST_WORD: usize = 6;
const LONGEST_LATIN: usize = 20;

/// Within a note of a form, no word of a time: 应填, 要求填写.
const TO_FILL_IN: char = '填';

/// What stands in brackets behind a heading makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Other {
    /// Of a date another date.
    pub date: bool,
    /// Of a figure, a word or a yes another one.
    pub value: bool,
    /// Of points what is no score: the lowest are the best.
    pub score: bool,
    /// Of a word or a yes the opposite.
    pub choice: bool,
}

impl Other {
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            date: self.date || other.date,
            value: self.value || other.value,
            score: self.score || other.score,
            choice: self.choice || other.choice,
        }
    }
}

/// The words that make another thing of a heading before or behind which they stand, and those that change nothing.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Before a date they name another one: 计划, 上次.
    pub another_time: Vec<String>,
    /// Above, below or in brackets behind the name of a figure they name another one: 累计, 目标.
    pub another_figure: Vec<String>,
    /// Below the name of a figure they name the one that is meant: 实际, 本月.
    pub this_figure: Vec<String>,
    /// Within a word that says no or bad.
    pub negative: Vec<String>,
    /// Before a known heading they name another thing: 保险, 配件.
    pub other_before: Vec<String>,
    /// Behind a known heading they change nothing: 姓名.
    pub same_behind: Vec<String>,
}

impl Around {
    /// Whether dates below this group of headings are others than their names say: 计划 over 回访日期.
    pub(crate) fn is_another_time(&self, group: &str) -> bool {
        let folded = fold(group);
        self.another_time.iter().any(|word| folded.starts_with(word.as_str()))
    }

    /// What a group above a heading, or a word below it or in brackets behind it, makes of it: 计划 over 回访日期, 台数（累计）.
    pub(crate) fn other(&self, word: &str) -> Other {
        let folded = fold(word);
        let bare: String = folded.chars().filter(|c| !c.is_ascii_digit() && !"年月至".contains(*c)).collect();
        let longest = if bare.is_ascii() { LONGEST_LATIN } else { LONGEST_WORD };
        // 目标值：95% is a line of a title.
        let is_short =
            bare.chars().count() <= longest && !bare.contains(TO_FILL_IN) && !word.contains([':', '：', '%', '％']);
        let value = is_short && self.another_figure.iter().any(|word| folded.contains(word.as_str()));
        let date = is_short && self.another_time.iter().any(|word| folded.starts_with(word.as_str()));
        Other { date, value, ..Other::default() }
    }

    /// What of a heading its brackets and its legend make another thing.
    pub(crate) fn of_heading(&self, text: &str, inside: &[String]) -> Other {
        let legend = self.legend(text);
        let own = Other { score: legend.scale || legend.signs, choice: legend.signs, ..Other::default() };
        inside.iter().fold(own, |other, word| other.or(self.other(word)))
    }

    /// What of a legend runs against how numbers and ticks are read.
    pub(crate) fn legend(&self, text: &str) -> Turned {
        turned(text, &self.negative)
    }

    /// Whether a word says of which time, plan or place a figure is.
    pub(crate) fn says_which(&self, word: &str) -> bool {
        self.other(word) != Other::default() || self.this_figure.contains(&fold(word))
    }

    /// Whether a folded text is a known heading with a word before it that makes no other thing of it, at most with one
    /// behind it that changes nothing.
    pub(super) fn holds(&self, text: &str, known: &str) -> bool {
        let least = if known.is_ascii() { LEAST_LATIN } else { LEAST_CHARS };
        if known.chars().count() < least {
            return false;
        }
        let behind = self.same_behind.iter().filter_map(|word| text.strip_suffix(word.as_str()));
        let mut before = std::iter::once(text).chain(behind).filter_map(|text| text.strip_suffix(known));
        let other = || self.another_time.iter().chain(&self.other_before);
        text != known && before.any(|before| !other().any(|word| before.contains(word.as_str())))
    }
}
