//! The numbers of `templates/constants.toml`: limits and windows that a dealer may set otherwise, by name.
//!
//! Expressions say `:callback_days`, windows and limits of fact files `":callback_days"` or `"-:callback_days"`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::number::MOST_CONSTANT;
use crate::templates::Templates;

/// The file of the constants.
pub const FILE: &str = "constants.toml";

/// What a constant counts.
const UNITS: [(&str, [&str; 2]); 6] = [
    ("days", ["天", "days"]),
    ("hours", ["小时", "hours"]),
    ("minutes", ["分钟", "minutes"]),
    ("months", ["个月", "months"]),
    ("points", ["分", "points"]),
    ("times", ["次", "times"]),
];

/// A number with a name.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Its name in declarations.
    pub name: String,
    /// What people call it.
    pub names: Words,
    /// What it is in this workspace.
    pub value: i64,
    unit: [&'static str; 2],
}

impl Constant {
    /// The number with its unit: `3 天`.
    pub fn shown(&self, lang: Lang) -> String {
        format!("{} {}", self.value, lang.pick(self.unit[0], self.unit[1]))
    }
}

/// All constants by name.
#[derive(Clone, Debug, Default)]
pub struct Constants(BTreeMap<String, Constant>);

impl Constants {
    /// Reads `templates/constants.toml`: the program's own constants, and those that a file of the workspace puts in their
    /// place or beside them. A value of `set` takes the place of that of its name, where there is one.
    ///
    /// # Errors
    /// A constant that cannot be understood: with file and line.
    pub fn load(templates: &Templates, set: &BTreeMap<String, i64>) -> Result<Self, Failure> {
        let mut constants = BTreeMap::new();
        let file = templates.get(FILE).map_err(Failure::unexpected)?;
        for file in [Templates::built_in(FILE).as_ref(), Some(file)].into_iter().flatten() {
            let source = Source { name: &file.shown(), text: &file.text };
            let table = source.parse()?;
            for entry in Section::root(source, &table).entries() {
                let constant = constant(&entry, set.get(entry.key).copied())?;
                constants.insert(constant.name.clone(), constant);
            }
        }
        Ok(Self(constants))
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The constant of a name.
    pub fn get(&self, name: &str) -> Option<&Constant> {
        self.0.get(name)
    }

    /// A whole number within a range: written out, or as `":name"` or `"-:name"`. The constant that it names is noted.
    ///
    /// # Errors
    /// No whole number, no constant of this name, or outside the range.
    pub fn whole(
        &self,
        entry: &Entry<'_>,
        range: RangeInclusive<f64>,
        named: &mut BTreeSet<String>,
    ) -> Result<i64, Failure> {
        let number = if entry.is_text() {
            let text = entry.text()?;
            let (sign, rest) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
            let Some(name) = rest.strip_prefix(':') else {
                return Err(entry.failure(
                    "应为整数，或常数，如“:callback_days”",
                    "must be a whole number, or the name of a constant with a colon",
                ));
            };
            let known: Vec<_> = self.0.iter().map(|(name, constant)| (name.as_str(), constant.value)).collect();
            let value = choose(name, &known).map_err(|wrong| entry.refuse(wrong))?;
            named.insert(name.to_owned());
            sign * value
        } else {
            let number = entry.number(range.clone())?;
            if number.fract() != 0.0 {
                return Err(entry.failure("应为整数", "must be a whole number"));
            }
            number as i64
        };
        if range.contains(&(number as f64)) {
            return Ok(number);
        }
        let (least, most) = (range.start(), range.end());
        Err(entry.failure(
            &format!("应在 {least} 到 {most} 之间，而常数是 {number}"),
            &format!("must lie between {least} and {most}; the constant is {number}"),
        ))
    }
}

fn constant(entry: &Entry<'_>, set: Option<i64>) -> Result<Constant, Failure> {
    let mut section = entry.section()?;
    let value = section.need("value")?.whole(0, MOST_CONSTANT)? as i64;
    let unit = section.need("unit")?;
    let unit = choose(&unit.text()?, &UNITS).map_err(|wrong| unit.refuse(wrong))?;
    let names = section.need("names")?.words()?;
    section.finish()?;
    Ok(Constant { name: entry.key.to_owned(), names, value: set.unwrap_or(value), unit })
}
