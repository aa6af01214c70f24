//! Vehicle identification numbers. The check digit says nothing outside North America, so it is not looked at.

use std::borrow::Cow;

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::{Broken, is_made_up};

/// The number as it joins with others, and the doubt about it; empty where a word or one sign again and again stands in for it:
/// many cars would be one.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, Option<Broken>) {
    let vin = if text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(narrow(text).to_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect())
    };
    let doubt = |chinese: String, english: String| Some(Broken::new(Code::DoubtfulVin, chinese, english));
    let length = vin.chars().count();
    let first = vin.chars().next();
    let is_filled = length > 1 && vin.chars().all(|c| Some(c) == first);
    if is_filled || length == 17 && is_made_up(&vin) || !vin.contains(|c: char| c.is_ascii_alphanumeric()) {
        let told = Broken::new(Code::DoubtfulVin, "是占位的号码，不是车架号", "fills the cell and is no VIN");
        return (Cow::Borrowed(""), Some(told));
    }
    let found = if length != 17 {
        doubt(
            format!("车架号应为 17 位，这里是 {length} 位"),
            format!("a VIN has 17 characters, this one has {length}"),
        )
    } else if let Some(wrong) = vin.chars().find(|c| matches!(c, 'I' | 'O' | 'Q') || !c.is_ascii_alphanumeric()) {
        let [hint, english_hint] = match wrong {
            'O' | 'Q' => ["（是否应为数字 0）", " (perhaps 0?)"],
            'I' => ["（是否应为数字 1）", " (perhaps 1?)"],
            _ => ["", ""],
        };
        doubt(
            format!("车架号中不应有字符 {wrong}{hint}"),
            format!("a VIN never holds the character {wrong}{english_hint}"),
        )
    } else {
        None
    };
    (vin, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vin_is_kept_and_doubted() {
        assert_eq!(clean("lsv aa49j132000001 "), ("LSVAA49J132000001".into(), None));
        assert_eq!((clean("11111111111111111").0, clean("未知").0), ("".into(), "".into()));
        assert_eq!(clean("12345678901234567").0, "");
        let rule = |text| clean(text).1.map(|broken| broken.chinese);
        assert_eq!(rule("132000001"), Some("车架号应为 17 位，这里是 9 位".into()));
        assert_eq!(rule("LSVAA49J13200OOO1"), Some("车架号中不应有字符 O（是否应为数字 0）".into()));
    }
}
