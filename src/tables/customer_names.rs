//! Names of customers, which are private wherever they stand: also in what people wrote of a call or a complaint.

use polars::prelude::PlHashSet;

use crate::recognise::heading::without_brackets;

use super::common::Common;

/// The field of every table in which a customer is named.
pub const CUSTOMER: &str = "customer";
/// The field in which models are named.
pub(super) const MODEL: &str = "model";

/// A name in Chinese has so many signs, one in Latin letters so many: 张 or Al within a text is anybody.
const SIGNS: usize = 2;
const LETTERS: usize = 3;

/// Signs of the longest Chinese name of a person.
const LONGEST: usize = 4;

/// The names in the columns of customers, and what other columns name (employees, models): who is called so is not told
/// from it.
#[derive(Clone, Debug, Default)]
pub struct CustomerNames {
    customers: PlHashSet<String>,
    others: PlHashSet<String>,
}

impl CustomerNames {
    /// Gathers them from the cells of both kinds of columns; what stands behind a name (先生, 经理) or in brackets is none of it.
    pub(super) fn of<'a>(
        customers: impl Iterator<Item = &'a str>,
        others: impl Iterator<Item = &'a str>,
        common: &Common,
    ) -> Self {
        let mut names = Self::default();
        for cell in customers {
            names.customers.extend(names_in(cell, common));
        }
        for name in others {
            if !names.others.contains(name) {
                names.others.insert(name.to_owned());
            }
        }
        names
    }

    /// These and no others.
    #[cfg(test)]
    pub fn sample(customers: &[&str], staff: &[&str]) -> Self {
        Self::of(customers.iter().copied(), staff.iter().copied(), &Common::default())
    }

    /// Adds those of other inputs.
    pub fn add(&mut self, other: Self) {
        self.customers.extend(other.customers);
        self.others.extend(other.others);
    }

    /// The names of customers that nobody and nothing else has.
    pub fn private(&self) -> impl Iterator<Item = &str> {
        self.customers.difference(&self.others).map(String::as_str)
    }

    /// What other columns name.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }
}

/// `张三(京A12345)/李 四 先生` names 张三, 李四 as it is written and without its space; `公孙胜 凯越` names 公孙胜.
fn names_in(cell: &str, common: &Common) -> Vec<String> {
    let outside = without_brackets(cell);
    let parts = outside.split(|sign: char| !sign.is_alphabetic() && !matches!(sign, ' ' | '\u{3000}' | '·' | '•'));
    let mut names = Vec::new();
    for part in parts {
        let part = part.trim_matches(|sign: char| !sign.is_alphabetic());
        let untitled = common.titles.iter().find_map(|title| part.strip_suffix(title.as_str()));
        let part = untitled.map(str::trim_end).filter(|bare| is_name(bare)).unwrap_or(part);
        let words: Vec<&str> = part.split_whitespace().collect();
        if part.is_ascii() || words.len() < 2 {
            names.push(part.to_owned());
            continue;
        }
        let joined = words.concat();
        if joined.chars().count() <= LONGEST {
            names.extend([part.to_owned(), joined]);
        }
        let is_surname = |word: &&&str| common.has_surname(word) || common.has_surname_of_two(word);
        names.extend(words.first().filter(is_surname).map(|word| (*word).to_owned()));
    }
    names.retain(|name| is_name(name));
    names
}

fn is_name(text: &str) -> bool {
    text.chars().count() >= if text.is_ascii() { LETTERS } else { SIGNS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_left_of_a_cell_without_numbers_plates_and_titles() {
        let common = &crate::tables::tests::schemas().common;
        let names = |cell| names_in(cell, common);
        assert_eq!(names("张三13812341234"), ["张三"]);
        assert_eq!(names("张三/李 四 先生"), ["张三", "李 四", "李四"]);
        assert_eq!(names("王女士"), ["王女士"], "with the title left out it is anybody");
        assert_eq!(names("Anna Smith"), ["Anna Smith"]);
        assert_eq!(names("买买提·艾力（车主）"), ["买买提·艾力"]);
        assert_eq!(names("赵明明（朗逸）"), ["赵明明"], "a model in brackets is no name");
        assert_eq!(names("公孙胜 京A12345"), ["公孙胜"]);
        assert!(names("无").is_empty() && names("Al").is_empty() && names("13812341234").is_empty());
    }

    #[test]
    fn who_is_called_like_an_employee_is_not_private() {
        let names = CustomerNames::sample(&["张三", "李四"], &["李四"]);
        assert_eq!(names.private().collect::<Vec<_>>(), ["张三"]);
    }
}
