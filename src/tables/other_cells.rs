//! The cells of a row that no field takes. Where nothing names an order or a vehicle, only they can tell that two rows
//! are two things: six cars of one buyer on one day, the totals of two stores.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::Block;

use super::accounting;
use super::field_kind::FieldKind;
use super::schema::Schema;
use super::value::Value;

/// Headings of running numbers, folded: they differ in a row that stands twice, too.
const RUNNING: [&str; 8] = ["序号", "行号", "編號", "编号", "项次", "序號", "no", "序"];

/// The columns of a block that tell nothing of a row besides its values.
pub(super) struct OtherCells {
    /// Columns that a field takes, and running numbers.
    aside: BTreeSet<u32>,
    /// All columns with a heading.
    headed: BTreeSet<u32>,
}

impl OtherCells {
    pub(super) fn of(grid: &Grid, block: &Block) -> Self {
        let top = block.header.map_or(block.first_row, |(first, _)| first);
        let headings = grid.cells_of(top..block.first_row).iter();
        let headings: Vec<(u32, &str)> = headings.filter_map(|cell| Some((cell.col, text(grid, cell)?))).collect();
        let running = headings.iter().filter(|(_, text)| RUNNING.contains(&fold(text).as_str())).map(|(col, _)| *col);
        let mapped = block.columns.iter().map(|column| column.col);
        Self { aside: mapped.chain(running).collect(), headed: headings.iter().map(|(col, _)| *col).collect() }
    }

    /// Whether a column has a heading.
    pub(super) fn is_headed(&self, col: u32) -> bool {
        self.headed.contains(&col)
    }

    /// Their hash in a row that names neither an order nor a vehicle; 0 in others.
    pub(super) fn hash(
        &self,
        grid: &Grid,
        block: &Block,
        schema: &Schema,
        values: &[Value],
        cells: &[GridCell],
    ) -> u64 {
        let is_name =
            |field: usize| matches!(schema.fields[field].kind, FieldKind::Code | FieldKind::Vin | FieldKind::Plate);
        let mut said =
            block.columns.iter().zip(values).filter(|(_, value)| !matches!(value, Value::Nothing | Value::Lost));
        if said.any(|(column, _)| is_name(column.field)) {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        for cell in cells.iter().filter(|cell| !self.aside.contains(&cell.col) && !accounting::is_blank(grid, cell)) {
            let shown = grid.shown(cell.value);
            // Without a heading a whole number is a running one.
            if self.headed.contains(&cell.col) || !shown.bytes().all(|b| b.is_ascii_digit()) {
                (cell.col, shown).hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

fn text<'a>(grid: &'a Grid, cell: &GridCell) -> Option<&'a str> {
    if let GridValue::Text(id) = cell.value { Some(grid.text(id)) } else { None }
}
