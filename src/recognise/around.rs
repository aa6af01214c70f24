//! Words around a known heading: those that make another thing of it, and those that change nothing.

use super::legend::Legends;
use crate::base::text::fold;

/// Shorter known headings stand within many other words.
const LEAST_CHARS: usize = 3;

/// Shorter Latin headings stand within many other words.
const LEAST_LATIN: usize = 6;

/// Characters of the longest word that says of which time, plan or place a figure is, without its numbers: 去年同期累计; Latin ones.
const LONGEST_WORD: usize = 6;
const LONGEST_LATIN: usize = 20;

/// Behind the number of a year or a month: 2013年, 1至9月.
const OF_PERIODS: [char; 4] = ['年', '月', '至', '季'];

/// Signs of notes and of lists of what may be said.
const OF_NOTES: [char; 8] = [':', '：', '%', '％', '/', '、', '≤', '≥'];

/// What stands in brackets behind a heading makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Other {
    /// Of a date another date.
    pub date: bool,
    /// Of a figure, a word or a yes another one.
    pub value: bool,
    /// Of anything what was so before.
    pub earlier: bool,
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
            earlier: self.earlier || other.earlier,
            score: self.score || other.score,
            choice: self.choice || other.choice,
        }
    }
}

/// A text without the years and months that it numbers: 1-9月累计 is 累计.
fn bare(word: &str) -> String {
    let mut numbered = false;
    let keeps = |c: &char| {
        let is_of_one = c.is_ascii_digit() || numbered && OF_PERIODS.contains(c);
        numbered = c.is_ascii_digit();
        !is_of_one
    };
    fold(word).chars().filter(keeps).collect()
}

/// Whether a text begins with a word; a Latin one ends there, Planet is no Plan.
fn begins(text: &str, folded: &str, word: &str) -> bool {
    if word.is_ascii() { of_whole_words(text, word, true) } else { folded.starts_with(word) }
}

/// Whether a word stands in a text; a Latin one by itself, as there is no plan in an Explanation.
fn holds(text: &str, folded: &str, word: &str) -> bool {
    if word.is_ascii() { of_whole_words(text, word, false) } else { folded.contains(word) }
}

fn of_whole_words(text: &str, word: &str, at_first: bool) -> bool {
    let parts: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(fold).collect();
    let starts = if at_first { 0..parts.len().min(1) } else { 0..parts.len() };
    starts.into_iter().any(|from| (from + 1..=parts.len()).any(|to| parts[from..to].concat() == word))
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
    /// Those of them that say before: 上次, 上月.
    pub earlier: Vec<String>,
    /// Within a note of when or how something is to be done: 3日内, 格式.
    pub of_rules: Vec<String>,
    /// Beside such words they say nothing more: 值, 年度.
    pub beside_figures: Vec<String>,
    /// The words and signs of legends.
    pub legends: Legends,
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

    /// What a word in brackets behind a heading, or a group above it, makes of it: 结案日期（计划）, 台数（累计）. 目标客户 and 累计明细 are
    /// other things, 目标850 and 要求3日内 are notes, 应到/实到 lists what may be said.
    pub(crate) fn other(&self, word: &str) -> Other {
        let bare = bare(word);
        let longest = if bare.is_ascii() { LONGEST_LATIN } else { LONGEST_WORD };
        let has_number = word.contains(|c: char| c.is_ascii_digit()) && !word.contains(OF_PERIODS);
        let is_rule = self.of_rules.iter().any(|rule| bare.contains(rule.as_str()));
        let is_this = self.this_figure.contains(&bare);
        if bare.chars().count() > longest || has_number || is_rule || is_this || word.contains(OF_NOTES) {
            return Other::default();
        }
        let is_one = self.is_made_of_words(word);
        Other {
            date: is_one && self.another_time.iter().any(|time| begins(word, &bare, time)),
            value: is_one && self.another_figure.iter().any(|one| holds(word, &bare, one)),
            earlier: is_one && self.earlier.iter().any(|one| holds(word, &bare, one)),
            ..Other::default()
        }
    }

    /// Whether nothing but words of times, plans and places makes up a text: 本年累计, 去年同期值.
    fn is_made_of_words(&self, word: &str) -> bool {
        let known = [&self.another_time, &self.another_figure, &self.this_figure, &self.beside_figures];
        let bare = bare(word);
        let mut rest = bare.as_str();
        // The longest word first: 上月, not 上.
        let behind = |rest: &'_ str| {
            let behind = known.into_iter().flatten().filter_map(|word| rest.strip_prefix(word.as_str())).map(str::len);
            behind.min().filter(|left| *left < rest.len())
        };
        while let Some(left) = behind(rest) {
            rest = &rest[rest.len() - left..];
        }
        rest.is_empty()
    }

    /// What of a heading its brackets and its legend make another thing. One that says so itself is that thing: 计划完成日期（要求）.
    pub(crate) fn of_heading(&self, outside: &str, inside: &[String]) -> Other {
        let legend = self.of_legend(outside, inside);
        let of_brackets = inside.iter().fold(Other::default(), |other, word| other.or(self.other(word)));
        // Nearly no heading has such brackets, and every text of a possible heading is looked up.
        if of_brackets == Other::default() {
            return legend;
        }
        let folded = fold(outside);
        let mut words = self.another_time.iter().chain(&self.another_figure);
        if words.any(|word| holds(outside, &folded, word)) { legend } else { legend.or(of_brackets) }
    }

    /// What of a heading, or of a line, its legend makes another thing.
    pub(crate) fn of_legend(&self, outside: &str, inside: &[String]) -> Other {
        let legend = self.legends.read(outside, inside);
        Other { score: legend.scale || legend.signs, choice: legend.signs, ..Other::default() }
    }

    /// Whether a text says of which time, plan or place a figure is, and nothing else: 目标, 本月, 去年同期.
    pub(crate) fn says_which(&self, word: &str) -> bool {
        let bare = bare(word);
        let mut words = self.another_time.iter().chain(&self.another_figure).chain(&self.this_figure);
        self.is_made_of_words(word) && words.any(|one| holds(word, &bare, one))
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
