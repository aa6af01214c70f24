//! From the files that were read to the report: tables → facts → indicators → pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::address::Place;
use crate::base::failure::Failure;
use crate::base::finding::{self, Code, Finding, Severity, WHOLE_INPUT};
use crate::base::finding_groups;
use crate::base::side_by_side::side_by_side;
use crate::base::table_id::TableId;
use crate::facts::moments::Moment;
use crate::input::ReadFile;
use crate::kpi::analyses::correlation::{Together, correlation};
use crate::kpi::behind::RowBehind;
use crate::kpi::counted::Counted;
use crate::kpi::{self, Evaluation};
use crate::render::charts;
use crate::report::compose::compose;
use crate::report::content::Content;
use crate::report::door::Door;
use crate::report::model::{PeriodInfo, Report};
use crate::report::pages::plan::CorrelationPlan;
use crate::run::{filled_forms, measures, settings_books};
use crate::settings::{PhonePrivacy, Settings};
use crate::tables::hints::Hints;
use crate::tables::model::{InputBlock, Item, RowCounts, Tables};
use crate::tables::schema::Schema;
use crate::tables::{self, SheetInput};
use crate::{facts, refusal, run::declarations::Declarations};

/// What the files came to.
#[derive(Debug)]
pub struct Computed {
    /// The balance of every sheet.
    pub inputs: Vec<InputBlock>,
    /// The items of satisfaction.
    pub(super) items: Vec<Item>,
    /// Tables of which at least one sheet could be used.
    pub usable: BTreeSet<TableId>,
    /// The figures.
    pub evaluation: Evaluation,
    /// The rows behind counts, by the id of their list.
    pub lists: BTreeMap<String, Vec<RowBehind>>,
    /// The lists of a group that have more rows than anybody reads: how many each store has.
    pub long_lists: BTreeMap<String, BTreeMap<String, usize>>,
    /// How indicators move together, by the id of their table.
    pub correlations: BTreeMap<String, Vec<Together>>,
    /// The measures that are not done, in the order of their lists, with every field that a form asks for.
    pub measures: Vec<RowBehind>,
    /// Everything found so far, sorted.
    pub findings: Vec<Finding>,
    /// The same before many of one kind were told as one; kept for marked copies only.
    pub single: Vec<Finding>,
    /// Headings, words and scales that nothing declares.
    pub hints: Hints,
    /// How texts leave the program.
    pub door: Door,
}

/// The typed tables of what was read, with everything that was found on the way.
pub fn typed(mut files: Vec<ReadFile>, settings: &Settings, declared: &Declarations) -> Tables {
    settings_books::set_aside(&mut files, &declared.settings);
    let mut findings = Vec::new();
    let mut sheets = Vec::new();
    for file in files {
        findings.extend(file.findings);
        let sha256 = file.sha256;
        sheets.extend(file.grids.into_iter().map(|grid| SheetInput { grid, sha256: sha256.clone() }));
    }
    let context = tables::Context {
        as_of: settings.as_of,
        private_names: settings.layout.privacy.personal != PhonePrivacy::Full,
    };
    let mut tables = tables::build(sheets, &declared.schemas, &context);
    findings.append(&mut tables.findings);
    Tables { findings, ..tables }
}

/// Computes every figure of the settings' period.
///
/// # Errors
/// A fault of the program; what is wrong with the data becomes findings.
pub fn compute(files: Vec<ReadFile>, settings: &Settings, declared: &Declarations) -> Result<Computed, Failure> {
    let mut tables = typed(files, settings, declared);
    let mut findings = std::mem::take(&mut tables.findings);
    findings.extend(missing_tables(&tables.inputs, declared));
    findings.extend(filled_forms::found(settings));
    findings.extend(refusal::many_rejected(settings, &tables.inputs));
    findings.extend(declared.notes.findings.iter().cloned());
    let usable = usable(&tables);
    let Evaluated { evaluation, lists, correlations, measures } =
        evaluate(&mut tables, settings, declared).map_err(Failure::unexpected)?;
    findings.extend(evaluation.findings.iter().cloned());
    finding::sort(&mut findings);
    let single = if settings.marked_copy.is_some() { findings.clone() } else { Vec::new() };
    finding_groups::group(&mut findings);
    let dealers: Vec<&str> = settings.dealers().collect();
    let door = Door::of(settings.layout.privacy, tables.numbers, tables.customers, &dealers);
    let door = door.map_err(Failure::unexpected)?;
    Ok(Computed {
        inputs: tables.inputs,
        items: tables.items,
        usable,
        evaluation,
        lists,
        long_lists: BTreeMap::new(),
        correlations,
        measures,
        findings,
        single,
        hints: tables.hints,
        door,
    })
}

/// The figures of what a warehouse has counted: no rows, no lists, and no word about the quality of the data.
///
/// # Errors
/// A fault of the program.
pub fn counted(mut of: Counted, settings: &Settings, declared: &Declarations) -> Result<Computed, Failure> {
    let mut findings = std::mem::take(&mut of.findings);
    let Counted { file, sha256, .. } = &of;
    let names = declared.schemas.dictionary.names();
    let facts = of.tables.facts(file, &declared.facts, names, settings.calendar);
    let (catalogue, when) = (&declared.catalogue, (&settings.period, settings.as_of));
    let evaluation = kpi::evaluate_counted(&facts, &of, catalogue, when, &settings.counting);
    let evaluation = evaluation.map_err(Failure::unexpected)?;
    let of_table = |(table, rows): (TableId, u64)| {
        let rows = RowCounts { read: rows, used: rows, ..RowCounts::default() };
        let (file, sha256) = (file.to_string(), sha256.to_string());
        InputBlock { file, sha256, sheet: None, table: Some(table), header_row: None, rows }
    };
    let mut inputs: Vec<InputBlock> = of.by_table(&declared.catalogue).into_iter().map(of_table).collect();
    if let Some(first) = inputs.first_mut() {
        let [noted, rejected] = [of.noted, of.rejected].map(|rows| rows as u64);
        first.rows.read += noted + rejected;
        (first.rows.note, first.rows.rejected) = (noted, rejected);
    }
    findings.push(made_from_counts(file));
    findings.extend(refusal::many_rejected(settings, &inputs));
    findings.extend(declared.notes.findings.iter().cloned());
    findings.extend(evaluation.findings.iter().cloned());
    finding::sort(&mut findings);
    finding_groups::group(&mut findings);
    Ok(Computed {
        inputs,
        items: declared.schemas.items(),
        usable: facts.present.clone(),
        correlations: correlations(&evaluation, declared),
        evaluation,
        lists: BTreeMap::new(),
        long_lists: BTreeMap::new(),
        measures: Vec::new(),
        findings,
        single: Vec::new(),
        hints: Hints::default(),
        door: Door::new(settings.layout.privacy),
    })
}

fn made_from_counts(file: &Arc<str>) -> Finding {
    let chinese = format!("从 {file} 的合计做成，没有明细：各页列不出行，数据质量没有看过");
    let english = format!(
        "made from the counts in {file}, without rows: pages list none, and the quality of the data was not looked at"
    );
    Finding::new(Severity::Info, Code::MadeFromCounts, Place::file(file), chinese, english)
}

impl Computed {
    /// Drops what the pages have now: it would lie beside them while the files are written. A group has the rows of its stores
    /// once more.
    pub fn drop_pages(&mut self, settings: &Settings) {
        self.evaluation.drop_pages();
        self.correlations.clear();
        self.long_lists.clear();
        if settings.stores.by.is_none() || settings.stores.is_group() {
            self.lists.clear();
        }
    }
}

/// The tables of which at least one sheet was not set aside as a whole: its headings were understood, and not every row of it
/// was rejected. A list without a row is there.
pub(super) fn usable(tables: &Tables) -> BTreeSet<TableId> {
    let recognised = |table: &TableId| tables.frames.contains_key(table);
    let is_used = |rows: &RowCounts| rows.rejected == 0 || rows.used + rows.duplicate + rows.void > 0;
    let used = tables.inputs.iter().filter(|block| is_used(&block.rows)).filter_map(|block| block.table);
    used.filter(recognised).collect()
}

/// The tables of which there is no sheet, all in one line; whoever forgot an export should read so. Of a table whose sheets
/// were all set aside their own findings tell; without a list of history or targets no figure is missing.
pub(super) fn missing_tables(inputs: &[InputBlock], declared: &Declarations) -> Option<Finding> {
    let there = |table| inputs.iter().any(|block| block.table == Some(table));
    let missing: Vec<&Schema> =
        declared.schemas.tables.iter().filter(|schema| schema.role.is_none() && !there(schema.table)).collect();
    if missing.is_empty() {
        return None;
    }
    let names = |name: fn(&Schema) -> &str| missing.iter().map(|schema| name(schema)).collect::<Vec<_>>();
    let chinese = names(|schema| &schema.names.chinese).join("、");
    let english = names(|schema| &schema.names.en).join(", ");
    let chinese = format!("没有找到这些表：{chinese}；有关指标没有数据");
    let english = format!("no sheet of these tables was found: {english}; their indicators have no data");
    Some(Finding::new(Severity::Info, Code::MissingTable, Place::file(&WHOLE_INPUT.into()), chinese, english))
}

/// The figures, the rows behind those that a page lists, and how those move together that a page holds together.
struct Evaluated {
    evaluation: Evaluation,
    lists: BTreeMap<String, Vec<RowBehind>>,
    correlations: BTreeMap<String, Vec<Together>>,
    measures: Vec<RowBehind>,
}

fn evaluate(tables: &mut Tables, settings: &Settings, declared: &Declarations) -> anyhow::Result<Evaluated> {
    let facts = facts::build(tables, &declared.facts, &settings.counting, settings.calendar)?;
    // The facts hold all that is counted: of a large dealer the tables are most of the memory.
    tables.frames.clear();
    let (period, as_of) = (settings.period, settings.as_of);
    let mut evaluation = kpi::evaluate(&facts, &declared.catalogue, &period, as_of, &settings.counting)?;
    evaluation.findings.extend(facts.findings.iter().cloned());
    let of_lists: Vec<_> =
        declared.pages.lists().filter_map(|list| Some((list, declared.catalogue.get(&list.of)?))).collect();
    let lists = side_by_side(&of_lists, |(list, count)| {
        let rows = kpi::rows_behind(&facts, count, &Moment { period, as_of }, &list.fields(), list.side);
        rows.map(|rows| (list.id.clone(), rows))
    });
    let lists = lists.into_iter().collect::<anyhow::Result<_>>()?;
    let correlations = correlations(&evaluation, declared);
    let measures = measures::open(&facts, settings, declared)?;
    Ok(Evaluated { evaluation, lists, correlations, measures })
}

/// How indicators move together that a page holds together.
pub(super) fn correlations(evaluation: &Evaluation, declared: &Declarations) -> BTreeMap<String, Vec<Together>> {
    let kpi = |id: &String| evaluation.kpis.iter().chain(&evaluation.support).find(|result| result.id == *id);
    let together = |plan: &CorrelationPlan| {
        let results: Vec<_> = plan.of.iter().filter_map(kpi).collect();
        (plan.id.clone(), correlation(&results, &plan.by))
    };
    declared.pages.correlations().map(together).collect()
}

/// Lays out the pages. A character that the pictures' font lacks becomes one finding more.
pub fn lay_out(computed: &mut Computed, settings: &Settings, declared: &Declarations) -> Report {
    let report = composed(computed, settings, declared);
    let missing = charts::missing_glyphs(&report.charts());
    if missing.is_empty() {
        return report;
    }
    computed.findings.extend(missing.into_iter().map(|(chart, glyph)| missing_glyph(&chart, glyph)));
    finding::sort(&mut computed.findings);
    composed(computed, settings, declared)
}

fn composed(computed: &Computed, settings: &Settings, declared: &Declarations) -> Report {
    let content = Content {
        dealer: &settings.layout.dealer,
        period: &period_info(settings),
        calendar: settings.calendar,
        lang: settings.lang,
        results: &computed.evaluation.kpis,
        support: &computed.evaluation.support,
        lists: &computed.lists,
        long_lists: &computed.long_lists,
        correlations: &computed.correlations,
        items: &computed.items,
        schemas: &declared.schemas.tables,
        inputs: &computed.inputs,
        findings: &computed.findings,
        explanations: &declared.explanations(),
        door: &computed.door,
        small_sample: settings.counting.small_sample,
        own_words: &declared.notes.of(&settings.period.label()),
    };
    compose(&content, &declared.texts, &declared.pages)
}

/// The period as the outputs show it.
pub fn period_info(settings: &Settings) -> PeriodInfo {
    let period = settings.period;
    PeriodInfo {
        kind: period.kind,
        label: period.label(),
        start: period.start,
        end: period.end,
        as_of: settings.as_of,
        complete: settings.complete,
    }
}

fn missing_glyph(chart: &str, glyph: char) -> Finding {
    let place = Place::file(&format!("charts/{chart}.png").into());
    let code = u32::from(glyph);
    let chinese = format!("图片字体中没有“{glyph}”（U+{code:04X}），图上画成方框");
    let english = format!("the font of the pictures lacks “{glyph}” (U+{code:04X}); a box is drawn");
    Finding::new(Severity::Warning, Code::MissingGlyph, place, chinese, english).value(&glyph.to_string())
}
