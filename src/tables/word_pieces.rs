//! The words of a cell that holds several: 已回访-无人接听.

use crate::base::text::{is_sign, narrow, one_line};

/// Signs between two words of one cell.
const BETWEEN: &str = "-—–－―~～/／\\＼|｜,，、;；:：。.．·•・+＋&＆→>＞=＝!！…_";

/// A text as it is typed, but for its width, its case and the number of spaces.
pub(super) fn typed(text: &str) -> String {
    one_line(&narrow(text)).to_lowercase()
}

/// The words of a text that signs or spaces part; a sign that says something is one by itself.
pub(super) fn pieces(text: &str) -> Vec<String> {
    parts(text, true)
}

/// The same, at spaces or not: Done - wrong number is two words, not three.
pub(super) fn parts(text: &str, at_spaces: bool) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        if is_sign(c) {
            pieces.extend([c.to_string(), String::new()]);
        } else if BETWEEN.contains(c) || at_spaces && c.is_whitespace() {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}
