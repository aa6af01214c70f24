//! What a fact is: one row a thing to count, its columns, and what the rows are in time. Read from `templates/facts/`.

use std::collections::BTreeSet;
use std::fmt;

use crate::base::finding::Code;
use crate::base::lang::Words;
use crate::base::names::intern;
use crate::base::table_id::TableId;

pub use super::column_type::ColumnType;
use super::term::Term;

/// The columns of a state that say of its period, and not of the thing.
const OF_A_PERIOD: [&str; 3] = ["moment", "as_of", "period_start"];

/// The name of a fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(&'static str);

impl FactId {
    /// The fact of a name, whether any template declares it or not.
    pub fn named(name: &str) -> Self {
        Self(intern(name))
    }

    /// The name in declarations.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A fact: one row is one thing to count.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name: that of its file.
    pub id: FactId,
    /// What one row is, in a sentence.
    pub row: Words,
    /// Further rules for people: how the rows come about.
    pub note: Option<Words>,
    /// A workspace declares it, and not the program.
    pub own: bool,
    /// Where its rows come from.
    pub from: From,
    /// The tables whose rows it holds; it has no data outside of their days.
    pub tables: Vec<TableId>,
    /// Rows for which it is true stay.
    pub filter: Option<Term>,
    /// Rows that count nowhere, or otherwise than they say.
    pub told: Vec<Telling>,
    /// Of the rows that agree in a key one stays.
    pub once: Option<Once>,
    /// Until then a period's rows may still change.
    pub settled: Option<Settled>,
    /// A date from which on a row is gone.
    pub until: Option<String>,
    /// Rows count also where they are dated after the day of the report.
    pub always: bool,
    /// Every date that puts its rows into a period may lie ahead: policies fall due.
    pub ahead: bool,
    /// One row a thing and period, in its state at the period's end.
    pub states: Option<States>,
    /// One row an answer of a survey.
    pub answers: Option<Answers>,
    /// Its rows rest on the points that scores stand for.
    pub scores: bool,
    /// The columns that put rows of its table into a period.
    pub dates: Vec<String>,
    /// The fields that come with the rows of its table, also those whose place a column takes.
    pub given: Vec<Column>,
    /// Its columns, in the order in which they are made.
    pub columns: Vec<Column>,
}

/// Where the rows of a fact come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Each row of a table.
    Table(TableId),
    /// Each row of another fact.
    Fact(FactId),
    /// Rust, under this name.
    Made(String),
}

/// Rows of a table that do not count, or otherwise than they say, and what is said of them.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Which rows.
    pub when: Term,
    /// The fields at whose cell it is said: the first that the list has. Of a list that has none of them nothing is said.
    pub at: Vec<String>,
    /// The kind of the finding.
    pub code: Code,
    /// What is said; nothing of rows that nobody misses.
    pub words: Option<Words>,
}

/// A column of a fact.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in expressions.
    pub id: String,
    /// What it holds.
    pub kind: ColumnType,
    /// What people call it.
    pub names: Words,
    /// What it means where its name does not say it.
    pub meaning: Option<Words>,
    /// The field of the table that it comes from, where it is one.
    pub field: Option<String>,
    /// A table that tells it as well as the fact's own: where its rows do, figures rest on both.
    pub told_by: Option<TableId>,
    /// The tables of the facts that it looks into, itself or by a column that it names: without them it is blank.
    pub looks: Vec<TableId>,
    /// The fields of the fact's table that it is made of, itself or by way of columns that it names, with their names.
    pub fields: Vec<(String, Words)>,
    /// Its words in their order, where it has an order of its own.
    pub words: Vec<Word>,
    /// How it is made.
    pub made: Make,
    /// Only lists and looks may name it: a phone, an address.
    pub private: bool,
}

/// A word of a column.
#[derive(Clone, Debug)]
pub struct Word {
    /// As it stands in the rows.
    pub is: String,
    /// What people call it.
    pub names: Words,
}

/// How a column is made.
#[derive(Clone, Debug)]
pub enum Make {
    /// It comes with the rows: a field of the table, a column of the fact before, or Rust's.
    Given,
    /// SQL over one row.
    Sql(Term),
    /// From rows of another fact.
    Look(Look),
    /// The last day of the dealer's month so many months after that of a date.
    MonthEnd {
        /// The date.
        of: String,
        /// Months after its month; 0 is its own.
        months: i32,
        /// The constant that says how many.
        constants: BTreeSet<String>,
    },
    /// A column that Rust adds, under this name.
    Rust(String),
}

impl Make {
    /// The tables of the facts that a column so made looks into, itself or by one of the columns before it.
    pub(super) fn looks(&self, before: &[Column]) -> Vec<TableId> {
        let (mut tables, named): (BTreeSet<TableId>, Vec<&String>) = match self {
            Self::Sql(term) => (BTreeSet::new(), term.columns.iter().collect()),
            Self::Look(look) => (look.tables.iter().copied().collect(), look.named().collect()),
            Self::MonthEnd { of, .. } => (BTreeSet::new(), vec![of]),
            Self::Given | Self::Rust(_) => return Vec::new(),
        };
        let columns = before.iter().filter(|column| named.contains(&&column.id));
        tables.extend(columns.flat_map(|column| column.looks.iter().copied()));
        tables.into_iter().collect()
    }
}

impl Make {
    /// The fields of which a column so made is made; what a look finds is made of the other fact's.
    pub(super) fn fields(&self, before: &[Column]) -> Vec<(String, Words)> {
        let named: Vec<&String> = match self {
            Self::Sql(term) => term.columns.iter().collect(),
            Self::MonthEnd { of, .. } => vec![of],
            Self::Given | Self::Look(_) | Self::Rust(_) => Vec::new(),
        };
        let mut fields: Vec<(String, Words)> = Vec::new();
        let columns = named.into_iter().filter_map(|name| before.iter().find(|column| column.id == *name));
        for (field, names) in columns.flat_map(|column| &column.fields) {
            if !fields.iter().any(|(known, _)| known == field) {
                fields.push((field.clone(), names.clone()));
            }
        }
        fields
    }
}

/// A look into another fact.
#[derive(Clone, Debug)]
pub struct Look {
    /// The other fact; it may be the own one.
    pub fact: FactId,
    /// The tables of the other fact.
    pub tables: Vec<TableId>,
    /// Columns that agree: the own one, the other's.
    pub same: Vec<(String, String)>,
    /// Which of the other's rows lie near enough; all of them where it is not said.
    pub around: Option<Around>,
    /// The other's rows that count.
    pub filter: Option<Term>,
    /// What is taken.
    pub give: Give,
}

impl Look {
    /// The own columns that it needs.
    pub fn named(&self) -> impl Iterator<Item = &String> {
        self.same.iter().map(|(own, _)| own).chain(self.around.iter().map(|around| &around.of))
    }
}

/// A window around a date of the own row.
#[derive(Clone, Debug)]
pub struct Around {
    /// The own date from which the window is counted.
    pub of: String,
    /// The date of the other's rows.
    pub date: String,
    /// The first and the last day of the window.
    pub window: Window,
    /// The constants that the window names.
    pub constants: BTreeSet<String>,
}

/// A window around a day, its ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Days after the day; before it where negative.
    Days(i64, i64),
    /// Months after the day.
    Months(i64, i64),
    /// The dealer's whole months after that of the day, from the first day of the one to the last of the other.
    WholeMonths(i32, i32),
}

/// What a look takes from the rows that it finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Give {
    /// Whether there is one.
    Any,
    /// How many there are.
    Count,
    /// The date of the first.
    First,
    /// The date of the last.
    Last,
    /// A column of the one nearest to the day.
    Column(String),
}

/// Of the rows that agree the first stays.
#[derive(Clone, Debug)]
pub struct Once {
    /// Columns in which rows agree; a row in which all are blank stands alone.
    pub each: Vec<String>,
    /// A date in whose month of the dealer they agree as well.
    pub month_of: Option<String>,
    /// What comes first: columns, the larger value first where true. Blanks come last.
    pub order: Vec<(String, bool)>,
}

/// When a period is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// So many days after the period's end.
    pub days: u32,
    /// The columns that may change until then; all where none is named.
    pub of: Vec<String>,
    /// The constants that the days name.
    pub constants: BTreeSet<String>,
}

/// A thing that begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    /// The column that says when it begins.
    pub begin: String,
    /// The column that says when it ends.
    pub end: String,
    /// It is made of what happened, visits or sales: behind the last of these nothing is known.
    pub events: bool,
    /// The dates of its table that tell of what has been: up to the last of them somebody kept the list. None of a list that
    /// stands until another comes: of staff nobody writes down that nothing happened.
    pub tells: Vec<String>,
    /// The list stands until another comes, and names those who are there: staff.
    pub stands: bool,
}

/// The columns of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Who it is about.
    pub about: String,
    /// What was asked.
    pub item: String,
    /// The survey that it belongs to; its answers stand together.
    pub survey: String,
}

impl Answers {
    /// Whether a breakdown is by neither who the answers are about nor what was asked.
    pub fn is_apart_from(&self, by: &[String]) -> bool {
        !by.contains(&self.about) && !by.contains(&self.item)
    }
}

impl Fact {
    /// The other facts that it comes from or looks into.
    pub(crate) fn needs(&self) -> impl Iterator<Item = FactId> {
        let from = if let From::Fact(other) = self.from { Some(other) } else { None };
        let looked = self.columns.iter().filter_map(|column| match &column.made {
            Make::Look(look) => Some(look.fact),
            _ => None,
        });
        from.into_iter().chain(looked).filter(|other| *other != self.id)
    }

    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == name)
    }

    /// Whether a date is made of the moment at which a thing is looked at: what lasts has one in every period.
    pub fn is_of_the_moment(&self, date: &str) -> bool {
        let mut named = BTreeSet::from([date]);
        // A column names only those before it.
        self.states.is_some()
            && self.columns.iter().rev().any(|column| {
                let is_named = named.contains(column.id.as_str());
                if let (true, Make::Sql(term)) = (is_named, &column.made) {
                    named.extend(term.columns.iter().map(String::as_str));
                }
                is_named && OF_A_PERIOD.contains(&column.id.as_str())
            })
    }

    /// The tables that some of its columns look into, and the columns that say which rows there are.
    pub fn looked_into<'a>(&'a self, named: impl Iterator<Item = &'a String>) -> BTreeSet<TableId> {
        let filtered = self.filter.iter().flat_map(|term| &term.columns);
        let columns = named.chain(filtered).filter_map(|name| self.column(name));
        columns.flat_map(|column| column.looks.iter().copied()).collect()
    }

    /// The names of the columns that an indicator may name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| !column.private).map(|column| column.id.as_str())
    }
}
