//! Pages of a workspace's own, from the file to the sheet; lists against the figures that they are of.

use calamine::{Data, Reader, Xlsx, open_workbook};
use csr_report::kpi::behind::Side;
use csr_report::kpi::catalogue::Catalogue;
use csr_report::report::pages::PageList;
use csr_report::report::pages::plan::BlockPlan;
use csr_report::templates::Templates;

use crate::demo;
use crate::workspace::Workspace;

/// A page with each kind of block that data declare, and a list.
const PAGE: &str = r#"
order = 55
title = { zh-CN = "投诉渠道", en = "Channels" }
[[blocks]]
say = { zh-CN = "本期新增 {by_channel} 件。", en = "{by_channel} received." }
when = "by_channel >= 3"
[[blocks]]
table = "channels"
rows = "channel"
columns = ["by_channel", "by_channel.share"]
[[blocks]]
chart = "channels"
x = "channel"
columns = ["by_channel"]
[[blocks]]
list = "received"
of = "by_channel"
columns = ["received_at", "channel", "plate"]
"#;

/// The count that it is about.
const COUNT: &str = r#"
name = { zh-CN = "各渠道投诉", en = "Complaints by channel" }
rule = { zh-CN = "本期接到的投诉", en = "Complaints received" }
source = "test"
unit = "count"
direction = "lower"
shape = "count"
facts = "complaints"
date = "received_on"
by = ["channel"]
page = "channels"
"#;

fn workspace(page: &str) -> Workspace {
    let input = demo::workspace().join("input");
    let workspace = Workspace::new().with(
        "csr-report.toml",
        &format!("[report]\ninput = ['{}']\nformats = [\"xlsx\", \"png\", \"json\"]\n", input.display()),
    );
    workspace.with("templates/kpis/by_channel.toml", COUNT).with("templates/pages/channels.toml", page)
}

/// The cells of a sheet, row by row.
fn sheet(path: &std::path::Path, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = demo::sheet(&mut book, name);
    range.rows().map(<[Data]>::to_vec).collect()
}

/// How many rows a list has below its title and its headings, each of which ends with its source; none where it is not there.
fn listed(rows: &[Vec<Data>], title: &str) -> usize {
    let says = |row: &&Vec<Data>| row.iter().any(|cell| cell.to_string().contains(" › "));
    let title = rows.iter().position(|row| row.first().is_some_and(|cell| *cell == title));
    title.map_or(0, |title| rows[title + 2..].iter().take_while(says).count())
}

#[test]
fn a_page_of_a_workspace_becomes_a_sheet_with_its_table_chart_and_list() {
    let workspace = workspace(PAGE);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let folder = workspace.path().join("output/2013-09");
    let rows = sheet(&folder.join("csr-report-2013-09.xlsx"), "投诉渠道");
    let holds = |text: &str| rows.iter().flatten().any(|cell| *cell == text);
    for text in ["本期新增 3 件。", "投诉来源", "各渠道投诉", "占比", "合计"] {
        assert!(holds(text), "no {text} in {rows:?}");
    }
    assert_eq!(listed(&rows, "各渠道投诉"), 3);
    assert!(folder.join("charts/channels.png").is_file());
}

#[test]
fn a_page_that_stands_with_another_is_a_section_of_its_sheet_and_alone_where_that_one_is_not_there() {
    let with = |host: &str| PAGE.replace("order = 55", &format!("order = 55\nwith = \"{host}\""));
    let guest = workspace(&with("complaints"));
    guest.run("monthly --month 2013-09").ends_with(0);
    let path = guest.path().join("output/2013-09/csr-report-2013-09.xlsx");
    let book: Xlsx<_> = open_workbook(&path).unwrap();
    assert!(!book.sheet_names().contains(&"投诉渠道".to_owned()), "{:?}", book.sheet_names());
    assert!(book.sheet_names().contains(&"投诉·来电·投诉渠道".to_owned()), "{:?}", book.sheet_names());
    let rows = sheet(&path, "投诉");
    let at = |text: &str| rows.iter().position(|row| row.iter().any(|cell| *cell == text)).unwrap();
    assert!(at("投诉进出（按期）") < at("投诉渠道"), "the section stands below its host's own blocks");
    assert!(
        at("投诉渠道") < at("本期新增 3 件。") && at("本期新增 3 件。") < at("重复投诉明细"),
        "not printed: at the foot"
    );

    // The demo dealer without its list of bookings has no page of them.
    let alone = workspace(&with("appointments")).with(
        "csr-report.toml",
        &format!(
            "[report]\ninput = ['{}']\nformats = [\"xlsx\", \"json\"]\n",
            demo::workspace().join("input/投诉台账.xlsx").display()
        ),
    );
    alone.run("monthly --month 2013-09").ends_with(0);
    let path = alone.path().join("output/2013-09/csr-report-2013-09.xlsx");
    assert!(sheet(&path, "投诉渠道").iter().flatten().any(|cell| *cell == "本期新增 3 件。"));

    let slip = workspace(&with("complaint"));
    slip.run("monthly --month 2013-09")
        .ends_with(2)
        .says(&["第 3 行：with：没有自成一页的 “complaint”；最接近的是 complaints"]);
}

#[test]
fn a_slip_in_a_page_ends_the_run_at_once_with_file_line_and_the_nearest_name() {
    let slip = PAGE.replace("by_channel.share", "by_channel.shar");
    let told =
        "templates/pages/channels.toml 第 10 行：键 blocks[2].columns[2] by_channel 没有部分 “shar”；最接近的是 share";
    workspace(&slip).run("monthly --month 2013-09").ends_with(2).says(&[told]).wrote_nothing_below("output");
    let slip = COUNT.replace("\"channels\"", "\"channel\"");
    let workspace = workspace(PAGE).with("templates/kpis/by_channel.toml", &slip);
    let told = "templates/kpis/by_channel.toml, line 11: there is no page \"channel\"";
    workspace.run("--lang en monthly --month 2013-09").ends_with(2).says(&[told]);
}

#[test]
fn every_list_of_the_demo_has_as_many_rows_as_its_figure_says() {
    let templates = Templates::embedded();
    let pages = PageList::load(&templates, &Catalogue::of(&templates, &Default::default()).unwrap()).unwrap();
    let mut compared = 0;
    for period in ["2013-07", "2013-09", "2013-Q3"] {
        let report = demo::report(period);
        for page in &pages.pages {
            for list in
                page.blocks.iter().filter_map(|block| if let BlockPlan::List(list) = block { Some(list) } else { None })
            {
                // A guest's lists stand on the sheet of its host, where that has one.
                let host = pages.pages.iter().find(|host| Some(&host.id) == page.with.as_ref());
                let rows = || {
                    let book = report.folder.join(format!("csr-report-{period}.xlsx"));
                    let names = open_workbook::<Xlsx<_>, _>(&book).unwrap().sheet_names();
                    let is_there =
                        |title: &&String| names.iter().any(|name| name.split('·').any(|part| part == *title));
                    let mut titles = [Some(page), host].into_iter().flatten().map(|page| &page.title.chinese);
                    sheet(&book, titles.find(is_there).unwrap())
                };
                // Who was not called is the rest of a rate; the other counts stand in the report themselves.
                let value = if list.of == "callbacks_not_made" {
                    let rate = report.kpi("callback_rate").json;
                    rate["denominator"].as_f64().unwrap() - rate["numerator"].as_f64().unwrap()
                } else {
                    // What the demo dealer keeps no list of has neither figure nor page; what only a page shows is not in the report.
                    let kpis = report.json["kpis"].as_array().unwrap();
                    let Some(kpi) = kpis.iter().find(|kpi| kpi["id"] == list.of && kpi["value"].is_number()) else {
                        continue;
                    };
                    let part = |name: &str| kpi[name].as_f64().unwrap();
                    match list.side {
                        Side::Counted => part("value"),
                        Side::Rest => part("denominator") - part("numerator"),
                    }
                };
                assert_eq!(listed(&rows(), &list.title().chinese) as f64, value, "{period} {}", list.id);
                compared += 1;
            }
        }
    }
    assert!(compared >= 9, "only {compared} lists");
}

#[test]
fn the_page_that_the_document_shows_is_one() {
    let text = include_str!("../../docs/pages.md");
    let page = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let workspace =
        workspace(&PAGE.replace("\"received\"", "\"of_channels\"")).with("templates/pages/categories.toml", page);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let rows = sheet(&workspace.path().join("output/2013-09/csr-report-2013-09.xlsx"), "投诉类别");
    let first = |text: &str| rows.iter().any(|row| row[0] == *text);
    assert!(first("合计") && first("接诉时间"), "{rows:?}");
}
