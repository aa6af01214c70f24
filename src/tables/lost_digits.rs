//! Identifying numbers whose column shows that digits were lost: long ones that all end in noughts behind the fifteenth
//! digit, and short ones beside others that keep their leading zeros. What a cell shows by itself its parser tells
//! ([`super::cell::identifier`]).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::finding_groups::KEPT;
use crate::base::table_id::TableId;

use super::cell::identifier::{KEPT_DIGITS, LOST};
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::schemas::Schemas;
use super::value::{Text, Value};

/// So many noughts behind the fifteenth digit are no chance in one number, and so many in several.
const NOUGHTS_OF_ONE: usize = 3;
const NOUGHTS_OF_SEVERAL: usize = 2;

/// So many rows with one number, none of which names a vehicle, are hardly attempts for one order.
const EQUAL_ROWS: usize = 3;

/// Shorter numbers are no numbers of documents.
const LEAST_WIDTH: usize = 3;

/// Looks at the identifying numbers of all lists. A number without its last digits becomes [`Value::Lost`], one without its
/// leading zeros gets them back.
pub(super) fn judge(used: &mut BTreeMap<TableId, Vec<Rows>>, schemas: &Schemas) -> Vec<Finding> {
    let of_blocks = |(table, blocks): (&TableId, &mut Vec<Rows>)| {
        let mut findings = Vec::new();
        let Some(schema) = schemas.table(*table) else { return findings };
        for (field, _) in of_kinds(schema, &[FieldKind::Code, FieldKind::Vin]) {
            for rows in blocks.iter_mut() {
                let lost = without_last_digits(rows, schema, field);
                lost.iter().for_each(|(row, _)| rows.set(*row, field, Value::Lost));
                let sentence = |_: &str| [0, 1].map(|lang| format!("{}{}", LAST_LOST[lang], LOST[lang]));
                findings.extend(self::findings(rows, schema, field, lost, sentence));
            }
        }
        findings
    };
    let mut findings: Vec<Finding> = used.par_iter_mut().flat_map_iter(of_blocks).collect();
    for (thing, width) in widths(used, schemas) {
        let whole = whole_numbers(used, schemas, &thing, width);
        let of_blocks = |(table, blocks): (&TableId, &Vec<Rows>)| -> Vec<(usize, Vec<(usize, String)>)> {
            let Some(field) = schemas.table(*table).and_then(|schema| field_of(schema, &thing)) else {
                return Vec::new();
            };
            blocks.iter().enumerate().map(|(at, rows)| (at, without_zeros(rows, field, width, &whole))).collect()
        };
        let short: Vec<(TableId, Vec<_>)> = used.iter().map(|entry| (*entry.0, of_blocks(entry))).collect();
        for (table, blocks) in short {
            let Some(schema) = schemas.table(table) else { continue };
            let (Some(field), Some(all)) = (field_of(schema, &thing), used.get_mut(&table)) else { continue };
            for (at, numbers) in blocks {
                findings.extend(zeros_back(&mut all[at], schema, field, width, numbers));
            }
        }
    }
    findings
}

fn of_kinds<'s>(schema: &'s Schema, kinds: &[FieldKind]) -> Vec<(usize, &'s str)> {
    let fields = schema.fields.iter().enumerate();
    fields.filter(|(_, field)| kinds.contains(&field.kind)).map(|(at, field)| (at, field.id.as_str())).collect()
}

/// What the numbers of a field name: an order also where it is the one that a repair goes back to.
fn thing(id: &str) -> &str {
    id.strip_prefix("origin_").unwrap_or(id)
}

fn field_of(schema: &Schema, wanted: &str) -> Option<usize> {
    of_kinds(schema, &[FieldKind::Code]).into_iter().find(|(_, id)| thing(id) == wanted).map(|(at, _)| at)
}

/// The numbers of a column that are digits throughout, by row.
fn numbers(rows: &Rows, field: usize) -> impl Iterator<Item = (usize, &str)> {
    (0..rows.rows.len())
        .filter_map(move |row| Some((row, rows.field_text(row, field)?)))
        .filter(|(_, text)| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}

/// The rows whose number has only noughts behind its fifteenth digit, where that is no chance.
fn without_last_digits(rows: &Rows, schema: &Schema, field: usize) -> Vec<(usize, String)> {
    let (mut long, mut spoilt): (usize, BTreeMap<&str, Vec<usize>>) = (0, BTreeMap::new());
    for (row, text) in numbers(rows, field).filter(|(_, text)| text.len() > KEPT_DIGITS) {
        long += 1;
        if text[KEPT_DIGITS..].bytes().all(|b| b == b'0') {
            spoilt.entry(text).or_default().push(row);
        }
    }
    let count: usize = spoilt.values().map(Vec::len).sum();
    let noughts: usize = spoilt.keys().map(|text| text.len() - KEPT_DIGITS).sum();
    let all = count == long && (noughts >= NOUGHTS_OF_ONE || count > 1 && noughts >= NOUGHTS_OF_SEVERAL);
    let vehicles = of_kinds(schema, &[FieldKind::Vin, FieldKind::Plate]);
    let lines = schema.fields.iter().any(|field| field.line);
    let of_several = |text: &str, equal: &[usize]| {
        let vehicle = |row: &usize| vehicles.iter().find_map(|(at, _)| rows.field_text(*row, *at));
        let named: BTreeSet<&str> = equal.iter().filter_map(vehicle).collect();
        let nameless = !lines && named.is_empty() && equal.len() >= EQUAL_ROWS;
        text.len() >= KEPT_DIGITS + NOUGHTS_OF_SEVERAL && (named.len() > 1 || nameless)
    };
    let lost = spoilt.into_iter().filter(|(text, equal)| all || of_several(text, equal));
    let mut lost: Vec<(usize, String)> =
        lost.flat_map(|(text, equal)| equal.into_iter().map(|row| (row, text.to_owned()))).collect();
    lost.sort_unstable();
    lost
}

const LAST_LOST: [&str; 2] = [
    "第 15 位以后都是 0，是以数值保存时丢失的",
    "all digits behind the fifteenth are 0: they were lost when it was kept as a number",
];

/// The width of the numbers that keep their leading zeros, by what they name; nothing where they have several widths.
fn widths(used: &BTreeMap<TableId, Vec<Rows>>, schemas: &Schemas) -> BTreeMap<String, usize> {
    let mut widths: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (table, blocks) in used {
        let Some(schema) = schemas.table(*table) else { continue };
        for (field, id) in of_kinds(schema, &[FieldKind::Code]) {
            let of_thing = widths.entry(thing(id).to_owned()).or_default();
            for rows in blocks {
                of_thing.extend(numbers(rows, field).filter(|(_, text)| text.starts_with('0')).map(|(_, t)| t.len()));
            }
        }
    }
    let one = |widths: BTreeSet<usize>| if widths.len() == 1 { widths.first().copied() } else { None };
    widths
        .into_iter()
        .filter_map(|(thing, widths)| Some((thing, one(widths).filter(|one| *one >= LEAST_WIDTH)?)))
        .collect()
}

/// The numbers with leading zeros.
fn whole_numbers(used: &BTreeMap<TableId, Vec<Rows>>, schemas: &Schemas, thing: &str, width: usize) -> HashSet<String> {
    let mut whole = HashSet::new();
    for (table, blocks) in used {
        let Some(field) = schemas.table(*table).and_then(|schema| field_of(schema, thing)) else { continue };
        let texts = blocks.iter().flat_map(|rows| numbers(rows, field).map(|(_, text)| text));
        whole.extend(texts.filter(|text| text.len() == width && text.starts_with('0')).map(str::to_owned));
    }
    whole
}

/// The rows of a column whose number is shorter than the others, with what it must have been: that number stands elsewhere,
/// or most of the column has the usual width. A column with longer numbers counts on and has no width.
fn without_zeros(rows: &Rows, field: usize, width: usize, whole: &HashSet<String>) -> Vec<(usize, String)> {
    let (mut usual, mut zeros, mut short) = (0_usize, false, Vec::new());
    for (row, text) in numbers(rows, field) {
        match text.len() {
            length if length > width => return Vec::new(),
            length if length == width => (usual, zeros) = (usual + 1, zeros || text.starts_with('0')),
            _ => short.push((row, format!("{text:0>width$}"))),
        }
    }
    let is_usual = zeros && usual >= short.len();
    short.retain(|(_, padded)| is_usual || whole.contains(padded));
    short
}

fn zeros_back(
    rows: &mut Rows,
    schema: &Schema,
    field: usize,
    width: usize,
    numbers: Vec<(usize, String)>,
) -> Vec<Finding> {
    let mut cells: HashMap<&str, Text> = HashMap::new();
    let mut shown = Vec::with_capacity(numbers.len());
    for (row, padded) in &numbers {
        shown.push((*row, rows.field_text(*row, field).unwrap_or("").to_owned()));
        let text = *cells.entry(padded).or_insert_with(|| {
            rows.cleaned.push(padded.as_str().into());
            Text::Cleaned(rows.cleaned.len() as u32 - 1)
        });
        rows.set(*row, field, Value::Text(text));
    }
    let sentence = |number: &str| {
        [
            format!("开头的 0 已丢失（其他编号都是 {width} 位），按“{number:0>width$}”使用"),
            format!("its leading zeros are lost (the others have {width} digits); used as “{number:0>width$}”"),
        ]
    };
    findings(rows, schema, field, shown, sentence)
}

/// One finding a cell; of very many only the cells are told.
fn findings(
    rows: &Rows,
    schema: &Schema,
    field: usize,
    numbers: Vec<(usize, String)>,
    sentence: impl Fn(&str) -> [String; 2],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen: HashSet<CellRef> = HashSet::new();
    let declared = &schema.fields[field];
    for (row, number) in numbers {
        // The attempts of a wide row share the cell.
        let cell = rows.cell(row, field);
        if !seen.insert(cell) {
            continue;
        }
        match findings.last_mut() {
            Some(last) if seen.len() > KEPT => last.more.push(cell),
            _ => {
                let [chinese, english] = sentence(&number);
                let chinese = format!("{}“{number}”：{chinese}", declared.names.chinese);
                let english = format!("{} “{number}”: {english}", declared.names.en);
                let place = rows.grid.place().at(cell.row, cell.col);
                let finding = Finding::new(Severity::Warning, Code::LostDigits, place, chinese, english);
                findings.push(finding.table(schema.table).field(&declared.id).value(&number));
            }
        }
    }
    findings
}
