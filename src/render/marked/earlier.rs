//! What an earlier marking wrote into a note that someone else keeps. It is told by its form, for other programs keep no
//! name of who wrote which line: a sentence that begins with a severity and ends with the hint of a code.

use std::ops::Range;

use crate::base::finding::Code;
use crate::base::lang::Lang;
use crate::base::text::narrow;

use super::marks::{ARROW, COUNTED, LEFT_OUT, SEVERITIES};

/// The pieces of a note without the sentences of an earlier marking, and these sentences. Programs divide a text into
/// pieces as they like, so it is looked at as a whole. What is not wholly in our form is taken for the dealer's own.
pub(super) fn divided(pieces: &[String]) -> (Vec<String>, String) {
    let note = pieces.concat();
    let ranges = sentences(&note);
    let mut at = 0;
    let mut kept = Vec::new();
    for piece in pieces {
        let is_kept = |(offset, _): &(usize, char)| !ranges.iter().any(|range| range.contains(&(at + offset)));
        kept.push(piece.char_indices().filter(is_kept).map(|(_, character)| character).collect());
        at += piece.len();
    }
    (kept, ranges.into_iter().map(|range| &note[range]).collect())
}

/// Where our sentences stand, each with the line breaks before it.
fn sentences(note: &str) -> Vec<Range<usize>> {
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
    let mut ranges = Vec::new();
    let mut start = 0;
    for (line, ours) in lines.iter().zip(ours) {
        let end = start + line.len();
        if ours {
            ranges.push(start.saturating_sub(1)..end);
        }
        start = end + 1;
    }
    ranges
}

fn begins(line: &str) -> bool {
    let mut words = SEVERITIES.iter().flat_map(|(_, words)| words);
    words.any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '：'])))
}

fn is_hint(line: &str) -> bool {
    let Some(hint) = line.strip_prefix(ARROW) else { return false };
    // Full-width or not: earlier copies had the other punctuation.
    let hint = narrow(hint);
    Code::ALL.iter().any(|code| Lang::ALL.iter().any(|lang| narrow(code.hint(*lang)) == hint))
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

    /// The same in one piece.
    fn whole(note: &str) -> (String, String) {
        let (kept, ours) = divided(&[note.to_owned()]);
        (kept.concat(), ours)
    }

    #[test]
    fn our_sentences_are_told_from_the_dealers_words_around_them() {
        let (first, second) = (sentence(Code::MissingTable, Lang::Chinese), sentence(Code::NoRows, Lang::English));
        let both = format!("{first}\n\n{second}");
        assert_eq!(whole(&format!("请核对\n\n{both}\n已改")), ("请核对\n已改".into(), format!("\n\n{both}")));
        let earlier = sentence(Code::FutureDate, Lang::Chinese).replace('，', ",");
        assert!(earlier.contains(','), "the punctuation of an earlier copy: {earlier}");
        assert_eq!(whole(&earlier), (String::new(), earlier));
        assert_eq!(whole(&both), (String::new(), both));
    }

    #[test]
    fn a_text_that_another_program_cut_into_pieces_is_read_as_a_whole() {
        let note = format!("请核对\n\n{}\n已改", sentence(Code::InvalidDate, Lang::Chinese));
        let pieces: Vec<String> = note.chars().map(String::from).collect();
        let (kept, ours) = divided(&pieces);
        assert_eq!((kept.len(), kept.concat()), (pieces.len(), "请核对\n已改".into()));
        assert_eq!(ours, whole(&note).1);
    }

    #[test]
    fn what_is_not_wholly_in_our_form_stays() {
        let hint = Code::InvalidDate.hint(Lang::Chinese);
        let notes = ["请核对", "错误: 请改", "错误:请改\n→ 快点", "", "\n\n"].map(str::to_owned);
        for note in notes.into_iter().chain([format!("→ {hint}"), format!("错误:请改\n→ {hint}!")]) {
            assert_eq!(whole(&note), (note.clone(), String::new()), "{note:?}");
        }
        let ours = sentence(Code::InvalidDate, Lang::Chinese);
        assert_eq!(whole(&format!("错误:请改\n\n{ours}")).0, "错误:请改");
    }
}
