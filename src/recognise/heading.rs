//! One heading as dealers write it: line breaks, units in brackets, 必填, asterisks, stars and numbers around the name.

use crate::base::text::{fold, is_sign};

/// Words that a form adds to a heading and that are no part of its name.
const ADDITIONS: [&str; 4] = ["必填项", "必填", "选填", "必填項"];

/// Two names of one thing in one heading (回访日期/时间), folded: the ending, and what of it is left out.
const DOUBLE_NAMES: [(&str, &str); 5] =
    [("日期时间", "时间"), ("时间日期", "日期"), ("日期時間", "時間"), ("時間日期", "日期"), ("datetime", "time")];

/// Brackets of every kind.
const OPENING: [char; 16] = ['(', '（', '[', '［', '【', '〔', '{', '｛', '<', '＜', '《', '〈', '「', '『', '〖', '｢'];
const CLOSING: [char; 16] = [')', '）', ']', '］', '】', '〕', '}', '｝', '>', '＞', '》', '〉', '」', '』', '〗', '｣'];

/// A number of the columns has at most so many digits; more are a year.
const MOST_DIGITS: usize = 2;

/// The folded forms under which a heading is looked up, the closest first: the whole text, without what stands in
/// brackets, without its number and marks, and all of them without 必填.
pub fn readings(text: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let bare = without_brackets(text);
    let mut texts = vec![text, bare.as_str(), without_number(text), without_number(&bare)];
    texts.dedup();
    let folded: Vec<String> = texts.into_iter().map(fold).collect();
    let unmarked: Vec<String> = folded.iter().map(|form| form.chars().filter(|c| !is_sign(*c)).collect()).collect();
    for base in folded.into_iter().chain(unmarked) {
        let bare = without_additions(&base).to_owned();
        let single = single_name(&bare).to_owned();
        for form in [base, bare, single] {
            if !form.is_empty() && !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The text without bracketed parts: `里程(km)` is `里程`.
pub fn without_brackets(text: &str) -> String {
    brackets(text).0
}

/// What stands outside of all brackets, and what stands in each of them.
pub fn brackets(text: &str) -> (String, Vec<String>) {
    let mut depth = 0_u32;
    let mut outside = String::with_capacity(text.len());
    let mut inside: Vec<String> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            // Alone they are signs of comparison.
            '<' | '＜' if depth == 0 && !text[at..].contains(['>', '＞']) => outside.push(c),
            '>' | '＞' if depth == 0 => outside.push(c),
            _ if OPENING.contains(&c) => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            _ if CLOSING.contains(&c) => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => inside.last_mut().into_iter().for_each(|text| text.push(c)),
        }
    }
    (outside, inside)
}

/// The text without the number of its column: `1.回访日期`, `1、回访日期`, `2)回访日期`, `①回访日期`.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let behind = rest.strip_prefix(['.', '．', '、', ')', '）']);
    match behind {
        Some(rest) if (1..=MOST_DIGITS).contains(&digits) => rest,
        _ => text.trim_start_matches(|c: char| ('①'..='⒛').contains(&c)),
    }
}

fn without_additions(folded: &str) -> &str {
    let mut rest = folded;
    for addition in ADDITIONS {
        rest = rest.strip_prefix(addition).or_else(|| rest.strip_suffix(addition)).unwrap_or(rest);
    }
    rest
}

fn single_name(folded: &str) -> &str {
    let double = DOUBLE_NAMES.iter().find(|(ending, _)| folded.ends_with(ending));
    double.and_then(|(_, second)| folded.strip_suffix(second)).unwrap_or(folded)
}

/// The Chinese and the English part of a heading in two languages, one before the other: `回访日期 Call Date`.
pub(super) fn translated(text: &str) -> Option<(&str, &str)> {
    let is_english = |c: char| c.is_ascii_alphabetic();
    let is_chinese = |c: char| c.is_alphanumeric() && !c.is_ascii();
    let (english, chinese) = (text.find(is_english)?, text.find(is_chinese)?);
    let (first, second) = text.split_at(english.max(chinese));
    let (chinese, english) = if chinese < english { (first, second) } else { (second, first) };
    (!chinese.contains(is_english) && !english.contains(is_chinese)).then_some((chinese, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_read_with_and_without_its_brackets_and_marks() {
        let cases = [
            ("里程(km)", "里程"),
            ("*回访日期\n（必填）", "回访日期"),
            ("车架号【VIN】", "车架号"),
            ("必填：车牌号", "车牌号"),
            ("Work　Order No.", "workorderno"),
            ("服务态度(10分)", "服务态度"),
            ("回访日期{年月日}", "回访日期"),
            ("★回访日期", "回访日期"),
            ("● 回访日期", "回访日期"),
            ("①回访日期", "回访日期"),
            ("1.回访日期", "回访日期"),
            ("12、回访日期(必填)", "回访日期"),
            ("2)★回访日期", "回访日期"),
            ("回访日期/时间", "回访日期"),
            ("Call Date / Time", "calldate"),
            ("回访日期<必填>", "回访日期"),
            ("《回访》结果", "结果"),
        ];
        for (text, expected) in cases {
            assert!(readings(text).contains(&expected.to_owned()), "{text}: {:?}", readings(text));
        }
    }

    #[test]
    fn what_stands_in_brackets_is_told_from_what_stands_outside() {
        let parts = |text| {
            let (outside, inside) = brackets(text);
            format!("{outside}|{}", inside.join("|"))
        };
        assert_eq!(parts("已(甲)回访【乙】"), "已回访|甲|乙");
        assert_eq!(parts("接通（拒访"), "接通|拒访");
        assert_eq!(parts("成功(一次(二)三)"), "成功|一次二三");
        assert_eq!(parts("里程<1万"), "里程<1万|");
        assert_eq!(parts("甲<乙>丙"), "甲丙|乙");
    }

    #[test]
    fn the_whole_heading_comes_first() {
        assert_eq!(readings("首保(强保)"), ["首保强保", "首保"]);
        assert_eq!(readings("2级经销商"), ["2级经销商"]);
        assert_eq!(readings("2013.回访日期"), ["2013回访日期"]);
        assert_eq!(readings("√"), ["√"]);
        assert!(readings("—").is_empty());
    }

    #[test]
    fn a_heading_in_two_languages_has_two_parts() {
        assert_eq!(translated("回访日期 Date"), Some(("回访日期 ", "Date")));
        assert_eq!(translated("Call Date\n回访日期"), Some(("回访日期", "Call Date\n")));
        assert_eq!(translated("回访日期"), None);
        assert_eq!(translated("客户Name电话"), None);
    }
}
