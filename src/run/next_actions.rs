//! Next month's form of measures: the open ones as they stand, then what is proposed. Filled in and put into the input it is
//! next month's list.

use crate::base::failure::Failure;
use crate::base::number::display;
use crate::base::period::PeriodKind;
use crate::init::forms::form_table;
use crate::kpi::analyses::gaps::{self, Gap};
use crate::kpi::behind::{FactValue, RowBehind};
use crate::kpi::model::KpiResult;
use crate::render::Artifact;
use crate::render::forms::{FormCell, FormRow, FormTable, form};
use crate::run::compute::Computed;
use crate::run::declarations::Declarations;
use crate::run::measures::{fields, schema};
use crate::settings::{Format, Settings};

/// `actions-2013-10.xlsx` of the report of 2013-09.
pub fn file_name(settings: &Settings) -> String {
    format!("actions-{}.xlsx", settings.calendar.step(&settings.period, 1).label())
}

/// Whether a form is made: of a group each store has its own.
pub fn is_wanted(settings: &Settings) -> bool {
    // Without rows nobody knows which measures are open: a form without them would drop them in silence.
    if settings.facts.is_some() {
        return false;
    }
    let of_month = settings.formats.contains(&Format::Xlsx) && settings.period.kind == PeriodKind::Month;
    of_month && !settings.stores.is_group()
}

/// The form; none where no workbook is asked for, of a longer period, and where a workspace has no such table.
///
/// # Errors
/// A fault of the program.
pub fn form_of(computed: &Computed, settings: &Settings, declared: &Declarations) -> Result<Option<Artifact>, Failure> {
    let wanted = is_wanted(settings);
    let Some(schema) = schema(declared).filter(|_| wanted) else { return Ok(None) };
    let mut table = form_table(schema, settings.lang);
    let ids: Vec<&str> = fields(schema).map(|field| field.id.as_str()).collect();
    let label = settings.period.label();
    let carried = (1..).zip(&computed.measures).map(|(number, row)| {
        let cells = ids.iter().zip(&row.values).map(|(id, value)| match (*id, value) {
            ("action_no", FactValue::Unknown) => FormCell::Text(numbered(&label, number)),
            (_, value) => cell(value, computed),
        });
        FormRow { cells: cells.collect(), proposed: false }
    });
    table.rows = carried.collect();
    let gaps = gaps::largest(&computed.evaluation.kpis, settings.counting.small_sample, settings.complete);
    let known = |gap: &&Gap| !computed.measures.iter().any(|row| is_about(&ids, row, gap, &computed.evaluation.kpis));
    let proposed = gaps.iter().filter(known).filter_map(|gap| {
        let result = computed.evaluation.kpis.iter().find(|result| result.id == gap.id)?;
        let group = gap.group.as_ref().map(|(_, word)| word.as_str());
        let cells = ids.iter().map(|id| match *id {
            "raised_at" => FormCell::Moment(settings.calendar.step(&settings.period, 1).start.into()),
            "problem" => FormCell::Text(computed.door.text(&problem(result, gap, settings, declared)).into_owned()),
            "indicator" => FormCell::Text(computed.door.text(result.name.get(settings.lang)).into_owned()),
            "group" => group.map_or(FormCell::Blank, |group| FormCell::Text(computed.door.text(group).into_owned())),
            _ => FormCell::Blank,
        });
        Some(FormRow { cells: cells.collect(), proposed: true })
    });
    let proposed: Vec<FormRow> = proposed.collect();
    table.rows.extend(proposed);
    offer_indicators(&mut table, &ids, computed, settings);
    let bytes = form(&table, &declared.theme).map_err(|error| Failure::unexpected(format!("{error:#}")))?;
    Ok(Some(Artifact { name: file_name(settings), bytes }))
}

/// A measure that has no number gets one, so that it is the same one next month, whatever is written about it.
fn numbered(label: &str, number: usize) -> String {
    format!("M{}-{number:02}", label.replace('-', ""))
}

/// `回访成功率 93.00%，目标 95.00%`
fn problem(result: &KpiResult, gap: &Gap, settings: &Settings, declared: &Declarations) -> String {
    let [value, target] = [gap.measure.value, Some(gap.target)].map(|value| display(value, result.unit));
    let name = match &gap.group {
        Some((_, word)) => format!("{} {}", word, result.name.get(settings.lang)),
        None => result.name.get(settings.lang).to_owned(),
    };
    let n = gap.measure.n.to_string();
    let values = [("name", name.as_str()), ("value", &value), ("target", &target), ("n", &n)];
    declared.texts.fill(if result.unit.adds_up() { "form.problem_of_count" } else { "form.problem" }, &values)
}

/// An open measure is about the same figure already.
fn is_about(ids: &[&str], row: &RowBehind, gap: &Gap, results: &[KpiResult]) -> bool {
    let word = |id: &str| match row.values.get(ids.iter().position(|one| *one == id)?)? {
        FactValue::Text(word) => Some(word.as_str()),
        _ => None,
    };
    let result = results.iter().find(|result| result.id == gap.id);
    let names = result.into_iter().flat_map(|result| [&result.id, &result.name.chinese, &result.name.en]);
    let same = word("indicator").is_some_and(|word| names.into_iter().any(|name| name == word));
    same && word("group") == gap.group.as_ref().map(|(_, word)| word.as_str())
}

/// The indicators that have a figure, as a drop-down list.
fn offer_indicators(table: &mut FormTable, ids: &[&str], computed: &Computed, settings: &Settings) {
    let at = ids.iter().position(|id| *id == "indicator");
    if let Some(column) = at.and_then(|at| table.columns.get_mut(at)) {
        let with_figure = computed.evaluation.kpis.iter().filter(|result| result.measure.value.is_some());
        let name = |result: &KpiResult| computed.door.text(result.name.get(settings.lang)).into_owned();
        column.choices = with_figure.map(name).collect();
    }
}

fn cell(value: &FactValue, computed: &Computed) -> FormCell {
    match value {
        FactValue::Unknown => FormCell::Blank,
        FactValue::Text(text) => FormCell::Text(computed.door.text(text).into_owned()),
        FactValue::Day(day) => FormCell::Moment(day.and_time(chrono::NaiveTime::MIN)),
        FactValue::Moment(moment) => FormCell::Moment(*moment),
        FactValue::Flag(flag) => FormCell::Text(flag.to_string()),
        FactValue::Whole(number) => FormCell::Text(number.to_string()),
    }
}
