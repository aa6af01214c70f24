//! A written file read again: the rows of its frame, its balance, what was found.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use csr_report::base::finding::{Code, Finding};
use csr_report::base::table_id::TableId;
use csr_report::input::{InputFile, read_file};
use csr_report::settings::{InputLimits, Reading};
use csr_report::tables::model::{InputBlock, RowCounts, SOURCE, SOURCE_ROW};
use csr_report::tables::schemas::Schemas;
use csr_report::tables::{Context, SheetInput, build};
use csr_report::templates::Templates;
use polars::prelude::{AnyValue, DataFrame};

use super::model::Shown;

/// What a file gave.
#[derive(Debug)]
pub struct Read {
    pub table: Option<TableId>,
    /// In order, whatever their order in the file.
    pub rows: Vec<Shown>,
    pub blocks: Vec<InputBlock>,
    pub findings: Vec<Finding>,
}

/// Reads the bytes of a file; its name tells the year and nothing else.
pub fn read(bytes: &[u8]) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("数据2013");
    std::fs::write(&path, bytes).unwrap();
    let file = read_file(&InputFile { path, name: "数据2013".into() }, &InputLimits::default());
    let sha256 = file.sha256;
    let sheets = file.grids.into_iter().map(|grid| SheetInput { grid, sha256: sha256.clone() }).collect();
    static SCHEMAS: LazyLock<Schemas> =
        LazyLock::new(|| Schemas::load(&Templates::embedded(), &Reading::default()).unwrap());
    let tables = build(sheets, &SCHEMAS, &Context::as_of("2013-10-31".parse().unwrap()));
    let (table, rows) = tables.frames.first_key_value().map(|(id, frame)| (*id, rows(frame))).unzip();
    let findings = file.findings.into_iter().chain(tables.findings).collect();
    Read { table, rows: rows.unwrap_or_default(), blocks: tables.inputs, findings }
}

impl Read {
    /// The balance of all sheets together.
    pub fn counts(&self) -> RowCounts {
        let mut sum = RowCounts::default();
        for block in &self.blocks {
            let rows = block.rows;
            sum.read += rows.read;
            sum.used += rows.used;
            sum.blank += rows.blank;
            sum.note += rows.note;
            sum.total_line += rows.total_line;
            sum.repeated_header += rows.repeated_header;
            sum.duplicate += rows.duplicate;
            sum.void += rows.void;
            sum.rejected += rows.rejected;
        }
        sum
    }

    /// The codes of the findings.
    pub fn codes(&self) -> BTreeSet<Code> {
        self.findings.iter().map(|finding| finding.code).collect()
    }
}

/// The rows of a frame in order, without where they came from.
fn rows(frame: &DataFrame) -> Vec<Shown> {
    let names = frame.get_column_names_owned();
    let mut rows = vec![Shown::new(); frame.height()];
    // What the list asks about is no cell of it.
    let is_cell = |name: &str| ![SOURCE, SOURCE_ROW].contains(&name) && !name.ends_with("_asked");
    for name in names.iter().filter(|name| is_cell(name)) {
        let column = frame.column(name).unwrap();
        for (at, row) in rows.iter_mut().enumerate() {
            row.extend(shown(&column.get(at).unwrap()).map(|text| (name.to_string(), text)));
        }
    }
    rows.sort();
    rows
}

fn shown(value: &AnyValue) -> Option<String> {
    match value {
        AnyValue::Null => None,
        AnyValue::Datetime(at, _, _) => {
            Some(chrono::DateTime::from_timestamp_millis(*at).unwrap().naive_utc().to_string())
        }
        AnyValue::String(text) => Some((*text).to_owned()),
        AnyValue::StringOwned(text) => Some(text.to_string()),
        AnyValue::Float64(number) => Some(number.to_string()),
        other => Some(other.to_string()),
    }
}
