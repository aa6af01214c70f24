//! Tables that are missing from the input and may be those of an earlier run (`policy = "use-last"` under `[require]`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;

use crate::base::address::Place;
use crate::base::failure::{Exit, Failure};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;
use crate::input::grid::{Grid, runs};
use crate::input::{self, InputFile, ReadFile};
use crate::publish::Manner;
use crate::publish::last::{FOLDER, LastFiles};
use crate::recognise::block::Block;
use crate::recognise::recognise;
use crate::run::compute::Computed;
use crate::run::counts;
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener};
use crate::run::reading::{check_usable, figures, sheets};
use crate::settings::{Presence, Settings};
use crate::tables::schema::Schema;
use crate::tables::schemas::Schemas;

/// Reads the inputs, with what an earlier run left of tables that are missing, and computes the figures.
///
/// # Errors
/// Inputs in which there is nothing to compute from; a table that is missing and whose last files are too old (exit 3).
pub fn computed(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    let of_all = |read, tell: Listener<'_>| figures(read, settings, declared, tell);
    let computed = match settings.facts {
        Some(_) => counts::of_one(files, settings, declared, tell)?,
        None => with_last(files, settings, declared, tell, &of_all, &|computed: &Computed| computed.usable.clone())?,
    };
    check_usable(&computed, files, settings, declared)?;
    Ok(computed)
}

/// Days that what an earlier run left may be ahead of today: where the zone of time was another one.
const MOST_AHEAD: i64 = 1;

/// Makes something of read files.
type Make<'m, M> = &'m dyn Fn(Vec<ReadFile>, Listener<'_>) -> Result<M, Failure>;

/// What `make` makes of the input; where a table is missing that an earlier run has left, of both. `usable` are its tables.
///
/// # Errors
/// A table is missing and its last files are too old (exit 3); a fault of the program.
pub(super) fn with_last<M>(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
    make: Make<'_, M>,
    usable: &dyn Fn(&M) -> BTreeSet<TableId>,
) -> Result<M, Failure> {
    if may_be_last(settings).is_empty() {
        return make(sheets(files, settings, tell), tell);
    }
    // What the first look tells holds only if no table is missing.
    let held = Mutex::new(Vec::new());
    let hold = |event| held.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    let first = make(sheets(files, settings, &hold), &hold)?;
    let last = instead(&usable(&first), settings, declared)?;
    if last.is_empty() {
        held.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().for_each(tell);
        return Ok(first);
    }
    drop(first);
    let mut all = sheets(files, settings, tell);
    all.extend(last);
    make(all, tell)
}

/// What an earlier run left of the tables that are missing and for which that will do.
///
/// # Errors
/// It is too old (exit 3).
fn instead(usable: &BTreeSet<TableId>, settings: &Settings, declared: &Declarations) -> Result<Vec<ReadFile>, Failure> {
    let mut last = Vec::new();
    for (table, age) in may_be_last(settings).into_iter().filter(|(table, _)| !usable.contains(table)) {
        last.extend(of_table(table, age, settings, declared)?);
    }
    Ok(last)
}

/// The tables of which an earlier run's will do, with the oldest that it may be in days.
fn may_be_last(settings: &Settings) -> Vec<(TableId, u32)> {
    let days = |(table, presence): (&TableId, Presence)| match presence {
        Presence::UseLast(days) => Some((*table, days)),
        Presence::Optional | Presence::Required => None,
    };
    settings.policies.iter().map(|(table, policy)| (table, policy.presence)).filter_map(days).collect()
}

/// What the last run left of a table.
fn of_table(
    table: TableId,
    most_days: u32,
    settings: &Settings,
    declared: &Declarations,
) -> Result<Vec<ReadFile>, Failure> {
    let Some((day, kept)) = LastFiles::of(&settings.workspace, table) else { return Ok(Vec::new()) };
    let age = day.parse().map_or(i64::MAX, |day: NaiveDate| (settings.today - day).num_days());
    let schema = declared.schemas.table(table);
    let names = |name: fn(&Schema) -> &str| schema.map_or(table.name(), name).to_owned();
    let (chinese, english) = (names(|schema| &schema.names.chinese), names(|schema| &schema.names.en));
    if age > i64::from(most_days) {
        return Err(Failure::new(
            Exit::Input,
            format!("输入中没有可用的“{chinese}”，上次的是 {day} 的，超过 require.{table}.max_age_days = {most_days} 天"),
            format!("the input has no table “{english}” that can be used, and the last one is of {day}, older than require.{table}.max_age_days = {most_days}"),
        )
        .hint("把新的导出放入输入文件夹后重新运行", "put a new export into the input folder and run again"));
    }
    // Kept by a run with a wrong clock they would never be too old.
    if age < -MOST_AHEAD {
        return Err(Failure::new(
            Exit::Input,
            format!("输入中没有可用的“{chinese}”，上次的是 {day} 的，晚于今天（{}）：不知道它有多旧", settings.today),
            format!("the input has no table “{english}” that can be used, and the last one is of {day}, later than today ({}): nobody knows how old it is", settings.today),
        )
        .hint("核对电脑的时钟；把新的导出放入输入文件夹后重新运行", "check the clock of the machine; put a new export into the input folder and run again"));
    }
    let read = |kept: crate::publish::last::KeptFile| {
        let mut file = input::read_file(&kept.input, &settings.limits);
        file.grids.retain(|grid| kept.sheets.iter().any(|sheet| sheet.as_deref() == grid.sheet.as_deref()));
        file.grids = file.grids.into_iter().map(|grid| without_others(grid, table, &declared.schemas)).collect();
        let told = Finding::new(
            Severity::Warning,
            Code::TableFromLast,
            Place::file(&file.name),
            format!("输入中没有可用的“{chinese}”，用的是 {day} 那次运行的文件"),
            format!("the input has no table “{english}” that can be used; this is the file of the run of {day}"),
        );
        file.findings.push(told.table(table));
        file
    };
    Ok(kept.into_iter().map(read).collect())
}

/// The sheet without what stands on it of other tables: they would count twice beside those of the input.
fn without_others(grid: Grid, table: TableId, schemas: &Schemas) -> Grid {
    let blocks = recognise(&grid, &schemas.dictionary).blocks;
    let is_other = |block: &Block| block.table.is_some_and(|it| it != table);
    let others = blocks.iter().filter(|block| is_other(block));
    let rows = others.flat_map(|block| block.header.map_or(block.first_row, |(first, _)| first)..block.end_row);
    // The titles of a table stand at the end of the one before it, and would be rows of that without the headings below them.
    let followed = blocks.windows(2).filter(|pair| is_other(&pair[1]));
    let titles = followed.flat_map(|pair| pair[0].titles.iter().copied());
    let gone: BTreeSet<u32> = rows.chain(titles).collect();
    let cells = grid.cells.iter().filter(|cell| !gone.contains(&cell.row)).copied().collect();
    let merges = grid.merges.iter().filter(|area| !gone.contains(&area.row)).copied().collect();
    Grid { elsewhere: runs(gone.into_iter()), ..grid.with_cells(cells, merges) }
}

/// Keeps the files of such tables for the next run; what cannot be kept is told and stops nothing.
pub fn keep(computed: &Computed, files: &[InputFile], settings: &Settings, tell: Listener<'_>) {
    // What a warehouse has counted is no table of a later run.
    let tables = if settings.facts.is_some() { Vec::new() } else { may_be_last(settings) };
    for (table, _) in tables {
        let mut own: BTreeMap<&str, (&str, Vec<Option<String>>)> = BTreeMap::new();
        let blocks = computed.inputs.iter().filter(|block| block.table == Some(table));
        for block in blocks.filter(|block| !block.file.starts_with(FOLDER)) {
            own.entry(&block.file).or_insert((&block.sha256, Vec::new())).1.push(block.sheet.clone());
        }
        let file = |(name, (hash, sheets)): (&str, (&str, Vec<Option<String>>))| {
            let file = files.iter().find(|file| &*file.name == name)?;
            Some((file.path.clone(), name.to_owned(), sheets, hash.to_owned()))
        };
        let own: Vec<_> = own.into_iter().filter_map(file).collect();
        if own.is_empty() {
            continue;
        }
        let manner = Manner { force: true, ..Manner::of(settings) };
        let kept = LastFiles::keep(&settings.workspace, table, settings.today.to_string(), &own, manner);
        if let Err(failure) = kept {
            tell(Event::Remark(failure.message));
        }
    }
}
