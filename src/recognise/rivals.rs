//! A sheet with headings of a used table and of a later one: which of the two it is. Lists of appointments or
//! customers carry a sale, an order, an advisor beside their own columns; a list of sales has an insurer or an address.

use std::collections::BTreeSet;

use crate::base::text::fold;
use crate::input::grid::Grid;

use super::dictionary::{Dictionary, FieldHeadings, TableHeadings};
use super::heading_row::HeadingCell;

/// Fields that stand in nearly every list of a workshop and speak for no table.
const EVERYWHERE: [&str; 7] = ["vin", "plate", "customer", "phone", "model", "advisor", "comment"];

/// The headings decide alone where one table has more than so many times the headings that the other has.
const CLEARLY: usize = 2;

/// A single heading of another table may stand in any list.
const LEAST_LOST: usize = 2;

/// The headings that one of the two tables has and the other does not know.
pub(super) struct Rivals {
    /// Fields and known columns that only the used table has.
    own: usize,
    /// Columns that only the later table has.
    pub lost: Vec<(u32, String)>,
    /// Whether the file or the sheet is named after the used table, after the later one.
    named: (bool, bool),
}

impl Rivals {
    pub fn new(grid: &Grid, dictionary: &Dictionary, cells: &[HeadingCell], used: usize, later: usize) -> Self {
        let (used_table, later_table) = (&dictionary.tables()[used], &dictionary.tables()[later]);
        let mut fields = BTreeSet::new();
        let mut columns = 0;
        let mut lost = Vec::new();
        for cell in cells {
            let of_used = cell.meanings.iter().find(|meaning| meaning.table == used);
            let of_later = cell.meanings.iter().find(|meaning| meaning.table == later);
            let field = of_used.and_then(|meaning| meaning.field);
            match (of_used, of_later) {
                (_, Some(meaning)) if field.is_none() && meaning.is_telling() => {
                    lost.push((cell.col, cell.text.clone()))
                }
                (Some(_), None) => match field {
                    Some(field) if speaks(&used_table.fields[field]) => {
                        fields.insert(field);
                    }
                    None if cell.meanings.len() == 1 => columns += 1,
                    _ => {}
                },
                _ => {}
            }
        }
        Self { own: fields.len() + columns, lost, named: (named(grid, used_table), named(grid, later_table)) }
    }

    /// Whether the sheet is one of the later table. The name decides what the headings leave in doubt.
    pub fn is_later(&self) -> bool {
        let lost = self.lost.len();
        match self.named {
            (true, false) => false,
            (false, true) => lost > 0 && lost * CLEARLY >= self.own,
            _ => lost >= LEAST_LOST && lost > self.own * CLEARLY,
        }
    }

    /// Whether the other table knows all that speaks for this one, and something that speaks for itself alone.
    pub fn other_knows_all(&self) -> bool {
        self.own == 0 && !self.lost.is_empty() && self.named != (true, false)
    }

    /// Whether nothing but the headings speaks for the later table, so that someone should look at it.
    pub fn is_unnamed(&self) -> bool {
        self.named != (false, true)
    }

    /// Whether a sheet of the used table might be one of the later table.
    pub fn is_doubtful(&self) -> bool {
        self.lost.len() >= LEAST_LOST && self.lost.len() * CLEARLY >= self.own
    }
}

/// Whether a field tells that a list is of its table.
fn speaks(field: &FieldHeadings) -> bool {
    field.telling && !EVERYWHERE.contains(&field.id.as_str())
}

/// Whether the file or the sheet is named after the table, or one of its names (招揽/提醒); it only breaks ties.
pub(super) fn named(grid: &Grid, table: &TableHeadings) -> bool {
    let name = fold(&format!("{} {}", grid.file, grid.sheet.as_deref().unwrap_or("")));
    let mut names = [&table.names.chinese, &table.names.en].into_iter().flat_map(|names| names.split('/'));
    names.any(|one| name.contains(&fold(one)))
}
