//! The headings of the templates, without the program's own reader of them, which needs polars.

use serde::Deserialize;

use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::recognise::dictionary::{Dictionary, FieldHeadings, TableHeadings};

const TEMPLATES: [&str; 5] = [
    include_str!("../../templates/tables/callbacks.toml"),
    include_str!("../../templates/tables/work_orders.toml"),
    include_str!("../../templates/tables/complaints.toml"),
    include_str!("../../templates/tables/new_sales.toml"),
    include_str!("../../templates/tables/surveys.toml"),
];

#[derive(Deserialize)]
struct Table {
    table: TableId,
    names: Words,
    required: Vec<Vec<String>>,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    id: String,
    names: Words,
    headings: Vec<String>,
    without: Option<Words>,
    #[serde(default)]
    proposed: Vec<String>,
}

/// The five used tables; numbered headings (第一次回访日期) are left to the target `whole`.
pub fn dictionary() -> Dictionary {
    let tables = TEMPLATES.iter().map(|text| {
        let table: Table = toml::from_str(text).expect("a template");
        let index = |id: &String| table.fields.iter().position(|field| field.id == *id).expect("a field");
        TableHeadings {
            table: table.table,
            names: table.names.clone(),
            used: true,
            required: table.required.iter().map(|group| group.iter().map(index).collect()).collect(),
            ignored: Vec::new(),
            repeats: None,
            fields: table
                .fields
                .iter()
                .map(|field| FieldHeadings {
                    id: field.id.clone(),
                    names: field.names.clone(),
                    headings: field.headings.clone(),
                    is_date: false,
                    meanings: Vec::new(),
                    without: field.without.clone(),
                    proposed: field.proposed.clone(),
                })
                .collect(),
        }
    });
    Dictionary::new(tables.collect())
}
