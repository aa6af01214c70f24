//! Of the rows that agree in a key one stays.

use std::cmp::Ordering;

use anyhow::Result;
use polars::prelude::{AnyValue, Column, DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::fact::Once;
use super::keys::{Keys, Part, parts};
use super::reader::dates;
use crate::base::period::{Calendar, PeriodKind};
use crate::tables::model::{SOURCE, SOURCE_ROW};

/// The rows that stay, in the order of what comes first; a row in which every column of the key is blank stands alone.
/// Where the order leaves two rows alike, all that they hold decides, first what `leaves` the program, so that a warehouse
/// keeps the same row; and at last their place: never the order in which they were read.
pub(super) fn apply(
    frame: &DataFrame,
    once: &Once,
    leaves: &dyn Fn(&str) -> bool,
    calendar: Calendar,
) -> Result<DataFrame> {
    let months: Vec<Option<Part<'_>>> = match &once.month_of {
        Some(date) => {
            let month = |day| Part::Whole(calendar.containing(PeriodKind::Month, day).number.0.into());
            dates(frame, date)?.into_iter().map(|day| day.map(month)).collect()
        }
        None => vec![None; frame.height()],
    };
    let ranks = Ranks::new(frame, &once.order, leaves)?;
    let mut rows: Vec<usize> = (0..frame.height()).collect();
    rows.sort_by(|a, b| ranks.compare(*a, *b));
    let each = once.each.iter().map(|name| parts(frame.column(name)?)).collect::<Result<Vec<_>>>()?;
    let mut keys = Keys::default();
    rows.retain(|&row| {
        let key = each.iter().map(|column| column[row]);
        let known = keys.len();
        key.clone().all(|part| part.is_none()) || keys.number(std::iter::once(months[row]).chain(key)) == known
    });
    Ok(frame.take(&IdxCa::from_iter_values("row".into(), rows.into_iter().map(|row| row as IdxSize)))?)
}

/// What comes first.
struct Ranks<'a> {
    /// The values of the declared columns, the larger first where true.
    declared: Vec<(Vec<Option<Part<'a>>>, bool)>,
    /// All columns but those of the place, those that leave the program first, then those of the place.
    rest: Vec<&'a Column>,
}

impl<'a> Ranks<'a> {
    fn new(frame: &'a DataFrame, order: &[(String, bool)], leaves: &dyn Fn(&str) -> bool) -> Result<Self> {
        let declared =
            order.iter().map(|(name, down)| Ok((parts(frame.column(name)?)?, *down))).collect::<Result<_>>()?;
        let is_place = |name: &str| [SOURCE, SOURCE_ROW].contains(&name);
        let (place, mut rest): (Vec<_>, Vec<_>) =
            frame.columns().iter().partition(|column| is_place(column.name().as_str()));
        rest.sort_by_key(|column| (!leaves(column.name()), column.name().clone()));
        rest.extend(place);
        Ok(Self { declared, rest })
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let declared = self.declared.iter().map(|(values, down)| match (values[a], values[b]) {
            (Some(a), Some(b)) if *down => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        let rest = self.rest.iter().map(|column| {
            let (a, b) = (column.get(a).unwrap_or(AnyValue::Null), column.get(b).unwrap_or(AnyValue::Null));
            match (a.is_null(), b.is_null()) {
                (false, false) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
                (a, b) => a.cmp(&b),
            }
        });
        declared.chain(rest).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}
