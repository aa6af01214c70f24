//! The pages as a whole.

use std::collections::BTreeSet;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity, WHOLE_INPUT};
use crate::base::finding_groups;
use crate::base::lang::Lang;
use crate::base::number::Unit;
use crate::base::period::PeriodKind;
use crate::kpi::catalogue::Catalogue;
use crate::report::chart::model::{Chart, Form, Point};
use crate::report::compose::compose;
use crate::report::draft::Draft;
use crate::report::figure_cells::FigureCells;
use crate::report::model::{Block, Report, Table, Tone, Value, is_printed};
use crate::report::pages::PageList;
use crate::report::pages::plan::{BlockPlan, PagePlan};
use crate::report::sample::{self, Sample};
use crate::report::{blocks, formulas};
use crate::settings::PhonePrivacy;
use crate::templates::Templates;

/// The charts that the pages declare, in the order of the meeting.
/// The charts that the pages declare, of those that the sample has figures for.
fn declared_charts(report: &Report) -> Vec<String> {
    let (_, pages) = sample::templates(Lang::Chinese);
    let is_chart = |block: &Block| matches!(block, Block::Chart(_));
    let drawn: Vec<&str> = charts(report).into_iter().map(|chart| chart.id.as_str()).collect();
    let stands = |plan: &PagePlan, block: &BlockPlan| match block {
        // A guest stands on the sheet of its host, whether the sample has figures for it or not.
        BlockPlan::Chart(chart) if plan.with.is_some() => drawn.contains(&chart.id.as_str()),
        _ => report.pages.iter().any(|page| page.id == plan.id && page.blocks.iter().any(is_chart)),
    };
    let blocks = pages.pages.into_iter().flat_map(|mut plan| {
        let blocks = std::mem::take(&mut plan.blocks);
        blocks.into_iter().filter(|block| stands(&plan, block)).collect::<Vec<_>>()
    });
    blocks.filter_map(|block| if let BlockPlan::Chart(chart) = block { Some(chart.id) } else { None }).collect()
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

fn charts(report: &Report) -> Vec<&Chart> {
    let blocks = report.pages.iter().flat_map(|page| &page.blocks);
    blocks.filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }).collect()
}

fn table<'a>(report: &'a Report, id: &str) -> &'a Table {
    tables(report).find(|table| table.id == id).expect(id)
}

/// The texts of the row whose first or, behind a topic, second cell says `name`.
fn row<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    let row = table.rows.iter().find(|row| row.cells[..2].iter().any(|cell| cell.text == name)).expect(name);
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

fn sentences(report: &Report, page: &str) -> String {
    let page = report.pages.iter().find(|one| one.id == page).expect("the page");
    let text = |block: &Block| match block {
        Block::Sentence(sentence) => Some(sentence.text.clone()),
        _ => None,
    };
    page.blocks.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

fn samples() -> [Sample; 2] {
    [sample::demo(), sample::empty()]
}

#[test]
fn every_formula_as_built_gives_the_stored_value() {
    let sample = sample::demo();
    let (texts, pages) = sample::templates(Lang::Chinese);
    let content = sample.content(Lang::Chinese);
    let draft = Draft { content: &content, texts: &texts, pages: &pages };
    let mut formulas = 0;
    let plans = pages.pages.iter().flat_map(|page| &page.blocks);
    let mut cells = FigureCells::default();
    for block in plans.flat_map(|plan| blocks::build(&draft, plan, &mut cells)) {
        let Block::Table(table) = block else { continue };
        for (at, number) in formulas::all(&table) {
            assert!(formulas::holds(&table, number), "{} {at:?}: {number:?}", table.id);
            formulas += 1;
        }
    }
    assert!(formulas > 60, "only {formulas} live formulas");
}

#[test]
fn rates_and_means_of_the_deck_are_live() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    for (id, row, col) in [
        ("callbacks_by_period", 2, 3),
        ("callbacks_by_period", 2, 6),
        ("satisfaction_by_advisor", 0, 6),
        ("satisfaction_by_advisor", 2, 1),
        ("satisfaction_by_advisor", 2, 4),
        ("satisfaction_by_advisor", 2, 6),
        ("first_time_fix_by_technician", 2, 4),
        ("first_time_fix_by_technician", 2, 5),
        ("first_service_by_period", 0, 4),
        ("complaints_by_period", 0, 5),
    ] {
        let value = &table(&report, id).rows[row].cells[col].value;
        assert!(matches!(value, Value::Number(number) if number.formula.is_some()), "{id} row {row} column {col}");
    }
}

#[test]
fn every_declared_chart_stands_in_order_and_none_without_data() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    // A bridge stands where a figure moved.
    let all = charts(&report);
    let ids: Vec<_> = all.iter().filter(|chart| chart.form != Form::Bridge).map(|chart| chart.id.as_str()).collect();
    assert_eq!(ids, declared_charts(&report));
    let empty = sample::composed(&sample::empty(), Lang::Chinese);
    assert!(charts(&empty).is_empty());
}

#[test]
fn points_and_labels_fit_the_categories_and_an_axis_has_one_unit() {
    for sample in samples() {
        for chart in charts(&sample::composed(&sample, Lang::English)) {
            for series in &chart.series {
                assert_eq!(series.points.len(), chart.positions.len(), "{}", chart.id);
                let same = chart.series.iter().all(|other| other.axis != series.axis || other.unit == series.unit);
                assert!(same, "{}", chart.id);
            }
        }
    }
}

#[test]
fn tables_are_rectangular_and_their_ids_unique() {
    for (sample, lang) in samples().iter().zip(Lang::ALL) {
        let report = sample::composed(sample, lang);
        let ids: Vec<_> = tables(&report).map(|table| &table.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
        for table in tables(&report) {
            assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{}", table.id);
        }
    }
}

#[test]
fn english_pages_hold_no_chinese_of_the_program() {
    let mut sample = sample::demo();
    sample.lists.clear();
    let report = sample::composed(&sample, Lang::English);
    let chinese = |text: &str| text.chars().any(crate::base::text::is_ideograph);
    for page in &report.pages {
        assert!(!chinese(&page.title), "{}", page.title);
        for block in &page.blocks {
            match block {
                Block::Heading(_) => {}
                Block::Section(section) => assert!(!chinese(&section.title), "{}", section.title),
                Block::Sentence(one) => {
                    assert!(!one.text.contains('。') && !one.text.contains("本期"), "{}", one.text)
                }
                Block::Table(table) => {
                    assert!(!chinese(&table.title), "{}", table.title);
                    assert!(table.columns.iter().all(|column| !chinese(&column.label)), "{}", table.id);
                    assert!(table.note.as_deref().is_none_or(|note| !chinese(note)), "{}", table.id);
                }
                Block::Chart(chart) => assert!(!chinese(&chart.title), "{}", chart.title),
            }
        }
    }
}

#[test]
fn sentences_say_what_the_numbers_show() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let text = sentences(&report, "callbacks");
    assert!(text.contains("9月指标callback_success_rate 93.00%，较上月上升 0.69 个百分点，未达目标 95%。"), "{text}");
    let said = "以号码错误最多：60，占 61.86%，占比较上月上升 61.86 个百分点。";
    assert!(charts(&report).iter().any(|chart| chart.sentence.contains(said)));
    let text = sentences(&report, "complaints");
    assert!(text.contains("期初未结 5，新增 3，结案 5（新增的 2，遗留的 3），期末未结 3。"), "{text}");
    let english = sentences(&sample::composed(&sample::demo(), Lang::English), "callbacks");
    assert!(
        english.contains("September: callback_success_rate 93.00%, up 0.69 percentage points on last month"),
        "{english}"
    );
}

#[test]
fn an_unfinished_period_is_noted() {
    let mut sample = sample::demo();
    sample.period.complete = false;
    let text = sentences(&sample::composed(&sample, Lang::Chinese), "overview");
    assert!(text.contains("本期尚未结束：数据截至 2013-09-30"), "{text}");
}

#[test]
fn rows_without_an_advisor_stand_below_the_station_and_out_of_its_mean() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let advisors = table(&report, "satisfaction_by_advisor");
    let names: Vec<_> = advisors.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
    assert_eq!(names, ["乔丹", "科比", "服务站", "未指定"]);
    assert_eq!(row(advisors, "服务站"), ["服务站", "1,489", "30", "30", "90.0", "75.0", "82.5", "70"]);
    assert_eq!(row(advisors, "未指定")[1], "1,000");
}

#[test]
fn a_station_that_pools_all_answers_has_no_formula_that_says_otherwise() {
    let mut sample = sample::demo();
    let score = sample.results.iter_mut().find(|result| result.id == "satisfaction_score").expect("the score");
    score.measure.value = Some(81.9);
    let report = sample::composed(&sample, Lang::Chinese);
    let station = &table(&report, "satisfaction_by_advisor").rows[2].cells[6];
    assert_eq!(station.text, "81.9");
    assert!(matches!(&station.value, Value::Number(number) if number.formula.is_none()));
}

#[test]
fn both_fix_rates_are_shown_under_their_own_names() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let technicians = table(&report, "first_time_fix_by_technician");
    let heads: Vec<_> = technicians.columns.iter().map(|column| column.label.as_str()).collect();
    assert_eq!(heads[4..], ["未一次修复率", "一次修复率"]);
    assert_eq!(row(technicians, "服务站"), ["服务站", "447", "434", "13", "2.91%", "97.09%"]);
}

#[test]
fn a_retention_above_100_percent_is_marked() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let cell = &table(&report, "first_service_by_period").rows[0].cells[4];
    assert_eq!((cell.text.as_str(), cell.tone), ("105.88%", Tone::Caution));
}

#[test]
fn levels_stand_in_their_own_order() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let levels = table(&report, "complaints_by_level");
    let names: Vec<_> = levels.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
    assert_eq!(names, ["I", "II", "III", "合计"]);
}

#[test]
fn lists_name_their_rows_and_hide_phones() {
    let mut sample = sample::demo();
    let line = |sample: &Sample| {
        let report = sample::composed(sample, Lang::Chinese);
        table(&report, "failed_calls").rows[0].cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|")
    };
    let masked = line(&sample);
    assert!(masked.ends_with("回访记录.xlsx › 9月 › 第 17 行"), "{masked}");
    assert!(masked.contains("|138****1234|") && masked.contains("改打139****5432"), "{masked}");
    sample.door.privacy.phone = PhonePrivacy::Full;
    assert!(line(&sample).contains("|13812341234|"));
    sample.door.privacy.phone = PhonePrivacy::None;
    assert!(!line(&sample).contains("1234|"));
}

#[test]
fn a_grouped_finding_tells_its_cells_and_how_many_they_are() {
    let mut sample = sample::demo();
    sample.findings = (0..1000).map(sample::invalid_date).collect();
    finding_groups::group(&mut sample.findings);
    let report = sample::composed(&sample, Lang::Chinese);
    let findings = table(&report, "findings");
    assert_eq!(findings.rows.len(), 1);
    assert_eq!([3, 4].map(|column| findings.rows[0].cells[column].text.as_str()), ["A1:A1000", "1,000"]);
    assert_eq!((report.findings[0].count, report.findings[0].cells.as_deref()), (1000, Some("A1:A1000")));
}

#[test]
fn report_json_has_every_cell_of_a_group_and_the_page_says_how_many_it_leaves_out() {
    let mut sample = sample::demo();
    sample.findings = (0..3500).map(|number| sample::invalid_date(number * 2)).collect();
    finding_groups::group(&mut sample.findings);
    let report = sample::composed(&sample, Lang::Chinese);
    let cells = report.findings[0].cells.as_deref().expect("cells");
    assert!(cells.starts_with("A1, A3, ") && cells.ends_with(", A6999"), "{cells}");
    assert_eq!(cells.split(", ").count(), 3500);
    let shown = &table(&report, "findings").rows[0].cells[3].text;
    assert!(shown.starts_with("A1, A3, ") && shown.ends_with("A59, … +3470"), "{shown}");
}

#[test]
fn the_list_of_findings_says_what_fields_codes_and_folders_are_called() {
    let mut sample = sample::demo();
    let missing = Finding::new(
        Severity::Warning,
        Code::MissingTable,
        Place::file(&WHOLE_INPUT.into()),
        "没有".into(),
        "none".into(),
    );
    sample.findings.push(missing);
    for (lang, wrong, absent) in [
        (Lang::Chinese, ["日期有误", "回访日期"], ["输入文件夹", "缺少整张表"]),
        (Lang::English, ["Invalid date", "Call date"], ["input folder", "Table missing"]),
    ] {
        let report = sample::composed(&sample, lang);
        let findings = table(&report, "findings");
        let text = |row: usize, column: usize| findings.rows[row].cells[column].text.as_str();
        assert_eq!([text(0, 6), text(0, 7)], wrong);
        assert_eq!([text(1, 0), text(1, 6)], absent);
        let problems = &table(&report, "problems").rows;
        assert!(problems[0].cells[0].text.contains("invalid-date") && problems[1].cells[4].text.contains(absent[0]));
        // Programs read on what they know.
        assert_eq!((report.findings[0].field.as_deref(), report.findings[1].file.as_str()), (Some("call_date"), "."));
    }
}

#[test]
fn findings_that_are_alike_are_one_line_on_paper_with_all_their_places() {
    let mut sample = sample::demo();
    let mut other = sample::invalid_date(3);
    other.place.sheet = Some("8月".into());
    let warning = Finding { severity: Severity::Warning, ..sample::invalid_date(5) };
    sample.findings = vec![sample::invalid_date(1), other, warning];
    let report = sample::composed(&sample, Lang::Chinese);
    let problems = &table(&report, "problems").rows;
    assert_eq!(problems.iter().map(|row| row.cells[3].text.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    let told = &problems[0].cells[4].text;
    assert!(told.starts_with("回访记录.xlsx › 9月、回访记录.xlsx › 8月；例如："), "{told}");
    assert_eq!(table(&report, "findings").rows.len(), 3);
}

/// An indicator of the user's own, on a page of the program.
const WASHES: &str = r#"
name      = { zh-CN = "洗车率", en = "Wash rate" }
rule      = { zh-CN = "试", en = "try" }
source    = "test"
unit      = "percent"
direction = "higher"
shape     = "ratio"
facts     = "orders"
date      = "date"
numerator = "called"
by        = ["advisor", "advisor+technician"]
page      = "complaints"
"#;

#[test]
fn an_indicator_of_the_users_own_gets_tables_and_a_chart_on_its_page() {
    let workspace = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(workspace.path().join("templates/kpis")).expect("a folder");
    std::fs::write(workspace.path().join("templates/kpis/wash_rate.toml"), WASHES).expect("a file");
    let templates = Templates::load(workspace.path()).expect("templates");
    let pages = PageList::load(&templates, &Catalogue::of(&templates, &Default::default()).expect("indicators"))
        .expect("pages");
    let mut sample = sample::demo();
    let own = sample::result("wash_rate", Unit::Percent, &[("2013-09", sample::of(7, 8))]);
    let own = sample::by(own, &["advisor"], &[(&["乔丹"], sample::of(7, 8))]);
    let own = sample::by(own, &["advisor", "technician"], &[(&["乔丹", "卡卡"], sample::of(7, 8))]);
    let mut explanation = sample::explanation(&own);
    explanation.page = "complaints".into();
    sample.explanations.push(explanation);
    sample.results.push(own);
    let (texts, _) = sample::templates(Lang::Chinese);
    let report = compose(&sample.content(Lang::Chinese), &texts, &pages);
    let by_period = table(&report, "wash_rate_by_period");
    assert_eq!(by_period.title, "指标wash_rate（按期）");
    assert_eq!(row(by_period, "2013-09"), ["2013-09", "7", "8", "87.50%", "8"]);
    let formula = &by_period.rows[0].cells[3].value;
    assert!(matches!(formula, Value::Number(number) if number.formula.is_some()));
    assert_eq!(row(table(&report, "wash_rate_by_advisor"), "乔丹"), ["乔丹", "7", "8", "87.50%", "8"]);
    assert_eq!(row(table(&report, "wash_rate_by_advisor"), "服务站")[1..4], ["7", "8", "87.50%"]);
    let crossed = table(&report, "wash_rate_by_advisor_technician");
    assert_eq!((crossed.columns[1].label.as_str(), row(crossed, "乔丹")[1]), ("卡卡", "87.50%"));
    assert_eq!(charts(&report).iter().filter(|chart| chart.id == "wash_rate").count(), 1);
    let page = report.pages.iter().find(|page| page.id == "complaints").expect("the page");
    // Only calls, the guest of this sheet, and what is not printed stand below them.
    let own =
        page.blocks.iter().take_while(|block| !matches!(block, Block::Section(section) if section.title == "来电"));
    let last = own.filter(|block| is_printed(block, &page.blocks)).last();
    assert!(matches!(last, Some(Block::Table(table)) if table.id == crossed.id));
    assert!(!row(table(&report, "overview"), "指标wash_rate").is_empty());
    assert!(tables(&report).all(|table| table.id != "callback_rate_by_period"));
}

#[test]
fn thirty_advisors_give_thirty_rows_and_a_chart_of_the_ends_that_says_so() {
    let names: Vec<String> = (1..=30).map(|number| format!("顾问{number}")).collect();
    let keys: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
    let rows = keys.iter().enumerate();
    let rows: Vec<_> = rows.map(|(at, key)| (key.as_slice(), sample::scored(60.0 + at as f64, 12))).collect();
    let score = sample::result("satisfaction_score", Unit::Score, &[("2013-09", sample::scored(80.0, 360))]);
    let mut sample = sample::empty();
    sample.results = vec![sample::by(score, &["advisor"], &rows)];
    let report = sample::composed(&sample, Lang::Chinese);
    assert_eq!(table(&report, "satisfaction_by_advisor").rows.len(), 31);
    let chart = charts(&report).into_iter().find(|chart| chart.id == "satisfaction_advisors").expect("the chart");
    let shown: Vec<String> = chart.positions.iter().map(|position| position.label()).collect();
    let highest = (21..=30).rev().chain((1..=10).rev()).map(|number| format!("顾问{number} n=12"));
    let expected: Vec<String> = highest.chain([String::new(), "服务站 n=360".to_owned()]).collect();
    assert_eq!(shown, expected);
    assert_eq!((chart.form, chart.positions.last().map(|position| position.whole)), (Form::Lying, Some(true)));
    assert!(
        chart.sentence.ends_with("图中是最高和最低的各 10 个；其余 10 个在 70.0 至 79.0 之间，见表。"),
        "{}",
        chart.sentence
    );
}

#[test]
fn a_long_trend_drops_its_oldest_points_and_stays_standing() {
    let months: Vec<String> =
        (0..30).map(|at| format!("20{:02}-{:02}", 11 + (at + 3) / 12, (at + 3) % 12 + 1)).collect();
    let points: Vec<_> = months.iter().map(|month| (month.as_str(), sample::scored(80.0, 60))).collect();
    assert_eq!(points.last().map(|point| point.0), Some("2013-09"));
    let mut sample = sample::empty();
    sample.results = vec![sample::result("satisfaction_score", Unit::Score, &points)];
    let report = sample::composed(&sample, Lang::Chinese);
    let chart = charts(&report).into_iter().find(|chart| chart.id == "satisfaction_score").expect("the chart");
    let shown: Vec<&str> = chart.positions.iter().map(|position| position.name.as_str()).collect();
    assert_eq!((chart.form, shown), (Form::Standing, months[6..].iter().map(String::as_str).collect()));
    assert!(chart.sentence.contains("最近 24 期"), "{}", chart.sentence);
}

#[test]
fn points_know_their_cells_in_the_tables_above() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let mut linked = 0;
    for page in &report.pages {
        for block in &page.blocks {
            let Block::Chart(chart) = block else { continue };
            // The cells of a bridge are its steps, its points the levels.
            let of = |point: &Point| match (chart.form, point.good) {
                (Form::Bridge, Some(_)) => point.value.map(|value| value - point.from),
                _ => point.value,
            };
            for (series, point) in
                chart.series.iter().flat_map(|series| series.points.iter().map(move |point| (series, point)))
            {
                let Some(cell) = &point.cell else { continue };
                let held = &table(&report, &cell.table).rows[cell.row].cells[cell.col].value;
                let close = |one: f64, other: f64| (one - other).abs() < 1e-9;
                let same = matches!(held, Value::Number(number) if number.value == point.value
                    || number.value.zip(of(point)).is_some_and(|(one, other)| close(one, other)));
                assert!(same, "{} {}: {held:?}", chart.id, series.name);
                linked += 1;
            }
        }
    }
    let all = charts(&report).into_iter().flat_map(|chart| &chart.series).flat_map(|series| &series.points);
    let known = all.filter(|point| point.value.is_some()).count();
    assert!(linked >= known && known > 30, "{linked} of {known} points");
}

#[test]
fn advisors_are_ranked_only_where_the_samples_allow_it() {
    let advisors = |report: &Report| {
        let chart = charts(report).into_iter().find(|chart| chart.id == "satisfaction_advisors").expect("the chart");
        chart.sentence.clone()
    };
    let mut sample = sample::demo();
    let report = sample::composed(&sample, Lang::Chinese);
    assert_eq!(advisors(&report), "指标satisfaction_score最高的是科比（85.0 分），最低的是乔丹（80.0 分）。");
    let score = sample.results.iter_mut().find(|result| result.id == "satisfaction_score").expect("the score");
    let measures: Vec<_> = score.breakdowns[0].rows.iter().map(|row| row.measure).collect();
    score.breakdowns[0].rows.iter_mut().for_each(|row| row.measure = measures[0]);
    assert!(
        advisors(&sample::composed(&sample, Lang::Chinese))
            .starts_with("各服务顾问的指标satisfaction_score相同：80.0 分")
    );
    let score = sample.results.iter_mut().find(|result| result.id == "satisfaction_score").expect("the score");
    score.breakdowns[0].rows.iter_mut().zip(measures).for_each(|(row, measure)| row.measure = measure);
    score.breakdowns[0].rows[1].measure.n = 9;
    let small = "各服务顾问的指标satisfaction_score在 80.0 分至 85.0 分之间；有的样本数 n 少于 10，不作比较。";
    assert_eq!(advisors(&sample::composed(&sample, Lang::Chinese)), small);
}

#[test]
fn days_are_told_as_people_say_them() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    assert_eq!(row(table(&report, "complaints_by_age"), "30天以上")[1], "3");
}

#[test]
fn a_quarter_speaks_of_quarters() {
    let mut sample = sample::empty();
    sample.period.kind = PeriodKind::Quarter;
    sample.period.label = "2013-Q3".into();
    let trend = [("2013-Q2", sample::of(90, 100)), ("2013-Q3", sample::of(93, 100))];
    sample.results = vec![sample::result("callback_success_rate", Unit::Percent, &trend)];
    let report = sample::composed(&sample, Lang::Chinese);
    assert_eq!(table(&report, "overview").columns[3].label, "上季度");
    let text = sentences(&report, "callbacks");
    let first = text.lines().next().expect("a sentence");
    assert_eq!(first, "3季度指标callback_success_rate 93.00%，较上季度上升 3.00 个百分点。");
}

#[test]
fn an_indicator_without_data_says_why() {
    let mut sample = sample::empty();
    let mut result = sample::result("first_service_retention", Unit::Percent, &[]);
    result.notes = vec![crate::base::lang::Words {
        chinese: "没有数据：不足三个月".into(),
        en: "no data: too few months".into(),
    }];
    // A figure beside it keeps the page.
    sample.support = vec![sample::result("new_car_sales", Unit::Count, &[("2013-09", sample::counted(5))])];
    sample.explanations = sample.support.iter().chain([&result]).map(sample::explanation).collect();
    sample.results = vec![result];
    let report = sample::composed(&sample, Lang::Chinese);
    let text = sentences(&report, "first_service");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "9月指标first_service_retention没有数据：不足三个月。");
    // The last line on paper says what the dashes mean, and what is left to the screen.
    assert!(lines[1].contains("“—”：无数据") && lines[1].contains("只在屏幕上"), "{text}");
    let cells = row(table(&report, "overview"), "指标first_service_retention");
    assert_eq!(cells[2..8], ["—", "—", "—", "—", "—", "—"]);
}

#[test]
fn a_figure_that_is_not_broken_down_is_unknown_for_each_advisor_and_not_0() {
    let mut sample = sample::demo();
    sample.results.iter_mut().find(|result| result.id == "callbacks_due").expect("due").breakdowns.clear();
    let report = sample::composed(&sample, Lang::Chinese);
    assert_eq!(row(table(&report, "callbacks_by_advisor"), "乔丹")[1], "—");
}

#[test]
fn a_chart_stays_on_the_screen_with_the_table_that_it_draws() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let page = report.pages.iter().find(|page| page.id == "complaints").expect("the page");
    let printed = |id: &str| {
        let of = |block: &&Block| match block {
            Block::Table(table) => table.id == id,
            Block::Chart(chart) => chart.id == id,
            Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => false,
        };
        is_printed(page.blocks.iter().find(of).expect(id), &page.blocks)
    };
    assert!(printed("complaints_by_period") && printed("complaint_flow"));
    assert!(!printed("contacts_by_hour_table") && !printed("contacts_by_hour"));
    // Nothing that is printed stands below what is not.
    let first = page.blocks.iter().position(|block| !is_printed(block, &page.blocks)).expect("a part for the screen");
    assert!(page.blocks[first..].iter().all(|block| !is_printed(block, &page.blocks)));
}
