//! Files that are written while others are still being drawn.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use super::{HELD, MANNER, artifact, listing, report};
use crate::publish::lock::Lock;
use crate::publish::site::Site;
use crate::publish::{Held, Manner, Stage, publish, recover};

const LABEL: &str = "2013-09";
/// Longer than any disk takes for what is waited for.
const LONG: Duration = Duration::from_secs(20);

/// An output folder with a report of before.
fn with_a_report() -> (tempfile::TempDir, Site) {
    let output = tempfile::tempdir().expect("a folder");
    publish(output.path(), LABEL, &report(&[("book.xlsx", "old"), ("charts/a.png", "old a")]), MANNER)
        .expect("a report");
    let site = Site::of_report(output.path(), LABEL);
    (output, site)
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The old report is there as it was, nothing else is, and the next run can begin.
fn only_the_old_one(output: &Path, site: &Site) {
    assert_eq!(listing(output), ["book.xlsx", "charts/a.png", "report.json"].map(|name| format!("{LABEL}/{name}")));
    assert_eq!(
        (text(site.target.join("book.xlsx")), text(site.target.join("charts/a.png"))),
        ("old".into(), "old a".into())
    );
    assert!(!site.stage().exists(), "left behind");
    Lock::take(&site.lock(), Duration::ZERO).expect("nobody holds the lock");
}

/// Waits until something is so.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LONG, "{what}");
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_file_is_written_whole_while_others_are_drawn_and_seen_once_all_are_there() {
    let (output, site) = with_a_report();
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    let files = report(&[("book.xlsx", "new"), ("charts/a.png", "new a"), ("charts/b.png", "new b")]);
    let mut hashes = Vec::new();
    for file in files {
        let (place, new) = (site.fresh().join(&file.name), file.bytes.clone());
        hashes.push((file.name.clone(), stage.add(file)));
        until("not written before the next one comes", || fs::read(&place).is_ok_and(|found| found == new));
        assert_eq!(text(site.target.join("book.xlsx")), "old", "seen too early");
    }
    let published = stage.publish().expect("the new report");
    assert_eq!((published.folder, published.kept.len(), published.numbered), (site.target.clone(), 0, None));
    let names = ["book.xlsx", "charts/a.png", "charts/b.png", "report.json"];
    assert_eq!(listing(output.path()), names.map(|name| format!("{LABEL}/{name}")));
    for (name, hash) in hashes {
        let bytes = fs::read(site.target.join(&name)).expect("a file");
        assert_eq!(crate::base::digest::sha256(&bytes), hash, "{name}");
    }
    assert!(!site.stage().exists());
}

#[test]
fn what_is_not_published_is_removed_even_where_drawing_panics() {
    let (output, site) = with_a_report();
    let begun = |stage: &Stage| {
        stage.add(artifact("book.xlsx", "new"));
        stage.add(artifact("charts/b.png", "new b"));
    };
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    begun(&stage);
    until("written", || site.fresh().join("charts/b.png").exists());
    drop(stage);
    only_the_old_one(output.path(), &site);
    drop(Stage::begin(output.path(), LABEL, MANNER));
    only_the_old_one(output.path(), &site);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let stage = Stage::begin(output.path(), LABEL, MANNER);
        begun(&stage);
        std::panic::resume_unwind(Box::new("a fault of drawing"));
    }));
    assert!(panicked.is_err());
    only_the_old_one(output.path(), &site);
}

#[test]
fn what_a_run_that_was_killed_while_drawing_had_written_is_removed_by_the_next_command() {
    let (output, site) = with_a_report();
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    stage.add(artifact("charts/b.png", "new b"));
    until("written", || text(site.fresh().join("charts/b.png")) == "new b");
    recover(output.path(), MANNER.lang).expect("nothing to do");
    assert!(site.fresh().join("charts/b.png").exists(), "the run that draws is not disturbed");
    // The stage as a kill leaves it: the files are there, the lock is free.
    let left = output.path().join("left");
    fs::rename(site.stage(), &left).expect("moved away");
    drop(stage);
    fs::rename(&left, site.stage()).expect("moved back");
    recover(output.path(), MANNER.lang).expect("mended");
    only_the_old_one(output.path(), &site);
}

#[test]
fn a_place_that_cannot_be_written_refuses_all_files() {
    let (output, site) = with_a_report();
    for name in ["../escaped.txt", "/tmp/escaped.txt", "charts/../../escaped.txt", "", "book.xlsx/within"] {
        let stage = Stage::begin(output.path(), LABEL, MANNER);
        stage.add(artifact("charts/b.png", "new b"));
        stage.add(artifact(name, "x"));
        assert_eq!(stage.publish().expect_err(name).exit.code(), 5, "{name}");
        only_the_old_one(output.path(), &site);
    }
    assert!(!output.path().join(".csr-report/escaped.txt").exists() && !Path::new("/tmp/escaped.txt").exists());
    fs::create_dir(site.target.join("charts/b.png")).expect("a folder in the way");
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    stage.add(artifact("charts/b.png", "new b"));
    let failure = stage.publish().expect_err("a folder in the way");
    assert!(failure.message.en.contains("b.png is a folder"), "{failure}");
    fs::remove_dir(site.target.join("charts/b.png")).expect("removed");
    only_the_old_one(output.path(), &site);
}

#[test]
fn another_run_that_holds_the_lock_is_waited_for_while_files_are_drawn_and_after() {
    let (output, site) = with_a_report();
    let other = Lock::take(&site.lock(), Duration::ZERO).expect("the other run");
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    stage.add(artifact("book.xlsx", "new"));
    sleep(Duration::from_millis(120));
    assert!(!site.stage().exists(), "written under the lock of another run");
    drop(other);
    until("written once the lock is free", || text(site.fresh().join("book.xlsx")) == "new");
    stage.publish().expect("after the other run");
    assert_eq!(text(site.target.join("book.xlsx")), "new");

    let other = Lock::take(&site.lock(), Duration::ZERO).expect("the other run");
    let stage = Stage::begin(output.path(), LABEL, MANNER);
    stage.add(artifact("book.xlsx", "newer"));
    let published = thread::spawn(move || stage.publish().map(drop));
    sleep(Duration::from_millis(200));
    assert_eq!(text(site.target.join("book.xlsx")), "new");
    drop(other);
    published.join().expect("a thread").expect("after the other run");
    assert_eq!(text(site.target.join("book.xlsx")), "newer");

    let other = Lock::take(&site.lock(), Duration::ZERO).expect("the other run");
    let begun = Instant::now();
    drop(Stage::begin(output.path(), LABEL, MANNER));
    assert!(begun.elapsed() < Duration::from_secs(5), "a run that failed waits for nobody");
    drop(other);
}

#[test]
fn a_file_that_somebody_opens_while_others_are_drawn_is_waited_for_without_the_lock() {
    let (output, site) = with_a_report();
    let owner = site.target.join("~$book.xlsx");
    let begun = |held: Held| {
        let stage = Stage::begin(output.path(), LABEL, Manner { held, ..MANNER });
        report(&[("book.xlsx", "new"), ("charts/b.png", "new b")]).into_iter().for_each(|file| drop(stage.add(file)));
        until("written", || site.fresh().join("report.json").exists());
        fs::write(&owner, "").expect("Excel's owner file");
        stage
    };
    let failure = begun(HELD).publish().expect_err("open");
    assert!(failure.exit.code() == 5 && failure.message.en.contains("book.xlsx is open"), "{failure}");
    fs::remove_file(&owner).expect("closed");
    only_the_old_one(output.path(), &site);

    let published = begun(Held { seconds: 0, numbered: true }).publish().expect("a report beside");
    assert!(published.numbered.is_some() && published.folder.ends_with("2013-09 (2)"), "{published:?}");
    let files = listing(&published.folder);
    assert_eq!(files, ["book.xlsx", "charts/b.png", "report.json"]);
    fs::remove_file(&owner).expect("closed");

    let stage = begun(Held { seconds: LONG.as_secs(), numbered: true });
    let waiting = thread::spawn(move || stage.publish());
    until("the lock is free", || Lock::take(&site.lock(), Duration::ZERO).is_ok());
    assert_eq!(text(site.target.join("book.xlsx")), "old");
    fs::remove_file(&owner).expect("closed");
    let published = waiting.join().expect("a thread").expect("a report");
    assert!(published.numbered.is_none());
    let names = ["book.xlsx", "charts/b.png", "report.json"];
    assert_eq!(listing(output.path()), names.map(|name| format!("{LABEL}/{name}")), "no numbered folder is left");
    assert_eq!(text(site.target.join("book.xlsx")), "new");
}
