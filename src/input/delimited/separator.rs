//! The separator of a table of text: stated in its first line, or the one that divides its lines most regularly.

use csv::{Reader, ReaderBuilder, StringRecord};

/// The separators that are tried, the usual one first.
pub(in crate::input) const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// How much of a text is looked at to find its separator.
pub(super) const SAMPLE_BYTES: usize = 1 << 18;
pub(super) const SAMPLE_RECORDS: usize = 500;
/// In a table at least this share of the lines is divided at all, and this share into the same number of cells.
const DIVIDED_SHARE: f64 = 0.4;
const REGULAR_SHARE: f64 = 0.25;

pub(super) fn reader(separator: u8, text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The separator of a first line `sep=;`, and the text after that line.
pub(super) fn stated_separator(text: &str) -> Option<(u8, &str)> {
    let (line, body) = text.split_once('\n')?;
    let separator = *line.trim_end().strip_prefix("sep=")?.as_bytes().first()?;
    separator.is_ascii().then_some((separator, body))
}

/// The separator that divides the lines most regularly; `None` where none does.
pub(super) fn separator(text: &str) -> Option<u8> {
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
pub(super) fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let line_end = text.as_bytes()[..SAMPLE_BYTES].iter().rposition(|byte| *byte == b'\n');
    let end = line_end.or_else(|| (0..=SAMPLE_BYTES).rev().find(|at| text.is_char_boundary(*at)));
    &text[..end.unwrap_or(0)]
}

/// The most cells that a line can hold, by its separators: quoted ones count too, a cell may not hold so many either.
pub(super) fn widest(separator: u8, text: &str) -> u64 {
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
    let mut divided_within = 0;
    while widths.len() < SAMPLE_RECORDS && reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
            let within = record.iter().filter(|cell| is_divided(cell, separator)).count();
            divided_within += usize::from(within * 2 > record.len());
        }
    }
    // The tabs of "R1000<tab>","2013-09-01<tab>" stand within the cells of another separator.
    if divided_within * 2 >= widths.len() {
        return 0.0;
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

/// Whether a cell begins with another separator, or a quoted cell of another one begins within it.
fn is_divided(cell: &str, separator: u8) -> bool {
    let is_other = |sign: char| SEPARATORS.contains(&sign) && sign as u8 != separator;
    let begins = |(before, quote): (char, char)| quote == '"' && is_other(before);
    cell.starts_with(is_other) || cell.chars().zip(cell.chars().skip(1)).any(begins)
}

/// A cell, or a record, that reaches over several lines.
pub(super) fn has_line_break(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'\r' | b'\n'))
}
