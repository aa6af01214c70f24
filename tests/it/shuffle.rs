//! The order of rows, sheets and files never matters; and every line of every sheet is accounted for.

use std::collections::BTreeMap;

use csr_report::input::ReadFile;
use csr_report::input::grid::{Grid, GridCell, GridValue};
use csr_report::run::compute::Computed;
use csr_report::tables::model::InputBlock;

use crate::{demo, grids};

/// Seeds of the shuffles; any will do, these make a failure repeatable.
const SEEDS: [u64; 3] = [1, 20_130_930, 0x9e37_79b9_7f4a_7c15];

/// A xorshift: the same numbers for the same seed on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// Fisher and Yates.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

fn compute(files: Vec<ReadFile>) -> Computed {
    grids::compute(files, &grids::configuration(), &demo::workspace())
}

/// What is compared: every indicator with its trend and breakdowns, and those for the pages only, as written out.
fn figures(computed: &Computed) -> Vec<String> {
    let all = computed.evaluation.kpis.iter().chain(&computed.evaluation.support);
    all.map(|kpi| serde_json::to_string(kpi).unwrap()).collect()
}

#[track_caller]
fn same_figures(plain: &Computed, other: &Computed, what: &str) {
    for (expected, got) in figures(plain).iter().zip(&figures(other)) {
        let at = expected.bytes().zip(got.bytes()).position(|(a, b)| a != b);
        let around = |text: &str| {
            let bytes = text.as_bytes();
            let at = at.unwrap_or(bytes.len().min(expected.len()));
            String::from_utf8_lossy(&bytes[at.saturating_sub(300).min(bytes.len())..(at + 100).min(bytes.len())])
                .into_owned()
        };
        assert!(expected == got, "{what} changed a figure:\n before …{}…\n after  …{}…", around(expected), around(got));
    }
    assert_eq!(plain.evaluation.kpis.len(), other.evaluation.kpis.len());
}

/// Heading rows of the sheets that fit a table, counted from 1, by file and sheet.
fn heading_rows(inputs: &[InputBlock]) -> BTreeMap<(String, Option<String>), Vec<u32>> {
    let mut rows: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for block in inputs.iter().filter(|block| block.table.is_some()) {
        let sheet = (block.file.clone(), block.sheet.clone());
        rows.entry(sheet).or_default().extend(block.header_row);
    }
    rows
}

/// Whether a line is a row of the table: all rows of the demo begin with their running number, no other line does.
fn is_row(grid: &Grid, cells: &[GridCell]) -> bool {
    match cells[0].value {
        GridValue::Number(_) => true,
        GridValue::Text(id) => grid.text(id).parse::<u32>().is_ok(),
        _ => false,
    }
}

/// Shuffles what stands in the rows of each block; totals, footers, blank and repeated heading lines stay in place.
/// Gives back how many rows stand elsewhere than before.
fn shuffle(grid: &mut Grid, headings: &[u32], dice: &mut Dice) -> usize {
    let mut moved = 0;
    let mut lines: Vec<(u32, Vec<GridCell>)> = grid.rows().map(|(row, cells)| (row, cells.to_vec())).collect();
    for (at, from) in headings.iter().enumerate() {
        let to = headings.get(at + 1).copied().unwrap_or(u32::MAX);
        let rows = |(row, cells): &(u32, Vec<GridCell>)| *row >= *from && *row + 1 < to && is_row(grid, cells);
        let places: Vec<usize> = (0..lines.len()).filter(|&line| rows(&lines[line])).collect();
        let mut from: Vec<usize> = places.clone();
        dice.shuffle(&mut from);
        let contents: Vec<Vec<GridCell>> = from.iter().map(|&line| lines[line].1.clone()).collect();
        moved += places.iter().zip(&from).filter(|(place, from)| place != from).count();
        for (place, cells) in places.into_iter().zip(contents) {
            let row = lines[place].0;
            lines[place].1 = cells.into_iter().map(|cell| GridCell { row, ..cell }).collect();
        }
    }
    grid.cells = lines.into_iter().flat_map(|(_, cells)| cells).collect();
    moved
}

// No key is left out of the shuffle: of two rows of one key in the demo one is later by its dates or stands in the later
// file, or they are equal but for the lines of an order; so the number of a row, the last tie-break of the contract,
// never decides.
#[test]
fn shuffled_rows_give_the_same_figures_bit_for_bit() {
    let plain = compute(grids::files());
    let headings = heading_rows(&plain.inputs);
    for seed in SEEDS {
        let mut dice = Dice(seed);
        let mut files = grids::files();
        let mut moved = 0;
        for grid in files.iter_mut().flat_map(|file| &mut file.grids) {
            let sheet = (grid.file.to_string(), grid.sheet.as_deref().map(str::to_owned));
            if let Some(rows) = headings.get(&sheet) {
                moved += shuffle(grid, rows, &mut dice);
            }
        }
        assert!(moved > 10_000, "only {moved} rows were moved");
        same_figures(&plain, &compute(files), &format!("shuffling {moved} rows (seed {seed})"));
    }
}

#[test]
fn sheets_and_files_in_reverse_give_the_same_figures_bit_for_bit() {
    let plain = compute(grids::files());
    let mut files = grids::files();
    files.reverse();
    for file in &mut files {
        file.grids.reverse();
    }
    let reversed = compute(files);
    same_figures(&plain, &reversed, "reading sheets and files in reverse");
    assert_eq!(plain.inputs, reversed.inputs, "the balance of the sheets");
    assert_eq!(plain.findings, reversed.findings, "the findings");
}

#[test]
fn the_rows_of_every_sheet_add_up() {
    let computed = compute(grids::files());
    for block in &computed.inputs {
        assert!(block.rows.balanced(), "{block:?}");
    }
}

#[test]
fn every_line_below_the_headings_was_read() {
    let files = grids::files();
    let computed = compute(grids::files());
    let headings = heading_rows(&computed.inputs);
    let mut checked = 0;
    for grid in files.iter().flat_map(|file| &file.grids) {
        let sheet = (grid.file.to_string(), grid.sheet.as_deref().map(str::to_owned));
        let Some(first) = headings.get(&sheet).and_then(|rows| rows.first()) else { continue };
        let of_sheet = |block: &&InputBlock| (&block.file, &block.sheet) == (&sheet.0, &sheet.1);
        let blocks: Vec<_> = computed.inputs.iter().filter(of_sheet).collect();
        let read: u64 = blocks.iter().map(|block| block.rows.read).sum();
        // Between two blocks stands one heading row, which is read with neither.
        let below = u64::from(grid.cells.last().unwrap().row + 1 - first) - (blocks.len() as u64 - 1);
        assert_eq!(read, below, "{sheet:?}: lines below the heading row {first}");
        checked += 1;
    }
    assert!(checked >= 12, "only {checked} sheets were checked");
}

#[test]
fn the_rows_in_report_json_add_up() {
    let report = demo::report("2013-09");
    for block in report.json["inputs"].as_array().unwrap() {
        let rows = block["rows"].as_object().unwrap();
        let parts: u64 =
            rows.iter().filter(|(part, _)| *part != "read").map(|(_, count)| count.as_u64().unwrap()).sum();
        assert_eq!(rows["read"].as_u64(), Some(parts), "{block}");
    }
}
