//! Yes and no in every sign; a blank is unknown, never no.

use std::collections::HashMap;

use crate::base::finding::Code;
use crate::base::text::fold;

use super::Broken;

/// The answer.
///
/// # Errors
/// A word that is neither, and one that is put as a question. A sign that might be either (☒, ⭕) is asked about.
pub(super) fn from_text(text: &str, flags: &HashMap<String, bool>) -> Result<bool, Broken> {
    let answer = flags.get(&fold(text)).copied().filter(|_| !text.contains(['?', '？']));
    answer.ok_or_else(|| Broken::new(Code::InvalidYesNo, "应为“是”或“否”", "should be yes or no"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schemas::Schemas;

    #[test]
    fn yes_and_no_are_told_in_every_sign_and_a_blank_is_neither() {
        let schemas = crate::tables::tests::schemas();
        let flags = |schemas: &Schemas| {
            let orders = schemas.table(crate::base::table_id::TableId::WORK_ORDERS).expect("a table");
            orders.fields[orders.field("booked").expect("a field")].flags.clone()
        };
        let flags = flags(&schemas);
        for text in
            ["是", "√", "✓", "✔", "☑", "●", "1", "Y", "yes", "T", "TRUE", "有", "已", "合格", "对", "v", "✅", "🈶"]
        {
            assert_eq!(from_text(text, &flags), Ok(true), "{text}");
        }
        for text in
            ["否", "×", "✗", "☐", "□", "○", "0", "N", "no", "F", "无", "未", "不合格", "X", "❌", "❎", "✖", "🈚"]
        {
            assert_eq!(from_text(text, &flags), Ok(false), "{text}");
        }
        for text in ["也许", "☒", "⭕", "👍", "是?", "是❌", "√×", "是(否)", "—"] {
            assert!(from_text(text, &flags).is_err(), "{text}");
        }
    }
}
