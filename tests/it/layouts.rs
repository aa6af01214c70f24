//! Lists as dealers lay them out, through the whole program: the figures are those of the same data laid out plainly.

use serde_json::Value;

use crate::workspace::Workspace;

/// `check` and the report of September 2013 of these files.
fn figures(files: &[(&str, &str)]) -> Value {
    let mut workspace = Workspace::new();
    for (name, text) in files {
        workspace = workspace.with(&format!("input/{name}"), text);
    }
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What must be equal however the same data is laid out: everything but files, findings and hashes.
fn kpis(report: &Value) -> &Value {
    &report["kpis"]
}

fn kpi<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()
}

fn rows<'a>(report: &'a Value, file: &str) -> &'a Value {
    &report["inputs"].as_array().unwrap().iter().find(|input| input["file"] == file).unwrap()["rows"]
}

fn codes(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().unwrap().iter();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let told = findings.filter(|finding| finding["code"] != "missing-table" && finding["code"] != "inferred-scale");
    told.map(|finding| (text(finding, "code"), text(finding, "cell"))).collect()
}

const ORDERS: &str = "工单号,车牌号,开单日期,结算日期,工单状态,服务顾问\n\
    A1,京A00001,2013-9-1,2013-9-2,已结算,李娜\n\
    A2,京A00002,2013-9-1,2013-9-2,已结算,李娜\n\
    A3,京A00003,2013-9-1,2013-9-2,已结算,王芳\n\
    A4,京A00004,2013-9-1,2013-9-2,已结算,王芳\n\
    A5,京A00005,2013-8-20,2013-8-25,已结算,王芳\n";

const WIDE: &str = "工单号,车牌号,服务顾问,第一次回访日期,第一次回访结果,第一次失败原因,第二次回访日期,第二次回访结果,\
    第二次失败原因,第三次回访日期,第三次回访结果,第三次失败原因,回访员,服务态度(10分),及时接待(10分),是否一次修复\n\
    A1,京A00001,李娜,2013-9-3,成功,,,,,,,,小周,9,8,是\n\
    A2,京A00002,李娜,2013-9-3,未接通,关机,2013-9-4,成功,,,,,小周,10,7,否\n\
    A3,京A00003,王芳,2013-9-3,未接通,关机,2013-9-4,未接通,空号,2013-9-5,失败,拒访,小吴,,,\n\
    A4,京A00004,王芳,,,,,,,,,,,,,\n\
    A5,京A00005,王芳,2013-8-28,未接通,占线,2013-9-2,成功,,,,,小吴,6,5,是\n";

const LONG: &str = "工单号,车牌号,服务顾问,回访日期,回访结果,失败原因,回访次数,回访员,服务态度(10分),及时接待(10分),是否一次修复\n\
    A1,京A00001,李娜,2013-9-3,成功,,1,小周,9,8,是\n\
    A2,京A00002,李娜,2013-9-3,未接通,关机,1,小周,,,\n\
    A2,京A00002,李娜,2013-9-4,成功,,2,小周,10,7,否\n\
    A3,京A00003,王芳,2013-9-3,未接通,关机,1,小吴,,,\n\
    A3,京A00003,王芳,2013-9-4,未接通,空号,2,小吴,,,\n\
    A3,京A00003,王芳,2013-9-5,失败,拒访,3,小吴,,,\n\
    A5,京A00005,王芳,2013-8-28,未接通,占线,1,小吴,,,\n\
    A5,京A00005,王芳,2013-9-2,成功,,2,小吴,6,5,是\n";

#[test]
fn a_wide_list_of_calls_gives_the_figures_of_the_long_one() {
    let wide = figures(&[("工单.csv", ORDERS), ("回访.csv", WIDE)]);
    let long = figures(&[("工单.csv", ORDERS), ("回访.csv", LONG)]);
    assert_eq!(kpis(&wide), kpis(&long));
    // Four orders of September, of which A1, A2 and A3 were called; A5 is a case of September too, an order of August.
    let rate = kpi(&wide, "callback_rate");
    assert_eq!((&rate["numerator"], &rate["denominator"]), (&Value::from(3), &Value::from(4)));
    let success = kpi(&wide, "callback_success_rate");
    assert_eq!((&success["numerator"], &success["denominator"]), (&Value::from(3), &Value::from(4)));
    // 李娜: (95 + 75) ÷ 2 = 85, 王芳: (60 + 50) ÷ 2 = 55; the station is their mean. Three surveys, each once.
    let satisfaction = kpi(&wide, "satisfaction_score");
    assert_eq!((satisfaction["value"].as_f64(), satisfaction["n"].as_u64()), (Some(70.0), Some(3)));
    let fixed = kpi(&wide, "first_time_fix_rate");
    assert_eq!((&fixed["numerator"], &fixed["denominator"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(
        rows(&wide, "回访.csv"),
        &serde_json::json!({"read": 5, "used": 5, "blank": 0, "note": 0,
        "total_line": 0, "repeated_header": 0, "duplicate": 0, "void": 0, "rejected": 0})
    );
    assert_eq!(codes(&wide), []);
}

#[test]
fn groups_over_names_and_other_ordinals_are_the_same_wide_list() {
    let expected = figures(&[("工单.csv", ORDERS), ("回访.csv", WIDE)]);
    let body: String = WIDE.lines().skip(1).map(|line| format!("{line}\n")).collect();
    let heads = [
        "工单号,车牌号,服务顾问,第一次回访,,,第二次回访,,,第三次回访,,,回访员,服务态度(10分),及时接待(10分),是否一次修复\n\
         ,,,日期,结果,失败原因,日期,结果,失败原因,日期,结果,失败原因,,,,\n",
        "9月回访登记表\n工单号,车牌号,服务顾问,回访情况,,,,,,,,,回访员,服务态度(10分),及时接待(10分),是否一次修复\n\
         ,,,第一次,,,第二次,,,第三次,,,,,,\n,,,回访日期,回访结果,失败原因,回访日期,回访结果,失败原因,回访日期,回访结果,失败原因,,,,\n",
        "工单号,车牌号,服务顾问,一访日期,一访结果,一访失败原因,二访日期,二访结果,二访失败原因,三访日期,三访结果,三访失败原因,\
         回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "工单号,车牌号,服务顾问,首次跟踪日期,首次跟踪结果,首次失败原因,第2次跟踪日期,第2次跟踪结果,第2次失败原因,\
         第3次跟踪日期,第3次跟踪结果,第3次失败原因,回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "Order No,Plate,Service Advisor,1st Call Date,1st Call Result,1st Reason,2nd Call Date,2nd Call Result,2nd Reason,\
         3rd Call Date,3rd Call Result,3rd Reason,Caller,服务态度(10分),及时接待(10分),Fixed First Visit\n",
        "工单号,车牌号,服务顾问,回访日期1,回访结果1,失败原因1,回访日期2,回访结果2,失败原因2,回访日期(3),回访结果(3),失败原因(3),\
         回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "工单号,车牌号,服务顾问,回访日期,回访结果,失败原因,第二次回访日期,第二次回访结果,第二次失败原因,第三次回访日期,\
         第三次回访结果,第三次失败原因,回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "工单号,车牌号,服务顾问,第一次回访日期,回访结果,失败原因,第二次回访日期,回访结果,失败原因,第三次回访日期,回访结果,失败原因,\
         回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "工单号,车牌号,服务顾问,第一次回访日期,结果,原因,第二次回访日期,结果,原因,第三次回访日期,结果,原因,\
         回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
        "工单号,车牌号,服务顾问,回访日期,回访结果,失败原因,第二次回访日期,回访结果,失败原因,第三次回访日期,回访结果,失败原因,\
         回访员,服务态度(10分),及时接待(10分),是否一次修复\n",
    ];
    for head in heads {
        let report = figures(&[("工单.csv", ORDERS), ("回访.csv", &format!("{head}{body}"))]);
        assert_eq!(kpis(&report), kpis(&expected), "{head}");
        assert_eq!((codes(&report), &rows(&report, "回访.csv")["used"]), (vec![], &Value::from(5)), "{head}");
    }
}

#[test]
fn half_an_attempt_is_told_with_its_own_cell() {
    let calls = "工单号,第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果,第三次回访日期,第三次回访结果\n\
        A1,2013-9-3,未接通,,成功,,\n\
        A2,2013-9-31,成功,,,,\n\
        A3,2013-9-3,未接通,2013-9-4,,,\n\
        合计,3,,1,,,\n";
    let report = figures(&[("工单.csv", ORDERS), ("回访.csv", calls)]);
    let expected = [("missing-value", "D2"), ("invalid-date", "B3"), ("missing-value", "E4")];
    assert_eq!(codes(&report), expected.map(|(code, cell)| (code.to_owned(), cell.to_owned())));
    let rows = rows(&report, "回访.csv");
    let counts = ["used", "rejected", "total_line"].map(|name| rows[name].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 1]);
}

#[test]
fn a_wide_row_without_an_order_is_one_case_and_a_second_export_of_it_a_duplicate() {
    let head = "客户姓名,联系电话,第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果\n";
    let august = format!("{head}王先生,13800000001,2013-8-30,未接通,,\n");
    let september =
        format!("{head}王先生,13800000001,2013-8-30,未接通,2013-9-2,成功\n李先生,13800000002,2013-9-2,失败,,\n");
    let report = figures(&[("8月回访.csv", &august), ("9月回访.csv", &september)]);
    let success = kpi(&report, "callback_success_rate");
    assert_eq!((&success["numerator"], &success["denominator"]), (&Value::from(1), &Value::from(2)));
    let duplicates = ["8月回访.csv", "9月回访.csv"].map(|file| rows(&report, file)["duplicate"].as_u64().unwrap());
    assert_eq!((duplicates.iter().sum::<u64>(), codes(&report).len()), (1, 1), "{:?}", codes(&report));
}

/// One finding of this code, its cell and its Chinese sentence.
fn told(report: &Value, code: &str) -> (String, String) {
    let findings = report["findings"].as_array().unwrap();
    let found: Vec<&Value> = findings.iter().filter(|finding| finding["code"] == code).collect();
    assert_eq!(found.len(), 1, "{findings:#?}");
    let text = |key: &str| found[0][key].as_str().unwrap_or("-").to_owned();
    (text("cell"), text("message"))
}

#[test]
fn a_mistyped_heading_that_is_needed_is_named_with_its_cell_and_what_was_meant() {
    let complaints = "9月投诉台账\n投诉编号,客户姓名,投拆日期,处理状态\nT1,王先生,2013-9-2,处理中\n";
    let swapped = "工单号,回日访期,回访结果\nA1,2013-9-3,成功\n";
    let report = figures(&[("投诉.csv", complaints), ("工单.csv", ORDERS)]);
    let (cell, message) = told(&report, "missing-heading");
    assert_eq!(cell, "C2");
    assert!(message.contains("“投拆日期”与“投诉日期”只差一个字") && message.contains("未计入"), "{message}");
    assert_eq!(rows(&report, "投诉.csv")["rejected"], 1);
    let report = figures(&[("回访.csv", swapped), ("工单.csv", ORDERS)]);
    assert_eq!(told(&report, "missing-heading").0, "B1");
    let report = figures(&[("杂.csv", "车付号,回仿日期\nx,y\n"), ("工单.csv", ORDERS)]);
    let (_, message) = told(&report, "unknown-sheet");
    assert!(message.contains("“回仿日期”疑为“回访日期”"), "{message}");
}

#[test]
fn lists_side_by_side_are_read_one_by_one() {
    let both = "回访,,,,,投诉,,,,\n\
        工单号,车牌号,回访日期,回访结果,,投诉编号,车牌号,接诉时间,结案日期,处理状态\n\
        A1,京A00001,2013-9-3,成功,,T1,京B00001,2013-9-4,2013-9-5,已结案\n\
        A2,京A00002,2013-9-3,未接通,,,,,,\n\
        ,,,,,T2,京B00002,2013-9-6,,处理中\n";
    let report = figures(&[("日报.csv", both)]);
    let success = kpi(&report, "callback_success_rate");
    assert_eq!((&success["numerator"], &success["denominator"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(
        (&kpi(&report, "complaints_received")["value"], &kpi(&report, "complaints_open")["value"]),
        (&Value::from(2), &Value::from(1))
    );
    assert_eq!(report["inputs"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_not_read_of_a_sheet_is_told() {
    let nameless = "工单号,回访日期,回访结果,\nA1,2013-9-3,成功,好\nA2,2013-9-3,成功,很好\nA3,2013-9-3,成功,好\n";
    let report = figures(&[("回访.csv", nameless)]);
    assert_eq!(told(&report, "unknown-heading"), ("D1".into(), "以下列没有用到：D 列（没有表头）".into()));
    let summary =
        "顾问,接车,成功,失败\n李娜,3,2,1\n王芳,4,4,0\n合计,7,6,1\n\n工单号,回访日期,回访结果\nA1,2013-9-3,成功\n";
    let report = figures(&[("回访.csv", summary)]);
    let (cell, message) = told(&report, "rows-above");
    assert_eq!((cell.as_str(), message.contains("第 6 行")), ("A1", true), "{message}");
    let deep: String = (0..45).map(|at| format!("说明,{at},x\n")).collect();
    let report = figures(&[("回访.csv", &format!("{deep}工单号,回访日期,回访结果\nA1,2013-9-3,成功\n"))]);
    assert_eq!(rows(&report, "回访.csv")["used"], 1);
}

#[test]
fn sales_by_the_month_give_the_retention_of_sales_by_the_car() {
    let orders = "工单号,车牌号,结算日期,工单状态,维修类型\nA1,京A00001,2013-9-2,已结算,首保\nA2,京A00002,2013-9-3,已结算,首保\n\
        A3,京A00003,2013-9-4,已结算,首保\n";
    let months = |texts: [&str; 3]| format!("月份,台数\n{},4\n{},5\n{},3\n合计,12\n", texts[0], texts[1], texts[2]);
    let cars: String = [(6, 4), (7, 5), (8, 3)]
        .into_iter()
        .flat_map(|(month, cars)| {
            (0..cars).map(move |car| format!("LSVAA49J13200{month}{car:03},2013-{month}-1{car}\n"))
        })
        .collect();
    let by_car = figures(&[("工单.csv", orders), ("销售.csv", &format!("车架号,销售日期\n{cars}"))]);
    // Three first services in September; (4 + 5 + 3) ÷ 3 = 4 cars sold a month before it.
    assert_eq!(kpi(&by_car, "first_service_retention")["value"], 75.0);
    for texts in [
        ["2013年6月", "2013年7月", "2013年8月"],
        ["201306", "201307", "201308"],
        ["2013-06", "2013-07", "2013-08"],
        ["Jun-13", "Jul-13", "Aug-13"],
        ["2013/6/1", "2013/7/1", "2013/8/1"],
        ["6月", "7月", "8月"],
    ] {
        let report = figures(&[("工单.csv", orders), ("2013年新车销量.csv", &months(texts))]);
        assert_eq!(kpi(&report, "first_service_retention"), kpi(&by_car, "first_service_retention"), "{texts:?}");
    }
    let both = figures(&[
        ("工单.csv", orders),
        ("销售.csv", &format!("车架号,销售日期\n{cars}")),
        ("2013年新车销量.csv", &months(["6月", "7月", "8月"]).replace("8月,3", "8月,30")),
    ]);
    assert_eq!(kpi(&both, "first_service_retention")["value"], 75.0);
    let conflicts: Vec<_> = codes(&both).into_iter().filter(|(code, _)| code == "conflicting-row").collect();
    assert_eq!(conflicts.len(), 3);
}

#[test]
fn the_tenth_attempt_counts_like_the_first() {
    for names in [["第九次", "第十次"], ["第9次", "第10次"], ["六访", "七访"], ["6th ", "10th "]] {
        let [before, last] = names;
        let calls = format!(
            "工单号,第一次回访日期,第一次回访结果,{before}回访日期,{before}回访结果,{last}回访日期,{last}回访结果\n\
             A1,2013-9-3,失败,2013-9-4,失败,2013-9-5,成功\n"
        );
        let report = figures(&[("工单.csv", ORDERS), ("回访.csv", &calls)]);
        assert_eq!((kpi(&report, "callback_success_rate")["value"].as_f64(), codes(&report)), (Some(100.0), vec![]));
    }
}

#[test]
fn a_date_and_its_time_in_two_columns_are_one_moment() {
    // 72 hours: T1 is closed after 71½, T2 after 72½; by the days alone both would be timely.
    let joined = "投诉编号,接诉时间,结案时间,处理状态\nT0,2013-8-1 9:00,2013-8-2 9:00,已结案\n\
        T1,2013-9-5 10:30,2013-9-8 10:00,已结案\nT2,2013-9-5 10:30,2013-9-8 11:00,已结案\n";
    let expected = figures(&[("投诉.csv", joined)]);
    assert_eq!(kpi(&expected, "complaint_timely_closure_rate")["value"].as_f64(), Some(50.0));
    let apart = [
        "投诉编号,接诉日期,接诉时间,结案日期,结案时间,处理状态",
        "投诉编号,接单日期,接单时间,处理完成日期,处理时间,处理状态",
        // The same day once alone and once with its time: the more exact one counts.
        "投诉编号,投诉日期,登记时间,结案日期,结案时间,处理状态",
    ];
    let bodies = [
        "T0,2013-8-1,9:00,2013-8-2,9:00,已结案\nT1,2013-9-5,10:30,2013-9-8,10:00,已结案\nT2,2013-9-5,上午10:30,2013-9-8,11时,已结案",
        "T0,2013-8-1,0.375,2013-8-2,0.375,已结案\nT1,2013-9-5,0.4375,2013-9-8,10:00:00,已结案\nT2,2013-9-5,10:30,2013-9-8,11:00 AM,已结案",
        "T0,2013-8-1,2013-8-1 9:00,2013-8-2,2013-8-2 9:00,已结案\nT1,2013-9-5,2013-9-5 10:30,2013-9-8,2013-9-8 10:00,已结案\n\
         T2,2013-9-5,2013-9-5 10:30,2013-9-8,2013-9-8 11:00,已结案",
    ];
    for (head, body) in apart.into_iter().zip(bodies) {
        let report = figures(&[("投诉.csv", &format!("{head}\n{body}\n"))]);
        assert_eq!(kpis(&report), kpis(&expected), "{head}");
    }
}

#[test]
fn the_first_technician_of_an_order_answers_for_it() {
    let head = "工单号,车牌号,结算日期,维修项目,维修技师,是否一次修复";
    let plain = format!(
        "{head}\nA1,京A00001,2013-9-2,机油,张伟,否\nA1,京A00001,2013-9-2,机滤,刘洋,否\nA2,京A00002,2013-9-3,机油,刘洋,是\n"
    );
    let merged =
        format!("{head}\nA1,京A00001,2013-9-2,机油,张伟,否\n,,,机滤,刘洋,\nA2,京A00002,2013-9-3,机油,刘洋,是\n");
    for text in [plain, merged] {
        let report = figures(&[("工单.csv", &text)]);
        let rows = kpi(&report, "first_time_fix_rate")["breakdowns"][0]["rows"].as_array().unwrap();
        let shares: Vec<_> = rows.iter().map(|row| (row["key"][0].as_str(), row["value"].as_f64())).collect();
        assert_eq!(shares, [(Some("刘洋"), Some(100.0)), (Some("张伟"), Some(0.0))]);
        assert_eq!(
            codes(&report),
            [("order-lines".to_owned(), if text.contains(",,,机滤") { "D3" } else { "A3" }.to_owned())]
        );
    }
}

#[test]
fn totals_by_store_are_added_and_the_same_list_again_is_not() {
    let orders = "工单号,车牌号,结算日期,工单状态,维修类型\nA1,京A00001,2013-9-2,已结算,首保\nA2,京A00002,2013-9-3,已结算,首保\n\
        A3,京A00003,2013-9-4,已结算,首保\n";
    // 2 + 2, 4 + 0 and 1 + 3 cars: 4 a month.
    let stores = "月份,门店,台数\n2013-06,东店,2\n2013-06,西店,2\n2013-07,东店,4\n2013-07,西店,0\n2013-08,东店,1\n2013-08,西店,3\n";
    let report = figures(&[("工单.csv", orders), ("销售.csv", stores)]);
    assert_eq!(kpi(&report, "first_service_retention")["value"].as_f64(), Some(75.0));
    let fleet = "销售单号,客户名称,车型,销售日期\nS1,出租公司,捷达,2013-8-5\nS2,出租公司,捷达,2013-8-5\n";
    let longer = format!("{fleet}S3,出租公司,捷达,2013-8-5\n");
    let report = figures(&[("工单.csv", orders), ("8月.csv", fleet), ("9月.csv", &longer)]);
    let used = ["8月.csv", "9月.csv"].map(|file| rows(&report, file)["used"].as_u64().unwrap());
    assert_eq!(used.iter().sum::<u64>(), 3);
}

/// CSI of the maker beside figures that are others.
fn csi(list: &str) -> Value {
    let report = figures(&[("厂家满意度.csv", list), ("工单.csv", ORDERS)]);
    kpi(&report, "external_csi")["value"].clone()
}

#[test]
fn what_stands_in_brackets_above_or_below_a_figure_tells_it_from_others() {
    for list in [
        "月份,CSI（目标）,CSI（实际）,CSI（全国平均）\n2013-09,95,92,90\n",
        "月份,CSI[上月],CSI,CSI(去年同期)\n2013-09,95,92,90\n",
        "月份,CSI (Target),CSI (Actual),CSI (YTD)\n2013-09,95,92,90\n",
        "月份,CSI,,\n,目标,实际,全国平均\n2013-09,95,92,90\n",
        "月份,上月,本月,去年同期\n,CSI,CSI,CSI\n2013-09,95,92,90\n",
        "月份,CSI\n2013-09,92\n",
    ] {
        assert_eq!(csi(list), 92.0, "{list}");
    }
    for list in ["月份,CSI（目标）\n2013-09,95\n", "月份,全国平均,\n,CSI,SSI\n2013-09,95,80\n"] {
        assert_eq!(csi(list), Value::Null, "{list}");
    }
    // A unit, a form's note and a title with such a word change nothing.
    for list in [
        "月份,CSI（分）\n2013-09,92\n",
        "月份(要求填写),CSI（满分100）\n2013-09,92\n",
        "2013年度目标与实际,\n月份,CSI\n2013-09,92\n",
        "制表人：王芳,目标值：95%\n月份,CSI\n2013-09,92\n",
        "9月计划,客服部\n月份,CSI\n2013-09,92\n",
        "月份,CSI（目标850）\n2013-09,92\n",
        "月份,CSI（本月累计）\n2013-09,92\n",
    ] {
        assert_eq!(csi(list), 92.0, "{list}");
    }
}

#[test]
fn a_planned_date_in_brackets_or_above_is_no_date_of_what_was_done() {
    let closed = |list: &str| kpi(&figures(&[("投诉.csv", list)]), "complaints_closed")["value"].clone();
    let both = "投诉编号,投诉日期,结案日期（计划）,结案日期（实际）,处理状态\nC1,2013-9-2,2013-9-20,2013-9-5,已结案\nC2,2013-9-3,2013-9-20,,处理中\n";
    assert_eq!(closed(both), 1);
    let below = "投诉编号,投诉日期,结案日期,,处理状态\n,,计划,实际,\nC1,2013-9-2,2013-9-20,2013-9-5,已结案\nC2,2013-9-3,2013-9-20,,处理中\n";
    assert_eq!(closed(below), 1);
    let planned =
        "投诉编号,投诉日期,结案日期(预计),处理状态\nC1,2013-9-2,2013-9-20,处理中\nC2,2013-9-3,2013-9-20,处理中\n";
    assert_eq!(closed(planned), 0);
    let rule =
        "投诉编号,投诉日期,结案日期（要求72小时内）,处理状态\nC1,2013-9-2,2013-9-4,已结案\nC2,2013-9-3,,处理中\n";
    assert_eq!(closed(rule), 1);
    for heading in ["预约时间(计划到店)", "预约时间（约定）", "Appointment Date (Planned)"] {
        let bookings =
            format!("预约单号,车牌号,{heading},预约状态\nY1,京A00001,2013-9-2,已到店\nY2,京A00002,2013-9-3,未到店\n");
        assert_eq!(kpi(&figures(&[("预约.csv", &bookings)]), "bookings")["value"], 2, "{heading}");
    }
    let due = "问题,措施,责任人,完成日期（计划）,完成日期（实际）\n等待长,增加工位,李娜,2013-9-20,2013-9-25\n接待慢,加派人手,王芳,2013-9-20,2013-9-10\n";
    let on_time = kpi(&figures(&[("改善措施.csv", due)]), "actions_on_time_rate")["value"].clone();
    assert_eq!(on_time, 50.0);
}

#[test]
fn a_legend_that_runs_the_other_way_is_told_and_one_that_does_not_is_not() {
    let survey = |heading: &str| {
        format!("调查日期,车牌号,服务顾问,{heading}\n2013-9-2,京A00001,李娜,1\n2013-9-3,京A00002,王芳,5\n")
    };
    let orders =
        |heading: &str| format!("工单号,车牌号,结算日期,{heading}\nA1,京A00001,2013-9-2,√\nA2,京A00002,2013-9-2,\n");
    for (name, list, code) in [
        ("工单.csv", orders("是否一次修复（未修复打√）"), "unknown-heading"),
        ("面访.csv", format!("评分说明：1 分为非常满意，5 分为非常不满意\n{}", survey("服务态度")), "doubtful-figure"),
        ("工单.csv", format!("√表示未修复\n{}", orders("是否一次修复")), "doubtful-figure"),
    ] {
        let report = figures(&[(name, &list)]);
        assert!(codes(&report).iter().any(|(told, _)| told == code), "{list}: {:?}", codes(&report));
    }
    let calls = "工单号,回访日期,回访结果(0成功 1失败)\nA1,2013-9-3,0\n";
    let workspace = Workspace::new().with("input/回访.csv", calls);
    workspace.run("monthly --month 2013-09").ends_with(3).says(&["相反"]);
    for (name, list) in [
        ("工单.csv", orders("是否一次修复（修复打√，未修复打×）")),
        ("工单.csv", orders("是否一次修复(是√否×)")),
        ("面访.csv", format!("填写说明：1.满意度必填；2.不满意请注明原因\n{}", survey("服务态度"))),
        ("面访.csv", survey("服务态度（5=非常满意，1=非常不满意）")),
        ("面访.csv", format!("评分说明：5 分为非常满意，1 分为非常不满意\n{}", survey("服务态度"))),
    ] {
        let report = figures(&[(name, &list)]);
        let told = codes(&report);
        assert!(
            !told.iter().any(|(code, _)| code == "unknown-heading" || code == "doubtful-figure"),
            "{list}: {told:?}"
        );
    }
}
