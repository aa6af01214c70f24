//! Names of staff: `李 娜`, `李娜(003)`, `李娜顾问` are one person.

use crate::base::text::{is_ideograph, is_sign, narrow};
use crate::tables::common::Common;

/// Fewer digits behind a name are part of it (王伟1 and 王伟2 are two people); as many are a number of the staff list.
const DIGITS_OF_A_STAFF_NUMBER: usize = 3;

/// Digits of a year, with or without its month.
const DIGITS_OF_A_YEAR: usize = 4;

/// Characters of a Chinese name that stands beside another.
const LONGEST_NAME: usize = 3;

/// Signs between a name and its number.
const JOINS: [char; 7] = ['-', '_', '#', '/', ':', '.', ' '];

/// Signs that slipped in behind a name.
const STOPS: [char; 5] = ['.', '。', ',', '、', ';'];

/// The bare name, and the number of the staff list that stood beside it. Spaces go out between Chinese characters only; a
/// title is cut off where a name is left before it, a number only where it is one of the staff list: two people must never
/// become one.
pub(super) fn clean(text: &str, titles: &[String]) -> (String, Option<String>) {
    let mut text = narrow(text);
    if text.contains(is_ornament) {
        text = text.replace(is_ornament, "").trim().to_owned();
    }
    let text = text.trim_end_matches(STOPS);
    // 李娜* has a remark somewhere; 王** is masked.
    let text = text.strip_suffix('*').filter(|name| is_chinese_name(name)).unwrap_or(text);
    let text = without_role(text, titles);
    let (bare, number) = without_number(without_title(text, titles));
    let (name, number) = if bare.is_empty() { (text, None) } else { (bare, number) };
    let chinese = !name.chars().any(|c| c.is_ascii_alphabetic());
    let name: String = if chinese { name.chars().filter(|c| !c.is_whitespace()).collect() } else { in_one_case(name) };
    // SA ends many a Latin name.
    let is_name = |title: &str, rest: &str| rest.chars().count() >= 2 && (!title.is_ascii() || is_chinese_name(rest));
    let before = |title: &String| name.strip_suffix(title.as_str()).filter(|rest| is_name(title, rest));
    let cut = titles.iter().find_map(before);
    (cut.unwrap_or(&name).to_owned(), number.map(str::to_owned))
}

/// Whether several Chinese names stand side by side: 李娜/王芳, 李娜和王芳, 李娜 王芳.
pub(super) fn are_several(text: &str, common: &Common) -> bool {
    let text = narrow(text);
    const BETWEEN: [char; 12] = ['/', '、', ',', ';', '&', '+', '|', '\n', '和', '与', '及', '跟'];
    let are_names = |between: &dyn Fn(char) -> bool, is_name: &dyn Fn(&str) -> bool| {
        let mut names = text.split(between).map(str::trim);
        let first = names.clone().next();
        names.clone().all(is_name) && names.any(|name| Some(name) != first)
    };
    let is_name = |name: &str| {
        is_chinese_name(name)
            && name.chars().count() <= LONGEST_NAME
            && !common.is_of_places(name)
            && !common.titles.iter().any(|title| title == name)
    };
    // Beside a space stands much: 李 娜 and 欧阳 娜娜 are one person, and so is 李娜 前台.
    let has_surname = |name: &str| is_name(name) && common.has_surname(name);
    are_names(&|c| BETWEEN.contains(&c), &is_name)
        || !common.has_surname_of_two(&text) && are_names(&char::is_whitespace, &has_surname)
}

/// A star, a face, a mark beside a name: 甘宁⭐ is 甘宁.
fn is_ornament(c: char) -> bool {
    is_sign(c)
        || matches!(c, '\u{25a0}'..='\u{25ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Without what a person is before the name: `服务顾问李娜`, `SA李娜`. Only a Chinese name of two characters or more is known
/// to be one: 技师01 and SA01 stay.
fn without_role<'a>(text: &'a str, titles: &[String]) -> &'a str {
    let behind = |role: &String| text.strip_prefix(role.as_str()).map(|rest| rest.trim_start_matches(JOINS));
    titles.iter().filter_map(behind).find(|name| is_chinese_name(name)).unwrap_or(text)
}

fn is_chinese_name(name: &str) -> bool {
    let bare = name.split(['(', '[', '【']).next().unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit());
    bare.chars().count() >= 2 && bare.chars().all(is_ideograph)
}

/// `LI NA` and `li na` as `Li Na`; a word in both cases (McDonald) stays, and so does one word alone (DCRC).
fn in_one_case(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = words.len() > 1 && words.iter().all(|word| word.bytes().all(|b| b.is_ascii_alphabetic()));
    let one_case = |word: &&str| {
        let mixed =
            word.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && word.bytes().any(|b| b.is_ascii_lowercase());
        if mixed || !is_name {
            return (*word).to_owned();
        }
        word[..1].to_ascii_uppercase() + &word[1..].to_ascii_lowercase()
    };
    words.iter().map(one_case).collect::<Vec<_>>().join(" ")
}

/// A text with brackets at its end, and what stands in them.
fn with_remark(text: &str) -> Option<(&str, &str)> {
    let (name, remark) = text.strip_suffix([')', ']', '】'])?.rsplit_once(['(', '[', '【'])?;
    Some((name.trim(), remark.trim()))
}

fn without_title<'a>(text: &'a str, titles: &[String]) -> &'a str {
    // 已离职2013.8: since when; SA003 is a number, 技师1 and 技师2 are two people.
    let since =
        |remark: &str| remark.trim_end_matches(|c: char| c.is_ascii_digit() || "./-年月日".contains(c)).to_owned();
    let is_since = |remark: &str, title: &str| {
        since(remark) == title && remark[title.len()..].chars().filter(char::is_ascii_digit).count() >= DIGITS_OF_A_YEAR
    };
    let is_title = |remark: &str| titles.iter().any(|title| title == remark || is_since(remark, title));
    let titled = with_remark(text).filter(|(_, remark)| is_title(remark));
    titled.map_or(text, |(name, _)| name)
}

/// Splits the number of a staff list off a name: `李娜(003)`, `李娜-003`, `003李娜`. Other words in brackets tell people
/// apart: 王伟(大), 王伟(小).
fn without_number(text: &str) -> (&str, Option<&str>) {
    if let Some((name, remark)) = with_remark(text) {
        let number = remark.len() >= DIGITS_OF_A_STAFF_NUMBER
            && remark.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
            && remark.chars().any(|c| c.is_ascii_digit());
        return if number { (name, Some(remark)) } else { (text, None) };
    }
    let digit = |c: char| c.is_ascii_digit();
    let name = text.trim_end_matches(digit);
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    if !latin && text.len() - name.len() >= DIGITS_OF_A_STAFF_NUMBER {
        return (name.trim_end_matches(JOINS), Some(&text[name.len()..]));
    }
    let behind = text.trim_start_matches(digit);
    let (digits, name) = (&text[..text.len() - behind.len()], behind.trim_start_matches(JOINS));
    let chinese = name.chars().count() >= 2 && name.chars().all(is_ideograph);
    if digits.len() >= DIGITS_OF_A_STAFF_NUMBER && chinese { (name, Some(digits)) } else { (text, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_name() {
        let titles = ["服务顾问".to_owned(), "顾问".to_owned(), "师傅".to_owned(), "离职".to_owned(), "SA".to_owned()];
        for text in [
            "李娜",
            " 李 娜 ",
            "李　娜",
            "李娜(003)",
            "李娜（003）",
            "李娜003",
            "李娜顾问",
            "李娜服务顾问",
            "003李娜",
            "003-李娜",
            "李娜-003",
            "李娜 003",
        ] {
            assert_eq!(clean(text, &titles).0, "李娜", "{text}");
        }
        for text in [
            "SA李娜",
            "SA-李娜",
            "服务顾问李娜",
            "服务顾问:李娜",
            "李娜.",
            "李娜(离职)",
            "李娜(离职2013.8)",
            "李娜*",
            "李娜离职",
            "李娜⭐",
            "★李娜",
            "李娜 👍",
            "李娜⭐(003)",
        ] {
            assert_eq!(clean(text, &titles).0, "李娜", "{text}");
        }
        assert_eq!(clean("服务顾问李娜(003)", &titles), ("李娜".into(), Some("003".into())));
        assert_eq!(clean("王师傅", &titles).0, "王师傅");
        for text in ["Li  Na", "LI NA", "li na"] {
            assert_eq!(clean(text, &titles).0, "Li Na");
        }
        assert_eq!(clean("Ronald McDonald", &titles).0, "Ronald McDonald");
        for text in ["DCRC", "LISA", "SA01"] {
            assert_eq!(clean(text, &titles).0, text);
        }
        assert_eq!(clean("师傅王", &titles).0, "师傅王");
        assert_eq!(clean("003", &titles), ("003".into(), None));
        assert_eq!(clean("李娜(顾问)", &titles), ("李娜".into(), None));
        assert_eq!(clean("李娜(SA003)", &titles), ("李娜".into(), Some("SA003".into())));
    }

    #[test]
    fn two_people_stay_two() {
        for text in [
            "王伟1",
            "王伟2",
            "王伟(大)",
            "王伟(小)",
            "王伟(顾问1)",
            "王*",
            "王**",
            "技师01",
            "SA01",
            "Tech 7",
            "12李娜",
            "003",
            "1组李娜",
        ] {
            assert_eq!(clean(text, &[]), (text.to_owned(), None));
        }
    }

    #[test]
    fn several_people_in_a_cell_are_told_from_one_and_from_teams() {
        let common = &crate::tables::tests::schemas().common;
        for text in ["李娜/王芳", "李娜和王芳", "李娜 王芳", "李娜、王芳、张伟", "李娜与王芳"]
        {
            assert!(are_several(text, common), "{text}");
        }
        for text in [
            "李娜",
            "李 娜",
            "欧阳 娜娜",
            "李和平",
            "机电一组/二组",
            "售后 客服",
            "Li Na",
            "李娜 李娜",
            "张和 (SA)",
            "王芳 主管",
            "李娜 顾问",
            "机修 李强",
            "高级 李娜",
            "上海 王芳",
            "买买提 艾力",
        ] {
            assert!(!are_several(text, common), "{text}");
        }
    }
}
