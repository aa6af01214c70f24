//! From the file of a table to its schema: every name in it is looked up, and what contradicts itself is refused.

use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, bail, ensure};

use crate::base::text::fold;
use crate::base::within::Within;

use super::field_kind::FieldKind;
use super::schema::{Apart, Field, Need, Schema, Wide};
use super::template::{ApartEntry, CommonFile, FieldEntry, RepeatsEntry, TableFile};
use super::vocabulary::{Entry, Vocabulary};
use crate::base::number::in_millionths;

/// The schema of a table.
///
/// # Errors
/// A field, heading or word that stands twice; an unknown field or sense.
pub(super) fn schema(file: TableFile, common: &CommonFile) -> Result<Schema> {
    let mut headings: BTreeMap<String, String> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let mut fields = Vec::new();
    let mut apart: Vec<Vec<ApartEntry>> = Vec::new();
    for mut entry in file.fields {
        apart.push(std::mem::take(&mut entry.apart));
        ensure!(ids.insert(entry.id.clone()), "field {} stands twice", entry.id);
        for text in &entry.headings {
            if let Some(other) = headings.insert(fold(text), entry.id.clone()) {
                ensure!(other == entry.id, "heading “{text}” stands under {other} and {}", entry.id);
            }
        }
        fields.push(field(entry, common)?);
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
    let index = |id: &String| -> Result<usize> {
        fields.iter().position(|field: &Field| field.id == *id).with_context(|| format!("unknown field {id}"))
    };
    let need = |text: &String| -> Result<Need> {
        let (id, sense) = text.split_once(':').map_or((text.as_str(), None), |(id, sense)| (id, Some(sense)));
        let field = index(&id.to_owned())?;
        if let Some(sense) = sense {
            let known = fields[field].vocabulary.entries().iter().any(|entry| entry.sense.as_deref() == Some(sense));
            ensure!(known, "field {id} has no word of sense {sense}");
        }
        Ok(Need { field, sense: sense.map(str::to_owned) })
    };
    let all = |ids: &[String]| ids.iter().map(index).collect::<Result<Vec<_>>>();
    for (at, field) in fields.iter().enumerate() {
        if let Some((by, sense)) = &field.implied {
            index(by)?;
            need(&format!("{}:{sense}", field.id))?;
        }
        let folded: BTreeSet<String> = field.headings.iter().map(|heading| fold(heading)).collect();
        for group in &apart[at] {
            let unknown = group.headings.iter().find(|heading| !folded.contains(&fold(heading)));
            ensure!(unknown.is_none(), "field {}: “{}” is no heading of it", field.id, unknown.map_or("", |text| text));
        }
    }
    let apart = apart.iter().map(|groups| {
        let group = |group: &ApartEntry| {
            let headings = group.headings.iter().map(|heading| fold(heading)).collect();
            let needs = group.needs.as_ref().map(need).transpose()?;
            Ok(Apart { headings, needs, while_open: group.while_open })
        };
        groups.iter().map(group).collect::<Result<Vec<_>>>()
    });
    let apart = apart.collect::<Result<Vec<_>>>()?;
    let wide = |entry: &RepeatsEntry| -> Result<Wide> {
        ensure!(file.key.is_none() && file.void.is_empty(), "a table with a key or void rows has no wide lists");
        let short = |(id, short): (&String, &Vec<String>)| Ok((index(id)?, short.clone()));
        Ok(Wide {
            number: index(&entry.number)?,
            answered: need(&entry.answered)?,
            shown_by: all(&entry.shown_by)?,
            ordinals: entry.ordinals.clone(),
            topics: entry.topics.clone(),
            short_names: entry.fields.iter().map(short).collect::<Result<_>>()?,
        })
    };
    let schema = Schema {
        table: file.table,
        names: file.names,
        required: file.required.iter().map(|group| all(group)).collect::<Result<_>>()?,
        keep: file.keep.iter().map(|group| group.iter().map(need).collect()).collect::<Result<_>>()?,
        period: all(&file.period)?,
        key: file.key.as_ref().map(index).transpose()?,
        same: file.same.iter().map(|group| all(group)).collect::<Result<_>>()?,
        apart: all(&file.apart)?,
        state_dates: all(&file.later)?,
        undoes: file.undoes.iter().map(need).collect::<Result<_>>()?,
        void: file.void.iter().map(need).collect::<Result<_>>()?,
        void_date: file.void_date.as_ref().map(index).transpose()?,
        wide: file.repeats.as_ref().map(wide).transpose()?,
        fields: Vec::new(),
    };
    for (field, apart) in fields.iter_mut().zip(apart) {
        field.apart = apart;
    }
    Ok(Schema { fields, ..schema })
}

fn field(entry: FieldEntry, common: &CommonFile) -> Result<Field> {
    let mut vocabulary = Vocabulary::default();
    for word in entry.words {
        let canonical = Entry { word: word.word, sense: word.sense };
        vocabulary
            .add(canonical, &word.words, &word.weak, &word.mild)
            .with_context(|| format!("field {}", entry.id))?;
    }
    let mut flags = HashMap::new();
    if entry.kind == FieldKind::YesNo {
        let yes = common.yes.iter().chain(&entry.yes).map(|word| (word, true));
        for (word, answer) in yes.chain(common.no.iter().chain(&entry.no).map(|word| (word, false))) {
            if flags.insert(fold(word), answer).is_some_and(|other| other != answer) {
                bail!("field {}: “{word}” is both yes and no", entry.id);
            }
        }
    }
    ensure!(entry.scale.is_none() || entry.kind == FieldKind::Score, "field {}: only a score has a scale", entry.id);
    let scale = entry.scale.map(|Within(scale)| in_millionths(scale));
    ensure!(!entry.ahead || entry.kind == FieldKind::Date, "field {}: only a date lies ahead", entry.id);
    let line = entry.line || entry.kind == FieldKind::Line;
    Ok(Field {
        id: entry.id,
        kind: entry.kind,
        names: entry.names,
        headings: entry.headings,
        vocabulary,
        unknown: entry.unknown,
        as_written: entry.as_written,
        adds_up: entry.adds_up,
        blank_in_doubt: entry.blank_in_doubt,
        ahead: entry.ahead,
        telling: entry.telling,
        line,
        scale,
        flags,
        aliases: HashMap::new(),
        apart: Vec::new(),
        without: entry.without,
        proposed: entry.proposed,
        implied: entry.implied.map(|implied| (implied.by, implied.sense)),
    })
}
