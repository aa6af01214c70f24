//! "Did you mean": the known word that a mistyped one may stand for.

use super::lang::Words;

/// So alike are two names of which one is meant by the other, in the measure of Jaro and Winkler.
const ALIKE: f64 = 0.82;

/// The candidate most like `word`, where one is so like it that it may be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best: Option<(f64, &'a str)> = None;
    for candidate in candidates {
        let folded = candidate.to_lowercase();
        let likeness = strsim::jaro_winkler(&word, &folded);
        let may_be_meant = likeness >= ALIKE || few_slips(&word, &folded);
        if may_be_meant && best.is_none_or(|(highest, _)| likeness > highest) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// What to say of the nearest candidate, to follow a message: `；最接近的是 …`, `; the nearest known key is …` where `what` is
/// ` known key`; nothing where none is near.
pub fn told<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, what: &str) -> Words {
    nearest(word, candidates).map_or_else(Words::default, |near| Words {
        chinese: format!("；最接近的是 {near}"),
        en: format!("; the nearest{what} is {near}"),
    })
}

/// Whether a word looks like another one with a slip of the finger.
pub fn is_slip(word: &str, meant: &str) -> bool {
    strsim::damerau_levenshtein(word, meant) <= 2 && word.len() > 3
}

/// One slip for every three characters, and at least one; something has to be left of the word.
fn few_slips(word: &str, meant: &str) -> bool {
    let longer = word.chars().count().max(meant.chars().count());
    let slips = strsim::damerau_levenshtein(word, meant);
    slips <= (longer / 3).max(1) && slips < longer
}

#[cfg(test)]
mod tests {
    use super::{nearest, told};

    #[test]
    fn a_slip_of_the_finger_finds_the_word_meant() {
        let keys = ["input", "output", "formats", "trend", "small_sample"];
        assert_eq!(nearest("trnd", keys), Some("trend"));
        assert_eq!(nearest("Smallsample", keys), Some("small_sample"));
        assert_eq!(nearest("成工", ["失败", "成功"]), Some("成功"));
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn a_name_that_is_like_none_has_no_nearest() {
        for (word, known) in
            [("numerator", "n"), ("by_channel", "new_car_sales"), ("some", "model"), ("perod", "category"), ("x", "n")]
        {
            assert_eq!(nearest(word, [known]), None, "{word}");
            assert_eq!(told(word, [known], " known key"), crate::base::lang::Words::default());
        }
        assert_eq!(told("trnd", ["trend"], " known key").en, "; the nearest known key is trend");
    }
}
