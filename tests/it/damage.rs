//! One byte of a file of the demo dealer changed: either every cell reads the same, or something is told, or one valid
//! value became another, which nobody can know.
//!
//! `CSR_REPORT_DAMAGE=5000` tries that many.

use std::fs;
use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use csr_report::base::finding::Finding;
use csr_report::input::grid::{Grid, GridValue};
use csr_report::input::{ReadFile, read_bytes};
use csr_report::settings::InputLimits;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::demo;
use crate::written::package;

/// Set this to try more.
const TRIES: &str = "CSR_REPORT_DAMAGE";
/// Small files and large ones: a large one is read every so many tries.
const SMALL: [&str; 3] = ["投诉台账.xlsx", "满意度面访.xlsx", "新车销售.csv"];
const LARGE: [&str; 2] = ["回访/回访记录.xlsx", "维修工单/维修工单_导出2.xlsx"];
const EVERY: usize = 25;

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed >> 33) % most as u64) as usize
    }
}

/// A file in pieces that can be damaged: the parts of a package, or the one text.
struct Whole {
    name: &'static str,
    parts: Vec<(String, Vec<u8>)>,
    read: ReadFile,
}

impl Whole {
    fn of(name: &'static str) -> Self {
        let bytes = fs::read(demo::workspace().join("input").join(PathBuf::from(name))).unwrap();
        let parts =
            if name.ends_with(".csv") { vec![(String::new(), bytes)] } else { package::entries(&bytes).unwrap() };
        let read = read(name, &bytes_of(&parts));
        Self { name, parts, read }
    }

    /// Changes one byte; what happened, where it was not noticed.
    fn damage(&self, chance: &mut Chance) -> Option<String> {
        let mut parts = self.parts.clone();
        let with_cells = |name: &str| name.contains("worksheets/") || name.contains("sharedStrings");
        let at = loop {
            let at = chance.below(parts.len());
            // Parts that are never read are only tried now and then.
            let (name, bytes) = &parts[at];
            let is_read = name.is_empty() || with_cells(name) || name.contains("workbook") || name.contains("styles");
            if !bytes.is_empty() && (is_read || chance.below(10) == 0) {
                break at;
            }
        };
        let (part, bytes) = &mut parts[at];
        let part = part.clone();
        let place = chance.below(bytes.len());
        let signs = b"<>&\"'/= 0189xst.;,\n";
        let new = if chance.below(2) == 0 { signs[chance.below(signs.len())] } else { chance.below(256) as u8 };
        let old = std::mem::replace(&mut bytes[place], new);
        let around =
            String::from_utf8_lossy(&bytes[place.saturating_sub(60)..(place + 60).min(bytes.len())]).into_owned();
        let what = format!("{} {part} byte {place}: {:?} → {:?} in …{around}…", self.name, old as char, new as char);
        let packed = bytes_of(&parts);
        // One digit for another makes another number, style or place, which may be as good.
        let is_valid = match part.is_empty() {
            true => still_falls_into_cells(&self.parts[at].1, &parts[at].1) || is_total(&self.parts[at].1, place),
            false => old.is_ascii_digit() && new.is_ascii_digit(),
        };
        if is_valid {
            return None;
        }
        match catch_unwind(AssertUnwindSafe(|| read(self.name, &packed))) {
            Err(_) => Some(format!("{what}\n    panic")),
            Ok(damaged) => silent(&self.read, &damaged).map(|change| format!("{what}\n    {change}")),
        }
    }
}

/// Whether the lines of a text have as many separators as before, or one has more, which is told where the headings are
/// known: else only a value changed, and a blank one is a value too. A line without a separator is blank or a note, such as what
/// was broken off the running number at the beginning of a row.
fn still_falls_into_cells(whole: &[u8], damaged: &[u8]) -> bool {
    let cells = |bytes: &[u8]| -> Vec<usize> {
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| line.contains(&b','));
        lines.map(|line| line.iter().filter(|byte| **byte == b',').count()).collect()
    };
    let (whole, damaged) = (cells(whole), cells(damaged));
    whole.len() == damaged.len() && whole.iter().zip(&damaged).all(|(whole, damaged)| whole <= damaged)
}

/// A line of totals is no row, and not missed.
fn is_total(text: &[u8], place: usize) -> bool {
    let line = text[..place].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    !text[line].is_ascii_digit()
}

fn read(name: &str, bytes: &[u8]) -> ReadFile {
    read_bytes(bytes, &name.into(), &InputLimits::default())
}

fn bytes_of(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    if let [(name, bytes)] = parts
        && name.is_empty()
    {
        return bytes.clone();
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What changed without a word.
fn silent(whole: &ReadFile, damaged: &ReadFile) -> Option<String> {
    // A file that cannot be read any more is told that way instead of what was said of it before.
    let is_new = |told: &Finding| whole.findings.iter().all(|before| before.code != told.code);
    if damaged.findings.len() > whole.findings.len() || damaged.findings.iter().any(is_new) {
        return None;
    }
    if whole.grids.len() != damaged.grids.len() {
        return Some(format!("{} sheets became {}", whole.grids.len(), damaged.grids.len()));
    }
    whole.grids.iter().zip(&damaged.grids).find_map(|(whole, damaged)| silent_in(whole, damaged))
}

fn silent_in(whole: &Grid, damaged: &Grid) -> Option<String> {
    if whole.dates_1904 != damaged.dates_1904 {
        return Some("days are counted from another year".into());
    }
    let place = |grid: &Grid, at: usize| grid.cells.get(at).map(|cell| (cell.row, cell.col));
    let same_places =
        (0..whole.cells.len().max(damaged.cells.len())).find(|at| place(whole, *at) != place(damaged, *at));
    if let Some(at) = same_places {
        return Some(format!("cell {:?} became {:?}", place(whole, at), place(damaged, at)));
    }
    let changed = whole.cells.iter().zip(&damaged.cells).find(|(a, b)| !is_told_or_valid(a.value, b.value));
    changed.map(|(a, b)| {
        let shown = |grid: &Grid, value| format!("{value:?} {}", grid.shown(value));
        format!("{:?}: {} became {}", (a.row, a.col), shown(whole, a.value), shown(damaged, b.value))
    })
}

/// The same kind of value, or an error value, which is told where the cell is used.
fn is_told_or_valid(whole: GridValue, damaged: GridValue) -> bool {
    matches!(damaged, GridValue::Error(_)) || std::mem::discriminant(&whole) == std::mem::discriminant(&damaged)
}

#[test]
fn a_damaged_byte_is_told_or_changes_nothing_but_a_valid_value() {
    let tries = std::env::var(TRIES).map_or(1_000, |tries| tries.parse().unwrap());
    let (small, large) = (SMALL.map(Whole::of), LARGE.map(Whole::of));
    let mut chance = Chance(2013);
    let mut silent = Vec::new();
    for number in 0..tries {
        let file = if number % EVERY == EVERY - 1 { &large[chance.below(2)] } else { &small[chance.below(3)] };
        silent.extend(file.damage(&mut chance));
    }
    assert!(silent.is_empty(), "{} of {tries} changes were not noticed\n\n{}", silent.len(), silent.join("\n"));
}
