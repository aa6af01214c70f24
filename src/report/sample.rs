//! Long because every built-in indicator has figures here: small hand-made results for the tests of this room and of the
//! renderers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::{Lang, Words};
use crate::base::number::{Exact, Unit, percent};
use crate::base::period::PeriodKind;
use crate::base::table_id::TableId;
use crate::kpi::behind::{FactValue, Origin, RowBehind};
use crate::kpi::catalogue::Catalogue;
use crate::kpi::model::{Breakdown, BreakdownRow, Direction, KpiResult, Measure, Point, Status};
use crate::report::compose::compose;
use crate::report::content::{Content, Explanation, OwnWords};
use crate::report::door::Door;
use crate::report::model::{PeriodInfo, Report};
use crate::report::pages::PageList;
use crate::report::texts::Texts;
use crate::settings::Reading;
use crate::tables::model::{InputBlock, Item, RowCounts, Source};
use crate::tables::schema::Schema;
use crate::tables::schemas::Schemas;
use crate::templates::Templates;

/// Owned content of a report; tests change what they look at.
pub struct Sample {
    /// The period.
    pub period: PeriodInfo,
    /// The indicators.
    pub results: Vec<KpiResult>,
    /// Figures beside them.
    pub support: Vec<KpiResult>,
    /// The rows behind.
    pub lists: BTreeMap<String, Vec<RowBehind>>,
    /// The lists that are too long, by store.
    pub long_lists: BTreeMap<String, BTreeMap<String, usize>>,
    /// How indicators move together.
    pub correlations: BTreeMap<String, Vec<crate::kpi::analyses::correlation::Together>>,
    /// Items of satisfaction.
    pub items: Vec<Item>,
    /// Tables and their fields.
    pub schemas: Vec<Schema>,
    /// Balances.
    pub inputs: Vec<InputBlock>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Definitions.
    pub explanations: Vec<Explanation>,
    /// Phones.
    pub door: Door,
    /// What the manager wrote.
    pub own_words: OwnWords,
}

/// The embedded indicators.
fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::of(&Templates::embedded(), &Default::default()).expect("indicators"));
    &CATALOGUE
}

/// The embedded texts and pages.
pub fn templates(lang: Lang) -> (Texts, PageList) {
    let templates = Templates::embedded();
    (Texts::load(&templates, lang).expect("texts"), PageList::load(&templates, catalogue()).expect("pages"))
}

/// The report of a sample with the embedded pages and texts.
pub fn composed(sample: &Sample, lang: Lang) -> Report {
    let (texts, pages) = templates(lang);
    compose(&sample.content(lang), &texts, &pages)
}

impl Sample {
    /// What a report is composed from.
    pub fn content(&self, lang: Lang) -> Content<'_> {
        Content {
            dealer: "测试店",
            period: &self.period,
            calendar: crate::base::period::Calendar::default(),
            lang,
            results: &self.results,
            support: &self.support,
            lists: &self.lists,
            long_lists: &self.long_lists,
            correlations: &self.correlations,
            items: &self.items,
            schemas: &self.schemas,
            inputs: &self.inputs,
            findings: &self.findings,
            explanations: &self.explanations,
            door: &self.door,
            small_sample: 10,
            own_words: &self.own_words,
        }
    }
}

/// A figure of a rate.
pub fn of(numerator: i64, denominator: i64) -> Measure {
    let (above, below) = (Exact::whole(numerator), Exact::whole(denominator));
    Measure {
        value: percent(above, below),
        numerator: Some(above.to_f64()),
        denominator: Some(below.to_f64()),
        n: denominator as u64,
    }
}

/// A count.
pub fn counted(n: u64) -> Measure {
    Measure { value: Some(n as f64), n, ..Measure::default() }
}

/// A score with its answers.
pub fn scored(value: f64, n: u64) -> Measure {
    Measure { value: Some(value), n, ..Measure::default() }
}

/// An indicator with its trend, which ends at the report's period.
pub fn result(id: &str, unit: Unit, trend: &[(&str, Measure)]) -> KpiResult {
    let measure = trend.last().map(|(_, measure)| *measure).unwrap_or_default();
    let point = |(period, measure): &(&str, Measure)| Point {
        period: (*period).to_owned(),
        measure: *measure,
        source: None,
        target: None,
        incomplete: None,
    };
    let previous = trend.iter().rev().nth(1).map_or_else(Point::default, point);
    KpiResult {
        id: id.to_owned(),
        name: Words { chinese: format!("指标{id}"), en: id.to_owned() },
        unit,
        direction: Direction::Higher,
        measure,
        small: unit != Unit::Count && measure.n < 10,
        source: None,
        year_ago_source: None,
        incomplete: None,
        year_ago_incomplete: None,
        short: Vec::new(),
        target: None,
        next: crate::kpi::model::Aim::default(),
        status: if measure.value.is_some() { Status::NoTarget } else { Status::NoData },
        change: measure.value.zip(previous.measure.value).map(|(now, before)| now - before),
        previous,
        year_ago: None,
        trend: trend.iter().map(point).collect(),
        months: Vec::new(),
        targets: std::collections::BTreeMap::new(),
        breakdowns: Vec::new(),
        by_month: Vec::new(),
        by_previous: Vec::new(),
        notes: Vec::new(),
        uncounted: false,
        doubts: Vec::new(),
    }
}

/// Adds a breakdown; counts get their shares.
pub fn by(mut result: KpiResult, by: &[&str], rows: &[(&[&str], Measure)]) -> KpiResult {
    let whole: u64 = rows.iter().map(|(_, measure)| measure.n).sum();
    let share = |measure: &Measure| percent(Exact::whole(measure.n as i64), Exact::whole(whole as i64));
    let rows = rows.iter().map(|(key, measure)| BreakdownRow {
        rest: 0,
        key: key.iter().map(|word| (*word).to_owned()).collect(),
        measure: *measure,
        share: (result.unit == Unit::Count).then(|| share(measure)).flatten(),
    });
    let rows = rows.collect();
    result.breakdowns.push(Breakdown { by: by.iter().map(|word| (*word).to_owned()).collect(), rows });
    result
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn period() -> PeriodInfo {
    PeriodInfo {
        kind: PeriodKind::Month,
        label: "2013-09".to_owned(),
        start: day("2013-09-01"),
        end: day("2013-09-30"),
        as_of: day("2013-09-30"),
        complete: true,
    }
}

/// No result, no row, no file.
pub fn empty() -> Sample {
    Sample {
        period: period(),
        results: Vec::new(),
        support: Vec::new(),
        lists: BTreeMap::new(),
        long_lists: BTreeMap::new(),
        correlations: BTreeMap::new(),
        items: Vec::new(),
        schemas: Schemas::load(&Templates::embedded(), &Reading::default()).expect("tables").tables,
        inputs: Vec::new(),
        findings: Vec::new(),
        explanations: Vec::new(),
        door: Door::default(),
        own_words: OwnWords::default(),
    }
}

/// A month like the deck's, with every built-in indicator.
pub fn demo() -> Sample {
    let mut sample = empty();
    sample.results = [callbacks(), repairs(), complaints()].concat();
    sample.results.insert(4, satisfaction());
    sample.results.extend(contacts());
    sample.results.push(retention());
    sample.results.extend(renewals());
    let surveys = ["phone_surveys", "in_person_surveys"]
        .map(|id| by(result(id, Unit::Count, &[("2013-09", counted(30))]), &["advisor"], &[(&["乔丹"], counted(30))]));
    sample.support = [&surveys[..], &repairs_beside(), &complaints_beside()].concat();
    sample.items = [("attitude", "服务态度"), ("promptness", "及时接待")]
        .map(|(id, name)| Item { id: id.into(), name: Words { chinese: name.into(), en: id.into() } })
        .to_vec();
    let rows = RowCounts {
        read: 1401,
        used: 1390,
        blank: 2,
        total_line: 1,
        duplicate: 5,
        rejected: 3,
        ..RowCounts::default()
    };
    sample.inputs = vec![InputBlock {
        file: "回访记录.xlsx".into(),
        sha256: "00".into(),
        sheet: Some("9月".into()),
        table: Some(TableId::CALLBACKS),
        header_row: Some(1),
        rows,
    }];
    sample.findings = vec![invalid_date(16)];
    sample.explanations = sample.results.iter().map(explanation).collect();
    sample.lists = lists();
    sample
}

/// An error in column A of `row` (from 0).
pub fn invalid_date(row: u32) -> Finding {
    let place = Place { file: "回访记录.xlsx".into(), sheet: Some("9月".into()), cell: None }.at(row, 0);
    let message = "“2013-13-05” 不是日期（月份应为 1–12）；本行未计入".to_owned();
    let english = "“2013-13-05” is no date (months are 1–12); the row is not counted".to_owned();
    Finding::new(Severity::Error, Code::InvalidDate, place, message, english)
        .table(TableId::CALLBACKS)
        .field("call_date")
        .value("2013-13-05")
}

/// The definition of a result, on the page that shows it.
pub fn explanation(result: &KpiResult) -> Explanation {
    let page = match result.id.as_str() {
        id if id.starts_with("callback") => "callbacks",
        id if id.starts_with("satisfaction") => "satisfaction",
        id if id.starts_with("first_time") => "first_time_fix",
        id if id.starts_with("complaint") => "complaints",
        id if id.starts_with("contact") => "contacts",
        id if id.starts_with("renewal") => "renewals",
        _ => "first_service",
    };
    let words = |text: &str| Words { chinese: text.to_owned(), en: text.to_owned() };
    Explanation {
        id: result.id.clone(),
        name: result.name.clone(),
        rule: words("rule"),
        formula: words("formula"),
        source: Words { chinese: "样本".to_owned(), en: "deck".to_owned() },
        target: result.target,
        unit: result.unit,
        direction: result.direction,
        page: page.to_owned(),
        own: catalogue().get(&result.id).is_none(),
        facts: catalogue().get(&result.id).unwrap_or(&catalogue().definitions()[0]).rows.facts.clone(),
    }
}

fn callbacks() -> Vec<KpiResult> {
    let due = result(
        "callbacks_due",
        Unit::Count,
        &[("2013-07", counted(12)), ("2013-08", counted(1339)), ("2013-09", counted(1489))],
    );
    let due =
        by(due, &["advisor"], &[(&["未指定"], counted(1000)), (&["乔丹"], counted(289)), (&["科比"], counted(200))]);
    let none = Measure::default();
    let coverage = result(
        "callback_rate",
        Unit::Percent,
        &[("2013-07", none), ("2013-08", of(1300, 1339)), ("2013-09", of(1386, 1489))],
    );
    let coverage = by(
        coverage,
        &["advisor"],
        &[(&["未指定"], of(916, 1000)), (&["乔丹"], of(280, 289)), (&["科比"], of(190, 200))],
    );
    let missed = result("callbacks_not_made", Unit::Count, &[("2013-08", counted(39)), ("2013-09", counted(103))]);
    let missed =
        by(missed, &["advisor"], &[(&["未指定"], counted(84)), (&["乔丹"], counted(9)), (&["科比"], counted(10))]);
    let mut success =
        result("callback_success_rate", Unit::Percent, &[("2013-08", of(1200, 1300)), ("2013-09", of(1289, 1386))]);
    (success.target, success.status) = (Some(95.0), Status::Missed);
    let success =
        by(success, &["advisor"], &[(&["未指定"], of(1015, 1096)), (&["乔丹"], of(270, 285)), (&["科比"], of(4, 5))]);
    let success = by(success, &["caller"], &[(&["王芳"], of(1289, 1386))]);
    let failures = result("callback_failures", Unit::Count, &[("2013-08", counted(100)), ("2013-09", counted(97))]);
    let failures = by(failures, &["reason"], &[(&["号码错误"], counted(60)), (&["拒绝回访"], counted(37))]);
    let mut failures = by(
        failures,
        &["period", "reason"],
        &[
            (&["2013-08", "拒绝回访"], counted(100)),
            (&["2013-09", "号码错误"], counted(60)),
            (&["2013-09", "拒绝回访"], counted(37)),
        ],
    );
    // Shares over the trend are those of their own period.
    for (row, whole) in failures.breakdowns[1].rows.iter_mut().zip([100, 97, 97]) {
        row.share = percent(Exact::whole(row.measure.n as i64), Exact::whole(whole));
    }
    vec![due, coverage, missed, success, failures]
}

fn satisfaction() -> KpiResult {
    let score =
        result("satisfaction_score", Unit::Score, &[("2013-08", scored(85.0, 60)), ("2013-09", scored(82.5, 70))]);
    let score = by(
        score,
        &["advisor"],
        &[(&["乔丹"], scored(80.0, 40)), (&["科比"], scored(85.0, 25)), (&["未指定"], scored(50.0, 5))],
    );
    let score = by(score, &["item"], &[(&["attitude"], scored(90.0, 65)), (&["promptness"], scored(75.0, 60))]);
    let score = by(
        score,
        &["advisor", "item"],
        &[
            (&["乔丹", "attitude"], scored(90.0, 40)),
            (&["乔丹", "promptness"], scored(70.0, 38)),
            (&["科比", "attitude"], scored(90.0, 25)),
            (&["科比", "promptness"], scored(80.0, 22)),
            (&["未指定", "attitude"], scored(50.0, 5)),
        ],
    );
    by(
        score,
        &["period", "item"],
        &[
            (&["2013-08", "attitude"], scored(88.0, 60)),
            (&["2013-08", "promptness"], scored(82.0, 55)),
            (&["2013-09", "attitude"], scored(90.0, 65)),
            (&["2013-09", "promptness"], scored(75.0, 60)),
        ],
    )
}

fn repairs() -> Vec<KpiResult> {
    let rate = result("first_time_fix_rate", Unit::Percent, &[("2013-09", of(434, 447))]);
    let rate = by(rate, &["technician"], &[(&["卡卡"], of(244, 250)), (&["鲁尼"], of(190, 197))]);
    let failures = result("first_time_fix_failures", Unit::Count, &[("2013-09", counted(13))]);
    vec![rate, by(failures, &["reason"], &[(&["配件缺货"], counted(7)), (&["诊断错误"], counted(6))])]
}

fn repairs_beside() -> [KpiResult; 2] {
    let answered = result("repairs_answered", Unit::Count, &[("2013-09", counted(447))]);
    let answered = by(answered, &["technician"], &[(&["卡卡"], counted(250)), (&["鲁尼"], counted(197))]);
    let not_fixed = result("not_fixed_rate", Unit::Percent, &[("2013-09", of(13, 447))]);
    [answered, by(not_fixed, &["technician"], &[(&["卡卡"], of(6, 250)), (&["鲁尼"], of(7, 197))])]
}

fn complaints_beside() -> [KpiResult; 3] {
    [("complaints_closed_received", 2), ("complaints_closed_carried_in", 3), ("complaints_overdue", 1)]
        .map(|(id, n)| result(id, Unit::Count, &[("2013-09", counted(n))]))
}

fn complaints() -> Vec<KpiResult> {
    let month = |id, measure| result(id, Unit::Count, &[("2013-09", measure)]);
    let received =
        by(month("complaints_received", counted(3)), &["level"], &[(&["II"], counted(2)), (&["I"], counted(1))]);
    let received = by(received, &["category"], &[(&["服务态度"], counted(3))]);
    let closed = by(
        month("complaints_closed", counted(5)),
        &["origin"],
        &[(&["carried_in"], counted(3)), (&["received"], counted(2))],
    );
    let closed = by(
        closed,
        &["period", "origin"],
        &[(&["2013-09", "carried_in"], counted(3)), (&["2013-09", "received"], counted(2))],
    );
    let open = by(month("complaints_open", counted(3)), &["level"], &[(&["III"], counted(3))]);
    let open = by(open, &["age"], &[(&["30+"], counted(3))]);
    let timely = result("complaint_timely_closure_rate", Unit::Percent, &[("2013-09", of(2, 3))]);
    let mut timely = by(timely, &["level"], &[(&["II"], of(1, 2)), (&["I"], of(1, 1))]);
    (timely.target, timely.status) = (Some(95.0), Status::Missed);
    let reaction = result("complaint_resolution_satisfaction", Unit::Percent, &[("2013-09", of(4, 5))]);
    vec![received, month("complaints_carried_in", counted(5)), closed, open, timely, reaction]
}

fn contacts() -> [KpiResult; 2] {
    let received = result("contacts_received", Unit::Count, &[("2013-09", counted(40))]);
    let received = by(received, &["hour"], &[(&["9"], counted(30)), (&["10"], counted(10))]);
    let answered = result("contact_answer_rate", Unit::Percent, &[("2013-09", of(36, 40))]);
    [received, by(answered, &["hour"], &[(&["9"], of(26, 30)), (&["10"], of(10, 10))])]
}

fn retention() -> KpiResult {
    let mean = Exact { units: 85, per: 3 };
    let measure = Measure {
        value: percent(Exact::whole(30), mean),
        numerator: Some(30.0),
        denominator: Some(mean.to_f64()),
        n: 30,
    };
    result("first_service_retention", Unit::Percent, &[("2013-09", measure)])
}

fn renewals() -> [KpiResult; 3] {
    let rate = result("renewal_rate", Unit::Percent, &[("2013-08", of(20, 50)), ("2013-09", of(31, 60))]);
    let rate = by(rate, &["agent"], &[(&["孙堃"], of(21, 40)), (&["赵敏"], of(10, 20))]);
    let mut renewed = result("renewals", Unit::Count, &[("2013-08", counted(20)), ("2013-09", counted(31))]);
    (renewed.target, renewed.status) = (Some(30.0), Status::Met);
    let lost = result("renewals_lost", Unit::Count, &[("2013-08", counted(10)), ("2013-09", counted(12))]);
    let lost = by(lost, &["lost_reason"], &[(&["价格"], counted(8)), (&["他店"], counted(4))]);
    let periods: [(&[&str], Measure); 3] =
        [(&["2013-08", "价格"], counted(10)), (&["2013-09", "价格"], counted(8)), (&["2013-09", "他店"], counted(4))];
    let mut lost = by(lost, &["period", "lost_reason"], &periods);
    for (row, whole) in lost.breakdowns[1].rows.iter_mut().zip([10, 12, 12]) {
        row.share = percent(Exact::whole(row.measure.n as i64), Exact::whole(whole));
    }
    [rate, renewed, lost]
}

fn lists() -> BTreeMap<String, Vec<RowBehind>> {
    let source = Source { file: Arc::from("回访记录.xlsx"), sheet: Some(Arc::from("9月")) };
    let origin = Some(Origin { source, row: 17 });
    let text = |text: &str| FactValue::Text(text.to_owned());
    let none = || FactValue::Unknown;
    let failed = vec![
        text("乔丹"),
        FactValue::Day(day("2013-09-05")),
        text("R001"),
        text("京A12345"),
        text("王先生"),
        text("13812341234"),
        text("号码错误"),
        none(),
        FactValue::Whole(2),
        text("改打13998765432"),
    ];
    let date = FactValue::Day(day("2013-09-06"));
    let not_fixed = vec![none(), date, text("R002"), none(), none(), text("卡卡"), text("配件缺货")];
    let open = vec![
        text("包拯"),
        FactValue::Moment(day("2013-08-02").and_hms_opt(9, 30, 0).expect("a time")),
        FactValue::Whole(59),
        FactValue::Flag(true),
        text("T01"),
        text("京FG0012"),
        none(),
        text("III"),
        none(),
        text("异响"),
        text("处理中"),
        none(),
    ];
    let lists = [("failed_calls", failed), ("not_fixed", not_fixed), ("open_complaints", open)];
    let row = |values: Vec<FactValue>| vec![RowBehind { values, origin: origin.clone(), store: None }];
    lists.into_iter().map(|(id, values)| (id.to_owned(), row(values))).collect()
}
