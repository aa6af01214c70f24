//! What an updated deck keeps of itself: of what stays by hand, the words of the program on which that was based.

use super::changes::{Change, What};
use crate::render::pptx::written::{Record, WrittenShape, WrittenSlide};

/// What is written now, with what was written then of everything that was kept: later runs have to tell that it was changed
/// by hand, and whether the program says something else by now.
pub(super) fn record<'c>(now: &Record, then: &Record, changes: impl Iterator<Item = &'c Change>) -> Record {
    let mut record = now.clone();
    for change in changes {
        let Some(was) = then.slides.iter().find(|slide| slide.slide == change.name) else { continue };
        match (change.what, &change.shape) {
            (What::Edited | What::NotMade, Some(name)) => {
                let known = was.shapes.iter().find(|shape| shape.shape == *name);
                let slide = record.slides.iter_mut().find(|slide| slide.slide == change.name);
                if let (Some(known), Some(slide)) = (known, slide) {
                    put(slide, known);
                }
            }
            (What::NotesEdited, _) => {
                if let Some(slide) = record.slides.iter_mut().find(|slide| slide.slide == change.name) {
                    slide.notes.clone_from(&was.notes);
                }
            }
            (What::NotMade, None) => record.slides.push(was.clone()),
            _ => {}
        }
    }
    record
}

fn put(slide: &mut WrittenSlide, known: &WrittenShape) {
    match slide.shapes.iter_mut().find(|shape| shape.shape == known.shape) {
        // Its place is the new one, as that of everything that nobody moved.
        Some(shape) => shape.sha256.clone_from(&known.sha256),
        None => slide.shapes.push(known.clone()),
    }
}
