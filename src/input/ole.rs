//! A minimal reader of compound files (OLE, the container of .xls): which streams there are, and one of them whole; and
//! a file that holds a stream and nothing else, for the library that reads the workbook afterwards: what it opens is
//! what was looked at, and no chain of sectors leads it elsewhere.
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
/// Marks: the end of a chain, a sector of the allocation table, nothing.
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;
const NOTHING: u32 = 0xFFFF_FFFF;
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
                [
                    "文件不完整（复制或下载中断）或已损坏",
                    "the file is cut off (copy or download broken off) or damaged",
                ],
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
            let sectors = u32_at(bytes, 64)? as usize;
            let table = ole.chain(u32_at(bytes, 60)?, sectors.saturating_mul(sector_size))?;
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

    /// The bytes of a chain of sectors, at most `length`; `None` for a chain that turns in a circle, leaves the file or
    /// breaks off.
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
        (number == END || bytes.len() >= length).then(|| {
            bytes.truncate(length);
            bytes
        })
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
        (number == END || bytes.len() >= length).then(|| {
            bytes.truncate(length);
            bytes
        })
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

    fn entry(&self, names: &[&str]) -> Option<&Entry> {
        names.iter().find_map(|name| self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)))
    }
}

/// A compound file that holds one stream and nothing else; `None` for a stream longer than a header can tell of.
pub(super) fn holding(name: &str, stream: &[u8]) -> Option<Vec<u8>> {
    // Behind the header the directory, the table of small sectors, the stream, the table of sectors.
    const SECTOR: usize = 4_096;
    // The library believes that a file has no more than eight small sectors for each of its sectors.
    const SPARE: usize = 4;
    let [directory, mini_start, start] = [0_u32, 1, 2];
    let last = start + stream.len().div_ceil(SECTOR).max(1) as u32;
    let tables = (1..=TABLE_SECTORS_IN_HEADER).find(|tables| last as usize + tables <= tables * SECTOR / 4)?;
    let numbers = |numbers: &[u32]| -> Vec<u8> { numbers.iter().copied().flat_map(u32::to_le_bytes).collect() };
    let whole = |mut bytes: Vec<u8>, fill: u8| {
        bytes.resize(bytes.len().div_ceil(SECTOR).max(1) * SECTOR, fill);
        bytes
    };
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: usize| {
        let mut entry = vec![0; 128];
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..68].copy_from_slice(&[units.len() as u8, 0, kind, 1]);
        entry[68..80].copy_from_slice(&numbers(&[NOTHING, NOTHING, child]));
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..128].copy_from_slice(&(length as u64).to_le_bytes());
        entry
    };
    // A short stream lies in small sectors from the first one on: there the two are the same bytes.
    let is_short = stream.len() < MINI_STREAM_CUTOFF;
    let small = entry("Root Entry", 5, 1, start, MINI_STREAM_CUTOFF);
    let entries = [small, entry(name, 2, NOTHING, if is_short { 0 } else { start }, stream.len())];

    let mut header = [SIGNATURE, &[0; 16], &[0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0], &[0; 6]].concat();
    header.extend(numbers(&[1, tables as u32, directory, 0, MINI_STREAM_CUTOFF as u32, mini_start, 1, END, 0]));
    header.extend(numbers(&(last..last + tables as u32).collect::<Vec<_>>()));
    header.resize(76 + 4 * TABLE_SECTORS_IN_HEADER, 0xFF);
    let mini_table: Vec<u32> = (1..(SECTOR / MINI_SECTOR) as u32).chain([END]).collect();
    let table: Vec<u32> = [END, END].into_iter().chain(start + 1..last).chain([END]).collect();
    let table = [table, vec![TABLE; tables]].concat();
    let parts = [
        whole(header, 0),
        whole(entries.concat(), 0),
        whole(numbers(&mini_table), 0xFF),
        whole(stream.to_vec(), 0),
        whole(numbers(&table), 0xFF),
        vec![0; if is_short { SPARE * SECTOR } else { 0 }],
    ];
    Some(parts.concat())
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
    fn a_file_made_around_a_stream_holds_it() {
        for length in [0, 1, 64, 100, 4_095, 4_096, 4_097, 9_000, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let file = holding("Workbook", &stream).unwrap();
            assert_eq!(Ole::open(&file).ok().unwrap().stream(&["Book", "Workbook"]).unwrap(), stream);
            let mut other = cfb::CompoundFile::open(Cursor::new(file)).unwrap();
            let mut other = other.open_stream("/Workbook").unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut other, &mut bytes).unwrap();
            assert_eq!(bytes, stream, "as others read it");
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
