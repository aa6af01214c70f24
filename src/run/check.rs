//! What `check` says: every finding with its place and what to do, and the balance of every sheet.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::failure::Exit;
use crate::base::finding::Severity;
use crate::base::lang::{Lang, Words};
use crate::marked::MarkedCopies;
use crate::report::finding_lines::{self, Count};
use crate::report::model::{FindingLine, PeriodInfo};
use crate::report::texts::Texts;
use crate::tables::model::InputBlock;

/// Errors of one code that are listed, and other findings of one code.
const ERRORS: usize = 30;
const OTHERS: usize = 3;

/// What was read and found, in the names of report.json.
#[derive(Clone, Debug, Serialize)]
pub struct Checked<'a> {
    /// The schema of report.json, of which this is a part.
    pub schema: &'static str,
    /// The period.
    pub period: &'a PeriodInfo,
    /// The balance of every sheet.
    pub inputs: &'a [InputBlock],
    /// All findings, sorted.
    pub findings: &'a [FindingLine],
    /// What became of the files with findings, where marked copies were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_copies: Option<&'a MarkedCopies>,
    /// Lines for csr-report.toml, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<String>,
    /// Said where no table has a row in the period.
    #[serde(skip)]
    pub empty_period: Option<Words>,
    /// The words for people.
    #[serde(skip)]
    pub texts: &'a Texts,
    /// People want to see errors only.
    #[serde(skip)]
    pub quiet: bool,
}

impl Checked<'_> {
    /// 4 where any finding is an error, else 0.
    pub fn exit(&self) -> Exit {
        let errors = self.findings.iter().any(|finding| finding.severity == Severity::Error);
        if errors { Exit::Refused } else { Exit::Done }
    }

    /// For programs.
    ///
    /// # Errors
    /// None in practice: every value has a form in JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// For people: how often each code, the first few of each, and the balance of every sheet; or the lines that were
    /// asked for and nothing else, so that they can go into a file.
    pub fn text(&self, lang: Lang) -> String {
        if let Some(lines) = &self.suggest {
            return lines.clone();
        }
        if self.quiet {
            let errors = self.findings.iter().filter(|line| line.severity == Severity::Error);
            return errors.map(|line| finding_text(line, lang)).collect::<Vec<_>>().join("\n");
        }
        let counts = finding_lines::counts(self.findings);
        let mut lines: Vec<String> = counts.iter().map(|count| self.count_text(count, lang)).collect();
        let mut left_out = 0;
        for Count { severity, code, .. } in counts {
            let of_code = self.findings.iter().filter(|line| (line.severity, line.code) == (severity, code));
            let of_code = in_order(of_code.collect(), self.period);
            let most = if severity == Severity::Error { ERRORS } else { OTHERS };
            lines.push(String::new());
            let shown = &of_code[..most.min(of_code.len())];
            for alike in shown.chunk_by(|one, next| one.hint == next.hint) {
                lines.extend(alike.iter().map(|line| finding_text(line, lang)));
                lines.push(format!("    → {}", alike[0].hint));
            }
            left_out += of_code.len().saturating_sub(most);
        }
        if left_out > 0 {
            lines.push(String::new());
            lines.push(match lang {
                Lang::Chinese => {
                    format!("另有 {left_out} 条未列出；全部见 csr-report check --format json，或报告的“数据质量”页")
                }
                Lang::English => {
                    format!(
                        "{left_out} more: see all with csr-report check --format json, or on the page of data quality"
                    )
                }
            });
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.inputs.iter().map(|block| self.block_text(block, lang)));
        lines.extend(self.empty_period.as_ref().map(|words| words.get(lang).to_owned()));
        lines.push(self.verdict(lang));
        lines.extend(self.marked_copies.map(|copies| copies.text(lang)));
        lines.join("\n")
    }

    fn count_text(&self, count: &Count, lang: Lang) -> String {
        let problem = self.texts.fill("word.problem", &[("title", count.title), ("code", count.code)]);
        let (severity, places) = (severity_word(count.severity, lang), count.places);
        match lang {
            Lang::Chinese => format!("{severity} {problem}：{places} 处"),
            Lang::English => format!("{severity} {problem}: {places} time(s)"),
        }
    }

    fn block_text(&self, block: &InputBlock, lang: Lang) -> String {
        let place =
            block.sheet.as_ref().map_or_else(|| block.file.clone(), |sheet| format!("{} › {sheet}", block.file));
        let table = block.table.map_or(lang.pick("未识别", "no table"), |table| self.texts.table(table));
        let rows = block.rows;
        let parts = [
            (rows.used, "采用", "used"),
            (rows.rejected, "剔除", "rejected"),
            (rows.duplicate, "重复", "duplicate"),
            (rows.void, "作废", "void"),
            (rows.total_line, "合计行", "totals"),
            (rows.repeated_header, "重复表头", "repeated headings"),
            (rows.note, "备注行", "notes"),
            (rows.blank, "空行", "blank"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<_> = parts.map(|(count, chinese, en)| format!("{} {count}", lang.pick(chinese, en))).collect();
        let sum = if parts.is_empty() { String::new() } else { format!(" = {}", lang.list(&parts)) };
        lang.labelled(&format!("{place} → {table}"), &format!("{} {}{sum}", lang.pick("行数", "rows"), rows.read))
    }

    /// The places of errors, warnings and notes.
    pub fn counts(&self) -> [usize; 3] {
        let of = |severity| self.findings.iter().filter(move |finding| finding.severity == severity);
        let count = |severity| of(severity).map(|finding| finding.count).sum::<usize>();
        [Severity::Error, Severity::Warning, Severity::Info].map(count)
    }

    fn verdict(&self, lang: Lang) -> String {
        let [errors, warnings, infos] = self.counts();
        match lang {
            Lang::Chinese => format!("错误 {errors}，警告 {warnings}，提示 {infos}"),
            Lang::English => format!("errors {errors}, warnings {warnings}, notes {infos}"),
        }
    }
}

/// First what is about rows of the period, then what has no day, then the rest; within each of them what was not told yet.
fn in_order<'a>(mut lines: Vec<&'a FindingLine>, period: &PeriodInfo) -> Vec<&'a FindingLine> {
    let distance = |line: &&FindingLine| match line.days {
        Some((first, last)) if first <= period.end && last >= period.start => 0,
        None => 1,
        Some(_) => 2,
    };
    lines.sort_by_key(distance);
    let mut told = BTreeSet::new();
    let mut ranked: Vec<_> =
        lines.into_iter().map(|line| ((distance(&line), !told.insert((&line.field, &line.value))), line)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, line)| line).collect()
}

fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("错误", "error"),
        Severity::Warning => lang.pick("警告", "warning"),
        Severity::Info => lang.pick("提示", "note"),
    }
}

fn finding_text(line: &FindingLine, lang: Lang) -> String {
    let (severity, place) = (severity_word(line.severity, lang), finding_lines::place(line, lang));
    lang.labelled(&format!("{severity} [{}] {place}", line.code), &line.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Words;
    use crate::base::period::PeriodKind;
    use crate::base::table_id::TableId;
    use crate::tables::model::RowCounts;
    use crate::templates::Templates;

    fn finding(severity: Severity) -> FindingLine {
        FindingLine {
            severity,
            code: "invalid-date",
            table: Some("callbacks".into()),
            file: "回访记录.xlsx".into(),
            sheet: Some("9月".into()),
            cell: Some("D17".into()),
            count: 1,
            cells: None,
            field: Some("call_date".into()),
            value: Some("2013-13-05".into()),
            message: "“2013-13-05” 不是日期".into(),
            title: "日期有误",
            hint: "改正后重新运行".into(),
            days: None,
        }
    }

    fn period() -> PeriodInfo {
        let day = |text: &str| text.parse().expect("a day");
        let (start, end) = (day("2013-09-01"), day("2013-09-30"));
        PeriodInfo { kind: PeriodKind::Month, label: "2013-09".into(), start, end, as_of: end, complete: true }
    }

    fn texts() -> Texts {
        let names = Words { chinese: "回访".into(), en: "Callbacks".into() };
        let texts = Texts::load(&Templates::embedded(), Lang::Chinese).expect("texts");
        texts.with_tables([(TableId::CALLBACKS, names)].into())
    }

    fn checked<'a>(
        period: &'a PeriodInfo,
        inputs: &'a [InputBlock],
        findings: &'a [FindingLine],
        texts: &'a Texts,
    ) -> Checked<'a> {
        Checked {
            schema: "csr-report/1",
            period,
            inputs,
            findings,
            marked_copies: None,
            suggest: None,
            empty_period: None,
            texts,
            quiet: false,
        }
    }

    #[test]
    fn a_finding_is_told_with_its_place_and_what_to_do() {
        let rows = RowCounts { read: 3, used: 2, rejected: 1, ..RowCounts::default() };
        let (file, sheet) = ("回访记录.xlsx".to_owned(), Some("9月".to_owned()));
        let block =
            InputBlock { file, sha256: "00".into(), sheet, table: Some(TableId::CALLBACKS), header_row: Some(1), rows };
        let (period, inputs, findings, texts) = (period(), [block], [finding(Severity::Error)], texts());
        let checked = checked(&period, &inputs, &findings, &texts);
        assert_eq!(
            checked.text(Lang::Chinese),
            "错误 日期有误（invalid-date）：1 处\n\n\
             错误 [invalid-date] 回访记录.xlsx › 9月 › D17：“2013-13-05” 不是日期\n    → 改正后重新运行\n\n\
             回访记录.xlsx › 9月 → 回访：行数 3 = 采用 2、剔除 1\n错误 1，警告 0，提示 0"
        );
        let json: serde_json::Value = serde_json::from_str(&checked.json().expect("JSON")).expect("JSON");
        assert_eq!(json["findings"][0]["cell"], "D17");
        assert_eq!(json["inputs"][0]["rows"]["rejected"], 1);
    }

    #[test]
    fn the_first_few_of_a_code_are_told_and_the_rest_is_counted() {
        let (period, texts) = (period(), texts());
        let mut findings: Vec<_> = (0..8).map(|_| finding(Severity::Warning)).collect();
        findings[0].count = 120;
        let checked = checked(&period, &[], &findings, &texts);
        let text = checked.text(Lang::Chinese);
        assert!(text.starts_with("警告 日期有误（invalid-date）：127 处\n"), "{text}");
        assert!(text.contains("› D17 等 120 处："), "{text}");
        assert_eq!(text.matches("不是日期").count(), OTHERS);
        assert!(text.contains("另有 5 条未列出；全部见 csr-report check --format json"), "{text}");
        assert!(text.ends_with("错误 0，警告 127，提示 0"), "{text}");
    }

    #[test]
    fn places_of_the_period_and_values_that_were_not_told_yet_come_first() {
        let (period, texts) = (period(), texts());
        let of = |cell: &str, value: &str, day: &str| {
            let day = day.parse().expect("a day");
            let (cell, value) = (Some(cell.to_owned()), Some(value.to_owned()));
            FindingLine { cell, value, days: Some((day, day)), ..finding(Severity::Warning) }
        };
        let findings = [
            of("A1", "甲", "2013-07-01"),
            of("A2", "甲", "2013-09-02"),
            of("A3", "甲", "2013-09-03"),
            of("A4", "乙", "2013-09-04"),
            of("A5", "丙", "2013-08-04"),
        ];
        let text = checked(&period, &[], &findings, &texts).text(Lang::Chinese);
        let places: Vec<usize> = ["A2", "A4", "A3"].iter().filter_map(|cell| text.find(cell)).collect();
        assert!(places.len() == 3 && places.is_sorted() && !text.contains("A1") && !text.contains("A5"), "{text}");
    }

    #[test]
    fn only_errors_make_the_check_fail() {
        let (period, texts) = (period(), texts());
        for (severity, exit) in [(Severity::Error, Exit::Refused), (Severity::Warning, Exit::Done)] {
            let findings = [finding(severity)];
            assert_eq!(checked(&period, &[], &findings, &texts).exit(), exit);
        }
    }

    #[test]
    fn quiet_shows_the_errors_and_nothing_else() {
        let (period, texts) = (period(), texts());
        let findings = [finding(Severity::Error), finding(Severity::Warning)];
        let checked = Checked { quiet: true, ..checked(&period, &[], &findings, &texts) };
        let text = checked.text(Lang::Chinese);
        assert_eq!(text, "错误 [invalid-date] 回访记录.xlsx › 9月 › D17：“2013-13-05” 不是日期");
    }

    #[test]
    fn a_sheet_without_rows_has_no_sum() {
        let (period, texts) = (period(), texts());
        let (file, sha256) = ("空.csv".to_owned(), String::new());
        let rows = RowCounts::default();
        let block = [InputBlock { file, sha256, sheet: None, table: None, header_row: None, rows }];
        let text = checked(&period, &block, &[], &texts).text(Lang::Chinese);
        assert!(text.starts_with("空.csv → 未识别：行数 0\n"), "{text}");
    }
}
