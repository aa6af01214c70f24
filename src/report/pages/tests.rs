//! Page files: what is wrong in them is told, what a workspace adds is used.

use super::plan::{BlockPlan, Part, Piece, Say, Says, TablePlan};
use super::*;
use crate::base::lang::Lang;

/// The pages of a workspace with these files below its `templates/`.
fn loaded(files: &[(&str, &str)]) -> Result<PageList, Failure> {
    let workspace = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = workspace.path().join("templates").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let templates = Templates::load(workspace.path()).expect("templates");
    PageList::load(&templates, &Catalogue::of(&templates, &Default::default()).expect("indicators"))
}

const TITLE: &str = "title = { zh-CN = \"甲\", en = \"A\" }\n";

/// The fault of a page whose only block stands from line 2 on.
fn fault(block: &str) -> Failure {
    let text = format!("{TITLE}[[blocks]]\n{block}\n");
    loaded(&[("pages/own.toml", &text)]).expect_err(block)
}

fn ids(list: &PageList) -> Vec<&str> {
    list.pages.iter().map(|page| page.id.as_str()).collect()
}

#[test]
fn the_pages_follow_the_meeting() {
    let list = loaded(&[]).expect("the embedded pages");
    let meeting = [
        "overview",
        "callbacks",
        "satisfaction",
        "first_time_fix",
        "complaints",
        "first_service",
        "renewals",
        "failed_calls",
        "data_quality",
        "definitions",
    ];
    let mut pages = ids(&list);
    pages.retain(|id| meeting.contains(id));
    assert_eq!(pages, meeting);
}

#[test]
fn what_is_said_of_a_list_is_said_of_one_of_the_page() {
    let list = loaded(&[]).expect("the embedded pages");
    let mut told = 0;
    for page in &list.pages {
        for block in &page.blocks {
            let BlockPlan::Say(Say { says: Says::Text(spoken), .. }) = block else { continue };
            for piece in spoken.chinese.iter().chain(&spoken.en) {
                let Piece::OfList(id, _) = piece else { continue };
                assert!(lists_on(page).any(|list| list.id == *id), "{}: {id}", page.id);
                told += 1;
            }
        }
    }
    assert_eq!(told, 14, "two languages");
}

#[test]
fn the_program_adds_nothing_to_its_own_pages() {
    let list = loaded(&[]).expect("the embedded pages");
    let declared = Templates::embedded();
    let blocks = |text: &str| text.matches("[[blocks]]").count();
    for page in &list.pages {
        let file = declared.get(&format!("pages/{}.toml", page.id)).expect("the file");
        assert_eq!(page.blocks.len(), blocks(&file.text), "{}", page.id);
    }
}

#[test]
fn what_is_misspelt_is_told_with_file_line_and_the_nearest_name() {
    let table = |columns: &str| format!("table = \"t\"\nrows = \"period\"\ncolumns = [{columns}]");
    let list = |columns: &str| format!("list = \"l\"\nof = \"complaints_open\"\ncolumns = [{columns}]");
    let faults = [
        (table("\"callback_rat\""), 5, "callback_rate"),
        (table("\"callback_rate.belo\""), 5, "below"),
        (table("\"callbacks_due.below\""), 5, "share"),
        (table("{ of = \"callback_rate\", name = { zh-CN = \"甲\", en = \"A\" } }"), 5, "names"),
        (table("{ of = \"satisfaction_score\", each = \"itme\" }"), 5, "item"),
        (table("{ of = \"complaints_closed\", sum = [\"complaints_closed_received\"] }"), 5, ""),
        (table("\"callbacks_due\"").replace("period", "advisr"), 4, "advisor"),
        (table("\"callbacks_due\"").replace("period", "periods"), 4, "period"),
        ("chart = \"c\"\nx = \"perod\"\npie = \"callback_failures\"".to_owned(), 4, "period"),
        ("chart = \"c\"\nx = \"perod\"\nlines = [\"callback_rate\"]".to_owned(), 4, "period"),
        (table("\"callbacks_due\"") + "\nacross = \"reason\"", 6, "advisor"),
        (table("\"complaints_open\"").replace("\"period\"", "[\"level\", \"agee\"]"), 4, "age"),
        (table("\"callbacks_due\"").replace("\"period\"", "[\"advisor\", \"period\"]"), 4, "period"),
        (table("\"callbacks_due\"").replace("\"period\"", "[\"advisor\"]"), 4, ""),
        (table("\"contacts_received\"").replace("\"period\"", "[\"agent\", \"agent\"]"), 4, ""),
        (table("\"contacts_missed\"").replace("\"period\"", "[\"hour\", \"kind\"]"), 5, "hour"),
        (
            table("{ of = \"contacts_received\", each = \"agent\" }").replace("\"period\"", "[\"hour\", \"kind\"]"),
            5,
            "",
        ),
        (
            table("\"contacts_received\"").replace("\"period\"", "[\"agent\", \"hour\", \"kind\"]")
                + "\ntitle = { zh-CN = \"甲\", en = \"A\" }\nacross = \"kind\"",
            7,
            "title",
        ),
        (table("\"callbacks_due\"") + "\nsort = \"callbacks_deu\"", 6, "callbacks_due"),
        (table("\"callbacks_due\"") + "\nnoet = \"x\"", 6, "note"),
        (table("\"callbacks_due\"").replace("table", "tabel"), 3, "table"),
        ("chart = \"c\"\nx = \"period\"\nline = [\"callback_rate\"]".to_owned(), 3, "lines"),
        (
            "chart = \"c\"\nx = \"period\"\nlinse = [\"callback_rate\"]\nlines = [\"callback_rate\"]".to_owned(),
            5,
            "lines",
        ),
        ("chart = \"c\"\nx = \"reason\"\npie = \"callback_failuers\"".to_owned(), 5, "callback_failures"),
        ("chart = \"c\"\nx = \"period\"\npie = \"callback_failures\"".to_owned(), 5, ""),
        ("chart = \"c\"\nx = \"period\"\ncolumns = [\"callback_rate\", \"callbacks_due\"]".to_owned(), 5, ""),
        ("chart = \"c\"\nx = \"period\"\nlines = [\"callback_rate\"]\nsays = \"headlin\"".to_owned(), 6, "headline"),
        ("chart = \"c d\"\nx = \"period\"\nlines = [\"callback_rate\"]".to_owned(), 3, ""),
        (list("\"received_a\""), 5, "received_at"),
        (list("\"age_days\"") + "\nbad = \"overdeu\"", 6, "overdue"),
        (list("\"age_days\"") + "\nbad = \"overdue\"", 6, "age_days"),
        (list("\"age_days\"").replace("complaints_open", "complaint_timely_closure_rate"), 4, "complaints_received"),
        ("say = \"headlien\"\nof = [\"callback_rate\"]".to_owned(), 3, "headline"),
        ("say = \"headline\"\nof = [\"callback_rte\"]".to_owned(), 4, "callback_rate"),
        ("say = \"largest\"\nof = \"callback_failures\"\nby = \"raeson\"".to_owned(), 5, "reason"),
        ("say = { zh-CN = \"{callback_rte}\", en = \"x\" }".to_owned(), 3, "callback_rate"),
        ("say = { zh-CN = \"{callback_rate\", en = \"x\" }".to_owned(), 3, ""),
        ("say = { zh-CN = \"x\", en = \"x\" }\nwhen = \"callback_rat > 0\"".to_owned(), 4, "callback_rate"),
        ("say = { zh-CN = \"x\", en = \"x\" }\nwhen = \"callback_rate >> 0\"".to_owned(), 4, ">"),
        ("say = { zh-CN = \"x\", en = \"x\" }\nwhen = \"callback_rate > nan\"".to_owned(), 4, ">"),
        ("say = { zh-CN = \"x\", en = \"x\" }\nwhen = \"callback_rate < inf\"".to_owned(), 4, ">"),
        ("say = { zh-CN = \"x\", en = \"x\" }\ntone = \"baad\"".to_owned(), 4, "bad"),
        ("made = \"overvew\"".to_owned(), 3, "overview"),
    ];
    for (block, line, near) in faults {
        let fault = fault(&block);
        let (chinese, english) = (fault.text(Lang::Chinese), fault.text(Lang::English));
        assert!(chinese.contains("templates/pages/own.toml 第"), "{block}: {chinese}");
        assert!(english.contains(&format!("templates/pages/own.toml, line {line}:")), "{block}: {english}");
        assert!(chinese.contains(near) && english.contains(near), "{block}: {chinese}\n{english}");
    }
}

#[test]
fn pages_that_cannot_stand_together_are_refused() {
    let page = |title: &str, table: &str| {
        format!(
            "title = {{ zh-CN = \"{title}\", en = \"{title}\" }}\n[[blocks]]\ntable = \"{table}\"\nrows = \"period\"\n\
             columns = [\"callbacks_due\"]\n"
        )
    };
    let (mine, slash, twice, same) =
        (page("甲", "t"), page("甲/乙", "t"), page("甲", "callbacks_by_period"), page("回访", "t"));
    assert!(loaded(&[("pages/own.toml", &mine)]).is_ok());
    for (files, told) in [
        (&[("pages/own.toml", slash.as_str())][..], "第 1 行：键 title 不能作工作表名"),
        (&[("pages/own.toml", TITLE)], "第 1 行：这一页没有 blocks"),
        (&[("pages/own.toml", &twice)], "第 3 行：table callbacks_by_period 出现了两次"),
        (&[("pages/own.toml", &same)], "第 1 行：标题“回访”与"),
        (&[("pages/Own.toml", &mine)], "只能用 a-z"),
        (&[("pages/own.toml", "[[blocks]]\nmade = \"inputs\"\n")], "缺键 title"),
    ] {
        let fault = loaded(files).expect_err(told).text(Lang::Chinese);
        assert!(fault.contains(told) && fault.contains("pages/"), "{told}: {fault}");
    }
}

/// The declaration of a count, on a page.
fn count(page: &str) -> String {
    let words = "{ zh-CN = \"试\", en = \"try\" }";
    format!(
        "name = {words}\nrule = {words}\nsource = \"test\"\nunit = \"count\"\ndirection = \"none\"\nshape = \"count\"\n\
         facts = \"cases\"\ndate = \"last_attempt\"\nby = [\"reason\"]\npage = \"{page}\"\n"
    )
}

#[test]
fn an_indicator_on_a_page_that_does_not_exist_is_told_with_its_file_and_line() {
    let fault = loaded(&[("kpis/own.toml", &count("callback"))]).expect_err("no such page");
    let (chinese, english) = (fault.text(Lang::Chinese), fault.text(Lang::English));
    assert!(chinese.contains("templates/kpis/own.toml 第 10 行：没有页 “callback”；最接近的是 callbacks"), "{chinese}");
    assert!(english.contains("templates/kpis/own.toml, line 10: there is no page \"callback\""), "{english}");
}

#[test]
fn a_page_of_a_workspace_stands_where_its_order_says_and_shows_what_its_indicators_need() {
    let own = "order = 25\ntitle = { zh-CN = \"甲\", en = \"A\" }\n";
    let list = loaded(&[("kpis/own.toml", &count("mine")), ("pages/mine.toml", own)]).expect("pages");
    assert_eq!(ids(&list)[2..5], ["callbacks", "mine", "satisfaction"]);
    let kinds: Vec<String> = list
        .page("mine")
        .expect("the page")
        .blocks
        .iter()
        .filter_map(block_id)
        .map(|(kind, id)| format!("{kind} {id}"))
        .collect();
    assert_eq!(kinds, ["table own_by_period", "chart own", "table own_by_reason"]);
    let last = list.page("mine").and_then(|page| page.blocks.last());
    let parts = |table: &TablePlan| table.columns.iter().map(|column| column.part).collect::<Vec<_>>();
    assert!(matches!(last, Some(BlockPlan::Table(table)) if parts(table) == [Part::Value, Part::Share]), "{last:?}");
}

#[test]
fn a_page_of_a_workspace_takes_the_place_of_the_programs() {
    let own = "order = 5\ntitle = { zh-CN = \"甲\", en = \"A\" }\n";
    let list = loaded(&[("pages/callbacks.toml", own)]).expect("pages");
    assert_eq!(ids(&list)[..2], ["callbacks", "overview"]);
    let blocks = &list.page("callbacks").expect("the page").blocks;
    let charts = blocks.iter().filter(|block| matches!(block, BlockPlan::Chart(_))).count();
    let catalogue = Catalogue::of(&Templates::embedded(), &Default::default()).expect("indicators");
    let its = catalogue.definitions().iter().filter(|one| one.page == "callbacks" && !one.support).count();
    assert_eq!(charts, its, "each of its indicators has one, for none is shown");
}
