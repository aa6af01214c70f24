//! Yes and no in every sign; a blank is unknown, never no.

use std::collections::HashMap;

use crate::base::finding::Code;
use crate::base::text::fold;

use super::Broken;

/// The answer; `None` where the cell says nothing.
///
/// # Errors
/// A word that is neither.
pub(super) fn from_text(text: &str, flags: &HashMap<String, bool>) -> Result<Option<bool>, Broken> {
    match text.trim() {
        "☑" => return Ok(Some(true)),
        "☐" | "□" => return Ok(Some(false)),
        _ => {}
    }
    let folded = fold(text);
    if let Some(answer) = flags.get(&folded) {
        return Ok(Some(*answer));
    }
    if folded.is_empty() {
        return Ok(None);
    }
    Err(Broken::new(Code::InvalidYesNo, "应为“是”或“否”", "should be yes (是) or no (否)"))
}
