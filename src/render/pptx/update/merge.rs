//! A new deck and an edited one to the deck of this period.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::changes::{Change, What};
use super::earlier::Earlier;
use super::state::{Merge, Told};
use super::{based, charts, names, notes, order, shapes};
use crate::render::pptx::package::Package;
use crate::render::pptx::seen::{self, Seen};
use crate::render::pptx::written::{self, Record, WrittenSlide};

/// The edited deck with the new period in it, and what became of everything in it; `record` is what was written of the new one.
///
/// # Errors
/// A fault of the program.
pub(super) fn merged(fresh: &Package, earlier: &Earlier, record: &Record) -> Result<(Package, Vec<Change>)> {
    let mut slides = seen::slides(&earlier.package)?;
    let new = seen::slides(fresh)?;
    names::name(&mut slides, &earlier.record.slides, &new);
    let then = |name: &str| earlier.record.slides.iter().find(|slide| slide.slide == name);
    let originals = names::originals(&slides);
    let mut merge = Merge { fresh, deck: earlier.package.clone(), then: &earlier.record.slides, changes: Vec::new() };
    let mut parts: Vec<String> = slides.iter().map(|slide| slide.part.clone()).collect();
    let mut last: Option<String> = None;
    for slide in &new {
        match (originals.get(slide.name.as_str()), then(&slide.name)) {
            (Some(old), Some(written)) => {
                merge.bring(old, slide, written)?;
                last = Some(old.part.clone());
            }
            // It bears the name of one that the deck never had.
            (Some(old), None) => {
                let change = merge.about(&old.part, &old.name, None, What::Edited, None);
                merge.changes.push(change);
            }
            (None, Some(_)) => {
                let change = merge.about("", &slide.name, None, What::Deleted, None);
                merge.changes.push(change);
            }
            (None, None) => {
                let part = merge.add(slide)?;
                let place = last.and_then(|last| parts.iter().position(|one| *one == last)).map_or(0, |at| at + 1);
                parts.insert(place, part.clone());
                let change = merge.about(&part, &slide.name, None, What::Added, None);
                merge.changes.push(change);
                last = Some(part);
            }
        }
    }
    let is_new = |name: &str| new.iter().any(|slide| slide.name == name);
    for slide in &slides {
        let is_original = originals.get(slide.name.as_str()).is_some_and(|first| first.part == slide.part);
        let what = match then(&slide.name) {
            None if !is_new(&slide.name) => match names::source(slide, &earlier.record.slides) {
                Some(source) => {
                    let change = merge.about(&slide.part, source, None, What::Copy, None);
                    merge.changes.push(change);
                    continue;
                }
                None => What::Own,
            },
            _ if !is_original => What::Copy,
            Some(written) if !is_new(&slide.name) => {
                let goes = shapes::all_untouched(slide, written) && !order::is_linked(&merge.deck, &slide.part)?;
                if goes { What::Removed } else { What::NotMade }
            }
            _ => continue,
        };
        let part = if what == What::Removed { "" } else { slide.part.as_str() };
        parts.retain(|one| what != What::Removed || *one != slide.part);
        let name = if what == What::Own { "" } else { &slide.name };
        let change = merge.about(part, name, None, what, None);
        merge.changes.push(change);
    }
    order::put(&mut merge.deck, &parts)?;
    merge.properties(earlier, record)?;
    let all = merge.changes.iter().map(|(_, change)| change);
    written::keep(&mut merge.deck, &based::record(record, &earlier.record, all))?;
    merge.deck.drop_unreached();
    let numbers: BTreeMap<&str, usize> = parts.iter().map(String::as_str).zip(1..).collect();
    let numbered = |(part, change): Told| Change { slide: numbers.get(part.as_str()).copied(), ..change };
    let mut changes: Vec<Change> = merge.changes.into_iter().map(numbered).collect();
    changes.sort_by_key(|change| change.slide.unwrap_or(usize::MAX));
    Ok((merge.deck, changes))
}

impl Merge<'_> {
    fn bring(&mut self, old: &Seen, fresh: &Seen, written: &WrittenSlide) -> Result<()> {
        shapes::bring(self, old, fresh, written)?;
        notes::bring(self, old, fresh, written)
    }

    /// Adds a new slide with its charts and notes, and gives its part.
    fn add(&mut self, fresh: &Seen) -> Result<String> {
        let part = self.deck.free("ppt/slides/slide", ".xml");
        let layout = self.layout(&fresh.part).context("a deck without layouts")?;
        self.deck.relate(&part, "slideLayout", &layout);
        let mut tree = fresh.tree.clone();
        if let Some(all) = tree.at_mut(&["cSld", "spTree"]) {
            for shape in all.elements_mut() {
                charts::copy(self, shape, (&fresh.part, &part))?;
            }
        }
        let kind = self.fresh.kind(&fresh.part).unwrap_or_default().to_owned();
        self.deck.part(&part, &kind, tree.part());
        notes::add(self, &part, fresh)?;
        Ok(part)
    }

    /// The layout of the deck that is called like that of a new slide; else one of the same kind; else the first.
    fn layout(&self, slide: &str) -> Option<String> {
        let of = |package: &Package, layout: &str| {
            let tree = seen::part(package, layout).ok()?;
            Some((tree.child("cSld")?.get("name"), tree.get("type")))
        };
        let made = self.fresh.first(slide, "slideLayout")?;
        let (name, kind) = of(self.fresh, made)?;
        // As a rule the new deck is laid on the layouts of this one.
        if of(&self.deck, made).is_some_and(|(known, _)| known == name) {
            return Some(made.to_owned());
        }
        let all: Vec<&str> =
            self.deck.names().filter(|name| name.starts_with("ppt/slideLayouts/slideLayout")).collect();
        let named = all.iter().find(|layout| of(&self.deck, layout).is_some_and(|(known, _)| known == name));
        let alike = || all.iter().find(|layout| of(&self.deck, layout).is_some_and(|(_, known)| known == kind));
        named.or_else(alike).or(all.first()).map(|name| (*name).to_owned())
    }

    /// The title of the file, unless somebody changed it. A picture of the first slide and the list of titles would be those of
    /// the last period.
    fn properties(&mut self, earlier: &Earlier, record: &Record) -> Result<()> {
        self.deck.unrelate("", |one| one.word() == "thumbnail");
        if let Some(app) = self.deck.first("", "extended-properties").map(str::to_owned) {
            let mut tree = seen::part(&self.deck, &app)?;
            tree.drop_children(|one| ["Slides", "HeadingPairs", "TitlesOfParts"].contains(&one.local()));
            self.put(&app, &tree);
        }
        let Some(core) = self.deck.first("", "core-properties").map(str::to_owned) else { return Ok(()) };
        let mut tree = seen::part(&self.deck, &core)?;
        if let Some(title) = tree.child_mut("title").filter(|title| title.text() == earlier.record.title) {
            title.say(&record.title);
            self.put(&core, &tree);
        }
        Ok(())
    }
}
