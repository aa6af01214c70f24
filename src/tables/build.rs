//! The story of this room: recognise, read, scale, check, tell duplicates apart, leave out what is void, frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::base::address::{CellRef, Place};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;
use crate::input::grid::Grid;
use crate::recognise::block::{Block, Fit};
use crate::recognise::recognise;
use crate::recognise::sides;
use crate::recognise::unused::Unused;

use super::customer_names::{CUSTOMER, CustomerNames, MODEL};
use super::field_kind::FieldKind;
use super::hints::UnknownWord;
use super::made::Exports;
use super::model::{BlockColumns, InputBlock, RowCounts, Source, Tables};
use super::numbers::Numbers;
use super::rows::{Rows, forget_cells};
use super::schema::{Field, Schema};
use super::schemas::Schemas;
use super::texts::texts;
use super::{
    above, accounting, by_month, checks, contradictions, copies, date_checks, days, duplicates, frame, invisible, lent,
    lost_digits, monthly_totals, namesakes, order_links, repeated, row_reader, said_beside, said_once, scales, shifted,
    stated, ticks, twins, unanswered, void,
};

/// One sheet of a file.
#[derive(Debug)]
pub struct SheetInput {
    /// Its cells.
    pub grid: Grid,
    /// Hash of the file's bytes, lower-case hex.
    pub sha256: Arc<str>,
}

/// What reading needs to know of the report.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// A cancellation after this day has not happened yet.
    pub as_of: NaiveDate,
    /// Names of customers are private, and must be known wherever they stand.
    pub private_names: bool,
}

impl Context {
    /// A report as of this day that shows every name.
    pub fn as_of(day: NaiveDate) -> Self {
        Self { as_of: day, private_names: false }
    }
}

/// What became of one sheet.
#[derive(Default)]
struct SheetRows {
    read: Vec<Rows>,
    counted: Vec<InputBlock>,
    findings: Vec<Finding>,
    unused: Vec<Unused>,
    said_once: Vec<said_once::Told>,
}

/// All tables without a row, each with all of its columns.
///
/// # Errors
/// None in practice; a fault of the program.
pub fn empty(schemas: &Schemas) -> anyhow::Result<Tables> {
    let frame = |schema: &Schema| Ok((schema.table, frame::build(&[], schema, &[], &[])?));
    let frames = schemas.tables.iter().map(frame).collect::<anyhow::Result<_>>()?;
    Ok(Tables { frames, items: schemas.items(), ..Tables::default() })
}

/// Types all sheets. It cannot fail: what cannot be used becomes a finding.
///
/// The order of `sheets` has no influence. A sheet that fits no table has an entry in `inputs` without a table, its
/// lines counted as notes; of a sheet that lacks a needed heading all rows are rejected.
pub fn build(sheets: Vec<SheetInput>, schemas: &Schemas, context: &Context) -> Tables {
    let mut tables = Tables { items: schemas.items(), names: schemas.dictionary.names(), ..Tables::default() };
    let mut used: BTreeMap<TableId, Vec<Rows>> = BTreeMap::new();
    let mut said_once = Vec::new();
    for sheet in sheets.into_par_iter().map(|sheet| read_sheet(sheet, schemas)).collect::<Vec<_>>() {
        tables.findings.extend(sheet.findings);
        said_once.extend(sheet.said_once);
        tables.hints.columns.extend(sheet.unused);
        tables.inputs.extend(sheet.counted);
        for rows in sheet.read {
            if let Some(table) = rows.block.table {
                used.entry(table).or_default().push(rows);
            }
        }
    }
    for blocks in used.values_mut() {
        blocks.sort_by(|a, b| {
            (&a.grid.file, &a.grid.sheet, a.block.first_row).cmp(&(&b.grid.file, &b.grid.sheet, b.block.first_row))
        });
    }
    tables.findings.extend(lost_digits::judge(&mut used, schemas));
    tables.findings.extend(namesakes::part(&mut used, schemas));
    let of_orders = || link_orders(&used, schemas);
    let numbers = || Numbers::of(|kind| texts(&used, schemas, move |field| field.kind == kind));
    let (linked, numbers) = rayon::join(of_orders, numbers);
    tables.findings.extend(linked);
    tables.numbers = numbers;
    let people = texts(&used, schemas, |field| field.kind == FieldKind::Person);
    tables.findings.extend(said_once::known(said_once, people));
    if context.private_names {
        let customers = texts(&used, schemas, |field| field.id == CUSTOMER);
        let others = texts(&used, schemas, |field| field.kind == FieldKind::Person || field.id == MODEL);
        tables.customers = CustomerNames::of(customers, others, &schemas.common);
    }
    let of_table = |(table, blocks): (TableId, Vec<Rows>)| {
        let schema = schemas.table(table)?;
        let sources = sources_of(&blocks, &mut tables.sources);
        Some((schema, blocks, sources))
    };
    let unfinished: Vec<_> = used.into_iter().filter_map(of_table).collect();
    let finished = unfinished.into_par_iter();
    let finished = finished.map(|(schema, blocks, sources)| finish_table(blocks, schema, schemas, context, &sources));
    for finished in finished.collect::<Vec<_>>() {
        take_in(&mut tables, finished);
    }
    tables.inputs.sort_by(|a, b| (&a.file, &a.sheet, a.header_row).cmp(&(&b.file, &b.sheet, b.header_row)));
    one_line_a_sheet(&mut tables.inputs, schemas);
    crate::base::finding::sort(&mut tables.findings);
    // What is wrong with a merged cell is found in each of its rows.
    tables.findings.dedup();
    for finding in &mut tables.findings {
        let is_private = |name: &String| schemas.table(finding.table?)?.fields.iter().find(|field| field.id == *name);
        // Telephones are masked at the door; of an address or a birthday nothing is told.
        let field = finding.field.as_ref().and_then(is_private);
        if field.is_some_and(|field| field.private && field.kind != FieldKind::Phone) {
            finding.hide_value();
        }
        if context.private_names && finding.code == Code::UnknownSheet {
            finding.hide_seen();
        }
        let first = finding.place.cell;
        finding.more.dedup();
        finding.more.retain(|cell| Some(*cell) != first);
    }
    tables
}

/// A list of figures with a column a month is one sheet to whoever keeps it; a row counts once for each of its months.
fn one_line_a_sheet(inputs: &mut Vec<InputBlock>, schemas: &Schemas) {
    inputs.dedup_by(|next, first| {
        let place = |block: &InputBlock| (block.file.clone(), block.sheet.clone(), block.header_row, block.table);
        let stated = first.table.and_then(|table| schemas.table(table)).is_some_and(|schema| schema.role.is_some());
        let is_one = stated && place(next) == place(first);
        if is_one {
            first.rows += next.rows;
        }
        is_one
    });
}

fn read_sheet(mut sheet: SheetInput, schemas: &Schemas) -> SheetRows {
    let mut out = SheetRows::default();
    out.findings.extend(invisible::clean(&mut sheet.grid));
    out.findings.extend(ticks::join(&mut sheet.grid, schemas));
    let lists = match by_month::apart(sheet.grid, schemas, &mut out.findings) {
        Ok(columns) => columns,
        Err(grid) => sides::apart(*grid, &schemas.dictionary),
    };
    for grid in lists {
        read_grid(grid, &sheet.sha256, schemas, &mut out);
    }
    out.findings.extend(lent::told(&out.read));
    out
}

fn read_grid(grid: Grid, sha256: &Arc<str>, schemas: &Schemas, out: &mut SheetRows) {
    let recognised = recognise(&grid, &schemas.dictionary);
    let grid = Arc::new(grid);
    let mut read = Vec::new();
    out.findings.extend(recognised.blocks.iter().take(1).flat_map(|first| above::told(&grid, sha256, first, schemas)));
    out.findings.extend(recognised.findings);
    out.unused.extend(recognised.unused);
    let mut exports = Exports::of(&grid, &schemas.common.lines);
    let made: Vec<_> = recognised.blocks.iter().map(|block| exports.made_on(block)).collect();
    for (mut block, made) in recognised.blocks.into_iter().zip(made) {
        match block.table.and_then(|table| schemas.table(table)) {
            Some(schema) if block.fit == Fit::Complete => {
                schema.settle(&mut block);
                let mut rows = row_reader::read(Arc::clone(&grid), Arc::clone(sha256), block, made, schema, schemas);
                shifted::check(&mut rows, schema, schemas);
                checks::rows(&mut rows, schema);
                contradictions::find(&mut rows, schema);
                unanswered::clear(&mut rows, schema);
                read.push(rows);
            }
            _ => {
                let counts = accounting::count_only(&grid, &block);
                out.counted.push(input_block(&grid, sha256, &block, counts));
            }
        }
    }
    out.said_once.extend(said_once::told(&read, schemas));
    out.findings.extend(said_beside::told(&read, schemas));
    forget_cells(grid, &mut read);
    out.read.append(&mut read);
}

/// Calls that name an order which no list of orders holds.
fn link_orders(used: &BTreeMap<TableId, Vec<Rows>>, schemas: &Schemas) -> Vec<Finding> {
    let tables = (used.get(&TableId::WORK_ORDERS), used.get(&TableId::CALLBACKS));
    let declared = (schemas.table(TableId::WORK_ORDERS), schemas.table(TableId::CALLBACKS));
    let ((Some(orders), Some(callbacks)), (Some(order_schema), Some(schema))) = (tables, declared) else {
        return Vec::new();
    };
    order_links::told(callbacks, schema, orders, order_schema)
}

/// Takes in what one table came to.
fn take_in(tables: &mut Tables, of_table: Tables) {
    tables.frames.extend(of_table.frames);
    tables.columns.extend(of_table.columns);
    tables.inputs.extend(of_table.inputs);
    tables.findings.extend(of_table.findings);
    tables.hints.add(of_table.hints);
    tables.stated.extend(of_table.stated);
    for doubt in of_table.doubts {
        if !tables.doubts.contains(&doubt) {
            tables.doubts.push(doubt);
        }
    }
}

/// What the blocks of one table come to; `sources` are theirs.
fn finish_table(
    mut blocks: Vec<Rows>,
    schema: &Schema,
    schemas: &Schemas,
    context: &Context,
    sources: &[u32],
) -> Tables {
    let mut tables = Tables::default();
    let blocks = blocks.as_mut_slice();
    let scaled = scales::apply(blocks, schema, schemas, &mut tables.hints.scales);
    tables.doubts = scales::doubts(&scaled, schema);
    tables.findings.extend(scaled);
    tables.findings.extend(date_checks::check(blocks, schema));
    let (rows, doubles) = duplicates::remove(blocks, schema);
    tables.findings.extend(doubles);
    let (rows, totals) = monthly_totals::leave_out(blocks, schema, rows);
    tables.findings.extend(totals);
    tables.findings.extend(twins::told(blocks, schema, &rows));
    let (rows, of_another_kind) = void::remove(blocks, schema, rows, context.as_of);
    tables.findings.extend(of_another_kind);
    tables.findings.extend(repeated::told(blocks, schema, &rows));
    tables.findings.extend(copies::told(blocks, schema, &schemas.common.lines));
    if let Some(role) = schema.role {
        tables.stated.extend(stated::of(blocks, schema, role, &rows));
    }
    tables.columns.extend(blocks.iter().zip(sources).map(|(block, source)| columns_of(block, schema, *source)));
    match frame::build(blocks, schema, &rows, sources) {
        Ok(frame) => drop(tables.frames.insert(schema.table, frame)),
        Err(error) => tables.findings.push(fault(blocks, schema, &error.to_string())),
    }
    let words = unknown_words(blocks, schema);
    tables.hints.words.extend(once_a_table(&words));
    tables.findings.extend(words);
    for block in &mut *blocks {
        tables.findings.append(&mut block.findings);
        if !block.counts.balanced() {
            tables.findings.push(fault(std::slice::from_ref(block), schema, "rows do not add up"));
        }
        tables.inputs.push(input_block(&block.grid, &block.sha256, &block.block, block.counts));
    }
    days::tell(&mut tables.findings, blocks, schema);
    tables
}

/// Each word outside a vocabulary once a sheet, with all the cells where it stands.
fn unknown_words(blocks: &[Rows], schema: &Schema) -> Vec<Finding> {
    let mut words: BTreeMap<_, Vec<CellRef>> = BTreeMap::new();
    for block in blocks {
        for ((field, word), cells) in &block.unknown_words {
            words.entry((block.grid.place(), *field, word.as_str())).or_default().extend(cells);
        }
    }
    let finding = |((place, field, word), mut cells): ((Place, usize, &str), Vec<CellRef>)| {
        let count = cells.len();
        let first = cells.remove(0);
        let field = &schema.fields[field];
        if field.vocabulary.read(word).doubtful {
            return doubtful_word(place.at(first.row, first.col), field, word, count)
                .table(schema.table)
                .field(&field.id)
                .value(word)
                .more(cells);
        }
        let meaning = field.unknown.as_ref();
        let chinese = meaning.map_or("按原样显示", |words| &words.chinese);
        let english = meaning.map_or("shown as it stands", |words| &words.en);
        Finding::new(
            Severity::Warning,
            Code::UnknownWord,
            place.at(first.row, first.col),
            format!("{}“{word}”不在词汇表中（共 {count} 处），{chinese}", field.names.chinese),
            format!("{} “{word}” is not in the vocabulary ({count} time(s)); {english}", field.names.en),
        )
        .table(schema.table)
        .field(&field.id)
        .value(word)
        .more(cells)
    };
    words.into_iter().map(finding).collect()
}

/// A known word beside which stands what contradicts it: 待回访(成功).
fn doubtful_word(place: Place, field: &Field, word: &str, count: usize) -> Finding {
    let mut chinese =
        format!("{}“{word}”在已知的词之外另有说法，意思不定（共 {count} 处），哪一种都不算", field.names.chinese);
    let mut english = format!(
        "{} “{word}” says more than a known word ({count} time(s)); what is meant is not clear, it counts as neither",
        field.names.en
    );
    if let Some(meaning) = &field.unknown {
        chinese.push_str(&format!("；{}", meaning.chinese));
        english.push_str(&format!("; {}", meaning.en));
    }
    Finding::new(Severity::Warning, Code::UnknownWord, place, chinese, english)
}

/// The unknown words of a table, each once over all its sheets.
fn once_a_table(findings: &[Finding]) -> Vec<UnknownWord> {
    let mut words: BTreeMap<(&str, &str), UnknownWord> = BTreeMap::new();
    for finding in findings {
        let (Some(table), Some(field), Some(word)) = (finding.table, &finding.field, &finding.value) else { continue };
        let (field, word, place) = (field.as_str(), word.as_ref(), finding.place.clone());
        let known = words.entry((field, word)).or_insert_with(|| UnknownWord {
            table,
            field: field.to_owned(),
            word: word.to_owned(),
            count: 0,
            place,
        });
        known.count += finding.count();
    }
    words.into_values().collect()
}

/// The index of each block's sheet among the sources; sheets that are not among them yet are added.
fn sources_of(blocks: &[Rows], sources: &mut Vec<Source>) -> Vec<u32> {
    let mut known: BTreeMap<Source, usize> =
        sources.iter().enumerate().map(|(at, source)| (source.clone(), at)).collect();
    let mut of_block = |block: &Rows| {
        let source = Source { file: Arc::clone(&block.grid.file), sheet: block.grid.sheet.clone() };
        let at = *known.entry(source.clone()).or_insert_with(|| {
            sources.push(source);
            sources.len() - 1
        });
        at as u32
    };
    blocks.iter().map(&mut of_block).collect()
}

/// Where the columns of a block stand.
fn columns_of(rows: &Rows, schema: &Schema, source: u32) -> BlockColumns {
    let mut fields: Vec<(String, u32)> = Vec::new();
    for column in &rows.block.columns {
        let id = &schema.fields[column.field].id;
        if fields.iter().all(|(known, _)| known != id) {
            fields.push((id.clone(), column.col));
        }
    }
    BlockColumns { table: schema.table, source, rows: rows.block.first_row + 1..=rows.block.end_row, fields }
}

fn input_block(grid: &Grid, sha256: &str, block: &Block, rows: RowCounts) -> InputBlock {
    InputBlock {
        file: grid.file.to_string(),
        sha256: sha256.to_owned(),
        sheet: grid.sheet.as_deref().map(str::to_owned),
        table: block.table,
        header_row: block.header.map(|(_, last)| last + 1),
        rows,
    }
}

/// A fault of the program itself: nothing of the sheet may be trusted, and nobody may overlook it.
fn fault(blocks: &[Rows], schema: &Schema, what: &str) -> Finding {
    let place = blocks.first().map(|block| block.grid.place());
    let place = place.unwrap_or_else(|| Place { file: "".into(), sheet: None, cell: None });
    let chinese = format!("程序错误（{what}），请报告；本表数字不可信");
    let english = format!("a fault of the program ({what}); please report it, do not trust this table");
    Finding::new(Severity::Error, Code::UnreadableFile, place, chinese, english).table(schema.table)
}
