use super::*;
use crate::base::lang::Lang;
use crate::kpi::declared;
use crate::kpi::explain::{explain, list};
use crate::templates::Template;

/// The fourteen of the contract, in its order.
const CONTRACT: [&str; 14] = [
    "callbacks_due",
    "callback_rate",
    "callback_success_rate",
    "callback_failures",
    "satisfaction_score",
    "first_time_fix_rate",
    "first_time_fix_failures",
    "complaints_received",
    "complaints_carried_in",
    "complaints_closed",
    "complaints_open",
    "complaint_timely_closure_rate",
    "complaint_resolution_satisfaction",
    "first_service_retention",
];

/// Targets that a source names, by the indicator.
const TARGETS: [(&str, f64); 3] =
    [("callback_rate", 100.0), ("complaint_timely_closure_rate", 95.0), ("renewals", 30.0)];

#[test]
fn the_indicators_of_the_contract_stand_in_its_order_and_every_one_is_explained() {
    let catalogue = catalogue();
    let ids: Vec<_> = catalogue.definitions().iter().filter(|one| !one.support).map(|one| one.id.as_str()).collect();
    let of_contract: Vec<_> = ids.iter().copied().filter(|id| CONTRACT.contains(id)).collect();
    assert_eq!(of_contract, CONTRACT);
    for definition in catalogue.definitions() {
        let texts = [&definition.name.chinese, &definition.name.en, &definition.rule.chinese, &definition.rule.en];
        assert!(texts.iter().all(|text| !text.is_empty()), "{}: both languages", definition.id);
        let explained = Lang::ALL.map(|lang| explain(definition, lang));
        assert!(explained.iter().all(|text| text.contains(&definition.id)), "{explained:?}");
    }
    for (id, target) in TARGETS {
        let definition = catalogue.definitions().iter().find(|one| one.id == id).expect(id);
        assert_eq!(definition.target, Some(target), "{id}");
    }
    let listed = list(&catalogue, Lang::Chinese);
    let (shown, for_pages) = listed.split_once("\n\n仅用于页面：\n").expect("both groups");
    assert_eq!(shown.lines().count(), ids.len());
    assert_eq!(for_pages.lines().count(), catalogue.definitions().len() - ids.len());
}

#[test]
fn every_declared_column_is_in_its_frame() {
    let rows = [
        order("A1", "2013-09-01"),
        call("A1", "2013-09-02", "success"),
        row![COMPLAINTS, received_at: "2013-09-01"],
        row![NEW_SALES, delivered_at: "2013-09-01"],
    ];
    let calendar = Calendar::default();
    let facts = facts::build(&tables(&rows), book(), &counting(), calendar).expect("facts");
    let period = calendar.parse(PeriodKind::Month, "2013-09").expect("a month");
    let moments = facts::moments::Moments::new(vec![facts::moments::Moment { period, as_of: period.end }]);
    for fact in book().facts() {
        let frame = facts.frame(fact, &moments).expect("a frame");
        for column in &fact.columns {
            let (fact, name) = (fact.id.name(), column.id.as_str());
            let found = frame.column(name).unwrap_or_else(|_| panic!("{fact} lacks {name}"));
            let kind = match found.dtype().to_string().as_str() {
                "bool" => "boolean",
                "i64" => "integer",
                "str" => "text",
                "date" => "date",
                "datetime[ms]" => "time",
                other => panic!("{name} is {other}"),
            };
            assert_eq!(kind, column.kind.name(), "{fact}.{name}");
        }
    }
}

/// A declaration whose numerator stands in line 9.
fn declaration(numerator: &str) -> String {
    format!(
        "name = {{ zh-CN = \"试\", en = \"try\" }}\nrule = {{ zh-CN = \"试\", en = \"try\" }}\nsource = \"test\"\n\
         unit = \"percent\"\ndirection = \"higher\"\nshape = \"ratio\"\nfacts = \"cases\"\ndate = \"last_attempt\"\n\
         numerator = \"{numerator}\"\npage = \"callbacks\"\n"
    )
}

fn refused(text: &str) -> String {
    let template = Template { name: "kpis/own.toml".to_owned(), text: text.to_owned() };
    format!("{:#}", declared::read(&template, book(), None).expect_err(text))
}

#[test]
fn what_sql_may_not_say_is_refused_with_file_and_line() {
    let forbidden = [
        "COUNT(*) > 1",
        "SUM(attempts)",
        "SUM(attempts) OVER ()",
        "attempts / 2",
        "attempts % 2",
        "ABS(attempts)",
        "succeeded IS TRUE",
        "succeeded IS NOT FALSE",
        "reason LIKE 'x'",
        "CAST(attempts AS INT)",
        "attempts = 1.5",
        "(SELECT 1) = 1",
        "attempts IN (SELECT 1)",
        "EXISTS (SELECT 1)",
        "reason || 'x' = 'y'",
        "cases.attempts > 1",
        "COALESCE(DISTINCT succeeded, TRUE)",
        "succeeded IS DISTINCT FROM TRUE",
        "succeeded; DROP TABLE cases",
        "attempts >",
        "unknown_column",
        "attempts = 'x'",
        "reason + 1 > 2",
        "reason",
        "NOT attempts",
        "succeeded > FALSE",
        "last_attempt > '2013-09-01'",
        "DAY(last_attempt) > DATE '2013-09-01'",
        "phone = '1'",
        "last_attempt > DATE '2013-13-01'",
        "NULL",
    ];
    for sql in forbidden {
        let message = refused(&declaration(sql));
        assert!(message.contains("templates/kpis/own.toml, line 9"), "{sql}: {message}");
    }
}

#[test]
fn an_expression_is_bounded_in_size_and_its_numbers_stay_exact() {
    let nested = |depth: usize| (0..depth).fold("attempts".to_owned(), |inner, _| format!("COALESCE({inner}, 0)"));
    let list = |length: usize| format!("attempts IN ({})", vec!["1"; length].join(", "));
    for sql in
        [format!("{} > 0", nested(5)), list(500), "attempts * attempts > 0".to_owned(), "attempts * 100".to_owned()]
    {
        let template = Template { name: "kpis/own.toml".to_owned(), text: declaration(&sql) };
        declared::read(&template, book(), None).expect("small enough");
    }
    for (sql, part) in [
        (format!("{} > 0", nested(18)), "too long"),
        (list(3000), "too long"),
        ("attempts + 9223372036854775807 > 0".to_owned(), "too large for a whole number"),
        ("attempts * attempts * attempts > 0".to_owned(), "too large for a whole number"),
        ("attempts > 1e309".to_owned(), "between -4e18 and 4e18"),
        ("attempts * 101".to_owned(), "a row must not add more than 100000000000"),
        ("1 > 0".to_owned(), "must look at a column of cases"),
        ("CASE WHEN TRUE THEN 5 ELSE COALESCE(NULL, 3) END".to_owned(), "must look at a column of cases"),
        ("attempts > 1L".to_owned(), "no whole number"),
        ("last_attempt > DATE '-0001-01-01'".to_owned(), "from 0001-01-01 to 9999-12-31"),
        ("last_attempt > DATE '+10000-01-01'".to_owned(), "from 0001-01-01 to 9999-12-31"),
        (format!("attempts > 0 {}", "AND attempts > 0 ".repeat(1000)), "longer than"),
    ] {
        let message = refused(&declaration(&sql));
        assert!(message.contains(part) && message.contains("own.toml, line"), "{message:.300}");
    }
}

#[test]
fn unknown_keys_columns_and_shapes_are_refused() {
    let wrong = declaration("succeeded").replace("page", "pgae");
    let message = refused(&wrong);
    assert!(message.contains("own.toml") && message.contains("pgae") && message.contains("line 10"), "{message}");
    for (from, to) in [
        ("date = \"last_attempt\"", "date = \"attempts\""),
        ("unit = \"percent\"", "unit = \"count\""),
        ("shape = \"ratio\"", "shape = \"stock\""),
        ("page = ", "by = [\"attempts\"]\npage = "),
    ] {
        assert!(refused(&declaration("succeeded").replace(from, to)).contains("own.toml, line"), "{to}");
    }
}

/// The number of cases of a small list for which an expression is true.
fn counted(sql: &str) -> f64 {
    let text = declaration(sql).replace("percent", "count").replace("ratio", "count");
    let text = text.replace("numerator", "filter");
    let template = Template { name: "kpis/own.toml".to_owned(), text };
    let definition = declared::read(&template, book(), None).expect("a declaration");
    let rows = [
        with(call("A1", "2013-09-01", "failure"), "reason", "拒绝回访"),
        with(with(call("A2", "2013-09-02", "success"), "caller", "甲"), "advisor", "乙"),
        with(call("A3", "2013-09-02", "success"), "advisor", "丙"),
        with(call("A3", "2013-09-03", "success"), "advisor", "丙"),
    ];
    let calendar = Calendar::default();
    let facts = facts::build(&tables(&rows), book(), &counting(), calendar).expect("facts");
    let period = calendar.parse(PeriodKind::Month, "2013-09").expect("a month");
    let moments = facts::moments::Moments::new(vec![facts::moments::Moment { period, as_of: period.end }]);
    let context = crate::kpi::query::Context::new(&facts, &moments);
    let sums = context.sums(&definition.rows, &[Vec::new()]).expect("sums");
    sums.whole().map(|(_, sums)| sums.rows as f64).sum()
}

#[test]
fn sql_means_what_sql_means() {
    for (sql, expected) in [
        ("TRUE", 3.0),
        ("succeeded", 2.0),
        ("caller = '甲'", 1.0),
        ("caller <> '甲'", 0.0), // NULL is neither equal nor different
        ("NOT (caller = '甲')", 0.0),
        ("caller = '甲' OR succeeded", 2.0),
        ("caller = '没有' OR caller IS NULL", 2.0),
        ("NOT (caller = '甲' AND NOT succeeded)", 2.0), // NULL AND FALSE is FALSE, NULL AND TRUE is NULL
        ("caller IN ('甲', NULL)", 1.0),
        ("caller NOT IN ('乙', NULL)", 0.0),
        ("caller = NULL", 0.0),
        ("attempts BETWEEN 2 AND 3", 1.0),
        ("attempts NOT BETWEEN 2 AND 3", 2.0),
        ("attempts * 2 - 1 = 3 AND attempts + 1 > 2", 1.0),
        ("COALESCE(caller, advisor, reason) = '拒绝回访'", 1.0),
        ("CASE WHEN caller = '甲' THEN FALSE ELSE TRUE END", 2.0),
        ("CASE attempts WHEN 1 THEN 'once' WHEN 2 THEN 'twice' END = 'twice'", 1.0),
        ("CASE WHEN attempts > 5 THEN TRUE END", 0.0),
        ("last_attempt >= DATE '2013-09-02'", 2.0),
        ("-attempts < -1", 1.0),
    ] {
        assert_eq!(counted(sql), expected, "{sql}");
    }
}

#[test]
fn a_workspace_adds_an_indicator_of_its_own_and_replaces_a_built_in_one() {
    let workspace = tempfile::tempdir().expect("a folder");
    let kpis = workspace.path().join("templates/kpis");
    std::fs::create_dir_all(&kpis).expect("a folder");
    let own = "name = { zh-CN = \"预约率\", en = \"Booking rate\" }\nrule = { zh-CN = \"预约工单 ÷ 工单\", en = \"booked / all\" }\n\
               source = \"own\"\nunit = \"percent\"\ndirection = \"higher\"\nshape = \"ratio\"\nfacts = \"orders\"\ndate = \"date\"\n\
               numerator = \"COALESCE(booked, FALSE)\"\nfilter = \"due\"\nby = [\"advisor\"]\npage = \"overview\"\n";
    std::fs::write(kpis.join("booked_share.toml"), own).expect("a file");
    std::fs::write(kpis.join("callback_rate.toml"), own.replace("预约率", "换掉")).expect("a file");
    let catalogue =
        Catalogue::load(&Templates::load(workspace.path()).expect("templates"), book(), &Default::default())
            .expect("a catalogue");
    assert_eq!(catalogue.get("callback_rate").expect("it").name.chinese, "换掉");
    let rows = [with(order("A1", "2013-09-01"), "booked", true), order("A2", "2013-09-01")];
    let calendar = Calendar::default();
    let facts = facts::build(&tables(&rows), book(), &counting(), calendar).expect("facts");
    let period = calendar.parse(PeriodKind::Month, "2013-09").expect("a month");
    let result = evaluate(&facts, &catalogue, &period, period.end, &counting()).expect("an evaluation");
    assert_eq!(result.value("booked_share"), Some(50.0));
}

#[test]
fn what_a_rate_says_is_below_it_must_be_that_count() {
    let with = |over: &str| {
        let workspace = tempfile::tempdir().expect("a folder");
        let folder = workspace.path().join("templates/kpis");
        std::fs::create_dir_all(&folder).expect("a folder");
        let text = declaration("succeeded") + &format!("filter = \"attempts > 0\"\nover = \"{over}\"\n");
        std::fs::write(folder.join("own.toml"), text).expect("a file");
        Catalogue::of(&Templates::load(workspace.path()).expect("templates"), &Default::default())
    };
    for (over, told) in [("callbacks_deu", "callbacks_due"), ("callbacks_due", "facts"), ("callback_failures", "facts")]
    {
        let message = format!("{:#}", with(over).expect_err(over));
        assert!(message.contains("templates/kpis/own.toml") && message.contains(told), "{over}: {message}");
    }
}

#[test]
fn a_part_that_a_shape_has_not_is_refused() {
    let count = declaration("succeeded").replace("percent", "count").replace("ratio", "count");
    let message = refused(&(count + "above = { zh-CN = \"上\", en = \"above\" }\n"));
    assert!(message.contains("only a rate has above and below"), "{message}");
}

/// What an own indicator comes to; `variant` is the one that was chosen.
fn own(text: &str, rows: &[Row], label: &str, variant: Option<&str>) -> KpiResult {
    let workspace = tempfile::tempdir().expect("a folder");
    let kpis = workspace.path().join("templates/kpis");
    std::fs::create_dir_all(&kpis).expect("a folder");
    std::fs::write(kpis.join("own.toml"), text).expect("a file");
    let templates = Templates::load(workspace.path()).expect("templates");
    let variants = variant.map(|name| ("own".to_owned(), name.to_owned())).into_iter().collect();
    let catalogue = Catalogue::load(&templates, book(), &variants).expect("a catalogue");
    let (facts, period) = (facts_of(rows, &counting()), period(label));
    let result = evaluate(&facts, &catalogue, &period, period.end, &counting()).expect("an evaluation");
    result.kpi("own").clone()
}

/// A declaration of an own indicator over these facts.
fn over(facts: &str, date: &str, shape: &str, unit: &str, more: &str) -> String {
    format!(
        "name = {{ zh-CN = \"试\", en = \"try\" }}\nrule = {{ zh-CN = \"试\", en = \"try\" }}\nsource = \"test\"\n\
         unit = \"{unit}\"\ndirection = \"higher\"\nshape = \"{shape}\"\nfacts = \"{facts}\"\ndate = \"{date}\"\n\
         page = \"callbacks\"\n{more}"
    )
}

#[test]
fn the_rows_below_the_line_may_be_those_of_another_fact() {
    let rows = [
        row![COMPLAINTS, received_at: "2013-09-05"],
        order("A1", "2013-09-01"),
        order("A2", "2013-09-02"),
        order("A3", "2013-09-03"),
        order("A4", "2013-10-03"),
    ];
    let base = "[base]\nfacts = \"orders\"\ndate = \"date\"\nfilter = \"due\"\n";
    let text = over("complaints", "received_on", "ratio", "per_thousand", base);
    let result = own(&text, &rows, "2013-09", None);
    assert_eq!((result.measure.numerator, result.measure.denominator), (Some(1.0), Some(3.0)));
    assert_eq!(result.measure.value, Some(1000.0 / 3.0));
    // A breakdown needs the property on both sides of the line.
    let wrong = text.replace("[base]", "by = [\"level\"]\n[base]");
    assert!(refused(&wrong).contains("own.toml, line 10"), "{}", refused(&wrong));
    assert!(refused(&text.replace("\"ratio\"", "\"count\"").replace("per_thousand", "count")).contains("[base]"));
}

#[test]
fn a_mean_is_a_ratio_in_its_own_unit() {
    let rows =
        [call("A1", "2013-09-02", "failure"), call("A1", "2013-09-03", "success"), call("A2", "2013-09-03", "success")];
    let result =
        own(&over("cases", "last_attempt", "ratio", "times", "numerator = \"attempts\"\n"), &rows, "2013-09", None);
    assert_eq!((result.measure.value, result.measure.n), (Some(1.5), 2));
    let balance = "numerator = \"CASE WHEN succeeded THEN 1 ELSE -1 END\"\ntarget = -20\n";
    let result = own(&over("cases", "last_attempt", "ratio", "points", balance), &rows, "2013-09", None);
    assert_eq!((result.measure.value, result.target), (Some(100.0), Some(-20.0)));
    assert!(refused(&over("cases", "last_attempt", "count", "days", "")).contains("own.toml, line 4"));
}

#[test]
fn the_target_of_a_count_is_one_of_a_month() {
    let rows = [order("A1", "2013-07-01"), order("A2", "2013-08-01"), order("A3", "2013-09-01")];
    let text = over("orders", "date", "count", "count", "target = 2\n");
    let of = |label: &str| own(&text, &rows, label, None).target;
    assert_eq!([of("2013-09"), of("2013-Q3"), of("2013")], [Some(2.0), Some(6.0), Some(24.0)]);
    let rate = over("orders", "date", "ratio", "percent", "numerator = \"due\"\ntarget = 90\n");
    assert_eq!(own(&rate, &rows, "2013-Q3", None).target, Some(90.0));
}

#[test]
fn a_variant_replaces_keys_and_its_name_stands_under_the_figure() {
    let rows = [order("A1", "2013-09-01"), with(order("A2", "2013-09-02"), "booked", true)];
    let variant = "[variant.booked]\nname = { zh-CN = \"只算预约\", en = \"booked ones\" }\nfilter = \"booked\"\n";
    let text = over("orders", "date", "count", "count", variant);
    let (plain, booked) = (own(&text, &rows, "2013-09", None), own(&text, &rows, "2013-09", Some("booked")));
    assert_eq!((plain.measure.value, booked.measure.value), (Some(2.0), Some(1.0)));
    assert_eq!([&plain.name.chinese, &booked.name.chinese], ["试", "试"], "the indicator keeps its name");
    assert_eq!((plain.notes.len(), booked.notes[0].chinese.as_str()), (0, "口径：只算预约"));
    // A slip in a variant is told whether it is chosen or not.
    assert!(refused(&text.replace("filter = \"booked\"", "filter = \"boked\"")).contains("own.toml, line 12"));
    assert!(refused(&text.replace("filter = \"booked\"", "fitler = \"booked\"")).contains("fitler"));
}

#[test]
fn a_row_of_which_nobody_knows_is_neither_above_nor_below_the_line() {
    let rows = [
        with(order("A1", "2013-09-01"), "booked", true),
        with(order("A2", "2013-09-02"), "booked", false),
        order("A3", "2013-09-03"),
    ];
    let rate = own(&over("orders", "date", "ratio", "percent", "numerator = \"booked\"\n"), &rows, "2013-09", None);
    assert_eq!((rate.measure.value, rate.measure.n), (Some(50.0), 2));
    let unknown = own(&over("orders", "date", "count", "count", "numerator = \"rework\"\n"), &rows, "2013-09", None);
    assert_eq!(unknown.measure.value, None, "of no order it is known");
}
