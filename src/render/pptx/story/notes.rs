//! What the speaker sees: what to say first, how it is defined, the numbers behind, where to look further.

use super::frame::Story;
use super::sections::Section;
use crate::base::number::{Unit, display, display_plain};
use crate::kpi::model::KpiResult;
use crate::report::topic::About;

/// At most so many indicators are explained.
const EXPLAINED: usize = 6;

/// The notes of a topic's slide.
pub(super) fn of(story: &Story<'_>, section: &Section<'_>, title: &str) -> Vec<String> {
    let mut notes = vec![story.fill("deck.say_first", &[("text", title)])];
    let about = shown(story, section);
    let rules = about.iter().map(|(about, kpi)| {
        let values = [("name", kpi.name.get(story.report.lang)), ("rule", &about.rule), ("source", &about.source)];
        story.fill("deck.definition", &values)
    });
    notes.extend(rules);
    notes.extend(about.iter().map(|(_, kpi)| numbers(story, kpi)));
    notes.push(further(story, section));
    notes
}

/// The numbers behind an indicator.
fn numbers(story: &Story<'_>, kpi: &KpiResult) -> String {
    // Months of sales are a mean.
    let plain = |value: Option<f64>| {
        value.map(|value| display_plain(value, if value.fract() == 0.0 { Unit::Count } else { Unit::Score }))
    };
    let name = kpi.name.get(story.report.lang);
    let value = display(kpi.measure.value, kpi.unit);
    let last = display(kpi.previous.measure.value, kpi.unit);
    let parts = plain(kpi.measure.numerator).zip(plain(kpi.measure.denominator));
    match parts {
        Some((above, below)) => {
            let values = [
                ("name", name),
                ("value", value.as_str()),
                ("above", above.as_str()),
                ("below", below.as_str()),
                ("last", last.as_str()),
            ];
            story.fill("deck.numbers", &values)
        }
        None => story.fill("deck.number", &[("name", name), ("value", &value), ("last", &last)]),
    }
}

/// Where the rest is.
fn further(story: &Story<'_>, section: &Section<'_>) -> String {
    let mut text = story.fill("deck.further", &[("sheet", section.sheet)]);
    if !section.registers.is_empty() {
        let lists = section.registers.join(story.say("sentence.and"));
        text += story.say("sentence.gap");
        text += &story.fill("deck.lists", &[("lists", &lists)]);
    }
    text
}

/// The indicators that the topic's slides speak of, with their figures.
pub(super) fn shown<'s>(story: &Story<'s>, section: &Section<'s>) -> Vec<(&'s About, &'s KpiResult)> {
    let known = section.topic.about.iter().filter_map(|about| {
        let kpi = story.report.kpis.iter().find(|kpi| kpi.id == about.id)?;
        Some((about, kpi)).filter(|(_, kpi)| kpi.measure.value.is_some())
    });
    let main = |id: &str| story.report.main.iter().any(|main| main == id);
    let named = |name: &str| {
        let said = section.topic.finding.iter().chain(section.said.iter().map(|one| &one.text));
        said.chain(section.charts.iter().flat_map(|chart| &chart.series).map(|series| &series.name))
            .any(|text| text.contains(name))
    };
    known.filter(|(about, kpi)| main(&about.id) || named(kpi.name.get(story.report.lang))).take(EXPLAINED).collect()
}

/// `回访成功率 n=1,386`, of those whose n says how far they can be trusted.
pub(super) fn rests_on(story: &Story<'_>, section: &Section<'_>) -> String {
    let of = |(_, kpi): &(&About, &KpiResult)| {
        let n = kpi.measure.known_n().filter(|_| !kpi.unit.adds_up())?;
        let n = display(Some(n as f64), Unit::Count);
        Some(format!("{} n={n}", kpi.name.get(story.report.lang)))
    };
    let said: Vec<String> = shown(story, section).iter().filter_map(of).take(3).collect();
    let sheet = story.fill("deck.source", &[("sheet", section.sheet)]);
    said.into_iter().chain([sheet]).collect::<Vec<_>>().join(" · ")
}
