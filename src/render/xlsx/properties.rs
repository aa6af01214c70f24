//! Document properties: who and what, with a fixed date.

use anyhow::Context;
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use crate::report::model::Report;

/// Title, author and a creation date that is the period's last day: the same report gives the same bytes.
pub(super) fn of_report(report: &Report) -> anyhow::Result<DocProperties> {
    let title = format!("{} {}", report.lang.pick("客户关系报告", "Customer relations report"), report.period.label);
    let created = excel_day(report.period.end).context("the period ends on a day that a workbook cannot hold")?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(&report.period.label)
        .set_author(&report.dealer)
        .set_company(&report.dealer)
        .set_creation_datetime(&created))
}

/// A day as Excel counts it; `None` before 1900 or after 9999.
pub(super) fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}
