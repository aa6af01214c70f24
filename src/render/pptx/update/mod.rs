//! A new deck within one that was edited by hand: what is still as it was written shows the new period, everything else is
//! left alone, and all of it is told.

mod based;
mod changes;
mod charts;
mod earlier;
mod merge;
mod names;
mod notes;
mod order;
mod shapes;
mod state;
mod told;

use anyhow::Result;

use super::package::Package;
use super::written::Record;
pub use changes::{Change, Updated, What};
pub use earlier::Earlier;
pub use told::{kept, summary};

/// The edited deck with the new one in it; `record` is what was written of that.
///
/// # Errors
/// A fault of the program.
pub(super) fn update(fresh: &Package, earlier: &Earlier, record: &Record) -> Result<(Package, Updated)> {
    let (package, changes) = merge::merged(fresh, earlier, record)?;
    let Earlier { name, sha256, record, .. } = earlier;
    Ok((package, Updated::of(name, sha256, &record.title, changes)))
}
