//! Writes sheets as .xlsx, with a fixed date in the properties so that the bytes stay the same.

use anyhow::Result;
use csr_report::render::packed;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::written::grid::{Cell, Sheet, serial};

/// The bytes of a workbook.
pub fn write(sheets: &[Sheet], title: &str) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2013, 10, 8)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name)?;
        for (row, cells) in (0u32..).zip(&sheet.rows) {
            for (col, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        page.write_string(row, col, text)?;
                    }
                    Cell::Number(number) => {
                        page.write_number(row, col, *number)?;
                    }
                    Cell::Day(date) => {
                        page.write_number_with_format(row, col, serial(date.and_time(chrono::NaiveTime::MIN)), &day)?;
                    }
                    Cell::Time(at) => {
                        page.write_number_with_format(row, col, serial(*at), &time)?;
                    }
                    Cell::Flag(flag) => {
                        page.write_boolean(row, col, *flag)?;
                    }
                    Cell::Formula => {}
                    Cell::Error(wrong) => {
                        page.write_string(row, col, wrong.text())?;
                    }
                }
            }
        }
    }
    packed::made_anywhere(workbook.save_to_buffer()?)
}
