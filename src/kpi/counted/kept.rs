//! The rows of the file while it is read: those of each store by themselves, and every text once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::row::Row;
use crate::base::text::UNSPECIFIED;
use crate::facts::side::Side;

/// Texts, each kept once and known by a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Texts {
    /// The number of a text, where it is among them.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The number of a text, which is one of them from now on.
    fn add(&mut self, text: &str) -> u32 {
        self.find(text).unwrap_or_else(|| {
            let (text, number) = (Arc::<str>::from(text), self.all.len() as u32);
            self.all.push(Arc::clone(&text));
            self.numbers.insert(text, number);
            number
        })
    }

    fn text(&self, number: u32) -> &str {
        self.all.get(number as usize).map_or("", |text| text)
    }

    /// The row as it stands in the file.
    pub(super) fn row(&self, row: &Row<u32>) -> Row<&str> {
        row.with(|text| self.text(*text))
    }
}

/// The most that the counts of an indicator may come to in all of the file: figures are made of sums of them in 64 bits.
const MOST: u64 = 100_000_000_000_000_000;

/// The name of a count and how much it is.
pub(super) type TooMuch = (&'static str, i64);

/// The rows of the file.
#[derive(Debug, Default)]
pub struct Kept {
    /// Those that are about the whole file.
    pub(super) whole: Vec<Row>,
    /// The others by store, in the order of the file.
    pub(super) stores: BTreeMap<String, Vec<Row<u32>>>,
    /// What the texts of the others are.
    pub(super) texts: Texts,
    /// Rows with a count that is too much together with the rows before it, by file and number: what it is called and how much it is.
    pub(super) too_much: HashMap<(u32, usize), TooMuch>,
    /// What the counts of all rows but these come to, by what they are about.
    sums: HashMap<u32, [u64; 5]>,
}

impl Kept {
    /// Keeps one row more.
    pub fn add(&mut self, row: Row<&str>) {
        if matches!(Side::of(row.side), Some(Side::Period | Side::Indicator)) {
            self.whole.push(row.with(|text| (*text).to_owned()));
            return;
        }
        let store = match row.dealer.trim() {
            "" => UNSPECIFIED,
            name => name,
        };
        let has_side = Side::of(row.side).is_some();
        let row = row.with(|text| self.texts.add(text));
        if has_side && let Some(count) = self.add_up(&row) {
            self.too_much.insert((row.file, row.number), count);
        }
        match self.stores.get_mut(store) {
            Some(rows) => rows.push(row),
            None => drop(self.stores.insert(store.to_owned(), vec![row])),
        }
    }

    /// Adds the counts of a row to those of all rows before it, of whichever store. Where no figure could be made of a sum, it
    /// leaves the count out and gives it.
    fn add_up(&mut self, row: &Row<u32>) -> Option<TooMuch> {
        let counts = [row.rows, row.above, row.below, row.unknown, row.value.unwrap_or(0)];
        let sums = self.sums.entry(row.indicator).or_default();
        for ((sum, count), name) in sums.iter_mut().zip(counts).zip(["rows", "above", "below", "unknown", "value"]) {
            if *sum + count.unsigned_abs() > MOST {
                return Some((name, count));
            }
            *sum += count.unsigned_abs();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_lie_by_store_in_the_order_of_the_file_and_their_texts_once() {
        let row = |dealer, side, number| Row { dealer, side, number, file: "counts", ..Row::default() };
        let mut kept = Kept::default();
        for (number, dealer) in ["城东店", "城西店", " 城东店", "", "城西店"].into_iter().enumerate() {
            kept.add(row(dealer, "counted", number));
        }
        kept.add(row("城东店", "period", 5));
        assert_eq!(kept.whole.iter().map(|row| row.number).collect::<Vec<_>>(), [5]);
        let of = |store: &str| {
            kept.stores[store].iter().map(|row| (row.number, kept.texts.row(row).dealer)).collect::<Vec<_>>()
        };
        assert_eq!(of("城东店"), [(0, "城东店"), (2, " 城东店")]);
        assert_eq!(of("城西店"), [(1, "城西店"), (4, "城西店")]);
        assert_eq!(of(UNSPECIFIED), [(3, "")]);
        // The file, both stores and the one that is spelled otherwise, the side and the blank one.
        assert_eq!(kept.texts.all.len(), 6);
        // A group's year has eight million of them.
        assert!(size_of::<Row<u32>>() <= 80, "{}", size_of::<Row<u32>>());
    }
}
