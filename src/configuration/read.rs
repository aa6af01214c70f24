//! Section by section: what each key may hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::declaration::{Entry, Section, Wrong};
use crate::base::failure::Failure;
use crate::base::number::{MOST, MOST_CONSTANT};
use crate::base::table_id::TableId;
use crate::base::text::fold;

use super::model::{Configuration, Constant, FieldMention, ScaleMention, TableMention, Target, Variant, WordMention};
use super::{policies, vocabulary};

/// Hours to close a complaint: from less than a minute to ten years.
const LEAST_HOURS: f64 = 0.01;
const MOST_HOURS: f64 = 87_600.0;
/// The highest value of a score column.
const LEAST_SCALE: f64 = 0.01;
const MOST_SCALE: f64 = 10_000.0;
/// A run may last: from hardly anything, for trying it, to a day.
const LEAST_DEADLINE: f64 = 0.01;
const MOST_DEADLINE: f64 = 86_400.0;
/// Seconds in which somebody may close a file.
const MOST_HELD: u64 = 3_600;
/// The longest that logs are kept.
const MOST_LOG_MONTHS: u64 = 1_200;
/// Bytes, cells, columns of an input: beyond it a limit is none, and sums of limits must not overflow.
const MOST_OF_INPUT: u64 = 1 << 50;

/// Fills the configuration from the file.
///
/// # Errors
/// The first key that is unknown or holds what it must not.
pub fn read(configuration: &mut Configuration, mut root: Section<'_>) -> Result<(), Failure> {
    let mut dealer = root.section("dealer")?;
    configuration.dealer = dealer.take("name").map(|entry| entry.text()).transpose()?;
    dealer.finish()?;
    dealers(configuration, root.section("dealers")?)?;
    report(configuration, root.section("report")?)?;
    policies::require(configuration, root.section("require")?)?;
    policies::hooks(configuration, root.section("hooks")?)?;
    for entry in root.section("targets")?.entries() {
        // Below 0 only what is a balance can be; the indicator itself tells which figures it can reach.
        let value = entry.number(-MOST..=MOST)?;
        configuration.targets.push(Target { of: entry.key.to_owned(), value, line: entry.line() });
    }
    for entry in root.section("variants")?.entries() {
        configuration.variants.push(Variant { name: entry.text()?, id: entry.key.to_owned(), line: entry.line() });
    }
    for entry in root.section("constants")?.entries() {
        let value = entry.whole(0, MOST_CONSTANT)? as i64;
        configuration.constants.push(Constant { name: entry.key.to_owned(), value, line: entry.line() });
    }
    let mut limits = root.section("limits")?;
    let mut complaints = limits.section("complaints")?;
    configuration.complaint_hours.working =
        complaints.take("working").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
    for entry in complaints.entries().into_iter().filter(|entry| entry.key != "working") {
        let hours = entry.number(LEAST_HOURS..=MOST_HOURS)?;
        if entry.key != "default" {
            let (table, word) = (TableId::COMPLAINTS, entry.key.to_owned());
            configuration.levels.push(WordMention { table, word, line: entry.line() });
        }
        configuration.complaint_hours.by_level.insert(entry.key.to_owned(), hours);
    }
    input_limits(configuration, limits.section("input")?)?;
    limits.finish()?;
    severity(configuration, root.section("severity")?)?;
    let scales = root.section("scales")?;
    if scales.stands() {
        configuration.reading.sections.insert("scales".to_owned());
    }
    for entry in scales.entries() {
        let scale = entry.number(LEAST_SCALE..=MOST_SCALE)?;
        configuration.scales.push(ScaleMention { heading: entry.key.to_owned(), line: entry.line() });
        configuration.reading.scales.insert(entry.key.to_owned(), scale);
    }
    for entry in root.section("tables")?.entries() {
        table(configuration, &entry)?;
    }
    for entry in root.section("aliases")?.entries() {
        let section = entry.section()?;
        one_name_each(&section, "人")?;
        let people = spellings(section)?;
        configuration.fields.push(FieldMention { table: None, field: entry.key.to_owned(), line: entry.line() });
        configuration.reading.aliases.insert(entry.key.to_owned(), people);
    }
    let mut privacy = root.section("privacy")?;
    configuration.customers = word(privacy.take("customers"), vocabulary::phone)?;
    let phone = word(privacy.take("phone"), vocabulary::phone)?;
    configuration.phone = phone.or(configuration.customers).unwrap_or_default();
    privacy.finish()?;
    root.finish()
}

/// What names the stores; a section that is there has to say it.
fn dealers(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    let by = if section.stands() { Some(section.need("by")?) } else { section.take("by") };
    if let Some(entry) = by {
        configuration.stores_by = vocabulary::stores_by(&entry.text()?).map_err(|wrong| entry.refuse(wrong))?;
    }
    section.finish()
}

/// The levels of complaints, the worst last.
fn severity(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    if let Some(entry) = section.take("complaints") {
        configuration.severity = entry.texts()?;
        let mut known = std::collections::BTreeSet::new();
        if let Some(twice) = configuration.severity.iter().find(|level| !known.insert(level.as_str())) {
            return Err(entry.failure(&format!("里有两个“{twice}”"), &format!("has “{twice}” twice")));
        }
        let levels = configuration.severity.iter();
        let mention =
            |word: &String| WordMention { table: TableId::COMPLAINTS, word: word.clone(), line: entry.line() };
        configuration.words.extend(levels.map(mention));
    }
    section.finish()
}

fn report(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    let report = &mut configuration.report;
    let not_empty = |entry: &Entry<'_>, path: String| match path.trim() {
        "" => Err(entry.failure("是空的，不是文件夹或文件", "is empty, and names no folder or file")),
        _ => Ok(path),
    };
    let mut path = |key| section.take(key).map(|entry| not_empty(&entry, entry.text()?)).transpose();
    report.facts = path("facts")?;
    report.output = path("output")?;
    report.handout = path("handout")?;
    report.marked_copy = path("marked_copy")?;
    report.template = path("template")?;
    if let Some(entry) = section.take("input") {
        report.input = entry.texts()?.into_iter().map(|path| not_empty(&entry, path)).collect::<Result<_, _>>()?;
    }
    if let Some(entry) = section.take("formats") {
        let words = entry.texts()?;
        if words.is_empty() {
            return Err(entry.failure("是空的，没有要生成的文件", "is empty: nothing would be made"));
        }
        let formats = words.iter().map(|word| vocabulary::format(word)).collect::<Result<_, _>>();
        report.formats = Some(formats.map_err(|wrong| entry.refuse(wrong))?);
    }
    report.lang = word(section.take("lang"), vocabulary::lang)?;
    report.month = section.take("month").map(|entry| entry.text()).transpose()?;
    report.quarter = section.take("quarter").map(|entry| entry.text()).transpose()?;
    report.year = section.take("year").map(|entry| entry.text()).transpose()?;
    if let Some(entry) = section.take("as_of") {
        let day = vocabulary::day(&entry.date_text()?);
        report.as_of = Some(day.map_err(|wrong| entry.refuse(wrong))?);
    }
    report.strict = section.take("strict").map(|entry| entry.flag()).transpose()?;
    report.force = section.take("force").map(|entry| entry.flag()).transpose()?;
    report.quiet = section.take("quiet").map(|entry| entry.flag()).transpose()?;
    report.held_seconds = section.take("held_seconds").map(|entry| entry.whole(0, MOST_HELD)).transpose()?;
    report.held_numbered = word(section.take("held"), vocabulary::held)?;
    let months = section.take("log_months").map(|entry| entry.whole(0, MOST_LOG_MONTHS)).transpose()?;
    report.log_months = months.map(|months| months as u32);
    report.meeting = word(section.take("audience"), vocabulary::audience)?;
    report.log_format = word(section.take("log_format"), vocabulary::log_format)?;
    let deadline = section.take("deadline_seconds").map(|entry| entry.number(LEAST_DEADLINE..=MOST_DEADLINE));
    report.deadline_seconds = deadline.transpose()?;
    let trend = section.take("trend").map(|entry| entry.whole(1, 1_200)).transpose()?;
    report.trend = trend.map(|periods| periods as usize);
    report.small_sample = section.take("small_sample").map(|entry| entry.whole(0, MOST as u64)).transpose()?;
    let first = section.take("month_start_day").map(|entry| entry.whole(1, 28)).transpose()?;
    report.month_start_day = first.map(|day| day as u8);
    report.station = word(section.take("station_satisfaction"), vocabulary::station)?;
    section.finish()
}

fn word<T>(entry: Option<Entry<'_>>, meaning: impl Fn(&str) -> Result<T, Wrong>) -> Result<Option<T>, Failure> {
    let Some(entry) = entry else { return Ok(None) };
    meaning(&entry.text()?).map(Some).map_err(|wrong| entry.refuse(wrong))
}

fn input_limits(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    let limits = &mut configuration.limits;
    let places = [
        ("file_bytes", &mut limits.file_bytes),
        ("decompressed_bytes", &mut limits.decompressed_bytes),
        ("ratio", &mut limits.ratio),
        ("cells", &mut limits.cells),
        ("spread", &mut limits.spread),
        ("columns", &mut limits.columns),
        ("texts", &mut limits.texts),
        ("sheets", &mut limits.sheets),
        ("cell_chars", &mut limits.cell_chars),
        ("total_decompressed_bytes", &mut limits.total_decompressed_bytes),
        ("total_cells", &mut limits.total_cells),
        ("pressed_bytes", &mut limits.pressed_bytes),
    ];
    for (key, limit) in places {
        if let Some(entry) = section.take(key) {
            *limit = entry.whole(1, MOST_OF_INPUT)?;
        }
    }
    section.finish()
}

fn table(configuration: &mut Configuration, entry: &Entry<'_>) -> Result<(), Failure> {
    let table = TableId::named(entry.key);
    configuration.tables.push(TableMention { table, line: entry.line(), used: true });
    let mut section = entry.section()?;
    let (headings, words) = (section.section("headings")?, section.section("words")?);
    for (part, below) in [("headings", &headings), ("words", &words)] {
        if below.stands() {
            configuration.reading.sections.insert(format!("tables.{table}.{part}"));
        }
    }
    for field in headings.entries() {
        configuration.fields.push(FieldMention { table: Some(table), field: field.key.to_owned(), line: field.line() });
    }
    one_field_each(&headings)?;
    configuration.reading.headings.insert(table, spellings(headings)?);
    one_name_each(&words, "词")?;
    for word in words.entries() {
        configuration.words.push(WordMention { table, word: word.key.to_owned(), line: word.line() });
    }
    configuration.reading.words.insert(table, spellings(words)?);
    section.finish()
}

/// Refuses a heading that stands under two fields.
fn one_field_each(headings: &Section<'_>) -> Result<(), Failure> {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for entry in headings.entries() {
        for (text, item) in entry.each()? {
            if let Some(other) = owners.insert(fold(&text), entry.key).filter(|other| *other != entry.key) {
                return Err(item.failure(
                    &format!("里的“{text}”同时是 {other} 和 {} 的表头", entry.key),
                    &format!("has “{text}”, which stands under {other} and {}", entry.key),
                ));
            }
        }
    }
    Ok(())
}

/// Refuses a spelling that stands under two names or is itself a name: whose it is could not be said. `whose` is what the
/// names are of.
fn one_name_each(people: &Section<'_>, whose: &str) -> Result<(), Failure> {
    let names: BTreeSet<String> = people.entries().iter().map(|entry| fold(entry.key)).collect();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for entry in people.entries() {
        let name = fold(entry.key);
        for (spelling, item) in entry.each()? {
            let folded = fold(&spelling);
            if folded != name && names.contains(&folded) {
                return Err(item.failure(
                    &format!("里的“{spelling}”本身是另一个{whose}的名字；每种写法只能归一个{whose}"),
                    &format!("holds {spelling:?}, which is itself the name of another entry"),
                ));
            }
            if owners.insert(folded, name.clone()).is_some_and(|owner| owner != name) {
                return Err(item.failure(
                    &format!("里的“{spelling}”已归另一个{whose}；每种写法只能归一个{whose}"),
                    &format!("holds {spelling:?}, which stands under another name already"),
                ));
            }
        }
    }
    Ok(())
}

/// Names with a list of spellings each.
fn spellings(section: Section<'_>) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    section.entries().into_iter().map(|entry| Ok((entry.key.to_owned(), entry.texts()?))).collect()
}
