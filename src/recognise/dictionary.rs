//! All headings that the templates and the workspace know, by their folded form.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::RwLock;

use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::fold;

use super::around::{Around, Other};
use super::heading::{brackets, readings, translated};
use super::repeats::Repeats;

/// The headings of one table, as the templates give them.
#[derive(Clone, Debug)]
pub struct TableHeadings {
    /// The table.
    pub table: TableId,
    /// Its names, for messages and to break ties by the names of file and sheet.
    pub names: Words,
    /// Its rows enter indicators; false for tables that come later.
    pub used: bool,
    /// Its columns stand in many lists of other tables: these are looked at first, as before a table that comes later.
    pub gives_way: bool,
    /// Of each group at least one field must have a heading.
    pub required: Vec<Vec<usize>>,
    /// The fields in the order of the template.
    pub fields: Vec<FieldHeadings>,
    /// Headings that are known and need no field (序号).
    pub ignored: Vec<String>,
    /// Headings, folded, that no list of the table has: with one of them it is another list, however much it resembles it.
    pub strangers: BTreeSet<String>,
    /// Lists of something else that have all that the table needs.
    pub others: Option<OtherLists>,
    /// Its fields that stand several times in a wide list.
    pub repeats: Option<Repeats>,
}

/// By what a list of something else is known.
#[derive(Clone, Debug)]
pub struct OtherLists {
    /// Headings, folded.
    pub headings: BTreeSet<String>,
    /// What the name of its file or sheet holds, folded.
    pub named: Vec<String>,
    /// Fields that a list of the table itself has.
    pub unless: Vec<usize>,
    /// What it may be, and what is done with it.
    pub words: Words,
}

impl TableHeadings {
    /// Whether its headings are looked at before those of the others.
    pub(crate) fn comes_first(&self) -> bool {
        self.used && !self.gives_way
    }
}

impl Holds {
    /// Whether it is a date of any kind.
    pub(crate) fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Plan)
    }
}

/// What a field holds, as far as the words beside its heading can make another thing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A date: several columns of it are read together.
    Date,
    /// A date that is itself planned, agreed or due.
    Plan,
    /// A number of things, a time that something took.
    Figure,
    /// Points.
    Score,
    /// A word of a vocabulary, a yes or no.
    Choice,
    /// A text, a name, a number of a document.
    Other,
}

/// The headings of one field.
#[derive(Clone, Debug)]
pub struct FieldHeadings {
    /// Canonical name, for messages.
    pub id: String,
    /// Its names, for messages.
    pub names: Words,
    /// Headings, the preferred ones first.
    pub headings: Vec<String>,
    /// They say which table a list is of; not those that stand in lists of other tables as well.
    pub telling: bool,
    /// What it holds.
    pub holds: Holds,
    /// Of each heading which meaning it has: 0 the field's own, others stand in for it at most.
    pub meanings: Vec<usize>,
    /// What has no data where a list lacks the field; only such a field is worth a proposal.
    pub without: Option<Words>,
    /// Headings that are proposed and never taken.
    pub proposed: Vec<String>,
    /// A list that lacks the field is told, with what has no data then.
    pub asked: bool,
    /// A list that lacks the field and all of these is told as well.
    pub asked_unless: Vec<usize>,
}

impl FieldHeadings {
    /// The meaning of a heading, by its place in the list.
    pub(crate) fn meaning(&self, rank: usize) -> usize {
        self.meanings.get(rank).copied().unwrap_or(0)
    }
}

/// What a heading means in one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Index into [`Dictionary::tables`].
    pub table: usize,
    /// The field; `None` for a heading that needs none.
    pub field: Option<usize>,
    /// Which attempt of a wide list; 0 without a number.
    pub attempt: u8,
    /// Its place among the field's headings.
    pub rank: usize,
    /// How much it tells: a heading of one table alone tells more than one of several.
    pub weight: u32,
}

impl Meaning {
    /// Whether the heading tells which table it is.
    pub fn is_telling(&self) -> bool {
        self.weight == TELLING
    }
}

/// A heading that is a field of only one table weighs this much; one that several share weighs 1. Four shared headings
/// (plate, customer, phone, advisor) stand in nearly every list of a workshop and must not outvote one telling heading.
pub(crate) const TELLING: u32 = 4;

/// Of so many texts it is remembered what they mean. Thousands of sheets have the same headings, and a sheet may repeat its
/// own thousands of times.
const REMEMBERED: usize = 1 << 14;

/// What texts meant when they were looked up; never more than a way to find it faster.
#[derive(Debug, Default)]
struct Memo(RwLock<HashMap<String, Vec<Meaning>>>);

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// All headings of all tables.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    tables: Vec<TableHeadings>,
    meanings: HashMap<String, Vec<Meaning>>,
    /// The headings of each table and field, folded, in their order.
    folded: Vec<Vec<Vec<String>>>,
    /// What texts meant that were looked up before.
    memo: Memo,
    /// Neighbouring characters of all headings, the words that headings are made of: 接车 of 接车日期.
    pairs: BTreeSet<(char, char)>,
    /// English words of all headings.
    english: BTreeSet<String>,
    around: Around,
}

impl Dictionary {
    /// Builds the dictionary; the order of `tables` breaks the last ties.
    pub fn new(tables: Vec<TableHeadings>) -> Self {
        let mut collected: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
        for (table, headings) in tables.iter().enumerate() {
            let mut add = |text: &str, field: Option<usize>, rank: usize| {
                let meanings = collected.entry(fold(text)).or_default();
                if !meanings.iter().any(|meaning| meaning.table == table) {
                    meanings.push(Meaning { table, field, attempt: 0, rank, weight: 0 });
                }
            };
            for (index, field) in headings.fields.iter().enumerate() {
                for (rank, text) in field.headings.iter().enumerate() {
                    add(text, Some(index), rank);
                }
            }
            for text in &headings.ignored {
                add(text, None, 0);
            }
        }
        for meanings in collected.values_mut() {
            // What a later table has beside a used one (销售日期 in 客户档案) stays telling of the used one.
            let is_used = |meaning: &&Meaning| meaning.field.is_some() && tables[meaning.table].comes_first();
            let used = meanings.iter().filter(is_used).count();
            for meaning in meanings.iter_mut().filter(|meaning| meaning.field.is_some()) {
                let most = if tables[meaning.table].comes_first() { 1 } else { 0 };
                let is_telling = |field: usize| tables[meaning.table].fields[field].telling;
                meaning.weight = if used <= most && meaning.field.is_some_and(is_telling) { TELLING } else { 1 };
            }
        }
        let pairs = collected.keys().flat_map(|text| text.chars().zip(text.chars().skip(1))).collect();
        let texts = tables.iter().flat_map(|table| table.fields.iter().flat_map(|field| &field.headings));
        let english = texts.filter(|text| text.is_ascii()).flat_map(|text| text.split_whitespace()).map(fold).collect();
        let of_field = |field: &FieldHeadings| field.headings.iter().map(|heading| fold(heading)).collect();
        let of_table = |table: &TableHeadings| table.fields.iter().map(of_field).collect();
        let folded = tables.iter().map(of_table).collect();
        let meanings = collected.into_iter().collect();
        Self { tables, meanings, folded, memo: Memo::default(), pairs, english, around: Around::default() }
    }

    /// With the words that may stand around a known heading, folded.
    pub fn with_around(self, around: Around) -> Self {
        Self { around, ..self }
    }

    /// The words that may stand around a known heading.
    pub(crate) fn around(&self) -> &Around {
        &self.around
    }

    /// The tables, in order.
    pub fn tables(&self) -> &[TableHeadings] {
        &self.tables
    }

    /// What people call each table.
    pub fn names(&self) -> BTreeMap<TableId, Words> {
        self.tables.iter().map(|headings| (headings.table, headings.names.clone())).collect()
    }

    /// The headings of a table.
    pub fn table(&self, table: TableId) -> Option<&TableHeadings> {
        self.tables.iter().find(|headings| headings.table == table)
    }

    /// The headings of a table's fields, folded.
    pub(crate) fn folded(&self, table: TableId) -> &[Vec<String>] {
        let at = self.tables.iter().position(|headings| headings.table == table);
        at.and_then(|at| self.folded.get(at)).map_or(&[], Vec::as_slice)
    }

    /// What a heading means, at most one meaning a table; the closest reading of the text comes first.
    pub(crate) fn meanings(&self, text: &str) -> Vec<Meaning> {
        if let Some(known) = self.memo.0.read().ok().and_then(|memo| memo.get(text).cloned()) {
            return known;
        }
        let found = self.looked_up(text);
        if let Ok(mut memo) = self.memo.0.write()
            && memo.len() < REMEMBERED
        {
            memo.insert(text.to_owned(), found.clone());
        }
        found
    }

    fn looked_up(&self, text: &str) -> Vec<Meaning> {
        let mut found: Vec<Meaning> = Vec::new();
        let mut add = |meaning: Meaning| {
            if !found.iter().any(|known| known.table == meaning.table) {
                found.push(meaning);
            }
        };
        let (bare, inside) = brackets(text);
        let other = self.around.of_heading(&bare, &inside);
        let is_this = |meaning: &Meaning| !self.makes_another(other, meaning);
        if other != Other::default() {
            // 完成日期（计划） is 计划完成日期, and no 完成日期.
            let in_front = fold(&format!("{}{bare}", inside.concat()));
            self.meanings.get(&in_front).into_iter().flatten().copied().for_each(&mut add);
        }
        let bare = if other == Other::default() { Vec::new() } else { readings(&bare) };
        for reading in readings(text) {
            let may_be = |meaning: &Meaning| !bare.contains(&reading) || is_this(meaning);
            self.meanings.get(&reading).into_iter().flatten().copied().filter(may_be).for_each(&mut add);
            self.numbered(&reading).filter(may_be).for_each(&mut add);
        }
        if found.is_empty() {
            found = self.in_two_languages(text);
            found.retain(is_this);
        }
        found
    }

    /// Whether a word beside the heading makes another thing of what it means.
    pub(crate) fn makes_another(&self, other: Other, meaning: &Meaning) -> bool {
        match self.holds(meaning) {
            Holds::Date => other.date || other.earlier,
            Holds::Figure => other.value || other.earlier,
            Holds::Score => other.value || other.earlier || other.score,
            Holds::Choice => other.earlier || other.choice,
            Holds::Plan | Holds::Other => false,
        }
    }

    /// What the field that a heading means holds.
    fn holds(&self, meaning: &Meaning) -> Holds {
        let field = meaning.field.and_then(|field| self.tables[meaning.table].fields.get(field));
        field.map_or(Holds::Other, |field| field.holds)
    }

    /// What the Chinese part of a heading means that says it in English too: 回访日期 Date. Nothing where the rest is no
    /// translation (VIP客户) or means another field (客户VIN).
    fn in_two_languages(&self, text: &str) -> Vec<Meaning> {
        let Some((chinese, english)) = translated(text) else { return Vec::new() };
        let is_known = |word: &str| self.english.contains(&fold(word));
        if !english.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_known) {
            return Vec::new();
        }
        let same = self.meanings(english);
        let agrees = |meaning: &Meaning| {
            same.is_empty() || same.iter().any(|other| other.table == meaning.table && other.field == meaning.field)
        };
        self.meanings(chinese).into_iter().filter(agrees).collect()
    }

    /// Whether a heading means a date, a figure, points, a word or a yes, and no name or text.
    pub(crate) fn is_a_value(&self, meaning: &Meaning) -> bool {
        self.holds(meaning) != Holds::Other
    }

    /// The field of a table that a heading would be, did its brackets or its legend not make another thing of it; and whether it is
    /// the legend.
    pub(crate) fn refused(&self, text: &str, table: TableId) -> Option<(usize, bool)> {
        let (bare, inside) = brackets(text);
        let (other, legend) = (self.around.of_heading(&bare, &inside), self.around.of_legend(&bare, &inside));
        if other == Other::default() {
            return None;
        }
        let meaning = self.meanings(&bare).into_iter().find(|meaning| self.tables[meaning.table].table == table)?;
        self.makes_another(other, &meaning).then_some((meaning.field?, self.makes_another(legend, &meaning)))
    }

    /// Whether two neighbouring characters stand in any heading.
    pub(crate) fn knows_pair(&self, pair: (char, char)) -> bool {
        self.pairs.contains(&pair)
    }

    /// What a heading with an ordinal means in the tables that have wide lists: 第一次回访日期.
    fn numbered<'d>(&'d self, folded: &'d str) -> impl Iterator<Item = Meaning> + 'd {
        self.tables.iter().enumerate().filter_map(move |(table, headings)| {
            let (attempt, field, rank) = headings.repeats.as_ref()?.read(folded)?;
            Some(Meaning { table, field: Some(field), attempt, rank, weight: TELLING })
        })
    }

    /// Whether a group above several names is numbered in any table.
    pub(crate) fn is_ordinal(&self, group: &str) -> bool {
        let folded = fold(group);
        self.tables.iter().filter_map(|headings| headings.repeats.as_ref()).any(|repeats| repeats.is_ordinal(&folded))
    }
}
