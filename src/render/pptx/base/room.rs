//! The room of a slide: where the topic, the content and its source stand around what the layout and its master draw.

use super::sheet::{FOOT, Holder, Sheet};
use crate::render::pptx::model::Area;

/// Points between the title and what is below it.
const BELOW_TITLE: f64 = 6.0;
/// Points above the foot.
const ABOVE_FOOT: f64 = 4.0;
/// What stands below a title begins where the layout has its content, if that is within so many points.
const NEAR: f64 = 40.0;
/// Points that stay free at the edge of a slide.
const EDGE: f64 = 24.0;
/// Points of the line of the topic, and between it and the content where it stands there.
const TOPIC: f64 = 18.0;
/// Points of a line of the source, and between it and the content.
const SOURCE: (f64, f64) = (16.0, 6.0);
/// Below this width the source has two lines.
const NARROW: f64 = 800.0;
/// What covers so much of the room is a ground, not a thing on it.
const GROUND: f64 = 0.55;
/// Of the room so much stays at least beside a thing; else the thing is a decoration.
const STAYS: f64 = 0.6;
/// No slide can be made in less.
const LEAST: (f64, f64) = (360.0, 170.0);

/// The room of a slide in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::render) struct Room {
    /// A line for the topic.
    pub topic: Area,
    /// Charts, tables, sentences.
    pub content: Area,
    /// A line or two for where the figures are from.
    pub source: Area,
}

impl Area {
    fn right(self) -> f64 {
        self.left + self.width
    }

    fn size(self) -> f64 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    fn meets(self, other: Self) -> bool {
        self.left < other.right() && other.left < self.right() && self.top < other.bottom() && other.top < self.bottom()
    }

    fn of_edges(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, width: right - left, height: bottom - top }
    }
}

/// The room of a layout's slides, where it has enough.
pub(super) fn room(layout: &Sheet, master: &Sheet, title: &Holder, size: (f64, f64)) -> Option<Room> {
    let bodies = ["obj", "body", "subTitle", "tbl", "chart", "pic", "media", "dgm", "clipArt"];
    let body = layout.holder(&bodies, master).or_else(|| master.holder(&["body"], master));
    // Where the place of the content is too small, it is what title and foot leave.
    within(layout, master, title, size, body).or_else(|| within(layout, master, title, size, None))
}

fn within(
    layout: &Sheet,
    master: &Sheet,
    title: &Holder,
    (width, height): (f64, f64),
    body: Option<Holder>,
) -> Option<Room> {
    let foot = FOOT.iter().filter_map(|kind| layout.holder(&[kind], master)).map(|holder| holder.area.top);
    let foot = foot.filter(|top| *top > height / 2.0).fold(height - EDGE + ABOVE_FOOT, f64::min) - ABOVE_FOOT;
    let above = title.area.bottom() < height * 0.55 && title.area.width > width * 0.4;
    let (text, full) = body.as_ref().map_or((title.text, title.area), |body| (body.text, body.area));
    let top = match above {
        true if full.top >= title.area.bottom() - 2.0 && full.top < title.area.bottom() + NEAR => full.top,
        true => title.area.bottom() + BELOW_TITLE,
        false if body.is_some() => full.top,
        false => EDGE,
    };
    let bottom = match &body {
        Some(body) => foot.min(body.area.bottom() + SOURCE.0 + ABOVE_FOOT),
        None => foot,
    };
    let mut all = Area::of_edges(text.left.max(EDGE / 2.0), top, text.right().min(width - EDGE / 2.0), bottom);
    let masters = if layout.shows_master() { master.drawn() } else { Vec::new() };
    let things: Vec<Area> = layout.drawn().into_iter().chain(masters).map(|(area, _)| area).collect();
    for thing in &things {
        all = beside(all, *thing);
    }
    let line =
        Area { left: title.text.left, top: title.area.top - TOPIC - 2.0, width: title.text.width, height: TOPIC };
    let free = above && line.top >= 8.0 && !things.iter().any(|thing| thing.meets(line));
    let topic = if free { line } else { Area { height: TOPIC, ..all } };
    let top = if free { all.top } else { all.top + TOPIC };
    let lines = if all.width < NARROW { 2.0 } else { 1.0 };
    let source = Area { top: all.bottom() - SOURCE.0 * lines, height: SOURCE.0 * lines, ..all };
    let content = Area::of_edges(all.left, top, all.right(), source.top - SOURCE.1);
    (content.width >= LEAST.0 && content.height >= LEAST.1).then_some(Room { topic, content, source })
}

/// The largest part of the room on one side of a thing.
fn beside(all: Area, thing: Area) -> Area {
    if !thing.meets(all) {
        return all;
    }
    let covered = Area::of_edges(
        all.left.max(thing.left),
        all.top.max(thing.top),
        all.right().min(thing.right()),
        all.bottom().min(thing.bottom()),
    );
    if covered.size() >= all.size() * GROUND {
        return all;
    }
    let (right, bottom) = (all.right(), all.bottom());
    let parts = [
        Area::of_edges(all.left, thing.bottom() + ABOVE_FOOT, right, bottom),
        Area::of_edges(all.left, all.top, right, thing.top - ABOVE_FOOT),
        Area::of_edges(thing.right() + ABOVE_FOOT, all.top, right, bottom),
        Area::of_edges(all.left, all.top, thing.left - ABOVE_FOOT, bottom),
    ];
    let largest = parts.into_iter().max_by(|one, other| one.size().total_cmp(&other.size())).unwrap_or(all);
    if largest.size() >= all.size() * STAYS { largest } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_master_draws_is_left_free_but_not_its_ground() {
        let all = Area { left: 40.0, top: 100.0, width: 880.0, height: 400.0 };
        let logo = Area { left: 880.0, top: 100.0, width: 80.0, height: 40.0 };
        assert_eq!(beside(all, logo).bottom(), all.bottom());
        assert!(!beside(all, logo).meets(logo));
        let panel = Area { left: 0.0, top: 90.0, width: 960.0, height: 400.0 };
        assert_eq!(beside(all, panel), all);
        let mark = Area { left: 300.0, top: 200.0, width: 300.0, height: 200.0 };
        assert_eq!(beside(all, mark), all);
    }
}
