//! One indicator of a run: its figures, what is stated beside them, and the months inside.

use anyhow::Result;

use super::assemble::{Figures, Why, Window, add_months, assemble};
use super::cut::Cut;
use super::definition::{Definition, Shape};
use super::model::{Aim, KpiResult};
use super::query::{Context, absent};
use super::stated::{History, Pasts};
use super::targets::Targets;
use super::{history, latest, mean_of_groups, median, notes, ratio, rolling, shortness, trailing};
use crate::base::finding::Finding;
use crate::base::period::Period;
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
    pub(super) report: Moment,
    pub(super) next: Period,
    pub(super) window: Window,
    pub(super) history: &'a History,
    pub(super) targets: &'a Targets,
    pub(super) counting: &'a Counting,
}

/// An indicator, and what is to be told of its rows.
pub(super) struct Computed {
    pub(super) result: KpiResult,
    pub(super) cuts: Vec<Cut>,
    pub(super) findings: Vec<Finding>,
}

impl Basis<'_> {
    /// Computes one of them.
    ///
    /// # Errors
    /// A query that fails, which is a fault of the program.
    pub(super) fn compute(&self, definition: &Definition) -> Result<Computed> {
        let Self { context, report, window, .. } = self;
        let (facts, moments, calendar) = (context.facts, context.moments, context.calendar);
        let (mut figures, missing_months) = self.figures(definition, context, window.report)?;
        let cuts = std::mem::take(&mut figures.cuts);
        let measure = figures.totals.get(window.report).copied().unwrap_or_default();
        let is_by_rows = !matches!(definition.shape, Shape::TrailingMean | Shape::RollingYear);
        let says_nothing = is_by_rows && (measure.value, figures.why) == (None, None);
        if says_nothing && !context.has_rows(&definition.rows, window.report)? {
            figures.why = Some(Why::NoRows);
        }
        let missing = missing_months.get(window.report).map_or(&[][..], Vec::as_slice);
        figures.doubts = notes::doubts(definition, &measure, report, context);
        figures.notes = notes::notes(definition, &measure, report, missing, (figures.unknown, figures.why), context);
        figures.short = shortness::of_moments(definition, facts, moments, report.until());
        figures.targets = self.targets_of(definition, moments);
        figures.notes.extend(self.targets.note(definition, &report.period));
        let findings = match self.history.get(&definition.id) {
            Some(past) => self.beside_history(definition, past, &mut figures)?,
            None => Vec::new(),
        };
        let mut result = assemble(definition, figures, moments, window, self.counting);
        result.uncounted = is_by_rows && measure.value.is_none() && absent(facts, definition, report).is_none();
        result.next = Aim { period: self.next.label(), target: self.targets.of(definition, &self.next, calendar) };
        self.add_months(definition, &mut result)?;
        Ok(Computed { result, cuts, findings })
    }

    /// Fills in what the list of history states of periods without rows, and tells where it contradicts the rows.
    fn beside_history(&self, definition: &Definition, past: &Pasts, figures: &mut Figures) -> Result<Vec<Finding>> {
        let (moments, calendar, report) = (self.context.moments, self.context.calendar, self.window.report);
        let months = &self.every_month;
        let by_month = match months.moments.all().len().checked_sub(1) {
            None => None,
            Some(last) => {
                let (mut figures, _) = self.figures(definition, months, last)?;
                figures.short = shortness::of_moments(definition, months.facts, months.moments, self.report.until());
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
        history::tell(definition, past, figures, report, &self.report.period, calendar);
        Ok(findings)
    }

    /// Adds the months inside a quarter or year; a month has none.
    fn add_months(&self, definition: &Definition, result: &mut KpiResult) -> Result<()> {
        let Context { facts, moments, calendar, .. } = &self.months;
        let Some(last) = moments.all().len().checked_sub(1) else { return Ok(()) };
        let (mut figures, _) = self.figures(definition, &self.months, last)?;
        figures.short = shortness::of_moments(definition, facts, moments, self.report.until());
        figures.targets = self.targets_of(definition, moments);
        if let Some(past) = self.history.get(&definition.id) {
            history::fill(definition, past, &mut figures, moments, None, *calendar);
        }
        add_months(result, definition, figures, moments);
        Ok(())
    }

    fn targets_of(&self, definition: &Definition, moments: &Moments) -> Vec<Option<f64>> {
        let target = |moment: &Moment| self.targets.of(definition, &moment.period, self.context.calendar);
        moments.all().iter().map(target).collect()
    }

    fn figures(
        &self,
        definition: &Definition,
        context: &Context<'_>,
        report: usize,
    ) -> Result<(Figures, Vec<Vec<Period>>)> {
        match definition.shape {
            Shape::Count | Shape::Ratio | Shape::Stock => {
                Ok((ratio::figures(definition, context, report)?, Vec::new()))
            }
            Shape::Median => Ok((median::figures(definition, context, report)?, Vec::new())),
            Shape::MeanOfGroups => {
                Ok((mean_of_groups::figures(definition, context, self.counting, report)?, Vec::new()))
            }
            Shape::Latest => Ok((latest::figures(definition, context, report)?, Vec::new())),
            Shape::TrailingMean => trailing::figures(definition, context),
            Shape::RollingYear => Ok((rolling::figures(definition, context, report)?, Vec::new())),
        }
    }
}
