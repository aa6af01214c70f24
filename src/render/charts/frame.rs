//! What every picture has: title, sentence, legend, footer; and the room that they leave.

use super::layout::{Anchor, Area, Layout, Paper, PlacedText, Point, Shape};
use super::{font, words};
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::{Chart, Mark};

const LEGEND_GAP: f64 = 44.0;
const KEY_WIDTH: f64 = 46.0;
const LINE_KEY_WIDTH: f64 = 78.0;

/// One entry of the legend.
pub struct Key {
    /// Name of the series.
    pub name: String,
    /// Its colour.
    pub colour: Rgb,
    /// Its mark, and its place among the series with this mark (which decides points and dashes).
    pub mark: (Mark, usize),
}

/// Places title, sentence (where `with_sentence`), legend and footer; returns the room between them.
pub fn place(
    layout: &mut Layout,
    chart: &Chart,
    paper: &Paper<'_>,
    keys: &[Key],
    theme: &Theme,
    with_sentence: bool,
) -> Area {
    let room = paper.room();
    let Some(footer) = paper.footer else {
        let mut top = paper.margin;
        if keys.len() > 1 {
            top = place_keys(layout, keys, top, paper, theme) + 18.0;
        }
        return Area {
            left: paper.margin,
            top,
            right: paper.width - paper.margin,
            bottom: paper.height - paper.margin,
        };
    };
    let mut top = 48.0;
    let title = words::one_line(&chart.title);
    let em = words::em_to_fit(&title, theme.sizes.title, theme.sizes.sentence, room);
    for line in words::wrap(&title, em, room, 2) {
        layout.place(PlacedText::new(&line, em, Anchor::Start, paper.margin, top, theme.colours.ink));
        top += PlacedText::line_height(em) + 4.0;
    }
    if with_sentence {
        top = place_sentence(layout, &words::one_line(&chart.sentence), top + 6.0, paper, theme);
        if let Some(caveat) = &chart.caveat {
            top = place_caveat(layout, &words::one_line(caveat), top, paper, theme);
        }
    }
    if keys.len() > 1 {
        top = place_keys(layout, keys, top + 14.0, paper, theme);
    }
    let em = theme.sizes.footer;
    let bottom = paper.height - 28.0 - PlacedText::line_height(em);
    let footer = words::shorten(&words::one_line(footer), em, room);
    layout.place(PlacedText::new(&footer, em, Anchor::Start, paper.margin, bottom, theme.colours.grey));
    Area { left: paper.margin, top: top + 18.0, right: paper.width - paper.margin, bottom: bottom - 22.0 }
}

/// Two lines, or three smaller ones; returns where they end.
fn place_sentence(layout: &mut Layout, sentence: &str, mut top: f64, paper: &Paper<'_>, theme: &Theme) -> f64 {
    let room = paper.room();
    let large = theme.sizes.sentence;
    let fits = words::wrap(sentence, large, room, 3).len() < 3;
    let em = if fits { large } else { (large * 0.8).max(theme.sizes.smallest) };
    for line in words::wrap(sentence, em, room, 3) {
        layout.place(PlacedText::new(&line, em, Anchor::Start, paper.margin, top, theme.colours.grey));
        top += PlacedText::line_height(em) + 6.0;
    }
    top
}

/// At most two lines; returns where they end.
fn place_caveat(layout: &mut Layout, caveat: &str, mut top: f64, paper: &Paper<'_>, theme: &Theme) -> f64 {
    let room = paper.room();
    let em = (theme.sizes.sentence * 0.8).max(theme.sizes.smallest);
    for line in words::wrap(caveat, em, room, 2) {
        layout.place(PlacedText::new(&line, em, Anchor::Start, paper.margin, top, theme.colours.bad));
        top += PlacedText::line_height(em) + 6.0;
    }
    top
}

/// The legend: rows that end at the right margin; at most three, the rest is counted. Returns where it ends.
fn place_keys(layout: &mut Layout, keys: &[Key], mut top: f64, paper: &Paper<'_>, theme: &Theme) -> f64 {
    let room = paper.room();
    let em = theme.sizes.legend;
    let names: Vec<String> =
        keys.iter().map(|key| words::shorten(&words::one_line(&key.name), em, room / 3.0 - key_width(key))).collect();
    let widths: Vec<f64> = keys.iter().zip(&names).map(|(key, name)| key_width(key) + font::width(name, em)).collect();
    let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
    let mut used = 0.0;
    for (at, width) in widths.iter().enumerate() {
        if used > 0.0 && used + width > room {
            rows.push(Vec::new());
            used = 0.0;
        }
        used += width + LEGEND_GAP;
        if let Some(row) = rows.last_mut() {
            row.push(at);
        }
    }
    let left_out: usize = rows.iter().skip(3).map(Vec::len).sum();
    for row in rows.iter().take(3) {
        let total: f64 = row.iter().map(|&at| widths[at]).sum::<f64>() + LEGEND_GAP * (row.len() - 1) as f64;
        let mut x = paper.width - paper.margin - total;
        for &at in row {
            let middle = top + PlacedText::line_height(em) / 2.0;
            draw_key(layout, &keys[at], (x, middle));
            layout.place(PlacedText::new(
                &names[at],
                em,
                Anchor::Start,
                x + key_width(&keys[at]),
                top,
                theme.colours.ink,
            ));
            x += widths[at] + LEGEND_GAP;
        }
        top += PlacedText::line_height(em) + 6.0;
    }
    if left_out > 0 {
        let more = format!("… +{left_out}");
        layout.place(PlacedText::new(&more, em, Anchor::End, paper.width - paper.margin, top, theme.colours.grey));
        top += PlacedText::line_height(em) + 6.0;
    }
    top
}

/// The key of a line is long enough to show its dashes.
fn key_width(key: &Key) -> f64 {
    match key.mark {
        (Mark::Column | Mark::Dot, _) => KEY_WIDTH,
        (Mark::Line, _) => LINE_KEY_WIDTH,
    }
}

fn draw_key(layout: &mut Layout, key: &Key, (x, y): Point) {
    match key.mark {
        (Mark::Column, _) => {
            let block = Area { left: x + 10.0, top: y - 11.0, right: x + 34.0, bottom: y + 11.0 };
            layout.shapes.push(Shape::Block(block, key.colour));
        }
        (Mark::Dot, index) => point(layout, index, (x + 22.0, y), DOT, key.colour),
        (Mark::Line, index) => {
            layout.path(&[(x, y), (x + 68.0, y)], key.colour, 4, dash(index));
            point(layout, index, (x + 34.0, y), POINT, key.colour);
        }
    }
}

/// The dashes of the line with this place among the lines.
pub fn dash(index: usize) -> Option<(f64, f64)> {
    [None, Some((18.0, 9.0)), Some((6.0, 6.0)), Some((28.0, 8.0))][index % 4]
}

/// Half the width of a point on a line, in pixels …
pub const POINT: f64 = 8.0;
/// … and of one that stands alone.
pub const DOT: f64 = 11.0;

/// A point of this radius: disc, square, diamond or triangle.
pub fn point(layout: &mut Layout, index: usize, at: Point, r: f64, colour: Rgb) {
    let (x, y) = at;
    let shape = match index % 4 {
        0 => Shape::Disc(at, r, colour),
        1 => Shape::Block(Area::around(at, r - 1.0), colour),
        2 => Shape::Polygon(vec![(x, y - r - 2.0), (x + r + 2.0, y), (x, y + r + 2.0), (x - r - 2.0, y)], colour),
        _ => Shape::Polygon(vec![(x, y - r - 1.0), (x + r + 1.0, y + r - 1.0), (x - r - 1.0, y + r - 1.0)], colour),
    };
    layout.shapes.push(shape);
}
