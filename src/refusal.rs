//! When data is not good enough for a report, and how that is told.

mod rejected;
mod written;

use std::collections::BTreeSet;

use crate::base::failure::{Exit, Failure};
use crate::base::finding::{Code, Finding, Severity, WHOLE_INPUT};
use crate::base::lang::{Lang, Words};
use crate::base::period::Period;
use crate::base::table_id::TableId;
use crate::base::text::shown;
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::settings::Settings;
use crate::tables::model::InputBlock;
use crate::tables::schemas::Schemas;

pub use rejected::many_rejected;
pub use written::{Written, in_input};

/// Names shown in a message before the rest is only counted.
const NAMES_SHOWN: usize = 12;

/// Causes shown where nothing could be used.
const CAUSES_SHOWN: usize = 5;

/// Refuses inputs of which nothing fits any table in use.
///
/// # Errors
/// Nothing readable (exit 3); names what was read, and why the first of it could not be used.
pub fn nothing_readable(
    settings: &Settings,
    inputs: &[InputBlock],
    files: &[&str],
    findings: &[Finding],
    schemas: &Schemas,
    door: &Door,
) -> Result<(), Failure> {
    if inputs.iter().any(|block| block.table.is_some_and(|table| schemas.table(table).is_some())) {
        return Ok(());
    }
    let folders: Vec<_> = settings.inputs.iter().map(shown).collect();
    let (folders, found) = (Words::list(&folders), some_of(files));
    let Words { chinese, en } = causes(findings, door);
    let failure = Failure::new(
        Exit::Input,
        format!("{} 中没有可用的表；找到的文件：{}{chinese}", folders.chinese, found.chinese),
        format!("nothing in {} fits a table; files found: {}{en}", folders.en, found.en),
    );
    if findings.iter().any(is_cause) {
        return Err(failure.hint(
            "改正上述文件；表头的叫法可以在 [tables.*.headings] 中补充",
            "correct these files; headings can be added under [tables.*.headings]",
        ));
    }
    Err(failure.hint(
        "把回访、维修工单、投诉、新车销售、满意度或续保的导出放入输入文件夹",
        "put exports of callbacks, work orders, complaints, new-car sales, surveys or renewals into the input folder",
    ))
}

/// Whether a finding can be why nothing was counted.
fn is_cause(finding: &Finding) -> bool {
    finding.severity != Severity::Info
}

/// The first findings that can be why nothing was counted, and the tables that are known and not used, a line each.
fn causes(findings: &[Finding], door: &Door) -> Words {
    let serious: Vec<_> = findings.iter().filter(|finding| is_cause(finding)).collect();
    let later = findings.iter().filter(|finding| finding.code == Code::TableNotUsedYet);
    let told: Vec<_> = serious.iter().copied().take(CAUSES_SHOWN).chain(later.take(CAUSES_SHOWN)).collect();
    let lines = |lang: Lang| -> String {
        let line = |finding: &&Finding| {
            let message = finding_lines::message(finding, lang, door);
            format!("\n  {}", lang.labelled(&finding.place.to_string(), &message))
        };
        told.iter().map(line).collect()
    };
    let (mut chinese, mut en) = (lines(Lang::Chinese), lines(Lang::English));
    if let Some(rest @ 1..) = serious.len().checked_sub(CAUSES_SHOWN) {
        chinese.push_str(&format!("\n  ……另有 {rest} 条，见 csr-report check"));
        en.push_str(&format!("\n  … {rest} more, see csr-report check"));
    }
    Words { chinese, en }
}

/// Refuses a run that lacks a required table.
///
/// # Errors
/// The tables that are missing (exit 3), a table whose every sheet was set aside among them; those that can be used, and
/// why others could not.
pub fn missing_tables(
    settings: &Settings,
    found: &BTreeSet<TableId>,
    findings: &[Finding],
    schemas: &Schemas,
    door: &Door,
) -> Result<(), Failure> {
    let missing: BTreeSet<_> =
        settings.required_tables.iter().filter(|table| !found.contains(table)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = |tables: &BTreeSet<TableId>, lang: Lang| {
        let name = |table: &TableId| match schemas.dictionary.table(*table) {
            Some(known) => match lang {
                Lang::Chinese => format!("{}（{table}）", known.names.chinese),
                Lang::English => format!("{} ({table})", known.names.en),
            },
            None => table.to_string(),
        };
        let names: Vec<_> = tables.iter().map(name).collect();
        if names.is_empty() { "—".to_owned() } else { lang.list(&names) }
    };
    // Why the sheets of a missing table could not be used: its own findings, and those of sheets and files of no table.
    let of_missing = |one: &&Finding| match one.table {
        Some(table) => missing.contains(&table) && one.severity == Severity::Error,
        None => is_cause(one) && one.place.file.as_ref() != WHOLE_INPUT,
    };
    let of_missing: Vec<Finding> = findings.iter().filter(of_missing).cloned().collect();
    let why = causes(&of_missing, door);
    let (missing, found) = (|lang| names(&missing, lang), |lang| names(found, lang));
    let hint = match settings.facts {
        Some(_) => [
            "--facts 的文件里没有说这些表有哪几天（side 为 day、table 的行，见 docs/warehouse.md）；补上，或修改配置中的 [require]",
            "the file of --facts tells no day of these tables (rows of the sides day and table, docs/warehouse.md); add them, or change [require] in the configuration",
        ],
        None => [
            "把缺少的导出放入输入文件夹，改正上面列出的文件，或修改配置中的 [require]",
            "put the missing export into the input folder, correct the files listed above, or change [require] in the configuration",
        ],
    };
    Err(Failure::new(
        Exit::Input,
        format!("缺少必需的表：{}；找到的表：{}{}", missing(Lang::Chinese), found(Lang::Chinese), why.chinese),
        format!("required tables are missing: {}; found: {}{}", missing(Lang::English), found(Lang::English), why.en),
    )
    .hint(hint[0], hint[1]))
}

/// Says that no table has a row in the period, where it is so. `with_data` are the periods that have one, in order.
pub fn without_rows(period: &Period, with_data: &[String]) -> Option<Words> {
    let label = period.label();
    if with_data.contains(&label) {
        return None;
    }
    if with_data.is_empty() {
        return Some(Words {
            chinese: format!("{label} 没有任何数据：没有一行能归入任何一期"),
            en: format!("no table has a row in {label}, nor in any other period"),
        });
    }
    // The newest first: the list may be cut, and it is rarely an old month that was meant.
    let names: Vec<_> = with_data.iter().rev().map(String::as_str).collect();
    let found = some_of(&names);
    Some(Words {
        chinese: format!("{label} 没有任何数据；有数据的报告期：{}", found.chinese),
        en: format!("no table has a row in {label}; periods with data: {}", found.en),
    })
}

/// Refuses a period in which no table has a row, with what may be the reason.
///
/// # Errors
/// Always (exit 3) where the period is not among those with data.
pub fn empty_period(
    settings: &Settings,
    with_data: &[String],
    findings: &[Finding],
    door: &Door,
) -> Result<(), Failure> {
    let Some(words) = without_rows(&settings.period, with_data) else { return Ok(()) };
    let causes = causes(findings, door);
    let failure = Failure::new(Exit::Input, words.chinese + &causes.chinese, words.en + &causes.en);
    let [chinese, english] = match (with_data.is_empty(), findings.iter().any(is_cause)) {
        (true, true) => ["改正上面列出的问题后重新运行", "correct what is listed above and run again"],
        (true, false) => ["检查导出是否完整", "check that the exports are complete"],
        (false, true) => [
            "换一个报告期；如果本期应有数据，请先改正上面列出的问题",
            "choose another period; if this one should have data, correct what is listed above",
        ],
        (false, false) => {
            ["换一个报告期，或检查导出的日期范围", "choose another period, or check the dates of the export"]
        }
    };
    Err(failure.hint(chinese, english))
}

/// Refuses data with errors where `strict` is set, and more rejected rows than the configuration allows.
///
/// # Errors
/// The first rule that the data breaks (exit 4).
pub fn doubtful_data(
    settings: &Settings,
    inputs: &[InputBlock],
    findings: &[Finding],
    door: &Door,
) -> Result<(), Failure> {
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let hint = |failure: Failure| {
        failure.hint("运行 csr-report check 查看每一处并改正", "csr-report check shows each place; correct them")
    };
    if let (true, Some(first)) = (settings.strict, errors.first()) {
        let (count, place) = (errors.len(), &first.place);
        let message = |lang| finding_lines::message(first, lang, door);
        return Err(hint(Failure::new(
            Exit::Refused,
            format!("严格模式：有 {count} 个错误，不出报告；第一个：{place}：{}", message(Lang::Chinese)),
            format!("strict: {count} errors, no report; the first: {place}: {}", message(Lang::English)),
        )));
    }
    rejected::refuse(settings, inputs).map_err(hint)
}

fn some_of(names: &[&str]) -> Words {
    let told: Vec<String> = names.iter().take(NAMES_SHOWN).map(shown).collect();
    let Words { chinese, en } = Words::list(&told);
    match names.len() {
        0 => Words { chinese: "—".to_owned(), en: "—".to_owned() },
        all if all > NAMES_SHOWN => {
            Words { chinese: format!("{chinese} 等 {all} 个"), en: format!("{en} … ({all})") }
        }
        _ => Words { chinese, en },
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::base::address::Place;
    use crate::cli::{Command, Options};
    use crate::configuration::{Configuration, FILE_NAME};
    use crate::settings::Reading;
    use crate::tables::model::RowCounts;
    use crate::templates::Templates;

    fn block(table: Option<TableId>, rows: RowCounts) -> InputBlock {
        let (file, sha256) = ("回访.xlsx".to_owned(), String::new());
        InputBlock { file, sha256, sheet: None, table, header_row: None, rows }
    }

    fn finding(severity: Severity, code: Code, file: &str, chinese: &str) -> Finding {
        Finding::new(severity, code, Place::file(&file.into()), chinese.to_owned(), "english".to_owned())
    }

    fn settings(file: &str) -> Settings {
        let configuration = Configuration::parse(FILE_NAME, file).expect(file);
        let command = Command::Monthly { month: Some("2013-09".into()), handout: None };
        let today = "2013-10-01".parse().expect("a day");
        crate::resolve::settings(&command, &Options::default(), &configuration, PathBuf::new(), today).expect(file)
    }

    fn schemas() -> Schemas {
        Schemas::load(&Templates::embedded(), &Reading::default()).expect("tables")
    }

    #[test]
    fn a_sheet_of_a_later_table_alone_is_nothing_to_report_on() {
        let later = [block(Some(TableId::named("leads")), RowCounts::default()), block(None, RowCounts::default())];
        let settings = settings("");
        let findings = [
            finding(Severity::Info, Code::MissingTable, WHOLE_INPUT, "没有找到这些表：回访"),
            finding(Severity::Info, Code::TableNotUsedYet, "线索.xlsx", "这是“来店/线索”表，目前版本暂不使用"),
        ];
        let failure = nothing_readable(&settings, &later, &["线索.xlsx"], &findings, &schemas(), &Door::default())
            .expect_err("nothing in use");
        assert_eq!(failure.exit, Exit::Input);
        let message = &failure.message.chinese;
        assert!(
            message.ends_with("找到的文件：线索.xlsx\n  线索.xlsx：这是“来店/线索”表，目前版本暂不使用"),
            "{message}"
        );
        assert!(failure.hint.chinese.contains("回访、维修工单"), "{failure}");
        let used = [block(Some(TableId::SURVEYS), RowCounts::default())];
        assert_eq!(nothing_readable(&settings, &used, &[], &[], &schemas(), &Door::default()), Ok(()));
    }

    #[test]
    fn a_missing_table_does_not_hide_why_the_others_could_not_be_used() {
        let mut findings: Vec<_> =
            (0..5).map(|_| finding(Severity::Info, Code::MissingTable, WHOLE_INPUT, "没有找到")).collect();
        findings.push(finding(Severity::Warning, Code::UnknownSheet, "回访.csv", "表头\n不符;电话 138 1234 5678"));
        let inputs = [block(None, RowCounts::default())];
        let failure = nothing_readable(&settings(""), &inputs, &["回访.csv"], &findings, &schemas(), &Door::default())
            .expect_err("nothing in use");
        let message = &failure.message.chinese;
        assert!(message.ends_with("找到的文件：回访.csv\n  回访.csv：表头 不符;电话 138****5678"), "{message}");
    }

    #[test]
    fn a_required_table_that_is_missing_is_named() {
        let settings = settings("[require]\ntables = [\"callbacks\", \"complaints\"]");
        let found = [TableId::CALLBACKS].into();
        let failure = missing_tables(&settings, &found, &[], &schemas(), &Door::default()).expect_err("no complaints");
        assert_eq!(failure.exit, Exit::Input);
        assert_eq!(failure.message.chinese, "缺少必需的表：投诉（complaints）；找到的表：回访（callbacks）");
    }

    #[test]
    fn an_empty_period_names_those_with_data() {
        let failure = empty_period(&settings(""), &["2013-07".into(), "2013-08".into()], &[], &Door::default())
            .expect_err("empty");
        assert!(failure.exit == Exit::Input && failure.message.en.ends_with("2013-08, 2013-07"), "{failure}");
        assert_eq!(empty_period(&settings(""), &["2013-09".into()], &[], &Door::default()), Ok(()));
    }

    #[test]
    fn a_period_without_data_tells_what_may_be_the_reason() {
        let findings: Vec<_> = (1..=7)
            .map(|row| finding(Severity::Error, Code::InvalidDate, "回访.csv", &format!("第 {row} 个")))
            .collect();
        for (with_data, advice) in [(Vec::new(), "改正上面"), (vec!["2013-08".to_owned()], "换一个报告期；如果")]
        {
            let failure = empty_period(&settings(""), &with_data, &findings, &Door::default()).expect_err("empty");
            let message = &failure.message.chinese;
            assert!(
                message.contains("\n  回访.csv：第 1 个\n") && message.contains("第 5 个\n  ……另有 2 条"),
                "{message}"
            );
            assert!(!message.contains('—') && failure.hint.chinese.starts_with(advice), "{failure}");
        }
    }

    #[test]
    fn rows_set_aside_refuse_the_report_only_above_the_threshold() {
        let inputs = [block(
            Some(TableId::CALLBACKS),
            RowCounts { read: 102, blank: 2, used: 95, rejected: 5, ..RowCounts::default() },
        )];
        let judged = |most: &str| {
            doubtful_data(
                &settings(&format!("[require]\nmax_rejected_percent = {most}")),
                &inputs,
                &[],
                &Door::default(),
            )
        };
        assert_eq!(judged("5.0"), Ok(()));
        assert_eq!(judged("4.9").expect_err("5 of 100").exit, Exit::Refused);
        assert_eq!(doubtful_data(&settings(""), &inputs, &[], &Door::default()), Ok(()));
    }
}
