//! Value labels: each has several places in order of liking; the more important ones choose first, and one that fits
//! nowhere is left out, since the axis still lets the reader see the value.

use super::layout::{Anchor, Area, Layout, PlacedText, Point};
use crate::render::theme::Rgb;

/// Labels of columns choose after the last, highest and lowest point of each line …
pub const RANK_COLUMN: u32 = 10_000;
/// … and before the other points.
pub const RANK_POINT: u32 = 20_000;

/// A label that looks for a place.
pub struct Label {
    /// The smaller, the earlier it chooses.
    pub rank: u32,
    /// The places it could take, best first.
    pub places: Vec<PlacedText>,
}

/// The labels of a chart and what they have to keep off.
#[derive(Default)]
pub struct Wanted {
    /// The labels.
    pub labels: Vec<Label>,
    /// Points of lines: never covered.
    pub points: Vec<Area>,
    /// Pieces of lines and upper edges of columns: covered only where there is no other place.
    pub lines: Vec<(Point, Point)>,
}

/// Gives every label its best free place inside the room, in order of rank.
pub fn settle(layout: &mut Layout, wanted: Wanted, room: Area) {
    let Wanted { mut labels, points, lines } = wanted;
    labels.sort_by_key(|label| label.rank);
    for label in labels {
        let best = label
            .places
            .into_iter()
            .enumerate()
            .filter(|(_, text)| may_stand(layout, text.area(), room, &points))
            .min_by_key(|(liking, text)| 3 * crossings(text.area(), &lines) + liking);
        if let Some((_, text)) = best {
            layout.place(text);
        }
    }
}

fn may_stand(layout: &Layout, area: Area, room: Area, points: &[Area]) -> bool {
    room.holds(area) && layout.is_free(area) && !points.iter().any(|point| point.overlaps(area))
}

fn crossings(area: Area, lines: &[(Point, Point)]) -> usize {
    lines.iter().filter(|(from, to)| area.is_crossed_by(*from, *to)).count()
}

/// The places around a point of a line: above, below, further above and below, beside, far above.
pub fn around_point(text: &str, em: f64, (x, y): Point, colour: Rgb, patch: Rgb) -> Vec<PlacedText> {
    let height = PlacedText::line_height(em);
    let off = 15.0;
    let at = |anchor, x, top| PlacedText { patch: Some(patch), ..PlacedText::new(text, em, anchor, x, top, colour) };
    vec![
        at(Anchor::Middle, x, y - off - height),
        at(Anchor::Middle, x, y + off),
        at(Anchor::Middle, x, y - off - 1.7 * height),
        at(Anchor::Middle, x, y + off + 0.7 * height),
        at(Anchor::Start, x + off, y - height / 2.0),
        at(Anchor::End, x - off, y - height / 2.0),
        // A low point among the figures of columns, which stand at the foot of theirs.
        at(Anchor::Middle, x, y - off - 2.8 * height),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::charts::layout::{Paper, WIDTH};

    const INK: Rgb = Rgb { red: 0, green: 0, blue: 0 };

    fn label(rank: u32, y: f64) -> Label {
        Label { rank, places: around_point("93.00%", 20.0, (300.0, y), INK, INK) }
    }

    #[test]
    fn two_points_close_together_get_labels_on_different_sides() {
        let mut layout = Layout::on(&Paper::slide(""));
        let room = Area { left: 0.0, top: 0.0, right: WIDTH, bottom: 900.0 };
        let points = [Area::around((300.0, 400.0), 9.0), Area::around((300.0, 410.0), 9.0)];
        let labels = vec![label(2, 410.0), label(1, 400.0)];
        settle(&mut layout, Wanted { labels, points: points.to_vec(), lines: vec![] }, room);
        assert_eq!(layout.texts.len(), 2);
        assert!(layout.texts[0].area().bottom < 400.0, "the label of the first rank stands above");
        assert!(layout.texts[1].area().top > 410.0);
    }

    #[test]
    fn a_label_without_a_free_place_is_left_out() {
        let mut layout = Layout::on(&Paper::slide(""));
        let room = Area { left: 290.0, top: 390.0, right: 310.0, bottom: 410.0 };
        settle(&mut layout, Wanted { labels: vec![label(1, 400.0)], ..Wanted::default() }, room);
        assert!(layout.texts.is_empty());
    }
}
