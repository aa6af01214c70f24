//! The rows of the file, checked, to what it says of each store.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::super::catalogue::Catalogue;
use super::checks::{contradiction, fits};
use super::known::{Counted, Seen, key_columns};
use super::row::Row;
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::base::nearest::told;
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::facts::fact::FactId;
use crate::facts::side::{SEPARATOR, Side};

/// The most that the counts of an indicator may come to in all of the file: figures are made of sums of them in 64 bits.
const MOST: u64 = 100_000_000_000_000_000;

/// What the file says.
#[derive(Debug, Default)]
pub struct CountedFile {
    /// The stores by name; a single one has none.
    pub stores: BTreeMap<String, Counted>,
    /// The periods that it has counted, by label.
    pub labels: Vec<String>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// What the rows are held against.
pub struct Known<'a> {
    /// The indicators.
    pub catalogue: &'a Catalogue,
    /// The tables.
    pub tables: BTreeSet<TableId>,
    /// The facts.
    pub facts: BTreeSet<FactId>,
}

/// Checks the rows and divides them among the stores.
pub fn divide(rows: Vec<Row>, (file, sha256): (&Arc<str>, &Arc<str>), known: &Known<'_>) -> CountedFile {
    let (periods, places) = (BTreeMap::new(), BTreeMap::new());
    let mut reading =
        Reading { known, periods, places, twice: BTreeSet::new(), sums: HashMap::new(), findings: Vec::new() };
    let (whole, rows): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| matches!(Side::of(&row.side), Some(Side::Period | Side::Indicator)));
    let noted = whole.len();
    let rejected = whole.iter().filter(|row| !reading.of_file(row)).count();
    let periods = Arc::new(std::mem::take(&mut reading.periods));
    let mut stores: BTreeMap<String, Counted> = BTreeMap::new();
    let of_one = rows.iter().all(|row| row.dealer.trim().is_empty());
    let mut broken: BTreeSet<(String, String)> = BTreeSet::new();
    let mut seen = HashSet::new();
    for row in rows {
        let store = match row.dealer.trim() {
            "" if !of_one => UNSPECIFIED.to_owned(),
            name => name.to_owned(),
        };
        let of_store = stores.entry(store.clone()).or_insert_with(|| Counted {
            file: Arc::clone(file),
            sha256: Arc::clone(sha256),
            periods: Arc::clone(&periods),
            places: reading.places.clone(),
            ..Counted::default()
        });
        let key =
            (store.clone(), row.indicator.clone(), row.side.clone(), row.period.clone(), row.keys.clone(), row.value);
        let wrong = if seen.insert(key) { reading.take(&row, of_store, &periods) } else { Some(twice()) };
        if let Some(words) = wrong {
            of_store.rejected += 1;
            reading.tell(&row, words);
            // Half of a sum is a wrong figure: the indicator has none.
            broken.insert((store, row.indicator));
        }
    }
    for (store, indicator) in broken {
        stores.entry(store).and_modify(|store| store.give_up(&indicator));
    }
    for store in stores.values_mut() {
        reading.findings.extend(store.without_surveys(known.catalogue).into_iter().map(|(id, words)| {
            store.give_up(&id);
            fault(file, words, &id)
        }));
        store.complete();
    }
    // What is said of the whole file is counted with its first store.
    if let Some(first) = stores.values_mut().next() {
        first.noted += noted - rejected;
        first.rejected += rejected;
    }
    CountedFile { stores, labels: periods.keys().cloned().collect(), findings: reading.findings }
}

struct Reading<'a> {
    known: &'a Known<'a>,
    periods: BTreeMap<String, Seen>,
    places: BTreeMap<String, Vec<usize>>,
    /// Periods and indicators that the file lists more than once: which of the rows is right nobody knows, so none counts.
    twice: BTreeSet<String>,
    /// What the counts of all rows come to, by what they are about.
    sums: HashMap<String, [u64; 5]>,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn tell(&mut self, row: &Row, words: Words) {
        let (number, side) = (row.number, &row.side);
        let Words { chinese, en } = words;
        let words = Words {
            chinese: format!("第 {number} 行（{side}）：{chinese}；不计入"),
            en: format!("row {number} ({side}): {en}; not counted"),
        };
        self.findings.push(fault(&row.file, words, &row.indicator));
    }

    /// Takes up a row that is about the whole file; whether it could be.
    fn of_file(&mut self, row: &Row) -> bool {
        let wrong = match Side::of(&row.side) {
            Some(Side::Period) => self.period(row),
            _ => self.indicator(row),
        };
        let is_right = wrong.is_none();
        wrong.into_iter().for_each(|words| self.tell(row, words));
        is_right
    }

    fn period(&mut self, row: &Row) -> Option<Words> {
        let days: Vec<Option<NaiveDate>> = row.words().into_iter().map(|word| word.parse().ok()).collect();
        let [Some(start), Some(end), Some(as_of)] = days[..] else {
            return said(
                "keys 应为第一天、最后一天和统计日三个日期",
                "keys must be the first day, the last day and the day it is seen at",
            );
        };
        let before = self.periods.insert(row.period.clone(), Seen { start, end, as_of });
        let is_again = before.is_some() || self.twice.contains(&row.period);
        if is_again {
            self.periods.remove(&row.period);
            self.twice.insert(row.period.clone());
        }
        is_again.then(twice)
    }

    fn indicator(&mut self, row: &Row) -> Option<Words> {
        let Some(definition) = self.known.catalogue.get(&row.indicator) else { return Some(self.unknown(row)) };
        let named = row.words();
        let place = |column: &String| named.iter().position(|name| name == column);
        let columns = key_columns(definition);
        let missing: Vec<&String> = columns.iter().filter(|column| place(column).is_none()).collect();
        if !missing.is_empty() {
            let list = Words::list(&missing.iter().map(|column| column.as_str()).collect::<Vec<_>>());
            return said(&format!("keys 缺少列 {}", list.chinese), &format!("keys lacks the columns {}", list.en));
        }
        // One more than it has columns, to tell no column from one.
        let mut places: Vec<usize> = columns.iter().filter_map(place).collect();
        places.push(if row.keys.is_empty() { 0 } else { named.len() });
        let before = self.places.insert(row.indicator.clone(), places);
        let is_again = before.is_some() || self.twice.contains(&row.indicator);
        if is_again {
            self.places.remove(&row.indicator);
            self.twice.insert(row.indicator.clone());
        }
        is_again.then(twice)
    }

    fn unknown(&self, row: &Row) -> Words {
        let id = &row.indicator;
        let near = told(id, self.known.catalogue.definitions().iter().map(|one| one.id.as_str()), "");
        Words {
            chinese: format!("没有指标“{id}”{}", near.chinese),
            en: format!("there is no indicator {id:?}{}", near.en),
        }
    }

    /// Takes up a row of a store; what is wrong with it otherwise.
    fn take(&mut self, row: &Row, store: &mut Counted, periods: &BTreeMap<String, Seen>) -> Option<Words> {
        let Some(side) = Side::of(&row.side) else {
            return said(&format!("没有 side“{}”", row.side), &format!("there is no side {:?}", row.side));
        };
        if let Some(words) = self.too_much(row) {
            return Some(words);
        }
        if !side.is_of_indicator() {
            return self.of_table(row, side, store);
        }
        let Some(definition) = self.known.catalogue.get(&row.indicator) else { return Some(self.unknown(row)) };
        let Some(places) = self.places.get(&row.indicator) else {
            return said(
                "没有 side 为 indicator 的行说它的 keys 是哪些列",
                "no row of the side indicator says of which columns its keys are",
            );
        };
        if !fits(side, definition) {
            return said("这个指标没有这样的行", "the indicator has no such rows");
        }
        if side == Side::OwnDay {
            let Ok(day) = row.period.parse() else { return Some(no_day(row)) };
            let days = store.own_days.entry((row.indicator.clone(), row.keys.clone())).or_default();
            days.insert(day, u64::try_from(row.rows).unwrap_or(0));
            return None;
        }
        if !periods.contains_key(&row.period) {
            return said(
                &format!("没有 side 为 period 的行列出“{}”", row.period),
                &format!("no row of the side period lists {:?}", row.period),
            );
        }
        let wanted = places.last().copied().unwrap_or(0);
        let has = if row.keys.is_empty() && wanted == 0 { 0 } else { row.words().len() };
        if side.is_grouped() && has != wanted {
            return said(
                &format!("keys 有 {has} 个词，应有 {wanted} 个"),
                &format!("keys has {has} words and must have {wanted}"),
            );
        }
        if let Some(words) = contradiction(definition, side, row) {
            return Some(words);
        }
        let of_side = store.rows.entry((row.indicator.clone(), side)).or_default();
        of_side.entry(row.period.clone()).or_default().push(row.clone());
        None
    }

    /// Adds the row to what all rows of its indicator come to; a sum that no figure could be made of is told, and the rows that
    /// it would be the sum of are not added up.
    fn too_much(&mut self, row: &Row) -> Option<Words> {
        let counts = [row.rows, row.above, row.below, row.unknown, row.value.unwrap_or(0)];
        let sums = self.sums.entry(row.indicator.clone()).or_default();
        for ((sum, count), name) in sums.iter_mut().zip(counts).zip(["rows", "above", "below", "unknown", "value"]) {
            if *sum + count.unsigned_abs() > MOST {
                return said(
                    &format!("{name} = {count}，与前面各行之和太大"),
                    &format!("{name} = {count} and the rows before it are too much"),
                );
            }
            *sum += count.unsigned_abs();
        }
        None
    }

    /// Takes up a row about a table.
    fn of_table(&self, row: &Row, side: Side, store: &mut Counted) -> Option<Words> {
        let (tables, day) = (&mut store.tables, row.period.parse::<NaiveDate>());
        let times = u64::try_from(row.rows.max(1)).unwrap_or(1);
        if side == Side::Begun {
            let fact = FactId::named(&row.indicator);
            let Ok(day) = day else { return Some(no_day(row)) };
            if !self.known.facts.contains(&fact) {
                return said(
                    &format!("没有事实表“{}”", row.indicator),
                    &format!("there is no fact {:?}", row.indicator),
                );
            }
            tables.begun.insert(fact, day);
            return None;
        }
        if side == Side::Doubt {
            let (chinese, en) = row.keys.split_once(SEPARATOR).unwrap_or((&row.keys, &row.keys));
            tables.doubts.push(Words { chinese: chinese.to_owned(), en: en.to_owned() });
            return None;
        }
        let table = TableId::named(&row.indicator);
        if !self.known.tables.contains(&table) {
            let near = told(&row.indicator, self.known.tables.iter().map(|table| table.name()), "");
            return said(
                &format!("没有表“{}”{}", row.indicator, near.chinese),
                &format!("there is no table {:?}{}", row.indicator, near.en),
            );
        }
        *store.of_tables.entry(table).or_default() += 1;
        match (side, day) {
            (Side::Answering, _) => drop(tables.answering.insert(table)),
            (Side::Telling, _) => drop(tables.telling.insert(table)),
            (Side::Table, _) => drop(tables.present.insert(table)),
            (Side::Blank, _) => drop(tables.blank.entry(table).or_default().insert(row.keys.clone())),
            (_, Err(_)) => return Some(no_day(row)),
            (Side::Day | Side::Told, _) if row.rows < 0 => return said("rows 不能小于 0", "rows is below 0"),
            // A warehouse that lists every day of a calendar says 0 of those without a row.
            (Side::Day | Side::Told, Ok(_)) if row.rows == 0 => {}
            (Side::Day, Ok(day)) => drop(tables.dated.entry(table).or_default().insert(day, times)),
            (Side::AnyDay, Ok(day)) => drop(tables.any.entry(table).or_default().insert(day)),
            (Side::Told, Ok(day)) => drop(tables.told.entry(table).or_default().insert(day, times)),
            (Side::Listed, Ok(day)) => drop(tables.listed.insert(table, day)),
            (_, Ok(day)) => {
                let Ok(year) = row.keys.parse() else { return said("keys 应为年份", "keys must be a year") };
                tables.undue.insert((day, year), times);
            }
        }
        None
    }
}

impl Counted {
    /// An indicator of which a row was set aside has no figure.
    fn give_up(&mut self, indicator: &str) {
        self.places.remove(indicator);
    }

    /// Indicators with answers in a group of which no row says how many surveys they are of.
    fn without_surveys(&self, catalogue: &Catalogue) -> Vec<(String, Words)> {
        let told = |id: &String, label: &String| {
            self.rows.get(&(id.clone(), Side::Surveys)).is_some_and(|labels| labels.contains_key(label))
        };
        let of = |((id, side), labels): (&(String, Side), &BTreeMap<String, Vec<Row>>)| {
            let needs = *side == Side::Counted && catalogue.get(id).is_some_and(|one| fits(Side::Surveys, one));
            let label = labels.keys().find(|label| needs && !told(id, label))?;
            Some((
                id.clone(),
                Words {
                    chinese: format!("{label} 有回答而没有 side 为 surveys 的行；不计入"),
                    en: format!("{label} has answers and no row of the side surveys; not counted"),
                },
            ))
        };
        self.rows.iter().filter_map(of).collect()
    }

    /// What follows where the file does not say it.
    fn complete(&mut self) {
        self.tables.unlinked = self.rows.keys().any(|(_, side)| *side == Side::Unlinked);
        // What has told of scores in any row is a table that answers.
        if self.tables.answering.is_empty() && self.rows.keys().any(|(_, side)| *side == Side::Surveys) {
            self.tables.answering.extend([TableId::CALLBACKS, TableId::SURVEYS]);
            self.tables.answering.retain(|table| self.tables.dated.contains_key(table));
        }
    }
}

fn fault(file: &Arc<str>, Words { chinese, en }: Words, about: &str) -> Finding {
    Finding::new(Severity::Error, Code::CountsInDoubt, Place::file(file), chinese, en).value(about)
}

fn no_day(row: &Row) -> Words {
    Words {
        chinese: format!("“{}”不是日期（应如 2013-09-30）", row.period),
        en: format!("{:?} is no day such as 2013-09-30", row.period),
    }
}

fn twice() -> Words {
    Words { chinese: "这一行出现了两次".to_owned(), en: "the row stands twice".to_owned() }
}

fn said(chinese: &str, english: &str) -> Option<Words> {
    Some(Words { chinese: chinese.to_owned(), en: english.to_owned() })
}
