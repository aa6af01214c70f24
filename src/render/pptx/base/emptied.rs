//! A template without its slides: what only they use goes, everything that they are made from stays.

use crate::render::pptx::package::Package;
use crate::render::pptx::tree::{Element, replaced};

/// What the main part lists of slides, or forbids.
const OF_SLIDES: [&str; 3] = ["sldIdLst", "custShowLst", "modifyVerifier"];
/// What leads from the main part to slides, or to what only the file that it was may hold.
const LEFT: [&str; 5] = ["slide", "viewProps", "vbaProject", "commentAuthors", "authors"];
/// What the package says of the file that it was.
const PROPERTIES: [&str; 4] = ["core-properties", "extended-properties", "custom-properties", "thumbnail"];
/// What the main part is once it is no template and has no macros.
const PRESENTATION: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";

/// Takes the slides out; nothing where the main part is no XML.
pub(super) fn empty(package: &mut Package, main: &str) -> Option<()> {
    let text = package.text(main)?.to_owned();
    let root = Element::parse(&text)?;
    let lists = root.children.iter().filter(|child| OF_SLIDES.contains(&child.name.as_str()));
    let mut edits: Vec<_> = lists.map(|list| (list.range.clone(), String::new())).collect();
    if let Some(further) = root.child("extLst") {
        let of_slides = |one: &&Element| one.all().iter().any(|within| within.name == "sectionLst");
        let sections: Vec<&Element> = further.children.iter().filter(of_slides).collect();
        if sections.len() == further.children.len() {
            edits.push((further.range.clone(), String::new()));
        } else {
            edits.extend(sections.iter().map(|one| (one.range.clone(), String::new())));
        }
    }
    package.part(main, PRESENTATION, replaced(&text, edits));
    package.unrelate(main, |one| LEFT.contains(&one.word()));
    package.unrelate("", |one| PROPERTIES.contains(&one.word()));
    show_all(package, main);
    unlink(package, main);
    package.drop_unreached();
    Some(())
}

/// A show of some of the slides shows them all.
fn show_all(package: &mut Package, main: &str) {
    let Some(part) = package.first(main, "presProps").map(str::to_owned) else { return };
    let Some(text) = package.text(&part).map(str::to_owned) else { return };
    let Some(root) = Element::parse(&text) else { return };
    let some = root.child("showPr").map_or(&[][..], |show| &show.children);
    let some = some.iter().filter(|one| ["sldRg", "custShow"].contains(&one.name.as_str()));
    let edits: Vec<_> = some
        .map(|one| {
            (
                one.range.clone(),
                "<p:sldAll xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"/>".to_owned(),
            )
        })
        .collect();
    if let Some(kind) = package.kind(&part).map(str::to_owned).filter(|_| !edits.is_empty()) {
        package.part(&part, &kind, replaced(&text, edits));
    }
}

/// Masters and layouts lead to no slide.
fn unlink(package: &mut Package, main: &str) {
    let sheets: Vec<String> = package
        .names()
        .filter(|name| *name != main && package.relations(name).iter().any(is_slide))
        .map(str::to_owned)
        .collect();
    for sheet in sheets {
        // A slide goes itself, with whatever it leads to.
        if package.kind(&sheet).is_some_and(|kind| kind.ends_with(".slide+xml") || kind.ends_with(".notesSlide+xml")) {
            continue;
        }
        let ids: Vec<String> =
            package.relations(&sheet).iter().filter(|one| is_slide(one)).map(|one| one.id.clone()).collect();
        let Some(text) = package.text(&sheet).map(str::to_owned) else { continue };
        let Some(root) = Element::parse(&text) else { continue };
        let leads = |one: &&Element| {
            one.name.starts_with("hlink") && one.reference().is_some_and(|id| ids.iter().any(|known| known == id))
        };
        let edits = root.all().into_iter().filter(leads).map(|one| (one.range.clone(), String::new())).collect();
        let kind = package.kind(&sheet).unwrap_or_default().to_owned();
        package.part(&sheet, &kind, replaced(&text, edits));
        package.unrelate(&sheet, is_slide);
    }
}

fn is_slide(relation: &crate::render::pptx::package::Relation) -> bool {
    relation.word() == "slide" && !relation.outside
}
