//! What every block builder works with: the content, the texts, the pages, and ways to look a figure up.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::base::table_id::TableId;
use crate::kpi::model::{BreakdownRow, KpiResult, Measure, REST};
use crate::report::content::Content;
use crate::report::pages::PageList;
use crate::report::texts::Texts;
use crate::report::words;

/// The content of a report while it is composed.
pub(super) struct Draft<'a> {
    pub(super) content: &'a Content<'a>,
    pub(super) texts: &'a Texts,
    pub(super) pages: &'a PageList,
}

/// An indicator that may be missing: a workspace can leave one out.
pub(super) type Maybe<'a> = Option<&'a KpiResult>;

impl<'a> Draft<'a> {
    pub(super) fn say(&self, key: &'a str) -> &'a str {
        self.texts.say(key)
    }

    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts.fill(key, values)
    }

    /// The indicator or supporting figure of an id.
    pub(super) fn kpi(&self, id: &str) -> Maybe<'a> {
        self.content.results.iter().chain(self.content.support).find(|result| result.id == id)
    }

    /// The indicators, and the figures beside them.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a KpiResult> {
        self.content.results.iter().chain(self.content.support)
    }

    /// The page that an indicator is declared for.
    pub(super) fn page_of(&self, result: &KpiResult) -> &'a str {
        let explanation = self.content.explanations.iter().find(|explanation| explanation.id == result.id);
        explanation.map_or("", |explanation| &explanation.page)
    }

    /// Whether an indicator has a figure in any period that is shown. Beside an indicator a count of 0 tells nothing.
    pub(super) fn has_figure(&self, result: &KpiResult) -> bool {
        let beside = self.content.support.iter().any(|support| support.id == result.id);
        let points = result.trend.iter().map(|point| point.measure.value);
        points.chain([result.measure.value]).flatten().any(|value| !beside || value > 0.0)
    }

    /// The name of an indicator.
    pub(super) fn name(&self, result: &'a KpiResult) -> &'a str {
        result.name.get(self.content.lang)
    }

    /// The name of an item of satisfaction, which breakdowns may hold by id or by name.
    pub(super) fn item_name(&self, key: &'a str) -> &'a str {
        let known =
            |item: &&crate::tables::model::Item| item.id == key || item.name.chinese == key || item.name.en == key;
        self.content.items.iter().find(known).map_or(key, |item| item.name.get(self.content.lang))
    }

    /// The name of a field, of any table where the finding names none.
    pub(super) fn field_name<'s>(&'s self, table: Option<TableId>, id: &'s str) -> &'s str {
        let mut schemas = self.content.schemas.iter().filter(|schema| table.is_none_or(|table| table == schema.table));
        let field = schemas.find_map(|schema| schema.field(id).map(|field| &schema.fields[field]));
        field.map_or(id, |field| field.names.get(self.content.lang))
    }

    /// A group as a page shows it: the words that the program itself makes are in the report's language.
    pub(super) fn group<'s>(&'s self, key: &'s str) -> &'s str {
        match key {
            words::UNASSIGNED => self.texts.say("word.unassigned"),
            "未填原因" => self.texts.say("word.no_reason"),
            "received" => self.texts.say("word.origin_received"),
            "carried_in" => self.texts.say("word.origin_carried_in"),
            REST => self.texts.say("word.rest"),
            _ => key,
        }
    }

    /// The same, where these lists are shown: what sums groups up says how many, if that is the same in all of them.
    pub(super) fn group_in(&self, lists: &[&[BreakdownRow]], key: &str) -> String {
        let rests = lists.iter().flat_map(|rows| rows.iter()).map(|row| row.rest).filter(|rest| *rest > 0);
        let rests: BTreeSet<usize> = if key == REST { rests.collect() } else { BTreeSet::new() };
        match rests.first().filter(|_| rests.len() == 1) {
            Some(groups) => self.fill("word.rest_of", &[("n", &groups.to_string())]),
            None => self.group(key).to_owned(),
        }
    }

    /// The words of a row of a breakdown as a page shows them.
    pub(super) fn words(&self, row: &BreakdownRow) -> Vec<String> {
        row.words().map(|word| self.group_in(&[std::slice::from_ref(row)], word)).collect()
    }

    /// The first of them: the group of a breakdown by one property.
    pub(super) fn word(&self, row: &BreakdownRow) -> String {
        self.words(row).into_iter().next().unwrap_or_default()
    }

    /// The periods for which any of these indicators has a point, oldest first; the report's own at least.
    pub(super) fn periods(&self, results: &[Maybe<'a>]) -> Vec<String> {
        let mut periods: BTreeSet<String> =
            results.iter().flatten().flat_map(|result| &result.trend).map(|point| point.period.clone()).collect();
        periods.insert(self.content.period.label.clone());
        periods.into_iter().collect()
    }

    /// The label of the report's period.
    pub(super) fn now(&self) -> &'a str {
        &self.content.period.label
    }

    pub(super) fn small(&self) -> u64 {
        self.content.small_sample
    }

    /// The remark under a table whose small samples are muted.
    pub(super) fn small_note(&self) -> Option<String> {
        let small = self.small().to_string();
        (self.small() > 0).then(|| self.fill("note.small", &[("n", &small)]))
    }
}

/// The figure of a period of the trend; none where there is none.
pub(super) fn figure(result: Maybe<'_>, period: &str) -> Measure {
    result.and_then(|result| result.at(period)).copied().unwrap_or_default()
}

/// The rows of a breakdown.
pub(super) fn rows<'a>(result: Maybe<'a>, by: &[&str]) -> &'a [BreakdownRow] {
    result.and_then(|result| result.breakdown(by)).map_or(&[], |breakdown| &breakdown.rows)
}

/// The figure of one group; none where the group does not appear.
pub(super) fn part(result: Maybe<'_>, by: &[&str], key: &[&str]) -> Measure {
    let is_it = |row: &&BreakdownRow| row.words().eq(key.iter().copied());
    rows(result, by).iter().find(is_it).map(|row| row.measure).unwrap_or_default()
}

/// The rows of a breakdown by their words, where many are looked up.
pub(super) fn by_words(rows: &[BreakdownRow]) -> HashMap<Vec<String>, &BreakdownRow> {
    rows.iter().map(|row| (row.words().map(str::to_owned).collect(), row)).collect()
}

/// The count of one group: a group that does not appear counts 0 where the indicator has this breakdown and the whole
/// has data; without the breakdown nothing is known, nor where the groups are not all listed.
pub(super) fn part_count(result: Maybe<'_>, by: &[&str], key: &[&str], whole: Option<f64>) -> Option<f64> {
    let breakdown = result?.breakdown(by)?;
    let all_listed = breakdown.rows.iter().all(|row| row.rest == 0);
    part(result, by, key).value.or(whole.filter(|_| all_listed).map(|_| 0.0))
}

/// The groups of several breakdowns by one property, each once, in order of appearance; what sums others up comes last,
/// behind it 未指定.
pub(super) fn keys<'a>(lists: &[&'a [BreakdownRow]]) -> Vec<&'a str> {
    let (mut keys, mut seen): (Vec<&str>, HashSet<&str>) = (Vec::new(), HashSet::new());
    for row in lists.iter().flat_map(|rows| rows.iter()) {
        let Some(own) = row.key.last() else { continue };
        let key = if row.rest > 0 { REST } else { own };
        if seen.insert(key) {
            keys.push(key);
        }
    }
    keys.sort_by_key(|key| (*key == words::UNASSIGNED, *key == REST));
    keys
}
