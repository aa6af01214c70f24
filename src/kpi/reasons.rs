//! Why an indicator has no data although its tables hold rows of the period: as a manager can mend it.

use super::assemble::Why;
use super::definition::{Definition, Rows};
use crate::base::lang::{Lang, Words};
use crate::base::table_id::TableId;
use crate::facts::Facts;
use crate::facts::term::Term;

/// So many columns are named; a list of all of which one would do helps nobody.
const NAMED: usize = 4;

/// The reason.
pub(super) fn of(definition: &Definition, why: Option<Why>, facts: &Facts) -> Words {
    let tables = &definition.rows.facts.tables;
    if definition.tables.is_empty() && !tables.iter().any(|table| facts.answering.contains(table)) {
        let names =
            Words::of(|lang| lang.list(&tables.iter().map(|table| facts.name(*table, lang)).collect::<Vec<_>>()));
        return Words {
            chinese: format!("没有数据：{}表中没有评分", names.chinese),
            en: format!("no data: there is no score in the tables {}", names.en),
        };
    }
    let blank = blank_fields(&definition.rows, facts);
    let of_blank = |chinese: &str, en: &str| match &blank {
        Some((table, fields)) => Words {
            chinese: format!("没有数据：{}表没有填{}{chinese}", facts.name(*table, Lang::Chinese), fields.chinese),
            en: format!("no data: the table {table} has nothing under {}{en}", fields.en),
        },
        None => Words {
            chinese: format!("没有数据：{}", chinese.trim_start_matches('，')),
            en: format!("no data: {}", en.trim_start_matches(", ")),
        },
    };
    match why {
        Some(Why::NoRows) => Words {
            chinese: "没有数据：本期没有记录".to_owned(),
            en: "no data: there is no row of this period".to_owned(),
        },
        Some(Why::Unknown(rows)) => of_blank(
            &format!("，本期的 {rows} 条都看不出"),
            &format!(", so that of {rows} rows of the period nobody knows"),
        ),
        Some(Why::NothingBelow) => {
            let below = definition
                .below
                .clone()
                .unwrap_or_else(|| Words::of(|lang| lang.pick("分母", "what is below the line").to_owned()));
            Words {
                chinese: format!("没有数据：本期“{}”为 0，不能相除", below.chinese),
                en: format!("no data: “{}” is 0 in this period", below.en),
            }
        }
        Some(Why::Contradicting) => Words {
            chinese: "没有数据：同一个月写了不同的数，不知道哪个对".to_owned(),
            en: "no data: one month bears different figures".to_owned(),
        },
        Some(Why::HalfKnown) => Words {
            chinese: "没有数据：相减的两个数有一个没有数据".to_owned(),
            en: "no data: one of the two figures has none".to_owned(),
        },
        Some(Why::OfStores) | None => match blank {
            Some(_) => of_blank("", ""),
            None => Words {
                chinese: "没有数据：本期没有可以计入的记录".to_owned(),
                en: "no data: nothing in this period can be counted".to_owned(),
            },
        },
    }
}

/// The fields on which a part of the indicator rests wholly, where no row of the table fills any of them; else those of a
/// part that rests on a few.
fn blank_fields(rows: &Rows, facts: &Facts) -> Option<(TableId, Words)> {
    let table = *rows.facts.tables.first()?;
    let blank = facts.blank.get(&table)?;
    let terms = [&rows.numerator, &rows.denominator, &rows.filter];
    let of_terms: Vec<Vec<&(String, Words)>> = terms.into_iter().flatten().map(|term| fields(rows, term)).collect();
    let is_blank = |field: &&(String, Words)| blank.contains(&field.0);
    let wholly = of_terms.iter().find(|fields| !fields.is_empty() && fields.iter().all(is_blank));
    let partly = || of_terms.iter().find(|fields| fields.len() <= NAMED && fields.iter().any(is_blank));
    let found: Vec<_> = wholly.or_else(partly)?.iter().filter(|field| is_blank(field)).collect();
    let named = |lang: Lang| {
        let mut names: Vec<String> = Vec::new();
        for (_, words) in &found {
            let name = format!("“{}”", words.get(lang));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len() > NAMED;
        names.truncate(NAMED);
        lang.list(&names) + if more { lang.pick("等", " …") } else { "" }
    };
    Some((table, Words::of(named)))
}

/// The fields that an expression rests on, each once.
fn fields<'r>(rows: &'r Rows, term: &Term) -> Vec<&'r (String, Words)> {
    let mut fields: Vec<&(String, Words)> = Vec::new();
    let columns = term.columns.iter().filter_map(|name| rows.facts.column(name));
    for field in columns.flat_map(|column| &column.fields) {
        if !fields.iter().any(|known| known.0 == field.0) {
            fields.push(field);
        }
    }
    fields
}
