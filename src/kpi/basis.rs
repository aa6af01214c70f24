//! One indicator of a run: its figures, what is stated beside them, and the months inside.

use anyhow::Result;

use super::assemble::{Figures, Why, add_months, assemble};
use super::cut::Cut;
use super::definition::{Definition, Shape};
use super::model::{Aim, KpiResult};
use super::parts::{Parts, PartsOf};
use super::query::{Context, absent};
use super::shortness::Habits;
use super::stated::{History, Pasts};
use super::targets::Targets;
use super::times::Times;
use super::{history, notes};
use crate::base::finding::Finding;
use crate::facts::moments::{Moment, Moments};
use crate::settings::Counting;

/// What every indicator of a run is computed from and compared with.
pub(super) struct Basis<'a> {
    /// The periods of the trend and those compared with.
    pub(super) context: Context<'a>,
    /// The months inside the report's quarter or year.
    pub(super) months: Context<'a>,
    /// The months inside all of those quarters or years.
    pub(super) every_month: Context<'a>,
    pub(super) times: &'a Times,
    /// How tables have their rows.
    pub(super) habits: &'a Habits,
    pub(super) history: &'a History,
    pub(super) targets: &'a Targets,
    pub(super) counting: &'a Counting,
}

/// An indicator, and what is to be told of its rows.
pub(super) struct Computed {
    pub(super) result: KpiResult,
    pub(super) cuts: Vec<Cut>,
    pub(super) findings: Vec<Finding>,
    pub(super) parts: PartsOf,
}

impl Basis<'_> {
    /// Computes one of them.
    ///
    /// # Errors
    /// A query that fails, which is a fault of the program.
    pub(super) fn compute(&self, definition: &Definition) -> Result<Computed> {
        let Self { context, times, .. } = self;
        let Times { report, window, .. } = times;
        let (facts, moments, calendar) = (context.facts, context.moments, context.calendar);
        let parts = Parts::of(definition, context, self.habits)?;
        let mut figures = parts.figures(definition, self.counting, window.report)?;
        let cuts = std::mem::take(&mut figures.cuts);
        let measure = figures.totals.get(window.report).copied().unwrap_or_default();
        let is_by_rows = !matches!(definition.shape, Shape::TrailingMean | Shape::RollingYear);
        let says_nothing = is_by_rows && (measure.value, figures.why) == (None, None);
        if says_nothing && !context.has_rows(definition, window.report)? {
            figures.why = Some(Why::NoRows);
        }
        let missing = parts.missing_months.get(window.report).map_or(&[][..], Vec::as_slice);
        figures.doubts = notes::doubts(definition, &measure, report, figures.unknown, context);
        figures.notes = notes::notes(definition, &measure, report, missing, (figures.unknown, figures.why), context);
        figures.targets = self.targets_of(definition, moments);
        figures.notes.extend(self.targets.note(definition, &report.period));
        let findings = match self.history.get(&definition.id) {
            Some(past) => self.beside_history(definition, past, &mut figures)?,
            None => Vec::new(),
        };
        let mut result = assemble(definition, figures, moments, window, self.counting);
        result.uncounted = is_by_rows && measure.value.is_none() && absent(facts, definition, report).is_none();
        let next = times.next();
        result.next = Aim { period: next.label(), target: self.targets.of(definition, &next, calendar) };
        let months = self.add_months(definition, &mut result)?;
        Ok(Computed { result, cuts, findings, parts: PartsOf { periods: parts, months } })
    }

    /// Fills in what the list of history states of periods without rows, and tells where it contradicts the rows.
    fn beside_history(&self, definition: &Definition, past: &Pasts, figures: &mut Figures) -> Result<Vec<Finding>> {
        let (moments, calendar) = (self.context.moments, self.context.calendar);
        let Times { report: now, window, .. } = self.times;
        let months = &self.every_month;
        let by_month = match months.moments.all().len().checked_sub(1) {
            None => None,
            Some(last) => {
                let parts = Parts::of(definition, months, self.habits)?;
                let figures = parts.figures(definition, self.counting, last)?;
                Some(history::Months { moments: months.moments, figures })
            }
        };
        history::fill(definition, past, figures, moments, by_month.as_ref(), calendar);
        let (told, totals) =
            by_month.as_ref().map_or((moments, &figures.totals), |it| (it.moments, &it.figures.totals));
        let mut findings = history::differences(definition, past, told, totals);
        if by_month.is_some() {
            findings.extend(history::differences(definition, past, moments, &figures.totals));
        }
        history::tell(definition, past, figures, window.report, &now.period, calendar);
        Ok(findings)
    }

    /// Adds the months inside a quarter or year; a month has none.
    fn add_months(&self, definition: &Definition, result: &mut KpiResult) -> Result<Option<Parts>> {
        let Context { moments, calendar, .. } = &self.months;
        let Some(last) = moments.all().len().checked_sub(1) else { return Ok(None) };
        let parts = Parts::of(definition, &self.months, self.habits)?;
        let mut figures = parts.figures(definition, self.counting, last)?;
        figures.targets = self.targets_of(definition, moments);
        if let Some(past) = self.history.get(&definition.id) {
            history::fill(definition, past, &mut figures, moments, None, *calendar);
        }
        add_months(result, definition, figures, moments);
        Ok(Some(parts))
    }

    fn targets_of(&self, definition: &Definition, moments: &Moments) -> Vec<Option<f64>> {
        let target = |moment: &Moment| self.targets.of(definition, &moment.period, self.context.calendar);
        moments.all().iter().map(target).collect()
    }
}
