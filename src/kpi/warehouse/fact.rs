//! Declared facts made by the engine from the exported tables: columns in their order, then `where`, then `once`.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Unstated, Writer};
use super::look::Looking;
use super::rows::view;
use super::steps::Steps;
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::facts::book::FactBook;
use crate::facts::exported::{columns as exported_columns, own_columns, parts_of};
use crate::facts::fact::{Column, Fact, FactId, From, Give, Look, Make, Once};
use crate::tables::exported::written;

/// The statements of the facts that the engine makes, each with the columns that they give.
type Made = BTreeMap<FactId, (String, Vec<String>)>;

/// The facts that the engine makes, and those that are read from the export.
pub(super) struct FactsMade<'a> {
    writer: Writer<'a>,
    book: &'a FactBook,
    made: Made,
    read: BTreeMap<FactId, Unstated>,
}

impl<'a> FactsMade<'a> {
    /// All facts of the book. What cannot be stated exactly is read from the export.
    pub(super) fn of(book: &'a FactBook, calendar: Calendar, writer: Writer<'a>) -> Self {
        let (mut made, mut read) = (Made::new(), BTreeMap::new());
        for fact in book.facts() {
            let stated = FactMade { writer, book, calendar, fact, made: &made }.text();
            match stated {
                Ok(stated) => _ = made.insert(fact.id, stated),
                Err(what) => _ = read.insert(fact.id, what),
            }
        }
        Self { writer, book, made, read }
    }

    /// The statements of some facts and of all that they are made from, and what is read from the export.
    pub(super) fn text(&self, wanted: impl Iterator<Item = FactId>) -> (String, Vec<String>) {
        let mut needed: BTreeSet<FactId> = wanted.collect();
        let (mut text, mut from_export) = (Vec::new(), Vec::new());
        // Each fact stands behind those that it needs.
        for fact in self.book.facts().iter().rev() {
            if !needed.contains(&fact.id) {
                continue;
            }
            if let Some((made, _)) = self.made.get(&fact.id) {
                needed.extend(fact.needs());
                text.push(made.clone());
            } else {
                let why = self.read.get(&fact.id).filter(|_| !matches!(fact.from, From::Made(_)));
                let why = why.map(|why| format!(" ({})", why.replace('\n', " ")));
                from_export.push(format!("{}{}", fact.id.name(), why.unwrap_or_default()));
                text.push(self.writer.fact_view(fact));
            }
        }
        text.reverse();
        from_export.sort();
        (text.concat(), from_export)
    }
}

/// A fact that is to be made by the engine.
struct FactMade<'a> {
    writer: Writer<'a>,
    book: &'a FactBook,
    calendar: Calendar,
    fact: &'a Fact,
    /// Those before it.
    made: &'a Made,
}

impl FactMade<'_> {
    /// The statements, and the columns of their rows.
    fn text(&self) -> Result<(String, Vec<String>), Unstated> {
        let name = self.fact.id.name();
        let dialect = self.writer.dialect;
        let (rows, from, columns) = match self.fact.from {
            From::Made(_) => return Err("made by the program".to_owned()),
            From::Table(table) => {
                let from = format!("rows_{name}");
                let (rows, columns) = self.table(table, &from);
                (rows, from, columns)
            }
            From::Fact(other) => {
                let other = self.other(other)?;
                (String::new(), view(other), self.columns_of(other))
            }
        };
        let mut steps = Steps::of(dialect, &format!("step_{name}"), &from, columns);
        for (at, column) in own_columns(self.fact).iter().enumerate() {
            if let Err(what) = self.column(&mut steps, column, at) {
                // What does not leave the program and is needed by nothing may be left out.
                if !column.private || steps.has(&column.id) {
                    return Err(what);
                }
            }
        }
        if let Some(filter) = &self.fact.filter {
            self.named(&steps, filter.columns.iter())?;
            steps.keep(&self.writer.term(filter)?);
        }
        let is_stored = steps.is_joined() || self.fact.once.is_some();
        if let Some(once) = &self.fact.once {
            self.once(&mut steps, once)?;
        }
        self.named(&steps, exported_columns(self.fact).map(|column| &column.id))?;
        let own = own_columns(self.fact).iter().map(|column| &column.id).filter(|id| steps.has(id));
        let columns: Vec<String> = own.cloned().collect();
        Ok((rows + &steps.finish(&view(self.fact), &columns, is_stored), columns))
    }

    /// The columns that the rows of a fact have in the engine.
    fn columns_of(&self, other: &Fact) -> Vec<String> {
        let exported = || exported_columns(other).map(|column| column.id.clone()).collect();
        self.made.get(&other.id).map_or_else(exported, |(_, columns)| columns.clone())
    }

    fn other(&self, other: FactId) -> Result<&Fact, Unstated> {
        self.book.get(other.name()).map(|fact| &**fact).ok_or_else(|| other.name().to_owned())
    }

    /// The view of the rows of a table, with the fields that leave the program.
    fn table(&self, table: TableId, name: &str) -> (String, Vec<String>) {
        let dialect = self.writer.dialect;
        let given: Vec<&Column> = self.fact.given.iter().filter(|column| !column.private).collect();
        let mut columns = vec![format!("{} AS csr_dealer", dialect.string("dealer"))];
        for column in &given {
            let value = match parts_of(&column.id) {
                Some((field, parts)) => dialect.in_parts(&dialect.quoted(&written(field)), parts),
                None => dialect.typed(&dialect.quoted(&written(&column.id)), column.kind),
            };
            columns.push(format!("{value} AS {}", dialect.quoted(&column.id)));
        }
        let rows = dialect.view_of_files(name, &format!("tables/{table}"), &columns.join(", "), true);
        (rows, given.into_iter().map(|column| column.id.clone()).collect())
    }

    /// Refuses columns that the engine has not.
    fn named<'n>(&self, steps: &Steps, mut named: impl Iterator<Item = &'n String>) -> Result<(), Unstated> {
        named.find(|name| !steps.has(name)).map_or(Ok(()), |name| Err(format!("{}.{name}", self.fact.id.name())))
    }

    fn column(&self, steps: &mut Steps, column: &Column, at: usize) -> Result<(), Unstated> {
        let (writer, id) = (&self.writer, &column.id);
        match &column.made {
            Make::Given => self.named(steps, std::iter::once(id))?,
            Make::Rust(_) => return Err(format!("{}.{id}", self.fact.id.name())),
            Make::Sql(term) => {
                self.named(steps, term.columns.iter())?;
                steps.add(id, writer.dialect.typed(&writer.term(term)?, column.kind), &term.columns);
            }
            Make::MonthEnd { of, months, .. } => {
                self.named(steps, std::iter::once(of))?;
                let day = writer.dialect.day(&writer.dialect.quoted(of));
                let end = writer.month_end(&day, i64::from(*months), self.calendar);
                steps.add(id, writer.dialect.typed(&end, column.kind), std::slice::from_ref(of));
            }
            Make::Look(look) => {
                let other = if look.fact == self.fact.id { None } else { Some(self.other(look.fact)?) };
                self.check(steps, look, other).map_err(|()| format!("{}.{id}", self.fact.id.name()))?;
                Looking { writer: *writer, calendar: self.calendar, column, look, other, at }.add(steps)?;
            }
        }
        Ok(())
    }

    /// Whether all is there that a look needs.
    fn check(&self, steps: &Steps, look: &Look, other: Option<&Fact>) -> Result<(), ()> {
        let columns = other.map(|other| self.columns_of(other));
        let is_there = |name: &String| columns.as_ref().map_or_else(|| steps.has(name), |all| all.contains(name));
        let theirs = look.same.iter().map(|(_, theirs)| theirs);
        let theirs = theirs.chain(look.around.iter().map(|around| &around.date));
        let mut theirs = theirs.chain(look.filter.iter().flat_map(|filter| &filter.columns));
        let is_given = match &look.give {
            Give::Column(name) => is_there(name),
            _ => true,
        };
        let is_stated = match other {
            // The days of the export are all that there are; the look knows those of the facts made before.
            Some(_) => {
                let knows = |table: &TableId| self.book.has_all_days(*table, self.fact);
                look.around.is_none() || look.tables.first().is_some_and(knows)
            }
            // Only what is counted can be counted without the row itself.
            None => {
                let is_counted = matches!(look.give, Give::Any | Give::Count);
                is_counted && look.same.iter().all(|(own, theirs)| own == theirs)
            }
        };
        let is_fit = is_stated && is_given && theirs.all(is_there) && look.named().all(|name| steps.has(name));
        if is_fit { Ok(()) } else { Err(()) }
    }

    /// Of the rows that agree the first stays; a row in which every column of the key is blank stands alone.
    fn once(&self, steps: &mut Steps, once: &Once) -> Result<(), Unstated> {
        let dialect = self.writer.dialect;
        let ordered = once.order.iter().map(|(column, _)| column);
        self.named(steps, once.each.iter().chain(&once.month_of).chain(ordered))?;
        let each = once.each.iter().map(|column| dialect.quoted(column)).collect::<Vec<_>>();
        let mut agreeing = vec!["csr_dealer".to_owned()];
        agreeing.extend(each.iter().cloned());
        if let Some(date) = &once.month_of {
            agreeing.push(self.writer.month_start(&dialect.day(&dialect.quoted(date)), 0, self.calendar));
        }
        // What the order leaves alike, all columns that leave the program decide by their names.
        let mut rest: Vec<&str> = exported_columns(self.fact).map(|column| column.id.as_str()).collect();
        rest.sort_unstable();
        let declared = once.order.iter().map(|(column, down)| (column.as_str(), *down));
        let order = declared
            .chain(rest.into_iter().map(|column| (column, false)))
            .map(|(column, down)| format!("{} {}NULLS LAST", dialect.quoted(column), if down { "DESC " } else { "" }));
        let order = order.collect::<Vec<_>>().join(", ");
        let place = dialect.place(&agreeing.join(", "), &order);
        let blank = each.iter().map(|column| format!("{column} IS NULL")).collect::<Vec<_>>().join(" AND ");
        steps.place(&place, &format!("csr_place = 1 OR ({blank})"));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::{ClickHouseDialect, DatabricksDialect, Dialect as ParserDialect, DuckDbDialect};
    use sqlparser::keywords::Keyword;
    use sqlparser::tokenizer::{Token, Tokenizer, Word};

    use super::super::dialect::Dialect;
    use super::*;
    use crate::settings::Reading;
    use crate::tables::schemas::Schemas;
    use crate::templates::Templates;

    /// The built-in facts, and one of the workspace's own where there is text of it.
    fn book(own: Option<&str>) -> FactBook {
        let workspace = tempfile::tempdir().expect("a folder");
        let folder = workspace.path().join("templates/facts");
        std::fs::create_dir_all(&folder).expect("a folder");
        if let Some(columns) = own {
            let text = format!(
                "table = \"work_orders\"\nrow = {{ zh-CN = \"一行\", en = \"a row\" }}\ncolumns = [{{ id = \"date\", is = \"DAY(settled_at)\" }}, {columns}]"
            );
            std::fs::write(folder.join("own.toml"), text).expect("a file");
        }
        let templates = Templates::load(workspace.path()).expect("templates");
        let schemas = Schemas::load(&templates, &Reading::default()).expect("tables");
        let constants = crate::facts::constants::Constants::load(&templates, &[].into()).expect("the constants");
        FactBook::load(&templates, &schemas, constants).expect("facts")
    }

    fn stated(book: &FactBook, dialect: Dialect, wanted: &[FactId]) -> (String, Vec<String>) {
        let writer = Writer { dialect, constants: book.constants() };
        FactsMade::of(book, Calendar::default(), writer).text(wanted.iter().copied())
    }

    /// The words and signs of statements without what stands between them.
    fn tokens(dialect: &dyn ParserDialect, text: &str) -> Vec<Token> {
        let tokens = Tokenizer::new(dialect, text).tokenize().expect("tokens");
        tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect()
    }

    #[test]
    fn nothing_is_read_before_it_is_made_or_after_it_is_dropped() {
        let book = book(None);
        let all: Vec<FactId> = book.facts().iter().map(|fact| fact.id).collect();
        let engines: [(Dialect, &dyn ParserDialect); 3] = [
            (Dialect::DuckDb, &DuckDbDialect {}),
            (Dialect::Spark, &DatabricksDialect {}),
            (Dialect::ClickHouse, &ClickHouseDialect {}),
        ];
        for (dialect, parser) in engines {
            let (mut there, mut reads) = (BTreeSet::new(), 0);
            let (text, _) = stated(&book, dialect, &all);
            for statement in text.split(";\n") {
                let mut made = None;
                for pair in tokens(parser, statement).windows(2) {
                    let [Token::Word(before), Token::Word(Word { value: name, quote_style: Some(_), .. })] = pair
                    else {
                        continue;
                    };
                    match before.keyword {
                        Keyword::FROM | Keyword::JOIN => {
                            assert!(there.contains(name), "{}: {name} is not there: {statement}", dialect.name());
                            reads += 1;
                        }
                        Keyword::VIEW | Keyword::TABLE if statement.starts_with("CREATE") => made = Some(name.clone()),
                        Keyword::TABLE => assert!(there.remove(name), "{}: {name} is not there", dialect.name()),
                        // What is dropped if it exists is made anew in the next statement.
                        _ => {}
                    }
                }
                there.extend(made);
            }
            assert!(reads > 100, "{}: {reads}", dialect.name());
            assert!(!there.iter().any(|name| name.starts_with("step_")), "what stood between is dropped: {there:?}");
        }
    }

    #[test]
    fn what_cannot_be_stated_exactly_is_read_from_the_export_and_says_why() {
        let look = |give: &str| {
            format!(
                "{{ id = \"again\", look = {{ in = \"own\", same = {{ plate = \"plate\" }}, of = \"date\", days = [0, 30], give = \"{give}\" }} }}"
            )
        };
        let private = "{ id = \"p\", is = \"COALESCE(phone, plate)\" }";
        let needed = format!("{private}, {{ id = \"q\", is = \"p IS NOT NULL\" }}");
        for (columns, read) in [
            (look("any"), ""),
            (look("count"), ""),
            // Which other row is the first only the program knows.
            (look("first"), "own (own.again)"),
            // A telephone does not leave the program: a column of it is left out where nothing is made of it.
            (private.to_owned(), ""),
            (needed, "own (own.p)"),
        ] {
            let book = book(Some(&columns));
            let own = book.get("own").expect("it").id;
            let (text, from_export) = stated(&book, Dialect::DuckDb, &[own]);
            assert_eq!(from_export.concat(), read, "{columns}");
            assert_eq!(text.contains("'facts/own/"), !read.is_empty(), "{columns}: {text}");
            assert_eq!(text.contains("'tables/work_orders/"), read.is_empty(), "{columns}: {text}");
        }
    }
}
