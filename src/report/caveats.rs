//! What has to be said before a figure is trusted: the period is not over, or the data behind it cover only a part.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::kpi::model::{KpiResult, Short};
use crate::kpi::stores::named;
use crate::report::draft::Draft;
use crate::report::model::{Block, Table, Tone, Value};

/// At most so many earlier periods are named.
const NAMED: usize = 6;

/// Behind the name of a period whose data are incomplete; a remark below the table says so.
const SHORT: &str = " *";
/// Behind the name of a period of which figures rest on a list of history.
const HISTORY: &str = " ※";

/// The caveats of a page, or of one of its blocks.
#[derive(Default)]
pub(super) struct Caveats {
    /// Below its heading.
    pub(super) banners: Vec<Block>,
    /// In each of its pictures, which stand alone.
    of_pictures: Option<String>,
    /// The periods whose data are incomplete.
    short: BTreeSet<String>,
    /// The periods of which figures rest on a list of history.
    history: BTreeSet<String>,
}

impl Caveats {
    /// Says in tables and pictures what has to be said there.
    pub(super) fn mark(&self, draft: &Draft<'_>, block: &mut Block) {
        match block {
            Block::Table(table) => self.mark_table(draft, table),
            Block::Chart(chart) => {
                chart.caveat.clone_from(&self.of_pictures);
                chart.positions.iter_mut().for_each(|position| position.name += &self.marks(&position.name));
            }
            Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => {}
        }
    }

    /// The marks behind the name of a period.
    fn marks(&self, period: &str) -> String {
        let marks = [(&self.short, SHORT), (&self.history, HISTORY)];
        marks.iter().filter(|(periods, _)| periods.contains(period)).map(|(_, mark)| *mark).collect()
    }

    /// The names of periods stand in the first column, or above the columns.
    fn mark_table(&self, draft: &Draft<'_>, table: &mut Table) {
        let mut marked = String::new();
        for cell in table.rows.iter_mut().filter_map(|row| row.cells.first_mut()) {
            let marks = self.marks(&cell.text);
            if !marks.is_empty() {
                cell.text += &marks;
                cell.value = Value::Text;
                marked += &marks;
            }
        }
        for column in &mut table.columns {
            let marks = self.marks(&column.label);
            column.label += &marks;
            marked += &marks;
        }
        for (mark, note) in [(SHORT, "note.short_period"), (HISTORY, "note.history_period")] {
            if marked.contains(mark) {
                let known = table.note.take().map_or(String::new(), |known| known + draft.say("sentence.gap"));
                table.note = Some(known + draft.say(note));
            }
        }
    }
}

/// What has to be said of these indicators together.
pub(super) fn of<'a>(draft: &Draft<'_>, results: impl Iterator<Item = &'a KpiResult>) -> Caveats {
    let mut short: BTreeMap<_, &Short> = BTreeMap::new();
    let (mut periods, mut history, mut now_of_history) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for result in results {
        history.extend(result.points().filter(|point| point.source.is_some()).map(|point| point.period.clone()));
        if result.source.is_some() {
            now_of_history.push(result.name.get(draft.content.lang).to_owned());
        }
        for one in &result.short {
            short.entry((&one.period, one.table, one.before, &one.stores)).or_insert(one);
            periods.insert(one.period.clone());
        }
        let months = result.months.iter().filter(|month| month.incomplete.is_some());
        periods.extend(months.map(|month| month.period.clone()));
    }
    let (now, before): (Vec<&Short>, Vec<&Short>) = short.into_values().partition(|short| short.now);
    let before = unsaid(&now, before);
    // What the months before lack is missing in what is measured by them only.
    let (base, now): (Vec<&Short>, Vec<&Short>) = now.into_iter().partition(|short| short.before);
    let mut banners = Vec::new();
    let mut of_pictures = String::new();
    if !draft.content.period.complete {
        let text = draft.fill("sentence.incomplete", &[("day", &draft.content.period.as_of.to_string())]);
        of_pictures += &text;
        banners.push(Block::sentence(text, Tone::Caution));
    }
    if !now_of_history.is_empty() {
        if !of_pictures.is_empty() {
            of_pictures += draft.say("sentence.gap");
        }
        let names = draft.content.lang.list(&now_of_history);
        let text = draft.fill("sentence.history", &[("names", &names)]);
        of_pictures += &text;
        banners.push(Block::sentence(text, Tone::Caution));
    }
    for (key, short, tone) in [("sentence.short_data", &now, Tone::Bad), ("sentence.short_base", &base, Tone::Caution)]
    {
        if short.is_empty() {
            continue;
        }
        if !of_pictures.is_empty() {
            of_pictures += draft.say("sentence.gap");
        }
        let text = draft.fill(key, &[("data", &listed(draft, short))]);
        of_pictures += &text;
        banners.push(Block::sentence(text, tone));
    }
    if !before.is_empty() {
        // The latest are those that the period is compared with.
        let shown: Vec<_> = before.iter().rev().take(NAMED).copied().collect();
        let mut data = listed(draft, &shown);
        if before.len() > NAMED {
            data += draft.say("sentence.more");
        }
        banners.push(Block::sentence(draft.fill("sentence.short_before", &[("data", &data)]), Tone::Caution));
    }
    Caveats { banners, of_pictures: Some(of_pictures).filter(|text| !text.is_empty()), short: periods, history }
}

/// What to say beside the figure of an indicator, and beside its change.
pub(super) fn remarks(draft: &Draft<'_>, result: &KpiResult) -> Vec<String> {
    let of =
        |own: bool| result.short.iter().filter(move |short| if own { short.now } else { short.compared && !short.now });
    let now: Vec<_> = of(true).collect();
    let compared = unsaid(&now, of(false).collect());
    let mut remarks = Vec::new();
    if !now.is_empty() {
        remarks.push(listed(draft, &now));
    }
    if !compared.is_empty() {
        remarks.push(draft.fill("remark.short_compared", &[("data", &listed(draft, &compared))]));
    }
    remarks
}

/// Those that `said` does not say too, and each once: that a table begins with a few rows is one thing of all periods.
fn unsaid<'a>(said: &[&'a Short], all: Vec<&'a Short>) -> Vec<&'a Short> {
    let mut unsaid: Vec<&Short> = Vec::new();
    for one in all {
        let is_same = |other: &&Short| {
            one.covered.few_before.is_some()
                && one.covered.to >= one.until
                && (one.table, one.covered.few_before, &one.stores)
                    == (other.table, other.covered.few_before, &other.stores)
        };
        if !said.iter().chain(&unsaid).any(is_same) {
            unsaid.push(one);
        }
    }
    unsaid
}

/// What they cover; what is the same of several stores once, with their names.
fn listed(draft: &Draft<'_>, short: &[&Short]) -> String {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for one in short {
        let (text, stores) = (text(draft, one), one.stores.iter().map(String::as_str));
        match told.iter_mut().find(|(known, _)| *known == text) {
            Some((_, of)) => of.extend(stores),
            None => told.push((text, stores.collect())),
        }
    }
    let with_stores = |(text, stores): (String, Vec<&str>)| match stores.as_slice() {
        [] => text,
        stores => {
            draft.fill("word.data_of_stores", &[("data", &text), ("stores", named(stores).get(draft.content.lang))])
        }
    };
    told.into_iter().map(with_stores).collect::<Vec<_>>().join(draft.say("sentence.and"))
}

/// `维修工单数据到 10-15`; of an earlier period with its name.
fn text(draft: &Draft<'_>, short: &Short) -> String {
    let day_of = |day: NaiveDate, period: &str| {
        let known = period.starts_with(&day.year().to_string());
        day.format(if known { "%m-%d" } else { "%Y-%m-%d" }).to_string()
    };
    let day = |day| day_of(day, &short.period);
    let covered = short.covered;
    let (key, from, to) = match (covered.missing, covered.few_before) {
        _ if short.absent => ("word.data_absent", covered.from, covered.to),
        (Some(hole), _) => ("word.data_without", hole.from, hole.to),
        // That is one thing of all periods that it concerns.
        (None, Some(full)) if covered.to >= short.until => {
            let from = day_of(full, &draft.content.period.label);
            return draft.fill("word.data_few", &[("table", draft.texts.table(short.table)), ("from", &from)]);
        }
        _ if covered.to >= short.until => ("word.data_from", covered.from, covered.to),
        // What is needed ends before the period, and the table may well go on after it.
        _ if short.now && covered.from <= short.start && short.until < draft.content.period.start => {
            ("word.data_stops", covered.to, short.until)
        }
        _ if covered.from <= short.start => ("word.data_to", covered.from, covered.to),
        _ => ("word.data_within", covered.from, covered.to),
    };
    let values = [("table", draft.texts.table(short.table)), ("from", &day(from)), ("to", &day(to))];
    let text = draft.fill(key, &values);
    if short.now { text } else { format!("{} {text}", short.period) }
}
