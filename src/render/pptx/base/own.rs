//! The program's own template: master, layouts, theme and notes master; and layouts of it for a master that lacks them.

use crate::render::pptx::model::{Area, Look, emu};
use crate::render::pptx::package::Package;
use crate::render::pptx::tree::{Element, replaced};
use crate::render::pptx::xml::{self, HEAD, NAMES};

use super::sheet::{Sheet, call, family, kind};

const MAIN: &str = "ppt/presentation.xml";
const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
const LAYOUT: &str = "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml";
const NOTES_MASTER: &str = "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml";
/// The slide that its layouts are made for, in points.
const SIZE: (f64, f64) = (960.0, 540.0);
/// Where a title stands on it where a master has none.
const TITLE: Area = Area { left: 40.0, top: 34.0, width: 880.0, height: 58.0 };
/// The titles of slides end so high on them.
const TITLES: f64 = 0.4;
/// The least id of a master or layout.
const FIRST_ID: u64 = 1 << 31;

/// Which of its layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Cover,
    Content,
    TitleOnly,
}

impl Own {
    const ALL: [Self; 3] = [Self::Cover, Self::Content, Self::TitleOnly];

    fn text(self, look: &Look) -> String {
        let (text, key) = match self {
            Self::Cover => (include_str!("../parts/layout1.xml"), "{title_slide}"),
            Self::Content => (include_str!("../parts/layout2.xml"), "{title_and_content}"),
            Self::TitleOnly => (include_str!("../parts/layout3.xml"), "{title_only}"),
        };
        let [cover, content, title_only] = &look.layouts;
        let name = match self {
            Self::Cover => cover,
            Self::Content => content,
            Self::TitleOnly => title_only,
        };
        text.replace(key, &xml::text(name))
    }
}

/// The package of the program's own template.
pub(super) fn package(look: &Look) -> Package {
    let mut package = Package::default();
    package.relate("", "officeDocument", MAIN);
    package.relate(MAIN, "slideMaster", MASTER);
    for (own, number) in Own::ALL.into_iter().zip(1..) {
        let part = format!("ppt/slideLayouts/slideLayout{number}.xml");
        package.relate(MASTER, "slideLayout", &part);
        package.relate(&part, "slideMaster", MASTER);
        package.part(&part, LAYOUT, own.text(look));
    }
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml";
    package.part(MASTER, kind, include_str!("../parts/master.xml"));
    package.relate(MASTER, "theme", "ppt/theme/theme1.xml");
    package.part("ppt/theme/theme1.xml", THEME, theme(look));
    package.relate(MAIN, "theme", "ppt/theme/theme1.xml");
    let simple = [
        ("presProps", "<p:presentationPr {NAMES}/>"),
        (
            "tableStyles",
            "<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" def=\"{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}\"/>",
        ),
    ];
    for (name, text) in simple {
        let part = format!("ppt/{name}.xml");
        package.relate(MAIN, name, &part);
        let kind = format!("application/vnd.openxmlformats-officedocument.presentationml.{name}+xml");
        package.part(&part, &kind, format!("{HEAD}{}", text.replace("{NAMES}", NAMES)));
    }
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let [width, height] = [SIZE.0, SIZE.1].map(emu);
    let text = format!(
        "{HEAD}<p:presentation {NAMES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"{FIRST_ID}\" r:id=\"rId1\"/></p:sldMasterIdLst><p:sldSz cx=\"{width}\" cy=\"{height}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
    );
    package.part(MAIN, kind, text);
    package
}

fn theme(look: &Look) -> String {
    let mut theme = include_str!("../parts/theme.xml").replace("{font}", &xml::text(&look.font));
    for (name, colour) in &look.colours {
        theme = theme.replace(&format!("{{{name}}}"), colour);
    }
    theme
}

/// Adds a notes master with a theme of its own, like that of the first master; gives its part.
pub(super) fn add_notes_master(package: &mut Package, main: &str, master: &str, look: &Look) -> String {
    let part = package.free("ppt/notesMasters/notesMaster", ".xml");
    let own = package.free("ppt/theme/theme", ".xml");
    let like = package.first(master, "theme").and_then(|part| package.text(part));
    let text = like.map_or_else(|| theme(look), str::to_owned);
    // What the dealer's theme refers to, the other one refers to as well.
    let further: Vec<_> =
        package.first(master, "theme").map(|theme| package.relations(theme).to_vec()).unwrap_or_default();
    package.part(&own, THEME, text);
    package.copy_relations(&own, further);
    package.part(&part, NOTES_MASTER, include_str!("../parts/notes_master.xml"));
    package.relate(&part, "theme", &own);
    package.relate(main, "notesMaster", &part);
    part
}

/// Adds a layout of the program's own to a master, for a slide of so many points; gives it. What it has no place for, because
/// the master lacks it, is left out; a title gets one.
pub(super) fn add_layout(
    package: &mut Package,
    master: &Sheet,
    own: Own,
    look: &Look,
    size: (f64, f64),
) -> Option<Sheet> {
    let part = package.free("ppt/slideLayouts/slideLayout", ".xml");
    let text = own.text(look);
    let root = Element::parse(&text)?;
    let scaled = |area: Area| {
        let (across, down) = (size.0 / SIZE.0, size.1 / SIZE.1);
        Area { left: area.left * across, top: area.top * down, width: area.width * across, height: area.height * down }
    };
    // A title in the middle of the master would leave no room.
    let low = master.holder(&["title"], master).is_some_and(|title| title.area.bottom() > size.1 * TITLES);
    let mut edits = Vec::new();
    for shape in root.at(&["cSld", "spTree"])?.children.iter().filter(|shape| call(shape).is_some()) {
        let family = call(shape).map_or("", |call| family(kind(call)));
        let placed = shape.at(&["spPr", "xfrm"]);
        if let Some(placed) = placed {
            let numbers = ["off", "ext"].map(|name| placed.child(name));
            let number =
                |at: usize, name| numbers[at].and_then(|one| one.number(name)).unwrap_or(0.0) / emu(1.0) as f64;
            let area =
                Area { left: number(0, "x"), top: number(0, "y"), width: number(1, "cx"), height: number(1, "cy") };
            edits.push((placed.range.clone(), xfrm(scaled(area), master.unit)));
        } else if family == "title" && low || !master.kinds().iter().any(|kind| super::sheet::family(kind) == family) {
            match shape.child("spPr").filter(|_| family == "title") {
                Some(place) => {
                    edits.push((place.range.clone(), format!("<p:spPr>{}</p:spPr>", xfrm(scaled(TITLE), master.unit))))
                }
                None => edits.push((shape.range.clone(), String::new())),
            }
        }
    }
    package.part(&part, LAYOUT, replaced(&text, edits));
    package.relate(&part, "slideMaster", &master.part);
    let id = package.relate(&master.part, "slideLayout", &part);
    list(package, master, &id)?;
    Sheet::read(package, &part, master.unit)
}

fn xfrm(area: Area, unit: f64) -> String {
    let [left, top, width, height] =
        [area.left, area.top, area.width, area.height].map(|points| (points * unit).round() as i64);
    format!("<a:xfrm><a:off x=\"{left}\" y=\"{top}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>")
}

/// Adds a layout to the list of its master, with an id that no master and no layout has.
fn list(package: &mut Package, master: &Sheet, id: &str) -> Option<()> {
    let mut last = FIRST_ID;
    for name in package.names() {
        if let Some(root) = package.text(name).filter(|_| name.ends_with(".xml")).and_then(Element::parse) {
            let ids = root.all().into_iter().filter(|one| matches!(one.name.as_str(), "sldMasterId" | "sldLayoutId"));
            last = ids.filter_map(|one| one.attribute("id")?.parse().ok()).fold(last, u64::max);
        }
    }
    let text = package.text(&master.part)?.to_owned();
    let root = Element::parse(&text)?;
    let entry = format!("<p:sldLayoutId {NAMES} id=\"{}\" r:id=\"{id}\"/>", last + 1);
    let edit = match root.child("sldLayoutIdLst") {
        Some(list) => match list.inner_end {
            Some(end) => (end..end, entry),
            None => (list.range.clone(), format!("<p:sldLayoutIdLst {NAMES}>{entry}</p:sldLayoutIdLst>")),
        },
        None => {
            let end = root.child("clrMap")?.range.end;
            (end..end, format!("<p:sldLayoutIdLst {NAMES}>{entry}</p:sldLayoutIdLst>"))
        }
    };
    let kind = package.kind(&master.part)?.to_owned();
    package.part(&master.part, &kind, replaced(&text, vec![edit]));
    Some(())
}
