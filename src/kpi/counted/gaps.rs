//! What the file does not hold of what a report asks for.

use super::super::catalogue::Catalogue;
use super::known::Counted;
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::facts::moments::Moments;

/// Names in a message before the rest is only counted.
const NAMED: usize = 12;

/// The periods and indicators that a report asks for and the file does not hold; periods before its first day hold nothing
/// anyway.
pub(in super::super) fn uncounted(counted: &Counted, catalogue: &Catalogue, moments: [&Moments; 2]) -> Vec<Finding> {
    let first = counted.first_day();
    let is_asked = |end| first.is_some_and(|first| first <= end);
    let all = moments.into_iter().flat_map(|moments| moments.all());
    let labels: Vec<String> = all
        .filter(|moment| is_asked(moment.period.end) && !counted.covers(moment))
        .map(|moment| moment.period.label())
        .collect();
    let lacking = catalogue.definitions().iter().filter(|definition| !counted.has(definition));
    let ids: Vec<String> = lacking.map(|definition| definition.id.clone()).collect();
    let place = || Place::file(&counted.file);
    let finding = |names: Vec<String>, zh: &str, en: &str| {
        let list = some_of(&names);
        let (chinese, english) = (format!("{zh}{}", list.chinese), format!("{en} {}", list.en));
        (!names.is_empty()).then(|| Finding::new(Severity::Warning, Code::CountsInDoubt, place(), chinese, english))
    };
    let periods = finding(
        labels,
        "没有数这些期，趋势和比较中没有它们：",
        "these periods were not counted; trends and comparisons lack them:",
    );
    let indicators =
        finding(ids, "没有数这些指标，它们没有数据：", "these indicators were not counted, and have no data:");
    periods.into_iter().chain(indicators).collect()
}

fn some_of(names: &[String]) -> Words {
    let shown = &names[..names.len().min(NAMED)];
    let Words { chinese, en } = Words::list(shown);
    match names.len() - shown.len() {
        0 => Words { chinese, en },
        more => Words { chinese: format!("{chinese} …（另有 {more} 个）"), en: format!("{en} … (+{more})") },
    }
}
