//! Tables of text: comma, semicolon, tab or bar between the cells, quotes respected.

use std::sync::Arc;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::builder::{Budget, GridBuilder};
use super::grid::Grid;
use super::limits::{Limit, check};
use super::problem::Problem;
use crate::base::finding::{Code, Finding};

pub(super) mod encoding;

/// The separators that are tried, the usual one first.
pub(super) const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// How much of a text is looked at to find its separator.
const SAMPLE_BYTES: usize = 1 << 18;
const SAMPLE_RECORDS: usize = 500;
/// In a table at least this share of the lines is divided at all, and this share into the same number of cells.
const DIVIDED_SHARE: f64 = 0.4;
const REGULAR_SHARE: f64 = 0.25;

/// Reads a table of text into a grid whose rows are those a spreadsheet program would show.
pub(super) fn read(text: &str, file: &Arc<str>, budget: &mut Budget) -> Result<(Grid, Vec<Finding>), Problem> {
    let (separator, body) = match stated_separator(text) {
        Some((separator, body)) => (separator, body),
        None => (separator(text).ok_or_else(no_table)?, text),
    };
    check(Limit::Columns, widest(separator, body), budget.limits.columns)?;
    let mut builder = GridBuilder::new(file, None, budget);
    // A line `sep=;` is a note to the spreadsheet program; it takes the first row.
    let mut row = u32::from(body.len() < text.len());
    let mut reader = reader(separator, body);
    let mut record = StringRecord::new();
    loop {
        let before = reader.position().byte() as usize;
        let more = reader.read_record(&mut record).map_err(|error| unreadable(&error.to_string()))?;
        if !more {
            return Ok(builder.finish());
        }
        row = row.saturating_add(blank_lines(body, before));
        for (col, cell) in record.iter().enumerate() {
            if let Some(lines) = swallowed_lines(separator, cell) {
                builder.found(open_quote(lines), row, col as u32);
            }
            builder.text(row, col as u32, cell)?;
        }
        row = row.saturating_add(1);
    }
}

fn reader(separator: u8, text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The separator of a first line `sep=;`, and the text after that line.
fn stated_separator(text: &str) -> Option<(u8, &str)> {
    let (line, body) = text.split_once('\n')?;
    let separator = *line.trim_end().strip_prefix("sep=")?.as_bytes().first()?;
    separator.is_ascii().then_some((separator, body))
}

/// The separator that divides the lines most regularly; `None` where none does.
fn separator(text: &str) -> Option<u8> {
    let mut best = None;
    let mut best_score = 0.0;
    let sample = sample(text);
    // One that does not stand in it divides nothing; to make a reader takes longer than to look.
    for separator in SEPARATORS.into_iter().filter(|separator| sample.contains(*separator)) {
        let separator = separator as u8;
        let score = regularity(separator, sample);
        if score > best_score {
            best = Some(separator);
            best_score = score;
        }
    }
    best
}

/// The start of the text, up to the end of a line where it has one.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let line_end = text.as_bytes()[..SAMPLE_BYTES].iter().rposition(|byte| *byte == b'\n');
    let end = line_end.or_else(|| (0..=SAMPLE_BYTES).rev().find(|at| text.is_char_boundary(*at)));
    &text[..end.unwrap_or(0)]
}

/// The most cells that a line can hold, by its separators: quoted ones count too, a cell may not hold so many either.
fn widest(separator: u8, text: &str) -> u64 {
    let (mut widest, mut separators) = (0, 0);
    for byte in text.bytes() {
        if byte == separator {
            separators += 1;
            widest = widest.max(separators);
        } else if matches!(byte, b'\n' | b'\r') {
            separators = 0;
        }
    }
    widest + 1
}

/// The share of lines with the most frequent number of cells, more cells weighing a little more (a list of dates
/// `1,5;2,5` is regular by comma too); 0 for what is no table.
fn regularity(separator: u8, text: &str) -> f64 {
    let mut widths: Vec<usize> = Vec::new();
    let mut record = StringRecord::new();
    let mut reader = reader(separator, text);
    while widths.len() < SAMPLE_RECORDS && reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    let all = widths.len() as f64;
    let mut divided: Vec<usize> = widths.into_iter().filter(|width| *width > 1).collect();
    divided.sort_unstable();
    let regular = divided.chunk_by(|a, b| a == b).max_by_key(|group| group.len()).unwrap_or(&[]);
    let (Some(width), share) = (regular.first(), regular.len() as f64 / all) else { return 0.0 };
    if (divided.len() as f64) < DIVIDED_SHARE * all || share < REGULAR_SHARE {
        return 0.0;
    }
    share * (*width as f64).sqrt()
}

/// Blank lines at a place of the text: the reader leaves them out, but they count as rows.
fn blank_lines(text: &str, at: usize) -> u32 {
    let bytes = text.as_bytes();
    let mut at = at;
    // The line feed of the line end before may still stand here.
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return lines,
        }
        lines += 1;
    }
}

/// How many lines a quote that is never closed has taken into one cell: more than a person writes, and most of them
/// divided like rows.
fn swallowed_lines(separator: u8, cell: &str) -> Option<usize> {
    const LINES_OF_A_REMARK: usize = 4;
    let divided = |line: &&str| line.as_bytes().contains(&separator);
    let lines = cell.lines().count();
    (lines > LINES_OF_A_REMARK && cell.lines().filter(divided).count() * 2 > lines).then(|| lines - 1)
}

fn open_quote(lines: usize) -> Problem {
    Problem::error(
        Code::UnreadableFile,
        format!("单元格中的引号没有配对,后面 {lines} 行被并入这一格,未计入"),
        format!(
            "a quote in this cell is never closed: the {lines} lines after it became part of the cell and are not counted"
        ),
    )
    // A spreadsheet program takes the lines into the cell too, where nothing tells of them any more.
    .advice(
        "用记事本打开,补上或删除这一格的引号后保存;不要从 Excel 另存,那样这些行会丢失",
        "open it in a text editor, close or remove the quote of this cell and save; saving from Excel would lose the lines",
    )
}

fn no_table() -> Problem {
    Problem::not_a_spreadsheet([
        "说明文字(没有逗号、制表符等分隔的列)",
        "plain text (no columns divided by commas, tabs …)",
    ])
}

fn unreadable(detail: &str) -> Problem {
    Problem::unreadable(["文本表格有误", "the table of text is broken"], detail)
}

#[cfg(test)]
mod tests {
    use super::super::grid::GridValue;
    use super::*;
    use crate::base::lang::Lang;
    use crate::settings::InputLimits;

    /// The cells as `A1=text`.
    fn cells(text: &str) -> Vec<String> {
        let (grid, _) = read(text, &"a.csv".into(), &mut Budget::new(&InputLimits::default())).unwrap();
        let place = |row, col| grid.place().at(row, col).cell.unwrap().to_string();
        let text = |value| match value {
            GridValue::Text(id) => grid.text(id).to_owned(),
            other => unreachable!("{other:?}"),
        };
        grid.cells.iter().map(|cell| format!("{}={}", place(cell.row, cell.col), text(cell.value))).collect()
    }

    #[test]
    fn each_separator_is_found_from_the_text() {
        for separator in [",", ";", "\t", "|"] {
            let text = format!("工单号{separator}金额\r\nR1{separator}1\r\n");
            assert_eq!(cells(&text), ["A1=工单号", "B1=金额", "A2=R1", "B2=1"], "{separator:?}");
        }
    }

    #[test]
    fn a_decimal_comma_does_not_hide_the_semicolons() {
        assert_eq!(cells("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n")[3..6], ["A2=1,5", "B2=2,5", "C2=3,5"]);
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        assert_eq!(cells("a,b\n\"x,\ny\",\"说\"\"好\"\"\"\n1,2\n")[2..], ["A2=x,\ny", "B2=说\"好\"", "A3=1", "B3=2"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named_with_the_lines_it_took() {
        let text = format!("a,b\n1,\"x\n{}", "2,y\n".repeat(6));
        let (_, findings) = read(&text, &"a.csv".into(), &mut Budget::new(&InputLimits::default())).unwrap();
        assert_eq!(findings[0].place.to_string(), "a.csv › B2");
        assert!(findings[0].hint(Lang::English).starts_with("open it in a text editor"));
        assert!(findings[0].message.en.contains("the 6 lines after it"));
        let remark = "a,b\n1,\"一。\n二。\n三。\n四。\n五。\"\n";
        assert!(read(remark, &"a.csv".into(), &mut Budget::new(&InputLimits::default())).unwrap().1.is_empty());
    }

    #[test]
    fn blank_lines_count_as_rows_whatever_the_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "", "a,b", "", "1,2", ""].join(end);
            assert_eq!(cells(&text), ["A3=a", "B3=b", "A5=1", "B5=2"], "{end:?}");
        }
    }

    #[test]
    fn a_title_above_and_a_footer_below_do_not_hide_the_table() {
        assert_eq!(cells("9月回访表\n导出日期:2013-10-01\na,b,c\n1,2,3\n4,5,6\n制表人\n").len(), 12);
    }

    #[test]
    fn a_stated_separator_is_used_and_its_line_is_a_row() {
        assert_eq!(cells("sep=;\na;b,c\n"), ["A2=a", "B2=b,c"]);
    }

    #[test]
    fn a_line_of_nothing_but_separators_is_refused_before_it_is_divided() {
        let text = format!("a,b\n1,2\n{}\n", ",".repeat(20_000));
        let problem = read(&text, &"a.csv".into(), &mut Budget::new(&InputLimits::default())).unwrap_err();
        assert_eq!(problem.code, Code::LimitExceeded);
        assert_eq!(sample(&"字".repeat(SAMPLE_BYTES)).len(), SAMPLE_BYTES / 3 * 3);
    }

    #[test]
    fn plain_text_is_no_table() {
        let text = "使用说明\n请把每月的导出放在这里。\n有问题请找信息员, 电话 8001\n";
        let problem = read(text, &"README.txt".into(), &mut Budget::new(&InputLimits::default())).unwrap_err();
        assert_eq!(problem.code, Code::NotASpreadsheet);
    }
}
