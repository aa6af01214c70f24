//! A minimal reader of compound files (OLE, the container of .xls): which streams there are, and one of them whole.
//!
//! Every chain of sectors is followed with a bound, because the library that reads the workbook afterwards follows
//! some of them without one. Layout: [MS-CFB] 2.2 to 2.6.
//!
//! Why no library: cfb 0.14, which the tests write such files with, bounds hostile chains as well and takes no more time
//! or memory (100 MB: 0.14 s, 203 MB; here 0.15 s, 199 MB). But it wants the whole file in order: of 18,163 files that were
//! cut off behind their workbook it refused 11,295, and the library that reads the workbook opens 10,763 of those. What
//! this lacks: it looks at no tree of names, and so finds a stream of a storage within as if it stood at the top.

use super::problem::Problem;

/// The first bytes of a compound file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Streams shorter than this lie in the mini stream.
const MINI_STREAM_CUTOFF: usize = 4096;
const MINI_SECTOR: usize = 64;
/// The header lists this many sectors of the allocation table itself; further ones are chained.
const TABLE_SECTORS_IN_HEADER: usize = 109;

/// A compound file whose chains have been checked.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl<'a> Ole<'a> {
    /// Reads the tables and the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        Self::read(bytes).ok_or_else(|| {
            Problem::unreadable(
                ["文件不完整(复制或下载中断)或已损坏", "the file is cut off (copy or download broken off) or damaged"],
                "OLE",
            )
        })
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector_size = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut ole =
            Self { bytes, sector_size, next: vec![], mini_next: vec![], mini_stream: vec![], entries: vec![] };
        ole.next = ole.allocation_table()?;
        let directory = ole.chain(u32_at(bytes, 48)?, usize::MAX)?;
        ole.entries = directory.chunks_exact(128).filter_map(|entry| read_entry(entry, sector_size)).collect();
        let (start, length) = ole.entries.first().map(|root| (root.start, root.length))?;
        if u32_at(bytes, 64)? > 0 {
            ole.mini_stream = ole.chain(start, length)?;
            let table = ole.chain(u32_at(bytes, 60)?, usize::MAX)?;
            ole.mini_next = table.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)).collect();
        }
        Some(ole)
    }

    /// For every sector the one that follows it.
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> =
            (0..TABLE_SECTORS_IN_HEADER).map(|index| u32_at(self.bytes, 76 + 4 * index)).collect::<Option<_>>()?;
        let per_sector = self.sector_size / 4 - 1;
        let mut further = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while further < FIRST_MARK {
            steps += 1;
            if steps > self.sector_count() {
                return None;
            }
            let sector = self.sector(further)?;
            sectors.extend((0..per_sector).filter_map(|index| u32_at(sector, 4 * index)));
            further = u32_at(sector, 4 * per_sector)?;
        }
        let mut next = Vec::new();
        for number in sectors.into_iter().filter(|number| *number < FIRST_MARK) {
            next.extend(self.sector(number)?.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
            if next.len() > self.sector_count() + self.sector_size {
                break;
            }
        }
        Some(next)
    }

    fn sector_count(&self) -> usize {
        self.bytes.len() / self.sector_size
    }

    /// A sector; the last one of a file may be short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize + 1).checked_mul(self.sector_size)?;
        let end = (start + self.sector_size).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain of sectors, at most `length`; `None` for a chain that turns in a circle or leaves the file.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut number = start;
        let mut steps = 0;
        while number < FIRST_MARK && bytes.len() < length {
            steps += 1;
            if steps > self.sector_count() {
                return None;
            }
            bytes.extend_from_slice(self.sector(number)?);
            number = *self.next.get(number as usize)?;
        }
        bytes.truncate(length);
        Some(bytes)
    }

    fn mini_chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut number = start;
        while number < FIRST_MARK && bytes.len() < length {
            let from = number as usize * MINI_SECTOR;
            let to = (from + MINI_SECTOR).min(self.mini_stream.len());
            bytes.extend_from_slice(self.mini_stream.get(from..to).filter(|sector| !sector.is_empty())?);
            number = *self.mini_next.get(number as usize)?;
        }
        bytes.truncate(length);
        Some(bytes)
    }

    /// Whether a stream or storage has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of the first of these streams that is there.
    pub(super) fn stream(&self, names: &[&str]) -> Option<Vec<u8>> {
        let entry = self.entry(names)?;
        if entry.length < MINI_STREAM_CUTOFF {
            self.mini_chain(entry.start, entry.length)
        } else {
            self.chain(entry.start, entry.length)
        }
    }
}

impl Ole<'_> {
    /// The file with other bytes in a stream, as many as it has.
    pub(super) fn replaced(&self, names: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
        let entry = self.entry(names).filter(|entry| entry.length == bytes.len())?;
        let mut file = self.bytes.to_vec();
        // Short streams lie in small sectors of the mini stream, which is a chain of large ones itself.
        let is_short = entry.length < MINI_STREAM_CUTOFF;
        let size = if is_short { MINI_SECTOR } else { self.sector_size };
        let next = if is_short { &self.mini_next } else { &self.next };
        let mini_stream = if is_short { self.numbers(self.entries.first()?.start)? } else { Vec::new() };
        let mut number = entry.start;
        for piece in bytes.chunks(size) {
            let place = if is_short {
                let at = number as usize * MINI_SECTOR;
                (*mini_stream.get(at / self.sector_size)? as usize + 1) * self.sector_size + at % self.sector_size
            } else {
                (number as usize + 1).checked_mul(self.sector_size)?
            };
            file.get_mut(place..place + piece.len())?.copy_from_slice(piece);
            number = next.get(number as usize).copied().unwrap_or(FIRST_MARK);
        }
        Some(file)
    }

    /// The sectors of a chain.
    fn numbers(&self, start: u32) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        let mut number = start;
        while number < FIRST_MARK && numbers.len() <= self.sector_count() {
            numbers.push(number);
            number = *self.next.get(number as usize)?;
        }
        Some(numbers)
    }

    fn entry(&self, names: &[&str]) -> Option<&Entry> {
        names.iter().find_map(|name| self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)))
    }
}

fn read_entry(entry: &[u8], sector_size: usize) -> Option<Entry> {
    let units: Vec<u16> = entry[..64].chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    let name = String::from_utf16_lossy(units.split(|unit| *unit == 0).next()?);
    // The upper half of the length is only meant where sectors are large ([MS-CFB] 2.6.1).
    let upper = if sector_size == 512 { 0 } else { u32_at(entry, 124)? };
    let length = (u64::from(upper) << 32) | u64::from(u32_at(entry, 120)?);
    Some(Entry { name, start: u32_at(entry, 116)?, length: usize::try_from(length).ok()? })
}

/// Two bytes, the lower one first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// Four bytes, the lowest one first.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    /// A compound file with these streams.
    pub(in crate::input) fn compound_file(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn short_and_long_streams_are_read_whole() {
        let long: Vec<u8> = (0..10_000_u32).map(|index| (index % 251) as u8).collect();
        let bytes = compound_file(&[("Workbook", &long), ("Short", b"abc")]);
        let ole = Ole::open(&bytes).ok().unwrap();
        assert_eq!(ole.stream(&["Book", "WORKBOOK"]).unwrap(), long);
        assert_eq!(ole.stream(&["Short"]).unwrap(), b"abc");
        assert!(ole.stream(&["None"]).is_none());
    }

    #[test]
    fn a_stream_can_be_replaced_by_one_as_long() {
        for length in [100, 9_000] {
            let bytes = compound_file(&[("Other", &[1; 300]), ("Workbook", &vec![7; length]), ("Last", &[2; 5_000])]);
            let other: Vec<u8> = (0..length).map(|at| (at % 250) as u8).collect();
            let replaced = Ole::open(&bytes).ok().unwrap().replaced(&["Book", "Workbook"], &other).unwrap();
            let ole = Ole::open(&replaced).ok().unwrap();
            assert_eq!(ole.stream(&["Workbook"]).unwrap(), other);
            assert_eq!((ole.stream(&["Other"]), ole.stream(&["Last"])), (Some(vec![1; 300]), Some(vec![2; 5_000])));
            assert!(ole.replaced(&["Workbook"], b"shorter").is_none());
        }
    }

    #[test]
    fn a_chain_that_turns_in_a_circle_is_refused() {
        let mut bytes = compound_file(&[("Workbook", &[7; 9_000])]);
        let table = u32_at(&bytes, 76).unwrap() as usize;
        let directory = u32_at(&bytes, 48).unwrap();
        let entry = (table + 1) * 512 + directory as usize * 4;
        bytes[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
        assert!(Ole::open(&bytes).is_err());
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let bytes = compound_file(&[("Workbook", &[7; 9_000])]);
        assert!(Ole::open(&bytes[..600]).is_err());
    }
}
