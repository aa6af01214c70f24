//! A list that has all that its table needs and may be one of something else for all that: a survey of those who bought a car
//! looks like one of those who had it mended, but for the sales consultant. It counts, and is told.

use super::block::Block;
use super::dictionary::TableHeadings;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{Grid, GridValue};

/// What is told of a list whose headings stand in `row`.
pub(super) fn told(grid: &Grid, table: &TableHeadings, block: &Block, row: u32) -> Option<Finding> {
    let others = table.others.as_ref()?;
    if block.columns.iter().any(|column| others.unless.contains(&column.field)) {
        return None;
    }
    let heading = grid.cells_of(row..row + 1).iter().find_map(|cell| {
        let GridValue::Text(id) = cell.value else { return None };
        let text = grid.text(id);
        others.headings.contains(&fold(text)).then_some((cell.col, text))
    });
    let name = || {
        let names = [grid.sheet.as_deref(), Some(&*grid.file)];
        let names = || names.into_iter().flatten();
        names().find(|name| others.named.iter().any(|word| fold(name).contains(word)))
    };
    let (col, text) = heading.or_else(|| Some((block.columns.first()?.col, name()?)))?;
    let finding = Finding::new(
        Severity::Warning,
        Code::DoubtfulRow,
        grid.place().at(row, col),
        format!("“{text}”：{}", others.words.chinese),
        format!("“{text}”: {}", others.words.en),
    );
    Some(finding.table(table.table).value(text))
}
