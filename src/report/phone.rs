//! Phones in lists: whole, masked or left out.

use crate::base::text::narrow;
use crate::settings::PhonePrivacy;

/// Digits that stay readable at the end.
const TAIL: usize = 4;
/// A cell with fewer digits is an extension or a fragment; nothing of it stays.
const SHORTEST_NUMBER: usize = 7;
/// A mainland mobile number.
const MOBILE: usize = 11;
/// The groups in which a mobile number is written within a text.
const SHAPES: [&[usize]; 4] = [&[MOBILE], &[3, 4, 4], &[3, 8], &[7, 4]];
/// More readable digits beside asterisks than this and the number is not really masked.
const MASKED_AT_MOST: usize = 8;

/// A phone as it may be shown: all digits, or `138****1234`.
pub fn shown(phone: &str, privacy: PhonePrivacy) -> Option<String> {
    match privacy {
        PhonePrivacy::Full => Some(phone.to_owned()),
        PhonePrivacy::Masked => Some(mask(phone)),
        PhonePrivacy::None => None,
    }
}

/// Masks every number of a cell: `13812341234` is `138****1234`, `010-12345678` is `010-****5678`; what is masked
/// already stays, and so does a text without digits.
pub fn mask(phone: &str) -> String {
    let phone = narrow(phone);
    let mut masked = String::new();
    let mut rest = phone.as_str();
    while let Some(at) = rest.find([',', ';', '/', '、', '|', '\n']) {
        let (number, tail) = rest.split_at(at);
        let separator = tail.chars().next().map_or(0, char::len_utf8);
        masked.push_str(&mask_one(number));
        masked.push_str(&tail[..separator]);
        rest = &tail[separator..];
    }
    masked + &mask_one(rest)
}

fn mask_one(number: &str) -> String {
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || (number.contains('*') && digits.len() <= MASKED_AT_MOST) {
        return number.to_owned();
    }
    for country in ["0086", "86"] {
        if digits.len() >= MOBILE + country.len() && digits.starts_with(country) {
            digits.drain(..country.len());
        }
    }
    if digits.len() < SHORTEST_NUMBER {
        return "****".to_owned();
    }
    let tail = &digits[digits.len() - TAIL..];
    let area = number.trim().split_once('-').map(|(area, _)| area.trim());
    match area {
        Some(area) if area.starts_with('0') && (3..=4).contains(&area.len()) && area.is_ascii() => {
            format!("{area}-****{tail}")
        }
        _ if digits.len() >= MOBILE => format!("{}****{tail}", &digits[..3]),
        _ => format!("****{tail}"),
    }
}

/// A free text in which mobile numbers are masked; other numbers (orders, dates, vehicles) stay.
pub fn mask_within(text: &str, privacy: PhonePrivacy) -> String {
    if privacy == PhonePrivacy::Full {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        match mobile_at(&chars, at) {
            Some((from, to)) => {
                out.extend(&chars[at..from]);
                let digits: String = chars[from..to].iter().filter_map(|c| digit(*c)).collect();
                out.push_str(&mask_one(&digits));
                at = to;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// The mobile number that begins a word here, perhaps behind its country code: from where to where.
fn mobile_at(chars: &[char], at: usize) -> Option<(usize, usize)> {
    if at > 0 && is_word(chars, at - 1) {
        return None;
    }
    let from = behind_country(chars, at);
    let parts_of_more = from == at && at > 1 && is_hyphen(chars[at - 1]) && is_word(chars, at - 2);
    SHAPES.into_iter().find_map(|shape| {
        let to = shape_end(chars, from, shape)?;
        let second = digit(*chars.get(from + 1)?)?;
        let divided = shape.len() > 1;
        // 1309-2013-… is rather the number of a document, and so is what goes on behind a hyphen.
        let goes_on = chars.get(to).is_some_and(|c| is_hyphen(*c)) && is_word(chars, to + 1);
        let lowest = if divided { '3' } else { '1' };
        let mobile = digit(chars[from]) == Some('1') && second >= lowest;
        (mobile && !(divided && (goes_on || parts_of_more))).then_some((from, to))
    })
}

/// Where the number begins behind +86, 86 or 0086; without a plus sign 86 must stand apart.
fn behind_country(chars: &[char], at: usize) -> usize {
    let follows =
        |code: &str| code.chars().enumerate().all(|(n, c)| chars.get(at + n).copied().and_then(digit) == Some(c));
    let plus = at > 0 && matches!(chars[at - 1], '+' | '＋');
    for code in ["0086", "86"] {
        let next = at + code.len();
        if follows(code) && chars.get(next).is_some_and(|c| is_separator(*c)) {
            return next + 1;
        }
        if follows(code) && (plus || code.starts_with('0')) {
            return next;
        }
    }
    at
}

/// Where a word of digits in these groups ends.
fn shape_end(chars: &[char], from: usize, shape: &[usize]) -> Option<usize> {
    let mut at = from;
    for (number, length) in shape.iter().enumerate() {
        if number > 0 {
            chars.get(at).filter(|c| is_separator(**c))?;
            at += 1;
        }
        let group = chars.get(at..at + length)?;
        if group.iter().any(|c| digit(*c).is_none()) {
            return None;
        }
        at += length;
    }
    (!is_word(chars, at)).then_some(at)
}

/// A digit, narrow or of full width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn is_word(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| c.is_ascii_alphanumeric() || digit(*c).is_some())
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '‐' | '‑' | '–')
}

fn is_separator(c: char) -> bool {
    is_hyphen(c) || matches!(c, ' ' | '\u{a0}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_mobile_number_is_hidden() {
        for phone in ["13812341234", "138 1234 1234", "+86 138-1234-1234", "008613812341234", "１３８１２３４１２３４"]
        {
            assert_eq!(mask(phone), "138****1234", "{phone}");
        }
    }

    #[test]
    fn what_is_masked_already_stays() {
        assert_eq!(mask("138****1234"), "138****1234");
        assert_eq!(mask("138*12341234"), "138****1234");
    }

    #[test]
    fn landlines_keep_their_area() {
        assert_eq!(mask("010-12345678"), "010-****5678");
        assert_eq!(mask("0755-1234567"), "0755-****4567");
        assert_eq!(mask("12345678"), "****5678");
        assert_eq!(mask("8021"), "****");
    }

    #[test]
    fn two_numbers_in_a_cell_are_both_masked() {
        assert_eq!(mask("13812341234/13998765432"), "138****1234/139****5432");
        assert_eq!(mask("无"), "无");
    }

    #[test]
    fn a_number_in_a_comment_is_masked_and_an_order_number_is_not() {
        let comment = "请改打13812341234(工单 R20130901001,旧号12345678901234)";
        let masked = mask_within(comment, PhonePrivacy::Masked);
        assert_eq!(masked, "请改打138****1234(工单 R20130901001,旧号12345678901234)");
        assert_eq!(mask_within(comment, PhonePrivacy::Full), comment);
    }

    #[test]
    fn a_number_in_groups_or_with_its_country_is_masked_within_a_text() {
        for (text, masked) in [
            ("打138 1234 0099不通", "打138****0099不通"),
            ("138-1234-0066是空号", "138****0066是空号"),
            ("138　1234　0066", "138****0066"),
            ("请打138-12340066,或1381234 0066", "请打138****0066,或138****0066"),
            ("+86 138 1234 0099", "+86 138****0099"),
            ("+86-138-1234-0099。", "+86-138****0099。"),
            ("+8613812340099", "+86138****0099"),
            ("008613812340099", "0086138****0099"),
            ("86 13812340099", "86 138****0099"),
            ("１３８１２３４００９９", "138****0099"),
            ("138 1234 0099 2013-09-05 10:30", "138****0099 2013-09-05 10:30"),
            ("13812340099/139 8765 4321", "138****0099/139****4321"),
        ] {
            assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
        }
    }

    #[test]
    fn numbers_of_orders_vehicles_and_dates_are_no_phones() {
        for text in [
            "工单 R20130901001",
            "8613812340099",
            "138-1234-0066-01",
            "WO-138-1234-0066",
            "1309-2013-001",
            "LSVAA49J132000001",
            "LSV13812340099",
            "2013-09-05 10:30:00",
            "12-31-2013 090",
            "110-1234-5678",
            "138 1234 009",
            "130 1234 56789",
            "138",
        ] {
            assert_eq!(mask_within(text, PhonePrivacy::Masked), text);
        }
    }

    #[test]
    fn privacy_decides() {
        assert_eq!(shown("13812341234", PhonePrivacy::Full).as_deref(), Some("13812341234"));
        assert_eq!(shown("13812341234", PhonePrivacy::None), None);
    }
}
