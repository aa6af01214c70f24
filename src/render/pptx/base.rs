//! The built-in master with its layouts, theme and notes master.

use super::model::{Layout, Look};
use super::package::Package;
use super::xml::{self, HEAD};

const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
/// The part of the notes master.
pub(super) const NOTES: &str = "ppt/notesMasters/notesMaster1.xml";
/// The main part.
pub(super) const MAIN: &str = "ppt/presentation.xml";
const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

/// The part of a layout.
pub(super) fn layout(layout: Layout) -> &'static str {
    match layout {
        Layout::Cover => "ppt/slideLayouts/slideLayout1.xml",
        Layout::TitleOnly => "ppt/slideLayouts/slideLayout3.xml",
    }
}

/// Adds master, layouts and themes; the main part refers to them as `rId1` and `rId2`.
pub(super) fn add(package: &mut Package, look: &Look) {
    package.relate(MAIN, "slideMaster", MASTER);
    package.relate(MAIN, "notesMaster", NOTES);
    let layouts = [
        ("ppt/slideLayouts/slideLayout1.xml", include_str!("parts/layout1.xml"), "{title_slide}"),
        ("ppt/slideLayouts/slideLayout2.xml", include_str!("parts/layout2.xml"), "{title_and_content}"),
        ("ppt/slideLayouts/slideLayout3.xml", include_str!("parts/layout3.xml"), "{title_only}"),
    ];
    for ((part, text, key), name) in layouts.into_iter().zip(&look.layouts) {
        package.relate(MASTER, "slideLayout", part);
        package.relate(part, "slideMaster", MASTER);
        let kind = "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml";
        package.part(part, kind, text.replace(key, &xml::text(name)));
    }
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml";
    package.part(MASTER, kind, include_str!("parts/master.xml"));
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml";
    package.part(NOTES, kind, include_str!("parts/notes_master.xml"));
    for (master, part) in [(MASTER, "ppt/theme/theme1.xml"), (NOTES, "ppt/theme/theme2.xml")] {
        package.relate(master, "theme", part);
        package.part(part, THEME, theme(look));
    }
    package.relate(MAIN, "theme", "ppt/theme/theme1.xml");
    let simple = [
        ("presProps", "<p:presentationPr {NAMES}/>"),
        ("viewProps", "<p:viewPr {NAMES}/>"),
        (
            "tableStyles",
            "<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" def=\"{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}\"/>",
        ),
    ];
    let kinds = [
        "application/vnd.openxmlformats-officedocument.presentationml.presProps+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml",
    ];
    for ((name, text), kind) in simple.into_iter().zip(kinds) {
        let part = format!("ppt/{name}.xml");
        package.relate(MAIN, name, &part);
        package.part(&part, kind, format!("{HEAD}{}", text.replace("{NAMES}", xml::NAMES)));
    }
}

fn theme(look: &Look) -> String {
    let mut theme = include_str!("parts/theme.xml").replace("{font}", &xml::text(&look.font));
    for (name, colour) in &look.colours {
        theme = theme.replace(&format!("{{{name}}}"), colour);
    }
    theme
}
