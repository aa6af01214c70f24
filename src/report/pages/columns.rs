//! Columns of blocks: an indicator, a part of one (`id.part`), or `{ of, each, names, sum }`.

use std::collections::BTreeSet;

use super::plan::{Axis, ColumnPlan, Heading, PERIOD, Part};
use crate::base::declaration::Entry;
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::nearest::told;
use crate::base::number::Unit;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::{Definition, Shape};

/// The parts of an indicator by name; its figure has none.
const PARTS: [(&str, Part); 8] = [
    ("above", Part::Above),
    ("below", Part::Below),
    ("rest", Part::Rest),
    ("n", Part::N),
    ("share", Part::Share),
    ("change", Part::Change),
    ("previous", Part::Previous),
    ("target", Part::Target),
];

/// Whether figures of a shape have a part.
fn has(one: &Definition, part: Part) -> bool {
    let shape = one.shape;
    match part {
        Part::Value | Part::Change | Part::Previous | Part::Target => true,
        Part::Above | Part::Below => shape.is_rate(),
        Part::Rest => shape == Shape::Ratio,
        Part::N => !one.unit.adds_up(),
        Part::Share => one.unit.adds_up(),
    }
}

/// A name that is not known: what is known there, and the nearest.
pub(super) fn unknown<'k>(
    entry: &Entry<'_>,
    what: [&str; 2],
    name: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Failure {
    let list: Vec<&str> = known.clone().collect();
    let [chinese, english] = what;
    let near = told(name, known, "");
    let failure =
        entry.failure(&format!("{chinese} “{name}”{}", near.chinese), &format!("{english} {name:?}{}", near.en));
    match list.as_slice() {
        [] => failure,
        list => {
            let Words { chinese, en } = Words::list(list);
            failure.hint(format!("可以写：{chinese}"), format!("known here: {en}"))
        }
    }
}

/// The indicator of an id.
pub(super) fn indicator<'c>(entry: &Entry<'_>, id: &str, catalogue: &'c Catalogue) -> Result<&'c Definition, Failure> {
    let found = catalogue.definitions().iter().find(|one| one.id == id);
    let ids = catalogue.definitions().iter().map(|one| one.id.as_str());
    found.ok_or_else(|| unknown(entry, ["没有指标", "names no indicator"], id, ids))
}

/// An axis of a block, with the key that says it.
pub(super) struct NamedAxis<'a> {
    /// The key.
    pub(super) entry: Entry<'a>,
    /// What it says.
    pub(super) axis: Axis,
}

impl NamedAxis<'_> {
    /// The property of its groups; over periods there is none.
    pub(super) fn property(&self) -> Option<&str> {
        match &self.axis {
            Axis::Groups(property) => Some(property),
            Axis::Period => None,
        }
    }
}

/// An axis by which none of a block's indicators is broken down is no fault of theirs.
///
/// # Errors
/// Such an axis, with what it may be.
pub(super) fn check_axes<'c>(
    axes: &[NamedAxis<'_>],
    indicators: impl Iterator<Item = &'c Definition> + Clone,
) -> Result<(), Failure> {
    let properties: BTreeSet<&str> = indicators.flat_map(|one| one.by.iter().flatten()).map(String::as_str).collect();
    for named in axes {
        let Some(property) = named.property().filter(|property| !properties.contains(property)) else { continue };
        let what = ["不能是", "cannot be"];
        return Err(unknown(&named.entry, what, property, [PERIOD].into_iter().chain(properties.iter().copied())));
    }
    Ok(())
}

/// Whether an indicator is broken down by these properties, in whatever order.
///
/// # Errors
/// It is not; the nearest property that it has.
pub(super) fn check_broken_down(entry: &Entry<'_>, one: &Definition, properties: &[&str]) -> Result<(), Failure> {
    let same = |by: &Vec<String>| by.len() == properties.len() && by.iter().all(|by| properties.contains(&by.as_str()));
    if properties.is_empty() || one.by.iter().any(same) {
        return Ok(());
    }
    let known: Vec<String> = one.by.iter().map(|by| by.join("+")).collect();
    let what = [format!("{} 没有按此分组：", one.id), format!("{} is not broken down by", one.id)];
    let what = [what[0].as_str(), what[1].as_str()];
    Err(unknown(entry, what, &properties.join("+"), known.iter().map(String::as_str)))
}

/// A column that a text names.
pub(super) fn named(entry: &Entry<'_>, text: &str, catalogue: &Catalogue) -> Result<ColumnPlan, Failure> {
    let (id, part) = text.split_once('.').map_or((text, None), |(id, part)| (id, Some(part)));
    let one = indicator(entry, id, catalogue)?;
    let Some(name) = part else { return Ok(column(one, Part::Value)) };
    let known = PARTS.iter().filter(|(_, part)| has(one, *part));
    let found = known.clone().find(|(known, _)| *known == name);
    let what = [format!("{id} 没有部分"), format!("{id} has no part")];
    let what = [what[0].as_str(), what[1].as_str()];
    match found {
        Some((_, part)) => Ok(column(one, *part)),
        None => Err(unknown(entry, what, name, known.map(|(name, _)| *name))),
    }
}

/// A part of an indicator as a column.
pub(super) fn column(one: &Definition, part: Part) -> ColumnPlan {
    let words = |words: &Option<_>, key| words.clone().map_or(Heading::Key(key), Heading::Words);
    let (heading, unit) = match part {
        Part::Value => (Heading::Words(one.name.clone()), one.unit),
        Part::Above => (words(&one.above, "column.numerator"), Unit::Count),
        Part::Below => (words(&one.below, "column.denominator"), one.shape.unit_below()),
        Part::Rest => (words(&one.rest, "column.rest"), Unit::Count),
        Part::N => (Heading::Key("column.n"), Unit::Count),
        Part::Share => (Heading::Key("column.share"), Unit::Percent),
        Part::Change => (Heading::Key("column.change"), one.unit),
        Part::Previous => (Heading::LastPeriod, one.unit),
        Part::Target => (Heading::Key("column.target"), one.unit),
    };
    ColumnPlan {
        of: one.id.clone(),
        facts: one.rows.facts.clone(),
        part,
        each: None,
        heading,
        unit,
        over: one.over.clone(),
        averages: one.averages().map(str::to_owned),
        sum: Vec::new(),
        support: one.support,
    }
}

/// The columns of a list of them; each is broken down by the properties of the block's axes, and by its own `each`.
pub(super) fn columns(
    entry: &Entry<'_>,
    axes: &[NamedAxis<'_>],
    catalogue: &Catalogue,
) -> Result<Vec<ColumnPlan>, Failure> {
    let properties: Vec<&str> = axes.iter().filter_map(NamedAxis::property).collect();
    let mut columns = Vec::new();
    let mut items = Vec::new();
    let mut sums = Vec::new();
    for item in entry.items()? {
        let mut plan = if item.is_text() {
            named(&item, &item.text()?, catalogue)?
        } else {
            let mut section = item.section()?;
            let of = section.need("of")?;
            let mut plan = named(&of, &of.text()?, catalogue)?;
            plan.each = section.take("each").map(|each| each.text()).transpose()?;
            if let Some(names) = section.take("names") {
                plan.heading = Heading::Words(names.words()?);
            }
            if let Some(parts) = section.take("sum") {
                for part in parts.items()? {
                    let part_of = named(&part, &part.text()?, catalogue)?;
                    plan.sum.push((part_of.of.clone(), part_of.part));
                    sums.push((part, part_of));
                }
            }
            section.finish()?;
            plan
        };
        plan.over.take_if(|_| plan.part != Part::Value);
        items.push((item, indicator(entry, &plan.of, catalogue)?));
        columns.push(plan);
    }
    check_axes(axes, items.iter().map(|(_, one)| *one))?;
    for ((item, one), plan) in items.iter().zip(&columns) {
        let all: Vec<&str> = properties.iter().copied().chain(plan.each.as_deref()).collect();
        check_broken_down(item, one, &all)?;
        if plan.each.as_deref().is_some_and(|each| properties.contains(&each)) {
            return Err(item.failure("的 each 已是表的行或列", "has an each that the rows or columns are already"));
        }
    }
    for (entry, part) in sums {
        if !columns.iter().any(|column| (&column.of, column.part) == (&part.of, part.part)) {
            return Err(entry.failure("不是本表的列", "is no column of this table"));
        }
    }
    if columns.is_empty() {
        return Err(entry.failure("是空的", "is empty"));
    }
    Ok(columns)
}
