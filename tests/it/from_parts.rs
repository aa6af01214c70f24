//! A report from what was counted is that of the rows: the program counts, hands the file over, and takes it up again.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;
use csr_report::cli::{Parsed, parse};
use csr_report::facts;
use csr_report::input::{self, discover::discover};
use csr_report::kpi::counted::row::{COLUMNS, Row, write};
use csr_report::kpi::hand_over::{of_file, of_store};
use csr_report::resolve;
use csr_report::run::declarations::Declarations;
use csr_report::tables::files::TableFiles;
use csr_report::tables::{self, SheetInput};
use csr_report::templates::Templates;
use serde_json::Value;

use crate::demo;
use crate::workspace::{Workspace, copy};

/// What a warehouse would count of a workspace; of several stores by their folders below the input.
fn counted(workspace: &Path, command: &str, stores: &[&str]) -> Vec<Row> {
    let line = format!("csr-report {command}");
    let Parsed::Run(cli) = parse(&line.split_whitespace().map(OsString::from).collect::<Vec<_>>()).unwrap() else {
        panic!("{command} is no report")
    };
    let configuration = resolve::configuration(&cli.options, workspace).unwrap();
    let today = NaiveDate::from_ymd_opt(2014, 1, 8).unwrap();
    let settings =
        resolve::settings(&cli.command, &cli.options, &configuration, workspace.to_path_buf(), today).unwrap();
    let templates = Templates::load(workspace).unwrap();
    let declared = Declarations::of(TableFiles::read(&templates).unwrap(), &templates, &settings).unwrap();
    let when = (&settings.period, settings.as_of);
    let mut rows = Vec::new();
    let stores: &[&str] = if stores.is_empty() { &[""] } else { stores };
    for store in stores {
        let mut files = discover(&settings.inputs).unwrap();
        files.retain(|file| store.is_empty() || file.name.starts_with(&format!("{store}/")));
        let read = input::read_all(&files, &settings.limits, &|_| ());
        let sheets = read.into_iter().flat_map(|file| {
            let sha256 = file.sha256;
            file.grids.into_iter().map(move |grid| SheetInput { grid, sha256: sha256.clone() })
        });
        let context = tables::Context { as_of: settings.as_of };
        let tables = tables::build(sheets.collect(), &declared.schemas, &context);
        let facts = facts::build(&tables, &declared.facts, &settings.counting, settings.calendar).unwrap();
        if rows.is_empty() {
            rows = of_file(&declared.catalogue, &facts, when, &settings.counting);
        }
        let own = of_store(&declared.catalogue, &facts, &declared.facts, when, &settings.counting).unwrap();
        rows.extend(own.into_iter().map(|row| Row { dealer: (*store).to_owned(), ..row }));
    }
    rows
}

fn text(rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    for row in rows {
        let Row { dealer, indicator, side, period, keys, value, .. } = row;
        let [rows, above, below, unknown] =
            [row.rows, row.above, row.below, row.unknown].map(|count| count.to_string());
        let value = value.map_or_else(String::new, |value| value.to_string());
        writer.write_record([dealer, indicator, side, period, keys, &value, &rows, &above, &below, &unknown]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn report(workspace: &Workspace, folder: &str) -> Value {
    serde_json::from_slice(&fs::read(workspace.path().join(folder).join("report.json")).unwrap()).unwrap()
}

/// A folder with the demo dealer, and one with his configuration alone.
fn demo_with_and_without_rows() -> (Workspace, Workspace) {
    let (with, without) = (Workspace::new(), Workspace::new());
    copy(&demo::workspace(), with.path());
    fs::copy(demo::workspace().join("csr-report.toml"), without.path().join("csr-report.toml")).unwrap();
    (with, without)
}

/// Every indicator of the one report is that of the other, in all that report.json says of it.
fn agree(of_rows: &Value, of_counts: &Value) {
    let kpis = |report: &Value| report["kpis"].as_array().unwrap().clone();
    let (rows, counts) = (kpis(of_rows), kpis(of_counts));
    assert_eq!(rows.len(), counts.len());
    let mut differing = Vec::new();
    for (rows, counts) in rows.iter().zip(&counts) {
        let id = &rows["id"];
        for (key, value) in rows.as_object().unwrap() {
            if counts[key] != *value {
                differing.push(format!("{id} {key}:\n  rows   {value}\n  counts {}", counts[key]));
            }
        }
    }
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn a_month_a_quarter_and_a_year_of_counts_are_those_of_the_rows() {
    let (with, without) = demo_with_and_without_rows();
    for (command, label, csv) in [
        ("monthly --month 2013-09", "2013-09", false),
        ("quarterly --quarter 2013-Q3", "2013-Q3", true),
        ("annual --year 2013", "2013", false),
    ] {
        with.run(&format!("{command} --format json")).ends_with(0);
        let rows = counted(with.path(), command, &[]);
        let bytes = if csv { text(&rows) } else { write(&rows).unwrap() };
        fs::write(without.path().join("counts"), bytes).unwrap();
        without.run(&format!("{command} --format json --facts counts")).ends_with(0);
        let (of_rows, of_counts) =
            (report(&with, &format!("output/{label}")), report(&without, &format!("output/{label}")));
        agree(&of_rows, &of_counts);
        assert_eq!(of_counts["inputs"][0]["file"], "counts");
        let findings = of_counts["findings"].as_array().unwrap();
        let codes: Vec<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
        assert!(codes.contains(&"made-from-counts") && !codes.contains(&"counts-in-doubt"), "{label}: {codes:?}");
        without.run(&format!("verify output/{label} --facts counts")).ends_with(0).prints(&["一致", "1 个输入文件"]);
    }
}

#[test]
fn all_files_are_made_and_pages_say_that_there_are_no_rows() {
    let (with, without) = demo_with_and_without_rows();
    let rows = counted(with.path(), "monthly --month 2013-09", &[]);
    fs::write(without.path().join("counts"), write(&rows).unwrap()).unwrap();
    let run = without.run("monthly --month 2013-09 --facts counts").ends_with(0);
    let has = |name: &str| run.files.iter().any(|file| file.ends_with(name));
    assert!(has("csr-report-2013-09.pptx") && has("index.html"), "{:?}", run.files);
    assert!(!run.files.iter().any(|file| file.to_string_lossy().contains("actions-")), "measures are not known");
    let mut book: Xlsx<_> = open_workbook(without.path().join("output/2013-09/csr-report-2013-09.xlsx")).unwrap();
    let mut said = String::new();
    for (_, sheet) in book.worksheets() {
        let cells = sheet.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(format!("{text}\n")),
            _ => None,
        });
        said.extend(cells);
    }
    assert!(said.contains("从数仓的合计做成（--facts），没有明细"), "the overview says it");
    assert!(said.contains("从合计做成，没有明细：本期有哪些行请查数仓。"), "the lists say it");
    assert!(!said.contains("本期没有记录。"), "no list says that there is nothing");
}

const FOLDERS: &str = "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n";
const CALLS: &str = "工单号,VIN,回访日期,回访结果,失败原因,服务顾问,服务态度\n";

/// Calls of two stores with advisors of one name.
fn stores() -> Workspace {
    let calls = |good: usize, all: usize| -> String {
        let result = |at: usize| if at < good { "成功," } else { "失败,号码错误" };
        let line =
            |at: usize| format!("R{at},LSVAA{at:012},2013-9-{},{},李娜,{}\n", 1 + at % 28, result(at), 7 + at % 4);
        (0..all).map(line).collect()
    };
    Workspace::new()
        .with("csr-report.toml", FOLDERS)
        .with("input/城东店/回访.csv", &format!("{CALLS}{}", calls(9, 10)))
        .with("input/城西店/回访.csv", &format!("{CALLS}{}", calls(10, 30)))
}

#[test]
fn stores_of_a_file_are_those_of_folders_each_and_together() {
    let with = stores();
    let rows = counted(with.path(), "monthly --month 2013-09", &["城东店", "城西店"]);
    let without = Workspace::new().with("csr-report.toml", FOLDERS);
    fs::write(without.path().join("counts"), write(&rows).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --each-dealer --format json").ends_with(0);
    without.run("monthly --month 2013-09 --each-dealer --format json --facts counts").ends_with(0);
    for folder in ["output/2013-09", "output/城东店/2013-09", "output/城西店/2013-09"] {
        agree(&report(&with, folder), &report(&without, folder));
    }
    let group = report(&without, "output/2013-09");
    let rate = group["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "callback_success_rate").unwrap();
    // By hand: 9 of 10 and 10 of 30.
    assert_eq!((rate["numerator"].as_f64(), rate["denominator"].as_f64()), (Some(19.0), Some(40.0)));
    // Without [dealers] one store is named, and none is guessed.
    let alone = Workspace::new();
    fs::write(alone.path().join("counts"), write(&rows).unwrap()).unwrap();
    alone.run("monthly --month 2013-09 --facts counts").ends_with(2).says(&["城东店、城西店", "[dealers]"]);
    alone.run("monthly --month 2013-09 --facts counts --dealer 城西店 --format json").ends_with(0);
    agree(&report(&with, "output/城西店/2013-09"), &report(&alone, "output/城西店/2013-09"));
}

/// One indicator of one month, as docs/warehouse.md has it.
fn small() -> Vec<Row> {
    let row = |indicator: &str, side: &str, period: &str, keys: &str, [rows, above, below]: [i64; 3]| {
        let [indicator, side, period, keys] = [indicator, side, period, keys].map(str::to_owned);
        Row { indicator, side, period, keys, rows, above, below, ..Row::default() }
    };
    let rate = "callback_success_rate";
    vec![
        row("", "period", "2013-09", "2013-09-01\u{1f}2013-09-30\u{1f}2013-09-30", [0; 3]),
        row(rate, "indicator", "", "advisor\u{1f}caller\u{1f}model", [0; 3]),
        row(rate, "counted", "2013-09", "李娜\u{1f}王芳\u{1f}速腾", [76, 70, 76]),
        row(rate, "counted", "2013-09", "乔丹\u{1f}\u{1f}", [40, 38, 40]),
        row("callbacks", "day", "2013-09-02", "", [61, 0, 0]),
        row("callbacks", "day", "2013-09-30", "", [55, 0, 0]),
    ]
}

/// The report of the small file with one thing changed, as the program ends and what it says.
fn made(change: impl FnOnce(&mut Vec<Row>)) -> (Workspace, crate::workspace::Run) {
    let workspace = Workspace::new();
    let mut rows = small();
    change(&mut rows);
    fs::write(workspace.path().join("counts.csv"), text(&rows)).unwrap();
    let run = workspace.run("monthly --month 2013-09 --format json --facts counts.csv");
    (workspace, run)
}

fn rate(workspace: &Workspace) -> Option<f64> {
    let report = report(workspace, "output/2013-09");
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "callback_success_rate").unwrap()["value"]
        .as_f64()
}

#[test]
fn the_example_of_the_document_is_a_report() {
    let (workspace, run) = made(|_| ());
    run.ends_with(0);
    // By hand: 108 of 116.
    assert_eq!(rate(&workspace), Some(100.0 * 108.0 / 116.0));
}

#[test]
fn a_row_that_cannot_be_is_told_with_its_number_and_its_indicator_has_no_figure() {
    type Change = fn(&mut Vec<Row>);
    let faults: [(Change, &str); 11] = [
        (|rows| rows[2].above = 77, "第 4 行（counted）：above = 77，应在 0 和 rows = 76 之间"),
        (|rows| rows[2].below = 75, "第 4 行（counted）：below = 75，应等于 rows = 76"),
        (|rows| rows[3].rows = -1, "第 5 行（counted）：rows = -1，不能小于 0"),
        (|rows| rows[3].keys = "乔丹".to_owned(), "第 5 行（counted）：keys 有 1 个词，应有 3 个"),
        (|rows| rows[3].keys = rows[2].keys.clone(), "第 5 行（counted）：这一行出现了两次"),
        (|rows| rows[3].period = "2013-08".to_owned(), "第 5 行（counted）：没有 side 为 period 的行列出“2013-08”"),
        (|rows| rows[3].side = "taken".to_owned(), "第 5 行（taken）：这个指标没有这样的行"),
        (|rows| rows[3].side = "count".to_owned(), "第 5 行（count）：没有 side“count”"),
        (|rows| rows[1].keys = "advisor".to_owned(), "第 3 行（indicator）：keys 缺少列 caller、model"),
        // Which of two lists of columns is right nobody knows: none counts.
        (|rows| rows.insert(2, rows[1].clone()), "第 4 行（indicator）：这一行出现了两次"),
        (|rows| rows[2].rows = i64::MAX, "第 4 行（counted）：rows = 9223372036854775807 太大"),
    ];
    for (change, told) in faults {
        let (workspace, run) = made(change);
        run.ends_with(0);
        let report = report(&workspace, "output/2013-09");
        let messages: Vec<&str> =
            report["findings"].as_array().unwrap().iter().filter_map(|one| one["message"].as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(told)), "{told}: {messages:?}");
        assert_eq!(rate(&workspace), None, "{told}: half of a sum is no figure");
    }
    let (workspace, run) =
        made(|rows| rows.push(Row { indicator: "callback_succes_rate".to_owned(), ..small()[2].clone() }));
    run.ends_with(0).says(&["第 8 行", "没有指标“callback_succes_rate”", "最接近的是 callback_success_rate"]);
    assert_eq!(rate(&workspace), Some(100.0 * 108.0 / 116.0), "what is right counts");
}

#[test]
fn a_file_of_which_no_report_can_be_made_ends_the_run() {
    type Change = fn(&mut Vec<Row>);
    let faults: [(Change, &str); 4] = [
        (|rows| rows[0].period = "2013-08".to_owned(), "没有数 2013-09"),
        (|rows| rows[0].keys = rows[0].keys.replace("2013-09-01", "2013-08-26"), "数的是 2013-08-26 至 2013-09-30"),
        (|rows| rows[0].keys = "2013-09-01\u{1f}2013-09-30\u{1f}2013-10-08".to_owned(), "用 --as-of 2013-10-08"),
        (|rows| rows.truncate(2), "没有一行"),
    ];
    for (change, told) in faults {
        let (_, run) = made(change);
        run.ends_with(3).says(&["counts.csv", told]).wrote_nothing_below("output");
    }
    let whole = write(&small()).unwrap();
    let text = String::from_utf8(text(&small())).unwrap();
    for (bytes, told) in [
        (whole[..whole.len() / 2].to_vec(), "不是完整的 Parquet 文件"),
        (text.replace("unknown", "unclear").into_bytes(), "缺少 unknown"),
        (text.replace(",76,", ",many,").into_bytes(), "第 4 行的 rows 应为整数"),
        (Vec::new(), "应有且只有这些列"),
    ] {
        let workspace = Workspace::new();
        fs::write(workspace.path().join("counts"), bytes).unwrap();
        let run = workspace.run("monthly --month 2013-09 --facts counts").ends_with(3);
        run.says(&["counts：", told]).wrote_nothing_below("output");
    }
    let workspace = Workspace::new();
    workspace.run("monthly --month 2013-09 --facts none.parquet").ends_with(3).says(&["none.parquet"]);
    workspace.run("monthly --month 2013-09 --facts x --input y").ends_with(2).says(&["--input"]);
    workspace.run("monthly --month 2013-09 --facts x --handout y").ends_with(2).says(&["--handout"]);
}

#[test]
fn a_day_with_no_rows_is_no_day_of_its_table() {
    let day = |rows: i64| Row {
        indicator: "appointments".to_owned(),
        side: "day".to_owned(),
        period: "2013-09-02".to_owned(),
        rows,
        ..Row::default()
    };
    let bookings = |rows: i64| {
        let listed = Row { indicator: "bookings".to_owned(), side: "indicator".to_owned(), ..Row::default() };
        let columns = csr_report::kpi::catalogue::Catalogue::of(
            &csr_report::templates::Templates::embedded(),
            &Default::default(),
        );
        let columns = columns.unwrap().get("bookings").unwrap().by.concat();
        let (workspace, run) = made(|all| all.extend([day(rows), Row { keys: columns.join("\u{1f}"), ..listed }]));
        run.ends_with(0);
        let report = report(&workspace, "output/2013-09");
        report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "bookings").map(|kpi| kpi["value"].clone())
    };
    // A warehouse that counts by the days of a calendar lists those of a table that it does not have, with 0.
    assert_eq!((bookings(1), bookings(0)), (Some(Value::from(0)), Some(Value::Null)));
}

#[test]
fn periods_that_were_not_counted_are_told_and_are_not_nought() {
    let (workspace, run) = made(|rows| {
        rows.push(Row {
            indicator: "callbacks".to_owned(),
            side: "day".to_owned(),
            period: "2013-07-02".to_owned(),
            rows: 9,
            ..Row::default()
        });
    });
    run.ends_with(0);
    let report = report(&workspace, "output/2013-09");
    assert!(report["findings"].to_string().contains("没有它们：2013-07、2013-08"), "{}", report["findings"]);
    let rate = report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "callback_success_rate").unwrap();
    assert_eq!(rate["previous"], Value::Null);
    assert_eq!(rate["trend"].as_array().unwrap().len(), 1);
}
