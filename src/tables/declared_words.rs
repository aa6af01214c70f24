//! The words of a field as its table's template declares them.

use std::collections::HashMap;

use crate::base::declaration::{Entry, Section, choose};
use crate::base::failure::Failure;
use crate::base::text::fold;

use super::entry::Entry as Word;
use super::template::CommonFile;
use super::vocabulary::Vocabulary;

pub(super) fn texts(entry: Option<Entry<'_>>) -> Result<Vec<String>, Failure> {
    entry.map_or_else(|| Ok(Vec::new()), |entry| entry.texts())
}

/// The words of a word field.
pub(super) fn words(entry: &Entry<'_>) -> Result<Vocabulary, Failure> {
    let (mut vocabulary, mut given_way) = (Vocabulary::default(), Vec::new());
    for item in entry.items()? {
        let mut section = item.section()?;
        let word = Word {
            word: section.need("word")?.text()?,
            en: section.take("en").map(|entry| entry.text()).transpose()?,
            sense: section.take("sense").map(|entry| entry.text()).transpose()?,
            taken_back: texts(section.take("taken_back"))?,
            said_once: section.take("said_once").map_or(Ok(false), |entry| entry.flag())?,
            within: texts(section.take("within"))?,
        };
        let (spellings, weak, mild) =
            (section.need("words")?.texts()?, texts(section.take("weak"))?, texts(section.take("mild"))?);
        let beside = section.take("beside");
        section.finish()?;
        vocabulary.add(word, &spellings, &weak, &mild).map_err(|told| item.failure(&told.chinese, &told.en))?;
        if let Some(beside) = beside {
            vocabulary.gives_way_to(beside.text()?);
            given_way.push(beside);
        }
    }
    let senses = vocabulary.entries().iter().filter_map(|entry| entry.sense.as_deref());
    let known: Vec<_> = senses.map(|sense| (sense, ())).collect();
    given_way.iter().try_for_each(|entry| choose(&entry.text()?, &known).map_err(|wrong| entry.refuse(wrong)))?;
    Ok(vocabulary)
}

/// Yes and no by folded word.
pub(super) fn flags(section: &mut Section<'_>, common: &CommonFile) -> Result<HashMap<String, bool>, Failure> {
    let mut flags: HashMap<String, bool> = HashMap::new();
    for (key, answer, everywhere) in [("yes", true, &common.yes), ("no", false, &common.no)] {
        flags.extend(everywhere.iter().map(|word| (fold(word), answer)));
        let Some(entry) = section.take(key) else { continue };
        for word in entry.texts()? {
            if flags.insert(fold(&word), answer).is_some_and(|other| other != answer) {
                return Err(entry.failure(
                    &format!("里的“{word}”既是“是”又是“否”"),
                    &format!("has “{word}”, which is both yes and no"),
                ));
            }
        }
    }
    Ok(flags)
}
