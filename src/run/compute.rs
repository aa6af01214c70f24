//! From the files that were read to the report: tables → facts → indicators → pages.

use crate::base::address::Place;
use crate::base::failure::Failure;
use crate::base::finding::{self, Code, Finding, Severity, WHOLE_INPUT};
use crate::base::finding_groups;
use crate::input::ReadFile;
use crate::kpi::{self, Evaluation};
use crate::render::charts;
use crate::report::compose::compose;
use crate::report::content::Content;
use crate::report::model::{Block, Chart, PeriodInfo, Report};
use crate::settings::Settings;
use crate::tables::hints::Hints;
use crate::tables::model::{InputBlock, Item, Tables};
use crate::tables::schema::Schema;
use crate::tables::{self, SheetInput};
use crate::{facts, run::declarations::Declarations};

/// What the files came to.
#[derive(Debug)]
pub struct Computed {
    /// The balance of every sheet.
    pub inputs: Vec<InputBlock>,
    /// The items of satisfaction.
    items: Vec<Item>,
    /// The figures.
    pub evaluation: Evaluation,
    /// Everything found so far, sorted.
    pub findings: Vec<Finding>,
    /// The same before many of one kind were told as one; kept for marked copies only.
    pub single: Vec<Finding>,
    /// Headings, words and scales that nothing declares.
    pub hints: Hints,
}

/// Computes every figure of the settings' period.
///
/// # Errors
/// A fault of the program; what is wrong with the data becomes findings.
pub fn compute(files: Vec<ReadFile>, settings: &Settings, declared: &Declarations) -> Result<Computed, Failure> {
    let mut findings = Vec::new();
    let mut sheets = Vec::new();
    for file in files {
        findings.extend(file.findings);
        let sha256 = file.sha256;
        sheets.extend(file.grids.into_iter().map(|grid| SheetInput { grid, sha256: sha256.clone() }));
    }
    let context = tables::Context { as_of: settings.as_of };
    let mut tables = tables::build(sheets, &declared.schemas, &context);
    findings.append(&mut tables.findings);
    findings.extend(missing_tables(&tables, declared));
    let evaluation = evaluate(&mut tables, settings, declared).map_err(Failure::unexpected)?;
    findings.extend(evaluation.findings.iter().cloned());
    finding::sort(&mut findings);
    let single = if settings.marked_copy.is_some() { findings.clone() } else { Vec::new() };
    finding_groups::group(&mut findings);
    Ok(Computed { inputs: tables.inputs, items: tables.items, evaluation, findings, single, hints: tables.hints })
}

/// A table that no sheet holds is no data for its indicators; whoever forgot the export should read so.
fn missing_tables(tables: &Tables, declared: &Declarations) -> Vec<Finding> {
    let missing = declared.schemas.tables.iter().filter(|schema| !tables.frames.contains_key(&schema.table));
    let finding = |schema: &Schema| {
        let chinese = format!("没有找到“{}”表;有关指标没有数据", schema.names.chinese);
        let english = format!("no sheet of {} was found; its indicators have no data", schema.names.en);
        Finding::new(Severity::Warning, Code::MissingTable, Place::file(&WHOLE_INPUT.into()), chinese, english)
            .table(schema.table)
    };
    missing.map(finding).collect()
}

fn evaluate(tables: &mut Tables, settings: &Settings, declared: &Declarations) -> anyhow::Result<Evaluation> {
    let facts = facts::build(tables, &settings.counting, settings.calendar)?;
    // The facts hold all that is counted: of a large dealer the tables are most of the memory.
    tables.frames.clear();
    kpi::evaluate(&facts, &declared.catalogue, &settings.period, settings.as_of, &settings.counting)
}

/// Lays out the pages. A character that the pictures' font lacks becomes one finding more.
///
/// # Errors
/// A fault of the program.
pub fn lay_out(computed: &mut Computed, settings: &Settings, declared: &Declarations) -> Result<Report, Failure> {
    let report = composed(computed, settings, declared)?;
    let missing = charts::missing_glyphs(&charts_of(&report));
    if missing.is_empty() {
        return Ok(report);
    }
    computed.findings.extend(missing.into_iter().map(|(chart, glyph)| missing_glyph(&chart, glyph)));
    finding::sort(&mut computed.findings);
    composed(computed, settings, declared)
}

fn composed(computed: &Computed, settings: &Settings, declared: &Declarations) -> Result<Report, Failure> {
    let content = Content {
        dealer: &settings.layout.dealer,
        period: &period_info(settings),
        lang: settings.lang,
        results: &computed.evaluation.kpis,
        support: &computed.evaluation.support,
        lists: &computed.evaluation.lists,
        items: &computed.items,
        schemas: &declared.schemas.tables,
        inputs: &computed.inputs,
        findings: &computed.findings,
        explanations: &declared.explanations(&settings.counting),
        phone: settings.layout.phone,
        small_sample: settings.counting.small_sample,
    };
    compose(&content, &declared.texts, &declared.pages).map_err(|error| Failure::unexpected(format!("{error:#}")))
}

/// The charts of a report, in the order of its pages.
pub fn charts_of(report: &Report) -> Vec<&Chart> {
    let blocks = report.pages.iter().flat_map(|page| &page.blocks);
    blocks.filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }).collect()
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
        complete: settings.as_of >= period.end,
    }
}

fn missing_glyph(chart: &str, glyph: char) -> Finding {
    let place = Place::file(&format!("charts/{chart}.png").into());
    let code = u32::from(glyph);
    let chinese = format!("图片字体中没有“{glyph}”(U+{code:04X}),图上画成方框");
    let english = format!("the font of the pictures lacks “{glyph}” (U+{code:04X}); a box is drawn");
    Finding::new(Severity::Warning, Code::MissingGlyph, place, chinese, english).value(&glyph.to_string())
}
