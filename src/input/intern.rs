//! The distinct texts of a sheet, each kept once.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::marker::PhantomData;

use super::grid::{TextId, Texts};

/// Collects texts and hands out their ids in order of first appearance.
#[derive(Default)]
pub(super) struct Interner {
    texts: Texts,
    /// Hash of a text → its id. The text itself is not kept a second time; [`Interner::id`] compares.
    by_hash: HashMap<u64, TextId, BuildHasherDefault<Hashed>>,
    hasher: RandomState,
}

impl Interner {
    /// The id of `text`; equal texts have one id.
    pub(super) fn id(&mut self, text: &str) -> TextId {
        // Different texts with one hash are told apart by the next free number.
        let mut hash = self.hasher.hash_one(text);
        while let Some(&id) = self.by_hash.get(&hash) {
            if self.texts.get(id) == text {
                return id;
            }
            hash = hash.wrapping_add(1);
        }
        let id = self.texts.push(text);
        self.by_hash.insert(hash, id);
        id
    }

    /// The id of a text that need not be compared with the others.
    pub(super) fn push(&mut self, text: &str) -> TextId {
        self.texts.push(text)
    }

    /// The texts.
    pub(super) fn into_texts(self) -> Texts {
        self.texts
    }
}

/// What a workbook's shared texts have become in one sheet, by where they lie in memory: most cells repeat a shared
/// text, and its address is found faster than its contents. All texts live as long as `'a`, so an address means one
/// text only.
#[derive(Default)]
pub(super) struct SharedTexts<'a> {
    by_address: HashMap<u64, TextId, BuildHasherDefault<Hashed>>,
    texts: PhantomData<&'a str>,
}

impl<'a> SharedTexts<'a> {
    /// What was remembered for this very text.
    pub(super) fn get(&self, text: &'a str) -> Option<TextId> {
        self.by_address.get(&key(text)).copied()
    }

    /// Remembers what this very text has become.
    pub(super) fn remember(&mut self, text: &'a str, id: TextId) {
        self.by_address.insert(key(text), id);
    }
}

/// The address, spread over all bits of a number (multiplied by 2⁶⁴ ÷ the golden ratio, which is odd: no two meet).
fn key(text: &str) -> u64 {
    (text.as_ptr() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Takes a number that is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_found_by_its_id() {
        let mut interner = Interner::default();
        let ids = ["成功", "无人接听", "成功"].map(|text| interner.id(text));
        assert_eq!(ids, [TextId(0), TextId(1), TextId(0)]);
        let texts = interner.into_texts();
        assert_eq!((texts.len(), texts.get(TextId(0)), texts.get(TextId(1))), (2, "成功", "无人接听"));
    }

    #[test]
    fn a_shared_text_is_known_by_its_address_not_by_its_contents() {
        let (one, two) = (String::from("成功"), String::from("成功"));
        let mut shared = SharedTexts::default();
        shared.remember(&one, TextId(1));
        assert_eq!((shared.get(&one), shared.get(&two)), (Some(TextId(1)), None));
    }
}
