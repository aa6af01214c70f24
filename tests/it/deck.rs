//! The meeting deck, read by programs that know nothing of this one: python-pptx and openpyxl (tests/deck/deck.py says what they ask),
//! Microsoft's Open XML SDK, LibreOffice.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::validator::{are_valid, validator};
use crate::workspace::Workspace;
use crate::written::package;
use crate::{demo, workspace};

/// The deck in a report's folder.
pub fn deck(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut decks = files.filter(|path| path.extension().is_some_and(|ending| ending == "pptx"));
    decks.next().unwrap_or_else(|| panic!("no deck in {}", folder.display()))
}

/// Asks the script; it tells everything that is wrong. The deck of a longer period draws its months as well, whose reports hold
/// their figures.
pub fn agrees(folder: &Path, months: &[&str]) {
    let ready = Command::new("python3").args(["-c", "import pptx, openpyxl"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!(
            "SKIPPED: python3 with python-pptx and openpyxl is not installed, no deck was read from outside (see .ci/run)"
        );
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deck/deck.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(deck(folder))
        .arg(folder.join("report.json"))
        .args(months.iter().map(|month| demo::report(month).folder.join("report.json")))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success() && said.starts_with("agree"), "{}:\n{said}", folder.display());
}

/// The names of the slides, as report.json has them.
fn slides(json: &Value) -> Vec<&str> {
    json["deck"].as_array().unwrap().iter().map(|slide| slide["slide"].as_str().unwrap()).collect()
}

#[test]
fn every_figure_of_the_deck_is_that_of_the_report_and_powerpoint_has_nothing_to_repair() {
    let months = ["2013-05", "2013-06", "2013-07", "2013-08", "2013-09"];
    for (period, months) in [("2013-09", &[][..]), ("2013-Q3", &months[2..]), ("2013", &months[..])] {
        agrees(&demo::report(period).folder, months);
    }
}

#[test]
fn the_slides_follow_the_agenda() {
    let report = demo::report("2013-09");
    let slides = slides(&report.json);
    let agenda = [
        "csr:cover",
        "csr:overview",
        "csr:overview.overview",
        "csr:actions",
        "csr:actions.open_actions",
        "csr:callbacks",
        "csr:satisfaction",
        "csr:first_time_fix",
        "csr:complaints",
        "csr:complaints.open_complaints",
        "csr:first_service",
        "csr:churn",
        "csr:renewals",
        "csr:appointments",
        "csr:why",
        "csr:next.gaps",
        "csr:next.measures",
        "csr:external_scores+rework",
        "csr:data_quality.problems",
        "csr:definitions.definitions",
    ];
    let places: Vec<_> = agenda.iter().map(|name| slides.iter().position(|slide| slide == name)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{slides:#?}");
    let main = slides.iter().take_while(|slide| !slide.contains('+')).count();
    assert!((15..=20).contains(&main), "a meeting, not an archive: {main} slides before the appendix");
}

#[test]
fn the_open_xml_sdk_finds_nothing_wrong_in_the_workbooks_behind_the_charts() {
    let Some(validator) = validator() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(deck(&demo::report("2013-09").folder)).unwrap();
    let mut books = Vec::new();
    for (part, bytes) in package::entries(&bytes).unwrap() {
        if part.ends_with(".xlsx") {
            let path = folder.path().join(part.replace('/', "-"));
            fs::write(&path, bytes).unwrap();
            books.push((path, None));
        }
    }
    assert!(books.len() > 10, "{} workbooks", books.len());
    are_valid(&validator, books);
}

/// Calls of two months by `advisors` with long names, one of which holds what XML forbids and one what it means.
fn calls(advisors: usize) -> String {
    let mut calls = "工单号,车牌号,回访日期,回访结果,服务顾问,失败原因,服务态度,解释账单\n".to_owned();
    for advisor in 0..advisors {
        let name = match advisor {
            // In a file of few names it would be taken for no text at all.
            0 if advisors > 1 => "阿依古丽·买买提\u{1}江".to_owned(),
            1 => "<b>Bartholomew & Featherstonehaugh</b>".to_owned(),
            _ => format!("欧阳慕容上官第{advisor}组长"),
        };
        for row in 0..14 {
            let month = 8 + row % 2;
            let (result, reason) = if (row + advisor) % 5 == 0 { ("失败", "号码错误") } else { ("成功", "") };
            let day = 1 + row;
            writeln!(calls, "A{advisor}-{row},京A{advisor:02}{row:03},2013-{month}-{day},{result},{name},{reason},9,8")
                .unwrap();
        }
    }
    calls
}

#[test]
fn unusual_dealers_have_a_deck_that_nothing_overflows() {
    let mut decks = Vec::new();
    let runs = [
        (40, "monthly --month 2013-09"),
        (40, "monthly --month 2013-09 --lang en"),
        (1, "monthly --month 2013-09"),
        (3, "monthly --month 2013-09 --as-of 2013-09-10"),
    ];
    let kept: Vec<Workspace> = runs
        .into_iter()
        .map(|(advisors, command)| {
            let workspace = Workspace::new().with("input/回访.csv", &calls(advisors));
            workspace.run(command).ends_with(0);
            workspace
        })
        .collect();
    for workspace in &kept {
        let folder = workspace.path().join("output/2013-09");
        agrees(&folder, &[]);
        decks.push((deck(&folder), None));
    }
    let english = Workspace::new();
    workspace::copy(&demo::workspace(), english.path());
    english.run("monthly --month 2013-09 --lang en").ends_with(0);
    agrees(&english.path().join("output/2013-09"), &[]);
    if let Some(validator) = validator() {
        are_valid(&validator, decks);
    }
}

#[test]
fn libreoffice_shows_every_slide() {
    let report = demo::report("2013-09");
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let convert = ["--headless", "--convert-to", "pdf", "--outdir"];
    let deck = deck(&report.folder);
    let run = Command::new("soffice").arg(profile).args(convert).arg(folder.path()).arg(&deck).output();
    let pdf = folder.path().join(deck.with_extension("pdf").file_name().unwrap());
    let pages =
        Command::new("pdfinfo").arg(&pdf).output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let (true, Ok(pages)) = (run.is_ok() && pdf.is_file(), pages) else {
        eprintln!("SKIPPED: LibreOffice Impress or pdfinfo is not installed, no deck was opened (see .ci/run)");
        return;
    };
    let count = pages.lines().find_map(|line| line.strip_prefix("Pages:")).map(str::trim);
    assert_eq!(count, Some(slides(&report.json).len().to_string().as_str()), "{pages}");
}
