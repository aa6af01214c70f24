//! Names that declarations give to tables and facts: compared and ordered as texts, copied like numbers.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Every name of this process once. Declarations are read once a run, so what is kept here does not grow.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The one copy of a name.
pub fn intern(name: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}
