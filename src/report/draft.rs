//! What every block builder works with: the content, the texts, the pages, and ways to look a figure up.

use std::collections::{BTreeSet, HashSet};

use crate::base::finding::Code;
use crate::base::lang::Lang;
use crate::base::period::PeriodKind;
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::facts::fact::Fact;
use crate::kpi::definition::DEALER;
use crate::kpi::model::{Breakdown, BreakdownRow, KpiResult, REST};
use crate::report::content::{Content, Explanation};
use crate::report::pages::PageList;
use crate::report::pages::plan::{ColumnPlan, Heading, PERIOD, Part};
use crate::report::texts::Texts;
use crate::report::words;
use crate::tables::field_kind::FieldKind;
use crate::tables::model::Item;

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

    /// Whether this report has anything to say of an indicator: a figure, or rows of the tables that it comes from.
    pub(super) fn concerns(&self, result: &KpiResult) -> bool {
        let tables = self.explanation(result).map_or(&[][..], |one| &one.facts.tables);
        let there = |table| self.content.inputs.iter().any(|block| block.table == Some(table));
        self.has_figure(result) || tables.iter().any(|table| there(*table))
    }

    /// Whether the report is made from what a warehouse has counted: there are no rows, whatever a list would hold.
    pub(super) fn is_from_counts(&self) -> bool {
        self.content.findings.iter().any(|finding| finding.code == Code::MadeFromCounts)
    }

    /// Whether a workspace declares an indicator.
    pub(super) fn is_own(&self, result: &KpiResult) -> bool {
        self.explanation(result).is_some_and(|one| one.own)
    }

    fn explanation(&self, result: &KpiResult) -> Option<&'a Explanation> {
        self.content.explanations.iter().find(|explanation| explanation.id == result.id)
    }

    /// The page and the list of the rows behind a part of an indicator, where there is one with rows.
    pub(super) fn rows_of(&self, of: &str, part: Part) -> Option<(&'a str, &'a str)> {
        let (page, list) = self.pages.rows_of(of, part)?;
        let Content { lists, long_lists, .. } = self.content;
        let has_rows = lists.get(&list.id).is_some_and(|rows| !rows.is_empty()) || long_lists.contains_key(&list.id);
        has_rows.then_some((page.id.as_str(), list.id.as_str()))
    }

    /// The page that an indicator is declared for.
    pub(super) fn page_of(&self, result: &KpiResult) -> &'a str {
        self.explanation(result).map_or("", |explanation| &explanation.page)
    }

    /// Whether an indicator has a figure in any period that is shown. Beside an indicator a count of 0 tells nothing.
    pub(super) fn has_figure(&self, result: &KpiResult) -> bool {
        let beside = self.content.support.iter().any(|support| support.id == result.id);
        let points = result.trend.iter().map(|point| point.measure.value);
        points.chain([result.measure.value]).flatten().any(|value| !beside || value > 0.0)
    }

    /// Whether it never had a figure, with no more to say about it: the dealer's lists do not hold what it counts.
    pub(super) fn is_unheard_of(&self, result: &KpiResult) -> bool {
        !self.has_figure(result) && result.uncounted
    }

    /// The name of an indicator.
    pub(super) fn name(&self, result: &'a KpiResult) -> &'a str {
        result.name.get(self.content.lang)
    }

    /// The name of a field, of any table where the finding names none.
    pub(super) fn field_name<'s>(&'s self, table: Option<TableId>, id: &'s str) -> &'s str {
        let mut schemas = self.content.schemas.iter().filter(|schema| table.is_none_or(|table| table == schema.table));
        let field = schemas.find_map(|schema| schema.field(id).map(|field| &schema.fields[field]));
        field.map_or(id, |field| field.names.get(self.content.lang))
    }

    /// The kind of the field that a column of facts comes from.
    pub(super) fn field_kind(&self, facts: &Fact, id: &str) -> Option<FieldKind> {
        let field = facts.column(id)?.field.as_ref()?;
        let mut schemas = self.content.schemas.iter().filter(|schema| facts.tables.contains(&schema.table));
        schemas.find_map(|schema| schema.field(field).map(|field| schema.fields[field].kind))
    }

    /// What people call a column of facts.
    pub(super) fn property<'s>(&'s self, facts: Option<&'s Fact>, id: &'s str) -> &'s str {
        if id == DEALER {
            return self.say("column.store");
        }
        let column = facts.and_then(|facts| facts.column(id));
        column.map_or_else(|| self.field_name(None, id), |column| column.names.get(self.content.lang))
    }

    /// The whole of groups: the station of people and of scores, else the total.
    pub(super) fn whole_word(&self, property: &str, scores: bool) -> &'a str {
        let of_stores = self.content.results.iter().any(|result| result.breakdown(&[DEALER]).is_some());
        let whole = scores || self.is_of_people(property) || property == DEALER;
        self.say(match (whole, of_stores) {
            (true, true) => "word.group",
            (true, false) => "word.station",
            (false, _) => "word.total",
        })
    }

    /// Whether the groups of a property are people.
    pub(super) fn is_of_people(&self, property: &str) -> bool {
        let mut fields = self.content.schemas.iter().flat_map(|schema| &schema.fields);
        fields.any(|field| field.id == property && field.kind == FieldKind::Person)
    }

    /// The facts of an indicator.
    pub(super) fn facts(&self, result: &KpiResult) -> Option<&'a Fact> {
        self.explanation(result).map(|explanation| &*explanation.facts)
    }

    /// What stands above a column.
    pub(super) fn heading(&self, column: &ColumnPlan) -> String {
        match &column.heading {
            Heading::Words(words) => words.get(self.content.lang),
            Heading::Key(key) => self.texts.say(key),
            Heading::LastPeriod => words::last_period_column(self.texts, self.content.period.kind),
        }
        .to_owned()
    }

    /// A word as a page shows it: those that the program itself makes are in the report's language.
    pub(super) fn group<'s>(&'s self, key: &'s str) -> &'s str {
        match key {
            UNSPECIFIED => self.texts.say("word.unassigned"),
            "未填原因" => self.texts.say("word.no_reason"),
            "received" => self.texts.say("word.origin_received"),
            "carried_in" => self.texts.say("word.origin_carried_in"),
            REST => self.texts.say("word.rest"),
            _ => key,
        }
    }

    /// The groups of some columns by one property, each once with its label: in the order of the columns, those with an order
    /// of their own in that; `over_periods` also those of earlier periods. What sums others up comes last, behind it 未指定.
    pub(super) fn groups(&self, columns: &[&ColumnPlan], property: &str, over_periods: bool) -> Vec<(&'a str, String)> {
        let mut lists: Vec<(usize, &'a [BreakdownRow])> = Vec::new();
        for column in columns {
            let result = self.kpi(&column.of);
            lists.extend(listing(result, property));
            let over = [PERIOD, property];
            let inside = result.into_iter().flat_map(|result| &result.by_month).filter(|one| one.by == over);
            if over_periods {
                lists.push((1, rows(result, &over)));
                lists.extend(inside.map(|one| (1, one.rows.as_slice())));
            }
        }
        let (mut keys, mut seen): (Vec<&'a str>, HashSet<&str>) = (Vec::new(), HashSet::new());
        let mut rests = BTreeSet::new();
        for (at, row) in lists.into_iter().flat_map(|(at, rows)| rows.iter().map(move |row| (at, row))) {
            let Some(own) = row.key.get(at) else { continue };
            rests.extend((row.rest > 0).then_some(row.rest));
            let key = if row.rest > 0 { REST } else { own };
            if seen.insert(key) {
                keys.push(key);
            }
        }
        let facts = columns.first().map(|column| &*column.facts);
        keys.sort_by_key(|key| (*key == UNSPECIFIED, *key == REST, self.place(facts, property, key)));
        keys.into_iter().map(|key| (key, self.label(facts, property, key, &rests))).collect()
    }

    /// Whether the groups of a property have an order of their own.
    pub(super) fn has_order(&self, facts: Option<&Fact>, property: &str) -> bool {
        property == "item"
            || facts.and_then(|facts| facts.column(property)).is_some_and(|column| !column.words.is_empty())
    }

    /// The place of a group that has one of its own; the others follow.
    fn place(&self, facts: Option<&Fact>, property: &str, key: &str) -> usize {
        let words = facts.and_then(|facts| facts.column(property)).map_or(&[][..], |column| &column.words);
        let place = words.iter().position(|word| word.is == key);
        let of_item = || self.content.items.iter().position(|item| is_item(item, key));
        place.or_else(|| if property == "item" { of_item() } else { None }).unwrap_or(usize::MAX)
    }

    /// A word of a property as a page shows it.
    pub(super) fn said(&self, facts: Option<&Fact>, property: &str, key: &str) -> String {
        self.label(facts, property, key, &BTreeSet::new())
    }

    /// What a canonical word is called in English. In Chinese it is what it is called.
    fn in_english(&self, facts: Option<&Fact>, property: &str, key: &str) -> Option<String> {
        if self.content.lang != Lang::English {
            return None;
        }
        let facts = facts?;
        let field = facts.column(property)?.field.as_ref()?;
        let schemas = self.content.schemas.iter().filter(|schema| facts.tables.contains(&schema.table));
        let fields = schemas.filter_map(|schema| schema.field(field).map(|field| &schema.fields[field]));
        let mut entries = fields.flat_map(|field| field.vocabulary.entries());
        entries.find(|entry| entry.word == key)?.en.clone()
    }

    /// A group of a property as a page shows it; what sums groups up says how many, if that is the same everywhere.
    fn label(&self, facts: Option<&Fact>, property: &str, key: &str, rests: &BTreeSet<usize>) -> String {
        if let Some(word) = self.in_english(facts, property, key) {
            return word;
        }
        let words = facts.and_then(|facts| facts.column(property)).map_or(&[][..], |column| &column.words);
        if let Some(word) = words.iter().find(|word| word.is == key) {
            return word.names.get(self.content.lang).to_owned();
        }
        match (property, rests.first()) {
            (_, Some(groups)) if key == REST && rests.len() == 1 => {
                self.fill("word.rest_of", &[("n", &groups.to_string())])
            }
            ("item", _) => {
                let item = self.content.items.iter().find(|item| is_item(item, key));
                item.map_or(self.group(key), |item| item.name.get(self.content.lang)).to_owned()
            }
            _ => self.group(key).to_owned(),
        }
    }

    /// The group of a row of a breakdown by one property as a page shows it.
    pub(super) fn word(&self, facts: Option<&Fact>, property: &str, row: &BreakdownRow) -> String {
        let key = row.words().next().unwrap_or_default();
        self.label(facts, property, key, &[row.rest].into_iter().filter(|rest| *rest > 0).collect())
    }

    /// The periods for which any of these columns has a point, oldest first and the report's own last: those of the trend
    /// in a month's report, the months inside in that of a quarter or year. Figures beside an indicator add none.
    pub(super) fn periods(&self, columns: &[&ColumnPlan]) -> Vec<&'a str> {
        let alone = columns.iter().all(|column| column.support);
        let leading = columns.iter().filter(|column| alone || !column.support);
        let results: Vec<&KpiResult> = leading.filter_map(|column| self.kpi(&column.of)).collect();
        let months = || results.iter().flat_map(|result| &result.months);
        let mut periods: BTreeSet<&str> = if self.content.period.kind == PeriodKind::Month {
            results.iter().flat_map(|result| &result.trend).map(|point| point.period.as_str()).collect()
        } else {
            // As a trend does, the months begin with the first that has data.
            let first = months().filter(|point| point.measure.value.is_some()).map(|point| point.period.as_str()).min();
            months()
                .map(|point| point.period.as_str())
                .filter(|month| first.is_some_and(|first| *month >= first))
                .collect()
        };
        periods.remove(self.now());
        periods.into_iter().chain([self.now()]).collect()
    }

    /// The label of the report's period.
    pub(super) fn now(&self) -> &'a str {
        &self.content.period.label
    }

    pub(super) fn small(&self) -> u64 {
        self.content.small_sample
    }

    /// What grey figures and dashes mean, at the foot of a sheet.
    pub(super) fn small_note(&self) -> Option<String> {
        let small = self.small().to_string();
        (self.small() > 0).then(|| self.fill("note.small", &[("n", &small)]))
    }
}

/// The columns, those of the indicator to sort by in front.
pub(super) fn sorted<'p>(columns: &[&'p ColumnPlan], by: Option<&String>) -> Vec<&'p ColumnPlan> {
    let mut columns = columns.to_vec();
    columns.sort_by_key(|column| by.is_some_and(|by| *by != column.of));
    columns
}

/// The rows that list the groups of a property, and where in them it stands: of the breakdown by it alone, else of one
/// by others too.
fn listing<'a>(result: Maybe<'a>, property: &str) -> Option<(usize, &'a [BreakdownRow])> {
    let of_period = result?.breakdowns.iter().filter(|one| one.by.first().is_none_or(|by| by != PERIOD));
    let place = |one: &'a Breakdown| Some((one.by.iter().position(|by| by == property)?, one));
    let found = of_period.filter_map(place).min_by_key(|(_, one)| one.by.len());
    found.map(|(at, one)| (at, one.rows.as_slice()))
}

/// The rows of a breakdown.
pub(super) fn rows<'a>(result: Maybe<'a>, by: &[&str]) -> &'a [BreakdownRow] {
    result.and_then(|result| result.breakdown(by)).map_or(&[], |breakdown| &breakdown.rows)
}

/// Breakdowns may hold an item by id or by name.
fn is_item(item: &Item, key: &str) -> bool {
    item.id == key || item.name.chinese == key || item.name.en == key
}
