//! The short summary on the terminal, as text; printing is not ours.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};

use crate::base::finding::{Code, Severity};
use crate::base::lang::Lang;
use crate::base::number::{NO_DATA, Unit, display, display_change};
use crate::kpi::model::KpiResult;
use crate::report::finding_lines::{self, Count};
use crate::report::lights;
use crate::report::model::{FindingLine, Report};
use crate::report::texts::Texts;
use crate::report::words;

/// Columns of the terminal.
const WIDTH: u16 = 100;
/// So many findings are told; the rest is counted.
const FINDINGS: usize = 5;

/// What was read, the indicators of the overview with their lights, the first findings and where the files are.
pub fn render(report: &Report, texts: &Texts, folder: &str) -> String {
    let mut parts = vec![title(report, texts), inputs(report, texts), indicators(report, texts)];
    parts.push(findings(&report.findings, report.lang, texts));
    parts.push(texts.fill("summary.folder", &[("folder", folder)]));
    parts.join("\n\n") + "\n"
}

fn title(report: &Report, texts: &Texts) -> String {
    let mut title = words::title(report, texts);
    if !report.period.complete {
        title += "\n";
        title += &texts.fill("sentence.incomplete", &[("day", &report.period.as_of.to_string())]);
    }
    title
}

fn inputs(report: &Report, texts: &Texts) -> String {
    let unused = report.inputs.iter().filter(|block| block.table.is_none()).count();
    let sum = |pick: fn(&crate::tables::model::RowCounts) -> u64| {
        report.inputs.iter().map(|block| pick(&block.rows)).sum::<u64>().to_string()
    };
    let mut text = texts.fill(
        "summary.inputs",
        &[
            ("files", &report.read.files.to_string()),
            ("sheets", &report.read.sheets.to_string()),
            ("read", &sum(|rows| rows.read)),
            ("used", &sum(|rows| rows.used)),
            ("skipped", &sum(|rows| rows.blank + rows.note + rows.total_line + rows.repeated_header)),
            ("duplicate", &sum(|rows| rows.duplicate)),
            ("void", &sum(|rows| rows.void)),
            ("rejected", &sum(|rows| rows.rejected)),
        ],
    );
    if unused > 0 {
        text += "\n";
        text += &texts.fill("summary.unused", &[("n", &unused.to_string())]);
    }
    wrap(0, &text)
}

fn indicators(report: &Report, texts: &Texts) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    let heads = ["column.indicator", "summary.value", "column.change", "column.target", "column.light", "column.n"];
    table.set_header(heads.map(|key| texts.say(key)));
    let has_figure = |kpi: &&KpiResult| kpi.measure.value.is_some() || kpi.previous.measure.value.is_some();
    let of = |id: &String| report.kpis.iter().find(|kpi| kpi.id == *id);
    let told: Vec<&KpiResult> = report.main.iter().filter_map(of).filter(has_figure).collect();
    for kpi in &told {
        let n = kpi.measure.known_n().map(|n| n as f64);
        table.add_row([
            kpi.name.get(report.lang).to_owned(),
            format!("{}{}", display(kpi.measure.value, kpi.unit), if kpi.doubts.is_empty() { "" } else { " (?)" }),
            display_change(kpi.change, kpi.unit),
            kpi.target.map_or_else(|| display(None, kpi.unit), |target| words::target(target, kpi.unit)),
            light(report, kpi, texts).to_owned(),
            display(n, Unit::Count),
        ]);
    }
    for number in [1, 2, 3, 5] {
        if let Some(column) = table.column_mut(number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let known = report.kpis.iter().filter(has_figure).count();
    let rest = [("summary.further", known - told.len()), ("summary.without", report.kpis.len() - known)];
    let rest = rest.iter().filter(|(_, count)| *count > 0).map(|(key, n)| texts.fill(key, &[("n", &n.to_string())]));
    let rest: Vec<String> = rest.collect();
    format!("{}\n{}", table.trim_fmt(), rest.join(texts.say("sentence.gap"))).trim_end().to_owned()
}

/// 达标, 未达标, or the sign of what is not judged.
fn light<'a>(report: &Report, kpi: &KpiResult, texts: &'a Texts) -> &'a str {
    lights::against_target(&report.period, kpi).map_or(NO_DATA, |light| texts.say(light.key()))
}

fn findings(findings: &[FindingLine], lang: Lang, texts: &Texts) -> String {
    let of = |severity| findings.iter().filter(move |one| one.severity == severity);
    let with = |severity| of(severity).map(|one| one.count).sum::<usize>().to_string();
    let counts =
        [("errors", with(Severity::Error)), ("warnings", with(Severity::Warning)), ("infos", with(Severity::Info))];
    let counts: Vec<_> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut lines = vec![texts.fill("summary.findings", &counts)];
    for severity in [Severity::Error, Severity::Warning] {
        let counts = finding_lines::counts(findings).into_iter().filter(|count| count.severity == severity);
        let problem = |count: &Count| texts.fill("word.problem", &[("title", count.title), ("code", count.code)]);
        let codes: Vec<_> = counts.map(|count| lang.labelled(&problem(&count), &count.places.to_string())).collect();
        if !codes.is_empty() {
            lines.push(wrap(2, &lang.labelled(words::severity(texts, severity), &codes.join(lang.pick("；", ", ")))));
        }
    }
    // What the tables hold of the period is told in any case, however many cells are wrong.
    let (of_period, others): (Vec<_>, Vec<_>) = findings.iter().partition(|one| is_about_the_period(one));
    lines.extend(
        of_period.iter().map(|one| wrap(2, &lang.labelled(words::severity(texts, one.severity), &one.message))),
    );
    let serious: Vec<_> = others.into_iter().filter(|one| one.severity != Severity::Info).collect();
    for one in serious.iter().take(FINDINGS) {
        let (place, message) = (finding_lines::place(one, lang), &one.message);
        lines.push(wrap(2, &lang.labelled(&format!("{} {place}", words::severity(texts, one.severity)), message)));
        lines.push(wrap(4, &texts.fill("summary.hint", &[("hint", &one.hint)])));
    }
    if serious.len() > FINDINGS {
        lines.push(texts.fill("summary.more", &[("n", &(serious.len() - FINDINGS).to_string())]));
    }
    lines.join("\n")
}

/// Whether a finding tells what the tables hold of the period.
fn is_about_the_period(finding: &FindingLine) -> bool {
    let codes = [Code::IncompleteData, Code::NoRowsInPeriod, Code::MissingTable];
    codes.iter().any(|code| code.name() == finding.code)
}

/// Breaks a line that is wider than the terminal, every part indented; a Chinese character takes two columns.
fn wrap(indent: u16, text: &str) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH - indent);
    table.add_row([text]);
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 0));
    }
    let margin = " ".repeat(usize::from(indent));
    let lines = table.trim_fmt();
    lines.lines().map(|line| format!("{margin}{line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::Place;
    use crate::base::finding::{Finding, WHOLE_INPUT};
    use crate::base::lang::Words;
    use crate::base::text::width;
    use crate::report::sample;
    use crate::templates::Templates;

    fn summary(content: &sample::Sample, lang: Lang) -> String {
        let texts = Texts::load(&Templates::embedded(), lang).expect("texts");
        render(&sample::composed(content, lang), &texts, "output/2013-09")
    }

    #[test]
    fn it_tells_what_was_read_the_lights_and_where_the_files_are() {
        let text = summary(&sample::demo(), Lang::Chinese);
        for part in ["读取 1 个文件", "未计入 3 行", "93.00%", "+0.69", "95%", "未达标", "output/2013-09"] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        assert!(text.contains("回访记录.xlsx › 9月 › A17："), "{text}");
    }

    #[test]
    fn it_lists_the_indicators_of_the_overview_and_counts_the_others() {
        let texts = Texts::load(&Templates::embedded(), Lang::Chinese).expect("texts");
        let mut report = sample::composed(&sample::demo(), Lang::Chinese);
        report.kpis.retain(|kpi| ["callback_rate", "callback_success_rate"].contains(&&*kpi.id));
        report.main.retain(|id| id == "callback_rate");
        let text = render(&report, &texts, "output/2013-09");
        assert!(text.contains("指标callback_rate") && !text.contains("指标callback_success_rate"), "{text}");
        assert!(text.contains("另有 1 项指标见工作簿各页。") && !text.contains("项没有数据"), "{text}");
    }

    #[test]
    fn where_the_overview_does_not_judge_the_terminal_does_not() {
        let mut content = sample::demo();
        let rate = content.results.iter_mut().find(|one| one.id == "callback_success_rate").expect("the indicator");
        let doubt = |text: &str| Words { chinese: text.to_owned(), en: text.to_owned() };
        rate.doubts.push(doubt("存疑"));
        let text = summary(&content, Lang::Chinese);
        let line = text.lines().find(|line| line.contains("callback_success_rate")).expect("its line");
        assert!(line.contains("95%") && line.contains(NO_DATA) && !line.contains("达标"), "{line}");
    }

    #[test]
    fn findings_are_counted_in_words_with_their_code_and_wrapped_lines_keep_their_indent() {
        let mut content = sample::demo();
        let of_period = |severity, code, message: &str| {
            let place = Place::file(&WHOLE_INPUT.into());
            Finding::new(severity, code, place, message.to_owned(), message.to_owned())
        };
        let mut long = sample::invalid_date(3);
        long.message.chinese = format!("表头“{}”", "很长".repeat(60));
        content.findings = vec![long];
        content.findings.extend((5..5 + FINDINGS as u32).map(sample::invalid_date));
        content.findings.push(Finding { severity: Severity::Warning, ..sample::invalid_date(4) });
        content.findings.push(of_period(Severity::Warning, Code::IncompleteData, "回访表只有半个月"));
        content.findings.push(of_period(Severity::Info, Code::MissingTable, "没有找到这些表：投诉"));
        let text = summary(&content, Lang::Chinese);
        for part in [
            "错误：日期有误（invalid-date）：6",
            "警告：",
            "日期有误（invalid-date）：1",
            "数据不完整（incomplete-data）：1",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        let told = text.split("数据问题").nth(1).and_then(|rest| rest.split_once('\n')).expect("findings").1;
        assert!(told.lines().take(12).all(|line| line.starts_with("  ")), "{told}");
        // What the tables hold of the period is told although there are more errors than are told.
        for part in ["  警告：回访表只有半个月", "  提示：没有找到这些表：投诉"] {
            assert!(told.contains(part), "{part} is missing:\n{told}");
        }
    }

    #[test]
    fn it_fits_a_hundred_columns_in_both_languages() {
        for lang in Lang::ALL {
            for content in [sample::demo(), sample::empty()] {
                let text = summary(&content, lang);
                let widest = text.lines().max_by_key(|line| width(line)).expect("lines");
                assert!(width(widest) <= usize::from(WIDTH), "{widest}");
            }
        }
    }
}
