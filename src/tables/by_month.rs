//! Figures and targets as people keep them: one row an indicator, one column a month (指标 | 2013-08 | 2013-09 …). Each such
//! column becomes a list of its own with the addresses of the sheet, so that whatever reads the long lists reads these.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::Datelike;

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::period::{Calendar, PeriodKind, PeriodNumber, YEARS};
use crate::base::text::{fold, narrow};
use crate::input::grid::{Grid, GridCell, GridValue, TextId};

use super::cell::date::from_serial;
use super::cell::month;
use super::cell::named::Named;
use super::cell::read::{Column, Said};
use super::schema::Schema;
use super::schemas::Schemas;
use super::stated;

/// The headings are looked for in so many rows that hold something.
const FIRST_ROWS: usize = 30;
/// A single month may be a heading of anything.
const LEAST_PERIODS: usize = 2;
/// Twenty years of months: more columns are no list that somebody keeps.
const MOST_PERIODS: usize = 240;
/// `201309` as a number.
const MONTH_NUMBERS: RangeInclusive<f64> = 198_001.0..=209_912.0;
/// Fields that say the period, or the parts of a figure, of a whole row: with one of them the columns are something else.
const OF_THE_ROW: [&str; 5] = ["month", "period", "year", "numerator", "denominator"];

/// The period that a heading names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// With its year, or with one from elsewhere (`true`).
    Of(PeriodKind, PeriodNumber, bool),
    /// `9月`, and nothing says of which year.
    OfNoYear,
}

/// One grid a column of a period; another sheet as it is.
pub(super) fn apart(mut grid: Grid, schemas: &Schemas, findings: &mut Vec<Finding>) -> Result<Vec<Grid>, Box<Grid>> {
    let Some(list) = List::of(&grid, schemas) else { return Err(Box::new(grid)) };
    let Some(schema) = list.table(&grid, schemas) else {
        findings.push(list.doubtful(&grid));
        return Err(Box::new(grid));
    };
    findings.extend(list.told(&grid, schema));
    let heading = |id: &str| schema.field(id).and_then(|field| schema.fields[field].headings.first().cloned());
    let texts = [heading("value"), heading("month"), heading("period")].map(|text| text.unwrap_or_default());
    let [value, month, period] = texts.map(|text| grid.add_text(&text));
    // Months behind the last figure are as a rule still to come: columns of nothing.
    let below = grid.cells.iter().filter(|cell| cell.row > *list.rows.end());
    let last = below.filter(|cell| list.holds(&grid, schemas, schema, cell)).map(|cell| cell.col).max();
    let named: Vec<_> = list
        .periods
        .iter()
        .filter(|(col, _)| last.is_none_or(|last| **col <= last))
        .filter_map(|(col, heading)| match heading {
            Heading::Of(kind, number, _) => {
                let label = grid.add_text(&Calendar::default().period(*kind, *number).label());
                Some((*col, if *kind == PeriodKind::Month { month } else { period }, label))
            }
            Heading::OfNoYear => None,
        })
        .collect();
    let behind = grid.cells.iter().map(|cell| cell.col).max().unwrap_or(0) + 1;
    let holds = |cell: &GridCell| list.holds(&grid, schemas, schema, cell);
    let of_column = |(at, (col, period, label)): (usize, (u32, TextId, TextId))| {
        let mut cells = Vec::new();
        for (row, own) in grid.rows() {
            let others = own.iter().filter(|cell| !list.is_apart(cell.col)).copied();
            let cell = |col, text| GridCell { row, col, value: GridValue::Text(text) };
            if row < *list.rows.start() {
                cells.extend_from_slice(own);
            } else if row == *list.rows.end() {
                let above = list.above(&grid).map(|cell| GridCell { row, ..cell });
                let mut heads: BTreeMap<u32, GridCell> = above.chain(others).map(|cell| (cell.col, cell)).collect();
                heads.extend([(col, cell(col, value)), (behind, cell(behind, period))]);
                cells.extend(heads.into_values());
            } else if list.rows.contains(&row) {
                // The upper line stands with the lower one.
            } else if let Some(figure) = own.iter().find(|cell| cell.col == col && holds(cell)) {
                let mut line: Vec<GridCell> = others.chain([*figure, cell(behind, label)]).collect();
                line.sort_by_key(|cell| cell.col);
                cells.extend(line);
            } else if at == 0 && !own.iter().any(|cell| holds(cell) || cell.col == list.indicator) {
                // Remarks and the like are told once.
                cells.extend(others);
            }
        }
        let merges = grid.merges.iter().filter(|area| area.col == col || !list.is_apart(area.col)).copied();
        grid.with_cells(cells, merges.collect())
    };
    Ok(named.into_iter().enumerate().map(of_column).collect())
}

/// Whether a cell says nothing: blank, a dash, a mark of nothing.
fn says_nothing(grid: &Grid, schemas: &Schemas, schema: &Schema, cell: &GridCell) -> bool {
    let Some(field) = schema.field("value") else { return false };
    let column = Column {
        field: &schema.fields[field],
        heading: "",
        grid,
        common: &schemas.common,
        named: Named::default(),
        has_seconds: false,
    };
    matches!(column.read(cell.value), (Said::Nothing, None))
}

/// What a sheet of this kind has.
struct List {
    /// The lines of its headings; the lower one has the periods.
    rows: RangeInclusive<u32>,
    /// The column of the indicators, and the tables that have such a heading.
    indicator: u32,
    tables: Vec<usize>,
    /// The columns of periods.
    periods: BTreeMap<u32, Heading>,
    /// Columns of figures of no period.
    unnamed: BTreeSet<u32>,
}

impl List {
    fn of(grid: &Grid, schemas: &Schemas) -> Option<Self> {
        let stated = schemas.tables.iter().filter(|schema| schema.role.is_some());
        let fields = stated.filter_map(|schema| schema.field("indicator").map(|field| &schema.fields[field]));
        let known: BTreeSet<String> = fields.flat_map(|field| &field.headings).map(|text| fold(text)).collect();
        let rows: Vec<_> = grid.rows().take(FIRST_ROWS + 1).collect();
        rows.iter().enumerate().find_map(|(at, (row, cells))| {
            let (indicator, tables) = cells.iter().find_map(|cell| indicator(grid, cell, schemas, &known))?;
            let lines =
                [Some(at), Some(at + 1).filter(|below| rows.get(*below).is_some_and(|(next, _)| *next == row + 1))];
            lines.into_iter().flatten().find_map(|line| {
                let (last, cells) = rows[line];
                // Where an indicator stands below the heading, that line is a row: of measures, with their dates.
                let is_heading =
                    |cell: &GridCell| matches!(cell.value, GridValue::Text(id) if known.contains(&fold(grid.text(id))));
                if line > at && cells.iter().any(|cell| cell.col == indicator && !is_heading(cell)) {
                    return None;
                }
                let above = line.checked_sub(1).map(|above| rows[above].1).unwrap_or_default();
                let year = year_above(grid, *row);
                let period =
                    |cell: &GridCell| Some((cell.col, heading(grid, cell, group_year(grid, above, cell.col), year)?));
                let periods: BTreeMap<u32, Heading> =
                    cells.iter().filter(|cell| cell.col != indicator).filter_map(period).collect();
                let list =
                    Self { rows: *row..=last, indicator, tables: tables.clone(), periods, unnamed: BTreeSet::new() };
                if !(LEAST_PERIODS..=MOST_PERIODS).contains(&list.periods.len()) {
                    return None;
                }
                list.with_others(grid, schemas, cells)
            })
        })
    }

    /// With the columns that hold figures of no period; `None` where a column says what belongs to the whole row.
    fn with_others(mut self, grid: &Grid, schemas: &Schemas, cells: &[GridCell]) -> Option<Self> {
        let others = self.above(grid).chain(cells.iter().copied()).filter(|cell| !self.periods.contains_key(&cell.col));
        for cell in others.collect::<Vec<_>>() {
            let GridValue::Text(id) = cell.value else { continue };
            let meanings = schemas.dictionary.meanings(grid.text(id));
            let fields = meanings.iter().filter(|meaning| self.tables.contains(&meaning.table));
            let ids = fields.filter_map(|meaning| {
                Some(schemas.dictionary.tables()[meaning.table].fields[meaning.field?].id.as_str())
            });
            for id in ids {
                if OF_THE_ROW.contains(&id) {
                    return None;
                }
                if id == "value" {
                    self.unnamed.insert(cell.col);
                }
            }
        }
        Some(self)
    }

    /// Whether a cell says a figure of a period.
    fn holds(&self, grid: &Grid, schemas: &Schemas, schema: &Schema, cell: &GridCell) -> bool {
        self.periods.contains_key(&cell.col) && !says_nothing(grid, schemas, schema, cell)
    }

    /// The headings in the upper of two lines that stand over no period.
    fn above<'g>(&'g self, grid: &'g Grid) -> impl Iterator<Item = GridCell> + 'g {
        let upper = *self.rows.start()..*self.rows.end();
        let cells = grid.cells.iter().filter(move |cell| upper.contains(&cell.row));
        cells.filter(move |cell| !self.is_apart(cell.col)).copied()
    }

    /// Whether a column is none of those that belong to the whole row.
    fn is_apart(&self, col: u32) -> bool {
        self.periods.contains_key(&col) || self.unnamed.contains(&col)
    }

    /// The table whose heading the indicators stand under; where several have it, the one that the names of file and sheet
    /// or a title speak of.
    fn table<'s>(&self, grid: &Grid, schemas: &'s Schemas) -> Option<&'s Schema> {
        let tables = self.tables.iter().filter_map(|table| schemas.table(schemas.dictionary.tables()[*table].table));
        let tables: Vec<&Schema> = tables.collect();
        if let [only] = tables.as_slice() {
            return Some(only);
        }
        let mut told = format!("{} {}", grid.file, grid.sheet.as_deref().unwrap_or(""));
        told.extend(texts_above(grid, *self.rows.start()).map(|text| format!(" {text}")));
        let told = fold(&told);
        let mut named = tables.into_iter().filter(|table| table.called.iter().any(|word| told.contains(&fold(word))));
        named.next().filter(|_| named.next().is_none())
    }

    fn finding(
        &self,
        grid: &Grid,
        severity: Severity,
        code: Code,
        cols: &[u32],
        words: [String; 2],
    ) -> Option<Finding> {
        let (first, more) = cols.split_first()?;
        let (row, [chinese, english]) = (*self.rows.end(), words);
        let more = more.iter().map(|col| CellRef { row, col: *col }).collect();
        Some(Finding::new(severity, code, grid.place().at(row, *first), chinese, english).more(more))
    }

    fn doubtful(&self, grid: &Grid) -> Finding {
        let place = grid.place().at(*self.rows.start(), self.indicator);
        let chinese = "一列一个月的指标表，看不出是历史指标还是目标，没有采用；请在文件名、工作表名或标题中写明“历史指标”或“目标”";
        let english = "a list of indicators with a column a month that may be history or targets, so it is not used; \
                       name the file, the sheet or the title after one of them";
        Finding::new(Severity::Warning, Code::UnknownSheet, place, chinese.to_owned(), english.to_owned())
    }

    /// Headings whose year is that of the list, or of which none is known, and columns of no period.
    fn told(&self, grid: &Grid, schema: &Schema) -> Vec<Finding> {
        let of = |is: &dyn Fn(&Heading) -> bool| -> Vec<u32> {
            self.periods.iter().filter(|(_, heading)| is(heading)).map(|(col, _)| *col).collect()
        };
        let assumed = of(&|heading| matches!(heading, Heading::Of(.., true)));
        let year = assumed.first().and_then(|col| match self.periods[col] {
            Heading::Of(PeriodKind::Month, PeriodNumber(number), _) => Some(number.div_euclid(12)),
            Heading::Of(PeriodKind::Quarter, PeriodNumber(number), _) => Some(number.div_euclid(4)),
            Heading::Of(PeriodKind::Year, PeriodNumber(number), _) => Some(number),
            Heading::OfNoYear => None,
        });
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let assumed_words = [
            format!("表头没有年份，按文件名、工作表名或标题的 {year} 年计"),
            format!("the heading has no year; that of the name or the title, {year}, is used"),
        ];
        let without_year = [
            "表头没有年份，文件名、工作表名和标题中也没有，这一列没有采用；请写成 2013-09".to_owned(),
            "the heading has no year, nor have the names or the title; the column is not used, write 2013-09"
                .to_owned(),
        ];
        let unnamed = [
            "一列一个月的表里，这一列没有写是哪一期，没有采用".to_owned(),
            "in a list with a column a month this column names no period; it is not used".to_owned(),
        ];
        let unnamed_cols: Vec<u32> = self.unnamed.iter().copied().collect();
        let told = [
            self.finding(grid, Severity::Warning, Code::AssumedYear, &assumed, assumed_words),
            self.finding(
                grid,
                Severity::Error,
                Code::InvalidDate,
                &of(&|heading| *heading == Heading::OfNoYear),
                without_year,
            ),
            self.finding(grid, Severity::Warning, Code::UnknownHeading, &unnamed_cols, unnamed),
        ];
        told.into_iter().flatten().map(|finding| finding.table(schema.table)).collect()
    }
}

/// The column of a heading of indicators, and the tables that have it: those whose rows are nothing to count.
fn indicator(grid: &Grid, cell: &GridCell, schemas: &Schemas, known: &BTreeSet<String>) -> Option<(u32, Vec<usize>)> {
    let GridValue::Text(id) = cell.value else { return None };
    if !known.contains(&fold(grid.text(id))) {
        return None;
    }
    let is_stated = |table: usize| {
        let table = schemas.dictionary.tables()[table].table;
        schemas.table(table).is_some_and(|schema| schema.role.is_some())
    };
    let meanings = schemas.dictionary.meanings(grid.text(id)).into_iter();
    let named = meanings.filter(|meaning| {
        let field = meaning.field.map(|field| &schemas.dictionary.tables()[meaning.table].fields[field]);
        is_stated(meaning.table) && field.is_some_and(|field| field.id == "indicator")
    });
    let tables: Vec<usize> = named.map(|meaning| meaning.table).collect();
    (!tables.is_empty()).then_some((cell.col, tables))
}

/// The texts above the headings.
fn texts_above(grid: &Grid, row: u32) -> impl Iterator<Item = &str> {
    let above = grid.cells.iter().take_while(move |cell| cell.row < row);
    above.filter_map(move |cell| if let GridValue::Text(id) = cell.value { Some(grid.text(id)) } else { None })
}

/// The year that a title speaks of, else the names of sheet and file.
fn year_above(grid: &Grid, row: u32) -> Option<i32> {
    let titled = texts_above(grid, row).find_map(|text| Named::of(Some(text), "").year);
    titled.or_else(|| Named::of(grid.sheet.as_deref(), &grid.file).year)
}

/// The year that stands over a column: `2013年` over `1月`, `2月` …
fn group_year(grid: &Grid, above: &[GridCell], col: u32) -> Option<i32> {
    let group = above.iter().rfind(|cell| cell.col <= col)?;
    match heading(grid, group, None, None)? {
        Heading::Of(PeriodKind::Year, PeriodNumber(year), _) => Some(year),
        _ => None,
    }
}

/// The period that a heading names, with the year of its group, else that of the list.
fn heading(grid: &Grid, cell: &GridCell, group: Option<i32>, list: Option<i32>) -> Option<Heading> {
    let month =
        |year: i32, month: u32| Heading::Of(PeriodKind::Month, PeriodNumber(year * 12 + month as i32 - 1), false);
    match cell.value {
        GridValue::Date(serial) => {
            let day = from_serial(serial, grid.dates_1904).ok()?.at;
            Some(month(day.year(), day.month()))
        }
        GridValue::Number(number) if number.fract() == 0.0 && MONTH_NUMBERS.contains(&number) => {
            in_text(&format!("{number}"), None, None)
        }
        GridValue::Number(number) if number.fract() == 0.0 && YEARS.contains(&(number as i32)) => {
            Some(Heading::Of(PeriodKind::Year, PeriodNumber(number as i32), false))
        }
        GridValue::Text(id) => in_text(grid.text(id), group, list),
        _ => None,
    }
}

fn in_text(text: &str, group: Option<i32>, list: Option<i32>) -> Option<Heading> {
    let text = narrow(text.trim());
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.starts_with(['Q', 'q'])
        || is_number && text.len() == 6
    {
        let day = month::with_its_year(&text)?;
        return Some(Heading::Of(PeriodKind::Month, PeriodNumber(day.year() * 12 + day.month0() as i32), false));
    }
    // 1, 2, 3 are months, or anything else.
    if is_number && text.len() != 4 {
        return None;
    }
    let of = |year, assumed| stated::period(&text, year).map(|(kind, number)| Heading::Of(kind, number, assumed));
    let with_year = of(None, false);
    let with_group = || group.and_then(|year| of(Some(year), false));
    let with_list = || list.and_then(|year| of(Some(year), true));
    let without = || stated::period(&text, Some(*YEARS.start())).map(|_| Heading::OfNoYear);
    with_year.or_else(with_group).or_else(with_list).or_else(without)
}
