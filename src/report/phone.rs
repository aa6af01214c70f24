//! How a telephone number is shown: whole, masked or not at all; alone in its cell, or where one stands in a text.

use std::borrow::Cow;

use crate::base::text::narrow;
use crate::report::telephones::{self, Telephone, digits};
use crate::settings::PhonePrivacy;
use crate::tables::numbers::{COUNTRY, Numbers};

/// Digits that stay readable at the end.
const TAIL: usize = 4;
/// A cell with fewer digits is an extension or a fragment; nothing of it stays.
const SHORTEST_NUMBER: usize = 7;
/// A mainland mobile number.
const MOBILE: usize = 11;
/// More readable digits beside asterisks than this and the number is not really masked.
const MASKED_AT_MOST: usize = 8;
/// What stands in the place of a number.
const HIDDEN: &str = "****";

/// What stands in a column of phones as it may be shown: all digits, or `138****1234`.
pub fn shown(phone: &str, privacy: PhonePrivacy) -> Option<String> {
    match privacy {
        PhonePrivacy::Full => Some(phone.to_owned()),
        PhonePrivacy::Masked => Some(mask(phone)),
        PhonePrivacy::None => None,
    }
}

/// Masks every number of a cell of phones: `13812341234` is `138****1234`, `010-12345678` is `010-****5678`; what is
/// masked already stays, and so does a text without digits.
fn mask(phone: &str) -> String {
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
    let mut digits = digits(number);
    if digits.is_empty() || (number.contains('*') && digits.len() <= MASKED_AT_MOST) {
        return number.to_owned();
    }
    for country in ["0086", "86"] {
        if digits.len() >= MOBILE + country.len() && digits.starts_with(country) {
            digits.drain(..country.len());
        }
    }
    if digits.len() < SHORTEST_NUMBER {
        return HIDDEN.to_owned();
    }
    let area = number.trim().split_once('-').map(|(area, _)| area.trim());
    match area {
        Some(area) if area.starts_with('0') && (3..=4).contains(&area.len()) && area.is_ascii() => {
            masked(&digits, &format!("{area}-"))
        }
        _ if digits.len() >= MOBILE => masked(&digits, &digits[..3]),
        _ => masked(&digits, ""),
    }
}

/// `138****1234`: what may be read of a number before the asterisks, and its last digits.
fn masked(digits: &str, before: &str) -> String {
    format!("{before}{HIDDEN}{}", &digits[digits.len().saturating_sub(TAIL)..])
}

/// A text, owned where telephone numbers in it are masked; other numbers (orders, dates, vehicles) stay. Where no phone may be
/// shown at all, a text that only is one is blank, and within a text asterisks stand in its place.
pub(super) fn within<'t>(text: &'t str, privacy: PhonePrivacy, numbers: &Numbers) -> Cow<'t, str> {
    if privacy == PhonePrivacy::Full {
        return Cow::Borrowed(text);
    }
    let found = telephones::find(text, numbers);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    if privacy == PhonePrivacy::None && is_nothing_else(text, &found) {
        return Cow::Owned(String::new());
    }
    let (mut out, mut at) = (String::new(), 0);
    for Telephone { at: place, digits, area } in &found {
        out.push_str(&text[at..place.start]);
        match privacy {
            PhonePrivacy::None => out.push_str(HIDDEN),
            _ if *area > 0 => out.push_str(&masked(digits, &format!("{}-", &digits[..*area]))),
            _ if digits.len() == MOBILE => out.push_str(&masked(digits, &digits[..3])),
            _ => out.push_str(&masked(digits, "")),
        }
        at = place.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Whether a text says nothing but these numbers.
fn is_nothing_else(text: &str, found: &[Telephone]) -> bool {
    let starts = std::iter::once(0).chain(found.iter().map(|one| one.at.end));
    let ends = found.iter().map(|one| one.at.start).chain([text.len()]);
    starts.zip(ends).all(|(start, end)| {
        let rest: String = text[start..end].chars().filter(|c| c.is_alphanumeric()).collect();
        COUNTRY.contains(&rest.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask_within(text: &str, privacy: PhonePrivacy) -> String {
        within(text, privacy, &Numbers::default()).into_owned()
    }

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
        let hidden = mask_within(comment, PhonePrivacy::None);
        assert_eq!(hidden, "请改打****(工单 R20130901001,旧号12345678901234)");
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
            ("8613812340099", "86138****0099"),
            ("013812340099", "0138****0099"),
            ("１３８１２３４００９９", "138****0099"),
            ("138 1234 0099 2013-09-05 10:30", "138****0099 2013-09-05 10:30"),
            ("13812340099/139 8765 4321", "138****0099/139****4321"),
            ("1391-1112-222", "139****2222"),
            ("139.1111.2222", "139****2222"),
            ("139·1111·2222", "139****2222"),
            ("(139)11112222", "139****2222"),
            ("1 3 9 1 1 1 1 2 2 2 2", "139****2222"),
            ("Tel13911112222", "Tel139****2222"),
            ("tel-139-1111-2222", "tel-139****2222"),
            ("No.139 1111 2222", "No.139****2222"),
            ("微信wx13911112222", "微信wx139****2222"),
            ("13911112222wang", "139****2222wang"),
            ("138**** 13911112222", "138**** 139****2222"),
        ] {
            assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
        }
    }

    #[test]
    fn a_landline_is_masked_where_it_is_written_as_one() {
        for (text, masked) in [
            ("打010-12345678不通", "打010-****5678不通"),
            ("(0755)8765432", "0755-****5432"),
            ("（0755）87654321转801", "0755-****4321转801"),
            ("0755 8765 4321", "0755-****4321"),
            ("021-8765432-801", "021-****5432-801"),
            ("+86 755 87654321", "+86 755****4321"),
            ("400-820-8820", "400-****8820"),
            ("800 820 8820", "800-****8820"),
            ("400-8208820", "400-****8820"),
            ("电话:87654321", "电话:****4321"),
            ("电话是 8765-4321,", "电话是 ****4321,"),
            ("Tel. 8765432", "Tel. ****5432"),
            ("座机：07558765432", "座机：075****5432"),
            ("手机４００８２０８８２０", "手机****8820"),
        ] {
            assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
        }
    }

    #[test]
    fn numbers_of_orders_vehicles_dates_and_money_are_no_phones() {
        for text in [
            "工单 R20130901001",
            "WX13060695",
            "WX13060100012",
            "138-1234-0066-01",
            "WO-138-1234-0066",
            "WO-0755-8765432",
            "LSVAA49J132000001",
            "LSV13812340099",
            "13812340099A",
            "2013-09-05 10:30:00",
            "2013.09.05-2013.10.05",
            "12-31-2013 090",
            "13-09-05 12345",
            "15.09.2013 123",
            "010-20130905",
            "110-1234-5678",
            "138 1234 009",
            "130 1234 56789",
            "138",
            "京A13812",
            "87654321",
            "20130905 87654321",
            "电话 2013-09-05 打过",
            "电话20130905未接",
            "手机壳 12345",
            "1380.1234567",
            "¥13800138000",
            "13800138000元",
            "13,800,138,000.00",
            "138****1234",
            "010-****5678",
            "电话 ****5678",
            "电话138****5678",
            "里程 138000 公里",
            "4008208820",
        ] {
            assert_eq!(mask_within(text, PhonePrivacy::Masked), text);
        }
    }

    #[test]
    fn privacy_decides() {
        assert_eq!(shown("13812341234", PhonePrivacy::Full).as_deref(), Some("13812341234"));
        assert_eq!(shown("13812341234", PhonePrivacy::None), None);
        for text in ["13812341234", "+86 138-1234-1234", "(010) 12345678", "13812341234/139 1111 2222"] {
            assert_eq!(mask_within(text, PhonePrivacy::None), "", "{text}");
        }
        assert_eq!(mask_within("张三13812341234", PhonePrivacy::None), "张三****");
    }

    use proptest::prelude::*;

    /// Eleven digits of a mobile number in some grouping: a separator behind some of the digits, of one kind.
    fn grouped() -> impl Strategy<Value = (String, String)> {
        let number = (3..=9_u8, prop::collection::vec(0..=9_u8, 9));
        let gaps = prop::collection::vec(prop::bool::weighted(0.3), 10);
        let separator = prop::sample::select(vec!["-", " ", "\u{3000}", "·", " - ", "\u{a0}", "－", "_"]);
        (number, gaps, separator, any::<bool>()).prop_map(|((second, rest), gaps, separator, wide)| {
            let digits: String = [1, second].into_iter().chain(rest).map(|digit| char::from(b'0' + digit)).collect();
            let mut written = String::new();
            for (at, digit) in digits.chars().enumerate() {
                let full = char::from_u32(u32::from(digit) - 0x30 + 0xff10).unwrap_or(digit);
                written.push(if wide { full } else { digit });
                if gaps.get(at) == Some(&true) {
                    written.push_str(separator);
                }
            }
            (digits, written)
        })
    }

    proptest! {
        #[test]
        fn no_mobile_number_leaks_in_whatever_grouping(
            (digits, written) in grouped(),
            before in prop::sample::select(vec!["", "打", "电话:", "+86 ", "张三", "(", "2013-09-05,", "tel:"]),
            after in prop::sample::select(vec!["", "不通", ")", ",明天", "。", "/空号"]),
        ) {
            // Three groups that are a date are a date: 13-09-01 23456.
            let parts: Vec<&str> = written.split(|c: char| !c.is_numeric()).filter(|part| !part.is_empty()).collect();
            let dated = |parts: &[&str]| {
                let lengths: Vec<usize> = parts.iter().map(|part| part.chars().count()).collect();
                matches!(lengths.as_slice(), [2 | 4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
            };
            let only_spaces = written.chars().all(|c| c.is_numeric() || c.is_whitespace());
            prop_assume!(only_spaces || !parts.windows(3).any(dated));
            let text = format!("{before}{written}{after}");
            for privacy in [PhonePrivacy::Masked, PhonePrivacy::None] {
                let out = mask_within(&text, privacy);
                prop_assert_eq!(mask_within(&out, privacy), out.clone(), "masking again changes nothing");
                prop_assert!(!telephones::digits(&out).contains(&digits), "{} → {}", text, out);
            }
        }

        #[test]
        fn ordinary_numbers_stay(
            year in 1990..2050_u32, month in 1..=12_u32, day in 1..=31_u32, hour in 0..24_u32, minute in 0..60_u32,
            amount in 0..100_000_000_u32, cents in 0..100_u32, serial in 0..100_000_u32,
            between in prop::sample::select(vec![",", "、", ";", "/", " 至 ", "(", "的"]),
        ) {
            for text in [
                format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
                format!("{year}.{month}.{day}{between}{year}/{month}/{day}"),
                format!("{year}年{month}月{day}日{hour}点{minute}分"),
                format!("{year}{month:02}{day:02}{between}{amount}.{cents:02}元"),
                format!("工单 R{year}{month:02}{day:02}{serial:05}"),
                format!("{year}{month:02}{day:02}{serial:05}"),
                format!("RO-{year}-{month:02}-{serial:05}"),
                format!("LSVAA49J1320{serial:05}{between}京A{serial:05}"),
                format!("里程{serial}公里,金额¥{amount}.{cents:02}"),
                format!("第 {serial} 行{between}B{serial}:B{amount}"),
            ] {
                prop_assert_eq!(mask_within(&text, PhonePrivacy::Masked), text);
            }
        }
    }
}
