//! Laws of every layout, over many charts: nothing overlaps, nothing is cut.

use proptest::prelude::*;

use super::layout::{Area, Layout, Paper};
use super::*;
use crate::base::number::{self, Unit};
use crate::report::chart::decide;
use crate::report::chart::model::{Axis, Mark, Point, Position, Series, Tail, Target};
use crate::templates::Templates;

fn theme() -> Theme {
    Theme::load(&Templates::embedded()).unwrap()
}

fn series(name: &str, mark: Mark, axis: Axis, unit: Unit, points: Vec<Option<f64>>) -> Series {
    let point = |value: &Option<f64>| Point { value: *value, label: number::display(*value, unit), ..Point::default() };
    Series { name: name.into(), mark, axis, unit, points: points.iter().map(point).collect() }
}

/// What the picture of an unfinished period says.
const CAVEAT: &str = "本期尚未结束：数据截至 2013-09-20，数字还会变化。注意：回访数据到 09-12，不是整期的。";

fn chart(form: Form, names: Vec<String>, series: Vec<Series>, target: Option<Target>) -> Chart {
    let sentence = "九月回访成功率 93.00%，比八月上升 0.69 个百分点，未达到目标 95%。".into();
    let over_time = series.iter().any(|series| series.mark == Mark::Line);
    let mut chart = Chart {
        id: "chart".into(),
        title: "回访成功率".into(),
        sentence,
        form,
        positions: names.into_iter().map(|name| Position { name, ..Position::default() }).collect(),
        series,
        left: None,
        right: None,
        target,
        caveat: Some(CAVEAT.into()),
        aside: false,
    };
    decide(&mut chart, over_time);
    chart
}

fn names(count: usize, length: usize) -> Vec<String> {
    (0..count).map(|at| "欧阳诸葛司马上官夏侯东方皇甫尉迟".chars().cycle().skip(at).take(length).collect()).collect()
}

fn latin_names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("Christopher Robinson-Smith {at}")).collect()
}

fn on_slide(chart: &Chart, footer: &str, theme: &Theme) -> Layout {
    lay_out(chart, &Paper::slide(footer), theme)
}

/// Says what is wrong with a layout.
fn fault(layout: &Layout) -> Option<String> {
    let areas: Vec<Area> = layout.texts.iter().map(|text| text.area()).collect();
    for (at, area) in areas.iter().enumerate() {
        if !layout.canvas.holds(*area) {
            return Some(format!("outside: {:?}", layout.texts[at]));
        }
        if let Some(other) = areas[..at].iter().position(|other| other.overlaps(*area)) {
            return Some(format!("overlap: {:?} and {:?}", layout.texts[other], layout.texts[at]));
        }
    }
    None
}

fn shows(layout: &Layout, text: &str) -> bool {
    layout.texts.iter().any(|placed| placed.text == text)
}

#[test]
fn a_chart_without_data_says_so_in_its_frame() {
    let mut without = chart(Form::Standing, names(3, 2), vec![], None);
    without.sentence = "本期无数据".into();
    let gaps = vec![series("率", Mark::Line, Axis::Left, Unit::Percent, vec![None; 3])];
    for layout in [on_slide(&without, "", &theme()), on_slide(&Chart { series: gaps, ..without.clone() }, "", &theme())]
    {
        assert!(shows(&layout, "本期无数据") && fault(&layout).is_none());
    }
}

#[test]
fn a_gap_is_not_drawn_as_zero() {
    let line = series("率", Mark::Line, Axis::Left, Unit::Percent, vec![Some(90.0), None, Some(91.0)]);
    let layout = on_slide(&chart(Form::Standing, names(3, 2), vec![line], None), "", &theme());
    assert!(shows(&layout, "90.00%") && shows(&layout, "91.00%") && !shows(&layout, "—"));
}

#[test]
fn a_missing_column_shows_the_sign_of_no_data_standing_and_lying() {
    for (count, length) in [(3, 2), (20, 8)] {
        let points = (0..count).map(|at| (at != 1).then_some(5.0)).collect();
        let columns = series("率", Mark::Column, Axis::Left, Unit::Percent, points);
        let layout = on_slide(&chart(Form::Standing, names(count, length), vec![columns], None), "", &theme());
        assert!(shows(&layout, "—") && !shows(&layout, "0.00%"));
    }
}

#[test]
fn thin_slices_have_their_labels_too() {
    let points = [80.0, 4.0, 4.0, 4.0, 4.0, 4.0].map(Some).to_vec();
    let parts = series("起数", Mark::Column, Axis::Left, Unit::Count, points);
    let pie = chart(Form::Pie, names(6, 4), vec![parts], None);
    let layout = on_slide(&pie, "", &theme());
    assert_eq!(pie.form, Form::Pie);
    assert!(names(6, 4).iter().all(|name| shows(&layout, name)) && fault(&layout).is_none());
}

#[test]
fn the_whole_stands_apart_in_a_colour_of_its_own_and_a_small_sample_is_pale() {
    let theme = theme();
    let mut columns =
        series("率", Mark::Column, Axis::Left, Unit::Percent, vec![Some(90.0), Some(80.0), None, Some(85.0)]);
    columns.points[1].pale = true;
    columns.points[2].label.clear();
    let mut one = chart(Form::Standing, names(4, 2), vec![columns], None);
    one.positions[3].whole = true;
    let layout = on_slide(&one, "", &theme);
    let usual = theme.series_colour(Mark::Column, 0);
    let pale = theme.point_colour(Mark::Column, 0, false, &Point { pale: true, ..Point::default() });
    for colour in [usual, pale, theme.colours.whole] {
        let blocks =
            layout.shapes.iter().filter(|shape| matches!(shape, layout::Shape::Block(_, own) if *own == colour));
        assert_eq!(blocks.count(), 1, "{}", colour.hex());
    }
}

#[test]
fn a_part_of_zero_is_listed_but_not_drawn() {
    let parts = series("起数", Mark::Column, Axis::Left, Unit::Count, vec![Some(4.0), Some(0.0), Some(3.0)]);
    let categories = ["配件缺货", "客户描述不清", "维修技术"].map(String::from).to_vec();
    let layout = on_slide(&chart(Form::Pie, categories, vec![parts], None), "", &theme());
    let slices = layout.shapes.iter().filter(|shape| matches!(shape, layout::Shape::Polygon(..))).count();
    assert!(slices == 2 && shows(&layout, "客户描述不清 0"));
}

#[test]
fn every_single_column_keeps_its_label() {
    let values = vec![Some(37.0), Some(10.0), Some(20.0), Some(20.0), Some(10.0)];
    let failures = series("未成功", Mark::Column, Axis::Left, Unit::Count, values);
    let labels: Vec<String> = failures.points.iter().map(|point| point.label.clone()).collect();
    let layout = on_slide(&chart(Form::Standing, names(5, 5), vec![failures], None), "", &theme());
    assert!(labels.iter().all(|label| shows(&layout, label)));
}

#[test]
fn every_value_of_a_long_list_is_written_beside_its_bar() {
    let failures =
        series("未成功", Mark::Column, Axis::Left, Unit::Count, (1..=22).map(|at| Some(at.into())).collect());
    let labels: Vec<String> = failures.points.iter().map(|point| point.label.clone()).collect();
    let lying = chart(Form::Standing, names(22, 5), vec![failures], None);
    assert_eq!(lying.form, Form::Lying);
    let layout = on_slide(&lying, "", &theme());
    assert!(labels.iter().all(|label| shows(&layout, label)));
}

#[test]
fn a_character_that_the_font_lacks_is_reported_once() {
    let mut one = chart(Form::Standing, names(1, 1), vec![], None);
    one.title = "😀回访\u{7}😀".into();
    assert_eq!(missing_glyphs(&[&one]), [("chart".to_owned(), '😀')]);
}

#[test]
fn the_same_chart_gives_the_same_bytes_in_the_order_of_the_charts() {
    let line = series("a<b & \"c\"", Mark::Line, Axis::Left, Unit::Percent, vec![Some(90.0), None, Some(91.0)]);
    let one = chart(Form::Standing, names(3, 2), vec![line.clone(), line], None);
    let other = Chart { id: "other".into(), ..one.clone() };
    let [first, second] =
        [0, 1].map(|_| render(&[&one, &other], "演示店", &theme(), (true, true), |file| file).unwrap());
    let order: Vec<&str> = first.iter().map(|artifact| artifact.name.as_str()).collect();
    assert_eq!(order, ["charts/chart.png", "charts/chart.svg", "charts/other.png", "charts/other.svg"]);
    assert!(first.iter().zip(&second).all(|(first, second)| first.bytes == second.bytes));
    let svg = String::from_utf8(first[1].bytes.clone()).unwrap();
    assert!(!svg.contains(" dy="), "every text stands on its base line in every viewer");
    assert!(svg.contains("a&lt;b &amp; &quot;c&quot;"), "texts are escaped");
}

fn number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        1 => Just(None),
        2 => Just(Some(0.0)),
        6 => (0.0..100.0_f64).prop_map(Some),
        1 => (-50.0..0.0_f64).prop_map(Some),
        1 => (0.0..2_000_000.0_f64).prop_map(|number| Some(number.round())),
    ]
}

fn any_chart() -> impl Strategy<Value = Chart> {
    // No chart of a report has more.
    let counts = prop_oneof![Just(1_usize), Just(3), Just(5), Just(12), Just(24), 1..27_usize];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (counts, 0..14_usize, 0..4_usize, 0..5_usize, flags, prop::option::of(0.0..150.0_f64)).prop_flat_map(
        |(count, length, columns, lines, (right, pie, dots), target)| {
            prop::collection::vec(prop::collection::vec(number(), count), (columns + lines).max(1)).prop_map(
                move |values| {
                    let line_axis = if right { Axis::Right } else { Axis::Left };
                    let series: Vec<Series> = values
                        .into_iter()
                        .enumerate()
                        .map(|(at, points)| match at < columns {
                            true => series("已回访台次", Mark::Column, Axis::Left, Unit::Count, points),
                            false if dots => series("满意度", Mark::Dot, line_axis, Unit::Percent, points),
                            false => series("回访成功率", Mark::Line, line_axis, Unit::Percent, points),
                        })
                        .collect();
                    let target = target.map(|value| Target { label: "目标 95%".into(), value, axis: line_axis });
                    let form = if pie && columns == 1 && lines == 0 { Form::Pie } else { Form::Standing };
                    let categories = if length == 13 { latin_names(count) } else { names(count, length) };
                    chart(form, categories, series, target)
                },
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_two_texts_overlap_and_none_leaves_the_picture(chart in any_chart()) {
        let layout = on_slide(&chart, "演示店 · 2013-09", &theme());
        prop_assert!(fault(&layout).is_none(), "{}", fault(&layout).unwrap_or_default());
        let layout = lay_out(&chart, &inline::paper(&chart), &theme());
        prop_assert!(fault(&layout).is_none(), "{}", fault(&layout).unwrap_or_default());
    }
}

#[test]
fn a_long_name_is_cut_and_never_the_number_behind_it() {
    let one = series("满意度", Mark::Column, Axis::Left, Unit::Score, vec![Some(84.2)]);
    let name = "欧阳司马诸葛丙(城东旗舰店高级服务顾问一组组长兼内训师)";
    let mut chart = chart(Form::Lying, vec![name.into()], vec![one], None);
    chart.positions[0].tail = Some(Tail { sign: " n=", text: "15".into(), cell: None });
    let layout = lay_out(&chart, &Paper::slide(""), &theme());
    assert!(layout.texts.iter().any(|placed| placed.text.starts_with("欧阳司马") && placed.text.ends_with("… n=15")));
}
