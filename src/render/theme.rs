//! Colours, letters and sizes: one theme for the pictures, the workbook and the page.

use std::ops::RangeInclusive;

use anyhow::Result;

use crate::base::declaration::{Entry, Section, Source};
use crate::base::failure::Failure;
use crate::base::finding::Severity;
use crate::base::text::{unbroken, visible};
use crate::report::chart::model::{Mark, Point};
use crate::templates::Templates;

/// The file of the theme below `templates/`.
const FILE: &str = "theme.toml";
/// Letters in pixels of a picture of 1920 × 1080.
const LETTERS: RangeInclusive<f64> = 10.0..=80.0;

/// No page can be read that has more rows in a list.
const MOST_PAGE_ROWS: u64 = 100_000;

/// A colour, written `#RRGGBB` in the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb {
    /// Red, 0–255.
    pub red: u8,
    /// Green, 0–255.
    pub green: u8,
    /// Blue, 0–255.
    pub blue: u8,
}

impl Rgb {
    /// Of a text such as `#17507D`.
    pub(in crate::render) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self { red, green, blue })
    }

    /// `#17507D`
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }

    /// `0x17507D`, as spreadsheet writers take it.
    pub fn number(self) -> u32 {
        u32::from(self.red) << 16 | u32::from(self.green) << 8 | u32::from(self.blue)
    }

    /// Thinned with another colour: `percent` of it is left.
    pub fn mixed(self, other: Self, percent: u32) -> Self {
        let mix = |own: u8, other: u8| ((u32::from(own) * percent + u32::from(other) * (100 - percent)) / 100) as u8;
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }

    /// Whether white letters are easier to read on it than black ones (weights of the luma in ITU-R BT.601).
    pub fn is_dark(self) -> bool {
        299 * u32::from(self.red) + 587 * u32::from(self.green) + 114 * u32::from(self.blue) < 140_000
    }
}

/// The theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Colours by what they are for.
    pub colours: Colours,
    /// Colours of series in their order.
    pub series: SeriesColours,
    /// The letters.
    pub fonts: Fonts,
    /// How high the letters are.
    pub sizes: Sizes,
    /// Grounds of the cells in a marked copy.
    pub marks: MarkColours,
    /// How much the page holds.
    pub page: PageSize,
}

/// How much the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// Rows of a list; the workbook has the others.
    pub rows: usize,
}

impl PageSize {
    /// Where a theme says nothing: what a phone shows at once, and a mail carries.
    pub const DEFAULT: Self = Self { rows: 200 };
}

/// Colours by what they are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours {
    /// The paper.
    pub ground: Rgb,
    /// Titles and values.
    pub ink: Rgb,
    /// Sentences, axes, footer.
    pub grey: Rgb,
    /// Lines behind the figures.
    pub grid: Rgb,
    /// The line of a target.
    pub target: Rgb,
    /// The whole beside its parts: the station, the year.
    pub whole: Rgb,
    /// Ground of table headings.
    pub heading: Rgb,
    /// Target met.
    pub good: Rgb,
    /// Target missed, overdue, error.
    pub bad: Rgb,
    /// To be read with care.
    pub caution: Rgb,
    /// Small sample, no data.
    pub muted: Rgb,
}

/// Colours of series; none of the lists is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesColours {
    /// Of columns and bars.
    pub columns: Vec<Rgb>,
    /// Of lines.
    pub lines: Vec<Rgb>,
    /// Of the slices of a pie.
    pub slices: Vec<Rgb>,
}

/// The letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fonts {
    /// Font families, the first that the viewer has is used.
    pub families: Vec<String>,
}

/// Height of the letters in pixels of a picture of 1920 × 1080.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// Title of a chart.
    pub title: f64,
    /// The sentence below it.
    pub sentence: f64,
    /// Names of series.
    pub legend: f64,
    /// Values at columns and points.
    pub value: f64,
    /// Names below columns and points.
    pub category: f64,
    /// Numbers at an axis.
    pub tick: f64,
    /// Dealer and period.
    pub footer: f64,
    /// Nothing is made smaller than this to fit.
    pub smallest: f64,
}

/// Grounds of the cells in a marked copy: for dark letters, then for light ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkColours {
    /// The row, sheet or file was set aside.
    pub error: [Rgb; 2],
    /// Used, with a repair or a doubt.
    pub warning: [Rgb; 2],
    /// Good to know.
    pub info: [Rgb; 2],
}

impl MarkColours {
    /// The ground of a severity.
    pub fn of(&self, severity: Severity, light_letters: bool) -> Rgb {
        let [dark_letters, light] = match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        };
        if light_letters { light } else { dark_letters }
    }
}

impl Theme {
    /// Reads `theme.toml`.
    ///
    /// # Errors
    /// An unknown key, a colour that is none, an empty list of colours or fonts, a size outside 10–80 or below
    /// `smallest`, a ground on which its letters cannot be read: with file and line.
    pub fn load(templates: &Templates) -> Result<Self> {
        let file = templates.get(FILE)?;
        let source = Source { name: &file.shown(), text: &file.text };
        let table = source.parse()?;
        Ok(theme(Section::root(source, &table))?)
    }

    /// The embedded theme.
    #[cfg(test)]
    pub fn embedded() -> Self {
        Self::load(&Templates::embedded()).expect("the embedded theme")
    }

    /// The colour of a series: `index` counts the series drawn with the same mark, from 0.
    pub fn series_colour(&self, mark: Mark, index: usize) -> Rgb {
        match mark {
            Mark::Column => nth(&self.series.columns, index, self.colours.ink),
            Mark::Line | Mark::Dot => nth(&self.series.lines, index, self.colours.ink),
        }
    }

    /// The colour of a point of a series: the whole has one of its own, in shades where it has several columns; a small sample
    /// is pale, a step of a bridge good or bad.
    pub fn point_colour(&self, mark: Mark, index: usize, whole: bool, point: &Point) -> Rgb {
        let usual = match (whole, mark) {
            _ if point.good == Some(true) => self.colours.good,
            _ if point.good == Some(false) => self.colours.bad,
            (true, Mark::Column) => self.colours.whole.mixed(self.colours.ground, [100, 60, 35][index % 3]),
            (true, Mark::Line | Mark::Dot) => self.colours.whole,
            (false, _) => self.series_colour(mark, index),
        };
        if point.pale { usual.mixed(self.colours.ground, 40) } else { usual }
    }

    /// The colour of a slice of a pie, from 0.
    pub fn slice_colour(&self, index: usize) -> Rgb {
        nth(&self.series.slices, index, self.colours.ink)
    }
}

fn theme(mut file: Section<'_>) -> Result<Theme, Failure> {
    let mut section = file.need("colours")?.section()?;
    let mut one = |key| colour(&section.need(key)?);
    let colours = Colours {
        ground: one("ground")?,
        ink: one("ink")?,
        grey: one("grey")?,
        grid: one("grid")?,
        target: one("target")?,
        whole: one("whole")?,
        heading: one("heading")?,
        good: one("good")?,
        bad: one("bad")?,
        caution: one("caution")?,
        muted: one("muted")?,
    };
    section.finish()?;
    let mut section = file.need("series")?.section()?;
    let mut list = |key| series(&section.need(key)?);
    let series = SeriesColours { columns: list("columns")?, lines: list("lines")?, slices: list("slices")? };
    section.finish()?;
    let mut section = file.need("fonts")?.section()?;
    let families = section.need("families")?;
    let fonts =
        Fonts { families: families.texts()?.iter().map(|family| unbroken(&visible(family)).into_owned()).collect() };
    if fonts.families.is_empty() {
        return Err(families.failure("不能为空", "is empty"));
    }
    section.finish()?;
    let mut section = file.need("marks")?.section()?;
    let mut pair = |key| grounds(&section.need(key)?);
    let marks = MarkColours { error: pair("error")?, warning: pair("warning")?, info: pair("info")? };
    section.finish()?;
    let sizes = sizes(file.need("sizes")?.section()?)?;
    let page = match file.take("page") {
        Some(entry) => page_size(entry.section()?)?,
        None => PageSize::DEFAULT,
    };
    file.finish()?;
    Ok(Theme { colours, series, fonts, sizes, marks, page })
}

fn colour(entry: &Entry<'_>) -> Result<Rgb, Failure> {
    let text = entry.text()?;
    Rgb::parse(&text).ok_or_else(|| {
        entry.failure(
            &format!("写的“{text}”不是颜色，应写成 #RRGGBB"),
            &format!("is “{text}”, which is no colour; write #RRGGBB"),
        )
    })
}

fn series(entry: &Entry<'_>) -> Result<Vec<Rgb>, Failure> {
    let colours = entry.items()?.iter().map(colour).collect::<Result<Vec<_>, _>>()?;
    if colours.is_empty() { Err(entry.failure("不能为空", "is empty")) } else { Ok(colours) }
}

/// A ground for dark letters and one for light ones.
fn grounds(entry: &Entry<'_>) -> Result<[Rgb; 2], Failure> {
    match series(entry)?[..] {
        [light, dark] if !light.is_dark() && dark.is_dark() => Ok([light, dark]),
        _ => Err(entry.failure("应为两个颜色，先浅后深", "must be two colours, first a light one, then a dark one")),
    }
}

fn sizes(mut section: Section<'_>) -> Result<Sizes, Failure> {
    let smallest = section.need("smallest")?.number(LETTERS)?;
    let mut size = |key| {
        let entry = section.need(key)?;
        let size = entry.number(LETTERS)?;
        if size < smallest {
            let (chinese, english) =
                (format!("为 {size}，小于 smallest"), format!("is {size}, which is below smallest"));
            return Err(entry.failure(&chinese, &english));
        }
        Ok(size)
    };
    let sizes = Sizes {
        title: size("title")?,
        sentence: size("sentence")?,
        legend: size("legend")?,
        value: size("value")?,
        category: size("category")?,
        tick: size("tick")?,
        footer: size("footer")?,
        smallest,
    };
    section.finish()?;
    Ok(sizes)
}

fn page_size(mut section: Section<'_>) -> Result<PageSize, Failure> {
    let rows = section.need("rows")?.whole(1, MOST_PAGE_ROWS)?;
    section.finish()?;
    Ok(PageSize { rows: rows as usize })
}

fn nth(list: &[Rgb], index: usize, otherwise: Rgb) -> Rgb {
    list.get(index % list.len().max(1)).copied().unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness(colour: Rgb) -> u32 {
        (299 * u32::from(colour.red) + 587 * u32::from(colour.green) + 114 * u32::from(colour.blue)) / 1000
    }

    #[test]
    fn neighbouring_columns_differ_on_a_black_and_white_print() {
        let theme = Theme::load(&Templates::embedded()).unwrap();
        for pair in theme.series.columns.windows(2).chain(theme.series.slices.windows(2)) {
            assert!(lightness(pair[0]).abs_diff(lightness(pair[1])) >= 30, "{pair:?}");
        }
    }

    #[test]
    fn a_colour_is_read_and_written_alike() {
        let colour = Rgb::parse("#17507D").unwrap();
        assert_eq!((colour.hex().as_str(), colour.number()), ("#17507D", 0x17507D));
        assert!(Rgb::parse("blue").is_none());
    }
}
