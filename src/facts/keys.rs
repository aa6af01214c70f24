//! What rows are told apart by: values of columns as plain parts, and keys of such parts as numbers, so that no row needs a
//! text of its own.

use anyhow::{Result, bail};
use polars::prelude::{Column, DataType, PlHashMap};

/// A value of a column; parts of one column are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part<'a> {
    Flag(bool),
    /// A number, days or milliseconds.
    Whole(i64),
    Text(&'a str),
}

/// The values of a column; none where it is blank.
///
/// # Errors
/// A type that no column of a fact has; a fault of the program.
pub(super) fn parts(column: &Column) -> Result<Vec<Option<Part<'_>>>> {
    Ok(match column.dtype() {
        DataType::Null => vec![None; column.len()],
        DataType::String => column.str()?.iter().map(|text| text.map(Part::Text)).collect(),
        DataType::Boolean => column.bool()?.iter().map(|flag| flag.map(Part::Flag)).collect(),
        DataType::Int64 | DataType::Int32 | DataType::UInt32 | DataType::Date | DataType::Datetime(..) => {
            let whole = column.to_physical_repr().cast(&DataType::Int64)?;
            whole.i64()?.iter().map(|number| number.map(Part::Whole)).collect()
        }
        other => bail!("the column {} holds {other}", column.name()),
    })
}

/// Numbers for keys, from 0; equal keys have one number, whichever frames they are of.
#[derive(Debug, Default)]
pub(super) struct Keys<'a> {
    /// The number of the parts before with the next one, by the place of that.
    levels: Vec<PlHashMap<(u32, Option<Part<'a>>), u32>>,
}

impl<'a> Keys<'a> {
    /// The number of a key; all keys have as many parts.
    pub(super) fn number(&mut self, key: impl Iterator<Item = Option<Part<'a>>>) -> usize {
        let mut number = 0;
        for (level, part) in key.enumerate() {
            if self.levels.len() == level {
                self.levels.push(PlHashMap::default());
            }
            let numbers = &mut self.levels[level];
            // At most one key a row of the dealer's sheets: far below 2³².
            let next = numbers.len() as u32;
            number = *numbers.entry((number, part)).or_insert(next);
        }
        number as usize
    }

    /// The number of a key, where it has one.
    pub(super) fn find(&self, key: impl Iterator<Item = Option<Part<'a>>>) -> Option<usize> {
        let number =
            self.levels.iter().zip(key).try_fold(0, |number, (level, part)| level.get(&(number, part)).copied());
        number.filter(|_| !self.levels.is_empty()).map(|number| number as usize)
    }

    /// How many different keys there were.
    pub(super) fn len(&self) -> usize {
        self.levels.last().map_or(0, PlHashMap::len)
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{AnyValue, DataFrame, Scalar};

    use super::*;

    fn texts(values: &[Option<&str>]) -> Column {
        Column::new("plate".into(), values)
    }

    #[test]
    fn equal_keys_have_one_number_whichever_column_they_are_of() {
        let (first, second) = (texts(&[Some("京A"), None, Some("京")]), texts(&[Some("A京"), Some("京A"), None]));
        let (first, second) = (parts(&first).expect("texts"), parts(&second).expect("texts"));
        let mut keys = Keys::default();
        let mut number = |a: Option<Part<'static>>, b| keys.number([a, b].into_iter());
        let text = |text: &'static str| Some(Part::Text(text));
        let numbers = [(text("京A"), None), (text("京"), text("A")), (None, text("京A")), (text("京A"), None)];
        assert_eq!(numbers.map(|(a, b)| number(a, b)), [0, 1, 2, 0]);
        assert_eq!(keys.len(), 3);
        let find = |a, b| keys.find([a, b].into_iter());
        assert_eq!([find(text("京"), text("A")), find(text("京"), None), find(None, None)], [Some(1), None, None]);
        assert_eq!(Keys::default().find([text("京")].into_iter()), None);
        assert_eq!((first[0], first[1]), (second[1], second[2]));
    }

    #[test]
    fn every_type_of_a_fact_has_parts_also_where_all_rows_are_one_value() {
        let one = Scalar::new(DataType::String, AnyValue::StringOwned("京A12345".into()));
        let of_one = Column::new_scalar("plate".into(), one, 2);
        assert_eq!(parts(&of_one).expect("texts"), [Some(Part::Text("京A12345")); 2]);
        let frame = DataFrame::new(1, vec![Column::new("n".into(), [3_i64]), Column::new("b".into(), [true])])
            .expect("a frame");
        assert_eq!(parts(frame.column("n").expect("n")).expect("numbers"), [Some(Part::Whole(3))]);
        assert_eq!(parts(frame.column("b").expect("b")).expect("flags"), [Some(Part::Flag(true))]);
        let day = Column::new("d".into(), [1_i32]).cast(&DataType::Date).expect("a day");
        assert_eq!(parts(&day).expect("days"), [Some(Part::Whole(1))]);
        assert!(parts(&Column::new("f".into(), [0.5_f64])).is_err());
    }
}
