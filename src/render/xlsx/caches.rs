//! The values that chart parts keep beside their ranges. The writer leaves out those of formula cells; programs that do not
//! compute (previews, readers) would see an empty chart.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::Result;
use rust_xlsxwriter::utility;
use zip::{ZipArchive, ZipWriter};

use crate::render::packed;

/// What the cells of a range hold.
#[derive(Debug)]
pub(super) enum Held {
    /// Names of positions.
    Texts(Vec<String>),
    /// Points, and their number format; a gap has no number.
    Numbers(Vec<Option<f64>>, String),
}

/// What the ranges hold that charts read, by their text in the chart part.
#[derive(Debug, Default)]
pub(super) struct Caches {
    ranges: BTreeMap<String, Held>,
}

impl Caches {
    /// Remembers what a column of cells holds.
    pub(super) fn put(&mut self, sheet: &str, (first, last, column): (u32, u32, u16), held: Held) {
        let [first, last] = [first, last].map(|row| utility::row_col_to_cell_absolute(row, column));
        let cells = if first == last { first } else { format!("{first}:{last}") };
        self.ranges.insert(escaped(&format!("{}!{cells}", utility::quote_sheet_name(sheet))), held);
    }

    /// Takes over those of a sheet.
    pub(super) fn add(&mut self, sheet: Self) {
        self.ranges.extend(sheet.ranges);
    }

    /// The workbook with the values in its chart parts; all other parts keep their compressed bytes.
    ///
    /// # Errors
    /// The package cannot be read or written; a fault of the program.
    pub(super) fn fill(&self, package: &[u8]) -> Result<Vec<u8>> {
        if self.ranges.is_empty() {
            return Ok(package.to_vec());
        }
        let mut archive = ZipArchive::new(Cursor::new(package))?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index)?;
            let name = entry.name()?.into_owned();
            if !name.starts_with("xl/charts/chart") {
                drop(entry);
                writer.raw_copy_file(archive.by_index_raw(index)?)?;
                continue;
            }
            let mut xml = String::new();
            entry.read_to_string(&mut xml)?;
            let options = packed::entry().last_modified_time(entry.last_modified().unwrap_or_default());
            writer.start_file(name, options)?;
            writer.write_all(self.filled(&xml).as_bytes())?;
        }
        Ok(writer.finish()?.into_inner())
    }

    /// The chart part with the values behind every range that is known.
    fn filled(&self, xml: &str) -> String {
        let mut out = String::with_capacity(xml.len() * 2);
        let mut rest = xml;
        while let Some(at) = rest.find("<c:f>") {
            let (before, from) = rest.split_at(at);
            let formula = from["<c:f>".len()..].split("</c:f>").next().unwrap_or_default();
            let kind = if before.ends_with("<c:numRef>") { "c:numRef" } else { "c:strRef" };
            let end = from.find(&format!("</{kind}>"));
            match (self.ranges.get(formula), end) {
                (Some(held), Some(end)) => {
                    out += before.strip_suffix(&format!("<{kind}>")).unwrap_or(before);
                    out += &held.reference(formula);
                    rest = &from[end + kind.len() + "</>".len()..];
                }
                _ => {
                    out += before;
                    out += "<c:f>";
                    rest = &from["<c:f>".len()..];
                }
            }
        }
        out + rest
    }
}

impl Held {
    fn reference(&self, formula: &str) -> String {
        let point = |at: usize, text: &str| format!("<c:pt idx=\"{at}\"><c:v>{text}</c:v></c:pt>");
        match self {
            Self::Texts(texts) => {
                let points: String = texts.iter().enumerate().map(|(at, text)| point(at, &escaped(text))).collect();
                let count = texts.len();
                format!(
                    "<c:strRef><c:f>{formula}</c:f><c:strCache><c:ptCount val=\"{count}\"/>{points}</c:strCache></c:strRef>"
                )
            }
            Self::Numbers(numbers, format) => {
                let known = numbers.iter().enumerate().filter_map(|(at, number)| Some((at, (*number)?)));
                let points: String = known.map(|(at, number)| point(at, &number.to_string())).collect();
                let count = numbers.len();
                format!(
                    "<c:numRef><c:f>{formula}</c:f><c:numCache><c:formatCode>{}</c:formatCode><c:ptCount val=\"{count}\"/>{points}</c:numCache></c:numRef>",
                    escaped(format)
                )
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_known_ranges_are_filled_in_and_all_else_stays() {
        let mut caches = Caches::default();
        caches.put("回访 & 其他", (4, 6, 27), Held::Numbers(vec![Some(1.5), None, Some(2.0)], "0.0\"%\"".to_owned()));
        caches.put("回访 & 其他", (4, 6, 26), Held::Texts(vec!["a<b".into(), String::new(), "c".into()]));
        let range = |column: &str| format!("'回访 &amp; 其他'!${column}$5:${column}$7");
        let xml = format!(
            "<c:cat><c:numRef><c:f>{}</c:f><c:numCache/></c:numRef></c:cat><c:val><c:numRef><c:f>{}</c:f></c:numRef></c:val><c:tx><c:strRef><c:f>x!$A$1</c:f></c:strRef></c:tx>",
            range("AA"),
            range("AB")
        );
        let filled = caches.filled(&xml);
        assert!(filled.starts_with("<c:cat><c:strRef>") && filled.contains("<c:v>a&lt;b</c:v>"), "{filled}");
        assert!(
            filled.contains("<c:formatCode>0.0\"%\"</c:formatCode><c:ptCount val=\"3\"/><c:pt idx=\"0\"><c:v>1.5</c:v></c:pt><c:pt idx=\"2\">"),
            "{filled}"
        );
        assert!(filled.ends_with("</c:val><c:tx><c:strRef><c:f>x!$A$1</c:f></c:strRef></c:tx>"), "{filled}");
    }
}
