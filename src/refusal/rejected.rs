//! Rows that were set aside, held against the limits of `[require]`: for all tables together, and for single ones.

use crate::base::address::Place;
use crate::base::failure::{Exit, Failure};
use crate::base::finding::{Code, Finding, Severity, WHOLE_INPUT};
use crate::base::lang::Words;
use crate::base::number::{self, Exact, Unit};
use crate::base::table_id::TableId;
use crate::settings::{RejectedLimits, Settings};
use crate::tables::model::InputBlock;

/// The rows of a table, or of all.
struct Rows {
    table: Option<TableId>,
    /// Rows that are not blank.
    read: u64,
    rejected: u64,
    limits: RejectedLimits,
}

impl Rows {
    /// The share that was set aside in percent, where it is above a limit.
    fn above(&self, limit: Option<f64>) -> Option<(f64, f64)> {
        let share = number::percent(Exact::whole(self.rejected as i64), Exact::whole(self.read as i64))?;
        limit.filter(|limit| share > *limit).map(|limit| (share, limit))
    }

    /// How many were set aside, and the key that says that it is too many.
    fn told(&self, share: f64, limit: f64, key: &str) -> Words {
        let Self { table, read, rejected, .. } = self;
        let share = number::display(Some(share), Unit::Percent);
        let (of, of_english, key) = match table {
            Some(table) => (format!("表 {table} 的 "), format!(" of {table}"), format!("require.{table}.{key}")),
            None => (String::new(), String::new(), format!("require.{key}")),
        };
        Words {
            chinese: format!("{of}{read} 行中有 {rejected} 行被剔除（{share}），超过 {key} = {limit}"),
            en: format!("{rejected} of {read} rows{of_english} were set aside ({share}), above {key} = {limit}"),
        }
    }
}

/// All rows, then those of each table that has limits of its own.
fn counted<'s>(settings: &'s Settings, inputs: &'s [InputBlock]) -> impl Iterator<Item = Rows> + 's {
    let rows = |table: Option<TableId>, limits: RejectedLimits| {
        let blocks = || inputs.iter().filter(|block| table.is_none() || block.table == table).map(|block| block.rows);
        let read = blocks().map(|rows| rows.read - rows.blank).sum();
        Rows { table, read, rejected: blocks().map(|rows| rows.rejected).sum(), limits }
    };
    let single = settings.policies.iter().map(move |(table, policy)| rows(Some(*table), policy.rejected));
    std::iter::once(rows(None, settings.rejected)).chain(single)
}

/// Refuses more rejected rows than the configuration allows.
///
/// # Errors
/// The first limit that is passed (exit 4).
pub(super) fn refuse(settings: &Settings, inputs: &[InputBlock]) -> Result<(), Failure> {
    for rows in counted(settings, inputs) {
        if let Some((share, limit)) = rows.above(rows.limits.most) {
            let Words { chinese, en } = rows.told(share, limit, "max_rejected_percent");
            return Err(Failure::new(Exit::Refused, chinese, en));
        }
    }
    Ok(())
}

/// A warning for each limit of warnings that is passed.
pub fn many_rejected(settings: &Settings, inputs: &[InputBlock]) -> Vec<Finding> {
    let warning = |rows: Rows| {
        let (share, limit) = rows.above(rows.limits.warn)?;
        let Words { chinese, en } = rows.told(share, limit, "warn_rejected_percent");
        let place = Place::file(&WHOLE_INPUT.into());
        let finding = Finding::new(Severity::Warning, Code::ManyRejected, place, chinese, en);
        Some(match rows.table {
            Some(table) => finding.table(table),
            None => finding,
        })
    };
    counted(settings, inputs).filter_map(warning).collect()
}
