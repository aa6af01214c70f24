//! Scores to 0–100: the scale comes from the workspace, the template or the heading, else from all values of the
//! column over all files, once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;

use super::cell::score::{points, scale_in_heading};
use super::field_kind::FieldKind;
use super::hints::InferredScale;
use super::model::{About, Doubt};
use super::rows::{Rows, heading_key};
use super::schema::{Field, Schema, item};
use super::schemas::Schemas;
use super::value::Value;

/// Scales that may be inferred, in millionths (contract, section 3, Satisfaction).
const INFERRED: [i64; 3] = [5_000_000, 10_000_000, 100_000_000];

/// A cell that shows 93% holds 0.93: the highest of such a column.
const SHARE: i64 = 1_000_000;

/// Scores above a scale are few where they are at most one in so many: hardly a dealer whose other four are at most 10
/// of 100.
const FEW: usize = 5;

/// One in so many is alone: it makes no scale of its own. On a scale of ten nearly all can be at most five, though hardly
/// all.
const ALONE: usize = 10;
const ALONE_ABOVE_FIVE: usize = 20;

/// So many answers are more than a few unhappy customers.
const MANY: usize = 5;

/// Above a scale of five, where many a low score lies on a scale of ten, only few are doubtful; above one of ten, where
/// hardly one lies on a scale of a hundred, as many as half of all.
const DOUBTFUL_ABOVE_TEN: usize = 2;

/// The doubts about scores that findings tell of, one a field; what is no item enters no satisfaction.
pub(super) fn doubts(findings: &[Finding], schema: &Schema) -> Vec<Doubt> {
    let doubtful = |field: &&Field| {
        let of_field = |one: &Finding| one.code == Code::DoubtfulScale && one.field.as_ref() == Some(&field.id);
        item(&field.id).is_some() && findings.iter().any(of_field)
    };
    let doubt = |field: &Field| Doubt {
        about: About::Scores,
        words: Words {
            chinese: format!("“{}”的分制可疑，本数可能有误，见“数据质量”", field.names.chinese),
            en: format!("the scale of {} is doubtful, the figure may be wrong: see the data quality", field.names.en),
        },
    };
    schema.fields.iter().filter(doubtful).map(doubt).collect()
}

/// Brings the scores of one table's blocks to 0–100 and records what was inferred or out of scale.
pub(super) fn apply(
    blocks: &mut [Rows],
    schema: &Schema,
    schemas: &Schemas,
    hints: &mut Vec<InferredScale>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((field, key, declared), members) in columns(blocks, schema, schemas) {
        let shares = if declared == Some(SHARE) { Vec::new() } else { shares(blocks, &members, field) };
        let members: Vec<usize> = members.into_iter().filter(|at| shares.binary_search(at).is_err()).collect();
        let highest_of_all = members.iter().filter_map(|at| highest(&blocks[*at], field)).max();
        for file in shares.chunk_by(|a, b| blocks[*a].grid.file == blocks[*b].grid.file) {
            let highest = file.iter().filter_map(|at| highest_within(&blocks[*at], field, SHARE)).max().unwrap_or(0);
            let finding = told_as_shares(&blocks[file[0]], schema, field, highest);
            if highest_of_all.is_none() {
                hints.push(hint(&finding, SHARE, Some(SHARE)));
            }
            findings.push(finding);
        }
        for at in shares {
            to_points(&mut blocks[at], schema, field, SHARE);
        }
        let Some(highest) = highest_of_all else { continue };
        let fits = |scale: &i64| highest <= *scale || alone_above(blocks, &members, field, *scale);
        let scale = declared.or_else(|| INFERRED.into_iter().find(fits)).unwrap_or(INFERRED[2]);
        let below = below_one(blocks, &members, schema, field, scale);
        if declared.is_none() {
            let highest = members.iter().filter_map(|at| highest_within(&blocks[*at], field, scale)).max().unwrap_or(0);
            let slips = doubtful(blocks, &members, schema, field, scale);
            let mut finding = inferred(&blocks[members[0]], schema, field, scale, highest);
            if let Some(other) = declared_for_another(schemas, &schema.fields[field]) {
                finding.severity = Severity::Warning;
                finding.message.chinese += &format!("；[scales] 中的“{other}”是同一项的另一种表头，没有用于这一列");
                finding.message.en +=
                    &format!("; “{other}” in [scales] is another heading of the field and not used for this column");
            }
            let likely = if slips.is_some() { next_lower(scale) } else { below.is_some().then_some(scale) };
            hints.push(hint(&finding, scale, likely));
            findings.push(finding);
            findings.extend(slips);
        }
        findings.extend(below);
        findings.extend(all_low(blocks, &members, schema, schemas, (field, &key)));
        for at in members {
            to_points(&mut blocks[at], schema, field, scale);
        }
    }
    findings
}

/// What `check --suggest` says of a scale, in points; `likely` where a finding doubts it.
fn hint(finding: &Finding, scale: i64, likely: Option<i64>) -> InferredScale {
    let points = |millionths: i64| millionths as f64 / 1e6;
    let (heading, place) = (finding.value.as_deref().unwrap_or("").to_owned(), finding.place.clone());
    InferredScale { heading, scale: points(scale), likely: likely.map(points), place }
}

/// The blocks that have a column of scores, by field, heading and declared scale.
fn columns(blocks: &[Rows], schema: &Schema, schemas: &Schemas) -> BTreeMap<(usize, String, Option<i64>), Vec<usize>> {
    let mut columns: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, rows) in blocks.iter().enumerate() {
        for column in &rows.block.columns {
            let field = &schema.fields[column.field];
            if field.kind == FieldKind::Score {
                let key = heading_key(&column.heading);
                let scale = declared(schemas, &key).or(scale_in_heading(&column.heading)).or(field.scale);
                let members = columns.entry((column.field, key, scale)).or_default();
                if members.last() != Some(&at) {
                    members.push(at);
                }
            }
        }
    }
    columns
}

/// The scale that the workspace declares for a heading, or for what stands at its end below a group (满意度 over 服务态度).
fn declared(schemas: &Schemas, key: &str) -> Option<i64> {
    let below_a_group = || {
        let fitting = schemas.scales.iter().filter(|(heading, _)| key.ends_with(heading.as_str()));
        fitting.max_by_key(|(heading, _)| heading.len()).map(|(_, scale)| *scale)
    };
    schemas.scales.get(key).copied().or_else(below_a_group)
}

/// A heading of the field for which the workspace declares a scale, where a column bears another one.
fn declared_for_another<'f>(schemas: &Schemas, field: &'f Field) -> Option<&'f str> {
    let declared = |heading: &&String| schemas.scales.contains_key(&heading_key(heading));
    field.headings.iter().find(declared).map(String::as_str)
}

/// The scores above a scale are so few, in the whole column and in none of its lists most of them, that they are slips: the
/// scale is where the others lie.
fn alone_above(blocks: &[Rows], members: &[usize], field: usize, scale: i64) -> bool {
    let (mut count, mut above) = (0_usize, 0_usize);
    for &at in members {
        let (own, high) = raw_scores(&blocks[at], field)
            .fold((0, 0), |(own, high), (_, raw)| (own + 1, high + usize::from(raw > scale)));
        if high * 2 > own {
            return false;
        }
        (count, above) = (count + own, above + high);
    }
    above * if scale == INFERRED[0] { ALONE_ABOVE_FIVE } else { ALONE } <= count
}

fn highest_within(rows: &Rows, field: usize, scale: i64) -> Option<i64> {
    raw_scores(rows, field).map(|(_, raw)| raw).filter(|raw| *raw <= scale).max()
}

fn highest(rows: &Rows, field: usize) -> Option<i64> {
    raw_scores(rows, field).map(|(_, raw)| raw).max()
}

/// The blocks of percentages whose format the file keeps to itself: no score is above one, and some lie between nought
/// and one, or do so in another sheet of the file. No declared scale can be meant then: a dealer does not answer 0.93 out
/// of 100 all along. Beside the 93 of another file they are percentages still.
fn shares(blocks: &[Rows], members: &[usize], field: usize) -> Vec<usize> {
    let low: Vec<usize> = members
        .iter()
        .copied()
        .filter(|at| {
            highest(&blocks[*at], field).is_some_and(|highest| highest <= SHARE) || lone_points(&blocks[*at], field)
        })
        .collect();
    let with_fractions: Vec<usize> = low
        .iter()
        .copied()
        .filter(|at| raw_scores(&blocks[*at], field).any(|(_, raw)| (1..SHARE).contains(&raw)))
        .collect();
    let all_are_low = members.iter().all(|at| low.binary_search(at).is_ok() || highest(&blocks[*at], field).is_none());
    let files: BTreeSet<&str> = with_fractions.iter().map(|at| &*blocks[*at].grid.file).collect();
    let anywhere = all_are_low && !files.is_empty();
    low.into_iter().filter(|at| anywhere || files.contains(&*blocks[*at].grid.file)).collect()
}

/// Nearly all scores of a block lie between nought and one, and the few others are slips.
fn lone_points(rows: &Rows, field: usize) -> bool {
    let (mut count, mut above, mut between) = (0_usize, 0_usize, 0_usize);
    for (_, raw) in raw_scores(rows, field) {
        count += 1;
        above += usize::from(raw > SHARE);
        between += usize::from((1..SHARE).contains(&raw));
    }
    above * ALONE <= count && between * 2 > count
}

/// A few shares among points: 0.95 where the others say 93 is 95% rather than not even one point.
fn below_one(blocks: &[Rows], members: &[usize], schema: &Schema, field: usize, scale: i64) -> Option<Finding> {
    if scale < INFERRED[1] {
        return None;
    }
    let below = |&at: &usize| {
        raw_scores(&blocks[at], field).filter(|(_, raw)| (1..SHARE).contains(raw)).map(move |(row, raw)| (at, row, raw))
    };
    let below: Vec<_> = members.iter().flat_map(below).collect();
    let &(.., raw) = below.first()?;
    let (shown, scale, number) = (in_units(raw), in_units(scale), below.len());
    let percent = in_units(raw * 100);
    let chinese = format!("“{shown}”等 {number} 个分数不到 1 分（满分 {scale}），是否应为 {percent}%；按原样使用");
    let english = format!(
        "{number} score(s) such as {shown} are below 1 on a scale of {scale}; is {percent}% meant? used as they stand"
    );
    Some(of_cells(blocks, &below, schema, field, chinese, english))
}

/// Many answers and none above five, where the template alone says that the scale is ten, or above a tenth of what the heading
/// says: they may be out of that.
fn all_low(
    blocks: &[Rows],
    members: &[usize],
    schema: &Schema,
    schemas: &Schemas,
    (field, key): (usize, &str),
) -> Option<Finding> {
    let (heading, place) = heading_of(&blocks[members[0]], field);
    let of_template = || schema.fields[field].scale.filter(|scale| *scale > INFERRED[0]);
    let (scale, low) = match scale_in_heading(heading) {
        Some(scale) => (scale, scale / 10),
        None => (of_template()?, INFERRED[0]),
    };
    let scores = || members.iter().flat_map(|at| raw_scores(&blocks[*at], field));
    let is_said = declared(schemas, key).is_some();
    if is_said || scores().count() < MANY || scores().any(|(_, raw)| raw > low) {
        return None;
    }
    let (most, scale) = (in_units(low), in_units(scale));
    let chinese =
        format!("“{heading}”没有一个大于 {most}，按 {scale} 分制计算；如是 {most} 分制，请在表头写明（{most}分制）");
    let english = format!(
        "no answer of “{heading}” is above {most}; taken as a scale of {scale}. If it is one of {most}, say so in the heading (out of {most})"
    );
    let finding = Finding::new(Severity::Warning, Code::DoubtfulScale, place, chinese, english);
    Some(finding.table(schema.table).field(&schema.fields[field].id).value(heading))
}

fn told_as_shares(rows: &Rows, schema: &Schema, field: usize, highest: i64) -> Finding {
    let (heading, place) = heading_of(rows, field);
    let highest = in_units(highest);
    let chinese = format!("“{heading}”中没有大于 1 的分数（最高 {highest}），按百分比计算：0.93 即 93%");
    let english = format!("no score of “{heading}” is above 1 (highest {highest}); taken as percentages: 0.93 is 93%");
    Finding::new(Severity::Warning, Code::DoubtfulScale, place, chinese, english)
        .table(schema.table)
        .field(&schema.fields[field].id)
        .value(heading)
}

/// The heading of a score column and its cell.
fn heading_of(rows: &Rows, field: usize) -> (&str, Place) {
    let column = rows.block.columns.iter().find(|column| column.field == field);
    let heading = column.map_or("", |column| column.heading.trim());
    let place = rows.grid.place().at(rows.block.first_row.saturating_sub(1), column.map_or(0, |column| column.col));
    (heading, place)
}

/// The rows that hold a score on the column's own scale.
fn raw_scores(rows: &Rows, field: usize) -> impl Iterator<Item = (usize, i64)> {
    (0..rows.rows.len())
        .filter_map(move |row| if let Value::RawScore(raw) = rows.value(row, field) { Some((row, raw)) } else { None })
}

fn next_lower(scale: i64) -> Option<i64> {
    INFERRED.into_iter().rev().find(|lower| *lower < scale)
}

/// A few scores that lift the whole column to the next scale are rather slips of the pen: one 11 among the nines of a
/// 10-point column would make each of them a 9 out of 100.
fn doubtful(blocks: &[Rows], members: &[usize], schema: &Schema, field: usize, scale: i64) -> Option<Finding> {
    let lower = next_lower(scale)?;
    let (mut count, mut above) = (0_usize, Vec::new());
    for &at in members {
        for (row, raw) in raw_scores(&blocks[at], field) {
            count += 1;
            if raw > lower {
                above.push((at, row, raw));
            }
        }
    }
    let &(.., raw) = above.first()?;
    let few = if lower == INFERRED[0] { FEW } else { DOUBTFUL_ABOVE_TEN };
    if above.len() * few > count {
        return None;
    }
    let (shown, most, rest) = (in_units(raw), in_units(lower), count - above.len());
    let (number, scale) = (above.len(), in_units(scale));
    let chinese = format!("“{shown}”等 {number} 个分数使整列按 {scale} 分制计算，而其余 {rest} 个都不超过 {most}");
    let english =
        format!("{number} score(s) such as {shown} make this a column of {scale}; the other {rest} are at most {most}");
    Some(of_cells(blocks, &above, schema, field, chinese, english))
}

/// A doubt about scores: block, row and raw value of each. It names the first cell and the others of its sheet.
fn of_cells(
    blocks: &[Rows],
    cells: &[(usize, usize, i64)],
    schema: &Schema,
    field: usize,
    chinese: String,
    english: String,
) -> Finding {
    let (at, row, raw) = cells[0];
    let place = blocks[at].place(row, field);
    let same_sheet = cells[1..].iter().filter(|other| blocks[other.0].grid.place() == blocks[at].grid.place());
    let more = same_sheet.map(|(at, row, _)| blocks[*at].cell(*row, field)).collect();
    let finding = Finding::new(Severity::Warning, Code::DoubtfulScale, place, chinese, english);
    finding.table(schema.table).field(&schema.fields[field].id).value(&in_units(raw)).more(more)
}

fn to_points(rows: &mut Rows, schema: &Schema, field: usize, scale: i64) {
    for row in 0..rows.rows.len() {
        let Value::RawScore(raw) = rows.value(row, field) else { continue };
        let Some(points) = points(raw, scale) else {
            let (shown, top) = (in_units(raw), in_units(scale));
            let declared = &schema.fields[field];
            let finding = Finding::new(
                Severity::Warning,
                Code::ScoreOutOfScale,
                rows.place(row, field),
                format!("{}“{shown}”：应在 0–{top} 之间；该分数未计入", declared.names.chinese),
                format!("{} “{shown}”: should lie between 0 and {top}; the score is left out", declared.names.en),
            );
            rows.findings.push(finding.table(schema.table).field(&declared.id).value(&shown));
            rows.set(row, field, Value::Nothing);
            continue;
        };
        rows.set(row, field, Value::Points(points));
    }
}

fn inferred(rows: &Rows, schema: &Schema, field: usize, scale: i64, highest: i64) -> Finding {
    let (heading, place) = heading_of(rows, field);
    let (scale, highest) = (in_units(scale), in_units(highest));
    let chinese = format!("“{heading}”按 {scale} 分制计算（全部文件中该列最高 {highest}）");
    let english = format!("“{heading}” is taken as a scale of {scale} (its highest value in all files is {highest})");
    Finding::new(Severity::Info, Code::InferredScale, place, chinese, english)
        .table(schema.table)
        .field(&schema.fields[field].id)
        .value(heading)
}

/// Millionths as a plain number: `4.5`.
fn in_units(millionths: i64) -> String {
    format!("{}", millionths as f64 / 1e6)
}
