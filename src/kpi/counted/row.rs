//! A row of the file that a warehouse hands over, and the file from and to bytes (docs/warehouse.md).

use anyhow::{Context as _, Result};

use crate::base::lang::Words;
use crate::base::parquet::{Column, Kind, TableReader, TableWriter, Values};
use crate::facts::side::SEPARATOR;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 10] =
    ["dealer", "indicator", "side", "period", "keys", "value", "rows", "above", "below", "unknown"];
/// So many of them are texts, the others whole numbers.
pub const TEXTS: usize = 5;
/// Rows that are read of a file at once.
const ROWS_AT_ONCE: usize = if cfg!(test) { 3 } else { 1 << 14 };

/// A row of the file; its texts are texts, or numbers that stand for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<T = String> {
    /// The file that it stands in.
    pub file: T,
    /// Where it stands there: of a text its line, else the number of the row, counted from 1.
    pub number: usize,
    /// The store; blank of a single one.
    pub dealer: T,
    /// The indicator, table or fact that it is about.
    pub indicator: T,
    /// What the row is.
    pub side: T,
    /// The label of a period, or a day.
    pub period: T,
    /// The words of the group.
    pub keys: T,
    /// A value of a median, or what was said last.
    pub value: Option<i64>,
    /// Rows of which the numerator is known.
    pub rows: i64,
    /// What stands above the line.
    pub above: i64,
    /// What stands below it.
    pub below: i64,
    /// Rows of which the numerator is not known.
    pub unknown: i64,
}

impl<T> Row<T> {
    /// The row with something else for each of its texts.
    pub(super) fn with<'r, U>(&'r self, mut of: impl FnMut(&'r T) -> U) -> Row<U> {
        Row {
            file: of(&self.file),
            number: self.number,
            dealer: of(&self.dealer),
            indicator: of(&self.indicator),
            side: of(&self.side),
            period: of(&self.period),
            keys: of(&self.keys),
            value: self.value,
            rows: self.rows,
            above: self.above,
            below: self.below,
            unknown: self.unknown,
        }
    }

    fn texts(&self) -> [&T; TEXTS] {
        [&self.dealer, &self.indicator, &self.side, &self.period, &self.keys]
    }

    fn numbers(&self) -> [Option<i64>; COLUMNS.len() - TEXTS] {
        [self.value, Some(self.rows), Some(self.above), Some(self.below), Some(self.unknown)]
    }
}

impl Row<u32> {
    /// What rows of a store are sorted by.
    pub(super) fn place(&self) -> [u32; 3] {
        [self.indicator, self.side, self.period]
    }

    /// What no two rows of a store agree in.
    pub(super) fn identity(&self) -> ([u32; 3], u32, Option<i64>) {
        (self.place(), self.keys, self.value)
    }
}

impl<'a> Row<&'a str> {
    /// The words of its keys, of so many columns; blank ones are blank.
    pub(super) fn words(&self) -> Vec<&'a str> {
        self.keys.split(SEPARATOR).collect()
    }

    fn of(
        file: &'a str,
        number: usize,
        [dealer, indicator, side, period, keys]: [&'a str; TEXTS],
        [value, rows, above, below, unknown]: [Option<i64>; COLUMNS.len() - TEXTS],
    ) -> Self {
        let [rows, above, below, unknown] = [rows, above, below, unknown].map(Option::unwrap_or_default);
        Self { file, number, dealer, indicator, side, period, keys, value, rows, above, below, unknown }
    }
}

/// Reads a file, Parquet by its content, else text with commas, and hands on its rows one by one.
///
/// # Errors
/// What is wrong with the file as a whole: damage, columns, a number that is none.
pub fn read(bytes: Vec<u8>, file: &str, take: impl FnMut(Row<&str>)) -> Result<(), Words> {
    if bytes.starts_with(b"PAR1") { of_parquet(bytes, file, take) } else { of_text(&bytes, file, take) }
}

fn of_parquet(bytes: Vec<u8>, file: &str, mut take: impl FnMut(Row<&str>)) -> Result<(), Words> {
    let damaged = |error: anyhow::Error| Words {
        chinese: "不是完整的 Parquet 文件".to_owned(),
        en: format!("it is no whole Parquet file ({error:#})"),
    };
    let reader = TableReader::new(bytes).map_err(damaged)?;
    if let Some(packed) = reader.packed_otherwise() {
        return Err(Words {
            chinese: format!("用 {packed} 压缩，不能读；请用 zstd、snappy、lz4 压缩或不压缩，重新写出"),
            en: format!("it is packed with {packed}, which cannot be read; write it with zstd, snappy, lz4 or none"),
        });
    }
    let names: Vec<&str> = reader.columns.iter().map(|(name, _)| name.as_str()).collect();
    columns(&names)?;
    for (name, kind) in &reader.columns {
        let wanted = if COLUMNS[..TEXTS].contains(&name.as_str()) { Kind::Text } else { Kind::Whole };
        if *kind != wanted {
            let wanted = if wanted == Kind::Text { "TEXT" } else { "BIGINT" };
            return Err(Words {
                chinese: format!("列 {name} 应为 {wanted}"),
                en: format!("the column {name} must be {wanted}"),
            });
        }
    }
    let mut number = 0;
    for group in 0..reader.groups() {
        let open = |name| reader.column(group, name).map_err(damaged);
        let mut open: Vec<Column> = COLUMNS.into_iter().map(open).collect::<Result<_, _>>()?;
        loop {
            let (mut texts, mut numbers) = (Vec::new(), Vec::new());
            for column in &mut open {
                match column.values(ROWS_AT_ONCE).map_err(damaged)? {
                    Values::Text(values) => texts.push(values),
                    Values::Whole(values) => numbers.push(values),
                    _ => return Err(damaged(anyhow::anyhow!("neither texts nor whole numbers"))),
                }
            }
            let count = texts.first().map_or(0, Vec::len);
            if count == 0 {
                break;
            }
            for at in 0..count {
                number += 1;
                let text = |column: usize| texts.get(column).and_then(|of| of.get(at)?.as_deref()).unwrap_or_default();
                let whole = |column: usize| numbers.get(column).and_then(|of| *of.get(at)?);
                take(Row::of(file, number, std::array::from_fn(text), std::array::from_fn(whole)));
            }
        }
    }
    Ok(())
}

fn of_text(bytes: &[u8], file: &str, mut take: impl FnMut(Row<&str>)) -> Result<(), Words> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let head = reader.headers().map_err(unreadable)?.clone();
    let names: Vec<&str> = head.iter().collect();
    columns(&names)?;
    let place = |wanted: &str| names.iter().position(|name| *name == wanted).unwrap_or(0);
    let places = COLUMNS.map(place);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let cell = |at: usize| record.get(places[at]).unwrap_or_default();
        let mut numbers = [None; COLUMNS.len() - TEXTS];
        for ((number, name), at) in numbers.iter_mut().zip(&COLUMNS[TEXTS..]).zip(TEXTS..) {
            let text = cell(at).trim();
            if !text.is_empty() {
                let whole = text.parse().map_err(|_| Words {
                    chinese: format!("第 {line} 行的 {name} 应为整数，写的是“{text}”"),
                    en: format!("{name} of row {line} must be a whole number; it is {text:?}"),
                })?;
                *number = Some(whole);
            }
        }
        take(Row::of(file, line, std::array::from_fn(cell), numbers));
    }
    Ok(())
}

/// What keeps a text from being read.
fn unreadable(error: csv::Error) -> Words {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Words {
            chinese: format!("第 {line} 行有 {len} 个字段，应有 {expected_len} 个"),
            en: format!("row {line} has {len} fields and must have {expected_len}"),
        },
        _ => Words {
            chinese: format!("不是 UTF-8 的 CSV（第 {line} 行）"),
            en: format!("it is no CSV in UTF-8 (row {line})"),
        },
    }
}

/// The columns are there, each once, and no others.
fn columns(names: &[&str]) -> Result<(), Words> {
    let times = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| times(name) == 0).collect();
    let other: Vec<&str> = names.iter().copied().filter(|name| !COLUMNS.contains(name) || times(name) > 1).collect();
    if missing.is_empty() && other.is_empty() {
        return Ok(());
    }
    let part = |[zh, en]: [&str; 2], names: &[&str]| {
        let list = Words::list(names);
        if names.is_empty() {
            [String::new(), String::new()]
        } else {
            [format!("；{zh} {}", list.chinese), format!("; {en} {}", list.en)]
        }
    };
    let (lacks, more) = (part(["缺少", "missing:"], &missing), part(["多出", "too many:"], &other));
    let all = COLUMNS.join(", ");
    Err(Words {
        chinese: format!("应有且只有这些列：{all}{}{}", lacks[0], more[0]),
        en: format!("it must have these columns and no others: {all}{}{}", lacks[1], more[1]),
    })
}

/// The file of these rows, as Parquet.
///
/// # Errors
/// A fault of the program.
pub fn write(rows: &[Row]) -> Result<Vec<u8>> {
    let kind = |at: usize| if at < TEXTS { Kind::Text } else { Kind::Whole };
    let columns: Vec<(String, Kind)> =
        COLUMNS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), kind(at))).collect();
    let mut writer = TableWriter::new(Vec::new(), &columns)?;
    let mut values = Vec::new();
    for at in 0..TEXTS {
        let text = |row: &Row| row.texts().get(at).filter(|text| !text.is_empty()).map(|text| (*text).clone());
        values.push(Values::Text(rows.iter().map(text).collect()));
    }
    for at in 0..COLUMNS.len() - TEXTS {
        values.push(Values::Whole(rows.iter().map(|row| row.numbers().get(at).copied().flatten()).collect()));
    }
    writer.write(&values).context("the file of counts")?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: Vec<u8>) -> Result<Vec<Row>, Words> {
        let mut rows = Vec::new();
        super::read(bytes, "counts", |row| rows.push(row.with(|text| (*text).to_owned())))?;
        Ok(rows)
    }

    fn row() -> Row {
        let [dealer, indicator, side] = ["城东店", "callback_rate", "counted"].map(str::to_owned);
        let (period, keys) = ("2013-09".to_owned(), "李娜\u{1f}".to_owned());
        Row {
            file: "counts".to_owned(),
            number: 1,
            dealer,
            indicator,
            side,
            period,
            keys,
            value: Some(-1),
            rows: 3,
            above: 2,
            below: 3,
            unknown: 0,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        // More of them than are read at once.
        let other = |number| Row { number, dealer: String::new(), value: None, ..row() };
        let rows = [row(), other(2), other(3), other(4)];
        assert_eq!(read(write(&rows).expect("bytes")).expect("rows"), rows);
        assert!(read(write(&rows).expect("bytes")[..200].to_vec()).expect_err("half").en.contains("no whole Parquet"));
    }

    #[test]
    fn a_text_may_have_its_columns_in_any_order_and_knows_its_lines() {
        let text = "rows,dealer,indicator,side,period,keys,value,below,above,unknown\n3,城东店,callback_rate,counted,\
            2013-09,\"李娜\u{1f}\",-1,3,2,\n";
        let read_back = read(text.into()).expect("rows");
        assert_eq!(read_back, [Row { number: 2, ..row() }]);
        let wrong = read(text.replace("3,城东店", "3.5,城东店").into()).expect_err("a fraction");
        assert_eq!(wrong.chinese, "第 2 行的 rows 应为整数，写的是“3.5”");
        let wrong = read(text.replace("unknown", "unclear").into()).expect_err("columns");
        assert!(wrong.en.ends_with("missing: unknown; too many: unclear"), "{}", wrong.en);
        let wrong = read(text.replace("2013-09,", "2013-09,,").into()).expect_err("a field too many");
        assert_eq!(wrong.chinese, "第 2 行有 11 个字段，应有 10 个");
        let wrong = read([text.as_bytes(), b"\xd0\xd0,,,,,,,,,\n"].concat()).expect_err("no UTF-8");
        assert_eq!(wrong.chinese, "不是 UTF-8 的 CSV（第 3 行）");
    }
}
