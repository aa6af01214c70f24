//! Small sheets built in code, read to the end.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use polars::prelude::DataFrame;
use proptest::prelude::*;

use crate::base::address::ranges;
use crate::base::finding::{Code, Severity};
use crate::base::table_id::TableId;
use crate::input::grid::{Grid, GridCell, GridValue, TextId};
use crate::settings::Reading;
use crate::templates::Templates;

use super::model::{InputBlock, RowCounts, Tables};
use super::schemas::Schemas;
use super::{Context, SheetInput, build};

/// A sheet from lines of cells separated by `|`; an empty cell is no cell.
pub(super) fn sheet(file: &str, name: &str, lines: &[&str]) -> SheetInput {
    let mut grid = Grid { file: file.into(), sheet: Some(name.into()), ..Grid::default() };
    let mut known: HashMap<String, TextId> = HashMap::new();
    for (row, line) in lines.iter().enumerate() {
        for (col, text) in line.split('|').enumerate().filter(|(_, text)| !text.is_empty()) {
            let id = *known.entry(text.to_owned()).or_insert_with(|| grid.add_text(text));
            grid.cells.push(GridCell { row: row as u32, col: col as u32, value: GridValue::Text(id) });
        }
    }
    SheetInput { grid, sha256: Arc::from("00") }
}

pub(super) fn schemas() -> Schemas {
    Schemas::load(&Templates::embedded(), &Reading::default()).expect("the built-in templates")
}

pub(super) fn read(sheets: Vec<SheetInput>) -> Tables {
    let tables = build(sheets, &schemas(), &Context::as_of(NaiveDate::from_ymd_opt(2013, 9, 30).expect("a day")));
    assert!(tables.inputs.iter().all(|input| input.rows.balanced()), "{:?}", tables.inputs);
    tables
}

pub(super) fn codes(tables: &Tables) -> Vec<&'static str> {
    tables.findings.iter().map(|finding| finding.code.name()).collect()
}

pub(super) fn cells(tables: &Tables, code: Code) -> Vec<String> {
    let of_code = tables.findings.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| finding.place.cell.map_or("-".into(), |cell| cell.to_string())).collect()
}

fn frame(tables: &Tables, table: TableId) -> &DataFrame {
    tables.frames.get(&table).expect("a frame")
}

pub(super) fn strings(tables: &Tables, table: TableId, column: &str) -> Vec<String> {
    let column = frame(tables, table).column(column).expect("a column").str().expect("texts");
    column.iter().map(|text| text.unwrap_or("-").to_owned()).collect()
}

pub(super) fn days(tables: &Tables, table: TableId, column: &str) -> Vec<String> {
    let column = frame(tables, table).column(column).expect("a column").datetime().expect("times");
    let text = |at| chrono::DateTime::from_timestamp_millis(at).expect("a time").format("%Y-%m-%d %H:%M").to_string();
    column.physical().iter().map(|at| at.map_or("-".into(), text)).collect()
}

pub(super) fn scores(tables: &Tables, table: TableId, column: &str) -> Vec<Option<i64>> {
    frame(tables, table).column(column).expect("a column").i64().expect("whole numbers").iter().collect()
}

fn counts(input: &InputBlock) -> RowCounts {
    input.rows
}

const CALLS: &str = "序号|工单号|车牌号|回访日期|回访结果|失败原因|服务顾问";

#[test]
fn a_list_of_calls_is_read_below_its_title_and_every_row_is_told() {
    let tables = read(vec![sheet(
        "回访记录.xlsx",
        "9月",
        &[
            "9月回访记录",
            "导出日期:|2013/10/01|导出人:|王芳",
            "",
            CALLS,
            "1|wo001|京a·12345|2013-9-5 14:30|回访成功||李 娜(003)",
            "2|WO002|京B00001|2013年9月6日|未接通|空号|李娜",
            "",
            "3|WO003|京B00002|2013-13-05|成功||李娜",
            CALLS,
            "4|WO004|京B00003||成功||李娜",
            "5|WO005||20130907|还行||",
            "合计||||3||",
            "制表人:王芳",
        ],
    )]);
    assert_eq!(tables.inputs.len(), 1);
    let input = &tables.inputs[0];
    assert_eq!((input.table, input.header_row), (Some(TableId::CALLBACKS), Some(4)));
    let expected = RowCounts {
        read: 9,
        used: 3,
        blank: 1,
        note: 1,
        total_line: 1,
        repeated_header: 1,
        rejected: 2,
        ..RowCounts::default()
    };
    assert_eq!(counts(input), expected);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "order_no"), ["WO001", "WO002", "WO005"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "plate"), ["京A12345", "京B00001", "-"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "result"), ["成功", "失败", "还行"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "result_sense"), ["success", "failure", "-"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "reason"), ["-", "号码错误", "-"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "advisor"), ["李娜", "李娜", "-"]);
    assert_eq!(
        days(&tables, TableId::CALLBACKS, "call_date"),
        ["2013-09-05 14:30", "2013-09-06 00:00", "2013-09-07 00:00"]
    );
    assert_eq!(codes(&tables), ["invalid-date", "missing-value", "unknown-word"]);
    let refused = &tables.findings[0];
    assert_eq!((refused.place.to_string(), refused.severity), ("回访记录.xlsx › 9月 › D8".into(), Severity::Error));
    assert_eq!(refused.message.chinese, "回访日期“2013-13-05”：月份应为 1–12；本行未计入");
    assert_eq!(cells(&tables, Code::MissingValue), ["D10"]);
}

#[test]
fn a_frame_holds_every_field_of_its_table() {
    let tables = read(vec![sheet(
        "a.csv",
        "s",
        &["投诉日期|处理时限|结案日期", "2013-9-1|24小时|2013-9-2", "2013-9-3|2013-9-4 12:00|"],
    )]);
    let schemas = schemas();
    for field in &schemas.table(TableId::COMPLAINTS).expect("a table").fields {
        assert!(frame(&tables, TableId::COMPLAINTS).column(&field.id).is_ok(), "{}", field.id);
    }
    assert_eq!(scores(&tables, TableId::COMPLAINTS, "limit_minutes"), [Some(1440), None]);
    assert_eq!(days(&tables, TableId::COMPLAINTS, "limit"), ["-", "2013-09-04 12:00"]);
}

#[test]
fn two_lines_of_headings_are_one() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &["工单号|车辆信息||回访信息||", "|车牌号|VIN|日期|结果|备注", "A1|京A1|LSVAA49J132000001|2013-9-1|成功|好"],
    )]);
    assert_eq!(tables.inputs[0].header_row, Some(2), "{:?}", tables.findings);
    assert_eq!(days(&tables, TableId::CALLBACKS, "call_date"), ["2013-09-01 00:00"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "order_no"), ["A1"]);
}

#[test]
fn a_second_heading_row_opens_a_second_block() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            CALLS,
            "1|A1|京A1|2013-9-1|成功||李娜",
            "",
            "投诉编号|车牌号|接诉时间|处理状态",
            "T1|京A1|2013-9-2|处理中",
            "T2|京A2|2013-9-3|已结案",
        ],
    )]);
    let blocks: Vec<_> =
        tables.inputs.iter().map(|input| (input.table, input.header_row, input.rows.read, input.rows.used)).collect();
    assert_eq!(blocks, [(Some(TableId::CALLBACKS), Some(1), 2, 1), (Some(TableId::COMPLAINTS), Some(4), 2, 2)]);
    assert_eq!(cells(&tables, Code::ClosedWithoutDate), ["A6"]);
}

#[test]
fn a_sheet_is_never_guessed() {
    let tables = read(vec![
        sheet("1.xlsx", "s", &["甲|乙|丙", "1|2|3"]),
        sheet(
            "2.xlsx",
            "s",
            &["工单号|车牌号|客户姓名|联系电话|回访日期|出厂日期|服务顾问", "A1|京A1|王|1|2013-9-1|2013-9-1|李"],
        ),
        sheet("3.xlsx", "s", &["来店日期|来店方式|意向车型|意向级别|是否试驾", "2013-9-1|电话|A3|H|是"]),
        sheet("4.xlsx", "s", &["投诉编号|投拆日期|处理状态|备注说明", "T1|2013-9-1|处理中|x"]),
    ]);
    assert!(tables.frames.is_empty());
    let tables_of: Vec<_> = tables.inputs.iter().map(|input| input.table).collect();
    assert_eq!(tables_of, [None, Some(TableId::CALLBACKS), Some(TableId::named("leads")), Some(TableId::COMPLAINTS)]);
    let missing: Vec<_> =
        tables.findings.iter().filter(|f| f.code == Code::MissingHeading).map(|f| f.field.as_deref()).collect();
    assert_eq!(missing, [Some("result"), Some("received_at")]);
    assert_eq!(tables.inputs[1].rows.rejected, 1);
    assert_eq!(
        codes(&tables),
        ["missing-heading", "missing-heading", "unknown-sheet", "table-not-used-yet", "unknown-heading"]
    );
}

#[test]
fn of_two_columns_with_one_heading_the_filled_one_counts() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &["工单号|回访日期|回访日期|回访结果|车主|送修人", "A1||2013-9-1|成功|王|李", "A2||2013-9-2|成功|王|"],
    )]);
    assert_eq!(days(&tables, TableId::CALLBACKS, "call_date"), ["2013-09-01 00:00", "2013-09-02 00:00"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "customer"), ["王", "王"]);
    let doubled: Vec<_> = tables.findings.iter().map(|finding| (finding.code.name(), finding.severity)).collect();
    assert_eq!(doubled, [("duplicate-heading", Severity::Warning), ("duplicate-heading", Severity::Info)]);
}

const ORDERS: &str = "工单号|车牌号|开单日期|结算日期|变更时间|工单状态|维修项目|维修金额";

#[test]
fn overlapping_exports_lines_and_older_states_count_once() {
    let tables = read(vec![
        sheet(
            "8月.xlsx",
            "s",
            &[
                ORDERS,
                "A1|京A1|2013-8-30|2013-8-31||已结算|机油|100",
                "A1|京A1|2013-8-30|2013-8-31||已结算|机滤|50",
                "A2|京A2|2013-8-30|||在修||",
                "A3|京A3|2013-8-30|2013-8-31|2013-8-31|已结算||",
            ],
        ),
        sheet(
            "9月.xlsx",
            "s",
            &[
                ORDERS,
                "A1|京A1|2013-8-30|2013-8-31||已结算|机油|100",
                "A2|京A2|2013-8-30|2013-9-2||已结算||",
                "A3|京A3|2013-8-30|2013-8-31|2013-9-4|作废||",
            ],
        ),
    ]);
    assert_eq!(strings(&tables, TableId::WORK_ORDERS, "order_no"), ["A1", "A2"]);
    assert_eq!(days(&tables, TableId::WORK_ORDERS, "settled_at"), ["2013-08-31 00:00", "2013-09-02 00:00"]);
    let balance: Vec<_> = tables.inputs.iter().map(|i| (i.rows.used, i.rows.duplicate, i.rows.void)).collect();
    assert_eq!(balance, [(1, 3, 0), (1, 1, 1)]);
    assert_eq!(codes(&tables), ["conflicting-row", "conflicting-row", "order-lines", "duplicate-row"]);
    let conflict = tables.findings.iter().find(|finding| finding.code == Code::ConflictingRow).expect("a conflict");
    assert_eq!(conflict.message.chinese, "“A2”与 9月.xlsx › s › A3 内容不同（结算日期、工单状态）；采用后者，本行不计");
}

#[test]
fn several_attempts_for_one_order_are_no_duplicates() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &["工单号|回访日期|回访结果", "A1|2013-9-1|失败", "A1|2013-9-2|成功", "A1|2013-9-2|成功", "A2||待回访"],
    )]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "order_no"), ["A1", "A1", "A2"]);
    assert_eq!((tables.inputs[0].rows.duplicate, codes(&tables)), (1, vec!["duplicate-row"]));
}

#[test]
fn a_sale_cancelled_later_still_stands() {
    let head = "VIN|车型|交车日期|取消日期|单据状态";
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            head,
            "LSVAA49J132000001|A|2013-9-1||",
            "LSVAA49J132000002|A|2013-9-1|2013-9-10|已取消",
            "LSVAA49J132000003|A|2013-9-1|2013-10-10|已取消",
            "LSVAA49J132000004|A|2013-9-1||退车",
            "LSVAA49J132000005|A|2013-8-1|2013-8-5|已取消",
            "LSVAA49J132000005|B|2013-9-3||",
        ],
    )]);
    let vins: Vec<_> = strings(&tables, TableId::NEW_SALES, "vin").iter().map(|vin| vin[15..].to_owned()).collect();
    assert_eq!(vins, ["01", "02", "03", "05"], "a dated cancellation stays in, for periods before it");
    assert_eq!((tables.inputs[0].rows.void, tables.inputs[0].rows.duplicate), (2, 1));
}

#[test]
fn a_total_line_that_carries_a_date_is_no_row() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            "车主|VIN|销售日期",
            "李喆|LSVAA49J132000001|2013-9-1",
            "小计|1台|2013-9-30",
            "9月合计||2013-9-30",
            "Total润滑油公司|LSVAA49J132000002|2013-9-2",
        ],
    )]);
    assert_eq!((tables.inputs[0].rows.used, tables.inputs[0].rows.total_line), (2, 2));
}

#[test]
fn sales_may_be_counted_by_month() {
    let tables = read(vec![sheet("销量2013.xlsx", "汇总", &["月份|台数", "1月|32", "2013-02|38台", "合计|70"])]);
    assert_eq!(days(&tables, TableId::NEW_SALES, "month"), ["2013-01-01 00:00", "2013-02-01 00:00"]);
    assert_eq!(scores(&tables, TableId::NEW_SALES, "quantity"), [Some(32), Some(38)]);
    assert_eq!((tables.inputs[0].rows.total_line, cells(&tables, Code::AssumedYear)), (1, vec!["A2".to_owned()]));
}

#[test]
fn a_score_beyond_all_others_makes_no_scale() {
    let told = |usual: &[&str], number: usize, slip: &str| {
        let mut lines = vec!["工单号|调查日期|服务态度".to_owned()];
        lines.extend((0..number).map(|at| format!("A{at}|2013-9-1|{}", usual[at % usual.len()])));
        lines.push(format!("B|2013-9-1|{slip}"));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
        let first = scores(&tables, TableId::SURVEYS, "score_attitude")[0].unwrap_or_default();
        (cells(&tables, Code::ScoreOutOfScale), cells(&tables, Code::DoubtfulScale), first, tables.doubts.len())
    };
    let cell = |row: usize| vec![format!("C{row}")];
    assert_eq!(told(&["9"], 40, "11"), (cell(42), vec![], 90_000_000, 0));
    assert_eq!(told(&["6", "10"], 300, "95"), (cell(302), vec![], 60_000_000, 0));
    assert_eq!(told(&["4", "5"], 40, "8"), (cell(42), vec![], 80_000_000, 0));
    assert_eq!(told(&["0.9", "1"], 40, "95").0, cell(42));
    assert_eq!(told(&["9"], 10, "95"), (cell(12), vec![], 90_000_000, 0));
    // With so few both scales are possible, and the figure says so.
    assert_eq!(told(&["9"], 2, "95"), (vec![], cell(4), 9_000_000, 1));
    assert_eq!(told(&["4", "5"], 9, "8"), (vec![], cell(11), 40_000_000, 1));
    assert_eq!(told(&["9"], 40, "10"), (vec![], vec![], 90_000_000, 0));
    assert_eq!(told(&["61", "98"], 40, "9"), (vec![], vec![], 61_000_000, 0));
}

#[test]
fn a_scale_is_declared_named_or_inferred_once() {
    let reading = Reading { scales: [("预先报价".to_owned(), 20.0)].into(), ..Reading::default() };
    let schemas = Schemas::load(&Templates::embedded(), &reading).expect("templates");
    let head = "工单号|调查日期|服务态度|及时接待(10分)|预先报价|解释账单";
    let tables = build(
        vec![
            sheet("1.xlsx", "s", &[head, "A1|2013-9-1|4|9|19|非常满意", "A2|2013-9-1|不表态|11|20|满意"]),
            sheet("2.xlsx", "s", &[head, "A3|2013-9-1|5|9.5分|1|90%"]),
        ],
        &schemas,
        &Context::as_of(NaiveDate::default()),
    );
    let of = |item: &str| scores(&tables, TableId::SURVEYS, &format!("score_{item}"));
    assert_eq!(of("attitude"), [Some(80_000_000), None, Some(100_000_000)]);
    assert_eq!(of("promptness"), [Some(90_000_000), None, Some(95_000_000)]);
    assert_eq!(of("quotation"), [Some(95_000_000), Some(100_000_000), Some(5_000_000)]);
    assert_eq!(of("explanation"), [Some(100_000_000), Some(75_000_000), Some(90_000_000)]);
    assert_eq!(codes(&tables), ["score-out-of-scale", "inferred-scale"]);
    assert_eq!(cells(&tables, Code::ScoreOutOfScale), ["D3"]);
}

#[test]
fn a_closing_before_the_receiving_is_set_aside() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            "投诉编号|接诉时间|结案日期|处理状态|投诉等级",
            "T1|2013-9-5 10:00|2013-9-4|已结案|Ⅱ级",
            "T2|2013-9-5 10:00|2013-9-5|已结案|一般投诉",
            "T3|2013-9-5|2013-9-6|已撤销|",
        ],
    )]);
    assert_eq!(days(&tables, TableId::COMPLAINTS, "closed_at"), ["-", "2013-09-05 00:00"]);
    assert_eq!(strings(&tables, TableId::COMPLAINTS, "level"), ["II", "一般"]);
    assert_eq!((codes(&tables), tables.inputs[0].rows.void), (vec!["closed-before-received"], 1));
}

#[test]
fn calls_for_unknown_orders_are_counted_a_sheet() {
    let tables = read(vec![
        sheet("o.xlsx", "s", &[ORDERS, "A1|京A1|2013-9-1|2013-9-1||作废||"]),
        sheet(
            "c.xlsx",
            "s",
            &[
                "工单号|回访日期|回访结果|回访类型",
                "A1|2013-9-2|成功|",
                "B1|2013-9-2|成功|三日回访",
                "S1|2013-9-2|成功|销售回访",
            ],
        ),
    ]);
    assert_eq!((codes(&tables), cells(&tables, Code::UnknownOrder)), (vec!["unknown-order"], vec!["A3".to_owned()]));
}

#[test]
fn the_workspace_adds_headings_words_and_names() {
    let mut reading = Reading::default();
    reading.headings.insert(TableId::CALLBACKS, [("order_no".to_owned(), vec!["单据编号".to_owned()])].into());
    reading.words.insert(TableId::CALLBACKS, [("成功".to_owned(), vec!["OK了".to_owned()])].into());
    reading.aliases.insert("advisor".into(), [("李娜".to_owned(), vec!["小李".to_owned()])].into());
    let schemas = Schemas::load(&Templates::embedded(), &reading).expect("templates");
    let lines = ["单据编号|回访日期|回访结果|服务顾问", "A1|2013-9-1|ok了!|小李"];
    let tables = build(vec![sheet("a.xlsx", "s", &lines)], &schemas, &Context::as_of(NaiveDate::default()));
    assert_eq!(strings(&tables, TableId::CALLBACKS, "result_sense"), ["success"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "advisor"), ["李娜"]);
    assert!(tables.findings.is_empty(), "{:?}", tables.findings);
    reading.words.insert(TableId::CALLBACKS, [("成工".to_owned(), Vec::new())].into());
    let error = Schemas::load(&Templates::embedded(), &reading).expect_err("an unknown word").to_string();
    assert_eq!(error, "[tables.callbacks.words]: unknown word “成工”; the nearest known one is “成功”");
}

/// A line of a small list of orders: rows, blanks, totals, notes, repeated headings, refused dates.
fn any_line() -> impl Strategy<Value = String> {
    let order = (0..6_u8, 1..29_u8, prop::bool::ANY).prop_map(|(number, day, void)| {
        format!("A{number}|京A{number}|2013-8-1|2013-9-{day}||{}||{number}", if void { "作废" } else { "已结算" })
    });
    prop_oneof![
        6 => order,
        1 => Just(String::new()),
        1 => Just("合计||||||99".to_owned()),
        1 => Just("制表人:王芳".to_owned()),
        1 => Just(ORDERS.to_owned()),
        1 => Just("A7|京A7|2013-8-1|2013-9-31||已结算||".to_owned()),
        1 => Just("|京A8|2013-8-1|||在修||".to_owned()),
    ]
}

fn orders(lines: &[String]) -> (Vec<(String, String)>, Vec<RowCounts>) {
    let lines: Vec<&str> = std::iter::once(ORDERS).chain(lines.iter().map(String::as_str)).collect();
    let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
    let numbers = strings(&tables, TableId::WORK_ORDERS, "order_no");
    let mut rows: Vec<_> = numbers.into_iter().zip(days(&tables, TableId::WORK_ORDERS, "settled_at")).collect();
    rows.sort();
    (rows, tables.inputs.iter().map(counts).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_in_the_balance(lines in prop::collection::vec(any_line(), 0..30)) {
        let last = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |at| at + 1);
        let (rows, counts) = orders(&lines);
        prop_assert_eq!(counts.iter().map(|counts| counts.read).sum::<u64>(), last as u64);
        prop_assert_eq!(counts.iter().map(|counts| counts.used).sum::<u64>(), rows.len() as u64);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(days in prop::collection::btree_map((0..5_u8, 1..29_u8), prop::bool::ANY, 1..20)) {
        let line = |((number, day), void): (&(u8, u8), &bool)| {
            format!("A{number}|京A{number}|2013-8-1|2013-9-{day}||{}||", if *void { "作废" } else { "已结算" })
        };
        let lines: Vec<String> = days.iter().map(line).collect();
        let backwards: Vec<String> = lines.iter().rev().cloned().collect();
        prop_assert_eq!(orders(&lines), orders(&backwards));
    }
}

#[test]
fn lines_below_a_merged_order_number_belong_to_the_order_above() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            ORDERS,
            "A1|京A1|2013-9-1|2013-9-2||已结算|机油|100",
            "||||||机滤|50",
            "||||||更换刹车片及制动液|",
            "A2|京A2|2013-9-1|2013-9-2||已结算||80",
            "||||||合计|230",
            "|京A3|||||机油|100",
            "||||||机滤|50",
            "A4|京A4|2013-9-3|2013-9-3||已结算|机油|100",
            "",
            "||||||机滤|50",
        ],
    )]);
    let rows = counts(&tables.inputs[0]);
    assert_eq!((rows.used, rows.duplicate, rows.total_line, rows.blank, rows.rejected), (3, 2, 1, 1, 3));
    assert_eq!(cells(&tables, Code::OrderLines), ["G3"]);
    let lines = tables.findings.iter().find(|finding| finding.code == Code::OrderLines).expect("the lines");
    assert_eq!(ranges(lines.cells(), 9), "G3:G4");
    assert_eq!(strings(&tables, TableId::WORK_ORDERS, "order_no"), ["A1", "A2", "A4"]);
}

#[test]
fn a_sentence_that_stands_alone_is_a_note_in_whatever_column() {
    let orders = |below: [&str; 3]| {
        let lines = [
            "维修技师|维修项目|工单号|车牌号|开单日期|结算日期|金额",
            "王芳|机油|A1|京A12341|2013-9-1|2013-9-2|100",
            below[0],
            "李强|机滤|A2|京A12342|2013-9-1|2013-9-2|80",
            below[1],
            below[2],
        ];
        let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
        let rows = counts(&tables.inputs[0]);
        assert_eq!((rows.used, rows.rejected), (2, 0));
        (rows.note, rows.duplicate)
    };
    assert_eq!(orders(["以上数据由系统导出。", "|以上数据由系统导出。", "以上数据由系统导出。"]), (3, 0));
    assert_eq!(orders(["||||||以上数据由系统导出。", "All data are exported by the system.", ""]), (2, 0));
    assert_eq!(orders(["欧阳小明", "|更换刹车片及制动液", "王芳|检查灯光。"]), (0, 3), "lines of their orders");
}

/// Twelve orders of September, and one more row.
fn orders_with(title: &str, row: &str) -> SheetInput {
    let orders = (1..=12).map(|n| format!("A{n}|京A1234{}|2013-9-{n}|2013-9-{n}||已结算||", n % 10));
    let lines: Vec<String> =
        [title.to_owned(), ORDERS.to_owned()].into_iter().chain(orders).chain([row.to_owned()]).collect();
    sheet("a.xlsx", "s", &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_date_after_the_export_is_told_and_used() {
    let tables = read(vec![orders_with("导出日期: 2013-09-20", "B1|京A99999|2013-9-1|2013-9-21||已结算||")]);
    assert_eq!((codes(&tables), cells(&tables, Code::FutureDate)), (vec!["future-date"], vec!["D15".to_owned()]));
    assert_eq!(
        tables.findings[0].message.chinese,
        "结算日期 2013-09-21 晚于文件的保存或导出日期 2013-09-20；按原样使用"
    );
    assert_eq!(tables.inputs[0].rows.used, 13);
    let stale = read(vec![orders_with("导出日期: 2013-09-05", "B1|京A99999|2013-9-1|2013-9-21||已结算||")]);
    assert!(codes(&stale).is_empty(), "an old template's day is not believed");
    let mut saved = orders_with("", "B1|京A99999|2013-9-1|2013-9-21||已结算||");
    saved.grid.saved = NaiveDate::from_ymd_opt(2013, 9, 20).and_then(|day| day.and_hms_opt(9, 0, 0));
    assert_eq!(cells(&read(vec![saved]), Code::FutureDate), ["D15"]);
}

#[test]
fn a_date_far_from_all_others_is_told_and_used() {
    let tables = read(vec![orders_with("", "B1|京A99999|2013-9-1|2031-9-1||已结算||")]);
    assert_eq!(
        (codes(&tables), cells(&tables, Code::DateOutOfRange)),
        (vec!["date-out-of-range"], vec!["D15".to_owned()])
    );
    let message = &tables.findings[0].message;
    assert_eq!(message.chinese, "结算日期 2031-09-01 与该列其他日期（2013-09-01 至 2013-09-12）相差太远；按原样使用");
    assert_eq!(tables.inputs[0].rows.used, 13);
    let few = read(vec![sheet(
        "a.xlsx",
        "s",
        &[ORDERS, "A1|京A1|2013-9-1|2031-9-1||已结算||", "A2|京A1|2013-9-1|2013-9-1||已结算||"],
    )]);
    assert!(codes(&few).is_empty(), "two dates do not show where the others lie");
}

#[test]
fn a_vehicle_sold_twice_is_told_in_its_own_words() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            "VIN|车型|客户|交车日期|单据状态",
            "LSVAA49J132000001|A|王先生|2013-9-1|",
            "LSVAA49J132000001|A|李女士|2013-9-8|",
            "LSVAA49J132000002|A|王先生|2013-9-1|",
            "LSVAA49J132000002|B|王先生|2013-9-1|",
            "LSVAA49J132000003|A|王先生|2013-9-1|已退车",
            "LSVAA49J132000003|A|李女士|2013-9-8|",
        ],
    )]);
    assert_eq!(
        (cells(&tables, Code::SoldTwice), cells(&tables, Code::ConflictingRow)),
        (vec!["A2".into()], vec!["A4".into(), "A6".into()])
    );
    let sold = tables.findings.iter().find(|finding| finding.code == Code::SoldTwice).expect("a finding");
    assert_eq!(
        sold.message.chinese,
        "车架号“LSVAA49J132000001”售出两次：另一行在 a.xlsx › s › A3（客户、交车日期不同）；只计那一行，本行不计"
    );
    assert_eq!((tables.inputs[0].rows.used, tables.inputs[0].rows.duplicate), (3, 3));
}

#[test]
fn a_cell_formatted_as_a_percentage_says_what_it_shows_on_any_scale() {
    let lines =
        ["工单号|回访日期|回访结果|服务态度(10分)", "A1|2013-9-1|成功|9", "A2|2013-9-1|成功|?", "A3|2013-9-1|成功|0.5"];
    let mut percentage = sheet("a.xlsx", "s", &lines);
    percentage.grid.cells[11].value = GridValue::Percentage(0.57);
    let tables = read(vec![percentage]);
    let scores = scores(&tables, TableId::CALLBACKS, "score_attitude");
    assert_eq!(scores, [Some(90_000_000), Some(57_000_000), Some(5_000_000)]);
    assert_eq!(cells(&tables, Code::DoubtfulScale), ["D4"], "half a point of ten may be 50%");
}

#[test]
fn scores_that_never_pass_one_are_percentages() {
    let head = "工单号|回访日期|回访结果|服务态度";
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[head, "A1|2013-9-1|成功|0.93", "A2|2013-9-1|成功|1", "A3|2013-9-1|成功|100%"],
    )]);
    let scores = scores(&tables, TableId::CALLBACKS, "score_attitude");
    assert_eq!(scores, [Some(93_000_000), Some(100_000_000), Some(100_000_000)]);
    assert_eq!(codes(&tables), ["doubtful-scale"]);
    let ones = read(vec![sheet("a.xlsx", "s", &[head, "A1|2013-9-1|成功|1", "A2|2013-9-1|成功|0"])]);
    assert_eq!(codes(&ones), ["inferred-scale"], "nought and one alone may be points");
}

#[test]
fn an_unknown_word_is_told_once_a_sheet_with_all_its_cells() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &["工单号|回访日期|回访结果", "A1|2013-9-1|还行", "A2|2013-9-1|成功", "A3|2013-9-1|还行", "A4|2013-9-1|还行"],
    )]);
    assert_eq!(codes(&tables), ["unknown-word"]);
    assert_eq!(ranges(tables.findings[0].cells(), 9), "C2, C4:C5");
}

#[test]
fn two_people_of_one_name_stay_two_in_all_tables() {
    let calls = "工单号|回访日期|回访结果|服务顾问|回访人";
    let tables = read(vec![
        sheet(
            "a.xlsx",
            "s",
            &[
                calls,
                "A1|2013-9-1|成功|李娜(003)|王芳(011)",
                "A2|2013-9-1|成功|李娜|王芳",
                "A3|2013-9-1|成功|李娜(003)|",
            ],
        ),
        sheet("b.xlsx", "s", &["工单号|车牌号|开单日期|结算日期|服务顾问", "A1|京A12345|2013-9-1|2013-9-1|007李娜"]),
    ]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "advisor"), ["李娜(003)", "李娜", "李娜(003)"]);
    assert_eq!(strings(&tables, TableId::WORK_ORDERS, "advisor"), ["李娜(007)"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "caller"), ["王芳", "王芳", "-"]);
    assert_eq!(cells(&tables, Code::Namesakes), ["D2"]);
}
