//! Words around a known heading: those that make another thing of it, and those that change nothing.

use crate::base::text::fold;

/// Shorter known headings stand within many other words.
const LEAST_CHARS: usize = 3;

/// Shorter Latin headings stand within many other words.
const LEAST_LATIN: usize = 6;

/// The words that make another thing of a heading before or behind which they stand, and those that change nothing.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Before a date they name another one: 计划, 上次.
    pub another_time: Vec<String>,
    /// Before a known heading they name another thing: 保险, 配件.
    pub other_before: Vec<String>,
    /// Behind a known heading they change nothing: 姓名.
    pub same_behind: Vec<String>,
}

impl Around {
    /// Whether dates below this group of headings are others than their names say: 计划 over 回访日期.
    pub(crate) fn is_another_time(&self, group: &str) -> bool {
        let folded = fold(group);
        self.another_time.iter().any(|word| folded.starts_with(word.as_str()))
    }

    /// Whether a folded text is a known heading with a word before it that makes no other thing of it, at most with one
    /// behind it that changes nothing.
    pub(super) fn holds(&self, text: &str, known: &str) -> bool {
        let least = if known.is_ascii() { LEAST_LATIN } else { LEAST_CHARS };
        if known.chars().count() < least {
            return false;
        }
        let behind = self.same_behind.iter().filter_map(|word| text.strip_suffix(word.as_str()));
        let mut before = std::iter::once(text).chain(behind).filter_map(|text| text.strip_suffix(known));
        let other = || self.another_time.iter().chain(&self.other_before);
        text != known && before.any(|before| !other().any(|word| before.contains(word.as_str())))
    }
}
