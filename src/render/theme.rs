//! Colours, letters and sizes: one theme for the pictures and the workbook.

use anyhow::{Context, Result, bail, ensure};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::base::finding::Severity;
use crate::base::text::{unbroken, visible};
use crate::base::within::Within;
use crate::report::model::Mark;
use crate::templates::Templates;

/// The file of the theme below `templates/`.
const FILE: &str = "theme.toml";

/// A colour, written `#RRGGBB` in the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rgb {
    /// Red, 0–255.
    pub red: u8,
    /// Green, 0–255.
    pub green: u8,
    /// Blue, 0–255.
    pub blue: u8,
}

impl Rgb {
    /// `#17507D`
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }

    /// `0x17507D`, as spreadsheet writers take it.
    pub fn number(self) -> u32 {
        u32::from(self.red) << 16 | u32::from(self.green) << 8 | u32::from(self.blue)
    }

    /// Whether white letters are easier to read on it than black ones (weights of the luma in ITU-R BT.601).
    pub fn is_dark(self) -> bool {
        299 * u32::from(self.red) + 587 * u32::from(self.green) + 114 * u32::from(self.blue) < 140_000
    }
}

impl TryFrom<String> for Rgb {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6).map(|digits| u32::from_str_radix(digits, 16));
        let Some(Ok(number)) = digits else {
            bail!("“{text}” 不是颜色,应写成 #RRGGBB / not a colour, write #RRGGBB")
        };
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

/// The theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Colours by what they are for.
    pub colours: Colours,
    /// Colours of series in their order.
    pub series: SeriesColours,
    /// The letters.
    pub fonts: Fonts,
    /// How high the letters are.
    #[serde(deserialize_with = "sizes")]
    pub sizes: Sizes,
    /// Grounds of the cells in a marked copy.
    pub marks: MarkColours,
}

/// Colours by what they are for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesColours {
    /// Of columns and bars.
    pub columns: Vec<Rgb>,
    /// Of lines.
    pub lines: Vec<Rgb>,
    /// Of the slices of a pie.
    pub slices: Vec<Rgb>,
}

/// The letters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    /// Font families, the first that the viewer has is used.
    pub families: Vec<String>,
}

/// Height of the letters in pixels of a picture of 1920 × 1080.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Title of a chart.
    #[serde(deserialize_with = "size")]
    pub title: f64,
    /// The sentence below it.
    #[serde(deserialize_with = "size")]
    pub sentence: f64,
    /// Names of series.
    #[serde(deserialize_with = "size")]
    pub legend: f64,
    /// Values at columns and points.
    #[serde(deserialize_with = "size")]
    pub value: f64,
    /// Names below columns and points.
    #[serde(deserialize_with = "size")]
    pub category: f64,
    /// Numbers at an axis.
    #[serde(deserialize_with = "size")]
    pub tick: f64,
    /// Dealer and period.
    #[serde(deserialize_with = "size")]
    pub footer: f64,
    /// Nothing is made smaller than this to fit.
    #[serde(deserialize_with = "size")]
    pub smallest: f64,
}

/// Grounds of the cells in a marked copy: for dark letters, then for light ones.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// `smallest`, a ground on which its letters cannot be read; the file is named.
    pub fn load(templates: &Templates) -> Result<Self> {
        let file = templates.get(FILE)?;
        let mut theme: Self = toml::from_str(&file.text).with_context(|| format!("templates/{}", file.name))?;
        for family in &mut theme.fonts.families {
            *family = unbroken(&visible(family)).into_owned();
        }
        theme.check().with_context(|| format!("templates/{}", file.name))?;
        Ok(theme)
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
            Mark::Line => nth(&self.series.lines, index, self.colours.ink),
        }
    }

    /// The colour of a slice of a pie, from 0.
    pub fn slice_colour(&self, index: usize) -> Rgb {
        nth(&self.series.slices, index, self.colours.ink)
    }

    fn check(&self) -> Result<()> {
        let lists = [&self.series.columns, &self.series.lines, &self.series.slices];
        ensure!(lists.iter().all(|list| !list.is_empty()), "[series] 颜色列表不能为空 / a list of colours is empty");
        ensure!(!self.fonts.families.is_empty(), "[fonts] families 不能为空 / is empty");
        for [light, dark] in [self.marks.error, self.marks.warning, self.marks.info] {
            ensure!(!light.is_dark() && dark.is_dark(), "[marks] 先浅色后深色 / first a light colour, then a dark one");
        }
        Ok(())
    }
}

fn size<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Within::<10, 80>::deserialize(from).map(|Within(size)| size)
}

fn sizes<'de, D: Deserializer<'de>>(from: D) -> Result<Sizes, D::Error> {
    let sizes = Sizes::deserialize(from)?;
    let Sizes { title, sentence, legend, value, category, tick, footer, smallest } = sizes;
    match [title, sentence, legend, value, category, tick, footer].into_iter().find(|size| *size < smallest) {
        Some(size) => Err(D::Error::custom(format!("{size:?}: 小于 smallest / below smallest"))),
        None => Ok(sizes),
    }
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
    fn an_unknown_key_is_an_error() {
        let text = Templates::embedded().get(FILE).unwrap().text.replace("[sizes]", "[sizes]\nheadline = 12");
        let error = toml::from_str::<Theme>(&text).unwrap_err().to_string();
        assert!(error.contains("headline"), "{error}");
    }

    #[test]
    fn a_colour_is_read_and_written_alike() {
        let colour = Rgb::try_from("#17507D".to_owned()).unwrap();
        assert_eq!((colour.hex().as_str(), colour.number()), ("#17507D", 0x17507D));
        assert!(Rgb::try_from("blue".to_owned()).is_err());
    }
}
