//! Names of customers within texts.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, Match, MatchKind};
use anyhow::Context;

use crate::report::personal::{self, What};
use crate::settings::PhonePrivacy;
use crate::tables::customer_names::CustomerNames;

const TOO_MANY: &str = "the names of customers could not be taken up";

/// How each name that stands in a text is found.
#[derive(Clone, Debug)]
pub struct Names {
    finder: AhoCorasick,
    /// The first so many of its names are private, the others are those of employees and stay.
    private: usize,
}

impl Names {
    /// Of the names of customers those that are no part of what the program itself says (`own`): a customer called 满意 would
    /// spoil its sentences.
    ///
    /// # Errors
    /// More names than can be looked for.
    pub fn of<'t>(names: &CustomerNames, stays: &[&str], own: impl Iterator<Item = &'t str>) -> anyhow::Result<Self> {
        // A dealer is a customer of his own workshop.
        let mut private: Vec<&str> = names.private().filter(|name| !stays.contains(name)).collect();
        let all = AhoCorasick::new(&private).context(TOO_MANY)?;
        let mut said = vec![false; private.len()];
        for text in own {
            for found in all.find_overlapping_iter(text) {
                said[found.pattern().as_usize()] |= stands_alone(text, &found);
            }
        }
        let mut said = said.into_iter();
        private.retain(|_| said.next() == Some(false));
        let staff = names.others().chain(stays.iter().copied()).filter(|name| !name.is_empty());
        let count = private.len();
        private.extend(staff);
        // Of names that begin at one place the longest is meant.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&private).context(TOO_MANY)?;
        Ok(Self { finder, private: count })
    }

    /// A text without the names of customers that stand in it.
    pub fn within<'t>(&self, text: &'t str, privacy: PhonePrivacy) -> Cow<'t, str> {
        let (mut out, mut copied) = (String::new(), 0);
        for found in self.finder.find_iter(text) {
            if found.pattern().as_usize() >= self.private || !stands_alone(text, &found) {
                continue;
            }
            out.push_str(&text[copied..found.start()]);
            out.push_str(&personal::in_a_text(What::Name, &text[found.range()], privacy));
            copied = found.end();
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        Cow::Owned(out + &text[copied..])
    }
}

/// Ann is no part of Annual; names in Chinese stand among other signs.
fn stands_alone(text: &str, found: &Match) -> bool {
    let joins = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
    let name = &text[found.range()];
    let begins = joins(name.chars().next()) && joins(text[..found.start()].chars().next_back());
    let ends = joins(name.chars().next_back()) && joins(text[found.end()..].chars().next());
    !begins && !ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let known =
            CustomerNames::sample(&["张三", "Ann Lee", "满意", "李四", "上海顺达物流", "南京店"], &["李四", "张三丰"]);
        Names::of(&known, &["张三车行", "南京店"], ["满意度 93%"].into_iter()).expect("few names")
    }

    #[test]
    fn customers_are_hidden_in_texts_and_neither_employees_nor_the_words_of_the_report() {
        for (text, masked, none) in [
            ("张三电话打不通", "张**电话打不通", "***电话打不通"),
            ("车主：张三、Ann Lee", "车主：张**、A**", "车主：***、***"),
            ("上海顺达物流张三.xlsx", "上**张**.xlsx", "******.xlsx"),
        ] {
            assert_eq!(names().within(text, PhonePrivacy::Masked), masked);
            assert_eq!(names().within(text, PhonePrivacy::None), none);
            assert_eq!(names().within(masked, PhonePrivacy::Masked), masked, "what is masked stays");
        }
        for text in ["李四", "张三丰", "张三车行 2013 年 9 月", "南京店", "满意度 93%", "Ann Leeds", ""]
        {
            assert_eq!(names().within(text, PhonePrivacy::None), text);
        }
    }
}
