//! The colours of the workbook. Restrained, and different in lightness, so that a black-and-white print still tells
//! them apart.

use crate::render::theme::Theme;
use crate::report::chart::model::Mark;

/// A colour as `0xRRGGBB`.
pub type Rgb = u32;

/// Writing and background of a weighted value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emphasis {
    /// The writing.
    pub text: Rgb,
    /// The background.
    pub fill: Rgb,
}

/// All colours of the workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Ordinary writing.
    pub text: Rgb,
    /// Side remarks, no data, chart data.
    pub muted: Rgb,
    /// Titles and tabs.
    pub accent: Rgb,
    /// Links to other sheets.
    pub link: Rgb,
    /// Behind the headings of columns.
    pub heading_fill: Rgb,
    /// Behind totals.
    pub total_fill: Rgb,
    /// Lines between rows and around charts.
    pub rule: Rgb,
    /// Lines behind columns and lines.
    pub grid: Rgb,
    /// Target met.
    pub good: Emphasis,
    /// Target missed, overdue, error.
    pub bad: Emphasis,
    /// To be read with care.
    pub caution: Emphasis,
    /// The target line.
    pub target: Rgb,
    /// Where the colours of series come from.
    pub theme: Theme,
}

impl Emphasis {
    /// Writing in `text` on a pale ground of the same colour.
    pub const fn on_pale(text: Rgb) -> Self {
        Self { text, fill: mixed_with_white(text, 12) }
    }
}

/// `colour` thinned with white: `percent` of it is left.
const fn mixed_with_white(colour: Rgb, percent: u32) -> Rgb {
    let red = ((colour >> 16 & 0xFF) * percent + 255 * (100 - percent)) / 100;
    let green = ((colour >> 8 & 0xFF) * percent + 255 * (100 - percent)) / 100;
    let blue = ((colour & 0xFF) * percent + 255 * (100 - percent)) / 100;
    red << 16 | green << 8 | blue
}

/// Whether white letters are easier to read on it than black ones (weights of the luma in ITU-R BT.601).
pub(super) fn is_dark(colour: Rgb) -> bool {
    299 * (colour >> 16 & 0xFF) + 587 * (colour >> 8 & 0xFF) + 114 * (colour & 0xFF) < 140_000
}

impl Palette {
    /// The colours of the theme, which the pictures have too.
    pub fn of(theme: &Theme) -> Self {
        let colours = &theme.colours;
        let accent = theme.series_colour(Mark::Column, 0).number();
        Self {
            text: colours.ink.number(),
            muted: colours.muted.number(),
            accent,
            link: accent,
            heading_fill: colours.heading.number(),
            total_fill: mixed_with_white(colours.heading.number(), 50),
            rule: colours.muted.mixed(colours.ground, 45).number(),
            grid: colours.grid.number(),
            good: Emphasis::on_pale(colours.good.number()),
            bad: Emphasis::on_pale(colours.bad.number()),
            caution: Emphasis::on_pale(colours.caution.number()),
            target: colours.target.number(),
            theme: theme.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_of_a_weighted_value_is_pale_and_its_writing_dark() {
        let palette = Palette::of(&Theme::embedded());
        for emphasis in [palette.good, palette.bad, palette.caution] {
            assert!(is_dark(emphasis.text) && !is_dark(emphasis.fill), "{emphasis:X?}");
        }
    }
}
