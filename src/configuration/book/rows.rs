//! The rows of a sheet of settings: what each of them sets, and what is wrong with it, at its cell.

use std::collections::BTreeMap;

use super::cell::{self, unknown_label};
use super::layout::{Column, Fixed, Headings, Kind, Layout, List, Rows, Sheet, is_called};
use super::made::{Setting, quoted};
use super::names::Names;
use crate::base::address::Place;
use crate::base::declaration::CellOfLine;
use crate::base::lang::{Lang, Words};
use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};

/// The headings stand in one of so many rows.
const HEAD: usize = 20;

/// What was read of the sheets so far.
#[derive(Debug, Default)]
pub struct Found {
    /// What rows set.
    pub settings: Vec<Setting>,
    /// Faults, each with its place.
    pub faults: Vec<Words>,
    /// Where each key was set first.
    set: BTreeMap<Vec<String>, Place>,
}

/// Whether a sheet has the headings of one of the sheets with settings, whatever it is called; the name of that sheet.
pub fn looks_like<'l>(grid: &Grid, layout: &'l Layout) -> Option<&'l Sheet> {
    let lists = layout.sheets.iter().filter(|sheet| matches!(sheet.rows, Rows::List(_)));
    let fixed = layout.sheets.iter().filter(|sheet| matches!(sheet.rows, Rows::Fixed(_)));
    let top = top(grid);
    lists.chain(fixed).find(|sheet| {
        let mut wanted = wanted(sheet, &layout.headings);
        // Tables of the shop may have the others too; these only settings have.
        wanted.push(match sheet.rows {
            Rows::List(_) => &layout.headings.used,
            Rows::Fixed(_) => &layout.headings.about,
        });
        head(&top, wanted.iter().copied()).is_some_and(|head| wanted.iter().all(|names| head.has(names)))
    })
}

/// Reads the rows of a sheet.
pub fn read(grid: &Grid, sheet: &Sheet, layout: &Layout, names: Names<'_>, found: &mut Found) {
    let wanted = wanted(sheet, &layout.headings);
    let head = head(&top(grid), wanted.iter().copied().chain([&layout.headings.used]));
    let missing: Vec<&Words> =
        wanted.iter().copied().filter(|names| !head.as_ref().is_some_and(|head| head.has(names))).collect();
    let place = grid.place();
    if let Some(names) = missing.first() {
        found.faults.push(Words {
            chinese: format!("{place}：找不到表头“{}”；表头请不要改", names.chinese),
            en: format!("{place}: there is no heading “{}”; leave the headings as they are", names.en),
        });
        return;
    }
    let Some(head) = head else { return };
    if let Some((names, column)) = head.twice {
        found.faults.push(at_cell(
            &place.at(head.row, column),
            &Words {
                chinese: format!("表头“{}”有两列", names.chinese),
                en: format!("the heading “{}” stands twice", names.en),
            },
        ));
        return;
    }
    for (row, cells) in grid.rows().filter(|(row, _)| *row > head.row) {
        let row = Row { grid, head: &head, row, cells };
        match &sheet.rows {
            Rows::Fixed(rows) => row.fixed(rows, &layout.headings, names, found),
            Rows::List(list) => row.list(list, &layout.headings, names, found),
        }
    }
}

/// The headings without which a sheet cannot be read.
fn wanted<'l>(sheet: &'l Sheet, headings: &'l Headings) -> Vec<&'l Words> {
    match &sheet.rows {
        Rows::Fixed(_) => vec![&headings.item, &headings.value],
        Rows::List(list) => list.columns.iter().map(|column| &column.names).collect(),
    }
}

/// In which columns (from 0) the headings of a sheet of rows that people add stand.
pub struct Columns {
    columns: Vec<(Words, u32)>,
    /// The one that says whether a row counts.
    pub used: Option<u32>,
    /// The one for notes.
    pub note: Option<u32>,
}

impl Columns {
    /// The columns of a sheet; nothing where one without which it cannot be read is missing.
    pub fn of(grid: &Grid, sheet: &Sheet, layout: &Layout) -> Option<Self> {
        let wanted = wanted(sheet, &layout.headings);
        let shared = [&layout.headings.used, &layout.headings.note];
        let head = head(&top(grid), wanted.iter().copied().chain(shared))?;
        let columns =
            wanted.iter().map(|names| Some(((*names).clone(), head.column(names)?))).collect::<Option<_>>()?;
        Some(Self { columns, used: Some(head.column(shared[0])?), note: head.column(shared[1]) })
    }

    /// The column of a heading.
    pub fn at(&self, names: &Words) -> Option<u32> {
        self.columns.iter().find(|(known, _)| known == names).map(|(_, column)| *column)
    }
}

/// Where the headings of a sheet stand.
struct Head<'l> {
    row: u32,
    columns: Vec<(&'l Words, u32)>,
    /// A heading that stands there twice, and the second column.
    twice: Option<(&'l Words, u32)>,
}

impl Head<'_> {
    fn has(&self, names: &Words) -> bool {
        self.column(names).is_some()
    }

    fn column(&self, names: &Words) -> Option<u32> {
        self.columns.iter().find(|(known, _)| *known == names).map(|(_, column)| *column)
    }
}

/// The rows in which headings may stand: of each cell the column and what is compared.
fn top(grid: &Grid) -> Vec<(u32, Vec<(u32, String)>)> {
    let compared = |cell: &GridCell| (cell.col, fold(&grid.shown(cell.value)));
    grid.rows().take(HEAD).map(|(row, cells)| (row, cells.iter().map(compared).collect())).collect()
}

/// The row in which most of these headings stand, the first such one.
fn head<'l>(top: &[(u32, Vec<(u32, String)>)], names: impl Iterator<Item = &'l Words>) -> Option<Head<'l>> {
    let known: Vec<_> = names.map(|names| (names, Lang::ALL.map(|lang| fold(names.get(lang))))).collect();
    let mut best: Option<Head<'l>> = None;
    for (row, cells) in top {
        let mut head = Head { row: *row, columns: Vec::new(), twice: None };
        for (column, text) in cells {
            let Some((names, _)) = known.iter().find(|(_, called)| called.contains(text)) else { continue };
            if head.has(names) {
                head.twice = Some((names, *column));
            } else {
                head.columns.push((names, *column));
            }
        }
        if head.columns.len() > best.as_ref().map_or(0, |best| best.columns.len()) {
            best = Some(head);
        }
    }
    best
}

/// A row below the headings.
struct Row<'g, 'h, 'l> {
    grid: &'g Grid,
    head: &'h Head<'l>,
    row: u32,
    cells: &'g [GridCell],
}

impl Row<'_, '_, '_> {
    fn value(&self, names: &Words) -> Option<GridValue> {
        let column = self.head.column(names)?;
        self.cells.iter().find(|cell| cell.col == column).map(|cell| cell.value)
    }

    fn place(&self, names: &Words) -> Place {
        self.grid.place().at(self.row, self.head.column(names).unwrap_or_default())
    }

    /// The text of a cell; what is wrong with it is told and leaves nothing.
    fn text(&self, names: &Words, found: &mut Found) -> Result<Option<String>, ()> {
        cell::text(self.grid, self.value(names)).map_err(|told| found.faults.push(self.fault(names, names, &told)))
    }

    /// A fault at the cell of a column, about what people call `label`.
    fn fault(&self, column: &Words, label: &Words, told: &Words) -> Words {
        at_cell(
            &self.place(column),
            &Words {
                chinese: format!("“{}”{}", label.chinese, told.chinese),
                en: format!("“{}” {}", label.en, told.en),
            },
        )
    }

    /// A row with its own key.
    fn fixed(&self, rows: &[Fixed], headings: &Headings, names: Names<'_>, found: &mut Found) {
        let (Ok(label), Ok(value)) = (self.text(&headings.item, found), self.text(&headings.value, found)) else {
            return;
        };
        // A label alone sets nothing, whatever it says.
        let Some(typed) = value else { return };
        let (at_label, at_value) = (self.place(&headings.item), self.place(&headings.value));
        let known = || rows.iter().flat_map(|row| Lang::ALL.map(|lang| row.names.get(lang))).collect::<Vec<_>>();
        let Some(label) = label else {
            found.faults.push(at_cell(
                &at_value,
                &Words {
                    chinese: "左边没有写是哪个设置项".into(), en: "nothing beside it says what is set".into()
                },
            ));
            return;
        };
        let Some(row) = rows.iter().find(|row| is_called(&row.names, &label) || row.path.last() == Some(&label)) else {
            found.faults.push(at_cell(&at_label, &unknown_label(&label, &known())));
            return;
        };
        let Some(value) = self.value(&headings.value) else { return };
        match cell::fixed(row, self.grid, value, names) {
            Ok(written) => found.set(Setting {
                path: row.path.clone(),
                value: written.toml,
                adds: false,
                cell: CellOfLine {
                    key: at_label,
                    value: at_value,
                    label: row.names.clone(),
                    percentage: written.percentage,
                    untouched: row.value.as_ref().is_some_and(|new| is_called(new, &typed)),
                },
            }),
            Err(told) => found.faults.push(self.fault(&headings.value, &row.names, &told)),
        }
    }

    /// A row that people added.
    fn list(&self, list: &List, headings: &Headings, names: Names<'_>, found: &mut Found) {
        let mut texts = Vec::new();
        for column in &list.columns {
            let Ok(text) = self.text(&column.names, found) else { return };
            texts.push(text);
        }
        if texts.iter().all(Option::is_none) || !self.is_used(headings, found) {
            return;
        }
        if let Some((_, column)) = texts.iter().zip(&list.columns).find(|(text, _)| text.is_none()) {
            found.faults.push(self.fault(
                &column.names,
                &column.names,
                &Words {
                    chinese: "没有填；这一行不用时请清空整行，或在“采用”列填“否”".into(),
                    en: "is blank; fill it in, or clear the row, or say no in its column “Use”".into(),
                },
            ));
            return;
        }
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        let keys = match self.keys(list, &texts, names) {
            Ok(keys) => keys,
            Err((column, told)) => return found.faults.push(at_cell(&self.place(&column.names), &told)),
        };
        let at = list.value();
        let (Some(column), Some(text)) = (list.columns.get(at), texts.get(at)) else { return };
        let Some(value) = self.value(&column.names) else { return };
        let written = match column.kind {
            Kind::Text => Ok(cell::Written { toml: quoted(text), percentage: false }),
            _ => cell::written(&column.kind, self.grid, value, names),
        };
        // The column before the value says most exactly what is set.
        let key = list.columns.iter().rfind(|key| key.id != column.id).unwrap_or(column);
        let named = texts.iter().zip(&list.columns).find(|(_, other)| other.id == key.id).map(|(text, _)| text);
        let label = if list.adds { column.names.clone() } else { Words::same(named.unwrap_or(text)) };
        match written {
            Ok(written) => found.set(Setting {
                path: keys,
                value: written.toml,
                adds: list.adds,
                cell: CellOfLine {
                    key: self.place(&key.names),
                    value: self.place(&column.names),
                    label,
                    percentage: written.percentage,
                    untouched: false,
                },
            }),
            Err(told) => found.faults.push(self.fault(&column.names, &column.names, &told)),
        }
    }

    /// Whether the row counts: unless it says no.
    fn is_used(&self, headings: &Headings, found: &mut Found) -> bool {
        let Ok(Some(text)) = self.text(&headings.used, found) else { return true };
        let value = self.value(&headings.used);
        match value.map(|value| cell::flag(&text, value)) {
            Some(Err(told)) => {
                found.faults.push(self.fault(&headings.used, &headings.used, &told));
                false
            }
            Some(Ok(used)) => used,
            None => true,
        }
    }

    /// The key that the cells of a row come to; where one of them cannot be understood, its column and why.
    fn keys<'c>(&self, list: &'c List, texts: &[String], names: Names<'_>) -> Result<Vec<String>, (&'c Column, Words)> {
        let mut table: Option<TableId> = None;
        let mut path = list.path.clone();
        for (column, text) in list.columns.iter().zip(texts) {
            let key = match (&column.kind, table) {
                (Kind::Table, _) => {
                    let schema = names.table(text).map_err(|told| (column, told))?;
                    table = Some(schema.table);
                    schema.table.name().to_owned()
                }
                (Kind::Field, Some(table)) => names.field(table, text).map_err(|told| (column, told))?,
                (Kind::Word, Some(table)) => names.word(table, text).map_err(|told| (column, told))?,
                (Kind::Person, _) => names.person(text).map_err(|told| (column, told))?,
                (Kind::Level, _) => names.level(text),
                _ => text.clone(),
            };
            let part = format!(":{}", column.id);
            path.iter_mut().filter(|key| **key == part).for_each(|place| place.clone_from(&key));
        }
        Ok(path)
    }
}

impl Found {
    /// Notes what a row sets; a key that is no list can be set once.
    fn set(&mut self, setting: Setting) {
        if setting.adds {
            return self.settings.push(setting);
        }
        let at = setting.cell.key.clone();
        match self.set.get(&setting.path) {
            Some(first) => self.faults.push(at_cell(
                &at,
                &Words {
                    chinese: format!("“{}”写了两次，另见 {first}", setting.cell.label.chinese),
                    en: format!("“{}” stands twice; see {first}", setting.cell.label.en),
                },
            )),
            None => {
                self.set.insert(setting.path.clone(), at);
                self.settings.push(setting);
            }
        }
    }
}

/// What is wrong, with its place.
fn at_cell(place: &Place, told: &Words) -> Words {
    Words { chinese: format!("{place}：{}", told.chinese), en: format!("{place}: {}", told.en) }
}
