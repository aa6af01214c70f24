//! The copies of the demo dealer, of every fixture and of workbooks built by hand.

use std::fs;
use std::path::Path;

use super::books::{Book, HEADINGS, row, styles, text};
use super::{Checked, books, check, others, packages};
use crate::demo;

/// Severity, cell of the findings of the only file.
fn cells(checked: &Checked) -> Vec<String> {
    let marked = checked.marked_cells("回访.xlsx");
    marked.into_iter().map(|((sheet, cell), severities)| format!("{sheet}!{cell} {}", severities.join("+"))).collect()
}

/// Checks the book, holds its copy against everything that must be true of any copy, and gives back the copy's bytes.
#[track_caller]
fn sound_copy(book: &Book, expected: &[&str]) -> Vec<u8> {
    let workspace = book.workspace();
    let checked = check(workspace.path(), "2013-09");
    assert_eq!(cells(&checked), expected, "{:#}", checked.json["findings"]);
    assert_eq!(checked.json["marked_copies"][0]["message"], serde_json::Value::Null);
    let copy = fs::read(checked.copy("回访.xlsx")).unwrap();
    let original = book.bytes();
    assert_eq!(fs::read(checked.original("回访.xlsx")).unwrap(), original, "the original was touched");
    packages::only_styles_and_notes_differ(&original, &copy);
    checked.gives_the_same_findings_again();
    if book.is_read_by_openpyxl() {
        others::openpyxl_finds_colours_and_notes(&checked, "回访.xlsx");
    }
    copy
}

const BROKEN: [&str; 4] = ["G2", "2013-9-31", "成功", ""];
const SOUND: [&str; 4] = ["G1", "2013-9-2", "成功", ""];

#[test]
fn the_demo_dealers_copies_give_the_same_findings_again() {
    let checked = check(&demo::workspace(), "2013-09");
    let copies: Vec<_> = checked.copied().into_iter().filter_map(|it| it.copy).collect();
    let names = [
        "回访/回访记录.xlsx",
        "投诉台账.xlsx",
        "新车销售.csv.xlsx",
        "维修工单/维修工单_导出1.xls.xlsx",
        "维修工单/维修工单_导出2.xlsx",
    ];
    for name in names {
        assert!(copies.iter().any(|copy| copy == name), "no copy {name} in {copies:?}");
    }
    checked.gives_the_same_findings_again();
    let edited = checked.edited();
    assert!(edited.len() >= 3, "{edited:?}");
    for file in &edited {
        let [original, copy] = [checked.original(file), checked.copy(file)].map(|path| fs::read(path).unwrap());
        packages::only_styles_and_notes_differ(&original, &copy);
    }
    others::openpyxl_finds_colours_and_notes(&checked, "投诉台账.xlsx");
    others::libreoffice_shows_the_same_cells(&checked, "投诉台账.xlsx");
}

#[test]
fn every_fixture_gives_the_same_findings_from_its_copies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut cases: Vec<_> = fs::read_dir(&root).map_or(Vec::new(), |list| list.flatten().map(|it| it.path()).collect());
    // How old a table of an earlier run may be is counted from today.
    cases.retain(|case| case.join("expected.toml").exists() && !case.join(".last").exists());
    cases.sort();
    assert!(cases.len() > 100, "{} fixtures", cases.len());
    let failed: Vec<_> = cases.iter().filter(|case| std::panic::catch_unwind(|| fixture(case)).is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

fn fixture(case: &Path) {
    let expected = fs::read_to_string(case.join("expected.toml")).unwrap();
    let month = expected.lines().find_map(|line| line.strip_prefix("month")?.split('"').nth(1)).unwrap();
    let checked = check(case, month);
    checked.gives_the_same_findings_again();
    for file in checked.edited() {
        let [original, copy] = [checked.original(&file), checked.copy(&file)].map(|path| fs::read(path).unwrap());
        packages::only_styles_and_notes_differ(&original, &copy);
    }
}

#[test]
fn the_same_input_gives_the_same_copy() {
    let [first, second] = [check(&demo::workspace(), "2013-09"), check(&demo::workspace(), "2013-09")];
    // Of a file of which only the whole is spoken of there is no copy.
    for name in first.copied().into_iter().filter_map(|copied| copied.copy) {
        assert!(fs::read(first.copy(&name)).unwrap() == fs::read(second.copy(&name)).unwrap(), "{name} differs");
    }
}

#[test]
fn rows_and_cells_that_do_not_say_their_place_are_found() {
    let rows = [HEADINGS, SOUND, BROKEN].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    sound_copy(&Book::new().sheet("9月", &format!("<sheetData>{rows}</sheetData>")), &["9月!B3 error"]);
}

#[test]
fn a_prefix_on_every_element_is_kept() {
    let rows = [HEADINGS, SOUND, BROKEN].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    let prefixed = format!("<sheetData>{rows}</sheetData><pageMargins/><tableParts/>");
    let prefixed = prefixed.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:");
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let xml = format!("<x:worksheet xmlns:x=\"{main}\">{prefixed}</x:worksheet>");
    let part = "xl/worksheets/sheet1.xml";
    let copy = sound_copy(&Book::new().sheet_at("9月", part, "worksheets/sheet1.xml", &xml), &["9月!B3 error"]);
    let sheet = packages::part(&copy, part);
    assert!(sheet.contains("<x:pageMargins/><x:legacyDrawing ") && sheet.contains("r:id=\"rId2\"/><x:tableParts/>"));
}

#[test]
fn the_strict_form_of_the_standard_keeps_its_namespaces() {
    let rows = [HEADINGS, SOUND, BROKEN].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    let copy =
        sound_copy(&Book::new().strict().sheet("9月", &format!("<sheetData>{rows}</sheetData>")), &["9月!B3 error"]);
    assert!(packages::part(&copy, "xl/comments1.xml").contains("http://purl.oclc.org/ooxml/spreadsheetml/main"));
    let related = packages::part(&copy, "xl/worksheets/_rels/sheet1.xml.rels");
    assert_eq!(related.matches("purl.oclc.org/ooxml/officeDocument/relationships/").count(), 2, "{related}");
}

#[test]
fn a_workbook_without_styles_gets_them_and_one_without_rows_gets_a_row() {
    let rows = [HEADINGS, SOUND, BROKEN].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    let book = Book::new().styles(None).sheet("9月", &format!("<sheetData>{rows}</sheetData>"));
    let book = book.sheet("备用", "<sheetData/>");
    let copy = sound_copy(&book, &["9月!B3 error", "备用!A1 info"]);
    assert!(packages::part(&copy, "xl/worksheets/sheet2.xml").contains("<sheetData><row r=\"1\"><c r=\"A1\" s=\""));
}

#[test]
fn odd_names_and_targets_lead_to_the_right_sheet() {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = |broken: [&str; 4]| {
        let rows = [HEADINGS, broken].map(|texts| format!("<row>{}</row>", row(texts))).concat();
        format!(
            "\u{FEFF}<?xml version='1.0'?>\r\n<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"
        )
    };
    let book = Book::new()
        .sheet_at("A&amp;B &lt;9月&gt;", "xl/表格/sheet 九月.xml", "/xl/表格/sheet 九月.xml", &sheet(BROKEN))
        .sheet_at("8月", "xl/Worksheets/Sheet1.XML", "worksheets/sheet1.xml", &sheet(["G3", "2013-8-9", "成功", ""]))
        .sheet_at("7月", "xl/worksheets/sheet2.xml", "worksheets/sheet2.xml", &sheet(["G4", "2013-7-32", "成功", ""]));
    sound_copy(&book, &["7月!B2 error", "A&B <9月>!B2 error"]);
}

#[test]
fn cells_keep_number_format_font_border_alignment_and_protection() {
    let headings = ["工单号", "回访日期", "回访结果", "回访曰期"];
    let headings: String = headings.iter().map(|it| text(" s=\"2\"", it)).collect();
    let broken = format!("{}{}{}", text("", "G2"), text(" s=\"1\"", "2013-9-31"), text("", "成功"));
    let rows = format!("<row>{headings}</row><row>{}</row><row>{broken}</row>", row(SOUND));
    let workspace = Book::new().sheet("9月", &format!("<sheetData>{rows}</sheetData>")).workspace();
    let checked = check(workspace.path(), "2013-09");
    let styles = packages::part(&fs::read(checked.copy("回访.xlsx")).unwrap(), "xl/styles.xml");
    let clone = "<xf numFmtId=\"164\" fontId=\"1\" fillId=\"4\" borderId=\"1\" xfId=\"0\" applyNumberFormat=\"1\" \
        applyAlignment=\"1\" applyProtection=\"1\"><alignment horizontal=\"center\" wrapText=\"1\"/><protection locked=\"0\"/></xf>";
    assert!(styles.contains(&clone.replacen("<xf ", "<xf applyFill=\"1\" ", 1)), "{styles}");
    others::openpyxl_finds_colours_and_notes(&checked, "回访.xlsx");
    checked.gives_the_same_findings_again();
}

#[test]
fn a_workbook_with_tens_of_thousands_of_styles_gets_one_more_a_style_and_severity() {
    let broken = |number: usize| {
        let cells = [text("", &format!("G{number}")), text(" s=\"60000\"", "2013-9-31"), text("", "成功")];
        format!("<row>{}</row>", cells.concat())
    };
    let rows: String = (2..30).map(broken).collect();
    let rows = format!("<row>{}</row>{rows}", row(HEADINGS));
    let book = Book::new().styles(Some(styles(60_000))).sheet("9月", &format!("<sheetData>{rows}</sheetData>"));
    let workspace = book.workspace();
    let checked = check(workspace.path(), "2013-09");
    let copy = fs::read(checked.copy("回访.xlsx")).unwrap();
    assert!(packages::part(&copy, "xl/styles.xml").contains("<cellXfs count=\"60004\">"));
    checked.gives_the_same_findings_again();
}

/// A sheet whose B3 and D1 have a note of the dealer's, with or without the drawing that shows them.
fn noted_book(with_drawing: bool) -> Book {
    let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rows = [HEADINGS, SOUND, BROKEN].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    let tail = format!("<legacyDrawing xmlns:r=\"{relationships}\" r:id=\"rId7\"/>");
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let note = |cell: &str, text: &str| {
        format!("<comment ref=\"{cell}\" authorId=\"0\"><text><r><t>{text}</t></r></text></comment>")
    };
    let comments = format!(
        "<comments xmlns=\"{main}\"><authors><author>王芳</author></authors><commentList>{}{}</commentList></comments>",
        note("B3", "等小李核对"),
        note("D1", "[Threaded comment] 讨论")
    );
    let shape = |number: usize, row: u32, col: u32| {
        format!(
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\"><v:textbox><div></div></v:textbox>\
             <x:ClientData ObjectType=\"Note\"><x:Anchor>\n 2, 15, 1, 10, 4, 15, 5, 4</x:Anchor><x:Row>{row}</x:Row>\
             <x:Column>{col}</x:Column></x:ClientData></v:shape>"
        )
    };
    let drawing = format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"_x0000_t202\"></v:shapetype>{}{}</xml>",
        shape(1025, 2, 1),
        shape(1026, 0, 3)
    );
    let related = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId7\" Type=\"{relationships}/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/>\
         <Relationship Id=\"rId8\" Type=\"{relationships}/comments\" Target=\"../comments1.xml\"/>\
         <Relationship Id=\"rId9\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" \
         Target=\"../threadedComments/threadedComment1.xml\"/></Relationships>"
    );
    let thread =
        "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"/>";
    let second = [HEADINGS, ["G9", "2013-9-32", "成功", ""]].map(|texts| format!("<row>{}</row>", row(texts))).concat();
    let book = Book::new()
        .sheet("9月", &format!("<sheetData>{rows}</sheetData>{tail}"))
        .sheet("10月", &format!("<sheetData>{second}</sheetData>"))
        .part("xl/worksheets/_rels/sheet1.xml.rels", &related)
        .part("xl/comments1.xml", &comments);
    let book = if with_drawing { book.part("xl/drawings/vmlDrawing1.vml", &drawing) } else { book };
    book.part("xl/threadedComments/threadedComment1.xml", thread)
        .content_type(
            "<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>",
        )
        .content_type(
            "<Override PartName=\"/xl/comments1.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>",
        )
}

#[test]
fn notes_that_are_there_stay_and_threads_are_not_touched() {
    let book = noted_book(true);
    let copy = sound_copy(&book, &["10月!B2 error", "9月!B3 error"]);
    let comments = packages::part(&copy, "xl/comments1.xml");
    assert!(comments.contains("等小李核对\n\n错误"), "{comments}");
    let drawing = packages::part(&copy, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 2, "no second box for a cell that has one");
    assert!(!drawing.contains("2, 15, 1, 10, 4, 15, 5, 4</x:Anchor><x:Row>2<"), "its box is as small as before");
    assert!(drawing.contains("2, 15, 1, 10, 4, 15, 5, 4</x:Anchor><x:Row>0<"), "another box was changed");
    assert!(packages::part(&copy, "xl/comments2.xml").contains("ref=\"B2\""));
}

#[test]
fn a_copy_that_is_marked_again_says_everything_once() {
    let first = sound_copy(&noted_book(true), &["10月!B2 error", "9月!B3 error"]);
    let workspace = books::workspace("回访.xlsx", &first);
    let second = fs::read(check(workspace.path(), "2013-09").copy("回访.xlsx")).unwrap();
    for part in ["xl/comments1.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml"] {
        assert_eq!(packages::part(&first, part), packages::part(&second, part), "{part}");
    }
}

#[test]
fn a_drawing_that_is_named_but_missing_is_made() {
    let copy = sound_copy(&noted_book(false), &["10月!B2 error", "9月!B3 error"]);
    let drawing = packages::part(&copy, "xl/drawings/vmlDrawing1.vml");
    assert!(drawing.contains("<x:Row>2</x:Row><x:Column>1</x:Column>"), "the noted cell has no box: {drawing}");
    assert!(packages::part(&copy, "xl/comments1.xml").contains("等小李核对\n\n错误"));
}

#[test]
fn shared_formulas_stay_and_a_mark_under_a_merged_cell_is_shown_on_it() {
    let shared = "<c r=\"F2\"><f t=\"shared\" ref=\"F2:F3\" si=\"0\">LEN(A2)</f><v>2</v></c>";
    let follows = "<c r=\"F3\"><f t=\"shared\" si=\"0\"/><v>2</v></c>";
    let places = |number: u32, texts: [&str; 4], rest: &str| {
        let cells = ["A", "B", "C", "D"].iter().zip(texts).filter(|(_, it)| !it.is_empty());
        let cells: String = cells.map(|(col, it)| text(&format!(" r=\"{col}{number}\""), it)).collect();
        format!("<row r=\"{number}\" spans=\"1:6\" ht=\"20\" customHeight=\"1\">{cells}{rest}</row>")
    };
    let rows = [places(1, HEADINGS, ""), places(2, SOUND, shared), places(3, BROKEN, follows)];
    let tail = "<mergeCells count=\"1\"><mergeCell ref=\"A3:B3\"/></mergeCells><pageMargins left=\"0.7\"/>";
    let book = Book::new().sheet("9月", &format!("<sheetData>{}</sheetData>{tail}", rows.concat()));
    let workspace = book.workspace();
    let checked = check(workspace.path(), "2013-09");
    assert_eq!(cells(&checked), ["9月!B3 error"]);
    let copy = fs::read(checked.copy("回访.xlsx")).unwrap();
    packages::only_styles_and_notes_differ(&book.bytes(), &copy);
    let sheet = packages::part(&copy, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<c s=\"3\" r=\"A3\" ") && !sheet.contains("r=\"B3\" s="), "{sheet}");
    assert!(sheet.contains(shared) && sheet.contains(follows));
    assert!(packages::part(&copy, "xl/comments1.xml").contains("ref=\"A3\""));
    checked.gives_the_same_findings_again();
}
