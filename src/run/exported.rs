//! The tables and facts of a run for a data warehouse, and the statements that count every indicator there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;

use crate::base::failure::{Exit, Failure};
use crate::base::finding::Severity;
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::facts;
use crate::facts::book::FactBook;
use crate::facts::fact::{Column, FactId};
use crate::input::{InputFile, ReadFile};
use crate::kpi::catalogue::Catalogue;
use crate::kpi::warehouse::times::RunTimes;
use crate::publish::{self, Manner};
use crate::refusal::{self, Written};
use crate::render::Artifact;
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::report::personal::of_field;
use crate::run::asked::{Asked, declarations, settle};
use crate::run::compute::usable;
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener, balances};
use crate::run::outcome::Outcome;
use crate::run::reading::{inputs, sheets};
use crate::run::{group, last, settings_books};
use crate::settings::{PhonePrivacy, Settings};
use crate::tables::exported::Exported;
use crate::tables::model::Tables;
use crate::tables::{self, SheetInput};
use crate::{kpi, resolve};

/// What parts an export whose dealer has no name.
const NO_NAME: &str = "0";
/// The month of rows without a date, as engines know it.
const NO_MONTH: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes the typed tables and the facts as Parquet.
///
/// # Errors
/// The folder holds something else (exit 2), nothing can be read (exit 3), a file cannot be written (exit 5).
pub fn export(asked: &Asked, folder: &Path, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let settings = settle(asked, tell)?;
    let folder = settings.workspace.join(folder);
    refusal::in_input(Written::Export, [folder.clone()], &settings)?;
    let declared = declarations(asked, &settings, tell)?;
    publish::check_export(&folder, settings.lang)?;
    let files = inputs(&asked.configuration, &settings)?;
    let times = RunTimes::of(&settings.period, settings.as_of, settings.calendar, &settings.counting);
    let mut with_data = BTreeSet::new();
    let mut artifacts = Vec::new();
    for table in times.exported() {
        for part in table.parts.values() {
            add(&mut artifacts, format!("{}.parquet", table.name), &table, part)?;
        }
    }
    if settings.stores.by.is_some() {
        let (stores, findings) = group::stores_of(files, &settings, &declared, tell)?;
        findings.iter().for_each(|finding| {
            tell(Event::Finding(Box::new(finding_lines::line(
                finding,
                settings.lang,
                &Door::new(settings.layout.privacy),
            ))));
        });
        // What names no store is in no store's figures.
        for (mut store, own) in stores.into_iter().filter(|(store, _)| store.is_one()) {
            let read = store.read.take();
            let store = Dealer { name: Some(&store.name), files: &store.files, settings: &own };
            with_data.extend(store.add(read, &times, &declared, tell, &mut artifacts)?);
        }
    } else {
        let dealer = Dealer { name: None, files: &files, settings: &settings };
        with_data.extend(dealer.add(None, &times, &declared, tell, &mut artifacts)?);
    }
    let with_data: Vec<String> = with_data.into_iter().collect();
    refusal::empty_period(&settings, &with_data, &[], &Door::new(settings.layout.privacy))?;
    let words = Words { chinese: format!("写入 {}", shown(&folder)), en: format!("writing to {}", shown(&folder)) };
    tell(Event::Step("publishing", words));
    publish::publish_export(&folder, &artifacts, Manner::of(&settings))?;
    let (count, folder) = (artifacts.len(), shown(&folder));
    let text = Words {
        chinese: format!("已导出：{folder}（{count} 个文件）\n语句：csr-report sql --dialect duckdb|spark|clickhouse"),
        en: format!("exported: {folder} ({count} files)\nstatements: csr-report sql --dialect duckdb|spark|clickhouse"),
    };
    Ok(Outcome::new(Exit::Done, text.get(settings.lang).to_owned()))
}

/// The statements that count every indicator over an export.
///
/// # Errors
/// Not one of the known engines, or templates that cannot be understood (exit 2).
pub fn statements(asked: &Asked, dialect: &str, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let dialect = resolve::dialect(dialect)?;
    let settings = settle(asked, &|_| ())?;
    let declared = declarations(asked, &settings, tell)?;
    let stated = kpi::warehouse::statements(&declared.catalogue, declared.facts.constants(), dialect);
    for (id, what) in &stated.lacking {
        tell(Event::Remark(Words {
            chinese: format!("指标 {id} 没有语句：{what}"),
            en: format!("the indicator {id} is not stated: {what}"),
        }));
    }
    Ok(Outcome::new(Exit::Done, stated.text))
}

/// A dealer, or a store of several.
struct Dealer<'a> {
    name: Option<&'a str>,
    files: &'a [InputFile],
    settings: &'a Settings,
}

impl Dealer<'_> {
    /// Adds the tables and facts of the dealer to the export; gives the periods of the export's kind in which it has rows.
    fn add(
        &self,
        read: Option<Vec<ReadFile>>,
        times: &RunTimes,
        declared: &Declarations,
        tell: Listener<'_>,
        artifacts: &mut Vec<Artifact>,
    ) -> Result<BTreeSet<String>, Failure> {
        let Self { name, settings, .. } = *self;
        let tables = self.tables(read, declared, tell)?;
        let door = Door { privacy: settings.layout.privacy, numbers: tables.numbers.clone() };
        let shown = |field: &str, value: &str| door.field(field, value);
        let hides = settings.layout.privacy.personal != PhonePrivacy::Full;
        let things = things(&declared.catalogue, &declared.facts);
        let dealer = name.unwrap_or(&settings.layout.dealer);
        let dealer = format!("dealer={}", escaped(if dealer.is_empty() { NO_NAME } else { dealer }));
        let mut write = |table: &Exported, by_month: bool| {
            for (month, part) in &table.parts {
                let month = month.as_deref().unwrap_or(NO_MONTH);
                let month = if by_month { format!("month={month}/") } else { String::new() };
                add(artifacts, format!("{}/{dealer}/{month}part.parquet", table.name), table, part)?;
            }
            Ok::<_, Failure>(())
        };
        for table in tables::exported::tables(&tables, &declared.schemas, settings.calendar, &shown)
            .map_err(Failure::unexpected)?
        {
            write(&table, true)?;
        }
        let facts = facts::build(&tables, &declared.facts, &settings.counting, settings.calendar);
        let facts = facts.map_err(Failure::unexpected)?;
        let none = BTreeSet::new();
        for fact in declared.facts.facts() {
            let things = things.get(&fact.id).unwrap_or(&none);
            write(&facts.exported(fact, things, hides, &shown).map_err(Failure::unexpected)?, true)?;
        }
        let known = facts.known(&tables, &declared.facts).map_err(Failure::unexpected)?;
        let beside = times.of_dealer(name, &facts, &declared.catalogue, known).map_err(Failure::unexpected)?;
        beside.iter().try_for_each(|table| write(table, false))?;
        let label = |day: &NaiveDate| settings.calendar.containing(settings.period.kind, *day).label();
        Ok(facts.days.values().flatten().map(label).collect())
    }

    /// The typed tables, as a report is made of them.
    fn tables(
        &self,
        read: Option<Vec<ReadFile>>,
        declared: &Declarations,
        tell: Listener<'_>,
    ) -> Result<Tables, Failure> {
        let settings = self.settings;
        let build = |mut files: Vec<ReadFile>| {
            settings_books::set_aside(&mut files, &declared.settings);
            let found: Vec<_> = files.iter_mut().flat_map(|file| std::mem::take(&mut file.findings)).collect();
            let sheets = files.into_iter().flat_map(|file| {
                let sha256 = file.sha256;
                file.grids.into_iter().map(move |grid| SheetInput { grid, sha256: sha256.clone() })
            });
            let mut tables =
                tables::build(sheets.collect(), &declared.schemas, &tables::Context { as_of: settings.as_of });
            tables.findings.extend(found);
            tables
        };
        let read = read.unwrap_or_else(|| sheets(self.files, settings, tell));
        let mut tables = build(read);
        let earlier = last::instead(&usable(&tables), settings, declared)?;
        if !earlier.is_empty() {
            let mut all = sheets(self.files, settings, &|_| ());
            all.extend(earlier);
            tables = build(all);
        }
        let door = Door { privacy: settings.layout.privacy, numbers: tables.numbers.clone() };
        let names: Vec<&str> = self.files.iter().map(|file| &*file.name).collect();
        balances(names.iter().copied(), &tables.inputs).into_iter().for_each(|balance| tell(Event::File(balance)));
        for finding in tables.findings.iter().filter(|finding| finding.severity == Severity::Error) {
            tell(Event::Finding(Box::new(finding_lines::line(finding, settings.lang, &door))));
        }
        refusal::nothing_readable(settings, &tables.inputs, &names, &tables.findings, &declared.schemas, &door)?;
        refusal::missing_tables(settings, &usable(&tables), &tables.findings, &declared.schemas, &door)?;
        refusal::doubtful_data(settings, &tables.inputs, &tables.findings, &door)?;
        Ok(tables)
    }
}

fn add(
    artifacts: &mut Vec<Artifact>,
    name: String,
    table: &Exported,
    part: &[crate::base::parquet::Values],
) -> Result<(), Failure> {
    artifacts.push(Artifact { name, bytes: table.bytes(part).map_err(Failure::unexpected)? });
    Ok(())
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

/// A name as folders of partitions have it: what paths and other systems cannot have is written as `%2F`.
fn escaped(name: &str) -> String {
    let escaped = |sign: char| {
        if sign.is_control() || "\"#%'*/:=?\\{[]^<>|".contains(sign) {
            let mut bytes = [0; 4];
            return sign.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect();
        }
        sign.to_string()
    };
    name.chars().map(escaped).collect()
}
