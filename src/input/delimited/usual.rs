//! What the rows of a table of text usually look like, and by that: rows that a stray quote has taken into a cell.
//!
//! A remark with line breaks is a cell like any other, even with a separator in its lines. A line of it is a row where it
//! falls into the cells of the table: as many of them as usual, numbers and dates where the table has them.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::separator::{SAMPLE_RECORDS, has_line_break, reader, sample};

/// Columns looked at, and different shapes kept of one.
const COLUMNS: usize = 64;
const SHAPES: usize = 16;
/// Bytes of a value that make its shape.
const LONGEST_SHAPED: usize = 64;
/// Lines of one cell that fit the table in their number of cells alone, until they are taken for rows.
const LINES_BY_WIDTH: usize = 3;

/// What most rows look like.
pub(super) struct Usual {
    /// Cells of most rows.
    pub(super) width: usize,
    columns: Vec<Column>,
}

#[derive(Default)]
struct Column {
    filled: usize,
    with_digits: usize,
    shapes: BTreeSet<String>,
}

impl Column {
    /// Most of its values hold digits: numbers, days, plates.
    fn is_solid(&self) -> bool {
        self.with_digits > 0 && self.with_digits * 2 >= self.filled
    }
}

/// How the quotes of a cell end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Before a separator or the end of a line, as they should.
    Proper,
    /// Text follows the closing quote.
    WithinText,
    /// Never: the text ends.
    Never,
}

/// What a quoted cell with line breaks is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Quoted {
    /// A text with line breaks.
    Remark,
    /// So many lines after the first are rows of the table.
    Rows(usize),
    /// The quotes are wrong, and so many lines may be anything.
    Unclear(usize),
    /// The text ends inside the quotes, and nothing else is in them.
    CutOff,
}

impl Usual {
    /// Looks at the first records.
    pub(super) fn of(separator: u8, text: &str) -> Self {
        let mut widths: Vec<usize> = Vec::new();
        let mut columns: Vec<Column> = Vec::new();
        let mut record = StringRecord::new();
        let mut reader = reader(separator, sample(text));
        while widths.len() < SAMPLE_RECORDS && reader.read_record(&mut record).unwrap_or(false) {
            if record.len() < 2 {
                continue;
            }
            widths.push(record.len());
            for (at, cell) in record.iter().enumerate().take(COLUMNS) {
                if columns.len() <= at {
                    columns.push(Column::default());
                }
                let column = &mut columns[at];
                if cell.trim().is_empty() || has_line_break(cell) {
                    continue;
                }
                column.filled += 1;
                if let Some(shape) = shape(cell) {
                    column.with_digits += 1;
                    if column.shapes.len() < SHAPES {
                        column.shapes.insert(shape);
                    }
                }
            }
        }
        widths.sort_unstable();
        // Of two that are as frequent the wider one: a record that swallowed others is narrow.
        let most = widths.chunk_by(|a, b| a == b).max_by_key(|group| (group.len(), group[0]));
        Self { width: most.map_or(0, |group| group[0]), columns }
    }

    /// What the quoted cell of this column is.
    pub(super) fn quoted(&self, separator: u8, record: &StringRecord, col: usize, end: End) -> Quoted {
        let (cell, separator) = (&record[col], char::from(separator));
        let mut lines = cell.split(['\r', '\n']);
        let first = lines.next().unwrap_or_default();
        let ends_in_a_line = cell.rsplit(['\r', '\n']).next().is_some_and(|line| !line.trim().is_empty());
        let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
        let cells = |line: &'_ str| -> Vec<String> { line.split(separator).map(str::to_owned).collect() };
        let before = record.iter().take(col).map(str::to_owned);
        let opening: Vec<String> = before.chain(cells(first)).collect();
        let opens_a_row = self.is_row(&opening) || (self.fits(&opening) && self.fitting(&opening).1 >= 2);
        let mut rows: Vec<Vec<String>> = lines.iter().map(|line| cells(line)).collect();
        // The row of the last line goes on behind the quotes. Those cells belong to the first line where it is no row yet:
        // they follow a remark in front of them. They stand in their columns behind a remark too, so they do not decide.
        if let Some(last) = rows.last_mut().filter(|last| opens_a_row && ends_in_a_line && self.fits(last)) {
            last.extend(record.iter().skip(col + 1).map(str::to_owned));
        }
        let as_wide = rows.iter().filter(|row| self.width > 2 && row.len() == self.width).count();
        let rows = rows.iter().filter(|row| self.is_row(row)).count();
        if rows > 0 || (as_wide >= LINES_BY_WIDTH && as_wide * 2 > lines.len()) {
            Quoted::Rows(lines.len())
        } else if end != End::Proper && lines.iter().any(|line| line.contains(separator)) {
            Quoted::Unclear(lines.len())
        } else if end == End::Never {
            Quoted::CutOff
        } else {
            Quoted::Remark
        }
    }

    /// How many of these cells stand in columns of numbers and days, and how many of those look like them.
    fn fitting(&self, cells: &[String]) -> (usize, usize) {
        let (mut solid, mut fitting) = (0, 0);
        for (cell, column) in cells.iter().zip(&self.columns) {
            let cell = cell.trim_matches('"');
            if column.is_solid() && !cell.trim().is_empty() {
                solid += 1;
                fitting += usize::from(shape(cell).is_some_and(|shape| column.shapes.contains(&shape)));
            }
        }
        (solid, fitting)
    }

    /// Whether nothing in these cells speaks against a row of the table.
    fn fits(&self, cells: &[String]) -> bool {
        let (solid, fitting) = self.fitting(cells);
        fitting * 2 >= solid
    }

    /// Whether these cells are a row of the table.
    fn is_row(&self, cells: &[String]) -> bool {
        let (solid, fitting) = self.fitting(cells);
        if cells.len() != self.width {
            // A remark may well name a day or two; all that is in such columns has to fit.
            return fitting == solid && fitting >= 2;
        }
        // Where the quote stands before all rows, there is nothing to compare with.
        let unknown = !self.columns.iter().any(Column::is_solid);
        (unknown && self.width > 2) || (fitting * 2 >= solid && fitting > 0)
    }

    /// Whether a row of the wrong number of cells may be one of the table: not a total line, not a title.
    pub(super) fn may_begin_a_row(&self, first: &str) -> bool {
        let is_solid = self.columns.first().is_some_and(Column::is_solid);
        is_solid && first.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// Whether a row breaks off: its first number or day is one of the table, or the start of one.
    pub(super) fn begins_a_row(&self, cells: &StringRecord) -> bool {
        let mut solid = cells.iter().zip(&self.columns).filter(|(cell, it)| it.is_solid() && !cell.trim().is_empty());
        match solid.next() {
            Some((cell, column)) => {
                shape(cell).is_some_and(|start| column.shapes.iter().any(|it| it.starts_with(&start)))
            }
            None => !cells[0].trim().is_empty(),
        }
    }
}

/// A value with digits by its kinds of characters: `2013-09-05` is `9-9-9`; `None` for one without.
fn shape(value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() > LONGEST_SHAPED || !value.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut shape = String::new();
    for character in value.chars() {
        let kind = match character {
            '0'..='9' => '9',
            'a'..='z' | 'A'..='Z' => 'a',
            other if other.is_alphanumeric() => 'x',
            other => other,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    Some(shape)
}

/// Where the quote that opens a cell stands in the text of its record, and how the quotes end.
pub(super) fn opening_quote(text: &str, separator: u8, wanted: usize) -> Option<(usize, End)> {
    let bytes = text.as_bytes();
    let mut at = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut col = 0;
    loop {
        let start = at;
        let mut end = End::Proper;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            end = loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), next) => {
                        at += 1;
                        let ends = next.is_none_or(|next| *next == separator || matches!(next, b'\r' | b'\n'));
                        break if ends { End::Proper } else { End::WithinText };
                    }
                    (Some(_), _) => at += 1,
                    (None, _) => break End::Never,
                }
            };
        }
        if col == wanted {
            return (bytes.get(start) == Some(&b'"')).then_some((start, end));
        }
        at += bytes.get(at..)?.iter().position(|byte| *byte == separator || matches!(byte, b'\r' | b'\n'))?;
        if bytes[at] != separator {
            return None;
        }
        at += 1;
        col += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "工单号,回访日期,回访结果,备注,服务顾问\nRO001,2024-09-01,成功,,甘宁\nRO002,2024-09-02,成功,,甘宁\n";

    /// What the cell of this column is, in the last record of the table and these lines.
    fn quoted(lines: &str, col: usize) -> Quoted {
        let text = format!("{TABLE}{lines}");
        let mut reader = reader(b',', &text);
        let (mut record, mut last, mut from) = (StringRecord::new(), StringRecord::new(), 0);
        loop {
            let at = reader.position().byte() as usize;
            if !reader.read_record(&mut record).unwrap() {
                break;
            }
            (last, from) = (record.clone(), at);
        }
        let end = opening_quote(&text[from..], b',', col).unwrap().1;
        Usual::of(b',', &text).quoted(b',', &last, col, end)
    }

    #[test]
    fn lines_that_fall_into_the_cells_of_the_table_are_rows() {
        assert_eq!(
            quoted("RO003,2024-09-03,成功,\"异响,甘宁\nRO004,2024-09-04,失败,\"已解释,乐进\n", 3),
            Quoted::Rows(1)
        );
        assert_eq!(quoted("RO003,2024-09-03,成功,\"异响,甘宁\nRO004,2024-09-04,失败,,乐进", 3), Quoted::Rows(1));
        // Well closed at the end of a later cell; rows whose last cells are cut off; a quote before the first cell.
        assert_eq!(
            quoted("RO003,2024-09-03,成功,\"异响,甘宁\nRO004,2024-09-04,失败,已解释\",乐进\n", 3),
            Quoted::Rows(1)
        );
        assert_eq!(
            quoted("RO003,2024-09-03,成功,\"异响\nRO004,2024-09-04,失败\nRO005,2024-09-05\n", 3),
            Quoted::Rows(2)
        );
        assert_eq!(quoted("RO003,2024-09-03,成功,\"异响,甘宁\nRO004\",2024-09-04,成功,,乐进\n", 3), Quoted::Rows(1));
        assert_eq!(quoted("\"RO003,2024-09-03,成功,,甘宁\nRO004,2024-09-04,失败,,乐进\n", 0), Quoted::Rows(1));
        assert_eq!(
            quoted("RO003,2024-09-03,成功,\"说\"\"好\"\",甘宁\rRO004,2024-09-04,失败,,乐进\r", 3),
            Quoted::Rows(1)
        );
    }

    #[test]
    fn a_remark_with_line_breaks_and_separators_is_a_remark() {
        for remark in [
            "一。\n二。",
            "来过,走了\n3次,再说",
            "一。\n二,三,四,五。\n",
            "一\n二,三,四,五",
            "1,换油\n2,换滤芯\n3,洗车\n4,检查\n5,试车",
            "甲,乙,丙,丁,戊\n1",
        ] {
            assert_eq!(quoted(&format!("RO003,2024-09-03,成功,\"{remark}\",甘宁\n"), 3), Quoted::Remark, "{remark}");
        }
    }

    #[test]
    fn a_remark_in_front_of_the_other_cells_is_no_row() {
        let text = "备注,工单号,日期\n,R1,2013-09-01\n\"第一\n第二\",R2,2013-09-02\n";
        let mut records = reader(b',', text).into_records().flatten();
        let usual = Usual::of(b',', text);
        assert_eq!(usual.quoted(b',', &records.nth(2).unwrap(), 0, End::Proper), Quoted::Remark);
        let text = "日期,车牌号,备注,得分,评分\n2013-09-01,京A11111,,8,9\n2013-09-02,京A22222,\"2013-09-03,未接\n2013-09-05,已接\",7,8\n";
        let mut records = reader(b',', text).into_records().flatten();
        let usual = Usual::of(b',', text);
        assert_eq!(usual.quoted(b',', &records.nth(2).unwrap(), 2, End::Proper), Quoted::Remark);
    }

    #[test]
    fn wrong_quotes_without_rows_are_told_too() {
        assert_eq!(quoted("RO003,2024-09-03,成功,\"来过,走了\n再,说", 3), Quoted::Unclear(1));
        assert_eq!(quoted("RO003,2024-09-03,成功,\"来过\n再说", 3), Quoted::CutOff);
        assert_eq!(quoted("RO003,2024-09-03,成功,\"来过", 3), Quoted::CutOff);
    }

    #[test]
    fn the_opening_quote_of_a_cell_is_found() {
        assert_eq!(opening_quote("\n\"a,\"\"b\",\"c\nd\",e\n", b',', 1), Some((9, End::Proper)));
        assert_eq!(opening_quote("a,\"b\"c\n", b',', 1), Some((2, End::WithinText)));
        assert_eq!(opening_quote("a,b\"c\n", b',', 1), None);
        assert_eq!(opening_quote("a\n\"b", b',', 1), None);
    }
}
