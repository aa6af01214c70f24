//! Text as dealers type it, brought to one form for comparing; and how wide it stands on a page.

use std::borrow::Cow;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// What a blank group is called (contract, section 3).
pub const UNSPECIFIED: &str = "未指定";

/// The form in which headings and value words are compared: compatibility forms folded (full width, circled and Roman
/// numerals, presentation forms), lower case, without spaces, line breaks, punctuation and brackets.
pub fn fold(text: &str) -> String {
    // Nearly all headings and words: a compatibility form of none of these stands anywhere.
    if text.chars().all(|c| c.is_ascii() || is_ideograph(c)) {
        let kept = text.chars().filter(|c| c.is_ascii_alphanumeric() || is_ideograph(*c));
        return kept.map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || is_sign(*c)).collect()
}

/// The block of the usual Chinese characters.
pub fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Signs that say something by themselves, in a column of answers or of scores: ticks, crosses, boxes, stars, faces. All
/// other signs are ornament.
pub fn is_sign(c: char) -> bool {
    matches!(
        c,
        '√' | '✓'
            | '✔'
            | '☑'
            | '✅'
            | '×'
            | '✗'
            | '✘'
            | '✕'
            | '✖'
            | '☒'
            | '❌'
            | '❎'
            | '☐'
            | '⭕'
            | '●'
            | '○'
            | '■'
            | '□'
    ) || matches!(
        c,
        '★' | '☆'
            | '⭐'
            | '🌟'
            | '✩'
            | '✪'
            | '✫'
            | '✬'
            | '✭'
            | '✮'
            | '✯'
            | '✰'
            | '⚝'
            | '⭑'
            | '⭒'
            | '⯨'
            | '⯪'
    ) || matches!(c, '👍' | '👎' | '☹' | '☺' | '\u{1f600}'..='\u{1f64f}')
}

/// Whether nothing is seen of a character: what Unicode lets programs pass over (zero-width spaces, marks of direction, the
/// byte order mark, choices between two looks of one character, fillers), the place of a picture that was not copied,
/// control characters, and what is no character at all (no XML may hold it). Spaces, tabs and line breaks are seen.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' | '\u{fffe}' | '\u{ffff}')
}

/// A text without what nobody sees of it; the page breaks of old programs are line breaks.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly all texts are letters, digits and Chinese characters: their bytes tell without a look at the characters.
    if !text.bytes().any(may_begin_invisible) || !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| if matches!(c, '\u{b}' | '\u{c}') { '\n' } else { c });
    Cow::Owned(shown.filter(|c| !is_invisible(*c)).collect())
}

/// Whether an invisible character can begin with this byte.
fn may_begin_invisible(byte: u8) -> bool {
    match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7f => true,
        _ => matches!(byte, 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef | 0xf0 | 0xf3),
    }
}

/// Full-width letters and digits made narrow, outer spaces trimmed; everything else as it stands.
pub fn narrow(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    text.nfkc().collect::<String>().trim().to_owned()
}

/// How far letters, digits and signs in full width stand behind the others.
const FULL_WIDTH: u32 = 0xfee0;

/// A letter, digit or sign in full width; others as they are.
pub fn full_width(c: char) -> char {
    if c.is_ascii_graphic() { char::from_u32(c as u32 + FULL_WIDTH).unwrap_or(c) } else { c }
}

/// What was typed in full width, as any other; of one character what [`narrow`] does to a text.
pub fn half_width(c: char) -> char {
    let narrow = (c as u32).checked_sub(FULL_WIDTH).and_then(char::from_u32);
    narrow.filter(char::is_ascii_graphic).unwrap_or(c)
}

/// A text in one line: spaces and line breaks between its words are one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line ends here, or a tab leads away, in any program that shows the text.
fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A text in one line, its spaces as they stand: each line break with the spaces around it is one space.
pub fn unbroken(text: &str) -> Cow<'_, str> {
    let may_break = |byte| matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe2);
    if !text.bytes().any(may_break) || !text.contains(is_break) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split(is_break).map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join(" "))
}

/// A path as messages name it: in one line, without what nobody sees.
pub fn shown(path: impl AsRef<Path>) -> String {
    let path = path.as_ref().display().to_string();
    unbroken(&visible(&path)).into_owned()
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
    fn the_usual_characters_fold_as_all_others_do() {
        let folded = |text: &str| -> String {
            text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || is_sign(*c)).collect()
        };
        for c in ('\0'..='\u{7f}').chain('\u{4e00}'..='\u{9fff}') {
            for text in [c.to_string(), format!("回{c}访"), format!("a{c}B")] {
                assert_eq!(fold(&text), folded(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn what_nobody_sees_goes_out_of_a_text_and_nothing_else() {
        for c in "\u{200b}\u{200c}\u{200d}\u{200e}\u{202a}\u{202c}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}\u{ad}\u{61c}\u{180e}\u{fe0f}\u{e0041}\u{e0100}\u{1}\u{7f}\u{90}\u{fff9}\u{fffe}\u{ffff}\u{3164}\u{34f}".chars() {
            assert_eq!(visible(&format!("甘{c}宁 9{c}")), "甘宁 9", "U+{:04X}", u32::from(c));
            assert!(may_begin_invisible(c.to_string().as_bytes()[0]), "U+{:04X}", u32::from(c));
        }
        assert_eq!(visible("一\u{b}二"), "一\n二");
        for text in ["甘 宁", "一\t二\r\n三", "“引号”、…—", "ＶＩＮ：９", "⭐⭐ 👍", "a\u{a0}b\u{3000}c"]
        {
            assert_eq!(visible(text), text);
        }
        for c in ('\0'..=char::MAX).filter(|c| is_invisible(*c)) {
            assert!(may_begin_invisible(c.to_string().as_bytes()[0]), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn a_text_in_one_line_keeps_its_spaces_and_loses_its_breaks() {
        for breaks in ["\n", "\r\n", "\r", "\t", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", " \n\n "] {
            assert_eq!(unbroken(&format!("甲{breaks}乙  丙{breaks}")), "甲 乙  丙", "{breaks:?}");
        }
        for text in ["张　伟", " a  b ", "“…”"] {
            assert!(matches!(unbroken(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(shown("a\nb/\u{202e}c.csv"), "a b/c.csv");
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(width("回访A"), 5);
    }
}
