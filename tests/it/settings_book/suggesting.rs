//! `check --suggest --write`: rows are added to the workbook, and everything else in it stays as it was.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

use csr_report::base::lang::Lang;

use super::filling::{Filled, book, list, text};
use crate::workspace::Workspace;

const CALLS: &str = "工单号,车牌号,回访日期,回访结果,失败源因,业务接侍,客户星座,服务态度\n\
    A1,京A00001,2013-9-3,基本成功,,李娜,白羊座,9\n\
    A2,京A00002,2013-9-3,未接通,号码错误,李娜,金牛座,10\n\
    A3,京A00003,2013-9-3,还行,,王芳,,8\n";

fn workspace(bytes: &[u8]) -> Workspace {
    let workspace = Workspace::new().with("input/回访.csv", CALLS);
    fs::write(workspace.path().join("设置.xlsx"), bytes).unwrap();
    workspace
}

fn bytes(workspace: &Workspace) -> Vec<u8> {
    fs::read(workspace.path().join("设置.xlsx")).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let text = |name: String| {
        let mut content = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
        (name, String::from_utf8_lossy(&content).into_owned())
    };
    names.into_iter().map(text).collect()
}

fn codes(workspace: &Workspace) -> Vec<String> {
    let run = workspace.run("check --month 2013-09 --format json").ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let codes = json["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code != "missing-table").collect()
}

#[test]
fn what_leaves_no_doubt_holds_at_once_and_the_rest_after_a_yes() {
    let workspace = workspace(&Filled::new(Lang::Chinese).write());
    assert_eq!(
        codes(&workspace),
        ["near-heading", "near-heading", "unknown-word", "unknown-word", "unknown-heading", "inferred-scale"]
    );
    let run = workspace.run("check --month 2013-09 --suggest --write").ends_with(0);
    run.prints(&[
        "已写入 设置.xlsx › 表头 › A3：回访 · 失败原因 · 失败源因\n",
        "已写入 设置.xlsx › 表头 › A4：回访 · 服务顾问 · 业务接侍\n",
        "已写入 设置.xlsx › 表头 › A5：回访 · 客户星座（先不采用",
        "已写入 设置.xlsx › 用词 › A3：回访 · 成功 · 基本成功\n",
        "已写入 设置.xlsx › 用词 › A4：回访 · 还行（先不采用",
        "已写入 设置.xlsx › 满分 › A3：服务态度 · 10",
    ]);
    assert_eq!(codes(&workspace), ["unknown-word", "unknown-heading"]);
    // A second time nothing is added, not even what still says no.
    let once = bytes(&workspace);
    let run = workspace.run("check --month 2013-09 --suggest --write").ends_with(0);
    run.prints(&["设置.xlsx 里已有：回访 · 还行", "设置.xlsx 里已有：回访 · 客户星座"]);
    assert!(bytes(&workspace) == once);
}

#[test]
fn nothing_else_in_the_workbook_changes() {
    let before = Filled::new(Lang::Chinese).write();
    let workspace = workspace(&before);
    workspace.run("check --month 2013-09 --suggest --write").ends_with(0);
    let (before, after) = (parts(&before), parts(&bytes(&workspace)));
    assert!(before.keys().eq(after.keys()));
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    for name in changed {
        // Up to the end of the rows, and behind it, every byte stands as it stood, but for the stated size.
        let plain = |text: &str| text.split("<dimension").map(str::to_owned).collect::<Vec<_>>();
        let [(rows, tail), (more, same)] =
            [&before, &after].map(|parts| parts[name].split_once("</sheetData>").unwrap());
        let ([_, rows], [_, more]) = (&plain(rows)[..], &plain(more)[..]) else { panic!("{name}") };
        let cut = |text: &str| text.split_once("/>").unwrap().1.to_owned();
        assert!(tail == same && cut(more).starts_with(&cut(rows)), "{name}");
    }
}

#[test]
fn what_people_wrote_and_where_they_put_columns_is_respected() {
    let sheets = [
        list("用词", &["备注", "本店的说法", "标准词", "表", "采用"], &[&["", "还行", "失败", "回访", "否"]]),
        list("表头", &["采用", "表", "栏目", "本店的表头"], &[]),
        list("满分", &["评分列的表头", "满分", "采用"], &[&["服务态度", "10", "是"]]),
    ];
    let workspace = workspace(&book(&sheets));
    let run = workspace.run("check --month 2013-09 --suggest --write").ends_with(0);
    run.prints(&["设置.xlsx 里已有：回访 · 还行", "已写入 设置.xlsx › 用词 › A3：回访 · 成功 · 基本成功"]);
    assert_eq!(codes(&workspace), ["unknown-word", "unknown-heading"]);
}

#[test]
fn where_it_cannot_be_written_it_stays_as_it_was() {
    let whole = Filled::new(Lang::Chinese).write();
    let open = workspace(&whole).with("~$设置.xlsx", "lock");
    open.run("check --month 2013-09 --suggest --write").ends_with(5).says(&["正在 Excel 中打开", "关闭"]);
    assert!(bytes(&open) == whole);
    let without = book(&[list("表头", &["表", "栏目", "本店的表头", "采用"], &[])]);
    let lacking = workspace(&without);
    lacking.run("check --month 2013-09 --suggest --write").ends_with(5).says(&["没有工作表“用词”", "没有改动"]);
    assert!(bytes(&lacking) == without);
    let text = workspace(&book(&[("说明", vec![vec![text("空")]])]));
    text.run("check --month 2013-09 --write").ends_with(2).says(&["--suggest"]);
}

#[test]
fn where_there_is_no_workbook_a_new_one_is_made() {
    let workspace =
        Workspace::new().with("input/回访.csv", CALLS).with("csr-report.toml", "[dealer]\nname = \"甲店\"\n");
    let run = workspace.run("check --month 2013-09 --suggest --write").ends_with(0);
    run.prints(&["已写入 设置.xlsx › 表头 › A3"]);
    assert_eq!(codes(&workspace), ["unknown-word", "unknown-heading"]);
}
