//! What stands beside groups of digits and says what they are: words, signs of money, units, what touches them.

use crate::base::digits::decimal;

use super::digit_groups::{Joint, Line, is_hyphen};

/// What hides the middle of a number that is masked already.
const ASTERISKS: &str = "****";
/// Words before a number that say what it is; the Latin ones may stand right at it.
const WORDS: [&str; 8] = ["电话", "手机", "座机", "固话", "热线", "联系方式", "致电", "拨打"];
const LATIN: [&str; 4] = ["tel", "telephone", "phone", "mobile"];
/// Behind 微信 these are such words too.
const CHAT: [&str; 3] = ["wechat", "wx", "vx"];
/// What may stand between such a word and its number.
const AFTER_A_WORD: [char; 10] = [':', '：', '.', ' ', '\u{3000}', '是', '为', '号', '码', '#'];
/// Signs and words beside an amount or a distance.
const MONEY: [char; 4] = ['¥', '￥', '$', '€'];
const UNITS: [&str; 8] = ["元", "公里", "千米", "万元", "万公里", "km", "rmb", "cny"];
/// Signs of a sum, which ends with `=`.
const ARITHMETIC: [char; 9] = ['+', '＋', '-', '*', '×', '/', '÷', '.', ' '];
/// Words before figures that are no telephone number however they are divided.
const FIGURES: [&str; 10] = ["报价", "单价", "价格", "金额", "收费", "费用", "预算", "里程", "合计", "共计"];

impl Line {
    /// Whether groups are parts of a sum: `138+1234+5678=7050`.
    pub(super) fn is_sum(&self, first: usize, last: usize) -> bool {
        let (start, end) = (self.groups[first].at.start, self.groups[last].at.end);
        let is_part = |c: char| decimal(c).is_some() || ARITHMETIC.contains(&c);
        let behind = self.chars[end..].iter().map(|(_, c)| *c).find(|c| !is_part(*c));
        let mut before = self.chars[..start].iter().rev().map(|(_, c)| *c).skip_while(|c| is_part(*c));
        let result = matches!(before.next(), Some('=' | '＝')) && before.next().is_some_and(|c| decimal(c).is_some());
        self.groups[first + 1..=last].iter().any(|group| group.joint == Joint::Sign)
            && (result || matches!(behind, Some('=' | '＝')))
    }

    /// Whether the first or the last group is what stays readable of another number.
    pub(super) fn is_masked(&self, first: usize, last: usize) -> bool {
        let (head, tail) = (&self.groups[first], &self.groups[last]);
        let before: String = self.chars[..head.at.start].iter().map(|(_, c)| *c).collect();
        let behind: String = self.chars[tail.at.end..].iter().map(|(_, c)| *c).take(ASTERISKS.len() + 1).collect();
        (head.digits.len() == 4 && before.ends_with(ASTERISKS))
            || ((3..=4).contains(&tail.digits.len()) && behind.trim_start_matches('-').starts_with(ASTERISKS))
    }

    /// The letters and digits that touch groups on both sides, or are joined to them by a hyphen, figures by a point too.
    pub(super) fn touching(&self, first: usize, last: usize) -> [Touching; 2] {
        let (start, end) = (self.groups[first].at.start, self.groups[last].at.end);
        let joint = |at: Option<usize>| at.and_then(|at| self.chars.get(at)).map(|(_, c)| *c);
        let joined = |sign: Option<char>, text: String, edge: usize| match sign {
            Some('.') if text.bytes().all(|byte| byte.is_ascii_digit()) => Touching { text, edge, joined: true },
            Some(c) if is_hyphen(c) => Touching { text, edge, joined: true },
            _ => Touching { text: String::new(), edge, joined: false },
        };
        let mut before = Touching { text: self.ending(start), edge: start, joined: false };
        let is_country = first > 0 && self.is_country(first - 1);
        if before.text.is_empty() && start > 0 && !is_country {
            before = joined(joint(Some(start - 1)), self.ending(start - 1), start - 1);
        }
        let mut behind = Touching { text: self.beginning(end), edge: end, joined: false };
        if behind.text.is_empty() {
            behind = joined(joint(Some(end)), self.beginning(end + 1), end + 1);
        }
        [before, behind]
    }

    /// Whether a word says that what begins at a character is a telephone number.
    pub(super) fn is_named(&self, start: usize) -> bool {
        self.follows(start, &WORDS) || self.is_latin_word(self.end_of_word(start))
    }

    /// Whether a word says that what begins at a character are figures, however they are divided.
    pub(super) fn is_called_a_figure(&self, start: usize) -> bool {
        self.follows(start, &FIGURES)
    }

    /// Whether what begins at a character follows one of these words.
    fn follows(&self, start: usize, words: &[&str]) -> bool {
        let end = self.end_of_word(start);
        let text: String = self.chars[end.saturating_sub(4)..end].iter().map(|(_, c)| *c).collect();
        words.iter().any(|word| text.ends_with(word))
    }

    /// Where the word ends behind which something begins.
    fn end_of_word(&self, start: usize) -> usize {
        start - self.chars[..start].iter().rev().take_while(|(_, c)| AFTER_A_WORD.contains(c)).count()
    }

    /// `86` or `0086` apart from the number.
    pub(super) fn is_country(&self, group: usize) -> bool {
        let start = self.groups[group].at.start;
        let plus = start > 0 && matches!(self.chars[start - 1].1, '+' | '＋');
        match self.groups[group].digits.as_str() {
            "0086" => true,
            "86" => plus,
            _ => false,
        }
    }

    /// Whether a Latin word for a telephone ends before a character.
    pub(super) fn is_latin_word(&self, end: usize) -> bool {
        let letters = self.chars[..end].iter().rev().map(|(_, c)| *c).take_while(char::is_ascii_alphabetic);
        let letters: Vec<char> = letters.collect();
        let word: String = letters.iter().rev().map(char::to_ascii_lowercase).collect();
        let before: String = self.chars[..end - letters.len()].iter().rev().take(2).map(|(_, c)| *c).collect();
        // WX130601000012 is an order, 微信wx13911112222 is somebody.
        LATIN.contains(&word.as_str()) || (CHAT.contains(&word.as_str()) && before == "信微")
    }

    /// Whether an amount or a distance is meant.
    pub(super) fn is_amount(&self, first: usize, last: usize) -> bool {
        let (start, end) = (self.groups[first].at.start, self.groups[last].at.end);
        let behind: String = self.chars[end..].iter().take(3).map(|(_, c)| c.to_ascii_lowercase()).collect();
        let before = self.chars[..start].last().map(|(_, c)| *c);
        before.is_some_and(|c| MONEY.contains(&c)) || UNITS.iter().any(|unit| behind.trim_start().starts_with(unit))
    }
}

/// Letters and digits beside groups.
pub(super) struct Touching {
    pub text: String,
    /// Where they end, or begin.
    pub edge: usize,
    /// A hyphen or a point stands between.
    pub joined: bool,
}

impl Touching {
    pub(super) fn has_letters(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_alphabetic())
    }

    pub(super) fn has_digits(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }
}
