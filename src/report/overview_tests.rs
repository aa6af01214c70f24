//! 总览: what comes first, which figures have a light, how loud the data alarm is.

use crate::base::lang::{Lang, Words};
use crate::base::number::Unit;
use crate::facts::coverage::Covered;
use crate::kpi::model::{Breakdown, Direction, KpiResult, Measure, Status};
use crate::report::model::{Block, Report, Sentence, Table, Tone, Value};
use crate::report::sample::{self, Sample, counted, of, scored};

fn overview(report: &Report) -> (&Table, Vec<&Sentence>) {
    let blocks = &report.pages[0].blocks;
    let table = blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let sentences = blocks.iter().filter_map(|block| if let Block::Sentence(one) = block { Some(one) } else { None });
    (table.expect("the indicators"), sentences.collect())
}

/// The texts of an indicator's row, its topic left out.
fn row<'a>(table: &'a Table, id: &str) -> Vec<&'a str> {
    let name = format!("指标{id}");
    let row = table.rows.iter().find(|row| row.cells[1].text == name).expect(id);
    row.cells[1..].iter().map(|cell| cell.text.as_str()).collect()
}

fn light<'a>(table: &'a Table, id: &str) -> &'a str {
    let at = table.columns.iter().position(|column| column.label == "状态").expect("lights");
    row(table, id)[at - 1]
}

/// An indicator of the callbacks with the figures of two months.
fn two(id: &str, unit: Unit, direction: Direction, figures: [Measure; 2]) -> KpiResult {
    let [before, now] = figures;
    KpiResult { direction, ..sample::result(id, unit, &[("2013-08", before), ("2013-09", now)]) }
}

fn with_target(result: KpiResult, target: f64, status: Status) -> KpiResult {
    KpiResult { target: Some(target), status, ..result }
}

fn sample_of(results: Vec<KpiResult>) -> Sample {
    let mut sample = sample::empty();
    sample.explanations = results.iter().map(sample::explanation).collect();
    sample.results = results;
    sample
}

#[test]
fn a_row_shows_value_change_target_light_n_and_course_and_a_topic_leads_to_its_page() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let (table, _) = overview(&report);
    let success = row(table, "callback_success_rate");
    assert_eq!(success[1..6], ["93.00%", "92.31%", "+0.69", "95.00%", "未达标"]);
    assert_eq!(success[6..8], ["1,386", "92.31% → 93.00%"]);
    let topics: Vec<_> = table.rows.iter().filter_map(|row| row.cells[0].link.as_ref()).collect();
    assert!(topics.iter().all(|link| link.list.is_none()));
    let topics: Vec<_> = topics.iter().map(|link| link.page.as_str()).collect();
    assert_eq!(
        topics,
        ["callbacks", "satisfaction", "first_time_fix", "complaints", "contacts", "first_service", "renewals"]
    );
    let cells = table.rows.iter().flat_map(|row| &row.cells[1..]);
    let lists: Vec<_> = cells.filter_map(|cell| cell.link.as_ref()).map(|link| (&*link.page, &link.list)).collect();
    assert!(lists.iter().any(|(_, list)| list.as_deref() == Some("failed_calls")), "{lists:?}");
    for (page, list) in lists {
        let page = report.pages.iter().find(|one| one.id == page || one.guests.iter().any(|guest| guest == page));
        let page = page.expect("the page is there");
        let is_it = |block: &Block| matches!(block, Block::Table(table) if Some(&table.id) == list.as_ref());
        assert!(page.blocks.iter().any(is_it), "{list:?} stands on {}", page.id);
    }
    for page in &report.pages {
        let back = page.back.as_ref().and_then(|cell| cell.link.as_ref()).map(|link| link.page.as_str());
        assert_eq!(back, (page.id != "overview").then_some("overview"), "{}", page.id);
    }
}

#[test]
fn every_course_begins_in_the_same_period_and_what_is_missing_is_a_gap() {
    let long =
        [("2013-06", of(90, 100)), ("2013-07", Measure::default()), ("2013-08", of(91, 100)), ("2013-09", of(92, 100))];
    let long = sample::result("callback_rate", Unit::Percent, &long);
    let late = sample::result("callback_success_rate", Unit::Percent, &[("2013-09", of(93, 100))]);
    let report = sample::composed(&sample_of(vec![long, late]), Lang::Chinese);
    let (table, _) = overview(&report);
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let courses: Vec<_> = cells
        .filter_map(|cell| if let Value::Course(points) = &cell.value { Some(points.clone()) } else { None })
        .collect();
    assert_eq!(courses, [vec![Some(90.0), None, Some(91.0), Some(92.0)], vec![None, None, None, Some(93.0)]]);
    assert!(table.columns.iter().any(|column| column.label == "走势 2013-06 起"));
}

#[test]
fn without_a_target_the_light_says_which_way_it_clearly_moved() {
    let rate = |id: &str, direction, figures: [i64; 2]| {
        two(id, Unit::Percent, direction, figures.map(|above| of(above, 1000)))
    };
    let results = vec![
        rate("callback_better", Direction::Higher, [900, 911]),
        rate("callback_worse", Direction::Lower, [900, 911]),
        rate("callback_level", Direction::Higher, [900, 909]),
        rate("callback_neither", Direction::None, [900, 990]),
        two("callback_count", Unit::Count, Direction::Lower, [counted(100), counted(80)]),
        two("callback_jump", Unit::Count, Direction::Lower, [counted(0), counted(60)]),
        two("callback_drop", Unit::Count, Direction::Lower, [counted(60), counted(3)]),
        two("callback_few", Unit::Count, Direction::Lower, [counted(9), counted(12)]),
    ];
    let report = sample::composed(&sample_of(results), Lang::Chinese);
    let (table, sentences) = overview(&report);
    let lights = ["better", "worse", "level", "neither", "count", "jump", "drop", "few"];
    let lights = lights.map(|id| light(table, &format!("callback_{id}")));
    assert_eq!(lights, ["好转", "变差", "持平", "—", "好转", "变差", "好转", "持平"]);
    let tone = |id: &str| {
        table.rows.iter().find(|row| row.cells[1].text == format!("指标callback_{id}")).map(|row| row.cells[4].tone)
    };
    assert_eq!([tone("better"), tone("worse"), tone("level")], [Some(Tone::Good), Some(Tone::Bad), Some(Tone::Plain)]);
    assert!(sentences[0].text.contains("指标callback_worse 91.10%"), "{sentences:?}");
    // Twenty percent less is two steps, eleven thousandths are hardly more than one.
    let better = sentences[1].text.find("指标callback_count").zip(sentences[1].text.find("指标callback_better"));
    assert!(better.is_some_and(|(count, rate)| count < rate), "{sentences:?}");
}

#[test]
fn what_rests_on_little_or_on_a_part_of_the_period_has_no_light() {
    let small = with_target(
        two("callback_small", Unit::Percent, Direction::Higher, [of(90, 100), of(1, 9)]),
        95.0,
        Status::Missed,
    );
    let few_before = two("callback_few", Unit::Percent, Direction::Higher, [of(9, 9), of(50, 100)]);
    let few_counted = two("callback_counted", Unit::Count, Direction::Lower, [counted(7), counted(3)]);
    let mut doubtful = two("callback_doubtful", Unit::Score, Direction::Higher, [scored(80.0, 50), scored(40.0, 50)]);
    doubtful.doubts = vec![Words { chinese: "满分存疑".into(), en: "scale in doubt".into() }];
    let report = sample::composed(&sample_of(vec![small, few_before, few_counted, doubtful]), Lang::Chinese);
    let (table, sentences) = overview(&report);
    for id in ["small", "few", "counted", "doubtful"] {
        assert_eq!(light(table, &format!("callback_{id}")), "—", "{id}");
    }
    assert!(sentences.is_empty(), "{sentences:?}");
}

#[test]
fn a_running_month_is_not_held_against_a_whole_one() {
    let count = two("callback_count", Unit::Count, Direction::Higher, [counted(1000), counted(400)]);
    let aimed = with_target(count.clone(), 900.0, Status::Missed);
    let aimed = KpiResult {
        id: "callback_aimed".into(),
        name: sample::result("callback_aimed", Unit::Count, &[]).name,
        ..aimed
    };
    let rate = two("callback_rate", Unit::Percent, Direction::Higher, [of(90, 100), of(30, 50)]);
    let rate = with_target(rate, 95.0, Status::Missed);
    let mut sample = sample_of(vec![count, aimed, rate]);
    sample.period.complete = false;
    let report = sample::composed(&sample, Lang::Chinese);
    let (table, sentences) = overview(&report);
    assert_eq!(["count", "aimed", "rate"].map(|id| light(table, &format!("callback_{id}"))), ["—", "—", "未达标"]);
    assert!(sentences[0].text.contains("指标callback_rate 60.00%（目标 95%）"), "{sentences:?}");
    assert!(sentences[1].text.contains("本期尚未结束"), "{sentences:?}");
}

#[test]
fn missed_targets_come_first_and_the_data_last() {
    let report = sample::composed(&sample::demo(), Lang::Chinese);
    let (_, sentences) = overview(&report);
    assert_eq!(sentences[0].tone, Tone::Bad);
    assert!(sentences[0].text.contains("指标callback_success_rate 93.00%（目标 95%）"), "{sentences:?}");
    let last = sentences.last().expect("the data");
    assert!(last.text.contains("3 行数据有错误") && last.text.contains("回访记录.xlsx › 9月 3 行"), "{last:?}");
    assert!(sentences.len() <= 4);
}

#[test]
fn the_data_alarm_is_as_loud_as_what_is_lost_weighs() {
    let told = |rejected: u64| {
        let mut sample = sample::demo();
        sample.inputs[0].rows.rejected = rejected;
        sample.inputs[0].rows.used = 1000 - rejected;
        let report = sample::composed(&sample, Lang::Chinese);
        let (_, sentences) = overview(&report);
        let last = sentences.last().expect("the data");
        (last.tone, last.text.starts_with("注意"))
    };
    assert_eq!(told(3), (Tone::Muted, false));
    assert_eq!(told(30), (Tone::Caution, false));
    assert_eq!(told(500), (Tone::Bad, true));
}

#[test]
fn half_of_a_small_list_is_as_loud_as_half_of_a_long_one() {
    let mut sample = sample::demo();
    let mut small = sample.inputs[0].clone();
    small.table = Some(crate::base::table_id::TableId::COMPLAINTS);
    (small.rows.used, small.rows.duplicate, small.rows.rejected) = (5, 0, 5);
    sample.inputs.push(small);
    let report = sample::composed(&sample, Lang::Chinese);
    assert_eq!(overview(&report).1.last().map(|last| last.tone), Some(Tone::Bad));
}

#[test]
fn sixty_indicators_fit_one_screen_and_none_that_misses_its_target_is_left_out() {
    let mut results = Vec::new();
    for (at, id) in
        (0..60).map(|at| (at, ["callback", "satisfaction", "first_time", "complaint", "renewal", "x"][at % 6]))
    {
        let result = sample::result(&format!("{id}_{at}"), Unit::Percent, &[("2013-09", of(90, 100))]);
        results.push(if at >= 54 { with_target(result, 95.0, Status::Missed) } else { result });
    }
    let report = sample::composed(&sample_of(results), Lang::Chinese);
    let (table, _) = overview(&report);
    assert_eq!(table.rows.len(), 30);
    let missed = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.text == "未达标");
    assert_eq!(missed.count(), 6);
    assert!(table.note.as_deref().is_some_and(|note| note.contains("另有 30 项")), "{:?}", table.note);
}

#[test]
fn a_count_is_never_a_small_sample() {
    let few = two("callback_few", Unit::Count, Direction::Lower, [counted(8), counted(7)]);
    let none = two("callback_none", Unit::Count, Direction::Lower, [counted(8), counted(0)]);
    let small = two("callback_small", Unit::Percent, Direction::Higher, [of(8, 9), of(7, 9)]);
    let results = vec![
        with_target(few, 5.0, Status::Missed),
        with_target(none, 1.0, Status::Met),
        with_target(small, 95.0, Status::Missed),
    ];
    let report = sample::composed(&sample_of(results.clone()), Lang::Chinese);
    let (table, _) = overview(&report);
    let lights = ["few", "none", "small"].map(|id| light(table, &format!("callback_{id}")));
    assert_eq!(lights, ["未达标", "达标", "—"]);
    let note = table.note.as_deref().expect("what the lights mean");
    assert!(note.contains("样本少（n<10）的比率和得分不作评判"), "{note}");
    let report = sample::composed(&sample_of(results), Lang::English);
    let note = overview(&report).0.note.as_deref().expect("what the lights mean");
    assert!(note.contains("Rates and scores are not judged where n is below 10"), "{note}");
}

#[test]
fn movement_does_not_depend_on_how_many_periods_are_drawn() {
    let told = |points: usize| {
        let mut sample = sample::demo();
        for result in &mut sample.results {
            let now = result.trend.last().expect("the report's period").period.clone();
            let earlier = result.previous.period.clone();
            let drawn = result.trend.len().saturating_sub(points);
            result.trend.drain(..drawn);
            if points == 1 {
                for breakdown in result.breakdowns.iter_mut().filter(|one| one.by[0] == "period") {
                    let (of_now, others): (Vec<_>, _) = breakdown.rows.drain(..).partition(|row| row.key[0] == now);
                    breakdown.rows = of_now;
                    let rows = others.into_iter().filter(|row| row.key[0] == earlier).collect();
                    result.by_previous.push(Breakdown { by: breakdown.by.clone(), rows });
                }
            }
        }
        let report = sample::composed(&sample, Lang::Chinese);
        let (table, _) = overview(&report);
        let lights: Vec<_> = table.rows.iter().map(|row| row.cells[6].text.clone()).collect();
        let sentences = report.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Sentence(sentence) => Some(sentence.text.clone()),
            _ => None,
        });
        (lights, sentences.collect::<Vec<_>>())
    };
    let (lights, sentences) = told(2);
    assert!(lights.iter().any(|light| light == "变差"), "{lights:?}");
    assert!(sentences.iter().any(|text| text.contains("占比较上月")), "{sentences:?}");
    assert_eq!(told(1), (lights, sentences));
}

/// The sentences of all pages that begin so.
fn headlines<'a>(report: &'a Report, begin: &str) -> Vec<&'a Sentence> {
    let blocks = report.pages.iter().flat_map(|page| &page.blocks);
    let sentences = blocks.filter_map(|block| if let Block::Sentence(one) = block { Some(one) } else { None });
    sentences.filter(|one| one.text.starts_with(begin)).collect()
}

#[test]
fn where_the_overview_does_not_judge_no_sentence_does() {
    let told = |change: fn(&mut KpiResult)| {
        let mut sample = sample::demo();
        change(sample.results.iter_mut().find(|one| one.id == "callback_success_rate").expect("the indicator"));
        let report = sample::composed(&sample, Lang::Chinese);
        let light = light(overview(&report).0, "callback_success_rate").to_owned();
        let found = headlines(&report, "9月指标callback_success_rate");
        (light, found.into_iter().cloned().collect::<Vec<_>>())
    };
    let (light, headlines) = told(|_| ());
    assert_eq!(light, "未达标");
    assert!(headlines.iter().any(|one| one.tone == Tone::Bad && one.text.contains("未达目标 95%")), "{headlines:?}");
    let covered = |result: &mut KpiResult| {
        let [from, to] = ["2013-09-01", "2013-09-15"].map(|day| day.parse().expect("a day"));
        result.incomplete = Some(Covered::all(from, to));
    };
    let doubted =
        |result: &mut KpiResult| result.doubts = vec![Words { chinese: "存疑".into(), en: "in doubt".into() }];
    for unsure in [covered, doubted, |result: &mut KpiResult| result.small = true] {
        let (light, headlines) = told(unsure);
        assert!(light == "—" && !headlines.is_empty(), "{light} {headlines:?}");
        for one in headlines {
            assert!(one.tone == Tone::Plain && one.text.contains("，目标 95%。"), "{one:?}");
        }
    }
}

#[test]
fn the_overview_has_what_the_pages_name_and_what_misses_its_target() {
    let rate = |id: &str| two(id, Unit::Percent, Direction::Higher, [of(900, 1000), of(900, 1000)]);
    let complaints =
        ["complaint_timely_closure_rate", "complaints_open", "complaint_resolution_satisfaction"].map(rate);
    let missed = with_target(rate("complaints_received"), 95.0, Status::Missed);
    let report = sample::composed(&sample_of([&complaints[..], &[missed]].concat()), Lang::Chinese);
    let (table, _) = overview(&report);
    let names: Vec<&str> = table.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    let named =
        ["complaint_timely_closure_rate", "complaints_open", "complaints_received"].map(|id| format!("指标{id}"));
    assert_eq!(names, named);
    assert!(table.note.as_deref().is_some_and(|note| note.contains("另有 1 项")), "{:?}", table.note);
}

#[test]
fn a_dealer_without_a_table_sees_nothing_of_it() {
    let calls = two("callback_rate", Unit::Percent, Direction::Higher, [of(900, 1000), of(900, 1000)]);
    let without = sample::result("renewal_rate", Unit::Percent, &[]);
    let mut sample = sample_of(vec![calls, without]);
    let has = |sample: &Sample, text: &str| {
        let report = sample::composed(sample, Lang::Chinese);
        let blocks = report.pages.iter().flat_map(|page| &page.blocks);
        let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells).any(|cell| cell.text.contains(text))
    };
    assert!(has(&sample, "指标callback_rate") && !has(&sample, "指标renewal_rate") && !has(&sample, "续保"));
    // With rows of the table the report says that, and why, there is no figure.
    sample.inputs = sample::demo().inputs;
    sample.inputs[0].table = Some(crate::base::table_id::TableId::named("renewals"));
    assert!(has(&sample, "指标renewal_rate"));
}
