//! Faulty declarations: each is refused at once with file, line, what is known and the nearest name, in both languages.

use std::fs;
use std::path::Path;

use crate::topic;
use crate::workspace::Workspace;

const TABLE: &str = "templates/tables/washes.toml";
const FACT: &str = "templates/facts/washes.toml";
const COUNT: &str = "templates/kpis/washes.toml";
const RATE: &str = "templates/kpis/washes_after_service.toml";
const PAGE: &str = "templates/pages/washes.toml";
const CALLBACKS: &str = "templates/tables/callbacks.toml";
const THEME: &str = "templates/theme.toml";
const CONFIGURATION: &str = "csr-report.toml";

/// A file, what stands in it, what is written instead (§ at the line that is told where it is not the first), and what is
/// told in Chinese and in English.
type Fault = (&'static str, &'static str, &'static str, [&'static str; 2]);

const FAULTS: &[Fault] = &[
    // Tables.
    (TABLE, "table    = \"washes\"", "table    = \"washs\"", ["最接近的是 washes", "nearest allowed value is washes"]),
    (TABLE, "kind     = \"date\"", "kind     = \"dat\"", ["最接近的是 date", "nearest allowed value is date"]),
    (TABLE, "period   =", "perod    =", ["最接近的是 period", "the nearest known key is period"]),
    (TABLE, "[\"plate\"]]\nkeep", "[\"plat\"]]\nkeep", ["最接近的是 plate", "nearest allowed value is plate"]),
    (TABLE, "keep     = [[\"washed_at\"]", "keep     = [[\"type:quik\"]", ["最接近的是 quick", "value is quick"]),
    (
        TABLE,
        "id       = \"plate\"",
        "id       = \"washed_at\"",
        ["字段 washed_at 出现了两次", "names the field washed_at twice"],
    ),
    (
        TABLE,
        "\"车牌\"]",
        "\"洗车时间\"]",
        ["“洗车时间”同时是 washed_at 和 plate 的表头", "stands under washed_at and plate"],
    ),
    (TABLE, "order    = 70", "order    = \"70\"", ["应为数字，写的是文字", "must be a number; it is a text"]),
    (TABLE, "\"快速洗\"", "\"精细洗\"", ["同时是“精洗”和“快洗”的写法", "a spelling of both “精洗” and “快洗”"]),
    (TABLE, "names    = { zh-CN = \"洗车\", en = \"Car washes\" }\n", "", ["缺键 names", "lacks the key names"]),
    (TABLE, "headings = [\"备注\"]", "hedings  = [\"备注\"]", ["最接近的是 headings", "nearest known key is headings"]),
    (TABLE, "order    = 70", "order    = ", ["不符合 TOML 格式", "no valid TOML"]),
    // A copy of a built-in table in which a name was changed.
    (
        CALLBACKS,
        "id       = \"advisor\"",
        "id       = \"adviser\"",
        ["自带的表 callbacks 缺字段 advisor；最接近的是 adviser", "lacks its field advisor; the nearest is adviser"],
    ),
    (CALLBACKS, "id       = \"comment\"", "id       = \"coment\"", ["最接近的是 coment", "the nearest is coment"]),
    (
        CALLBACKS,
        "sense = \"open\"",
        "sense = \"opened\"",
        ["没有自带的 sense“open”，却有“opened”", "lacks the built-in sense “open” and has “opened”"],
    ),
    (
        CALLBACKS,
        "id       = \"call_date\"\nkind     = \"date\"",
        "id       = \"call_date\"\nkind     = \"text\"",
        ["字段 call_date 的 kind 不是自带的 date", "the kind of the field call_date is not date"],
    ),
    // Facts.
    (FACT, "table   = \"washes\"", "table   = \"washs\"", ["最接近的是 washes", "nearest allowed value is washes"]),
    (FACT, "in = \"orders\"", "in = \"ordrs\"", ["最接近的是 orders", "nearest allowed value is orders"]),
    (FACT, "DAY(washed_at)", "DYA(washed_at)", ["DAY", "DAY"]),
    (FACT, "COALESCE(rewash, FALSE)", "COALESCE(rewsh, FALSE)", ["最接近的是 rewash", "rewash"]),
    (FACT, "DAY(washed_at)", "CASE WHEN serviced THEN DAY(washed_at) END", ["serviced", "serviced"]),
    (FACT, "DAY(washed_at)", "DAY(washed_at", ["is", "is"]),
    (FACT, "table   = \"washes\"", "table   = \"cases\"", ["请写 from = \"cases\"", "write from = \"cases\""]),
    (FACT, "table   = \"washes\"", "from    = \"work_orders\"", ["是表，不是事实表", "is a table and no fact"]),
    (FACT, "table   = \"washes\"", "made    = \"cases\"", ["请写 from = \"cases\"", "write from = \"cases\""]),
    (
        FACT,
        "give = \"any\"",
        "give = \"some\"",
        ["可以写：any、count、first、last、", "allowed: any, count, first, last, "],
    ),
    (
        FACT,
        "is = \"DAY(washed_at)\"",
        "kind = \"time\", made = \"complaint_due\"",
        ["要用列 received_at（time）", "is made of the column received_at (time)"],
    ),
    (FACT, "give = \"any\"", "give = \"plte\"", ["最接近的是 plate", "nearest allowed value is plate"]),
    (FACT, "days = [-7, 0]", "days = [0, -7]", ["应为两个整数，先小后大", "two whole numbers, the smaller one first"]),
    (FACT, "days = [-7, 0]", "days = [\"-7\", 0]", ["应为整数，或常数", "the name of a constant with a colon"]),
    (FACT, "days = [-7, 0]", "dys = [-7, 0]", ["days", "days"]),
    (FACT, "{ plate = \"plate\" }", "{ plat = \"plate\" }", ["最接近的是 plate", "nearest allowed value is plate"]),
    (FACT, "{ plate = \"plate\" }", "{ plate = \"plat\" }", ["最接近的是 plate", "nearest allowed value is plate"]),
    (FACT, "of = \"date\"", "of = \"dat\"", ["最接近的是 date", "nearest allowed value is date"]),
    (FACT, "\"again DESC\"", "\"agan DESC\"", ["最接近的是 again", "nearest allowed value is again"]),
    (FACT, "once    =", "onse    =", ["最接近的是 once", "nearest known key is once"]),
    (FACT, "id = \"again\"", "id = \"Again\"", ["只能有 a-z、0-9 和 _", "has only a-z, 0-9 and _"]),
    (FACT, "id = \"again\"", "id = \"date\"", ["出现了两次", "stands twice"]),
    (FACT, "is = \"DAY(washed_at)\"", "kind = \"dat\"", ["最接近的是 date", "nearest allowed value is date"]),
    // Indicators.
    (COUNT, "unit      = \"count\"", "unit      = \"cuont\"", ["最接近的是 count", "nearest allowed value is count"]),
    (COUNT, "shape     = \"count\"", "shape     = \"cont\"", ["最接近的是 count", "nearest allowed value is count"]),
    (
        COUNT,
        "shape     = \"count\"",
        "shape     = \"count\"\ndistinct  = \"plate\"\nfilter    = \"date <= as_of\"",
        ["不止属于一个期间，不能用 as_of", "belongs to more than one period: it cannot name as_of"],
    ),
    (
        COUNT,
        "facts     = \"washes\"",
        "facts     = \"washs\"",
        ["最接近的是 washes", "nearest allowed value is washes"],
    ),
    (COUNT, "date      = \"date\"", "date      = \"dte\"", ["最接近的是 date", "nearest allowed value is date"]),
    (COUNT, "\"type\"]", "\"typ\"]", ["最接近的是 type", "nearest allowed value is type"]),
    (COUNT, "page      = \"washes\"", "page      = \"washs\"", ["最接近的是 washes", "washes"]),
    (
        COUNT,
        "order     = 700",
        "order     = 7.5",
        ["应为在 0 到 1000000 之间的整数", "a whole number between 0 and 1000000"],
    ),
    (RATE, "numerator = \"serviced\"", "numerator = \"servced\"", ["最接近的是 serviced", "serviced"]),
    (RATE, "numerator = \"serviced\"", "numerator = \"SUM(serviced)\"", ["SUM", "SUM"]),
    (RATE, "over      = \"washes\"", "over      = \"washs\"", ["最接近的是 washes", "nearest allowed value is washes"]),
    (
        RATE,
        "target    = 50",
        "target    = 150",
        ["应在 0 到 100 之间，写的是 150", "must lie between 0 and 100; it is 150"],
    ),
    (RATE, "target    = 50", "target    = 0.5", ["50% 写 50", "write 50 where 50 % is meant"]),
    (
        RATE,
        "name      = { zh-CN = \"进厂洗车占比\", en = \"Washes after a service\" }",
        "name      = \"进厂洗车占比\"",
        ["{ zh-CN = \"…\", en = \"…\" }，写的是文字", "{ zh-CN = \"…\", en = \"…\" }; it is a text"],
    ),
    // Pages.
    (
        PAGE,
        "title  = { zh-CN = \"洗车\", en = \"Car washes\" }",
        "title  = { zh-CN = \"洗车\" }",
        [
            "缺 en\n提示：两种语言都要写：{ zh-CN = \"…\", en = \"…\" }",
            "lacks en\nhint: both languages are needed: { zh-CN",
        ],
    ),
    (
        PAGE,
        "table   = \"washes_by_washer\"",
        "tabel   = \"washes_by_washer\"",
        ["最接近的是 table", "nearest known key is table"],
    ),
    (
        PAGE,
        "rows    = \"washer\"\ncolumns",
        "rows    = \"washr\"\ncolumns",
        ["最接近的是 washer", "the nearest is washer"],
    ),
    (
        PAGE,
        "rows    = \"washer\"",
        "rows    = \"periods\"",
        ["可以写：period、type、washer", "known here: period, type, washer"],
    ),
    (PAGE, "x       = \"period\"", "x       = \"perod\"", ["最接近的是 period", "the nearest is period"]),
    (
        PAGE,
        "[[blocks]]\nchart",
        "[blocks]\nchart",
        ["blocks 是列表：每一项的节名写两层方括号 [[blocks]]", "each of its items begins with [[blocks]]"],
    ),
    (
        PAGE,
        "columns = [\"washes\", \"washes_after_service.above\"",
        "columns = [\"washs\", \"washes_after_service.above\"",
        ["washes", "washes"],
    ),
    (PAGE, "service.above", "service.abov", ["最接近的是 above", "above"]),
    (PAGE, "columns = [\"date\"", "columns = [\"dat\"", ["最接近的是 date", "date"]),
    (PAGE, "say = \"headline\"", "say = \"headlin\"", ["最接近的是 headline", "headline"]),
    (
        PAGE,
        "lines   = [\"washes_after_service\"]",
        "lines   = [\"washes_after_service\", \"washes\"]",
        ["单位不同", "differ in their units"],
    ),
    (
        PAGE,
        "of      = \"washes\"",
        "of      = \"washes_after_service\"",
        ["数量有：callbacks_due、", "the counts are: callbacks_due, "],
    ),
    (PAGE, "list    = \"washes_list\"", "list    = \"washes_by_washer\"", ["出现了两次", "stands twice"]),
    // Theme and texts: those of the program with a slip.
    (THEME, "tick     = 21", "tikc     = 21", ["最接近的是 tick", "the nearest known key is tick"]),
    (THEME, "grid    = \"#DDE2E7\"", "grid    = \"grey\"", ["“grey”不是颜色", "“grey”, which is no colour"]),
    (THEME, "slices  = [", "slices  = [] # ", ["不能为空", "is empty"]),
    (THEME, "smallest = 15", "smallest = \"15\"", ["应为数字，写的是文字", "must be a number; it is a text"]),
    // The configuration.
    (CONFIGURATION, "tables = [\"washes\"]", "tables = [\"washs\"]", ["最接近的是 washes", "washes"]),
    (
        CONFIGURATION,
        "washes_after_service = 60",
        "washes_after_servce = 60",
        ["最接近的是 washes_after_service", "washes_after_service"],
    ),
    (CONFIGURATION, "washes_after_service = 60", "washes_after_service = 0.6", ["60% 写 60", "write 60 where 60 %"]),
    (
        CONFIGURATION,
        "washer = [\"洗车功\"]",
        "washer = [\"洗车功\"]\n§comment = [\"洗车功\"]",
        ["里的“洗车功”同时是 washer 和 comment 的表头", "has “洗车功”, which stands under washer and comment"],
    ),
    (CONFIGURATION, "[tables.washes.headings]", "[tables.washs.headings]", ["最接近的是 washes", "washes"]),
    (CONFIGURATION, "washer = [\"洗车功\"]", "washr = [\"洗车功\"]", ["最接近的是 washer", "washer"]),
    (CONFIGURATION, "\"快洗\" =", "\"快洗车\" =", ["最接近的是 快洗", "快洗"]),
    (CONFIGURATION, "[aliases.washer]", "[aliases.washr]", ["最接近的是 washer", "washer"]),
    (CONFIGURATION, "[targets]", "[target]", ["最接近的是 targets", "targets"]),
];

/// A file of the topic, or one of the program's own.
fn declared(name: &str) -> String {
    if [THEME, CALLBACKS].contains(&name) { own(name) } else { topic::file(name) }
}

fn own(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// What a workspace is told in a language, and whether it is refused as a usage.
fn told(workspace: &Workspace, lang: &str) -> (String, bool) {
    let run = workspace.run(&format!("--lang {lang} check --month 2013-09"));
    (run.stderr, run.code == Some(2))
}

#[test]
fn every_faulty_declaration_is_told_with_file_line_and_the_nearest_name() {
    let mut failures = Vec::new();
    for (file, stands, instead, parts) in FAULTS {
        let text = declared(file);
        let at = text.find(stands).unwrap_or_else(|| panic!("{file} has no {stands}"));
        let told_at = at + instead.find('§').unwrap_or(0);
        let text = text.replacen(stands, instead, 1);
        let line = text[..told_at].matches('\n').count() + 1;
        let line = if instead.is_empty() { 1 } else { line };
        let workspace =
            topic::workspace().with(CONFIGURATION, &topic::file(CONFIGURATION)).with(file, &text.replace('§', ""));
        for (lang, place, part) in
            [("zh-CN", format!("{file} 第 {line} 行"), parts[0]), ("en", format!("{file}, line {line}"), parts[1])]
        {
            let (told, refused) = told(&workspace, lang);
            if !refused || !told.contains(&place) || !told.contains(part) {
                failures.push(format!("{instead} in {file}: expected {place:?} and {part:?}, told:\n{told}"));
            }
        }
    }
    assert!(FAULTS.len() >= 30);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_section_where_a_list_of_sections_stands_is_told_with_its_form() {
    let page = topic::file(PAGE);
    let (head, _) = page.split_once("[[blocks]]\ntable").unwrap();
    let one = head.replace("[[blocks]]", "[blocks]");
    let all = page.replace("[[blocks]]", "[blocks]");
    for (text, line, part) in
        [(&one, 3, "应为列表，每一项一节 [[blocks]]，写的是一组键"), (&all, 7, "两层方括号 [[blocks]]")]
    {
        let run = topic::workspace().with(PAGE, text).run("check --month 2013-09").ends_with(2);
        run.says(&[&format!("{PAGE} 第 {line} 行"), part]);
    }
}

#[test]
fn nowhere_is_a_nearest_name_told_that_is_not_near() {
    for (file, stands, instead) in [
        (RATE, "numerator = \"serviced\"", "numerator = \"xyz\""),
        (FACT, "in = \"orders\"", "in = \"xyz\""),
        (PAGE, "rows    = \"washer\"", "rows    = \"xyz\""),
        (COUNT, "page      = \"washes\"", "page      = \"xyz\""),
        (TABLE, "kind     = \"plate\"", "kind     = \"xyz\""),
        (PAGE, "list    =", "xyz     ="),
        (CONFIGURATION, "[aliases.washer]", "[aliases.xyz]"),
    ] {
        let text = topic::file(file).replacen(stands, instead, 1);
        let workspace = topic::workspace().with(CONFIGURATION, &topic::file(CONFIGURATION)).with(file, &text);
        for (lang, nearest) in [("zh-CN", "最接近"), ("en", "nearest")] {
            let (told, refused) = told(&workspace, lang);
            assert!(refused && told.contains("xyz") && !told.contains(nearest), "{instead} in {file}: {told}");
        }
    }
    let named = Workspace::new().with("templates/kpis/注.txt", "").run("check --month 2013-09").ends_with(2);
    named.says(&["不是模板：文件名要以 .toml 结尾"]);
    let lost = Workspace::new().with("templates/them.toml", "").run("check --month 2013-09").ends_with(2);
    lost.says(&["没有地方用到它；最接近的是 theme.toml"]);
}

#[test]
fn a_heading_that_the_workspace_gives_to_another_field_is_told_once() {
    let own = "[tables.washes.headings]\ncomment = [\"洗车工\"]\n";
    let workspace = topic::workspace().with(CONFIGURATION, own);
    let run = workspace.run("check --month 2013-09");
    assert_eq!(run.stderr.matches("表头“洗车工”原属 washer，按本工作区的设置归 comment").count(), 1, "{}", run.stderr);
    workspace.run("--lang en check --month 2013-09").says(&["the heading “洗车工” of washer is one of comment here"]);
}

#[test]
fn facts_that_need_each_other_are_told_at_the_line_that_says_so() {
    let fact = topic::file(FACT).replace("in = \"orders\"", "in = \"cars\"");
    let other = "from = \"washes\"\nrow = { zh-CN = \"一行 = 一辆车\", en = \"one row is a car\" }\ncolumns = []\n";
    let workspace = topic::workspace().with(FACT, &fact).with("templates/facts/cars.toml", other);
    let run = workspace.run("--lang en check --month 2013-09").ends_with(2);
    run.says(&["templates/facts/cars.toml, line 1: key from = washes, which needs cars in its turn"]);
    let run = workspace.run("check --month 2013-09").ends_with(2);
    run.says(&["templates/facts/cars.toml 第 1 行：键 from = washes，而 washes 又要用到 cars"]);
}

#[test]
fn a_page_that_nothing_leads_to_is_told() {
    let page = "order = 80\ntitle = { zh-CN = \"空\", en = \"Empty\" }\n";
    let workspace = topic::workspace().with("templates/pages/empty.toml", page);
    workspace.run("check --month 2013-09").ends_with(2).says(&["templates/pages/empty.toml 第 1 行"]);
    workspace.run("--lang en check --month 2013-09").ends_with(2).says(&["templates/pages/empty.toml, line 1"]);
}

#[test]
fn a_text_that_nothing_says_is_told_with_its_line() {
    for (lang, place, near) in [
        ("zh-CN", "templates/texts/zh-CN.toml 第 § 行：键 word.this_mont 不认识", "最接近的是 word.this_month"),
        (
            "en",
            "templates/texts/en.toml, line §: key word.this_mont is unknown",
            "the nearest known key is word.this_month",
        ),
    ] {
        let name = format!("templates/texts/{lang}.toml");
        let text = own(&name).replace("this_month =", "this_mont =");
        let before = text.find("this_mont =").map(|at| &text[..at]).expect("the key");
        let place = place.replace('§', &(before.matches('\n').count() + 1).to_string());
        let run = Workspace::new().with(&name, &text).run(&format!("--lang {lang} check --month 2013-09"));
        run.ends_with(2).says(&[&place, near]);
    }
}
