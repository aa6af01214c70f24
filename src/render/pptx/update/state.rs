//! What is being brought together, and what happened so far.

use super::changes::{Change, What};
use crate::render::pptx::nodes::Element;
use crate::render::pptx::package::Package;
use crate::render::pptx::written::WrittenSlide;

/// A change with the part of its slide; the number is known when all slides have their place.
pub(super) type Told = (String, Change);

/// What is being brought together.
pub(super) struct Merge<'m> {
    /// The new deck.
    pub fresh: &'m Package,
    /// The edited one, while it becomes that of this period.
    pub deck: Package,
    /// What was written of the edited one.
    pub then: &'m [WrittenSlide],
    /// What happened so far.
    pub changes: Vec<Told>,
}

impl Merge<'_> {
    /// What became of a shape, or of a slide as a whole.
    pub(super) fn about(
        &self,
        part: &str,
        slide: &str,
        shape: Option<&str>,
        what: What,
        instead_of: Option<String>,
    ) -> Told {
        let (name, shape) = (slide.to_owned(), shape.map(str::to_owned));
        (part.to_owned(), Change { slide: None, name, shape, what, instead_of })
    }

    /// Writes the tree of a part that is there.
    pub(super) fn put(&mut self, part: &str, tree: &Element) {
        let kind = self.deck.kind(part).unwrap_or_default().to_owned();
        self.deck.part(part, &kind, tree.part());
    }
}
