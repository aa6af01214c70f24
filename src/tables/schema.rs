//! What a table is: its fields, headings, words and rules.

use std::collections::{BTreeSet, HashMap};

use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::recognise::block::Block;

use super::entry::Entry;
use super::field_kind::FieldKind;
use super::vocabulary::Vocabulary;

/// How the fields of scores begin.
const SCORE: &str = "score_";

/// Scores that are no items: questions of their own, about everything and about recommending.
pub(super) const NO_ITEMS: [&str; 2] = ["score_overall", RECOMMEND];

/// The question about recommending.
pub const RECOMMEND: &str = "score_recommend";

/// The item that a field asks about; `None` of a field that is no item of satisfaction.
pub(super) fn item(field: &str) -> Option<&str> {
    field.strip_prefix(SCORE).filter(|_| !NO_ITEMS.contains(&field))
}

/// One field of a table.
#[derive(Clone, Debug)]
pub struct Field {
    /// Canonical name.
    pub id: String,
    /// How its cells are understood.
    pub kind: FieldKind,
    /// Names for people.
    pub names: Words,
    /// Headings, the preferred ones first.
    pub headings: Vec<String>,
    /// The words of a word field.
    pub vocabulary: Vocabulary,
    /// The canonical words that a blank form offers; all of them where none is named.
    pub(super) offered: Vec<String>,
    /// What a word outside the vocabulary means for the figures; most are only shown as they stand.
    pub unknown: Option<Words>,
    /// A word stays as the dealer wrote it; only its sense is looked up.
    pub as_written: bool,
    /// A word that contradicts itself counts as blank.
    pub blank_in_doubt: bool,
    /// A date that may lie after the day on which the list was made.
    pub ahead: bool,
    /// A date that is itself planned, agreed or due: 计划 in brackets behind it makes no other one of it.
    pub planned: bool,
    /// Its headings say which table a list is of.
    pub(super) telling: bool,
    /// Nobody's business outside of the house: an address, a birthday. It leaves only as there or not.
    pub private: bool,
    /// May differ between the lines of one order.
    pub line: bool,
    /// Whether a list has the column at all says something: without it nobody knows. A list without it is told, and the frame
    /// has a column `<field>_asked`.
    pub asked: bool,
    /// A list that lacks it and all of these is told as well.
    pub asked_unless: Vec<usize>,
    /// A number whose sum counts: merged over several rows it counts once.
    pub adds_up: bool,
    /// A plate or a VIN; what stands in its place (外地车) is kept, for without it the row would not count.
    pub stands_in: bool,
    /// A person; several may stand in one cell.
    pub several: bool,
    /// A number that may be below 0: cars given back.
    pub below_nought: bool,
    /// The highest value of a score, in millionths, where the template declares it.
    pub scale: Option<i64>,
    /// Yes and no by folded word, for a yes-or-no field.
    pub(super) flags: HashMap<String, bool>,
    /// One person under several spellings, by folded spelling.
    pub(super) aliases: HashMap<String, String>,
    /// Headings that name another thing: of a date they stand in for it where its own column is blank.
    pub(super) apart: Vec<Apart>,
    /// What has no data where a sheet lacks the field.
    pub(super) without: Option<Words>,
    /// Headings that are proposed and never taken.
    pub(super) proposed: Vec<String>,
    /// The field whose words say a sense of this one, and the sense.
    pub(super) implied: Option<(String, String)>,
    /// Its headings say less than these fields: it is the first of them that the list has no column for.
    pub(super) stands_for: Vec<usize>,
}

/// Headings of a field that have one other meaning.
#[derive(Clone, Debug)]
pub(super) struct Apart {
    /// The headings, folded.
    pub(super) headings: BTreeSet<String>,
    /// What a row must say for them to stand in for the field.
    pub needs: Option<Need>,
    /// They stand in for it also where the row is still open.
    pub while_open: bool,
}

impl Field {
    /// An item of satisfaction that a workspace adds, named after its first heading.
    pub(super) fn item(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: FieldKind::Score,
            names: Words { chinese: name.to_owned(), en: name.to_owned() },
            headings: Vec::new(),
            vocabulary: Vocabulary::default(),
            offered: Vec::new(),
            unknown: None,
            as_written: false,
            blank_in_doubt: false,
            ahead: false,
            planned: false,
            telling: true,
            private: false,
            line: false,
            asked: false,
            asked_unless: Vec::new(),
            adds_up: false,
            stands_in: false,
            several: false,
            below_nought: false,
            scale: None,
            flags: HashMap::new(),
            aliases: HashMap::new(),
            apart: Vec::new(),
            without: None,
            proposed: Vec::new(),
            implied: None,
            stands_for: Vec::new(),
        }
    }

    /// The words that a blank form offers, in the order of the template.
    pub fn offered(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.vocabulary.entries().iter();
        entries.filter(|entry| self.offered.is_empty() || self.offered.contains(&entry.word))
    }

    /// Whether its column means what other columns of the list leave over.
    pub(crate) fn stands_for_others(&self) -> bool {
        !self.stands_for.is_empty()
    }

    /// Which meaning a heading has among those of the field, by its place in the list: 0 is the field's own.
    pub(super) fn meaning(&self, rank: usize) -> usize {
        let Some(heading) = self.headings.get(rank).map(|heading| fold(heading)) else { return 0 };
        self.apart.iter().position(|apart| apart.headings.contains(&heading)).map_or(0, |at| at + 1)
    }
}

/// A field that must hold a value, or a value of a certain sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Index of the field.
    pub field: usize,
    /// The sense its word must have.
    pub sense: Option<String>,
}

/// What the rows of a table are where they are nothing to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Figures of months of which there are no raw data.
    History,
    /// What is aimed at in a month, a quarter or a year.
    Targets,
}

impl Role {
    /// Both by the names that declarations have for them.
    pub(super) const ALL: [(&str, Self); 2] = [("history", Self::History), ("targets", Self::Targets)];

    /// The fields that such a table needs, each of its kind.
    pub(super) fn needs(self) -> &'static [(&'static str, FieldKind)] {
        use FieldKind::{Figure, Month, Number, Text, Year};
        match self {
            Self::History => &[
                ("indicator", Text),
                ("month", Month),
                ("value", Figure),
                ("numerator", Number),
                ("denominator", Number),
            ],
            Self::Targets => {
                &[("indicator", Text), ("month", Month), ("period", Text), ("year", Year), ("value", Figure)]
            }
        }
    }
}

/// One used table.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The table.
    pub table: TableId,
    /// Names for people.
    pub names: Words,
    /// What its rows are where they are nothing to count.
    pub role: Option<Role>,
    /// Words by which titles and names tell it from another table with the same headings.
    pub called: Vec<String>,
    /// Its fields, in the order of the template.
    pub fields: Vec<Field>,
    /// Its columns stand in many lists, which are lists of other tables for all that: it is recognised after these.
    pub gives_way: bool,
    /// A sheet belongs to the table when each group has a heading.
    pub required: Vec<Vec<usize>>,
    /// A row is kept when each group has a value.
    pub keep: Vec<Vec<Need>>,
    /// The dates that put a row into a period, the first one filled counts.
    pub period: Vec<usize>,
    /// The field that names the thing.
    pub key: Option<usize>,
    /// What tells which thing a row is about where no key does: the first filled field of each group, dates by the day.
    pub same: Vec<Vec<usize>>,
    /// Where that thing has one row only; a second one with other contents counts too, and is told.
    pub one_row_in: Option<Within>,
    /// Fields that part two things of one subject and day.
    pub apart: Vec<usize>,
    /// Dates that say which of two states is the later one.
    pub state_dates: Vec<usize>,
    /// What undoes an earlier state of the same thing, with or without a date.
    pub undoes: Vec<Need>,
    /// What makes a row void.
    pub void: Vec<Need>,
    /// A date that makes a row void from then on.
    pub void_date: Option<usize>,
    /// States of a row, each with a date that denies it where it is filled.
    pub contradicts: Vec<(Need, usize)>,
    /// What the customer cannot have answered.
    pub unanswered: Option<Unanswered>,
    /// Dates of which the second follows the first.
    pub in_order: Vec<(usize, usize)>,
    /// How its wide lists are taken apart.
    pub wide: Option<Wide>,
}

/// Of which rows one is enough for a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// A list.
    List,
    /// Rows that differ in nothing but how far the thing has come.
    Alike,
}

impl Within {
    /// As templates call them.
    pub(super) const ALL: [(&str, Self); 2] = [("list", Self::List), ("alike", Self::Alike)];
}

/// Rows in which nobody was reached, who could have answered.
#[derive(Clone, Debug)]
pub struct Unanswered {
    /// Any of which says that nobody was.
    pub states: Vec<Need>,
    /// What is an answer, besides the scores.
    pub answers: Vec<usize>,
    /// What somebody wrote about the call: with a word in them its answers are answers.
    pub remarks: Vec<usize>,
}

/// How a wide list, one row with several attempts, is taken apart.
#[derive(Clone, Debug)]
pub struct Wide {
    /// The field that holds the number of the attempt.
    pub number: usize,
    /// What tells the attempt in which the customer answered.
    pub answered: Need,
    /// An attempt was made where one of these fields says something.
    pub shown_by: Vec<usize>,
    /// Words for the first, the second, the third …
    pub(super) ordinals: Vec<Vec<String>>,
    /// Words that may stand between the ordinal and the name.
    pub(super) topics: Vec<String>,
    /// The fields that repeat, with their short names behind an ordinal.
    pub(super) short_names: Vec<(usize, Vec<String>)>,
}

impl Schema {
    /// Whether words in this field make a row one of the table: the problem of a measure, not the name of a customer.
    pub(super) fn is_told_in_words(&self, field: usize) -> bool {
        let of = &self.fields[field];
        of.kind == FieldKind::Text && of.id != "customer" && self.keep.iter().flatten().any(|need| need.field == field)
    }

    /// Index of a field by its canonical name.
    pub fn field(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// Gives the columns whose heading says less than it should the field that they are in this list: 完成时间 is the planned
    /// day where no other column is, else the day on which something was done.
    pub(super) fn settle(&self, block: &mut Block) {
        for at in 0..block.columns.len() {
            let column = &block.columns[at];
            let is_free = |field: &&usize| !block.columns.iter().any(|other| other.field == **field);
            if let Some(field) = self.fields[column.field].stands_for.iter().find(is_free) {
                block.columns[at].field = *field;
            }
        }
    }
}
