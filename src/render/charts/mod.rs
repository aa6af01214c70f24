//! Charts as pictures, ready for a slide: PNG and SVG from one layout.

mod axes;
mod bars;
mod cartesian;
mod columns;
pub(in crate::render) mod font;
mod frame;
pub(in crate::render) mod inline;
mod labels;
mod layout;
mod lines;
mod pie;
mod png;
mod series;
mod svg;
pub(in crate::render) mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use rayon::prelude::*;

use crate::render::Artifact;
use crate::render::theme::Theme;
use crate::report::chart::model::{Chart, Form};
use layout::{Anchor, Layout, Paper, PlacedText};
use png::Canvas;

/// The folder of the pictures.
pub const FOLDER: &str = "charts/";

/// What `take` makes of the pictures of the charts, each as soon as it is drawn, in the order of the charts:
/// `charts/<id>.png` (1920 × 1080) where `png`, then `charts/<id>.svg` where `svg`. `footer` stands small below each. The
/// same charts give the same bytes.
///
/// # Errors
/// Drawing or encoding fails; the picture is named.
pub fn render<T: Send>(
    charts: &[&Chart],
    footer: &str,
    theme: &Theme,
    (png, svg): (bool, bool),
    take: impl Fn(Artifact) -> T + Sync,
) -> Result<Vec<T>> {
    if !png && !svg {
        return Ok(Vec::new());
    }
    let draw = |canvas: &mut Canvas, chart: &&Chart| {
        let layout = lay_out(chart, &Paper::slide(footer), theme);
        let drawn = [png.then(|| ("png", canvas.png(&layout, theme))), svg.then(|| ("svg", svg::svg(&layout, theme)))];
        let pictures = drawn.into_iter().flatten().map(|(ending, bytes)| {
            let name = format!("{FOLDER}{}.{ending}", chart.id);
            let bytes = bytes.with_context(|| name.clone())?;
            Ok(take(Artifact { name, bytes }))
        });
        pictures.collect()
    };
    let pictures: Vec<Vec<T>> = charts.par_iter().map_init(Canvas::default, draw).collect::<Result<_>>()?;
    Ok(pictures.into_iter().flatten().collect())
}

/// Characters of the charts' texts that the embedded font lacks, with the chart's id, sorted; in the PNG each is a box.
pub fn missing_glyphs(charts: &[&Chart]) -> Vec<(String, char)> {
    let mut missing = BTreeSet::new();
    for chart in charts {
        let points = chart.series.iter().flat_map(|series| &series.points).map(|point| &point.label);
        let texts = [&chart.title, &chart.sentence]
            .into_iter()
            .chain(&chart.caveat)
            .chain(chart.positions.iter().map(|position| &position.name))
            .chain(chart.series.iter().map(|series| &series.name))
            .chain(points)
            .chain(chart.target.iter().map(|target| &target.label));
        for c in texts.flat_map(|text| text.chars()).filter(|&c| !font::has(c)) {
            missing.insert((chart.id.clone(), c));
        }
    }
    missing.into_iter().collect()
}

/// The characters of a text that the pictures' own font lacks.
pub fn lacking(text: &str) -> Vec<char> {
    text.chars().filter(|sign| !font::has(*sign)).collect()
}

fn lay_out(chart: &Chart, paper: &Paper<'_>, theme: &Theme) -> Layout {
    match chart.form {
        _ if !has_data(chart) => empty(chart, paper, theme),
        Form::Pie => pie::layout(chart, paper, theme),
        Form::Lying => bars::layout(chart, paper, theme),
        Form::Standing | Form::Bridge => cartesian::layout(chart, paper, theme),
    }
}

fn has_data(chart: &Chart) -> bool {
    chart.series.iter().flat_map(|series| &series.points).any(|point| point.height().is_some())
}

/// Without data: a frame that says so, in the words of the chart's sentence.
fn empty(chart: &Chart, paper: &Paper<'_>, theme: &Theme) -> Layout {
    let mut layout = Layout::on(paper);
    let room = frame::place(&mut layout, chart, paper, &[], theme, false);
    let (left, top, right, bottom) = (room.left, room.top, room.right, room.bottom);
    let border = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    layout.path(&border, theme.colours.grid, 2, None);
    let em = theme.sizes.sentence;
    let lines = words::wrap(&words::one_line(&chart.sentence), em, room.width() * 0.8, 4);
    let line = PlacedText::line_height(em) + 6.0;
    let mut top = (top + bottom - line * lines.len() as f64) / 2.0;
    for text in lines {
        layout.place(PlacedText::new(&text, em, Anchor::Middle, (left + right) / 2.0, top, theme.colours.grey));
        top += line;
    }
    layout
}
