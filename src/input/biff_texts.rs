//! How long the shared texts of an .xls are: the library copies one for every cell that shows it.
//!
//! Records and their parts: [MS-XLS] 2.4.265 SST, 2.5.293 XLUnicodeRichExtendedString, 2.4.58 Continue.

use super::ole::{u16_at, u32_at};

/// Bits of the byte before the characters: two bytes each, a phonetic part behind them, formats behind them.
const WIDE: u8 = 1;
const PHONETIC: u8 = 4;
const FORMATTED: u8 = 8;

/// Characters of each shared text, as far as they can be made out. `pieces` are the data of the SST record and of the
/// Continue records behind it.
pub(super) fn lengths(pieces: &[&[u8]]) -> Vec<u64> {
    let mut at = At { pieces, place: 8 };
    let mut lengths = Vec::new();
    while let Some(length) = at.text() {
        lengths.push(length);
    }
    lengths
}

/// A place in the pieces.
struct At<'p> {
    pieces: &'p [&'p [u8]],
    /// In the first of them.
    place: usize,
}

impl At<'_> {
    /// Passes a text; `None` at the end.
    fn text(&mut self) -> Option<u64> {
        self.next_piece_where_done()?;
        let head = self.pieces.first()?.get(self.place..)?;
        let (characters, flags) = (u16_at(head, 0)?, *head.get(2)?);
        let mut behind = 3;
        let mut extra = 0;
        if flags & FORMATTED != 0 {
            extra += 4 * usize::from(u16_at(head, behind)?);
            behind += 2;
        }
        if flags & PHONETIC != 0 {
            extra += u32_at(head, behind)? as usize;
            behind += 4;
        }
        self.place += behind;
        self.characters(usize::from(characters), flags)?;
        self.place = self.place.checked_add(extra)?;
        Some(u64::from(characters))
    }

    /// Passes the characters of a text; in a new piece their width is stated again.
    fn characters(&mut self, mut count: usize, mut flags: u8) -> Option<()> {
        loop {
            let width = if flags & WIDE != 0 { 2 } else { 1 };
            let here = (self.pieces.first()?.len().saturating_sub(self.place) / width).min(count);
            self.place += here * width;
            count -= here;
            if count == 0 {
                return Some(());
            }
            self.pieces = self.pieces.get(1..)?;
            flags = *self.pieces.first()?.first()?;
            self.place = 1;
        }
    }

    fn next_piece_where_done(&mut self) -> Option<()> {
        while self.place >= self.pieces.first()?.len() {
            self.place -= self.pieces.first()?.len();
            self.pieces = self.pieces.get(1..)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_measured_across_the_records_that_hold_them() {
        let mut first = vec![0; 8];
        first.extend([3, 0, 0, b'a', b'b', b'c']);
        first.extend([2, 0, WIDE | FORMATTED, 1, 0, 0x4E, 0, 0x4F, 0, 9, 9, 9, 9]);
        first.extend([5, 0, 0, b'd', b'e']);
        let second = [WIDE, 0x41, 0, 0x42, 0, 0x43, 0, 1, 0, PHONETIC, 2, 0, 0, 0, b'f', 7, 7];
        assert_eq!(lengths(&[&first, &second]), [3, 2, 5, 1]);
        assert_eq!(lengths(&[&first]), [3, 2], "a text that breaks off is none");
        assert!(lengths(&[]).is_empty());
    }
}
