//! Words of a column: many spellings, one canonical word, one sense. What stands beside a word, in brackets or behind a
//! dash, is passed over only where it says nothing of its own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::entry::Entry;
use super::taken_back::TakenBack;
use super::word_pieces::{parts, pieces, typed};
use crate::base::lang::Words;
use crate::base::text::fold;
use crate::recognise::heading::brackets;

mod evident;

/// Characters beside an affirmative word by which it may be taken back.
const DOUBTS: [char; 16] =
    ['未', '不', '没', '无', '非', '無', '沒', '拒', '否', '待', '错', '錯', '误', '誤', '假', '勿'];

/// What may stand between a negation and its word: 没有成功, 未能成功.
const BEHIND_A_NEGATION: &str = "有能曾再被";

/// Senses that are a no themselves: a "not" beside them is nothing new.
const DENIALS: [&str; 7] = ["failure", "open", "reopened", "not_satisfied", "void", "cancelled", "unknown"];

/// Further senses that say that something was not done.
const NOTHING_TO_TAKE_BACK: [&str; 5] = ["absent", "lost", "refused", "not_reached", "cancelled_by_store"];

/// Every spelling of a word, where a list of a template would name them all.
const ALL: &str = "*";

/// Shorter spellings stand within many other words: 否, no, OK.
const LEAST_CHINESE: usize = 2;
const LEAST_LATIN: usize = 4;

/// Characters of the longest word that is looked for within a remark.
const LONGEST: usize = 16;

/// The words of one field.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    /// The entries by the folded spelling.
    by_spelling: HashMap<String, usize>,
    /// The same with all signs: 占线/无人接听/停机 is one spelling, not three.
    as_typed: HashMap<String, usize>,
    /// Folded spellings that give way to what stands beside them: 已回访 says no more than that somebody called.
    weak: HashSet<String>,
    /// Folded spellings that say nothing beside another word: 三日 in 销售回访(三日).
    mild: HashSet<String>,
    /// The sense of the words that those of an entry give way to, where it is not any: 三日 says nothing beside 销售回访, but
    /// beside 定保提醒 it means another call.
    beside: HashMap<usize, String>,
    /// Folded words of all fields of the table, and what may be said by the way.
    asides: Arc<HashSet<String>>,
    /// Words that take back whatever says yes.
    taken_back: Arc<TakenBack>,
    /// The words of another field that say a sense of this one.
    implied: Option<Implied>,
}

/// The words of another field that say a sense of this one: 无人接听 as a result is a failure.
#[derive(Clone, Debug)]
pub(super) struct Implied {
    /// The entries of the other field by their folded spelling.
    by_spelling: HashMap<String, usize>,
    /// What they are here.
    entry: usize,
}

/// What a text says in this field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The word.
    pub entry: Option<usize>,
    /// The word of the other field that says it, or stands beside it: the reason of a failure.
    pub implied: Option<usize>,
    /// It holds a known word, and beside it what contradicts it or takes it back.
    pub doubtful: bool,
}

/// A known part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Own(usize),
    /// A mild spelling of an entry.
    Mild(usize),
    Implied(usize),
    /// It says nothing in this field.
    Aside,
}

/// What words that agree have in common.
#[derive(PartialEq, Eq)]
enum Meaning<'a> {
    Sense(&'a str),
    Entry(usize),
}

impl Vocabulary {
    /// Adds a canonical word with its spellings, those of them that are weak, and those that are mild.
    ///
    /// # Errors
    /// A spelling that another word of this field has already; a weak or mild one that is no spelling of this word.
    pub fn add(&mut self, entry: Entry, spellings: &[String], weak: &[String], mild: &[String]) -> Result<(), Words> {
        let index = self.entries.len();
        for spelling in std::iter::once(&entry.word).chain(&entry.en).chain(spellings) {
            match self.by_spelling.insert(fold(spelling), index) {
                Some(other) if other != index => {
                    let (one, two) = (&self.entries[other].word, &entry.word);
                    return Err(Words {
                        chinese: format!("中的“{spelling}”同时是“{one}”和“{two}”的写法"),
                        en: format!("has “{spelling}”, which is a spelling of both “{one}” and “{two}”"),
                    });
                }
                _ => {}
            }
            self.as_typed.insert(typed(spelling), index);
        }
        for (list, into) in [(weak, &mut self.weak), (mild, &mut self.mild)] {
            for spelling in list.iter().filter(|spelling| *spelling != ALL) {
                let known = self.by_spelling.get(&fold(spelling)) == Some(&index);
                if !known {
                    let word = &entry.word;
                    return Err(Words {
                        chinese: format!("中的“{spelling}”不是“{word}”的写法"),
                        en: format!("has “{spelling}”, which is no spelling of “{word}”"),
                    });
                }
                into.insert(fold(spelling));
            }
            if list.iter().any(|spelling| spelling == ALL) {
                into.extend(
                    std::iter::once(&entry.word).chain(&entry.en).chain(spellings).map(|spelling| fold(spelling)),
                );
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    /// The weak and mild spellings of the word added last give way to words of this sense only.
    pub fn gives_way_to(&mut self, sense: String) {
        self.beside.insert(self.entries.len() - 1, sense);
    }

    /// Adds a spelling of the workspace; it wins over the templates. False where the canonical word is unknown.
    pub fn extend(&mut self, word: &str, spellings: &[String]) -> bool {
        let Some(index) = self.entries.iter().position(|entry| entry.is_called(word)) else { return false };
        for spelling in spellings {
            self.by_spelling.insert(fold(spelling), index);
            self.as_typed.insert(typed(spelling), index);
        }
        true
    }

    /// Makes known the words of the whole table, which all its fields share, what takes any word back, and the words of another
    /// field that say a sense of this one.
    pub(super) fn relate(
        &mut self,
        asides: Arc<HashSet<String>>,
        taken_back: Arc<TakenBack>,
        implied: Option<Implied>,
    ) {
        (self.asides, self.taken_back, self.implied) = (asides, taken_back, implied);
    }

    /// These words as they imply one of another field.
    pub(super) fn implying(&self, entry: usize) -> Implied {
        Implied { by_spelling: self.by_spelling.clone(), entry }
    }

    /// The entry whose spelling the whole text is; what else it may hold or be near to is not looked for.
    pub(super) fn whole(&self, text: &str) -> Option<usize> {
        // Most texts are sentences, of fields that have no words.
        let may_be = !self.by_spelling.is_empty() && text.chars().nth(LONGEST).is_none();
        may_be.then(|| self.by_spelling.get(&fold(text)).copied()).flatten()
    }

    /// The same, or the entry one of whose telling parts stands within the text.
    pub(super) fn of_sentence(&self, text: &str) -> Option<usize> {
        self.whole(text).or_else(|| self.entries.iter().position(|entry| entry.is_within(text)))
    }

    /// All spellings, folded.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &String> {
        self.by_spelling.keys()
    }

    /// The canonical words in the order of the template.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a word as the dealer wrote it.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.read(text).entry
    }

    /// What a text says: as a whole, else the word outside of brackets, or several known words side by side (已回访-无人接听).
    /// What stands beside the word must agree with it or say nothing; beside a weak word it counts itself.
    pub fn read(&self, text: &str) -> Reading {
        if let Some(entry) = self.as_typed.get(&typed(text)) {
            return Reading { entry: Some(*entry), ..Reading::default() };
        }
        let (outside, inside) = brackets(text);
        let whole = self.word(&fold(text));
        let of_all: Vec<String> =
            pieces(&outside).into_iter().chain(inside.iter().flat_map(|part| pieces(part))).collect();
        if let Some(whole) = whole.filter(|whole| !self.are_others(&of_all, *whole)) {
            return self.judged(whole, false, &[], text.contains(['?', '？']));
        }
        let own = pieces(&outside);
        let outer = fold(&outside);
        let main = self.word(&outer).filter(|main| !self.are_others(&own, *main));
        let (main, spelling, beside) = match main {
            Some(main) => (main, outer, inside),
            None => {
                let known = |word: &String| self.exact(&fold(word)).is_some() || inside.contains(word);
                // Done - wrong number is two words, not three.
                let coarse: Vec<String> = parts(&outside, false).into_iter().chain(inside.iter().cloned()).collect();
                let words = if own.is_empty() {
                    of_all
                } else if coarse.iter().all(known) {
                    coarse
                } else {
                    own.into_iter().chain(inside.iter().cloned()).collect()
                };
                let first = |is: fn(&Part) -> bool| {
                    words.iter().position(|word| self.word(&fold(word)).as_ref().is_some_and(is))
                };
                let main = first(|part| matches!(part, Part::Own(_))).or_else(|| first(|_| true));
                let Some(at) = main.filter(|_| words.len() > 1 && words.iter().all(known)) else {
                    // A known word beside one that is not may mean anything.
                    let doubtful = whole.is_some() || main.is_some() && words.len() > 1;
                    return Reading { doubtful, ..Reading::default() };
                };
                let Some(main) = self.word(&fold(&words[at])) else { return Reading::default() };
                let beside = words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| word.clone());
                (main, fold(&words[at]), beside.collect())
            }
        };
        let gives_way = self.weak.contains(&spelling) || self.mild.contains(&spelling);
        self.judged(main, gives_way, &beside, text.contains(['?', '？']))
    }

    /// A word with what stands beside it.
    fn judged(&self, main: Part, gives_way: bool, beside: &[String], is_question: bool) -> Reading {
        let meant = self.meaning(main);
        let affirms = matches!(meant, Meaning::Sense(sense) if !DENIALS.contains(&sense));
        let doubtful = Reading { doubtful: true, ..Reading::default() };
        let says_no = matches!(meant, Meaning::Sense(sense) if NOTHING_TO_TAKE_BACK.contains(&sense));
        let is_said = |text: &String| {
            // A word of another field, such as a state, may take this one back.
            let folded = fold(text);
            self.taken_back.is_said(&folded) && self.beside(&folded).is_none_or(|part| part == Part::Aside)
        };
        if affirms && !says_no && beside.iter().any(is_said) {
            return doubtful;
        }
        let taken_back = |entry: &Entry| entry.is_taken_back(beside);
        if is_question || self.own(main).is_some_and(taken_back) {
            return doubtful;
        }
        let mut said: Vec<Part> = Vec::new();
        for text in beside {
            if !self.says(text, &mut said) && affirms {
                return doubtful;
            }
        }
        said.retain(|part| !self.is_silent(*part, &meant));
        let entry = |part: Part| match (part, &self.implied) {
            (Part::Own(entry) | Part::Mild(entry), _) => Some(entry),
            (_, implied) => implied.as_ref().map(|implied| implied.entry),
        };
        let reason =
            |parts: &[Part]| parts.iter().find_map(|part| if let Part::Implied(at) = part { Some(*at) } else { None });
        let agree = |with: &Meaning<'_>| said.iter().all(|part| self.meaning(*part) == *with);
        let main = match said.first() {
            _ if agree(&meant) => main,
            Some(first) if gives_way && self.yields(main, &self.meaning(*first)) && agree(&self.meaning(*first)) => {
                *first
            }
            _ => return doubtful,
        };
        Reading { entry: entry(main), implied: reason(&[main]).or(reason(&said)), doubtful: false }
    }

    /// Adds the known words of what stands beside a word; false where something there takes it back.
    fn says(&self, text: &str, said: &mut Vec<Part>) -> bool {
        let folded = fold(text);
        if let Some(part) = self.beside(&folded) {
            said.push(part);
            return true;
        }
        let mut affirmed = !text.contains(['?', '？']);
        for piece in pieces(text) {
            let folded = fold(&piece);
            if let Some(part) = self.beside(&folded) {
                said.push(part);
                continue;
            }
            affirmed &= self.words_within(&folded, said);
        }
        affirmed
    }

    /// Adds the known words within a remark, the longest first at each place; false where the rest of it holds a negation.
    fn words_within(&self, folded: &str, said: &mut Vec<Part>) -> bool {
        let chars: Vec<char> = folded.chars().collect();
        let (mut at, mut affirmed, mut negated) = (0, true, false);
        while let Some(&c) = chars.get(at) {
            let word = (LEAST_CHINESE..=LONGEST.min(chars.len() - at)).rev().find_map(|length| {
                let word: String = chars[at..at + length].iter().collect();
                let part = self.beside(&word).filter(|_| length >= least(&word))?;
                Some((length, part))
            });
            match word {
                Some((length, part)) => {
                    // 没有成功 is no success, and no failure for certain.
                    said.extend(Some(part).filter(|_| !negated));
                    (at, negated) = (at + length, false);
                }
                None => {
                    affirmed &= !DOUBTS.contains(&c);
                    (at, negated) = (at + 1, DOUBTS.contains(&c) || negated && BEHIND_A_NEGATION.contains(c));
                }
            }
        }
        affirmed && !folded.contains("not")
    }

    /// What a folded text says beside another word. Mere numbers count calls or name somebody's phone.
    fn beside(&self, folded: &str) -> Option<Part> {
        if folded.bytes().all(|b| b.is_ascii_digit()) && !folded.is_empty() {
            return Some(Part::Aside);
        }
        let mild = self.by_spelling.get(folded).filter(|_| self.mild.contains(folded));
        mild.map(|entry| Part::Mild(*entry)).or_else(|| self.exact(folded))
    }

    /// Whether a part says nothing beside a word of this meaning.
    fn is_silent(&self, part: Part, beside: &Meaning<'_>) -> bool {
        part == Part::Aside || matches!(part, Part::Mild(_)) && self.yields(part, beside)
    }

    /// Whether the weak and mild spellings of a word give way to a meaning.
    fn yields(&self, part: Part, to: &Meaning<'_>) -> bool {
        match part {
            Part::Own(entry) | Part::Mild(entry) => {
                self.beside.get(&entry).is_none_or(|sense| *to == Meaning::Sense(sense))
            }
            Part::Implied(_) | Part::Aside => true,
        }
    }

    fn exact(&self, folded: &str) -> Option<Part> {
        self.word(folded).or_else(|| self.asides.contains(folded).then_some(Part::Aside))
    }

    fn word(&self, folded: &str) -> Option<Part> {
        let implied = || self.implied.as_ref()?.by_spelling.get(folded).map(|entry| Part::Implied(*entry));
        self.by_spelling.get(folded).map(|entry| Part::Own(*entry)).or_else(implied)
    }

    /// Whether a text that as a whole is one word consists of several known words, one of which is another: I/II is no III.
    fn are_others(&self, pieces: &[String], whole: Part) -> bool {
        let words: Option<Vec<Part>> = pieces.iter().map(|piece| self.word(&fold(piece))).collect();
        pieces.len() > 1
            && words.is_some_and(|words| words.iter().any(|word| self.meaning(*word) != self.meaning(whole)))
    }

    fn own(&self, part: Part) -> Option<&Entry> {
        if let Part::Own(entry) | Part::Mild(entry) = part { self.entries.get(entry) } else { None }
    }

    fn meaning(&self, part: Part) -> Meaning<'_> {
        let entry = match (part, &self.implied) {
            (Part::Own(entry) | Part::Mild(entry), _) => entry,
            (_, Some(implied)) => implied.entry,
            _ => return Meaning::Entry(usize::MAX),
        };
        let sense = self.entries.get(entry).and_then(|entry| entry.sense.as_deref());
        sense.map_or(Meaning::Entry(entry), Meaning::Sense)
    }
}

/// The fewest characters of a spelling that is looked for within another text.
fn least(spelling: &str) -> usize {
    if spelling.is_ascii() { LEAST_LATIN } else { LEAST_CHINESE }
}
