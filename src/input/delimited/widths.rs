//! How many cells the rows of a table of text have, and which have fewer than all others.

use std::collections::BTreeMap;

use csv::StringRecord;

/// So many rows of one width are remembered, and so many characters of their first cells.
const REMEMBERED: usize = 20;
const FIRST: usize = 40;
/// Of a hundred rows, so many have as many cells where a narrower one is a mistake.
const REGULAR: usize = 95;

/// The widths of the rows read so far; lines without a separator are titles and remarks.
#[derive(Default)]
pub(super) struct Widths {
    /// The width of the last row, and how many had it in a run.
    run: (usize, usize),
    counts: BTreeMap<usize, usize>,
    /// The first rows after which the width changed.
    changed: Vec<Row>,
}

/// A row whose width is not that of the row before.
pub(super) struct Row {
    pub(super) row: u32,
    pub(super) width: usize,
    /// The start of its first cell.
    pub(super) first: String,
}

impl Widths {
    pub(super) fn row(&mut self, row: u32, record: &StringRecord) {
        let width = record.len();
        if width == self.run.0 {
            self.run.1 += 1;
            return;
        }
        if width < 2 {
            return;
        }
        self.end_run();
        self.run = (width, 1);
        if self.changed.len() < 2 * REMEMBERED {
            self.changed.push(Row { row, width, first: record[0].chars().take(FIRST).collect() });
        }
    }

    fn end_run(&mut self) {
        if self.run.1 > 0 {
            *self.counts.entry(self.run.0).or_default() += self.run.1;
        }
    }

    /// The rows that are narrower than all but a few.
    pub(super) fn narrow(mut self) -> Vec<Row> {
        self.end_run();
        let all: usize = self.counts.values().sum();
        let Some((usual, count)) = self.counts.into_iter().max_by_key(|(_, count)| *count) else { return Vec::new() };
        if count * 100 < REGULAR * all {
            return Vec::new();
        }
        self.changed.into_iter().filter(|row| row.width < usual).take(REMEMBERED).collect()
    }
}
