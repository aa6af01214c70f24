//! Thousands of findings of one kind are told as one, with all their cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::Place;
use super::digits::any;
use super::finding::{Code, Finding, Severity};
use super::lang::Words;
use super::table_id::TableId;

/// Up to so many findings of one kind each stand alone.
const OF_ONE_KIND: usize = 100;

/// Of one kind in a sheet so many findings are kept in full: a marked copy has no more notes on a sheet.
pub const KEPT: usize = 2_000;

/// So many of the different values of a group are told.
const VALUES: usize = 3;

/// Characters of a value that a group tells.
const LONGEST_VALUE: usize = 30;

/// Between the values of a group; [`Finding::value`] holds them joined by it. It stands within no number, so that figures
/// beside each other are not taken for one.
pub const BETWEEN_VALUES: char = '；';

/// Severity, code, table, field, file and sheet: findings that share them are of one kind.
type GroupKey = (Severity, Code, Option<TableId>, Option<String>, Arc<str>, Option<Arc<str>>);

fn group_key(one: &Finding) -> Option<GroupKey> {
    let Place { file, sheet, cell } = &one.place;
    cell.map(|_| (one.severity, one.code, one.table, one.field.clone(), Arc::clone(file), sheet.clone()))
}

/// Puts findings of one kind together where they are too many to be read one by one. The list is sorted before, so that
/// the first of each kind tells its place and its sentence; findings about no cell stay as they are.
pub fn group(findings: &mut Vec<Finding>) {
    let mut kinds: BTreeMap<GroupKey, Vec<Finding>> = BTreeMap::new();
    let mut out = Vec::new();
    for one in findings.drain(..) {
        match group_key(&one) {
            Some(kind) => kinds.entry(kind).or_default().push(one),
            None => out.push(one),
        }
    }
    for members in kinds.into_values() {
        if members.len() > OF_ONE_KIND { out.extend(joined(members)) } else { out.extend(members) }
    }
    *findings = out;
    super::finding::sort(findings);
}

/// Of each kind that has very many findings the first ones stay; the cells of the others become further cells of the last
/// that stays. A finding takes a kilobyte, and a list with a million bad dates is still to be checked.
pub fn thin(findings: &mut Vec<Finding>) {
    if findings.len() <= KEPT {
        return;
    }
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len().min(2 * KEPT));
    let mut kinds: BTreeMap<GroupKey, (usize, usize)> = BTreeMap::new();
    for one in findings.drain(..) {
        let Some(kind) = group_key(&one) else {
            kept.push(one);
            continue;
        };
        let (count, last) = kinds.entry(kind).or_default();
        if *count == KEPT {
            kept[*last].more.extend(one.cells());
        } else {
            (*count, *last) = (*count + 1, kept.len());
            kept.push(one);
        }
    }
    *findings = kept;
}

fn joined(members: Vec<Finding>) -> Option<Finding> {
    let values = first_values(&members);
    let mut members = members.into_iter();
    let mut first = members.next()?;
    for member in members {
        first.more.extend(member.cells());
        first.widen(member.days.into_iter().flat_map(|(first, last)| [first, last]));
    }
    if let Some(cell) = first.place.cell {
        first.more.retain(|other| *other != cell);
    }
    first.more.sort_unstable();
    first.more.dedup();
    let (count, rule) = (first.count(), &first.message);
    let quoted: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
    let (chinese, english) = if quoted.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("，如{}", quoted.concat()), format!(", such as {}", quoted.join(", ")))
    };
    first.message = Words {
        chinese: format!("同类问题共 {count} 处{chinese}；第一处：{}", rule.chinese),
        en: format!("{count} of the same kind{english}; the first: {}", rule.en),
    };
    first.value = (!values.is_empty()).then(|| values.join(&BETWEEN_VALUES.to_string()).into());
    Some(first)
}

/// The first few different values, long ones cut.
fn first_values(members: &[Finding]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in members.iter().filter_map(|member| member.value.as_deref()) {
        let mut shown: String = value.chars().take(LONGEST_VALUE).collect();
        if shown.len() < value.len() {
            // Nobody knows the half of a number for one.
            let whole = shown.trim_end_matches(|c: char| any(c).is_some() || !c.is_alphanumeric()).len();
            shown.truncate(whole);
            shown.push('…');
        }
        if !values.contains(&shown) {
            values.push(shown);
        }
        if values.len() == VALUES {
            break;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::{CellRef, ranges};

    fn invalid(row: u32, value: &str) -> Finding {
        let place = Place { file: "回访.xlsx".into(), sheet: Some("9月".into()), cell: None }.at(row, 1);
        let (chinese, english) = (format!("“{value}”不是日期"), format!("“{value}” is no date"));
        Finding::new(Severity::Error, Code::InvalidDate, place, chinese, english).field("call_date").value(value)
    }

    #[test]
    fn a_hundred_of_one_kind_stand_alone_and_one_more_is_a_group() {
        let mut few: Vec<_> = (0..100).map(|row| invalid(row, "待定")).collect();
        group(&mut few);
        assert_eq!(few.len(), 100);
        let mut many: Vec<_> =
            (0..101).map(|row| invalid(row, ["待定", "不详", "无", "待查"][row as usize % 4])).collect();
        many.push(invalid(7, "另一列").field("service_date"));
        group(&mut many);
        assert_eq!(many.len(), 2);
        assert_eq!(many[0].message.chinese, "同类问题共 101 处，如“待定”“不详”“无”；第一处：“待定”不是日期");
        assert_eq!(
            many[0].message.en,
            "101 of the same kind, such as “待定”, “不详”, “无”; the first: “待定” is no date"
        );
        assert_eq!((many[0].count(), ranges(many[0].cells(), 9).as_str()), (101, "B1:B101"));
        assert_eq!(many[0].value.as_deref(), Some("待定；不详；无"));
    }

    #[test]
    fn a_long_value_is_not_cut_within_a_number() {
        let long = format!("{}139 1111 2222", "客户说改天再来".repeat(3));
        let mut many: Vec<_> = (0..101).map(|row| invalid(row, &long)).collect();
        group(&mut many);
        assert_eq!(many[0].value.as_deref(), Some(format!("{}…", "客户说改天再来".repeat(3)).as_str()));
    }

    #[test]
    fn a_finding_of_very_many_is_thinned_to_its_cell() {
        let mut many: Vec<_> = (0..2_500).map(|row| invalid(row, "待定")).collect();
        thin(&mut many);
        many.extend((2_500..2_600).map(|row| invalid(row, "不详")));
        thin(&mut many);
        assert_eq!((many.len(), many[1_999].count(), many[1_998].count()), (2_000, 601, 1));
        group(&mut many);
        assert_eq!((many.len(), many[0].count(), ranges(many[0].cells(), 9).as_str()), (1, 2_600, "B1:B2600"));
    }

    #[test]
    fn findings_that_already_know_several_cells_bring_them_along() {
        let mut many: Vec<_> = (0..101_u32).map(|row| invalid(row * 10, "x")).collect();
        many[5].more = vec![CellRef { row: 51, col: 1 }, CellRef { row: 52, col: 1 }];
        group(&mut many);
        assert_eq!((many.len(), many[0].count()), (1, 103));
    }
}
