//! A run that is ended after any step, and a power cut after any step: a reader finds the whole old or the whole new report.

use std::collections::BTreeMap;
use std::path::Path;

use super::memory::MemoryDisk;
use super::{artifact, report};
use crate::base::failure::Failure;
use crate::base::lang::Lang;
use crate::publish::site::Site;
use crate::publish::{Manner, Published, bring, hashes, settle, take_over, write};
use crate::render::Artifact;

const MANNER: Manner = Manner { force: false, lang: Lang::Chinese, held: super::HELD };
const TARGET: &str = "output/2013-09";

type Files = BTreeMap<String, String>;

fn site() -> Site {
    Site::of_report(Path::new("output"), "2013-09")
}

fn first() -> Vec<Artifact> {
    report(&[("book.xlsx", "old"), ("charts/a.png", "old a"), ("old/b.png", "old b")])
}

fn second() -> Vec<Artifact> {
    report(&[("book.xlsx", "new"), ("charts/a.png", "new a"), ("charts/c.png", "new c"), ("charts/d.png", "new d")])
}

/// A disk with a first report, changed by the user.
fn with_a_report(exchanges: bool) -> MemoryDisk {
    let disk = MemoryDisk::new(exchanges);
    bring(&disk, &site(), &first(), MANNER).expect("the first report");
    disk.lay("output/2013-09/my notes.txt", "mine");
    disk.lay("output/2013-09/own/plan.xlsx", "my plan");
    disk.lay("output/2013-09/own/costs.xlsx", "my costs");
    disk.lay("output/2013-09/book.xlsx", "old and corrected by hand");
    disk.again()
}

/// The target once the second report is there.
fn whole_new(exchanges: bool) -> Files {
    let disk = with_a_report(exchanges);
    let published = bring(&disk, &site(), &second(), MANNER).expect("the second report");
    assert_eq!(published.kept[0].beside, "book(您的修改 2013-10-05).xlsx");
    let files = disk.files(TARGET);
    let expected = [
        ("book(您的修改 2013-10-05).xlsx", "old and corrected by hand"),
        ("book.xlsx", "new"),
        ("charts/a.png", "new a"),
        ("charts/c.png", "new c"),
        ("charts/d.png", "new d"),
        ("my notes.txt", "mine"),
        ("own/costs.xlsx", "my costs"),
        ("own/plan.xlsx", "my plan"),
    ];
    for (name, text) in expected {
        assert_eq!(files.get(name).map(String::as_str), Some(text), "{name}: {files:?}");
    }
    assert_eq!(files.len(), expected.len() + 1, "and report.json, nothing of the old: {files:?}");
    files
}

fn nothing_left_over(disk: &MemoryDisk) {
    let work = disk.files("output/.csr-report");
    assert!(work.keys().all(|name| name == "2013-09.json"), "{work:?}");
}

/// Runs the second report on a disk and ends it after each step in turn; gives back how often it was ended.
fn ended_after_each_step(disk: impl Fn() -> MemoryDisk, mut check: impl FnMut(&MemoryDisk, usize)) -> usize {
    let whole = disk();
    let _ = bring(&whole, &site(), &second(), MANNER);
    let steps = whole.steps();
    for step in 0..steps {
        let disk = disk();
        disk.ended_after.set(step);
        let _ = bring(&disk, &site(), &second(), MANNER);
        check(&disk, step);
    }
    steps
}

#[test]
fn where_folders_can_be_exchanged_a_reader_finds_one_whole_report_after_every_step() {
    let (old, new) = (with_a_report(true).files(TARGET), whole_new(true));
    let ended = ended_after_each_step(
        || with_a_report(true),
        |disk, step| {
            let found = disk.files(TARGET);
            assert!(found == old || found == new, "ended after step {step}: {found:?}");
            let later = disk.again();
            settle(&later, &site(), Lang::Chinese).expect("mended");
            assert_eq!(later.files(TARGET), found, "step {step}: mending changes nothing that a reader sees");
            nothing_left_over(&later);
        },
    );
    assert!(ended > 40, "{ended} steps");
}

/// A disk that fails once, or from some step on: what the run says of its end is what lies there.
#[test]
fn a_run_that_says_it_failed_leaves_the_old_report_and_one_that_says_nothing_the_new_one() {
    for exchanges in [true, false] {
        let (old, new) = (with_a_report(exchanges).files(TARGET), whole_new(exchanges));
        let steps = ended_after_each_step(|| with_a_report(exchanges), |_, _| ());
        for failing in (0..steps).flat_map(|at| [at..at + 1, at..usize::MAX]) {
            let disk = with_a_report(exchanges);
            disk.failing.replace(failing.clone());
            let result = bring(&disk, &site(), &second(), MANNER);
            let later = disk.again();
            if exchanges {
                let expected = if result.is_ok() { &new } else { &old };
                assert_eq!(&disk.files(TARGET), expected, "steps {failing:?} failed: {result:?}");
            }
            settle(&later, &site(), Lang::Chinese).expect("mended");
            let found = later.files(TARGET);
            // Where nothing could be put back either, the run says so, and the next one finishes what was begun.
            let half = !exchanges && result.is_err() && failing.end == usize::MAX;
            let expected = if result.is_ok() || half && found == new { &new } else { &old };
            assert_eq!(&found, expected, "steps {failing:?} failed: {result:?}");
            nothing_left_over(&later);
        }
        let first_one = |failing: std::ops::Range<usize>| {
            let disk = MemoryDisk::new(exchanges);
            disk.failing.replace(failing.clone());
            let is_there = bring(&disk, &site(), &first(), MANNER).is_ok();
            let later = disk.again();
            settle(&later, &site(), Lang::Chinese).expect("mended");
            assert_eq!(later.files(TARGET).len(), if is_there { 4 } else { 0 }, "steps {failing:?} failed");
        };
        (0..steps).map(|at| at..at + 1).for_each(first_one);
    }
}

#[test]
fn elsewhere_the_next_command_finishes_or_undoes_what_was_begun() {
    let (old, new) = (with_a_report(false).files(TARGET), whole_new(false));
    let ended = ended_after_each_step(
        || with_a_report(false),
        |disk, step| {
            let later = disk.again();
            settle(&later, &site(), Lang::Chinese).expect("mended");
            let found = later.files(TARGET);
            assert!(found == old || found == new, "ended after step {step}: {found:?}");
            nothing_left_over(&later);
        },
    );
    assert!(ended > 40, "{ended} steps");
}

#[test]
fn mending_itself_can_be_ended_after_every_step() {
    for exchanges in [true, false] {
        let (old, new) = (with_a_report(exchanges).files(TARGET), whole_new(exchanges));
        ended_after_each_step(
            || with_a_report(exchanges),
            |disk, step| {
                let whole = disk.again();
                settle(&whole, &site(), Lang::Chinese).expect("mended");
                for second in 0..whole.steps() {
                    let mending = disk.again();
                    mending.ended_after.set(second);
                    let _ = settle(&mending, &site(), Lang::Chinese);
                    let later = mending.again();
                    settle(&later, &site(), Lang::Chinese).expect("mended at last");
                    let found = later.files(TARGET);
                    assert!(found == old || found == new, "ended after {step}, then after {second}: {found:?}");
                    nothing_left_over(&later);
                }
            },
        );
    }
}

#[test]
fn the_first_report_is_there_whole_or_not_at_all() {
    for exchanges in [true, false] {
        let whole = MemoryDisk::new(exchanges);
        bring(&whole, &site(), &second(), MANNER).expect("a report");
        ended_after_each_step(
            || MemoryDisk::new(exchanges),
            |disk, step| {
                let found = disk.files(TARGET);
                assert!(found.is_empty() || found == whole.files(TARGET), "ended after step {step}: {found:?}");
            },
        );
    }
}

#[test]
fn after_a_power_cut_one_whole_report_is_there() {
    let mut cuts = 0;
    for exchanges in [true, false] {
        let (old, new) = (with_a_report(exchanges).files(TARGET), whole_new(exchanges));
        let mut check = |disk: &MemoryDisk, step: usize| {
            for (at, later) in disk.after_power_cuts().into_iter().enumerate() {
                settle(&later, &site(), Lang::Chinese).expect("mended");
                let found = later.files(TARGET);
                assert!(found == old || found == new, "cut after step {step}, state {at}: {found:?}");
                cuts += 1;
            }
        };
        let whole = with_a_report(exchanges);
        let _ = bring(&whole, &site(), &second(), MANNER);
        for step in 0..=whole.steps() {
            let disk = with_a_report(exchanges);
            disk.ended_after.set(step);
            let _ = bring(&disk, &site(), &second(), MANNER);
            check(&disk, step);
        }
        for later in whole.after_power_cuts() {
            assert_eq!(later.files(TARGET), new, "what was reported as done stays done");
        }
    }
    assert!(cuts > 100, "{cuts} states");
}

#[test]
fn a_held_file_puts_everything_back_and_this_too_can_be_ended_after_every_step() {
    let old = with_a_report(false).files(TARGET);
    let held = || {
        let disk = with_a_report(false);
        *disk.held.borrow_mut() = Some("output/2013-09/report.json".into());
        disk
    };
    let disk = held();
    let failure = bring(&disk, &site(), &second(), MANNER).expect_err("report.json is held");
    assert_eq!((failure.exit.code(), disk.files(TARGET)), (5, old.clone()));
    nothing_left_over(&disk);
    let new = whole_new(false);
    ended_after_each_step(held, |disk, step| {
        let later = disk.again();
        settle(&later, &site(), Lang::Chinese).expect("mended");
        let found = later.files(TARGET);
        assert!(found == old || found == new, "ended after step {step}: {found:?}");
    });
}

#[test]
fn a_file_that_is_let_go_in_time_is_waited_for_with_growing_pauses() {
    let disk = with_a_report(false);
    *disk.held.borrow_mut() = Some("output/2013-09/report.json".into());
    disk.held_for.set(4);
    bring(&disk, &site(), &second(), MANNER).expect("the second report, after some pauses");
    assert_eq!(disk.files(TARGET), whole_new(false));
    let pauses: Vec<u128> = disk.pauses.borrow().iter().map(|pause| pause.as_millis()).collect();
    assert_eq!(pauses, [50, 100, 200, 400]);
}

#[test]
fn what_reads_back_otherwise_than_it_was_written_is_not_brought_in() {
    for exchanges in [true, false] {
        let disk = with_a_report(exchanges);
        let old = disk.files(TARGET);
        disk.spoils.set(true);
        let failure = bring(&disk, &site(), &second(), MANNER).expect_err("spoilt");
        assert!(failure.exit.code() == 5 && failure.message.en.contains("reads back otherwise"), "{failure}");
        assert_eq!(disk.files(TARGET), old);
        disk.spoils.set(false);
        nothing_left_over(&disk);
    }
}

#[test]
fn a_file_that_the_user_saves_between_two_steps_is_not_lost() {
    let mut saved = 0;
    ended_after_each_step(
        || with_a_report(true),
        |disk, step| {
            // The user's program still has the folder open, wherever it has gone.
            let disk = disk.again();
            let folder = if disk.files("output/.csr-report/2013-09/new").contains_key("old/b.png") {
                "output/.csr-report/2013-09/new"
            } else {
                return;
            };
            disk.lay(&format!("{folder}/my notes.txt"), "mine, a moment later");
            settle(&disk, &site(), Lang::Chinese).expect("mended");
            let files = disk.files(TARGET);
            assert_eq!(files["my notes.txt"], "mine", "step {step}");
            assert_eq!(files["my notes(您的修改 2013-10-05).txt"], "mine, a moment later", "step {step}");
            saved += 1;
        },
    );
    assert!(saved > 0);
}

#[test]
fn files_of_the_user_are_replaced_only_when_that_is_asked_for() {
    for exchanges in [true, false] {
        let disk = with_a_report(exchanges);
        let forced = Manner { force: true, ..MANNER };
        assert_eq!(bring(&disk, &site(), &second(), forced).expect("a report").kept, []);
        let files = disk.files(TARGET);
        assert_eq!(files["book.xlsx"], "new");
        assert!(!files.keys().any(|name| name.contains("您的修改")), "kept without a word: {files:?}");
        let strange = MemoryDisk::new(exchanges);
        strange.lay("output/2013-09/book.xlsx", "somebody's own");
        let english = Manner { lang: Lang::English, ..MANNER };
        let kept = bring(&strange, &site(), &second(), english).expect("a report").kept;
        assert_eq!((kept[0].beside.as_str(), kept[0].edited), ("book(your file 2013-10-05).xlsx", false));
        assert_eq!(strange.files(TARGET)["book(your file 2013-10-05).xlsx"], "somebody's own");
        let again = strange.again();
        assert_eq!(bring(&again, &site(), &second(), MANNER).expect("again").kept, [], "its own files are no others'");
    }
}

#[test]
fn copies_share_their_folder_with_other_files() {
    let site = Site::of_copies(Path::new("copies"));
    let disk = MemoryDisk::new(true);
    disk.lay("copies/a.xlsx", "somebody's own");
    disk.lay("copies/b.xlsx", "nothing to do with it");
    let kept = bring(&disk, &site, &[artifact("a.xlsx", "marked")], MANNER).expect("copies").kept;
    assert_eq!(kept[0].beside, "a(您的文件 2013-10-05).xlsx");
    let again = bring(&disk, &site, &[artifact("a.xlsx", "marked anew")], MANNER).expect("copies");
    assert_eq!(again.kept, []);
    let files = disk.files("copies");
    assert_eq!((files["a.xlsx"].as_str(), files["b.xlsx"].as_str()), ("marked anew", "nothing to do with it"));
}

#[test]
fn what_an_older_program_wrote_since_is_no_edit_of_the_user() {
    let disk = MemoryDisk::new(true);
    bring(&disk, &site(), &first(), MANNER).expect("a report");
    // It writes without a record.
    for file in second() {
        disk.lay(&format!("{TARGET}/{}", file.name), &String::from_utf8_lossy(&file.bytes));
    }
    let later = disk.again();
    assert_eq!(bring(&later, &site(), &first(), MANNER).expect("a report").kept, []);
}

/// The second report as it is published while it is drawn: one file after the other.
fn one_by_one(disk: &MemoryDisk) -> Result<Published, Failure> {
    write(disk, &site(), MANNER.lang, second().chunks(1))?;
    take_over(disk, &site(), &hashes(&second()), MANNER)
}

#[test]
fn files_that_are_written_one_by_one_come_in_whole_or_not_at_all_too() {
    for exchanges in [true, false] {
        let (old, new) = (with_a_report(exchanges).files(TARGET), whole_new(exchanges));
        let whole = with_a_report(exchanges);
        one_by_one(&whole).expect("the second report");
        assert_eq!(whole.files(TARGET), new);
        nothing_left_over(&whole);
        for step in 0..whole.steps() {
            let disk = with_a_report(exchanges);
            disk.ended_after.set(step);
            let _ = one_by_one(&disk);
            let cut = disk.after_power_cuts();
            for later in std::iter::once(disk.again()).chain(cut) {
                settle(&later, &site(), Lang::Chinese).expect("mended");
                let found = later.files(TARGET);
                assert!(found == old || found == new, "ended after step {step}: {found:?}");
                nothing_left_over(&later);
            }
            let disk = with_a_report(exchanges);
            disk.failing.replace(step..step + 1);
            let result = one_by_one(&disk);
            let later = disk.again();
            settle(&later, &site(), Lang::Chinese).expect("mended");
            assert_eq!(
                &later.files(TARGET),
                if result.is_ok() { &new } else { &old },
                "step {step} failed: {result:?}"
            );
            nothing_left_over(&later);
        }
    }
}

#[test]
fn files_that_were_written_before_one_could_not_be_are_removed() {
    let disk = with_a_report(true);
    let old = disk.files(TARGET);
    let files = second();
    let spoilt = files.iter().enumerate().map(|(at, file)| {
        disk.spoils.set(at == 2);
        std::slice::from_ref(file)
    });
    let failure = write(&disk, &site(), MANNER.lang, spoilt).expect_err("spoilt");
    assert!(failure.exit.code() == 5 && failure.message.en.contains("reads back otherwise"), "{failure}");
    assert_eq!(disk.files(TARGET), old);
    nothing_left_over(&disk);
}
