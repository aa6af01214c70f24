//! The rows of the file, checked, to what it says of each store.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::super::catalogue::Catalogue;
use super::super::definition::Definition;
use super::checks::{contradiction, fits};
use super::kept::{Kept, TooMuch};
use super::known::{Counted, Seen, key_columns};
use super::row::Row;
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::base::nearest::told;
use crate::base::table_id::TableId;
use crate::facts::fact::FactId;
use crate::facts::side::{SEPARATOR, Side};

/// What the file says.
#[derive(Debug, Default)]
pub struct CountedFile {
    /// The stores by name.
    pub stores: BTreeMap<String, Counted>,
    /// The periods that it has counted, by label.
    pub labels: Vec<String>,
    /// What is wrong with the rows that are about the whole file; each store knows what is wrong with its own.
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

/// Checks the rows, store by store.
pub fn divide(kept: Kept, (file, sha256): (&Arc<str>, &Arc<str>), known: &Known<'_>) -> CountedFile {
    let (periods, places) = (BTreeMap::new(), BTreeMap::new());
    let definitions = known.catalogue.definitions().iter().map(|one| (one.id.as_str(), one)).collect();
    let (twice, too_much, unknown) = (BTreeSet::new(), kept.too_much, HashMap::new());
    let mut reading = Reading { known, definitions, periods, places, twice, too_much, unknown };
    let whole: Vec<Row<&str>> = kept.whole.iter().map(|row| row.with(String::as_str)).collect();
    let findings: Vec<Finding> = whole.iter().filter_map(|row| reading.of_file(row)).collect();
    let rejected = findings.len();
    let periods = Arc::new(std::mem::take(&mut reading.periods));
    let texts = Arc::new(kept.texts);
    let of_store = |(name, rows): (String, Vec<Row<u32>>)| {
        let store = Counted {
            file: Arc::clone(file),
            sha256: Arc::clone(sha256),
            periods: Arc::clone(&periods),
            places: reading.places.clone(),
            texts: Arc::clone(&texts),
            ..Counted::default()
        };
        (name, reading.of_store(store, rows))
    };
    let mut stores: BTreeMap<String, Counted> = kept.stores.into_iter().map(of_store).collect();
    // What is said of the whole file is counted with its first store.
    if let Some(first) = stores.values_mut().next() {
        first.noted += whole.len() - rejected;
        first.rejected += rejected;
    }
    CountedFile { stores, labels: periods.keys().cloned().collect(), findings }
}

struct Reading<'a> {
    known: &'a Known<'a>,
    /// The indicators by id, for millions of rows.
    definitions: HashMap<&'a str, &'a Definition>,
    periods: BTreeMap<String, Seen>,
    places: BTreeMap<String, Vec<usize>>,
    /// Periods and indicators that the file lists more than once: which of the rows is right nobody knows, so none counts.
    twice: BTreeSet<String>,
    /// Rows that no figure could be made of together with those before them: see [`Kept::too_much`].
    too_much: HashMap<(u32, usize), TooMuch>,
    /// What is said of indicators that there are not: the nearest name is looked for once, and not for each of a million rows.
    unknown: HashMap<String, Words>,
}

impl Reading<'_> {
    /// Takes up the rows of a store, which are right or told.
    fn of_store(&mut self, mut store: Counted, mut rows: Vec<Row<u32>>) -> Counted {
        let texts = Arc::clone(&store.texts);
        let (mut seen, mut broken) = (HashSet::new(), BTreeSet::new());
        rows.retain(|numbers| {
            let row = texts.row(numbers);
            let too_much = self.too_much.get(&(numbers.file, numbers.number)).copied();
            let wrong = match too_much {
                _ if !seen.insert(numbers.identity()) => Some(twice()),
                Some((name, count)) => said(
                    &format!("{name} = {count}，与前面各行之和太大"),
                    &format!("{name} = {count} and the rows before it are too much"),
                ),
                None => self.take(&row, &mut store),
            };
            let Some(words) = wrong else { return Side::of(row.side).is_some_and(Side::is_of_period) };
            store.rejected += 1;
            store.findings.push(wrong_row(&row, words));
            // Half of a sum is a wrong figure: the indicator has none.
            broken.insert(row.indicator);
            false
        });
        broken.into_iter().for_each(|indicator| store.give_up(indicator));
        rows.shrink_to_fit();
        rows.sort_by_key(Row::place);
        store.rows = rows;
        for (id, words) in store.without_surveys(self.known.catalogue) {
            store.give_up(&id);
            store.findings.push(fault(&store.file, words, &id));
        }
        store.complete();
        store
    }

    /// Takes up a row that is about the whole file; what is wrong with it otherwise.
    fn of_file(&mut self, row: &Row<&str>) -> Option<Finding> {
        let wrong = match Side::of(row.side) {
            Some(Side::Period) => self.period(row),
            _ => self.indicator(row),
        };
        wrong.map(|words| wrong_row(row, words))
    }

    fn period(&mut self, row: &Row<&str>) -> Option<Words> {
        let days: Vec<Option<NaiveDate>> = row.words().into_iter().map(|word| word.parse().ok()).collect();
        let [Some(start), Some(end), Some(as_of)] = days[..] else {
            return said(
                "keys 应为第一天、最后一天和统计日三个日期",
                "keys must be the first day, the last day and the day it is seen at",
            );
        };
        let before = self.periods.insert(row.period.to_owned(), Seen { start, end, as_of });
        let is_again = before.is_some() || self.twice.contains(row.period);
        if is_again {
            self.periods.remove(row.period);
            self.twice.insert(row.period.to_owned());
        }
        is_again.then(twice)
    }

    fn indicator(&mut self, row: &Row<&str>) -> Option<Words> {
        let Some(definition) = self.definitions.get(row.indicator).copied() else { return Some(self.unknown(row)) };
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
        let before = self.places.insert(row.indicator.to_owned(), places);
        let is_again = before.is_some() || self.twice.contains(row.indicator);
        if is_again {
            self.places.remove(row.indicator);
            self.twice.insert(row.indicator.to_owned());
        }
        is_again.then(twice)
    }

    fn unknown(&mut self, row: &Row<&str>) -> Words {
        let id = row.indicator;
        if let Some(words) = self.unknown.get(id) {
            return words.clone();
        }
        let near = told(id, self.known.catalogue.definitions().iter().map(|one| one.id.as_str()), "");
        let words = Words {
            chinese: format!("没有指标“{id}”{}", near.chinese),
            en: format!("there is no indicator {id:?}{}", near.en),
        };
        self.unknown.insert(id.to_owned(), words.clone());
        words
    }

    /// Takes up a row of a store; what is wrong with it otherwise.
    fn take(&mut self, row: &Row<&str>, store: &mut Counted) -> Option<Words> {
        let Some(side) = Side::of(row.side) else {
            return said(&format!("没有 side“{}”", row.side), &format!("there is no side {:?}", row.side));
        };
        if !side.is_of_indicator() {
            return self.of_table(row, side, store);
        }
        let Some(definition) = self.definitions.get(row.indicator).copied() else { return Some(self.unknown(row)) };
        let Some(places) = self.places.get(row.indicator) else {
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
            let days = store.own_days.entry((row.indicator.to_owned(), row.keys.to_owned())).or_default();
            days.insert(day, u64::try_from(row.rows).unwrap_or(0));
            return None;
        }
        if !store.periods.contains_key(row.period) {
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
        contradiction(definition, side, row)
    }

    /// Takes up a row about a table.
    fn of_table(&self, row: &Row<&str>, side: Side, store: &mut Counted) -> Option<Words> {
        let (tables, day) = (&mut store.tables, row.period.parse::<NaiveDate>());
        let times = u64::try_from(row.rows.max(1)).unwrap_or(1);
        if side == Side::Begun {
            let fact = FactId::named(row.indicator);
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
            let (chinese, en) = row.keys.split_once(SEPARATOR).unwrap_or((row.keys, row.keys));
            tables.doubts.push(Words { chinese: chinese.to_owned(), en: en.to_owned() });
            return None;
        }
        let table = TableId::named(row.indicator);
        if !self.known.tables.contains(&table) {
            let near = told(row.indicator, self.known.tables.iter().map(|table| table.name()), "");
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
            (Side::Blank, _) => drop(tables.blank.entry(table).or_default().insert(row.keys.to_owned())),
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
        let labels = |id: &str, side| -> BTreeSet<&str> {
            self.rows_of(id, side, None).iter().map(|row| self.texts.row(row).period).collect()
        };
        let of = |definition: &Definition| {
            let id = &definition.id;
            let label = labels(id, Side::Counted).difference(&labels(id, Side::Surveys)).next().copied()?;
            fits(Side::Surveys, definition).then(|| {
                (
                    id.clone(),
                    Words {
                        chinese: format!("{label} 有回答而没有 side 为 surveys 的行；不计入"),
                        en: format!("{label} has answers and no row of the side surveys; not counted"),
                    },
                )
            })
        };
        catalogue.definitions().iter().filter_map(of).collect()
    }

    /// What follows where the file does not say it.
    fn complete(&mut self) {
        let has =
            |side: Side| self.texts.find(side.name()).is_some_and(|side| self.rows.iter().any(|row| row.side == side));
        self.tables.unlinked = has(Side::Unlinked);
        // What has told of scores in any row is a table that answers.
        if self.tables.answering.is_empty() && has(Side::Surveys) {
            self.tables.answering.extend([TableId::CALLBACKS, TableId::SURVEYS]);
            self.tables.answering.retain(|table| self.tables.dated.contains_key(table));
        }
    }
}

/// A row that is set aside.
fn wrong_row(row: &Row<&str>, Words { chinese, en }: Words) -> Finding {
    let (number, side) = (row.number, row.side);
    let words = Words {
        chinese: format!("第 {number} 行（{side}）：{chinese}；不计入"),
        en: format!("row {number} ({side}): {en}; not counted"),
    };
    fault(&row.file.into(), words, row.indicator)
}

fn fault(file: &Arc<str>, Words { chinese, en }: Words, about: &str) -> Finding {
    Finding::new(Severity::Error, Code::CountsInDoubt, Place::file(file), chinese, en).value(about)
}

fn no_day(row: &Row<&str>) -> Words {
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
