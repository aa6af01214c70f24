//! All indicators of a period, with trend, comparisons, and breakdowns.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::basis::Basis;
use super::catalogue::Catalogue;
use super::counted::{Counted, gaps};
use super::cut::Cuts;
use super::definition::Shape;
use super::model::KpiResult;
use super::parts::KeptOf;
use super::query::Context;
use super::shortness::Habits;
use super::stated::StatedFigures;
use super::times::{Times, months_inside};
use super::{history, shortness};
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Lang;
use crate::base::period::{Calendar, Period};
use crate::base::side_by_side::side_by_side;
use crate::base::table_id::TableId;
use crate::facts::Facts;
use crate::facts::moments::{Moment, Moments};
use crate::settings::Counting;

/// What a period came to.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The indicators, in the order of the catalogue.
    pub kpis: Vec<KpiResult>,
    /// Figures for the pages only, in the order of the catalogue.
    pub support: Vec<KpiResult>,
    /// Whether any table has a row in the period.
    pub has_rows: bool,
    /// Labels of the periods of this kind in which any table has a row, oldest first; for the message when this one
    /// has none.
    pub periods_with_rows: Vec<String>,
    /// What the figures of the period could not trust.
    pub findings: Vec<Finding>,
    /// What the figures are made of, in the order of the catalogue; nothing of a group of stores.
    pub(super) parts: Vec<KeptOf>,
}

impl Evaluation {
    /// Drops what only pages show: the figures of a group are made of the parts of its stores.
    pub fn drop_pages(&mut self) {
        for result in self.kpis.iter_mut().chain(&mut self.support) {
            for breakdowns in [&mut result.breakdowns, &mut result.by_month, &mut result.by_previous] {
                *breakdowns = Vec::new();
            }
            (result.trend, result.months) = (Vec::new(), Vec::new());
            result.targets.clear();
        }
    }
}

/// Computes every indicator of the catalogue for `period`, seen at the end of `as_of`. Earlier periods are seen at
/// their own ends.
///
/// # Errors
/// A query that fails, which is a fault of the program.
pub fn evaluate(
    facts: &Facts,
    catalogue: &Catalogue,
    period: &Period,
    as_of: NaiveDate,
    counting: &Counting,
) -> Result<Evaluation> {
    of_rows_or_counts(facts, None, catalogue, (period, as_of), counting)
}

/// The same from what a warehouse has counted; `facts` are those of [`CountedTables`](crate::facts::counted::CountedTables).
///
/// # Errors
/// A fault of the program.
pub fn evaluate_counted(
    facts: &Facts,
    counted: &Counted,
    catalogue: &Catalogue,
    when: (&Period, NaiveDate),
    counting: &Counting,
) -> Result<Evaluation> {
    of_rows_or_counts(facts, Some(counted), catalogue, when, counting)
}

fn of_rows_or_counts(
    facts: &Facts,
    counted: Option<&Counted>,
    catalogue: &Catalogue,
    (period, as_of): (&Period, NaiveDate),
    counting: &Counting,
) -> Result<Evaluation> {
    let calendar = facts.calendar();
    let times = Times::of(period, as_of, calendar, counting);
    let months_of_all = months_of(&times.moments, calendar);
    let StatedFigures { history, targets, mut findings } = StatedFigures::of(&facts.stated, catalogue);
    let habits = Habits::of(facts, times.report.until());
    let basis = Basis {
        context: Context::new(facts, &times.moments).with(counted),
        months: Context::new(facts, &times.inside).with(counted),
        every_month: Context::new(facts, &months_of_all).with(counted),
        times: &times,
        habits: &habits,
        history: &history,
        targets: &targets,
        counting,
    };
    let (mut kpis, mut support, mut cuts, mut parts) = (Vec::new(), Vec::new(), Cuts::default(), Vec::new());
    let computed = side_by_side(catalogue.definitions(), |definition| basis.compute(definition));
    for (definition, computed) in catalogue.definitions().iter().zip(computed) {
        let computed = computed?;
        cuts.add(definition, &computed.cuts);
        findings.extend(computed.findings);
        parts.push(computed.parts.kept());
        if definition.support { support.push(computed.result) } else { kpis.push(computed.result) }
    }
    let trailing = catalogue.definitions().iter().filter_map(|definition| definition.trailing.as_ref());
    let measures = trailing.flat_map(|rows| rows.facts.tables.iter().copied()).collect();
    let report = &times.report;
    let tables_by_period = tables_by_period(facts, report, calendar);
    findings.extend(nothing_carried_in(facts, catalogue, period)?);
    findings.extend(unknown_calendars(facts, report));
    findings.extend(cuts.findings());
    findings.extend(shortness::findings(kpis.iter().chain(&support), facts));
    findings.extend(shortness::without_rows(facts, report, &tables_by_period, &measures));
    let asked = [&times.moments, &times.inside];
    findings.extend(counted.into_iter().flat_map(|counted| gaps::uncounted(counted, catalogue, asked)));
    let mut periods_with_rows: BTreeSet<String> = tables_by_period.into_keys().collect();
    periods_with_rows.extend(history::labels(history.values(), period.kind, calendar));
    Ok(Evaluation {
        kpis,
        support,
        has_rows: periods_with_rows.contains(&period.label()),
        periods_with_rows: periods_with_rows.into_iter().collect(),
        findings,
        parts,
    })
}

/// The months of longer periods, each seen at its own end or the day of its period; none where the periods are months.
fn months_of(moments: &Moments, calendar: Calendar) -> Moments {
    Moments::new(moments.all().iter().flat_map(|moment| months_inside(moment, calendar).all().to_vec()).collect())
}

/// The tables with rows by period; rows of the report's own after its `as_of` do not exist, calls excepted.
fn tables_by_period(facts: &Facts, report: &Moment, calendar: Calendar) -> BTreeMap<String, BTreeSet<TableId>> {
    let mut labels: BTreeMap<String, BTreeSet<TableId>> = BTreeMap::new();
    for (table, days) in &facts.days {
        let mut last: Option<Period> = None;
        for &day in days {
            let not_yet = report.period.contains(day) && day > report.as_of && !facts.always.contains(table);
            if not_yet || last.is_some_and(|last| last.contains(day)) {
                continue;
            }
            let found = calendar.containing(report.period.kind, day);
            labels.entry(found.label()).or_default().insert(*table);
            last = Some(found);
        }
    }
    labels
}

/// Complaints of the period whose limit is working time of a year that is not known, a finding a year and file.
fn unknown_calendars(facts: &Facts, report: &Moment) -> Vec<Finding> {
    let mut counted: BTreeMap<(i32, u32), u64> = BTreeMap::new();
    let in_period = |day| report.period.contains(day) && day <= report.until();
    for without in facts.without_due.iter().filter(|without| in_period(without.received)) {
        *counted.entry((without.year, without.source)).or_default() += without.rows;
    }
    let finding = |((year, source), count): ((i32, u32), u64)| {
        let source = facts.sources.get(source as usize)?;
        let place = Place { file: source.file.clone(), sheet: source.sheet.clone(), cell: None };
        let chinese = format!("{year} 年的放假安排不知道，{count} 件投诉的处理时限没有算出，不计入及时关闭率");
        let english = format!(
            "the days off of {year} are not known; {count} complaints have no due time and stay out of timely closure"
        );
        let finding = Finding::new(Severity::Warning, Code::UnknownCalendar, place, chinese, english);
        Some(finding.table(TableId::COMPLAINTS).field("received_at").value(&year.to_string()))
    };
    counted.into_iter().filter_map(finding).collect()
}

/// A list of things that last and that starts in the period says nothing about what was open before.
fn nothing_carried_in(facts: &Facts, catalogue: &Catalogue, period: &Period) -> Result<Vec<Finding>> {
    let stocks = catalogue.definitions().iter().filter(|definition| definition.shape == Shape::Stock);
    let lasting = stocks.map(|definition| &definition.rows.facts);
    let lasting: BTreeMap<_, _> = lasting.filter(|fact| fact.states.is_some()).map(|fact| (fact.id, fact)).collect();
    let mut findings = Vec::new();
    for fact in lasting.into_values() {
        let (Some((first, place)), Some(states), Some(table)) =
            (facts.first_begun(fact)?, &fact.states, fact.tables.first())
        else {
            continue;
        };
        if period.contains(first) && facts.lasting.contains_key(table) {
            let [chinese, english] = Lang::ALL.map(|lang| facts.name(*table, lang));
            let chinese = format!("{chinese}记录自 {first} 起，在本期之内；期初未结无从得知，按 0 计");
            let english =
                format!("the rows of “{english}” start on {first}, within the period; nothing can be carried in");
            let finding = Finding::new(Severity::Warning, Code::NothingCarriedIn, place, chinese, english);
            findings.push(finding.table(*table).field(&states.begin));
        }
    }
    Ok(findings)
}
