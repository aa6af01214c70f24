//! Lists of the lesser topics, each with one thing in it by which a figure would be wrong: it is told at its cell, and not where
//! the thing is as it should be.

use serde_json::Value;

use crate::untold::{report, workbook};
use crate::workspace::Workspace;

/// What `check` says of lists by their names.
fn check(lists: &[(&str, &str)]) -> String {
    Workspace::new().with_lists(lists).run("check --month 2013-09").ends_with(0).stdout
}

/// The rows of one list are told at this place with these words, and those of the other one are not.
fn told(name: &str, wrong: &str, right: &str, words: &str) {
    let (of_wrong, of_right) = (check(&[(name, wrong)]), check(&[(name, right)]));
    assert!(of_wrong.contains(words), "{words}\n{of_wrong}");
    let place = words.split('：').next().unwrap();
    assert!(!of_right.contains(place), "{words}\n{of_right}");
}

fn figure(name: &str, list: &str, id: &str) -> Value {
    let report = report(&Workspace::new().with(&format!("input/{name}"), list));
    let kpi = report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap();
    kpi["value"].clone()
}

#[test]
fn a_renewal_that_brackets_take_back_is_none() {
    let list = |state: &str| format!("到期日期,车牌号,续保状态\n2013-09-05,京A00001,{state}\n");
    for state in ["已续保（外店）", "已投保（他店）", "成功（后退保）", "已出单(电销)"] {
        let told = check(&[("续保.csv", &list(state))]);
        assert!(told.contains("[unknown-word] 续保.csv › C2："), "{state}\n{told}");
        assert_eq!(figure("续保.csv", &list(state), "renewals"), 0, "{state}");
    }
    assert_eq!(figure("续保.csv", &list("已续保（人保）"), "renewals"), 1);
    let booked = |state: &str| format!("招揽日期,车牌号,招揽结果\n2013-09-05,京A00001,{state}\n");
    assert_eq!(figure("招揽.csv", &booked("已预约（后取消）"), "outreach_booked"), Value::Null);
    assert_eq!(figure("招揽.csv", &booked("已预约（周六上午）"), "outreach_booked"), 1);
}

#[test]
fn a_renewal_elsewhere_or_beside_a_loss_is_told() {
    let list = |own: &str| format!("到期日期,车牌号,续保日期,是否本店投保\n2013-09-05,京A00001,2013-09-01,{own}\n");
    told("续保.csv", &list("否"), &list("是"), "[contradictory-state] 续保.csv › D2：写明不是在本店投保");
    let states = |second: &str| {
        format!("到期日期,车牌号,续保状态,险种\n2013-09-05,京A00001,已续保,商业险\n2013-09-05,京A00001,战败,{second}\n")
    };
    told("续保.csv", &states("商业险"), &states("交强险"), "[contradictory-state] 续保.csv › C2：同一辆车、同一到期日");
    let without = "到期日期,车牌号,续保专员,备注\n2013-09-05,京A00001,王芳,已续保\n";
    let with = "到期日期,车牌号,续保专员,是否续保\n2013-09-05,京A00001,王芳,是\n";
    told("续保.csv", without, with, "[missing-heading] 续保.csv › A1：没有“续保日期”列");
}

#[test]
fn one_complaint_on_two_lines_is_told() {
    let list = |second: &str| {
        format!(
            "投诉日期,车牌号,投诉内容,处理过程,结案日期\n2013-09-01,京A00001,等待时间长,致歉,\n\
             2013-09-01,京A00001,{second},客户满意,2013-09-05\n"
        )
    };
    told("投诉.csv", &list("等待时间长"), &list("收费高"), "[counted-twice] 投诉.csv › B3：");
}

#[test]
fn a_measure_that_stands_in_the_list_of_a_later_month_is_told() {
    let list = |month: &str, due: &str| {
        format!("月份,问题,改善措施,责任人,计划完成日期,状态\n{month},等待长,加工位,李娜,{due},进行中\n")
    };
    let check = |due: &str| check(&[("8月.csv", &list("2013-08", "2013-09-15")), ("9月.csv", &list("2013-09", due))]);
    assert!(check("2013-09-15").contains("[doubtful-row] 8月.csv › C2：以后月份的表里又有"));
    assert!(!check("2013-10-15").contains("doubtful-row"));
}

#[test]
fn one_employee_under_two_spellings_is_one() {
    let august = "姓名,入职日期,离职日期\n李 四,2012-03-01,\n张三(组长),2012-05-01,\n";
    let september = "姓名,入职日期,离职日期\n李四,2012-03-01,2013-09-12\n张三,2012-05-01,\n";
    let workspace = Workspace::new().with("input/人员8.csv", august).with("input/人员9.csv", september);
    let report = report(&workspace);
    let value =
        |id: &str| report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()["value"].clone();
    assert_eq!((value("headcount"), value("staff_left")), (1.into(), 1.into()));
    let numbered = ("人员8.csv", "工号,姓名,入职日期,离职日期\nA1,李四,2012-03-01,\n");
    let without = |name: &str| format!("姓名,入职日期,离职日期\n{name},2012-03-01,\n");
    assert!(check(&[numbered, ("人员9.csv", &without("李四"))]).contains("[doubtful-row] 人员9.csv › A2：没有工号"));
    assert!(!check(&[numbered, ("人员9.csv", &without("王五"))]).contains("doubtful-row"));
}

#[test]
fn a_contact_that_failed_because_nobody_answered_was_not_reached() {
    let list = |reason: &str| format!("招揽日期,车牌号,招揽结果,失败原因\n2013-09-05,京A00001,失败,{reason}\n");
    for reason in ["无人接听", "电话关机", "空号", "没人接"] {
        assert_eq!(figure("招揽.csv", &list(reason), "outreach_reached_rate"), 0, "{reason}");
    }
    assert_eq!(figure("招揽.csv", &list("价格高"), "outreach_reached_rate"), 100);
}

#[test]
fn customers_of_one_name_without_a_car_are_told() {
    let list = |second: &str| {
        format!("招揽日期,车牌号,客户,招揽结果\n2013-09-05,无,张先生,成功\n2013-09-06,{second},张先生,成功\n")
    };
    told("招揽.csv", &list("无"), &list("京A00002"), "[doubtful-row] 招揽.csv › C2：没有车牌");
}

#[test]
fn visits_to_a_class_of_accounts_do_not_visit_all_of_them() {
    let list = |visits: &str| format!("月份,客户等级,客户数,拜访次数\n2013-09,A,10,{visits}\n2013-09,B,20,0\n");
    told("大客户.csv", &list("3"), &list("0"), "[missing-value] 大客户.csv › D2：几个客户合写一行");
    assert_eq!(figure("大客户.csv", &list("3"), "key_account_visit_rate"), 0);
}

#[test]
fn a_meeting_whose_topic_mentions_weak_items_is_one_about_them() {
    let list = |topic: &str| format!("会议日期,会议类型,会议主题\n2013-09-05,例会,{topic}\n");
    for topic in ["9月满意度改善会", "满意度弱项改善会议（第2次）", "CSI弱项改善专题会"] {
        assert_eq!(figure("会议.csv", &list(topic), "improvement_meetings"), 1, "{topic}");
    }
    assert_eq!(figure("会议.csv", &list("安全生产"), "improvement_meetings"), 0);
}

#[test]
fn sheets_that_are_copies_and_lines_that_are_totals_or_samples_are_told() {
    let september = ["培训日期,培训主题,参加人数", "2013-09-05,礼仪,10", "2013-09-30,本月合计,10"];
    let other = ["培训日期,培训主题,参加人数", "2013-09-12,示例：话术培训,8"];
    let check = |name: &str| {
        let bytes = workbook(&[("9月", &september), (name, &other)]);
        Workspace::new().with_bytes("input/培训.xlsx", &bytes).run("check --month 2013-09").ends_with(0).stdout
    };
    let run = check("9月备份");
    for told in
        ["9月备份 › A2：工作表“9月备份”", "9月备份 › B2：培训主题“示例：话术培训”", "9月 › B3：培训主题“本月合计”"]
    {
        assert!(run.contains(&format!("[doubtful-row] 培训.xlsx › {told}")), "{told}\n{run}");
    }
    assert!(!check("9月下旬").contains("工作表“"));
}

#[test]
fn lists_of_those_who_bought_a_car_are_told() {
    let surveys = "调查日期,车牌号,销售顾问,服务态度\n2013-09-05,京A00001,王强,8\n";
    let own = "调查日期,车牌号,服务顾问,服务态度\n2013-09-05,京A00001,王强,8\n";
    told("满意度.csv", surveys, own, "[doubtful-row] 满意度.csv › C1：“销售顾问”：像是购车客户的满意度调查");
    let calls = "回访日期,车牌号,回访结果\n2013-09-05,京A00001,成功\n";
    let of = |name: &str| check(&[(name, calls)]);
    assert!(of("新车回访.csv").contains("[doubtful-row] 新车回访.csv › A1：“新车回访.csv”：像是新车客户的回访"));
    assert!(!of("售后回访.csv").contains("doubtful-row"));
}

#[test]
fn what_was_found_does_not_judge_a_line_of_counts() {
    let list =
        "月份,部门,计划点检次数,实际点检次数,发现问题\n2013-09,前台,20,18,未铺三件套2次\n2013-09,车间,20,20,无\n";
    assert_eq!(figure("点检.csv", list, "inspection_pass_rate"), Value::Null);
}

#[test]
fn a_booking_that_was_cancelled_and_came_days_later_is_told() {
    let list = |reason: &str| {
        format!("预约单号,车牌号,预约时间,实际到店时间,取消原因\nY1,京A00001,2013-09-05,2013-09-08,{reason}\n")
    };
    told("预约.csv", &list("缺件"), &list(""), "[contradictory-state] 预约.csv › D2：写了取消");
}

#[test]
fn a_call_without_talk_counts_in_no_handling_time_where_nothing_says_that_it_was_answered() {
    let list = "来电时间,来电类型,通话时长（秒）\n2013-09-02 09:00,咨询,60\n2013-09-03 09:00,咨询,0\n";
    assert_eq!(figure("来电.csv", list, "contact_handling"), 60);
    assert_eq!(figure("来电.csv", list, "contacts_received"), 2);
    let handled = list
        .replace("通话时长（秒）", "处理时长（秒）,通话时长（秒）")
        .replace(",60\n", ",60,60\n")
        .replace(",0\n", ",20,0\n");
    assert_eq!(figure("来电.csv", &handled, "contact_handling"), 40);
    // Answered, it took no time.
    let said = "来电时间,来电类型,通话时长（秒）,是否接听\n2013-09-02 09:00,咨询,60,是\n2013-09-03 09:00,咨询,0,是\n";
    assert_eq!(figure("来电.csv", said, "contact_handling"), 30);
}

#[test]
fn a_policy_that_has_become_the_new_one_is_told() {
    let list = |due: &str| format!("车牌号,到期日期,续保日期\n京A00001,{due},2013-09-10\n京A00002,2013-09-20,\n");
    let words = "[contradictory-state] 续保.csv › B2：到期日期在续保之后约一年";
    told("续保.csv", &list("2014-09-15"), &list("2013-09-15"), words);
}

#[test]
fn who_moves_within_the_house_does_not_leave_it_and_a_roster_without_leavers_says_why_it_has_no_figures() {
    let roster = |second: &str| {
        format!(
            "工号,姓名,部门,入职日期,离职日期\n1,李娜,前台,2010-01-01,2013-09-10\n1,李娜,客服,{second},\n2,王芳,前台,2011-01-01,2012-05-01\n"
        )
    };
    assert_eq!(figure("人员.csv", &roster("2013-09-11"), "staff_left"), 0);
    assert_eq!(figure("人员.csv", &roster("2013-09-20"), "staff_left"), 1);
    let handed_on = roster("2013-09-11").replace("李娜,客服", "赵敏,客服");
    assert_eq!(figure("人员.csv", &handed_on, "staff_left"), 1, "his number was given to another one");
    let moved = "工号,姓名,入职日期,离职日期,在职状态\n1,李娜,2010-01-01,2013-09-10,在职\n1,李娜,2013-09-11,,在职\n";
    assert!(!check(&[("人员.csv", moved)]).contains("写明在职，而离职日期以后"));
    let employed = |state: &str| {
        format!("姓名,入职日期,离职日期,在职状态\n李娜,2010-01-01,2013-05-01,{state}\n王芳,2013-08-01,,在职\n")
    };
    told("人员.csv", &employed("在职"), &employed("离职"), "[contradictory-state] 人员.csv › C2：写明在职");
    let calls = ("回访.csv", "工单号,回访日期,回访结果\nR1,2013-09-05,成功\n");
    let list = |day: &str| format!("姓名,入职日期,离职日期\n李娜,2010-01-01,\n王芳,{day},\n");
    let since = |day: &str| check(&[calls, ("人员.csv", &list(day))]).contains("[no-rows-in-period] 人员.csv");
    assert_eq!([since("2013-10-08"), since("2013-08-01")], [true, false]);
}

#[test]
fn where_only_a_visit_is_written_down_the_rate_is_in_doubt() {
    let list = |blank: usize| {
        let came: String = (0..10).map(|car| format!("2013-09-0{},京A1000{car},2013-09-20\n", car % 9 + 1)).collect();
        let others: String = (0..blank).map(|car| format!("2013-09-0{},京A2000{car},\n", car % 9 + 1)).collect();
        format!("招揽日期,车牌号,回厂时间\n{came}{others}")
    };
    let page = |blank: usize| {
        let workspace = Workspace::new().with("input/招揽.csv", &list(blank));
        workspace.run("monthly --month 2013-09 --format html,json").ends_with(0);
        std::fs::read_to_string(workspace.path().join("output/2013-09/index.html")).unwrap()
    };
    let doubt = "另有 7 台没有填：如果只填了回厂的，实际没有这么高";
    assert!(page(7).contains(doubt) && !page(2).contains("如果只填了回厂的"));
}

#[test]
fn a_month_still_to_come_in_a_list_of_months_is_nothing_to_tell() {
    let list = |last: &str| format!("指标,2013年8月,2013年9月,2013年10月\n回访成功率,90%,91%,{last}\n");
    let calls = ("回访.csv", "工单号,回访日期,回访结果\nR1,2013-09-05,成功\n");
    let told = check(&[calls, ("历史指标.csv", &list(""))]);
    assert!(!told.contains("[no-rows]"), "{told}");
    let hole = "指标,2013年8月,2013年9月,2013年10月\n回访成功率,90%,,91%\n";
    assert!(check(&[calls, ("历史指标.csv", hole)]).contains("[no-rows]"));
}

#[test]
fn a_scale_that_is_declared_for_another_heading_of_the_field_is_told() {
    let check = |heading: &str| {
        let list = format!("工单号,调查日期,服务顾问,{heading}\nR1,2013-09-05,李娜,5\nR2,2013-09-06,李娜,4\n");
        let workspace = Workspace::new().with("csr-report.toml", "[scales]\n\"服务态度\" = 10\n");
        workspace.with("input/满意度.csv", &list).run("check --month 2013-09").ends_with(0).stdout
    };
    let told = check("服务态度得分");
    assert!(told.contains("警告 [inferred-scale] 满意度.csv › D1：") && told.contains("没有用于这一列"), "{told}");
    assert!(!check("服务态度").contains("[inferred-scale]"));
}
