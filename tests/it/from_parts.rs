//! A report from what was counted: the file, what is wrong with it, and figures of every shape against counts by hand. That a
//! warehouse counts what the report of the rows says is shown in [`super::warehouse`].

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use csr_report::kpi::counted::row::{COLUMNS, Row, write};
use serde_json::Value;

use crate::workspace::{Run, Workspace};

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

#[test]
fn all_files_are_made_and_pages_say_that_there_are_no_rows() {
    let without = Workspace::new();
    fs::write(without.path().join("counts"), write(&small()).unwrap()).unwrap();
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

#[test]
fn stores_of_a_file_have_reports_each_and_together() {
    let of = |store: &str, rows: i64, above: i64| {
        let store = store.to_owned();
        let mut own = small().split_off(2);
        own.iter_mut().for_each(|row| row.dealer.clone_from(&store));
        own.remove(1);
        (own[0].rows, own[0].above, own[0].below) = (rows, above, rows);
        own
    };
    let mut rows = small();
    rows.truncate(2);
    rows.extend(of("城东店", 10, 9).into_iter().chain(of("城西店", 30, 10)));
    let with = Workspace::new().with("csr-report.toml", "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n");
    fs::write(with.path().join("counts"), write(&rows).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --each-dealer --format json --facts counts").ends_with(0);
    let of_folder = |folder: &str| kpi(&report(&with, folder), "callback_success_rate");
    // By hand: 9 of 10 and 10 of 30.
    assert_eq!(of_folder("output/2013-09")["value"], 47.5);
    assert_eq!(of_folder("output/城东店/2013-09")["value"], 90.0);
    // Wherever the rows stand: those of the stores among each other, the lists of periods and indicators at the end.
    rows.sort_by_key(|row| (row.side.clone(), row.dealer.clone()));
    fs::write(with.path().join("counts"), write(&rows).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --format json --facts counts").ends_with(0);
    assert_eq!(of_folder("output/2013-09")["value"], 47.5);
    // What no store has alone can be too much of all of them.
    let most = 60_000_000_000_000_000;
    let much = rows.iter().filter(|row| row.side != "counted").cloned();
    let much: Vec<Row> = much.chain(of("城东店", most, 9)).chain(of("城西店", most, 9)).collect();
    fs::write(with.path().join("counts"), write(&much).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --format json --facts counts")
        .says(&["第 10 行（counted）：rows = 60000000000000000，与前面各行之和太大"]);
    // The row that is told is the first of the file with which it is too much, whichever store comes first by name.
    let much: Vec<Row> = much.iter().rev().cloned().collect();
    fs::write(with.path().join("counts"), write(&much).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --format json --facts counts")
        .says(&["第 6 行（counted）：rows = 60000000000000000"]);
    // Without [dealers] one store is named, and none is guessed.
    let alone = Workspace::new();
    fs::write(alone.path().join("counts"), write(&rows).unwrap()).unwrap();
    alone.run("monthly --month 2013-09 --facts counts").ends_with(2).says(&["城东店、城西店", "[dealers]"]);
    alone.run("monthly --month 2013-09 --facts counts --dealer 城西店 --format json").ends_with(0);
    assert_eq!(kpi(&report(&alone, "output/城西店/2013-09"), "callback_success_rate")["denominator"], 30.0);
    // On some disks two such names are one folder.
    rows.extend(of("城 东店", 1, 1));
    fs::write(alone.path().join("counts"), write(&rows).unwrap()).unwrap();
    alone.run("monthly --month 2013-09 --facts counts --each-dealer").ends_with(3).says(&["“城 东店”与“城东店”"]);
}

#[test]
fn a_wrong_row_is_told_by_its_own_store_and_once_by_the_group() {
    let mut rows = small();
    rows.truncate(2);
    for store in ["城东店", "城西店"] {
        rows.extend(small().split_off(3).into_iter().map(|row| Row { dealer: store.to_owned(), ..row }));
    }
    let at = rows.iter().position(|row| row.dealer == "城西店").unwrap();
    rows[at].above = rows[at].rows + 1;
    let with = Workspace::new().with("csr-report.toml", "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n");
    let told = |folder: &str| -> Vec<String> {
        let report = report(&with, folder);
        let findings = report["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "error");
        let row = |one: &Value| one["message"].as_str().unwrap().split('（').next().unwrap().to_owned();
        let mut rows: Vec<String> = findings.map(row).collect();
        rows.sort();
        rows
    };
    // What is wrong with one store refuses no other.
    fs::write(with.path().join("counts"), write(&rows).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --each-dealer --format json --strict --facts counts").ends_with(4);
    assert_eq!(told("output/城东店/2013-09"), [""; 0]);
    assert!(!with.path().join("output/城西店").exists());
    // What is wrong with the lists of the whole file is told by all.
    rows.push(row("callback_succes_rate", "indicator", "", "", [0; 3]));
    fs::write(with.path().join("counts"), write(&rows).unwrap()).unwrap();
    with.run("monthly --month 2013-09 --each-dealer --format json --facts counts").ends_with(0);
    assert_eq!(told("output/城东店/2013-09"), ["第 9 行"]);
    assert_eq!(told("output/城西店/2013-09"), ["第 6 行", "第 9 行"]);
    assert_eq!(told("output/2013-09"), ["第 6 行", "第 9 行"]);
}

fn row(indicator: &str, side: &str, period: &str, keys: &str, [rows, above, below]: [i64; 3]) -> Row {
    let [indicator, side, period, keys] = [indicator, side, period, keys].map(str::to_owned);
    Row { indicator, side, period, keys, rows, above, below, ..Row::default() }
}

/// One indicator of one month, as docs/warehouse.md has it.
fn small() -> Vec<Row> {
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
fn made(change: impl FnOnce(&mut Vec<Row>)) -> (Workspace, Run) {
    let workspace = Workspace::new();
    let mut rows = small();
    change(&mut rows);
    fs::write(workspace.path().join("counts.csv"), text(&rows)).unwrap();
    let run = workspace.run("monthly --month 2013-09 --format json --facts counts.csv");
    (workspace, run)
}

fn kpi(report: &Value, id: &str) -> Value {
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap().clone()
}

fn rate(workspace: &Workspace) -> Option<f64> {
    kpi(&report(workspace, "output/2013-09"), "callback_success_rate")["value"].as_f64()
}

#[test]
fn figures_of_every_shape_are_those_that_a_person_makes_of_the_counts() {
    let group = |words: &[&str]| words.join("\u{1f}");
    let values = |indicator: &str, columns: usize, values: &[(i64, i64)]| -> Vec<Row> {
        let keys = "\u{1f}".repeat(columns.saturating_sub(1));
        let one = |(value, rows): &(i64, i64)| Row {
            value: Some(*value),
            ..row(indicator, "counted", "2013-09", &keys, [*rows, 0, 0])
        };
        values.iter().map(one).collect()
    };
    let score = |advisor: &str, item: &str, counts: [i64; 3]| {
        row("satisfaction_score", "counted", "2013-09", &group(&[advisor, item, "", ""]), counts)
    };
    let surveys = |advisor: &str, rows: i64| {
        row("satisfaction_score", "surveys", "2013-09", &group(&[advisor, "", "", ""]), [rows, 0, 0])
    };
    let mut all = vec![small().remove(0)];
    for (indicator, columns) in [
        ("customers_net", "model"),
        ("booking_rate", "advisor\u{1f}service_type"),
        ("complaint_median_days_to_close", "level\u{1f}category\u{1f}department"),
        ("external_csi", ""),
        ("first_service_retention", ""),
        ("staff_turnover", "team\u{1f}role"),
        ("satisfaction_score", "advisor\u{1f}item\u{1f}channel\u{1f}model"),
        ("complaints_carried_in", ""),
    ] {
        all.push(row(indicator, "indicator", "", columns, [0; 3]));
    }
    for table in
        ["callbacks", "work_orders", "sales", "appointments", "complaints", "external_scores", "staff", "surveys"]
    {
        all.extend(
            ["2011-12-30", "2013-06-03", "2013-09-02", "2013-09-30"].map(|day| row(table, "day", day, "", [9, 0, 0])),
        );
    }
    all.push(row("surveys", "answering", "", "", [0; 3]));
    all.push(row("customers_net", "counted", "2013-09", "速腾", [5, 5, 5]));
    all.push(row("customers_net", "taken", "2013-09", "迈腾", [3, 2, 3]));
    all.push(row("booking_rate", "counted", "2013-09", "李娜\u{1f}保养", [20, 18, 0]));
    all.push(row("booking_rate", "base", "2013-09", "李娜\u{1f}", [60, 60, 60]));
    all.extend(values("complaint_median_days_to_close", 3, &[(1, 2), (4, 2)]));
    all.extend(values("external_csi", 0, &[(88_500_000, 0)]));
    all.push(row("first_service_retention", "counted", "2013-09", "", [1, 30, 300]));
    all.push(row("staff_turnover", "counted", "2013-09", "一组\u{1f}顾问", [0, 3, 240]));
    all.push(score("李娜", "态度", [2, 180_000_000, 2]));
    all.push(score("李娜", "质量", [2, 160_000_000, 2]));
    all.push(score("乔丹", "态度", [1, 100_000_000, 1]));
    all.extend([surveys("李娜", 2), surveys("乔丹", 1)]);
    all.push(row("complaints_carried_in", "counted", "2013-09", "", [9, 4, 9]));
    let (workspace, run) = made(|rows| *rows = all);
    run.ends_with(0);
    let report = report(&workspace, "output/2013-09");
    assert!(!report["findings"].to_string().contains("counts-in-doubt\",\"message\":\"第"), "{}", report["findings"]);
    for (id, value) in [
        ("customers_net", 5.0 - 2.0),
        ("booking_rate", 100.0 * 18.0 / 60.0),
        ("complaint_median_days_to_close", (1.0 + 4.0) / 2.0),
        ("external_csi", 88.5),
        ("first_service_retention", 100.0 * 30.0 / (300.0 / 3.0)),
        ("staff_turnover", 100.0 * 3.0 / (240.0 / 12.0)),
        ("satisfaction_score", ((90.0 + 80.0) / 2.0 + 100.0) / 2.0),
        ("complaints_carried_in", 4.0),
    ] {
        assert_eq!(kpi(&report, id)["value"].as_f64(), Some(value), "{id}");
    }
}

#[test]
fn every_way_in_which_an_engine_packs_the_file_is_read_or_named() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warehouse/packed");
    for packed in ["uncompressed", "snappy", "zstd", "lz4_raw", "gzip", "brotli"] {
        let workspace = Workspace::new();
        let file = folder.join(format!("{packed}.parquet"));
        let run = workspace.run(&format!("monthly --month 2013-09 --format json --facts {}", file.display()));
        if ["gzip", "brotli"].contains(&packed) {
            run.ends_with(3).says(&[&format!("用 {packed} 压缩，不能读；请用 zstd")]);
        } else {
            run.ends_with(0);
            assert_eq!(rate(&workspace), Some(100.0 * 108.0 / 116.0), "{packed}");
        }
    }
}

#[test]
fn the_parts_of_a_folder_are_one_file() {
    let workspace = Workspace::new();
    let folder = workspace.path().join("parts");
    fs::create_dir(&folder).unwrap();
    let (mut first, mut second) = (small(), small().split_off(4));
    first.truncate(4);
    fs::write(folder.join("part-00000.parquet"), write(&first).unwrap()).unwrap();
    fs::write(folder.join("part-00001.csv"), text(&second)).unwrap();
    fs::write(folder.join("_SUCCESS"), "").unwrap();
    fs::write(folder.join(".part-00000.parquet.crc"), "crc").unwrap();
    workspace.run("monthly --month 2013-09 --format json --facts parts").ends_with(0);
    assert_eq!(rate(&workspace), Some(100.0 * 108.0 / 116.0));
    assert_eq!(report(&workspace, "output/2013-09")["inputs"][0]["file"], "parts/");
    workspace.run("verify output/2013-09 --facts parts").ends_with(0);
    second[0].rows = 60;
    fs::write(folder.join("part-00001.csv"), text(&second)).unwrap();
    workspace.run("verify output/2013-09 --facts parts").ends_with(1);
    second[0].period = "2013-09-31".to_owned();
    fs::write(folder.join("part-00001.csv"), text(&second)).unwrap();
    workspace.run("check --month 2013-09 --facts parts").prints(&["parts/part-00001.csv", "第 2 行（day）"]);
    // The configuration names it for a run that nobody looks at; spreadsheets that are named are read all the same.
    fs::write(workspace.path().join("csr-report.toml"), "[report]\nfacts = \"parts\"\n").unwrap();
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    workspace.run("monthly --month 2013-09 --input none").ends_with(3).says(&["none", "--input"]);
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
        (|rows| rows[2].rows = i64::MAX, "第 4 行（counted）：rows = 9223372036854775807，与前面各行之和太大"),
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
    let rate = kpi(&report, "callback_success_rate");
    assert_eq!(rate["previous"], Value::Null);
    assert_eq!(rate["trend"].as_array().unwrap().len(), 1);
}
