//! What an earlier marking wrote into a note that someone else keeps. It is told by its form, for other programs keep no
//! name of who wrote which line: a sentence that begins with a severity and ends with the hint of a code.

use crate::base::finding::Code;
use crate::base::lang::Lang;

use super::marks::{ARROW, COUNTED, LEFT_OUT, SEVERITIES};

/// A note without the sentences of an earlier marking, and these sentences. Whatever is not wholly in their form is taken
/// for the dealer's own.
pub(super) fn divided(note: &str) -> (String, String) {
    let lines: Vec<&str> = note.split('\n').collect();
    let mut ours = vec![false; lines.len()];
    let mut first = None;
    for (at, line) in lines.iter().map(|line| line.trim_end_matches('\r')).enumerate() {
        if begins(line) {
            first = Some(at);
        } else if let Some(start) = first.filter(|_| is_hint(line)) {
            ours[start..=at].fill(true);
            first = None;
        }
        ours[at] |= is_remark(line);
    }
    // The blank line between two texts is ours too.
    for at in (1..lines.len()).rev() {
        ours[at - 1] |= ours[at] && lines[at - 1].trim_end_matches('\r').is_empty();
    }
    let of = |wanted: bool| lines.iter().zip(&ours).filter(move |(_, ours)| **ours == wanted).map(|(line, _)| *line);
    (of(false).collect::<Vec<_>>().join("\n"), of(true).collect::<Vec<_>>().join("\n"))
}

fn begins(line: &str) -> bool {
    let mut words = SEVERITIES.iter().flat_map(|(_, words)| words);
    words.any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))
}

fn is_hint(line: &str) -> bool {
    let Some(hint) = line.strip_prefix(ARROW) else { return false };
    Code::ALL.iter().any(|code| Lang::ALL.iter().any(|lang| code.hint(*lang) == hint))
}

fn is_remark(line: &str) -> bool {
    let mut forms = LEFT_OUT.iter().chain(&COUNTED);
    forms.any(|[start, end]| line.starts_with(start) && line.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(code: Code, lang: Lang) -> String {
        let word = SEVERITIES[0].1[usize::from(lang == Lang::English)];
        format!("{word}: 2013-9-31\n\nis none\n{ARROW}{}", code.hint(lang))
    }

    #[test]
    fn our_sentences_are_told_from_the_dealers_words_around_them() {
        let both =
            format!("{}\n\n{}", sentence(Code::InvalidDate, Lang::Chinese), sentence(Code::NoRows, Lang::English));
        assert_eq!(divided(&format!("请核对\n\n{both}\n已改")), ("请核对\n已改".into(), format!("\n{both}")));
        assert_eq!(divided(&both), (String::new(), both));
    }

    #[test]
    fn what_is_not_wholly_in_our_form_stays() {
        let hint = Code::InvalidDate.hint(Lang::Chinese);
        for note in [
            "请核对",
            "错误: 请改",
            "错误:请改\n→ 快点",
            "",
            "\n\n",
            &format!("→ {hint}"),
            &format!("错误:请改\n→ {hint}!"),
        ] {
            assert_eq!(divided(note), (note.to_owned(), String::new()), "{note:?}");
        }
        let ours = sentence(Code::InvalidDate, Lang::Chinese);
        assert_eq!(divided(&format!("错误:请改\n\n{ours}")).0, "错误:请改");
    }
}
