//! The list of slides: who stands where, who is new, who goes.

use anyhow::{Context, Result};

use crate::render::pptx::nodes::Element;
use crate::render::pptx::package::Package;
use crate::render::pptx::seen;

/// Whether anything but the list of slides leads to a slide: a link, a show of its own.
pub(super) fn is_linked(package: &Package, slide: &str) -> Result<bool> {
    let main = seen::main(package)?.to_owned();
    let notes = package.first(slide, "notesSlide").map(str::to_owned);
    let others = || package.names().filter(|name| *name != main && *name != slide && Some(*name) != notes.as_deref());
    let leads = |from: &str| package.relations(from).iter().any(|one| !one.outside && one.target == slide);
    let tree = seen::part(package, &main)?;
    let ids: Vec<&str> =
        package.relations(&main).iter().filter(|one| one.target == slide).map(|one| one.id.as_str()).collect();
    let shows = tree.child("custShowLst").map(|shows| shows.all("sld")).unwrap_or_default();
    let shown = shows.iter().any(|one| one.get("r:id").is_some_and(|id| ids.contains(&id.as_str())));
    Ok(shown || others().any(leads))
}

/// Lists the slides of the main part in an order of their parts. What is not listed any more is led to no longer.
pub(super) fn put(package: &mut Package, order: &[String]) -> Result<()> {
    let main = seen::main(package)?.to_owned();
    let mut tree = seen::part(package, &main)?;
    let list = tree.child_mut("sldIdLst").context("no list of slides")?;
    let part_of = |package: &Package, entry: &Element| {
        entry.get("r:id").and_then(|id| package.related(&main, &id).map(str::to_owned))
    };
    let entries: Vec<Element> = list.elements().cloned().collect();
    let id = |entry: &Element| entry.get("id").and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
    // The first id that a slide may have is 256.
    let mut last = entries.iter().map(id).fold(255, u64::max);
    let mut listed: Vec<(Element, bool)> = Vec::new();
    for part in order {
        let known = entries.iter().find(|entry| part_of(package, entry).as_ref() == Some(part));
        listed.push(match known {
            Some(entry) => (entry.clone(), false),
            None => {
                last += 1;
                let relation = package.relate(&main, "slide", part);
                let mut entry = Element::new("p:sldId");
                entry.set("id", &last.to_string());
                entry.set("r:id", &relation);
                (entry, true)
            }
        });
    }
    list.children.clear();
    listed.iter().for_each(|(entry, _)| list.push(entry.clone()));
    let ids: Vec<(String, bool)> =
        listed.iter().map(|(entry, new)| (entry.get("id").unwrap_or_default(), *new)).collect();
    sections(&mut tree, &ids);
    let kind = package.kind(&main).unwrap_or_default().to_owned();
    package.part(&main, &kind, tree.part());
    let gone: Vec<String> =
        entries.iter().filter_map(|entry| part_of(package, entry)).filter(|part| !order.contains(part)).collect();
    package.unrelate(&main, |one| gone.contains(&one.target));
    Ok(())
}

/// Every slide stands in one section, where there are any: a new one in that of the slide before it.
fn sections(tree: &mut Element, ids: &[(String, bool)]) {
    let Some(sections) = tree.find_mut("sectionLst") else { return };
    let is_listed = |entry: &Element| entry.get("id").is_some_and(|id| ids.iter().any(|(known, _)| *known == id));
    for list in sections.elements_mut().filter_map(|section| section.child_mut("sldIdLst")) {
        list.drop_children(|entry| !is_listed(entry));
    }
    for (at, (id, _)) in ids.iter().enumerate().filter(|(_, (_, new))| *new) {
        let before = at.checked_sub(1).and_then(|at| ids.get(at)).map(|(id, _)| id.as_str());
        let holds = |section: &Element| {
            section.child("sldIdLst").is_some_and(|list| list.elements().any(|one| one.get("id").as_deref() == before))
        };
        let chosen = sections.elements().position(|section| before.is_some() && holds(section)).unwrap_or(0);
        let Some(section) = sections.elements_mut().nth(chosen) else { return };
        let prefix = section.name.split(':').next().unwrap_or("p14").to_owned();
        if section.child("sldIdLst").is_none() {
            section.insert(0, Element::new(&format!("{prefix}:sldIdLst")));
        }
        let Some(list) = section.child_mut("sldIdLst") else { return };
        let mut entry = Element::new(&format!("{prefix}:sldId"));
        entry.set("id", id);
        let place = list.elements().position(|one| one.get("id").as_deref() == before).map_or(0, |at| at + 1);
        list.insert(place, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pptx::nodes::read;

    #[test]
    fn a_new_slide_stands_in_the_section_of_the_one_before_it_and_one_that_is_gone_in_none() {
        let mut tree = read(
            "<p:presentation><p:extLst><p:ext><p14:sectionLst><p14:section name=\"一\"><p14:sldIdLst><p14:sldId id=\"256\"/><p14:sldId id=\"257\"/></p14:sldIdLst></p14:section><p14:section name=\"二\"><p14:sldIdLst><p14:sldId id=\"258\"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>",
        )
        .expect("a presentation");
        let ids = [("256", false), ("300", true), ("258", false), ("301", true)];
        sections(&mut tree, &ids.map(|(id, new)| (id.to_owned(), new)));
        let listed: Vec<Vec<String>> = tree
            .all("sldIdLst")
            .into_iter()
            .map(|list| list.elements().filter_map(|one| one.get("id")).collect())
            .collect();
        assert_eq!(listed, [["256", "300"], ["258", "301"]]);
    }
}
