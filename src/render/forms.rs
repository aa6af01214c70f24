//! Blank input forms that `init` writes: headings, drop-down lists, notes and date formats, no rows.

pub mod book;

use anyhow::Context;
use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Note, Workbook, Worksheet,
};

use super::packed;
use super::theme::Theme;
use super::xlsx::palette::Palette;
use crate::base::lang::Lang;
use crate::base::text;

/// Rows below the headings that have drop-down lists.
const PREPARED_ROWS: u32 = 5_000;
/// Excel's limit for the words of a list that stand in the list itself.
const LIST_LIMIT: usize = 255;
/// Pixels: half a Chinese character at 11 points, space beside a heading, narrowest and widest column.
const CHARACTER: usize = 8;
const PADDING: usize = 28;
const NARROWEST: usize = 96;
const WIDEST: usize = 300;

/// A blank form for one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormTable {
    /// What the form is for: `回访记录`; the document's title.
    pub title: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Language of the words that the form adds itself (必填 …).
    pub lang: Lang,
    /// The columns, in order.
    pub columns: Vec<FormColumn>,
    /// Rows that are filled in already, as many cells each as there are columns.
    pub rows: Vec<FormRow>,
}

/// A row that is filled in already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// Its cells.
    pub cells: Vec<FormCell>,
    /// Nobody wrote it: its blank cells ask to be filled in.
    pub proposed: bool,
}

/// A cell of such a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormCell {
    /// Nothing.
    Blank,
    /// A text; never a formula, whatever it starts with.
    Text(String),
    /// A day, or a day and time.
    Moment(NaiveDateTime),
}

/// A column of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormColumn {
    /// The heading.
    pub heading: String,
    /// What to write in the column; shown when the pointer rests on the heading.
    pub note: String,
    /// Whether a row without it is of no use.
    pub required: bool,
    /// The words of the drop-down list; other words stay possible.
    pub choices: Vec<String>,
    /// What the cells hold.
    pub kind: FormKind,
    /// How many characters of half a Chinese one its values take: no cell shows #### and no number is cut.
    pub characters: usize,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A day.
    Date,
    /// A day and time.
    DateTime,
    /// A number.
    Number,
    /// A text; order numbers keep their leading zeros.
    Text,
}

/// Writes a blank form (.xlsx). The same table gives the same bytes.
///
/// # Errors
///
/// Where the sheet name is not allowed in Excel.
pub fn form(table: &FormTable, theme: &Theme) -> anyhow::Result<Vec<u8>> {
    let palette = Palette::of(theme);
    let plain = Format::new().set_font_name("微软雅黑").set_font_size(11);
    let mut workbook = Workbook::new();
    workbook.set_default_format(&plain, 22, 72)?;
    // Any fixed date: a form has no period, and the wall clock would change its bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&table.title).set_creation_datetime(&created));
    let mut lists: Vec<&[String]> = Vec::new();
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(&table.sheet).with_context(|| format!("sheet name “{}”", table.sheet))?;
    worksheet.set_row_height_pixels(0, 30)?;
    for (at, column) in table.columns.iter().enumerate() {
        write_column(worksheet, at as u16, column, table.lang, &plain, &palette)?;
        if column.choices.is_empty() {
            continue;
        }
        let list = if stands_in_the_list(&column.choices) {
            DataValidation::new().allow_list_strings(&column.choices)?
        } else {
            lists.push(&column.choices);
            DataValidation::new().allow_list_formula(list_range(table.lang, lists.len(), column.choices.len()))
        };
        worksheet.add_data_validation(1, at as u16, PREPARED_ROWS, at as u16, &advising(list, table.lang)?)?;
    }
    for (at, row) in (1..).zip(&table.rows) {
        write_row(worksheet, at, row, &table.columns, &plain, &palette)?;
    }
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    if !lists.is_empty() {
        write_lists(workbook.add_worksheet(), table.lang, &lists)?;
    }
    packed::made_anywhere(workbook.save_to_buffer()?)
}

fn write_column(
    worksheet: &mut Worksheet,
    at: u16,
    column: &FormColumn,
    lang: Lang,
    plain: &Format,
    palette: &Palette,
) -> anyhow::Result<()> {
    let values = column.choices.iter().map(|choice| text::width(choice)).max().unwrap_or(0).max(column.characters);
    let width = text::width(&column.heading).max(values) * CHARACTER + PADDING;
    let width = width.clamp(NARROWEST, WIDEST);
    worksheet.set_column_width_pixels(at, width as u32)?;
    worksheet.set_column_format(at, &cells(column.kind, plain))?;
    let heading = plain
        .clone()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(palette.rule));
    let heading = if column.required {
        heading.set_background_color(Color::RGB(palette.accent)).set_font_color(Color::White)
    } else {
        heading.set_background_color(Color::RGB(palette.heading_fill)).set_font_color(Color::RGB(palette.text))
    };
    worksheet.write_string_with_format(0, at, &column.heading, &heading)?;
    worksheet.insert_note(0, at, &note(column, lang))?;
    Ok(())
}

/// How the cells of a column show what they hold.
fn cells(kind: FormKind, plain: &Format) -> Format {
    match kind {
        FormKind::Date => plain.clone().set_num_format("yyyy-mm-dd"),
        FormKind::DateTime => plain.clone().set_num_format("yyyy-mm-dd hh:mm"),
        FormKind::Number => plain.clone(),
        FormKind::Text => plain.clone().set_num_format("@"),
    }
}

fn write_row(
    worksheet: &mut Worksheet,
    at: u32,
    row: &FormRow,
    columns: &[FormColumn],
    plain: &Format,
    palette: &Palette,
) -> anyhow::Result<()> {
    for (col, (cell, column)) in (0..).zip(row.cells.iter().zip(columns)) {
        let wrapped = cells(column.kind, plain).set_text_wrap().set_align(FormatAlign::Top);
        let format =
            if row.proposed { wrapped.set_background_color(Color::RGB(palette.heading_fill)) } else { wrapped };
        match cell {
            FormCell::Blank => worksheet.write_blank(at, col, &format)?,
            FormCell::Text(text) => worksheet.write_string_with_format(at, col, text, &format)?,
            FormCell::Moment(moment) => {
                let is_day = moment.time() == NaiveTime::MIN;
                let format = if is_day { format.set_num_format("yyyy-mm-dd") } else { format };
                worksheet.write_datetime_with_format(at, col, excel_time(*moment)?, &format)?
            }
        };
    }
    Ok(())
}

fn excel_time(at: NaiveDateTime) -> anyhow::Result<ExcelDateTime> {
    let day = ExcelDateTime::from_ymd(u16::try_from(at.year())?, at.month() as u8, at.day() as u8)?;
    Ok(day.and_hms(at.hour() as u16, at.minute() as u8, f64::from(at.second()))?)
}

/// What to write, and whether it must be there.
fn note(column: &FormColumn, lang: Lang) -> Note {
    let need =
        if column.required { lang.pick("必填。", "Required. ") } else { lang.pick("选填。", "Optional. ") };
    note_of(&format!("{need}{}", column.note))
}

/// A note as large as its text.
fn note_of(content: &str) -> Note {
    let lines = text::width(content) * CHARACTER / 220 + content.lines().count() + 1;
    Note::new(content)
        .add_author_prefix(false)
        .set_font_name("微软雅黑")
        .set_font_size(9)
        .set_width(240)
        .set_height((lines as u32 * 18).max(54))
}

/// A list that advises: another word can stay, as the program knows more words than the list shows.
fn advising(list: DataValidation, lang: Lang) -> anyhow::Result<DataValidation> {
    let title = lang.pick("不在下拉列表中", "Not in the list");
    let message =
        lang.pick("请尽量从下拉列表中选择。仍要使用这个词吗？", "Please choose from the list. Keep this word?");
    Ok(list.set_error_style(DataValidationErrorStyle::Warning).set_error_title(title)?.set_error_message(message)?)
}

fn stands_in_the_list(choices: &[String]) -> bool {
    let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    length <= LIST_LIMIT && !choices.iter().any(|choice| choice.contains([',', '"']))
}

fn list_sheet(lang: Lang) -> &'static str {
    lang.pick("选项", "Choices")
}

/// The cells of the `number`-th long list (from 1) on the hidden sheet.
fn list_range(lang: Lang, number: usize, length: usize) -> Formula {
    let column = rust_xlsxwriter::utility::column_number_to_name(number as u16 - 1);
    Formula::new(format!("='{}'!${column}$1:${column}${length}", list_sheet(lang)))
}

fn write_lists(worksheet: &mut Worksheet, lang: Lang, lists: &[&[String]]) -> anyhow::Result<()> {
    worksheet.set_name(list_sheet(lang))?.set_hidden(true);
    for (column, list) in lists.iter().enumerate() {
        for (row, choice) in list.iter().enumerate() {
            worksheet.write_string(row as u32, column as u16, choice)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn column(heading: &str, required: bool, choices: &[&str], kind: FormKind) -> FormColumn {
        let choices = choices.iter().map(|&choice| choice.to_owned()).collect();
        FormColumn {
            heading: heading.to_owned(), note: format!("写{heading}"), required, choices, kind, characters: 0
        }
    }

    fn callbacks() -> FormTable {
        FormTable {
            title: "回访记录".to_owned(),
            sheet: "回访".to_owned(),
            lang: Lang::Chinese,
            columns: vec![
                column("工单号", true, &[], FormKind::Text),
                column("回访日期", true, &[], FormKind::Date),
                column("回访结果", true, &["成功", "失败"], FormKind::Text),
                column("失败原因", false, &["号码错误,空号", "无法接通"], FormKind::Text),
            ],
            rows: Vec::new(),
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut content = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut content).unwrap();
        content
    }

    #[test]
    fn a_form_holds_its_headings_and_no_row_that_could_be_counted() {
        use calamine::{Reader, Xlsx};
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(form(&callbacks(), &Theme::embedded()).unwrap())).unwrap();
        let range = book.worksheet_range("回访").unwrap();
        assert_eq!(range.get_size(), (1, 4));
        assert_eq!(range.get_value((0, 2)).unwrap().to_string(), "回访结果");
    }

    #[test]
    fn lists_come_from_the_choices_and_a_choice_with_a_comma_stays_one_choice() {
        let bytes = form(&callbacks(), &Theme::embedded()).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("成功,失败"), "{sheet}");
        assert!(sheet.contains("'选项'!$A$1:$A$2") || sheet.contains("选项!$A$1:$A$2"), "{sheet}");
        assert!(part(&bytes, "xl/workbook.xml").contains("state=\"hidden\""));
    }

    #[test]
    fn the_note_says_what_to_write_and_whether_it_is_required() {
        let notes = part(&form(&callbacks(), &Theme::embedded()).unwrap(), "xl/comments1.xml");
        assert!(notes.contains("必填。写工单号"), "{notes}");
        assert!(notes.contains("选填。写失败原因"), "{notes}");
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        assert!(form(&callbacks(), &Theme::embedded()).unwrap() == form(&callbacks(), &Theme::embedded()).unwrap());
    }
}
