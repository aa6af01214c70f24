//! Changes taken apart by groups, as blocks and sentences name them.

use super::columns::{self, check_broken_down};
use super::plan::WhyPlan;
use crate::base::declaration::Section;
use crate::base::failure::Failure;
use crate::kpi::catalogue::Catalogue;

/// A rate or score with the groups that explain its change: its own, or the reasons of a count.
pub(super) fn why(id: String, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<WhyPlan, Failure> {
    let of = block.need("of")?;
    let named = of.text()?;
    let rate = columns::indicator(&of, &named, catalogue)?;
    if rate.unit.adds_up() {
        return Err(of.failure("是个数，它的变化就是各组之差", "is a count: its change is that of its groups"));
    }
    let reasons = block.take("reasons");
    let count = reasons.as_ref().map(|entry| Ok((entry, entry.text()?))).transpose()?;
    let by = block.need("by")?;
    let property = by.text()?;
    let grouped = match &count {
        Some((entry, count)) => columns::indicator(entry, count, catalogue)?,
        None => rate,
    };
    check_broken_down(&by, grouped, &[&property])?;
    Ok(WhyPlan { id, of: named, by: property, reasons: count.map(|(_, count)| count) })
}
