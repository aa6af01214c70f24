//! What a user sees who asks for marked copies.

use std::fs;

use super::books::{Book, HEADINGS, row};
use crate::workspace::Workspace;

const BROKEN: &str = "工单号,回访日期,回访结果\nG1,2013-9-31,成功\nG2,2013-9-2,成功\n";
const SOUND: &str = "工单号,回访日期,回访结果\nG2,2013-9-2,成功\n";

fn workspace(table: &str) -> Workspace {
    Workspace::new().with("input/回访.csv", table)
}

#[test]
fn the_copies_are_listed_and_the_exit_code_stays_that_of_the_check() {
    let run = workspace(BROKEN).run("check --month 2013-09 --marked-copy marked").ends_with(4);
    run.prints(&["标注副本 1 个", "marked", "回访.csv.xlsx：发现 1 条"]);
    let run = workspace(BROKEN).run("check --month 2013-09 --marked-copy marked --lang en").ends_with(4);
    run.prints(&["marked copies: 1, in ", "回访.csv.xlsx: 1 findings"]);
    let run = workspace(BROKEN).run("check --month 2013-09 --marked-copy marked --format json").ends_with(4);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["marked_copies"][0]["copy"], "回访.csv.xlsx");
    let run = workspace(BROKEN).run("check --month 2013-09 --format json").ends_with(4);
    assert!(!run.stdout.contains("marked_copies"), "nobody asked for copies");
}

#[test]
fn the_folder_can_stand_in_the_configuration() {
    let workspace = workspace(BROKEN).with("csr-report.toml", "[report]\nmarked_copy = \"标注\"\n");
    workspace.run("check --month 2013-09").ends_with(4).prints(&["标注副本 1 个"]);
    assert!(workspace.path().join("标注/回访.csv.xlsx").exists());
    workspace.run("monthly --month 2013-09").ends_with(0);
}

#[test]
fn files_without_a_place_to_mark_have_no_copy_and_that_is_said() {
    let run = workspace(SOUND).run("check --month 2013-09 --marked-copy marked").ends_with(0);
    run.prints(&["没有写标注副本"]).wrote_nothing_below("marked");
    let workspace = workspace(BROKEN).with("input/坏.xlsx", "PK\u{3}\u{4} cut off");
    let run = workspace.run("check --month 2013-09 --marked-copy marked").ends_with(4);
    run.prints(&["标注副本 1 个", "坏.xlsx：没有副本；无法读取："]);
}

#[test]
fn why_a_file_has_no_copy_is_said_in_the_words_of_its_finding() {
    let workspace = workspace(BROKEN).with("input/照片.png", "\u{89}PNG").with("input/空.csv", "");
    let workspace = workspace.with("input/再一份.csv", SOUND).with("input/回访(2).csv", SOUND);
    let run = workspace.run("check --month 2013-09 --marked-copy marked").ends_with(4);
    run.prints(&[
        "标注副本 1 个",
        "照片.png：没有副本；内容不是表格，",
        "空.csv：没有副本；文件是空的",
        "回访(2).csv：没有副本；内容与“再一份.csv”完全相同，只读取那一个",
    ]);
}

#[test]
fn a_file_of_which_a_cell_was_left_out_has_no_copy_that_would_hide_it() {
    let fixture = |name: &str, file: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        fs::read_to_string(folder.join(file)).unwrap()
    };
    // A quote that is never closed, and a line that may be anything.
    let quote = "工单号,车牌号,回访日期,回访结果,备注\nR001,京A12345,2013-09-05,成功,\nR002,京B67890,2013-09-06,成功,\"好\n来过,又来过\n";
    let open = Workspace::new().with("input/回访.csv", quote);
    let run = open.run("check --month 2013-09 --marked-copy marked").ends_with(4);
    run.prints(&[
        "没有写标注副本",
        "回访.csv：没有副本；回访.csv › E3 没有完整读入，",
        "    → 用记事本打开，",
        "不要从 Excel 另存",
    ])
    .wrote_nothing_below("marked");
    let long = Workspace::new()
        .with("csr-report.toml", &fixture("longer-text-than-allowed", "csr-report.toml"))
        .with("input/回访.csv", &fixture("longer-text-than-allowed", "input/回访.csv"));
    let run = long.run("check --month 2013-09 --marked-copy marked --lang en").ends_with(4);
    run.prints(&["回访.csv: no copy; 回访.csv › E2 was not read whole,"]).wrote_nothing_below("marked");
}

#[test]
fn each_advice_stands_below_the_findings_that_it_is_for() {
    let workspace = Workspace::new().with("input/a.csv", SOUND).with("input/坏.xlsx", "PK\u{3}\u{4} cut off");
    let quote = "工单号,回访日期,回访结果\nG3,2013-9-2,\"成功\n".to_owned() + &"来过,又来过\n".repeat(6);
    let run = workspace.with("input/b.csv", &quote).run("check --month 2013-09 --lang en").ends_with(4);
    let text =
        run.prints(&["error File cannot be read (unreadable-file): 2 time(s)", "→ open it in a text editor"]).stdout;
    let [quote, whole] = ["b.csv › C2", "→ open the file in Excel"].map(|part| text.find(part).unwrap());
    assert!(quote < text.find("→ open it in a text editor").unwrap() && whole > quote, "{text}");
}

#[test]
fn lines_for_the_configuration_are_printed_without_writing_copies() {
    let workspace = workspace(BROKEN).with("csr-report.toml", "[report]\nmarked_copy = \"标注\"\n");
    workspace.run("check --month 2013-09 --suggest").ends_with(4).wrote_nothing_below("标注");
}

#[test]
fn a_copy_that_would_lie_in_the_input_is_refused_before_reading() {
    for folder in ["input", "input/marked", "./other/../input", "input/deep/er"] {
        let run = workspace(BROKEN).run(&format!("check --month 2013-09 --marked-copy {folder} --lang en"));
        run.ends_with(2).says(&["lie in the input", "--marked-copy"]).wrote_nothing_below("input/marked");
    }
    let workspace = Workspace::new().with("data/回访.xlsx", BROKEN);
    let run = workspace.run("check --month 2013-09 --input data/回访.xlsx --marked-copy data --lang en");
    run.ends_with(2).says(&["lie in the input", "回访.xlsx"]);
    assert_eq!(fs::read_to_string(workspace.path().join("data/回访.xlsx")).unwrap(), BROKEN);
    let two = Workspace::new().with("一店/a.csv", BROKEN).with("二店/a.csv", SOUND);
    two.run("check --month 2013-09 --input 一店 --input 二店 --marked-copy . --lang en").ends_with(2);
}

#[cfg(unix)]
#[test]
fn a_link_into_the_input_is_seen_through() {
    let workspace = workspace(BROKEN);
    std::os::unix::fs::symlink(workspace.path().join("input"), workspace.path().join("elsewhere")).unwrap();
    workspace.run("check --month 2013-09 --marked-copy elsewhere/new").ends_with(2).says(&["输入"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_exit_5() {
    let run = workspace(BROKEN).with("marked", "a file").run("check --month 2013-09 --marked-copy marked --lang en");
    run.ends_with(5).says(&["marked is a file"]);
    let run = workspace(BROKEN).with("marked", "a file").run("check --month 2013-09 --marked-copy marked/new");
    run.ends_with(5).says(&["marked 是文件"]);
}

#[test]
fn a_copy_that_is_open_elsewhere_is_named_and_the_other_files_stay() {
    let workspace = workspace(BROKEN).with("marked/~$回访.csv.xlsx", "").with("marked/回访.csv.xlsx", "old");
    workspace.run("check --month 2013-09 --marked-copy marked").ends_with(5).says(&["回访.csv.xlsx", "打开", "关闭"]);
    assert_eq!(fs::read_to_string(workspace.path().join("marked/回访.csv.xlsx")).unwrap(), "old");
}

#[test]
fn a_second_marking_replaces_the_first_and_leaves_other_files() {
    let workspace = workspace(BROKEN).with("marked/report.json", r#"{"outputs":[{"file":"mine.xlsx"}]}"#);
    let workspace = workspace.with("marked/mine.xlsx", "mine");
    for _ in 0..2 {
        workspace.run("check --month 2013-09 --marked-copy marked").ends_with(4);
    }
    let mut names: Vec<_> = fs::read_dir(workspace.path().join("marked")).unwrap().flatten().collect();
    names.sort_by_key(fs::DirEntry::file_name);
    let names: Vec<_> = names.iter().map(|it| it.file_name().into_string().unwrap()).collect();
    assert_eq!(names, [".csr-report", "mine.xlsx", "report.json", "回访.csv.xlsx"]);
}

#[test]
fn names_that_meet_are_told_apart() {
    let rows = [HEADINGS, ["G7", "2013-9-31", "成功", ""]].map(|it| format!("<row>{}</row>", row(it))).concat();
    let workspace = workspace(BROKEN);
    let book = Book::new().sheet("9月", &format!("<sheetData>{rows}</sheetData>")).bytes();
    super::books::write(&workspace.path().join("input/回访.csv.xlsx"), &book);
    let run = workspace.run("check --month 2013-09 --marked-copy marked").ends_with(4);
    run.prints(&["  回访.csv.xlsx：发现 1 条", "  回访.csv (2).xlsx：发现 1 条"]);
}
