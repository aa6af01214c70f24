//! The workbook of settings as `init` writes it: a guide, sheets with rows to fill in, and the words to choose from.

use anyhow::Context;
use rust_xlsxwriter::utility::{column_number_to_name, quote_sheet_name};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Url, Workbook,
    Worksheet,
};

use super::{CHARACTER, PADDING, advising};
use crate::base::lang::Lang;
use crate::base::text;
use crate::render::packed;
use crate::render::theme::Theme;
use crate::render::xlsx::palette::Palette;

/// The last row (from 0) with drop-down lists; behind it people can still write.
const PREPARED: u32 = 500;
/// Pixels: narrowest and widest column, and the width of the guide.
const NARROWEST: usize = 80;
const WIDEST: usize = 480;
const GUIDE: u32 = 900;
/// Characters of a column without words to choose from, and of one whose words depend on another.
const LEAST: usize = 14;
const DEPENDENT: usize = 22;
/// Choices of one list that depends on the first column.
const MOST_CHOICES: u32 = 500;

/// The workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookForm {
    /// The document's title.
    pub title: String,
    /// Its language.
    pub lang: Lang,
    /// Name of the sheet with the guide.
    pub guide: String,
    /// What it says.
    pub lines: Vec<String>,
    /// The sheets to fill in.
    pub sheets: Vec<SheetForm>,
    /// Name of the hidden sheet with the words to choose from.
    pub choices: String,
    /// Lists of words by the word of the first column: of the tables, fields and words.
    pub dependent: Vec<Dependent>,
}

/// Words to choose from that depend on what the first column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// Its name in [`Choices::Dependent`].
    pub id: String,
    /// What the first column says, and the words then.
    pub lists: Vec<(String, Vec<String>)>,
}

/// A sheet to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetForm {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Its columns.
    pub columns: Vec<BookColumn>,
    /// Its rows.
    pub rows: Vec<BookRow>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookColumn {
    /// Its heading.
    pub heading: String,
    /// What to write in it.
    pub about: String,
    /// What to choose from.
    pub choices: Choices,
    /// Texts keep their leading zeros.
    pub text: bool,
}

/// What to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Choices {
    /// Nothing.
    #[default]
    None,
    /// These words.
    Words(Vec<String>),
    /// Those of this name in [`BookForm::dependent`].
    Dependent(String),
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookRow {
    /// Its cells.
    pub cells: Vec<BookCell>,
    /// What to choose from in its second cell.
    pub choices: Vec<String>,
    /// It is an example.
    pub example: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookCell {
    /// To be filled in, with what it has already.
    Value(String),
    /// What is set.
    Label(String),
    /// What it is.
    About(String),
}

/// The looks of the cells.
struct Looks {
    plain: Format,
    heading: Format,
    label: Format,
    value: Format,
    about: Format,
    example: Format,
}

impl Looks {
    fn of(palette: &Palette) -> Self {
        let plain = Format::new().set_font_name("微软雅黑").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let ruled = plain.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(palette.rule));
        let muted = plain.clone().set_font_color(Color::RGB(palette.muted));
        Self {
            heading: ruled
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(palette.heading_fill))
                .set_font_color(Color::RGB(palette.text)),
            label: plain.clone().set_font_color(Color::RGB(palette.text)),
            value: ruled,
            example: muted.clone().set_italic(),
            about: muted,
            plain,
        }
    }
}

/// Writes the workbook (.xlsx). The same form gives the same bytes.
///
/// # Errors
/// Where the name of a sheet is not allowed in Excel.
pub fn book(form: &BookForm, theme: &Theme) -> anyhow::Result<Vec<u8>> {
    let palette = Palette::of(theme);
    let looks = Looks::of(&palette);
    let mut workbook = Workbook::new();
    workbook.set_default_format(&looks.plain, 22, 72)?;
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&form.title).set_creation_datetime(&created));
    guide(workbook.add_worksheet(), form, &looks, &palette)?;
    let mut words = Words::of(form);
    for (at, sheet) in form.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        write_sheet(worksheet, sheet, form.lang, &looks, &mut words).with_context(|| sheet.name.clone())?;
        worksheet.set_tab_color(Color::RGB(if at == 0 { palette.accent } else { palette.rule }));
    }
    words.write(workbook.add_worksheet(), form)?;
    packed::made_anywhere(workbook.save_to_buffer()?)
}

fn guide(worksheet: &mut Worksheet, form: &BookForm, looks: &Looks, palette: &Palette) -> anyhow::Result<()> {
    worksheet.set_name(&form.guide)?;
    let indent = form.sheets.iter().map(|sheet| text::width(&sheet.name)).max().unwrap_or(0) * CHARACTER + PADDING;
    worksheet.set_column_width_pixels(0, indent.max(NARROWEST) as u32)?.set_column_width_pixels(1, GUIDE)?;
    let title = looks.plain.clone().set_bold().set_font_size(16).set_font_color(Color::RGB(palette.accent));
    worksheet.write_string_with_format(0, 0, &form.title, &title)?.set_row_height_pixels(0, 36)?;
    let line = looks.plain.clone().set_text_wrap();
    let mut row = 1;
    for text in &form.lines {
        worksheet.merge_range(row, 0, row, 1, text, &line)?;
        let lines = text::width(text) * CHARACTER / (GUIDE as usize + indent) + 1;
        worksheet.set_row_height_pixels(row, lines as u32 * 22 + 6)?;
        row += 1;
    }
    let link = looks
        .plain
        .clone()
        .set_font_color(Color::RGB(palette.link))
        .set_underline(rust_xlsxwriter::FormatUnderline::Single);
    for sheet in &form.sheets {
        row += 1;
        let target = Url::new(format!("internal:{}!A1", quote_sheet_name(&sheet.name))).set_text(&sheet.name);
        worksheet.write_url_with_format(row, 0, target, &link)?;
        worksheet.write_string_with_format(row, 1, &sheet.about, &looks.about)?;
    }
    worksheet.set_screen_gridlines(false).set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_sheet(
    worksheet: &mut Worksheet,
    sheet: &SheetForm,
    lang: Lang,
    looks: &Looks,
    words: &mut Words,
) -> anyhow::Result<()> {
    worksheet.set_name(&sheet.name)?.set_row_height_pixels(0, 30)?;
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        worksheet.set_column_width_pixels(at, pixels(sheet, at as usize, column))?;
        let cells = if column.text { looks.plain.clone().set_num_format("@") } else { looks.plain.clone() };
        worksheet.set_column_format(at, &cells)?;
        worksheet.write_string_with_format(0, at, &column.heading, &looks.heading)?;
        if !column.about.is_empty() {
            let note = super::note_of(&column.about);
            worksheet.insert_note(0, at, &note)?;
        }
        if let Some(list) = words.validation(&column.choices)? {
            worksheet.add_data_validation(1, at, PREPARED, at, &advising(list, lang)?)?;
        }
    }
    for (at, row) in (1..).zip(&sheet.rows) {
        worksheet.set_row_height_pixels(at, 26)?;
        for (col, cell) in (0_u16..).zip(&row.cells) {
            let text = sheet.columns.get(usize::from(col)).is_some_and(|column| column.text);
            let (look, content) = match cell {
                BookCell::Value(content) if row.example => (&looks.example, content),
                BookCell::Value(content) => (&looks.value, content),
                BookCell::Label(content) => (&looks.label, content),
                BookCell::About(content) => (&looks.about, content),
            };
            let look = if text { look.clone().set_num_format("@") } else { look.clone() };
            write_cell(worksheet, at, col, content, &look, text)?;
        }
        if let Some(list) = words.validation(&Choices::Words(row.choices.clone()))? {
            worksheet.add_data_validation(at, 1, at, 1, &advising(list, lang)?)?;
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Numbers stand as numbers, so that no cell warns of a number that is a text.
fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    col: u16,
    content: &str,
    look: &Format,
    text: bool,
) -> anyhow::Result<()> {
    let number = |content: &str| content.parse::<f64>().ok().filter(|_| !text);
    let share = content.strip_suffix('%').and_then(number);
    match (share, number(content)) {
        _ if content.is_empty() => worksheet.write_blank(row, col, look)?,
        (Some(share), _) => {
            worksheet.write_number_with_format(row, col, share / 100.0, &look.clone().set_num_format("0%"))?
        }
        (None, Some(number)) => worksheet.write_number_with_format(row, col, number, look)?,
        (None, None) => worksheet.write_string_with_format(row, col, content, look)?,
    };
    Ok(())
}

/// Wide enough for the heading, the cells and the words to choose from.
fn pixels(sheet: &SheetForm, at: usize, column: &BookColumn) -> u32 {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| match cell {
        BookCell::Value(text) | BookCell::Label(text) | BookCell::About(text) => text::width(text),
    });
    let words = match &column.choices {
        Choices::Words(words) => words.iter().map(|word| text::width(word)).max().unwrap_or(0),
        Choices::Dependent(_) => DEPENDENT,
        Choices::None => LEAST,
    };
    let in_rows = sheet.rows.iter().filter(|_| at == 1).flat_map(|row| &row.choices).map(|word| text::width(word));
    let widest = cells.chain(in_rows).chain([words, text::width(&column.heading)]).max().unwrap_or(0);
    (widest * CHARACTER + PADDING).clamp(NARROWEST, WIDEST) as u32
}

/// The words to choose from, each list in its column of the hidden sheet.
struct Words {
    sheet: String,
    /// Heading and words of each column.
    columns: Vec<(String, Vec<String>)>,
    /// First and last column of each dependent list.
    dependent: Vec<(String, usize, usize)>,
}

impl Words {
    fn of(form: &BookForm) -> Self {
        let mut words = Self { sheet: quote_sheet_name(&form.choices), columns: Vec::new(), dependent: Vec::new() };
        for Dependent { id, lists } in &form.dependent {
            let first = words.columns.len();
            words.columns.extend(lists.iter().cloned());
            words.dependent.push((id.clone(), first, words.columns.len().saturating_sub(1)));
        }
        words
    }

    fn validation(&mut self, choices: &Choices) -> anyhow::Result<Option<DataValidation>> {
        let list = DataValidation::new();
        Ok(match choices {
            Choices::None => None,
            Choices::Words(words) if words.is_empty() => None,
            Choices::Words(words) if super::stands_in_the_list(words) => Some(list.allow_list_strings(words)?),
            Choices::Words(words) => {
                let known = self.columns.iter().position(|(heading, known)| heading.is_empty() && known == words);
                let at = known.unwrap_or_else(|| {
                    self.columns.push((String::new(), words.clone()));
                    self.columns.len() - 1
                });
                let (column, last) = (column_number_to_name(at as u16), words.len() + 1);
                Some(list.allow_list_formula(Formula::new(format!("={}!${column}$2:${column}${last}", self.sheet))))
            }
            Choices::Dependent(id) => {
                let (_, first, last) =
                    self.dependent.iter().find(|(known, ..)| known == id).with_context(|| id.clone())?;
                let [first, last] = [first, last].map(|at| column_number_to_name(*at as u16));
                let sheet = &self.sheet;
                let place = format!("{sheet}!${first}$2,0,MATCH($A2,{sheet}!${first}$1:${last}$1,0)-1");
                let count = format!("COUNTA(OFFSET({place},{MOST_CHOICES},1))");
                Some(list.allow_list_formula(Formula::new(format!("=OFFSET({place},{count},1)"))))
            }
        })
    }

    fn write(&self, worksheet: &mut Worksheet, form: &BookForm) -> anyhow::Result<()> {
        worksheet.set_name(&form.choices)?.set_hidden(true);
        for (column, (heading, words)) in (0_u16..).zip(&self.columns) {
            worksheet.write_string(0, column, heading)?;
            for (row, word) in (1..).zip(words) {
                worksheet.write_string(row, column, word)?;
            }
        }
        Ok(())
    }
}
