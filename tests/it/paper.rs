//! The demo's workbook on paper, as LibreOffice prints it: few sheets, and those are used.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};

use super::demo;

/// Sheets of paper for each sheet of the workbook, on the whole; a quarter lists three times as many failed calls, and
/// English sentences are longer.
const MOST: f64 = 2.0;
const MOST_OF_THE_LONG: f64 = 2.5;
/// Sheets of paper of the month with all topics, and of one with the six tables that nearly every dealer keeps; why figures
/// moved, the five to mend and the targets are among them.
const ALL_TOPICS: usize = 12;
const SIX_TABLES: usize = 12;
/// Those six, by their files in the demo.
const SIX: [&str; 6] = ["回访", "维修工单", "投诉台账.xlsx", "新车销售.csv", "满意度面访.xlsx", "续保跟踪.xlsx"];
/// Dots an inch at which the ink is looked for.
const DPI: &str = "40";
/// The part of a paper above which its header stands, and below which its footer does.
const EDGES: (f64, f64) = (0.07, 0.93);
/// Bands of a paper; a line of a table leaves ink in each.
const BANDS: usize = 40;

/// Runs a program of another project; `None` where it is not installed.
fn run(command: &mut Command) -> Option<Vec<u8>> {
    let Ok(output) = command.output() else {
        eprintln!("skipped: {} is not installed", command.get_program().display());
        return None;
    };
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// Of a picture in shades of grey (PGM): the part of the bands between header and footer that holds ink.
fn filled(pgm: &[u8]) -> f64 {
    let head: Vec<usize> = pgm
        .splitn(4, |byte| byte.is_ascii_whitespace())
        .skip(1)
        .take(2)
        .map(|number| std::str::from_utf8(number).unwrap().parse().unwrap())
        .collect();
    let [width, height] = head[..] else { panic!("no picture") };
    let pixels = &pgm[pgm.len() - width * height..];
    let (top, bottom) = ((height as f64 * EDGES.0) as usize, (height as f64 * EDGES.1) as usize);
    let band = (bottom - top) / BANDS;
    let inked = |at: &usize| pixels[(top + at * band) * width..][..band * width].iter().any(|grey| *grey < 200);
    (0..BANDS).filter(inked).count() as f64 / BANDS as f64
}

fn text(pdf: &Path, page: usize) -> Option<String> {
    let page = page.to_string();
    run(Command::new("pdftotext").args(["-layout", "-f", &page, "-l", &page]).arg(pdf).arg("-"))
        .map(|text| String::from_utf8(text).unwrap())
}

/// The sheets of paper of a workbook: how full each is, by the sheet that it prints. `None` where no program prints.
fn papers(workbook: &Path) -> Option<BTreeMap<String, Vec<f64>>> {
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let print = ["--headless", "--convert-to", "pdf", "--outdir"];
    run(Command::new("soffice").arg(profile).args(print).arg(folder.path()).arg(workbook))?;
    let pdf = folder.path().join(workbook.with_extension("pdf").file_name().unwrap());
    run(Command::new("pdftoppm").args(["-gray", "-r", DPI]).arg(&pdf).arg(folder.path().join("page")))?;
    let mut pages: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "pgm"));
    pages.sort();
    let book: Xlsx<_> = open_workbook(workbook).unwrap();
    let names = book.sheet_names();
    // The header of each paper names its sheet.
    let mut papers: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let text = text(&pdf, at + 1)?;
        let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let named = |name: &&String| header.contains(name.as_str());
        let name = names.iter().filter(named).max_by_key(|name| name.len());
        let name = name.unwrap_or_else(|| panic!("paper {} names no sheet: {text}", at + 1));
        papers.entry(name.clone()).or_default().push(filled(&std::fs::read(page).unwrap()));
    }
    assert_eq!(papers.len(), names.len(), "every sheet is printed: {papers:?}");
    Some(papers)
}

/// Few sheets of paper, none less than half full but the last of each sheet of the workbook; how many they are.
fn are_used(workbook: &Path, most: f64) -> Option<usize> {
    let papers = papers(workbook)?;
    let all = papers.values().map(Vec::len).sum::<usize>();
    assert!(all as f64 <= most * papers.len() as f64, "{all} sheets of paper: {papers:?}");
    for (name, filled) in papers {
        let (last, others) = filled.split_last().unwrap();
        assert!(others.iter().all(|filled| *filled >= 0.5), "{name}: a paper is half empty: {filled:?}");
        assert!(*last > 0.05, "{name}: hardly anything on its last paper: {filled:?}");
    }
    Some(all)
}

#[test]
fn the_month_takes_few_sheets_of_paper_and_uses_them() {
    let all = are_used(&demo::report("2013-09").folder.join("csr-report-2013-09.xlsx"), MOST);
    assert!(all.is_none_or(|all| all <= ALL_TOPICS), "{all:?} sheets of paper");
}

#[test]
fn the_month_of_a_dealer_with_six_tables_takes_at_most_twelve_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    program.arg("-C").arg(demo::workspace()).args(["monthly", "--month", "2013-09", "--quiet", "--format", "xlsx"]);
    for name in SIX {
        program.arg("--input").arg(demo::workspace().join("input").join(name));
    }
    let output = program.arg("--output").arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all = are_used(&folder.path().join("2013-09/csr-report-2013-09.xlsx"), MOST);
    assert!(all.is_none_or(|all| all <= SIX_TABLES), "{all:?} sheets of paper");
}

#[test]
fn the_quarter_uses_its_paper() {
    are_used(&demo::report("2013-Q3").folder.join("csr-report-2013-Q3.xlsx"), MOST_OF_THE_LONG);
}

#[test]
fn the_english_month_uses_its_paper() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    program.arg("-C").arg(demo::workspace()).args(["monthly", "--month", "2013-09", "--lang", "en", "--quiet"]);
    let output = program.args(["--format", "xlsx", "--output"]).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    are_used(&folder.path().join("2013-09/csr-report-2013-09.xlsx"), MOST_OF_THE_LONG);
}
