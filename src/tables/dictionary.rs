//! What the recognising room knows of the tables: their headings and how their lists number attempts.

use std::collections::BTreeSet;

use crate::base::text::fold;
use crate::recognise::dictionary::{Dictionary, FieldHeadings, Holds, TableHeadings};
use crate::recognise::repeats::Repeats;

use super::beside::Beside;
use super::schema::{Field, Schema, Wide};
use super::template::LaterTable;

/// The numbered headings of a table, with those that the workspace added.
fn repeats(wide: &Wide, schema: &Schema) -> Repeats {
    let names = wide
        .short_names
        .iter()
        .map(|(field, short)| (*field, schema.fields[*field].headings.iter().chain(short).cloned().collect()));
    Repeats::new(&wide.ordinals, &wide.topics, &names.collect::<Vec<_>>(), wide.shown_by.clone())
}

/// The headings of all tables, those of the later ones behind; `beside` has of each used table what its file says of headings
/// that are no field's.
pub(super) fn dictionary(tables: &[Schema], beside: Vec<Beside>, later: Vec<LaterTable>) -> Dictionary {
    let field = |field: &Field| FieldHeadings {
        id: field.id.clone(),
        names: field.names.clone(),
        headings: field.headings.clone(),
        telling: field.telling,
        holds: if field.planned { Holds::Plan } else { field.kind.holds() },
        meanings: (0..field.headings.len()).map(|rank| field.meaning(rank)).collect(),
        without: field.without.clone(),
        proposed: field.proposed.clone(),
        asked: field.asked,
        asked_unless: field.asked_unless.clone(),
    };
    let used = tables.iter().zip(beside).map(|(schema, beside)| TableHeadings {
        table: schema.table,
        names: schema.names.clone(),
        used: true,
        gives_way: schema.gives_way,
        required: schema.required.clone(),
        fields: schema.fields.iter().map(field).collect(),
        ignored: beside.ignored,
        strangers: beside.strangers.iter().map(|heading| fold(heading)).collect(),
        others: beside.others,
        repeats: schema.wide.as_ref().map(|wide| repeats(wide, schema)),
    });
    let later = later.into_iter().map(|table| TableHeadings {
        table: table.table,
        names: table.names.clone(),
        used: false,
        gives_way: false,
        required: Vec::new(),
        fields: table
            .headings
            .into_iter()
            .map(|heading| FieldHeadings {
                id: heading.clone(),
                names: table.names.clone(),
                headings: vec![heading],
                telling: true,
                holds: Holds::Other,
                meanings: Vec::new(),
                without: None,
                proposed: Vec::new(),
                asked: false,
                asked_unless: Vec::new(),
            })
            .collect(),
        ignored: Vec::new(),
        strangers: BTreeSet::new(),
        others: None,
        repeats: None,
    });
    Dictionary::new(used.chain(later).collect())
}
