//! Whole files, built here byte by byte, and what reading them gives.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::biff_look::tests::workbook_stream;
use super::delimited::encoding::tests::gb18030;
use super::grid::{Grid, GridValue};
use super::ole::tests::compound_file;
use super::zip_look::tests::package;
use super::{InputFile, ReadFile, read_all, read_file};
use crate::base::address::CellRef;
use crate::base::finding::{Code, Severity};
use crate::base::lang::Lang;
use crate::settings::InputLimits;

fn read_with(bytes: &[u8], limits: &InputLimits) -> ReadFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, bytes).unwrap();
    read_file(&InputFile { path, name: "file".into() }, limits)
}

fn read(bytes: &[u8]) -> ReadFile {
    read_with(bytes, &InputLimits::default())
}

/// The codes of the findings, each with the place.
fn codes(read: &ReadFile) -> Vec<(Code, String)> {
    read.findings.iter().map(|finding| (finding.code, finding.place.to_string())).collect()
}

/// The cells as `A1 "text"`.
pub(super) fn cells(grid: &Grid) -> Vec<String> {
    let value = |value| match value {
        GridValue::Text(id) => format!("{:?}", grid.text(id)),
        GridValue::Error(id) => grid.text(id).to_owned(),
        GridValue::Number(number) => format!("{number}"),
        GridValue::Percentage(share) => format!("share {share}"),
        GridValue::Date(serial) => format!("date {serial}"),
        GridValue::Bool(yes) => format!("{yes}"),
    };
    let place = |row, col| grid.place().at(row, col).cell.unwrap().to_string();
    grid.cells.iter().map(|cell| format!("{} {}", place(cell.row, cell.col), value(cell.value))).collect()
}

const CONTENT_TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

const PACKAGE_RELATIONS: &str = r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// An .xlsx with these sheets, each the inside of `<sheetData>`.
fn xlsx(workbook_properties: &str, sheets: &[&str]) -> Vec<u8> {
    let sheets: Vec<String> =
        sheets.iter().map(|rows| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")).collect();
    xlsx_of(workbook_properties, &sheets, None)
}

/// An .xlsx of these sheets and shared texts, each a whole part.
pub(super) fn xlsx_of(workbook_properties: &str, sheets: &[String], strings: Option<&str>) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    let mut parts = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        list += &format!(r#"<sheet name="表{index}" sheetId="{}" r:id="rId{index}"/>"#, index + 1);
        relations += &format!(r#"<Relationship Id="rId{index}" Type="worksheet" Target="worksheets/s{index}.xml"/>"#);
        parts.push((format!("xl/worksheets/s{index}.xml"), sheet));
    }
    let workbook = format!("<workbook>{workbook_properties}<sheets>{list}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE_RELATIONS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    entries.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings.as_bytes())));
    entries.extend(parts.iter().map(|(name, part)| (name.as_str(), part.as_bytes())));
    package(&entries)
}

#[test]
fn an_xlsx_gives_every_kind_of_value_where_it_stands() {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = workbook.add_worksheet().set_name("9月").unwrap();
    sheet.write_string(1, 1, " 李 娜 ").unwrap();
    sheet.write_string(1, 2, "   ").unwrap();
    sheet.write_number(2, 1, 12.5).unwrap();
    sheet.write_datetime_with_format(2, 2, ExcelDateTime::from_serial_datetime(41530.5).unwrap(), &date).unwrap();
    sheet.write_boolean(2, 3, true).unwrap();
    sheet.write_formula(2, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_string(3, 1, " 李 娜 ").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(9).unwrap();
    workbook.add_worksheet().set_name("旧").unwrap().set_hidden(true).write_number(0, 0, 1).unwrap();
    workbook.add_worksheet().set_name("空").unwrap();

    let read = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(
        cells(&read.grids[0]),
        ["B2 \" 李 娜 \"", "B3 12.5", "C3 date 41530.5", "D3 true", "E3 #DIV/0!", "B4 \" 李 娜 \""]
    );
    assert_eq!(read.grids[0].texts.len(), 3, "the texts of the workbook, each once");
    assert_eq!((read.grids[0].hidden, read.grids[0].hidden_rows), (false, 1));
    assert_eq!((read.grids[1].sheet.as_deref(), read.grids[1].hidden), (Some("旧"), true));
    assert_eq!(codes(&read), [(Code::EmptyFile, "file › 空".to_owned())]);
    assert_eq!(read.findings[0].severity, Severity::Info);
    assert_eq!(read.sha256.len(), 64);
}

#[test]
fn two_cells_in_opposite_corners_of_an_xlsx_are_two_cells() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    let read = read(&xlsx("", &[rows]));
    assert_eq!(cells(&read.grids[0]), ["A1 1", "XFD1048576 2"]);
}

#[test]
fn a_workbook_that_counts_from_1904_says_so() {
    let rows = r#"<row r="1"><c r="A1" s="1"><v>40000</v></c></row>"#;
    let new = read(&xlsx("", &[rows]));
    let old = read(&xlsx(r#"<workbookPr date1904="1"/>"#, &[rows]));
    assert_eq!(cells(&old.grids[0]), ["A1 date 40000"]);
    assert_eq!((new.grids[0].dates_1904, old.grids[0].dates_1904), (false, true));
}

#[test]
fn a_broken_sheet_is_named_and_the_others_go_on() {
    let good = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let read = read(&xlsx("", &[r#"<row r="1"><c r="A1"><v>99</v></row>"#, good]));
    assert_eq!(codes(&read), [(Code::UnreadableFile, "file › 表0".to_owned())]);
    assert_eq!(read.grids.len(), 1);
}

#[test]
fn a_sheet_beyond_the_limit_of_cells_is_named_and_the_others_go_on() {
    let two = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>"#;
    let one = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let limits = InputLimits { cells: 1, ..InputLimits::default() };
    let read = read_with(&xlsx("", &[two, one]), &limits);
    assert_eq!(codes(&read), [(Code::LimitExceeded, "file › 表0".to_owned())]);
    assert!(read.findings[0].message.chinese.contains("[limits.input] cells = 1"));
    assert_eq!(read.grids.len(), 1);
}

#[test]
fn a_sheet_that_is_read_on_two_threads_keeps_every_cell_and_the_limit() {
    let cells: u32 = 10_000;
    let rows: String =
        (1..=cells).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#)).collect();
    let bytes = xlsx("", &[&rows]);
    let whole = read(&bytes);
    let expected = (1..=cells).map(|row| (row - 1, GridValue::Number(f64::from(row))));
    assert!(whole.grids[0].cells.iter().map(|cell| (cell.row, cell.value)).eq(expected));
    let limited = read_with(&bytes, &InputLimits { cells: 9_000, ..InputLimits::default() });
    assert_eq!(codes(&limited), [(Code::LimitExceeded, "file › 表0".to_owned())]);
    let broken = read(&xlsx("", &[&format!(r#"{rows}<row><c><v>1</v></row>"#)]));
    assert_eq!(codes(&broken), [(Code::UnreadableFile, "file › 表0".to_owned())]);
}

#[test]
fn every_limit_of_a_file_is_kept() {
    let row = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let bytes = xlsx("", &[row, row]);
    let code = |limits: InputLimits| codes(&read_with(&bytes, &limits));
    let refused = [(Code::LimitExceeded, "file".to_owned())];
    assert_eq!(code(InputLimits { sheets: 1, ..InputLimits::default() }), refused);
    assert_eq!(code(InputLimits { file_bytes: 100, ..InputLimits::default() }), refused);
    assert_eq!(code(InputLimits { decompressed_bytes: 100, ..InputLimits::default() }), refused);
    assert_eq!(code(InputLimits::default()), []);
}

#[test]
fn an_xls_is_read_and_one_with_far_cells_is_refused() {
    let good = read(&compound_file(&[("Workbook", &workbook_stream(&[(1, 2), (3, 0)], &[]))]));
    assert_eq!(cells(&good.grids[0]), ["C2 1.5", "A4 1.5"]);
    assert_eq!(good.grids[0].sheet.as_deref(), Some("S"));
    let far = read(&compound_file(&[("Workbook", &workbook_stream(&[(0, 0), (65_535, 65_535)], &[]))]));
    assert_eq!(codes(&far), [(Code::LimitExceeded, "file".to_owned())]);
}

#[test]
fn an_xls_is_read_whatever_dimensions_its_sheets_state() {
    let wide = |numbers: [u32; 2]| {
        let cols = [0_u16, 256, 0].into_iter().flat_map(u16::to_le_bytes);
        numbers.into_iter().flat_map(u32::to_le_bytes).chain(cols).collect::<Vec<_>>()
    };
    let narrow = |numbers: [u16; 4]| numbers.into_iter().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let stated = [
        wide([0, 4]),
        wide([0, u32::MAX]),
        wide([7, 1]),
        wide([u32::MAX, 1]),
        [wide([9, 2]), vec![0; 2]].concat(),
        narrow([0, 4, 0, 3]),
        narrow([11_776, 2, 0, 3]),
        narrow([0, u16::MAX, 0, u16::MAX]),
        wide([0, 4])[..6].to_vec(),
        Vec::new(),
    ];
    let record = |data: &Vec<u8>| [&[0x00, 0x02, data.len() as u8, 0][..], data].concat();
    let all: Vec<u8> = stated.iter().flat_map(record).collect();
    for dimensions in stated.iter().map(record).chain([all]) {
        let read = read(&compound_file(&[("Workbook", &workbook_stream(&[(1, 2), (3, 0)], &dimensions))]));
        assert_eq!(codes(&read), [], "{dimensions:?}");
        assert_eq!(cells(&read.grids[0]), ["C2 1.5", "A4 1.5"], "{dimensions:?}");
    }
}

#[test]
fn an_xls_is_read_however_long_its_workbook_is() {
    for length in (0..4_300).step_by(60).chain([100_000, 5_000_000]) {
        let nothing = [&[0xFF, 0x0F, 56, 0][..], &[0; 56]].concat().repeat(length / 60);
        let read = read(&compound_file(&[("Workbook", &workbook_stream(&[(1, 2), (3, 0)], &nothing))]));
        assert_eq!(codes(&read), [], "{length}");
        assert_eq!(cells(&read.grids[0]), ["C2 1.5", "A4 1.5"], "{length}");
    }
}

#[test]
fn only_the_workbook_of_an_xls_that_was_looked_at_is_read() {
    // The chain of the first workbook leads nowhere, at which the library would turn to the second, which nobody measured.
    let far = workbook_stream(&[(0, 0), (65_535, 65_535)], &[]);
    let long = workbook_stream(&[(1, 2)], &[0xFF, 0x0F, 0, 0].repeat(3_000));
    let mut bytes = compound_file(&[("Book", &far), ("Workbook", &long)]);
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
    let entries: Vec<usize> = ((table + 1) * 512..(table + 2) * 512).step_by(4).collect();
    let sector = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let in_chain =
        entries.iter().enumerate().filter(|(number, at)| sector(**at) == *number as u32 + 1).map(|(_, at)| *at);
    let broken = in_chain.max().unwrap();
    bytes[broken..broken + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(codes(&read(&bytes)), [(Code::UnreadableFile, "file".to_owned())]);
}

/// A record of an .xlsb part ([MS-XLSB] 2.1.4); both kinds here are shorter than 128 bytes.
fn binary_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 0x80 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
    bytes.push(data.len() as u8);
    bytes.extend(data);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

#[test]
fn an_xlsb_is_read_with_its_shared_texts_far_cells_and_hidden_sheets() {
    let workbook = [
        binary_record(0x0099, &numbers(&[1, 0])),
        binary_record(0x009C, &[numbers(&[1, 1]), wide("r1"), wide("9月")].concat()),
        binary_record(0x0090, &[]),
        binary_record(0x009D, &[]),
    ];
    let strings = [binary_record(0x009F, &numbers(&[2, 1])), binary_record(0x0013, &[vec![0], wide("成功")].concat())];
    let sheet = [
        binary_record(0x0094, &numbers(&[0, 1_048_575, 0, 16_383])),
        binary_record(0x0091, &[]),
        binary_record(0x0000, &numbers(&[0, 0])),
        binary_record(0x0007, &numbers(&[0, 1, 0])),
        binary_record(0x0000, &[&numbers(&[7, 0, 0])[..11], &[0x10]].concat()),
        binary_record(0x0000, &[&numbers(&[1_048_575, 0, 0])[..11], &[0x10]].concat()),
        binary_record(0x0007, &numbers(&[0, 0, 0])),
        binary_record(0x0005, &[numbers(&[16_383, 0]), 2.5_f64.to_le_bytes().to_vec()].concat()),
        binary_record(0x0092, &[]),
    ];
    let (font, format) = ([0xC8, 0, 8, 0], [0, 0, 0, 0, 0, 0]);
    let styles = [
        binary_record(0x002B, &[0xC8, 0, 0, 0]),
        binary_record(0x002B, &font),
        binary_record(0x002F, &[0, 0, 0, 0, 1, 0]),
        binary_record(0x0269, &numbers(&[2])),
        binary_record(0x002F, &format),
        binary_record(0x002F, &[0, 0, 0, 0, 1, 0]),
        binary_record(0x026A, &[]),
    ];
    let relations = br#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let read = read(&package(&[
        ("xl/workbook.bin", &workbook.concat()),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/sharedStrings.bin", &strings.concat()),
        ("xl/styles.bin", &styles.concat()),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ]));
    assert_eq!(codes(&read), []);
    assert_eq!(cells(&read.grids[0]), ["A1 \"成功\"", "A1048576 \"成功\"", "XFD1048576 2.5"]);
    let grid = &read.grids[0];
    assert_eq!((grid.sheet.as_deref(), grid.hidden, grid.dates_1904, grid.texts.len()), (Some("9月"), true, true, 1));
    assert_eq!(
        (grid.hidden_rows, &*grid.struck),
        (1, &[CellRef { row: 0, col: 0 }][..]),
        "a hidden row without cells is none"
    );
}

/// An .ods with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="9月">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn an_ods_is_read_with_its_repetitions_and_its_dates() {
    let read = read(&ods(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>成功</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2013-09-05"><text:p>05.09.13</text:p></table:table-cell><table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/><table:table-cell office:value-type="date" office:date-value="1899-09-05"/></table:table-row>"#,
    ));
    assert_eq!(codes(&read), []);
    assert_eq!(
        cells(&read.grids[0]),
        ["B3 \"成功\"", "C3 5", "D3 5", "E3 date 41522", "F3 date 0.5", "G3 \"1899-09-05\""]
    );
}

#[test]
fn an_ods_that_repeats_a_value_without_end_is_refused() {
    let read = read(&ods(r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell
        table:number-columns-repeated="16384" office:value-type="float" office:value="5"/></table:table-row>"#));
    assert_eq!(codes(&read), [(Code::LimitExceeded, "file".to_owned())]);
}

#[test]
fn a_text_table_reads_the_same_in_every_encoding_and_only_a_guess_is_told() {
    let text = "工单号,结果\r\nR1,成功\r\nR2,无人接听\r\n";
    let utf16: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{FEFF}{text}");
    let expected = ["A1 \"工单号\"", "B1 \"结果\"", "A2 \"R1\"", "B2 \"成功\"", "A3 \"R2\"", "B3 \"无人接听\""];
    for bytes in [text.as_bytes(), marked.as_bytes(), &utf16] {
        let read = read(bytes);
        assert_eq!(cells(&read.grids[0]), expected);
        assert_eq!(codes(&read), []);
    }
    let read = read(&gb18030(text));
    assert_eq!(cells(&read.grids[0]), expected);
    assert_eq!(read.findings[0].severity, Severity::Info);
    assert_eq!(codes(&read), [(Code::GuessedEncoding, "file".to_owned())]);
}

#[test]
fn a_page_under_the_name_of_a_workbook_is_read() {
    let read = read("<html><table><tr><td>工单号</td></tr><tr><td>R1</td></tr></table>".as_bytes());
    assert_eq!(cells(&read.grids[0]), ["A1 \"工单号\"", "A2 \"R1\""]);
}

#[test]
fn a_file_that_is_no_table_gives_one_finding_and_no_grid() {
    let whole = xlsx("", &[r#"<row r="1"><c r="A1"><v>1</v></c></row>"#]);
    let cases: [(&[u8], Code, Severity); 10] = [
        (b"", Code::EmptyFile, Severity::Error),
        (b"\n\n \n", Code::EmptyFile, Severity::Warning),
        (&whole[..whole.len() / 2], Code::UnreadableFile, Severity::Error),
        (&compound_file(&[("EncryptedPackage", b"x")]), Code::PasswordProtected, Severity::Error),
        (&compound_file(&[("Workbook", b"\x09\x08")]), Code::UnreadableFile, Severity::Error),
        (&xlsx("", &[]), Code::EmptyFile, Severity::Error),
        (&xlsx("", &[""]), Code::EmptyFile, Severity::Error),
        (b"%PDF-1.4", Code::NotASpreadsheet, Severity::Warning),
        ("请把导出放在这里\n".as_bytes(), Code::NotASpreadsheet, Severity::Warning),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
            Code::EmptyFile,
            Severity::Error,
        ),
    ];
    for (index, (bytes, code, severity)) in cases.into_iter().enumerate() {
        let read = read(bytes);
        assert!(read.grids.is_empty(), "case {index}");
        assert_eq!(codes(&read), [(code, "file".to_owned())], "case {index}");
        assert_eq!(read.findings[0].severity, severity, "case {index}");
    }
}

#[test]
fn any_cut_or_flipped_byte_gives_findings_and_never_an_end() {
    let row = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>客户</t></is></c></row>"#;
    for whole in
        [xlsx("", &[row]), compound_file(&[("Workbook", &workbook_stream(&[(1, 2)], &[]))]), ods("<table:table-row/>")]
    {
        for at in (0..whole.len()).step_by(whole.len() / 60) {
            let _ = read(&whole[..at]);
            let mut flipped = whole.clone();
            flipped[at] ^= 0xFF;
            let _ = read(&flipped);
        }
    }
}

fn input(folder: &Path, name: &str, bytes: &[u8]) -> InputFile {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    InputFile { path, name: name.into() }
}

#[test]
fn all_files_come_in_their_order_and_a_copy_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        input(folder.path(), "a.csv", b"a,b\n1,2\n"),
        input(folder.path(), "b.csv", b"a,b\n3,4\n"),
        input(folder.path(), "c.csv", b"a,b\n1,2\n"),
        input(folder.path(), "d.csv", b""),
        input(folder.path(), "e.csv", b""),
    ];
    let seen = Mutex::new(Vec::new());
    let read = read_all(&files, &InputLimits::default(), &|name| seen.lock().unwrap().push(name.to_owned()));
    let names: Vec<_> = read.iter().map(|read| &*read.name).collect();
    assert_eq!(names, ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"]);
    assert_eq!(read.iter().map(|read| read.grids.len()).collect::<Vec<_>>(), [1, 1, 0, 0, 0]);
    assert_eq!(codes(&read[2]), [(Code::SameFileTwice, "c.csv".to_owned())]);
    assert_eq!(read[2].findings[0].value.as_deref(), Some("a.csv"));
    assert_eq!(read[2].sha256, read[0].sha256);
    assert_eq!(codes(&read[4]), [(Code::EmptyFile, "e.csv".to_owned())]);
    assert_eq!(seen.lock().unwrap().len(), 5);
}

#[test]
fn a_file_that_is_gone_gives_a_finding() {
    let read = read_file(&InputFile { path: "/nowhere/a.xlsx".into(), name: "a.xlsx".into() }, &InputLimits::default());
    assert_eq!(codes(&read), [(Code::UnreadableFile, "a.xlsx".to_owned())]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let target = input(folder.path(), "a.csv", b"a,b\n1,2\n");
    let path = folder.path().join("link.csv");
    std::os::unix::fs::symlink(&target.path, &path).unwrap();
    let read = read_file(&InputFile { path, name: "link.csv".into() }, &InputLimits::default());
    assert!(read.grids.is_empty());
    assert_eq!(codes(&read), [(Code::UnreadableFile, "link.csv".to_owned())]);
}

#[test]
fn a_folder_that_could_not_be_opened_is_an_error_with_its_own_advice() {
    let folder = tempfile::tempdir().unwrap();
    let read = read_file(&InputFile { path: folder.path().to_owned(), name: "回访".into() }, &InputLimits::default());
    assert_eq!(codes(&read), [(Code::UnreadableFile, "回访".to_owned())]);
    assert_eq!(read.findings[0].severity, Severity::Error);
    assert!(!read.findings[0].hint(Lang::English).contains("Excel"));
}
