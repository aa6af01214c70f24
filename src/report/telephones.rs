//! Where telephone numbers stand in a text. A mobile number is one in any grouping (1391-1112-222); a landline only where
//! it is written as one (010-12345678, 400-820-8820, 电话 8765432) or stands in a column of telephones. Dates, money, numbers
//! of orders and vehicles are none.

use std::ops::Range;

use crate::tables::numbers::{COUNTRY, Numbers, is_mobile};

/// A text with fewer digits holds no number.
const FEWEST: usize = 7;
/// Most separators between two groups of digits: `) `, ` - `.
const BETWEEN: usize = 3;
/// Digits of a landline, behind its area code and alone behind a word; a number that begins 400 or 800.
const LOCAL: std::ops::RangeInclusive<usize> = 7..=8;
const BEHIND_A_WORD: std::ops::RangeInclusive<usize> = 7..=12;
const SERVICE: usize = 10;
/// An extension has no more digits than this.
const EXTENSION: usize = 5;
/// How mobile numbers are usually grouped: an order number may be written otherwise.
const USUAL: [&[usize]; 4] = [&[3, 4, 4], &[3, 8], &[7, 4], &[3, 3, 5]];
/// Words before a number that say what it is; the Latin ones may stand right at it.
const WORDS: [&str; 8] = ["电话", "手机", "座机", "固话", "热线", "联系方式", "致电", "拨打"];
const LATIN: [&str; 4] = ["tel", "telephone", "phone", "mobile"];
/// Behind 微信 these are such words too.
const CHAT: [&str; 3] = ["wechat", "wx", "vx"];
/// What may stand between such a word and its number.
const AFTER_A_WORD: [char; 10] = [':', '：', '.', ' ', '\u{3000}', '是', '为', '号', '码', '#'];
/// Signs and words beside an amount or a distance.
const MONEY: [char; 4] = ['¥', '￥', '$', '€'];
const UNITS: [&str; 7] = ["元", "公里", "千米", "万", "km", "rmb", "cny"];

/// A number that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Telephone {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Its digits, without its country.
    pub digits: String,
    /// How many of them are its area code, or the 400 of a service number.
    pub area: usize,
}

/// The digits of a text, made narrow.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// The telephone numbers of a text, from left to right.
pub(super) fn find(text: &str, numbers: &Numbers) -> Vec<Telephone> {
    // Nearly all texts hold no or few digits; full-width ones begin with this byte.
    let few = text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == 0xef).take(FEWEST).count() < FEWEST;
    if few {
        return Vec::new();
    }
    let line = Line::of(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < line.groups.len() {
        match line.telephone(at, numbers) {
            Some((telephone, last)) => {
                found.push(telephone);
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Digits without a gap.
struct Group {
    /// Indices of characters.
    at: Range<usize>,
    digits: String,
    /// Only separators stand between it and the group before.
    joined: bool,
}

/// A text as characters, and its groups of digits.
struct Line {
    chars: Vec<(usize, char)>,
    /// The length in bytes.
    len: usize,
    groups: Vec<Group>,
}

impl Line {
    fn of(text: &str) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            let digits: String = chars[at..].iter().map_while(|(_, c)| digit(*c)).collect();
            at += digits.len().max(1);
            if !digits.is_empty() {
                let between = groups.last().map(|before| &chars[before.at.end..start]);
                let joined = between
                    .is_some_and(|between| between.len() <= BETWEEN && between.iter().all(|(_, c)| is_separator(*c)));
                groups.push(Group { at: start..at, digits, joined });
            }
        }
        Self { chars, len: text.len(), groups }
    }

    /// The number that begins with a group, and its last group.
    fn telephone(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        self.mobile(first, numbers)
            .or_else(|| self.with_area(first))
            .or_else(|| self.service(first))
            .or_else(|| self.of_another_area(first))
            .or_else(|| self.behind_a_word(first))
            .or_else(|| self.known(first, numbers))
    }

    /// 1[3-9] and nine digits more, perhaps behind 0, 86 or 0086 without a gap.
    fn mobile(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        let begin = &self.groups[first].digits;
        let mut skipped =
            COUNTRY.iter().rev().filter(|country| begin.starts_with(**country)).map(|country| country.len());
        skipped.find_map(|skipped| {
            let (digits, last) = self.exactly(first, skipped, 11)?;
            let divided = last > first;
            let shape: Vec<usize> = self.groups[first..=last].iter().map(|group| group.digits.len()).collect();
            let usual = USUAL.contains(&shape.as_slice());
            let decimal = divided && !usual && self.is_decimal(first, last);
            let ordinary = decimal || self.is_amount(first, last) || (divided && self.is_dated(first, last));
            let code = !usual && numbers.is_code(&format!("{}{digits}", &begin[..skipped]));
            (is_mobile(&digits) && self.stands_alone(first, last, divided) && !ordinary && !code)
                .then(|| (self.found(first, skipped, last, digits, 0), last))
        })
    }

    /// `010-12345678`, `(0755)8765432`, `0755 8765 4321`, perhaps with an extension.
    fn with_area(&self, first: usize) -> Option<(Telephone, usize)> {
        let area = &self.groups[first].digits;
        let code = matches!(area.as_bytes(), [b'0', b'1', b'0'] | [b'0', b'2', _] | [b'0', b'3'..=b'9', _, _]);
        let next = first + 1;
        self.groups.get(next).filter(|group| code && group.joined)?;
        let (number, last) = self.at_most(next, LOCAL)?;
        let is_date = self.is_dated(next, last) || is_day(&number) || self.is_decimal(first, last);
        (self.stands_alone_with_extension(first, last) && !is_date)
            .then(|| (self.found(first, 0, last, format!("{area}{number}"), area.len()), last))
    }

    /// `400-820-8820`
    fn service(&self, first: usize) -> Option<(Telephone, usize)> {
        let begins = ["400", "800"].iter().any(|code| self.groups[first].digits.starts_with(code));
        let (digits, last) = if begins { self.exactly(first, 0, SERVICE)? } else { return None };
        (last > first && self.stands_alone(first, last, true) && !self.is_decimal(first, last))
            .then(|| (self.found(first, 0, last, digits, 3), last))
    }

    /// `+86 755 87654321`: behind the country an area has no 0.
    fn of_another_area(&self, first: usize) -> Option<(Telephone, usize)> {
        (first > 0 && self.is_country(first - 1) && self.groups[first].joined).then_some(())?;
        let (digits, last) = self.at_most(first, 9..=12)?;
        self.ends_a_number(last, true).then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// `电话 8765432`
    fn behind_a_word(&self, first: usize) -> Option<(Telephone, usize)> {
        let start = self.groups[first].at.start;
        let filler = self.chars[..start].iter().rev().take_while(|(_, c)| AFTER_A_WORD.contains(c)).count();
        let before = start - filler;
        let text: String = self.chars[before.saturating_sub(4)..before].iter().map(|(_, c)| *c).collect();
        let named = WORDS.iter().any(|word| text.ends_with(word)) || self.is_latin_word(before);
        if !named {
            return None;
        }
        let (digits, last) = self.at_most(first, BEHIND_A_WORD)?;
        let is_date = self.is_dated(first, last) || is_day(&self.groups[first].digits);
        (!is_date && self.ends_a_number(last, true)).then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// A number of a column of telephones.
    fn known(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        let (digits, last) = BEHIND_A_WORD.rev().find_map(|length| self.exactly(first, 0, length))?;
        (numbers.is_landline(&digits) && !is_day(&digits) && self.stands_alone(first, last, last > first))
            .then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// Joined groups that hold exactly so many digits behind the first `skipped` of them, and the last group.
    fn exactly(&self, first: usize, skipped: usize, length: usize) -> Option<(String, usize)> {
        let mut digits = self.groups[first].digits[skipped..].to_owned();
        if digits.is_empty() {
            return None;
        }
        let mut last = first;
        while digits.len() < length {
            last += 1;
            digits += &self.groups.get(last).filter(|group| group.joined)?.digits;
        }
        (digits.len() == length).then_some((digits, last))
    }

    /// The most joined groups with a number of digits in the range.
    fn at_most(&self, first: usize, lengths: std::ops::RangeInclusive<usize>) -> Option<(String, usize)> {
        lengths.rev().find_map(|length| self.exactly(first, 0, length))
    }

    fn found(&self, first: usize, skipped: usize, last: usize, digits: String, area: usize) -> Telephone {
        let mut start = self.groups[first].at.start + skipped;
        let end = self.groups[last].at.end;
        // A bracket around the first group belongs to the number.
        let closes = self.chars[start..end].iter().any(|(_, c)| matches!(c, ')' | '）'));
        if closes && start > 0 && matches!(self.chars[start - 1].1, '(' | '（') {
            start -= 1;
        }
        let byte = |at: usize| self.chars.get(at).map_or(self.len, |(byte, _)| *byte);
        Telephone { at: byte(start)..byte(end), digits, area }
    }

    /// Whether no word and no other part of a number touches these groups. Hyphens join the parts of a document's number,
    /// but not what has eleven digits without a gap.
    fn stands_alone(&self, first: usize, last: usize, divided: bool) -> bool {
        self.begins_a_number(first, divided) && self.ends_a_number(last, !divided)
    }

    fn stands_alone_with_extension(&self, first: usize, last: usize) -> bool {
        self.begins_a_number(first, true) && self.ends_a_number(last, true)
    }

    fn begins_a_number(&self, first: usize, divided: bool) -> bool {
        let start = self.groups[first].at.start;
        let Some(before) = start.checked_sub(1).map(|at| self.chars[at].1) else { return true };
        if before.is_ascii_alphabetic() {
            return self.is_latin_word(start);
        }
        let is_joint = is_hyphen(before) || before == '.';
        if !divided || !is_joint || start < 2 || (first > 0 && self.is_country(first - 1)) {
            return true;
        }
        let further = self.chars[start - 2].1;
        let is_part = digit(further).is_some() || (is_hyphen(before) && further.is_ascii_alphabetic());
        !is_part || self.is_latin_word(start - 1)
    }

    /// Whether a number ends behind a group, an extension apart.
    fn ends_a_number(&self, last: usize, may_go_on: bool) -> bool {
        let end = self.groups[last].at.end;
        let Some((_, behind)) = self.chars.get(end) else { return true };
        if behind.is_ascii_alphabetic() {
            // One letter or letters and digits are of a document's number, a name is not.
            let word = self.chars[end..].iter().take_while(|(_, c)| c.is_ascii_alphabetic()).count();
            let more = self.chars.get(end + word).is_some_and(|(_, c)| digit(*c).is_some());
            return word > 1 && !more;
        }
        let next = self.chars.get(end + 1).map(|(_, c)| *c);
        let goes_on = match behind {
            c if is_hyphen(*c) => next.is_some_and(|c| c.is_ascii_alphanumeric() || digit(c).is_some()),
            '.' => next.is_some_and(|c| digit(c).is_some()),
            _ => false,
        };
        let short = self.groups.get(last + 1).is_some_and(|group| group.joined && group.digits.len() <= EXTENSION);
        !goes_on || (may_go_on && short)
    }

    /// `86` or `0086` apart from the number.
    fn is_country(&self, group: usize) -> bool {
        let start = self.groups[group].at.start;
        let plus = start > 0 && matches!(self.chars[start - 1].1, '+' | '＋');
        match self.groups[group].digits.as_str() {
            "0086" => true,
            "86" => plus,
            _ => false,
        }
    }

    /// Whether a Latin word for a telephone ends before a character.
    fn is_latin_word(&self, end: usize) -> bool {
        let letters = self.chars[..end].iter().rev().map(|(_, c)| *c).take_while(char::is_ascii_alphabetic);
        let letters: Vec<char> = letters.collect();
        let word: String = letters.iter().rev().map(char::to_ascii_lowercase).collect();
        let before: String = self.chars[..end - letters.len()].iter().rev().take(2).map(|(_, c)| *c).collect();
        // WX130601000012 is an order, 微信wx13911112222 is somebody.
        LATIN.contains(&word.as_str()) || (CHAT.contains(&word.as_str()) && before == "信微")
    }

    /// Whether the groups are joined by one point: `138.00123456` could be any figure.
    fn is_decimal(&self, first: usize, last: usize) -> bool {
        last == first + 1
            && self.chars[self.groups[first].at.end..self.groups[last].at.start].iter().all(|(_, c)| *c == '.')
    }

    /// Whether an amount or a distance is meant.
    fn is_amount(&self, first: usize, last: usize) -> bool {
        let (start, end) = (self.groups[first].at.start, self.groups[last].at.end);
        let behind: String = self.chars[end..].iter().take(3).map(|(_, c)| c.to_ascii_lowercase()).collect();
        let before = self.chars[..start].last().map(|(_, c)| *c);
        before.is_some_and(|c| MONEY.contains(&c)) || UNITS.iter().any(|unit| behind.trim_start().starts_with(unit))
    }

    /// Whether three of the groups are a date.
    fn is_dated(&self, first: usize, last: usize) -> bool {
        self.groups[first..=last].windows(3).any(|three| {
            let numbers = [0, 1, 2].map(|at| three[at].digits.parse::<u32>().unwrap_or(0));
            let lengths = [0, 1, 2].map(|at| three[at].digits.len());
            let year = |at: usize| (lengths[at] == 4 && is_year(numbers[at])) || lengths[at] == 2;
            let part = |at: usize, most: u32| lengths[at] <= 2 && (1..=most).contains(&numbers[at]);
            let alike = self.chars[three[0].at.end..three[1].at.start]
                .iter()
                .map(|(_, c)| c)
                .eq(self.chars[three[1].at.end..three[2].at.start].iter().map(|(_, c)| c));
            let spaced = self.chars[three[0].at.end..three[1].at.start].iter().all(|(_, c)| c.is_whitespace());
            let forward = year(0) && part(1, 12) && part(2, 31);
            let backward = year(2) && ((part(0, 31) && part(1, 12)) || (part(0, 12) && part(1, 31)));
            alike && !spaced && (forward || backward)
        })
    }
}

/// Eight digits that are a day: `20130905`.
fn is_day(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    digits.len() == 8 && is_year(part(0..4)) && (1..=12).contains(&part(4..6)) && (1..=31).contains(&part(6..8))
}

fn is_year(number: u32) -> bool {
    (1900..2100).contains(&number)
}

/// A digit, narrow or of full width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '‐' | '‑' | '–' | '—' | '−' | '﹣')
}

fn is_separator(c: char) -> bool {
    is_hyphen(c) || c.is_whitespace() || matches!(c, '.' | '．' | '·' | '・' | '_' | '(' | ')' | '（' | '）')
}
