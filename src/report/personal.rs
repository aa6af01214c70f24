//! How what tells who a customer is is shown: names in their columns, plates and vehicle identification numbers wherever they
//! stand.

use std::borrow::Cow;

use crate::base::digits::mistyped;
use crate::base::finding_groups::BETWEEN_VALUES;
use crate::base::text::half_width;
use crate::settings::PhonePrivacy;
use crate::tables::customer_names::CUSTOMER;

/// What stands in the place of what is not shown.
const HIDDEN: &str = "***";
/// The provinces with which plates begin.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// What plates of schools, police and so on end in.
const LAST_SIGNS: &str = "学警港澳挂领使";
/// Signs of a plate behind its province and letter.
const PLATE: std::ops::RangeInclusive<usize> = 5..=6;
/// So many signs may stand between two parts of a plate.
const BETWEEN: usize = 2;
/// What stands behind a number that is no part of a plate.
const OF_A_NUMBER: &str = "款年月日元万公里台次人%";
/// Signs of a vehicle identification number, and those of them that tell the model and not the car.
const VIN: usize = 17;
const MODEL: usize = 8;
/// What people type between the parts of one.
const WITHIN_A_VIN: [char; 4] = [' ', '-', '·', '.'];
/// Its first signs are those of the maker, in China letters; its last ones count the cars.
const MAKER: usize = 3;
const RUNNING: usize = 5;

/// What tells who a customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A name.
    Name,
    /// A plate.
    Plate,
    /// A vehicle identification number.
    Vin,
}

/// What stands in a field of this name, which all tables have in common.
pub fn of_field(field: &str) -> Option<What> {
    match field {
        CUSTOMER => Some(What::Name),
        "plate" => Some(What::Plate),
        "vin" => Some(What::Vin),
        _ => None,
    }
}

/// The content of a cell as it may be shown; `None` where nothing of it may. It is the raw content: what other rules have
/// hidden in it before would be taken for what is hidden here. Several values joined are each shown so.
pub fn shown(what: What, text: &str, privacy: PhonePrivacy) -> Option<String> {
    match privacy {
        PhonePrivacy::Full => Some(text.to_owned()),
        PhonePrivacy::None => None,
        PhonePrivacy::Masked => {
            let parts = text.split(BETWEEN_VALUES).map(|part| masked(what, part));
            Some(parts.collect::<Vec<_>>().join(&BETWEEN_VALUES.to_string()))
        }
    }
}

/// `张**`, `京A***45`, `LSVAA49J***`; what is masked so already stays. Whatever else stands in the cell is not shown.
fn masked(what: What, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || is_masked(what, text) {
        return text.to_owned();
    }
    let signs: Vec<char> = text.chars().collect();
    match what {
        What::Name => format!("{}**", signs[0]),
        What::Plate => {
            let begin = if begins_plate(&signs) { 2 } else { 1 };
            let end = &signs[signs.len().saturating_sub(2).max(begin)..];
            let end = if end.iter().all(|sign| is_of_plate(*sign)) { end } else { &[] };
            let [begin, end] = [&signs[..begin], end].map(|part| part.iter().collect::<String>());
            begin + HIDDEN + &end
        }
        What::Vin => {
            let of_vin = signs.iter().take_while(|sign| sign.is_ascii_alphanumeric());
            of_vin.take(MODEL.min(signs.len() / 2)).collect::<String>() + HIDDEN
        }
    }
}

/// Whether a value has the very form that it would be given.
fn is_masked(what: What, text: &str) -> bool {
    let Some((before, after)) = text.split_once(HIDDEN) else { return false };
    let before: Vec<char> = before.chars().collect();
    match what {
        // A name of one sign and two asterisks becomes what it is.
        What::Name => false,
        What::Plate => {
            let begins = begins_plate(&before) && before.len() == 2;
            begins && after.chars().count() <= 2 && after.chars().all(is_of_plate)
        }
        What::Vin => after.is_empty() && before.len() <= MODEL && before.iter().all(char::is_ascii_alphanumeric),
    }
}

/// A province and its letter.
fn begins_plate(signs: &[char]) -> bool {
    matches!(signs, [province, letter, ..] if PROVINCES.contains(*province) && letter.is_ascii_alphabetic())
}

fn is_of_plate(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || LAST_SIGNS.contains(sign)
}

/// The same within a text, in which something stands in its place.
pub(super) fn in_a_text(what: What, text: &str, privacy: PhonePrivacy) -> String {
    shown(what, text, privacy).unwrap_or_else(|| HIDDEN.to_owned())
}

/// A text without the plates and vehicle identification numbers that stand in it.
pub fn within(text: &str, privacy: PhonePrivacy) -> Cow<'_, str> {
    if privacy == PhonePrivacy::Full {
        return Cow::Borrowed(text);
    }
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while at < signs.len() {
        let starts = at == 0 || !signs[at - 1].1.is_ascii_alphanumeric();
        let found = plate(&signs[at..]).map(|length| (What::Plate, length));
        let found = found.or_else(|| vin(&signs[at..]).filter(|_| starts).map(|length| (What::Vin, length)));
        let Some((what, length)) = found else {
            at += 1;
            continue;
        };
        let (begin, end) = (signs[at].0, signs.get(at + length).map_or(text.len(), |sign| sign.0));
        out.push_str(&text[copied..begin]);
        out.push_str(&in_a_text(what, &text[begin..end], privacy));
        (copied, at) = (end, at + length);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// How many signs from here are a plate.
fn plate(signs: &[(usize, char)]) -> Option<usize> {
    let sign = |at: usize| signs.get(at).map(|(_, sign)| half_width(*sign));
    let behind = |at: usize| at + signs[at..].iter().take(BETWEEN).take_while(|(_, sign)| is_between(*sign)).count();
    if !PROVINCES.contains(sign(0)?) {
        return None;
    }
    let letter = behind(1);
    if !sign(letter)?.is_ascii_alphabetic() {
        return None;
    }
    let from = behind(letter + 1);
    let rest = run(&signs[from..]);
    if PLATE.contains(&rest) && has_digit(&signs[from..from + rest]) {
        return Some(from + rest);
    }
    // 京A8 8888: its signs in two.
    let second = from + rest + 1;
    let is_parted = rest > 0 && signs.get(second - 1).is_some_and(|(_, sign)| is_between(*sign));
    let end = second + run(signs.get(second..).filter(|_| is_parted)?);
    let is_plate = PLATE.contains(&(end - from - 1)) && end > second && has_digit(&signs[from..end]);
    // 新A4 2013款 is a model, 川B3 1000元 a price.
    let second: String = signs[second.min(end)..end].iter().map(|(_, sign)| half_width(*sign)).collect();
    let is_year = second.len() == 4 && ["19", "20"].iter().any(|century| second.starts_with(century));
    let counts = signs.get(end).is_some_and(|(_, sign)| OF_A_NUMBER.contains(*sign));
    (is_plate && !is_year && !counts).then_some(end)
}

/// How many signs from here can stand in a plate.
fn run(signs: &[(usize, char)]) -> usize {
    signs.iter().take_while(|(_, sign)| is_of_plate(half_width(*sign))).count()
}

fn has_digit(signs: &[(usize, char)]) -> bool {
    signs.iter().any(|(_, sign)| half_width(*sign).is_ascii_digit())
}

/// What people type between the parts of a plate.
fn is_between(sign: char) -> bool {
    matches!(
        sign,
        '·' | '•' | '.' | '．' | '-' | '－' | '—' | '_' | '/' | ':' | '：' | '(' | ')' | '（' | '）' | '】' | ']'
    ) || sign.is_whitespace()
}

/// How many signs from here are a vehicle identification number: LSVAA49J132022761, LSVAA49J 1320 22761, VIN before it, O for 0.
fn vin(signs: &[(usize, char)]) -> Option<usize> {
    let sign = |at: usize| signs.get(at).map(|(_, sign)| half_width(*sign).to_ascii_uppercase());
    let is_part = |at: usize| sign(at).is_some_and(|sign| sign.is_ascii_alphanumeric());
    let from = if (0..).zip("VIN".chars()).all(|(at, letter)| sign(at) == Some(letter)) { "VIN".len() } else { 0 };
    let (mut found, mut end) = (String::new(), from);
    while found.len() < VIN
        && (is_part(end) || (is_part(end + 1) && sign(end).is_some_and(|sign| WITHIN_A_VIN.contains(&sign))))
    {
        found.extend(sign(end).filter(char::is_ascii_alphanumeric));
        end += 1;
    }
    if found.len() < VIN || is_part(end) {
        return None;
    }
    let is_usual = end == from + VIN && !found.contains(['I', 'O', 'Q']);
    let mixed =
        found.contains(|sign: char| sign.is_ascii_digit()) && found.contains(|sign: char| sign.is_ascii_alphabetic());
    // In another spelling a number of an order may look so.
    (mixed && (is_usual || is_sure(&found))).then_some(end)
}

/// Whether it can be nothing else: it begins with letters, and its last signs are the running number.
fn is_sure(vin: &str) -> bool {
    let begins = vin.chars().take(MAKER).all(|sign| sign.is_ascii_alphabetic());
    let ends = vin.chars().skip(VIN - RUNNING).all(|sign| sign.is_ascii_digit() || mistyped(sign).is_some());
    begins && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_plates_and_vehicles_are_masked_so_that_two_stay_apart_and_none_is_told() {
        let shown = |what, text| shown(what, text, PhonePrivacy::Masked).expect("masked");
        assert_eq!(shown(What::Name, "张三"), "张**");
        assert_eq!(shown(What::Name, "Anna Smith"), "A**");
        assert_eq!(shown(What::Plate, "京A12345"), "京A***45");
        assert_eq!(shown(What::Plate, "京A1"), "京A***1");
        assert_eq!(shown(What::Vin, "LSVAA49J132022761"), "LSVAA49J***");
        assert_eq!(shown(What::Vin, "132022761"), "1320***");
        assert_eq!(super::shown(What::Name, "张三", PhonePrivacy::None), None);
        for (what, text, masked) in [
            (What::Name, "张三***", "张**"),
            (What::Name, "张三；李四", "张**；李**"),
            (What::Plate, "京A12345张三", "京A***"),
            (What::Plate, "张三 京A12345", "张***45"),
            (What::Vin, "张三13812341234", "***"),
            (What::Vin, "LSVAA49J132022761***", "LSVAA49J***"),
        ] {
            assert_eq!(shown(what, text), masked, "nothing else of {text}");
            assert_eq!(shown(what, masked), masked, "what is masked stays");
        }
    }

    #[test]
    fn plates_and_vehicles_are_found_within_texts_and_other_numbers_stay() {
        for (text, masked, none) in [
            ("京A12345 来电", "京A***45 来电", "*** 来电"),
            ("车 京A·12345、粤BD12345", "车 京A***45、粤B***45", "车 ***、***"),
            ("LSVAA49J132022761 卖了两次", "LSVAA49J*** 卖了两次", "*** 卖了两次"),
            ("京 A12345、苏 E 99K8Z", "京***45、苏***8Z", "***、***"),
            ("京A－12345、京A_12345、京A  12345", "京A***45、京A***45、京A***45", "***、***、***"),
            ("京Ａ１２３４５，【京A】12345", "京***，【京A***45", "***，【***"),
            ("京A8 8888、京A-88-888", "京A***88、京A***88", "***、***"),
            ("LSVAA49J 1320 22761", "LSVAA49J***", "***"),
            ("LSVAA49J-132022761，车架号VINLSVAA49J132022761", "LSVAA49J***，车架号VINLSVAA***", "***，车架号***"),
            ("LSVAA49J132O22761、ＬＳＶAA49J132022761", "LSVAA49J***、***", "***、***"),
        ] {
            assert_eq!(within(text, PhonePrivacy::Masked), masked);
            assert_eq!(within(text, PhonePrivacy::None), none);
            assert_eq!(within(text, PhonePrivacy::Full), text);
            assert_eq!(within(masked, PhonePrivacy::Masked), masked, "what is masked stays");
        }
        for text in [
            "工单 R20130901-0017",
            "川菜 A 级",
            "新 款 A4L 2013",
            "京 店 2013",
            "XLSVAA49J132022761Y",
            "新A级客户",
            "2013090100012345678",
            "R20130901 0017 A123",
            "GD 2013-0901-00001 A",
            "新A4 2013款、川B3 1000元",
            "SMS / DMS / PDI 2013-09-05 10:23:45",
            "PROMOTION 2013 BEIJING",
            "",
        ] {
            assert_eq!(within(text, PhonePrivacy::Masked), text);
        }
    }
}
