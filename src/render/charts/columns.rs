//! Columns side by side, with their values.

use std::collections::BTreeSet;

use super::axes::Axes;
use super::font;
use super::labels::{self, Label, Wanted};
use super::layout::{Anchor, Area, Layout, PlacedText, Point, Shape};
use super::series::{self, Drawn, label, value};
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::{Chart, Mark, Series};

/// A single column stays a column, in pixels.
const WIDEST_COLUMN: f64 = 136.0;

/// Draws the columns; what they ask of the labels: theirs, and their upper edges to keep off.
pub fn place(layout: &mut Layout, chart: &Chart, series: &[Drawn<'_>], axes: &Axes, theme: &Theme) -> Wanted {
    let mut all = Wanted::default();
    let columns: Vec<&Drawn<'_>> = series.iter().filter(|one| one.series.mark == Mark::Column).collect();
    if columns.is_empty() {
        return all;
    }
    let crossed = columns.len() < series.len();
    let pitch = (axes.slot * 0.76 / columns.len() as f64).min(WIDEST_COLUMN);
    let width = if pitch > 12.0 { pitch - 4.0 } else { pitch * 0.85 };
    let mut wanted = Vec::new();
    let mut standing_out = BTreeSet::new();
    let label_room = match columns.len() {
        _ if crossed => width - 4.0,
        1 => axes.slot.min(pitch * 1.5),
        _ => pitch,
    };
    let em = series::em_for_all(&columns, chart.positions.len(), label_room, theme);
    for at in 0..chart.positions.len() {
        let first = axes.middle(at) - pitch * columns.len() as f64 / 2.0;
        for (place, one) in columns.iter().enumerate() {
            let middle = first + pitch * (place as f64 + 0.5);
            let Some((value, _)) = value(one.series, at) else {
                all.labels.extend(gap_label(one.series, at, em, (middle, axes.plot.bottom), theme));
                continue;
            };
            let from = one.series.points[at].from;
            let (end, zero) = (axes.y(one.series.axis, value), axes.y(one.series.axis, from));
            let block = Area {
                left: middle - width / 2.0,
                top: end.min(zero),
                right: middle + width / 2.0,
                bottom: end.max(zero),
            };
            if block.height() >= 0.5 {
                layout.shapes.push(Shape::Block(block, one.colours[at]));
            }
            all.lines.push(((block.left, block.top), (block.right, block.top)));
            let Some(text) = label(one.series, at) else { continue };
            let rank = labels::RANK_COLUMN + (chart.positions.len() - at) as u32;
            let places = around_column(&text, em, block, one.colours[at], theme);
            if !has_room_inside(&text, em, block) {
                standing_out.insert(one.index);
            }
            wanted.push((one.index, Label { rank, places }));
        }
    }
    for (index, mut label) in wanted {
        // Where lines cross the columns, labels at the foot of all columns of a series stay clear of the lines and in a row.
        if crossed && !standing_out.contains(&index) {
            label.places.rotate_right(1);
        }
        all.labels.push(label);
    }
    all
}

/// The sign of a gap stands where the column would, so that it is not taken for a 0.
fn gap_label(series: &Series, at: usize, em: f64, (middle, zero): Point, theme: &Theme) -> Option<Label> {
    let text = label(series, at).filter(|text| !text.is_empty())?;
    let top = zero - PlacedText::line_height(em) - 3.0;
    let place = PlacedText::new(&text, em, Anchor::Middle, middle, top, theme.colours.grey);
    Some(Label { rank: labels::RANK_COLUMN, places: vec![place] })
}

/// Whether a column is high and wide enough for its label.
fn has_room_inside(text: &str, em: f64, block: Area) -> bool {
    block.height() > PlacedText::line_height(em) + 8.0 && font::width(text, em) <= block.width() - 4.0
}

/// The places of a column's label; inside it only where it is high and wide enough.
fn around_column(text: &str, em: f64, block: Area, colour: Rgb, theme: &Theme) -> Vec<PlacedText> {
    let height = PlacedText::line_height(em);
    let middle = (block.left + block.right) / 2.0;
    let above = |lines: f64| {
        let top = block.top - lines * height - 3.0;
        let text = PlacedText::new(text, em, Anchor::Middle, middle, top, theme.colours.ink);
        PlacedText { patch: Some(theme.colours.ground), ..text }
    };
    let mut places = vec![above(1.0)];
    if has_room_inside(text, em, block) {
        let ink = if colour.is_dark() { theme.colours.ground } else { theme.colours.ink };
        places.push(PlacedText::new(text, em, Anchor::Middle, middle, block.top + 4.0, ink));
        places.push(PlacedText::new(text, em, Anchor::Middle, middle, block.bottom - height - 2.0, ink));
    } else {
        // A point of a line may stand on a column that is too low for a label.
        places.extend([above(2.0), above(3.0)]);
    }
    places
}
