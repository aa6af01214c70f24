//! 总览: one screen with every indicator.

use crate::base::finding::{Finding, Severity};
use crate::kpi::model::{KpiResult, Status};
use crate::report::caveats;
use crate::report::cells::{change, columns, count, course, figures, number, row, text, whole, wide};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row, Tone};
use crate::report::pages::plan::Made;
use crate::report::words;

/// At most so many sheets or indicators are named in a sentence.
const NAMED: usize = 3;

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let title = draft.pages.of_made(Made::Findings).map_or("", |page| page.title.get(draft.content.lang));
    blocks.extend(set_aside(draft, &draft.fill("word.page", &[("title", title)])));
    blocks.extend(lights(draft));
    blocks
}

/// The banner: how many rows were set aside, in which sheets, and where to look for more (`page`).
pub(super) fn set_aside(draft: &Draft<'_>, page: &str) -> Option<Block> {
    let of = |severity| draft.content.findings.iter().filter(move |one| one.severity == severity);
    let places = |severity| of(severity).map(Finding::count).sum::<usize>();
    let (errors, warnings) = (places(Severity::Error), places(Severity::Warning));
    let sheets: Vec<_> = draft.content.inputs.iter().filter(|block| block.rows.rejected > 0).collect();
    let rejected: u64 = sheets.iter().map(|block| block.rows.rejected).sum();
    let (errors_text, warnings_text) = (errors.to_string(), warnings.to_string());
    let values = [("errors", errors_text.as_str()), ("warnings", warnings_text.as_str()), ("page", page)];
    let (key, tone) = match (rejected, errors, warnings) {
        (0, 0, 0) => return None,
        (0, 0, _) => ("sentence.warnings", Tone::Caution),
        (0, _, _) => ("sentence.errors", Tone::Bad),
        _ => {
            let named = sheets.iter().take(NAMED).map(|block| {
                let sheet = block.sheet.as_ref().map_or(String::new(), |sheet| format!(" › {sheet}"));
                draft.fill(
                    "sentence.rows_of",
                    &[("place", &format!("{}{sheet}", block.file)), ("n", &block.rows.rejected.to_string())],
                )
            });
            let mut places = named.collect::<Vec<_>>().join(draft.say("sentence.and"));
            if sheets.len() > NAMED {
                places += draft.say("sentence.more");
            }
            let rows = rejected.to_string();
            let [errors, warnings, page] = values;
            let text =
                draft.fill("sentence.set_aside", &[("rows", &rows), ("places", &places), errors, warnings, page]);
            return Some(Block::sentence(text, Tone::Bad));
        }
    };
    Some(Block::sentence(draft.fill(key, &values), tone))
}

/// How many targets were met, and which were not.
fn lights(draft: &Draft<'_>) -> Option<Block> {
    let with = |status| draft.content.results.iter().filter(move |result| result.status == status);
    let (met, missed) = (with(Status::Met).count(), with(Status::Missed).count());
    if met + missed == 0 {
        return None;
    }
    let names: Vec<_> = with(Status::Missed).map(|result| draft.name(result)).collect();
    let (met_text, missed_text) = (met.to_string(), missed.to_string());
    let names = names.join(draft.say("sentence.and"));
    let values = [("met", met_text.as_str()), ("missed", missed_text.as_str()), ("names", names.as_str())];
    let (key, tone) = if missed == 0 { ("sentence.all_met", Tone::Good) } else { ("sentence.some_missed", Tone::Bad) };
    Some(Block::sentence(draft.fill(key, &values), tone))
}

pub(super) fn table(draft: &Draft<'_>) -> Block {
    let kind = draft.content.period.kind;
    let with_year_ago = draft.content.results.iter().any(|result| result.year_ago.is_some());
    let mut heads = vec![
        draft.say("column.indicator"),
        words::this_period(draft.texts, kind),
        words::last_period_column(draft.texts, kind),
        draft.say("column.change"),
    ];
    heads.extend(with_year_ago.then(|| draft.say("column.year_ago")));
    heads.extend([
        draft.say("column.target"),
        draft.say("column.light"),
        draft.say("column.n"),
        draft.say("column.course"),
    ]);
    let mut heads = columns(heads);
    heads.push(wide(draft.say("column.remark")));
    let rows = draft.content.results.iter().map(|result| indicator(draft, result, with_year_ago)).collect();
    figures("overview", draft.say("title.overview"), heads, rows, Some(draft.say("note.overview").to_owned()))
}

fn indicator(draft: &Draft<'_>, result: &KpiResult, with_year_ago: bool) -> Row {
    let tone = match result.status {
        Status::Met => Tone::Good,
        Status::Missed => Tone::Bad,
        Status::NoTarget | Status::NoData => Tone::Muted,
    };
    let mut cells = vec![
        name(draft, result),
        value(result),
        number(result.previous, result.unit),
        change(result.change, result.unit),
    ];
    cells.extend(with_year_ago.then(|| number(result.year_ago, result.unit)));
    cells.extend([
        number(result.target, result.unit),
        text(words::light(draft.texts, result.status)).toned(tone),
        if result.measure.value.is_some() { whole(result.measure.n) } else { count(None) },
        course(result),
        remark(draft, result),
    ]);
    row(cells)
}

/// The figure; one in doubt is marked where it stands.
fn value(result: &KpiResult) -> Cell {
    let cell = number(result.measure.value, result.unit);
    if result.doubts.is_empty() { cell } else { cell.toned(Tone::Caution) }
}

/// The name of the indicator; it leads to its page.
fn name(draft: &Draft<'_>, result: &KpiResult) -> Cell {
    let cell = text(draft.name(result));
    let explanation = draft.content.explanations.iter().find(|explanation| explanation.id == result.id);
    match explanation.and_then(|explanation| draft.pages.page(&explanation.page)) {
        Some(page) => cell.linked(&page.id),
        None => cell,
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
    let over =
        result.unit == crate::base::number::Unit::Percent && result.measure.value.is_some_and(|value| value > 100.0);
    remarks.extend(result.doubts.iter().map(|doubt| doubt.get(draft.content.lang).to_owned()));
    remarks.extend(result.notes.iter().map(|note| note.get(draft.content.lang).to_owned()));
    let tone = if over || doubtful || !result.doubts.is_empty() { Tone::Caution } else { Tone::Muted };
    text(remarks.join(draft.say("sentence.gap"))).toned(tone)
}
