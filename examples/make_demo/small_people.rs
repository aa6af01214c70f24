//! What the manager's own desk keeps: the staff, last months' measures, the maker's scores.

use anyhow::Result;
use chrono::NaiveDate;

use crate::calendar::{day, month};
use crate::golden::{MAY, SEPTEMBER};
use crate::people::{ADVISORS, CALLERS, TECHNICIANS};
use crate::small_tables::SmallTables;
use crate::written::grid::{Cell, Sheet, texts};
use crate::xlsx;

/// Adds them.
pub fn add(small: &mut SmallTables, dealer: &str) -> Result<()> {
    staff(small, dealer)?;
    actions(small, dealer)?;
    external_scores(small)
}

/// Who left: name, team, role, joined, left.
type Leaver = (&'static str, &'static str, &'static str, [u32; 3], [u32; 3]);

const LEFT: [Leaver; 3] = [
    ("皮耶罗", "维修一组", "维修技师", [2010, 5, 4], [2012, 11, 30]),
    ("奥尼尔", "服务部", "服务顾问", [2011, 3, 7], [2013, 4, 15]),
    ("王芳", "客服部", "客服专员", [2012, 8, 20], [2013, 9, 12]),
];

fn date([year, month, day]: [u32; 3]) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn staff(small: &mut SmallTables, dealer: &str) -> Result<()> {
    let headings = ["工号", "姓名", "部门", "岗位", "入职日期", "离职日期"];
    let mut lines = vec![texts(&[&format!("{dealer}售后人员花名册")]), texts(&headings)];
    let teams = [
        (&ADVISORS[..], "服务部", "服务顾问"),
        (&TECHNICIANS[..], "维修一组", "维修技师"),
        (&CALLERS[..], "客服部", "客服专员"),
    ];
    let mut here = 0;
    for (names, team, role) in teams {
        for (at, name) in names.iter().enumerate() {
            here += 1;
            let joined = date([2009 + at as u32 % 4, 2 + at as u32 * 2, 10 + at as u32]);
            let no = format!("S{here:03}");
            lines.push(person(&no, name, team, role, joined, None));
        }
    }
    for (at, (name, team, role, joined, left)) in LEFT.into_iter().enumerate() {
        lines.push(person(&format!("S9{at:02}"), name, team, role, date(joined), date(left)));
    }
    small.count("headcount", SEPTEMBER, here);
    small.count("staff_left", SEPTEMBER, 1);
    small.files.push(("人员花名册.xlsx".into(), xlsx::write(&[Sheet::new("花名册", lines)], "人员花名册")?));
    Ok(())
}

fn person(
    no: &str,
    name: &str,
    team: &str,
    role: &str,
    joined: Option<NaiveDate>,
    left: Option<NaiveDate>,
) -> Vec<Cell> {
    let on = |date: Option<NaiveDate>| date.map_or(Cell::Empty, Cell::Day);
    vec![Cell::text(no), Cell::text(name), Cell::text(team), Cell::text(role), on(joined), on(left)]
}

/// Problem, measure, owner, indicator and group, month and day due, day done in that month, evidence.
type Measure = (&'static str, &'static str, &'static str, &'static str, u32, u32, Option<u32>, &'static str);

const MEASURES: [Measure; 7] = [
    ("电话号码错误多", "接车时当面核对手机号", "乔丹", "回访成功率", 7, 31, Some(26), "抽查 50 单，错号 2 单"),
    ("解释账单得分低", "交车前用账单夹逐项说明", "麦迪", "满意度", 8, 15, Some(20), "晚 5 天，已全员演练"),
    ("一次修复：诊断错误", "疑难故障两人会诊", "鲁尼", "一次修复率", 8, 31, Some(30), "会诊记录 12 份"),
    ("保险到期没有跟进", "到期前 60 天首次电话", "赵敏", "续保率", 9, 10, Some(9), "名单已打完"),
    ("预约守约率低", "前一天短信加电话提醒", "李静", "预约守约率", 9, 20, None, ""),
    ("未结投诉超时", "每周一早会过未结清单", "孙堃", "投诉及时关闭率", 9, 30, None, "已开三次会"),
    ("首保流失", "交车时预约首保", "王珺", "首保管理内化率", 10, 15, None, ""),
];

fn actions(small: &mut SmallTables, dealer: &str) -> Result<()> {
    let headings = [
        "序号",
        "提出日期",
        "问题",
        "改善措施",
        "责任人",
        "监督人",
        "计划完成时间",
        "实际完成时间",
        "状态",
        "完成情况",
        "指标",
    ];
    let mut lines = vec![texts(&[&format!("{dealer}改善措施跟踪表")]), texts(&headings)];
    let (mut done, mut overdue) = (0, 0);
    for (at, (problem, measure, owner, indicator, of, on, finished, evidence)) in MEASURES.into_iter().enumerate() {
        let of = month(2013, of);
        let due = day(of, on);
        done += usize::from(of == SEPTEMBER && finished.is_some());
        overdue += usize::from(finished.is_none() && of <= SEPTEMBER && due <= day(SEPTEMBER, 30));
        lines.push(vec![
            Cell::Number((at + 1) as f64),
            Cell::Day(day(of - 1, 6)),
            Cell::text(problem),
            Cell::text(measure),
            Cell::text(owner),
            Cell::text("孙堃"),
            Cell::Day(due),
            finished.map_or(Cell::Empty, |finished| Cell::Day(day(of, finished))),
            Cell::text(if finished.is_some() { "完成" } else { "进行中" }),
            Cell::text(evidence),
            Cell::text(indicator),
        ]);
    }
    small.count("actions_open", SEPTEMBER, MEASURES.iter().filter(|one| one.6.is_none()).count());
    small.count("actions_overdue", SEPTEMBER, overdue);
    small.count("actions_done", SEPTEMBER, done);
    small.files.push(("改善措施.xlsx".into(), xlsx::write(&[Sheet::new("措施", lines)], "改善措施")?));
    Ok(())
}

/// The maker's scores from May to September, of a thousand points, and the rank in the country.
const SCORES: [(f64, f64, u32, u32); 5] = [
    (861.2, 842.0, 88, 131),
    (868.4, 845.5, 80, 127),
    (859.9, 850.3, 91, 118),
    (852.7, 848.1, 102, 121),
    (846.3, 851.6, 117, 115),
];

fn external_scores(small: &mut SmallTables) -> Result<()> {
    let mut lines = vec![texts(&["月份", "CSI得分", "SSI得分", "CSI全国排名", "SSI全国排名"])];
    for (month, (csi, ssi, csi_rank, ssi_rank)) in (MAY..=SEPTEMBER).zip(SCORES) {
        lines.push(vec![
            Cell::text(format!("2013年{}月", month % 12 + 1)),
            Cell::Number(csi),
            Cell::Number(ssi),
            Cell::Number(f64::from(csi_rank)),
            Cell::Number(f64::from(ssi_rank)),
        ]);
        small.count("external_csi_national_rank", month, csi_rank as usize);
        small.count("external_ssi_national_rank", month, ssi_rank as usize);
    }
    small.files.push(("厂家满意度.xlsx".into(), xlsx::write(&[Sheet::new("成绩", lines)], "厂家满意度")?));
    Ok(())
}
