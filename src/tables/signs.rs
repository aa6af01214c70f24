//! A quick look that spares nearly all texts a closer one: whether a word can stand in them, by the sign with which it ends.

use std::collections::BTreeSet;

use crate::base::text::full_width;

/// Letters of the shortest word in Latin letters.
const LEAST_LATIN: usize = 3;

/// Bytes of the longest text that is looked at.
const LONGEST: usize = 32;

/// The signs with which words end, in every width and case.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    /// In order.
    signs: Vec<char>,
    /// A bit for the last eight bits of each: most others are told from them by it alone.
    last_bits: [u64; 4],
}

impl Signs {
    /// Those of words that are folded.
    pub(super) fn last_of<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        let spelt = |c: char| [c, c.to_ascii_uppercase(), full_width(c), full_width(c.to_ascii_uppercase())];
        let signs: BTreeSet<char> = words.filter_map(|word| word.chars().last()).flat_map(spelt).collect();
        let mut last_bits = [0; 4];
        for sign in &signs {
            let (part, bit) = bit(*sign);
            last_bits[part] |= bit;
        }
        Self { signs: signs.into_iter().collect(), last_bits }
    }

    fn has(&self, sign: char) -> bool {
        let (part, bit) = bit(sign);
        self.last_bits[part] & bit != 0 && self.signs.binary_search(&sign).is_ok()
    }

    /// Whether a text can hold a word that ends with one of them. In Latin letters the word ends before the first digit, and
    /// where there is one it begins the text: Total 3, test01, but no number of an order or a vehicle.
    pub(super) fn may_stand_in(&self, text: &str) -> bool {
        if text.len() > LONGEST || !text.is_ascii() {
            return text.len() <= LONGEST && self.ends_a_word(text);
        }
        let number = text.bytes().position(|b| b.is_ascii_digit());
        let begins_with_a_word = || text.bytes().take(LEAST_LATIN).all(|b| b.is_ascii_alphabetic());
        let last = || text[..number.unwrap_or(text.len())].bytes().rfind(u8::is_ascii_alphabetic);
        (number.is_none() || begins_with_a_word()) && last().is_some_and(|b| self.has(char::from(b)))
    }

    /// Whether one of them stands in a text, a Latin letter behind others: the E of a plate, 京E12345, ends no word.
    fn ends_a_word(&self, text: &str) -> bool {
        let mut letters = 0;
        text.chars().any(|c| {
            letters = if c.is_ascii_alphabetic() { letters + 1 } else { 0 };
            self.has(c) && (letters == 0 || letters >= LEAST_LATIN)
        })
    }
}

fn bit(sign: char) -> (usize, u64) {
    let last = u32::from(sign) & 0xFF;
    ((last / 64) as usize, 1 << (last % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_spared_and_no_word_is() {
        let signs = Signs::last_of(["合计", "total", "average"].map(str::to_owned).iter());
        for text in ["合计", "Total", "TOTAL 3", "Ｔｏｔａｌ", "total（台）", "小计total", "合 计"] {
            assert!(signs.may_stand_in(text), "{text}");
        }
        for text in ["京E12345", "WO20130901", "L12345", "李娜", "2013-09-05", "客户e"] {
            assert!(!signs.may_stand_in(text), "{text}");
        }
    }
}
