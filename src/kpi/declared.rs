//! One file of `templates/kpis` to one checked definition.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::Spanned;

use super::definition::{Definition, Rows, Shape, Term};
use super::model::Direction;
use super::sql;
use crate::base::lang::Words;
use crate::base::number::{MOST, Unit};
use crate::base::table_id::TableId;
use crate::base::within::{Within, outside};
use crate::facts::frames::{ColumnType, FrameId};
use crate::templates::Template;

/// Where an indicator without a place of its own stands: after those of the contract.
const LAST: f64 = 1_000.0;

/// What one row may add to a sum: a hundred of the largest numbers. No list has so many rows that 64 bits were too few.
const MOST_OF_A_ROW: f64 = 100.0 * MOST;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    order: Option<Within<0, 1_000_000>>,
    name: Words,
    rule: Words,
    source: String,
    unit: Spanned<Unit>,
    direction: Direction,
    shape: Spanned<Shape>,
    facts: FrameId,
    date: Option<Spanned<String>>,
    numerator: Option<Spanned<String>>,
    denominator: Option<Spanned<String>>,
    filter: Option<Spanned<String>>,
    #[serde(default)]
    by: Vec<Spanned<String>>,
    page: String,
    target: Option<Spanned<Within<0, 1_000_000_000>>>,
    above: Option<Words>,
    below: Option<Words>,
    rest: Option<Words>,
    over: Option<String>,
    #[serde(default)]
    tables: Vec<TableId>,
    #[serde(default)]
    support: bool,
    without_order_numbers: Option<DeclaredRows>,
    trailing: Option<DeclaredRows>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredRows {
    facts: FrameId,
    date: Option<Spanned<String>>,
    numerator: Option<Spanned<String>>,
    filter: Option<Spanned<String>>,
}

/// Reads and checks a declaration.
///
/// # Errors
/// Unknown keys, expressions that do not parse or are not allowed, unknown columns, wrong types: with file and line.
pub(super) fn read(template: &Template) -> Result<Definition> {
    let file = File(template);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !file.id().chars().all(plain) {
        bail!("templates/{}: the id of an indicator has only a-z, 0-9 and _", template.name);
    }
    let declared: Declared = toml::from_str(&template.text).with_context(|| format!("templates/{}", template.name))?;
    let facts = declared.facts;
    let rows = Rows {
        facts,
        date: file.date(facts, declared.date.as_ref())?,
        numerator: file.sum(facts, declared.numerator.as_ref())?,
        denominator: file.sum(facts, declared.denominator.as_ref())?,
        filter: file.condition(facts, declared.filter.as_ref())?,
    };
    let shape = *declared.shape.get_ref();
    if *declared.unit.get_ref() != shape.unit() {
        bail!("{}: the shape {} does not give this unit", file.place(&declared.unit, 0), shape.name());
    }
    if let Some(target) = &declared.target
        && target.get_ref().0 > shape.highest()
    {
        bail!("{}: target {}", file.place(target, 0), outside(target.get_ref().0, 0.0, shape.highest()));
    }
    let definition = Definition {
        id: file.id().to_owned(),
        order: declared.order.map_or(LAST, |Within(order)| order),
        name: declared.name,
        rule: declared.rule,
        source: declared.source,
        unit: shape.unit(),
        direction: declared.direction,
        shape,
        without_order_numbers: file.rows(declared.without_order_numbers)?,
        trailing: file.rows(declared.trailing)?,
        by: declared.by.iter().map(|by| file.by(facts, by)).collect::<Result<_>>()?,
        page: declared.page,
        target: declared.target.map(|target| target.into_inner().0),
        above: declared.above,
        below: declared.below,
        rest: declared.rest,
        over: declared.over,
        tables: if declared.tables.is_empty() { own_tables(facts) } else { declared.tables },
        support: declared.support,
        rows,
    };
    check_shape(&definition).with_context(|| file.place(&declared.shape, 0))?;
    Ok(definition)
}

/// Facts from one table have no data outside its days; answers come from two, and either is enough.
fn own_tables(facts: FrameId) -> Vec<TableId> {
    match facts.tables() {
        [table] => vec![*table],
        _ => Vec::new(),
    }
}

/// What each shape wants and does not want.
fn check_shape(definition: &Definition) -> Result<()> {
    let rows = &definition.rows;
    let dated = rows.date.is_some();
    match definition.shape {
        Shape::Count | Shape::Ratio if !dated => bail!("this shape needs a date"),
        Shape::Stock if dated => bail!("a stock has no date: its rows are those of the moment"),
        Shape::Stock if rows.facts != FrameId::Complaints => bail!("a stock needs a frame of states: complaints"),
        Shape::MeanOfGroups if rows.facts != FrameId::Answers || !dated || rows.numerator.is_none() => {
            bail!("a mean of groups needs the frame answers, a date and a numerator")
        }
        Shape::TrailingMean if definition.trailing.is_none() || !dated || !definition.by.is_empty() => {
            bail!("a trailing mean needs a date and [trailing], and has no breakdown")
        }
        _ => {}
    }
    let allowed = [&["advisor"][..], &["item"], &["advisor", "item"]];
    if definition.shape == Shape::MeanOfGroups
        && definition.by.iter().any(|by| !allowed.contains(&by_slice(by)[..].as_ref()))
    {
        bail!("a mean of groups is broken down by advisor, item, advisor+item");
    }
    if definition.shape != Shape::Ratio && (rows.denominator.is_some() || definition.without_order_numbers.is_some()) {
        bail!("only a ratio has a denominator or other rows where calls name no order");
    }
    if definition.shape != Shape::TrailingMean && definition.trailing.is_some() {
        bail!("only a trailing mean has [trailing]");
    }
    let is_rate = matches!(definition.shape, Shape::Ratio | Shape::TrailingMean);
    if !is_rate && (definition.above.is_some() || definition.below.is_some()) {
        bail!("only a rate has above and below");
    }
    if definition.shape != Shape::Ratio && (definition.rest.is_some() || definition.over.is_some()) {
        bail!("only a ratio has rest and over");
    }
    Ok(())
}

fn by_slice(by: &[String]) -> Vec<&str> {
    by.iter().map(String::as_str).collect()
}

/// A declaration file, for places in messages.
struct File<'a>(&'a Template);

impl File<'_> {
    fn id(&self) -> &str {
        let name = self.0.name.rsplit('/').next().unwrap_or(&self.0.name);
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// `templates/kpis/x.toml:12`, `further` lines below the start of the value.
    fn place<T>(&self, value: &Spanned<T>, further: usize) -> String {
        let before = self.0.text.get(..value.span().start).unwrap_or_default();
        let opened = self.0.text.get(value.span().start..).unwrap_or_default();
        let skipped = usize::from(opened.starts_with("\"\"\"\n") || opened.starts_with("'''\n"));
        let line = before.matches('\n').count() + 1 + skipped + further;
        format!("templates/{}:{line}", self.0.name)
    }

    fn rows(&self, declared: Option<DeclaredRows>) -> Result<Option<Rows>> {
        let Some(declared) = declared else { return Ok(None) };
        Ok(Some(Rows {
            facts: declared.facts,
            date: self.date(declared.facts, declared.date.as_ref())?,
            numerator: self.sum(declared.facts, declared.numerator.as_ref())?,
            denominator: None,
            filter: self.condition(declared.facts, declared.filter.as_ref())?,
        }))
    }

    fn date(&self, facts: FrameId, name: Option<&Spanned<String>>) -> Result<Option<String>> {
        let Some(name) = name else { return Ok(None) };
        match facts.column(name.get_ref()) {
            Some(column) if column.kind == ColumnType::Date => Ok(Some(name.get_ref().clone())),
            _ => bail!("{}: {} is no date column of {}", self.place(name, 0), name.get_ref(), facts.name()),
        }
    }

    fn by(&self, facts: FrameId, by: &Spanned<String>) -> Result<Vec<String>> {
        let columns: Vec<String> = by.get_ref().split('+').map(|name| name.trim().to_owned()).collect();
        for name in &columns {
            if facts.column(name).is_none_or(|column| column.kind != ColumnType::Text) {
                bail!("{}: {name} is no text column of {}", self.place(by, 0), facts.name());
            }
        }
        Ok(columns)
    }

    fn term(&self, facts: FrameId, text: &Spanned<String>) -> Result<Term> {
        sql::term(text.get_ref(), facts).map_err(|refusal| {
            anyhow::anyhow!("{}: {} (“{}”)", self.place(text, refusal.line), refusal.message, text.get_ref())
        })
    }

    fn sum(&self, facts: FrameId, text: Option<&Spanned<String>>) -> Result<Option<Term>> {
        let Some(text) = text else { return Ok(None) };
        let term = self.term(facts, text)?;
        if !matches!(term.kind, Some(ColumnType::Boolean | ColumnType::Integer)) {
            bail!("{}: must be a condition or a whole number (“{}”)", self.place(text, 0), term.text);
        }
        if !term.of_row {
            bail!("{}: must look at a column of {} (“{}”)", self.place(text, 0), facts.name(), term.text);
        }
        if term.most > MOST_OF_A_ROW {
            bail!("{}: a row must not add more than {MOST_OF_A_ROW} (“{}”)", self.place(text, 0), term.text);
        }
        Ok(Some(term))
    }

    fn condition(&self, facts: FrameId, text: Option<&Spanned<String>>) -> Result<Option<Term>> {
        let Some(text) = text else { return Ok(None) };
        let term = self.term(facts, text)?;
        if term.kind != Some(ColumnType::Boolean) {
            bail!("{}: must be a condition (“{}”)", self.place(text, 0), term.text);
        }
        Ok(Some(term))
    }
}
