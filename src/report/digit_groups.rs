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
    /// Belongs to a number that was found.
    pub taken: bool,
}

/// What stands between two groups of digits, from what binds to what parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    /// Nothing, or what groups the digits of a telephone number: hyphens, blanks, points, brackets.
    Grouping,
    /// Any other sign, `139/1111/2222`, or another writing.
    Sign,
    /// Words, signs with a meaning of their own.
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
                let joint = groups.last().map_or(Joint::Apart, |before| match &chars[before.at.end..start] {
                    // Two writings beside each other: 8765432一直不通.
                    [] if before.digits.len() > 1 || digits.len() > 1 => Joint::Sign,
                    between => joint(between),
                });
                groups.push(Group { at: start..at, digits, joint, taken: false });
            }
        }
        Self { chars, len: text.len(), groups }
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

    /// Whether the groups are written as an amount: `13,911,112,222`.
    pub(super) fn is_thousands(&self, first: usize, last: usize) -> bool {
        let head = &self.groups[first].digits;
        last > first
            && head.len() <= 3
            && !head.starts_with('0')
            && (first + 1..=last).all(|group| self.before(group) == "," && self.groups[group].digits.len() == 3)
    }

    /// How many digits stand without a gap in the groups, the first few left out: 3, 4 and 4 in `139 1111 2222`.
    pub(super) fn parts(&self, first: usize, skipped: usize, last: usize) -> Vec<usize> {
        let mut parts = vec![self.groups[first].digits.len() - skipped];
        for group in first + 1..=last {
            let digits = self.groups[group].digits.len();
            match parts.last_mut() {
                Some(part) if self.touches(group) => *part += digits,
                _ => parts.push(digits),
            }
        }
        parts
    }

    /// Whether nothing stands between a group and the one before.
    pub(super) fn touches(&self, group: usize) -> bool {
        group > 0 && self.groups.get(group).is_some_and(|it| it.at.start == self.groups[group - 1].at.end)
    }

    /// What divides the groups, where one and the same sign does that groups the digits of telephone numbers; however it is
    /// spaced, and a bracket whether it opens or closes.
    pub(super) fn divider(&self, first: usize, last: usize) -> Option<String> {
        let mut signs = (first + 1..=last).filter(|group| !self.touches(*group)).map(|group| sign(&self.before(group)));
        let one = signs.next()?;
        (one.chars().all(is_classic) && signs.all(|sign| sign == one)).then_some(one)
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
    is_classic(c) || matches!(c, '·' | '・')
}

/// Whether a sign groups the digits of a telephone number and lists no figures.
fn is_classic(c: char) -> bool {
    is_hyphen(c) || is_bracket(c) || c.is_whitespace() || matches!(c, '.' | '．' | '_')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

/// One writing for signs that group alike.
fn sign(between: &str) -> String {
    let alike = |c| match c {
        c if is_hyphen(c) => '-',
        c if is_bracket(c) => '(',
        '．' => '.',
        c => c,
    };
    let sign: String = between.chars().filter(|c| !c.is_whitespace()).map(alike).collect();
    if sign.is_empty() { " ".to_owned() } else { sign }
}

/// A sign that says nothing of the figures beside it: not that one is a share, an amount, the sum of others, shortened, quoted
/// or the next one of a list.
fn is_mere_sign(c: char) -> bool {
    let compares = matches!(c, '%' | '％' | '‰' | '=' | '＝' | '<' | '>' | '≤' | '≥' | '≈');
    let says = matches!(c, '¥' | '￥' | '$' | '€' | '…' | '⋯' | '“' | '”' | '"' | '；');
    !c.is_alphanumeric() && !compares && !says
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
