//! The notes of a slide: as sentences are, either still as they were written or somebody's own.

use anyhow::Result;

use super::changes::What;
use super::state::Merge;
use crate::render::pptx::seen::{self, Seen};
use crate::render::pptx::written::{WrittenSlide, digest};

/// Brings the notes of a new slide into the one of the deck.
///
/// # Errors
/// A fault of the program.
pub(super) fn bring(merge: &mut Merge<'_>, old: &Seen, fresh: &Seen, written: &WrittenSlide) -> Result<()> {
    let told = |merge: &Merge<'_>, what, instead_of| merge.about(&old.part, &old.name, None, what, instead_of);
    let Some(new) = &fresh.notes else { return Ok(()) };
    match (&old.notes, &written.notes) {
        (Some(there), _) if there == new => {}
        (Some(there), Some(was)) if digest(there) == *was => write(merge, old, fresh)?,
        (Some(_), was) => {
            let other = was.as_ref() != Some(&digest(new));
            let change = told(merge, What::NotesEdited, other.then(|| new.join("\n")));
            merge.changes.push(change);
        }
        // Somebody deleted them, or there were none.
        (None, Some(_)) => {}
        (None, None) => add(merge, &old.part, fresh)?,
    }
    Ok(())
}

/// New paragraphs on a page of notes that is there.
fn write(merge: &mut Merge<'_>, old: &Seen, fresh: &Seen) -> Result<()> {
    let (Some(page), Some(made)) =
        (merge.deck.first(&old.part, "notesSlide").map(str::to_owned), merge.fresh.first(&fresh.part, "notesSlide"))
    else {
        return Ok(());
    };
    let mut tree = seen::part(&merge.deck, &page)?;
    let made = seen::part(merge.fresh, made)?;
    let text = tree.at_mut(&["cSld", "spTree"]).and_then(|all| all.elements_mut().find(|one| seen::is_body(one)));
    let new = made.at(&["cSld", "spTree"]).and_then(|all| all.elements().find(|one| seen::is_body(one)));
    if let (Some(text), Some(new)) =
        (text.and_then(|one| one.child_mut("txBody")), new.and_then(|one| one.child("txBody")))
    {
        text.drop_children(|one| one.local() == "p");
        new.elements().filter(|one| one.local() == "p").for_each(|one| text.push(one.clone()));
    }
    merge.put(&page, &tree);
    Ok(())
}

/// The page of notes of a new slide, where the deck has a master of notes.
///
/// # Errors
/// A fault of the program.
pub(super) fn add(merge: &mut Merge<'_>, slide: &str, fresh: &Seen) -> Result<()> {
    let main = seen::main(&merge.deck)?;
    let (Some(made), Some(master)) =
        (merge.fresh.first(&fresh.part, "notesSlide"), merge.deck.first(main, "notesMaster").map(str::to_owned))
    else {
        return Ok(());
    };
    let page = merge.deck.free("ppt/notesSlides/notesSlide", ".xml");
    let kind = merge.fresh.kind(made).unwrap_or_default().to_owned();
    let text = seen::part(merge.fresh, made)?.part();
    merge.deck.part(&page, &kind, text);
    merge.deck.relate(slide, "notesSlide", &page);
    merge.deck.relate(&page, "notesMaster", &master);
    merge.deck.relate(&page, "slide", slide);
    Ok(())
}
