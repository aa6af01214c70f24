//! Scores: a number on its column's scale, or a word that stands for points.

use crate::base::finding::Code;
use crate::base::text::{fold, narrow, visible};
use crate::tables::common::Common;

use super::{Broken, number};

/// 100 points in millionths.
const ALL_POINTS: i64 = 100_000_000;

/// Stars are given on a scale of five, in millionths.
const STARS: i64 = 5_000_000;
const MOST_STARS: usize = 5;

/// What a score cell holds, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Score {
    /// A number on the scale of its column.
    Raw(i64),
    /// Points of 100: a word, or a number with a percent sign.
    Points(i64),
    /// Not answered.
    Missing,
}

/// Reads a text.
///
/// # Errors
/// A text that is neither a number nor a known word.
pub(super) fn from_text(text: &str, common: &Common) -> Result<Score, Broken> {
    let folded = fold(text);
    if common.not_answered.contains(&folded) {
        return Ok(Score::Missing);
    }
    // 满意? is a question.
    if let Some(points) = common.score_words.get(&folded).filter(|_| !text.contains(['?', '？'])) {
        return Ok(Score::Points(*points));
    }
    if let Some(points) = stars(text) {
        return points.map(Score::Points);
    }
    // 10分钟 is an amount of something else.
    let plain = narrow(text);
    let is_score = plain.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '分' | '%' | '.' | ')'));
    let value = number::millionths(&plain).filter(|_| is_score).ok_or_else(|| {
        Broken::new(Code::InvalidNumber, "应为分数（数字）或满意程度", "should be a score or a word of satisfaction")
    })?;
    if plain.ends_with('%') { percentage(value).map(Score::Points) } else { Ok(Score::Raw(value)) }
}

/// Whether a star is filled; `None` for what is no star, or half of one.
fn is_filled(c: char) -> Option<bool> {
    match c {
        '★' | '⭐' | '🌟' | '✪' | '✭' | '✮' | '✯' | '⭑' => Some(true),
        '☆' | '✩' | '✫' | '✬' | '✰' | '⚝' | '⭒' => Some(false),
        _ => None,
    }
}

/// The stars of `★★★★☆`, `⭐ ⭐ ⭐ ⭐`, `☆☆☆☆`, `4星`, `四星`, in points. Where no star is filled, those drawn are the score;
/// of five that are not, nobody knows whether all were meant or none.
fn stars(text: &str) -> Option<Result<i64, Broken>> {
    let text = narrow(&visible(text));
    let drawn: Option<Vec<bool>> = text.chars().filter(|c| !c.is_whitespace()).map(is_filled).collect();
    if let Some(drawn) = drawn.filter(|drawn| !drawn.is_empty()) {
        let (all, filled) = (drawn.len(), drawn.iter().filter(|filled| **filled).count());
        return Some(match (all, filled) {
            (MOST_STARS, 0) => Err(Broken::new(
                Code::InvalidNumber,
                "五个空心星，是 0 星还是 5 星不明",
                "five empty stars: none, or all of them?",
            )),
            (all, _) if all > MOST_STARS => Err(too_many_stars()),
            (all, filled) if filled > 0 && filled < all && all < MOST_STARS => Err(Broken::new(
                Code::InvalidNumber,
                "空心星和实心星合起来应为 5 个",
                "the filled and the empty stars should be five",
            )),
            (all, filled) => stars_in_points(if filled > 0 { filled } else { all } as i64 * 1_000_000),
        });
    }
    let number = text.strip_suffix("星级").or_else(|| text.strip_suffix(['星', '★', '☆', '⭐', '🌟']))?.trim();
    let word = ["一", "二", "三", "四", "五"].iter().position(|word| *word == number);
    let number = word.map(|at| (at as i64 + 1) * 1_000_000).or_else(|| number::millionths(number))?;
    Some(stars_in_points(number))
}

fn stars_in_points(stars: i64) -> Result<i64, Broken> {
    points(stars, STARS).ok_or_else(too_many_stars)
}

fn too_many_stars() -> Broken {
    Broken::new(Code::ScoreOutOfScale, "最多 5 星", "there are five stars at most")
}

/// The points of a cell that shows 93% and holds 0.93, in millionths.
///
/// # Errors
/// A percentage outside of 0% to 100%.
pub(super) fn of_share(share: f64) -> Result<i64, Broken> {
    percentage((share * ALL_POINTS as f64).round() as i64)
}

fn percentage(points: i64) -> Result<i64, Broken> {
    let possible = (0..=ALL_POINTS).contains(&points);
    possible.then_some(points).ok_or_else(|| {
        Broken::new(Code::ScoreOutOfScale, "百分比应在 0% 到 100% 之间", "a percentage should be from 0% to 100%")
    })
}

/// The scale that a heading names: `服务态度(10分)`, `满分5分`, `满分10`, `5分制`, `百分制`, `5星`, `0-100`, `out of 10`.
pub(in crate::tables) fn scale_in_heading(heading: &str) -> Option<i64> {
    let text = narrow(heading).to_lowercase();
    let before_unit = text.match_indices(['分', '星']).find_map(|(at, unit)| {
        // 10分钟内 is a time, 8分以下请注明 a part of the scale.
        let behind = &text[at + unit.len()..];
        let other = ["钟", "以下", "以上", "及以", "以内", "内"].iter().any(|word| behind.starts_with(word));
        let digits = text[..at].rsplit(|c: char| !c.is_ascii_digit()).next();
        digits.filter(|_| !other).and_then(|digits| digits.parse::<i64>().ok())
    });
    let behind_full = || {
        let behind = ["满分", "out of", "(/"].iter().find_map(|word| text.split_once(word))?.1;
        let behind = behind.trim_start_matches([':', '=', ' ', '为']);
        behind.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let scale = before_unit.or_else(behind_full).or_else(|| scale_in_words(&text)).or_else(|| end_of_range(&text))?;
    (1..=1000).contains(&scale).then_some(scale * 1_000_000)
}

/// A scale whose highest score is a Chinese numeral: 百分制, 十分制, 满分一百. 十分满意 names none, and 二十分制 is none of ten.
fn scale_in_words(text: &str) -> Option<i64> {
    const NUMERALS: &str = "百十九八七六五四三二一两";
    let value = |numeral: &str| match numeral {
        "一百" | "百" => Some(100),
        "十" => Some(10),
        _ => "三四五六七八九".chars().position(|c| numeral.chars().eq([c])).map(|at| at as i64 + 3),
    };
    let is_numeral = |c: char| NUMERALS.contains(c);
    let before = ["分制", "级制", "点制", "星制"].iter().find_map(|scale| {
        let head = &text[..text.find(scale)?];
        value(&head[head.trim_end_matches(is_numeral).len()..])
    });
    let behind = || {
        let behind = text.split_once("满分")?.1.trim_start_matches([':', '=', ' ', '为']);
        value(&behind[..behind.len() - behind.trim_start_matches(is_numeral).len()])
    };
    before.or_else(behind)
}

/// The end of a range that begins with nought or one: `0-100`, `1~5`.
fn end_of_range(text: &str) -> Option<i64> {
    text.match_indices(['-', '~', '–', '—', '至']).find_map(|(at, sign)| {
        let from = text[..at].trim_end().rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let to = text[at + sign.len()..].trim_start().split(|c: char| !c.is_ascii_digit()).next()?;
        if matches!(from, "0" | "1") { to.parse().ok() } else { None }
    })
}

/// Value ÷ scale × 100 in millionths of a point, halves away from zero; `None` outside the scale.
pub(in crate::tables) fn points(raw: i64, scale: i64) -> Option<i64> {
    if raw < 0 || raw > scale || scale <= 0 {
        return None;
    }
    let (raw, scale) = (i128::from(raw) * 100_000_000, i128::from(scale));
    i64::try_from((raw * 2 + scale) / (scale * 2)).ok()
}

/// Whether somebody would recommend is asked from 0 to 10; a word is no such number.
pub(super) fn no_recommendation() -> Broken {
    Broken::new(
        Code::InvalidNumber,
        "应为 0 到 10 分；按词的得分换算计入，是为 10 分、否为 0 分",
        "should be 0 to 10; it counts by the points of the word: yes is 10, no is 0",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_exact_on_every_scale() {
        assert_eq!(points(4_500_000, 5_000_000), Some(90_000_000));
        assert_eq!(points(9_000_000, 10_000_000), Some(90_000_000));
        assert_eq!(points(90_500_000, 100_000_000), Some(90_500_000));
        assert_eq!(points(1_000_000, 3_000_000), Some(33_333_333));
        assert_eq!(points(2_000_000, 3_000_000), Some(66_666_667));
        assert_eq!((points(6_000_000, 5_000_000), points(-1, 5_000_000)), (None, None));
    }

    #[test]
    fn stars_count_on_a_scale_of_five() {
        let read = |text| from_text(text, &Common::default());
        for text in [
            "★★★★☆",
            "★★★★",
            "☆☆☆☆",
            "⭐⭐⭐⭐",
            "⭐\u{fe0f}⭐\u{fe0f}⭐\u{fe0f}⭐\u{fe0f}",
            "★ ★ ★ ★",
            "🌟🌟🌟🌟",
            "⭐⭐⭐⭐☆",
            "✩✩✩✩",
            "4⭐",
            "4星",
            "四星",
            " ４ 星级 ",
        ] {
            assert_eq!(read(text), Ok(Score::Points(80_000_000)), "{text}");
        }
        assert_eq!(read("4.5星"), Ok(Score::Points(90_000_000)));
        assert_eq!(read("★★★☆☆"), Ok(Score::Points(60_000_000)));
        for text in ["★★★★★★", "★★★★★☆", "⭐⭐⭐⭐⭐⭐", "6星"] {
            assert!(read(text).is_err_and(|broken| broken.code == Code::ScoreOutOfScale), "{text}");
        }
        for text in ["明星", "☆☆☆☆☆", "★★☆", "★★⯨", "★★★½", "👍", "👎", "😊", "😡", "⭕", "⭐⭐好"]
        {
            assert!(read(text).is_err_and(|broken| broken.code == Code::InvalidNumber), "{text}");
        }
    }

    #[test]
    fn a_percentage_stays_within_its_bounds() {
        let read = |text| from_text(text, &Common::default());
        assert_eq!(read("95%"), Ok(Score::Points(95_000_000)));
        for text in ["120%", "-20%"] {
            assert!(read(text).is_err_and(|broken| broken.code == Code::ScoreOutOfScale), "{text}");
        }
        assert_eq!(of_share(0.57), Ok(57_000_000));
        assert!(of_share(93.0).is_err() && of_share(-0.1).is_err() && of_share(f64::MAX).is_err());
    }

    #[test]
    fn the_heading_may_name_the_scale() {
        assert_eq!(scale_in_heading("服务态度(10分)"), Some(10_000_000));
        assert_eq!(scale_in_heading("服务态度（满分５分）"), Some(5_000_000));
        assert_eq!(scale_in_heading("服务态度 5分制"), Some(5_000_000));
        assert_eq!(scale_in_heading("服务态度（满分10）"), Some(10_000_000));
        assert_eq!(scale_in_heading("服务态度(满分:100)"), Some(100_000_000));
        assert_eq!(scale_in_heading("服务态度（0-100）"), Some(100_000_000));
        assert_eq!(scale_in_heading("服务态度(1~5)"), Some(5_000_000));
        assert_eq!(scale_in_heading("服务态度(5星)"), Some(5_000_000));
        assert_eq!(scale_in_heading("服务态度(8分以下请注明原因)"), None);
        for (heading, scale) in [
            ("服务态度（百分制）", 100),
            ("服务态度（一百分制）", 100),
            ("服务态度（满分百分）", 100),
            ("服务态度(满分:一百)", 100),
            ("服务态度（十分制）", 10),
            ("服务态度五分制", 5),
            ("服务态度（满分为10）", 10),
            ("Attitude (out of 10)", 10),
            ("Attitude (Out of: 100)", 100),
            ("服务态度(/10)", 10),
        ] {
            assert_eq!(scale_in_heading(heading), Some(scale * 1_000_000), "{heading}");
        }
        for heading in [
            "是否十分满意",
            "服务态度(百分比)",
            "三分钟内接待",
            "价格/质量",
            "接待/2013",
            "二十分制",
            "五十分制",
            "十五分制",
            "满分一百二十",
        ] {
            assert_eq!(scale_in_heading(heading), None, "{heading}");
        }
        assert_eq!(scale_in_heading("及时接待(10分钟内)"), None);
        assert_eq!(scale_in_heading("服务态度(2013-09)"), None);
        assert_eq!(scale_in_heading("服务态度得分"), None);
        assert_eq!(scale_in_heading("服务态度"), None);
    }

    #[test]
    fn a_question_and_an_amount_of_something_else_are_no_scores() {
        let common = crate::tables::tests::schemas().common;
        for text in ["满意?", "满意？", "10分钟", "3次", "9元", "5天"] {
            assert!(from_text(text, &common).is_err(), "{text}");
        }
        for (text, raw) in [("9分", 9), (" 10 分 ", 10), ("９", 9), ("8.", 8)] {
            assert_eq!(from_text(text, &common).ok(), Some(Score::Raw(raw * 1_000_000)), "{text}");
        }
    }
}
