//! Breaking and shortening texts to a width.

use super::font;

const ELLIPSIS: char = '…';

/// The text on one line: control characters, line breaks and runs of blanks become one blank.
pub fn one_line(text: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text, or as much of its beginning as fits, with `…`.
pub fn shorten(text: &str, em: f64, room: f64) -> String {
    if font::width(text, em) <= room {
        return text.to_owned();
    }
    let mut used = font::char_width(ELLIPSIS, em);
    let mut out: String = text
        .chars()
        .take_while(|&c| {
            used += font::char_width(c, em);
            used <= room
        })
        .collect();
    out.push(ELLIPSIS);
    out
}

/// The largest letter height from `largest` down to `smallest` at which the text fits in one line.
pub fn em_to_fit(text: &str, largest: f64, smallest: f64, room: f64) -> f64 {
    let at_one = font::width(text, 1.0);
    if at_one * largest <= room { largest } else { (room / at_one).floor().clamp(smallest.min(largest), largest) }
}

/// Breaks a text into lines of at most `room` pixels: after a blank, hyphen or slash where there is one, else anywhere
/// outside a Latin word, else inside it. With more than `max_lines` lines the last one is shortened.
pub fn wrap(text: &str, em: f64, room: f64, max_lines: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 == max_lines {
            lines.push(shorten(rest, em, room));
            break;
        }
        let (line, after) = rest.split_at(line_end(rest, em, room));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    lines
}

/// Where the first line of the text ends, in bytes; at least one character.
fn line_end(text: &str, em: f64, room: f64) -> usize {
    let mut used = 0.0;
    let mut best = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            best = at;
        }
        used += font::char_width(c, em);
        if used > room && at > 0 && !c.is_whitespace() {
            return if best > 0 { best } else { at };
        }
        before = Some(c);
    }
    text.len()
}

fn may_break(before: char, after: char) -> bool {
    let closes = matches!(
        after,
        '=' | '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '”' | '》' | ',' | '.' | ')' | '%' | ';' | ':'
    );
    let opens = matches!(before, '（' | '“' | '《' | '(');
    let inside_word = before.is_ascii_alphanumeric() || matches!(before, '.' | ',' | '=' | '%' | '+' | '\'');
    let joins = inside_word && after.is_ascii_alphanumeric();
    !closes && !opens && !joins && !after.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_breaks_before_the_word_that_does_not_fit_and_never_before_a_comma() {
        assert_eq!(wrap("回访成功率，下降", 10.0, 50.0, 3), ["回访成功", "率，下降"]);
        assert_eq!(wrap("2013-09", 10.0, 30.0, 2), ["2013-", "09"]);
        assert_eq!(wrap("Christopher", 10.0, 30.0, 9).concat(), "Christopher");
    }

    #[test]
    fn what_does_not_fit_ends_with_an_ellipsis() {
        assert_eq!(wrap("一二三四五六七八", 10.0, 30.0, 2), ["一二三", "四五…"]);
        assert_eq!(shorten("一二三", 10.0, 30.0), "一二三");
    }

    #[test]
    fn line_breaks_inside_a_cell_become_a_blank() {
        assert_eq!(one_line(" 号码\r\n错误\u{0} "), "号码 错误");
    }
}
