//! The numbers of `templates/constants.toml`: limits and windows that a dealer may set otherwise, by name.
//!
//! Expressions say `:callback_days`, windows and limits of fact files `":callback_days"` or `"-:callback_days"`, and words for
//! people `{:callback_days}`, so that they say what is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::number::MOST_CONSTANT;
use crate::templates::{Template, Templates};

/// The file of the constants.
pub const FILE: &str = "constants.toml";

/// How the name of a constant begins in words for people; a brace ends it.
const OPENS: &str = "{:";

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
    /// What it can be.
    range: RangeInclusive<f64>,
    unit: [&'static str; 2],
}

impl Constant {
    /// The number with its unit: `3 天`.
    pub fn shown(&self, lang: Lang) -> String {
        format!("{} {}", self.value, lang.pick(self.unit[0], self.unit[1]))
    }

    /// What to say of a value that it cannot have.
    pub fn refusal(&self, value: i64) -> Option<Words> {
        let (least, most) = (self.range.start(), self.range.end());
        (!self.range.contains(&(value as f64))).then(|| Words {
            chinese: format!("常数 {} 应在 {least} 到 {most} 之间，而写的是 {value}", self.name),
            en: format!("the constant {} must lie between {least} and {most}, not be {value}", self.name),
        })
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

    /// The names of all, what people call each, and what it is and can be: `3 天（0–3660）`.
    pub fn all(&self) -> impl Iterator<Item = (&str, Words, Words)> {
        self.0.values().map(|constant| {
            let (least, most) = (constant.range.start(), constant.range.end());
            let (chinese, en) = (constant.shown(Lang::Chinese), constant.shown(Lang::English));
            let about = Words {
                chinese: format!("默认 {chinese}；可填 {least} 到 {most}"),
                en: format!("{en} unless set; from {least} to {most}"),
            };
            (constant.name.as_str(), constant.names.clone(), about)
        })
    }

    /// The constant of a name.
    pub fn get(&self, name: &str) -> Option<&Constant> {
        self.0.get(name)
    }

    /// The file with the numbers in the place of their names: `{:callback_days} 天` becomes `3 天`.
    ///
    /// # Errors
    /// It names a constant that there is not: with file and line.
    pub fn filled(&self, file: &Template) -> Result<Template, Failure> {
        let mut parts = file.text.split(OPENS);
        let mut text = parts.next().unwrap_or_default().to_owned();
        let known: Vec<_> = self.0.iter().map(|(name, constant)| (name.as_str(), constant.value)).collect();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let value = choose(name, &known).map_err(|wrong| {
                let line = text.matches('\n').count() + 1;
                let Words { chinese, en } = wrong.message;
                let source = Source { name: &file.shown(), text: "" };
                let mut failure = source.failure(line, &format!("{OPENS}…}} {chinese}"), &format!("{OPENS}…}} {en}"));
                failure.hint = wrong.hint;
                failure
            })?;
            text += &value.to_string();
            text += rest;
        }
        Ok(Template { name: file.name.clone(), text })
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
    let written = section.need("value")?;
    let value = written.whole(0, MOST_CONSTANT)? as i64;
    let range = match section.take("range") {
        Some(entry) => {
            let ends = entry
                .items()?
                .iter()
                .map(|end| end.number(0.0..=MOST_CONSTANT as f64))
                .collect::<Result<Vec<_>, _>>()?;
            match ends[..] {
                [least, most] if least <= most => least..=most,
                _ => return Err(entry.failure("应为两个数，先小后大", "must be two numbers, the smaller one first")),
            }
        }
        None => 0.0..=MOST_CONSTANT as f64,
    };
    let unit = section.need("unit")?;
    let unit = choose(&unit.text()?, &UNITS).map_err(|wrong| unit.refuse(wrong))?;
    let names = section.need("names")?.words()?;
    section.finish()?;
    let mut constant = Constant { name: entry.key.to_owned(), names, value, range, unit };
    if let Some(told) = constant.refusal(value) {
        return Err(written.failure(&told.chinese, &told.en));
    }
    constant.value = set.unwrap_or(value);
    Ok(constant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constants(set: &[(&str, i64)]) -> Constants {
        let set = set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Constants::load(&Templates::embedded(), &set).expect("the built-in constants")
    }

    fn filled(text: &str) -> Result<String, String> {
        let file = Template { name: "kpis/own.toml".to_owned(), text: text.to_owned() };
        let filled = constants(&[("callback_days", 2)]).filled(&file);
        filled.map(|file| file.text).map_err(|failure| failure.message.en)
    }

    #[test]
    fn words_say_the_number_that_is_set() {
        assert_eq!(filled("交车后 {:callback_days} 天，{name}"), Ok("交车后 2 天，{name}".to_owned()));
        let refused = filled("one\ntwo {:callback_day} days").expect_err("no such constant");
        assert!(refused.contains("own.toml, line 2") && refused.contains("callback_days"), "{refused}");
    }

    #[test]
    fn a_constant_has_a_range() {
        let told = |name: &str, value| constants(&[]).get(name).and_then(|one| one.refusal(value)).map(|told| told.en);
        assert_eq!(told("churn_months", 6), None);
        let refused = told("churn_months", 0).expect("no month is none");
        assert!(refused.contains("between 1 and 119"), "{refused}");
    }
}
