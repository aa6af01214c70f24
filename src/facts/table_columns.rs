//! The fields of a table as columns of a fact.

use crate::tables::field_kind::FieldKind;
use crate::tables::schema::Schema;

use super::fact::{Column, ColumnType, Make};

/// Behind the name of a number with fractions, which a fact holds in whole parts: an amount in hundredths, the points of a
/// score in millionths.
pub(super) const PARTS: [(&str, f64); 2] = [("_hundredths", 1e2), ("_millionths", 1e6)];

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
                fields: vec![(field.id.clone(), field.names.clone())],
                words: Vec::new(),
                made: Make::Given,
                private: field.private,
            });
        };
        // Sums here are of whole numbers, and an amount has fractions.
        match field.kind {
            FieldKind::Number => PARTS.iter().for_each(|(part, _)| add(format!("{}{part}", field.id), kind)),
            _ => add(field.id.clone(), kind),
        }
        match field.kind {
            FieldKind::Word => add(format!("{}_sense", field.id), ColumnType::Text),
            FieldKind::Text if !field.vocabulary.entries().is_empty() => {
                add(format!("{}_sense", field.id), ColumnType::Text);
            }
            FieldKind::Limit => add(format!("{}_minutes", field.id), ColumnType::Integer),
            _ => {}
        }
        if field.asked {
            add(format!("{}_asked", field.id), ColumnType::Boolean);
        }
    }
    columns
}
