//! The fields of a table as columns of a fact.

use crate::tables::field_kind::FieldKind;
use crate::tables::schema::Schema;

use super::fact::{Column, ColumnType, Make};

/// Behind the name of a number with fractions, which a fact holds in hundredths.
pub(super) const HUNDREDTHS: &str = "_hundredths";

/// Every field of a table as a column, with the sense of its words and the minutes of its limits.
pub(super) fn columns_of_table(schema: &Schema) -> Vec<Column> {
    let mut columns = Vec::new();
    for field in &schema.fields {
        let kind = match field.kind {
            FieldKind::Line | FieldKind::Year | FieldKind::Figure => continue,
            FieldKind::Text
            | FieldKind::Code
            | FieldKind::Plate
            | FieldKind::Vin
            | FieldKind::Phone
            | FieldKind::Person
            | FieldKind::Word => ColumnType::Text,
            FieldKind::Date | FieldKind::Month | FieldKind::Limit => ColumnType::Time,
            FieldKind::YesNo => ColumnType::Boolean,
            FieldKind::Whole | FieldKind::Duration | FieldKind::Number | FieldKind::Score => ColumnType::Integer,
        };
        let mut add = |id: String, kind: ColumnType| {
            columns.push(Column {
                id,
                kind,
                names: field.names.clone(),
                meaning: None,
                field: Some(field.id.clone()),
                told_by: None,
                looks: Vec::new(),
                words: Vec::new(),
                made: Make::Given,
                private: field.private,
            });
        };
        // Sums here are of whole numbers, and an amount has fractions: it is counted in hundredths.
        match field.kind {
            FieldKind::Number => add(format!("{}{HUNDREDTHS}", field.id), kind),
            _ => add(field.id.clone(), kind),
        }
        match field.kind {
            FieldKind::Word => add(format!("{}_sense", field.id), ColumnType::Text),
            FieldKind::Limit => add(format!("{}_minutes", field.id), ColumnType::Integer),
            _ => {}
        }
    }
    columns
}
