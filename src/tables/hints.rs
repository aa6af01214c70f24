//! What reading did not know, for `check --suggest`: whoever keeps the workspace can declare it.

use crate::base::address::Place;
use crate::base::table_id::TableId;
use crate::recognise::unused::Unused;

/// Headings, words and scales that no template and no configuration declares.
#[derive(Debug, Default)]
pub struct Hints {
    /// Columns that no field takes.
    pub columns: Vec<Unused>,
    /// Words outside a vocabulary, once a table.
    pub words: Vec<UnknownWord>,
    /// Scales of scores that were inferred.
    pub scales: Vec<InferredScale>,
}

impl Hints {
    /// Adds those of other inputs: what stands in several once.
    pub fn add(&mut self, other: Self) {
        self.columns.extend(other.columns);
        for word in other.words {
            let same = |known: &&mut UnknownWord| {
                (known.table, &known.field, &known.word) == (word.table, &word.field, &word.word)
            };
            match self.words.iter_mut().find(same) {
                Some(known) => known.count += word.count,
                None => self.words.push(word),
            }
        }
        self.scales.extend(other.scales);
    }
}

/// A word outside the vocabulary of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// Its table.
    pub table: TableId,
    /// Its field.
    pub field: String,
    /// The word as the dealer wrote it.
    pub word: String,
    /// How often it stands in the table.
    pub count: usize,
    /// The first cell.
    pub place: Place,
}

/// A scale that was inferred from the values of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct InferredScale {
    /// The heading as it stands.
    pub heading: String,
    /// The highest value of the scale.
    pub scale: f64,
    /// Where a finding calls the scale doubtful: the one that is likely meant.
    pub likely: Option<f64>,
    /// The cell of the heading.
    pub place: Place,
}
