//! Plates: upper case, narrow, without spaces and dots.

use std::borrow::Cow;

use crate::base::finding::Code;
use crate::base::text::{is_ideograph, narrow};

use super::Broken;

/// The sign of a province begins a mainland plate; only such plates are judged.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// What may stand in place of a digit: 京A1234警, 粤Z1234港, 京A12345临时.
const LAST: &str = "警学挂港澳领试超使临时";

/// The plate as it joins with others (`京a·１２３４５` is `京A12345`), and the doubt about it. A doubtful plate is not
/// repaired: whether an O is a zero only the dealer can know. Empty where something else stands in its place.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, Option<Broken>) {
    let clean = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || is_ideograph(c);
    let plate = if text.chars().all(clean) {
        Cow::Borrowed(text)
    } else {
        let kept = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '.' | '-' | '・' | '‧' | '_');
        Cow::Owned(narrow(text).to_uppercase().chars().filter(kept).collect())
    };
    if is_placeholder(&plate) {
        let told = Broken::new(Code::DoubtfulPlate, "不是车牌号，像是占位的字", "is no plate; it fills the cell");
        return (Cow::Borrowed(""), Some(told));
    }
    let doubt = doubt(&plate);
    (plate, doubt)
}

/// 外地车, 未知, 京: Chinese words without a number; 00000. Many cars would be one.
fn is_placeholder(plate: &str) -> bool {
    let count = |is: fn(&char) -> bool| plate.chars().filter(is).count();
    let is_zero = !plate.is_empty() && plate.bytes().all(|b| b == b'0');
    let is_word = plate.contains(is_ideograph) && count(char::is_ascii_digit) == 0;
    is_zero || is_word && count(char::is_ascii_alphabetic) < 3
}

/// A plate of the mainland: a province, a letter, and five or six letters and digits.
pub(in crate::tables) fn is_mainland(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !matches!(c, '·' | ' ' | '-'));
    signs.next().is_some_and(|first| PROVINCES.contains(first))
        && signs.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && matches!(signs.clone().count(), 5 | 6)
        && signs.clone().all(|c| c.is_ascii_alphanumeric())
        && signs.any(|c| c.is_ascii_digit())
}

fn doubt(plate: &str) -> Option<Broken> {
    let mainland = plate.starts_with(|first| PROVINCES.contains(first));
    let is_masked = plate.matches('*').count() > 1;
    let is_of_plates = |c: char| c.is_ascii_alphanumeric() || LAST.contains(c) || c == '*' && is_masked;
    if let Some(other) = plate.chars().skip(1).find(|c| !is_of_plates(*c)).filter(|_| mainland) {
        return Some(Broken::new(
            Code::DoubtfulPlate,
            format!("车牌里没有“{other}”；按原样使用"),
            format!("a plate has no “{other}”; used as it stands"),
        ));
    }
    let (wrong, meant) = plate.chars().skip(2).find_map(|c| match c {
        'O' => Some((c, '0')),
        'I' => Some((c, '1')),
        _ => None,
    })?;
    mainland.then(|| {
        Broken::new(
            Code::DoubtfulPlate,
            format!("车牌第三位起没有字母 {wrong}（是否应为数字 {meant}）；按原样使用"),
            format!("a plate has no letter {wrong} after its second character (perhaps {meant}?); used as it stands"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_nothing_but_noughts_is_no_plate() {
        assert_eq!((clean("00000").0, clean("0").0), ("".into(), "".into()));
        for plate in ["京A00000", "京A88888"] {
            assert_eq!(clean(plate), (plate.into(), None));
        }
    }

    #[test]
    fn one_plate_has_one_spelling() {
        for text in ["京A12345", "京A·12345", "京 A12345", "京a12345", "京Ａ１２３４５", "京A-12345"] {
            assert_eq!(clean(text), ("京A12345".into(), None), "{text}");
        }
    }

    #[test]
    fn a_mainland_plate_that_cannot_be_is_doubted_and_kept() {
        let cases = [
            ("京A1O345", "车牌第三位起没有字母 O（是否应为数字 0）；按原样使用"),
            ("京AI2345", "车牌第三位起没有字母 I（是否应为数字 1）；按原样使用"),
        ];
        for (text, rule) in cases {
            let (plate, doubt) = clean(text);
            assert_eq!((plate.as_ref(), doubt.map(|broken| broken.chinese)), (text, Some(rule.to_owned())));
        }
    }

    #[test]
    fn plates_of_every_kind_are_at_home() {
        for text in ["外地车", "未知", "京", "京A"] {
            let (plate, doubt) = clean(text);
            assert!(plate.is_empty() && doubt.is_some(), "{text}");
        }
        for text in ["京A12345*", "京A12345(新)"] {
            let (plate, doubt) = clean(text);
            assert!(!plate.is_empty() && doubt.is_some(), "{text}");
        }
        for text in [
            "京AD12345",
            "京A12345临",
            "LOVEU",
            "京A88888",
            "粤Z1234港",
            "粤Z1234澳",
            "京A1234警",
            "京A1234学",
            "京O12345",
            "ABC1234",
            "使014578",
        ] {
            assert_eq!(clean(text).1, None, "{text}");
        }
    }
}
