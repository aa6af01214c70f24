//! From the file of a table to its schema: every name in it is looked up, and what contradicts itself is refused.

use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, HashMap};

use crate::base::declaration::{Entry, Section, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::number::in_millionths;
use crate::base::table_id::TableId;
use crate::base::text::fold;

use super::beside::{self, Beside};
use super::declared_words::{flags, texts, words};
use super::field_kind::FieldKind;
use super::fields::Fields;
use super::schema::{Apart, Field, Role, Schema, Unanswered, Wide, Within};
use super::template::CommonFile;
use super::vocabulary::Vocabulary;

/// The place of a table among the tables.
const MOST_ORDER: f64 = 1_000_000.0;
/// The highest value of a score.
const LEAST_SCALE: f64 = 1.0;
const MOST_SCALE: f64 = 10_000.0;
/// A blank form of the table has a sheet of its name: so many characters in Excel.
const NAME_CHARS: usize = 31;

/// A table as its file declares it.
#[derive(Debug)]
pub(super) struct Declared {
    /// Its place among the tables.
    pub order: f64,
    pub schema: Schema,
    pub beside: Beside,
}

/// Reads the file of a table; its name is the file's.
///
/// # Errors
/// A key, field, word or sense that is not known, what is missing or of the wrong type, a field, heading or word that stands
/// twice: with file and line.
pub(super) fn table(id: &str, mut file: Section<'_>, common: &CommonFile) -> Result<Declared, Failure> {
    let named = file.need("table")?;
    choose(&named.text()?, &[(id, ())]).map_err(|wrong| named.refuse(wrong))?;
    let table = TableId::named(id);
    let order = file.need("order")?.number(0.0..=MOST_ORDER)?;
    let names = names(&file.need("names")?)?;
    let role = file.take("role");
    let mut headings: BTreeMap<String, String> = BTreeMap::new();
    let mut fields: Vec<Field> = Vec::new();
    let mut later: Vec<Later<'_>> = Vec::new();
    for entry in file.need("fields")?.items()? {
        let mut section = entry.section()?;
        let id = section.need("id")?;
        let name = id.text()?;
        if fields.iter().any(|field| field.id == name) {
            return Err(id.failure(&format!("字段 {name} 出现了两次"), &format!("names the field {name} twice")));
        }
        let texts = section.need("headings")?;
        for text in texts.texts()? {
            if let Some(other) = headings.insert(fold(&text), name.clone()).filter(|other| *other != name) {
                return Err(texts.failure(
                    &format!("里的“{text}”同时是 {other} 和 {name} 的表头"),
                    &format!("has “{text}”, which stands under {other} and {name}"),
                ));
            }
        }
        later.push(Later {
            apart: section.take("apart"),
            implied: section.take("implied"),
            stands_for: section.take("stands_for"),
            asked_unless: section.take("asked_unless"),
        });
        fields.push(field(name, texts.texts()?, &mut section, common)?);
        section.finish()?;
    }
    // The names that forms and pages use are headings too, unless another field has them.
    for field in &mut fields {
        for name in [field.names.chinese.clone(), field.names.en.clone()] {
            if let MapEntry::Vacant(free) = headings.entry(fold(&name)) {
                free.insert(field.id.clone());
                field.headings.push(name);
            }
        }
    }
    for (at, later) in later.into_iter().enumerate() {
        if let Some(entry) = later.apart {
            let apart = entry.items()?.iter().map(|item| apart(item, &fields, at)).collect::<Result<_, _>>()?;
            fields[at].apart = apart;
        }
        fields[at].asked_unless = Fields(&fields).some(later.asked_unless)?;
        fields[at].implied = later.implied.map(|entry| implied(&entry, &fields, at)).transpose()?;
        if let Some(entry) = later.stands_for {
            fields[at].stands_for = Fields(&fields).all(&entry)?;
            if let Some(other) = fields[at].stands_for.iter().find(|other| fields[**other].kind != fields[at].kind) {
                let id = &fields[*other].id;
                return Err(entry.failure(
                    &format!("里的 {id} 是另一种字段（kind）"),
                    &format!("names {id}, which is a field of another kind"),
                ));
            }
        }
    }
    let role = role.map(|entry| self::role(&entry, &fields)).transpose()?;
    let fields = Fields(&fields);
    let (key, void) = (fields.one(file.take("key"))?, fields.needs(file.take("void"))?);
    let wide = file.take("repeats").map(|entry| wide(&entry, fields, key.is_some() || !void.is_empty())).transpose()?;
    let groups = |entry: Entry<'_>| entry.items()?.iter().map(|group| fields.all(group)).collect();
    let schema = Schema {
        table,
        names,
        role,
        called: texts(file.take("called"))?,
        gives_way: file.take("gives_way").map(|entry| entry.flag()).transpose()?.unwrap_or(false),
        required: groups(file.need("required")?)?,
        keep: file
            .need("keep")?
            .items()?
            .into_iter()
            .map(|group| fields.needs(Some(group)))
            .collect::<Result<_, _>>()?,
        period: fields.all(&file.need("period")?)?,
        key,
        same: file.take("same").map(groups).transpose()?.unwrap_or_default(),
        one_row_in: match file.take("one_row_in") {
            Some(entry) => Some(choose(&entry.text()?, &Within::ALL).map_err(|wrong| entry.refuse(wrong))?),
            None => None,
        },
        apart: fields.some(file.take("apart"))?,
        state_dates: fields.some(file.take("later"))?,
        undoes: fields.needs(file.take("undoes"))?,
        void,
        void_date: fields.one(file.take("void_date"))?,
        contradicts: pairs(file.take("contradicts"), |entry, state, date| {
            Ok((fields.need(entry, state)?, fields.index(entry, date)?))
        })?,
        in_order: pairs(file.take("in_order"), |entry, first, then| {
            Ok((fields.index(entry, first)?, fields.index(entry, then)?))
        })?,
        unanswered: file.take("unanswered").map(|entry| unanswered(&entry, fields)).transpose()?,
        wide,
        fields: fields.0.to_vec(),
    };
    let beside = beside::read(&mut file, Fields(&schema.fields), &headings)?;
    file.finish()?;
    Ok(Declared { order, schema, beside })
}

/// Rows in which nobody can have answered.
fn unanswered(entry: &Entry<'_>, fields: Fields<'_>) -> Result<Unanswered, Failure> {
    let mut section = entry.section()?;
    let unanswered = Unanswered {
        states: fields.needs(section.take("states"))?,
        answers: fields.some(section.take("answers"))?,
        remarks: fields.some(section.take("remarks"))?,
    };
    section.finish()?;
    Ok(unanswered)
}

/// What the rows are, where they are nothing to count; the fields that they need must be there.
fn role(entry: &Entry<'_>, fields: &[Field]) -> Result<Role, Failure> {
    let role = choose(&entry.text()?, &Role::ALL).map_err(|wrong| entry.refuse(wrong))?;
    for (id, kind) in role.needs() {
        if !fields.iter().any(|field| field.id == *id && field.kind == *kind) {
            let kind = FieldKind::ALL.iter().find(|(_, one)| one == kind).map_or("", |(name, _)| name);
            return Err(entry.failure(
                &format!("要有字段 {id}（kind = \"{kind}\"）"),
                &format!("needs a field {id} (kind = \"{kind}\")"),
            ));
        }
    }
    Ok(role)
}

/// What of a field names other fields, and so is read when all are known.
struct Later<'a> {
    apart: Option<Entry<'a>>,
    implied: Option<Entry<'a>>,
    stands_for: Option<Entry<'a>>,
    asked_unless: Option<Entry<'a>>,
}

/// What people call the table: its blank form and a sheet of it are named so.
fn names(entry: &Entry<'_>) -> Result<Words, Failure> {
    let words = entry.words()?;
    for name in [&words.chinese, &words.en] {
        let long = name.is_empty() || name.chars().count() > NAME_CHARS;
        if long || name.contains(['[', ']', ':', '*', '?', '/', '\\', '"', '<', '>', '|']) {
            return Err(entry.failure(
                &format!("不能作表单的名字：“{name}”（1–31 个字符，不含 []:*?/\\\"<>|）"),
                &format!("cannot name a form: “{name}” (1–31 characters, none of []:*?/\\\"<>|)"),
            ));
        }
    }
    Ok(words)
}

fn flag(section: &mut Section<'_>, key: &'static str) -> Result<bool, Failure> {
    section.take(key).map_or(Ok(false), |entry| entry.flag())
}

/// Lists of two.
fn pairs<P>(
    entry: Option<Entry<'_>>,
    make: impl Fn(&Entry<'_>, &str, &str) -> Result<P, Failure>,
) -> Result<Vec<P>, Failure> {
    let Some(entry) = entry else { return Ok(Vec::new()) };
    let pair = |item: &Entry<'_>| match item.texts()?.as_slice() {
        [one, other] => make(item, one, other),
        _ => Err(item.failure("里应为两个字段", "should name two fields")),
    };
    entry.items()?.iter().map(pair).collect()
}

fn apart(entry: &Entry<'_>, fields: &[Field], at: usize) -> Result<Apart, Failure> {
    let mut section = entry.section()?;
    let headings = section.need("headings")?;
    let known: BTreeMap<String, &str> =
        fields[at].headings.iter().map(|heading| (fold(heading), heading.as_str())).collect();
    for text in headings.texts()? {
        if !known.contains_key(&fold(&text)) {
            let known: Vec<_> = known.values().map(|heading| (*heading, ())).collect();
            choose(&text, &known).map_err(|wrong| headings.refuse(wrong))?;
        }
    }
    let apart = Apart {
        headings: headings.texts()?.iter().map(|heading| fold(heading)).collect(),
        needs: section.take("needs").map(|entry| Fields(fields).need(&entry, &entry.text()?)).transpose()?,
        while_open: flag(&mut section, "while_open")?,
    };
    section.finish()?;
    Ok(apart)
}

/// Another field whose words say a sense of this one: 无人接听 as a result is a failure.
fn implied(entry: &Entry<'_>, fields: &[Field], at: usize) -> Result<(String, String), Failure> {
    let mut section = entry.section()?;
    let (by, sense) = (section.need("by")?, section.need("sense")?);
    section.finish()?;
    Fields(fields).index(&by, &by.text()?)?;
    Fields(fields).need(&sense, &format!("{}:{}", fields[at].id, sense.text()?))?;
    Ok((by.text()?, sense.text()?))
}

/// How a wide list numbers the columns of its attempts.
fn wide(entry: &Entry<'_>, fields: Fields<'_>, one_row_a_thing: bool) -> Result<Wide, Failure> {
    if one_row_a_thing {
        return Err(entry.failure(
            "不能用：有 key 或 void 的表没有横向列表",
            "cannot stand here: a table with a key or void rows has no wide lists",
        ));
    }
    let mut section = entry.section()?;
    let (number, answered) = (section.need("number")?, section.need("answered")?);
    let short = section.need("fields")?.section()?.entries();
    let wide = Wide {
        number: fields.index(&number, &number.text()?)?,
        answered: fields.need(&answered, &answered.text()?)?,
        shown_by: fields.all(&section.need("shown_by")?)?,
        ordinals: section.need("ordinals")?.items()?.iter().map(Entry::texts).collect::<Result<_, _>>()?,
        topics: section.need("topics")?.texts()?,
        short_names: short
            .iter()
            .map(|entry| Ok((fields.index(entry, entry.key)?, entry.texts()?)))
            .collect::<Result<_, Failure>>()?,
    };
    section.finish()?;
    Ok(wide)
}

fn field(id: String, headings: Vec<String>, section: &mut Section<'_>, common: &CommonFile) -> Result<Field, Failure> {
    let kind = section.need("kind")?;
    let kind = choose(&kind.text()?, &FieldKind::ALL).map_err(|wrong| kind.refuse(wrong))?;
    let scale = match section.take("scale") {
        Some(entry) if kind != FieldKind::Score => {
            return Err(entry.failure(
                &format!("不能用于字段 {id}：只有 score 有分制"),
                &format!("cannot stand in {id}: only a score has a scale"),
            ));
        }
        Some(entry) => Some(in_millionths(entry.number(LEAST_SCALE..=MOST_SCALE)?)),
        None => None,
    };
    let vocabulary: Vocabulary = section.take("words").map(|entry| words(&entry)).transpose()?.unwrap_or_default();
    let known: Vec<_> = vocabulary.entries().iter().map(|entry| (entry.word.as_str(), ())).collect();
    let mut offered = Vec::new();
    for entry in section.take("offered").map(|entry| entry.items()).transpose()?.unwrap_or_default() {
        let word = entry.text()?;
        choose(&word, &known).map_err(|wrong| entry.refuse(wrong))?;
        offered.push(word);
    }
    let flags = if kind == FieldKind::YesNo { flags(section, common)? } else { HashMap::new() };
    let words_of = |section: &mut Section<'_>, key| section.take(key).map(|entry| entry.words()).transpose();
    Ok(Field {
        id,
        kind,
        names: section.need("names")?.words()?,
        headings,
        vocabulary,
        offered,
        unknown: words_of(section, "unknown")?,
        as_written: flag(section, "as_written")?,
        asked: flag(section, "asked")?,
        asked_unless: Vec::new(),
        adds_up: flag(section, "adds_up")?,
        stands_in: flag(section, "stands_in")?,
        several: flag(section, "several")?,
        below_nought: flag(section, "below_nought")?,
        blank_in_doubt: flag(section, "blank_in_doubt")?,
        planned: flag(section, "planned")?,
        ahead: match section.take("ahead") {
            Some(entry) if kind != FieldKind::Date => {
                return Err(entry.failure("只用于 date 字段", "is for a date only"));
            }
            Some(entry) => entry.flag()?,
            None => false,
        },
        telling: section.take("telling").map(|entry| entry.flag()).transpose()?.unwrap_or(true),
        private: flag(section, "private")? || kind == FieldKind::Phone,
        line: flag(section, "line")? || kind == FieldKind::Line,
        scale,
        flags,
        aliases: HashMap::new(),
        apart: Vec::new(),
        without: words_of(section, "without")?,
        proposed: texts(section.take("proposed"))?,
        implied: None,
        stands_for: Vec::new(),
    })
}
