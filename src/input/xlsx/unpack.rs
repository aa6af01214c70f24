//! The unpacking thread: parts of a package as pieces of XML, each cut before a row or a shared text.

use std::io::{Cursor, Read};
use std::mem;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::input::zip_look::Package;

/// How many pieces may wait for the reading thread.
const PIECES_WAITING: usize = 4;

/// Bytes unpacked at once; few in tests, so that every part there is cut.
const CHUNK: usize = if cfg!(test) { 100 } else { 1 << 18 };
/// Room for a piece: what is unpacked at once and the row before it that was cut off. What is longer is not kept.
const ROOM: usize = 2 * CHUNK;
/// A row or a text is never longer than this; what is, is unusual.
const LONGEST_PIECE: usize = if cfg!(test) { 1 << 16 } else { 1 << 24 };

/// What follows the rows of a sheet is no longer than this; a million merged cells fit.
const LONGEST_TAIL: u64 = if cfg!(test) { 1 << 16 } else { 1 << 26 };

/// A stretch of a part that holds whole rows or texts, or what stands before or behind them. All that follows the rows of
/// a sheet is in its last piece.
#[derive(Default)]
pub(super) struct Piece {
    /// Room for the piece, which begins it and may be longer.
    room: Vec<u8>,
    length: usize,
    /// The part has no further piece.
    pub last: bool,
}

impl Piece {
    /// Its text; another encoding is unusual.
    pub(super) fn xml(&self) -> Option<&str> {
        str::from_utf8(&self.room[..self.length]).ok()
    }
}

/// The pieces as they come to the reading thread.
pub(super) struct Pieces {
    coming: Receiver<Piece>,
    current: Piece,
    /// Room of pieces that were read goes back to be filled again: to ask the system for it costs as much as to fill it.
    read: Sender<Vec<u8>>,
}

impl Pieces {
    /// The next piece; `None` where a part could not be unpacked.
    pub(super) fn next(&mut self) -> Option<&Piece> {
        let before = mem::replace(&mut self.current, self.coming.recv().ok()?);
        if before.room.len() == ROOM {
            // The unpacking thread may have come to its end.
            let _ = self.read.send(before.room);
        }
        Some(&self.current)
    }
}

/// Where pieces come from.
pub(super) struct Unpacker {
    pieces: SyncSender<Piece>,
    read: Receiver<Vec<u8>>,
}

/// Both ends of what the two threads have between them.
pub(super) fn between() -> (Unpacker, Pieces) {
    let (pieces, coming) = sync_channel(PIECES_WAITING);
    let (read_to, read) = channel();
    (Unpacker { pieces, read }, Pieces { coming, current: Piece::default(), read: read_to })
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

impl Unpacker {
    /// Sends the pieces of the parts, one part after the other. Where one cannot be unpacked it stops, and with it the
    /// reading thread, which waits for its last piece in vain.
    pub(super) fn unpack(self, bytes: &[u8], parts: &[(usize, Cut)]) {
        let Ok(mut package) = Package::new(Cursor::new(bytes)) else { return };
        for (part, cut) in parts {
            if self.part(&mut package, *part, *cut).is_none() {
                return;
            }
        }
    }

    fn part(&self, package: &mut Package, part: usize, cut: Cut) -> Option<()> {
        let mut part = package.by_index(part).ok()?;
        let [start, end] = cut.tags();
        let (mut room, mut length) = (self.room(), 0);
        loop {
            let before = length;
            if room.len() < before + CHUNK {
                room.resize(before + CHUNK, 0);
            }
            length += fill(&mut part, &mut room[before..before + CHUNK])?;
            // The tag could have begun in the bytes before.
            let searched = before.saturating_sub(end.len());
            let next = last_at(&room[searched..length], start).map_or(0, |at| searched + at);
            let tail = next.max(searched);
            let last = length == before || room[tail..length].windows(end.len()).any(|window| window == end);
            if last && matches!(cut, Cut::Rows) {
                room.truncate(length);
                part.by_ref().take(LONGEST_TAIL).read_to_end(&mut room).ok()?;
                length = room.len();
                if part.read(&mut [0]).ok()? > 0 {
                    return None;
                }
            }
            if last {
                return self.pieces.send(Piece { room, length, last }).ok();
            }
            if next == 0 {
                if length > LONGEST_PIECE {
                    return None;
                }
                continue;
            }
            let mut following = self.room();
            let kept = &room[next..length];
            if following.len() < kept.len() {
                following.resize(kept.len(), 0);
            }
            following[..kept.len()].copy_from_slice(kept);
            length -= next;
            let piece = Piece { room: mem::replace(&mut room, following), length: next, last };
            self.pieces.send(piece).ok()?;
        }
    }

    /// Room for the next piece.
    fn room(&self) -> Vec<u8> {
        self.read.try_recv().unwrap_or_else(|_| vec![0; ROOM])
    }
}

/// Fills the room as far as the part goes; how far that is.
fn fill(part: &mut impl Read, room: &mut [u8]) -> Option<usize> {
    let mut filled = 0;
    while filled < room.len() {
        match part.read(&mut room[filled..]).ok()? {
            0 => break,
            read => filled += read,
        }
    }
    Some(filled)
}

fn last_at(bytes: &[u8], tag: &[u8]) -> Option<usize> {
    bytes.windows(tag.len()).rposition(|window| window == tag)
}
