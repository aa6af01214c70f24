//! The colours of the page in the light and in the dark: those of the theme, as far as they can be read on their grounds.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::render::charts::inline::Use;
use crate::render::contrast::{WHITE, contrast, readable};
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::Mark;

/// Contrast that letters need, and what is drawn (WCAG 2.2, 1.4.3 and 1.4.11).
const LETTERS: f64 = 4.6;
const DRAWN: f64 = 3.0;
/// Ground, letters and lines in the dark.
const NIGHT: Rgb = Rgb { red: 0x14, green: 0x1A, blue: 0x20 };
const NIGHT_INK: Rgb = Rgb { red: 0xE8, green: 0xEC, blue: 0xF0 };
const NIGHT_GRID: Rgb = Rgb { red: 0x33, green: 0x3D, blue: 0x47 };

/// The style of all colours: variables in the light, in the dark, and the classes of the drawings.
pub(super) fn style(theme: &Theme, uses: &BTreeSet<Use>) -> String {
    let mut variables = named(theme);
    let mut classes = String::new();
    for one in uses {
        let class = one.class();
        variables.push((class.clone(), of_use(theme, *one)));
        let property = if matches!(one, Use::Line(_)) { "fill:none;stroke" } else { "fill" };
        let _ = write!(classes, ".{class}{{{property}:var(--{class})}}");
    }
    let all = |pick: fn(&[Rgb; 2]) -> Rgb| {
        let one = |(name, pair): &(String, [Rgb; 2])| format!("--{name}:{};", pick(pair).hex());
        variables.iter().map(one).collect::<String>()
    };
    let (light, dark) = (all(|pair| pair[0]), all(|pair| pair[1]));
    format!(
        ":root{{color-scheme:light;{light}}}\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\
         @media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}{classes}"
    )
}

/// What the style of the page calls by name: `--ink`, `--bad`, and the pale ground `--bad-pale` of a weighted value.
fn named(theme: &Theme) -> Vec<(String, [Rgb; 2])> {
    let colours = &theme.colours;
    let accent = theme.series_colour(Mark::Column, 0);
    let mut named = vec![
        ("ground".to_owned(), [colours.ground, NIGHT]),
        ("ink".to_owned(), [colours.ink, NIGHT_INK]),
        ("grid".to_owned(), [colours.grid, NIGHT_GRID]),
        ("heading".to_owned(), [colours.heading, NIGHT_GRID.mixed(NIGHT, 60)]),
        ("total".to_owned(), [colours.heading.mixed(colours.ground, 50), NIGHT_GRID.mixed(NIGHT, 35)]),
    ];
    let weighted = [
        ("good", colours.good),
        ("bad", colours.bad),
        ("caution", colours.caution),
        ("muted", colours.muted),
        ("grey", colours.grey),
        ("accent", accent),
    ];
    for (name, colour) in weighted {
        let pale = [colours.ground, NIGHT].map(|ground| readable(colour, ground, LETTERS).mixed(ground, 12));
        let total = [colours.heading, NIGHT_GRID.mixed(NIGHT, 60)];
        // It is read on its own pale ground, and in the total rows of tables.
        let read = |at: usize| readable(readable(colour, pale[at], LETTERS), total[at], LETTERS);
        named.push((name.to_owned(), [read(0), read(1)]));
        named.push((format!("{name}-pale"), pale));
    }
    named
}

/// A colour of a drawing in the light and in the dark.
fn of_use(theme: &Theme, of: Use) -> [Rgb; 2] {
    let ground = theme.colours.ground;
    match of {
        Use::Fill(colour) | Use::Line(colour) => [colour, at_night(theme, colour)],
        Use::Letters(colour) if colour == ground => [ground, NIGHT],
        Use::Letters(colour) => [ground, NIGHT].map(|ground| readable(colour, ground, LETTERS)),
        Use::LettersOn(column) => {
            let night = at_night(theme, column);
            let clearer = |column: Rgb, dark: Rgb, light: Rgb| {
                if contrast(column, dark) > contrast(column, light) { dark } else { light }
            };
            [clearer(column, theme.colours.ink, ground), clearer(night, NIGHT, WHITE)]
        }
    }
}

/// What is drawn in the dark: a colour that stands out as it does from the paper, a pale one pale again.
fn at_night(theme: &Theme, colour: Rgb) -> Rgb {
    let colours = &theme.colours;
    let fixed = [(colours.ground, NIGHT), (colours.ink, NIGHT_INK), (colours.grid, NIGHT_GRID)];
    if let Some((_, night)) = fixed.into_iter().find(|(light, _)| *light == colour) {
        return night;
    }
    let series = &theme.series;
    let own = [colours.whole, colours.good, colours.bad, colours.grey];
    let known = series.columns.iter().chain(&series.lines).chain(&series.slices).chain(&own);
    for base in known {
        for percent in [60, 40, 35] {
            if base.mixed(colours.ground, percent) == colour {
                return readable(*base, NIGHT, DRAWN).mixed(NIGHT, percent);
            }
        }
    }
    readable(colour, NIGHT, DRAWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weighted_letter_can_be_read_on_its_grounds_in_light_and_dark() {
        let theme = Theme::embedded();
        let named = named(&theme);
        let of = |name: &str| named.iter().find(|(known, _)| known == name).expect(name).1;
        for name in ["good", "bad", "caution", "muted", "grey", "accent"] {
            for ground in ["ground", "heading", "total", &format!("{name}-pale")] {
                for at in [0, 1] {
                    let contrast = contrast(of(name)[at], of(ground)[at]);
                    assert!(contrast >= 4.5, "{name} on {ground} ({at}): {contrast}");
                }
            }
        }
    }

    #[test]
    fn a_column_stands_out_from_the_dark_ground_and_its_figure_from_the_column() {
        let theme = Theme::embedded();
        for column in &theme.series.columns {
            let night = at_night(&theme, *column);
            assert!(contrast(night, NIGHT) >= DRAWN, "{}", column.hex());
            let [light, dark] = of_use(&theme, Use::LettersOn(*column));
            assert!(contrast(light, *column) >= 4.5 && contrast(dark, night) >= 4.5, "{}", column.hex());
        }
        assert_eq!(at_night(&theme, theme.colours.grid), NIGHT_GRID);
    }
}
