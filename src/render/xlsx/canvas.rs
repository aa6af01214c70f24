//! A sheet while it is written: the next row, heights of rows, what is printed. Everything that writes writes here.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_xlsxwriter::{Format, Worksheet};

use super::caches::Caches;
use super::formats::{Formats, ROW_HEIGHT, Style};
use super::formula::Origin;
use super::layout::PAGE_WIDTH;
use super::links::Links;
use super::widths::{self, Columns};
use crate::base::lang::Lang;
use crate::report::model::Table;

/// Pixels that a sentence fills at least, and at most, before it wraps.
const SENTENCE_WIDTH: (u32, u32) = (900, 1300);
/// Pixels of the empty row between blocks.
const GAP: u32 = 14;
/// Cells that are given their look together: a few columns of so many rows are still at hand.
const LONGEST_RUN: u32 = 256;
/// The numbers that charts read begin at column AA or further right.
const FIRST_DATA_COLUMN: u16 = 26;

/// The beginning of a row of blocks, where a sheet of paper may begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Top {
    /// Its row.
    pub row: u32,
    /// What begins there.
    pub what: Begins,
}

/// What begins at the left edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// A table or a sentence.
    Block,
    /// A chart, which belongs to the block above.
    Chart,
    /// The heading of a guest, which belongs to the block below.
    Section,
    /// A list, which paper may cut below this row.
    List(u32),
}

/// What is written on from top to bottom.
pub(super) struct Canvas<'a> {
    /// Where it is written.
    pub worksheet: &'a mut Worksheet,
    /// Its name, for the ranges of charts.
    pub name: &'a str,
    /// Cell formats.
    pub formats: &'a Formats,
    /// Where links lead.
    pub links: &'a Links<'a>,
    /// Column widths.
    pub columns: Columns,
    /// The row below everything.
    pub next_row: u32,
    /// The block that charts read.
    pub data: DataBlock,
    /// Where blocks begin that have nothing beside them further up.
    pub tops: Vec<Top>,
    /// The tables above, by their ids.
    pub tables: BTreeMap<&'a str, (Origin, &'a Table)>,
    /// The pages that stand on this sheet, each with the row of its heading.
    pub sections: Vec<(&'a str, u32)>,
    /// What the ranges hold that charts read.
    pub caches: Caches,
    /// Last row and column that are printed.
    pub extent: (u32, u16),
    /// The first column that is left to the screen, where a list has such.
    pub left_out: Option<u16>,
    heights: BTreeMap<u32, u32>,
    /// The last cells of each column that look alike.
    looks: BTreeMap<u16, Look>,
}

/// Cells of a column, one below the other, that look alike.
struct Look {
    rows: RangeInclusive<u32>,
    style: Style,
}

/// Where the next numbers go that charts read: right of everything that is printed.
#[derive(Default)]
pub(super) struct DataBlock {
    /// Its first column.
    pub column: u16,
    /// Its next free row; 0 while it is empty.
    pub next_row: u32,
    /// What stands above it; nothing where the numbers of one chart are alone.
    pub heading: &'static str,
}

impl DataBlock {
    fn right_of(columns: &Columns, lang: Lang) -> Self {
        let printed = columns.starting_at(PAGE_WIDTH * 2).max(columns.count());
        Self {
            column: FIRST_DATA_COLUMN.max(printed + 2), next_row: 0, heading: lang.pick("图表数据", "Chart data")
        }
    }
}

impl<'a> Canvas<'a> {
    /// An empty sheet with columns of these widths.
    pub(super) fn new(
        worksheet: &'a mut Worksheet,
        name: &'a str,
        links: &'a Links<'a>,
        formats: &'a Formats,
        columns: Columns,
        lang: Lang,
    ) -> anyhow::Result<Self> {
        worksheet.set_name(name)?;
        for (column, width) in columns.set() {
            worksheet.set_column_width_pixels(column, width)?;
        }
        let data = DataBlock::right_of(&columns, lang);
        let (tops, heights) = (Vec::new(), BTreeMap::new());
        Ok(Self {
            worksheet,
            name,
            formats,
            links,
            columns,
            next_row: 0,
            data,
            tops,
            tables: BTreeMap::new(),
            sections: Vec::new(),
            caches: Caches::default(),
            extent: (0, 0),
            left_out: None,
            heights,
            looks: BTreeMap::new(),
        })
    }

    /// A text over the width of the page, wrapped, at the next row.
    pub(super) fn write_across(&mut self, text: &str, format: &Format) -> anyhow::Result<()> {
        let tables = self.columns.set().map(|(_, width)| width).sum::<u32>();
        let last = self.columns.starting_at(tables.clamp(SENTENCE_WIDTH.0, SENTENCE_WIDTH.1)).saturating_sub(1);
        self.write_merged(self.next_row, (0, last), text, format)?;
        self.next_row += 1;
        Ok(())
    }

    /// A text over several columns, with a row high enough for its lines.
    pub(super) fn write_merged(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        if last > first {
            self.worksheet.merge_range(row, first, row, last, text, format)?;
        } else {
            self.worksheet.write_string_with_format(row, first, text, format)?;
        }
        let width = self.columns.left(last + 1) - self.columns.left(first);
        self.set_height(row, widths::height(widths::lines(text, width)))?;
        self.extend(row, last);
        Ok(())
    }

    /// A remark below a table: as many rows as it has lines, so that no row of a table beside it grows. Gives the first row
    /// below.
    pub(super) fn write_note(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
    ) -> anyhow::Result<u32> {
        let below = row + widths::lines(text, self.columns.left(last + 1) - self.columns.left(first));
        if below == row + 1 {
            self.write_merged(row, (first, last), text, format)?;
        } else {
            self.worksheet.merge_range(row, first, below - 1, last, text, format)?;
            self.extend(below - 1, last);
        }
        Ok(below)
    }

    /// Says how a cell of a table looks. The writer looks a format up by all it consists of, which takes longer than to write
    /// a cell: so cells that look alike, one below the other, are given their format together.
    pub(super) fn dress(&mut self, row: u32, col: u16, style: Style) -> anyhow::Result<()> {
        match self.looks.get_mut(&col) {
            Some(look)
                if look.style == style && *look.rows.end() + 1 == row && row - *look.rows.start() < LONGEST_RUN =>
            {
                look.rows = *look.rows.start()..=row;
                Ok(())
            }
            _ => match self.looks.insert(col, Look { rows: row..=row, style }) {
                Some(before) => self.give(col, &before),
                None => Ok(()),
            },
        }
    }

    /// Gives all cells the looks that they were said to have.
    pub(super) fn dress_rest(&mut self) -> anyhow::Result<()> {
        std::mem::take(&mut self.looks).iter().try_for_each(|(col, look)| self.give(*col, look))
    }

    fn give(&mut self, col: u16, look: &Look) -> anyhow::Result<()> {
        let format = self.formats.cell(&look.style);
        self.worksheet.set_range_format(*look.rows.start(), col, *look.rows.end(), col, &format)?;
        Ok(())
    }

    /// An empty row between two blocks.
    pub(super) fn gap(&mut self) -> anyhow::Result<()> {
        self.worksheet.set_row_height_pixels(self.next_row, GAP)?;
        self.heights.insert(self.next_row, GAP);
        self.next_row += 1;
        Ok(())
    }

    /// Makes a row at least so high.
    pub(super) fn set_height(&mut self, row: u32, pixels: u32) -> anyhow::Result<()> {
        if pixels > self.height(row) {
            self.heights.insert(row, pixels);
            self.worksheet.set_row_height_pixels(row, pixels)?;
        }
        Ok(())
    }

    /// Pixels of a row.
    pub(super) fn height(&self, row: u32) -> u32 {
        self.heights.get(&row).copied().unwrap_or(ROW_HEIGHT)
    }

    /// Widens the printed area.
    pub(super) fn extend(&mut self, row: u32, col: u16) {
        self.extent = (self.extent.0.max(row), self.extent.1.max(col));
    }
}
