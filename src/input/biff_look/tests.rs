use super::*;
use crate::base::address::CellRef;

pub(in crate::input) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((data.len() as u16).to_le_bytes());
    bytes.extend(data);
    bytes
}

/// A BIFF8 workbook stream of one sheet `S` with a number 1.5 at each place; `extra` goes before its cells.
pub(in crate::input) fn workbook_stream(cells: &[(u16, u16)], extra: &[u8]) -> Vec<u8> {
    let bof = |kind: u16| {
        let mut data = 0x0600_u16.to_le_bytes().to_vec();
        data.extend(kind.to_le_bytes());
        data.extend([0; 12]);
        record(BOF, &data)
    };
    let mut globals = bof(5);
    globals.extend(record(0x0042, &1200_u16.to_le_bytes()));
    let sheet_start = (globals.len() + 4 + 9 + 4) as u32;
    let mut bound = sheet_start.to_le_bytes().to_vec();
    bound.extend([0, 0, 1, 0, b'S']);
    globals.extend(record(BOUND_SHEET, &bound));
    globals.extend(record(EOF, &[]));
    let mut stream = globals;
    stream.extend(bof(0x10));
    stream.extend(extra);
    for (row, col) in cells {
        let mut data = Vec::new();
        data.extend(row.to_le_bytes());
        data.extend(col.to_le_bytes());
        data.extend([0, 0]);
        data.extend(1.5_f64.to_le_bytes());
        stream.extend(record(0x0203, &data));
    }
    stream.extend(record(EOF, &[]));
    stream
}

fn refused(stream: &[u8]) -> Option<crate::base::finding::Code> {
    look(stream, &InputLimits::default()).err().map(|problem| problem.code)
}

#[test]
fn a_usual_sheet_passes() {
    assert_eq!(refused(&workbook_stream(&[(0, 0), (3, 5)], &[])), None);
}

#[test]
fn two_cells_in_opposite_corners_are_refused() {
    let stream = workbook_stream(&[(0, 0), (65_535, 65_535)], &[]);
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::LimitExceeded));
}

#[test]
fn one_sheet_under_many_names_is_refused() {
    let usual = workbook_stream(&[(0, 0), (3, 5)], &[]);
    let bound = usual.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
    let entry = usual[bound..bound + HEAD + 9].to_vec();
    let mut stream = [&usual[..bound], &entry.repeat(40), &usual[bound + entry.len()..]].concat();
    let start = (stream.len() - (usual.len() - (bound + entry.len()))) as u32 + HEAD as u32;
    for at in (0..40).map(|name| bound + name * entry.len() + HEAD) {
        stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
    }
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::UnreadableFile));
}

#[test]
fn a_long_text_that_very_many_cells_share_is_refused() {
    let mut texts = vec![1, 0, 0, 0, 1, 0, 0, 0];
    texts.extend((8_000_u16).to_le_bytes());
    texts.push(0);
    texts.extend([b'x'; 8_000]);
    let cell = |row: u16, col: u16| {
        let place = [row.to_le_bytes(), col.to_le_bytes()].concat();
        record(SHARED_TEXT, &[place, vec![0; 6]].concat())
    };
    let book = |rows: u16| {
        let cells: Vec<u8> = (0..rows).flat_map(|row| (0..50).flat_map(move |col| cell(row, col))).collect();
        let stream = workbook_stream(&[], &cells);
        let globals = record(BOF, &[0, 6, 5, 0]).len() + 12;
        let added = record(SHARED_TEXTS, &texts);
        let bound = stream.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
        let start = u32_at(&stream, bound + HEAD).unwrap() + added.len() as u32;
        let mut stream = [&stream[..globals], &added, &stream[globals..]].concat();
        let at = bound + added.len() + HEAD;
        stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
        stream
    };
    assert_eq!(refused(&book(100)), None);
    assert_eq!(refused(&book(1_500)), Some(crate::base::finding::Code::LimitExceeded));
}

#[test]
fn a_text_without_its_formula_counts_as_the_first_cell() {
    let text = record(STRING, &[1, 0, b'a']);
    let stream = workbook_stream(&[(46_848, 50_631)], &text);
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::LimitExceeded));
    assert_eq!(refused(&workbook_stream(&[(3, 5)], &text)), None);
}

#[test]
fn merged_cells_and_formulas_to_be_calculated_are_found() {
    let formula = |col: u16, result: [u8; 8], flags: u16| {
        let head = [3_u16, col, 0].into_iter().flat_map(u16::to_le_bytes);
        let rest = [flags, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes);
        record(FORMULA, &head.chain(result).chain(rest).collect::<Vec<_>>())
    };
    let records = [
        formula(0, NOUGHT, 2),
        formula(1, EMPTY_TEXT, 3),
        formula(2, NOUGHT, 1),
        formula(3, EMPTY_TEXT, 0),
        formula(4, 7.5_f64.to_le_bytes(), 2),
        formula(5, FOUR, 2),
        record(MERGE_CELLS, &[1, 0, 2, 0, 5, 0, 1, 0, 3, 0, 9, 9]),
    ];
    let found = look(&workbook_stream(&[(0, 0)], &records.concat()), &InputLimits::default()).ok().unwrap();
    assert_eq!(found.sheets[0].not_calculated, [Area::of_cell(3, 0), Area::of_cell(3, 1)]);
    assert_eq!(found.sheets[0].merges, [Area { row: 2, last_row: 5, col: 1, last_col: 3 }]);
    let look = |records: &[u8]| look(&workbook_stream(&[(0, 0)], records), &InputLimits::default());
    let of_java = [&formula(0, FOUR, 2)[..HEAD + 16], &BEHIND_FOUR, &[0, 0]].concat();
    assert_eq!(look(&of_java).ok().unwrap().sheets[0].not_calculated, [Area::of_cell(3, 0)]);
    let text = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let texts = [formula(0, text, 0), record(STRING, &[1, 0, 0, b'a']), formula(1, text, 0)].concat();
    assert_eq!(look(&texts).ok().unwrap().sheets[0].not_calculated, [Area::of_cell(3, 1)], "a text that never comes");
    let of_python = formula(2, EMPTY_TEXT, 0);
    assert_eq!(look(&of_python).ok().unwrap().sheets[0].not_calculated, [Area::of_cell(3, 2)]);
    let with_another = [of_python, formula(3, 7.5_f64.to_le_bytes(), 0)].concat();
    assert!(look(&with_another).ok().unwrap().sheets[0].not_calculated.is_empty(), "an empty text that was calculated");
}

#[test]
fn stated_dimensions_are_forgotten_and_nothing_else() {
    let stated = [
        record(DIMENSIONS, &[0; 14]),
        record(DIMENSIONS, &[0, 0x2E, 2, 0, 0, 0, 3, 0, 0, 0]),
        record(DIMENSIONS, &[1]),
    ];
    let mut stream = workbook_stream(&[(0, 0), (3, 5)], &stated.concat());
    let before = stream.clone();
    let found = look(&stream, &InputLimits::default()).ok().unwrap();
    forget(&mut stream, &found.dimensions);
    let kinds = |stream: &[u8]| Records(stream).map(|(kind, data)| (kind, data.to_vec())).collect::<Vec<_>>();
    let expected = kinds(&before).into_iter().map(|(kind, data)| (if kind == DIMENSIONS { BLANK } else { kind }, data));
    assert_eq!(kinds(&stream), expected.collect::<Vec<_>>());
    assert_eq!(found.dimensions.len(), 3);
}

#[test]
fn sheets_that_begin_inside_one_another_are_refused() {
    // What is a record of the second is the data of a record of the first.
    let inner = record(DIMENSIONS, &[0; 14]);
    let usual = workbook_stream(&[(0, 0)], &record(0x0FFF, &inner));
    let bound = usual.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
    let entry = usual[bound..bound + HEAD + 9].to_vec();
    let mut stream = [&usual[..bound], &entry.repeat(2), &usual[bound + entry.len()..]].concat();
    let first = u32_at(&stream, bound + HEAD).unwrap() + entry.len() as u32;
    let second = first + (HEAD + 16 + HEAD) as u32;
    for (number, start) in [first, second].into_iter().enumerate() {
        let at = bound + number * entry.len() + HEAD;
        stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
    }
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::UnreadableFile));
}

/// A formula in A1 of so many bytes, each the operand of a name.
fn formula_of_names(bytes: u16) -> Vec<u8> {
    record(FORMULA, &[vec![0; 20], bytes.to_le_bytes().to_vec(), vec![0x23; bytes.into()]].concat())
}

#[test]
fn texts_and_formulas_that_would_swell_are_refused() {
    let limit_exceeded = Some(crate::base::finding::Code::LimitExceeded);
    // Texts of some bytes that claim to be the longest: the library makes room for them.
    let label = record(LABEL, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, b'a']);
    assert_eq!(refused(&workbook_stream(&[], &label.repeat(100))), None);
    assert_eq!(refused(&workbook_stream(&[], &label.repeat(9_000))), limit_exceeded);
    let text = record(STRING, &[0xFF, 0xFF, 0, b'a']);
    assert_eq!(refused(&workbook_stream(&[], &text.repeat(9_000))), limit_exceeded);
    // The name of the sheet is short here; a long one is written out for every operand.
    let with_name = |formulas: &[u8]| {
        let mut stream = workbook_stream(&[], formulas);
        let bound = stream.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
        stream[bound + HEAD + 6] = 0xFF;
        stream
    };
    assert_eq!(refused(&with_name(&formula_of_names(1_800).repeat(100))), None);
    assert_eq!(refused(&with_name(&formula_of_names(1_800).repeat(2_500))), limit_exceeded);
    let longest = formula_of_names(LONGEST_FORMULA as u16 + 1);
    assert_eq!(refused(&with_name(&longest)), Some(crate::base::finding::Code::UnreadableFile));
}

/// A workbook stream with these records before its list of sheets.
fn with_globals(stream: &[u8], records: &[u8]) -> Vec<u8> {
    let globals = record(BOF, &[0; 16]).len();
    let bound = stream.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
    let start = u32_at(stream, bound + HEAD).unwrap() + records.len() as u32;
    let mut stream = [&stream[..globals], records, &stream[globals..]].concat();
    let at = bound + records.len() + HEAD;
    stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
    stream
}

#[test]
fn rows_that_are_hidden_or_struck_through_are_found() {
    let font = |flags: u16| record(FONT, &[[0xC8, 0], flags.to_le_bytes(), [0; 2]].concat());
    let format = |font: u16| record(FORMAT, &[font.to_le_bytes(), [0; 2]].concat());
    // The font behind the fourth has the number 5.
    let fonts = [font(0), font(0), font(0), font(0), font(STRIKES)].concat();
    let globals = [fonts, format(5), format(0)].concat();
    let row =
        |row: u16, end: u16, flags: u16| record(ROW, &[row, 0, end, 0, 0, 0, flags].map(u16::to_le_bytes).concat());
    let row_of_two = record(MUL_RK, &[5_u16, 2, 0, 0, 0, 0, 0, 0, 3].map(u16::to_le_bytes).concat());
    let rows = [row(0, 1, 0), row(3, 6, HIDDEN), row(4, 0, HIDDEN), row_of_two].concat();
    let stream = with_globals(&workbook_stream(&[(6, 0), (6, 1)], &rows), &globals);
    let look = &look(&stream, &InputLimits::default()).ok().unwrap().sheets[0];
    assert_eq!((look.hidden_rows, &*look.struck), (1, &[CellRef { row: 5, col: 2 }, CellRef { row: 6, col: 0 }][..]));
    let plain = with_globals(&workbook_stream(&[(6, 0), (6, 1)], &rows), &[font(STRIKES), font(0), format(1)].concat());
    assert!(super::look(&plain, &InputLimits::default()).ok().unwrap().sheets[0].struck.is_empty());
}

#[test]
fn shared_texts_in_countless_records_are_refused() {
    let book = |pieces: usize| {
        let texts = [record(SHARED_TEXTS, &[0; 8]), record(CONTINUE, &[]).repeat(pieces)].concat();
        with_globals(&workbook_stream(&[(0, 0)], &[]), &texts)
    };
    assert_eq!(refused(&book(1_000)), None);
    assert_eq!(refused(&book(MOST_PIECES + 1)), Some(crate::base::finding::Code::UnreadableFile));
}

#[test]
fn a_password_of_either_kind_is_told() {
    let mut stream = record(BOF, &[0, 6, 5, 0]);
    stream.extend(record(FILE_PASS, &[0, 0, 1, 2, 3, 4]));
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::PasswordProtected));
}
