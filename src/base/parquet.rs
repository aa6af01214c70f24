//! Tables of typed columns as Apache Parquet, written and read a group of rows at a time.
//!
//! Columns are flat and may lack values; pages are written with Snappy, which every reader of Parquet knows, and read with
//! Snappy, Zstandard, LZ4 or none.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, TimestampType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// Milliseconds that a time counts from 1970, without a zone.
const TIME: TimestampType = TimestampType { is_adjusted_to_u_t_c: false, unit: TimeUnit::MILLIS };

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 64 bits, signed.
    Whole,
    /// 64 bits, floating.
    Number,
    /// True or false.
    Flag,
    /// A day, counted from 1970-01-01.
    Day,
    /// A day with its time, in milliseconds from 1970-01-01 00:00 by the clock on the wall.
    Time,
}

/// The values of a column in a group of rows; a value that is not there is `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Of [`Kind::Text`].
    Text(Vec<Option<String>>),
    /// Of [`Kind::Whole`].
    Whole(Vec<Option<i64>>),
    /// Of [`Kind::Number`].
    Number(Vec<Option<f64>>),
    /// Of [`Kind::Flag`].
    Flag(Vec<Option<bool>>),
    /// Of [`Kind::Day`].
    Day(Vec<Option<i32>>),
    /// Of [`Kind::Time`].
    Time(Vec<Option<i64>>),
}

/// Writes a table, a group of rows after the other.
pub struct TableWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table of these columns.
    ///
    /// # Errors
    /// What is written to fails.
    pub fn new(into: W, columns: &[(String, Kind)]) -> Result<Self> {
        let fields = columns.iter().map(|(name, kind)| Ok(Arc::new(kind.declared(name)?))).collect::<Result<_>>()?;
        let schema = Type::group_type_builder("table").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("csr-report ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        Ok(Self { file: SerializedFileWriter::new(into, Arc::new(schema), Arc::new(properties))? })
    }

    /// Adds a group of rows: the values of every column, in order and as many of each.
    ///
    /// # Errors
    /// Values of another kind than their column's, or what is written to fails.
    pub fn write(&mut self, columns: &[Values]) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        for values in columns {
            let mut column = group.next_column()?.context("more values than columns")?;
            match (values, column.untyped()) {
                (Values::Text(values), ColumnWriter::ByteArrayColumnWriter(column)) => {
                    put(column, values, |text| ByteArray::from(text.as_str()))?;
                }
                (Values::Whole(values) | Values::Time(values), ColumnWriter::Int64ColumnWriter(column)) => {
                    put(column, values, |number| *number)?;
                }
                (Values::Number(values), ColumnWriter::DoubleColumnWriter(column)) => {
                    put(column, values, |number| *number)?;
                }
                (Values::Flag(values), ColumnWriter::BoolColumnWriter(column)) => put(column, values, |flag| *flag)?,
                (Values::Day(values), ColumnWriter::Int32ColumnWriter(column)) => put(column, values, |day| *day)?,
                _ => bail!("values of another kind than their column's"),
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the table and gives back what it was written to.
    ///
    /// # Errors
    /// What is written to fails.
    pub fn finish(self) -> Result<W> {
        Ok(self.file.into_inner()?)
    }
}

fn put<D: DataType, V>(
    column: &mut ColumnWriterImpl<'_, D>,
    values: &[Option<V>],
    of: impl Fn(&V) -> D::T,
) -> Result<()> {
    let there: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<D::T> = values.iter().flatten().map(of).collect();
    column.write_batch(&values, Some(&there), None)?;
    Ok(())
}

/// Reads a table from its bytes.
pub struct TableReader {
    file: SerializedFileReader<Bytes>,
    /// The columns, in order.
    pub columns: Vec<(String, Kind)>,
}

impl TableReader {
    /// Opens a table.
    ///
    /// # Errors
    /// The bytes are no Parquet, or a column of it is of no kind known here.
    pub fn new(bytes: Vec<u8>) -> Result<Self> {
        let file = SerializedFileReader::new(Bytes::from(bytes))?;
        let schema = file.metadata().file_metadata().schema().get_fields();
        let columns = schema.iter().map(|field| Ok((field.name().to_owned(), Kind::of(field)?)));
        let columns = columns.collect::<Result<_>>()?;
        Ok(Self { file, columns })
    }

    /// How the values of a column are packed, where that is in no way that can be read here.
    pub fn packed_otherwise(&self) -> Option<&'static str> {
        let columns = self.file.metadata().row_groups().iter().flat_map(|group| group.columns());
        columns.into_iter().find_map(|column| match column.compression() {
            Compression::GZIP(_) => Some("gzip"),
            Compression::BROTLI(_) => Some("brotli"),
            Compression::LZO => Some("lzo"),
            _ => None,
        })
    }

    /// How many groups of rows there are.
    pub fn groups(&self) -> usize {
        self.file.num_row_groups()
    }

    /// A column of a group of rows, to be read from its first row on.
    ///
    /// # Errors
    /// There is no such column or group, or the bytes are damaged.
    pub fn column(&self, group: usize, column: &str) -> Result<Column> {
        let at = self.columns.iter().position(|(name, _)| name == column);
        let at = at.with_context(|| format!("no column {column}"))?;
        ensure!(group < self.groups(), "no group {group}");
        let group = self.file.get_row_group(group)?;
        let left = usize::try_from(group.metadata().num_rows())?;
        Ok(Column { kind: self.columns[at].1, reader: group.get_column_reader(at)?, left })
    }
}

/// A column of a group of rows that is read in parts: a group can be as large as the file.
pub struct Column {
    kind: Kind,
    reader: ColumnReader,
    left: usize,
}

impl Column {
    /// The values of the next so many rows; of fewer where the group ends.
    ///
    /// # Errors
    /// The bytes are damaged, or of another kind than the column says.
    pub fn values(&mut self, most: usize) -> Result<Values> {
        let rows = most.min(self.left);
        self.left -= rows;
        Ok(match (self.kind, &mut self.reader) {
            (Kind::Text, ColumnReader::ByteArrayColumnReader(column)) => {
                let values: Vec<Option<ByteArray>> = taken(column, rows)?;
                let text = |value: Option<ByteArray>| value.map(|value| Ok(value.as_utf8()?.to_owned())).transpose();
                Values::Text(values.into_iter().map(text).collect::<Result<_>>()?)
            }
            (Kind::Whole, ColumnReader::Int64ColumnReader(column)) => Values::Whole(taken(column, rows)?),
            (Kind::Whole, ColumnReader::Int32ColumnReader(column)) => {
                let values = taken(column, rows)?.into_iter();
                Values::Whole(values.map(|value: Option<i32>| value.map(i64::from)).collect())
            }
            (Kind::Number, ColumnReader::DoubleColumnReader(column)) => Values::Number(taken(column, rows)?),
            (Kind::Flag, ColumnReader::BoolColumnReader(column)) => Values::Flag(taken(column, rows)?),
            (Kind::Day, ColumnReader::Int32ColumnReader(column)) => Values::Day(taken(column, rows)?),
            (Kind::Time, ColumnReader::Int64ColumnReader(column)) => Values::Time(taken(column, rows)?),
            (kind, _) => bail!("a column of {kind:?} is of another kind than it says"),
        })
    }
}

fn taken<D: DataType>(column: &mut ColumnReaderImpl<D>, rows: usize) -> Result<Vec<Option<D::T>>> {
    let (mut there, mut values) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (more, _, _) = column.read_records(rows - read, Some(&mut there), None, &mut values)?;
        ensure!(more > 0, "a column ends before its rows");
        read += more;
    }
    let mut values = values.into_iter();
    // A column that must have values has no levels.
    if there.is_empty() {
        return Ok(values.map(Some).collect());
    }
    Ok(there.iter().map(|level| if *level > 0 { values.next() } else { None }).collect())
}

impl Kind {
    fn declared(self, name: &str) -> Result<Type> {
        let (physical, logical) = match self {
            Self::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Whole => (Physical::INT64, None),
            Self::Number => (Physical::DOUBLE, None),
            Self::Flag => (Physical::BOOLEAN, None),
            Self::Day => (Physical::INT32, Some(LogicalType::Date)),
            Self::Time => (Physical::INT64, Some(LogicalType::Timestamp(TIME))),
        };
        let column = Type::primitive_type_builder(name, physical).with_logical_type(logical);
        Ok(column.with_repetition(Repetition::OPTIONAL).build()?)
    }

    fn of(column: &Type) -> Result<Self> {
        ensure!(column.is_primitive(), "the column {} holds more than one value", column.name());
        let info = column.get_basic_info();
        Ok(match (column.get_physical_type(), info.logical_type_ref()) {
            (Physical::BYTE_ARRAY, _) => Self::Text,
            (Physical::INT32, Some(LogicalType::Date)) => Self::Day,
            (Physical::INT64, Some(LogicalType::Timestamp(time))) if time.unit == TIME.unit => Self::Time,
            (Physical::INT32 | Physical::INT64, None | Some(LogicalType::Integer { .. })) => Self::Whole,
            (Physical::DOUBLE, _) => Self::Number,
            (Physical::BOOLEAN, _) => Self::Flag,
            (physical, logical) => bail!("the column {} is {physical} ({logical:?})", column.name()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<(String, Kind)> {
        let kinds = [Kind::Text, Kind::Whole, Kind::Number, Kind::Flag, Kind::Day, Kind::Time];
        kinds.into_iter().map(|kind| (format!("{kind:?}"), kind)).collect()
    }

    fn rows(from: i32) -> Vec<Values> {
        vec![
            Values::Text(vec![Some(format!("回访 {from}")), None, Some(String::new())]),
            Values::Whole(vec![None, Some(i64::MIN), Some(i64::from(from))]),
            Values::Number(vec![Some(0.1), Some(-0.0), None]),
            Values::Flag(vec![Some(true), None, Some(false)]),
            Values::Day(vec![Some(15_949), Some(-1), None]),
            Values::Time(vec![None, None, None]),
        ]
    }

    fn written() -> Vec<u8> {
        let mut writer = TableWriter::new(Vec::new(), &columns()).unwrap();
        writer.write(&rows(1)).unwrap();
        writer.write(&rows(2)).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn every_kind_of_column_comes_back_as_it_was_written() {
        let reader = TableReader::new(written()).unwrap();
        assert_eq!(reader.columns, columns());
        assert_eq!(reader.groups(), 2);
        for (group, from) in [(0, 1), (1, 2)] {
            let read = |(name, _): &(String, Kind)| reader.column(group, name).unwrap().values(usize::MAX).unwrap();
            assert_eq!(columns().iter().map(read).collect::<Vec<_>>(), rows(from));
        }
        assert!(reader.column(2, "Text").is_err() && reader.column(0, "none").is_err());
    }

    #[test]
    fn a_column_is_read_in_parts() {
        let reader = TableReader::new(written()).unwrap();
        let mut column = reader.column(0, "Whole").unwrap();
        assert_eq!(column.values(2).unwrap(), Values::Whole(vec![None, Some(i64::MIN)]));
        assert_eq!(column.values(2).unwrap(), Values::Whole(vec![Some(1)]));
        assert_eq!(column.values(2).unwrap(), Values::Whole(Vec::new()));
    }

    #[test]
    fn values_of_another_kind_and_bytes_that_are_no_table_are_refused() {
        let mut writer = TableWriter::new(Vec::new(), &columns()).unwrap();
        assert!(writer.write(&[Values::Flag(vec![None])]).is_err());
        let bytes = written();
        assert!(TableReader::new(bytes[..bytes.len() / 2].to_vec()).is_err());
        assert!(TableReader::new(b"PAR1".to_vec()).is_err());
    }
}
