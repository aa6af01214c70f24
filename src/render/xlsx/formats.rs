//! Cell formats and number formats.

use std::borrow::Cow;

use rust_xlsxwriter::{ChartFont, Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::palette::{Palette, Rgb};
use crate::base::number::Unit;
use crate::report::model::{Number, Tone};

/// The font of cells and charts; Windows and macOS Office bring it.
pub(crate) const FONT: &str = "微软雅黑";
/// Height of an ordinary row in pixels, as Excel sets it for the font at 11 points.
pub(crate) const ROW_HEIGHT: u32 = 22;
/// Width of an ordinary column in pixels, as Excel sets it for the font at 11 points.
pub(crate) const COLUMN_WIDTH: u32 = 72;
/// Pixels of the picture of a course: it fills a cell of an ordinary row.
pub(crate) const COURSE: (u32, u32) = (132, 18);
/// Number format of a day.
pub(crate) const DATE: &str = "yyyy-mm-dd";
/// Number format of a day and time.
pub(crate) const DATE_TIME: &str = "yyyy-mm-dd hh:mm";

/// How a table cell looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Its weight.
    pub tone: Tone,
    /// In a total or station row.
    pub total: bool,
    /// Text longer than its column.
    pub wrap: bool,
    /// Leads to another sheet.
    pub link: bool,
    /// A text that Excel would take for a formula when it is typed again.
    pub formula_like: bool,
    /// At the upper edge of its row, not in the middle.
    pub top: bool,
    /// Apart from the figures of the column before.
    pub indented: bool,
    /// Left, right or centre.
    pub align: FormatAlign,
    /// Number format code.
    pub number_format: Option<Cow<'static, str>>,
}

/// Makes all formats from one palette.
pub(crate) struct Formats {
    /// The colours.
    pub palette: Palette,
}

impl Formats {
    pub(crate) fn new(palette: &Palette) -> Self {
        Self { palette: palette.clone() }
    }

    /// The default of the workbook.
    pub(crate) fn plain(&self) -> Format {
        Format::new()
            .set_font_name(FONT)
            .set_font_size(11)
            .set_font_color(Color::RGB(self.palette.text))
            .set_align(FormatAlign::VerticalCenter)
    }

    fn writing(&self, size: u8, colour: Rgb) -> Format {
        self.plain().set_font_size(size).set_font_color(Color::RGB(colour))
    }

    /// The title of a page.
    pub(crate) fn page_title(&self) -> Format {
        self.writing(16, self.palette.accent).set_bold()
    }

    /// The way back to the page that sums all up.
    pub(crate) fn way_back(&self) -> Format {
        self.writing(9, self.palette.link).set_underline(FormatUnderline::Single)
    }

    /// Where another page begins on the sheet of this one.
    pub(crate) fn section_title(&self) -> Format {
        let format = self.writing(16, self.palette.accent).set_bold();
        format.set_border_top(FormatBorder::Medium).set_border_top_color(Color::RGB(self.palette.accent))
    }

    /// The title of a table.
    pub(crate) fn table_title(&self) -> Format {
        self.writing(12, self.palette.accent).set_bold()
    }

    /// The heading of a column.
    pub(crate) fn column_heading(&self, align: FormatAlign, indented: bool) -> Format {
        self.plain()
            .set_indent(u8::from(indented))
            .set_bold()
            .set_text_wrap()
            .set_align(align)
            .set_background_color(Color::RGB(self.palette.heading_fill))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(self.palette.accent))
    }

    /// A remark below a table or above a chart.
    pub(crate) fn remark(&self) -> Format {
        self.writing(10, self.palette.muted).set_text_wrap().set_align(FormatAlign::Top)
    }

    /// A sentence over the width of the page.
    pub(crate) fn sentence(&self, tone: Tone) -> Format {
        let format = self.toned(self.plain().set_text_wrap(), tone);
        if tone == Tone::Bad { format.set_bold().set_indent(1) } else { format }
    }

    /// The manager's own words, told apart from the program's.
    pub(crate) fn own_words(&self) -> Format {
        self.plain().set_text_wrap().set_indent(1).set_background_color(Color::RGB(self.palette.heading_fill))
    }

    /// The block beside the tables that the charts read.
    pub(crate) fn chart_data(&self) -> Format {
        self.writing(8, self.palette.muted)
    }

    /// A cell of a table.
    pub(crate) fn cell(&self, style: &Style) -> Format {
        let mut format = self
            .plain()
            .set_align(style.align)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(Color::RGB(self.palette.rule));
        if style.total {
            format = format
                .set_bold()
                .set_border_top(FormatBorder::Thin)
                .set_border_top_color(Color::RGB(self.palette.accent))
                .set_background_color(Color::RGB(self.palette.total_fill));
        }
        if style.indented {
            format = format.set_indent(1);
        }
        if style.top {
            format = format.set_align(FormatAlign::Top);
        }
        if style.wrap {
            format = format.set_text_wrap();
        }
        if style.formula_like {
            format = format.set_quote_prefix();
        }
        if let Some(code) = &style.number_format {
            format = format.set_num_format(code.as_ref());
        }
        format = self.toned(format, style.tone);
        if style.link {
            format = format.set_underline(FormatUnderline::Single);
            if style.tone == Tone::Plain {
                format = format.set_font_color(Color::RGB(self.palette.link));
            }
        }
        format
    }

    fn toned(&self, format: Format, tone: Tone) -> Format {
        let emphasis = match tone {
            Tone::Plain => return format,
            Tone::Muted => return format.set_font_color(Color::RGB(self.palette.muted)),
            Tone::Good => self.palette.good,
            Tone::Bad => self.palette.bad,
            Tone::Caution => self.palette.caution,
        };
        format.set_font_color(Color::RGB(emphasis.text)).set_background_color(Color::RGB(emphasis.fill))
    }
}

/// The number format that shows `number` as `text` does: with the decimals of the text, and with the mark that
/// follows the figure there (`105.88% *`).
pub(crate) fn number_format(number: &Number, text: &str) -> String {
    let figure_end = text.find(|c: char| !(c.is_ascii_digit() || "+-,.".contains(c))).unwrap_or(text.len());
    let (figure, after) = text.split_at(figure_end);
    let shown = figure.bytes().any(|byte| byte.is_ascii_digit());
    let decimals = match figure.split_once('.') {
        Some((_, fraction)) => fraction.len(),
        None if shown => 0,
        None => number.unit.decimals(),
    };
    let mark =
        if shown { after.strip_prefix(number.unit.sign()).unwrap_or(after).replace('"', "") } else { String::new() };
    let mark = if mark.is_empty() { mark } else { format!("\"{mark}\"") };
    let whole = if number.unit.adds_up() { "#,##0" } else { "0" };
    let digits = if decimals == 0 { whole.to_owned() } else { format!("{whole}.{}", "0".repeat(decimals)) };
    if number.change {
        return format!("+{digits}{mark};-{digits}{mark};{digits}{mark}");
    }
    let sign = match number.unit.sign() {
        // Excel multiplies what it shows with this sign by 100.
        "%" | "" => number.unit.sign().to_owned(),
        other => format!("\"{other}\""),
    };
    format!("{digits}{sign}{mark}")
}

/// The number format of chart points and axes: percent points stand as 0–100, so the sign is a text.
pub(crate) fn point_format(unit: Unit, decimals: usize) -> String {
    let digits = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
    match unit.sign() {
        _ if unit.adds_up() => "#,##0".to_owned(),
        "" => digits,
        sign => format!("{digits}\"{sign}\""),
    }
}

/// The font of charts.
pub(super) fn chart_font(size: u8, colour: Rgb) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size).set_color(Color::RGB(colour)).unset_bold();
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(unit: Unit, change: bool) -> Number {
        Number { value: Some(1.0), unit, change, formula: None }
    }

    #[test]
    fn each_unit_has_its_number_format() {
        assert_eq!(number_format(&number(Unit::Percent, false), "93.00%"), "0.00%");
        assert_eq!(number_format(&number(Unit::Count, false), "1,289"), "#,##0");
        assert_eq!(number_format(&number(Unit::Score, false), "80.5"), "0.0");
        assert_eq!(number_format(&number(Unit::Percent, true), "+0.69"), "+0.00;-0.00;0.00");
    }

    #[test]
    fn a_mark_after_the_figure_travels_in_the_number_format() {
        assert_eq!(number_format(&number(Unit::Percent, false), "105.88% *"), "0.00%\" *\"");
        assert_eq!(number_format(&number(Unit::Count, false), "28.3"), "#,##0.0");
    }

    #[test]
    fn without_a_text_the_unit_decides() {
        assert_eq!(number_format(&number(Unit::Percent, false), "—"), "0.00%");
        assert_eq!(number_format(&number(Unit::Score, false), ""), "0.0");
    }
}
