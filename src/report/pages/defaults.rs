//! Blocks of indicators that no block of their page shows, such as a user's own: by period, as a chart, and by each of
//! their breakdowns.

use super::columns::column;
use super::plan::{Axis, BlockPlan, ChartPlan, ColumnPlan, PagePlan, Part, TablePlan};
use super::read::default_says;
use crate::base::number::Unit;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::{Definition, Shape};

/// Adds the blocks of the indicators of a page that it does not show.
pub(super) fn add(page: &mut PagePlan, catalogue: &Catalogue) {
    let here = catalogue.definitions().iter().filter(|one| one.page == page.id && !one.support);
    let missing: Vec<&Definition> = here.filter(|one| !page.blocks.iter().any(|block| block.shows(&one.id))).collect();
    page.blocks.extend(missing.into_iter().flat_map(blocks));
}

fn blocks(one: &Definition) -> Vec<BlockPlan> {
    let parts: &[Part] = match one.unit {
        unit if unit.adds_up() => &[Part::Value],
        _ if !matches!(one.shape, Shape::Ratio | Shape::TrailingMean) => &[Part::Value, Part::N],
        _ => &[Part::Above, Part::Below, Part::Value, Part::N],
    };
    let columns: Vec<ColumnPlan> = parts.iter().map(|part| column(one, *part)).collect();
    let mut blocks = vec![table(one, Axis::Period, None, columns.clone()), chart(one)];
    let mut by_group = columns;
    by_group.extend(one.unit.adds_up().then(|| column(one, Part::Share)));
    blocks.extend(one.by.iter().filter_map(|by| match by.as_slice() {
        [rows] => Some(table(one, Axis::Groups(rows.clone()), None, by_group.clone())),
        [rows, across] => {
            let across = Some(Axis::Groups(across.clone()));
            Some(table(one, Axis::Groups(rows.clone()), across, vec![column(one, Part::Value)]))
        }
        // More than two properties make no table; report.json has them.
        _ => None,
    }));
    blocks
}

fn table(one: &Definition, rows: Axis, across: Option<Axis>, columns: Vec<ColumnPlan>) -> BlockPlan {
    let by: Vec<&str> = [Some(&rows), across.as_ref()].into_iter().flatten().map(Axis::property).collect();
    BlockPlan::Table(TablePlan {
        id: format!("{}_by_{}", one.id, by.join("_")),
        title: None,
        // The whole of each group across is known where they are a breakdown of their own.
        whole: match &across {
            Some(across) => one.by.iter().any(|by| *by == [across.property()]),
            None => rows != Axis::Period,
        },
        rows,
        across,
        columns,
        sort: None,
        note: None,
        printed: true,
    })
}

fn chart(one: &Definition) -> BlockPlan {
    let figure = column(one, Part::Value);
    let says = default_says(&figure, None);
    let (columns, lines) = match one.unit {
        unit if unit.adds_up() => (vec![figure], Vec::new()),
        Unit::Percent => (vec![column(one, Part::Below), column(one, Part::Above)], vec![figure]),
        _ => (Vec::new(), vec![figure]),
    };
    let (id, x) = (one.id.clone(), Axis::Period);
    BlockPlan::Chart(ChartPlan {
        id,
        title: None,
        x,
        columns,
        lines,
        pie: None,
        series: None,
        sort: None,
        whole: false,
        says,
    })
}
