//! Lines between and below the rows of a list, told by their words: totals, notes, titles, page numbers.

use std::cmp::Reverse;

use crate::base::declaration::Section;
use crate::base::failure::Failure;
use crate::base::text::{fold, is_ideograph, is_sign, narrow};

use super::signs::Signs;

/// The words of such lines, from `common.toml`, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// Begin a line of totals.
    pub totals: Vec<String>,
    /// Those of them that stand in no name.
    pub sums: Vec<String>,
    /// Stand for all of something.
    pub of_all: Vec<String>,
    /// Begin a line below a table which is no row of it.
    pub notes: Vec<String>,
    /// Begin or end what somebody typed to try a program.
    pub trials: Vec<String>,
    /// In the name of a sheet: it is a copy of another one, or a sample.
    pub copies: Vec<String>,
    /// In titles and names of lists beside what they say of their rows: 明细 in 作废工单明细; the longest first.
    pub of_lists: Vec<String>,
    /// Begin a line about the rows below it: 以下为作废记录.
    pub below: Vec<String>,
    /// Say in such a line that they are to be left out.
    pub left_out: Vec<String>,
    /// Close a list.
    pub closings: Vec<String>,
    /// Say what was asked for, when, and by whom.
    pub of_titles: Vec<String>,
    /// Stand above a table before the day of its export.
    pub exported: Vec<String>,
    /// Of the words of totals and sums and of all each ends with one of these; hardly a name does.
    telling: Signs,
    /// The same of the words of trials.
    of_trials: Signs,
}

/// What a line of page numbers is made of besides digits: 第2页, 共5页, Page 2 of 5.
const OF_A_PAGE: [&str; 7] = ["第", "共", "页", "頁", "page", "of", "/"];

/// What the name of a period is made of besides digits: 9月, 2013年9月, 2013年第3季度.
pub(super) const OF_A_PERIOD: &str = "年月季度份第周旬上中下至";

/// Signs that a line is drawn with.
const RULES: &str = "-—–─━=_*~.·…#+|/";

/// Characters that may stand behind the word of a note: 制表人, 审核意见.
const LONGEST_ENDING: usize = 3;

/// Between two ends of a period.
const FROM_UNTIL: [&str; 6] = ["至", "到", "-", "—", "~", "～"];

/// Characters of the longest title of a part of a list.
const LONGEST_TITLE: usize = 30;

impl Lines {
    /// Reads the section of `common.toml`.
    pub(super) fn of(mut section: Section<'_>) -> Result<Self, Failure> {
        let mut folded = |key| Ok(section.need(key)?.texts()?.iter().map(|word| fold(word)).collect());
        let mut lines = Self {
            totals: folded("totals")?,
            sums: folded("sums")?,
            of_all: folded("of_all")?,
            notes: folded("notes")?,
            trials: Vec::new(),
            copies: folded("copies")?,
            of_lists: folded("of_lists")?,
            below: folded("below")?,
            left_out: folded("left_out")?,
            closings: folded("closings")?,
            of_titles: folded("of_titles")?,
            exported: folded("exported")?,
            telling: Signs::default(),
            of_trials: Signs::default(),
        };
        // With their signs: 例: begins an example, 例会 is a meeting.
        lines.trials = section.need("trials")?.texts()?.iter().map(|word| narrow(word).to_lowercase()).collect();
        section.finish()?;
        lines.of_lists.sort_by_key(|word| Reverse(word.len()));
        lines.telling = Signs::last_of(lines.totals.iter().chain(&lines.sums).chain(&lines.of_all));
        lines.of_trials = Signs::last_of(lines.trials.iter());
        Ok(lines)
    }

    /// Whether a text is worth a closer look.
    fn may_be_a_total(&self, text: &str) -> bool {
        self.telling.may_stand_in(text)
    }

    /// The bare word, at most behind a period: 合计, 9月小计.
    pub(super) fn is_bare_total(&self, text: &str) -> bool {
        self.may_be_a_total(text) && self.is_bare(&words(text))
    }

    fn is_bare(&self, folded: &str) -> bool {
        let word = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日季度".contains(c));
        self.totals.iter().any(|total| total == word)
    }

    pub(super) fn is_total(&self, text: &str) -> bool {
        let folded = words(text);
        let short = folded.chars().count() <= 8;
        // Summer and Sumita are names.
        let begins = |word: &str| folded.strip_prefix(word).is_some_and(|rest| !is_letter(rest.chars().next(), word));
        let ends = |word: &str| folded.strip_suffix(word).is_some_and(|rest| !is_letter(rest.chars().last(), word));
        self.totals.iter().any(|word| folded == *word || short && (begins(word) || ends(word)))
    }

    /// The bare word or a total in other words: A类小计, 合计(8家), 全部车型.
    pub(super) fn is_like_a_total(&self, text: &str) -> bool {
        if !self.may_be_a_total(text) {
            return false;
        }
        let folded = words(text);
        let begins = |word: &String| {
            folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        self.is_bare(&folded)
            || self.of_all.contains(&folded)
            || self.sums.iter().any(|word| folded.ends_with(word) || begins(word))
    }

    /// Typed to try a program: 测试001, 客户测试.
    pub(super) fn is_a_trial(&self, text: &str) -> bool {
        if !self.of_trials.may_stand_in(text) {
            return false;
        }
        let text = narrow(text).to_lowercase();
        let bare = text.trim().trim_end_matches(|c: char| c.is_ascii_digit());
        let is_short = |word: &str| bare.chars().count() <= word.chars().count() + LONGEST_ENDING;
        // A Testarossa is a car.
        let is_part =
            |word: &str| !word.is_ascii() && is_short(word) && (bare.starts_with(word) || bare.ends_with(word));
        // 示例：话术培训 says it before a colon.
        let is_before = |word: &str| word.ends_with(':') && bare.starts_with(word);
        self.trials.iter().any(|word| bare == word || is_part(word) || is_before(word))
    }

    /// Names a sheet that repeats another one: 9月备份, 样表.
    pub(super) fn is_a_copy(&self, sheet: &str) -> bool {
        let sheet = fold(sheet);
        self.copies.iter().any(|word| sheet.contains(word.as_str()))
    }

    /// A count in words: `共3条记录`, `总共 3 条`, `Total orders 3`.
    pub(super) fn is_count(&self, text: &str) -> bool {
        let text = narrow(text);
        let words: Vec<&str> = text.split([' ', ':']).filter(|word| !word.is_empty()).collect();
        let begins = words.len() > 1 && self.totals.contains(&fold(words[0]));
        let counts =
            text.strip_prefix('共').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        text.chars().count() <= LONGEST_TITLE && (counts || begins && text.contains(|c: char| c.is_ascii_digit()))
    }

    /// `制表人:王芳`, `备注：…`: a known word, alone or before a colon or a space.
    pub(super) fn begins_a_note(&self, text: &str) -> bool {
        let text = narrow(text);
        let head = words(text.split([':', ' ', '—']).next().unwrap_or(""));
        let is_one =
            |word: &String| head.starts_with(word) && head.chars().count() <= word.chars().count() + LONGEST_ENDING;
        self.notes.iter().any(is_one)
    }

    /// A known word and what stands behind its colon: 制表人：王芳.
    pub(super) fn is_signed(&self, text: &str) -> bool {
        text.contains([':', '：']) && self.begins_a_note(text)
    }

    /// Words and signs of lines that say what was asked for, when, and by whom.
    pub(super) fn is_of_titles(&self, text: &str) -> bool {
        let folded = fold(text);
        FROM_UNTIL.contains(&text.trim()) || self.of_titles.iter().any(|word| folded.contains(word))
    }

    /// A number of a page, a closing word or the name of a period, wherever it stands.
    pub(super) fn is_of_the_page(&self, text: &str) -> bool {
        let text = narrow(text).to_lowercase();
        let without = |words: &[&str]| words.iter().fold(text.clone(), |text, word| text.replace(word, ""));
        let bare = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",，、-".contains(c));
        let is_page = (text.contains(['页', '頁']) || text.starts_with("page")) && bare(&without(&OF_A_PAGE));
        is_page || is_period(&text) || self.closings.contains(&fold(&text))
    }
}

/// Whether a Latin word goes on with this sign.
fn is_letter(beside: Option<char>, word: &str) -> bool {
    word.is_ascii() && beside.is_some_and(|c| c.is_ascii_alphabetic())
}

/// The words of a text without signs: ■合计.
fn words(text: &str) -> String {
    let folded = fold(text);
    if folded.contains(is_sign) { folded.replace(is_sign, "") } else { folded }
}

/// A single text that is no number of an order: it has a colon, or several Chinese characters.
pub(super) fn is_sentence(text: &str) -> bool {
    ends_a_sentence(text)
        || text.contains([':', '：', '。', '，'])
        || text.chars().filter(|c| is_ideograph(*c)).count() >= 4
}

/// A whole row that stands in one cell, as lines do that were pasted or joined to a list: `R001,2013-09-05,失败`. It begins with a
/// number or a date and has another one; from when until when, `2013-09-01 至 2013-09-30 明细`, is none.
pub(super) fn is_a_row(text: &str) -> bool {
    let text = narrow(text);
    let parts: Vec<&str> = text.split([',', ';', '|', ' ', '\t']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| {
        let signs = part.chars().filter(|c| !c.is_ascii_alphanumeric() && !"-/.年月日".contains(*c)).count();
        part.contains(|c: char| c.is_ascii_digit()) && signs <= 1 && !is_period(part)
    };
    parts.len() >= 3
        && parts.first().is_some_and(is_number)
        && parts.iter().filter(|part| is_number(part)).count() >= 2
        && !parts.iter().any(|part| FROM_UNTIL.contains(part))
}

/// A text that ends as sentences do and names do not: neither a person nor a part is called 以上数据由系统导出。
pub(super) fn ends_a_sentence(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['。', '！', '？', '；']) || text.ends_with(['.', '!', '?']) && text.split_whitespace().count() > 3
}

fn is_period(text: &str) -> bool {
    text.contains(['年', '月', '季', '周'])
        && text.chars().all(|c| c.is_ascii_digit() || c == '-' || OF_A_PERIOD.contains(c))
}

/// `----`, `***`.
pub(super) fn is_rule(text: &str) -> bool {
    !text.is_empty() && narrow(text).chars().all(|c| RULES.contains(c) || c.is_whitespace())
}

/// A text that can head a part of a list: words without a number, at most behind a period (9月投诉).
pub(super) fn is_title(text: &str) -> bool {
    let text = narrow(text);
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit() || OF_A_PERIOD.contains(c));
    let period = &text[..text.len() - words.len()];
    let no_number = |text: &str| !text.contains(|c: char| c.is_ascii_digit());
    let is_behind = is_period(period) && !period.ends_with(|c: char| c.is_ascii_digit());
    text.chars().count() <= LONGEST_TITLE && no_number(words) && (no_number(period) || is_behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::tests::schemas;

    #[test]
    fn totals_and_notes_are_told_by_their_first_words() {
        let lines = schemas().common.lines;
        for text in [
            "■合计",
            "★ 合计",
            "合计",
            "小 计：",
            "9月合计",
            "Total",
            "平均值",
            "总计(台)",
            "共计",
            "总共3条",
            "月计",
            "汇总",
        ] {
            assert!(lines.is_total(text), "{text}");
        }
        assert!(!lines.is_total("Summer") && !lines.is_total("Sumita") && !lines.is_total("Averages"));
        assert!(!lines.is_total("WO20130901") && !lines.is_total("合计三次来店未解决客户很生气"));
        for text in ["制表人：王芳", "审核", "导出日期: 2013/10/01", "备注", "注:以上数据来自DMS"]
        {
            assert!(lines.begins_a_note(text), "{text}");
        }
        assert!(!lines.begins_a_note("京A12345") && !lines.begins_a_note("注册商标有限公司某某部"));
    }

    #[test]
    fn sentences_are_told_from_people_and_parts() {
        for text in ["以上数据由系统导出。", "请勿外传！ ", "All data are exported by the system."] {
            assert!(ends_a_sentence(text), "{text}");
        }
        for text in
            ["更换刹车片及制动液", "欧阳小明", "王芳、李强", "机油：5W-30", "Oil filter no.", "Robert Downey Jr."]
        {
            assert!(!ends_a_sentence(text), "{text}");
        }
    }

    #[test]
    fn a_whole_row_in_one_cell_is_told_from_a_note() {
        for text in [
            "R001,2013-09-05,失败,无人接听",
            "R4，2013-09-02，甲，一般维修",
            "京A12346;2013年9月3日;服务质量;",
            "R4 2013-09-02 甲 一般维修",
            "R2\t2013-09-01\t甲",
        ] {
            assert!(is_a_row(text), "{text}");
        }
        for text in [
            "2013年9月 回访 明细 3",
            "2013-09-01 至 2013-09-30 维修工单明细",
            "2013-10-08 10:22:33 admin",
            "打印时间 2013-10-08 10:22 3",
            "第2页,共 5 页",
            "请核对 3 条，2 条待补",
            "R001",
        ] {
            assert!(!is_a_row(text), "{text}");
        }
    }

    #[test]
    fn counts_pages_periods_and_rules_are_told_from_numbers_of_orders() {
        let lines = schemas().common.lines;
        for text in ["共3条记录", "共 3 条", "Total orders 3", "合计: 3"] {
            assert!(lines.is_count(text), "{text}");
        }
        for text in
            ["第2页", "第 2 页,共 5 页", "Page 2", "page 2 of 5", "9月", "2013年9月", "2013年第3季度", "END", "完"]
        {
            assert!(lines.is_of_the_page(text), "{text}");
        }
        for text in ["----", "***", "— —", "____"] {
            assert!(is_rule(text), "{text}");
        }
        for text in ["投诉", "9月投诉", "李娜组", "二、投诉", "2013年9月回访记录"] {
            assert!(is_title(text), "{text}");
        }
        for text in
            ["WO001", "2013090001", "京A12345", "TOTAL123", "SUM0001", "2013-09-05", "9月5日", "共好运输", "P2", "√"]
        {
            let named = lines.is_count(text) || lines.is_of_the_page(text) || is_rule(text);
            assert!(!named, "{text}");
        }
        for text in ["WO001", "2013090001", "京A12345", "2013年第1号", "9月5日"] {
            assert!(!is_title(text), "{text}");
        }
    }

    #[test]
    fn what_was_typed_to_try_a_program_is_told_from_names() {
        let lines = schemas().common.lines;
        for text in ["测试", "测试001", "客户测试", "测试车", "TEST", "test01", "例：R0001", "示例", "某某"]
        {
            assert!(lines.is_a_trial(text), "{text}");
        }
        for text in ["Testarossa", "测试仪器有限公司", "李娜", "Latest", "例会"] {
            assert!(!lines.is_a_trial(text), "{text}");
        }
    }

    #[test]
    fn a_total_in_other_words_is_told_in_every_width() {
        let lines = schemas().common.lines;
        for text in ["A类小计", "合计(8家)", "全部车型", "ＴＯＴＡＬ", "Sub Total", "SUM"] {
            assert!(lines.is_like_a_total(text), "{text}");
        }
        for text in ["李娜", "WO001", "共计划部", "Tom", "汇总路店"] {
            assert!(!lines.is_like_a_total(text), "{text}");
        }
    }
}
