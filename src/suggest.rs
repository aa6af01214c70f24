//! What `check --suggest` prints: lines for csr-report.toml that declare the headings, words and scales that reading did
//! not know. What leaves no doubt can be pasted as it stands, the rest is commented out with `#`; `##` begins a remark.
//! Spaces and line breaks do not count in headings and words, so each stands in one line: whatever a sheet, its name or its
//! file is called, nothing but the lines that are made here can be read as a setting.

pub mod rows;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::lang::Lang;
use crate::base::text::{fold, one_line, visible};
use crate::recognise::near::Likeness;
use crate::report::door::Door;
use crate::settings::Reading;
use crate::tables::field_kind::FieldKind;
use crate::tables::hints::{Hints, InferredScale, UnknownWord};
use crate::tables::schema::Schema;
use crate::tables::schemas::Schemas;

/// The lines to paste, as one text of TOML. `reading` is what the configuration holds already.
pub fn suggest(hints: &Hints, schemas: &Schemas, reading: &Reading, door: &Door, lang: Lang) -> String {
    let mut sections = Vec::new();
    for schema in &schemas.tables {
        sections.push(headings(hints, schema, reading, door, lang));
        sections.push(words(hints, schema, reading, lang));
    }
    sections.push(scales(hints, schemas, reading, lang));
    let texts: Vec<String> = sections.iter().filter_map(|section| section.text(door, lang)).collect();
    if texts.is_empty() {
        return lang
            .pick("## 没有要补充的：表头、词和分制都认识", "## nothing to add: every heading, word and scale is known")
            .to_owned();
    }
    let title = lang.pick(
        "## 把下面的内容放进 csr-report.toml；行首是一个 # 的行请先核对，改好后去掉 #（节名前有 # 时一并去掉）；行首是 ## 的是说明",
        "## to be put into csr-report.toml; check the lines that begin with one #, correct them and take the # away, also \
         that of their section; lines with ## are remarks",
    );
    format!("{title}\n\n{}", texts.join("\n\n"))
}

/// A section of the configuration: what it holds already, what can be pasted, what must be looked at first.
#[derive(Default)]
struct Section {
    name: String,
    /// It stands in the file.
    stands: bool,
    known: BTreeMap<String, String>,
    /// Key, its value, and the remarks that say why.
    lines: Vec<(String, String, Vec<String>)>,
    /// What is commented out: the remarks, and the line.
    doubts: Vec<(Vec<String>, String)>,
    /// Said once, where anything is in doubt.
    choices: String,
}

impl Section {
    fn text(&self, door: &Door, lang: Lang) -> Option<String> {
        if self.lines.is_empty() && self.doubts.is_empty() {
            return None;
        }
        // A masked text is another text: what holds a phone is left to whoever keeps the file.
        let settings = self.lines.iter().map(|(_, value, _)| value).chain(self.known.values()).chain(self.known.keys());
        if settings.chain(self.doubts.iter().map(|(_, line)| line)).any(|text| door.text(text) != *text) {
            let [chinese, english] = PHONES;
            return Some(format!("## [{}] {}", self.name, lang.pick(chinese, english)));
        }
        let remark = |text: &str| format!("## {}", door.text(text));
        let mut out = Vec::new();
        // A section can stand only once: what has nothing to paste must not add it to the file.
        let sure = !self.lines.is_empty();
        if self.stands {
            let [chinese, english] = if sure { REPLACE } else { ADD };
            out.push(remark(lang.pick(chinese, english)));
        }
        out.push(format!("{}[{}]", if sure { "" } else { "# " }, self.name));
        if sure {
            let untouched = self.known.iter().filter(|(key, _)| self.lines.iter().all(|(own, ..)| own != *key));
            out.extend(untouched.map(|(key, value)| format!("{key} = {value}")));
        }
        for (key, value, why) in &self.lines {
            out.extend(why.iter().map(|why| remark(why)));
            out.push(format!("{key} = {value}"));
        }
        if !self.doubts.is_empty() && !self.choices.is_empty() {
            out.push(remark(&self.choices));
        }
        for (why, line) in &self.doubts {
            out.extend(why.iter().map(|why| remark(why)));
            out.push(format!("# {line}"));
        }
        Some(out.join("\n"))
    }
}

/// How a section goes into a file that has it: Chinese, English.
const REPLACE: [&str; 2] = [
    "csr-report.toml 里已有本节，原有内容已并入：请用它代替原来的一节",
    "csr-report.toml has this section; what it holds is merged here: put this in its place",
];
const ADD: [&str; 2] = [
    "csr-report.toml 里已有本节：改好的行请加到那一节下面",
    "csr-report.toml has this section: add the corrected lines below its heading there",
];

/// What is said of a section that would show a telephone number: Chinese, English.
const PHONES: [&str; 2] = [
    "本节有内容含电话号码，不在这里列出；请对照 check 的发现手工补充",
    "something here holds a telephone number and is not shown; add it by hand, see the findings of check",
];

/// An unknown heading and the field that it may be.
struct UnknownHeading {
    heading: String,
    field: Option<String>,
    /// One slip of the pen parts it from a known one.
    sure: bool,
    why: String,
}

/// The unknown headings of a table, each once.
fn unknown_headings(hints: &Hints, schema: &Schema, door: &Door, lang: Lang) -> Vec<UnknownHeading> {
    let mut seen = BTreeSet::new();
    let columns = hints.columns.iter().filter(|column| column.table == schema.table && !column.heading.is_empty());
    let columns = columns.map(|column| (column, one_line(&column.heading)));
    let told = columns.filter(|(_, heading)| seen.insert(fold(heading))).map(|(column, heading)| {
        let place = &column.place;
        let [near] = column.near.as_slice() else {
            let samples: Vec<String> = column.samples.iter().map(|sample| door.text(sample).into_owned()).collect();
            let (filled, samples) = (column.filled, samples.join(lang.pick("、", ", ")));
            let mut why = match lang {
                Lang::Chinese => format!("{place} “{heading}”，有 {filled} 格"),
                Lang::English => format!("{place} “{heading}”, {filled} cell(s)"),
            };
            if !samples.is_empty() {
                why.push_str(&format!("{}{samples}", lang.pick("，如", ", such as ")));
            }
            return UnknownHeading { heading, field: None, sure: false, why };
        };
        let (sure, known) = (near.likeness == Likeness::Slip, &near.heading);
        let why = match (sure, lang) {
            (false, Lang::Chinese) => format!("{place} “{heading}”可能就是“{known}”"),
            (false, Lang::English) => format!("{place} “{heading}” may be “{known}”"),
            (true, Lang::Chinese) => format!("{place} “{heading}”与“{known}”只差一个字"),
            (true, Lang::English) => format!("{place} “{heading}” is one slip away from “{known}”"),
        };
        UnknownHeading { heading, field: Some(near.field.clone()), sure, why }
    });
    told.collect()
}

fn headings(hints: &Hints, schema: &Schema, reading: &Reading, door: &Door, lang: Lang) -> Section {
    let known = reading.headings.get(&schema.table);
    let mut sure: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut doubts = Vec::new();
    let mut held: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for UnknownHeading { heading, field, sure: is_sure, why } in unknown_headings(hints, schema, door, lang) {
        match field {
            Some(field) if is_sure => sure.entry(field).or_default().push((heading, why)),
            Some(field) => held.entry(field).or_default().push((heading, why)),
            None => doubts.push((vec![why], format!("{} = {}", lang.pick("字段", "field"), list(&[heading])))),
        }
    }
    doubts.extend(merged(held, known).into_iter().map(|(field, texts, why)| (why, format!("{field} = {texts}"))));
    let name = format!("tables.{}.headings", schema.table);
    Section {
        stands: reading.sections.contains(&name),
        name,
        known: lists(known),
        lines: merged(sure, known),
        doubts,
        choices: fields(schema, lang),
    }
}

/// The unknown words of a table: the canonical word where there is no doubt, the word, why, and what it could be.
fn unknown_words(hints: &Hints, schema: &Schema, lang: Lang) -> Vec<(Option<String>, String, String)> {
    let unknown = hints.words.iter().filter(|unknown| unknown.table == schema.table);
    let told = unknown.filter_map(|unknown| {
        let field = schema.fields.get(schema.field(&unknown.field)?)?;
        let word = one_line(&unknown.word);
        let why = place_of(unknown, &word, lang);
        let entries = field.vocabulary.entries();
        if let Some(entry) = field.vocabulary.evident(&word) {
            return Some((Some(entries[entry].name(lang).to_owned()), word, why));
        }
        let choices: Vec<&str> = entries.iter().map(|entry| entry.name(lang)).collect();
        let why = format!("{why}{}{}", lang.pick("；可归入：", "; one of: "), choices.join(lang.pick("、", ", ")));
        Some((None, word, why))
    });
    told.collect()
}

fn words(hints: &Hints, schema: &Schema, reading: &Reading, lang: Lang) -> Section {
    let known = reading.words.get(&schema.table);
    let mut sure: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut doubts = Vec::new();
    for (meant, word, why) in unknown_words(hints, schema, lang) {
        match meant {
            Some(meant) => sure.entry(meant).or_default().push((word, why)),
            None => doubts.push((vec![why], format!("\"…\" = {}", list(&[word])))),
        }
    }
    let lines = merged(sure, known).into_iter().map(|(key, value, why)| (quoted(&key), value, why)).collect();
    let known = lists(known).into_iter().map(|(key, value)| (quoted(&key), value)).collect();
    let name = format!("tables.{}.words", schema.table);
    Section { stands: reading.sections.contains(&name), name, known, lines, doubts, choices: String::new() }
}

fn place_of(unknown: &UnknownWord, word: &str, lang: Lang) -> String {
    let UnknownWord { count, place, .. } = unknown;
    match lang {
        Lang::Chinese => format!("{place} 起共 {count} 处“{word}”"),
        Lang::English => format!("{place} “{word}”, {count} time(s)"),
    }
}

/// A scale that was inferred.
struct Scale {
    heading: String,
    scale: f64,
    sure: bool,
    why: String,
}

/// The inferred scales: those without a doubt once a heading, the others each.
fn inferred_scales(hints: &Hints, schemas: &Schemas, lang: Lang) -> Vec<Scale> {
    let mut found: BTreeMap<String, Vec<&InferredScale>> = BTreeMap::new();
    for inferred in &hints.scales {
        found.entry(known_score(schemas, &inferred.heading)).or_default().push(inferred);
    }
    let mut scales = Vec::new();
    for (heading, columns) in found {
        let InferredScale { scale, place, .. } = columns[0];
        let one_scale = columns.iter().all(|column| column.scale == *scale);
        if one_scale && columns.iter().all(|column| column.likely.is_none()) {
            let why = match lang {
                Lang::Chinese => format!("{place} 按 {scale} 分制推断"),
                Lang::English => format!("{place} was taken as a scale of {scale}"),
            };
            scales.push(Scale { heading, scale: *scale, sure: true, why });
            continue;
        }
        scales.extend(columns.into_iter().map(|InferredScale { scale, likely, place, .. }| {
            let why = match (likely, lang) {
                (None, _) => place.to_string(),
                (Some(_), Lang::Chinese) => format!("{place} 按 {scale} 分制推断，但有疑问（见发现 doubtful-scale）"),
                (Some(_), Lang::English) => format!("{place} was taken as a scale of {scale}; see doubtful-scale"),
            };
            Scale { heading: heading.clone(), scale: likely.unwrap_or(*scale), sure: false, why }
        }));
    }
    scales
}

fn scales(hints: &Hints, schemas: &Schemas, reading: &Reading, lang: Lang) -> Section {
    let (mut lines, mut doubts, mut inferred) = (Vec::new(), Vec::new(), BTreeMap::new());
    for Scale { heading, scale, sure, why } in inferred_scales(hints, schemas, lang) {
        let key = quoted(&heading);
        inferred.entry(heading).or_insert_with(Vec::new).push(scale);
        if sure {
            lines.push((key, scale.to_string(), vec![why]));
        } else {
            doubts.push((vec![why], format!("{key} = {scale}")));
        }
    }
    let several = inferred.values().any(|scales| scales.iter().any(|scale| *scale != scales[0]));
    let known = reading.scales.iter().map(|(heading, scale)| (quoted(heading), scale.to_string())).collect();
    let choices =
        lang.pick("同一表头在各处的分制不同，只能留一个", "one heading with several scales: only one can stand here");
    let choices = if several { choices.to_owned() } else { String::new() };
    let name = "scales".to_owned();
    Section { stands: reading.sections.contains(&name), name, known, lines, doubts, choices }
}

/// The heading under which a scale is declared: the known one that the heading of the sheet ends with.
fn known_score(schemas: &Schemas, heading: &str) -> String {
    let folded = fold(&crate::recognise::heading::without_brackets(heading));
    let scores = schemas.tables.iter().flat_map(|schema| &schema.fields).filter(|field| field.kind == FieldKind::Score);
    let known = scores.flat_map(|field| &field.headings).filter(|known| folded.ends_with(&fold(known)));
    known.max_by_key(|known| known.len()).cloned().unwrap_or_else(|| one_line(heading))
}

/// Each key with its old and new texts, and why.
fn merged(
    sure: BTreeMap<String, Vec<(String, String)>>,
    known: Option<&BTreeMap<String, Vec<String>>>,
) -> Vec<(String, String, Vec<String>)> {
    let line = |(key, found): (String, Vec<(String, String)>)| {
        let (texts, why): (Vec<String>, Vec<String>) = found.into_iter().unzip();
        let old = known.and_then(|known| known.get(&key)).cloned().unwrap_or_default();
        let all: Vec<String> = old.into_iter().chain(texts).collect();
        (key, list(&all), why)
    };
    sure.into_iter().map(line).collect()
}

fn lists(known: Option<&BTreeMap<String, Vec<String>>>) -> BTreeMap<String, String> {
    known.into_iter().flatten().map(|(key, texts)| (key.clone(), list(texts))).collect()
}

/// The fields of a table with their names, to choose from.
fn fields(schema: &Schema, lang: Lang) -> String {
    let kept = schema.fields.iter().filter(|field| field.kind != FieldKind::Line);
    let names: Vec<String> = kept.map(|field| format!("{}({})", field.id, field.names.get(lang))).collect();
    format!("{}{}", lang.pick("把“字段”换成：", "put in the place of “field”: "), names.join(", "))
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text of TOML in one line: the escapes of JSON are among those of TOML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(one_line(&visible(text))).to_string()
}
