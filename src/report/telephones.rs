//! Where telephone numbers stand in a text. A mobile number in one of the usual groupings is one whatever sign divides it and
//! whatever figures stand beside it (15，139/1111/2222), in any digits (一三九…), with letters at it (T13911112222) or not; in
//! another grouping only where one sign divides it that divides telephone numbers (1391-1112-222). A landline is one only
//! where it is written as one (010-12345678, 4008208820, 电话 8765432) or stands in a column of telephones. Dates, money,
//! numbers of orders and vehicles are none. Where nothing tells an order from a telephone it is taken for a telephone.

use std::ops::Range;

use crate::base::digits::{any, mistyped};
use crate::tables::numbers::{COUNTRY, MOBILE, Numbers, SERVICE, SERVICE_CODES, USUAL, is_mobile};

use super::digit_groups::{Joint, Line, is_day, is_hyphen};

/// A text with fewer digits holds no number.
const FEWEST: usize = 7;
/// Digits of a landline, behind its area code and alone behind a word.
const LOCAL: std::ops::RangeInclusive<usize> = 7..=8;
const BEHIND_A_WORD: std::ops::RangeInclusive<usize> = 7..=12;
/// Letters and digits of the number of a vehicle.
const VIN: usize = 17;
/// Digits behind the point of an amount.
const CENTS: usize = 2;
/// An extension has no more digits than this.
const EXTENSION: usize = 5;
/// A mobile number that is grouped unusually has at most so many parts, or each digit apart.
const PARTS: usize = 4;
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

/// The digits of a text, as `0` to `9`.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter_map(any).collect()
}

/// The telephone numbers of a text, from left to right.
pub(super) fn find(text: &str, numbers: &Numbers) -> Vec<Telephone> {
    if !may_hold_one(text) {
        return Vec::new();
    }
    let mut line = Line::of(text);
    let mut found = line.usual_mobiles(numbers);
    // What is surely a number is found before what only may be one.
    for find in [Line::landline, Line::doubtful] {
        for first in 0..line.groups.len() {
            if let Some((telephone, last)) = find(&line, first, numbers) {
                line.take(first, last);
                found.push(telephone);
            }
        }
    }
    found.sort_by_key(|telephone| telephone.at.start);
    found
}

/// Whether so many digits as a number has stand in a text without a word that parts them; nearly all texts hold no or few.
fn may_hold_one(text: &str) -> bool {
    let mut digits = 0;
    text.chars().any(|c| {
        if any(c).or_else(|| mistyped(c)).is_some() {
            digits += 1;
        } else if c.is_alphanumeric() {
            digits = 0;
        }
        digits >= FEWEST
    })
}

impl Line {
    /// The mobile numbers in a usual grouping. Of more than eleven digits without a gap those are one that end or begin where
    /// they do: 二〇一三〇九〇一一三九一一一一二二二二.
    fn usual_mobiles(&mut self, numbers: &Numbers) -> Vec<Telephone> {
        let mobile = |first| self.mobile(first, true, numbers).map(|(telephone, last)| (first, last, telephone));
        let mut all: Vec<_> = (0..self.groups.len()).filter_map(mobile).collect();
        all.sort_by_key(|(first, last, _)| usize::from(self.touches(*first)) + usize::from(self.touches(last + 1)));
        let mut found = Vec::new();
        for (first, last, telephone) in all {
            if self.groups[first..=last].iter().all(|group| !group.taken) {
                self.take(first, last);
                found.push(telephone);
            }
        }
        found
    }

    fn take(&mut self, first: usize, last: usize) {
        self.groups[first..=last].iter_mut().for_each(|group| group.taken = true);
    }

    /// A number that is written as a landline and begins with a group, and its last group.
    fn landline(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        self.with_area(first).or_else(|| self.service(first, numbers))
    }

    /// A number that is told by one sign between its digits, a country or a word before it, or its column.
    fn doubtful(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        self.mobile(first, false, numbers)
            .or_else(|| self.of_another_area(first))
            .or_else(|| self.behind_a_word(first))
            .or_else(|| self.known(first, numbers))
    }

    /// 1[3-9] and nine digits more, perhaps behind 0, 86 or 0086 without a gap; in a usual grouping or in another one.
    fn mobile(&self, first: usize, usual: bool, numbers: &Numbers) -> Option<(Telephone, usize)> {
        let begin = &self.groups[first].digits;
        let mut skipped =
            COUNTRY.iter().rev().filter(|country| begin.starts_with(**country)).map(|country| country.len());
        skipped.find_map(|skipped| {
            // Nearly all groups are spared the rest.
            if !(begin[skipped..].is_empty() || begin[skipped..].starts_with('1')) {
                return None;
            }
            let (digits, last) = self.exactly(first, skipped, MOBILE, Joint::Sign)?;
            let parts = self.parts(first, skipped, last);
            let divided = parts.len() > 1;
            let is_grouped = USUAL.contains(&parts.as_slice());
            let is_figure = || {
                self.is_amount(first, last)
                    || (!(usual && divided) && self.is_masked(first, last))
                    || if usual { divided && self.is_sum(first, last) } else { self.is_figure(first, last, &parts) }
            };
            let is_one = is_mobile(&digits)
                && is_grouped == usual
                && !is_figure()
                && !self.is_document(first, last, &parts, numbers);
            is_one.then(|| (self.found(first, skipped, last, digits, 0), last))
        })
    }

    /// Whether groups of unusual lengths are figures: listed, with cents, a date, behind a word for figures.
    fn is_figure(&self, first: usize, last: usize, parts: &[usize]) -> bool {
        let is_digit = |group: Option<usize>| {
            group.and_then(|at| self.groups.get(at)).is_some_and(|group| group.digits.len() == 1)
        };
        let divider = self.divider(first, last);
        let spelled = divider.as_deref() == Some(" ")
            && parts.len() == MOBILE
            && !is_digit(first.checked_sub(1))
            && !is_digit(Some(last + 1));
        let grouped = divider.is_some() && parts.len() <= PARTS;
        let cents = self.is_decimal(first, last) && self.groups[last].digits.len() <= CENTS;
        !(spelled || grouped)
            || cents
            || self.is_dated(first, last)
            || self.is_called_a_figure(self.groups[first].at.start)
    }

    /// Whether the groups are the number of an order or a vehicle, or a part of one: a column of such numbers says so, what
    /// touches them makes a longer number of them, or letters stand before a day (WX13060100012).
    fn is_document(&self, first: usize, last: usize, parts: &[usize], numbers: &Numbers) -> bool {
        let groups = &self.groups[first..=last];
        let [before, behind] = self.touching(first, last);
        let is_named = || self.is_latin_word(before.edge) || self.is_named(before.edge - before.text.len());
        if before.has_letters() && is_named() {
            return false;
        }
        let own: String = groups.iter().map(|group| group.digits.as_str()).collect();
        let whole = format!("{}{own}{}", before.text, behind.text);
        let (divided, usual) = (last > first, USUAL.contains(&parts));
        let is_code = !(usual && parts.len() > 1) && numbers.is_code(&own);
        if is_code || (whole != own && numbers.is_code(&whole)) {
            return true;
        }
        // Digits joined to a number in a usual grouping are a country, an extension or no part of it.
        let is_part = [&before, &behind]
            .iter()
            .any(|touching| touching.has_digits() && (!usual || (touching.has_letters() && !touching.joined)));
        let is_vehicle = !divided && !before.joined && !behind.joined && whole.len() == VIN;
        is_part || (before.has_letters() && (is_vehicle || self.begins_with_day(first, last)))
    }

    /// `010-12345678`, `(0755)8765432`, `0755 8765 4321`, perhaps with an extension.
    fn with_area(&self, first: usize) -> Option<(Telephone, usize)> {
        let area = &self.groups[first].digits;
        let code = matches!(area.as_bytes(), [b'0', b'1', b'0'] | [b'0', b'2', _] | [b'0', b'3'..=b'9', _, _]);
        let next = first + 1;
        self.groups.get(next).filter(|group| code && group.joint == Joint::Grouping)?;
        let (number, last) = self.at_most(next, LOCAL)?;
        let is_date = self.is_dated(next, last) || is_day(&number) || self.is_decimal(first, last);
        (self.stands_alone_with_extension(first, last) && !is_date)
            .then(|| (self.found(first, 0, last, format!("{area}{number}"), area.len()), last))
    }

    /// `400-820-8820`, `4008208820`
    fn service(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        let begins = SERVICE_CODES.iter().any(|code| self.groups[first].digits.starts_with(code));
        let (digits, last) = if begins { self.exactly(first, 0, SERVICE, Joint::Grouping)? } else { return None };
        let divided = last > first;
        let other = self.is_decimal(first, last) || self.is_amount(first, last);
        let code = !divided && numbers.is_code(&digits);
        (self.stands_alone(first, last, divided) && !other && !code)
            .then(|| (self.found(first, 0, last, digits, 3), last))
    }

    /// `+86 755 87654321`: behind the country an area has no 0.
    fn of_another_area(&self, first: usize) -> Option<(Telephone, usize)> {
        (first > 0 && self.is_country(first - 1) && self.groups[first].joint == Joint::Grouping).then_some(())?;
        let (digits, last) = self.at_most(first, 9..=12)?;
        self.ends_a_number(last, true).then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// `电话 8765432`
    fn behind_a_word(&self, first: usize) -> Option<(Telephone, usize)> {
        if !self.is_named(self.groups[first].at.start) {
            return None;
        }
        let (digits, last) = self.at_most(first, BEHIND_A_WORD)?;
        let is_date = self.is_dated(first, last) || is_day(&self.groups[first].digits);
        (!is_date && self.ends_a_number(last, true)).then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// A number of a column of telephones.
    fn known(&self, first: usize, numbers: &Numbers) -> Option<(Telephone, usize)> {
        let (digits, last) = BEHIND_A_WORD.rev().find_map(|length| self.exactly(first, 0, length, Joint::Sign))?;
        let is_figure = is_day(&digits) || self.is_thousands(first, last);
        (numbers.is_landline(&digits) && !is_figure && self.stands_alone(first, last, last > first))
            .then(|| (self.found(first, 0, last, digits, 0), last))
    }

    /// Groups, joined by nothing that parts more than `most`, that hold exactly so many digits behind the first `skipped`
    /// of them; and the last group.
    fn exactly(&self, first: usize, skipped: usize, length: usize, most: Joint) -> Option<(String, usize)> {
        let mut digits = self.groups[first].digits[skipped..].to_owned();
        if digits.is_empty() || self.groups[first].taken {
            return None;
        }
        let mut last = first;
        while digits.len() < length {
            last += 1;
            digits += &self.groups.get(last).filter(|group| group.joint <= most && !group.taken)?.digits;
        }
        (digits.len() == length).then_some((digits, last))
    }

    /// The most joined groups with a number of digits in the range.
    fn at_most(&self, first: usize, lengths: std::ops::RangeInclusive<usize>) -> Option<(String, usize)> {
        lengths.rev().find_map(|length| self.exactly(first, 0, length, Joint::Grouping))
    }

    fn found(&self, first: usize, skipped: usize, last: usize, digits: String, area: usize) -> Telephone {
        let mut start = self.groups[first].at.start + skipped;
        let end = self.groups[last].at.end;
        // A bracket around the first group belongs to the number.
        let closes = self.chars[start..end].iter().any(|(_, c)| matches!(c, ')' | '）'));
        if closes && start > 0 && matches!(self.chars[start - 1].1, '(' | '（') {
            start -= 1;
        }
        Telephone { at: self.byte(start)..self.byte(end), digits, area }
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
        let is_part = any(further).is_some() || (is_hyphen(before) && further.is_ascii_alphabetic());
        !is_part || self.is_latin_word(start - 1)
    }

    /// Whether a number ends behind a group, an extension apart.
    fn ends_a_number(&self, last: usize, may_go_on: bool) -> bool {
        let end = self.groups[last].at.end;
        let Some((_, behind)) = self.chars.get(end) else { return true };
        if behind.is_ascii_alphabetic() {
            // One letter or letters and digits are of a document's number, a name is not.
            let word = self.chars[end..].iter().take_while(|(_, c)| c.is_ascii_alphabetic()).count();
            let more = self.chars.get(end + word).is_some_and(|(_, c)| any(*c).is_some());
            return word > 1 && !more;
        }
        let next = self.chars.get(end + 1).map(|(_, c)| *c);
        let goes_on = match behind {
            c if is_hyphen(*c) => next.is_some_and(|c| c.is_ascii_alphanumeric() || any(c).is_some()),
            '.' => next.is_some_and(|c| any(c).is_some()),
            _ => false,
        };
        let short = self
            .groups
            .get(last + 1)
            .is_some_and(|group| group.joint == Joint::Grouping && group.digits.len() <= EXTENSION);
        !goes_on || (may_go_on && short)
    }
}
