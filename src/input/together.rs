//! What all files of a run may hold together: a folder of files that are each just small enough must not take all memory.
//!
//! Which files are read must not depend on threads: small ones come first, of equal size in the order of their names. So
//! it is the archive that would become huge that is refused, and not the lists beside it.

use std::cmp::Reverse;
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek};

use super::discover::InputFile;
use super::file_kind::FileKind;
use super::limits::{Limit, exceeded, used_up};
use super::problem::Problem;
use super::zip_look;
use crate::settings::InputLimits;

/// Spreadsheets shrink 5- to 30-fold; files that shrink more than this have a limit of their own.
const PRESSED: u64 = 50;

/// A cell of a text or of an .xls takes so many times less than one in XML.
const BARE: u64 = 8;

/// Files are read so many bytes at a time; behind each such wave it is seen whether more may be read.
const WAVE: u64 = 512 << 20;

/// A file before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    /// Its place among the files.
    pub(super) index: usize,
    /// Bytes after decompression; 0 where it will be refused for itself.
    bytes: u64,
    /// How much of a wave it takes: bytes as of XML, in which a cell takes the most.
    share: u64,
    /// It swells more than spreadsheets do.
    pressed: bool,
}

impl Weight {
    pub(super) fn of(index: usize, file: &InputFile, limits: &InputLimits) -> Self {
        Self::weighed(index, file, limits).unwrap_or(Self { index, bytes: 0, share: 0, pressed: false })
    }

    /// When its turn comes to be taken: small files first.
    pub(super) fn turn(&self) -> (u64, usize) {
        (self.bytes, self.index)
    }

    /// `None` where it cannot be opened or will be refused.
    fn weighed(index: usize, file: &InputFile, limits: &InputLimits) -> Option<Self> {
        let metadata = fs::symlink_metadata(&file.path).ok()?;
        let packed = metadata.len();
        if !metadata.is_file() || packed > limits.file_bytes {
            return None;
        }
        let mut opened = File::open(&file.path).ok()?;
        let mut start = [0; 2];
        if opened.read_exact(&mut start).is_err() || start != *b"PK" {
            return Some(Self { index, bytes: packed, share: packed * BARE, pressed: false });
        }
        opened.rewind().ok()?;
        let (kind, bytes) = zip_look::unpacked(BufReader::new(opened), limits)?;
        // A few bytes of an .ods can repeat a cell a million times.
        let least = if kind == FileKind::Ods { WAVE / rayon::current_num_threads().max(2) as u64 } else { 0 };
        Some(Self { index, bytes, share: bytes.max(least), pressed: bytes / PRESSED > packed })
    }
}

/// The files of a wave in the order in which to begin with them. Which of them count is asked when all are read.
pub(super) fn heaviest_first(wave: &[Weight]) -> Vec<Weight> {
    let mut files = wave.to_vec();
    files.sort_by_key(|file| Reverse(file.share));
    files
}

/// A limit of all files: what has been taken so far, and whether a file was too much.
struct Taken {
    limit: Limit,
    allowed: u64,
    sum: u64,
    full: bool,
}

impl Taken {
    fn of(limit: Limit, allowed: u64) -> Self {
        Self { limit, allowed, sum: 0, full: false }
    }

    /// The same, but the first file may be larger.
    fn add_or_first(&mut self, more: u64) -> Result<(), Problem> {
        if self.sum > 0 || self.full {
            return self.add(more);
        }
        self.sum = more;
        Ok(())
    }

    /// Takes so much more of a file. What does not fit ends it: every later file is larger.
    fn add(&mut self, more: u64) -> Result<(), Problem> {
        let sum = self.sum.saturating_add(more);
        if !self.full && sum <= self.allowed {
            self.sum = sum;
            return Ok(());
        }
        self.full = true;
        // A file that was not read has no number of its own.
        let is_told = sum > self.allowed;
        Err(if is_told { exceeded(self.limit, sum, self.allowed) } else { used_up(self.limit, self.allowed) })
    }
}

/// The files of a run in the order in which they are taken.
pub(super) struct Together {
    cells: Taken,
}

impl Together {
    /// Parts the files into waves that are read one behind the other; those that are too much by their bytes are refused.
    pub(super) fn new(mut files: Vec<Weight>, limits: &InputLimits) -> (Self, Vec<Vec<Weight>>, Vec<(usize, Problem)>) {
        files.sort_unstable_by_key(Weight::turn);
        let mut bytes = Taken::of(Limit::TotalDecompressedBytes, limits.total_decompressed_bytes);
        let mut pressed = Taken::of(Limit::PressedBytes, limits.pressed_bytes);
        let (mut waves, mut in_wave, mut refused): (Vec<Vec<Weight>>, _, _) = (Vec::new(), 0, Vec::new());
        for file in files {
            let of_pressed = if file.pressed { pressed.add_or_first(file.bytes) } else { Ok(()) };
            if let Err(problem) = of_pressed.and_then(|()| bytes.add(file.bytes)) {
                refused.push((file.index, problem));
                continue;
            }
            in_wave += file.share;
            match waves.last_mut() {
                Some(wave) if in_wave <= WAVE => wave.push(file),
                _ => {
                    in_wave = file.share;
                    waves.push(vec![file]);
                }
            }
        }
        (Self { cells: Taken::of(Limit::TotalCells, limits.total_cells) }, waves, refused)
    }

    /// Takes the cells of a file, or refuses it; one that was not read has none.
    pub(super) fn take(&mut self, cells: u64) -> Result<(), Problem> {
        self.cells.add(cells)
    }

    /// Whether no more files need be read: one was refused, and the others are larger.
    pub(super) fn is_full(&self) -> bool {
        self.cells.full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(index: usize, bytes: u64, pressed: bool) -> Weight {
        Weight { index, bytes, share: bytes, pressed }
    }

    fn limits() -> InputLimits {
        InputLimits { total_decompressed_bytes: 200, pressed_bytes: 40, total_cells: 50, ..InputLimits::DEFAULT }
    }

    /// The places of the files that are read, and of those that are not.
    fn parted(files: Vec<Weight>) -> (Vec<usize>, Vec<usize>) {
        let (_, waves, refused) = Together::new(files, &limits());
        let read = waves.into_iter().flatten().map(|file| file.index).collect();
        (read, refused.into_iter().map(|(index, _)| index).collect())
    }

    #[test]
    fn small_files_are_taken_first_and_equal_ones_in_the_order_of_names() {
        let files = vec![weight(0, 190, false), weight(1, 5, false), weight(2, 5, false)];
        assert_eq!(parted(files), (vec![1, 2, 0], vec![]));
        let huge = vec![weight(0, 191, false), weight(1, 5, false), weight(2, 5, false), weight(3, 191, false)];
        assert_eq!(parted(huge), (vec![1, 2], vec![0, 3]));
    }

    #[test]
    fn reading_begins_with_the_heaviest_file_and_the_order_of_taking_stays() {
        let wave = [weight(1, 5, false), weight(2, 5, false), weight(0, 190, false)];
        let mut begun = heaviest_first(&wave);
        assert_eq!(begun.iter().map(|file| file.index).collect::<Vec<_>>(), [0, 1, 2]);
        begun.sort_unstable_by_key(Weight::turn);
        assert_eq!(begun, wave);
    }

    #[test]
    fn what_swells_more_than_spreadsheets_do_has_a_limit_of_its_own() {
        let files = vec![weight(0, 30, true), weight(1, 30, true), weight(2, 60, false), weight(3, 9, true)];
        assert_eq!(parted(files), (vec![3, 0, 2], vec![1]), "the other lists are read");
        let bombs = (0..12).map(|index| weight(index, 100, true)).chain([weight(12, 90, false)]).collect();
        assert_eq!(parted(bombs), (vec![12, 0], (1..12).collect()), "one alone may be larger");
    }

    #[test]
    fn the_first_file_whose_cells_are_too_many_is_refused_and_all_larger_ones() {
        let (mut together, _, _) = Together::new(Vec::new(), &limits());
        let chinese = |problem: Problem| problem.at(crate::base::address::Place::file(&"a".into())).message.chinese;
        assert!(together.take(30).is_ok() && !together.is_full());
        let problem = chinese(together.take(21).expect_err("51 cells"));
        assert!(problem.contains("51 超过上限 50（配置 [limits.input] total_cells = 50）"), "{problem}");
        assert!(together.is_full());
        let problem = chinese(together.take(0).expect_err("a file that was not read"));
        assert!(problem.contains("已到上限 50（配置 [limits.input] total_cells = 50）；本文件未读取"), "{problem}");
    }
}
