//! Rows of the file that contradict themselves or what is declared.

use super::super::definition::{Definition, Rows, Shape};
use super::row::Row;
use crate::base::lang::Words;
use crate::facts::fact::ColumnType;
use crate::facts::side::Side;

/// The most points of an answer, in millionths.
const MOST_POINTS: i64 = 100_000_000;

/// Whether an indicator has rows of a side.
pub(super) fn fits(side: Side, definition: &Definition) -> bool {
    match side {
        Side::Taken => definition.less.is_some(),
        Side::Base => definition.base.is_some(),
        Side::Unlinked => definition.without_order_numbers.is_some(),
        Side::Surveys => definition.shape == Shape::MeanOfGroups,
        Side::Missing => definition.shape == Shape::TrailingMean,
        _ => true,
    }
}

/// What is wrong with the counts of a row, where anything is.
pub(super) fn contradiction(definition: &Definition, side: Side, row: &Row<&str>) -> Option<Words> {
    let Row { rows, above, below, unknown, value, .. } = *row;
    let negative = [("rows", rows), ("unknown", unknown)].into_iter().find(|(_, count)| *count < 0);
    if let Some((name, count)) = negative {
        return told(&format!("{name} = {count}，不能小于 0"), &format!("{name} = {count} is below 0"));
    }
    match (definition.shape, side) {
        (_, Side::Missing | Side::AnyRow | Side::OwnDay) => None,
        (Shape::Median | Shape::Latest, _) if value.is_none() => told("缺少 value", "value is missing"),
        (Shape::Latest, _) => None,
        (Shape::Median, _) | (_, Side::Surveys) if rows == 0 => told("rows 应大于 0", "rows must be above 0"),
        (Shape::Median, _) | (_, Side::Surveys) => None,
        (Shape::MeanOfGroups, _) if rows == 0 || above < 0 || above > rows.saturating_mul(MOST_POINTS) => told(
            &format!("{rows} 个回答的得分之和不能是 {above}（百万分之一分，每个 0–100 分）"),
            &format!("{rows} answers cannot have {above} millionths of a point, each being 0–100"),
        ),
        (Shape::TrailingMean | Shape::RollingYear, _) if above < 0 || below < 0 => {
            told("above 和 below 不能小于 0", "neither above nor below can be below 0")
        }
        (Shape::Count | Shape::Ratio | Shape::Stock, _) => of_sums(definition, side, row),
        _ => None,
    }
}

/// Sums that the declared rows cannot have.
fn of_sums(definition: &Definition, side: Side, row: &Row<&str>) -> Option<Words> {
    let Row { rows, above, below, unknown, .. } = *row;
    let of: Option<&Rows> = match side {
        Side::Taken => definition.less.as_ref(),
        Side::Base => definition.base.as_ref(),
        Side::Unlinked => definition.without_order_numbers.as_ref(),
        _ => Some(&definition.rows),
    };
    let of = of?;
    let is_flag = |kind: Option<ColumnType>| kind == Some(ColumnType::Boolean);
    let counts_rows = of.numerator.as_ref().is_none_or(|term| is_flag(term.kind));
    // Where no call names an order, what stands above the line is counted by other rows.
    let by_others = definition.without_order_numbers.is_some();
    if counts_rows && (above < 0 || !by_others && above > rows) {
        return told(
            &format!("above = {above}，应在 0 和 rows = {rows} 之间"),
            &format!("above = {above} does not lie between 0 and rows = {rows}"),
        );
    }
    if side != Side::Counted || definition.base.is_some() {
        return (below < 0).then(|| below_zero(below));
    }
    match &of.denominator {
        None if !by_others && below != rows => {
            told(&format!("below = {below}，应等于 rows = {rows}"), &format!("below = {below} is not rows = {rows}"))
        }
        Some(term) if is_flag(term.kind) && !(0..=rows.saturating_add(unknown)).contains(&below) => told(
            &format!("below = {below}，应在 0 和行数 {} 之间", rows.saturating_add(unknown)),
            &format!("below = {below} does not lie between 0 and the {} rows", rows.saturating_add(unknown)),
        ),
        None if below < 0 => Some(below_zero(below)),
        _ => None,
    }
}

fn below_zero(below: i64) -> Words {
    Words { chinese: format!("below = {below}，不能小于 0"), en: format!("below = {below} is below 0") }
}

fn told(chinese: &str, english: &str) -> Option<Words> {
    Some(Words { chinese: chinese.to_owned(), en: english.to_owned() })
}
