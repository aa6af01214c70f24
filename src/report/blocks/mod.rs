//! The blocks of a page.

mod alarm;
mod chart;
mod chart_places;
mod correlation;
mod crossed;
mod data_quality;
mod definitions;
mod followed;
mod gaps;
mod list;
mod news;
mod overview;
mod ranking;
mod review;
mod table;
mod why;

use crate::report::draft::Draft;
use crate::report::figure_cells::FigureCells;
use crate::report::model::Block;
use crate::report::pages::plan::{BlockPlan, Made, Say, Says};
use crate::report::sentences;

/// The indicators of the overview, in their order.
pub(super) fn main(draft: &Draft<'_>) -> Vec<String> {
    overview::shown(draft).into_iter().map(str::to_owned).collect()
}

/// Builds what a block of a page declares; `cells` are those of the tables above it on the page, for charts.
pub(super) fn build<'a>(draft: &Draft<'a>, plan: &'a BlockPlan, cells: &mut FigureCells<'a>) -> Vec<Block> {
    match plan {
        BlockPlan::Say(Say { says: Says::Why(plan), .. }) => why::cause(draft, plan).into_iter().collect(),
        BlockPlan::Say(say) => sentences::say(draft, say),
        BlockPlan::Table(plan) => table::build(draft, plan, cells).into_iter().collect(),
        BlockPlan::Crossed(plan) => crossed::build(draft, plan).into_iter().collect(),
        BlockPlan::Chart(plan) => vec![chart::build(draft, plan, cells)],
        BlockPlan::List(plan) => vec![list::build(draft, plan)],
        BlockPlan::Correlation(plan) => correlation::build(draft, plan),
        BlockPlan::Why(plan) => why::build(draft, plan).unwrap_or_default(),
        BlockPlan::Made(Made::Overview) => overview::build(draft),
        BlockPlan::Made(Made::Inputs) => vec![data_quality::sentence(draft), data_quality::inputs(draft)],
        BlockPlan::Made(Made::Findings) => data_quality::findings(draft),
        BlockPlan::Made(Made::Definitions) => definitions::tables(draft),
        BlockPlan::Made(Made::Gaps) => gaps::largest(draft),
        BlockPlan::Made(Made::Aims) => gaps::aims(draft),
        BlockPlan::Made(Made::Ranking) => ranking::build(draft),
        BlockPlan::Made(Made::Review) => review::build(draft).into_iter().collect(),
    }
}
