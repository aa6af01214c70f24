//! Names of customers, which are private wherever they stand: also in what people wrote of a call or a complaint.

use polars::prelude::PlHashSet;

/// The field of every table in which a customer is named.
pub const CUSTOMER: &str = "customer";

/// A name in Chinese has so many signs, one in Latin letters so many: 张 or Al within a text is anybody.
const SIGNS: usize = 2;
const LETTERS: usize = 3;

/// The names in the columns of customers, and those of the staff: who has the name of an employee is not told from him.
#[derive(Clone, Debug, Default)]
pub struct CustomerNames {
    customers: PlHashSet<String>,
    staff: PlHashSet<String>,
}

impl CustomerNames {
    /// Gathers them from the cells of both kinds of columns; what stands behind a name (先生, 经理) is none of it.
    pub(super) fn of<'a>(
        customers: impl Iterator<Item = &'a str>,
        staff: impl Iterator<Item = &'a str>,
        titles: &[String],
    ) -> Self {
        let mut names = Self::default();
        for cell in customers {
            for name in names_in(cell, titles) {
                if !names.customers.contains(&name) {
                    names.customers.insert(name);
                }
            }
        }
        for name in staff {
            if !names.staff.contains(name) {
                names.staff.insert(name.to_owned());
            }
        }
        names
    }

    /// These and no others.
    #[cfg(test)]
    pub fn sample(customers: &[&str], staff: &[&str]) -> Self {
        Self::of(customers.iter().copied(), staff.iter().copied(), &[])
    }

    /// Adds those of other inputs.
    pub fn add(&mut self, other: Self) {
        self.customers.extend(other.customers);
        self.staff.extend(other.staff);
    }

    /// The names of customers that no employee has.
    pub fn private(&self) -> impl Iterator<Item = &str> {
        self.customers.difference(&self.staff).map(String::as_str)
    }

    /// The names of employees.
    pub fn staff(&self) -> impl Iterator<Item = &str> {
        self.staff.iter().map(String::as_str)
    }
}

/// `张三(京A12345)/李 四 先生` names 张三, 李四 as it is written and without its space.
fn names_in<'a>(cell: &'a str, titles: &'a [String]) -> impl Iterator<Item = String> + 'a {
    let parts = cell.split(|sign: char| !sign.is_alphabetic() && !matches!(sign, ' ' | '\u{3000}' | '·' | '•'));
    parts.flat_map(|part| {
        let part = part.trim_matches(|sign: char| !sign.is_alphabetic());
        let bare = titles.iter().find_map(|title| part.strip_suffix(title.as_str())).map_or(part, str::trim_end);
        let part = if is_name(bare) { bare } else { part };
        let joined: String = part.split_whitespace().collect();
        let spaced = (is_name(part) && joined.len() < part.len()).then(|| part.to_owned());
        let joined = Some(joined).filter(|joined| is_name(joined) && (!part.is_ascii() || spaced.is_none()));
        spaced.into_iter().chain(joined)
    })
}

fn is_name(text: &str) -> bool {
    text.chars().count() >= if text.is_ascii() { LETTERS } else { SIGNS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_is_left_of_a_cell_without_numbers_plates_and_titles() {
        let titles = ["先生", "女士"].map(str::to_owned);
        let names = |cell| names_in(cell, &titles).collect::<Vec<_>>();
        assert_eq!(names("张三13812341234"), ["张三"]);
        assert_eq!(names("张三/李 四 先生"), ["张三", "李 四", "李四"]);
        assert_eq!(names("王女士"), ["王女士"], "with the title left out it is anybody");
        assert_eq!(names("Anna Smith"), ["Anna Smith"]);
        assert_eq!(names("买买提·艾力（车主）"), ["买买提·艾力", "车主"]);
        assert!(names("无").is_empty() && names("Al").is_empty() && names("13812341234").is_empty());
    }

    #[test]
    fn who_is_called_like_an_employee_is_not_private() {
        let names = CustomerNames::sample(&["张三", "李四"], &["李四"]);
        assert_eq!(names.private().collect::<Vec<_>>(), ["张三"]);
    }
}
