//! What a second opinion needs of a run: the rows as read, the facts as the indicators get them, the declarations as they are
//! written, and the figures that the program made of them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use csr_report::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use csr_report::base::table_id::TableId;
use csr_report::cli::{Parsed, parse};
use csr_report::configuration::Configuration;
use csr_report::facts::moments::{Moment, Moments};
use csr_report::facts::{self, Facts};
use csr_report::input::{self, discover::discover};
use csr_report::kpi::model::{KpiResult, Point};
use csr_report::run::declarations::Declarations;
use csr_report::settings::{Settings, StationSatisfaction};
use csr_report::tables::files::TableFiles;
use csr_report::tables::model::{Figure, Stated, Tables, Told};
use csr_report::tables::schema::Role;
use csr_report::tables::{self, SheetInput};
use csr_report::templates::Templates;
use csr_report::{kpi, resolve};
use polars::prelude::{AnyValue, Column, DataFrame, DataType};
use serde_json::{Map, Value, json};

/// What stands for no value; no cell says it.
const NOTHING: &str = "\\N";

/// Writes the run of a workspace and a period into a folder; what the program computed is `figures` of run.json.
pub fn write(workspace: &Path, command: &[&str], folder: &Path) {
    let (settings, configuration, templates) = settled(workspace, command);
    let files = TableFiles::read(&templates).unwrap();
    let mut declared = Declarations::of(files, &templates, &settings).unwrap();
    let mut aims = BTreeMap::new();
    for target in &configuration.targets {
        let id = declared.catalogue.meant(&target.of).unwrap().id.clone();
        declared.catalogue.aim(&id, target.value);
        aims.insert(id, target.value);
    }
    let tables = read(&settings, &declared);
    let facts = facts::build(&tables, &declared.facts, &settings.counting, settings.calendar).unwrap();
    let all = moments(&settings, settings.calendar);
    let inside = months_inside(&settings, settings.calendar);

    let mut columns = Map::new();
    for (table, frame) in &tables.frames {
        columns.insert(format!("tables/{table}"), write_frame(folder, &format!("tables/{table}"), frame));
    }
    for fact in declared.facts.facts() {
        let mut write = |room: &str, moments: &Moments| {
            let name = format!("{room}/{}", fact.id.name());
            let frame = facts.frame(fact, moments).unwrap();
            columns.insert(name.clone(), write_frame(folder, &name, &frame));
        };
        write("facts", &all);
        // Only a thing with states has other rows in other periods.
        if fact.states.is_some() && !inside.all().is_empty() {
            write("inside", &inside);
        }
    }

    let Settings { period, as_of, counting, calendar, .. } = &settings;
    let computed = kpi::evaluate(&facts, &declared.catalogue, period, *as_of, counting).unwrap();
    let figures: Vec<_> = computed.kpis.iter().chain(&computed.support).collect();
    let shown = |kpi: &KpiResult| {
        let targets = |points: &[Point]| points.iter().map(|point| point.target).collect::<Vec<_>>();
        let [trend, months] = [&kpi.trend, &kpi.months].map(|points| targets(points));
        json!({ "previous": kpi.by_previous, "month": kpi.by_month, "trend_targets": trend, "month_targets": months })
    };
    let pages: BTreeMap<&String, Value> = figures.iter().map(|kpi| (&kpi.id, shown(kpi))).collect();
    let needed = declared.catalogue.definitions().iter();
    let needed: BTreeMap<&str, Vec<&str>> =
        needed.map(|one| (one.id.as_str(), one.tables.iter().map(|table| table.name()).collect())).collect();
    let constants = declared.facts.constants();
    let run = json!({
        "period": period.label(),
        "month_start_day": calendar.month_start_day,
        "trend": counting.trend,
        "moments": described(&all),
        "inside": described(&inside),
        "columns": columns,
        "facts": declared.facts.facts().iter().map(|fact| fact.id.name()).collect::<Vec<_>>(),
        "declared": {
            "tables": written(&templates, "tables"),
            "facts": written(&templates, "facts"),
            "kpis": written(&templates, "kpis"),
        },
        "stated": facts.stated.iter().map(stated).collect::<Vec<_>>(),
        "aims": aims,
        "small_sample": counting.small_sample,
        "variants": counting.choices.variants,
        "constants": constants.names().map(|name| (name, constants.get(name).unwrap().value)).collect::<BTreeMap<_, _>>(),
        "calendar": written(&templates, "calendar"),
        "complaint_hours": counting.complaint_hours.by_level,
        "working_hours": counting.complaint_hours.working,
        "severity": counting.choices.severity,
        "pooled": counting.station == StationSatisfaction::MeanOfAnswers,
        "calls_name_orders": facts.calls_name_orders,
        "tables": known(&facts, &[&all, &inside]),
        "needs": needed,
        "figures": figures,
        // What report.json does not say: the breakdowns and targets that pages alone show.
        "pages": pages,
    });
    fs::write(folder.join("run.json"), run.to_string()).unwrap();
}

fn settled(workspace: &Path, command: &[&str]) -> (Settings, Configuration, Templates) {
    let words = [&["csr-report", "-C", workspace.to_str().unwrap()], command].concat();
    let Parsed::Run(cli) = parse(&words.iter().map(OsString::from).collect::<Vec<_>>()).unwrap() else {
        panic!("{command:?} is no report")
    };
    let workspace = resolve::workspace(&cli.options).unwrap();
    let configuration = resolve::configuration(&cli.options, &workspace).unwrap();
    let today = NaiveDate::from_ymd_opt(2014, 1, 8).unwrap();
    let settings = resolve::settings(&cli.command, &cli.options, &configuration, workspace.clone(), today).unwrap();
    (settings, configuration, Templates::load(&workspace).unwrap())
}

fn read(settings: &Settings, declared: &Declarations) -> Tables {
    let files = discover(&settings.inputs).unwrap();
    let files = input::read_all(&files, &settings.limits, &|_| ());
    let sheets = files.into_iter().flat_map(|file| {
        let sha256 = file.sha256;
        file.grids.into_iter().map(move |grid| SheetInput { grid, sha256: sha256.clone() })
    });
    tables::build(sheets.collect(), &declared.schemas, &tables::Context::as_of(settings.as_of))
}

/// The report's period as of its day, and those of its trend and of its comparisons, each at its own end.
fn moments(settings: &Settings, calendar: Calendar) -> Moments {
    let period = &settings.period;
    let back = settings.counting.trend as i32 - 1;
    let mut before: Vec<Period> = (1..=back.max(1)).map(|steps| calendar.step(period, -steps)).collect();
    before.push(calendar.year_ago(period));
    let now = Moment { period: *period, as_of: settings.as_of };
    let before = before.into_iter().map(|period| Moment { period, as_of: period.end });
    Moments::new(std::iter::once(now).chain(before).collect())
}

/// The months of a quarter or year that have begun.
fn months_inside(settings: &Settings, calendar: Calendar) -> Moments {
    let Settings { period, as_of, .. } = settings;
    let months = if period.kind == PeriodKind::Month { Vec::new() } else { calendar.months(period) };
    let begun = months.into_iter().filter(|month| month.start <= *as_of);
    Moments::new(begun.map(|month| Moment { period: month, as_of: month.end.min(*as_of) }).collect())
}

fn described(moments: &Moments) -> Value {
    let one = |Moment { period, as_of }: &Moment| {
        let PeriodNumber(number) = period.number;
        let months = number * period.kind.months()..(number + 1) * period.kind.months();
        json!({
            "label": period.label(), "start": period.start.to_string(), "end": period.end.to_string(),
            "as_of": as_of.to_string(),
            "months": months.collect::<Vec<_>>(),
        })
    };
    moments.all().iter().map(one).collect()
}

/// A row of a list of figures or targets.
fn stated(row: &Stated) -> Value {
    let number = |told: &Option<Told<f64>>| told.as_ref().map(|told| told.says);
    let value = row.value.as_ref().map(|told| {
        let (is_bare, says) = match told.says {
            Figure::Bare(says) => (true, says),
            Figure::Percentage(says) => (false, says),
        };
        let column = format!("{:?} {:?} {:?}", told.place.file, told.place.sheet, told.place.cell.map(|cell| cell.col));
        json!({ "bare": is_bare, "says": says, "column": column })
    });
    json!({
        "role": match row.role { Role::History => "history", Role::Targets => "targets" },
        "name": row.of.says,
        "kind": match row.kind { PeriodKind::Month => "month", PeriodKind::Quarter => "quarter", PeriodKind::Year => "year" },
        "number": row.number.0,
        "value": value,
        "numerator": number(&row.numerator),
        "denominator": number(&row.denominator),
    })
}

/// The files of a folder of templates, as they are written.
fn written(templates: &Templates, folder: &str) -> Value {
    let one =
        |file: &csr_report::templates::Template| (file.stem().to_owned(), toml::from_str::<Value>(&file.text).unwrap());
    Value::Object(templates.folder(folder).map(one).collect())
}

/// What is known of the days of each table; of a list of things that last, which periods it still tells of.
fn known(facts: &Facts, moments: &[&Moments]) -> Value {
    let of = |table: TableId| {
        let days = facts.days.get(&table).into_iter().flatten().map(NaiveDate::to_string);
        json!({
            "span": facts.spans.get(&table).map(|span| [span.first.to_string(), span.last.to_string()]),
            "days": days.collect::<Vec<_>>(),
            "always": facts.always.contains(&table),
            "reached": facts.lasting.get(&table).map(|upkeep| {
                let all = moments.iter().flat_map(|moments| moments.all());
                all.map(|moment| (moment.period.label(), upkeep.reaches(moment))).collect::<BTreeMap<_, _>>()
            }),
        })
    };
    let tables = facts.days.keys().chain(facts.spans.keys());
    Value::Object(tables.map(|table| (table.name().to_owned(), of(*table))).collect())
}

/// Writes a frame as CSV and gives its columns: name and type.
fn write_frame(folder: &Path, name: &str, frame: &DataFrame) -> Value {
    let path = folder.join(format!("{name}.csv"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = csv::Writer::from_path(path).unwrap();
    let texts: Vec<Vec<String>> = frame.columns().iter().map(cells).collect();
    file.write_record(frame.columns().iter().map(|column| column.name().as_str())).unwrap();
    for row in 0..frame.height() {
        file.write_record(texts.iter().map(|column| &column[row])).unwrap();
    }
    file.flush().unwrap();
    frame.columns().iter().map(|column| json!([column.name().as_str(), kind(column)])).collect()
}

fn kind(column: &Column) -> &'static str {
    match column.dtype() {
        DataType::Boolean => "boolean",
        DataType::Date => "date",
        DataType::Datetime(..) => "timestamp",
        DataType::Float64 => "double",
        dtype if dtype.is_integer() => "bigint",
        DataType::String | DataType::Null => "varchar",
        other => panic!("{} holds {other}", column.name()),
    }
}

fn cells(column: &Column) -> Vec<String> {
    let at = match kind(column) {
        "timestamp" | "date" => {
            &column.cast(&DataType::Datetime(polars::prelude::TimeUnit::Milliseconds, None)).unwrap()
        }
        _ => column,
    };
    let text = |value: AnyValue<'_>| match value {
        AnyValue::Null => NOTHING.to_owned(),
        AnyValue::String(text) => text.to_owned(),
        AnyValue::Datetime(milliseconds, ..) => {
            DateTime::from_timestamp_millis(milliseconds).unwrap().format("%Y-%m-%d %H:%M:%S%.3f").to_string()
        }
        other => other.to_string(),
    };
    (0..at.len()).map(|row| text(at.get(row).unwrap().as_borrowed())).collect()
}
