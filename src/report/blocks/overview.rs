//! 总览: one screen, grouped by topic; however many indicators there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::number::{NO_DATA, Unit};
use crate::kpi::model::{KpiResult, Point};
use crate::report::blocks::{alarm, news};
use crate::report::caveats;
use crate::report::cells::{change, columns, count, course, figures, number, optional, row, text, wide};
use crate::report::draft::Draft;
use crate::report::lights::{self, Light, light, moved};
use crate::report::model::{Block, Cell, Row, Tone};
use crate::report::pages::plan::{Made, PagePlan, Part};
use crate::report::words;

/// Rows that a screen shows below the sentences.
const SCREEN: usize = 30;

/// The indicators of a page.
struct Topic<'a> {
    page: Option<&'a PagePlan>,
    results: Vec<&'a KpiResult>,
}

/// What moved and what is missed, what has to be known of the data, the indicators.
pub(super) fn build(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks = news::sentences(draft);
    blocks.append(&mut caveats::of(draft, draft.content.results.iter()).banners);
    let title = draft.pages.of_made(Made::Findings).map_or("", |page| page.title.get(draft.content.lang));
    blocks.extend(alarm::set_aside(draft, &draft.fill("word.page", &[("title", title)])));
    blocks.push(table(draft));
    blocks
}

/// The indicators that stand on it, in their order.
pub(super) fn shown<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    shortened(draft).into_iter().flat_map(|topic| topic.results).map(|result| result.id.as_str()).collect()
}

fn table(draft: &Draft<'_>) -> Block {
    let topics = shortened(draft);
    let all = draft.content.results.iter().filter(|result| draft.concerns(result)).count();
    let shown = || topics.iter().flat_map(|topic| topic.results.iter().copied());
    let with_year_ago = shown().any(|result| result.year_ago.is_some());
    let with_lists = shown().any(|result| list(draft, result).is_some());
    let periods = shown().map(|result| &*result.trend).max_by_key(|trend| trend.len()).unwrap_or_default();
    let rows = topics.iter().flat_map(|topic| {
        let firsts = std::iter::once(true).chain(std::iter::repeat(false));
        topic.results.iter().zip(firsts).map(|(result, first)| {
            let page = topic.page.filter(|_| first);
            indicator(draft, page, result, periods.len(), (with_year_ago, with_lists))
        })
    });
    let rows: Vec<Row> = rows.collect();
    let left_out = all.saturating_sub(rows.len());
    let heads = heads(draft, periods, with_year_ago, with_lists);
    figures("overview", draft.say("title.overview"), heads, rows, Some(note(draft, left_out)))
}

fn heads(
    draft: &Draft<'_>,
    periods: &[Point],
    with_year_ago: bool,
    with_lists: bool,
) -> Vec<crate::report::model::Column> {
    let kind = draft.content.period.kind;
    let course = match periods.first() {
        Some(first) if periods.len() > 1 => draft.fill("column.course_from", &[("from", &first.period)]),
        _ => draft.say("column.course").to_owned(),
    };
    let mut heads = vec![
        draft.say("column.topic"),
        draft.say("column.indicator"),
        words::this_period(draft.texts, kind),
        words::last_period_column(draft.texts, kind),
        draft.say("column.change"),
    ];
    heads.extend(with_year_ago.then(|| draft.say("column.year_ago")));
    heads.extend([draft.say("column.target"), draft.say("column.light"), draft.say("column.n"), &course]);
    heads.extend(with_lists.then(|| draft.say("column.list")));
    let mut heads = columns(heads);
    heads.push(wide(draft.say("column.remark")));
    heads
}

fn note(draft: &Draft<'_>, left_out: usize) -> String {
    let points = words::target(lights::STEP_POINTS, Unit::Count);
    let percent = words::target(lights::STEP_PERCENT, Unit::Percent);
    let small = draft.small().to_string();
    let mut note = draft.fill("note.overview", &[("points", &points), ("percent", &percent), ("n", &small)]);
    if left_out > 0 {
        note += draft.say("sentence.gap");
        note += &draft.fill("note.left_out", &[("n", &left_out.to_string())]);
    }
    note
}

/// The pages in their order, each with the indicators that it wants here, the workspace's own and those that miss their
/// targets; without the topics of which nothing is known.
fn topics<'a>(draft: &Draft<'a>) -> Vec<Topic<'a>> {
    let mut of: BTreeMap<&str, Vec<&KpiResult>> = BTreeMap::new();
    for result in draft.content.results {
        of.entry(draft.page_of(result)).or_default().push(result);
    }
    let concerned: BTreeSet<&str> =
        draft.all().filter(|result| draft.concerns(result)).map(|result| draft.page_of(result)).collect();
    of.retain(|page, _| concerned.contains(page));
    for (id, results) in &mut of {
        let named = draft.pages.page(id).map_or(&[][..], |page| &page.overview);
        // Where nothing is known of those that the page wants here, what is known stands for them.
        let known = results.iter().any(|result| named.contains(&result.id) && draft.has_figure(result));
        results.retain(|result| {
            let stands = if known || named.is_empty() { named.contains(&result.id) } else { draft.has_figure(result) };
            let wanted = (named.is_empty() || stands) && !draft.is_unheard_of(result) || draft.is_own(result);
            wanted || light(draft, result) == Some(Light::Missed)
        });
    }
    let pages = draft.pages.pages.iter();
    of.retain(|_, results| !results.is_empty());
    let known = pages.filter_map(|page| Some(Topic { page: Some(page), results: of.remove(page.id.as_str())? }));
    let mut topics: Vec<Topic<'_>> = known.collect();
    topics.extend(of.into_values().map(|results| Topic { page: None, results }));
    topics
}

/// The topics with as many indicators as a screen has room for: one of each, then what has to be seen first, of all topics in
/// turn.
fn shortened<'a>(draft: &Draft<'a>) -> Vec<Topic<'a>> {
    let mut topics = topics(draft);
    let mut places = Vec::new();
    for (topic, Topic { results, .. }) in topics.iter().enumerate() {
        let mut own: Vec<usize> = (0..results.len()).collect();
        own.sort_by_key(|&at| weight(draft, results[at]));
        let weights = own.iter().map(|&at| 1 + weight(draft, results[at]));
        let weights = std::iter::once(0).chain(weights.skip(1));
        places.extend(weights.zip(own.iter().enumerate()).map(|(weight, (turn, at))| (weight, turn, topic, *at)));
    }
    places.sort_unstable();
    places.truncate(SCREEN.max(topics.len()));
    let chosen: BTreeSet<(usize, usize)> = places.into_iter().map(|(.., topic, at)| (topic, at)).collect();
    for (topic, Topic { results, .. }) in topics.iter_mut().enumerate() {
        let mut at = 0..;
        results.retain(|_| at.next().is_some_and(|at| chosen.contains(&(topic, at))));
    }
    topics
}

/// What has to be seen first: missed targets, other targets, what became worse, what has a figure.
fn weight(draft: &Draft<'_>, result: &KpiResult) -> u8 {
    match light(draft, result) {
        Some(Light::Missed) => 0,
        Some(Light::Met) => 1,
        Some(Light::Worse) => 2,
        Some(Light::Better | Light::Level) => 3,
        None if result.measure.value.is_some() => 4,
        None => 5,
    }
}

fn indicator(
    draft: &Draft<'_>,
    topic: Option<&PagePlan>,
    result: &KpiResult,
    periods: usize,
    (with_year_ago, with_lists): (bool, bool),
) -> Row {
    let light = light(draft, result);
    let moved = moved(draft, result).map_or(Tone::Plain, |moved| match moved.light {
        Light::Level => Tone::Plain,
        light => light.tone(),
    });
    let changed = change(result.change, result.unit);
    let mut cells = vec![
        topic.map_or_else(|| optional(None), |page| text(page.title.get(draft.content.lang)).linked(&page.id)),
        text(draft.name(result)),
        value(result),
        number(result.previous.measure.value, result.unit),
        if result.change.is_some() { changed.toned(moved) } else { changed },
    ];
    cells.extend(with_year_ago.then(|| number(result.year_ago, result.unit)));
    cells.extend([
        number(result.target, result.unit),
        light
            .map_or_else(|| text(NO_DATA).toned(Tone::Muted), |light| text(draft.say(light.key())).toned(light.tone())),
        count(result.measure.known_n().map(|n| n as f64)),
        course(result, periods),
    ]);
    let list = |(page, id): (&str, &str)| text(draft.say("word.list")).linked_to_list(page, id);
    cells.extend(with_lists.then(|| self::list(draft, result).map_or_else(|| optional(None), list)));
    cells.push(remark(draft, result));
    row(cells)
}

/// The page and the list of the rows behind an indicator.
fn list<'a>(draft: &Draft<'a>, result: &KpiResult) -> Option<(&'a str, &'a str)> {
    draft.rows_of(&result.id, Part::Value)
}

/// The figure; one in doubt is marked where it stands, one of a small sample is grey.
fn value(result: &KpiResult) -> Cell {
    let cell = number(result.measure.value, result.unit);
    match result.doubts.is_empty() {
        false => cell.toned(Tone::Caution),
        true if result.small => cell.toned(Tone::Muted),
        true => cell,
    }
}

fn remark(draft: &Draft<'_>, result: &KpiResult) -> Cell {
    let mut remarks = Vec::new();
    if result.small {
        remarks.push(draft.fill("remark.small", &[("n", &draft.small().to_string())]));
    }
    let short = caveats::remarks(draft, result);
    let doubtful = !short.is_empty();
    remarks.extend(short);
    let over = result.unit == Unit::Percent && result.measure.value.is_some_and(|value| value > 100.0);
    remarks.extend(result.doubts.iter().map(|doubt| doubt.get(draft.content.lang).to_owned()));
    remarks.extend(result.notes.iter().map(|note| note.get(draft.content.lang).to_owned()));
    let tone = if over || doubtful || !result.doubts.is_empty() { Tone::Caution } else { Tone::Muted };
    text(remarks.join(draft.say("remark.and"))).toned(tone)
}
