//! The books that the customer department keeps by hand: inspections, trainings and meetings, key accounts.

use anyhow::Result;

use crate::calendar::{Month, day, later};
use crate::golden::{MAY, SEPTEMBER};
use crate::people::{ADVISORS, TECHNICIANS};
use crate::small_tables::SmallTables;
use crate::written::grid::{Cell, Sheet, texts};
use crate::xlsx;

/// Adds them.
pub fn add(small: &mut SmallTables, dealer: &str) -> Result<()> {
    inspections(small, dealer)?;
    activities(small, dealer)?;
    key_accounts(small, dealer)
}

/// What is checked, and what is wrong with it where it is.
const CHECKED: [(&str, &str, &str); 12] = [
    ("预约", "提前一小时电话提醒", "没有提醒记录"),
    ("预约", "预约看板当日更新", "看板没有更新"),
    ("接待", "三分钟内接待", "客户等了八分钟"),
    ("接待", "主动铺四件套", "没有铺座椅套"),
    ("预检", "环车检查并请客户确认", "没有请客户签字"),
    ("报价", "开工前说明项目和价格", "价格没有说明"),
    ("维修", "增项先征得同意", "增项没有电话确认"),
    ("质检", "三级质检签字", "缺班组长签字"),
    ("交车", "解释账单和旧件", "旧件没有展示"),
    ("交车", "交车时间与承诺一致", "晚交二十分钟"),
    ("回访", "三日内回访", "有三单超期"),
    ("回访", "不满意的当日反馈", "隔日才反馈"),
];

/// Three rounds a month; what was found is put right within days, but for the last round.
fn inspections(small: &mut SmallTables, dealer: &str) -> Result<()> {
    let headings = [
        "计划点检日期",
        "点检日期",
        "环节",
        "点检项目",
        "点检结果",
        "被检人",
        "发现问题",
        "整改责任人",
        "整改期限",
        "整改完成日期",
    ];
    let mut lines = vec![texts(&[&format!("{dealer}售后流程点检表")]), texts(&headings)];
    for month in MAY..=SEPTEMBER {
        let (mut planned, mut done, mut passed) = (0, 0, 0);
        for (round, on) in [6, 16, 26].into_iter().enumerate() {
            for (item, (area, checked, wrong)) in CHECKED.into_iter().enumerate() {
                let plan = day(month, on);
                let skipped = round == 2 && item >= 10 && month % 2 == 0;
                // The reminder by telephone is missed every month.
                let fails = !skipped
                    && ((item * 5 + round * 3 + month as usize).is_multiple_of(13) || (item == 0 && round == 0));
                let open = month == SEPTEMBER && round == 2;
                planned += 1;
                done += usize::from(!skipped);
                passed += usize::from(!skipped && !fails);
                let person =
                    if area == "维修" || area == "质检" { TECHNICIANS[item % 5] } else { ADVISORS[item % 5] };
                lines.push(vec![
                    Cell::Day(plan),
                    if skipped { Cell::Empty } else { Cell::Day(later(plan, (item % 2) as i64)) },
                    Cell::text(area),
                    Cell::text(checked),
                    Cell::text(if skipped {
                        ""
                    } else if fails {
                        "×"
                    } else {
                        "√"
                    }),
                    Cell::text(if skipped { "" } else { person }),
                    Cell::text(if fails { wrong } else { "" }),
                    Cell::text(if fails { person } else { "" }),
                    if fails { Cell::Day(later(plan, 7)) } else { Cell::Empty },
                    if fails && !open { Cell::Day(later(plan, 4)) } else { Cell::Empty },
                ]);
            }
        }
        small.rate("inspection_execution_rate", month, done, planned);
        small.rate("inspection_pass_rate", month, passed, done);
        small.count("inspection_findings", month, done - passed);
    }
    lines.push(texts(&["点检人:李静"]));
    small.files.push(("流程点检.xlsx".into(), xlsx::write(&[Sheet::new("点检", lines)], "流程点检")?));
    Ok(())
}

/// Kind, what it was about, the day of the month; care events once in two months.
const HELD: [(&str, &str, u32); 4] = [
    ("培训", "回访用语和异议处理", 9),
    ("满意度弱项改善会议", "解释账单得分偏低", 5),
    ("满意度弱项改善会议", "电话信息错误的改善", 19),
    ("客户关怀", "高温关怀检测周", 22),
];

fn activities(small: &mut SmallTables, dealer: &str) -> Result<()> {
    let headings = ["活动日期", "活动类型", "活动主题", "主持人", "应到人数", "参加人数", "完成情况"];
    let mut lines = vec![texts(&[&format!("{dealer}培训、会议、关怀记录")]), texts(&headings)];
    for month in MAY..=SEPTEMBER {
        let mut held = [0; 4];
        for (at, (kind, about, on)) in HELD.into_iter().enumerate() {
            // In June one meeting fell out, and there is care in every other month.
            if (at == 3 && month % 2 == 1) || (at == 2 && month == MAY + 1) {
                continue;
            }
            held[at] += 1;
            let invited = [12, 9, 9, 60][at];
            lines.push(vec![
                Cell::Day(day(month, on)),
                Cell::text(kind),
                Cell::text(about),
                Cell::text(["孙堃", "李静"][at % 2]),
                Cell::Number(f64::from(invited)),
                Cell::Number(f64::from(invited - month % 3)),
                Cell::text("已开展"),
            ]);
        }
        small.count("trainings", month, held[0]);
        small.count("improvement_meetings", month, held[1] + held[2]);
        small.count("care_events", month, held[3]);
    }
    small.files.push(("培训会议关怀.xlsx".into(), xlsx::write(&[Sheet::new("活动", lines)], "培训会议关怀")?));
    Ok(())
}

/// Name, class, cars, with an agreement, visited, cars served on site.
const ACCOUNTS: [(&str, &str, usize, bool, bool, usize); 8] = [
    ("北京顺达物流有限公司", "A", 42, true, true, 40),
    ("京通汽车租赁公司", "A", 35, true, true, 35),
    ("天和食品配送中心", "B", 18, true, false, 11),
    ("宏远建材公司", "B", 15, true, true, 12),
    ("望京物业服务公司", "B", 12, false, true, 9),
    ("通州供电检修队", "C", 8, true, false, 4),
    ("丰台第二驾校", "C", 7, false, true, 7),
    ("学院路快递站", "C", 5, false, false, 0),
];

/// The list as it stood at the end of September.
fn key_accounts(small: &mut SmallTables, dealer: &str) -> Result<()> {
    const OF: Month = SEPTEMBER;
    let headings =
        ["月份", "大客户名称", "大客户等级", "保有车辆", "是否签订协议", "上门拜访", "上门服务车辆数", "大客户经理"];
    let mut lines = vec![texts(&[&format!("{dealer}大客户台账")]), texts(&headings)];
    for (name, level, cars, signed, visited, served) in ACCOUNTS {
        lines.push(vec![
            Cell::text("2013年9月"),
            Cell::text(name),
            Cell::text(level),
            Cell::Number(cars as f64),
            Cell::text(if signed { "已签" } else { "未签" }),
            Cell::text(if visited { "是" } else { "否" }),
            Cell::Number(served as f64),
            Cell::text("孙堃"),
        ]);
    }
    let cars = ACCOUNTS.iter().map(|account| account.2).sum();
    small.count("key_account_customers", OF, ACCOUNTS.len());
    small.count("key_account_vehicles", OF, cars);
    small.rate("key_account_agreement_rate", OF, ACCOUNTS.iter().filter(|account| account.3).count(), ACCOUNTS.len());
    small.rate("key_account_visit_rate", OF, ACCOUNTS.iter().filter(|account| account.4).count(), ACCOUNTS.len());
    small.rate("key_account_service_rate", OF, ACCOUNTS.iter().map(|account| account.5).sum(), cars);
    small.files.push(("大客户.xlsx".into(), xlsx::write(&[Sheet::new("大客户", lines)], "大客户")?));
    Ok(())
}
