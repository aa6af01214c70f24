//! The fields of a table as columns of a fact.

use crate::tables::field_kind::FieldKind;
use crate::tables::schema::Schema;

use super::fact::{Column, ColumnType, Make};

/// Every field of a table as a column, with the sense of its words and the minutes of its limits.
pub(super) fn columns_of_table(schema: &Schema) -> Vec<Column> {
    let mut columns = Vec::new();
    for field in &schema.fields {
        let kind = match field.kind {
            // An amount has fractions, and sums here are of whole numbers: better no column than one cut short.
            FieldKind::Line | FieldKind::Year | FieldKind::Number => continue,
            FieldKind::Text
            | FieldKind::Code
            | FieldKind::Plate
            | FieldKind::Vin
            | FieldKind::Phone
            | FieldKind::Person
            | FieldKind::Word => ColumnType::Text,
            FieldKind::Date | FieldKind::Month | FieldKind::Limit => ColumnType::Time,
            FieldKind::YesNo => ColumnType::Boolean,
            FieldKind::Whole | FieldKind::Score => ColumnType::Integer,
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
                private: field.kind == FieldKind::Phone,
            });
        };
        add(field.id.clone(), kind);
        match field.kind {
            FieldKind::Word => add(format!("{}_sense", field.id), ColumnType::Text),
            FieldKind::Limit => add(format!("{}_minutes", field.id), ColumnType::Integer),
            _ => {}
        }
    }
    columns
}
