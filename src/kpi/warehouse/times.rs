//! What stands beside the facts of an export: the moments of a run, the months of the calendar, the dealers, and what is known
//! of the days of their tables.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use crate::base::parquet::Values;
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use crate::base::table_id::TableId;
use crate::facts::Facts;
use crate::facts::exported::Known;
use crate::facts::moments::{Moment, Moments};
use crate::facts::side::Side;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::{Definition, Rows};
use crate::kpi::query::{Context, outside};
use crate::kpi::times::{Times, months_inside};
use crate::settings::Counting;
use crate::tables::exported::Exported;

/// Months that a figure may look back: a year up to the period's first month, or three months before it.
const MONTHS_BACK: i32 = 15;

/// The moments of a run: its periods, and their months where they are longer.
#[derive(Debug)]
pub struct RunTimes {
    periods: Moments,
    months: Moments,
    calendar: Calendar,
}

impl RunTimes {
    /// Those of a period seen at the end of `as_of`.
    pub fn of(period: &Period, as_of: NaiveDate, calendar: Calendar, counting: &Counting) -> Self {
        let periods = Times::of(period, as_of, calendar, counting).moments;
        let months = periods.all().iter().flat_map(|moment| months_inside(moment, calendar).all().to_vec());
        Self { months: Moments::new(months.collect()), periods, calendar }
    }

    fn all(&self) -> Vec<(usize, &Moment)> {
        self.periods.all().iter().enumerate().chain(self.months.all().iter().enumerate()).collect()
    }

    fn month_of(&self, day: NaiveDate) -> Period {
        self.calendar.containing(PeriodKind::Month, day)
    }

    /// The tables that are the same for every dealer: `moments` and `calendar`.
    pub fn exported(&self) -> [Exported; 2] {
        let all = self.all();
        let days =
            |of: &dyn Fn(&Moment) -> NaiveDate| Values::Day(all.iter().map(|(_, one)| Some(days(of(one)))).collect());
        let whole =
            |of: &dyn Fn(&Moment) -> i32| Values::Whole(all.iter().map(|(_, one)| Some(i64::from(of(one)))).collect());
        let last = |moment: &Moment| self.month_of(moment.period.end);
        let year_first = |moment: &Moment| self.calendar.step(&self.month_of(moment.until()), -11);
        let moments = vec![
            ("index", Values::Whole(all.iter().map(|(at, _)| i64::try_from(*at).ok()).collect())),
            ("label", texts(all.iter().map(|(_, one)| Some(one.period.label())))),
            ("kind", texts(all.iter().map(|(_, one)| Some(kind(one.period.kind).to_owned())))),
            ("start", days(&|one| one.period.start)),
            ("end", days(&|one| one.period.end)),
            ("as_of", days(&|one| one.as_of)),
            ("until", days(&Moment::until)),
            ("first_month", whole(&|one| self.month_of(one.period.start).number.0)),
            ("last_month", whole(&|one| last(one).number.0)),
            ("until_month", whole(&|one| self.month_of(one.until()).number.0)),
            ("last_start", days(&|one| last(one).start)),
            ("year_first_end", days(&|one| year_first(one).end)),
        ];
        let numbers: Vec<i32> = {
            let months = |day: NaiveDate| self.month_of(day).number.0;
            let first = all.iter().map(|(_, one)| months(one.period.start)).min().unwrap_or(0) - MONTHS_BACK;
            let last = all.iter().map(|(_, one)| months(one.period.end)).max().unwrap_or(0);
            (first..=last).collect()
        };
        let months: Vec<Period> =
            numbers.iter().map(|number| self.calendar.period(PeriodKind::Month, PeriodNumber(*number))).collect();
        let day =
            |of: fn(&Period) -> NaiveDate| Values::Day(months.iter().map(|one| Some(self::days(of(one)))).collect());
        let calendar = vec![
            ("number", Values::Whole(numbers.iter().map(|number| Some(i64::from(*number))).collect())),
            ("label", texts(months.iter().map(|one| Some(one.label())))),
            ("start", day(|one| one.start)),
            ("end", day(|one| one.end)),
        ];
        [self.table("moments", moments, all.len()), self.table("calendar", calendar, numbers.len())]
    }

    fn table(&self, name: &str, columns: Vec<(&str, Values)>, rows: usize) -> Exported {
        let columns = columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect();
        Exported::of(name.to_owned(), columns, &vec![None; rows], self.calendar)
    }

    /// What is said of a dealer: `dealers`, `coverage`, `known`. A workspace of one dealer has one without a name.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn of_dealer(
        &self,
        name: Option<&str>,
        facts: &Facts,
        catalogue: &Catalogue,
        mut known: BTreeSet<Known>,
    ) -> Result<[Exported; 3]> {
        let dealers = vec![
            ("name", texts([name.map(str::to_owned)].into_iter())),
            ("calls_name_orders", Values::Flag(vec![Some(facts.calls_name_orders)])),
        ];
        let context = Context::new(facts, &self.periods);
        for definition in catalogue.definitions() {
            for (side, rows) in own_rows(definition) {
                let days = context.days_counted(rows)?;
                known.extend(days.into_iter().map(|(day, of_day)| Known {
                    keys: side.to_owned(),
                    ..Known::of(Side::OwnDay, &definition.id).on(day, of_day.rows)
                }));
            }
        }
        let told = known.len();
        let known = vec![
            ("side", texts(known.iter().map(|one| Some(one.side.name().to_owned())))),
            ("subject", texts(known.iter().map(|one| Some(one.of.clone())))),
            ("period", texts(known.iter().map(|one| one.day.map(|day| day.to_string())))),
            ("words", texts(known.iter().map(|one| Some(one.keys.clone()).filter(|keys| !keys.is_empty())))),
            ("counted", Values::Whole(known.iter().map(|one| Some(one.rows)).collect())),
        ];
        Ok([self.table("dealers", dealers, 1), self.coverage(facts, catalogue), self.table("known", known, told)])
    }

    /// Whether the tables hold anything of the months of each moment.
    fn coverage(&self, facts: &Facts, catalogue: &Catalogue) -> Exported {
        let tables = catalogue.definitions().iter().filter(|one| one.trailing.is_some());
        let tables: BTreeSet<TableId> = tables.flat_map(|one| one.tables.iter().copied()).collect();
        let mut rows = Vec::new();
        for (_, moment) in self.all() {
            for month in self.calendar.months(&moment.period) {
                let seen = Moment { period: month, as_of: moment.as_of };
                let there = |table: &TableId| outside(facts, &[*table], &seen).is_none();
                rows.extend(tables.iter().map(|table| (*table, moment.period.label(), month.number.0, there(table))));
            }
        }
        let columns = vec![
            ("table_name", texts(rows.iter().map(|(table, ..)| Some(table.name().to_owned())))),
            ("period", texts(rows.iter().map(|(_, label, ..)| Some(label.clone())))),
            ("number", Values::Whole(rows.iter().map(|(_, _, number, _)| Some(i64::from(*number))).collect())),
            ("there", Values::Flag(rows.iter().map(|(.., there)| Some(*there)).collect())),
        ];
        self.table("coverage", columns, rows.len())
    }
}

/// The rows whose days tell whether a table begins with a few of them only.
fn own_rows(definition: &Definition) -> impl Iterator<Item = (&'static str, &Rows)> {
    let base = definition.base.as_ref().map(|rows| ("base", rows));
    let less = definition.less.as_ref().map(|rows| ("less", rows));
    std::iter::once(("", &definition.rows)).chain(base).chain(less)
}

fn texts(all: impl Iterator<Item = Option<String>>) -> Values {
    Values::Text(all.collect())
}

fn days(day: NaiveDate) -> i32 {
    day.signed_duration_since(NaiveDate::default()).num_days() as i32
}

fn kind(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Year => "year",
    }
}
