//! A legend in a heading, or in a line beside a list, of what numbers and ticks mean: 服务态度（1=非常满意，5=非常不满意）, 一次修复（未修复打√）.

use crate::base::text::{fold, narrow};

/// Between a number or a sign and what it means.
const MEANS: [&str; 7] = ["=", ":", "-", "~", "为", "表示", "代表"];
/// Between the parts of a legend.
const PARTS: &str = ",;、/()[]【】<>。\n";
/// Before a tick that is not made.
const NO_TICK: &str = "不打";
/// Asks without saying no.
const WHETHER: &str = "是否";
/// Characters of the longest word of a legend; a longer one is a sentence.
const LONGEST: usize = 8;
const LONGEST_LATIN: usize = 24;

/// The words and signs that legends are made of.
#[derive(Clone, Debug, Default)]
pub struct Legends {
    /// Within words that say no or bad, folded.
    pub negative: Vec<String>,
    /// Within words that say yes or good, folded.
    pub positive: Vec<String>,
    /// Say yes.
    pub ticks: Vec<String>,
    /// Say no.
    pub crosses: Vec<String>,
}

/// What of a legend runs against how the program reads numbers and ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turned {
    /// The lowest number is the best.
    pub scale: bool,
    /// 0 is the good one and 1 the bad one, or a tick says no.
    pub signs: bool,
}

impl Legends {
    /// What the legend of a heading says outside and inside of its brackets, or of a line; nothing where it has none.
    pub(crate) fn read(&self, outside: &str, inside: &[String]) -> Turned {
        let mut turned = Turned::default();
        for text in std::iter::once(outside).chain(inside.iter().map(String::as_str)) {
            let text = narrow(text);
            let mut pairs = pairs(&text);
            pairs.sort_by_key(|(number, _)| *number);
            turned.signs |= self.tick_says_no(&text);
            if let [(low, best), .., (high, worst)] = pairs.as_slice() {
                let is_turned = low < high && self.is_positive(best) && self.is_negative(worst);
                turned.scale |= is_turned;
                turned.signs |= is_turned && (*low, *high) == (0, 1);
            }
        }
        // A tick under 未成功 that says 未成功 says yes.
        turned.signs &= inside.is_empty() || !self.is_negative(outside);
        turned
    }

    fn is_negative(&self, word: &str) -> bool {
        let folded = fold(word).replace(WHETHER, "");
        self.negative.iter().any(|no| folded.contains(no.as_str()))
    }

    fn is_positive(&self, word: &str) -> bool {
        let folded = fold(word);
        !self.is_negative(word) && self.positive.iter().any(|yes| folded.contains(yes.as_str()))
    }

    /// 未修复打√, √ 表示不合格; beside a cross only the second says so, of 是√否× nobody could tell which belongs to which.
    fn tick_says_no(&self, text: &str) -> bool {
        let Some(tick) = self.ticks.iter().find(|tick| text.contains(tick.as_str())) else { return false };
        let behind = text.split(tick.as_str()).skip(1).find_map(|behind| {
            let behind = behind.trim_start_matches(['"', '”', '’', '」', ' ']);
            let word = MEANS.iter().find_map(|means| behind.strip_prefix(means))?;
            Some(word.split(|c: char| PARTS.contains(c) || c == ' ').next().unwrap_or(""))
        });
        if let Some(word) = behind {
            return self.is_negative(word);
        }
        let has_cross = self.crosses.iter().any(|cross| text.contains(cross.as_str()));
        let before = |part: &str| part.split(tick.as_str()).next().unwrap_or("").to_owned();
        let mut ticked =
            text.split(|c: char| PARTS.contains(c)).filter(|part| part.contains(tick.as_str())).map(before).peekable();
        !has_cross && ticked.peek().is_some() && ticked.all(|word| self.is_negative(&word) && !word.ends_with(NO_TICK))
    }
}

/// The numbers of a legend with their words: `1=非常满意`, `0成功 1失败`. What is numbered as a list is (`1、`, `1.`) is none.
fn pairs(text: &str) -> Vec<(u32, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let number = rest[at..at + digits].parse();
        let mut word = rest[at + digits..].trim_start_matches(['分', ' ']);
        while let Some(behind) = MEANS.iter().find_map(|means| word.strip_prefix(means)) {
            word = behind.trim_start();
        }
        let end = word.find(|c: char| c.is_ascii_digit() || PARTS.contains(c)).unwrap_or(word.len());
        let name = word[..end].trim_matches(|c: char| c == ' ' || MEANS.iter().any(|means| means.starts_with(c)));
        let longest = if name.is_ascii() { LONGEST_LATIN } else { LONGEST };
        if name.starts_with(char::is_alphabetic)
            && name.chars().count() <= longest
            && let Ok(number) = number
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
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let legends = Legends {
            negative: words(&["不", "未", "没", "否", "差", "失败", "dissatisf", "unsatisf"]),
            positive: words(&["满意", "好", "成功", "合格", "是", "已", "satisf"]),
            ticks: words(&["√", "✔", "打勾"]),
            crosses: words(&["×", "✘"]),
        };
        let (outside, inside) = super::super::heading::brackets(text);
        let Turned { scale, signs } = legends.read(&outside, &inside);
        (scale, signs)
    }

    #[test]
    fn a_scale_whose_lowest_number_is_the_best_runs_the_other_way() {
        for text in [
            "服务态度（1=非常满意，5=非常不满意）",
            "服务态度（１＝非常满意，５＝非常不满意）",
            "服务态度(1非常满意 2满意 3一般 4不满意 5非常不满意)",
            "服务态度(1最好-5最差)",
            "评分说明：1 分为非常满意，5 分为非常不满意",
            "Attitude (1=very satisfied, 5=very dissatisfied)",
            "Attitude (1 satisfied 5 unsatisfied)",
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
            "车辆性质（1营运 2非营运 3不详）",
            "服务态度(1至5分，5分以下请说明不满意原因)",
            "推荐意愿（0-6分请问原因，7分以上无需）",
            "填写说明：1.回访结果必填；2.不满意请注明原因",
            "注：1、评分由客户本人给出，很好；2、不接受调查的留空。",
            "1.满意度由客服填写 2.不满意请注明原因",
            "Attitude (5=very satisfied, 1=very dissatisfied)",
        ] {
            assert!(!of(text).0, "{text}");
        }
    }

    #[test]
    fn a_nought_that_says_yes_and_a_tick_that_says_no_run_the_other_way() {
        for text in [
            "回访结果(0成功 1失败)",
            "点检结果（0合格，1不合格）",
            "接听状态（0已接 1未接）",
            "是否一次修复（未修复打√）",
            "不合格打✔",
            "“√”表示不合格，空白为合格",
            "√ 为不合格，O 为合格",
            "√=不合格 ×=合格",
            "未到打勾",
        ] {
            assert!(of(text).1, "{text}");
        }
        for text in [
            "回访结果(1成功 0失败)",
            "是否合格（合格打√，不合格打×）",
            "一次修复（是√否×）",
            "一次修复（合格√不合格×）",
            "合格√ 不合格×",
            "√合格 ×不合格",
            "√=合格，×=不合格",
            "是否一次修复(打√)",
            "一次修复（1是2否）",
            "是否合格",
            "√",
            "客户是否满意（满意√不满意×）",
            "是否一次修复（修复打√未修复空白）",
            "是否一次修复（√或未修复原因）",
            "是否一次修复（没有不打√）",
            "失败原因（未成功打√）",
            "投诉等级（0普通，1恶劣）",
        ] {
            assert!(!of(text).1, "{text}");
        }
    }
}
