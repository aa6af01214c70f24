//! What lists state of the indicators, brought to their ids: figures of months without raw data, and targets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalogue::Catalogue;
use super::definition::{Definition, Shape};
use super::model::{Direction, Measure};
use super::targets::Targets;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::number::{Unit, display};
use crate::base::period::PeriodKind;
use crate::base::table_id::TableId;
use crate::tables::model::{Figure, Stated, Told};
use crate::tables::schema::Role;

/// A percentage is compared with others as exactly as it is written, and never more exactly than this.
const EXACT: f64 = 1e-6;

/// The figure of a month in a list of history, or of a quarter or year as a whole.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) measure: Measure,
    /// Whether it can be added up over months: a count, or a rate with both of its parts.
    pub(super) adds_up: bool,
    /// By how much it may differ from a figure that it rounds.
    pub(super) rounded_by: f64,
    /// The cell, and its table.
    pub(super) told: Told<()>,
    pub(super) table: TableId,
}

/// The figures of an indicator by their period.
pub(super) type Pasts = BTreeMap<(PeriodKind, i32), Past>;

/// Those of each indicator.
pub(super) type History = BTreeMap<String, Pasts>;

/// What the lists of a run state.
#[derive(Debug, Default)]
pub(super) struct StatedFigures {
    pub(super) history: History,
    pub(super) targets: Targets,
    pub(super) findings: Vec<Finding>,
}

impl StatedFigures {
    /// Looks the names up and judges the numbers; what cannot be used is told at its cell.
    pub(super) fn of(stated: &[Stated], catalogue: &Catalogue) -> Self {
        let mut figures = Self::default();
        let (mut named, mut unknown) = (Vec::new(), BTreeSet::new());
        for row in stated {
            match catalogue.meant(&row.of.says) {
                Ok(definition) => named.push((row, definition)),
                // In a list with a column a month the name stands once for all of them.
                Err(_) if !unknown.insert(&row.of.place) => {}
                Err(words) => figures.findings.push(finding(
                    row.table,
                    Code::UnknownIndicator,
                    &row.of,
                    &row.of.says,
                    &format!("{}；本行未采用", words.chinese),
                    &format!("{}; the row is not used", words.en),
                )),
            }
        }
        let scales = Scales::of(&named, &mut figures.findings);
        for (row, definition) in named {
            let used = match row.role {
                Role::History => figures.add_history(row, definition, &scales),
                Role::Targets => figures.add_target(row, definition, &scales),
            };
            if let Err(finding) = used {
                figures.findings.push(*finding);
            }
        }
        figures
    }

    fn add_history(&mut self, row: &Stated, definition: &Definition, scales: &Scales) -> Result<(), Box<Finding>> {
        let parts = parts(row, definition)?;
        let (measure, adds_up, rounded_by, told) = match (parts, &row.value) {
            (Some((numerator, denominator)), value) => {
                let exact = definition.unit.factor() as f64 * numerator / denominator;
                if let Some(told) = value {
                    self.agrees(row, definition, told, exact);
                }
                let n = if definition.shape == Shape::TrailingMean { numerator } else { denominator };
                let (above, below) = (Some(numerator), Some(denominator));
                let measure = Measure { value: Some(exact), numerator: above, denominator: below, n: n.round() as u64 };
                let told = row.numerator.as_ref().map_or_else(|| at(&row.of), at);
                (measure, true, EXACT, told)
            }
            (None, Some(told)) => {
                let value = scales.value(row, definition, told, &mut self.findings)?;
                let adds_up = definition.unit.adds_up();
                if adds_up && value.fract() != 0.0 {
                    return Err(impossible(row, told, "应为整数", "must be a whole number"));
                }
                let answers = row.denominator.as_ref().map_or(0.0, |told| told.says.max(0.0));
                let n = if definition.unit == Unit::Count { value } else { answers };
                let measure = Measure { value: Some(value), numerator: None, denominator: None, n: n as u64 };
                (measure, adds_up, rounded_by(told.says, value), at(told))
            }
            (None, None) => {
                let chinese = "没有指标值，也没有可用的分子和分母；本行未采用";
                let english = "has no value, and no numerator with its denominator; the row is not used";
                let told = row.numerator.as_ref().map_or_else(|| at(&row.of), at);
                return Err(Box::new(finding(row.table, Code::MissingValue, &told, &row.of.says, chinese, english)));
            }
        };
        let range = definition.figures();
        if !range.contains(&measure.value.unwrap_or(0.0)) {
            return Err(out_of_range(row, &told, &definition.shown(measure.value), (*range.start(), *range.end())));
        }
        let stated = self.history.entry(definition.id.clone()).or_default();
        let past = Past { measure, adds_up, rounded_by, told, table: row.table };
        match stated.get(&(row.kind, row.number.0)) {
            Some(first) if first.measure != past.measure => Err(stands_twice(row, &past.told, &first.told)),
            Some(_) => Ok(()),
            None => {
                stated.insert((row.kind, row.number.0), past);
                Ok(())
            }
        }
    }

    /// Tells a value that is not what its parts give.
    fn agrees(&mut self, row: &Stated, definition: &Definition, told: &Told<Figure>, exact: f64) {
        if !may_be(told.says, exact, definition.unit) {
            let (stated, computed) = (shown(told.says), definition.shown(Some(exact)));
            self.findings.push(finding(
                row.table,
                Code::DoubtfulFigure,
                told,
                &stated,
                &format!("“{stated}”与分子、分母算出的 {computed} 不符；按分子、分母计"),
                &format!("“{stated}” is not the {computed} of its numerator and denominator; these are used"),
            ));
        }
    }

    fn add_target(&mut self, row: &Stated, definition: &Definition, scales: &Scales) -> Result<(), Box<Finding>> {
        let Some(told) = &row.value else { return Ok(()) };
        let value = scales.value(row, definition, told, &mut self.findings)?;
        let months = match row.kind {
            PeriodKind::Month => 1.0,
            PeriodKind::Quarter => 3.0,
            PeriodKind::Year => 12.0,
        };
        let possible = definition.targets();
        let most = if definition.aims_at_a_month() { possible.end() * months } else { *possible.end() };
        if !(*possible.start()..=most).contains(&value) {
            return Err(out_of_range(row, &at(told), &shown(told.says), (*possible.start(), most)));
        }
        match self.targets.set(&definition.id, (row.kind, row.number), value, at(told)) {
            Some(first) => Err(stands_twice(row, told, &first)),
            None => Ok(()),
        }
    }
}

/// Numerator and denominator of a rate, where the row has both; a count has none.
fn parts(row: &Stated, definition: &Definition) -> Result<Option<(f64, f64)>, Box<Finding>> {
    let (Some(above), Some(below)) = (&row.numerator, &row.denominator) else { return Ok(None) };
    if !definition.shape.is_rate() || below.says == 0.0 {
        return Ok(None);
    }
    for told in [above, below] {
        if told.says < 0.0 && definition.unit != Unit::Points {
            return Err(impossible(row, told, "不能是负数", "cannot be below nought"));
        }
    }
    Ok(Some((above.says, below.says)))
}

/// How bare numbers of percentages are meant: 93, or 0.93. A column of a sheet is written in one way.
struct Scales {
    fractions: BTreeSet<Column>,
    /// Columns whose parts prove that a small number is a percentage.
    percents: BTreeSet<Column>,
    /// Columns of numbers up to 1 that say neither.
    unknown: BTreeSet<Column>,
}

/// File, sheet and column of a cell.
type Column = (Arc<str>, Option<Arc<str>>, Option<u32>);

/// A bare number of a column, what it is of, and the number.
type Bare<'a> = (&'a Stated, &'a Definition, &'a Told<Figure>, f64);

fn column<T>(told: &Told<T>) -> Column {
    (told.place.file.clone(), told.place.sheet.clone(), told.place.cell.map(|cell| cell.col))
}

impl Scales {
    fn of(named: &[(&Stated, &Definition)], findings: &mut Vec<Finding>) -> Self {
        let mut columns: BTreeMap<Column, Vec<Bare<'_>>> = BTreeMap::new();
        for (row, definition) in named {
            if let Some(told @ Told { says: Figure::Bare(bare), .. }) = &row.value
                && is_out_of_a_hundred(definition.unit)
                && *bare != 0.0
            {
                columns.entry(column(told)).or_default().push((row, definition, told, *bare));
            }
        }
        let mut scales = Self { fractions: BTreeSet::new(), percents: BTreeSet::new(), unknown: BTreeSet::new() };
        for (key, cells) in columns {
            if cells.iter().any(|(_, _, _, bare)| *bare > 1.0) {
                continue;
            }
            // Parts decide; without them nobody has a success of less than one in a hundred month after month.
            let exact = |row: &Stated, definition: &Definition| {
                let (above, below) = parts(row, definition).ok().flatten()?;
                Some(100.0 * above / below)
            };
            let with_parts = |cell: &&(&Stated, &Definition, &Told<Figure>, f64)| exact(cell.0, cell.1).is_some();
            let as_percent = |cell: &(&Stated, &Definition, &Told<Figure>, f64)| {
                exact(cell.0, cell.1).is_some_and(|exact| (cell.3 - exact).abs() <= rounded_by(cell.2.says, cell.3))
            };
            let is_fraction = match cells.iter().find(with_parts) {
                Some(cell) => Some(!as_percent(cell)),
                None => cells.iter().any(|cell| cell.1.direction == Direction::Higher).then_some(true),
            };
            let (row, definition, told, bare) = cells[0];
            match is_fraction {
                Some(true) => {
                    let meant = display(Some(bare * 100.0), definition.unit);
                    let mut info = finding(
                        row.table,
                        Code::InferredScale,
                        told,
                        &shown(told.says),
                        &format!("这一列的百分比都不大于 1，按小数计：{bare} 即 {meant}"),
                        &format!(
                            "no percentage of this column is above 1; they are taken as fractions: {bare} is {meant}"
                        ),
                    );
                    info.severity = Severity::Info;
                    findings.push(info);
                    scales.fractions.insert(key);
                }
                Some(false) => {
                    scales.percents.insert(key);
                }
                None => {
                    scales.unknown.insert(key);
                }
            }
        }
        scales
    }

    /// The value of a row in the unit of its indicator. One that is taken as it stands and may be meant otherwise is told.
    fn value(
        &self,
        row: &Stated,
        definition: &Definition,
        told: &Told<Figure>,
        findings: &mut Vec<Finding>,
    ) -> Result<f64, Box<Finding>> {
        let unit = definition.unit;
        match told.says {
            Figure::Percentage(value) if matches!(unit, Unit::Percent | Unit::Score | Unit::Points) => Ok(value),
            Figure::Percentage(_) => Err(impossible(row, told, "不是百分比的指标", "is of no percentage")),
            Figure::Bare(value) if !is_out_of_a_hundred(unit) => Ok(value),
            Figure::Bare(value) => {
                let key = column(told);
                if self.fractions.contains(&key) {
                    return Ok((value * 1e12).round() / 1e10);
                }
                if value <= 0.0 || value > 1.0 || self.percents.contains(&key) {
                    return Ok(value);
                }
                let (as_it_stands, meant) = (display(Some(value), unit), display(Some(value * 100.0), unit));
                let doubtful = |chinese: &str, english: &str| {
                    finding(row.table, Code::DoubtfulFigure, told, &shown(told.says), chinese, english)
                };
                if definition.direction == Direction::Higher || self.unknown.contains(&key) {
                    return Err(Box::new(doubtful(
                        &format!("“{value}”不知是 {as_it_stands} 还是 {meant}，未采用；请写明"),
                        &format!("“{value}” may be {as_it_stands} or {meant} and is not used; write which"),
                    )));
                }
                findings.push(doubtful(
                    &format!("“{value}”按 {as_it_stands} 计；如果是 {meant}，请写明"),
                    &format!("“{value}” is taken as {as_it_stands}; write so if {meant} is meant"),
                ));
                Ok(value)
            }
        }
    }
}

/// Whether people write the figures of a unit as parts of a hundred or of one: 88, or 0.88.
fn is_out_of_a_hundred(unit: Unit) -> bool {
    matches!(unit, Unit::Percent | Unit::Score)
}

/// Whether what is written may be a rounded form of a figure: as a percentage, or as a fraction where it has no sign.
fn may_be(says: Figure, exact: f64, unit: Unit) -> bool {
    let close = |value: f64| (value - exact).abs() <= rounded_by(says, value);
    match says {
        Figure::Percentage(value) => close(value),
        Figure::Bare(value) => close(value) || is_out_of_a_hundred(unit) && close(value * 100.0),
    }
}

/// Half of the last digit that is written; `value` is what it stands for, in the unit of the indicator.
fn rounded_by(says: Figure, value: f64) -> f64 {
    let (Figure::Bare(written) | Figure::Percentage(written)) = says;
    let text = format!("{written}");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let decimals = if value == written { decimals } else { decimals.saturating_sub(2) };
    0.5 * 10_f64.powi(-(decimals.min(9) as i32)) + EXACT
}

/// A figure as it is written.
fn shown(says: Figure) -> String {
    match says {
        Figure::Bare(value) => format!("{value}"),
        Figure::Percentage(value) => format!("{value}%"),
    }
}

fn at<T>(told: &Told<T>) -> Told<()> {
    Told { says: (), field: told.field, place: told.place.clone() }
}

fn impossible<T>(row: &Stated, told: &Told<T>, chinese: &str, english: &str) -> Box<Finding>
where
    T: Copy + Into<Shown>,
{
    let value = told.says.into().0;
    Box::new(finding(
        row.table,
        Code::ImpossibleFigure,
        told,
        &value,
        &format!("“{value}”：{chinese}；本行未采用"),
        &format!("“{value}” {english}; the row is not used"),
    ))
}

/// A number as a finding shows it.
struct Shown(String);

impl From<f64> for Shown {
    fn from(value: f64) -> Self {
        Self(format!("{value}"))
    }
}

impl From<Figure> for Shown {
    fn from(value: Figure) -> Self {
        Self(shown(value))
    }
}

fn out_of_range(row: &Stated, told: &Told<()>, value: &str, (least, most): (f64, f64)) -> Box<Finding> {
    Box::new(finding(
        row.table,
        Code::ImpossibleFigure,
        told,
        value,
        &format!("“{value}”达不到，应在 {least} 到 {most} 之间；本行未采用"),
        &format!("“{value}” cannot be: it must lie between {least} and {most}; the row is not used"),
    ))
}

fn stands_twice<T>(row: &Stated, told: &Told<T>, first: &Told<()>) -> Box<Finding> {
    let (name, first) = (&row.of.says, &first.place);
    Box::new(finding(
        row.table,
        Code::ConflictingRow,
        told,
        name,
        &format!("“{name}”的这一期写了两次，数字不同；采用 {first} 的"),
        &format!("“{name}” stands twice for this period with other figures; that of {first} is used"),
    ))
}

pub(super) fn finding<T>(
    table: TableId,
    code: Code,
    told: &Told<T>,
    value: &str,
    chinese: &str,
    english: &str,
) -> Finding {
    let finding = Finding::new(Severity::Warning, code, told.place.clone(), chinese.to_owned(), english.to_owned());
    finding.table(table).field(told.field).value(value)
}
