//! Texts as HTML and SVG have them.

use std::borrow::Cow;

/// A text between tags or in a quoted attribute: whatever a spreadsheet holds stays text.
pub(in crate::render) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && (!c.is_control() || c == '\n');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            c if is_plain(c) => written.push(c),
            // Nothing that a page may hold.
            _ => written.push('\u{FFFD}'),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let text = "</script><b onclick='x'>\"&\u{0}\u{1b}";
        assert_eq!(escaped(text), "&lt;/script&gt;&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;\u{FFFD}\u{FFFD}");
        assert!(matches!(escaped("回访\n93.00%"), Cow::Borrowed(_)));
    }
}
