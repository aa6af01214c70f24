//! Wide lists: one row with several attempts, each with its own date and result (第一次回访日期, 第二次回访日期 …).
//!
//! Which fields repeat, and how dealers number them, stands in the table's template.

use std::collections::{BTreeSet, HashMap};

use crate::base::text::fold;

use super::block::{Column, LAST_RANK};

/// A word for a number.
#[derive(Clone, Debug)]
struct Ordinal {
    word: String,
    number: u8,
    /// It is a bare digit.
    digit: bool,
}

/// The numbered columns of a table.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    /// Folded words for the first, second, third … with the number they stand for; longer ones first.
    ordinals: Vec<Ordinal>,
    /// Folded words that may stand between the ordinal and the name: 回访 in 第一次回访结果.
    topics: Vec<String>,
    /// The names that may be numbered, by their folded form: field and rank.
    names: HashMap<String, (usize, usize)>,
    /// A list is wide where one of these fields has a second column.
    shown_by: Vec<usize>,
    /// All fields that repeat.
    fields: Vec<usize>,
}

impl Repeats {
    /// From the template: words of each ordinal, topics, names by field, the fields that show an attempt.
    pub fn new(
        ordinals: &[Vec<String>],
        topics: &[String],
        names: &[(usize, Vec<String>)],
        shown_by: Vec<usize>,
    ) -> Self {
        let numbered = ordinals.iter().zip(1_u8..);
        let ordinal = |word: String, number| Ordinal { digit: is_digit(&word), word, number };
        let mut ordinals: Vec<Ordinal> =
            numbered.flat_map(|(words, number)| words.iter().map(move |word| ordinal(fold(word), number))).collect();
        ordinals.sort_by_key(|ordinal| std::cmp::Reverse(ordinal.word.len()));
        let mut by_name = HashMap::new();
        for (field, texts) in names {
            for (rank, text) in texts.iter().enumerate() {
                by_name.entry(fold(text)).or_insert((*field, rank));
            }
        }
        let topics = topics.iter().map(|topic| fold(topic)).collect();
        Self { ordinals, topics, names: by_name, shown_by, fields: names.iter().map(|(field, _)| *field).collect() }
    }

    /// The number, field and rank of a folded heading with an ordinal before or behind its name.
    pub(crate) fn read(&self, folded: &str) -> Option<(u8, usize, usize)> {
        self.ordinals.iter().find_map(|Ordinal { word, number, digit }| {
            // A bare digit before a name is the number of a line or a month; behind it, it counts.
            let before = folded.strip_prefix(word.as_str()).filter(|_| !digit);
            let name = before.or_else(|| folded.strip_suffix(word.as_str()))?;
            let (field, rank) = self.name(name)?;
            Some((*number, field, rank))
        })
    }

    fn name(&self, name: &str) -> Option<(usize, usize)> {
        let bare = || self.topics.iter().find_map(|topic| self.names.get(name.strip_prefix(topic.as_str())?));
        self.names.get(name).or_else(bare).copied()
    }

    /// Whether a group above several names is numbered: 第一次回访.
    pub(crate) fn is_ordinal(&self, folded: &str) -> bool {
        self.ordinals.iter().any(|ordinal| !ordinal.digit && folded.starts_with(ordinal.word.as_str()))
    }

    /// Field and rank of a name that only the numbered column before it gives a meaning: `结果` behind `第一次回访日期`.
    pub(crate) fn short_name(&self, folded: &str) -> Option<(usize, usize)> {
        self.names.get(folded).copied()
    }

    /// Settles which columns are attempts, and gives back those that are none. In a list that is not wide a first one is
    /// the plain field. In a wide one the single plain column of a numbered field is its first attempt; several plain
    /// columns of one field take the numbers they stand behind. `short` has the columns under short names.
    pub(crate) fn settle(&self, columns: &mut Vec<Column>, short: Vec<Column>) -> Vec<Column> {
        let wide = columns.iter().any(|column| column.attempt > 1 && self.shown_by.contains(&column.field));
        if !wide {
            let (plain, left): (Vec<_>, Vec<_>) = columns.drain(..).partition(|column| column.attempt < 2);
            *columns = plain;
            columns.iter_mut().for_each(|column| column.attempt = 0);
            return left.into_iter().chain(short).collect();
        }
        let plain = |columns: &[Column], field: usize| {
            columns.iter().filter(|column| column.field == field && column.attempt == 0).count()
        };
        for field in self.fields.iter().filter(|field| plain(columns, **field) == 1).copied().collect::<Vec<_>>() {
            first_attempt(columns, field);
        }
        let is_short: BTreeSet<u32> = short.iter().map(|column| column.col).collect();
        columns.extend(short);
        columns.sort_by_key(|column| column.col);
        for field in &self.fields {
            take_numbers(columns, *field);
        }
        let (left, kept): (Vec<_>, Vec<_>) =
            columns.drain(..).partition(|column| column.attempt == 0 && is_short.contains(&column.col));
        *columns = kept;
        for field in &self.fields {
            first_attempt(columns, *field);
        }
        left
    }
}

/// Of a field with numbered columns the plain ones are the first attempt; used last where that has a column of its own.
fn first_attempt(columns: &mut [Column], field: usize) {
    let of_field = |column: &&Column| column.field == field;
    let has_first = columns.iter().filter(of_field).any(|column| column.attempt == 1);
    if columns.iter().filter(of_field).all(|column| column.attempt == 0) {
        return;
    }
    for column in columns.iter_mut().filter(|column| column.field == field && column.attempt == 0) {
        column.attempt = 1;
        column.rank += if has_first { LAST_RANK } else { 0 };
    }
}

/// The same plain heading behind several numbered ones (第一次回访日期, 回访结果, 第二次回访日期, 回访结果) tells of each of them.
fn take_numbers(columns: &mut [Column], field: usize) {
    let (mut before, mut behind) = (0, Vec::new());
    for (at, column) in columns.iter().enumerate() {
        if column.attempt > 0 {
            before = column.attempt;
        } else if column.field == field && before > 0 {
            behind.push((at, before));
        }
    }
    if behind.iter().any(|(_, attempt)| *attempt != behind[0].1) {
        for (at, attempt) in behind {
            columns[at].attempt = attempt;
        }
    }
}

fn is_digit(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}
