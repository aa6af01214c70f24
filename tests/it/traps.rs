//! The demo dealer's traps: under all rules the program gives the right figure, and with the one rule removed it does
//! not. A rule is removed in the templates or the configuration where it stands there, else by changing the sheets so
//! that it finds nothing to hold on to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use csr_report::base::table_id::TableId;
use csr_report::input::ReadFile;
use csr_report::input::grid::GridValue;
use csr_report::run::compute::Computed;
use serde::Deserialize;

use crate::grids::{self, Cell, Field, Line, change, change_rows, look};
use crate::{demo, workspace::Workspace};

const CALLS: &str = "回访/";
const ORDERS: &str = "维修工单/";
const COMPLAINTS: &str = "投诉台账";
const SALES: &str = "新车销售";
const SURVEYS: &str = "满意度面访";

const NUMBER: Field = &["序号"];
const ORDER_NO: Field = &["工单号", "委托书号", "维修工单号"];
const VIN: Field = &["VIN", "VIN码", "车架号"];
const PLATE: Field = &["车牌号", "车牌号码", "车牌"];
const ADVISOR: Field = &["服务顾问", "接待员"];
const FIXED: Field = &["是否一次修复", "问题是否解决", "故障是否排除"];
const CALL_DATE: Field = &["回访日期", "跟踪日期", "回访时间"];
const SERVICE_DATE: Field = &["出厂日期", "交车日期"];
const ATTEMPT: Field = &["回访次数", "拨打次数"];
const RESULT: Field = &["回访结果", "跟踪状态"];
const REASON: Field = &["失败原因", "未成功原因"];
const COMMENT: Field = &["客户反馈", "反馈信息", "客户意见"];
const DELIVERED: Field = &["交车日期", "出厂日期"];
const SETTLED: Field = &["结算日期"];
const STATUS: Field = &["工单状态", "处理状态", "单据状态"];
const ITEM: Field = &["维修项目"];
const FIRST_SERVICE: Field = &["是否首次保养"];
const COMPLAINT_NO: Field = &["投诉编号"];
const RECEIVED: Field = &["接诉时间"];
const CLOSED: Field = &["结案日期"];
const LIMIT: Field = &["处理时限"];
const INVOICED: Field = &["开票日期"];
const CHANNEL: Field = &["渠道"];
const CANCELLED: Field = &["取消日期"];
const SCORES: [Field; 4] = [
    &["服务态度", "服务态度星级", "服务态度得分"],
    &["及时接待", "及时接待星级", "及时接待得分"],
    &["预先报价", "预先报价星级", "预先报价得分"],
    &["解释账单", "解释账单星级", "解释账单得分"],
];

/// An entry of traps.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trap {
    name: String,
    rows: u64,
    indicator: String,
    period: String,
    by: Option<String>,
    key: Option<String>,
    right: f64,
    naive: f64,
    rule: String,
}

/// traps.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TrapFile {
    trap: Vec<Trap>,
}

/// How a rule is removed.
enum Without {
    /// Another text in a template: file, and what is replaced by what.
    Template(&'static str, &'static [(&'static str, &'static str)]),
    /// Another text in csr-report.toml.
    Configuration(&'static [(&'static str, &'static str)]),
    /// Other sheets.
    Sheets(fn(&mut [ReadFile])),
}

/// What the figure is without the rule.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gives {
    /// Exactly the naive value that the generator counted.
    Naive,
    /// Another value than the right one; the sentence says why not the naive one.
    Another(&'static str),
}
use Gives::{Another, Naive};
use Without::{Configuration, Sheets, Template};

type Removal = (&'static str, Without, Gives);

/// Rules about calls.
const OF_CALLS: &[Removal] = &[
    ("further-attempts", Sheets(every_call_its_own_order_number), Naive),
    ("attempt-next-month", Sheets(calls_dated_by_their_service), Naive),
    ("no-order-number", Sheets(|files| without_number(files, |_| true, &[VIN, PLATE])), Naive),
    ("second-attempt-without-number", Sheets(second_attempts_without_vehicle), Naive),
    ("service-date-decides", Sheets(|files| without_number(files, |_| true, &[SERVICE_DATE])), Naive),
    ("same-plate-two-vehicles", Sheets(|files| without_number(files, |_| true, &[VIN])), Naive),
    ("messy-plates", Sheets(|files| without_number(files, |line| is_messy(&line.text(PLATE)), &[PLATE])), Naive),
    ("call-without-known-order", Sheets(only_calls_about_known_vehicles), Naive),
    ("blank-advisor", Sheets(|files| name_the_blank(files, CALLS, "无名")), Naive),
    ("advisor-spellings", Sheets(spellings_as_different_people), Naive),
    (
        "open-results",
        Template(
            "tables/callbacks.toml",
            &[(
                r#"{ word = "待回访", en = "To call", sense = "open","#,
                r#"{ word = "没有的词", sense = "open", words = [] }, { word = "待回访", en = "To call", sense = "failure","#,
            )],
        ),
        Naive,
    ),
    (
        "sales-callbacks",
        Template(
            "tables/callbacks.toml",
            &[(r#"sense = "sales""#, r#"sense = "after_sales""#), (r#", beside = "sales""#, "")],
        ),
        Naive,
    ),
    ("text-dates", Sheets(only_calls_with_real_dates), Naive),
    ("impossible-date", Sheets(the_31st_rolled_over), Naive),
    ("dealers-word-for-success", Configuration(&[(r#""成功" = ["OK了"]"#, "")]), Naive),
    ("dealers-word-for-reason", Configuration(&[(r#""无法接通" = ["电话打不通"]"#, "")]), Naive),
    ("unknown-reason", Sheets(an_unknown_reason_spoils_its_case), Naive),
    ("call-pasted-twice", Sheets(every_call_its_own_comment_and_number), Naive),
    ("repeated-headings", Sheets(|files| as_calls(files, |line| line.text(NUMBER) == "序号")), Naive),
    ("total-rows", Sheets(|files| as_calls(files, |line| line.text(NUMBER) == "合计")), Naive),
    ("footers", Sheets(|files| as_calls(files, is_footer)), Naive),
    ("blank-rows", Sheets(|files| as_calls(files, |line| line.is_blank())), Naive),
];

/// Rules about work orders.
const OF_ORDERS: &[Removal] = &[
    (
        "void-orders",
        Template(
            "tables/work_orders.toml",
            &[(
                r#"{ word = "作废", en = "Void", sense = "void","#,
                r#"{ word = "没有的词", sense = "void", words = [] }, { word = "作废", en = "Void", sense = "finished","#,
            )],
        ),
        Naive,
    ),
    ("internal-orders", Template("tables/work_orders.toml", INTERNAL_AS_ORDINARY), Naive),
    ("pdi-orders", Template("tables/work_orders.toml", &[(r#"sense = "pdi""#, r#"sense = "ordinary""#)]), Naive),
    (
        "still-in-repair",
        Template(
            "tables/work_orders.toml",
            &[(r#"word = "在修", en = "In repair", sense = "open""#, r#"word = "在修", sense = "finished""#)],
        ),
        Naive,
    ),
    ("blank-status", Sheets(blank_states_as_in_repair), Naive),
    (
        "no-settlement-date",
        Template(
            "tables/work_orders.toml",
            &[(r#"["settled_at", "delivered_at", "opened_at"]]"#, r#"["settled_at"]]"#)],
        ),
        Naive,
    ),
    (
        "settled-in-the-next-month",
        Configuration(&[(
            "[aliases.advisor]",
            "[tables.work_orders.headings]\nsettled_at = [\"交车日期\", \"出厂日期\"]\ndelivered_at = [\"结算日期\"]\n[aliases.advisor]",
        )]),
        Naive,
    ),
    (
        "opened-in-the-month-before",
        Configuration(&[(
            "[aliases.advisor]",
            "[tables.work_orders.headings]\nsettled_at = [\"开单日期\", \"接车日期\"]\nopened_at = [\"结算日期\"]\n[aliases.advisor]",
        )]),
        Naive,
    ),
    ("overlapping-exports", Sheets(|files| change_repeats(files, Repeat::Same)), Naive),
    ("later-state", Sheets(|files| change_repeats(files, Repeat::Later)), Naive),
    ("order-lines", Sheets(|files| change_repeats(files, Repeat::OrderLine)), Naive),
    ("internal-repairs", Template("tables/work_orders.toml", INTERNAL_AS_ORDINARY), Naive),
    ("answer-on-the-call", Sheets(|files| clear_column(files, CALLS, FIXED)), Naive),
    ("first-service-twice", Sheets(orders_without_vehicle), Naive),
    ("first-service-by-flag", Sheets(|files| clear_column(files, ORDERS, FIRST_SERVICE)), Naive),
];

const INTERNAL_AS_ORDINARY: &[(&str, &str)] = &[(r#"sense = "internal""#, r#"sense = "ordinary""#)];

/// Rules about satisfaction.
const OF_SCORES: &[Removal] = &[
    (
        "five-point-scores",
        Configuration(&[
            (r#""服务态度星级" = 5"#, r#""服务态度星级" = 10"#),
            (r#""及时接待星级" = 5"#, r#""及时接待星级" = 10"#),
            (r#""预先报价星级" = 5"#, r#""预先报价星级" = 10"#),
            (r#""解释账单星级" = 5"#, r#""解释账单星级" = 10"#),
        ]),
        Naive,
    ),
    (
        "hundred-point-scores",
        Configuration(&[
            (r#""服务态度得分" = 100"#, r#""服务态度得分" = 10"#),
            (r#""及时接待得分" = 100"#, r#""及时接待得分" = 10"#),
            (r#""预先报价得分" = 100"#, r#""预先报价得分" = 10"#),
            (r#""解释账单得分" = 100"#, r#""解释账单得分" = 10"#),
        ]),
        Another("a score above its scale is left out with a warning, never counted as 900 of 100"),
    ),
    ("missing-answers", Sheets(missing_answers_as_0), Naive),
    ("survey-without-advisor", Sheets(|files| name_the_blank(files, SURVEYS, "无名")), Naive),
    (
        "station-is-mean-of-advisors",
        Configuration(&[("[require]", "[report]\nstation_satisfaction = \"mean-of-answers\"\n[require]")]),
        Naive,
    ),
];

/// Rules about complaints.
const OF_COMPLAINTS: &[Removal] = &[
    ("closed-without-date", Sheets(closed_when_received), Naive),
    ("reopened-complaint", Sheets(the_first_closing_counts), Naive),
    (
        "withdrawn-complaints",
        Template(
            "tables/complaints.toml",
            &[(
                r#"{ word = "已撤销", en = "Withdrawn", sense = "void","#,
                r#"{ word = "没有的词", sense = "void", words = [] }, { word = "已撤销", en = "Withdrawn", sense = "open","#,
            )],
        ),
        Naive,
    ),
    ("no-time-of-day", Sheets(midnight_as_a_time_of_day), Naive),
    ("limit-of-the-level", Configuration(&[("I = 24\n", "")]), Naive),
    ("own-limit", Sheets(|files| clear_column(files, COMPLAINTS, LIMIT)), Naive),
    (
        "level-spellings",
        Template(
            "tables/complaints.toml",
            &[(
                r#"{ word = "II", words = ["II级", "二级", "2", "2级", "等级2", "二级投诉", "II级投诉", "2级投诉", "二級", "二类", "2类", "Level 2", "Level II"] }"#,
                r#"{ word = "II", words = [] }"#,
            )],
        ),
        Naive,
    ),
];

/// Rules about sales.
const OF_SALES: &[Removal] = &[
    ("cancelled-sales", Sheets(cancelled_sales_as_sold), Naive),
    ("second-tier-channel", Sheets(without_second_tier), Naive),
    (
        "delivered-after-invoice",
        Configuration(&[(
            "[aliases.advisor]",
            "[tables.new_sales.headings]\ndelivered_at = [\"开票日期\"]\ninvoiced_at = [\"交车日期\"]\n[aliases.advisor]",
        )]),
        Naive,
    ),
    (
        "only-invoiced",
        Template(
            "tables/new_sales.toml",
            &[(r#"keep      = [["delivered_at", "invoiced_at", "sold_at", "month"]]"#, r#"keep = [["delivered_at"]]"#)],
        ),
        Naive,
    ),
    ("sale-pasted-twice", Sheets(second_sales_without_vin), Naive),
    ("subtotal-rows", Sheets(subtotals_as_sales), Naive),
];

/// Traps whose rule cannot be removed from outside the program, and why; they are only held against the right figure.
const CANNOT_BE_REMOVED: &[(&str, &str)] = &[];

fn removals() -> impl Iterator<Item = &'static Removal> {
    [OF_CALLS, OF_ORDERS, OF_SCORES, OF_COMPLAINTS, OF_SALES].into_iter().flatten()
}

fn traps() -> &'static [Trap] {
    static TRAPS: OnceLock<TrapFile> = OnceLock::new();
    let read = || toml::from_str(&std::fs::read_to_string(demo::workspace().join("traps.toml")).unwrap()).unwrap();
    &TRAPS.get_or_init(read).trap
}

fn trap(name: &str) -> &'static Trap {
    traps().iter().find(|trap| trap.name == name).unwrap_or_else(|| panic!("traps.toml has no {name}"))
}

impl Trap {
    /// The figure of this trap; a group that is not there counts 0.
    fn figure(&self, computed: &Computed) -> Option<f64> {
        let kpi = grids::kpi(computed, &self.indicator);
        let (Some(by), Some(key)) = (&self.by, &self.key) else { return kpi.at(&self.period)?.value };
        let breakdown = kpi.breakdown(&["period", by]).unwrap_or_else(|| panic!("{} has no {by}", self.indicator));
        let row = breakdown.rows.iter().find(|row| row.key == [self.period.as_str(), key.as_str()]);
        row.map_or(Some(0.0), |row| row.measure.value)
    }

    fn of(&self) -> String {
        let group = self.key.as_deref().map_or_else(String::new, |key| format!(" of {key}"));
        format!("{}{group} in {}", self.indicator, self.period)
    }
}

fn equal(figure: Option<f64>, expected: f64) -> bool {
    figure.is_some_and(|figure| (figure - expected).abs() < 1e-9)
}

/// A text with parts replaced; every part must be there exactly once, or the removal removes nothing.
#[track_caller]
fn replaced(text: &str, parts: &[(&str, &str)]) -> String {
    parts.iter().fold(text.replace("\r\n", "\n"), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "the text to replace is there once: {from}");
        text.replace(from, to)
    })
}

fn computed_without(removed: &Without) -> Computed {
    let (mut files, configuration) = (grids::files(), grids::configuration());
    match removed {
        Template(name, parts) => {
            let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
            let text = replaced(&std::fs::read_to_string(own).unwrap(), parts);
            let workspace = Workspace::new().with(&format!("templates/{name}"), &text);
            grids::compute(files, &configuration, workspace.path())
        }
        Configuration(parts) => grids::compute(files, &replaced(&configuration, parts), &demo::workspace()),
        Sheets(change) => {
            change(&mut files);
            grids::compute(files, &configuration, &demo::workspace())
        }
    }
}

/// Removes each rule in turn and tells of every figure that is not what it must be then.
#[track_caller]
fn each_rule_matters(removals: &[Removal]) {
    let mut wrong = Vec::new();
    for (name, without, gives) in removals {
        let trap = trap(name);
        let figure = trap.figure(&computed_without(without));
        let as_told = match gives {
            Naive => equal(figure, trap.naive),
            Another(_) => !equal(figure, trap.right) && !equal(figure, trap.naive),
        };
        if !as_told || equal(figure, trap.right) {
            wrong.push(format!(
                "{name}: without “{}”, {} is {figure:?}; right is {}, naive {}, and it should be {gives:?}",
                trap.rule,
                trap.of(),
                trap.right,
                trap.naive
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), removals.len(), wrong.join("\n"));
}

#[test]
fn under_all_rules_every_trap_gives_the_right_figure() {
    let computed = grids::compute(grids::files(), &grids::configuration(), &demo::workspace());
    let wrong: Vec<String> = traps()
        .iter()
        .map(|trap| (trap, trap.figure(&computed)))
        .filter(|(trap, figure)| !equal(*figure, trap.right))
        .map(|(trap, figure)| format!("{}: {} is {figure:?}, not {} ({})", trap.name, trap.of(), trap.right, trap.rule))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_rule_about_calls_the_figure_changes() {
    each_rule_matters(OF_CALLS);
}

#[test]
fn without_a_rule_about_orders_the_figure_changes() {
    each_rule_matters(OF_ORDERS);
}

#[test]
fn without_a_rule_about_scores_the_figure_changes() {
    each_rule_matters(OF_SCORES);
}

#[test]
fn without_a_rule_about_complaints_the_figure_changes() {
    each_rule_matters(OF_COMPLAINTS);
}

#[test]
fn without_a_rule_about_sales_the_figure_changes() {
    each_rule_matters(OF_SALES);
}

#[test]
fn every_trap_has_its_removal_or_a_reason_why_not() {
    let mut named: Vec<&str> = removals().map(|(name, ..)| *name).collect();
    named.extend(CANNOT_BE_REMOVED.iter().map(|(name, _)| *name));
    let once: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(once.len(), named.len(), "a trap stands twice: {named:?}");
    let all: BTreeSet<&str> = traps().iter().map(|trap| trap.name.as_str()).collect();
    let without: Vec<_> = all.difference(&once).collect();
    let unknown: Vec<_> = once.difference(&all).collect();
    assert!(without.is_empty() && unknown.is_empty(), "without a removal: {without:?}; not in traps.toml: {unknown:?}");
    let removed = removals().count();
    assert!(removed >= 20, "only {removed} rules are removed");
    for trap in traps() {
        assert!(trap.rows > 0 && trap.right != trap.naive, "{} catches nothing", trap.name);
    }
}

#[test]
fn lines_that_are_no_call_are_counted_as_what_they_are() {
    let computed = grids::compute(grids::files(), &grids::configuration(), &demo::workspace());
    let calls =
        || computed.inputs.iter().filter(|block| block.table == Some(TableId::CALLBACKS)).map(|block| block.rows);
    let counted = [
        ("repeated-headings", calls().map(|rows| rows.repeated_header).sum::<u64>()),
        ("total-rows", calls().map(|rows| rows.total_line).sum()),
        ("footers", calls().map(|rows| rows.note).sum()),
        ("blank-rows", calls().map(|rows| rows.blank).sum()),
    ];
    for (name, count) in counted {
        assert_eq!(count, trap(name).rows, "lines of {name} in the balance of the call sheets");
    }
}

// Calls.

/// Without cases every attempt counts for itself.
fn every_call_its_own_order_number(files: &mut [ReadFile]) {
    let mut number = 0;
    change_rows(files, CALLS, |line| {
        number += 1;
        line.write(ORDER_NO, format!("X{number}"));
    });
}

/// A naive count puts a case into the month of the service, or of its first attempt where that is not known.
fn calls_dated_by_their_service(files: &mut [ReadFile]) {
    let known: BTreeSet<String> = look(files, ORDERS).iter().map(|order| order.text(ORDER_NO)).collect();
    let is_attempt = |call: &Line| !matches!(call.text(RESULT).as_str(), "待回访" | "继续跟踪");
    let mut first: BTreeMap<String, Cell> = BTreeMap::new();
    for call in look(files, CALLS).iter().filter(|call| is_attempt(call)) {
        let date = call.cell(SERVICE_DATE).or(call.cell(CALL_DATE)).unwrap().clone();
        first.entry(call.text(ORDER_NO)).or_insert(date);
    }
    change_rows(files, CALLS, |line| {
        let number = line.text(ORDER_NO);
        let date = match number.as_str() {
            "" => line.cell(SERVICE_DATE).or(line.cell(CALL_DATE)).cloned(),
            _ if known.contains(&number) => first.get(&number).or(line.cell(CALL_DATE)).cloned(),
            _ => line.cell(CALL_DATE).cloned(),
        };
        line.put(CALL_DATE, date);
    });
}

/// Empties columns of the calls without an order number.
fn without_number(files: &mut [ReadFile], which: fn(&Line) -> bool, columns: &[Field]) {
    change_rows(files, CALLS, |line| {
        if line.text(ORDER_NO).is_empty() && which(line) {
            columns.iter().for_each(|column| line.clear(column));
        }
    });
}

fn second_attempts_without_vehicle(files: &mut [ReadFile]) {
    without_number(files, |line| line.text(ATTEMPT) != "1", &[VIN, PLATE]);
}

/// A plate in the form in which the orders have it: 京A12345.
fn is_messy(plate: &str) -> bool {
    !plate.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Full-width letters narrow, no signs, upper case.
fn tidy(plate: &str) -> String {
    let narrow = |c: char| match c as u32 {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap(),
        _ => c,
    };
    plate.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A naive join drops the calls that lead to no order.
fn only_calls_about_known_vehicles(files: &mut [ReadFile]) {
    let orders = look(files, ORDERS);
    let known = |field: Field| orders.iter().map(|order| tidy(&order.text(field))).collect::<BTreeSet<_>>();
    let (numbers, vins, plates) = (known(ORDER_NO), known(VIN), known(PLATE));
    change_rows(files, CALLS, |line| {
        let (number, vin, plate) = (line.text(ORDER_NO), line.text(VIN), line.text(PLATE));
        let stranger = if !number.is_empty() {
            !numbers.contains(&number)
        } else if !vin.is_empty() {
            !vins.contains(&vin)
        } else {
            !plates.contains(&tidy(&plate))
        };
        if stranger {
            line.clear_all();
        }
    });
}

/// A blank advisor as a person of that name.
fn name_the_blank(files: &mut [ReadFile], table: &str, name: &str) {
    change_rows(files, table, |line| {
        if line.text(ADVISOR).is_empty() {
            line.write(ADVISOR, name);
        }
    });
}

/// The program itself cleans 乔丹(001), with or without `[aliases]`: so here they are other people.
fn spellings_as_different_people(files: &mut [ReadFile]) {
    change_rows(files, CALLS, |line| match line.text(ADVISOR).as_str() {
        "乔丹(001)" => line.write(ADVISOR, "乔丹甲"),
        "小乔" => line.write(ADVISOR, "乔丹乙"),
        _ => {}
    });
}

/// A reader that knows no dates in text loses these rows.
fn only_calls_with_real_dates(files: &mut [ReadFile]) {
    change_rows(files, CALLS, |line| {
        if !line.is_number(CALL_DATE) {
            line.clear_all();
        }
    });
}

/// A lenient reader makes 1 October of 31 September.
fn the_31st_rolled_over(files: &mut [ReadFile]) {
    change_rows(files, CALLS, |line| {
        if line.text(CALL_DATE) == "2013-9-31" {
            line.write(CALL_DATE, "2013-10-1");
        }
    });
}

/// A naive count takes a reason that no list knows for a failure, whatever came after: so nothing came after. A later
/// attempt without a number is one about the same vehicle soon after.
fn an_unknown_reason_spoils_its_case(files: &mut [ReadFile]) {
    let spoiled: Vec<Line> =
        look(files, CALLS).into_iter().filter(|call| call.text(REASON) == "客户正在开会").collect();
    let day = |call: &Line| call.text(CALL_DATE).parse().unwrap_or(0.0);
    let same_vehicle = |call: &Line, other: &Line| match call.text(VIN).as_str() {
        "" => tidy(&call.text(PLATE)) == tidy(&other.text(PLATE)),
        vin => vin == other.text(VIN),
    };
    let days_after = 0.0..30.0;
    change_rows(files, CALLS, |line| {
        let number = line.text(ORDER_NO);
        let same_case = |other: &&Line| match number.as_str() {
            "" => days_after.contains(&(day(line) - day(other))) && same_vehicle(line, other),
            number => number == other.text(ORDER_NO),
        };
        if spoiled.iter().any(|other| same_case(&other)) {
            line.write(RESULT, "失败");
        }
    });
}

/// No two rows are equal any more.
fn every_call_its_own_comment_and_number(files: &mut [ReadFile]) {
    let mut number = 0;
    change_rows(files, CALLS, |line| {
        number += 1;
        line.write(COMMENT, format!("{number}"));
        line.write(ATTEMPT, format!("{number}"));
    });
}

fn is_footer(line: &Line) -> bool {
    !(line.is_blank() || line.is_row() || matches!(line.text(NUMBER).as_str(), "序号" | "合计"))
}

/// A naive reader takes such lines for calls, filled down from the row above: a failed call on that day.
fn as_calls(files: &mut [ReadFile], which: fn(&Line) -> bool) {
    let mut number = 0;
    change(files, CALLS, |sheet| {
        let mut date = None;
        for line in &mut sheet.lines {
            if line.is_row() {
                // The last row of September is the one with the impossible date.
                date = if line.is_number(CALL_DATE) { line.cell(CALL_DATE).cloned() } else { date };
            } else if which(line) {
                number += 1;
                line.clear_all();
                line.put(CALL_DATE, date.clone());
                line.write(ORDER_NO, format!("X{number}"));
                line.write(RESULT, "失败");
            }
        }
    });
}

// Orders.

fn blank_states_as_in_repair(files: &mut [ReadFile]) {
    change_rows(files, ORDERS, |line| {
        if line.text(STATUS).is_empty() {
            line.write(STATUS, "在修");
        }
    });
}

/// How a row repeats the number of an order.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    /// The same row in both exports.
    Same,
    /// Another item of the same order.
    OrderLine,
    /// A later state.
    Later,
}

/// Rows that repeat a number in this way: later states are not there, the others become orders of their own.
fn change_repeats(files: &mut [ReadFile], wanted: Repeat) {
    let mut known: BTreeMap<String, Line> = BTreeMap::new();
    let mut count = 0;
    let minutes =
        |line: &Line, field: Field| line.text(field).parse().map_or(0, |days: f64| (days * 1440.0).round() as i64);
    change_rows(files, ORDERS, |line| {
        let number = line.text(ORDER_NO);
        let Some(other) = known.get(&number) else {
            known.insert(number, line.clone());
            return;
        };
        let same_state = line.text(STATUS) == other.text(STATUS)
            && [SETTLED, DELIVERED].iter().all(|field| minutes(line, field) == minutes(other, field));
        let repeat = match (same_state, line.text(ITEM) == other.text(ITEM)) {
            (true, true) => Repeat::Same,
            (true, false) => Repeat::OrderLine,
            _ => Repeat::Later,
        };
        match repeat {
            Repeat::Later if wanted == Repeat::Later => line.clear_all(),
            Repeat::Later => drop(known.insert(number, line.clone())),
            _ if repeat == wanted => {
                count += 1;
                line.write(ORDER_NO, format!("{number}X{count}"));
            }
            _ => {}
        }
    });
}

fn clear_column(files: &mut [ReadFile], table: &str, column: Field) {
    change_rows(files, table, |line| line.clear(column));
}

/// An order that names no vehicle is a vehicle of its own.
fn orders_without_vehicle(files: &mut [ReadFile]) {
    clear_column(files, ORDERS, VIN);
    clear_column(files, ORDERS, PLATE);
}

// Scores.

/// Whoever answered one item and not another gets 0 for that one.
fn missing_answers_as_0(files: &mut [ReadFile]) {
    for table in [CALLS, SURVEYS] {
        change_rows(files, table, |line| {
            if SCORES.iter().all(|score| line.text(score).is_empty()) {
                return;
            }
            for score in SCORES {
                if !line.is_number(score) {
                    line.put(score, Some(Cell::Value(GridValue::Number(0.0))));
                }
            }
        });
    }
}

// Complaints.

fn closed_when_received(files: &mut [ReadFile]) {
    change_rows(files, COMPLAINTS, |line| {
        if line.text(STATUS) == "已结案" && line.text(CLOSED).is_empty() {
            line.put(CLOSED, line.cell(RECEIVED).cloned());
        }
    });
}

fn the_first_closing_counts(files: &mut [ReadFile]) {
    let mut known = BTreeSet::new();
    change_rows(files, COMPLAINTS, |line| {
        if !known.insert(line.text(COMPLAINT_NO)) {
            line.clear_all();
        }
    });
}

/// A day without a time is taken for its first second.
fn midnight_as_a_time_of_day(files: &mut [ReadFile]) {
    change_rows(files, COMPLAINTS, |line| {
        for field in [RECEIVED, CLOSED] {
            if let Some(Cell::Value(GridValue::Date(serial))) = line.cell(field)
                && serial.fract() == 0.0
            {
                let a_second_later = serial + 1.0 / 86_400.0;
                line.put(field, Some(Cell::Value(GridValue::Date(a_second_later))));
            }
        }
    });
}

// Sales.

fn cancelled_sales_as_sold(files: &mut [ReadFile]) {
    change_rows(files, SALES, |line| {
        if !line.text(CANCELLED).is_empty() {
            line.clear(CANCELLED);
            line.write(STATUS, "已交车");
        }
    });
}

fn without_second_tier(files: &mut [ReadFile]) {
    change_rows(files, SALES, |line| {
        if line.text(CHANNEL) == "二网" {
            line.clear_all();
        }
    });
}

/// A row without a VIN is no other state of a known car.
fn second_sales_without_vin(files: &mut [ReadFile]) {
    let mut known = BTreeSet::new();
    change_rows(files, SALES, |line| {
        if !known.insert(line.text(VIN)) {
            line.clear(VIN);
        }
    });
}

/// A subtotal as one car more, invoiced on the day of the row above.
fn subtotals_as_sales(files: &mut [ReadFile]) {
    change(files, SALES, |sheet| {
        let mut invoiced = None;
        for line in &mut sheet.lines {
            if line.is_row() {
                invoiced = line.cell(INVOICED).cloned();
            } else if line.text(NUMBER) == "小计" {
                line.clear_all();
                line.put(INVOICED, invoiced.clone());
            }
        }
    });
}
