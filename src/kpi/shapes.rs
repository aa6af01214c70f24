//! What a declaration must have, and must not have, for its shape.

use super::definition::{Definition, Rows, Shape};
use crate::facts::AS_OF;
use crate::facts::fact::ColumnType;

/// What each shape wants and does not want.
pub(super) fn wrong(definition: &Definition) -> Option<(&'static str, &'static str)> {
    let rows = &definition.rows;
    let dated = rows.date.is_some();
    let about = rows.facts.answers.as_ref();
    let allowed = |by: &Vec<String>| {
        about.is_some_and(|answers| {
            let [about, item] = [&answers.about, &answers.item];
            answers.is_apart_from(by)
                || matches!(by.as_slice(), [one] if [about, item].contains(&one))
                || matches!(by.as_slice(), [one, two] if (one, two) == (about, item))
        })
    };
    match definition.shape {
        Shape::Count | Shape::Median if !dated => return Some(("这种形状要有 date", "this shape needs a date")),
        Shape::Ratio if !dated && rows.facts.states.is_none() => {
            return Some(("这种形状要有 date", "this shape needs a date"));
        }
        Shape::Median if rows.numerator.as_ref().is_none_or(|term| term.kind != Some(ColumnType::Integer)) => {
            return Some(("median 要有 numerator，是整数", "a median needs a numerator, a whole number"));
        }
        Shape::Stock if dated => {
            return Some((
                "stock 没有 date：行就是那一刻的行",
                "a stock has no date: its rows are those of the moment",
            ));
        }
        Shape::Stock if rows.facts.states.is_none() => {
            return Some(("stock 要用带 states 的事实表", "a stock needs a fact with states"));
        }
        Shape::RollingYear if rows.facts.states.is_none() || !dated || rows.denominator.is_none() => {
            return Some((
                "rolling_year 要用带 states 的事实表，要有 date 和 denominator（月末在的）",
                "a rolling year needs a fact with states, a date and a denominator (what is there at the end of a month)",
            ));
        }
        Shape::MeanOfGroups if about.is_none() || !dated || rows.numerator.is_none() => {
            return Some((
                "mean_of_groups 要有带 answers 的事实表、date 和 numerator",
                "a mean of groups needs a fact with answers, a date and a numerator",
            ));
        }
        Shape::MeanOfGroups if !definition.by.iter().all(allowed) => {
            return Some((
                "mean_of_groups 按 answers 的 about、item、about+item，或与这两列都无关的列分组",
                "a mean of groups is broken down by the about, the item, or about+item of its answers, or by columns that are neither",
            ));
        }
        Shape::Latest
            if !dated || rows.numerator.is_none() || rows.facts.states.is_some() || !definition.by.is_empty() =>
        {
            return Some((
                "latest 要有 date 和 numerator，不能有 by，也不能用带 states 的事实表",
                "a latest figure needs a date and a numerator, has no breakdown and is of no fact with states",
            ));
        }
        Shape::TrailingMean
            if rows.facts.states.is_some() || definition.trailing.iter().any(|below| below.facts.states.is_some()) =>
        {
            return Some(("trailing_mean 不能用带 states 的事实表", "a trailing mean cannot be of a fact with states"));
        }
        Shape::TrailingMean if definition.trailing.is_none() || !dated || !definition.by.is_empty() => {
            return Some((
                "trailing_mean 要有 date 和 [trailing]，不能有 by",
                "a trailing mean needs a date and [trailing], and has no breakdown",
            ));
        }
        _ => {}
    }
    let many_periods = definition.distinct.is_some() || definition.shape == Shape::TrailingMean;
    if many_periods && std::iter::once(rows).chain(&definition.trailing).any(names_as_of) {
        return Some((
            "distinct 和 trailing_mean 的一行不止属于一个期间，不能用 as_of",
            "a row of distinct and of a trailing mean belongs to more than one period: it cannot name as_of",
        ));
    }
    let has_denominator = matches!(definition.shape, Shape::Ratio | Shape::RollingYear);
    if !has_denominator && rows.denominator.is_some()
        || definition.shape != Shape::Ratio && definition.without_order_numbers.is_some()
    {
        return Some((
            "只有 ratio（和 rolling_year 的 denominator）有 denominator 和 without_order_numbers",
            "only a ratio has a denominator (a rolling year too) or other rows where calls name no order",
        ));
    }
    if definition.base.is_some() && (definition.shape != Shape::Ratio || rows.denominator.is_some()) {
        return Some(("[base] 只用于没有 denominator 的 ratio", "[base] is for a ratio without a denominator"));
    }
    let counts_rows = matches!(definition.shape, Shape::Count | Shape::Ratio) && rows.facts.states.is_none();
    if definition.distinct.is_some() && (!counts_rows || definition.base.is_some() || definition.less.is_some()) {
        return Some((
            "distinct 只用于 count 和 ratio，事实表不带 states，也没有 [base] 和 [less]",
            "distinct is for a count or a ratio of a fact without states, and has neither [base] nor [less]",
        ));
    }
    if definition.less.is_some() && definition.shape != Shape::Count {
        return Some(("[less] 只用于 count", "[less] is for a count"));
    }
    if definition.shape != Shape::TrailingMean && definition.trailing.is_some() {
        return Some(("只有 trailing_mean 有 [trailing]", "only a trailing mean has [trailing]"));
    }
    if !definition.shape.is_rate() && (definition.above.is_some() || definition.below.is_some()) {
        return Some(("只有比率有 above 和 below", "only a rate has above and below"));
    }
    if definition.shape != Shape::Ratio && (definition.rest.is_some() || definition.over.is_some()) {
        return Some(("只有 ratio 有 rest 和 over", "only a ratio has rest and over"));
    }
    None
}

/// Whether an expression names the day on which a row's period is looked at, where that is no column of the fact.
fn names_as_of(rows: &Rows) -> bool {
    let mut terms = [&rows.numerator, &rows.denominator, &rows.filter].into_iter().flatten();
    rows.facts.column(AS_OF).is_none() && terms.any(|term| term.columns.iter().any(|name| name == AS_OF))
}
