//! Of the rows that agree in a key one stays.

use std::cmp::Ordering;
use std::collections::HashSet;

use anyhow::Result;
use polars::prelude::{AnyValue, Column, DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::fact::Once;
use super::reader::{dates, key};
use crate::base::period::{Calendar, PeriodKind};
use crate::tables::model::{SOURCE, SOURCE_ROW};

/// The rows that stay, in the order of what comes first; a row in which every column of the key is blank stands alone.
/// Where the order leaves two rows alike, all that they hold decides, and at last their place: never the order in which they
/// were read.
pub(super) fn apply(frame: &DataFrame, once: &Once, calendar: Calendar) -> Result<DataFrame> {
    let months: Vec<Option<i32>> = match &once.month_of {
        Some(date) => {
            let month = |day| calendar.containing(PeriodKind::Month, day).number.0;
            dates(frame, date)?.into_iter().map(|day| day.map(month)).collect()
        }
        None => vec![None; frame.height()],
    };
    let ranks = Ranks::new(frame, &once.order)?;
    let mut rows: Vec<usize> = (0..frame.height()).collect();
    rows.sort_by(|a, b| ranks.compare(*a, *b));
    let each = once.each.iter().map(|name| Ok(frame.column(name)?)).collect::<Result<Vec<_>>>()?;
    let mut seen = HashSet::new();
    rows.retain(|&row| {
        let parts: Vec<Option<String>> = each.iter().map(|column| key(column, row)).collect();
        parts.iter().all(Option::is_none) || seen.insert((months[row], parts))
    });
    Ok(frame.take(&IdxCa::from_iter_values("row".into(), rows.into_iter().map(|row| row as IdxSize)))?)
}

/// What comes first.
struct Ranks<'a> {
    /// The declared columns, the larger value first where true.
    declared: Vec<(&'a Column, bool)>,
    /// All columns but those of the place, then those of the place.
    rest: Vec<&'a Column>,
}

impl<'a> Ranks<'a> {
    fn new(frame: &'a DataFrame, order: &[(String, bool)]) -> Result<Self> {
        let declared = order.iter().map(|(name, down)| Ok((frame.column(name)?, *down))).collect::<Result<_>>()?;
        let is_place = |name: &str| [SOURCE, SOURCE_ROW].contains(&name);
        let (place, mut rest): (Vec<_>, Vec<_>) =
            frame.columns().iter().partition(|column| is_place(column.name().as_str()));
        rest.sort_by(|a, b| a.name().cmp(b.name()));
        rest.extend(place);
        Ok(Self { declared, rest })
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let of = |column: &Column, down: bool| {
            let (a, b) = (column.get(a).unwrap_or(AnyValue::Null), column.get(b).unwrap_or(AnyValue::Null));
            match (a.is_null(), b.is_null()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                _ => {
                    let order = a.partial_cmp(&b).unwrap_or(Ordering::Equal);
                    if down { order.reverse() } else { order }
                }
            }
        };
        let declared = self.declared.iter().map(|(column, down)| of(column, *down));
        declared
            .chain(self.rest.iter().map(|column| of(column, false)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}
