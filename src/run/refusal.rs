//! When data is not good enough for a report, and how that is told.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::base::failure::{Exit, Failure};
use crate::base::finding::{Finding, Severity};
use crate::base::number::{self, Exact, Unit};
use crate::base::period::Period;
use crate::base::table_id::TableId;
use crate::publish;
use crate::settings::Settings;
use crate::tables::model::InputBlock;

/// Names shown in a message before the rest is only counted.
const NAMES_SHOWN: usize = 12;

/// Causes shown where nothing could be used.
const CAUSES_SHOWN: usize = 5;

/// Refuses inputs of which nothing fits any table in use.
///
/// # Errors
/// Nothing readable (exit 3); names what was read, and why the first of it could not be used.
pub fn nothing_readable(
    inputs: &[InputBlock],
    files: &[&str],
    searched: &[PathBuf],
    findings: &[Finding],
) -> Result<(), Failure> {
    if inputs.iter().any(|block| block.table.is_some_and(|table| TableId::USED.contains(&table))) {
        return Ok(());
    }
    let folders: Vec<_> = searched.iter().map(|path| path.display().to_string()).collect();
    let (folders, found) = (folders.join(", "), some_of(files));
    let causes = |text: fn(&Finding) -> &str| -> String {
        let serious = findings.iter().filter(|finding| finding.severity != Severity::Info).take(CAUSES_SHOWN);
        serious.map(|finding| format!("\n  {}: {}", finding.place, text(finding))).collect()
    };
    let (chinese, english) = (causes(|finding| &finding.message.chinese), causes(|finding| &finding.message.en));
    Err(Failure::new(
        Exit::Input,
        format!("{folders} 中没有可用的表;找到的文件: {found}{chinese}"),
        format!("nothing in {folders} fits a table; files found: {found}{english}"),
    )
    .hint(
        "改正上述文件;表头的叫法可以在 [tables.*.headings] 中补充",
        "correct these files; headings can be added under [tables.*.headings]",
    ))
}

/// Refuses an output below an input folder: the next run would read this one's workbook.
///
/// # Errors
/// The output folder lies in an input folder (exit 2).
pub fn output_in_input(settings: &Settings) -> Result<(), Failure> {
    let output = publish::real_path(&settings.output);
    let within = |input: &&PathBuf| output.starts_with(publish::real_path(input));
    let Some(input) = settings.inputs.iter().find(within) else { return Ok(()) };
    let (output, input) = (settings.output.display(), input.display());
    Err(Failure::new(
        Exit::Usage,
        format!("输出文件夹 {output} 在输入文件夹 {input} 之内;下次运行会把报告当作数据读取"),
        format!(
            "the output folder {output} lies in the input folder {input}; the next run would read the report as data"
        ),
    )
    .hint("把输出放到输入文件夹之外", "put the output outside the input folder"))
}

/// Refuses a run that lacks a required table.
///
/// # Errors
/// The tables that are missing (exit 3) and those that were found.
pub fn missing_tables(settings: &Settings, inputs: &[InputBlock]) -> Result<(), Failure> {
    let found: BTreeSet<_> = inputs.iter().filter_map(|block| block.table).collect();
    let missing: Vec<_> = settings.required_tables.iter().filter(|table| !found.contains(table)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = |tables: Vec<&TableId>| tables.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ");
    let (missing, found) = (names(missing), names(found.iter().collect()));
    Err(Failure::new(
        Exit::Input,
        format!("缺少必需的表: {missing};找到的表: {found}"),
        format!("required tables are missing: {missing}; found: {found}"),
    )
    .hint(
        "把缺少的导出放入输入文件夹,或修改配置中的 require.tables",
        "put the missing export into the input folder, or change require.tables in the configuration",
    ))
}

/// Refuses a period in which no table has a row. `with_data` are the periods that have one, in order.
///
/// # Errors
/// Always (exit 3) where the period is not among them.
pub fn empty_period(period: &Period, with_data: &[String]) -> Result<(), Failure> {
    let label = period.label();
    if with_data.contains(&label) {
        return Ok(());
    }
    // The newest first: the list may be cut, and it is rarely an old month that was meant.
    let names: Vec<_> = with_data.iter().rev().map(String::as_str).collect();
    let found = some_of(&names);
    let failure = Failure::new(
        Exit::Input,
        format!("{label} 没有任何数据;有数据的报告期: {found}"),
        format!("no table has a row in {label}; periods with data: {found}"),
    );
    Err(failure.hint("换一个报告期,或检查导出的日期范围", "choose another period, or check the dates of the export"))
}

/// Refuses data with errors where `strict` is set, and more rejected rows than the configuration allows.
///
/// # Errors
/// The first rule that the data breaks (exit 4).
pub fn doubtful_data(settings: &Settings, inputs: &[InputBlock], findings: &[Finding]) -> Result<(), Failure> {
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let hint = |failure: Failure| {
        failure.hint("运行 csr-report check 查看每一处并改正", "csr-report check shows each place; correct them")
    };
    if let (true, Some(first)) = (settings.strict, errors.first()) {
        let (count, place, message) = (errors.len(), &first.place, &first.message);
        return Err(hint(Failure::new(
            Exit::Refused,
            format!("严格模式: 有 {count} 个错误,不出报告;第一个: {place}: {}", message.chinese),
            format!("strict: {count} errors, no report; the first: {place}: {}", message.en),
        )));
    }
    let read = inputs.iter().map(|block| block.rows.read - block.rows.blank).sum::<u64>();
    let rejected = inputs.iter().map(|block| block.rows.rejected).sum::<u64>();
    let share = number::percent(Exact::whole(rejected as i64), Exact::whole(read as i64));
    match (settings.max_rejected_percent, share) {
        (Some(most), Some(share)) if share > most => {
            let shown = number::display(Some(share), Unit::Percent);
            Err(hint(Failure::new(
                Exit::Refused,
                format!("{read} 行中有 {rejected} 行被剔除({shown}),超过 require.max_rejected_percent = {most}"),
                format!(
                    "{rejected} of {read} rows were set aside ({shown}), above require.max_rejected_percent = {most}"
                ),
            )))
        }
        _ => Ok(()),
    }
}

fn some_of(names: &[&str]) -> String {
    match names.len().checked_sub(NAMES_SHOWN) {
        _ if names.is_empty() => "—".to_owned(),
        None | Some(0) => names.join(", "),
        Some(_) => format!("{} … ({})", names[..NAMES_SHOWN].join(", "), names.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::period::{Calendar, PeriodKind};
    use crate::cli::{Command, Options};
    use crate::configuration::{Configuration, FILE_NAME};
    use crate::tables::model::RowCounts;

    fn block(table: Option<TableId>, rows: RowCounts) -> InputBlock {
        let (file, sha256) = ("回访.xlsx".to_owned(), String::new());
        InputBlock { file, sha256, sheet: None, table, header_row: None, rows }
    }

    fn settings(file: &str) -> Settings {
        let configuration = Configuration::parse(FILE_NAME, file).expect(file);
        let command = Command::Monthly { month: Some("2013-09".into()) };
        let today = "2013-10-01".parse().expect("a day");
        crate::resolve::settings(&command, &Options::default(), &configuration, PathBuf::new(), today).expect(file)
    }

    #[test]
    fn a_sheet_of_a_later_table_alone_is_nothing_to_report_on() {
        let later = [block(Some(TableId::Staff), RowCounts::default()), block(None, RowCounts::default())];
        let failure = nothing_readable(&later, &["人员.xlsx"], &["input".into()], &[]).expect_err("nothing in use");
        assert!(failure.exit == Exit::Input && failure.message.chinese.contains("人员.xlsx"));
        let used = [block(Some(TableId::Surveys), RowCounts::default())];
        assert_eq!(nothing_readable(&used, &[], &[], &[]), Ok(()));
    }

    #[test]
    fn a_required_table_that_is_missing_is_named() {
        let settings = settings("[require]\ntables = [\"callbacks\", \"complaints\"]");
        let inputs = [block(Some(TableId::Callbacks), RowCounts::default())];
        let failure = missing_tables(&settings, &inputs).expect_err("no complaints");
        assert!(failure.exit == Exit::Input && failure.message.en.contains("missing: complaints; found: callbacks"));
    }

    #[test]
    fn an_empty_period_names_those_with_data() {
        let period = Calendar::default().parse(PeriodKind::Month, "2013-11").expect("a month");
        let failure = empty_period(&period, &["2013-08".into(), "2013-09".into()]).expect_err("empty");
        assert!(failure.exit == Exit::Input && failure.message.en.contains("2013-09, 2013-08"));
    }

    #[test]
    fn rows_set_aside_refuse_the_report_only_above_the_threshold() {
        let inputs = [block(
            Some(TableId::Callbacks),
            RowCounts { read: 102, blank: 2, used: 95, rejected: 5, ..RowCounts::default() },
        )];
        let judged =
            |most: &str| doubtful_data(&settings(&format!("[require]\nmax_rejected_percent = {most}")), &inputs, &[]);
        assert_eq!(judged("5.0"), Ok(()));
        assert_eq!(judged("4.9").expect_err("5 of 100").exit, Exit::Refused);
        assert_eq!(doubtful_data(&settings(""), &inputs, &[]), Ok(()));
    }
}
