//! Text as dealers type it, brought to one form for comparing; and how wide it stands on a page.

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// The form in which headings and value words are compared: compatibility forms folded (full width, circled and Roman
/// numerals, presentation forms), lower case, without spaces, line breaks, punctuation and brackets.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || is_sign(*c)).collect()
}

/// Signs that are a value by themselves in a yes-or-no column.
pub fn is_sign(c: char) -> bool {
    matches!(c, '√' | '✓' | '✔' | '×' | '✗' | '✘' | '●' | '○' | '☆' | '★')
}

/// Full-width letters and digits made narrow, outer spaces trimmed; everything else as it stands.
pub fn narrow(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    text.nfkc().collect::<String>().trim().to_owned()
}

/// A text in one line: spaces and line breaks between its words are one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Columns that a text takes on a page: a Chinese character takes two.
pub fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_width_spaces_and_punctuation() {
        assert_eq!(fold("  ＶＩＮ 码\n(必填)* "), "vin码必填");
        assert_eq!(fold("Ⅱ级"), "ii级");
        assert_eq!(fold("√"), "√");
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(width("回访A"), 5);
    }
}
