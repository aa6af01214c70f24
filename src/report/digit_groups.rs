//! A text as groups of digits: which of them may belong to one number, and which are amounts.

use std::ops::Range;

use crate::base::digits::{any, decimal, mistyped};

/// Most signs between two groups of digits of one number: `) `, ` - `.
const BETWEEN: usize = 3;
/// Digits of a number whose mistyped letters are read as digits.
const MISTYPED: usize = 11;

/// Digits without a gap.
pub(super) struct Group {
    /// Indices of characters.
    pub at: Range<usize>,
    /// As `0` to `9`.
    pub digits: String,
    /// What stands before it.
    pub joint: Joint,
}

/// What stands between two groups of digits, from what binds to what parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    /// Nothing, or what groups the digits of a telephone number: hyphens, blanks, points, brackets.
    Grouping,
    /// Any other sign: `139/1111/2222`.
    Sign,
    /// Words, signs with a meaning of their own, the edge of an amount.
    Apart,
}

/// A text as characters, and its groups of digits.
pub(super) struct Line {
    pub chars: Vec<(usize, char)>,
    /// The length in bytes.
    len: usize,
    pub groups: Vec<Group>,
}

impl Line {
    pub(super) fn of(text: &str) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            let digits = digits_at(&chars, start);
            at += digits.chars().count().max(1);
            if !digits.is_empty() {
                let joint = groups.last().map_or(Joint::Apart, |before| joint(&chars[before.at.end..start]));
                groups.push(Group { at: start..at, digits, joint });
            }
        }
        let mut line = Self { chars, len: text.len(), groups };
        line.part_amounts();
        line
    }

    /// The place of a character in bytes.
    pub(super) fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.len, |(byte, _)| *byte)
    }

    /// What stands between a group and the one before.
    pub(super) fn before(&self, group: usize) -> String {
        let start = group.checked_sub(1).map_or(0, |before| self.groups[before].at.end);
        self.chars[start..self.groups[group].at.start].iter().map(|(_, c)| *c).collect()
    }

    /// The letters and digits that end before a character, as far as they are ASCII.
    pub(super) fn ending(&self, end: usize) -> String {
        let length = self.chars[..end].iter().rev().take_while(|(_, c)| c.is_ascii_alphanumeric()).count();
        self.chars[end - length..end].iter().map(|(_, c)| *c).collect()
    }

    /// The letters and digits that begin at a character, as far as they are ASCII.
    pub(super) fn beginning(&self, start: usize) -> String {
        self.chars[start.min(self.chars.len())..]
            .iter()
            .map(|(_, c)| *c)
            .take_while(char::is_ascii_alphanumeric)
            .collect()
    }

    /// Whether the groups are joined by one point.
    pub(super) fn is_decimal(&self, first: usize, last: usize) -> bool {
        last == first + 1 && self.before(last) == "."
    }

    /// Whether one sign parts all of the groups, three at least: a date with something behind it has another one there.
    pub(super) fn is_uniform(&self, first: usize, last: usize) -> bool {
        let sign = |group| self.before(group);
        last > first + 1 && (first + 2..=last).all(|group| sign(group) == sign(first + 1))
    }

    /// Whether some of the groups are a date or a time of day.
    pub(super) fn is_dated(&self, first: usize, last: usize) -> bool {
        let signs: Vec<String> = (first + 1..=last).map(|group| self.before(group)).collect();
        let parts: Vec<(usize, u32)> = self.groups[first..=last]
            .iter()
            .map(|group| (group.digits.len(), group.digits.parse::<u32>().unwrap_or(0)))
            .collect();
        let date = parts.windows(3).zip(signs.windows(2)).any(|(three, signs)| {
            let year = |at: usize| (three[at].0 == 4 && is_year(three[at].1)) || three[at].0 == 2;
            let part = |at: usize, most: u32| three[at].0 <= 2 && (1..=most).contains(&three[at].1);
            let forward = year(0) && part(1, 12) && part(2, 31);
            let backward = year(2) && ((part(0, 31) && part(1, 12)) || (part(0, 12) && part(1, 31)));
            signs[0] == signs[1] && !signs[0].trim().is_empty() && (forward || backward)
        });
        let time = parts.windows(2).zip(&signs).any(|(two, sign)| {
            matches!(sign.as_str(), ":" | "：") && two[0].0 <= 2 && two[1].0 == 2 && two[0].1 < 24 && two[1].1 < 60
        });
        date || time
    }

    /// Whether groups begin as the numbers of orders do, with a day or a month: `13060100012`, `130601-00012`, `1999-06-00012`.
    pub(super) fn begins_with_day(&self, first: usize, last: usize) -> bool {
        let groups: Vec<&str> = self.groups[first..=last].iter().map(|group| group.digits.as_str()).collect();
        let number = |at: usize| groups.get(at).and_then(|group| group.parse::<u32>().ok()).unwrap_or(0);
        match groups.as_slice() {
            [one] => one.get(2..6).is_some_and(is_month_and_day),
            [day, ..] if day.len() == 6 => is_month_and_day(&day[2..]),
            [year, month, ..] => {
                (year.len() == 2 || (year.len() == 4 && is_year(number(0))))
                    && month.len() <= 2
                    && (1..=12).contains(&number(1))
            }
            [] => false,
        }
    }

    /// `13,911,112,222` is one amount: no part of it belongs to another number.
    fn part_amounts(&mut self) {
        let mut first = 0;
        while first < self.groups.len() {
            let commas =
                (first + 1..self.groups.len()).take_while(|at| matches!(self.before(*at).as_str(), "," | "，"));
            let next = first + 1 + commas.count();
            let head = &self.groups[first].digits;
            let thousands = next > first + 1
                && head.len() <= 3
                && !head.starts_with('0')
                && self.groups[first + 1..next].iter().all(|group| group.digits.len() == 3);
            if thousands {
                let edge = next.min(self.groups.len() - 1);
                self.groups[first..=edge].iter_mut().for_each(|group| group.joint = Joint::Apart);
            }
            first = next;
        }
    }
}

/// The digits that stand together from a character on: decimal ones, among which letters may be mistyped; or one of another
/// kind.
fn digits_at(chars: &[(usize, char)], start: usize) -> String {
    let mistyped: String =
        chars[start..].iter().map_while(|(_, c)| decimal(*c).or_else(|| mistyped(*c))).take(MISTYPED + 1).collect();
    let length = mistyped.chars().count();
    let plain = chars[start..].iter().take(length).filter(|(_, c)| decimal(*c).is_some()).count();
    let touched = |at: Option<&(usize, char)>| at.is_some_and(|(_, c)| c.is_ascii_alphanumeric());
    let alone = !touched(start.checked_sub(1).and_then(|at| chars.get(at))) && !touched(chars.get(start + length));
    if length == MISTYPED && plain > length - plain && alone {
        return mistyped;
    }
    let digits: String = chars[start..].iter().map_while(|(_, c)| decimal(*c)).collect();
    if digits.is_empty() { any(chars[start].1).into_iter().collect() } else { digits }
}

fn joint(between: &[(usize, char)]) -> Joint {
    let all = |is: fn(char) -> bool| between.iter().all(|(_, c)| is(*c));
    // Several asterisks stand for digits that are hidden.
    let hidden = between.iter().filter(|(_, c)| *c == '*').count() > 1;
    match between.len() {
        0..=BETWEEN if all(is_grouping) => Joint::Grouping,
        0..=BETWEEN if all(is_mere_sign) && !hidden => Joint::Sign,
        _ => Joint::Apart,
    }
}

/// Whether a sign joins the parts of one number.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '‐' | '‑' | '–' | '—' | '−' | '﹣')
}

fn is_grouping(c: char) -> bool {
    is_hyphen(c) || c.is_whitespace() || matches!(c, '.' | '．' | '·' | '・' | '_' | '(' | ')' | '（' | '）')
}

/// A sign that says nothing of the figures beside it: not that one is a share, an amount, the sum of others or shortened.
fn is_mere_sign(c: char) -> bool {
    let says =
        matches!(c, '%' | '％' | '‰' | '=' | '＝' | '<' | '>' | '≤' | '≥' | '≈' | '¥' | '￥' | '$' | '€' | '…' | '⋯');
    !c.is_alphanumeric() && !says
}

fn is_year(number: u32) -> bool {
    (1900..2100).contains(&number)
}

/// Eight digits that are a day: `20130905`.
pub(super) fn is_day(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    digits.len() == 8 && is_year(part(0..4)) && is_month_and_day(&digits[4..])
}

fn is_month_and_day(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    (1..=12).contains(&part(0..2)) && (1..=31).contains(&part(2..4))
}
