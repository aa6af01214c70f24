//! Sentences of pages and charts: a rule by name, or a text with figures in it.

use std::cmp::Ordering::{Equal, Greater, Less};

use super::columns;
use super::plan::{Condition, Piece, Say, Says, Spoken};
use super::whys;
use crate::base::declaration::{Entry, Section, choose};
use crate::base::failure::Failure;
use crate::kpi::catalogue::Catalogue;
use crate::report::model::Tone;

/// The rules by name.
#[derive(Clone, Copy)]
enum Rule {
    Headline,
    Largest,
    Ends,
    Worst,
    StandsOut,
    Why,
}

const RULES: [(&str, Rule); 6] = [
    ("headline", Rule::Headline),
    ("largest", Rule::Largest),
    ("ends", Rule::Ends),
    ("worst", Rule::Worst),
    ("stands_out", Rule::StandsOut),
    ("why", Rule::Why),
];
const TONES: [(&str, Tone); 4] =
    [("plain", Tone::Plain), ("good", Tone::Good), ("caution", Tone::Caution), ("bad", Tone::Bad)];
const SIGNS: [(&str, &[std::cmp::Ordering]); 5] =
    [(">=", &[Greater, Equal]), ("<=", &[Less, Equal]), (">", &[Greater]), ("<", &[Less]), ("=", &[Equal])];

/// `{ say, of, by, when, tone }`
pub(super) fn say(entry: &Entry<'_>, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<Say, Failure> {
    let says = if entry.is_text() { rule(entry, block, catalogue)? } else { Says::Text(spoken(entry, catalogue)?) };
    let when = block.take("when").map(|entry| condition(&entry, catalogue)).transpose()?;
    let tone = match block.take("tone") {
        Some(entry) => choose(&entry.text()?, &TONES).map_err(|wrong| entry.refuse(wrong))?,
        None => Tone::Plain,
    };
    Ok(Say { says, when, tone })
}

fn rule(entry: &Entry<'_>, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<Says, Failure> {
    let rule = choose(&entry.text()?, &RULES).map_err(|wrong| entry.refuse(wrong))?;
    if let Rule::Why = rule {
        return Ok(Says::Why(whys::why(String::new(), block, catalogue)?));
    }
    let of = block.need("of")?;
    let ids = of.texts()?;
    for id in &ids {
        columns::indicator(&of, id, catalogue)?;
    }
    if let Rule::Headline = rule {
        return Ok(Says::Headline(ids));
    }
    let [id] = ids.as_slice() else { return Err(of.failure("应只有一个指标", "must be one indicator")) };
    let by = block.need("by")?;
    let properties = if let Rule::Worst = rule { by.texts()? } else { vec![by.text()?] };
    if properties.is_empty() {
        return Err(by.failure("是空的", "is empty"));
    }
    let named: Vec<&str> = properties.iter().map(String::as_str).collect();
    columns::check_broken_down(&by, columns::indicator(&of, id, catalogue)?, &named)?;
    if matches!(rule, Rule::StandsOut) && columns::indicator(&of, id, catalogue)?.unit.adds_up() {
        return Err(of
            .failure("是个数，各组的个数不好比", "is a count: counts of groups cannot be judged")
            .hint("数量用 largest", "of a count take largest"));
    }
    let (id, property) = (id.clone(), properties[0].clone());
    Ok(match rule {
        Rule::Largest => Says::Largest(id, property),
        Rule::StandsOut => Says::StandsOut(id, property),
        Rule::Ends | Rule::Headline | Rule::Why => Says::Ends(id, property),
        Rule::Worst => Says::Worst(id, properties),
    })
}

/// A text in both languages with figures in it: `{complaints_open}`, `{callback_rate.above}`, and with words about a list,
/// which a report for a meeting may not have: `{list not_called|，名单另列}`.
pub(super) fn spoken(entry: &Entry<'_>, catalogue: &Catalogue) -> Result<Spoken, Failure> {
    let words = entry.words()?;
    let pieces = |text: &str| pieces(entry, text, catalogue);
    Ok(Spoken { chinese: pieces(&words.chinese)?, en: pieces(&words.en)? })
}

fn pieces(entry: &Entry<'_>, text: &str, catalogue: &Catalogue) -> Result<Vec<Piece>, Failure> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            return Err(entry.failure("的 { 没有结束", "has a { without its }"));
        };
        pieces.push(Piece::Plain(before.to_owned()));
        pieces.push(match name.strip_prefix("list ").and_then(|about| about.split_once('|')) {
            Some((list, words)) => Piece::OfList(list.trim().to_owned(), words.to_owned()),
            None => Piece::Figure(columns::named(entry, name, catalogue)?),
        });
        rest = tail;
    }
    pieces.push(Piece::Plain(rest.to_owned()));
    Ok(pieces)
}

/// `complaints_overdue > 0`
fn condition(entry: &Entry<'_>, catalogue: &Catalogue) -> Result<Condition, Failure> {
    let text = entry.text()?;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let shape = || entry.failure("应写成 “指标 > 数字”", "must read “indicator > number”");
    let [figure, sign, number] = parts.as_slice() else { return Err(shape()) };
    let figure = columns::named(entry, figure, catalogue)?;
    let holds = choose(sign, &SIGNS).map_err(|wrong| entry.refuse(wrong))?;
    let number = number.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(shape)?;
    Ok(Condition { figure, holds, number })
}
