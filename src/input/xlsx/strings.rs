//! The texts of a workbook: the shared ones, and those that single cells keep.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::damage;
use super::scan::{Scan, head};
use super::text;
use super::unpack::Piece;
use crate::input::builder::is_blank;
use crate::input::grid::{TextId, Texts};
use crate::input::intern::Interner;
use crate::settings::InputLimits;

/// All texts of the workbook; the id of a shared one is its number.
pub(super) struct SharedStrings {
    texts: Interner,
    /// Of each shared text whether it is more than white space.
    filled: Vec<bool>,
    /// Shared texts that cannot be understood.
    missing: BTreeSet<usize>,
    /// The number of a text that a cell shows and the workbook lacks, until it is told of.
    pub(super) lacking: Option<usize>,
    begun: bool,
    /// Texts that the file may have.
    most: u64,
    longest: u64,
}

impl SharedStrings {
    pub(super) fn new(limits: &InputLimits) -> Self {
        Self {
            texts: Interner::default(),
            filled: Vec::new(),
            missing: BTreeSet::new(),
            lacking: None,
            begun: false,
            most: limits.texts,
            longest: limits.cell_chars,
        }
    }

    /// Takes a piece of the shared texts; whether it was the last.
    pub(super) fn piece(&mut self, piece: &Piece) -> Option<bool> {
        let mut scan = Scan::new(piece.xml()?);
        if !self.begun {
            self.begun = true;
            head(&mut scan, "<sst")?;
            if scan.pass_tag()? {
                return piece.last.then_some(true);
            }
        }
        loop {
            scan.space();
            if scan.eat("<si>") {
                self.shared_text(scan.until("</si>")?)?;
            } else if scan.eat("<si/>") {
                self.shared_text("")?;
            } else if scan.eat("</sst>") {
                return piece.last.then_some(true);
            } else if scan.at_end() {
                return (!piece.last).then_some(false);
            } else {
                return None;
            }
        }
    }

    fn shared_text(&mut self, inside: &str) -> Option<()> {
        let text = match text::of_string(inside) {
            Some(text) => text,
            // The cells that show it are told of.
            None if damage::is_of_shared_text(inside) => {
                self.missing.insert(self.filled.len());
                Cow::Borrowed("")
            }
            None => return None,
        };
        if self.filled.len() as u64 >= self.most || self.is_too_long(&text) {
            return None;
        }
        self.texts.push(&text);
        self.filled.push(!is_blank(&text));
        Some(())
    }

    fn is_too_long(&self, text: &str) -> bool {
        text.len() as u64 > self.longest && text.chars().count() as u64 > self.longest
    }

    /// The shared text of a number; `None` is one of white space, or one that is missing or damaged, which is noted.
    pub(super) fn shared(&mut self, number: usize) -> Option<TextId> {
        let filled = self.filled.get(number).filter(|_| self.missing.is_empty() || !self.missing.contains(&number));
        if filled.is_none() {
            self.lacking = Some(number);
        }
        filled.filter(|filled| **filled).map(|_| TextId(number as u32))
    }

    /// A text that a cell keeps: `Some(None)` is one of white space.
    pub(super) fn own(&mut self, text: &str) -> Option<Option<TextId>> {
        if is_blank(text) {
            return Some(None);
        }
        let id = self.texts.id(text);
        if self.is_too_long(text) || u64::from(id.0) >= self.most { None } else { Some(Some(id)) }
    }

    /// All texts.
    pub(super) fn into_texts(self) -> Texts {
        self.texts.into_texts()
    }
}
