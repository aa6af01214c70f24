//! Phone numbers: digits as text, a masked one stays masked.

use std::borrow::Cow;

use crate::base::text::narrow;

/// The digits (and the `*` of a masked number); several numbers in one cell are joined by `/`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let text = narrow(text);
    let text = text.strip_prefix("+86").unwrap_or(&text);
    let numbers = text
        .split(['/', '、', ',', ';'])
        .map(|part| part.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect::<String>());
    let joined = numbers.filter(|number| !number.is_empty()).collect::<Vec<_>>().join("/");
    Cow::Owned(if joined.is_empty() { text.to_owned() } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_its_digits() {
        let cases = [
            ("138 0013 8000", "13800138000"),
            ("+86-13800138000", "13800138000"),
            ("138****8000", "138****8000"),
            ("0571-8888 6666", "057188886666"),
            ("13800138000/13900139000", "13800138000/13900139000"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text}");
        }
    }
}
