//! Until when a list of things that last was kept. Where nothing new has come and nothing was closed, a list that somebody
//! keeps and a list that nobody keeps any more look alike; only a later row tells them apart.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::moments::Moment;
use super::reader::dates;

/// Days further from all before them than this are slips of the pen, where they are at most one in so many. The check of
/// dates tells of them.
const FAR: i64 = 366;
const FEW: u64 = 10;

/// The days of which the rows of a list tell, whatever happened on them: received, answered, closed, changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upkeep {
    /// All of them, with how often.
    told: BTreeMap<NaiveDate, u64>,
    /// The first that is a slip of the pen.
    stray: Option<NaiveDate>,
}

impl Upkeep {
    /// The days in these columns of a table.
    pub(super) fn of(table: &DataFrame, columns: &[String]) -> Result<Self> {
        let mut days = BTreeMap::new();
        for column in columns {
            dates(table, column)?.into_iter().flatten().for_each(|day| *days.entry(day).or_default() += 1);
        }
        Ok(Self::of_days(days))
    }

    /// These days, each with how often.
    pub(super) fn of_days(told: BTreeMap<NaiveDate, u64>) -> Self {
        let all: u64 = told.values().sum();
        let (mut left, mut before, mut stray) = (all, None, None);
        for (day, times) in &told {
            let is_far = before.is_some_and(|before| day.signed_duration_since(before).num_days() > FAR);
            if is_far && left * FEW <= all {
                stray = Some(*day);
                break;
            }
            (left, before) = (left - times, Some(*day));
        }
        Self { told, stray }
    }

    /// All days of which a row tells, slips of the pen among them, with how often.
    pub(super) fn told(&self) -> &BTreeMap<NaiveDate, u64> {
        &self.told
    }

    /// Whether the list was still kept when the period began: a row tells of a day in it or after it. Where the period is
    /// not over, rows after the day of the report do not exist. A list that tells of no day stands until another comes.
    pub fn reaches(&self, moment: &Moment) -> bool {
        let over = moment.as_of >= moment.period.end;
        let until = if over { NaiveDate::MAX } else { moment.as_of };
        let start = moment.period.start;
        let is_kept = |day: &NaiveDate| self.stray.is_none_or(|stray| *day < stray);
        self.told.is_empty()
            || start <= until && self.told.range(start..=until).next().is_some_and(|(day, _)| is_kept(day))
    }

    /// The last day of which a row tells.
    pub fn last(&self) -> Option<NaiveDate> {
        let until = self.stray.unwrap_or(NaiveDate::MAX);
        self.told.range(..until).next_back().map(|(day, _)| *day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::period::{Calendar, PeriodKind};
    use crate::base::table_id::TableId;
    use crate::facts::test_tables::{Row, day, row, tables};

    fn reaches(rows: &[Row], month: &str, as_of: Option<&str>) -> bool {
        let tables = tables(rows);
        let columns = ["received_at", "replied_at", "closed_at", "updated_at"].map(str::to_owned);
        let upkeep = Upkeep::of(&tables.frames[&TableId::COMPLAINTS], &columns).expect("days");
        let period = Calendar::default().containing(PeriodKind::Month, day(&format!("{month}-01")));
        upkeep.reaches(&Moment { period, as_of: as_of.map_or(period.end, day) })
    }

    #[test]
    fn a_month_behind_every_date_of_the_list_is_not_known_and_one_between_is() {
        let rows = [row![COMPLAINTS, received_at: "2013-07-04"], row![COMPLAINTS, received_at: "2013-09-30"]];
        let known = ["2013-07", "2013-08", "2013-09", "2013-10"].map(|month| reaches(&rows, month, None));
        assert_eq!(known, [true, true, true, false]);
    }

    #[test]
    fn any_date_of_a_row_tells_that_the_list_is_kept_but_its_limit() {
        let row = |field: &'static str| (TableId::COMPLAINTS, vec![(field, "2013-10-02".into())]);
        let of = |field| reaches(&[row![COMPLAINTS, received_at: "2013-09-02"], row(field)], "2013-10", None);
        assert_eq!(
            ["received_at", "replied_at", "closed_at", "updated_at", "limit"].map(of),
            [true, true, true, true, false]
        );
    }

    #[test]
    fn rows_after_the_day_of_a_running_month_do_not_exist() {
        let rows = [row![COMPLAINTS, received_at: "2013-09-02"], row![COMPLAINTS, received_at: "2013-10-20"]];
        assert_eq!(["2013-10-19", "2013-10-20"].map(|day| reaches(&rows, "2013-10", Some(day))), [false, true]);
        assert!(!reaches(&rows[..1], "2013-10", Some("2013-10-19")), "as if those rows were not there");
    }

    #[test]
    fn a_slip_of_the_pen_keeps_no_list() {
        let mut rows: Vec<Row> = (1..=9).map(|_| row![COMPLAINTS, received_at: "2013-09-02"]).collect();
        rows.push(row![COMPLAINTS, received_at: "2031-09-02"]);
        assert!(reaches(&rows, "2013-09", None));
        assert!(!reaches(&rows, "2013-10", None));
    }
}
