//! The tables and facts of a run for a data warehouse, and the statements that count every indicator there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;

use crate::base::failure::{Exit, Failure};
use crate::base::folder_name;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::shown;
use crate::facts;
use crate::facts::book::FactBook;
use crate::facts::fact::{Column, FactId};
use crate::input::InputFile;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::warehouse::Begin;
use crate::kpi::warehouse::times::RunTimes;
use crate::publish::{Export, Manner};
use crate::refusal::{self, Written};
use crate::render::Artifact;
use crate::report::door::Door;
use crate::report::personal::of_field;
use crate::run::asked::{Asked, declarations, settle};
use crate::run::compute::{typed, usable};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener};
use crate::run::group;
use crate::run::last::with_last;
use crate::run::outcome::Outcome;
use crate::run::reading::{inputs, sheets, tell_of};
use crate::settings::{PhonePrivacy, Settings};
use crate::tables::exported::Exported;
use crate::tables::model::Tables;
use crate::{kpi, resolve, tables};

/// What parts an export whose dealer has no name.
const NO_NAME: &str = "0";
/// The month of rows without a date, as engines know it.
const NO_MONTH: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes the typed tables and the facts as Parquet, a store after the other and a month after the other.
///
/// # Errors
/// The folder holds something else (exit 2), nothing can be read (exit 3), a file cannot be written (exit 5).
pub fn export(asked: &Asked, folder: &Path, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let settings = settle(asked, tell)?;
    let folder = settings.workspace.join(folder);
    refusal::in_input(Written::Export, [folder.clone()], &settings)?;
    let declared = declarations(asked, &settings, tell)?;
    let mut into = Export::begin(&folder, Manner::of(&settings))?;
    let files = inputs(&asked.configuration, &settings)?;
    let times = RunTimes::of(&settings.period, settings.as_of, settings.calendar, &settings.counting);
    for table in times.exported() {
        add(&mut into, &table, |_| format!("{}.parquet", table.name))?;
    }
    let mut with_data = BTreeSet::new();
    if settings.stores.by.is_some() {
        let (stores, findings) = group::stores_of(files, &settings, &declared, tell)?;
        let door = Door::new(settings.layout.privacy);
        tell_of(std::iter::empty(), (&[], &findings), settings.lang, &door, tell);
        // What names no store is in no store's figures.
        for (mut store, own) in stores.into_iter().filter(|(store, _)| store.is_one()) {
            let read = store.read.take().unwrap_or_else(|| sheets(&store.files, &own, tell));
            let dealer = Dealer { name: Some(&store.name), files: &store.files, settings: &own, declared: &declared };
            with_data.extend(dealer.add(&typed(read, &own, &declared), &times, &mut into, tell)?);
        }
    } else {
        let make = |read, _: Listener<'_>| Ok(typed(read, &settings, &declared));
        let tables = with_last(&files, &settings, &declared, tell, &make, &usable)?;
        let dealer = Dealer { name: None, files: &files, settings: &settings, declared: &declared };
        with_data.extend(dealer.add(&tables, &times, &mut into, tell)?);
    }
    let with_data: Vec<String> = with_data.into_iter().collect();
    refusal::empty_period(&settings, &with_data, &[], &Door::new(settings.layout.privacy))?;
    let words = Words { chinese: format!("写入 {}", shown(&folder)), en: format!("writing to {}", shown(&folder)) };
    tell(Event::Step("publishing", words));
    let (count, folder) = (into.publish()?, shown(&folder));
    let text = Words {
        chinese: format!("已导出：{folder}（{count} 个文件）\n语句：csr-report sql --dialect duckdb|spark|clickhouse"),
        en: format!("exported: {folder} ({count} files)\nstatements: csr-report sql --dialect duckdb|spark|clickhouse"),
    };
    Ok(Outcome::new(Exit::Done, text.get(settings.lang).to_owned()))
}

/// The statements that count every indicator over an export.
///
/// # Errors
/// Not one of the known engines, templates that cannot be understood, or statements from the tables where those are masked
/// (exit 2).
pub fn statements(asked: &Asked, dialect: &str, from: Option<&str>, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let dialect = resolve::dialect(dialect)?;
    let from_tables = from.map(resolve::from_tables).transpose()?.unwrap_or(false);
    let settings = settle(asked, &|_| ())?;
    let declared = declarations(asked, &settings, tell)?;
    let begin = if from_tables {
        unmasked(&settings)?;
        Begin::Tables { book: &declared.facts, calendar: settings.calendar }
    } else {
        Begin::Facts
    };
    let stated = kpi::warehouse::statements(&declared.catalogue, declared.facts.constants(), dialect, begin);
    for (id, what) in &stated.lacking {
        tell(Event::Remark(Words {
            chinese: format!("指标 {id} 没有语句：{what}"),
            en: format!("the indicator {id} is not stated: {what}"),
        }));
    }
    Ok(Outcome::new(Exit::Done, stated.text))
}

/// Refuses statements from tables in which names, plates and VINs are masked: facts name the same things by running numbers,
/// and two masked plates may be one text.
fn unmasked(settings: &Settings) -> Result<(), Failure> {
    let privacy = settings.layout.privacy;
    if privacy.personal == PhonePrivacy::Full {
        return Ok(());
    }
    let hint = if privacy.meeting {
        ["不用 --audience meeting，重新导出", "leave out --audience meeting and export again"]
    } else {
        [
            "在配置中写 [privacy] customers = \"full\" 后重新导出，或从事实表数起：--from facts",
            "set [privacy] customers = \"full\" and export again, or begin at the facts: --from facts",
        ]
    };
    Err(Failure::new(
        Exit::Usage,
        "--from tables：按设置，导出的姓名、车牌、车架号不完整，各表之间对不上",
        "--from tables: as configured, names, plates and VINs are masked in the export, so that the tables cannot be joined",
    )
    .hint(hint[0], hint[1]))
}

/// A dealer, or a store of several.
struct Dealer<'a> {
    name: Option<&'a str>,
    files: &'a [InputFile],
    settings: &'a Settings,
    declared: &'a Declarations,
}

impl Dealer<'_> {
    /// Adds the tables and facts of the dealer to the export; gives the periods of the export's kind in which it has rows.
    fn add(
        &self,
        tables: &Tables,
        times: &RunTimes,
        into: &mut Export,
        tell: Listener<'_>,
    ) -> Result<BTreeSet<String>, Failure> {
        let Self { name, settings, declared, .. } = *self;
        let dealers: Vec<&str> = settings.dealers().chain(name).collect();
        let privacy = settings.layout.privacy;
        let door = Door::of(privacy, tables.numbers.clone(), tables.customers.clone(), &dealers);
        let door = door.map_err(Failure::unexpected)?;
        self.check(tables, &door, tell)?;
        let shown = |field: &str, value: &str| door.field(field, value);
        let hides = settings.layout.privacy.personal != PhonePrivacy::Full;
        let things = things(&declared.catalogue, &declared.facts);
        let dealer = name.unwrap_or(&settings.layout.dealer);
        let dealer = format!("dealer={}", folder_name::of_partition(if dealer.is_empty() { NO_NAME } else { dealer }));
        let mut by_month = |table: &Exported| {
            add(into, table, |month| {
                format!("{}/{dealer}/month={}/part.parquet", table.name, month.unwrap_or(NO_MONTH))
            })
        };
        // Statements that begin at the tables find those that were not read as well, without a row.
        let mut absent = tables::empty(&declared.schemas).map_err(Failure::unexpected)?;
        let known: BTreeSet<TableId> = declared.facts.tables().collect();
        absent.frames.retain(|table, _| known.contains(table) && !tables.frames.contains_key(table));
        let of = |tables| tables::exported::tables(tables, &declared.schemas, settings.calendar, &shown);
        for table in of(tables).chain(of(&absent)) {
            by_month(&table.map_err(Failure::unexpected)?)?;
        }
        let facts = facts::build(tables, &declared.facts, &settings.counting, settings.calendar);
        let facts = facts.map_err(Failure::unexpected)?;
        let none = BTreeSet::new();
        for fact in declared.facts.facts() {
            let things = things.get(&fact.id).unwrap_or(&none);
            by_month(&facts.exported(fact, things, hides, &shown).map_err(Failure::unexpected)?)?;
        }
        let known = facts.known(&declared.facts, &|text| door.text(text).into_owned());
        let beside = times.of_dealer(name, &facts, &declared.catalogue, known.map_err(Failure::unexpected)?);
        for table in beside.map_err(Failure::unexpected)? {
            add(into, &table, |_| format!("{}/{dealer}/part.parquet", table.name))?;
        }
        let label = |day: &NaiveDate| settings.calendar.containing(settings.period.kind, *day).label();
        Ok(facts.days.values().flatten().map(label).collect())
    }

    /// Tells what was found in the files, and refuses what a report would not be made of.
    fn check(&self, tables: &Tables, door: &Door, tell: Listener<'_>) -> Result<(), Failure> {
        let Self { settings, declared: Declarations { schemas, .. }, .. } = *self;
        let (inputs, findings) = (&tables.inputs, &tables.findings);
        let names: Vec<&str> = self.files.iter().map(|file| &*file.name).collect();
        tell_of(names.iter().copied(), (inputs, findings), settings.lang, door, tell);
        let refused = refusal::nothing_readable(settings, inputs, &names, findings, schemas, door)
            .and_then(|()| refusal::missing_tables(settings, &usable(tables), findings, schemas, door))
            .and_then(|()| refusal::doubtful_data(settings, inputs, findings, door));
        refused.map_err(|failure| self.named(failure))
    }

    /// A failure with the name of the store, where there are several.
    fn named(&self, mut failure: Failure) -> Failure {
        if let Some(name) = self.name {
            failure.message = Words {
                chinese: format!("门店“{name}”：{}", failure.message.chinese),
                en: format!("store “{name}”: {}", failure.message.en),
            };
        }
        failure
    }
}

/// Adds the files of a table, each under the name that its month has.
fn add(into: &mut Export, table: &Exported, name: impl Fn(Option<&str>) -> String) -> Result<(), Failure> {
    let file = |(month, bytes): (Option<&str>, Result<Vec<u8>>)| Ok(Artifact { name: name(month), bytes: bytes? });
    into.add(&table.files().map(file).collect::<Result<Vec<_>>>().map_err(Failure::unexpected)?)
}

/// The columns that tell things apart, by their facts: those of which each value counts once, and those that are made of what
/// tells who a customer is, as the vehicle of a sale is its plate or its number. What a figure is broken down by stays in words.
fn things(catalogue: &Catalogue, facts: &FactBook) -> BTreeMap<FactId, BTreeSet<String>> {
    let mut things: BTreeMap<FactId, BTreeSet<String>> = BTreeMap::new();
    let words: BTreeSet<&String> = catalogue.definitions().iter().flat_map(|one| one.by.iter().flatten()).collect();
    for fact in facts.facts() {
        let tells = |column: &&Column| {
            let fields = column.fields.iter().map(|(field, _)| field).chain(&column.field);
            let is_own = of_field(&column.id).is_some() || words.contains(&column.id);
            !is_own && fields.into_iter().any(|field| of_field(field).is_some())
        };
        let columns = facts::exported::columns(fact).filter(tells).map(|column| column.id.clone());
        things.entry(fact.id).or_default().extend(columns);
    }
    for definition in catalogue.definitions() {
        if let Some(distinct) = &definition.distinct {
            things.entry(definition.rows.facts.id).or_default().insert(distinct.column.clone());
        }
    }
    things
}
