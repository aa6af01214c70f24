//! What is handed out: a small workbook for each person with the rows of the lists that are theirs.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::failure::{Exit, Failure};
use crate::base::text::shown;
use crate::publish::{self, Kept, Manner};
use crate::render::theme::Theme;
use crate::render::{Artifact, xlsx};
use crate::report::model::{Block, Page, Report, Table, TableKind, Value};
use crate::settings::Settings;

/// A name of a sheet is at most this long in Excel.
const TITLE_CHARS: usize = 31;
/// What neither a file nor a sheet may be called.
const FORBIDDEN: [char; 11] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '[', ']'];

/// Checks, before anything is read, that handouts can be written to their folder.
///
/// # Errors
/// The folder lies in an input folder (exit 2), or cannot be written (exit 5).
pub fn check_folder(settings: &Settings) -> Result<(), Failure> {
    let Some(folder) = &settings.handout else { return Ok(()) };
    let real = publish::real_path(folder);
    let within = settings.inputs.iter().find(|input| real.starts_with(publish::real_path(input)));
    let Some(input) = within else { return publish::check_folder(folder) };
    let (folder, input) = (shown(folder), shown(input));
    Err(Failure::new(
        Exit::Usage,
        format!("分发用的工作簿 {folder} 会写到输入 {input} 之内，下次运行会把它们当作数据读取"),
        format!("the handouts in {folder} would lie in the input {input}, and the next run would read them as data"),
    )
    .hint("--handout 换一个输入之外的文件夹", "choose a folder outside the input for --handout"))
}

/// Writes a workbook for each person whom a list names; gives their names, and the user's own files that stood in the way.
///
/// # Errors
/// One cannot be written (exit 5).
pub fn write(report: &Report, settings: &Settings, theme: &Theme, nobody: &str) -> Result<Vec<Kept>, Failure> {
    let Some(folder) = &settings.handout else { return Ok(Vec::new()) };
    let mut names = BTreeSet::new();
    let mut artifacts = Vec::new();
    for (person, tables) in by_person(report, nobody) {
        let handout = of_person(report, person, tables);
        let mut artifact = xlsx::render(&handout, theme).map_err(|error| Failure::unexpected(format!("{error:#}")))?;
        artifact.name = free_name(&format!("{} {}", report.period.label, plain(person)), &mut names);
        artifacts.push(Artifact { ..artifact });
    }
    if artifacts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(publish::publish_copies(folder, &artifacts, Manner::of(settings))?.kept)
}

/// The tables of every person, with their own rows alone; those of nobody are left out.
fn by_person<'r>(report: &'r Report, nobody: &str) -> BTreeMap<&'r str, Vec<Table>> {
    let mut people: BTreeMap<&str, Vec<Table>> = BTreeMap::new();
    let blocks = report.pages.iter().flat_map(|page| &page.blocks);
    for table in blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }) {
        let Some(at) = table.people else { continue };
        for row in &table.rows {
            let Some(Value::Text(person)) = row.cells.get(at).map(|cell| &cell.value) else { continue };
            if person == nobody {
                continue;
            }
            let own = people.entry(person.as_str()).or_default();
            if own.last().is_none_or(|last| last.id != table.id) {
                own.push(Table { rows: Vec::new(), kind: TableKind::List, note: None, ..table.clone() });
            }
            if let Some(last) = own.last_mut() {
                last.rows.push(row.clone());
            }
        }
    }
    people
}

/// A report of one page: the person's tables.
fn of_person(report: &Report, person: &str, tables: Vec<Table>) -> Report {
    let heading = [person, &report.dealer, &report.period.label];
    let heading = heading.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut blocks = vec![Block::Heading(heading)];
    blocks.extend(tables.into_iter().map(Block::Table));
    let title: String = plain(person).chars().take(TITLE_CHARS).collect();
    let page = Page { id: "handout".to_owned(), title, back: None, blocks };
    Report { pages: vec![page], kpis: Vec::new(), inputs: Vec::new(), findings: Vec::new(), ..report.clone() }
}

/// A name without what files and sheets may not have.
fn plain(name: &str) -> String {
    let plain: String = name.chars().map(|c| if FORBIDDEN.contains(&c) || c.is_control() { '_' } else { c }).collect();
    let plain = plain.trim().trim_matches('\'').trim_end_matches('.');
    if plain.is_empty() { "_".to_owned() } else { plain.to_owned() }
}

/// The name of a file, told apart from others that are the same to a system.
fn free_name(name: &str, names: &mut BTreeSet<String>) -> String {
    let (mut free, mut number) = (format!("{name}.xlsx"), 2);
    while !names.insert(free.to_lowercase()) {
        free = format!("{name} ({number}).xlsx");
        number += 1;
    }
    free
}
