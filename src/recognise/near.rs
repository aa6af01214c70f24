//! Headings that may be meant for a known one, because one slip of the pen parts them or because they hold it with a word
//! more: proposed, never taken.

use super::around::Other;
use super::dictionary::{Dictionary, FieldHeadings, TableHeadings};
use super::heading::{brackets, readings};
use crate::base::lang::Words;
use crate::base::text::fold;

/// Shorter headings have too many neighbours that are other words.
const LEAST_CHARS: usize = 3;

/// A known heading that an unknown one may have been meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The field.
    pub field: String,
    /// The known heading.
    pub heading: String,
    /// Why it may be meant.
    pub likeness: Likeness,
    /// What has no data without the field.
    pub without: Option<Words>,
}

/// What an unknown heading has in common with a known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// One slip of the pen parts them.
    Slip,
    /// It holds the known heading and a word more: 指定维修技师.
    Holds,
    /// The template says that it may be meant: 创建时间 in a list of complaints.
    Proposed,
}

/// Whether two folded texts differ by one character, or by two neighbours that changed places (回日访期).
pub fn one_slip(a: &str, b: &str) -> bool {
    a != b && a.len().abs_diff(b.len()) <= 4 && could_be_near(a, b) && strsim::osa_distance(a, b) == 1
}

/// A quick look that spares nearly all pairs the comparing: what stands before and behind one slip is the same.
fn could_be_near(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (left_a, left_b) = (a.chars().count() - same, b.chars().count() - same);
    let behind = a.chars().rev().zip(b.chars().rev()).take(left_a.min(left_b)).take_while(|(a, b)| a == b).count();
    left_a.max(left_b) - behind <= 2
}

/// The known headings one slip away from `text`, one a field; the fields in `taken` need no proposal. A heading of any
/// table, and one whose words stand in other headings (受理人 beside 处理人), is what it says.
pub(crate) fn nearest(text: &str, table: &TableHeadings, taken: &[usize], dictionary: &Dictionary) -> Vec<Near> {
    if !dictionary.meanings(text).is_empty() {
        return Vec::new();
    }
    let (bare, inside) = brackets(text);
    // CSI（目标） is no slip of SSI.
    let hidden =
        if dictionary.around().of_heading(&bare, &inside) == Other::default() { Vec::new() } else { readings(&bare) };
    let is_form = |form: &String| form.chars().count() >= LEAST_CHARS && !hidden.contains(form);
    let forms: Vec<String> = readings(text).into_iter().filter(is_form).collect();
    let is_near =
        |folded: &String| forms.iter().any(|form| one_slip(form, folded) && is_slip(form, folded, dictionary));
    let fields = table.fields.iter().zip(dictionary.folded(table.table)).enumerate();
    let near = fields.filter(|(index, _)| !taken.contains(index)).filter_map(|(_, (field, folded))| {
        let heading = folded.iter().position(is_near)?;
        Some(near_field(field, &field.headings[heading], Likeness::Slip))
    });
    let near: Vec<Near> = near.collect();
    if near.is_empty() { held(&forms, table, taken, dictionary).into_iter().collect() } else { near }
}

fn near_field(field: &FieldHeadings, heading: &str, likeness: Likeness) -> Near {
    Near { field: field.id.clone(), heading: heading.to_owned(), likeness, without: field.without.clone() }
}

/// The known heading that an unknown one holds with a word more before it, where the list lacks its field and misses it.
/// Of all that it holds the longest is meant, also where that one is taken: 当前处理人 is a 处理人.
fn held(forms: &[String], table: &TableHeadings, taken: &[usize], dictionary: &Dictionary) -> Option<Near> {
    let is_missed = |index: usize, field: &FieldHeadings| field.without.is_some() && !taken.contains(&index);
    let fields = || table.fields.iter().enumerate();
    let proposed = fields().filter(|(index, field)| is_missed(*index, field)).find_map(|(_, field)| {
        let heading = field.proposed.iter().find(|heading| forms.contains(&fold(heading)))?;
        Some(near_field(field, field.headings.first().unwrap_or(heading), Likeness::Proposed))
    });
    if proposed.is_some() {
        return proposed;
    }
    let headings =
        fields().flat_map(|(index, field)| field.headings.iter().map(move |text| (Some((index, field)), text)));
    let ignored = table.ignored.iter().map(|text| (None, text));
    let held = headings.chain(ignored).filter_map(|(field, text)| {
        let folded = fold(text);
        let held = forms.iter().any(|form| dictionary.around().holds(form, &folded));
        held.then_some((folded.chars().count(), field, text))
    });
    let (_, field, heading) = held.max_by_key(|(length, ..)| *length)?;
    let (index, field) = field?;
    is_missed(index, field).then(|| near_field(field, heading, Likeness::Holds))
}

/// Whether the one difference between a folded text and a known heading is a slip of the pen: it makes something that is
/// no word of any heading. Another number (备注2) and a longer name (维修工位 for 维修工) are meant.
fn is_slip(text: &str, known: &str, dictionary: &Dictionary) -> bool {
    let (text, known): (Vec<char>, Vec<char>) = (text.chars().collect(), known.chars().collect());
    let at = text.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let differing = [text.get(at), known.get(at)];
    if differing.into_iter().flatten().any(char::is_ascii_digit) {
        return false;
    }
    if text.len() > known.len() {
        let is_inside = at > 0 && at < known.len();
        return is_inside || at > 0 && text[at] == text[at - 1];
    }
    let is_replaced = text.len() == known.len() && text[at + 1..] == known[at + 1..];
    let makes_a_word = |pair: &[char]| pair.iter().all(|c| !c.is_ascii()) && dictionary.knows_pair((pair[0], pair[1]));
    !is_replaced || !text[at.saturating_sub(1)..text.len().min(at + 2)].windows(2).any(makes_a_word)
}

#[cfg(test)]
mod tests {
    use super::super::dictionary::Holds;
    use super::*;
    use crate::base::lang::Words;
    use std::collections::BTreeSet;

    use crate::recognise::around::Around;
    use crate::recognise::dictionary::FieldHeadings;

    const NAMES: Words = Words { chinese: String::new(), en: String::new() };

    fn dictionary() -> Dictionary {
        let headings = ["处理人", "受理日期", "投诉日期", "备注", "维修工", "失败原因", "Result", "备注1"];
        let fields = headings.map(|heading| FieldHeadings {
            telling: true,
            id: heading.to_owned(),
            names: NAMES,
            headings: vec![heading.to_owned()],
            holds: Holds::Other,
            meanings: Vec::new(),
            without: matches!(heading, "维修工" | "失败原因" | "投诉日期").then_some(NAMES),
            proposed: if heading == "受理日期" { vec!["创建日期".into()] } else { Vec::new() },
            asked: false,
            asked_unless: Vec::new(),
        });
        let table = crate::base::table_id::TableId::COMPLAINTS;
        let fields = fields.into();
        let (required, ignored) = (Vec::new(), Vec::new());
        Dictionary::new(vec![TableHeadings {
            table,
            names: NAMES,
            used: true,
            gives_way: false,
            required,
            fields,
            ignored,
            strangers: BTreeSet::new(),
            others: None,
            repeats: None,
        }])
        .with_around(Around {
            another_time: vec!["计划".into()],
            same_behind: vec!["姓名".into()],
            ..Around::default()
        })
    }

    fn near(text: &str) -> Vec<String> {
        let dictionary = dictionary();
        nearest(text, &dictionary.tables()[0], &[], &dictionary).into_iter().map(|near| near.heading).collect()
    }

    #[test]
    fn a_slip_makes_what_is_no_word() {
        for (text, known) in [
            ("投拆日期", "投诉日期"),
            ("失败源因", "失败原因"),
            ("诉投日期", "投诉日期"),
            ("投日期", "投诉日期"),
            ("失败原因因", "失败原因"),
            ("失败的原因", "失败原因"),
            ("★投拆日期", "投诉日期"),
            ("Resutl", "Result"),
            ("Resalt", "Result"),
        ] {
            assert_eq!(near(text), [known], "{text}");
        }
    }

    #[test]
    fn a_heading_that_holds_a_missed_one_is_proposed() {
        for (text, known) in [
            ("指定维修工", "维修工"),
            ("维修工姓名", "维修工"),
            ("主修维修工姓名", "维修工"),
            ("客户失败原因", "失败原因"),
        ] {
            assert_eq!(near(text), [known], "{text}");
        }
        for text in ["计划维修工", "维修工备注", "失败原因次数", "售后备注", "创建日期", "实际处理人"]
        {
            assert_eq!(near(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn another_word_another_number_and_a_longer_name_are_meant() {
        for text in ["受理人", "备注2", "备注12", "维修工位", "受理日期"] {
            assert_eq!(near(text), Vec::<String>::new(), "{text}");
        }
    }
}
