//! What all files of a run may hold together: a folder of files that are each just small enough must not take all memory.
//!
//! Which files are read must not depend on threads: small ones come first, of equal size in the order of their names. So
//! it is the archive that would become huge that is refused, and not the lists beside it.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek};

use super::discover::InputFile;
use super::limits::{Limit, exceeded, used_up};
use super::problem::Problem;
use super::zip_look;
use crate::settings::InputLimits;

/// Spreadsheets shrink 5- to 30-fold. Files that shrink more than this together may hold what one file may.
const PRESSED: u64 = 50;

/// Files are read so many bytes at a time; behind each such wave it is seen whether more may be read.
const WAVE: u64 = 512 << 20;

/// A file before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    /// Its place among the files.
    pub(super) index: usize,
    /// Bytes after decompression; 0 where it will be refused for itself.
    bytes: u64,
    /// It swells more than spreadsheets do.
    pressed: bool,
}

impl Weight {
    pub(super) fn of(index: usize, file: &InputFile, limits: &InputLimits) -> Self {
        let (packed, bytes) = sizes(file, limits).unwrap_or((0, 0));
        Self { index, bytes, pressed: bytes / PRESSED > packed }
    }
}

/// Bytes of a file, and after decompression; `None` where it cannot be opened.
fn sizes(file: &InputFile, limits: &InputLimits) -> Option<(u64, u64)> {
    let metadata = fs::symlink_metadata(&file.path).ok()?;
    let packed = metadata.len();
    if !metadata.is_file() || packed > limits.file_bytes {
        return None;
    }
    let mut opened = File::open(&file.path).ok()?;
    let mut start = [0; 2];
    if opened.read_exact(&mut start).is_err() || start != *b"PK" {
        return Some((packed, packed));
    }
    opened.rewind().ok()?;
    Some((packed, zip_look::unpacked(BufReader::new(opened), limits)))
}

/// What has been taken so far.
#[derive(Default)]
struct Taken {
    all: u64,
    pressed: u64,
    /// Nothing more is taken.
    all_full: bool,
    pressed_full: bool,
}

impl Taken {
    /// Takes so much more of a file. What does not fit ends it: every later file is larger.
    fn add(&mut self, more: u64, pressed: bool, [all, of_pressed]: [(Limit, u64); 2]) -> Result<(), Problem> {
        let (sum, sum_of_pressed) = (self.all.saturating_add(more), self.pressed.saturating_add(more));
        if pressed && (self.pressed_full || sum_of_pressed > of_pressed.1) {
            self.pressed_full = true;
            return Err(too_much(of_pressed, sum_of_pressed));
        }
        if self.all_full || sum > all.1 {
            self.all_full = true;
            return Err(too_much(all, sum));
        }
        self.all = sum;
        self.pressed = if pressed { sum_of_pressed } else { self.pressed };
        Ok(())
    }
}

/// A file that was not read for a smaller one was too much already has no number of its own.
fn too_much((limit, allowed): (Limit, u64), sum: u64) -> Problem {
    if sum > allowed { exceeded(limit, sum, allowed) } else { used_up(limit, allowed) }
}

/// The files of a run in the order in which they are taken.
pub(super) struct Together {
    limits: InputLimits,
    cells: Taken,
}

impl Together {
    /// Parts the files into waves that are read one behind the other; those that are too much by their bytes are refused.
    pub(super) fn new(mut files: Vec<Weight>, limits: &InputLimits) -> (Self, Vec<Vec<Weight>>, Vec<(usize, Problem)>) {
        files.sort_unstable_by_key(|file| (file.bytes, file.index));
        let (mut bytes, mut in_wave, mut refused) = (Taken::default(), 0, Vec::new());
        let mut waves: Vec<Vec<Weight>> = Vec::new();
        let most = [
            (Limit::TotalDecompressedBytes, limits.total_decompressed_bytes),
            (Limit::PressedBytes, limits.decompressed_bytes),
        ];
        for file in files {
            if let Err(problem) = bytes.add(file.bytes, file.pressed, most) {
                refused.push((file.index, problem));
                continue;
            }
            in_wave += file.bytes;
            match waves.last_mut() {
                Some(wave) if in_wave <= WAVE => wave.push(file),
                _ => {
                    in_wave = file.bytes;
                    waves.push(vec![file]);
                }
            }
        }
        (Self { limits: *limits, cells: Taken::default() }, waves, refused)
    }

    /// Takes the cells of a file, or refuses it; one that was not read has none.
    pub(super) fn take(&mut self, file: Weight, cells: u64) -> Result<(), Problem> {
        let most = [(Limit::TotalCells, self.limits.total_cells), (Limit::PressedCells, self.limits.cells)];
        self.cells.add(cells, file.pressed, most)
    }

    /// Whether a file need not be read: a smaller one was refused already.
    pub(super) fn is_full(&self, file: Weight) -> bool {
        self.cells.all_full || file.pressed && self.cells.pressed_full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(index: usize, bytes: u64, pressed: bool) -> Weight {
        Weight { index, bytes, pressed }
    }

    fn limits() -> InputLimits {
        InputLimits {
            total_decompressed_bytes: 100,
            decompressed_bytes: 40,
            total_cells: 50,
            cells: 20,
            ..InputLimits::DEFAULT
        }
    }

    /// The places of the files that are read, and of those that are not.
    fn parted(files: Vec<Weight>) -> (Vec<usize>, Vec<usize>) {
        let (_, waves, refused) = Together::new(files, &limits());
        let read = waves.into_iter().flatten().map(|file| file.index).collect();
        (read, refused.into_iter().map(|(index, _)| index).collect())
    }

    #[test]
    fn small_files_are_taken_first_and_equal_ones_in_the_order_of_names() {
        assert_eq!(
            parted(vec![weight(0, 90, false), weight(1, 5, false), weight(2, 5, false)]),
            (vec![1, 2, 0], vec![])
        );
        let huge = vec![weight(0, 91, false), weight(1, 5, false), weight(2, 5, false), weight(3, 91, false)];
        assert_eq!(parted(huge), (vec![1, 2], vec![0, 3]));
    }

    #[test]
    fn what_swells_more_than_spreadsheets_do_may_together_hold_what_one_file_may() {
        let files = vec![weight(0, 30, true), weight(1, 30, true), weight(2, 60, false)];
        assert_eq!(parted(files), (vec![0, 2], vec![1]), "the other lists are read");
    }

    #[test]
    fn the_first_file_whose_cells_are_too_many_is_refused_and_all_larger_ones() {
        let files = vec![weight(0, 10, false), weight(1, 11, false), weight(2, 12, false)];
        let (mut together, _, _) = Together::new(files.clone(), &limits());
        assert!(together.take(files[0], 30).is_ok() && !together.is_full(files[1]));
        let problem = together.take(files[1], 21).expect_err("51 cells");
        let chinese = problem.at(crate::base::address::Place::file(&"a".into())).message.chinese;
        assert!(chinese.contains("51 超过上限 50(配置 [limits.input] total_cells = 50)"), "{chinese}");
        assert!(together.is_full(files[2]) && together.take(files[2], 0).is_err());
    }

    #[test]
    fn cells_of_pressed_files_are_counted_apart() {
        let (mut together, _, _) = Together::new(Vec::new(), &limits());
        assert!(together.take(weight(0, 1, true), 20).is_ok());
        assert!(together.take(weight(1, 2, true), 1).is_err());
        assert!(together.take(weight(2, 3, false), 30).is_ok(), "a usual list goes on");
        assert!(together.is_full(weight(3, 4, true)) && !together.is_full(weight(4, 5, false)));
    }
}
