//! What a warehouse counts over an export: DuckDB runs the statements, and every figure is that of the report.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sqlparser::dialect::{ClickHouseDialect, DatabricksDialect, Dialect, DuckDbDialect};
use sqlparser::parser::Parser;

use crate::demo;
use crate::workspace::Workspace;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_csr-report")).arg("-C").arg(demo::workspace()).args(arguments).output().unwrap()
}

fn export(folder: &Path, period: &str) -> Output {
    let option = match period.len() {
        4 => "--year",
        _ if period.contains('Q') => "--quarter",
        _ => "--month",
    };
    run(&["export", "--parquet", folder.to_str().unwrap(), option, period])
}

fn exported(folder: &Path, period: &str) {
    let output = export(folder, period);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn statements(dialect: &str) -> String {
    let output = run(&["sql", "--dialect", dialect]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn is_ready() -> bool {
    let ready = Command::new("python3").args(["-c", "import duckdb, tomllib"]).output();
    let ready = ready.is_ok_and(|output| output.status.success());
    if !ready {
        eprintln!("skipped: python3 with duckdb is not installed (pip install -r benches/rivals/requirements.txt)");
    }
    ready
}

/// The statements that begin at the tables.
fn from_tables(dialect: &str) -> String {
    let output = run(&["sql", "--dialect", dialect, "--from", "tables"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether what DuckDB counts over an export is what a report says, and what was said of it.
fn judged(export: &Path, statements: &Path, report: &Path) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3")
        .arg(root.join("tests/warehouse/judge.py"))
        .args([export, statements, report])
        .arg(root.join("templates"))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.success(), said)
}

/// What DuckDB counts over an export, handed over as a file.
fn parts_of(export: &Path, statements: &Path) -> PathBuf {
    let script = "import duckdb, os, sys\nos.chdir(sys.argv[1])\ncounted = duckdb.connect()\n\
        counted.execute(open(sys.argv[2]).read())\ncounted.execute(\"COPY parts TO 'counted.parquet'\")";
    let output = Command::new("python3").args(["-c", script]).args([export, statements]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    export.join("counted.parquet")
}

/// report.json of a workspace that has the demo's configuration and no spreadsheet.
fn made_from(counted: &Path, period: &str) -> Value {
    let workspace = Workspace::new();
    fs::copy(demo::workspace().join("csr-report.toml"), workspace.path().join("csr-report.toml")).unwrap();
    let command = match period.len() {
        4 => "annual --year",
        _ if period.contains('Q') => "quarterly --quarter",
        _ => "monthly --month",
    };
    let counted = counted.display();
    workspace.run(&format!("{command} {period} --format json --facts {counted}")).ends_with(0);
    let verified = workspace.run(&format!("verify output/{period} --facts {counted}"));
    verified.ends_with(0).prints(&["一致", "1 个输入文件"]);
    report(workspace.path(), &format!("output/{period}"))
}

fn report(workspace: &Path, folder: &str) -> Value {
    serde_json::from_slice(&fs::read(workspace.join(folder).join("report.json")).unwrap()).unwrap()
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

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { all.extend(files(&entry)) } else { all.push((entry.clone(), fs::read(&entry).unwrap())) }
    }
    all.sort();
    all
}

#[test]
fn duckdb_counts_over_the_export_what_the_report_says() {
    if !is_ready() {
        return;
    }
    let keep = tempfile::tempdir().unwrap();
    let sql = keep.path().join("parts.sql");
    fs::write(&sql, statements("duckdb")).unwrap();
    for period in ["2013-09", "2013-Q3", "2013"] {
        let folder = keep.path().join(period);
        exported(&folder, period);
        let report = demo::report(period).folder.join("report.json");
        let (agrees, said) = judged(&folder, &sql, &report);
        assert!(agrees && said.starts_with("agree"), "{period}: {said}");
        // The report that is made from what was counted there says the same of every indicator.
        let made = made_from(&parts_of(&folder, &sql), period);
        agree(&demo::report(period).json, &made);
        let findings = made["findings"].as_array().unwrap();
        let codes: Vec<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
        assert!(codes.contains(&"made-from-counts") && !codes.contains(&"counts-in-doubt"), "{period}: {codes:?}");
    }
    // The judge sees one statement that counts otherwise.
    let report = demo::report("2013-09").folder.join("report.json");
    let changed = statements("duckdb").replacen("CAST(\"called\" AS BIGINT)", "CAST(NOT \"called\" AS BIGINT)", 1);
    assert_ne!(changed, statements("duckdb"));
    fs::write(&sql, changed).unwrap();
    let (agrees, said) = judged(&keep.path().join("2013-09"), &sql, &report);
    assert!(!agrees && said.contains("callback_rate"), "{said}");
}

/// The rows of every fact that DuckDB makes of the tables are those that the program exported.
fn made_alike(export: &Path, statements: &Path) {
    let said = compared(export, statements).unwrap_or_else(|said| panic!("{said}"));
    assert!(said.contains("alike: "), "{said}");
}

/// What is said of the facts that DuckDB makes, held against those of the export; an error where they differ.
fn compared(export: &Path, statements: &Path) -> Result<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/warehouse/facts.py");
    let output = Command::new("python3").arg(script).args([export, statements]).output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    if output.status.success() { Ok(said) } else { Err(said) }
}

#[test]
fn duckdb_makes_the_facts_of_the_tables_and_every_indicator_is_that_of_the_report() {
    if !is_ready() {
        return;
    }
    let keep = tempfile::tempdir().unwrap();
    let (sql, folder) = (keep.path().join("parts.sql"), keep.path().join("2013-09"));
    fs::write(&sql, from_tables("duckdb")).unwrap();
    exported(&folder, "2013-09");
    made_alike(&folder, &sql);
    agree(&demo::report("2013-09").json, &made_from(&parts_of(&folder, &sql), "2013-09"));
}

/// Lists whose rows lie where looks, keys and places end.
fn at_the_edges() -> Workspace {
    let orders = "工单号,VIN,车型,服务顾问,维修类型,结算日期\n\
        A1,LSVAA000000000001,速腾,李娜,保养,2013-8-1\nA2,LSVAA000000000001,速腾,李娜,保养,2013-8-31\n\
        A3,LSVAA000000000002,速腾,李娜,保养,2013-8-1\nA4,LSVAA000000000002,速腾,李娜,保养,2013-9-1\n\
        A5,LSVAA000000000003,速腾,李娜,首保,2013-9-5\nA6,LSVAA000000000003,朗逸,乔丹,首保,2013-9-5\n\
        A7,LSVAA000000000004,途安,李娜,保养,2013-9-6\nA8,LSVAA000000000004,,乔丹,保养,2013-9-6\n\
        A9,LSVAA000000000005,途安,李娜,保养,2013-10-1\nB1,LSVAA000000000006,途安,李娜,保养,2013-10-2\n\
        B2,,途安,李娜,保养,2013-9-7\nB3,,途安,李娜,保养,2013-9-7\n\
        B4,LSVAA000000000007,高尔夫,李娜,保养,2013-9-8\nB5,LSVAA000000000008,高尔夫,李娜,保养,2013-9-8\n\
        B6,LSVAA000000000009,高尔夫,李娜,保养,2013-9-8\nB7,LSVAA000000000010,高尔夫,李娜,保养,2013-9-8\n";
    // Of ten cars in the orders not one is in this list: nobody knows of any.
    let customers = "客户编号,客户姓名,VIN,性别,建档日期\nK1,王五,LSVBB000000000001,男,2013-1-1\nK2,赵六,LSVBB000000000002,女,2013-1-2\n";
    let bookings = "预约单号,VIN,预约进厂时间,实际到店时间\nY1,LSVAA000000000001,2013-7-1,\nY2,LSVAA000000000002,2013-9-10,2013-9-10\n\
        Y3,LSVAA000000000003,2013-10-11,\nY4,LSVAA000000000004,2013-10-12,\nY5,LSVAA000000000005,2013-12-1,\n";
    let inspections = "点检日期,环节,点检项目,是否合格,是否重复发生\n2013-8-31,接待,着装,不合格,\n2013-9-1,接待,着装,不合格,\n\
        2013-9-2,接待,环车,不合格,否\n2013-9-1,接待,环车,不合格,\n2013-10-1,接待,环车,不合格,\n2013-9-3,,记录,不合格,\n2013-9-3,,记录,不合格,是\n\
        2013-8-20,接待,灯光,不合格,\n2013-8-25,接待,灯光,不合格,否\n";
    Workspace::new()
        .with("input/工单.csv", orders)
        .with("input/客户档案.csv", customers)
        .with("input/预约.csv", bookings)
        .with("input/点检.csv", inspections)
}

#[test]
fn facts_that_an_engine_makes_are_those_of_the_program_at_the_edges_of_their_looks() {
    if !is_ready() {
        return;
    }
    let with = at_the_edges();
    with.run("export --parquet export --month 2013-09").ends_with(0);
    let (export, sql) = (with.path().join("export"), with.path().join("parts.sql"));
    let text = with.run("sql --dialect duckdb --from tables").ends_with(0).stdout;
    fs::write(&sql, &text).unwrap();
    made_alike(&export, &sql);
    // What is stated otherwise comes out otherwise: each of these lies on an edge of a row above.
    for (stated, otherwise, fact) in [
        ("COUNT(*) >= 10", "COUNT(*) >= 11", "visits"),
        ("csr_place = 1 OR (", "csr_place = 1 AND NOT (", "visits"),
        ("THEN 1 ELSE 0 END)", "THEN 0 ELSE 0 END)", "appointments"),
        ("NULLS LAST", "NULLS FIRST", "inspection_items"),
        ("CAST((30) AS INTEGER)", "CAST((29) AS INTEGER)", "comebacks"),
        ("CAST((30) AS INTEGER)", "CAST((31) AS INTEGER)", "comebacks"),
        ("csr_stop THEN FALSE", "csr_stop - 1 THEN FALSE", "comebacks"),
    ] {
        assert!(text.contains(stated), "{stated}");
        fs::write(&sql, text.replace(stated, otherwise)).unwrap();
        let said = compared(&export, &sql).unwrap_err();
        assert!(said.contains(fact), "{stated}: {said}");
    }
}

#[test]
fn of_two_rows_of_one_day_an_engine_takes_the_one_that_the_program_takes() {
    if !is_ready() {
        return;
    }
    let with = at_the_edges();
    with.run("export --parquet export --month 2013-09").ends_with(0);
    with.run("monthly --month 2013-09 --format json").ends_with(0);
    let of_rows = report(with.path(), "output/2013-09");
    let sql = with.path().join("parts.sql");
    let of_counts = |text: &str| {
        fs::write(&sql, text).unwrap();
        let parts = parts_of(&with.path().join("export"), &sql);
        let without = Workspace::new();
        without.run(&format!("monthly --month 2013-09 --format json --facts {}", parts.display())).ends_with(0);
        fs::remove_file(parts).unwrap();
        report(without.path(), "output/2013-09")
    };
    let text = statements("duckdb");
    agree(&of_rows, &of_counts(&text));
    let models = |report: &Value| {
        let kpis = report["kpis"].as_array().unwrap().iter();
        kpis.filter(|kpi| kpi["id"] == "vehicles_serviced").map(|kpi| kpi["breakdowns"].to_string()).collect::<String>()
    };
    assert!(models(&of_rows).contains("朗逸") && models(&of_rows).contains("未指定"), "{}", models(&of_rows));
    for (stated, otherwise) in [("ASC NULLS FIRST", "DESC NULLS FIRST"), ("ASC NULLS FIRST", "ASC NULLS LAST")] {
        assert_ne!(models(&of_counts(&text.replace(stated, otherwise))), models(&of_rows), "{otherwise}");
    }
}

const CALLS: &str = "工单号,VIN,回访日期,回访结果,失败原因,服务顾问,服务态度\n";

#[test]
fn stores_are_counted_apart_and_their_group_is_that_of_their_rows() {
    if !is_ready() {
        return;
    }
    let calls = |good: usize, all: usize| -> String {
        let result = |at: usize| if at < good { "成功," } else { "失败,号码错误" };
        let line =
            |at: usize| format!("R{at},LSVAA{at:012},2013-9-{},{},李娜,{}\n", 1 + at % 28, result(at), 7 + at % 4);
        (0..all).map(line).collect()
    };
    let folders = "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n";
    let with = Workspace::new()
        .with("csr-report.toml", folders)
        .with("input/城东店/回访.csv", &format!("{CALLS}{}", calls(9, 10)))
        .with("input/城西店/回访.csv", &format!("{CALLS}{}", calls(10, 30)));
    with.run("export --parquet export --month 2013-09").ends_with(0);
    let sql = with.path().join("parts.sql");
    fs::write(&sql, statements("duckdb")).unwrap();
    let parts = parts_of(&with.path().join("export"), &sql);
    let without = Workspace::new().with("csr-report.toml", folders);
    with.run("monthly --month 2013-09 --each-dealer --format json").ends_with(0);
    without
        .run(&format!("monthly --month 2013-09 --each-dealer --format json --facts {}", parts.display()))
        .ends_with(0);
    for folder in ["output/2013-09", "output/城东店/2013-09", "output/城西店/2013-09"] {
        agree(&report(with.path(), folder), &report(without.path(), folder));
    }
}

/// Each engine with the parser of its statements.
const ENGINES: [(&str, &dyn Dialect); 3] =
    [("duckdb", &DuckDbDialect {}), ("spark", &DatabricksDialect {}), ("clickhouse", &ClickHouseDialect {})];

#[test]
fn every_engine_has_statements_that_parse_and_none_lacks_an_indicator() {
    for (name, dialect) in ENGINES {
        let text = statements(name);
        assert!(!text.contains("NOT STATED"), "{name}");
        // The ways in which engines name files and kinds of tables are in no parser; all that is counted goes into the table.
        let inserts: Vec<&str> = text.split(";\n").filter(|statement| statement.starts_with("INSERT INTO")).collect();
        assert!(inserts.len() > 100, "{name}: {}", inserts.len());
        for insert in inserts {
            Parser::parse_sql(dialect, insert).unwrap_or_else(|error| panic!("{name}: {error}\n{insert}"));
        }
    }
    let unknown = run(&["sql", "--dialect", "oracle"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn facts_made_of_the_tables_parse_for_every_engine_and_what_is_read_is_named() {
    for (name, dialect) in ENGINES {
        let text = from_tables(name);
        let named = text.lines().find(|line| line.starts_with("-- FROM THE EXPORT: ")).unwrap();
        assert_eq!(
            named,
            "-- FROM THE EXPORT: answers, cases, complaints (complaints.due_at), customers (customers.phone), orders, \
             outreach (outreach.came_another_time), surveys"
        );
        assert!(text.contains("tables/appointments") && !text.contains("facts/appointments"), "{name}");
        // How engines make tables and views is in no parser; what they are made of is.
        let made = text.split(";\n").filter(|statement| statement.starts_with("CREATE"));
        let selects: Vec<&str> = made.filter_map(|made| made.split_once(" AS ").map(|(_, select)| select)).collect();
        assert!(selects.len() > 50, "{name}: {}", selects.len());
        for select in selects.iter().filter(|select| !select.contains("/**/*.parquet")) {
            // Spark's word for the division of whole numbers is not known to the parser.
            let select = if name == "spark" { select.replace(" div ", " / ") } else { (*select).to_owned() };
            Parser::parse_sql(dialect, &select).unwrap_or_else(|error| panic!("{name}: {error}\n{select}"));
        }
    }
    assert_eq!(run(&["sql", "--dialect", "duckdb", "--from", "facts"]).stdout, statements("duckdb").into_bytes());
    assert_eq!(run(&["sql", "--dialect", "duckdb", "--from", "rows"]).status.code(), Some(2));
}

#[test]
fn statements_from_tables_are_refused_where_those_are_masked() {
    let with = Workspace::new().with("csr-report.toml", "[privacy]\ncustomers = \"masked\"\n");
    let refused =
        with.run("sql --dialect duckdb --from tables").ends_with(2).says(&["[privacy] customers", "--from facts"]);
    assert!(refused.stdout.is_empty());
    with.run("sql --dialect duckdb").ends_with(0);
    with.run("sql --dialect duckdb --from tables --audience meeting").ends_with(2);
}

#[test]
fn an_export_is_the_same_every_time_and_goes_nowhere_else() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("export");
    exported(&folder, "2013-09");
    let first = files(&folder);
    exported(&folder, "2013-09");
    assert!(files(&folder) == first, "the same bytes");
    fs::write(folder.join("facts/note.txt"), "mine").unwrap();
    let refused = export(&folder, "2013-09");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("note.txt"));
    assert_eq!(fs::read_to_string(folder.join("facts/note.txt")).unwrap(), "mine");
}
