//! Which slide is which: by its name, or where a program lost that, by the names of its shapes.

use std::collections::BTreeMap;

use crate::render::pptx::seen::Seen;
use crate::render::pptx::written::WrittenSlide;

/// Names slides that bear no known name and have the title of one that was written.
pub(super) fn name(slides: &mut [Seen], written: &[WrittenSlide], new: &[Seen]) {
    let is_known = |name: &str| written.iter().any(|one| one.slide == name) || new.iter().any(|one| one.name == name);
    for slide in slides.iter_mut().filter(|slide| !is_known(&slide.name)) {
        let titled = |one: &&WrittenSlide| {
            let title = format!("{}.title", one.slide);
            slide.shapes.iter().any(|shape| shape.name == title)
        };
        if let Some(found) = written.iter().find(titled) {
            (slide.name, slide.by_shapes) = (found.slide.clone(), true);
        }
    }
}

/// The slide of each name: of copies the one that was there first, wherever they stand now.
pub(super) fn originals(slides: &[Seen]) -> BTreeMap<&str, &Seen> {
    let mut known: BTreeMap<&str, &Seen> = BTreeMap::new();
    for slide in slides.iter().filter(|slide| !slide.name.is_empty()) {
        let first = known.entry(&slide.name).or_insert(slide);
        if (slide.by_shapes, slide.id) < (first.by_shapes, first.id) {
            *first = slide;
        }
    }
    known
}

/// The slide from which somebody copied something to one of their own.
pub(super) fn source<'w>(slide: &Seen, written: &'w [WrittenSlide]) -> Option<&'w str> {
    let holds =
        |one: &&WrittenSlide| one.shapes.iter().any(|known| slide.shapes.iter().any(|shape| shape.name == known.shape));
    written.iter().find(holds).map(|one| one.slide.as_str())
}
