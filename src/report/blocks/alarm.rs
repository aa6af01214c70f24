//! The sentence about the data: how much was set aside and where, as loud as what is lost weighs.

use std::collections::BTreeMap;

use crate::base::finding::{Finding, Severity};
use crate::base::table_id::TableId;
use crate::report::draft::Draft;
use crate::report::model::{Block, Tone};

/// At most so many sheets are named.
const NAMED: usize = 3;
/// From this share of a table's rows on, what is lost is a remark; from the second on it cannot be overlooked.
const HEARD: f64 = 0.01;
const LOUD: f64 = 0.1;

/// How many rows were set aside, in which sheets, and where to look for more (`page`); nothing where nothing is wrong.
pub(super) fn set_aside(draft: &Draft<'_>, page: &str) -> Option<Block> {
    let of = |severity| draft.content.findings.iter().filter(move |one| one.severity == severity);
    let places = |severity| of(severity).map(Finding::count).sum::<usize>();
    let (errors, warnings) = (places(Severity::Error), places(Severity::Warning));
    let sheets: Vec<_> = draft.content.inputs.iter().filter(|block| block.rows.rejected > 0).collect();
    let rejected: u64 = sheets.iter().map(|block| block.rows.rejected).sum();
    let (errors_text, warnings_text) = (errors.to_string(), warnings.to_string());
    let [errors_value, warnings_value, page] =
        [("errors", errors_text.as_str()), ("warnings", warnings_text.as_str()), ("page", page)];
    let text = match (rejected, errors, warnings) {
        (0, 0, 0) => return None,
        (0, 0, _) => draft.fill("sentence.warnings", &[warnings_value, page]),
        (0, _, _) => draft.fill("sentence.errors", &[errors_value, warnings_value, page]),
        _ => {
            let named = sheets.iter().take(NAMED).map(|block| {
                let sheet = block.sheet.as_ref().map_or(String::new(), |sheet| format!(" › {sheet}"));
                draft.fill(
                    "sentence.rows_of",
                    &[("place", &format!("{}{sheet}", block.file)), ("n", &block.rows.rejected.to_string())],
                )
            });
            let mut places = named.collect::<Vec<_>>().join(draft.say("sentence.and"));
            if sheets.len() > NAMED {
                places += draft.say("sentence.more");
            }
            let values = [("rows", &*rejected.to_string()), ("places", &places), errors_value, warnings_value, page];
            draft.fill("sentence.set_aside", &values)
        }
    };
    let tone = loudness(draft);
    let text = if tone == Tone::Bad { [draft.say("sentence.attention"), &text].concat() } else { text };
    Some(Block::sentence(text, tone))
}

/// The heaviest loss of any table; a file or sheet that was set aside as a whole is always loud.
fn loudness(draft: &Draft<'_>) -> Tone {
    let whole = |one: &Finding| one.severity == Severity::Error && one.place.cell.is_none();
    let mut rows: BTreeMap<Option<TableId>, (u64, u64)> = BTreeMap::new();
    for block in draft.content.inputs {
        let (lost, all) = rows.entry(block.table).or_default();
        *lost += block.rows.rejected;
        *all += block.rows.used + block.rows.duplicate + block.rows.void + block.rows.rejected;
    }
    let lost = rows.values().map(|(lost, all)| *lost as f64 / (*all).max(1) as f64).fold(0.0, f64::max);
    match lost {
        _ if draft.content.findings.iter().any(whole) => Tone::Bad,
        lost if lost >= LOUD => Tone::Bad,
        lost if lost >= HEARD => Tone::Caution,
        _ => Tone::Muted,
    }
}
