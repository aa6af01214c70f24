//! What each person is handed: a small workbook with their own rows, written before the report or not at all.

use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};

use crate::workspace::Workspace;

/// 李娜 failed once and has an order that nobody called about; 赵/敏 and a call of nobody's failed; 王强 is an advisor of one order
/// and the technician of another that was not fixed.
const CALLS: &str = "工单号,回访日期,回访结果,失败原因,服务顾问\n\
    W1,2013-09-05,失败,号码错误,李娜\nW2,2013-09-06,失败,无法接通,赵/敏\nW3,2013-09-06,失败,无法接通,\nW4,2013-09-07,成功,,李娜\n";
const ORDERS: &str = "工单号,服务顾问,维修技师,结算日期,工单状态,是否一次修复\n\
    W1,李娜,王强,2013-09-02,已结算,否\nW2,赵/敏,刘洋,2013-09-03,已结算,是\nW3,,刘洋,2013-09-03,已结算,是\n\
    W4,李娜,刘洋,2013-09-04,已结算,是\nW5,李娜,刘洋,2013-09-05,已结算,是\nW6,王强,王强,2013-09-05,已结算,否\n";

fn workspace() -> Workspace {
    Workspace::new().with("input/回访.csv", CALLS).with("input/工单.csv", ORDERS)
}

/// The files of a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

/// The lines of a handout, each as its texts.
fn lines(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    let lines = range.rows().map(|row| row.iter().map(ToString::to_string).filter(|text| !text.is_empty()).collect());
    lines.filter(|line: &Vec<String>| !line.is_empty()).collect()
}

/// The order numbers below a title.
fn orders(lines: &[Vec<String>], title: &str) -> Vec<String> {
    let from = lines.iter().position(|line| line[0] == title).unwrap_or_else(|| panic!("no {title} in {lines:?}"));
    let rows = lines[from + 2..].iter().take_while(|line| line.len() > 1);
    let order = |line: &Vec<String>| line.iter().find(|text| text.starts_with('W')).cloned();
    rows.map(|line| order(line).unwrap()).collect()
}

#[test]
fn everybody_is_handed_their_own_rows_and_nobody_those_of_another() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(0).prints(&["分发用的工作簿 3 份"]);
    let folder = workspace.path().join("分发/2013-09");
    assert_eq!(names(&folder), ["2013-09 李娜.xlsx", "2013-09 王强.xlsx", "2013-09 赵_敏.xlsx"]);
    let li = lines(&folder.join("2013-09 李娜.xlsx"));
    assert_eq!(orders(&li, "应回访而未回访的工单"), ["W5"]);
    assert_eq!(orders(&li, "回访未成功明细"), ["W1"]);
    assert_eq!(orders(&li, "未一次修复车辆明细"), ["W1"]);
    // An advisor and a technician of one name share a workbook; a row that names both stands once.
    let wang = lines(&folder.join("2013-09 王强.xlsx"));
    let mut own = orders(&wang, "未一次修复车辆明细");
    own.sort();
    assert_eq!(own, ["W1", "W6"]);
    assert_eq!(orders(&wang, "应回访而未回访的工单"), ["W6"]);
    assert!(!wang.iter().any(|line| line[0] == "回访未成功明细"));
    let zhao = lines(&folder.join("2013-09 赵_敏.xlsx"));
    assert!(zhao[0][0].starts_with("赵/敏") && zhao[0][0].ends_with("2013-09"), "{zhao:?}");
    assert_eq!(orders(&zhao, "回访未成功明细"), ["W2"]);
}

#[test]
fn whoever_has_nothing_any_more_has_no_workbook_any_more() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(0);
    fs::write(workspace.path().join("分发/2013-09/备注.txt"), "mine").unwrap();
    let better = CALLS.replace("W2,2013-09-06,失败,无法接通", "W2,2013-09-06,成功,");
    let workspace = workspace.with("input/回访.csv", &better);
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(0);
    let folder = workspace.path().join("分发/2013-09");
    assert_eq!(names(&folder), ["2013-09 李娜.xlsx", "2013-09 王强.xlsx", "备注.txt"]);
}

#[test]
fn handouts_that_cannot_be_written_leave_the_last_report_and_all_handouts_as_they_were() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(0);
    let folder = workspace.path().join("分发/2013-09");
    let files = |path: &Path| (fs::read(path).unwrap(), fs::read(folder.join("2013-09 李娜.xlsx")).unwrap());
    let report = workspace.path().join("output/2013-09/report.json");
    let before = files(&report);
    // A folder stands where the workbook of somebody new should be: nobody knows before that workbook is written.
    fs::create_dir_all(folder.join("2013-09 孙堃.xlsx/x")).unwrap();
    let workspace = workspace.with("input/回访.csv", &CALLS.replace("成功,,李娜", "失败,无法接通,孙堃"));
    let run = workspace.run("monthly --month 2013-09 --handout 分发").ends_with(5);
    run.says(&["2013-09 孙堃.xlsx", "分发用的工作簿一份也没有换，报告也没有发布"]);
    assert!(files(&report) == before);
    // Where one of the last run is in the way, that is found before anything is read.
    fs::remove_file(folder.join("2013-09 王强.xlsx")).unwrap();
    fs::create_dir_all(folder.join("2013-09 王强.xlsx/x")).unwrap();
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(5).says(&["2013-09 王强.xlsx"]);
    assert!(files(&report) == before);
}

#[test]
fn a_folder_that_handouts_cannot_have_is_refused_before_reading() {
    let workspace = workspace();
    for (folder, said) in [
        ("input", "输入"),
        ("input/分发", "输入"),
        ("output", "和报告放在同一个文件夹"),
        ("output/2013-09", "和报告放在同一个文件夹"),
        ("./x/../output/2013-09/分发", "和报告放在同一个文件夹"),
    ] {
        let run = workspace.run(&format!("monthly --month 2013-09 --handout {folder}")).ends_with(2);
        run.says(&[said]).wrote_nothing_below("output");
    }
    let workspace = workspace.with("taken", "a file");
    workspace
        .run("monthly --month 2013-09 --handout taken")
        .ends_with(5)
        .says(&["taken"])
        .wrote_nothing_below("output");
}

#[test]
fn the_same_inputs_give_the_same_handouts_and_no_handout_is_asked_for_twice() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --handout 一").ends_with(0);
    workspace.run("monthly --month 2013-09 --handout 二 --output again").ends_with(0);
    for name in names(&workspace.path().join("一/2013-09")) {
        let bytes = |folder: &str| fs::read(workspace.path().join(folder).join("2013-09").join(&name)).unwrap();
        assert!(bytes("一") == bytes("二"), "{name}");
    }
    let run = workspace.run("monthly --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("分发"), "{}", run.stdout);
}

/// A part of the sheet of a workbook as it is stored.
fn stored(path: &Path, part: &str) -> String {
    let mut book = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut book.by_name(part).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn a_handout_has_no_column_that_tells_nothing_and_fits_one_paper_or_goes_on_with_its_headings() {
    // 李娜 has two calls that failed and 150 low scores: those come last, whatever the order of the pages.
    let failed =
        "W1,2013-09-05,失败,号码错误,李娜,\nW2,2013-09-06,失败,无法接通,李娜,\nW3,2013-09-06,失败,无法接通,赵敏,\n";
    let low = |at: usize| format!("L{at},2013-09-{:02},成功,,李娜,20\n", 1 + at % 28);
    let low: String = (0..150).map(low).collect();
    let calls = format!("工单号,回访日期,回访结果,失败原因,服务顾问,服务态度（100分）\n{low}{failed}");
    let workspace = Workspace::new().with("input/回访.csv", &calls);
    workspace.run("monthly --month 2013-09 --handout 分发").ends_with(0);
    let handout = |name: &str| workspace.path().join("分发/2013-09").join(format!("2013-09 {name}.xlsx"));
    let li = lines(&handout("李娜"));
    let titles: Vec<usize> =
        ["回访未成功明细", "低分明细"].map(|title| li.iter().position(|line| line[0] == title).unwrap()).into();
    assert!(titles[0] < titles[1], "the longest comes last: {li:?}");
    for title in titles {
        assert!(
            !li[title + 1].contains(&"服务顾问".to_owned()) && !li[title + 1].contains(&"客户".to_owned()),
            "{li:?}"
        );
        assert!(li[title + 1].contains(&"工单号".to_owned()), "{li:?}");
    }
    let sheet = "xl/worksheets/sheet1.xml";
    let (short, long) = (stored(&handout("赵敏"), sheet), stored(&handout("李娜"), sheet));
    assert!(!short.contains("fitToHeight=\"0\"") && short.contains("<pageSetUpPr fitToPage=\"1\"/>"), "{short}");
    assert!(long.contains("fitToHeight=\"0\"") && long.contains("orientation=\"portrait\""), "{long}");
    assert!(long.contains("第 &amp;P 页，共 &amp;N 页"), "{long}");
    // What is repeated are the headings of the list that goes on, below its title.
    let mut book: Xlsx<_> = open_workbook(handout("李娜")).unwrap();
    let range = book.worksheet_range("李娜").unwrap();
    let title = range.used_cells().find(|(_, _, cell)| *cell == "低分明细").unwrap().0;
    let heading = range.start().unwrap().0 as usize + title + 2;
    let names = stored(&handout("李娜"), "xl/workbook.xml");
    assert!(names.contains(&format!("!${heading}:${heading}<")), "{names}");
}
