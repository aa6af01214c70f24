//! A “single file web page” (MHTML): what Excel writes as .mht, and some dealer systems under the name .xls. The pages of a
//! workbook are the parts of a mail, one a sheet, beside a frame and the strip of its tabs.
//!
//! Parts and their encodings: RFC 2045 section 6, RFC 2046 section 5.1, RFC 2557.

use std::sync::Arc;

use super::builder::Budget;
use super::delimited::encoding::{Decoded, decode_as};
use super::grid::Grid;
use super::html;
use super::limits::{Limit, check};
use super::problem::Problem;
use crate::base::finding::{Code, Finding};

/// How many bytes are looked at to see the head of a mail.
const LOOK_AT: usize = 4_096;
/// Parts lie in parts, but never so deep.
const DEEPEST: usize = 4;

/// Whether a file begins as a mail with pages in it does.
pub(super) fn is_web_archive(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOK_AT)];
    let (head, _) = Head::split(head);
    let kind = head.value("content-type").to_ascii_lowercase();
    kind.starts_with("multipart/") || (head.has("mime-version") && kind.starts_with("text/html"))
}

/// Reads the pages that hold a table, one sheet each.
pub(super) fn read(
    bytes: &[u8],
    file: &Arc<str>,
    budget: &mut Budget,
    told: impl Fn(&Decoded) -> Option<Finding>,
) -> Result<(Vec<Grid>, Vec<Finding>), Problem> {
    let mut pages = Vec::new();
    collect(bytes, DEEPEST, &mut pages);
    check(Limit::Sheets, pages.len() as u64, budget.limits.sheets)?;
    let names: Vec<(String, String)> = pages.iter().flat_map(sheet_names).collect();
    let (mut grids, mut findings): (Vec<Grid>, Vec<Finding>) = (Vec::new(), Vec::new());
    for page in pages.iter().filter(|page| !page.file.contains("tabstrip")) {
        let name = names.iter().find(|(file, _)| *file == page.file).map(|(_, name)| name.as_str());
        let several = pages.len() > 1 && !page.file.is_empty();
        let sheet = name.or_else(|| several.then_some(page.file.as_str()));
        match html::read(&page.decoded.text, file, sheet, budget) {
            Ok((grid, found)) => {
                findings.extend(told(&page.decoded));
                findings.extend(found);
                grids.push(grid);
            }
            // The frame around the sheets.
            Err(problem) if problem.code == Code::NotASpreadsheet => {}
            Err(problem) => return Err(problem),
        }
    }
    if grids.is_empty() { Err(without_table()) } else { Ok((grids, findings)) }
}

fn without_table() -> Problem {
    Problem::not_a_spreadsheet(["单个文件网页（MHTML），其中没有表格", "a web archive (MHTML) without a table"]).advice(
        "用 Excel 打开该文件并另存为 .xlsx，再放回输入文件夹",
        "open the file in Excel, save it as .xlsx and put it back",
    )
}

/// A page of the archive.
struct Page {
    /// The last part of where it says it lies, lower case: `sheet001.htm`.
    file: String,
    decoded: Decoded,
}

/// Takes the pages of a part, and of the parts in it.
fn collect(bytes: &[u8], deepest: usize, pages: &mut Vec<Page>) {
    let (head, body) = Head::split(bytes);
    let kind = head.value("content-type");
    if kind.to_ascii_lowercase().starts_with("multipart/") {
        let boundary = parameter(kind, "boundary");
        if deepest > 0 && !boundary.is_empty() {
            for part in parts(body, &format!("--{boundary}")) {
                collect(part, deepest - 1, pages);
            }
        }
    } else if kind.to_ascii_lowercase().starts_with("text/html") {
        let decoded = match head.value("content-transfer-encoding").to_ascii_lowercase().as_str() {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => body.to_vec(),
        };
        pages.push(Page {
            file: last_part(head.value("content-location")),
            decoded: decode_as(&decoded, parameter(kind, "charset")),
        });
    }
}

fn last_part(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}

/// What stands between the lines that begin with the boundary; the first stretch and the last are no parts.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(boundary.as_bytes()) {
            starts.push((at, at + line.len()));
        }
        at += line.len();
    }
    let end = |next: usize| starts.get(next).map_or(body.len(), |(start, _)| *start);
    let part = |(number, (_, start)): (usize, &(usize, usize))| &body[*start..end(number + 1)];
    starts.iter().enumerate().map(part).collect()
}

/// The lines before the first blank one: names in lower case, and values.
struct Head(Vec<(String, String)>);

impl Head {
    /// The head of a part, and what follows.
    fn split(bytes: &[u8]) -> (Self, &[u8]) {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut at = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            at += line.len();
            let line = String::from_utf8_lossy(line);
            if line.trim().is_empty() {
                // Blank lines may stand before the head.
                if fields.is_empty() {
                    continue;
                }
                break;
            }
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => *value = format!("{value} {}", line.trim()),
                (false, _, Some((name, value))) if is_name(name) => {
                    fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => return (Self(Vec::new()), bytes),
            }
        }
        (Self(fields), &bytes[at..])
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `charset` of `text/html; charset="gb2312"`.
fn parameter<'v>(value: &'v str, name: &str) -> &'v str {
    let parameters = value.split(';').filter_map(|part| part.split_once('='));
    let mut named = parameters.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
    named.next().map_or("", |(_, value)| value.trim().trim_matches('"'))
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, behind)) = rest.split_first() {
        let number = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let number = number.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match (first, behind, number) {
            (b'=', _, Some(number)) => {
                bytes.push(number);
                &behind[2..]
            }
            // A line that goes on in the next.
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..], _) => after,
            _ => {
                bytes.push(*first);
                behind
            }
        };
    }
    bytes
}

/// The bytes of a text in base 64.
pub(super) fn base64(body: &[u8]) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(body.len() / 4 * 3), 0_u32, 0);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        (bits, held) = (((bits << 6) | u32::from(value)) & 0xFFFF, held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

/// The names that a page of Excel gives to its sheets, by the files that hold them; a page that names one sheet and no file
/// holds it itself.
fn sheet_names(page: &Page) -> Vec<(String, String)> {
    let between = |text: &str, start: &str, end: &str| -> Option<String> {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    let named = page.decoded.text.split("<x:ExcelWorksheet>").skip(1).filter_map(|sheet| {
        let sheet = sheet.split("</x:ExcelWorksheet>").next()?;
        let name = html::unescape(&between(sheet, "<x:Name>", "</x:Name>")?);
        let file = between(sheet, "HRef=\"", "\"").map_or_else(|| page.file.clone(), |path| last_part(&path));
        Some((file, name))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::super::delimited::encoding::tests::gb18030;
    use super::*;
    use crate::settings::InputLimits;

    const TABLE: &str = "<table><tr><td>工单号</td></tr></table>";

    fn sheets(archive: &[u8]) -> Result<Vec<(Option<String>, usize)>, Code> {
        assert!(is_web_archive(archive));
        let mut budget = Budget::new(&InputLimits::default());
        let read = read(archive, &"a.mht".into(), &mut budget, |_| None);
        let shown = |grid: Grid| {
            assert_eq!(grid.shown(grid.cells[0].value), "工单号");
            (grid.sheet.as_deref().map(str::to_owned), grid.cells.len())
        };
        read.map(|(grids, _)| grids.into_iter().map(shown).collect()).map_err(|problem| problem.code)
    }

    fn escaped(bytes: &[u8]) -> String {
        let lines = bytes.chunks(20).map(|line| line.iter().map(|byte| format!("={byte:02X}")).collect::<String>());
        lines.collect::<Vec<_>>().join("=\r\n")
    }

    #[test]
    fn a_page_alone_is_read_in_every_transfer_encoding() {
        let head =
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"xyz\"\r\n\r\nnote\r\n--xyz\r\n";
        let part = |encoding: &str, charset: &str| {
            format!(
                "{head}Content-Transfer-Encoding: {encoding}\r\nContent-Type: text/html; charset=\"{charset}\"\r\n\r\n"
            )
        };
        let quoted = part("quoted-printable", "gb2312") + &escaped(&gb18030(TABLE)) + "\r\n--xyz--\r\n";
        assert_eq!(sheets(quoted.as_bytes()), Ok(vec![(None, 1)]));
        // “<table><tr><td>工单号</td></tr></table>” in UTF-8.
        let base64 = "PHRhYmxlPjx0cj48dGQ+5bel5Y2V5Y+3PC90\r\nZD48L3RyPjwvdGFibGU+";
        assert_eq!(sheets((part("base64", "utf-8") + base64).as_bytes()), Ok(vec![(None, 1)]));
        assert_eq!(sheets((part("8bit", "utf-8") + TABLE).as_bytes()), Ok(vec![(None, 1)]));
        let bare = format!("MIME-Version: 1.0\nContent-Type: text/html\n\n{TABLE}");
        assert_eq!(sheets(bare.as_bytes()), Ok(vec![(None, 1)]));
    }

    #[test]
    fn the_sheets_of_a_workbook_have_their_names_and_the_frame_is_none() {
        let page = |file: &str, text: &str| {
            format!("--b\nContent-Location: file:///C:/x.files/{file}\nContent-Type: text/html\n\n{text}\n")
        };
        let sheet = |name: &str, file: &str| {
            format!(
                "<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef=\"x.files/{file}\"/></x:ExcelWorksheet>"
            )
        };
        let frame =
            format!("<frameset></frameset><xml>{}{}</xml>", sheet("9月", "sheet001.htm"), sheet("8月", "sheet002.htm"));
        let archive = [
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n".to_owned(),
            page("x.htm", &frame),
            page("sheet001.htm", TABLE),
            page("sheet002.htm", TABLE),
            page("tabstrip.htm", TABLE),
            "--b--\n".to_owned(),
        ]
        .concat();
        let named = |name: &str| (Some(name.to_owned()), 1);
        assert_eq!(sheets(archive.as_bytes()), Ok(vec![named("9月"), named("8月")]));
        let without = archive.replace("<table>", "<p>");
        assert_eq!(sheets(without.as_bytes()), Err(Code::NotASpreadsheet));
    }

    #[test]
    fn other_texts_are_no_archives() {
        for text in
            ["工单号,客户\nR1,王\n", "时间: 9月\nContent-Type: text/html\n\n", "<html>", "", "a:b\n\nMIME-Version: 1.0"]
        {
            assert!(!is_web_archive(text.as_bytes()), "{text}");
        }
    }
}
