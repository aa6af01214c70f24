//! What means the same in every table, and how the words of one table know of each other.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::base::text::{fold, narrow};

use super::entry::Entry;
use super::lines::Lines;
use super::schema::Schema;
use super::taken_back::TakenBack;
use super::template::CommonFile;
use crate::base::number::in_millionths;

/// Words that mean the same in every table, by their folded form.
#[derive(Clone, Debug, Default)]
pub(super) struct Common {
    pub blank: BTreeSet<String>,
    /// The first characters of these.
    pub blank_starts: BTreeSet<char>,
    /// Signs that fill a cell without saying anything.
    pub dashes: String,
    /// What stands for nothing, compared as it stands.
    pub null: BTreeSet<String>,
    pub null_in_any_case: BTreeSet<String>,
    pub not_answered: BTreeSet<String>,
    pub no_plate: BTreeSet<String>,
    pub no_phone: BTreeSet<String>,
    /// What stands for the cell above.
    pub ditto: BTreeSet<String>,
    /// Headings of the column that names the store of a row.
    pub store: BTreeSet<String>,
    /// What takes back whatever stands beside it.
    pub taken_back: Arc<TakenBack>,
    /// Say yes or no in whatever column.
    pub yes: BTreeSet<String>,
    pub no: BTreeSet<String>,
    pub titles: Vec<String>,
    /// Characters of departments and teams, which are in no name of a person.
    pub of_places: String,
    pub surnames: String,
    pub surnames_of_two: Vec<String>,
    pub lines: Lines,
    /// Points of 100 in millionths.
    pub score_words: HashMap<String, i64>,
}

impl Common {
    /// Whether a text begins with a surname of one character.
    pub(super) fn has_surname(&self, text: &str) -> bool {
        text.starts_with(|sign| self.surnames.contains(sign))
    }

    /// Whether a text begins with a surname of two characters.
    pub(super) fn has_surname_of_two(&self, text: &str) -> bool {
        self.surnames_of_two.iter().any(|surname| text.starts_with(surname.as_str()))
    }

    /// Whether a department or a team is named, and no person.
    pub(super) fn is_of_places(&self, text: &str) -> bool {
        text.contains(|sign| self.of_places.contains(sign))
    }
}

/// Makes the words of a table known to each other: what one field says may stand beside the word of another.
pub(super) fn relate_words(schema: &mut Schema, common: &CommonFile) {
    let words = schema.fields.iter().flat_map(|field| field.vocabulary.spellings()).cloned();
    let asides: Arc<HashSet<String>> = Arc::new(words.chain(common.asides.iter().map(|text| fold(text))).collect());
    let implied: Vec<_> = schema
        .fields
        .iter()
        .map(|field| {
            let (by, sense) = field.implied.as_ref()?;
            let of_sense = |entry: &Entry| entry.sense.as_ref() == Some(sense);
            let entry = field.vocabulary.entries().iter().position(of_sense)?;
            Some(schema.fields[schema.field(by)?].vocabulary.implying(entry))
        })
        .collect();
    for (field, implied) in schema.fields.iter_mut().zip(implied) {
        field.vocabulary.relate(asides.clone(), Arc::clone(&common.taken_back), implied);
    }
}

pub(super) fn fold_common(common: &CommonFile) -> Common {
    let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect();
    Common {
        blank: folded(&common.blank),
        blank_starts: common.blank.iter().filter_map(|word| fold(word).chars().next()).collect(),
        dashes: common.dashes.clone(),
        null: common.null.iter().map(|text| null_mark(text, false)).collect(),
        null_in_any_case: common.null.iter().map(|text| null_mark(text, true)).collect(),
        not_answered: folded(&common.not_answered),
        no_plate: folded(&common.no_plate),
        no_phone: folded(&common.no_phone),
        ditto: folded(&common.ditto),
        store: folded(&common.store),
        taken_back: Arc::clone(&common.taken_back),
        yes: folded(&common.yes),
        no: folded(&common.no),
        titles: common.titles.clone(),
        of_places: common.of_places.clone(),
        surnames: common.surnames.clone(),
        surnames_of_two: common.surnames_of_two.clone(),
        lines: common.lines.clone(),
        score_words: common.score_words.iter().map(|(word, points)| (fold(word), in_millionths(*points))).collect(),
    }
}

/// A text as marks of nothing are compared: narrow and without spaces; in lower case where the case does not count.
pub(super) fn null_mark(text: &str, in_any_case: bool) -> String {
    let narrow: String = narrow(text).split_whitespace().collect();
    if in_any_case { narrow.to_lowercase() } else { narrow }
}
