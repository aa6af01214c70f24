//! A report with every kind of block and value, in the shape of the demo dealer's month.

use chrono::NaiveDate;

use crate::base::lang::Lang;
use crate::base::number::{self, Unit};
use crate::base::period::PeriodKind;
use crate::report::chart::decide;
use crate::report::chart::model::{Axis, Chart, Form, Mark, Point, Position, Series, Target};
use crate::report::model::*;

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(super) fn cell(value: Value, text: impl Into<String>) -> Cell {
    Cell { value, text: text.into(), tone: Tone::Plain, link: None }
}

pub(super) fn text(content: &str) -> Cell {
    cell(Value::Text, content)
}

pub(super) fn figure(value: Option<f64>, unit: Unit) -> Cell {
    let shown = number::display(value, unit);
    cell(Value::Number(Number { value, unit, change: false, formula: None }), shown)
}

pub(super) fn count(value: u32) -> Cell {
    figure(Some(f64::from(value)), Unit::Count)
}

fn change(value: Option<f64>, unit: Unit) -> Cell {
    let shown = number::display_change(value, unit);
    cell(Value::Number(Number { value, unit, change: true, formula: None }), shown)
}

fn with(mut cell: Cell, formula: Formula) -> Cell {
    if let Value::Number(number) = &mut cell.value {
        number.formula = Some(formula);
    }
    cell
}

fn toned(mut cell: Cell, tone: Tone) -> Cell {
    cell.tone = tone;
    cell
}

fn linked(mut cell: Cell, page: &str) -> Cell {
    cell.link = Some(Box::new(Link { page: page.to_owned(), list: None }));
    cell
}

fn at(row: usize, col: usize) -> CellAt {
    CellAt { row, col }
}

pub(super) fn rate(above: Option<f64>, below: Option<f64>) -> Option<f64> {
    let below = below.filter(|below| *below != 0.0)?;
    Some(100.0 * above? / below)
}

fn columns(labels: &[&str]) -> Vec<Column> {
    labels
        .iter()
        .map(|label| Column { label: label.trim_end_matches('*').to_owned(), wide: label.ends_with('*') })
        .collect()
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, total: false }
}

pub(super) fn table(id: &str, title: &str, kind: TableKind, labels: &[&str], rows: Vec<Row>) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Table(Table { id, title, kind, columns: columns(labels), rows, note: None, people: Vec::new() })
}

fn sentence(text: &str, tone: Tone) -> Block {
    Block::Sentence(Sentence { text: text.to_owned(), tone, own: false })
}

pub(in crate::render::xlsx) fn series(
    name: &str,
    mark: Mark,
    axis: Axis,
    unit: Unit,
    points: &[Option<f64>],
) -> Series {
    let point = |value: &Option<f64>| Point { value: *value, label: number::display(*value, unit), ..Point::default() };
    Series { name: name.to_owned(), mark, axis, unit, points: points.iter().map(point).collect() }
}

pub(super) fn chart(id: &str, title: &str, form: Form, names: &[&str], series: Vec<Series>) -> Chart {
    chart_of(id, title, form, names, series, None)
}

pub(in crate::render::xlsx) fn chart_of(
    id: &str,
    title: &str,
    form: Form,
    names: &[&str],
    series: Vec<Series>,
    target: Option<Target>,
) -> Chart {
    let over_time = series.iter().any(|series| series.mark == Mark::Line);
    let mut chart = Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        sentence: format!("{title}:本月比上月有所变化。"),
        form,
        positions: names.iter().map(|&name| Position { name: name.to_owned(), ..Position::default() }).collect(),
        series,
        left: None,
        right: None,
        target,
        caveat: None,
        aside: false,
    };
    decide(&mut chart, over_time);
    chart
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

const MONTHS: [&str; 5] = ["2013-05", "2013-06", "2013-07", "2013-08", "2013-09"];

pub(super) fn report_of(pages: Vec<Page>) -> Report {
    Report {
        notes: None,
        dealer: "演示店 & 4S".to_owned(),
        period: PeriodInfo {
            kind: PeriodKind::Month,
            label: "2013-09".to_owned(),
            start: day(2013, 9, 1),
            end: day(2013, 9, 30),
            as_of: day(2013, 9, 30),
            complete: true,
        },
        lang: Lang::Chinese,
        meeting: false,
        pages,
        topics: Vec::new(),
        kpis: Vec::new(),
        main: Vec::new(),
        inputs: Vec::new(),
        read: Read { files: 0, sheets: 0 },
        findings: Vec::new(),
    }
}

pub(super) fn page(id: &str, title: &str, blocks: Vec<Block>) -> Page {
    Page { id: id.to_owned(), title: title.to_owned(), guests: Vec::new(), back: None, blocks, handed_out: false }
}

pub(super) fn report() -> Report {
    report_of(vec![
        overview(),
        callbacks(),
        satisfaction(),
        fix(),
        complaints(),
        retention(),
        list(),
        quality(),
        definitions(),
    ])
}

fn overview() -> Page {
    let line = |name: &str,
                page: &str,
                now: Option<f64>,
                before: Option<f64>,
                unit,
                target: Option<f64>,
                light: (&str, Tone),
                n: u32| {
        let difference = now.zip(before).map(|(now, before)| now - before);
        row(vec![
            linked(text(name), page),
            toned(figure(now, unit), light.1),
            figure(before, unit),
            change(difference, unit),
            figure(target, unit),
            toned(text(light.0), light.1),
            count(n),
            cell(
                Value::Course(vec![
                    now.map(|now| now * 0.9),
                    now.map(|now| now * 1.05),
                    now.map(|now| now * 0.95),
                    before,
                    now,
                ]),
                "",
            ),
        ])
    };
    let met = ("达标", Tone::Good);
    let missed = ("未达标", Tone::Bad);
    let none = ("—", Tone::Plain);
    let rows = vec![
        line("应回访台次", "callbacks", Some(1489.0), Some(1339.0), Unit::Count, None, none, 1489),
        line(
            "回访率",
            "callbacks",
            rate(Some(1386.0), Some(1489.0)),
            rate(Some(1300.0), Some(1339.0)),
            Unit::Percent,
            Some(100.0),
            missed,
            1489,
        ),
        line(
            "回访成功率",
            "callbacks",
            rate(Some(1289.0), Some(1386.0)),
            rate(Some(1200.0), Some(1300.0)),
            Unit::Percent,
            None,
            none,
            1386,
        ),
        line("回访失败", "callbacks", Some(97.0), Some(100.0), Unit::Count, None, none, 97),
        line("满意度得分", "satisfaction", Some(80.5), Some(85.0), Unit::Score, None, none, 693),
        line(
            "一次修复率",
            "first_time_fix",
            rate(Some(434.0), Some(447.0)),
            Some(96.5),
            Unit::Percent,
            None,
            none,
            447,
        ),
        line("未一次修复", "first_time_fix", Some(13.0), Some(15.0), Unit::Count, None, none, 13),
        line("投诉新增", "complaints", Some(3.0), Some(4.0), Unit::Count, None, none, 3),
        line("期初未结投诉", "complaints", Some(5.0), Some(2.0), Unit::Count, None, none, 5),
        line("投诉结案", "complaints", Some(5.0), Some(1.0), Unit::Count, None, none, 5),
        line("期末未结投诉", "complaints", Some(3.0), Some(5.0), Unit::Count, None, none, 3),
        line("投诉及时结案率", "complaints", Some(100.0), None, Unit::Percent, Some(95.0), met, 3),
        line("投诉处理满意率", "complaints", Some(80.0), None, Unit::Percent, None, ("样本少", Tone::Muted), 5),
        line(
            "首次保养管理内化率",
            "retention",
            Some(30.0 / (85.0 / 3.0) * 100.0),
            Some(95.4545),
            Unit::Percent,
            None,
            ("超过100%", Tone::Caution),
            30,
        ),
    ];
    page(
        "overview",
        "总览",
        vec![
            Block::Heading("演示店 2013年9月客户关系月报".to_owned()),
            sentence("有 3 行因日期无法识别未计入,见“数据质量”。", Tone::Bad),
            sentence("回访率 93.08%,比上月下降 4.01 个百分点,未达到目标 100%。", Tone::Plain),
            table(
                "overview",
                "",
                TableKind::Figures,
                &["指标", "本月", "上月", "变化", "目标", "状态", "n", "走势"],
                rows,
            ),
        ],
    )
}

fn callbacks() -> Page {
    let due = [None, None, Some(1140.0), Some(1339.0), Some(1489.0)];
    let tried = some(&[1198.0, 988.0, 1005.0, 1300.0, 1386.0]);
    let reached = some(&[1026.0, 972.0, 966.0, 1200.0, 1289.0]);
    let line = |name: &str, values: &[Option<f64>]| {
        let mut cells = vec![text(name)];
        cells.extend(values.iter().map(|value| figure(*value, Unit::Count)));
        row(cells)
    };
    let ratio = |name: &str, above: (usize, &[Option<f64>]), below: (usize, &[Option<f64>])| {
        let mut cells = vec![text(name)];
        for col in 0..5 {
            let formula = Formula::Ratio { numerator: at(above.0, col + 1), denominator: at(below.0, col + 1) };
            cells.push(with(figure(rate(above.1[col], below.1[col]), Unit::Percent), formula));
        }
        row(cells)
    };
    let covered: Vec<_> = (0..5).map(|at| rate(tried[at], due[at])).collect();
    let success: Vec<_> = (0..5).map(|at| rate(reached[at], tried[at])).collect();
    let rows = vec![
        line("应回访台次", &due),
        line("回访台次", &tried),
        line("成功台次", &reached),
        ratio("回访率", (1, &tried), (0, &due)),
        ratio("回访成功率", (2, &reached), (1, &tried)),
    ];
    let mut labels = vec!["项目"];
    labels.extend(MONTHS);
    let trend = chart_of(
        "callback_trend",
        "回访台次与成功率",
        Form::Standing,
        &MONTHS,
        vec![
            series("应回访台次", Mark::Column, Axis::Left, Unit::Count, &due),
            series("回访台次", Mark::Column, Axis::Left, Unit::Count, &tried),
            series("回访率", Mark::Line, Axis::Right, Unit::Percent, &covered),
            series("回访成功率", Mark::Line, Axis::Right, Unit::Percent, &success),
        ],
        Some(Target { label: "目标 95%".to_owned(), value: 95.0, axis: Axis::Right }),
    );
    let reasons = ["号码错误", "非本人送修", "无法接通", "拒绝回访", "中途中断"];
    let failed = some(&[37.0, 10.0, 20.0, 20.0, 10.0]);
    let pie = chart(
        "failure_reasons",
        "回访失败原因",
        Form::Pie,
        &reasons,
        vec![series("台次", Mark::Column, Axis::Left, Unit::Count, &failed)],
    );
    let mut reason_rows: Vec<Row> = reasons
        .iter()
        .zip(&failed)
        .enumerate()
        .map(|(index, (reason, value))| {
            let share = with(
                figure(rate(*value, Some(97.0)), Unit::Percent),
                Formula::Ratio { numerator: at(index, 1), denominator: at(5, 1) },
            );
            row(vec![text(reason), figure(*value, Unit::Count), share])
        })
        .collect();
    let sum = with(count(97), Formula::Sum((0..5).map(|row| at(row, 1)).collect()));
    reason_rows.push(Row { cells: vec![text("合计"), sum, cell(Value::Empty, "")], total: true });
    page(
        "callbacks",
        "回访",
        vec![
            Block::Heading("回访".to_owned()),
            table("callbacks_by_period", "回访概况", TableKind::Figures, &labels, rows),
            Block::Chart(trend),
            table("failures", "回访失败原因", TableKind::Figures, &["原因", "台次", "占比"], reason_rows),
            Block::Chart(pie),
        ],
    )
}

fn satisfaction() -> Page {
    let advisors = [
        ("乔丹", 220, [90.0, 80.0, 70.0, 90.0]),
        ("科比", 260, [90.0, 90.0, 80.0, 90.0]),
        ("詹姆斯", 180, [80.0, 70.0, 80.0, 80.0]),
        ("麦迪", 160, [90.0, 80.0, 70.0, 60.0]),
        ("姚明", 180, [80.0, 80.0, 90.0, 70.0]),
    ];
    let mut rows = Vec::new();
    let mut overall = Vec::new();
    for (index, (name, orders, items)) in advisors.iter().enumerate() {
        let mean = items.iter().sum::<f64>() / 4.0;
        overall.push(Some(mean));
        let mut cells = vec![text(name), count(*orders)];
        cells.extend(items.iter().map(|item| figure(Some(*item), Unit::Score)));
        cells.push(with(figure(Some(mean), Unit::Score), Formula::Mean((2..6).map(|col| at(index, col)).collect())));
        rows.push(row(cells));
    }
    rows.push(row(vec![
        text("未指定"),
        count(489),
        figure(None, Unit::Score),
        figure(None, Unit::Score),
        figure(None, Unit::Score),
        figure(None, Unit::Score),
        with(figure(None, Unit::Score), Formula::Mean((2..6).map(|col| at(5, col)).collect())),
    ]));
    let mut station = vec![text("服务站"), cell(Value::Empty, "")];
    for (col, value) in (2..7).zip([86.0, 80.0, 78.0, 78.0, 80.5]) {
        station.push(with(figure(Some(value), Unit::Score), Formula::Mean((0..5).map(|row| at(row, col)).collect())));
    }
    rows.push(Row { cells: station, total: true });
    let names: Vec<&str> = advisors.iter().map(|advisor| advisor.0).collect();
    let orders: Vec<_> = advisors.iter().map(|advisor| Some(f64::from(advisor.1))).collect();
    let combined = chart(
        "satisfaction_advisors",
        "服务顾问接车台次与满意度",
        Form::Standing,
        &names,
        vec![
            series("接车台次", Mark::Column, Axis::Left, Unit::Count, &orders),
            series("满意度", Mark::Line, Axis::Right, Unit::Score, &overall),
        ],
    );
    let lines = chart(
        "satisfaction_items",
        "各项满意度走势",
        Form::Standing,
        &MONTHS,
        vec![
            series("服务态度", Mark::Line, Axis::Left, Unit::Score, &some(&[90.0, 91.0, 88.0, 87.0, 86.0])),
            series("及时接待", Mark::Line, Axis::Left, Unit::Score, &some(&[88.0, 87.0, 86.5, 84.0, 80.0])),
            series(
                "预先报价",
                Mark::Line,
                Axis::Left,
                Unit::Score,
                &[Some(87.0), None, Some(86.0), Some(84.0), Some(78.0)],
            ),
            series("解释账单", Mark::Line, Axis::Left, Unit::Score, &some(&[85.0, 86.0, 87.0, 85.0, 78.0])),
        ],
    );
    let trend = chart(
        "satisfaction_trend",
        "满意度走势",
        Form::Standing,
        &MONTHS,
        vec![series("满意度", Mark::Line, Axis::Left, Unit::Score, &some(&[88.0, 88.8, 87.0, 85.0, 80.5]))],
    );
    page(
        "satisfaction",
        "满意度",
        vec![
            Block::Heading("满意度".to_owned()),
            table(
                "advisors",
                "服务顾问满意度",
                TableKind::Figures,
                &["服务顾问", "接车", "服务态度", "及时接待", "预先报价", "解释账单", "总体"],
                rows,
            ),
            Block::Chart(combined),
            Block::Chart(lines),
            Block::Chart(trend),
        ],
    )
}

fn fix() -> Page {
    let technicians = [("马拉多纳", 80, 3), ("贝克汉姆", 90, 2), ("罗纳尔多", 93, 1), ("鲁尼", 85, 4), ("卡卡", 99, 3)];
    let mut rows = Vec::new();
    let mut fixed = Vec::new();
    for (index, (name, repairs, failed)) in technicians.iter().enumerate() {
        let missed = rate(Some(f64::from(*failed)), Some(f64::from(*repairs)));
        fixed.push(missed.map(|missed| 100.0 - missed));
        rows.push(row(vec![
            text(name),
            count(*repairs),
            count(*failed),
            with(figure(missed, Unit::Percent), Formula::Ratio { numerator: at(index, 2), denominator: at(index, 1) }),
            figure(missed.map(|missed| 100.0 - missed), Unit::Percent),
        ]));
    }
    let names: Vec<&str> = technicians.iter().map(|technician| technician.0).collect();
    let columns = chart(
        "technicians",
        "维修技师一次修复率",
        Form::Standing,
        &names,
        vec![series("一次修复率", Mark::Column, Axis::Left, Unit::Percent, &fixed)],
    );
    let many: Vec<String> = (1..=30).map(|index| format!("技师{index:02}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let crowd = chart(
        "technicians_all",
        "三十名技师",
        Form::Standing,
        &many,
        vec![series(
            "维修台次",
            Mark::Column,
            Axis::Left,
            Unit::Count,
            &(0..30).map(|at| Some(f64::from(40 + at * 37 % 60))).collect::<Vec<_>>(),
        )],
    );
    page(
        "first_time_fix",
        "一次修复",
        vec![
            Block::Heading("一次修复".to_owned()),
            table(
                "technicians",
                "维修技师",
                TableKind::Figures,
                &["维修技师", "维修台次", "未一次修复", "未一次修复率", "一次修复率"],
                rows,
            ),
            Block::Chart(columns),
            Block::Chart(crowd),
        ],
    )
}

fn complaints() -> Page {
    let rows = vec![row(vec![count(5), count(3), count(5), count(3)])];
    let levels = chart(
        "timely_closure",
        "各级别及时结案率",
        Form::Standing,
        &["I", "II", "III"],
        vec![series("及时结案率", Mark::Column, Axis::Left, Unit::Percent, &[Some(100.0), None, Some(66.6667)])],
    );
    let mut levels = levels;
    levels.target = Some(Target { label: "目标 95%".to_owned(), value: 95.0, axis: Axis::Left });
    page(
        "complaints",
        "投诉",
        vec![
            Block::Heading("投诉".to_owned()),
            table("flow", "本月投诉流转", TableKind::Figures, &["期初未结", "本月新增", "本月结案", "期末未结"], rows),
            Block::Chart(levels),
        ],
    )
}

fn retention() -> Page {
    let months = ["2013-01", "02", "03", "04", "05", "06", "07", "08", "09"];
    let rates =
        [None, Some(39.29), Some(50.0), Some(46.6), Some(61.06), Some(74.34), Some(86.14), Some(95.45), Some(105.88)];
    let services = some(&[12.0, 11.0, 16.0, 16.0, 23.0, 28.0, 29.0, 28.0, 30.0]);
    let rows = (0..9)
        .map(|at| {
            let over = rates[at].is_some_and(|rate| rate > 100.0);
            let mut value = figure(rates[at], Unit::Percent);
            if over {
                value.text.push_str(" *");
                value.tone = Tone::Caution;
            }
            row(vec![text(months[at]), figure(services[at], Unit::Count), value])
        })
        .collect();
    let block = table("retention", "首次保养管理内化率", TableKind::Figures, &["月份", "首保台次", "内化率"], rows);
    let Block::Table(mut content) = block else { unreachable!() };
    content.note = Some("* 超过 100%:首保台次多于前三个月平均销量,并非错误。".to_owned());
    page(
        "retention",
        "首保",
        vec![
            Block::Heading("首次保养管理内化率".to_owned()),
            Block::Table(content),
            Block::Chart(chart(
                "retention",
                "首保内化率",
                Form::Standing,
                &months,
                vec![
                    series("首保台次", Mark::Column, Axis::Left, Unit::Count, &services),
                    series("内化率", Mark::Line, Axis::Right, Unit::Percent, &rates),
                ],
            )),
        ],
    )
}

fn list() -> Page {
    let rows = (0..70)
        .map(|index| {
            let moment = day(2013, 9, 1 + index % 30).and_hms_opt(9, 30, 0).unwrap();
            row(vec![
                cell(Value::Date(day(2013, 9, 1 + index % 30)), format!("2013-09-{:02}", 1 + index % 30)),
                text("京FG0012"),
                text(["乔丹", "詹姆斯", "未指定"][index as usize % 3]),
                text(["号码错误", "无法接通", "=HYPERLINK(\"http://x\")"][index as usize % 3]),
                text("138****0012"),
                cell(Value::DateTime(moment), moment.format("%Y-%m-%d %H:%M").to_string()),
                text(if index % 5 == 0 { "客户表示电话无人接听,要求改为短信联系;顾问已在系统中登记,下次保养前再联系一次,并核对手机号码是否更换。" } else { "" }),
                toned(text(&format!("回访记录.xlsx › 9月 › 第{}行", index + 2)), Tone::Muted),
            ])
        })
        .collect();
    page(
        "failed_callbacks",
        "回访失败清单",
        vec![
            Block::Heading("回访失败清单".to_owned()),
            table(
                "failed",
                "本月回访失败的客户",
                TableKind::List,
                &["回访日期", "车牌", "服务顾问", "原因", "电话", "登记时间", "备注*", "来源"],
                rows,
            ),
        ],
    )
}

fn quality() -> Page {
    let files = vec![row(vec![
        text("回访记录.xlsx"),
        text("9月"),
        count(1401),
        count(1390),
        count(2),
        count(1),
        count(5),
        count(3),
    ])];
    let findings = vec![
        row(vec![
            toned(text("错误"), Tone::Bad),
            text("回访记录.xlsx › 9月 › A17"),
            text("2013-13-05"),
            text("“2013-13-05” 不是日期（月份应为 1–12）；本行未计入"),
            text("改正后重新运行"),
        ]),
        row(vec![
            toned(text("提示"), Tone::Caution),
            text("投诉.xls › Sheet1 › F9"),
            text("已结案"),
            text("已结案但没有结案时间;按未结计"),
            text("补填结案时间"),
        ]),
    ];
    page(
        "quality",
        "数据质量",
        vec![
            Block::Heading("数据质量".to_owned()),
            table(
                "files",
                "读入的文件",
                TableKind::List,
                &["文件", "工作表", "读入", "采用", "空行", "合计行", "重复", "剔除"],
                files,
            ),
            table("findings", "发现的问题", TableKind::List, &["级别", "位置", "原值", "说明*", "建议*"], findings),
        ],
    )
}

fn definitions() -> Page {
    let rows = vec![row(vec![
        text("回访成功率"),
        text(
            "成功回访的台次 ÷ 已回访的台次,按最后一次回访的日期归月;同一工单的多次回访合为一次,任一次成功即为成功,之后的回访使其归入后一月份。",
        ),
        text("SUM(succeeded) / COUNT(attempts > 0)"),
        text("样例月报“回访概况”页"),
        figure(None, Unit::Percent),
    ])];
    page(
        "definitions",
        "指标说明",
        vec![
            Block::Heading("指标说明".to_owned()),
            table("definitions", "", TableKind::List, &["指标", "规则*", "公式*", "来源*", "目标"], rows),
        ],
    )
}
