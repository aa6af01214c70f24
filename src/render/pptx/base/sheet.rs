//! A master or a layout: its placeholders, and what else is drawn on it.

use crate::render::pptx::model::Area;
use crate::render::pptx::package::Package;
use crate::render::pptx::tree::Element;
use crate::render::pptx::xml;

/// Points between the edge of a placeholder and its text, left and right, above and below, where nothing is said.
const INSETS: [(&str, f64); 4] = [("lIns", 7.2), ("tIns", 3.6), ("rIns", 7.2), ("bIns", 3.6)];
/// Letters in points where nothing is said.
const LETTERS: f64 = 18.0;
/// English Metric Units of a usual point.
pub(super) const USUAL: f64 = 12_700.0;
/// The kinds of placeholders in the foot.
pub(super) const FOOT: [&str; 3] = ["dt", "ftr", "sldNum"];

/// A master or a layout.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// The name of its part.
    pub part: String,
    /// Its elements.
    pub root: Element,
    /// English Metric Units of a point.
    pub unit: f64,
}

/// A placeholder of a layout, with what it has from its master.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::render) struct Holder {
    /// How a slide calls it: `type="title" idx="1"`.
    pub called: String,
    /// Where it stands.
    pub area: Area,
    /// Where its text stands.
    pub text: Area,
    /// Height of its letters in points.
    pub letters: f64,
}

impl Sheet {
    /// Of a part.
    pub(super) fn read(package: &Package, part: &str, unit: f64) -> Option<Self> {
        Some(Self { part: part.to_owned(), root: Element::parse(package.text(part)?)?, unit })
    }

    /// What a layout is called.
    pub(super) fn name(&self) -> &str {
        self.root.child("cSld").and_then(|sheet| sheet.attribute("name")).unwrap_or_default()
    }

    /// Its shapes.
    pub(super) fn shapes(&self) -> &[Element] {
        self.root.at(&["cSld", "spTree"]).map_or(&[], |tree| &tree.children)
    }

    /// The kinds of its placeholders.
    pub(super) fn kinds(&self) -> Vec<&str> {
        self.shapes().iter().filter_map(|shape| Some(kind(call(shape)?))).collect()
    }

    /// The first placeholder of one of these kinds.
    pub(super) fn shape(&self, kinds: &[&str]) -> Option<&Element> {
        self.shapes().iter().find(|shape| call(shape).is_some_and(|call| kinds.contains(&kind(call))))
    }

    /// The first placeholder of one of these kinds as a slide has it, where it has a place.
    pub(super) fn holder(&self, kinds: &[&str], master: &Self) -> Option<Holder> {
        let shape = self.shape(kinds)?;
        let call = call(shape)?;
        let family = family(kind(call));
        let above =
            master.shapes().iter().find(|one| self::call(one).is_some_and(|call| self::family(kind(call)) == family));
        let unit = self.unit;
        let area = area(shape, unit).or_else(|| area(above?, unit))?;
        let said = |way: &[&str], name: &str| {
            let of = |shape: &Element| shape.at(way)?.number(name);
            of(shape).or_else(|| of(above?))
        };
        let [left, top, right, bottom] = INSETS
            .map(|(name, usual)| said(&["txBody", "bodyPr"], name).map_or(usual * USUAL / unit, |emu| emu / unit));
        let style = match family {
            "title" => "titleStyle",
            "body" => "bodyStyle",
            _ => "otherStyle",
        };
        let letters = said(&["txBody", "lstStyle", "lvl1pPr", "defRPr"], "sz");
        let letters = letters.or_else(|| master.root.at(&["txStyles", style, "lvl1pPr", "defRPr"])?.number("sz"));
        let text = Area {
            left: area.left + left,
            top: area.top + top,
            width: (area.width - left - right).max(1.0),
            height: (area.height - top - bottom).max(1.0),
        };
        Some(Holder {
            called: called(call),
            area,
            text,
            letters: letters.map_or(LETTERS, |sz| sz / 100.0) * USUAL / unit,
        })
    }

    /// Where something is drawn that is no placeholder, with it.
    pub(super) fn drawn(&self) -> Vec<(Area, &Element)> {
        let shapes = self.shapes().iter().filter(|shape| call(shape).is_none());
        shapes.filter_map(|shape| Some((area(shape, self.unit)?, shape))).collect()
    }

    /// Whether a layout shows what its master draws.
    pub(super) fn shows_master(&self) -> bool {
        !matches!(self.root.attribute("showMasterSp"), Some("0" | "false"))
    }
}

/// What makes a shape a placeholder.
pub(super) fn call(shape: &Element) -> Option<&Element> {
    shape.children.first()?.at(&["nvPr", "ph"])
}

/// The kind of a placeholder.
pub(super) fn kind(call: &Element) -> &str {
    call.attribute("type").unwrap_or("obj")
}

/// What a placeholder has from its master is what the master has for its family.
pub(super) fn family(kind: &str) -> &str {
    match kind {
        "title" | "ctrTitle" => "title",
        "dt" | "ftr" | "sldNum" | "hdr" | "sldImg" => kind,
        _ => "body",
    }
}

/// A placeholder as a slide calls it.
pub(super) fn called(call: &Element) -> String {
    let names = ["type", "orient", "sz", "idx"];
    let said = names.iter().filter_map(|name| Some(format!("{name}=\"{}\"", xml::text(call.attribute(name)?))));
    said.collect::<Vec<_>>().join(" ")
}

fn area(shape: &Element, unit: f64) -> Option<Area> {
    let place =
        ["spPr", "grpSpPr"].iter().find_map(|name| shape.at(&[name, "xfrm"])).or_else(|| shape.child("xfrm"))?;
    let (from, size) = (place.child("off")?, place.child("ext")?);
    let points = |element: &Element, name| element.number(name).map(|emu| emu / unit);
    Some(Area {
        left: points(from, "x")?,
        top: points(from, "y")?,
        width: points(size, "cx")?,
        height: points(size, "cy")?,
    })
}
