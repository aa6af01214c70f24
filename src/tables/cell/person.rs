//! Names of staff: `李 娜`, `李娜(003)`, `李娜顾问` are one person.

use crate::base::text::narrow;

/// Fewer digits behind a name are part of it (王伟1 and 王伟2 are two people); as many are a number of the staff list.
const DIGITS_OF_A_STAFF_NUMBER: usize = 3;

/// Signs between a name and its number.
const JOINS: [char; 7] = ['-', '_', '#', '/', ':', '.', ' '];

/// The bare name. Spaces go out between Chinese characters only; a title is cut off where a name is left before it, a
/// number only where it is one of the staff list: two people must never become one.
pub(super) fn clean(text: &str, titles: &[String]) -> String {
    let text = narrow(text);
    let bare = without_number_before(without_number(without_remark(&text, titles)));
    let name = if bare.is_empty() { text.as_str() } else { bare };
    let chinese = !name.chars().any(|c| c.is_ascii_alphabetic());
    let name: String = if chinese {
        name.chars().filter(|c| !c.is_whitespace()).collect()
    } else {
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let cut =
        titles.iter().filter_map(|title| name.strip_suffix(title.as_str())).find(|rest| rest.chars().count() >= 2);
    cut.unwrap_or(&name).to_owned()
}

/// Without a number or title in brackets at the end; other words in brackets tell people apart: 王伟(大), 王伟(小).
fn without_remark<'a>(text: &'a str, titles: &[String]) -> &'a str {
    let Some((name, remark)) = text.strip_suffix([')', ']', '】']).and_then(|rest| rest.rsplit_once(['(', '[', '【']))
    else {
        return text;
    };
    let remark = remark.trim();
    let number = remark.len() >= DIGITS_OF_A_STAFF_NUMBER
        && remark.chars().all(|c| c.is_ascii_alphanumeric() && !c.is_ascii_lowercase());
    let known = number && remark.chars().any(|c| c.is_ascii_digit()) || titles.iter().any(|title| title == remark);
    if known { name.trim() } else { text }
}

fn without_number(text: &str) -> &str {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    if !latin && text.len() - name.len() >= DIGITS_OF_A_STAFF_NUMBER { name.trim_end_matches(JOINS) } else { text }
}

/// `003李娜`, `003-李娜`: a number of the staff list before a Chinese name.
fn without_number_before(text: &str) -> &str {
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - name.len();
    let name = name.trim_start_matches(JOINS);
    let chinese = name.chars().count() >= 2 && name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if digits >= DIGITS_OF_A_STAFF_NUMBER && chinese { name } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_name() {
        let titles = ["服务顾问".to_owned(), "顾问".to_owned(), "师傅".to_owned()];
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
            assert_eq!(clean(text, &titles), "李娜", "{text}");
        }
        assert_eq!(clean("王师傅", &titles), "王师傅");
        assert_eq!(clean("Li  Na", &titles), "Li Na");
        assert_eq!(clean("003", &titles), "003");
    }

    #[test]
    fn two_people_stay_two() {
        for text in ["王伟1", "王伟2", "王伟(大)", "王伟(小)", "技师01", "SA01", "Tech 7", "12李娜", "003", "1组李娜"]
        {
            assert_eq!(clean(text, &[]), text);
        }
    }
}
