//! Two members of staff of one name: `李娜(003)` and `李娜(007)` stay two people.
//!
//! A number behind a name is cut off, so that `李娜(003)` here and `李娜` there are one. Where one name comes with several
//! numbers it is the numbers that tell people apart, and every one keeps its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schemas::Schemas;

/// So many of its numbers are told of one name.
const NUMBERS: usize = 40;
/// Characters of a number of staff that is told.
const STAFF_DIGITS: usize = 6;

/// Gives the numbers back to names that come with several of them, in all tables.
pub(super) fn part(used: &mut BTreeMap<TableId, Vec<Rows>>, schemas: &Schemas) -> Vec<Finding> {
    let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rows in used.values().flatten() {
        for one in &rows.numbered {
            numbers.entry(rows.cleaned[one.text].to_string()).or_default().insert(one.number.clone());
        }
    }
    numbers.retain(|_, numbers| numbers.len() > 1);
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for (table, rows) in used.iter_mut().flat_map(|(table, blocks)| blocks.iter_mut().map(|rows| (*table, rows))) {
        for one in std::mem::take(&mut rows.numbered) {
            let name = rows.cleaned[one.text].to_string();
            let Some(all) = numbers.get(&name) else { continue };
            let field = schemas.table(table).and_then(|schema| schema.fields.get(one.field));
            if told.insert(name.clone()) {
                // A number of staff is short; a long one may be a telephone in a place where nobody looks for it.
                let shown = |number: &String| {
                    if number.chars().count() > STAFF_DIGITS { "…".to_owned() } else { number.clone() }
                };
                let mut list = all.iter().take(NUMBERS).map(shown).collect::<Vec<_>>();
                if all.len() > NUMBERS {
                    list.push(format!("… {}", all.len()));
                }
                let finding = Finding::new(
                    Severity::Warning,
                    Code::Namesakes,
                    rows.grid.place().at(one.cell.row, one.cell.col),
                    format!("“{name}”有多个工号（{}），按不同的人分别统计", list.join("、")),
                    format!("“{name}” comes with several numbers ({}); counted as different people", list.join(", ")),
                );
                findings.push(finding.table(table).field(field.map_or("", |field| &field.id)).value(&name));
            }
            rows.cleaned[one.text] = format!("{name}({})", one.number).into_boxed_str();
        }
    }
    findings
}
