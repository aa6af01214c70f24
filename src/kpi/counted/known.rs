//! What the file says of one store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::super::catalogue::Catalogue;
use super::super::definition::{Definition, Shape, finest};
use super::kept::Texts;
use super::row::Row;
use crate::base::finding::Finding;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::facts::counted::{CountedTables, Days};
use crate::facts::moments::Moment;
use crate::facts::side::Side;

/// A period that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Seen {
    pub(in super::super) start: NaiveDate,
    pub(in super::super) end: NaiveDate,
    pub(in super::super) as_of: NaiveDate,
}

impl Seen {
    /// Whether it is what a run means by the period.
    pub(in super::super) fn is(&self, moment: &Moment) -> bool {
        (self.start, self.end, self.as_of) == (moment.period.start, moment.period.end, moment.as_of)
    }
}

/// What the file says of one store.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The file.
    pub file: Arc<str>,
    /// SHA-256 of its bytes.
    pub sha256: Arc<str>,
    /// The periods that were counted, by label.
    pub(super) periods: Arc<BTreeMap<String, Seen>>,
    /// Of each indicator that was counted and holds together, where the words of its columns stand; then how many words there
    /// are.
    pub(super) places: BTreeMap<String, Vec<usize>>,
    /// The rows of indicators, those of an indicator, side and label beside each other: see [`Row::place`].
    pub(super) rows: Vec<Row<u32>>,
    /// The texts of all stores.
    pub(super) texts: Arc<Texts>,
    /// An indicator's own rows a day, by what they stand for.
    pub(super) own_days: BTreeMap<(String, String), Days>,
    /// Its tables.
    pub tables: CountedTables,
    /// The rows of the file about its tables.
    pub(super) of_tables: BTreeMap<TableId, u64>,
    /// Rows that say what the whole file has counted.
    pub noted: usize,
    /// Rows that were set aside.
    pub rejected: usize,
    /// What is wrong with its rows.
    pub findings: Vec<Finding>,
}

/// The columns whose words an indicator's groups are told by.
pub(in super::super) fn key_columns(definition: &Definition) -> Vec<String> {
    let mut columns = finest(&definition.by);
    if definition.shape == Shape::MeanOfGroups
        && let Some(answers) = &definition.rows.facts.answers
    {
        for column in [&answers.about, &answers.item] {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
    }
    columns
}

impl Counted {
    /// Whether an indicator was counted.
    pub(in super::super) fn has(&self, definition: &Definition) -> bool {
        self.places.contains_key(&definition.id)
    }

    /// Whether a period was counted, as it is seen.
    pub(in super::super) fn covers(&self, moment: &Moment) -> bool {
        self.periods.get(&moment.period.label()).is_some_and(|seen| seen.is(moment))
    }

    /// Whether the report's period was counted, as it is seen.
    pub fn is_of(&self, report: &Moment) -> bool {
        self.covers(report)
    }

    /// What the file means by the report's period, where that is another than the run does.
    pub fn other_period(&self, report: &Moment) -> Option<Words> {
        let (label, period) = (report.period.label(), &report.period);
        let Seen { start, end, as_of } = *self.periods.get(&label)?;
        if (start, end) != (period.start, period.end) {
            return Some(Words {
                chinese: format!("{label} 数的是 {start} 至 {end}，而配置的是 {} 至 {}", period.start, period.end),
                en: format!(
                    "{label} was counted from {start} to {end}, and the configuration has it from {} to {}",
                    period.start, period.end
                ),
            });
        }
        (as_of != report.as_of).then(|| Words {
            chinese: format!("{label} 数到统计日 {as_of}，而报告的统计日是 {}（用 --as-of {as_of}）", report.as_of),
            en: format!(
                "{label} was counted as of {as_of}, and the report is as of {} (take --as-of {as_of})",
                report.as_of
            ),
        })
    }

    /// The rows of a side of an indicator in a period, each with the words of [`key_columns`].
    pub(in super::super) fn of<'c>(
        &'c self,
        definition: &Definition,
        side: Side,
        moment: &Moment,
    ) -> impl Iterator<Item = (Vec<String>, Row<&'c str>)> {
        let places = self.places.get(&definition.id).filter(|_| self.covers(moment));
        places.into_iter().flat_map(move |places| {
            let rows = self.rows_of(&definition.id, side, Some(&moment.period.label()));
            rows.iter().map(|row| self.texts.row(row)).map(|row| (words(&row, places), row))
        })
    }

    /// The rows of a side of an indicator, of one period or of all.
    pub(super) fn rows_of(&self, indicator: &str, side: Side, label: Option<&str>) -> &[Row<u32>] {
        let number = |text: &str| self.texts.find(text);
        let (Some(indicator), Some(side)) = (number(indicator), number(side.name())) else { return &[] };
        let of_side = beside(&self.rows, (indicator, side), |row| (row.indicator, row.side));
        match label.map(number) {
            None => of_side,
            Some(None) => &[],
            Some(Some(label)) => beside(of_side, label, |row| row.period),
        }
    }

    /// The indicator's own rows a day: `what` is blank, `base` or `less`. None where the file does not tell them.
    pub(in super::super) fn own_days(&self, definition: &Definition, what: &str) -> Option<&Days> {
        self.own_days.get(&(definition.id.clone(), what.to_owned()))
    }

    /// So many rows of the file are about each table; those of an indicator about its first.
    pub fn by_table(&self, catalogue: &Catalogue) -> BTreeMap<TableId, u64> {
        let mut tables = self.of_tables.clone();
        for rows in self.rows.chunk_by(|one, other| one.indicator == other.indicator) {
            let id = rows.first().map_or("", |row| self.texts.row(row).indicator);
            let Some(definition) = catalogue.get(id) else { continue };
            let Some(table) = definition.tables.first().or(definition.rows.facts.tables.first()) else { continue };
            *tables.entry(*table).or_default() += rows.len() as u64;
        }
        tables
    }

    /// The first day of any table.
    pub(in super::super) fn first_day(&self) -> Option<NaiveDate> {
        self.tables.dated.values().filter_map(|days| days.keys().next()).min().copied()
    }

    /// Whether a table, of whichever kind its rows are, has one in a period.
    pub(in super::super) fn has_rows(&self, definition: &Definition, moment: &Moment) -> bool {
        if self.of(definition, Side::AnyRow, moment).next().is_some() {
            return true;
        }
        let told = !self.rows_of(&definition.id, Side::AnyRow, None).is_empty();
        let (start, until) = (moment.period.start, moment.until());
        let tables: BTreeSet<_> = definition.rows.facts.tables.iter().collect();
        let mut days = tables.into_iter().filter_map(|table| self.tables.dated.get(table));
        !told && days.any(|days| days.range(start..=until).next().is_some())
    }
}

/// The rows with this key, of rows that are sorted by it.
fn beside<K: Ord>(rows: &[Row<u32>], wanted: K, key: impl Fn(&Row<u32>) -> K) -> &[Row<u32>] {
    let rows = &rows[rows.partition_point(|row| key(row) < wanted)..];
    &rows[..rows.partition_point(|row| key(row) == wanted)]
}

/// The words of a row at these places; of a row without keys there are none.
fn words(row: &Row<&str>, places: &[usize]) -> Vec<String> {
    let all = row.words();
    let places = places.split_last().map_or(places, |(_, places)| places);
    let word = |place: &usize| all.get(*place).copied().filter(|word| !word.is_empty()).unwrap_or(UNSPECIFIED);
    places.iter().map(|place| word(place).to_owned()).collect()
}
