//! The stores of a workspace: each is counted from its own files alone, and what is counted adds up to their group.

use crate::base::failure::{Exit, Failure};
use crate::base::finding::{self, Finding};
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::input::InputFile;
use crate::refusal;
use crate::run::compute::Computed;
use crate::run::counts;
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener};
use crate::run::made::{check_deck, check_figures, check_outputs, report};
use crate::run::outcome::Outcome;
use crate::run::reading::{check_usable, figures, read, sheets};
use crate::run::stores::{self, Store};
use crate::run::together::Together;
use crate::settings::{Settings, StoreBy};

/// What the stores of a run came to.
pub struct Counted {
    /// Those of which the group is made.
    together: Together,
    /// The one that was asked for alone.
    alone: Option<Computed>,
    /// What was found of the names of the stores, and of what is of no single one.
    of_all: Vec<Finding>,
    /// The stores that the figures lack, and what was found of their folders.
    findings: Vec<Finding>,
    /// Why they lack them, by name.
    failures: Vec<(String, Failure)>,
    /// How many stores there are.
    all: usize,
}

impl Counted {
    fn leave_out(&mut self, name: &str, failure: Failure) {
        self.findings.push(stores::left_out(name, &failure));
        self.failures.push((shown(name), failure));
    }

    fn keep(&mut self, name: String, computed: Computed, is_of_group: bool) {
        if is_of_group { self.together.add(name, computed) } else { self.alone = Some(computed) }
    }
}

/// A report of each store that was asked for, and that of the group. What keeps one from having its report is told, and the
/// others have theirs.
///
/// # Errors
/// No store of that name; as the first store that has no report, where every one should have it.
pub fn reports(
    files: Vec<InputFile>,
    settings: &Settings,
    declared: Declarations,
    tell: Listener<'_>,
) -> Result<Outcome, Failure> {
    let (stores, found) = stores_of(files, settings, &declared, tell)?;
    let own = settings.stores.each || !settings.stores.is_group();
    if own {
        for (_, own) in stores.iter().filter(|(store, _)| store.is_one()) {
            check_deck(own, &declared)?;
            check_outputs(own)?;
        }
    }
    // People of one name in two stores are two people: what is handed out is that of each store.
    if settings.handout.is_some() && !own {
        tell(Event::Remark(Words {
            chinese: "分发给个人的工作簿按店制作：加上 --each-dealer 或 --dealer 店名".to_owned(),
            en: "workbooks for people are made a store: add --each-dealer or --dealer NAME".to_owned(),
        }));
    }
    let group = Settings { handout: None, ..settings.clone() };
    if group.stores.is_group() {
        check_deck(&group, &declared)?;
        check_outputs(&group)?;
    }
    let mut made = Vec::new();
    let mut of_store = |computed: &mut Computed, settings: &Settings| {
        if own {
            made.push(report(computed, settings, &declared, tell)?);
        }
        Ok(())
    };
    let is_of_group = group.stores.is_group();
    let mut each = Each { check: &check_figures, report: &mut of_store, is_of_group };
    let mut counted = count(stores, found, &declared, tell, &mut each);
    if group.stores.is_group() && !counted.together.is_empty() {
        let failures = std::mem::take(&mut counted.failures);
        let all = counted.all;
        let declared = declared.into_group();
        let mut computed = counted.together.computed(counted.of_all, counted.findings, &group, &declared)?;
        check_figures(&computed, &group)?;
        made.push(report(&mut computed, &group, &declared, tell)?);
        // A scheduled task that makes every store's report is told of one that has none; of the group's report its findings
        // tell it.
        let failed = failures.into_iter().filter(|_| settings.stores.each).collect();
        return stores::failed(failed, all).map_or_else(|| Ok(all_of(made)), Err);
    }
    stores::failed(counted.failures, counted.all).map_or_else(|| Ok(all_of(made)), Err)
}

/// What the reports of a run come to together.
fn all_of(made: Vec<Outcome>) -> Outcome {
    let published = made.last().and_then(|last| last.published.clone());
    let texts: Vec<String> = made.into_iter().map(|one| one.text).collect();
    Outcome { published, ..Outcome::new(Exit::Done, texts.join("\n\n")) }
}

/// The figures of the stores that were asked for, for a check: of one its own, else those of all together.
///
/// # Errors
/// No store of that name, or none that can be counted.
pub fn checked(
    files: Vec<InputFile>,
    settings: &Settings,
    declared: Declarations,
    tell: Listener<'_>,
) -> Result<(Computed, Declarations, Vec<InputFile>), Failure> {
    let (stores, found) = stores_of(files, settings, &declared, tell)?;
    let mut files: Vec<InputFile> = stores.iter().flat_map(|(store, _)| store.files.iter().cloned()).collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files.dedup();
    let is_of_group = settings.stores.is_group();
    let mut each = Each { check: &|_, _| Ok(()), report: &mut |_, _| Ok(()), is_of_group };
    let counted = count(stores, found, &declared, tell, &mut each);
    if settings.stores.is_group() && !counted.together.is_empty() {
        let declared = declared.into_group();
        let computed = counted.together.computed(counted.of_all, counted.findings, settings, &declared)?;
        return Ok((computed, declared, files));
    }
    match (counted.alone, stores::failed(counted.failures, counted.all)) {
        (Some(computed), None) => Ok((computed, declared, files)),
        (_, Some(failure)) => Err(failure),
        (None, None) => Err(Failure::unexpected("no store")),
    }
}

/// A store that was asked for, with its own settings.
pub(super) type Asked = (Store, Settings);

/// The stores that were asked for with their settings, and what was found of their names.
pub(super) fn stores_of(
    files: Vec<InputFile>,
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<(Vec<Asked>, Vec<Finding>), Failure> {
    let found = match settings.stores.by {
        _ if settings.facts.is_some() => counts::of_stores(&files, settings, declared, tell)?,
        Some(StoreBy::Column) => stores::by_column(&files, sheets(&files, settings, tell), &declared.schemas),
        _ => stores::by_folder(files, settings),
    };
    Ok((stores::asked(found.stores, settings)?, found.findings))
}

/// What is done with the figures of each store.
struct Each<'e> {
    /// Refuses figures that are not counted.
    check: &'e dyn Fn(&Computed, &Settings) -> Result<(), Failure>,
    /// Makes a store's own report.
    report: &'e mut dyn FnMut(&mut Computed, &Settings) -> Result<(), Failure>,
    /// Their group is counted from them.
    is_of_group: bool,
}

/// Counts each store.
fn count(
    stores: Vec<Asked>,
    found: Vec<Finding>,
    declared: &Declarations,
    tell: Listener<'_>,
    each: &mut Each<'_>,
) -> Counted {
    let all = stores.iter().filter(|(store, _)| store.is_one()).count();
    let (together, findings) = (Together::default(), Vec::new());
    let mut counted = Counted { together, alone: None, of_all: found, findings, failures: Vec::new(), all };
    let mut files = stores::Files::default();
    for (mut store, own) in stores {
        let name = shown(&store.name);
        let read_already = store.read.take();
        let counted_already = store.counts.take();
        let by_rows = read_already.is_some();
        let computed = match (read_already, counted_already) {
            (_, Some(counts)) => counts::figures(counts, &own, declared, tell),
            (Some(sheets), None) => figures(sheets, &own, declared, tell),
            (None, None) => read(&store.files, &own, declared, tell),
        };
        let mut computed = match computed {
            Ok(computed) => computed,
            Err(failure) => {
                counted.leave_out(&store.name, failure);
                continue;
            }
        };
        if !by_rows && store.is_one() {
            computed.findings.extend(files.of_another_store(&computed.inputs, &declared.schemas));
        }
        if by_rows && !store.is_one() {
            counted.findings.extend(stores::rows_of_nobody(&computed.inputs, &declared.schemas));
        }
        // The group has what is of all stores once, not once a store.
        let of_store_alone = each.is_of_group.then(|| [computed.findings.clone(), computed.single.clone()]);
        computed.findings.extend(counted.of_all.iter().cloned());
        computed.single.extend(counted.of_all.iter().filter(|_| own.marked_copy.is_some()).cloned());
        finding::sort(&mut computed.findings);
        let usable = check_usable(&computed, &store.files, &own, declared);
        let usable = usable.and_then(|()| (each.check)(&computed, &own));
        let is_only_empty = is_only_empty(&computed, &own);
        // What keeps its report from being written does not keep a store from being counted.
        if usable.is_ok()
            && store.is_one()
            && let Err(failure) = (each.report)(&mut computed, &own)
        {
            counted.failures.push((name.clone(), failure));
        }
        if let Some(of_store_alone) = of_store_alone {
            [computed.findings, computed.single] = of_store_alone;
        }
        match usable {
            // Lines that belong to no store are titles and notes as a rule.
            Err(_) if !store.is_one() => counted.together.add_rest(computed),
            // Without a row in this period a store has no report of its own, but its earlier months are the group's too.
            Err(failure) if is_only_empty => {
                counted.findings.push(stores::without_rows(&store.name, &own.period));
                counted.failures.push((name.clone(), failure));
                counted.keep(name, computed, each.is_of_group);
            }
            Err(failure) => {
                counted.findings.append(&mut computed.findings);
                counted.leave_out(&store.name, failure);
            }
            Ok(()) => counted.keep(name, computed, each.is_of_group),
        }
    }
    counted
}

/// Whether nothing is wrong with the rows of a store but that they are all of other periods.
fn is_only_empty(computed: &Computed, settings: &Settings) -> bool {
    let Computed { evaluation, inputs, findings, door, .. } = computed;
    let is_empty = !evaluation.has_rows && !evaluation.periods_with_rows.is_empty();
    is_empty && refusal::doubtful_data(settings, inputs, findings, door).is_ok()
}
