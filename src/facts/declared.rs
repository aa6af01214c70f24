//! Long because it is the one reader of `templates/facts`: a file to one checked fact.

use std::collections::BTreeSet;

use polars::prelude::DataFrame;

use crate::base::declaration::{Entry, Section, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::tables::field_kind::FieldKind;
use crate::tables::model::{SOURCE, SOURCE_ROW};

use super::fact::{Answers, Around, Column, ColumnType, Fact, FactId, From, Give, Look, Make, Once, States};
use super::parts::{condition, months_after, settled, split, window, words};
use super::sql::{self, Scope};
use super::states;
use super::table_columns::columns_of_table;
use super::telling;
use super::term::Term;
use super::world::{World, given, of_rust};

/// Columns that the program puts beside those of a fact.
const RESERVED: [&str; 3] = [states::PERIOD, SOURCE, SOURCE_ROW];

/// Reads a fact from its file.
///
/// # Errors
/// An unknown key, table, fact, column or function, a wrong type, an expression that is not allowed: with file and line.
pub(super) fn read(id: FactId, mut file: Section<'_>, world: World<'_>) -> Result<Fact, Failure> {
    let row = file.need("row")?.words()?;
    let note = file.take("note").map(|entry| entry.words()).transpose()?;
    let mut reader = Reader { id, world, tables: Vec::new(), columns: Vec::new(), made: None, ends: None };
    let (from, mut tables) = reader.from(&mut file)?;
    if let Some(entry) = file.take("tables") {
        tables = reader.world.tables_of(&entry)?;
    }
    reader.tables.clone_from(&tables);
    let given = if matches!(from, From::Table(_)) { reader.columns.clone() } else { Vec::new() };
    let columns = file.need("columns")?.items()?;
    let states = file.take("states");
    let (early, late) = split(columns, states.is_some())?;
    for column in early {
        reader.column(&column)?;
    }
    let filter = file.take("where").map(|entry| reader.condition(&entry)).transpose()?;
    let told = file.take("told").map(|entry| telling::read(&entry, &reader.columns, |when| reader.condition(when)));
    let told = told.transpose()?.unwrap_or_default();
    let once = file.take("once").map(|entry| reader.once(&entry)).transpose()?;
    let settled = file.take("final").map(|entry| settled(&entry, world.constants, &reader.columns)).transpose()?;
    let until = file.take("until").map(|entry| reader.date(&entry)).transpose()?;
    let always = file.take("always").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
    let scores = file.take("scores").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
    let states = states.map(|entry| reader.states(&entry)).transpose()?;
    // What ends in a fact ends in those made from it: a cancelled sale is no car without a file.
    let until = until.or_else(|| reader.ends.take().filter(|_| states.is_none() && !always));
    for column in late {
        reader.column(&column)?;
    }
    let answers = file.take("answers").map(|entry| reader.answers(&entry)).transpose()?;
    let dates = match file.take("dates") {
        Some(entry) => entry.texts()?.iter().map(|name| reader.date_named(&entry, name)).collect::<Result<_, _>>()?,
        None => reader.usual_dates(),
    };
    file.finish()?;
    let ahead = reader.are_ahead(&dates);
    let columns = reader.columns;
    Ok(Fact {
        id,
        row,
        note,
        own: world.own,
        from,
        tables,
        filter,
        told,
        once,
        settled,
        until,
        always,
        ahead,
        states,
        answers,
        scores,
        dates,
        given,
        columns,
    })
}

/// The facts that a file needs before it, with the lines that say so.
pub(super) fn needs<'a>(file: &mut Section<'a>) -> Result<Vec<Entry<'a>>, Failure> {
    let mut needed: Vec<Entry<'a>> = file.take("from").into_iter().collect();
    for column in file.take("columns").map(|entry| entry.items()).transpose()?.unwrap_or_default() {
        if let Some(look) = column.section()?.take("look") {
            needed.extend(look.section()?.take("in"));
        }
    }
    Ok(needed)
}

struct Reader<'a> {
    id: FactId,
    world: World<'a>,
    /// The tables of the fact.
    tables: Vec<TableId>,
    /// The columns so far: a column names only those before it.
    columns: Vec<Column>,
    /// Its rows come from Rust, and these columns with them.
    made: Option<&'a DataFrame>,
    /// The date on which a row of the fact ends that it is made from.
    ends: Option<String>,
}

impl Reader<'_> {
    /// Where the rows come from, and the columns that come with them.
    fn from(&mut self, file: &mut Section<'_>) -> Result<(From, Vec<TableId>), Failure> {
        if let Some(entry) = file.take("made") {
            let known: Vec<_> = self.world.made.iter().map(|(name, frame)| (*name, frame)).collect();
            let name = entry.text()?;
            self.made = Some(choose(&name, &known).map_err(|wrong| entry.refuse(wrong))?);
            if self.world.own {
                return Err(entry.failure("只用于自带的事实表文件", "is for the program's own facts").hint(
                    format!("要用这些行，请写 from = \"{name}\""),
                    format!("to use these rows write from = \"{name}\""),
                ));
            }
            return Ok((From::Made(name), Vec::new()));
        }
        if let Some(entry) = file.take("from") {
            let fact = self.world.fact(&entry)?;
            if fact.states.is_some() {
                return Err(entry
                    .failure("是每个期间各一行的事实表，不能作为来源", "has a row a period and cannot be a source"));
            }
            let given = |column: &Column| Column { made: Make::Given, ..column.clone() };
            self.columns = fact.columns.iter().map(given).collect();
            self.ends.clone_from(&fact.until);
            return Ok((From::Fact(fact.id), fact.tables.clone()));
        }
        let entry = file.need("table")?;
        let table = self.world.tables_of(&entry)?.remove(0);
        let schema = self.world.schemas.table(table);
        self.columns = schema.map(columns_of_table).unwrap_or_default();
        Ok((From::Table(table), vec![table]))
    }

    fn usual_dates(&self) -> Vec<String> {
        let schema = self.tables.first().and_then(|table| self.world.schemas.table(*table));
        let of_table = schema.iter().flat_map(|schema| schema.period.iter().map(|at| schema.fields[*at].id.as_str()));
        let named: Vec<&str> =
            if self.columns.iter().any(|column| column.id == "date") { vec!["date"] } else { of_table.collect() };
        let is_there = |name: &&&str| self.columns.iter().any(|column| column.id == **name);
        named.iter().filter(is_there).map(|name| (*name).to_owned()).collect()
    }

    fn scope(&self) -> Scope<'_> {
        let World { constants, workdays, .. } = self.world;
        Scope { name: self.id.name(), columns: &self.columns, constants, of_fact: Some(workdays) }
    }

    fn term(&self, entry: &Entry<'_>, scope: Scope<'_>) -> Result<Term, Failure> {
        let text = entry.lines()?;
        sql::term(&text, scope).map_err(|refusal| entry.below(refusal.line, &refusal.message))
    }

    fn condition(&self, entry: &Entry<'_>) -> Result<Term, Failure> {
        condition(entry, self.term(entry, self.scope())?)
    }

    /// A column of a kind that passes.
    fn named(&self, entry: &Entry<'_>, name: &str, fits: impl Fn(&Column) -> bool) -> Result<String, Failure> {
        let known: Vec<_> =
            self.columns.iter().filter(|column| fits(column)).map(|column| (column.id.as_str(), ())).collect();
        choose(name, &known).map_err(|wrong| entry.refuse(wrong))?;
        Ok(name.to_owned())
    }

    fn date(&self, entry: &Entry<'_>) -> Result<String, Failure> {
        self.date_named(entry, &entry.text()?)
    }

    fn date_named(&self, entry: &Entry<'_>, name: &str) -> Result<String, Failure> {
        self.named(entry, name, |column| matches!(column.kind, ColumnType::Date | ColumnType::Time))
    }

    fn text(&self, entry: &Entry<'_>) -> Result<String, Failure> {
        self.named(entry, &entry.text()?, |column| column.kind == ColumnType::Text)
    }

    fn once(&self, entry: &Entry<'_>) -> Result<Once, Failure> {
        let mut section = entry.section()?;
        let each = section.need("each")?;
        if each.texts()?.is_empty() {
            return Err(each.failure("至少要有一列", "needs a column"));
        }
        let columns = each.texts()?.iter().map(|name| self.named(&each, name, |_| true)).collect::<Result<_, _>>()?;
        let month_of = section.take("month_of").map(|entry| self.date(&entry)).transpose()?;
        let order = section.need("order")?;
        let mut ranks = Vec::new();
        for text in order.texts()? {
            let (name, down) = match text.rsplit_once(' ') {
                Some((name, "DESC")) => (name, true),
                Some((name, "ASC")) => (name, false),
                _ => (text.as_str(), false),
            };
            ranks.push((self.named(&order, name, |_| true)?, down));
        }
        section.finish()?;
        Ok(Once { each: columns, month_of, order: ranks })
    }

    /// The thing's beginning and end; from here on the columns of its state are known.
    fn states(&mut self, entry: &Entry<'_>) -> Result<States, Failure> {
        let mut section = entry.section()?;
        let begin = self.date(&section.need("begin")?)?;
        let end = self.date(&section.need("end")?)?;
        let mut flag = |key| section.take(key).map_or(Ok(false), |entry| entry.flag());
        let (events, stands) = (flag("events")?, flag("stands")?);
        section.finish()?;
        let of_state = states::columns();
        if let Some(taken) = self.columns.iter().find(|column| of_state.iter().any(|own| own.id == column.id)) {
            let id = &taken.id;
            return Err(entry.failure(
                &format!("自带列 {id}，本事实表不能另有同名的列"),
                &format!("brings a column {id}; there is one already"),
            ));
        }
        self.columns.extend(of_state);
        let schema = self.tables.first().and_then(|table| self.world.schemas.table(*table));
        let fields = schema.iter().flat_map(|schema| &schema.fields);
        let dated = fields.filter(|field| matches!(field.kind, FieldKind::Date | FieldKind::Month));
        let tells = dated.filter(|field| !field.ahead && !stands);
        Ok(States { begin, end, events, stands, tells: tells.map(|field| field.id.clone()).collect() })
    }

    /// Whether all these dates are fields that may lie ahead.
    fn are_ahead(&self, dates: &[String]) -> bool {
        let schema = self.tables.first().and_then(|table| self.world.schemas.table(*table));
        let is_ahead = |id: &String| schema.is_some_and(|it| it.field(id).is_some_and(|field| it.fields[field].ahead));
        !dates.is_empty() && dates.iter().all(is_ahead)
    }

    fn answers(&self, entry: &Entry<'_>) -> Result<Answers, Failure> {
        let mut section = entry.section()?;
        let about = self.text(&section.need("about")?)?;
        let item = self.text(&section.need("item")?)?;
        let survey = section.need("survey")?;
        let survey = self.named(&survey, &survey.text()?, |column| column.kind == ColumnType::Integer)?;
        section.finish()?;
        Ok(Answers { about, item, survey })
    }

    /// Reads a column, which takes the place of one of its name.
    fn column(&mut self, entry: &Entry<'_>) -> Result<(), Failure> {
        let mut section = entry.section()?;
        let id = section.need("id")?;
        let name = id.text()?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(id.failure("只能有 a-z、0-9 和 _", "has only a-z, 0-9 and _"));
        }
        if RESERVED.contains(&name.as_str()) {
            return Err(id.failure("是程序保留的列名", "is a name that the program keeps for itself"));
        }
        let before = self.columns.iter().find(|column| column.id == name).cloned();
        let names = section.take("names").map(|entry| entry.words()).transpose()?;
        let meaning = section.take("meaning").map(|entry| entry.words()).transpose()?;
        let field = section.take("field").map(|entry| entry.text()).transpose()?;
        let told_by = section.take("told_by").map(|entry| self.world.tables_of(&entry)).transpose()?;
        let private = section.take("private").map(|entry| entry.flag()).transpose()?;
        section.take("at_moment");
        let words = match section.take("words") {
            Some(entry) => words(&entry)?,
            None => Vec::new(),
        };
        let (made, kind) = self.make(&id, &mut section)?;
        section.finish()?;
        // What is made of a private column is private, but for whether it is there and which band of a few it falls into.
        let of_private = match &made {
            Make::Sql(_) if kind == ColumnType::Boolean || !words.is_empty() => false,
            Make::Sql(term) => self.columns.iter().any(|column| column.private && term.columns.contains(&column.id)),
            Make::Look(look) => {
                let other = self.world.known.get(&look.fact).map_or(self.columns.as_slice(), |other| &other.columns);
                let is_given = |column: &Column| look.give == Give::Column(column.id.clone());
                other.iter().any(|column| column.private && is_given(column))
            }
            Make::Given | Make::MonthEnd { .. } | Make::Rust(_) => false,
        };
        // A column that is another one, or takes the place of one, is called like it.
        let like = match &made {
            Make::Sql(term) => self.columns.iter().find(|column| column.id == term.text).cloned().or(before),
            _ => before,
        };
        let unnamed = || Words { chinese: name.clone(), en: name.clone() };
        let column = Column {
            names: names.or_else(|| like.as_ref().map(|like| like.names.clone())).unwrap_or_else(unnamed),
            meaning,
            looks: made.looks(&self.columns),
            fields: Vec::new(),
            told_by: told_by.and_then(|tables| tables.first().copied()),
            field: field.or_else(|| like.as_ref().and_then(|like| like.field.clone())),
            words,
            private: private.or_else(|| like.as_ref().map(|like| like.private)).unwrap_or(false) || of_private,
            id: name,
            kind,
            made,
        };
        let fields = match (&column.made, &column.field) {
            // Rows that Rust makes come from fields too.
            (Make::Given | Make::Rust(_), Some(field)) => vec![(field.clone(), column.names.clone())],
            (made, _) => made.fields(&self.columns),
        };
        let column = Column { fields, ..column };
        self.columns.retain(|other| other.id != column.id);
        self.columns.push(column);
        Ok(())
    }

    fn make(&self, id: &Entry<'_>, section: &mut Section<'_>) -> Result<(Make, ColumnType), Failure> {
        if let Some(look) = section.take("look") {
            return self.look(&look);
        }
        if let Some(end) = section.take("month_end") {
            let mut section = end.section()?;
            let of = self.date(&section.need("of")?)?;
            let (months, constants) = months_after(&section.need("months")?, self.world.constants)?;
            section.finish()?;
            return Ok((Make::MonthEnd { of, months, constants }, ColumnType::Date));
        }
        if let Some(is) = section.take("is") {
            let term = self.term(&is, self.scope())?;
            let Some(kind) = term.kind else { return Err(is.failure("没有类型", "has no type")) };
            return Ok((Make::Sql(term), kind));
        }
        let Some(entry) = section.take("kind") else {
            return Err(
                id.failure("旁边要有 is、look、month_end 或 kind", "needs is, look, month_end or kind beside it")
            );
        };
        let known = ColumnType::ALL.map(|kind| (kind.name(), kind));
        let kind = choose(&entry.text()?, &known).map_err(|wrong| entry.refuse(wrong))?;
        if let Some(made) = section.take("made") {
            return Ok((Make::Rust(of_rust(&made, &self.columns)?), kind));
        }
        let Some(frame) = self.made else {
            return Err(
                entry.failure("只用于 made 的事实表或列；请写 is", "is for made facts and columns only; write is")
            );
        };
        given(frame, id, &entry, kind)?;
        Ok((Make::Given, kind))
    }

    fn look(&self, entry: &Entry<'_>) -> Result<(Make, ColumnType), Failure> {
        let mut section = entry.section()?;
        let named = section.need("in")?;
        let own = named.text()? == self.id.name();
        let other = if own { None } else { Some(self.world.fact(&named)?) };
        let columns = other.as_ref().map_or(self.columns.as_slice(), |other| states::own(other));
        let name = other.as_ref().map_or(self.id, |other| other.id).name();
        let scope = Scope { name, columns, ..self.scope() };
        let there = |entry: &Entry<'_>, name: &str, dated: bool| {
            let fits = |column: &&Column| !dated || matches!(column.kind, ColumnType::Date | ColumnType::Time);
            let known: Vec<_> = columns.iter().filter(fits).map(|column| (column.id.as_str(), column.kind)).collect();
            choose(name, &known).map_err(|wrong| entry.refuse(wrong))
        };
        let mut same = Vec::new();
        let pairs = section.need("same")?;
        for pair in pairs.section()?.entries() {
            let here = self.named(&pair, pair.key, |_| true)?;
            let name = pair.text()?;
            let theirs = there(&pair, &name, false)?;
            if let Some(own) = self.columns.iter().find(|column| column.id == here).filter(|own| own.kind != theirs) {
                let (own, theirs) = (own.kind.name(), theirs.name());
                return Err(pair.failure(
                    &format!("两边的类型不同：{own} 和 {theirs}"),
                    &format!("has two types: {own} and {theirs}"),
                ));
            }
            same.push((here, name));
        }
        if same.is_empty() {
            return Err(pairs.failure("至少要有一对列", "needs a pair of columns"));
        }
        let dated = |section: &mut Section<'_>| match section.take("date") {
            Some(entry) => entry.text().and_then(|name| there(&entry, &name, true).map(|_| name)),
            None => there(&named, "date", true).map(|_| "date".to_owned()),
        };
        let around = match section.take("of") {
            Some(of) => {
                let (of, date) = (self.date(&of)?, dated(&mut section)?);
                let mut constants = BTreeSet::new();
                let window = window(entry, &mut section, self.world.constants, &mut constants)?;
                Some(Around { of, date, window, constants })
            }
            None => None,
        };
        let filter = section.take("where").map(|entry| condition(&entry, self.term(&entry, scope)?)).transpose()?;
        let give = section.need("give")?;
        let (give, kind) = match give.text()?.as_str() {
            "any" => (Give::Any, ColumnType::Boolean),
            "count" => (Give::Count, ColumnType::Integer),
            "first" | "last" if around.is_none() => {
                return Err(give.failure("要有 of 和窗口", "needs of and a window"));
            }
            "first" => (Give::First, ColumnType::Date),
            "last" => (Give::Last, ColumnType::Date),
            name => {
                let own = [("any", ColumnType::Boolean), ("count", ColumnType::Integer)];
                let ends = [("first", ColumnType::Date), ("last", ColumnType::Date)];
                let of_rows = columns.iter().map(|column| (column.id.as_str(), column.kind));
                let known: Vec<_> = own.into_iter().chain(ends).chain(of_rows).collect();
                (Give::Column(name.to_owned()), choose(name, &known).map_err(|wrong| give.refuse(wrong))?)
            }
        };
        section.finish()?;
        let tables = other.as_ref().map_or_else(|| self.tables.clone(), |other| other.tables.clone());
        let fact = other.map_or(self.id, |other| other.id);
        Ok((Make::Look(Look { fact, tables, same, around, filter, give }), kind))
    }
}
