//! The colours of a theme as a slide shows them: which of them can be read on its ground.

use std::collections::BTreeMap;

use super::sheet::Sheet;
use crate::render::contrast::{BLACK, WHITE, contrast, readable};
use crate::render::pptx::model::{Area, Colour};
use crate::render::pptx::package::Package;
use crate::render::pptx::tree::Element;
use crate::render::theme::{Rgb, Theme};

/// Letters differ so much from their ground (WCAG 2.2, 1.4.3).
const READ: f64 = 4.5;
/// Columns and lines differ so much from their ground.
const SEEN: f64 = 3.0;
/// Grey letters.
const GREY: f64 = 3.7;
/// A colour of the dealer's own may be paler.
const PALE: f64 = 1.3;
/// What differs no more cannot be told apart.
const ALIKE: i32 = 100;
/// What covers so much of a slide is its ground.
const COVERS: f64 = 0.55;
/// What a master calls colours, where it does not say which of the theme's they are.
const CALLED: [(&str, &str); 4] = [("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")];
/// The colours of a theme for series.
const ACCENTS: [&str; 6] = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];

/// By which names of the theme a slide says its colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) struct Inks {
    /// Ordinary letters.
    pub ink: &'static str,
    muted: &'static str,
    accent: &'static str,
    /// None where no letters could be read on it.
    heading: Option<&'static str>,
    ground: Rgb,
    ink_rgb: Rgb,
    muted_rgb: Rgb,
    accents: [Rgb; 6],
}

impl Inks {
    /// A colour as an element; nothing for a ground that would not be seen through.
    pub(in crate::render) fn element(&self, colour: Colour) -> Option<String> {
        let name = match colour {
            Colour::Ink => self.ink,
            Colour::Muted => self.muted,
            Colour::Accent => self.accent,
            Colour::Heading => self.heading?,
            Colour::Own(rgb) => return Some(format!("<a:srgbClr val=\"{rgb:06X}\"/>")),
        };
        Some(format!("<a:schemeClr val=\"{name}\"/>"))
    }

    /// A colour of a meaning so that its letters can be read on the ground of the slide.
    pub(in crate::render) fn readable(&self, rgb: u32) -> u32 {
        readable(colour(rgb), self.ground, READ).number()
    }

    /// The theme of charts in the colours of the template. What has a meaning keeps its colour, as far as it is seen.
    pub(in crate::render) fn theme(&self, own: &Theme) -> Theme {
        let mut theme = own.clone();
        let seen = |rgb: Rgb| readable(rgb, self.ground, SEEN);
        let series = |rgb: Rgb| match own.series.columns.iter().position(|column| *column == rgb) {
            Some(at) if at < ACCENTS.len() && contrast(self.accents[at], self.ground) >= PALE => self.accents[at],
            _ => seen(rgb),
        };
        for list in [&mut theme.series.columns, &mut theme.series.lines, &mut theme.series.slices] {
            list.iter_mut().for_each(|rgb| *rgb = series(*rgb));
        }
        // The letters at a line have its colour, and small light ones need more.
        let [lines, grey] = if self.ground.is_dark() { [READ, READ] } else { [SEEN, GREY] };
        for line in &mut theme.series.lines {
            *line = readable(*line, self.ground, lines);
        }
        if let Some(line) = theme.series.lines.first_mut() {
            *line = self.beside_columns(*line);
        }
        let colours = &mut theme.colours;
        (colours.ground, colours.ink, colours.grey) = (self.ground, self.ink_rgb, self.muted_rgb);
        (colours.grid, colours.target) = (self.ink_rgb.mixed(self.ground, 15), self.ink_rgb);
        for rgb in [&mut colours.whole, &mut colours.good, &mut colours.bad, &mut colours.caution] {
            *rgb = seen(*rgb);
        }
        // Numbers at an axis; as pale as they are on white paper.
        colours.muted = readable(colours.muted, self.ground, grey);
        theme
    }

    /// Its colours in the parts of charts: six digits, and the name by which the theme changes them.
    pub(in crate::render) fn names(&self) -> Vec<(String, &'static str)> {
        let accents = self.accents.into_iter().zip(ACCENTS);
        let all = accents.chain([(self.muted_rgb, self.muted), (self.ink_rgb, self.ink)]);
        all.map(|(rgb, name)| (format!("{:06X}", rgb.number()), name)).collect()
    }

    /// The colour of a line, or another one where columns have it.
    fn beside_columns(&self, line: Rgb) -> Rgb {
        let like = |rgb: Rgb| self.accents.iter().take(2).any(|accent| distance(*accent, rgb) < ALIKE);
        let further = self.accents.into_iter().skip(2).filter(|rgb| contrast(*rgb, self.ground) >= SEEN);
        let own = std::iter::once(line).chain(further).find(|rgb| !like(*rgb));
        own.unwrap_or(self.ink_rgb)
    }

    /// Of the slides of a layout.
    pub(super) fn of(package: &Package, layout: &Sheet, master: &Sheet, size: (f64, f64)) -> Self {
        let theme = package.first(&master.part, "theme").and_then(|part| Element::parse(package.text(part)?));
        let scheme = Scheme::of(theme.as_ref(), layout, master);
        let ground = ground(layout, master, &scheme, size);
        let known = |name: &str| scheme.named(name).unwrap_or(BLACK);
        let reads = |name: &str| contrast(known(name), ground) >= READ;
        let names = ["tx1", "tx2", "bg1", "bg2"];
        let strongest =
            || names.into_iter().max_by(|a, b| contrast(known(a), ground).total_cmp(&contrast(known(b), ground)));
        let ink = names.into_iter().find(|name| reads(name)).or_else(strongest).unwrap_or("tx1");
        let or_ink = |name: &'static str| if reads(name) { name } else { ink };
        let heading = (contrast(known("bg2"), known(ink)) >= READ).then_some("bg2");
        Self {
            ink,
            muted: or_ink("tx2"),
            accent: or_ink("accent1"),
            heading,
            ground,
            ink_rgb: known(ink),
            muted_rgb: known(or_ink("tx2")),
            accents: ACCENTS.map(known),
        }
    }
}

/// The theme's colours by the names that slides use.
struct Scheme {
    colours: BTreeMap<String, Rgb>,
    called: BTreeMap<String, String>,
}

impl Scheme {
    fn of(theme: Option<&Element>, layout: &Sheet, master: &Sheet) -> Self {
        let scheme = theme.and_then(|theme| theme.at(&["themeElements", "clrScheme"]));
        let of = |entry: &Element| Some((entry.name.clone(), plain(entry.children.first()?)?));
        let colours = scheme.map(|scheme| scheme.children.iter().filter_map(of).collect()).unwrap_or_default();
        let own = layout.root.at(&["clrMapOvr", "overrideClrMapping"]);
        let map = own.or_else(|| master.root.child("clrMap"));
        let mut called: BTreeMap<String, String> =
            CALLED.map(|(name, of)| (name.to_owned(), of.to_owned())).into_iter().collect();
        called.extend(map.into_iter().flat_map(|map| map.attributes.iter().cloned()));
        Self { colours, called }
    }

    fn named(&self, name: &str) -> Option<Rgb> {
        self.colours.get(self.called.get(name).map_or(name, String::as_str)).copied()
    }

    /// The colour of an element that holds one, with what changes its lightness.
    fn within(&self, element: &Element) -> Option<Rgb> {
        element.children.iter().find_map(|child| {
            let base = match child.name.as_str() {
                "schemeClr" => self.named(child.attribute("val")?)?,
                _ => plain(child)?,
            };
            Some(child.children.iter().fold(base, |colour, change| {
                let part = change.number("val").map_or(100, |val| (val / 1000.0).clamp(0.0, 100.0) as u32);
                match change.name.as_str() {
                    "lumMod" | "shade" => colour.mixed(BLACK, part),
                    "lumOff" => WHITE.mixed(colour, part),
                    "tint" => colour.mixed(WHITE, part),
                    _ => colour,
                }
            }))
        })
    }

    /// The colour of a fill: of one in several colours the middle.
    fn fill(&self, element: &Element) -> Option<Rgb> {
        let of = |fill: &Element| match fill.name.as_str() {
            "solidFill" => self.within(fill),
            "gradFill" => {
                let stops =
                    fill.child("gsLst")?.children.iter().filter_map(|stop| self.within(stop)).collect::<Vec<_>>();
                stops.into_iter().reduce(|one, other| one.mixed(other, 50))
            }
            _ => None,
        };
        element.children.iter().find_map(of)
    }
}

/// The ground on which the slides of a layout are read: what covers most of it, else the background.
fn ground(layout: &Sheet, master: &Sheet, scheme: &Scheme, (width, height): (f64, f64)) -> Rgb {
    let background = [layout, master].iter().find_map(|sheet| sheet.root.at(&["cSld", "bg"]));
    let own = background.and_then(|background| {
        let filled = background.child("bgPr").and_then(|fill| scheme.fill(fill));
        filled.or_else(|| scheme.within(background.child("bgRef")?))
    });
    let behind = own.or_else(|| scheme.named("bg1")).unwrap_or(WHITE);
    let masters = if layout.shows_master() { master.drawn() } else { Vec::new() };
    let whole = |sheets: Vec<(Area, &Element)>| {
        let sized = sheets.into_iter().filter(|(area, _)| area.width * area.height >= COVERS * width * height);
        sized.filter_map(|(_, shape)| scheme.fill(shape.child("spPr")?)).next_back()
    };
    whole(layout.drawn()).or_else(|| whole(masters)).unwrap_or(behind)
}

/// A colour that says itself what it is.
fn plain(element: &Element) -> Option<Rgb> {
    let value = match element.name.as_str() {
        "srgbClr" => element.attribute("val")?,
        "sysClr" => element.attribute("lastClr")?,
        _ => return None,
    };
    u32::from_str_radix(value, 16).ok().map(colour)
}

fn colour(rgb: u32) -> Rgb {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Rgb { red, green, blue }
}

/// How far two colours lie apart.
fn distance(one: Rgb, other: Rgb) -> i32 {
    let apart = |one: u8, other: u8| i32::from(one.abs_diff(other));
    apart(one.red, other.red) + apart(one.green, other.green) + apart(one.blue, other.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_of_a_meaning_can_be_read_on_any_ground() {
        let inks = |ground: u32| Inks {
            ink: "tx1",
            muted: "tx2",
            accent: "accent1",
            heading: None,
            ground: colour(ground),
            ink_rgb: BLACK,
            muted_rgb: BLACK,
            accents: [BLACK; 6],
        };
        let bad = 0x00B0_3A00;
        assert_eq!(inks(0x00FF_FFFF).readable(bad), bad);
        let light = inks(0x0010_2040).readable(bad);
        assert!(light != bad && contrast(colour(light), colour(0x0010_2040)) >= READ);
    }
}
