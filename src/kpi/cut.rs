//! Breakdowns of very many groups: the largest stay, the others are summed up in one row, so that the rows still add up to
//! the whole.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::definition::Definition;
use super::sorting;
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity, WHOLE_INPUT};
use crate::base::lang::Lang;
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::facts::fact::Fact;

/// So many groups a breakdown lists. The largest dealer has a few dozen advisors and as many reasons; a column of remarks
/// or of order numbers that came in their place has a group a row, which nobody reads and every page has to carry.
pub(super) const MOST_GROUPS: usize = 500;

/// The groups of a breakdown that stay.
pub(super) struct Kept {
    keys: HashSet<Vec<String>>,
    /// The groups of all periods.
    pub(super) groups: usize,
}

impl Kept {
    /// Chooses the largest groups: first those of the report's period (its index is `report`), then those of the other
    /// periods. Blank groups, and levels and ages with an order of their own, always stay. `None` where all do.
    pub(super) fn of<'k>(
        fact: &Fact,
        by: &[String],
        groups: impl Iterator<Item = (usize, &'k Vec<String>, u64)>,
        report: usize,
    ) -> Option<Self> {
        let mut sizes: HashMap<&Vec<String>, (bool, u64, u64)> = HashMap::new();
        for (at, key, n) in groups.filter(|(_, key, _)| !stays(fact, by, key)) {
            let (in_report, of_report, of_all) = sizes.entry(key).or_default();
            *in_report |= at == report;
            *of_report += if at == report { n } else { 0 };
            *of_all += n;
        }
        let groups = sizes.len();
        if groups <= MOST_GROUPS {
            return None;
        }
        let mut ranked: Vec<_> = sizes.into_iter().map(|(key, size)| (Reverse(size), key)).collect();
        ranked.sort_unstable();
        let keys = ranked.into_iter().take(MOST_GROUPS).map(|(_, key)| key.clone()).collect();
        Some(Self { keys, groups })
    }

    /// Whether a group has a row of its own.
    pub(super) fn has(&self, fact: &Fact, by: &[String], key: &[String]) -> bool {
        self.keys.contains(key) || stays(fact, by, key)
    }
}

fn stays(fact: &Fact, by: &[String], key: &[String]) -> bool {
    let [word] = key else { return false };
    word == UNSPECIFIED || by.first().is_some_and(|property| sorting::has_order(fact, property, word))
}

/// A breakdown that was cut.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) by: Vec<String>,
    /// The groups of all periods.
    pub(super) groups: usize,
}

/// The cuts of a run, one finding a table and property: what a column holds is seen in all its indicators.
#[derive(Default)]
pub(super) struct Cuts {
    by_field: BTreeMap<(Option<TableId>, String), Told>,
}

#[derive(Default)]
struct Told {
    groups: usize,
    /// What people call the properties: Chinese, English.
    by: [String; 2],
    chinese: BTreeSet<String>,
    english: BTreeSet<String>,
}

impl Cuts {
    pub(super) fn add(&mut self, definition: &Definition, cuts: &[Cut]) {
        for Cut { by, groups } in cuts {
            let fact = &definition.rows.facts;
            let columns = || by.iter().filter_map(|property| fact.column(property));
            let field = columns().map(|column| column.field.as_ref().unwrap_or(&column.id).clone());
            let field = field.collect::<Vec<_>>().join("+");
            let told = self.by_field.entry((fact.tables.first().copied(), field)).or_default();
            told.groups = told.groups.max(*groups);
            let names = |lang| columns().map(|column| column.names.get(lang)).collect::<Vec<_>>().join("+");
            told.by = Lang::ALL.map(names);
            told.chinese.insert(definition.name.chinese.clone());
            told.english.insert(definition.name.en.clone());
        }
    }

    pub(super) fn findings(self) -> impl Iterator<Item = Finding> {
        self.by_field.into_iter().map(|((table, field), told)| {
            let Told { groups, by: [by, english_by], chinese, english } = told;
            let (chinese, english): (Vec<_>, Vec<_>) = (chinese.into_iter().collect(), english.into_iter().collect());
            let (indicators, english) = (chinese.join("”“"), english.join("”, “"));
            let finding = Finding::new(
                Severity::Warning,
                Code::ManyGroups,
                Place::file(&WHOLE_INPUT.into()),
                format!(
                    "“{indicators}”按“{by}”分组有 {groups} 种，超过 {MOST_GROUPS} 种：只列最大的 {MOST_GROUPS} 种，其余合为一行“其他（N 种）”，合计不变"
                ),
                format!(
                    "“{english}” by “{english_by}” has {groups} kinds, more than {MOST_GROUPS}: the largest {MOST_GROUPS} are listed, the rest is one row “other (N kinds)”; the rows still add up"
                ),
            );
            let finding = finding.field(&field).value(&groups.to_string());
            match table {
                Some(table) => finding.table(table),
                None => finding,
            }
        })
    }
}
