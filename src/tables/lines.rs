//! Lines between and below the rows of a list, told by their words: totals, notes, titles, page numbers.

use crate::base::text::{fold, is_ideograph, is_sign, narrow};

/// Words that begin a line of totals.
const TOTALS: [&str; 18] = [
    "合计",
    "小计",
    "总计",
    "共计",
    "总共",
    "月计",
    "汇总",
    "总数",
    "平均",
    "累计",
    "合計",
    "小計",
    "總計",
    "total",
    "subtotal",
    "sum",
    "average",
    "grandtotal",
];

/// Those of them that stand in no name.
const SUMS: [&str; 11] = ["合计", "小计", "总计", "共计", "合計", "小計", "總計", "subtotal", "平均", "平均分", "均值"];

/// What stands for all of something.
const OF_ALL: [&str; 6] = ["全部", "所有", "全部车型", "所有车型", "全部客户", "所有客户"];

/// Words that begin a line below a table which is no row of it.
const NOTES: [&str; 18] = [
    "制表",
    "审核",
    "复核",
    "审批",
    "批准",
    "填表",
    "导出",
    "打印",
    "备注",
    "注",
    "说明",
    "签字",
    "统计人",
    "数据来源",
    "日期",
    "製表",
    "preparedby",
    "note",
];

/// Words that close a list.
const CLOSINGS: [&str; 7] = ["完", "完毕", "以上", "结束", "以下空白", "end", "theend"];

/// What a line of page numbers is made of besides digits: 第2页, 共5页, Page 2 of 5.
const OF_A_PAGE: [&str; 7] = ["第", "共", "页", "頁", "page", "of", "/"];

/// What the name of a period is made of besides digits: 9月, 2013年9月, 2013年第3季度.
const OF_A_PERIOD: &str = "年月季度份第周旬上中下至";

/// Signs that a line is drawn with.
const RULES: &str = "-—–─━=_*~.·…#+|/";

/// Bytes of the longest text that is looked at as a bare word of totals.
const LONGEST_TOTAL: usize = 32;

/// Characters of the longest title of a part of a list.
const LONGEST_TITLE: usize = 30;

/// Whether a text is worth a closer look: every word of totals is short and has one of a few characters, and hardly a name has.
pub(super) fn may_be_a_total(text: &str) -> bool {
    text.len() <= LONGEST_TOTAL && text.contains(is_of_a_total)
}

fn is_of_a_total(c: char) -> bool {
    let latin = ['t', 'T', 'ｔ', 'Ｔ', 'm', 'M', 'ｍ', 'Ｍ', 'v', 'V', 'ｖ', 'Ｖ'];
    matches!(c, '计' | '計' | '总' | '總' | '汇' | '均' | '全' | '所') || latin.contains(&c)
}

/// The words of a text without signs: ■合计.
fn words(text: &str) -> String {
    let folded = fold(text);
    if folded.contains(is_sign) { folded.replace(is_sign, "") } else { folded }
}

/// The bare word, at most behind a period: 合计, 9月小计.
pub(super) fn is_bare_total(text: &str) -> bool {
    // Most rows begin with a number of an order or of a vehicle, and no word of totals ends with a digit.
    if text.len() > LONGEST_TOTAL || text.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let folded = words(text);
    let word = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日季度".contains(c));
    TOTALS.contains(&word)
}

pub(super) fn is_total(text: &str) -> bool {
    let folded = words(text);
    let short = folded.chars().count() <= 8;
    TOTALS.iter().any(|word| folded == *word || (short && (folded.starts_with(word) || folded.ends_with(word))))
}

/// A total in other words than the bare one: A类小计, 合计(8家), 全部车型.
pub(super) fn is_like_a_total(text: &str) -> bool {
    let folded = words(text);
    let begins =
        |word: &&str| folded.strip_prefix(*word).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    OF_ALL.contains(&folded.as_str()) || SUMS.iter().any(|word| folded.ends_with(word) || begins(word))
}

/// A count in words: `共3条记录`, `总共 3 条`, `Total orders 3`.
pub(super) fn is_count(text: &str) -> bool {
    let text = narrow(text);
    let words: Vec<&str> = text.split([' ', ':']).filter(|word| !word.is_empty()).collect();
    let begins = words.len() > 1 && TOTALS.contains(&fold(words[0]).as_str());
    let counts =
        text.strip_prefix('共').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    text.chars().count() <= LONGEST_TITLE && (counts || begins && text.contains(|c: char| c.is_ascii_digit()))
}

/// `制表人:王芳`, `备注：…`: a known word, alone or before a colon or a space.
pub(super) fn begins_a_note(text: &str) -> bool {
    let text = narrow(text);
    let head = text.split([':', ' ', '—']).next().unwrap_or("");
    let known = |folded: &str| {
        NOTES.iter().any(|word| folded.starts_with(word) && folded.chars().count() <= word.chars().count() + 3)
    };
    known(&words(head))
}

/// A known word and what stands behind its colon: 制表人：王芳.
pub(super) fn is_signed(text: &str) -> bool {
    text.contains([':', '：']) && begins_a_note(text)
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
        && !parts.iter().any(|part| ["至", "到", "~", "-", "—"].contains(part))
}

/// A text that ends as sentences do and names do not: neither a person nor a part is called 以上数据由系统导出。
pub(super) fn ends_a_sentence(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['。', '！', '？', '；']) || text.ends_with(['.', '!', '?']) && text.split_whitespace().count() > 3
}

/// A number of a page, a closing word or the name of a period, wherever it stands.
pub(super) fn is_of_the_page(text: &str) -> bool {
    let text = narrow(text).to_lowercase();
    let without = |words: &[&str]| words.iter().fold(text.clone(), |text, word| text.replace(word, ""));
    let bare = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",，、-".contains(c));
    let is_page = (text.contains(['页', '頁']) || text.starts_with("page")) && bare(&without(&OF_A_PAGE));
    is_page || is_period(&text) || CLOSINGS.contains(&fold(&text).as_str())
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

    #[test]
    fn totals_and_notes_are_told_by_their_first_words() {
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
            assert!(is_total(text), "{text}");
        }
        assert!(!is_total("WO20130901") && !is_total("合计三次来店未解决客户很生气"));
        for text in ["制表人：王芳", "审核", "导出日期: 2013/10/01", "备注", "注:以上数据来自DMS"]
        {
            assert!(begins_a_note(text), "{text}");
        }
        assert!(!begins_a_note("京A12345") && !begins_a_note("注册商标有限公司某某部"));
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
        for text in ["共3条记录", "共 3 条", "Total orders 3", "合计: 3"] {
            assert!(is_count(text), "{text}");
        }
        for text in
            ["第2页", "第 2 页,共 5 页", "Page 2", "page 2 of 5", "9月", "2013年9月", "2013年第3季度", "END", "完"]
        {
            assert!(is_of_the_page(text), "{text}");
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
            let named = is_count(text) || is_of_the_page(text) || is_rule(text);
            assert!(!named, "{text}");
        }
        for text in ["WO001", "2013090001", "京A12345", "2013年第1号", "9月5日"] {
            assert!(!is_title(text), "{text}");
        }
    }
}
