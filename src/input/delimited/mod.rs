//! Tables of text: comma, semicolon, tab or bar between the cells, quotes respected.

use std::sync::Arc;

use csv::StringRecord;

use super::builder::{Budget, GridBuilder};
use super::grid::Grid;
use super::limits::{Limit, check};
use super::problem::Problem;
use crate::base::finding::Finding;

pub(super) mod encoding;
pub(super) mod separator;
pub(super) mod told;
mod usual;
mod widths;

use separator::{has_line_break, reader, separator, stated_separator, widest};
use told::{cut_off, narrow_row, no_table, open_quote, stray_quote, unreadable};
use usual::{End, Quoted, Usual, opening_quote};
use widths::Widths;

/// Reads a table of text into a grid whose rows are those a spreadsheet program would show.
pub(super) fn read(text: &str, file: &Arc<str>, budget: &mut Budget) -> Result<(Grid, Vec<Finding>), Problem> {
    let (separator, body) = match stated_separator(text) {
        Some((separator, body)) => (separator, body),
        None => (separator(text).ok_or_else(no_table)?, text),
    };
    check(Limit::Columns, widest(separator, body), budget.limits.columns)?;
    // A line `sep=;` is a note to the spreadsheet program; it takes the first row.
    let row = u32::from(body.len() < text.len());
    let builder = GridBuilder::new(file, None, budget);
    let widths = Widths::default();
    let mut table = Table { separator, body, builder, row, usual: None, narrowest: None, widths };
    let mut from = 0;
    while let Some(length) = table.read(&body[from..])? {
        from += length;
    }
    table.tell_narrow_rows();
    Ok(table.builder.finish())
}

/// A table being read.
struct Table<'b> {
    separator: u8,
    /// The whole text.
    body: &'b str,
    builder: GridBuilder<'b>,
    row: u32,
    /// Only looked at where something is odd.
    usual: Option<Usual>,
    /// Cells of the narrowest row so far; lines without a separator are titles and remarks.
    narrowest: Option<usize>,
    widths: Widths,
}

impl Table<'_> {
    /// Takes the rows from here on. Where a quote has taken rows into a cell, the reading stops behind the line in which
    /// it was opened: the bytes up to there, for the next lines to be read as the rows that they are.
    fn read(&mut self, text: &str) -> Result<Option<usize>, Problem> {
        let mut reader = reader(self.separator, text);
        let mut record = StringRecord::new();
        loop {
            let before = reader.position().byte() as usize;
            let more = reader.read_record(&mut record).map_err(|error| unreadable(&error.to_string()))?;
            if !more {
                return Ok(None);
            }
            self.row = self.row.saturating_add(blank_lines(text, before));
            if has_line_break(record.as_slice())
                && let Some(length) = self.multi_line(&text[before..], &record)?
            {
                return Ok(Some(before + length));
            }
            self.keep(&record)?;
            if reader.position().byte() as usize == text.len() && !text.ends_with(['\r', '\n']) {
                self.last_row(&text[before..], &record);
            } else if record.len() > 1 {
                self.narrowest = Some(self.narrowest.map_or(record.len(), |narrowest| narrowest.min(record.len())));
            }
        }
    }

    /// Where all rows but a few have as many cells, one with fewer has lost a separator, or a line break stands in it.
    fn tell_narrow_rows(&mut self) {
        let narrow = std::mem::take(&mut self.widths).narrow();
        if narrow.is_empty() {
            return;
        }
        let usual = self.usual.get_or_insert_with(|| Usual::of(self.separator, self.body));
        for row in narrow.into_iter().filter(|row| usual.may_begin_a_row(&row.first)) {
            self.builder.found(narrow_row(row.width, usual.width), row.row, 0);
        }
    }

    fn keep(&mut self, record: &StringRecord) -> Result<(), Problem> {
        self.widths.row(self.row, record);
        for (col, cell) in record.iter().enumerate() {
            self.builder.text(self.row, col as u32, cell)?;
        }
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    /// A record in which a cell has line breaks, at the start of `text`: where they are rows, the row of the first line is
    /// kept, and the length of what it took is given back.
    fn multi_line(&mut self, text: &str, record: &StringRecord) -> Result<Option<usize>, Problem> {
        for (col, _) in record.iter().enumerate().filter(|(_, cell)| has_line_break(cell)) {
            let Some((quote, end)) = opening_quote(text, self.separator, col) else { continue };
            let usual = self.usual.get_or_insert_with(|| Usual::of(self.separator, self.body));
            match usual.quoted(self.separator, record, col, end) {
                Quoted::Remark => {}
                Quoted::CutOff => self.builder.found(cut_off(), self.row, col as u32),
                Quoted::Unclear(lines) => self.builder.found(open_quote(lines), self.row, col as u32),
                Quoted::Rows(lines) => {
                    self.builder.found(stray_quote(lines), self.row, col as u32);
                    return self.first_line(text, quote).map(Some);
                }
            }
        }
        Ok(None)
    }

    /// Keeps the row up to the end of the line of a stray quote, without it; how much of the text that was.
    fn first_line(&mut self, text: &str, quote: usize) -> Result<usize, Problem> {
        let end = text[quote..].find(['\r', '\n']).map_or(text.len(), |length| quote + length);
        let line = format!("{}{}", &text[..quote], &text[quote + 1..end]);
        let mut record = StringRecord::new();
        reader(self.separator, &line).read_record(&mut record).map_err(|error| unreadable(&error.to_string()))?;
        self.keep(&record)?;
        Ok(end + if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) })
    }

    /// The last row, at the start of `text`, where no line end follows it: it may have lost its last cells, and others
    /// behind it.
    fn last_row(&mut self, text: &str, record: &StringRecord) {
        let last = record.len() - 1;
        let is_open = || matches!(opening_quote(text, self.separator, last), Some((_, End::Never)));
        let before = &self.body[..self.body.len() - text.len()];
        let breaks_off = self.narrowest.is_some_and(|narrowest| record.len() < narrowest)
            && Usual::of(self.separator, before).begins_a_row(record);
        // One that is open over several lines is told of already.
        if breaks_off || !has_line_break(&record[last]) && is_open() {
            self.builder.found(cut_off(), self.row - 1, last as u32);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::super::grid::GridValue;
    use super::separator::{SAMPLE_BYTES, sample};
    use super::*;
    use crate::base::finding::Code;
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
    fn tabs_within_quoted_cells_are_no_separator() {
        let line = |cells: [&str; 4]| cells.map(|cell| format!("\"{cell}\t\"")).join(",") + "\n";
        let text = line(["a", "b", "c", "d"]) + &line(["1", "2", "3", "4"]);
        assert_eq!(cells(&text)[..2], ["A1=a\t", "B1=b\t"]);
        // What one cell of a table with tabs quotes does not make it one with commas.
        assert_eq!(cells("a\tb\tx,\"y\"\n1\t2\tx,\"z\"\n")[1], "B1=b");
    }

    #[test]
    fn a_decimal_comma_does_not_hide_the_semicolons() {
        assert_eq!(cells("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n")[3..6], ["A2=1,5", "B2=2,5", "C2=3,5"]);
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        assert_eq!(cells("a,b\n\"x,\ny\",\"说\"\"好\"\"\"\n1,2\n")[2..], ["A2=x,\ny", "B2=说\"好\"", "A3=1", "B3=2"]);
    }

    fn found(text: &str) -> Vec<(String, Finding)> {
        let (_, findings) = read(text, &"a.csv".into(), &mut Budget::new(&InputLimits::default())).unwrap();
        findings.into_iter().map(|finding| (finding.place.to_string(), finding)).collect()
    }

    #[test]
    fn rows_that_a_stray_quote_took_into_a_cell_are_read_as_rows_and_told() {
        for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r")] {
            let lines = ["a,b,c", "1,\"x,u", "2,y,v", "", "3,\"z\"\"q\"\",w", "4,\"s,p", "5,t,r"];
            let text = lines.join(end).replace(',', separator) + end;
            let expected = [
                "A1=a",
                "B1=b",
                "C1=c",
                "A2=1",
                "B2=x",
                "C2=u",
                "A3=2",
                "B3=y",
                "C3=v",
                "A5=3",
                "B5=z\"\"q\"\"",
                "C5=w",
                "A6=4",
                "B6=s",
                "C6=p",
                "A7=5",
                "B7=t",
                "C7=r",
            ];
            assert_eq!(cells(&text), expected, "{separator:?} {end:?}");
            let places: Vec<_> = found(&text).into_iter().map(|(place, _)| place).collect();
            assert_eq!(places, ["a.csv › B2", "a.csv › B5", "a.csv › B6"]);
        }
        let (place, finding) = found(&format!("a,b\n1,\"x\n{}", "2,y\n".repeat(6))).remove(0);
        assert_eq!(place, "a.csv › B2");
        assert!(finding.hint(Lang::English).starts_with("open it in a text editor"));
        assert!(finding.message.en.contains("the 6 lines after it"));
    }

    #[test]
    fn quotes_that_are_wrong_without_holding_rows_are_an_error() {
        let (place, finding) = found("a,b\n1,\"x\ny,z").remove(0);
        assert_eq!((place.as_str(), finding.severity), ("a.csv › B2", crate::base::finding::Severity::Error));
        assert!(found("a,b\n1,\"一。\n二。\n三。\n四,好。\n五。\"\n").is_empty());
    }

    #[test]
    fn a_last_row_that_breaks_off_is_told() {
        let text = "日期,单号,结果,备注\n2013-09-05,R1,成功,\n2013-09-06,R2,成功,好\n";
        for (end, place) in [
            ("2013-09-07,R3,成", "a.csv › C4"),
            ("2013-09-0", "a.csv › A4"),
            ("2013-09-07,R3,成功,\"好\n", "a.csv › D4"),
            ("2013-09-07,R3,成功,\"", "a.csv › D4"),
            (",R3", "a.csv › B4"),
        ] {
            let found = found(&format!("{text}{end}"));
            assert_eq!(found.iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), [place], "{end}");
        }
        for end in ["2013-09-07,R3,成功,", "2013-09-07,R3\n", "制表人:王五", "合计,2", ",合计,2", "共 2 条"]
        {
            assert!(found(&format!("{text}{end}")).is_empty(), "{end}");
        }
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
