//! What is handed out: a small workbook for each person with the rows of the lists that are theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::base::failure::{Exit, Failure};
use crate::base::real_path::real_path;
use crate::base::text::shown;
use crate::publish::{self, Manner, Published, Stage};
use crate::refusal::{self, Written};
use crate::render::theme::Theme;
use crate::render::{Artifact, xlsx};
use crate::report::door::Door;
use crate::report::model::{Block, Page, Report, Row, Table, TableKind, Value};
use crate::report::texts::Texts;
use crate::settings::Settings;

/// A name of a sheet is at most this long in Excel, in the units of UTF-16.
const TITLE_UNITS: usize = 31;
/// The name of a person in the name of a file: with period, number and ending it stays below 255 bytes in any script.
const NAME_CHARS: usize = 50;
/// What neither a file nor a sheet may be called.
const FORBIDDEN: [char; 11] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '[', ']'];

/// Checks, before anything is read, that handouts can be written to their folder.
///
/// # Errors
/// The folder lies in an input folder or is that of the reports (exit 2), or cannot be written (exit 5).
pub fn check_folder(settings: &Settings) -> Result<(), Failure> {
    let Some(folder) = &settings.handout else { return Ok(()) };
    refusal::in_input(Written::Handouts, [folder.clone()], settings)?;
    among_reports(folder, settings)?;
    publish::check_writable(folder, &settings.period.label(), &[], settings.held)
}

/// A period's handouts take the place of those before, and so does a report: they cannot share a folder.
fn among_reports(folder: &Path, settings: &Settings) -> Result<(), Failure> {
    let (real, output) = (real_path(folder), real_path(&settings.output));
    if real != output && !real.starts_with(output.join(settings.period.label())) {
        return Ok(());
    }
    let folder = shown(folder);
    let failure = Failure::new(
        Exit::Usage,
        format!("分发用的工作簿不能和报告放在同一个文件夹：{folder}"),
        format!("handouts cannot lie in the folder of the reports: {folder}"),
    );
    Err(failure.hint("--handout 换一个文件夹，例如 分发", "choose another folder for --handout, such as handout"))
}

/// A workbook for each person whom a list names.
///
/// # Errors
/// A fault of the program.
pub fn render(report: &Report, settings: &Settings, theme: &Theme, nobody: &str) -> Result<Vec<Artifact>, Failure> {
    if settings.handout.is_none() {
        return Ok(Vec::new());
    }
    let mut names = BTreeSet::new();
    let of_person = |(person, tables): (&str, Vec<Table>)| {
        let handout = of_person(report, person, tables);
        let artifact = xlsx::render(&handout, theme).map_err(|error| Failure::unexpected(format!("{error:#}")))?;
        let person: String = plain(person).chars().take(NAME_CHARS).collect();
        Ok(Artifact { name: free_name(&format!("{} {person}", report.period.label), &mut names), ..artifact })
    };
    by_person(report, nobody).into_iter().map(of_person).collect()
}

/// Publishes the handouts of a period, then its report, which is written already: no report goes without its handouts. Each is
/// all or nothing, in place of what an earlier run wrote.
///
/// # Errors
/// A file cannot be written (exit 5). Of a handout: nothing is published. Of the report: the message says so.
pub fn publish_first(
    handouts: &[Artifact],
    report: Stage,
    settings: &Settings,
) -> Result<(Option<Published>, Published), Failure> {
    let label = settings.period.label();
    let publish = |folder: &Path| publish::publish(folder, &label, handouts, Manner::of(settings));
    let folder = settings.handout.as_ref().filter(|folder| !handouts.is_empty() || folder.join(&label).exists());
    let handed = folder.map(|folder| publish(folder)).transpose().map_err(|failure| {
        with(
            failure,
            "；分发用的工作簿一份也没有换，报告也没有发布",
            "; no handout was replaced and no report published",
        )
    })?;
    let published = report.publish().map_err(|failure| stand_alone(failure, handed.as_ref()))?;
    Ok((handed, published))
}

/// The failure of a report whose handouts are there already.
fn stand_alone(failure: Failure, handed: Option<&Published>) -> Failure {
    let Some(Published { folder, .. }) = handed else { return failure };
    let folder = shown(folder);
    with(
        failure,
        &format!("；{folder} 中分发用的工作簿已是这一次的，报告还是上一次的"),
        &format!("; the handouts in {folder} are of this run, the report is still the last one"),
    )
}

/// The line about the handouts below the summary; nothing where there are none.
pub fn told(count: usize, handed: Option<&Published>, texts: &Texts, door: &Door) -> String {
    let Some(Published { folder, .. }) = handed else { return String::new() };
    let folder = folder.display().to_string();
    format!("\n{}", texts.fill("summary.handouts", &[("n", &count.to_string()), ("folder", &door.text(&folder))]))
}

fn with(mut failure: Failure, chinese: &str, english: &str) -> Failure {
    failure.message.chinese += chinese;
    failure.message.en += english;
    failure
}

/// The tables of every person, with their own rows alone; those of nobody are left out.
fn by_person<'r>(report: &'r Report, nobody: &str) -> BTreeMap<&'r str, Vec<Table>> {
    let mut people: BTreeMap<&str, Vec<Table>> = BTreeMap::new();
    let blocks = report.pages.iter().flat_map(|page| &page.blocks);
    for table in blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }) {
        for row in &table.rows {
            for person in named(table, row).into_iter().filter(|person| *person != nobody) {
                let own = people.entry(person).or_default();
                if own.last().is_none_or(|last| last.id != table.id) {
                    own.push(Table { rows: Vec::new(), kind: TableKind::List, note: None, ..table.clone() });
                }
                if let Some(last) = own.last_mut() {
                    last.rows.push(row.clone());
                }
            }
        }
    }
    people
}

/// Who answers for a row, each once.
fn named<'r>(table: &Table, row: &'r Row) -> BTreeSet<&'r str> {
    let cells = table.people.iter().filter_map(|at| row.cells.get(*at));
    cells.filter(|cell| cell.value == Value::Text).map(|cell| cell.text.as_str()).collect()
}

/// A report of one page: the person's tables.
fn of_person(report: &Report, person: &str, tables: Vec<Table>) -> Report {
    let heading = [person, &report.dealer, &report.period.label];
    let heading = heading.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut blocks = vec![Block::Heading(heading)];
    // Only the last list of a sheet can repeat its headings where paper ends.
    let mut tables: Vec<Table> = tables.into_iter().map(|table| without_idle_columns(table, person)).collect();
    tables.sort_by_key(|table| table.rows.len());
    blocks.extend(tables.into_iter().map(Block::Table));
    let page = Page {
        id: "handout".to_owned(),
        title: title(person),
        guests: Vec::new(),
        back: None,
        blocks,
        handed_out: true,
    };
    Report {
        pages: vec![page],
        kpis: Vec::new(),
        main: Vec::new(),
        inputs: Vec::new(),
        findings: Vec::new(),
        ..report.clone()
    }
}

/// A table without the columns that tell the person nothing: those in which only their own name stands, or nothing at all.
fn without_idle_columns(mut table: Table, person: &str) -> Table {
    let is_idle = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        cells.all(|cell| match cell.value {
            Value::Empty => true,
            Value::Text => table.people.contains(&at) && cell.text == person,
            _ => false,
        })
    };
    let kept: Vec<bool> = (0..table.columns.len()).map(|at| !is_idle(at)).collect();
    fn keep<T>(all: &mut Vec<T>, kept: &[bool]) {
        let mut kept = kept.iter();
        all.retain(|_| kept.next().is_none_or(|kept| *kept));
    }
    keep(&mut table.columns, &kept);
    table.rows.iter_mut().for_each(|row| keep(&mut row.cells, &kept));
    table.people.clear();
    table
}

/// The name of a sheet, as long as it may be.
fn title(person: &str) -> String {
    let mut units = 0;
    let fits = |sign: &char| {
        units += sign.len_utf16();
        units <= TITLE_UNITS
    };
    plain(&plain(person).chars().take_while(fits).collect::<String>())
}

/// A name without what files and sheets may not have.
fn plain(name: &str) -> String {
    let plain: String = name.chars().map(|c| if FORBIDDEN.contains(&c) || c.is_control() { '_' } else { c }).collect();
    let plain = plain.trim_matches(|sign: char| sign.is_whitespace() || sign == '\'' || sign == '.');
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_sheets_hold_nothing_that_a_system_refuses() {
        for (person, name) in [
            ("李娜/003", "李娜_003"),
            ("../../etc", "_.._etc"),
            ("'王强'", "王强"),
            (" . ", "_"),
            ("A:B*C?", "A_B_C_"),
            ("刘\n洋", "刘_洋"),
        ] {
            assert_eq!(plain(person), name, "{person:?}");
        }
        assert_eq!(title(&"𠮷".repeat(40)).encode_utf16().count(), 30);
        assert_eq!(title(&"李".repeat(40)).chars().count(), 31);
    }

    #[test]
    fn names_that_are_one_to_a_system_stay_apart() {
        let mut names = BTreeSet::new();
        let free = ["2013-09 Anna", "2013-09 ANNA", "2013-09 anna"].map(|name| free_name(name, &mut names));
        assert_eq!(free, ["2013-09 Anna.xlsx", "2013-09 ANNA (2).xlsx", "2013-09 anna (3).xlsx"]);
    }
}
