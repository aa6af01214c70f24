mod faults;
mod memory;
mod staged;

use super::record::REPORT;
use super::*;

const HELD: Held = Held { seconds: 0, numbered: false };
const MANNER: Manner = Manner { force: false, lang: Lang::English, held: HELD };

fn artifact(name: &str, text: &str) -> Artifact {
    Artifact { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// report.json with its list, beside the files themselves.
fn report(files: &[(&str, &str)]) -> Vec<Artifact> {
    let output = |(name, text): &(&str, &str)| serde_json::json!({ "file": name, "sha256": sha256(text.as_bytes()) });
    let outputs: Vec<_> = files.iter().map(output).collect();
    let json = serde_json::json!({ "schema": "csr-report/1", "outputs": outputs }).to_string();
    let files = files.iter().map(|(name, text)| artifact(name, text));
    files.chain([artifact(REPORT, &json)]).collect()
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == site::WORK {
            continue;
        }
        if path.is_dir() {
            names.extend(listing(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

#[test]
fn a_new_report_replaces_the_old_one_and_leaves_the_users_files() {
    let output = tempfile::tempdir().expect("a folder");
    let first = report(&[("book.xlsx", "old"), ("charts/a.png", "a"), ("charts/b.png", "b")]);
    let target = publish(output.path(), "2013-09", &first, MANNER).expect("the first report").folder;
    fs::write(target.join("my notes.txt"), "mine").expect("a file of the user");
    check_writable(output.path(), "2013-09", &[], HELD).expect("writable");
    publish(output.path(), "2013-09", &report(&[("book.xlsx", "new"), ("charts/b.png", "b")]), MANNER)
        .expect("the second");
    assert_eq!(
        listing(output.path()),
        ["book.xlsx", "charts/b.png", "my notes.txt", "report.json"].map(|name| format!("2013-09/{name}"))
    );
    assert_eq!(fs::read_to_string(target.join("book.xlsx")).expect("the book"), "new");
    let pictures = publish(output.path(), "2013-09", &report(&[("cover.png", "c")]), MANNER).expect("pictures alone");
    assert_eq!(pictures.older, ["book.xlsx"], "it has the figures of before");
    assert_eq!(
        listing(&target),
        ["book.xlsx", "cover.png", "my notes.txt", "report.json"],
        "the workbook was not asked for"
    );
    assert!(!target.join("charts").exists(), "an empty folder stays behind");
}

#[test]
fn where_one_file_cannot_be_replaced_the_last_report_stays_as_it_was() {
    let output = tempfile::tempdir().expect("a folder");
    let first = report(&[("a.xlsx", "old a"), ("charts/a.png", "old picture"), ("z.xlsx", "old z")]);
    let target = publish(output.path(), "2013-09", &first, MANNER).expect("the first report").folder;
    fs::remove_file(target.join("z.xlsx")).expect("removed");
    fs::create_dir(target.join("z.xlsx")).expect("a folder in the way");
    fs::write(target.join("z.xlsx/mine.txt"), "mine").expect("a file in it");
    let before = (listing(output.path()), fs::read(target.join(REPORT)).expect("report.json"));
    let second = report(&[("a.xlsx", "new a"), ("b.xlsx", "new b"), ("z.xlsx", "new z")]);
    let failure = publish(output.path(), "2013-09", &second, MANNER).expect_err("a folder in the way");
    assert_eq!(failure.exit.code(), 5);
    assert_eq!((listing(output.path()), fs::read(target.join(REPORT)).expect("report.json")), before);
}

#[test]
fn a_workbook_that_is_open_is_named_before_any_work() {
    let output = tempfile::tempdir().expect("a folder");
    let target = publish(output.path(), "2013-09", &report(&[("book.xlsx", "old")]), MANNER).expect("a report").folder;
    fs::write(target.join("~$book.xlsx"), "").expect("Excel's owner file");
    let failure = check_writable(output.path(), "2013-09", &[], HELD).expect_err("open in Excel");
    assert!(failure.message.en.contains("book.xlsx is open"), "{failure}");
    assert!(failure.hint.chinese.contains("关闭"), "{failure}");
}

#[test]
fn where_a_workbook_stays_open_the_report_comes_to_a_numbered_folder_until_it_is_closed() {
    let output = tempfile::tempdir().expect("a folder");
    let numbered = Manner { held: Held { seconds: 0, numbered: true }, ..MANNER };
    let first = publish(output.path(), "2013-09", &report(&[("book.xlsx", "old")]), numbered).expect("a report");
    assert!(first.numbered.is_none());
    let owner = output.path().join("2013-09/~$book.xlsx");
    fs::write(&owner, "").expect("Excel's owner file");
    check_writable(output.path(), "2013-09", &[], numbered.held).expect("it can come to another folder");
    for text in ["new", "newer"] {
        let files = report(&[("book.xlsx", text)]);
        let second = publish(output.path(), "2013-09", &files, numbered).expect("a report beside");
        let told = second.numbered.expect("a sentence of its own");
        assert!(told.en.contains("stay as they are") && told.en.contains("2013-09 (2)"), "{told:?}");
        let read = |name: &str| fs::read_to_string(output.path().join(name)).expect(name);
        assert_eq!((read("2013-09/book.xlsx"), read("2013-09 (2)/book.xlsx")), ("old".to_owned(), text.to_owned()));
        assert_eq!(finished::finished(output.path()).len(), 0, "neither workbook is that of a report");
    }
    fs::remove_file(owner).expect("closed");
    publish(output.path(), "2013-09", &report(&[("book.xlsx", "newest")]), numbered).expect("a report");
    assert_eq!(listing(output.path()), ["2013-09/book.xlsx", "2013-09/report.json"]);
    assert_eq!(fs::read_to_string(output.path().join("2013-09/book.xlsx")).expect("the book"), "newest");
}

#[test]
fn a_numbered_folder_behind_a_gap_is_removed_too() {
    let output = tempfile::tempdir().expect("a folder");
    let numbered = Manner { held: Held { seconds: 0, numbered: true }, ..MANNER };
    let write = |text| publish(output.path(), "2013-09", &report(&[("book.xlsx", text)]), numbered).expect("a report");
    write("old");
    let owner = |folder: &str| output.path().join(folder).join("~$book.xlsx");
    fs::write(owner("2013-09"), "").expect("Excel's owner file");
    write("new");
    fs::write(owner("2013-09 (2)"), "").expect("Excel's owner file");
    write("newer");
    assert!(output.path().join("2013-09 (3)/book.xlsx").exists());
    fs::remove_file(owner("2013-09")).expect("closed");
    fs::remove_file(owner("2013-09 (2)")).expect("closed");
    let second = Site::of_report(output.path(), "2013-09 (2)");
    fs::remove_dir_all(&second.target).expect("removed by hand");
    fs::remove_file(second.record()).expect("and what is noted of it");
    write("newest");
    assert_eq!(listing(output.path()), ["2013-09/book.xlsx", "2013-09/report.json"]);
}

#[test]
fn looking_whether_the_output_can_be_written_leaves_nothing_behind() {
    let output = tempfile::tempdir().expect("a folder");
    check_writable(&output.path().join("not yet/there"), "2013-09", &[], HELD).expect("can be made");
    assert_eq!(fs::read_dir(output.path()).expect("the folder").count(), 0);
    fs::write(output.path().join("file"), "").expect("a file");
    let failure = check_writable(&output.path().join("file"), "2013-09", &[], HELD).expect_err("a file in the way");
    assert_eq!(failure.exit.code(), 5);
}

#[test]
fn an_output_written_with_two_dots_is_made() {
    let root = tempfile::tempdir().expect("a folder");
    let output = root.path().join("new/../reports");
    check_writable(&output, "2013-09", &[], HELD).expect("can be made");
    publish(&output, "2013-09", &report(&[("book.xlsx", "new")]), MANNER).expect("a report");
    assert_eq!(listing(&root.path().join("reports")), ["2013-09/book.xlsx", "2013-09/report.json"]);
}

#[test]
fn what_would_fail_at_the_end_fails_at_the_start() {
    let names = ["book.xlsx".to_owned(), "charts/".to_owned(), REPORT.to_owned()];
    let refused = |prepare: &dyn Fn(&Path), part: &str| {
        let output = tempfile::tempdir().expect("a folder");
        fs::create_dir(output.path().join("2013-09")).expect("the folder of the period");
        check_writable(output.path(), "2013-09", &names, HELD).expect("nothing in the way");
        prepare(output.path());
        let failure = check_writable(output.path(), "2013-09", &names, HELD).expect_err(part);
        assert!(failure.exit.code() == 5 && failure.message.en.contains(part), "{part}: {failure}");
    };
    refused(&|output| fs::create_dir(output.join("2013-09/book.xlsx")).expect("made"), "book.xlsx is a folder");
    refused(&|output| fs::write(output.join("2013-09/charts"), "").expect("made"), "charts is a file");
    refused(&|output| fs::write(output.join(site::WORK), "").expect("made"), ".csr-report is a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        refused(&|output| symlink("/", output.join("2013-09/charts")).expect("made"), "outside");
        refused(&|output| symlink("own.json", output.join("2013-09").join(REPORT)).expect("made"), "outside");
        refused(&|output| symlink("/", output.join(site::WORK)).expect("made"), "outside");
        let pipe =
            |path: &Path| assert!(std::process::Command::new("mkfifo").arg(path).status().is_ok_and(|it| it.success()));
        refused(&|output| pipe(&output.join("2013-09/book.xlsx")), "book.xlsx is no plain file");
    }
}

#[test]
fn nothing_is_written_outside_the_output_folder() {
    let root = tempfile::tempdir().expect("a folder");
    let output = root.path().join("output");
    for name in ["../escaped.txt", "/tmp/escaped.txt", "charts/../../../escaped.txt", ""] {
        let failure = publish(&output, "2013-09", &[artifact(name, "x")], MANNER).expect_err(name);
        assert_eq!(failure.exit.code(), 5, "{name}");
    }
    assert_eq!(listing(root.path()), Vec::<String>::new());
    fs::create_dir_all(output.join("2013-09")).expect("a folder");
    fs::write(output.join("own.txt"), "mine").expect("a file");
    let list = r#"{"outputs":[{"file":"../own.txt"}]}"#;
    fs::write(output.join("2013-09").join(REPORT), list).expect("a forged list");
    publish(&output, "2013-09", &report(&[("book.xlsx", "new")]), MANNER).expect("a report");
    assert!(output.join("own.txt").exists(), "a forged list removed a file outside");
}

#[test]
fn of_two_runs_of_one_month_the_second_waits_and_other_months_do_not() {
    let output = tempfile::tempdir().expect("a folder");
    let site = Site::of_report(output.path(), "2013-09");
    fs::create_dir(site.work()).expect("the folder of work");
    let held = Lock::take(&site.lock(), Duration::ZERO).expect("the first run");
    let failure = Lock::take(&site.lock(), Duration::from_millis(120)).err().expect("the second run");
    assert!(failure.message.en.contains("another run"), "{failure}");
    publish(output.path(), "2013-10", &report(&[("book.xlsx", "new")]), MANNER).expect("another month");
    let waiting = std::thread::spawn({
        let output = output.path().to_owned();
        move || publish(&output, "2013-09", &report(&[("book.xlsx", "new")]), MANNER).map(drop)
    });
    std::thread::sleep(Duration::from_millis(200));
    drop(held);
    waiting.join().expect("a thread").expect("after the first");
}

#[test]
fn what_an_ended_run_left_is_mended_by_the_next_command() {
    let output = tempfile::tempdir().expect("a folder");
    let target = publish(output.path(), "2013-09", &report(&[("book.xlsx", "old")]), MANNER).expect("a report").folder;
    let site = Site::of_report(output.path(), "2013-09");
    fs::create_dir_all(site.fresh().join("charts")).expect("a stage");
    fs::write(site.fresh().join("charts/a.png"), "half").expect("a half-written picture");
    recover(output.path(), Lang::Chinese).expect("mended");
    assert!(!site.stage().exists() && target.join("book.xlsx").exists());
}
