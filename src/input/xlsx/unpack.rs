//! The unpacking thread: parts of a package as pieces of XML, each cut before a row or a shared text.

use std::io::{Cursor, Read};
use std::sync::mpsc::SyncSender;

use crate::input::zip_look::Package;

/// How many pieces may wait for the reading thread.
pub(super) const PIECES_WAITING: usize = 4;

/// Bytes unpacked at once; few in tests, so that every part there is cut.
const CHUNK: usize = if cfg!(test) { 100 } else { 1 << 18 };
/// A row or a text is never longer than this; what is, is unusual.
const LONGEST_PIECE: usize = if cfg!(test) { 1 << 16 } else { 1 << 24 };

/// What follows the rows of a sheet is no longer than this; a million merged cells fit.
const LONGEST_TAIL: u64 = if cfg!(test) { 1 << 16 } else { 1 << 26 };

/// A stretch of a part that holds whole rows or texts, or what stands before or behind them. All that follows the rows of
/// a sheet is in its last piece.
pub(super) struct Piece {
    pub xml: String,
    /// The part has no further piece.
    pub last: bool,
}

/// Where a part may be cut.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    /// A sheet: before a row.
    Rows,
    /// The shared texts: before a text.
    Strings,
}

impl Cut {
    /// The start of what a piece begins with, and the tag behind which nothing of interest follows.
    fn tags(self) -> [&'static [u8]; 2] {
        match self {
            Self::Rows => [b"<row", b"</sheetData>"],
            Self::Strings => [b"<si", b"</sst>"],
        }
    }
}

/// Sends the pieces of the parts, one part after the other. Where one cannot be unpacked it stops, and with it the
/// reading thread, which waits for its last piece in vain.
pub(super) fn unpack(bytes: &[u8], parts: &[(usize, Cut)], sender: &SyncSender<Piece>) {
    let Ok(mut package) = Package::new(Cursor::new(bytes)) else { return };
    for (part, cut) in parts {
        if unpack_part(&mut package, *part, *cut, sender).is_none() {
            return;
        }
    }
}

fn unpack_part(package: &mut Package, part: usize, cut: Cut, sender: &SyncSender<Piece>) -> Option<()> {
    let mut part = package.by_index(part).ok()?;
    let [start, end] = cut.tags();
    let mut pending = Vec::with_capacity(2 * CHUNK);
    loop {
        let before = pending.len();
        part.by_ref().take(CHUNK as u64).read_to_end(&mut pending).ok()?;
        // The tag could have begun in the bytes before.
        let searched = before.saturating_sub(end.len());
        let next = last_at(&pending[searched..], start).map_or(0, |at| searched + at);
        let tail = next.max(searched);
        let last = pending.len() == before || pending[tail..].windows(end.len()).any(|window| window == end);
        if last && matches!(cut, Cut::Rows) {
            part.by_ref().take(LONGEST_TAIL).read_to_end(&mut pending).ok()?;
            if part.read(&mut [0]).ok()? > 0 {
                return None;
            }
        }
        if !last && next == 0 {
            if pending.len() > LONGEST_PIECE {
                return None;
            }
            continue;
        }
        let kept = if last { Vec::new() } else { pending[next..].to_vec() };
        if !last {
            pending.truncate(next);
        }
        let xml = String::from_utf8(std::mem::replace(&mut pending, kept)).ok()?;
        sender.send(Piece { xml, last }).ok()?;
        if last {
            return Some(());
        }
        pending.reserve(2 * CHUNK);
    }
}

fn last_at(bytes: &[u8], tag: &[u8]) -> Option<usize> {
    bytes.windows(tag.len()).rposition(|window| window == tag)
}
