//! What is read here is what calamine reads, and whatever is unusual is left to it.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;
use crate::input::grid::Area;
use crate::input::read_tests::{cells, xlsx_of};
use crate::settings::InputLimits;

/// The sheets as this room reads them; `None` where it leaves them to calamine.
fn quickly(bytes: &[u8]) -> Option<Vec<Grid>> {
    quickly_with_damage(bytes).map(|(grids, _)| grids)
}

fn quickly_with_damage(bytes: &[u8]) -> Option<Sheets> {
    read(bytes, &"file".into(), &mut Budget::new(&InputLimits::default()))
}

/// The sheets that hold a cell, and what was found, as calamine reads them.
/// `None` where calamine gives up a sheet, or the book.
fn by_calamine(bytes: &[u8]) -> Option<Vec<Grid>> {
    let mut budget = Budget::new(&InputLimits::default());
    let (grids, findings) = crate::input::workbook::by_calamine(bytes, &"file".into(), &mut budget).ok()?;
    let sheets = |grids: Vec<Grid>| grids.into_iter().filter(|grid| !grid.cells.is_empty()).collect();
    findings.is_empty().then(|| sheets(grids))
}

/// What is told of a sheet.
fn told(grid: &Grid) -> (Option<&str>, bool, u32, bool, Vec<String>, &[Area]) {
    (grid.sheet.as_deref(), grid.hidden, grid.hidden_rows, grid.dates_1904, cells(grid), &grid.merges)
}

/// Where this room reads the file, calamine reads the same; whether it does.
fn agrees(bytes: &[u8]) -> bool {
    let Some((quick, damage)) = quickly_with_damage(bytes) else { return false };
    // What calamine reads over is told here.
    if !damage.is_empty() {
        return true;
    }
    let Some(slow) = by_calamine(bytes) else { return true };
    let quick = quick.iter().filter(|grid| !grid.cells.is_empty());
    assert_eq!(quick.map(told).collect::<Vec<_>>(), slow.iter().map(told).collect::<Vec<_>>());
    true
}

/// A sheet of these rows.
fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// A workbook of one sheet and these shared texts.
fn book(rows: &str, strings: &str) -> Vec<u8> {
    xlsx_of("", &[sheet(rows)], Some(&format!("<sst>{strings}</sst>")))
}

#[test]
fn a_workbook_of_a_spreadsheet_program_is_read() {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    let sheet = workbook.add_worksheet().set_name("9月").unwrap();
    for (row, text) in
        ["工单号", " 李 娜 ", "A & B < C > \"D\"", "一行\n二行\t\r\n", "_x000D_", "   ", ""].iter().enumerate()
    {
        sheet.write_string(row as u32, 0, *text).unwrap();
        sheet.write_string(row as u32, 3, format!("{text}{row}")).unwrap();
    }
    for (row, number) in [0.0, -0.5, 1.0 / 3.0, 1e300, -1e-300, 123_456_789_012_345_680.0, 41_530.5].iter().enumerate()
    {
        sheet.write_number(row as u32, 1, *number).unwrap();
        sheet.write_number_with_format(row as u32, 2, *number, &date).unwrap();
    }
    sheet.write_rich_string(9, 0, &[(&plain, "投"), (&bold, "诉 & "), (&plain, " 单")]).unwrap();
    sheet.write_formula(9, 1, Formula::new("=\"a\"&\"<\"").set_result("a<")).unwrap();
    sheet.write_formula(9, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_boolean(9, 3, true).unwrap();
    sheet.write_blank(9, 4, &bold).unwrap();
    sheet.set_row_hidden(3).unwrap().set_column_hidden(9).unwrap();
    workbook.add_worksheet().set_name("空").unwrap();
    workbook.add_worksheet().set_name("旧").unwrap().set_hidden(true).write_number(1_048_575, 16_383, 1).unwrap();
    assert!(agrees(&workbook.save_to_buffer().unwrap()));
}

#[test]
fn what_dealer_systems_write_is_read() {
    let strings = concat!(
        "<si><t>成功</t></si>\n <si><t xml:space=\"preserve\"> a </t></si><si><t> b\r\n</t></si><si/>",
        "<si><t>投诉</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>",
        "<si><r><rPr><b/><rFont val=\"宋体\"/></rPr><t>一</t></r><r><t xml:space=\"preserve\"> 二&#65;&amp;</t></r>",
        "<rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></si><si><t>a&lt;b_x0041__x00g1__x</t></si>"
    );
    let rows = concat!(
        "<row r=\"1\" spans=\"1:3\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>",
        "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"AA1\" t=\"s\"><v>4</v></c></row>\n",
        "<row r=\"3\" hidden=\"1\">  <c t=\"s\"><v>5</v></c> <c s=\"1\"><v>41530.5</v></c><c s=\"1\" t=\"n\"><v>7</v></c></row>",
        "<row/><row r=\"7\"><c t=\"inlineStr\"><is><t>成功</t></is></c><c t=\"str\"><f>A1</f><v>x &amp; y</v></c>",
        "<c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c><c/><c s=\"9\"><v></v></c><c><f/><v>-1.5E-3</v></c></row>",
        "<row><c t=\"s\"><v>6</v></c><c t=\"inlineStr\"><is><r><t>一</t></r><r><t>二</t></r></is></c></row>"
    );
    let bytes = book(rows, strings);
    assert!(agrees(&bytes));
    let texts = [
        "A1 \"成功\"",
        "B1 \" a \"",
        "C1 \"b\"",
        "AA1 \"投诉\"",
        "A3 \"一 二A&\"",
        "B3 date 41530.5",
        "C3 date 7",
        "A7 \"成功\"",
        "B7 \"x & y\"",
        "C7 false",
        "D7 #N/A",
        "G7 -0.0015",
        "A8 \"a<bA_x00g1__x\"",
        "B8 \"一二\"",
    ];
    let read = quickly(&bytes).unwrap();
    assert_eq!(cells(&read[0]), texts);
    assert_eq!(read[0].hidden_rows, 1);
}

#[test]
fn several_sheets_share_their_texts_and_years_from_1904_are_known() {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"x\"><dimension ref=\"A1:B2\"/><cols><col min=\"1\"/></cols>";
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let sheets = [
        format!("{head}<sheetData>{row}</sheetData><mergeCells/></worksheet>"),
        format!("{head}<sheetData/></worksheet>"),
        sheet(row),
    ];
    let strings = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "长".repeat(500));
    let bytes = xlsx_of("<workbookPr date1904=\"1\"/>", &sheets, Some(&strings));
    assert!(agrees(&bytes));
    let read = quickly(&bytes).unwrap();
    assert!(Arc::ptr_eq(&read[0].texts, &read[2].texts) && read[0].dates_1904);
}

#[test]
fn whatever_is_unusual_is_left_to_calamine() {
    let rows = [
        "<x:row><x:c><x:v>1</x:v></x:c></x:row>",
        "<row><!-- a --><c><v>1</v></c></row>",
        "<row><c t=\"str\"><v><![CDATA[<row]]></v></c></row>",
        "<row><c t=\"d\"><v>2013-09-01</v></c></row>",
        "<row><c t='s'><v>0</v></c></row>",
        "<row r=\"1048577\"><c><v>1</v></c></row>",
        "<row><c><v>-0.</v></c></row>",
        "<row><c t=\"s\"><v>+1</v></c></row>",
        "<row><c><v>1</v><f>A1</f></c></row>",
        "<c><v>1</v></c>",
        "<row><c><v>1</v></c></row></row>",
        "<row><c><v>1</v></c></row><extLst/>",
        "<row><c><v>1</v>",
    ];
    for rows in rows {
        assert!(quickly(&book(rows, "<si><t>a</t></si>")).is_none(), "{rows}");
    }
    let usual = "<row><c><v>1</v></c></row>";
    for strings in ["<si><x:t>a</x:t></si>", "<si><t>a</t></si><t/>", "<si><t>_xD83D__xDCF7_</t></si>"] {
        assert!(quickly(&book(usual, strings)).is_none(), "{strings}");
    }
    let with_head = |head: &str| xlsx_of("", &[format!("{head}<sheetData>{usual}</sheetData></worksheet>")], None);
    assert!(quickly(&with_head("<worksheet>")).is_some());
    for head in ["<?xml version=\"1.0\" encoding=\"GB18030\"?><worksheet>", "<worksheet a=\"<\">"] {
        assert!(quickly(&with_head(head)).is_none(), "{head}");
    }
    assert!(quickly(b"PK\x03\x04 and then nothing").is_none());
}

#[test]
fn merged_cells_and_formulas_that_no_program_has_calculated_are_told() {
    let rows = concat!(
        "<row><c t=\"str\"><v>a</v></c><c><f>1</f><v>0</v></c><c><f>1</f><v>0.0</v></c><c t=\"str\"><f>1</f><v></v></c></row>",
        "<row><c><f t=\"shared\" si=\"0\"/><v/></c><c t=\"str\"><f>1</f></c><c><v>0</v></c><c t=\"b\"><f>1</f><v>0</v></c></row>",
        "<row/><row><c><f>1</f><v>7</v></c></row>"
    );
    let merges = "<mergeCells count=\"3\"><mergeCell ref=\"A1:B3\"/><mergeCell ref=\"C1:D1\"/><mergeCell ref=\"D2:D4\"/></mergeCells>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{merges}<x/></worksheet>");
    let read = |head: &str, sheet: &str| {
        let bytes = xlsx_of(head, &[sheet.to_owned()], None);
        assert!(agrees(&bytes), "{head}");
        quickly(&bytes).unwrap().remove(0)
    };
    let grid = read("", &sheet);
    let area = |row, last_row, col, last_col| Area { row, last_row, col, last_col };
    assert_eq!(grid.merges, [area(0, 2, 0, 1), area(1, 3, 3, 3)]);
    let calculated = ["A1 \"a\"", "B1 0", "C1 0", "A2 公式没有结果", "B2 公式没有结果", "C2 0", "D2 false", "A4 7"];
    assert_eq!(cells(&grid), calculated);
    let to_be = ["B1 公式没有结果", "C1 公式没有结果"];
    let expected: Vec<&str> = [&calculated[..1], &to_be, &calculated[3..]].concat();
    assert_eq!(cells(&read("<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>", &sheet)), expected);
    let alone = self::sheet("<row><c><f>1</f><v>0.0</v></c></row>");
    assert_eq!(cells(&read("<calcPr calcId=\"1\"/>", &alone)), ["A1 公式没有结果"], "a program in Java");
    let alone = self::sheet("<row><c><f>1</f><v>0</v></c></row>");
    assert_eq!(cells(&read("<calcPr calcId=\"1\"/>", &alone)), ["A1 0"]);
    assert_eq!(cells(&read("", &alone)), ["A1 公式没有结果"], "a program that calculates nothing and says so");
}

#[test]
fn a_damaged_value_is_kept_for_a_finding_and_does_not_cost_the_sheet() {
    let rows = concat!(
        "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>77</v></c><c><v>1,5</v></c><c t=\"e\"><v>#SPILL!</v></c></row>",
        "<row><c><f>A1</f></c><c><f>A1</f><v></v></c><c><v>2</v></c></row>"
    );
    let head = ["<dimension ref=\"B2:A1\"/>", "<dimension/>", "<dimension ref=\"A:D\"/>"];
    for head in head {
        let sheet = format!("<worksheet>{head}<sheetData>{rows}</sheetData></worksheet>");
        let (read, found) = quickly_with_damage(&xlsx_of("", &[sheet], Some("<sst><si><t>a</t></si></sst>"))).unwrap();
        assert_eq!(cells(&read[0]), ["D1 #SPILL!", "A2 公式没有结果", "B2 公式没有结果", "C2 2"]);
        let found: Vec<_> = found.iter().map(|it| (it.place.to_string(), it.value.as_deref())).collect();
        let told = |place: &str, left| (format!("file › 表0 › {place}"), Some(left));
        assert_eq!(found, [told("A1", "1"), told("B1", "77"), told("C1", "1,5")]);
    }
}

#[test]
fn a_damaged_cell_is_told_at_its_place_and_its_neighbours_are_read() {
    let row = |cell: &str| format!("<row r=\"2\"><c r=\"A2\"><v>1</v></c>{cell}<c r=\"C2\"><v>3</v></c></row>");
    for (cell, place, left) in [
        ("<c r=\"B2\" t=\"s\"><v>x</v></c>", "B2", "x"),
        ("<c r=\"ABCD2\"><v>7</v></c>", "B2", "7"),
        ("<c r=\"B3\"><v>7</v></c>", "B2", "7"),
        ("<c r=\"B2\"><f>A1&B1</f><v>7</v></c>", "B2", "A1&B17"),
        ("<c r=\"B2\"><w>7</w></c>", "B2", "7"),
        ("<c r=\"B2\"><v>7</w></c>", "B2", "7"),
        ("<c r=\"B2\"><v><</v></c>", "B2", "<c r=\"B2\"><v><</v></c>"),
        ("<c r=\"B2\" u=\"s\"><v>0</v></c>", "B2", "0"),
    ] {
        let (read, found) = quickly_with_damage(&book(&row(cell), "<si><t>a</t></si>")).unwrap();
        assert_eq!(cells(&read[0]), ["A2 1", "C2 3"], "{cell}");
        let found: Vec<_> = found.iter().map(|it| (it.place.to_string(), it.value.as_deref().unwrap())).collect();
        assert_eq!(found, [(format!("file › 表0 › {place}"), left)], "{cell}");
    }
    let texts = "<si><u>a</u></si><si><t>&unknown;</t></si><si><t>c</t></si>";
    let row = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>";
    assert_eq!(cells(&quickly(&book(row, texts)).unwrap()[0]), ["C1 \"c\""]);
}

#[test]
fn what_calamine_reads_over_is_told_of_a_book_that_is_left_to_it() {
    let found = |rows: &str, strings: &str| {
        let bytes = book(&format!("<!-- -->{rows}"), strings);
        assert!(quickly(&bytes).is_none(), "{rows}");
        let mut budget = Budget::new(&InputLimits::default());
        let read = crate::input::workbook::by_calamine(&bytes, &"file".into(), &mut budget);
        read.map(|(grids, found)| {
            let found: Vec<_> = found.iter().map(|it| it.place.to_string()).collect();
            (grids.iter().flat_map(cells).collect::<Vec<_>>(), found)
        })
    };
    let texts = "<si><t>a</t></si>";
    let of = |rows: &str| found(rows, texts).unwrap();
    let sheet = |cells: &[&str], places: &[&str]| -> (Vec<String>, Vec<String>) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        (owned(cells), owned(places))
    };
    assert_eq!(of("<row><c t=\"s\"><v>0</v></c></row>"), sheet(&["A1 \"a\""], &[]));
    assert_eq!(of("<row><c t=\"s\"><v>x</v></c><c><v>1</v></c></row>"), sheet(&["B1 1"], &["file › 表0 › A1"]));
    assert_eq!(of("<row><d><v>1</v></d><c><v>1</v></c></row>"), sheet(&["A1 1"], &["file › 表0"]));
    assert!(found("<row><c t=\"s\"><v>0</v></c></row>", "<sj><t>b</t></sj><si><t>a</t></si>").is_err());
}

#[test]
fn a_row_that_never_ends_and_a_limit_that_is_passed_are_left_to_calamine() {
    let endless = format!("<row>{}</row>", " ".repeat(1 << 17));
    assert!(quickly(&book(&endless, "")).is_none());
    let bytes = book("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>", "<si><t>四个汉字</t></si>");
    let with = |limits: InputLimits| read(&bytes, &"file".into(), &mut Budget::new(&limits)).is_some();
    assert!(with(InputLimits { cells: 2, cell_chars: 4, ..InputLimits::default() }));
    assert!(!with(InputLimits { cells: 1, ..InputLimits::default() }));
    assert!(!with(InputLimits { cell_chars: 3, ..InputLimits::default() }));
}

#[test]
fn a_sheet_reads_the_same_wherever_its_pieces_are_cut() {
    let row = |row: usize| -> String {
        // Rows of all lengths, some longer than a piece and its room; some do not say which they are.
        let number = if row.is_multiple_of(3) { String::new() } else { format!(" r=\"{row}\"") };
        let texts: String =
            (0..row % 7).map(|cell| format!("<c t=\"str\"><v>{}</v></c>", "长".repeat(row + cell))).collect();
        let damaged = if row == 17 { "<c r=\"Z17\" t=\"s\"><v>x</v></c>" } else { "" };
        format!("<row{number}><c t=\"s\"><v>{}</v></c><c/><c><v>{row}</v></c>{texts}{damaged}</row>", row % 2)
    };
    let rows: String = (1..40).map(row).collect();
    let read = |blanks: usize| {
        let merges = "<mergeCells><mergeCell ref=\"A3:B9\"/></mergeCells>";
        let blanks = " ".repeat(blanks);
        let sheet = format!("<worksheet>{blanks}<sheetData>{rows}</sheetData>{merges}</worksheet>");
        let texts = format!("<sst>{blanks}<si><t>a</t></si><si><t>{}</t></si></sst>", "b".repeat(250));
        let (grids, found) = quickly_with_damage(&xlsx_of("", &[sheet], Some(&texts))).unwrap();
        let found: Vec<_> = found.iter().map(|it| (it.place.to_string(), it.value.clone())).collect();
        (cells(&grids[0]), grids[0].merges.clone(), found)
    };
    let whole = read(0);
    assert_eq!(
        (whole.0.len(), whole.1.len(), whole.2.len()),
        (39 * 2 + (1..40).map(|row| row % 7).sum::<usize>(), 1, 1)
    );
    for blanks in 1..110 {
        assert_eq!(read(blanks), whole, "{blanks}");
    }
}

#[test]
fn what_is_broken_in_the_middle_of_a_piece_is_left_to_calamine_wherever_it_stands() {
    let row =
        |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c><c r=\"B{row}\"><v>1</v></c></row>");
    for broken in 1..30 {
        for (what, instead) in [("</c></row>", "</c></rox>"), ("<row r=", "<row q="), ("<c r=\"B", "<d r=\"B")] {
            let rows: String =
                (1..30).map(|it| if it == broken { row(it).replace(what, instead) } else { row(it) }).collect();
            assert!(quickly(&book(&rows, "")).is_none(), "row {broken}: {instead}");
        }
    }
}

/// Every .xlsx that lies in these folders.
fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            workbooks(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xlsx" || extension == "xlsm") {
            found.push(path);
        }
    }
}

#[test]
fn every_workbook_of_the_project_reads_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["examples", "fixtures"] {
        workbooks(&root.join(folder), &mut found);
    }
    let quick = found.iter().filter(|path| agrees(&fs::read(path).unwrap())).count();
    assert!(quick > 0, "none of {} workbooks was read here", found.len());
}

/// Pieces of the XML of sheets, usual and unusual ones.
const SNIPPETS: [&str; 33] = [
    "<row>",
    "<row r=\"2\">",
    "<row r=\"9\" hidden=\"1\"/>",
    "</row>",
    "<c>",
    "<c r=\"B2\">",
    "<c t=\"s\">",
    "<c s=\"1\">",
    "<c t=\"str\">",
    "<c t=\"inlineStr\">",
    "<c r=\"C1\" t=\"b\"/>",
    "</c>",
    "<v>",
    "</v>",
    "<v/>",
    "<f>A1</f>",
    "<f t=\"shared\" si=\"0\"/>",
    "<v>0</v>",
    "<v>0.0</v>",
    "<v></v>",
    "</sheetData><mergeCells><mergeCell ref=\"A1:B9\"/></mergeCells><sheetData>",
    "1",
    "0",
    " ",
    "&amp;",
    "&#65;",
    "_x0041_",
    "<is>",
    "</is>",
    "<t>",
    "</t>",
    "<!-- -->",
    "</sheetData>",
];

/// What a cell may state of itself, and what stands in it.
const PLACES: [&str; 7] = ["", " r=\"A2\"", " r=\"B2\"", " r=\"XFD2\"", " r=\"a2\"", " r=\"C0002\"", " r=\"C3\""];
const STYLES: [&str; 5] = ["", " s=\"0\"", " s=\"1\"", " s=\"77\"", " s=\"-1\""];
const KINDS: [&str; 8] =
    ["", " t=\"s\"", " t=\"str\"", " t=\"n\"", " t=\"b\"", " t=\"e\"", " t=\"inlineStr\"", " t=\"q\""];
const VALUES: [&str; 11] = ["", "0", "1", "2", "9", "41530.5", "-1.5E-3", "1,5", "a &amp; b", "#N/A", "_x0041_"];

proptest! {
    /// Sheets made of anything: whoever reads one here must read what calamine reads.
    #[test]
    fn no_sheet_reads_differently(parts in prop::collection::vec(0..SNIPPETS.len(), 0..24)) {
        let rows: String = parts.into_iter().map(|part| SNIPPETS[part]).collect();
        agrees(&book(&rows, "<si><t>a</t></si><si><t> b</t></si>"));
        agrees(&xlsx_of("<calcPr fullCalcOnLoad=\"1\"/>", &[sheet(&rows)], None));
        agrees(&book("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>", &rows.replace("row", "si")));
    }

    /// A cell that is written as nearly every program writes it is passed at once; with one more blank it is read tag by tag.
    #[test]
    fn a_plain_cell_reads_as_one_that_is_read_tag_by_tag(
        stated in prop::collection::vec((0..PLACES.len(), 0..STYLES.len(), 0..KINDS.len(), 0..VALUES.len()), 1..5),
    ) {
        let rows = |blank: &str| -> String {
            let cell = |&(place, style, kind, value): &(usize, usize, usize, usize)| {
                format!("<c{}{}{}{blank}><v>{}</v></c>", PLACES[place], STYLES[style], KINDS[kind], VALUES[value])
            };
            format!("<row r=\"2\">{}</row>", stated.iter().map(cell).collect::<String>())
        };
        let of = |blank| {
            let texts = "<si><t>a</t></si><si><u>b</u></si><si><t> </t></si>";
            quickly_with_damage(&book(&rows(blank), texts)).map(|(grids, found)| {
                // Of a cell without a text its tags are shown, with the blank.
                let told = |it: &Finding| (it.place.to_string(), it.value.clone().filter(|left| !left.starts_with('<')));
                (cells(&grids[0]), grids[0].texts.len(), found.iter().map(told).collect::<Vec<_>>())
            })
        };
        prop_assert_eq!(of(""), of(" "));
    }

    /// Usual sheets with one stretch cut out and another put in twice.
    #[test]
    fn no_damaged_sheet_reads_differently(from in 0..600_usize, length in 0..12_usize, to in 0..600_usize, again in 0..12_usize) {
        let rows = concat!(
            "<row r=\"1\" spans=\"1:3\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>41530.5</v></c></row>",
            "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"inlineStr\"><is><t>a &amp; b</t></is></c><c r=\"B2\" t=\"b\"><v>1</v></c></row>",
            "<row r=\"3\"><c r=\"A3\" t=\"str\"><f>A1&amp;A2</f><v>x_x0041_</v></c><c r=\"B3\" t=\"e\"><v>#N/A</v></c></row>",
            "<row r=\"4\"><c r=\"A4\"><v>12</v></c><c r=\"B4\" s=\"1\"/><c r=\"C4\" t=\"n\"><v>-0.25</v></c></row>"
        );
        let (from, to) = (from.min(rows.len()), to.min(rows.len()));
        let cut = format!("{}{}", &rows[..from], &rows[(from + length).min(rows.len())..]);
        let to = to.min(cut.len());
        let damaged = format!("{}{}{}", &cut[..to], &cut[to.saturating_sub(again)..to], &cut[to..]);
        agrees(&book(&damaged, "<si><t>a</t></si>"));
    }
}
