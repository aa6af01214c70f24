//! What became of the slides and shapes of a deck that was edited by hand.

use serde::Serialize;

/// What became of a slide or a shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The number of its slide in the new deck; none where it has none there.
    pub slide: Option<usize>,
    /// The stable name of the slide; empty for a slide of the user's own.
    pub name: String,
    /// The stable name of the shape; none where the slide as a whole, or its notes, are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// What became of it.
    pub what: What,
    /// What the program would have written; none where it is what it wrote the last time, or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was as it was written: it shows this period now.
    Replaced,
    /// The same, at the place or in the look that somebody gave it.
    ReplacedInPlace,
    /// It is new.
    Added,
    /// Somebody changed what it says: it stays.
    Edited,
    /// Somebody changed the notes: they stay.
    NotesEdited,
    /// The report does not have it any more, but somebody has worked on it: it stays.
    NotMade,
    /// A copy that somebody made of a slide: it stays.
    Copy,
    /// A slide that somebody made: it stays.
    Own,
    /// Somebody deleted it: it stays away.
    Deleted,
    /// The report does not have it any more, and nobody has touched it: it is gone.
    Removed,
}

/// A deck that was edited by hand, and what became of everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Updated {
    /// The edited deck.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Dealer and period of its report.
    pub title: String,
    /// What is left as somebody made it.
    pub kept: Vec<Change>,
    /// What was as it was written and shows this period now.
    pub replaced: Vec<Change>,
    /// What is new.
    pub added: Vec<Change>,
    /// What somebody deleted and what stays away.
    pub left_out: Vec<Change>,
    /// What the report does not have any more.
    pub removed: Vec<Change>,
}

impl Updated {
    pub(super) fn of(file: &str, sha256: &str, title: &str, changes: Vec<Change>) -> Self {
        let of = |wanted: &[What]| changes.iter().filter(|one| wanted.contains(&one.what)).cloned().collect();
        Self {
            file: file.to_owned(),
            sha256: sha256.to_owned(),
            title: title.to_owned(),
            kept: of(&[What::Edited, What::NotesEdited, What::NotMade, What::Copy, What::Own]),
            replaced: of(&[What::Replaced, What::ReplacedInPlace]),
            added: of(&[What::Added]),
            left_out: of(&[What::Deleted]),
            removed: of(&[What::Removed]),
        }
    }
}
