//! The word that an unknown one evidently means: it is proposed, and never taken.

use std::collections::BTreeSet;

use super::{Vocabulary, least};
use crate::base::text::fold;
use crate::recognise::near::one_slip;

/// Characters that turn a word into its opposite.
const NEGATIONS: [char; 7] = ['未', '不', '没', '无', '非', '無', '沒'];

/// With more around it, a text is a remark and not the word.
const MOST_AROUND: usize = 4;

/// Shorter words have too many neighbours that are other words.
const LEAST_NEAR: usize = 3;

impl Vocabulary {
    /// The entry that an unknown word evidently means: it contains one of its spellings and little else, or is one slip
    /// away from one. `None` where two words would do, or where a negation stands beside the spelling.
    pub fn evident(&self, text: &str) -> Option<usize> {
        if self.read(text).doubtful {
            return None;
        }
        let folded = fold(text);
        let chars = folded.chars().count();
        let contained = self.by_spelling.iter().filter(|(spelling, _)| {
            let own = spelling.chars().count();
            own >= least(spelling) && chars <= own + MOST_AROUND && folded.contains(spelling.as_str())
        });
        let longest = contained.map(|(spelling, entry)| (spelling.len(), *entry)).collect::<BTreeSet<_>>();
        if let Some((length, entry)) = longest.last() {
            let alone = longest.iter().filter(|(other, _)| other == length).count() == 1;
            let negated = self.by_spelling.iter().any(|(spelling, own)| {
                own == entry
                    && spelling.len() == *length
                    && folded.replacen(spelling.as_str(), "", 1).contains(NEGATIONS)
            });
            return (alone && !negated).then_some(*entry);
        }
        let near = self
            .by_spelling
            .iter()
            .filter(|(spelling, _)| spelling.chars().count() >= LEAST_NEAR && one_slip(&folded, spelling));
        let near: BTreeSet<usize> = near.map(|(_, entry)| *entry).collect();
        if near.len() == 1 { near.first().copied() } else { None }
    }
}
