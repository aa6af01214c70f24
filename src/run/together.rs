//! The stores of a workspace as their group. They are taken up one by one, so that of no store more is kept than the report of
//! the group is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compute::{Computed, correlations, missing_tables};
use super::declarations::Declarations;
use crate::base::failure::Failure;
use crate::base::finding::{self, Code, Finding};
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::kpi::Evaluation;
use crate::kpi::behind::RowBehind;
use crate::kpi::stores::{StoreFigures, of_stores};
use crate::refusal;
use crate::report::door::Door;
use crate::settings::Settings;
use crate::tables::customer_names::CustomerNames;
use crate::tables::hints::Hints;
use crate::tables::model::{InputBlock, Item};
use crate::tables::numbers::Numbers;

/// So many rows a list of a group has at most: a filter of Excel offers no more values. Two hundred stores have hundreds of
/// thousands of failed calls, which nobody reads in one list; each store's own report has its own.
const MOST_ROWS: usize = 10_000;

/// The stores that have been counted so far.
#[derive(Default)]
pub struct Together {
    stores: Vec<(String, Evaluation)>,
    inputs: BTreeMap<BlockPlace, InputBlock>,
    items: Vec<Item>,
    usable: BTreeSet<TableId>,
    lists: BTreeMap<String, List>,
    findings: Once,
    single: Once,
    hints: Hints,
    numbers: Numbers,
    customers: CustomerNames,
}

/// Where the rows of a balance stand: file, sheet, headings, table.
type BlockPlace = (String, Option<String>, Option<u32>, Option<TableId>);

/// A list while stores add to it.
#[derive(Default)]
struct List {
    /// Its rows; none once they are too many.
    rows: Vec<RowBehind>,
    /// How many each store has.
    of_stores: BTreeMap<String, usize>,
}

impl Together {
    /// Whether there is no store.
    pub fn is_empty(&self) -> bool {
        self.stores.is_empty()
    }

    /// Takes up a store.
    pub fn add(&mut self, name: String, mut store: Computed) {
        store.findings.iter_mut().for_each(|finding| name_store(&name, finding));
        let mut evaluation = self.add_rows(&name, store);
        evaluation.drop_pages();
        self.stores.push((name, evaluation));
    }

    /// Takes up what names no store and could not be counted: its rows and what was found of them.
    pub fn add_rest(&mut self, rest: Computed) {
        self.add_rows(UNSPECIFIED, rest);
    }

    /// Takes up all but the figures, which it gives back.
    fn add_rows(&mut self, store: &str, of: Computed) -> Evaluation {
        for block in of.inputs {
            // Of a sheet in which several stores stand there is one balance.
            let place = (block.file.clone(), block.sheet.clone(), block.header_row, block.table);
            match self.inputs.get_mut(&place) {
                Some(known) => known.rows += block.rows,
                None => drop(self.inputs.insert(place, block)),
            }
        }
        for item in of.items {
            if !self.items.iter().any(|known| known.id == item.id) {
                self.items.push(item);
            }
        }
        self.usable.extend(of.usable);
        for (id, rows) in of.lists {
            self.lists.entry(id).or_default().add(store, rows);
        }
        self.findings.add(of.findings);
        self.single.add(of.single);
        self.hints.add(of.hints);
        self.numbers.add(of.door.numbers);
        self.customers.add(of.door.customers);
        of.evaluation
    }

    /// The stores as one: its figures, their rows and what was found in their files, of all of them and of the stores.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn computed(
        self,
        of_all: Vec<Finding>,
        of_stores_found: Vec<Finding>,
        settings: &Settings,
        declared: &Declarations,
    ) -> Result<Computed, Failure> {
        let Self { stores, inputs, items, usable, lists, findings, mut single, hints, numbers, customers } = self;
        let own: Vec<StoreFigures<'_>> =
            stores.iter().map(|(name, evaluation)| StoreFigures { name, evaluation }).collect();
        let when = (&settings.period, settings.as_of, settings.calendar);
        let people = declared.schemas.people();
        let evaluation = of_stores(&own, &declared.catalogue, &people, when, &settings.counting);
        let evaluation = evaluation.map_err(Failure::unexpected)?;
        let names: Vec<String> = stores.into_iter().map(|(name, _)| name).collect();
        let inputs: Vec<InputBlock> = inputs.into_values().collect();
        if settings.marked_copy.is_some() {
            single.add(of_all.clone());
        }
        let mut findings = findings.all;
        findings.extend(of_all);
        findings.extend(evaluation.findings.iter().chain(&declared.notes.findings).cloned());
        findings.extend(of_stores_found);
        // What one store lacks and another has is missing in its own report.
        findings.retain(|finding| ![Code::MissingTable, Code::ManyRejected].contains(&finding.code));
        findings.extend(missing_tables(&inputs, declared));
        findings.extend(refusal::many_rejected(settings, &inputs));
        finding::sort(&mut findings);
        let (long_lists, lists) = lists.into_iter().partition::<BTreeMap<_, _>, _>(|(_, list)| list.is_long());
        let privacy = settings.layout.privacy;
        let dealers: Vec<&str> = settings.dealers().chain(names.iter().map(String::as_str)).collect();
        let door = Door::of(privacy, numbers, customers, &dealers).map_err(Failure::unexpected)?;
        Ok(Computed {
            inputs,
            items,
            usable,
            correlations: correlations(&evaluation, declared),
            evaluation,
            lists: lists.into_iter().map(|(id, list)| (id, list.sorted())).collect(),
            long_lists: long_lists.into_iter().map(|(id, list)| (id, list.of_stores)).collect(),
            measures: Vec::new(),
            findings,
            single: single.sorted(),
            hints,
            door,
        })
    }
}

/// Names the store in what is found of its tables, where its file does not: all stores may stand in one.
fn name_store(store: &str, finding: &mut Finding) {
    use Code::{IncompleteData, NoRowsInPeriod, NothingCarriedIn, UnknownCalendar};
    let is_of_table = matches!(finding.code, IncompleteData | NoRowsInPeriod | NothingCarriedIn | UnknownCalendar);
    if is_of_table && finding.place.file.split('/').next() != Some(store) {
        let Words { chinese, en } = &finding.message;
        finding.message = Words { chinese: format!("{store}：{chinese}"), en: format!("{store}: {en}") };
    }
}

/// What was found in stores, each thing once: of a sheet in which several stand each tells the same of its headings.
#[derive(Default)]
struct Once {
    all: Vec<Finding>,
    /// So many there were when none was twice among them.
    distinct: usize,
}

impl Once {
    /// Those that come again are put away whenever there are twice as many as before, so that they never are most of the memory.
    fn add(&mut self, found: Vec<Finding>) {
        self.all.extend(found);
        if self.all.len() > 2 * self.distinct {
            finding::sort(&mut self.all);
            self.distinct = self.all.len();
        }
    }

    fn sorted(mut self) -> Vec<Finding> {
        finding::sort(&mut self.all);
        self.all
    }
}

impl List {
    fn add(&mut self, store: &str, rows: Vec<RowBehind>) {
        if rows.is_empty() {
            return;
        }
        *self.of_stores.entry(store.to_owned()).or_default() += rows.len();
        if self.is_long() {
            self.rows = Vec::new();
            return;
        }
        let store: Arc<str> = store.into();
        self.rows.extend(rows.into_iter().map(|row| RowBehind { store: Some(Arc::clone(&store)), ..row }));
    }

    fn is_long(&self) -> bool {
        self.of_stores.values().sum::<usize>() > MOST_ROWS
    }

    fn sorted(mut self) -> Vec<RowBehind> {
        self.rows.sort();
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::Place;
    use crate::base::finding::Severity;

    fn found(of: &str) -> Finding {
        let place = Place::file(&"counts.parquet".into());
        Finding::new(Severity::Error, Code::CountsInDoubt, place, of.to_owned(), of.to_owned())
    }

    #[test]
    fn what_every_store_tells_is_kept_once_and_never_more_than_twice() {
        let all: Vec<Finding> = ["一", "二", "三"].map(found).into();
        let mut once = Once::default();
        for store in 0..200 {
            once.add(all.clone());
            once.add(vec![found(&format!("店{}", store % 2))]);
            assert!(once.all.len() <= 2 * 5, "{}", once.all.len());
        }
        assert_eq!(once.sorted().len(), 5);
    }

    #[test]
    fn a_finding_of_a_table_names_its_store_where_its_file_does_not() {
        let told = |file: &str, code| {
            let place = Place::file(&file.into());
            let mut finding = Finding::new(Severity::Warning, code, place, "只有半个月".into(), "half a month".into());
            name_store("城东店", &mut finding);
            finding.message
        };
        let named =
            Words { chinese: "城东店：只有半个月".to_owned(), en: "城东店: half a month".to_owned() };
        let unnamed = Words { chinese: "只有半个月".to_owned(), en: "half a month".to_owned() };
        assert_eq!(told("回访.xlsx", Code::IncompleteData), named);
        // A folder that only begins like the store is not its folder.
        assert_eq!(told("城东店二部/回访.xlsx", Code::IncompleteData), named);
        assert_eq!(told("城东店/回访.xlsx", Code::IncompleteData), unnamed);
        // A cell of one file is no matter of its table.
        assert_eq!(told("回访.xlsx", Code::InvalidDate), unnamed);
    }
}
