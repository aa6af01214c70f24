//! The same as rows for the workbook of settings: what leaves no doubt counts at once, the rest says no until somebody has
//! looked at it.

use super::{Scale, UnknownHeading, inferred_scales, unknown_headings, unknown_words};
use crate::base::lang::Lang;
use crate::report::door::Door;
use crate::tables::hints::Hints;
use crate::tables::schema::Schema;
use crate::tables::schemas::Schemas;

/// A row that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The sheet in the template of the workbook: `headings`, `words` or `scales`.
    pub sheet: &'static str,
    /// The cells of its columns, in their order; blank where somebody has to choose.
    pub cells: Vec<String>,
    /// Which cell is a guess; the others say what it is about.
    pub guess: usize,
    /// It counts at once.
    pub sure: bool,
    /// Why it is proposed.
    pub why: String,
}

/// All proposals, and how many were left out because a telephone number stands in them: a masked text is another text.
pub fn proposals(hints: &Hints, schemas: &Schemas, door: &Door, lang: Lang) -> (Vec<Proposal>, usize) {
    let tables = schemas.tables.iter().flat_map(|schema| of_table(hints, schema, door, lang));
    let scale = |Scale { heading, scale, sure, why }| Proposal {
        sheet: "scales",
        cells: vec![heading, scale.to_string()],
        guess: 1,
        sure,
        why,
    };
    let all: Vec<Proposal> = tables.chain(inferred_scales(hints, schemas, lang).into_iter().map(scale)).collect();
    let (kept, left): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|row| row.cells.iter().all(|cell| door.text(cell) == *cell));
    let shown = |row: Proposal| Proposal { why: door.text(&row.why).into_owned(), ..row };
    (kept.into_iter().map(shown).collect(), left.len())
}

fn of_table(hints: &Hints, schema: &Schema, door: &Door, lang: Lang) -> Vec<Proposal> {
    let table = || schema.names.get(lang).to_owned();
    let field = |id: &String| schema.field(id).map(|at| schema.fields[at].names.get(lang).to_owned());
    let headings = unknown_headings(hints, schema, door, lang).into_iter().map(|unknown| {
        let UnknownHeading { heading, field: id, sure, why } = unknown;
        let field = id.as_ref().and_then(field).unwrap_or_default();
        Proposal { sheet: "headings", cells: vec![table(), field, heading], guess: 1, sure, why }
    });
    let words = unknown_words(hints, schema, lang).into_iter().map(|(meant, word, why)| Proposal {
        sheet: "words",
        sure: meant.is_some(),
        cells: vec![table(), meant.unwrap_or_default(), word],
        guess: 1,
        why,
    });
    headings.chain(words).collect()
}
