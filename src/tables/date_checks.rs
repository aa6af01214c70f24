//! Dates that cannot be: after the day on which the list was made, or far away from all others of their column. They
//! are used as they stand; a slip of the pen is for the dealer to correct.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::base::finding::{Code, Finding, Severity};

use super::alike::RowRef;
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::subjects::DAY;

/// Dates after the day on which a list was made are slips where they are at most one in so many; else that day is that
/// of an old template.
const FEW: usize = 5;

/// Dates apart from the others are slips where they are at most one in so many.
const FEW_APART: usize = 10;

/// Dates further away than this from all others do not belong to them.
const FAR: usize = 366;

/// From a list that spans little, the same day of another year is a year away less that span; this much is granted to a
/// complaint or an order that waited long.
const GRANTED: usize = 31;

/// Lists that span more tell of the slow business of a year, and their gaps say less.
const HALF_A_YEAR: usize = 184;

/// No gap of this many days belongs to any list, however short; one in so few is told.
const ABSURD: usize = 5 * 366;
const FEW_ABSURD: usize = 4;

/// Dates are counted day by day where the list spans at most so many days for each of them.
const DAYS_A_DATE: usize = 16;

/// A date of a row.
#[derive(Clone, Copy)]
struct Dated {
    /// Days since 1970-01-01: of millions of dates only the odd ones are written out.
    day: i32,
    row: RowRef,
    field: usize,
}

impl Dated {
    /// After the day on which its list was made, where its field tells of what has been.
    fn is_late(&self, blocks: &[Rows], schema: &Schema) -> bool {
        !schema.fields[self.field].ahead
            && blocks[self.row.block].made.is_some_and(|made| self.day > made.to_epoch_days())
    }
}

/// Looks at the dates of one table, file by file; nearly all are as they should be, so none is kept before it is odd.
pub(super) fn check(blocks: &[Rows], schema: &Schema) -> Vec<Finding> {
    let fields: Vec<usize> = (0..schema.fields.len()).filter(|at| schema.fields[*at].kind == FieldKind::Date).collect();
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (block, rows) in blocks.iter().enumerate() {
        files.entry(&rows.grid.file).or_default().push(block);
    }
    let mut findings = Vec::new();
    for file in files.into_values() {
        let all = || fields.iter().flat_map(|field| column(blocks, &file, *field));
        let late = || all().filter(|dated| dated.is_late(blocks, schema));
        let (number, of_past) = all().fold((0, 0), |(number, of_past), dated| {
            let (late, past) = (dated.is_late(blocks, schema), !schema.fields[dated.field].ahead);
            (number + usize::from(late), of_past + usize::from(past))
        });
        // More of them are the day of an old template, which says nothing.
        let is_made_then = number * FEW <= of_past;
        if is_made_then && number > 0 {
            findings.extend(late().map(|dated| future(blocks, schema, dated)));
        }
        for field in &fields {
            let in_time =
                || column(blocks, &file, *field).filter(|dated| !(is_made_then && dated.is_late(blocks, schema)));
            let days: Vec<i32> = in_time().map(|dated| dated.day).collect();
            if let Some(usual) = usual(&days) {
                let far = in_time().filter(|dated| !usual.contains(&dated.day));
                findings.extend(far.map(|dated| far_away(blocks, schema, dated, &usual)));
            }
        }
    }
    findings
}

fn date(day: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(day).unwrap_or_default()
}

/// The dates of one field in the blocks of a file.
fn column<'a>(blocks: &'a [Rows], file: &'a [usize], field: usize) -> impl Iterator<Item = Dated> + 'a {
    file.iter().flat_map(move |&block| {
        (0..blocks[block].rows.len()).filter_map(move |row| {
            let day = i32::try_from(blocks[block].value(row, field).time()?.div_euclid(DAY)).ok()?;
            Some(Dated { day, row: RowRef { block, row }, field })
        })
    })
}

/// The days between which nearly all dates of a column lie; `None` where none lies far away from them.
fn usual(days: &[i32]) -> Option<RangeInclusive<i32>> {
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let at = |day: i32| (day - first) as usize;
    if at(last) <= HALF_A_YEAR - GRANTED {
        return None;
    }
    let total = days.len();
    let counts = on_each_day(days.iter().map(|day| at(*day)), at(last), total);
    let largest = |gap: usize| runs(&counts, gap).into_iter().max_by_key(|(number, _)| *number);
    let (_, core) = largest(HALF_A_YEAR - GRANTED)?;
    let span = core.end() - core.start();
    let gap = if span <= HALF_A_YEAR { FAR - GRANTED - span } else { FAR };
    [(gap, FEW_APART), (ABSURD, FEW_ABSURD)].into_iter().find_map(|(gap, few)| {
        let (number, run) = largest(gap)?;
        let apart = total - number;
        let day = |at: usize| first + at as i32;
        (apart > 0 && apart * few <= total).then(|| day(*run.start())..=day(*run.end()))
    })
}

/// The days that hold dates, in order, and how many. The dates of a long list are never kept; those of a short one are
/// fewer than the days between the first and the last.
fn on_each_day(days: impl Iterator<Item = usize>, last: usize, total: usize) -> Vec<(usize, usize)> {
    if last > total * DAYS_A_DATE {
        let mut days: Vec<usize> = days.collect();
        days.sort_unstable();
        return days.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    }
    let mut counts = vec![0_usize; last + 1];
    days.for_each(|day| counts[day] += 1);
    counts.into_iter().enumerate().filter(|(_, number)| *number > 0).collect()
}

/// The runs of days without a longer gap between them, and how many dates each holds.
fn runs(counts: &[(usize, usize)], gap: usize) -> Vec<(usize, RangeInclusive<usize>)> {
    let mut runs: Vec<(usize, RangeInclusive<usize>)> = Vec::new();
    for &(day, number) in counts {
        match runs.last_mut() {
            Some((sum, run)) if day - run.end() <= gap => {
                *sum += number;
                *run = *run.start()..=day;
            }
            _ => runs.push((number, day..=day)),
        }
    }
    runs
}

fn future(blocks: &[Rows], schema: &Schema, dated: Dated) -> Finding {
    let (day, field) = (date(dated.day), &schema.fields[dated.field]);
    let made = blocks[dated.row.block].made.unwrap_or_default();
    let chinese = format!("{} {day} 晚于文件的保存或导出日期 {made}；按原样使用", field.names.chinese);
    let english =
        format!("{} {day}, after the file was saved or exported on {made}; used as it stands", field.names.en);
    finding(blocks, schema, dated, Code::FutureDate, chinese, english)
}

fn far_away(blocks: &[Rows], schema: &Schema, dated: Dated, usual: &RangeInclusive<i32>) -> Finding {
    let [day, first, last] = [dated.day, *usual.start(), *usual.end()].map(date);
    let field = &schema.fields[dated.field];
    let chinese = format!("{} {day} 与该列其他日期（{first} 至 {last}）相差太远；按原样使用", field.names.chinese);
    let english = format!(
        "{} {day} is far away from the other dates of the column ({first} to {last}); used as it stands",
        field.names.en
    );
    finding(blocks, schema, dated, Code::DateOutOfRange, chinese, english)
}

fn finding(blocks: &[Rows], schema: &Schema, dated: Dated, code: Code, chinese: String, english: String) -> Finding {
    let place = blocks[dated.row.block].place(dated.row.row, dated.field);
    Finding::new(Severity::Warning, code, place, chinese, english)
        .table(schema.table)
        .field(&schema.fields[dated.field].id)
        .value(&date(dated.day).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many dates from a day on, one every so many days.
    fn dates(from: &str, number: i32, every: i32) -> Vec<i32> {
        let from: NaiveDate = from.parse().expect("a day");
        (0..number).map(|at| from.to_epoch_days() + at * every).collect()
    }

    /// The dates that are told.
    fn told(groups: &[Vec<i32>]) -> Vec<String> {
        let days = groups.concat();
        let usual = usual(&days);
        let far = days.iter().filter(|day| usual.as_ref().is_some_and(|usual| !usual.contains(day)));
        far.map(|day| date(*day).to_string()).collect()
    }

    #[test]
    fn the_same_day_of_another_year_is_told() {
        let month = dates("2013-09-01", 30, 1);
        for day in ["2012-09-15", "2014-09-15", "2012-10-20", "2031-09-15"] {
            assert_eq!(told(&[month.clone(), dates(day, 1, 1)]), [day]);
        }
        let quarter = dates("2013-07-01", 92, 1);
        assert_eq!(told(&[quarter, dates("2012-08-15", 1, 1)]), ["2012-08-15"]);
    }

    #[test]
    fn what_waited_long_and_lists_over_years_are_not_told() {
        let month = dates("2013-09-01", 30, 1);
        assert!(told(&[month.clone(), dates("2013-01-15", 1, 1)]).is_empty(), "carried in for months");
        assert!(told(&[dates("2014-01-01", 30, 1), dates("2013-11-20", 3, 7)]).is_empty(), "opened in the old year");
        assert!(told(&[month.clone(), dates("2012-09-01", 30, 1)]).is_empty(), "the same month of two years");
        assert!(told(&[dates("2011-01-01", 1000, 1)]).is_empty());
        assert!(told(&[dates("2011-01-01", 12, 100)]).is_empty(), "a few complaints a year");
        assert!(told(&[dates("2013-01-01", 365, 1), dates("2012-05-01", 2, 1)]).is_empty());
    }

    #[test]
    fn in_a_short_list_only_an_absurd_date_is_told() {
        let few = dates("2013-09-01", 3, 4);
        assert_eq!(told(&[few.clone(), dates("2031-09-15", 1, 1)]), ["2031-09-15"]);
        assert!(told(&[few.clone(), dates("2012-09-15", 1, 1)]).is_empty(), "carried in for a year");
        assert!(
            told(&[dates("2013-09-01", 2, 4), dates("2031-09-15", 1, 1)]).is_empty(),
            "nobody knows which is wrong"
        );
    }
}
