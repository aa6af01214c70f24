//! Where the figures of a page stand in its tables, so that its charts can follow them.

use std::collections::HashMap;

use crate::report::chart::model::TableCell;
use crate::report::model::{Table, Value};
use crate::report::pages::plan::{ColumnPlan, Part};

/// Properties with the keys that a figure is about; none of the whole.
pub(super) type Keys<'a> = Vec<(&'a str, &'a str)>;

/// The cells of the tables of a page by what they are the figure of; of two cells the later.
#[derive(Default)]
pub(super) struct FigureCells<'a> {
    cells: HashMap<(&'a str, Part, Keys<'a>), (TableCell, f64)>,
}

impl<'a> FigureCells<'a> {
    /// A figure that stands in a row and column of a table.
    pub(super) fn add(
        &mut self,
        column: &'a ColumnPlan,
        mut keys: Keys<'a>,
        table: &Table,
        (row, col): (usize, usize),
    ) {
        let cell = table.rows.get(row).and_then(|row| row.cells.get(col)).map(|cell| &cell.value);
        let value = if let Some(Value::Number(number)) = cell { number.value } else { return };
        keys.sort_unstable();
        let place = TableCell { table: table.id.clone(), row, col };
        // A cell without a number may get one.
        self.cells.insert((&column.of, column.part, keys), (place, value.unwrap_or(f64::NAN)));
    }

    /// The cell of a figure; nothing unless it holds the same.
    pub(super) fn find(&self, column: &'a ColumnPlan, mut keys: Keys<'a>, value: Option<f64>) -> Option<TableCell> {
        keys.sort_unstable();
        let own = (column.of.as_str(), column.part);
        // What a rate rests on stands under its own name, or as a count of its own.
        let over = || column.over.as_deref().map(|over| (over, Part::Value));
        let names = match column.part {
            Part::N => [Some(own), Some((own.0, Part::Below)), over()],
            Part::Below => [Some(own), over(), None],
            _ => [Some(own), None, None],
        };
        let mut found = names.into_iter().flatten().filter_map(|(of, part)| self.cells.get(&(of, part, keys.clone())));
        let same = |held: f64| value.map_or(held.is_nan(), |value| value == held);
        found.find(|(_, held)| same(*held)).map(|(cell, _)| cell.clone())
    }
}
