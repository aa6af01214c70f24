//! Long because it is the one reader of `templates/kpis`: a file to one checked definition, with what each shape wants.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::definition::{Definition, Distinct, Rows, Shape, Variant, fraction};
use super::model::Direction;
use super::{named, shapes};
use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::number::{MOST, Unit};
use crate::base::table_id::TableId;
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::facts::fact::{ColumnType, Fact};
use crate::facts::sql::{self, Scope};
use crate::facts::term::Term;
use crate::facts::{AS_OF, as_of};
use crate::templates::{Template, Templates};

/// Where an indicator without a place of its own stands: after those of the contract.
const LAST: u64 = 1_000;
/// The place of an indicator in the catalogue.
const MOST_ORDER: u64 = 1_000_000;
/// The longest time that a figure looks back.
const MONTHS: RangeInclusive<f64> = 1.0..=120.0;
/// What one row may add to a sum: a hundred of the largest numbers. No list has so many rows that 64 bits were too few.
const MOST_OF_A_ROW: f64 = 100.0 * MOST;

/// Reads and checks a declaration.
///
/// # Errors
/// Unknown keys, expressions that do not parse or are not allowed, unknown columns, wrong types: with file and line.
pub(super) fn read(template: &Template, book: &FactBook, chosen: Option<&str>) -> Result<Definition, Failure> {
    let name = template.shown();
    let source = Source { name: &name, text: &template.text };
    let table = source.parse()?;
    let declared = definition(template, source, Section::root(source, &table), None, book)?;
    let mut read = declared;
    // Every variant is read, so that a slip in one is told before somebody chooses it.
    for variant in Section::root(source, &table).section("variant")?.entries() {
        let other = definition(template, source, Section::root(source, &table), Some(&variant), book)?;
        let (id, name) = (variant.key.to_owned(), variant.section()?.need("name")?.words()?);
        let chosen = chosen == Some(id.as_str());
        read.variants.push(Variant { id, name, chosen });
        if chosen {
            read = Definition { variants: read.variants, ..other };
        }
    }
    Ok(read)
}

/// The definition of a file, with the keys of a variant in place of its own.
fn definition<'a>(
    template: &Template,
    source: Source<'a>,
    mut file: Section<'a>,
    variant: Option<&Entry<'a>>,
    book: &FactBook,
) -> Result<Definition, Failure> {
    let id = template.stem();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !id.chars().all(plain) {
        let en = "the id of an indicator, the name of its file, has only a-z, 0-9 and _";
        return Err(source.failure(1, "指标的 id 即文件名，只能有 a-z、0-9 和 _", en));
    }
    file.take("variant");
    let name = file.need("name")?.words()?;
    let also = file.take("also").map(|entry| entry.texts()).transpose()?.unwrap_or_default();
    if let Some(variant) = variant {
        let mut own = variant.section()?;
        // The name of the variant, which is not that of the indicator.
        own.take("name");
        file.replaced(own);
    }
    let facts = fact(&mut file, book)?;
    let shape_entry = file.need("shape")?;
    let shape = among(&shape_entry, &Shape::ALL.map(|shape| (shape.name(), shape)))?;
    let unit_entry = file.need("unit")?;
    let unit = among(&unit_entry, &Unit::ALL.map(|unit| (unit.name(), unit)))?;
    if !shape.units().contains(&unit) {
        let Words { chinese: units, en } =
            Words::list(&shape.units().iter().map(|unit| unit.name()).collect::<Vec<_>>());
        let shape = shape.name();
        return Err(unit_entry.failure(
            &format!("形状 {shape} 的数字不是这个单位；可以写 {units}"),
            &format!("must be one of {en}: the shape {shape} does not give this unit"),
        ));
    }
    let order = file.take("order").map(|entry| entry.whole(0, MOST_ORDER)).transpose()?.unwrap_or(LAST);
    let rule = file.need("rule")?.words()?;
    let from = file.need("source")?.words_or_text()?;
    let direction = among(&file.need("direction")?, &Direction::ALL.map(|way| (way.name(), way)))?;
    let constants = book.constants();
    let mut used = BTreeSet::new();
    let mut months = |entry: &Entry<'_>| Ok(constants.whole(entry, MONTHS, &mut used)? as i32);
    let reaches_back = file.take("reaches_back").map(|entry| months(&entry)).transpose()?.unwrap_or(0);
    let distinct = distinct(&mut file, &facts, &mut months)?;
    let denominator = file.take("denominator").map(|entry| sum(&entry, &facts, constants)).transpose()?;
    let mut rows = rows(&mut file, facts.clone(), constants)?;
    rows.denominator = denominator;
    let without_order_numbers = file.take("without_order_numbers").map(|entry| other_rows(&entry, book)).transpose()?;
    let base = file.take("base").map(|entry| other_rows(&entry, book)).transpose()?;
    let trailing = file.take("trailing").map(|entry| other_rows(&entry, book)).transpose()?;
    let less = file.take("less").map(|entry| other_rows(&entry, book)).transpose()?;
    let mut by = Vec::new();
    for entry in file.take("by").map(|entry| entry.items()).transpose()?.unwrap_or_default() {
        by.push(properties(&entry, &facts)?);
        for other in base.iter().chain(&less) {
            properties(&entry, &other.facts)?;
        }
    }
    let target = file.take("target");
    let tables = match file.take("tables") {
        Some(entry) => {
            let known: Vec<(&str, TableId)> = book.tables().map(|table| (table.name(), table)).collect();
            let named = entry.texts()?;
            named
                .iter()
                .map(|name| choose(name, &known).map_err(|wrong| entry.refuse(wrong)))
                .collect::<Result<_, _>>()?
        }
        None => {
            let mut tables = own_tables(&rows);
            tables.extend(base.iter().flat_map(own_tables).filter(|table| !facts.tables.contains(table)));
            tables
        }
    };
    let words = |entry: Option<Entry<'_>>| entry.map(|entry| entry.words()).transpose();
    let definition = Definition {
        id: id.to_owned(),
        order: order as u32,
        name,
        also,
        rule,
        source: from,
        unit,
        direction,
        shape,
        rows,
        without_order_numbers,
        base,
        distinct,
        less,
        reaches_back,
        trailing,
        by,
        page: file.need("page")?.text()?,
        target: None,
        above: words(file.take("above"))?,
        below: words(file.take("below"))?,
        rest: words(file.take("rest"))?,
        unknown: words(file.take("unknown"))?,
        only_yes: words(file.take("only_yes"))?,
        over: file.take("over").map(|entry| entry.text()).transpose()?,
        tables,
        variants: Vec::new(),
        constants: Vec::new(),
        own: !Templates::is_built_in(&template.name),
        support: file.take("support").map(|entry| entry.flag()).transpose()?.unwrap_or(false),
    };
    file.finish()?;
    let target = target.map(|entry| target_of(&entry, &definition)).transpose()?;
    let mut named = named::constants(&definition);
    named.append(&mut used);
    let constants = named.iter().filter_map(|name| constants.get(name).cloned()).collect();
    let definition = Definition { constants, target, ..definition };
    match shapes::wrong(&definition) {
        Some((chinese, english)) => Err(shape_entry.failure(chinese, english)),
        None => Ok(definition),
    }
}

/// What tells things apart that count once, and the months of which they are.
fn distinct(
    file: &mut Section<'_>,
    facts: &Fact,
    months: impl FnMut(&Entry<'_>) -> Result<i32, Failure>,
) -> Result<Option<Distinct>, Failure> {
    let (column, window) = (file.take("distinct"), file.take("months"));
    let Some(column) = column else {
        return match window {
            Some(window) => Err(window.failure("要和 distinct 一起写", "needs distinct beside it")),
            None => Ok(None),
        };
    };
    let texts = facts.columns.iter().filter(|one| one.kind == ColumnType::Text && !one.private);
    let known: Vec<_> = texts.map(|one| (one.id.as_str(), ())).collect();
    among(&column, &known)?;
    Ok(Some(Distinct { column: column.text()?, months: window.as_ref().map(months).transpose()? }))
}

/// A target that the figure can reach.
fn target_of(entry: &Entry<'_>, definition: &Definition) -> Result<f64, Failure> {
    let target = entry.number(definition.targets())?;
    match fraction(definition.unit, definition.direction, target) {
        Some(told) => Err(entry.failure(&format!("：{}", told.chinese), &format!(": {}", told.en))),
        None => Ok(target),
    }
}

/// A word that must be one of these.
fn among<T: Copy>(entry: &Entry<'_>, known: &[(&str, T)]) -> Result<T, Failure> {
    choose(&entry.text()?, known).map_err(|wrong| entry.refuse(wrong))
}

fn fact(section: &mut Section<'_>, book: &FactBook) -> Result<Arc<Fact>, Failure> {
    let entry = section.need("facts")?;
    let known: Vec<(&str, &Arc<Fact>)> = book.facts().iter().map(|fact| (fact.id.name(), fact)).collect();
    among(&entry, &known).cloned()
}

/// Which rows of a fact are counted, and what of them.
fn rows(section: &mut Section<'_>, facts: Arc<Fact>, constants: &Constants) -> Result<Rows, Failure> {
    let date = match section.take("date") {
        Some(entry) => {
            let dated = facts.columns.iter().filter(|one| matches!(one.kind, ColumnType::Date | ColumnType::Time));
            let known: Vec<_> = dated.map(|column| (column.id.as_str(), ())).collect();
            among(&entry, &known)?;
            Some(entry.text()?)
        }
        None => None,
    };
    let numerator = section.take("numerator").map(|entry| sum(&entry, &facts, constants)).transpose()?;
    let filter = match section.take("filter") {
        Some(entry) => {
            let term = term(&entry, &facts, constants)?;
            if term.kind != Some(ColumnType::Boolean) {
                return Err(entry.failure("应为条件", "must be a condition"));
            }
            Some(term)
        }
        None => None,
    };
    Ok(Rows { facts, date, numerator, denominator: None, filter })
}

fn other_rows(entry: &Entry<'_>, book: &FactBook) -> Result<Rows, Failure> {
    let mut section = entry.section()?;
    let facts = fact(&mut section, book)?;
    let rows = rows(&mut section, facts, book.constants())?;
    if rows.date.is_none() {
        return Err(entry.failure("要有 date", "needs a date"));
    }
    section.finish()?;
    Ok(rows)
}

fn properties(entry: &Entry<'_>, facts: &Fact) -> Result<Vec<String>, Failure> {
    let texts = facts.columns.iter().filter(|column| column.kind == ColumnType::Text && !column.private);
    let known: Vec<_> = texts.map(|column| (column.id.as_str(), ())).collect();
    let text = entry.text()?;
    let named: Vec<&str> = text.split('+').map(str::trim).collect();
    for name in &named {
        choose(name, &known).map_err(|wrong| entry.refuse(wrong))?;
    }
    Ok(named.into_iter().map(str::to_owned).collect())
}

fn term(entry: &Entry<'_>, facts: &Fact, constants: &Constants) -> Result<Term, Failure> {
    let mut columns = facts.columns.clone();
    if facts.column(AS_OF).is_none() {
        columns.push(as_of());
    }
    let scope = Scope { name: facts.id.name(), columns: &columns, constants, of_fact: None };
    sql::term(&entry.lines()?, scope).map_err(|refusal| entry.below(refusal.line, &refusal.message))
}

fn sum(entry: &Entry<'_>, facts: &Fact, constants: &Constants) -> Result<Term, Failure> {
    let term = term(entry, facts, constants)?;
    if !matches!(term.kind, Some(ColumnType::Boolean | ColumnType::Integer)) {
        return Err(entry.failure("应为条件或整数", "must be a condition or a whole number"));
    }
    if term.columns.is_empty() {
        let name = facts.id.name();
        let chinese = format!("应用到 {name} 的列：常数对每一行都一样");
        return Err(entry.failure(&chinese, &format!("must look at a column of {name}")));
    }
    if term.most > MOST_OF_A_ROW {
        return Err(entry.failure(
            &format!("一行最多计 {MOST_OF_A_ROW}"),
            &format!("a row must not add more than {MOST_OF_A_ROW}"),
        ));
    }
    Ok(term)
}

/// Facts from one table have no data outside its days, nor outside those of the tables that the figure looks into; answers
/// come from two, and either is enough.
fn own_tables(rows: &Rows) -> Vec<TableId> {
    let [table] = rows.facts.tables.as_slice() else { return Vec::new() };
    let terms = [&rows.numerator, &rows.denominator, &rows.filter];
    let named = terms.into_iter().flatten().flat_map(|term| &term.columns);
    let looked_into = rows.facts.looked_into(named).into_iter().filter(|other| other != table);
    std::iter::once(*table).chain(looked_into).collect()
}
