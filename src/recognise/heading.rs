//! One heading as dealers write it: line breaks, units in brackets, 必填 and asterisks around the name itself.

use crate::base::text::fold;

/// Words that a form adds to a heading and that are no part of its name.
const ADDITIONS: [&str; 4] = ["必填项", "必填", "选填", "必填項"];

/// The folded forms under which a heading is looked up, the closest first: the whole text, without what stands in
/// brackets, and both without 必填.
pub fn readings(text: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for base in [fold(text), fold(&without_brackets(text))] {
        let bare = without_additions(&base).to_owned();
        for form in [base, bare] {
            if !form.is_empty() && !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The text without bracketed parts: `里程(km)` is `里程`.
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '［' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '］' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn without_additions(folded: &str) -> &str {
    let mut rest = folded;
    for addition in ADDITIONS {
        rest = rest.strip_prefix(addition).or_else(|| rest.strip_suffix(addition)).unwrap_or(rest);
    }
    rest
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
        ];
        for (text, expected) in cases {
            assert!(readings(text).contains(&expected.to_owned()), "{text}: {:?}", readings(text));
        }
    }

    #[test]
    fn the_whole_heading_comes_first() {
        assert_eq!(readings("首保(强保)"), ["首保强保", "首保"]);
        assert!(readings("—").is_empty());
    }
}
