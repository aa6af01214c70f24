//! Two declarations of the same keys become one: what only one of them says holds, what both say must agree.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::failure::Failure;

/// Below these every key holds a list of spellings, and every spelling is a statement of its own: two lists are one.
const LISTS: [&str; 2] = ["tables", "aliases"];

/// A value with the byte at which it, or its key, begins.
type At<'v, 'a> = (usize, &'v DeValue<'a>);

/// Puts the keys of `more` into `table`. `differ` tells of a key that has another value in each, or lets that of `table` hold.
///
/// # Errors
/// What `differ` says of the first such key.
pub fn merge<'a>(
    table: &mut DeTable<'a>,
    more: DeTable<'a>,
    differ: &dyn Fn(At<'_, 'a>, At<'_, 'a>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for (key, value) in more {
        let adds = LISTS.contains(&key.get_ref().as_ref());
        put(table, key, value, adds, differ)?;
    }
    Ok(())
}

fn put<'a>(
    table: &mut DeTable<'a>,
    key: Spanned<std::borrow::Cow<'a, str>>,
    value: Spanned<DeValue<'a>>,
    adds: bool,
    differ: &dyn Fn(At<'_, 'a>, At<'_, 'a>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let Some(standing) = table.get_mut(key.get_ref().as_ref()) else {
        table.insert(key, value);
        return Ok(());
    };
    let (at, more_at) = (standing.span().start, key.span().start);
    match (standing.get_mut(), value.into_inner()) {
        (DeValue::Table(below), DeValue::Table(more)) => {
            more.into_iter().try_for_each(|(key, value)| put(below, key, value, adds, differ))
        }
        (DeValue::Array(list), DeValue::Array(more)) if adds => {
            let new: Vec<_> =
                more.into_iter().filter(|item| !list.iter().any(|own| agree(own.get_ref(), item.get_ref()))).collect();
            new.into_iter().for_each(|item| list.push(item));
            Ok(())
        }
        (own, more) if agree(own, &more) => Ok(()),
        (own, more) => differ((at, own), (more_at, &more)),
    }
}

/// Whether two values say the same.
fn agree(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    shown(one) == shown(other)
}

/// A value as people read it: 95.0 and 95 are one number, a text is a list of one.
pub fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(whole) if whole.radix() == 10 => number(whole.as_str()),
        DeValue::Integer(whole) => whole.to_string(),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(items) => items.iter().map(|item| shown(item.get_ref())).collect::<Vec<_>>().join(", "),
        DeValue::Table(table) => table.keys().map(|key| key.get_ref().to_string()).collect::<Vec<_>>().join(", "),
    }
}

fn number(written: &str) -> String {
    let plain = written.replace('_', "");
    plain.parse::<f64>().map_or(plain, |number| number.to_string())
}
