//! What stands in all columns of a kind.

use std::collections::BTreeMap;

use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schema::Field;
use super::schemas::Schemas;

/// The texts of all columns of a kind.
pub(super) fn texts<'a>(
    used: &'a BTreeMap<TableId, Vec<Rows>>,
    schemas: &'a Schemas,
    is_wanted: impl Fn(&Field) -> bool + Copy + 'a,
) -> impl Iterator<Item = &'a str> {
    used.iter().filter_map(|(table, blocks)| Some((schemas.table(*table)?, blocks))).flat_map(
        move |(schema, blocks)| {
            let fields = schema.fields.iter().enumerate().filter(move |(_, field)| is_wanted(field));
            fields.flat_map(move |(field, _)| {
                blocks
                    .iter()
                    .flat_map(move |rows| (0..rows.rows.len()).filter_map(move |row| rows.field_text(row, field)))
            })
        },
    )
}
