//! A legend in a heading, or in a line beside a list, of what numbers and ticks mean: 服务态度（1=非常满意，5=非常不满意）, 一次修复（未修复打√）.

use crate::base::text::fold;

/// Between a number and its word.
const SIGNS: &str = "=＝:：.、-—~～－为是指代表示 ";
/// Between the parts of a legend.
const PARTS: &str = ",，;；、/ 　()（）[]【】\n";
/// Between a sign and what it means.
const MEANS: [&str; 5] = ["为", "表示", "代表", "=", "是"];
/// Stand for the tick.
const TICKS: [&str; 4] = ["√", "✓", "勾", "钩"];
/// Asks without saying no.
const WHETHER: &str = "是否";

/// What of a legend runs against how the program reads numbers and ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turned {
    /// The lowest number is the best.
    pub scale: bool,
    /// 0 is the good one and 1 the bad one, or a tick says no.
    pub signs: bool,
}

/// Reads the legend of a text; `negative` are words that say no or bad, folded.
pub(crate) fn turned(text: &str, negative: &[String]) -> Turned {
    let is_negative = |word: &str| {
        let folded = fold(word).replace(WHETHER, "");
        negative.iter().any(|no| folded.contains(no.as_str()))
    };
    let mut pairs = pairs(text);
    pairs.sort_by_key(|(number, _)| *number);
    let (mut scale, mut signs) = (false, false);
    if let [(low, best), .., (high, worst)] = pairs.as_slice() {
        scale = low < high && !is_negative(best) && is_negative(worst);
        signs = scale && (*low, *high) == (0, 1);
    }
    // √ 为不合格 is one part, 合格√ 不合格× are two.
    let joined = MEANS.iter().fold(text.to_owned(), |text, means| text.replace(&format!(" {means}"), means));
    let ticked = joined.split(|c| PARTS.contains(c)).filter(|part| TICKS.iter().any(|tick| part.contains(tick)));
    signs |= ticked.clone().any(is_negative) && ticked.clone().all(is_negative);
    Turned { scale, signs }
}

/// The numbers of a legend with their words: at least a word behind each.
fn pairs(text: &str) -> Vec<(u32, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let behind = &rest[at + digits..];
        let word = behind.trim_start_matches('分').trim_start_matches(|c| SIGNS.contains(c));
        let end = word.find(|c: char| c.is_ascii_digit() || PARTS.contains(c)).unwrap_or(word.len());
        let name = word[..end].trim_matches(|c: char| SIGNS.contains(c));
        if name.chars().any(char::is_alphabetic)
            && let Ok(number) = rest[at..at + digits].parse()
        {
            pairs.push((number, name.to_owned()));
        }
        rest = &word[end..];
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (bool, bool) {
        let Turned { scale, signs } = turned(text, &["不", "未", "没", "差", "失败"].map(str::to_owned));
        (scale, signs)
    }

    #[test]
    fn a_scale_whose_lowest_number_is_the_best_runs_the_other_way() {
        for text in [
            "服务态度（1=非常满意，5=非常不满意）",
            "服务态度(1非常满意 2满意 3一般 4不满意 5非常不满意)",
            "服务态度(1最好-5最差)",
            "评分说明：1 分为非常满意，5 分为非常不满意",
        ] {
            assert!(of(text).0, "{text}");
        }
        for text in [
            "服务态度（5=非常满意，1=非常不满意）",
            "服务态度(1-5分，5分最好)",
            "推荐意愿（0=完全不愿意，10=非常愿意）",
            "服务态度(8分以下请注明原因)",
            "服务态度（满分10分）",
            "客户投诉等级(1重大2重要3一般)",
        ] {
            assert!(!of(text).0, "{text}");
        }
    }

    #[test]
    fn a_nought_that_says_yes_and_a_tick_that_says_no_run_the_other_way() {
        for text in [
            "回访结果(0成功 1失败)",
            "点检结果（0合格，1不合格）",
            "是否一次修复（未修复打√）",
            "√表示不合格，空白为合格",
            "未到打勾",
        ] {
            assert!(of(text).1, "{text}");
        }
        for text in [
            "回访结果(1成功 0失败)",
            "是否合格（合格打√，不合格打×）",
            "合格√ 不合格×",
            "是否一次修复(打√)",
            "一次修复（1是2否）",
            "是否合格",
        ] {
            assert!(!of(text).1, "{text}");
        }
    }
}
