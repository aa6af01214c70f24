//! Facts as a warehouse gets them: of a thing with states the thing, whose states its moments make there; and what is known of
//! the days of the tables, which tells no row from no data.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;

use super::book::FactBook;
use super::fact::{Column, Fact};
use super::model::Facts;
use super::side::{SEPARATOR, Side};
use super::states;
use super::table_columns::PARTS;
use crate::base::parquet::Values;
use crate::base::table_id::TableId;
use crate::tables::exported::{Exported, Shown, as_shown, days_of, in_order, values};

/// Something that is known of a table, as the sides of docs/warehouse.md have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What is said.
    pub side: Side,
    /// The table, the fact or the indicator that it is said of.
    pub of: String,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Words.
    pub keys: String,
    /// How many rows.
    pub rows: i64,
}

impl Known {
    /// Something said of a table, a fact or an indicator as a whole.
    pub fn of(side: Side, of: &str) -> Self {
        Self { side, of: of.to_owned(), day: None, keys: String::new(), rows: 0 }
    }

    /// The same of a day.
    #[must_use]
    pub fn on(self, day: NaiveDate, rows: u64) -> Self {
        Self { day: Some(day), rows: i64::try_from(rows).unwrap_or(i64::MAX), ..self }
    }
}

/// The columns of a fact that leave the program.
pub fn columns(fact: &Fact) -> impl Iterator<Item = &Column> {
    states::own(fact).iter().filter(|column| !column.private)
}

/// The columns of a thing itself in the order in which they are made, also those that do not leave the program.
pub fn own_columns(fact: &Fact) -> &[Column] {
    states::own(fact)
}

/// The field and the parts of a number with fractions, which a fact holds in whole parts of one.
pub fn parts_of(column: &str) -> Option<(&str, f64)> {
    PARTS.iter().find_map(|(part, parts)| Some((column.strip_suffix(part)?, *parts)))
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

    /// What is known of the days of the tables, and of the tables as a whole; `shown` is a text as it may leave.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn known(&self, book: &FactBook, shown: &dyn Fn(&str) -> String) -> Result<BTreeSet<Known>> {
        let mut known = BTreeSet::new();
        let whole = |side, table: TableId| Known::of(side, table.name());
        let on = |side, table: TableId, day: &NaiveDate, rows| whole(side, table).on(*day, rows);
        for (table, days) in &self.dated {
            known.extend(days.iter().map(|(day, of_day)| on(Side::Day, *table, day, of_day.rows)));
        }
        for (table, days) in &self.days {
            let counted = |day: &NaiveDate| self.dated.get(table).is_some_and(|dated| dated.contains_key(day));
            known.extend(days.iter().filter(|day| !counted(day)).map(|day| on(Side::AnyDay, *table, day, 0)));
        }
        for (table, upkeep) in &self.lasting {
            known.extend(upkeep.told().iter().map(|(day, rows)| on(Side::Told, *table, day, *rows)));
        }
        for fact in book.facts().iter().filter(|fact| fact.states.is_some()) {
            let begun = self.first_begun(fact)?;
            known.extend(begun.map(|(day, _)| Known::of(Side::Begun, fact.id.name()).on(day, 0)));
        }
        known.extend(self.listed_since.iter().map(|(table, day)| on(Side::Listed, *table, day, 0)));
        for (side, tables) in
            [(Side::Answering, &self.answering), (Side::Telling, &self.telling), (Side::Table, &self.present)]
        {
            known.extend(tables.iter().map(|table| whole(side, *table)));
        }
        for (table, fields) in &self.blank {
            known.extend(fields.iter().map(|field| Known { keys: field.clone(), ..whole(Side::Blank, *table) }));
        }
        let mut undue: BTreeMap<(NaiveDate, i32), u64> = BTreeMap::new();
        self.without_due.iter().for_each(|one| *undue.entry((one.received, one.year)).or_default() += one.rows);
        known.extend(undue.into_iter().map(|((day, year), rows)| Known {
            keys: year.to_string(),
            ..on(Side::Undue, TableId::COMPLAINTS, &day, rows)
        }));
        known.extend(self.doubts.iter().map(|doubt| {
            let words = [&doubt.words.chinese, &doubt.words.en].map(|words| shown(words));
            Known { keys: words.join(&SEPARATOR.to_string()), ..Known::of(Side::Doubt, "scores") }
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
