//! Phones in lists: whole, masked or left out.

use crate::base::text::narrow;
use crate::settings::PhonePrivacy;

/// Digits that stay readable at the end.
const TAIL: usize = 4;
/// A cell with fewer digits is an extension or a fragment; nothing of it stays.
const SHORTEST_NUMBER: usize = 7;
/// A mainland mobile number.
const MOBILE: usize = 11;
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

/// A free text in which mobile numbers are masked; longer and shorter runs of digits (orders, dates) stay.
pub fn mask_within(text: &str, privacy: PhonePrivacy) -> String {
    if privacy == PhonePrivacy::Full {
        return text.to_owned();
    }
    let mut out = String::new();
    for run in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = run.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let mobile = word.len() == MOBILE
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && word.starts_with('1')
            && !word.starts_with("10");
        if mobile {
            out.push_str(&mask_one(word));
            out.push_str(&run[word.len()..]);
        } else {
            out.push_str(run);
        }
    }
    out
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
    fn privacy_decides() {
        assert_eq!(shown("13812341234", PhonePrivacy::Full).as_deref(), Some("13812341234"));
        assert_eq!(shown("13812341234", PhonePrivacy::None), None);
    }
}
