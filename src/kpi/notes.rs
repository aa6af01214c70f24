//! What to know about a figure: why there is none, or how it is to be read.

use chrono::Days;

use super::assemble::Why;
use super::counted::Counted;
use super::definition::{Definition, Shape};
use super::model::Measure;
use super::named;
use super::query::{Absent, Context, absent, too_short};
use super::ratio::unlinked_rows;
use super::reasons;
use crate::base::lang::{Lang, Words};
use crate::base::number::Unit;
use crate::base::period::Period;
use crate::base::table_id::TableId;
use crate::facts::fact::Make;
use crate::facts::moments::Moment;
use crate::facts::upkeep::Upkeep;
use crate::tables::model::About;

/// The notes of an indicator for the report's period.
pub(super) fn notes(
    definition: &Definition,
    measure: &Measure,
    moment: &Moment,
    missing_months: &[Period],
    (unknown, why): (i64, Option<Why>),
    context: &Context<'_>,
) -> Vec<Words> {
    let mut notes = Vec::new();
    let facts = context.facts;
    notes.extend(definition.variant().iter().map(|variant| Words {
        chinese: format!("口径：{}", variant.name.chinese),
        en: format!("computed as: {}", variant.name.en),
    }));
    if measure.value.is_none() {
        if let Some(words) = context.counted.and_then(|counted| uncounted(definition, moment, counted)) {
            notes.push(words);
            return notes;
        }
        notes.push(match absent(facts, definition, moment) {
            Some(absent) => why_absent(absent, context),
            None if definition.shape == Shape::TrailingMean => match trailing_table(definition, context) {
                Some(missing) => why_absent(Absent::Missing(missing), context),
                None => words(
                    "没有数据：前三个月不全在新车销售数据的范围内",
                    "no data: the three months before do not all lie within the sales data",
                ),
            },
            None if definition.shape == Shape::RollingYear => words(
                "没有数据：往前 12 个月不全在名单的范围内（名单中要有 12 个月以前离开的人）",
                "no data: the list does not reach over the twelve months (somebody in it must have left before them)",
            ),
            None if why == Some(Why::NoRows) && waits(definition, moment) => words(
                "没有数据：报告期还没有结束，到期末才判定",
                "no data: the period is not over, and this is judged at its end",
            ),
            None => reasons::of(definition, why, facts),
        });
        return notes;
    }
    // What a date puts into the months of a longer period is missing in those to which the table does not reach.
    let dated = definition.rows.facts.states.is_none() && definition.distinct.is_none();
    let months = if dated { context.calendar.months(&moment.period) } else { Vec::new() };
    let missing = months.iter().filter(|month| too_short(facts, definition, month).is_some());
    let missing: Vec<&Period> = missing_months.iter().chain(missing).collect();
    if !missing.is_empty() {
        let months: Vec<String> = missing.iter().map(|month| month.label()).collect();
        let months = Words::list(&months);
        notes.push(Words {
            chinese: format!("以下月份没有数据，未计入：{}", months.chinese),
            en: format!("months without data are left out: {}", months.en),
        });
    }
    if let Some(told) = definition.unknown.as_ref().filter(|_| unknown > 0) {
        notes.push(with_rows(told, unknown));
    }
    notes.extend(provisional(definition, moment));
    if definition.unit == Unit::Percent && measure.value.is_some_and(|value| value > 100.0) {
        notes.push(words("超过 100%，请留意口径", "above 100 %: mind how it is counted"));
    }
    if unlinked_rows(definition, context).is_some() {
        notes.push(words(
            "回访表没有工单号：按本期已回访台次计",
            "no call names an order: the cases attempted in the period are counted",
        ));
    }
    if definition.tables.len() > 1 {
        notes.extend(definition.tables.iter().filter_map(|&table| partly(table, moment, context)));
    }
    if let ([table], Some(_)) = (definition.tables.as_slice(), &definition.rows.facts.states) {
        let is_kept = facts.lasting.contains_key(table) && !facts.listed_since.contains_key(table);
        notes.extend(lasting(*table, definition, moment, context).filter(|_| is_kept));
    }
    notes
}

/// Whether rows are dated by the last day of a month, and that of the period has not come.
fn waits(definition: &Definition, moment: &Moment) -> bool {
    let column = definition.rows.date.as_ref().and_then(|date| definition.rows.facts.column(date));
    let at_the_end = column.is_some_and(|column| matches!(column.made, Make::MonthEnd { .. }));
    at_the_end && moment.as_of < moment.period.end
}

/// What a warehouse has not counted.
fn uncounted(definition: &Definition, moment: &Moment, counted: &Counted) -> Option<Words> {
    let (file, label) = (&counted.file, moment.period.label());
    if !counted.covers(moment) {
        return Some(Words {
            chinese: format!("没有数据：{file} 没有数 {label}"),
            en: format!("no data: {file} has not counted {label}"),
        });
    }
    (!counted.has(definition)).then(|| Words {
        chinese: format!("没有数据：{file} 没有数这个指标，或数得不对，见数据问题"),
        en: format!("no data: {file} has not counted this indicator, or not rightly; the findings say which"),
    })
}

/// The table below the line of a trailing mean, where it has no dated row.
fn trailing_table(definition: &Definition, context: &Context<'_>) -> Option<TableId> {
    let table = *definition.trailing.as_ref()?.facts.tables.first()?;
    (!context.facts.spans.contains_key(&table)).then_some(table)
}

/// Where only what went well was written down, blank rows are at least this part of those known.
const BLANK: i64 = 3;

/// What is not sure about the figure of an indicator; of `unknown` rows nobody knows.
pub(super) fn doubts(
    definition: &Definition,
    measure: &Measure,
    moment: &Moment,
    unknown: i64,
    context: &Context<'_>,
) -> Vec<Words> {
    let rests_on = |about: About| match about {
        About::Scores => definition.rows.facts.scores,
    };
    let doubts = context.facts.doubts.iter().filter(|doubt| measure.value.is_some() && rests_on(doubt.about));
    let doubts = doubts.map(|doubt| doubt.words.clone());
    let doubts = doubts.chain(long_unchanged(definition, moment, context).filter(|_| measure.value.is_some()));
    doubts.chain(only_yes(definition, measure, unknown)).collect()
}

/// All of whom something is known went well, and of many nobody knows: where only a visit is written down, that is no rate.
fn only_yes(definition: &Definition, measure: &Measure, unknown: i64) -> Option<Words> {
    let all = measure.numerator.is_some() && measure.numerator == measure.denominator;
    let many = measure.n > 0 && unknown * BLANK >= measure.n as i64;
    let told = definition.only_yes.as_ref().filter(|_| all && many)?;
    Some(with_rows(told, unknown))
}

/// What a declaration says of rows, with how many they are.
fn with_rows(told: &Words, rows: i64) -> Words {
    Words::of(|lang| told.get(lang).replace("{n}", &rows.to_string()))
}

/// A list of those who are there in which nothing has changed since before the period: whether it is still kept nobody
/// knows.
fn long_unchanged(definition: &Definition, moment: &Moment, context: &Context<'_>) -> Option<Words> {
    let table = definition.tables.first().filter(|table| context.facts.listed_since.contains_key(table))?;
    let last = context.facts.last_day(*table, moment.until()).filter(|last| *last < moment.period.start)?;
    let [name, english] = Lang::ALL.map(|lang| context.facts.name(*table, lang));
    Some(Words {
        chinese: format!("{name}表最后一次变动在 {last}，此后按没有变动计"),
        en: format!("the last change in the table “{english}” is of {last}; nothing is taken to have changed since"),
    })
}

/// What still happens may change the figure of a period that is not settled yet.
fn provisional(definition: &Definition, moment: &Moment) -> Option<Words> {
    let days = named::settled(definition)?.days;
    let settled = moment.period.end.checked_add_days(Days::new(days.into()))?;
    (moment.as_of < settled)
        .then(|| Words {
            chinese: format!("暂估：{settled} 前还会变化"), en: format!("provisional until {settled}")
        })
}

fn why_absent(absent: Absent, context: &Context<'_>) -> Words {
    let name = |table: TableId| (context.facts.name(table, Lang::Chinese), context.facts.name(table, Lang::English));
    match absent {
        Absent::Missing(table) => {
            let (chinese, english) = name(table);
            if context.facts.present.contains(&table) && !context.facts.blank.contains_key(&table) {
                return Words {
                    chinese: format!("没有数据：{chinese}表的行都没有计入，原因见数据问题"),
                    en: format!("no data: all rows of the table “{english}” were set aside; the findings say why"),
                };
            }
            if context.facts.present.contains(&table) {
                return Words {
                    chinese: format!("没有数据：{chinese}表没有一行有可用的日期"),
                    en: format!("no data: no row of the table “{english}” has a date"),
                };
            }
            Words {
                chinese: format!("没有数据：没有{chinese}表"), en: format!("no data: there is no table {english}")
            }
        }
        Absent::Short(table, needed) => {
            let (chinese, english) = name(table);
            let first = context.facts.spans.get(&table).map_or(needed, |span| span.first);
            Words {
                chinese: format!("没有数据：要有 {needed} 起的记录，{chinese}表自 {first} 起才有"),
                en: format!("no data: needs rows from {needed} on, and the table “{english}” starts on {first}"),
            }
        }
        Absent::Unlisted(table, since) => {
            let (chinese, english) = name(table);
            Words {
                chinese: format!("没有数据：{chinese}表没有列出 {since} 以前离开的人，不知道当时还有谁"),
                en: format!(
                    "no data: the table “{english}” names nobody who left before {since}; who else was there is not known"
                ),
            }
        }
        Absent::Before(table) | Absent::After(table) => {
            let (chinese, english) = name(table);
            let span = context.facts.spans.get(&table);
            let (first, last) = span.map_or_else(Default::default, |span| (span.first, span.last));
            let last = context.facts.lasting.get(&table).and_then(Upkeep::last).unwrap_or(last);
            Words {
                chinese: format!("没有数据：{chinese}表只有 {first} 至 {last} 的记录"),
                en: format!("no data: the table “{english}” runs from {first} to {last} only"),
            }
        }
    }
}

/// A table of a joined rate that starts inside the period.
fn partly(table: TableId, moment: &Moment, context: &Context<'_>) -> Option<Words> {
    let first = context.facts.spans.get(&table)?.first;
    let month = context.calendar.months(&moment.period).first().copied()?;
    let [name, english] = Lang::ALL.map(|lang| context.facts.name(table, lang));
    (first > month.end).then(|| Words {
        chinese: format!("{name}表自 {first} 起才有记录，此前的月份也计入分母"),
        en: format!("the table “{english}” starts on {first}; the months before it are in the denominator"),
    })
}

/// A table of things that last and that ends before the period, or begins in it.
fn lasting(table: TableId, definition: &Definition, moment: &Moment, context: &Context<'_>) -> Option<Words> {
    let span = context.facts.spans.get(&table)?;
    let [name, english] = Lang::ALL.map(|lang| context.facts.name(table, lang));
    if span.last < moment.period.start {
        return Some(Words {
            chinese: format!("{name}表最后一条记录在 {}，此后视为没有新{name}", span.last),
            en: format!(
                "the last row of the table “{english}” is of {}; nothing is taken to have come since",
                span.last
            ),
        });
    }
    (definition.shape == Shape::Stock && span.first >= moment.period.start).then(|| Words {
        chinese: format!("{name}表自 {} 起才有记录，期初未结无从得知，按 0 计", span.first),
        en: format!("the table “{english}” starts on {}; nothing can be carried in", span.first),
    })
}

fn words(chinese: &str, english: &str) -> Words {
    Words { chinese: chinese.to_owned(), en: english.to_owned() }
}
