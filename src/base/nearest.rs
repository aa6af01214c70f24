//! "Did you mean": the known word nearest to a mistyped one.

/// The candidate most like `word`; `None` only where there is no candidate.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &'a str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase());
        if best.is_none_or(|(highest, _)| likeness > highest) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether a word looks like another one with a slip of the finger.
pub fn is_slip(word: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(word, meant) <= 2 && word.len() > 3
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_meant() {
        let keys = ["input", "output", "formats", "trend", "small_sample"];
        assert_eq!(nearest("trnd", keys), Some("trend"));
        assert_eq!(nearest("Smallsample", keys), Some("small_sample"));
        assert_eq!(nearest("x", []), None);
    }
}
