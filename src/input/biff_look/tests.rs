use super::*;

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
    assert_eq!(found.0[0].not_calculated, [Area::of_cell(3, 0), Area::of_cell(3, 1)]);
    assert_eq!(found.0[0].merges, [Area { row: 2, last_row: 5, col: 1, last_col: 3 }]);
    let look = |records: &[u8]| look(&workbook_stream(&[(0, 0)], records), &InputLimits::default());
    let of_java = [&formula(0, FOUR, 2)[..HEAD + 16], &BEHIND_FOUR, &[0, 0]].concat();
    assert_eq!(look(&of_java).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 0)]);
    let text = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let texts = [formula(0, text, 0), record(STRING, &[1, 0, 0, b'a']), formula(1, text, 0)].concat();
    assert_eq!(look(&texts).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 1)], "a text that never comes");
    let of_python = formula(2, EMPTY_TEXT, 0);
    assert_eq!(look(&of_python).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 2)]);
    let with_another = [of_python, formula(3, 7.5_f64.to_le_bytes(), 0)].concat();
    assert!(look(&with_another).ok().unwrap().0[0].not_calculated.is_empty(), "an empty text that was calculated");
}

#[test]
fn forged_dimensions_are_refused() {
    let mut data = vec![0; 14];
    data[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    data[10..12].copy_from_slice(&256_u16.to_le_bytes());
    let stream = workbook_stream(&[(0, 0)], &record(DIMENSIONS, &data));
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::UnreadableFile));
}

#[test]
fn a_password_of_either_kind_is_told() {
    let mut stream = record(BOF, &[0, 6, 5, 0]);
    stream.extend(record(FILE_PASS, &[0, 0, 1, 2, 3, 4]));
    assert_eq!(refused(&stream), Some(crate::base::finding::Code::PasswordProtected));
}
