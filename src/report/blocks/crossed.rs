//! Tables whose rows are combinations of groups, one row a combination that occurs, to filter: who, when and what at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::text::UNSPECIFIED;
use crate::report::cells::{columns, register, row, text};
use crate::report::draft::{Draft, rows};
use crate::report::figures::Figures;
use crate::report::model::{Block, Row};
use crate::report::pages::plan::{ColumnPlan, CrossedPlan};

/// The table; none where the groups of one of the properties are not known, for then fewer properties say the same.
pub(super) fn build<'a>(draft: &Draft<'a>, plan: &'a CrossedPlan) -> Option<Block> {
    let shown: Vec<&ColumnPlan> = plan.columns.iter().collect();
    let properties: Vec<&str> = plan.rows.iter().map(String::as_str).collect();
    // Of each property its groups in their order, with the label of each.
    let orders: Vec<BTreeMap<&str, (usize, String)>> = properties
        .iter()
        .map(|property| {
            let groups = draft.groups(&shown, property, false).into_iter().enumerate();
            groups.map(|(place, (key, label))| (key, (place, label))).collect()
        })
        .collect();
    if orders.iter().any(|groups| groups.keys().all(|key| *key == UNSPECIFIED)) {
        return None;
    }
    let keys: BTreeSet<Vec<&str>> = shown.iter().flat_map(|column| combinations(draft, column, &properties)).collect();
    let places = |keys: &[&str]| -> Vec<usize> {
        keys.iter().zip(&orders).map(|(key, order)| order.get(key).map_or(usize::MAX, |(place, _)| *place)).collect()
    };
    let mut keys: Vec<Vec<&str>> = keys.into_iter().collect();
    keys.sort_by_cached_key(|keys| places(keys));
    let figures: Vec<Figures<'_>> =
        shown.iter().map(|column| Figures::new(draft, column, properties.clone())).collect();
    let label =
        |key: &str, at: usize| orders[at].get(key).map_or_else(|| draft.group(key), |(_, label)| label).to_owned();
    let line = |keys: &Vec<&str>| {
        let names = keys.iter().enumerate().map(|(at, key)| text(label(key, at)));
        row(names.chain(figures.iter().map(|figures| figures.cell(keys))).collect())
    };
    let lines: Vec<Row> = keys.iter().map(line).collect();
    let facts = plan.columns.first().map(|column| &*column.facts);
    let names = properties.iter().map(|property| draft.property(facts, property).to_owned());
    let heads: Vec<String> = names.chain(shown.iter().map(|column| draft.heading(column))).collect();
    let note = shown.iter().any(|column| column.is_rate()).then(|| draft.small_note()).flatten();
    let title = plan.title.get(draft.content.lang);
    Some(register(&plan.id, title, columns(heads.iter().map(String::as_str)), lines, note))
}

/// The combinations that an indicator lists, in the order of the properties.
fn combinations<'a>(draft: &Draft<'a>, column: &ColumnPlan, properties: &[&str]) -> Vec<Vec<&'a str>> {
    let result = draft.kpi(&column.of);
    let found = result.into_iter().flat_map(|result| &result.breakdowns).find(|one| {
        one.by.len() == properties.len() && properties.iter().all(|property| one.by.iter().any(|by| by == property))
    });
    let Some(found) = found else { return Vec::new() };
    let by: Vec<&str> = found.by.iter().map(String::as_str).collect();
    let places: Vec<usize> = properties.iter().filter_map(|property| by.iter().position(|by| by == property)).collect();
    let listed = rows(result, &by).iter().map(|row| row.words().collect::<Vec<_>>());
    listed.map(|words| places.iter().map(|place| words[*place]).collect()).collect()
}
