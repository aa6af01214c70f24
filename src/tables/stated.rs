//! Figures and targets as lists state them: by the name of an indicator and a period, not as rows to count. What they mean
//! is for whoever knows the indicators.

use chrono::{DateTime, Datelike};

use crate::base::finding::{Code, Finding, Severity};
use crate::base::period::{PeriodKind, PeriodNumber, YEARS};
use crate::base::text::narrow;

use super::alike::RowRef;
use super::cell::named::Named;
use super::model::{Figure, Stated, Told};
use super::rows::Rows;
use super::schema::{Role, Schema};
use super::value::Value;

/// The stated figures of the used rows. A row of which the period cannot be read is set aside.
pub(super) fn of(blocks: &mut [Rows], schema: &Schema, role: Role, rows: &[RowRef]) -> Vec<Stated> {
    let (mut stated, mut refused) = (Vec::new(), Vec::new());
    for row in rows {
        let row = Row { rows: &blocks[row.block], schema, at: *row };
        match row.period() {
            Ok((kind, number)) => stated.extend(row.stated(role, kind, number)),
            Err(field) => refused.push((row.at, row.no_period(field))),
        }
    }
    for (row, finding) in refused {
        let block = &mut blocks[row.block];
        block.counts.used -= 1;
        block.counts.rejected += 1;
        block.findings.push(finding);
    }
    stated
}

struct Row<'r> {
    rows: &'r Rows,
    schema: &'r Schema,
    at: RowRef,
}

impl Row<'_> {
    fn value(&self, id: &str) -> Value {
        self.schema.field(id).map_or(Value::Nothing, |field| self.rows.value(self.at.row, field))
    }

    fn told<T>(&self, field: &'static str, says: T) -> Told<T> {
        let at = self.schema.field(field).unwrap_or(0);
        Told { says, field, place: self.rows.place(self.at.row, at) }
    }

    fn stated(&self, role: Role, kind: PeriodKind, number: PeriodNumber) -> Option<Stated> {
        let name = self.schema.field("indicator").and_then(|field| self.rows.field_text(self.at.row, field))?;
        let count = |field| match self.value(field) {
            Value::Number(number) => Some(self.told(field, number)),
            _ => None,
        };
        let value = match self.value("value") {
            Value::Number(number) => Some(self.told("value", Figure::Bare(number))),
            Value::Percentage(number) => Some(self.told("value", Figure::Percentage(number))),
            _ => None,
        };
        Some(Stated {
            table: self.schema.table,
            role,
            of: self.told("indicator", name.to_owned()),
            kind,
            number,
            value,
            numerator: count("numerator"),
            denominator: count("denominator"),
        })
    }

    /// The month, else the period in words, else the year alone; the field that cannot be read where there is none.
    fn period(&self) -> Result<(PeriodKind, PeriodNumber), &'static str> {
        if let Value::Time(at) = self.value("month") {
            let month = DateTime::from_timestamp_millis(at).ok_or("month")?;
            return Ok((PeriodKind::Month, PeriodNumber(month.year() * 12 + month.month0() as i32)));
        }
        let year = match self.value("year") {
            Value::Whole(year) => i32::try_from(year).ok(),
            _ => None,
        };
        let text = self.schema.field("period").and_then(|field| self.rows.field_text(self.at.row, field));
        match (text, year) {
            (Some(text), beside) => {
                let named = Named::of(self.rows.grid.sheet.as_deref(), &self.rows.grid.file).year;
                period(text, beside.or(named)).ok_or("period")
            }
            (None, Some(year)) => Ok((PeriodKind::Year, PeriodNumber(year))),
            (None, None) => Err("month"),
        }
    }

    fn no_period(&self, field: &'static str) -> Finding {
        let Told { says: shown, place, .. } = self.told(
            field,
            match self.value(field) {
                Value::Text(text) => self.rows.text(text).to_owned(),
                _ => String::new(),
            },
        );
        let finding = Finding::new(
            Severity::Error,
            Code::InvalidDate,
            place,
            format!("“{shown}”应为月份、季度或年度，如 2013-09、2013-Q3、2013；本行未采用"),
            format!(
                "“{shown}” should be a month, a quarter or a year such as 2013-09, 2013-Q3, 2013; the row is set aside"
            ),
        );
        finding.table(self.schema.table).field(field).value(&shown)
    }
}

/// `2013-09`, `2013年9月`, `2013-Q3`, `2013年第三季度`, `Q3`, `三季度`, `9月`, `2013年`, `全年`, `2013`; the last ones with
/// the year that stands beside them.
pub(super) fn period(text: &str, beside: Option<i32>) -> Option<(PeriodKind, PeriodNumber)> {
    let text: String = narrow(text).to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let own: Option<i32> = text.get(..4).filter(|_| digits == 4).and_then(|year| year.parse().ok());
    let (year, rest) = match own {
        Some(year) => (year, &text[4..]),
        None => (beside?, text.as_str()),
    };
    let rest = rest.trim_start_matches(['年', '度', '-', '/', '.', '第']);
    if !YEARS.contains(&year) {
        return None;
    }
    if rest.is_empty() || matches!(rest, "全年" | "年度" | "YEAR") {
        return (own.is_some() || !text.is_empty()).then_some((PeriodKind::Year, PeriodNumber(year)));
    }
    let quarter = rest.strip_prefix('Q').or_else(|| rest.strip_suffix("季度")).or_else(|| rest.strip_suffix('季'));
    if let Some(quarter) = quarter {
        let index = ["1", "2", "3", "4"].iter().position(|one| *one == quarter);
        let index = index.or_else(|| ["一", "二", "三", "四"].iter().position(|one| *one == quarter))?;
        return Some((PeriodKind::Quarter, PeriodNumber(year * 4 + index as i32)));
    }
    let month: i32 = rest.strip_suffix('月').unwrap_or(rest).parse().ok()?;
    (1..=12).contains(&month).then_some((PeriodKind::Month, PeriodNumber(year * 12 + month - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_month_a_quarter_or_a_year() {
        let read = |text: &str| period(text, Some(2012)).map(|(kind, number)| (kind, number.0));
        for text in ["2013-Q3", "2013Q3", "2013年第三季度", "2013年3季度", "２０１３ 三季度"] {
            assert_eq!(read(text), Some((PeriodKind::Quarter, 2013 * 4 + 2)), "{text}");
        }
        for text in ["2013-09", "2013年9月", "2013/9", "2013.09"] {
            assert_eq!(read(text), Some((PeriodKind::Month, 2013 * 12 + 8)), "{text}");
        }
        for text in ["2013", "2013年", "2013年度", "2013年全年"] {
            assert_eq!(read(text), Some((PeriodKind::Year, 2013)), "{text}");
        }
        assert_eq!(read("Q4"), Some((PeriodKind::Quarter, 2012 * 4 + 3)));
        assert_eq!(read("第一季度"), Some((PeriodKind::Quarter, 2012 * 4)));
        assert_eq!(
            (read("全年"), read("12月")),
            (Some((PeriodKind::Year, 2012)), Some((PeriodKind::Month, 2012 * 12 + 11)))
        );
        for text in ["", "13月", "2013-13", "Q5", "五季度", "上半年", "9999"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!((period("Q3", None), period("三季度", None)), (None, None));
    }
}
