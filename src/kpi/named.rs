//! What an indicator names, by itself and by way of the columns that it names.

use std::collections::BTreeSet;

use super::definition::{Definition, Rows};
use crate::facts::fact::{Fact, Make, Settled};

/// The columns that rows, their groups and the rules of the fact name, and those that these name in their turn.
pub(super) fn named<'a>(rows: &'a Rows, by: &'a [Vec<String>]) -> BTreeSet<&'a str> {
    let fact = &rows.facts;
    let terms = [&rows.numerator, &rows.denominator, &rows.filter, &fact.filter];
    let mut named: BTreeSet<&'a str> =
        terms.into_iter().flatten().flat_map(|term| &term.columns).map(String::as_str).collect();
    named.extend(rows.date.iter().chain(by.iter().flatten()).map(String::as_str));
    if let Some(once) = &fact.once {
        named.extend(
            once.each.iter().chain(&once.month_of).chain(once.order.iter().map(|(name, _)| name)).map(String::as_str),
        );
    }
    with_their_own(fact, named)
}

/// The columns that these name in their turn, beside themselves; a column names only those before it.
fn with_their_own<'a>(fact: &'a Fact, mut named: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    for column in fact.columns.iter().rev().filter(|column| !matches!(column.made, Make::Given)) {
        if !named.contains(column.id.as_str()) {
            continue;
        }
        match &column.made {
            Make::Sql(term) => named.extend(term.columns.iter().map(String::as_str)),
            Make::Look(look) => named.extend(look.named().map(String::as_str)),
            Make::MonthEnd { of, .. } => {
                named.insert(of);
            }
            Make::Given | Make::Rust(_) => {}
        }
    }
    named
}

/// Until when what the indicator counts may still change: none where it names no column that may.
pub(super) fn settled(definition: &Definition) -> Option<&Settled> {
    let rows = &definition.rows;
    let settled = rows.facts.settled.as_ref()?;
    let terms = [&rows.numerator, &rows.denominator, &rows.filter];
    let named = terms.into_iter().flatten().flat_map(|term| &term.columns).map(String::as_str);
    let named = with_their_own(&rows.facts, named.collect());
    (settled.of.is_empty() || settled.of.iter().any(|column| named.contains(column.as_str()))).then_some(settled)
}

/// The constants that an indicator, or a column that it names, rests on.
pub(super) fn constants(definition: &Definition) -> BTreeSet<String> {
    let Definition { rows, base, less, trailing, .. } = definition;
    let all = [Some(rows), base.as_ref(), less.as_ref(), trailing.as_ref()];
    let mut used = BTreeSet::new();
    used.extend(settled(definition).iter().flat_map(|settled| settled.constants.iter().cloned()));
    for rows in all.into_iter().flatten() {
        let fact = &rows.facts;
        let terms = [&rows.numerator, &rows.denominator, &rows.filter, &fact.filter];
        used.extend(terms.into_iter().flatten().flat_map(|term| term.constants.iter().cloned()));
        let named = named(rows, &definition.by);
        for column in fact.columns.iter().filter(|column| named.contains(column.id.as_str())) {
            match &column.made {
                Make::Sql(term) => used.extend(term.constants.iter().cloned()),
                Make::Look(look) => {
                    used.extend(look.around.iter().flat_map(|around| around.constants.iter().cloned()));
                    used.extend(look.filter.iter().flat_map(|term| term.constants.iter().cloned()));
                }
                Make::MonthEnd { constants, .. } => used.extend(constants.iter().cloned()),
                Make::Given | Make::Rust(_) => {}
            }
        }
    }
    used
}
