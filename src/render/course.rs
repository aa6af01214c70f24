//! Where the points of an indicator's course stand in a small picture, for the cells of the workbook and of the page.

/// A course that moves by less than this part of its height is drawn as moving little.
const LEAST_SPAN: f64 = 0.08;

/// From the left and from the top of the room for the line, each from 0 to 1.
pub(super) type Place = (f64, f64);

/// The places of `points`, oldest first; a period without data is a gap. The same period stands at the same place on every
/// row: a single one at the end, where the last one does.
pub(super) fn places(points: &[Option<f64>]) -> Vec<Option<Place>> {
    let points: Vec<Option<f64>> = points.iter().map(|point| point.filter(|value| value.is_finite())).collect();
    let values = || points.iter().flatten().copied();
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let span = (high - low).max(high.abs().max(low.abs()) * LEAST_SPAN);
    let (low, span) = if span > 0.0 { ((low + high - span) / 2.0, span) } else { (low - 0.5, 1.0) };
    let steps = points.len().max(2);
    let first = steps - points.len();
    let place = |(at, point): (usize, &Option<f64>)| {
        point.map(|value| ((at + first) as f64 / (steps - 1) as f64, 1.0 - (value - low) / span))
    };
    points.iter().enumerate().map(place).collect()
}

/// The points that follow one another without a gap.
pub(super) fn runs(places: &[Option<Place>]) -> impl Iterator<Item = Vec<Place>> {
    let runs = places.split(Option::is_none).map(|run| run.iter().flatten().copied().collect::<Vec<Place>>());
    runs.filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_period_is_a_gap_and_the_last_one_stands_where_it_stands_on_every_row() {
        let long = places(&[Some(1.0), None, Some(3.0), Some(2.0)]);
        let late = places(&[None, None, None, Some(7.0)]);
        assert!(long[1].is_none() && late[..3].iter().all(Option::is_none));
        assert_eq!(long[3].map(|place| place.0), late[3].map(|place| place.0));
        assert!(long[2] < long[3] && long[2].map(|place| place.1) < long[0].map(|place| place.1), "{long:?}");
        assert_eq!(runs(&long).map(|run| run.len()).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(places(&[Some(93.0)])[0].map(|place| place.0), Some(1.0));
    }

    #[test]
    fn every_point_lies_inside_and_half_a_point_does_not_look_like_a_fall() {
        for points in
            [vec![Some(0.0); 3], vec![Some(-5.0), Some(1e9)], vec![Some(93.0)], vec![Some(f64::NAN), Some(1.0)]]
        {
            let inside = |&(x, y): &Place| (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
            assert!(places(&points).iter().flatten().all(inside), "{points:?}");
        }
        let level = places(&[Some(93.0), Some(92.5)]);
        let fall = level[1].zip(level[0]).map_or(0.0, |(after, before)| after.1 - before.1);
        assert!(fall > 0.0 && fall < 1.0 / 8.0, "{fall}");
    }
}
