//! Facts as a warehouse gets them: of a thing with states the thing, whose states its moments make there; and what is known of
//! the days of the tables, which tells no row from no data.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;

use super::book::FactBook;
use super::build::deciding;
use super::fact::{Column, Fact};
use super::model::Facts;
use super::reader::dates;
use super::states;
use crate::base::parquet::Values;
use crate::base::table_id::TableId;
use crate::tables::exported::{Exported, Shown, as_shown, days_of, in_order, values};
use crate::tables::model::Tables;

/// Something that is known of a table, as the sides of docs/warehouse.md have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What is said.
    pub side: &'static str,
    /// The table, the fact or the indicator that it is said of.
    pub of: String,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Words.
    pub keys: String,
    /// How many rows.
    pub rows: i64,
}

/// The columns of a fact that leave the program.
pub fn columns(fact: &Fact) -> impl Iterator<Item = &Column> {
    states::own(fact).iter().filter(|column| !column.private)
}

/// The columns of a state: those that every thing has at a moment, and those that are made of them.
pub fn state_columns(fact: &Fact) -> impl Iterator<Item = &Column> {
    fact.columns.iter().skip(states::early(fact).count())
}

impl Facts {
    /// A fact as it is written. `things` are columns that only tell things apart: where `hides`, running numbers stand for
    /// them, since two masked plates may be one text.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn exported(&self, fact: &Fact, things: &BTreeSet<String>, hides: bool, shown: Shown<'_>) -> Result<Exported> {
        let frame = self.frames.get(&fact.id).with_context(|| format!("no rows of the fact {}", fact.id.name()))?;
        let frame = in_order(frame)?;
        let mut columns = Vec::new();
        for column in self::columns(fact) {
            let values = values(&frame, &column.id, &column.kind.data_type())?;
            let values = if hides && things.contains(&column.id) {
                numbered(values)
            } else {
                as_shown(values, &column.id, shown)
            };
            columns.push((column.id.clone(), values));
        }
        let begin = fact.states.iter().map(|states| &states.begin);
        let mut days = vec![None; frame.height()];
        for date in begin.chain(&fact.dates) {
            let own = days_of(&frame, date)?;
            days.iter_mut().zip(own).for_each(|(day, own)| *day = day.or(own));
        }
        Ok(Exported::of(format!("facts/{}", fact.id.name()), columns, &days, self.calendar))
    }

    /// What is known of the days of the tables, and of the tables as a whole.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn known(&self, tables: &Tables, book: &FactBook) -> Result<BTreeSet<Known>> {
        let mut known = BTreeSet::new();
        let whole = |side, of: TableId| Known { side, of: of.name().to_owned(), ..Known::default() };
        for (table, days) in &self.dated {
            known.extend(days.iter().map(|(day, of_day)| Known {
                day: Some(*day),
                rows: i64::try_from(of_day.rows).unwrap_or(i64::MAX),
                ..whole("day", *table)
            }));
        }
        for (table, days) in &self.days {
            let counted = |day: &NaiveDate| self.dated.get(table).is_some_and(|dated| dated.contains_key(day));
            let others = days.iter().filter(|day| !counted(day));
            known.extend(others.map(|day| Known { day: Some(*day), ..whole("any_day", *table) }));
        }
        for fact in deciding(book) {
            let (Some(states), Some(table)) = (&fact.states, fact.tables.first()) else { continue };
            if let (false, Some(frame)) = (states.events, tables.frames.get(table)) {
                let mut told: BTreeMap<NaiveDate, i64> = BTreeMap::new();
                for column in &states.tells {
                    dates(frame, column)?.into_iter().flatten().for_each(|day| *told.entry(day).or_default() += 1);
                }
                let one = |(day, rows)| Known { day: Some(day), rows, ..whole("told", *table) };
                known.extend(told.into_iter().map(one));
            }
        }
        for fact in book.facts().iter().filter(|fact| fact.states.is_some()) {
            let begun = self.first_begun(fact)?.map(|(day, _)| day);
            let of = fact.id.name().to_owned();
            known.extend(begun.map(|day| Known { side: "begun", of, day: Some(day), ..Known::default() }));
        }
        let listed = self.listed_since.iter();
        known.extend(listed.map(|(table, day)| Known { day: Some(*day), ..whole("listed", *table) }));
        known.extend(self.answering.iter().map(|table| whole("answering", *table)));
        known.extend(self.telling.iter().map(|table| whole("telling", *table)));
        known.extend(self.present.iter().map(|table| whole("table", *table)));
        for (table, fields) in &self.blank {
            known.extend(fields.iter().map(|field| Known { keys: field.clone(), ..whole("blank", *table) }));
        }
        let mut undue: BTreeMap<(NaiveDate, i32), i64> = BTreeMap::new();
        self.without_due.iter().for_each(|one| *undue.entry((one.received, one.year)).or_default() += 1);
        known.extend(undue.into_iter().map(|((day, year), rows)| Known {
            day: Some(day),
            keys: year.to_string(),
            rows,
            ..whole("undue", TableId::COMPLAINTS)
        }));
        known.extend(self.doubts.iter().map(|doubt| Known {
            side: "doubt",
            of: "scores".to_owned(),
            keys: [doubt.words.chinese.as_str(), doubt.words.en.as_str()].join("\u{1f}"),
            ..Known::default()
        }));
        Ok(known)
    }
}

/// Running numbers in the place of texts, one a text.
fn numbered(values: Values) -> Values {
    let Values::Text(texts) = values else { return values };
    let known: BTreeSet<&String> = texts.iter().flatten().collect();
    let numbers: BTreeMap<&String, usize> = known.into_iter().enumerate().map(|(at, text)| (text, at + 1)).collect();
    Values::Text(texts.iter().map(|text| text.as_ref().map(|text| numbers[text].to_string())).collect())
}
