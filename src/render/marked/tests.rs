use std::io::{Cursor, Read, Write};

use zip::ZipArchive;
use zip::write::SimpleFileOptions;

use super::marks::MOST_NOTES;
use super::*;
use crate::base::address::{CellRef, Place};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Lang;
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::render::theme::Theme;

fn finding(severity: Severity, row: u32, col: u32) -> Finding {
    let place = Place { file: "a.xls".into(), sheet: Some("9月".into()), cell: None }.at(row, col);
    Finding::new(severity, Code::InvalidDate, place, "不是日期".into(), "no date".into())
}

fn grid(name: &str) -> Grid {
    let cell = |row, col, value| GridCell { row, col, value };
    Grid {
        sheet: Some(name.into()),
        cells: vec![cell(0, 0, GridValue::Number(1.5)), cell(2, 1, GridValue::Date(40_000.25))],
        ..Grid::default()
    }
}

fn book(findings: &[Finding]) -> Vec<u8> {
    let marks = Marks::of(&findings.iter().collect::<Vec<_>>(), Lang::English);
    new_book(&[grid("9月")], &marks, &Theme::embedded().marks).expect("a book").bytes
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_strongest_colour_wins_and_every_sentence_stands_in_the_one_note() {
    let bytes = book(&[finding(Severity::Error, 2, 1), finding(Severity::Info, 2, 1)]);
    let comments = part(&bytes, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), 1);
    assert!(comments.contains("Error: no date\n→ ") && comments.contains("\n\nNote: no date\n→ "), "{comments}");
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("FFF7B8A3") && !styles.contains("FFBFE0F5"), "{styles}");
}

#[test]
fn beyond_a_number_of_notes_cells_are_only_coloured_and_the_first_note_says_so() {
    let mut one = finding(Severity::Warning, 0, 0);
    one.more = (1..=MOST_NOTES as u32 + 4).map(|row| CellRef { row, col: 0 }).collect();
    let bytes = book(&[one]);
    let comments = part(&bytes, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), MOST_NOTES);
    assert!(comments.contains("2005 marked cells, 5 of them coloured without a note"), "{}", &comments[..600]);
    assert_eq!(part(&bytes, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), MOST_NOTES);
    assert_eq!(part(&bytes, "xl/worksheets/sheet1.xml").matches("<c ").count(), MOST_NOTES + 6);
}

#[test]
fn a_note_of_very_many_findings_tells_the_first_and_counts_the_rest() {
    let findings: Vec<_> = (0..50).map(|_| finding(Severity::Error, 0, 0)).collect();
    assert!(part(&book(&findings), "xl/comments1.xml").contains("… and 30 more"));
}

#[test]
fn dates_of_1904_stay_dates_of_1904() {
    let old = Grid { dates_1904: true, ..grid("9月") };
    let one = finding(Severity::Error, 2, 1);
    let marks = Marks::of(&[&one], Lang::Chinese);
    let bytes = new_book(&[old], &marks, &Theme::embedded().marks).unwrap().bytes;
    assert!(part(&bytes, "xl/workbook.xml").contains("date1904=\"1\""));
}

#[test]
fn a_new_book_tells_when_its_original_was_saved() {
    let core = |saved| {
        let one = finding(Severity::Error, 2, 1);
        let marks = Marks::of(&[&one], Lang::Chinese);
        let bytes = new_book(&[Grid { saved, ..grid("9月") }], &marks, &Theme::embedded().marks).unwrap().bytes;
        part(&bytes, "docProps/core.xml")
    };
    let saved = core(chrono::NaiveDate::from_ymd_opt(2013, 10, 8).and_then(|day| day.and_hms_opt(17, 30, 5)));
    assert!(saved.contains(">2013-10-08T09:30:05Z</dcterms:modified>"), "{saved}");
    assert!(core(None).contains(">2000-01-01T00:00:00Z</dcterms:modified>"));
}

#[test]
fn sheets_get_names_that_excel_takes_and_hidden_ones_stay_hidden() {
    let names = ["回访/9月", "回访:9月", "很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字", "A", "a"];
    let mut grids: Vec<_> = names.map(grid).into();
    grids[0].hidden = true;
    let mut one = finding(Severity::Error, 2, 1);
    one.place.sheet = Some("a".into());
    let marks = Marks::of(&[&one], Lang::Chinese);
    let workbook = part(&new_book(&grids, &marks, &Theme::embedded().marks).unwrap().bytes, "xl/workbook.xml");
    for name in ["\"回访_9月\"", "\"回访_9月 (2)\"", "\"A\"", "\"a (2)\""] {
        assert!(workbook.contains(name), "no {name} in {workbook}");
    }
    assert_eq!(workbook.matches("state=\"hidden\"").count(), 1);
}

/// Broken packages give a copy or an error, and never a panic or an endless loop.
#[test]
fn a_broken_package_is_an_error_or_a_copy() {
    let whole = book(&[finding(Severity::Error, 2, 1)]);
    let again = [finding(Severity::Error, 2, 1), finding(Severity::Info, 7, 9), finding(Severity::Info, 0, 0)];
    let marks = Marks::of(&again.iter().collect::<Vec<_>>(), Lang::English);
    let colours = Theme::embedded().marks;
    let mut archive = ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
    let mut parts: Vec<(String, String)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        parts.push((entry.name().unwrap().into_owned(), text));
    }
    let mut copies = 0;
    for broken in 0..parts.len() {
        for damage in 0..40 {
            let mut changed = parts.clone();
            let text = &mut changed[broken].1;
            let at = (0..=text.len() * damage / 40).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            match damage % 4 {
                0 => text.truncate(at),
                1 => text.insert_str(at, "<x y='"),
                2 => *text = text[at..].to_owned(),
                _ => *text = text.replacen(['"', '/', '>', '1'][damage / 4 % 4], "", damage),
            }
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for (name, text) in &changed {
                writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
                writer.write_all(text.as_bytes()).unwrap();
            }
            let bytes = writer.finish().unwrap().into_inner();
            copies += usize::from(mark_package(&bytes, &marks, &colours).is_ok());
        }
    }
    assert!(copies > 0);
    for length in 0..whole.len() / 7 {
        assert!(mark_package(&whole[..length * 7], &marks, &colours).is_err());
    }
}
