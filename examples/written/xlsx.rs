//! Writes a workbook as .xlsx: the parts of a package that a reader needs, texts in the cells themselves.

use anyhow::Result;

use super::grid::{Book, Cell, Merge, Sheet};
use super::package::{self, escape};

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#;
pub const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET_NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// Three cell formats: plain, day, day with its time.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    package::write(&parts(book))
}

/// The parts of the package.
pub fn parts(book: &Book) -> Vec<(String, String)> {
    let mut types = CONTENT_TYPES.to_owned();
    let mut relations = RELATIONS.to_owned();
    let mut list = String::new();
    let mut sheets = Vec::new();
    for (number, sheet) in (1..).zip(&book.sheets) {
        types += &format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
        );
        relations += &format!(
            r#"<Relationship Id="rId{number}" Type="{TYPE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        let state = if sheet.hidden { r#" state="hidden""# } else { "" };
        let name = escape(&sheet.name);
        list += &format!(r#"<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>"#);
        sheets.push((format!("xl/worksheets/sheet{number}.xml"), sheet_part(book, sheet)));
    }
    types += r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
    relations += &format!(r#"<Relationship Id="rStyles" Type="{TYPE}/styles" Target="styles.xml"/></Relationships>"#);
    let properties = if book.dates_1904 { r#"<workbookPr date1904="1"/>"# } else { "" };
    let workbook = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="{SHEET_NAMESPACE}" xmlns:r="{TYPE}">{properties}<sheets>{list}</sheets></workbook>"#
    );
    let package_relations = format!(
        r#"{RELATIONS}<Relationship Id="rId1" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), package_relations),
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    parts.append(&mut sheets);
    parts
}

fn sheet_part(book: &Book, sheet: &Sheet) -> String {
    let mut rows = String::new();
    for (index, cells) in sheet.rows.iter().enumerate() {
        let hidden = if sheet.hidden_rows.contains(&index) { r#" hidden="1""# } else { "" };
        let number = index + 1;
        rows += &format!(r#"<row r="{number}"{hidden}>"#);
        for (col, cell) in (0u32..).zip(cells) {
            rows += &cell_element(book, &format!("{}{number}", column_letters(col)), cell);
        }
        rows += "</row>";
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="{SHEET_NAMESPACE}"><sheetData>{rows}</sheetData>{}</worksheet>"#,
        merges(sheet)
    )
}

fn merges(sheet: &Sheet) -> String {
    if sheet.merges.is_empty() {
        return String::new();
    }
    let place = |row: usize, col: usize| format!("{}{}", column_letters(col as u32), row + 1);
    let merge = |merge: &Merge| {
        let (first, last) = (place(merge.rows.0, merge.cols.0), place(merge.rows.1, merge.cols.1));
        format!(r#"<mergeCell ref="{first}:{last}"/>"#)
    };
    let merges: String = sheet.merges.iter().map(merge).collect();
    format!(r#"<mergeCells count="{}">{merges}</mergeCells>"#, sheet.merges.len())
}

fn cell_element(book: &Book, place: &str, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => {
            let text = escape(text);
            format!(r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
        }
        Cell::Number(number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
        Cell::Day(day) => {
            let serial = book.serial(day.and_time(chrono::NaiveTime::MIN));
            format!(r#"<c r="{place}" s="1"><v>{serial}</v></c>"#)
        }
        Cell::Time(time) => format!(r#"<c r="{place}" s="2"><v>{}</v></c>"#, book.serial(*time)),
        Cell::Flag(flag) => format!(r#"<c r="{place}" t="b"><v>{}</v></c>"#, u8::from(*flag)),
        Cell::Formula => format!(r#"<c r="{place}"><f>1+1</f><v></v></c>"#),
        Cell::Error(wrong) => format!(r#"<c r="{place}" t="e"><v>{}</v></c>"#, wrong.text()),
    }
}

/// `A`, `B`, … `AA`.
pub fn column_letters(col: u32) -> String {
    let mut letters = String::new();
    let mut rest = col + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters
}
