//! The numbers of a chart part apart from its look, and numbers brought into a chart whose look somebody changed.

use super::nodes::{Element, Node};

/// What of a series is its numbers: names, categories, values, and the points that stand out because of them.
const OF_NUMBERS: [&str; 4] = ["tx", "cat", "val", "dPt"];
/// What of a series is its labels, where they are read from cells.
const OF_LABELS: [&str; 2] = ["dLbls", "extLst"];
/// The order of what stands in a series, of any kind of plot.
const SERIES: [&str; 17] = [
    "idx",
    "order",
    "tx",
    "spPr",
    "invertIfNegative",
    "marker",
    "pictureOptions",
    "explosion",
    "dPt",
    "dLbls",
    "trendline",
    "errBars",
    "cat",
    "val",
    "smooth",
    "shape",
    "extLst",
];
/// Bounds of an axis follow its numbers.
const BOUNDS: [&str; 2] = ["max", "min"];
/// So many digits of a number are compared: programs write the last ones otherwise.
const DIGITS: usize = 11;

/// Names, categories and values, a line each.
pub(super) fn data(chart: &Element) -> Vec<String> {
    let mut lines = Vec::new();
    for series in in_order(chart) {
        for part in ["tx", "cat", "val"] {
            lines.push(part.to_owned());
            let points = series.child(part).map(|part| part.all("pt")).unwrap_or_default();
            lines.extend(points.iter().filter_map(|point| {
                let value = point.child("v")?.text();
                let number = value.trim().parse::<f64>().map(|number| format!("{number:.DIGITS$e}"));
                Some(format!("{} {}", point.get("idx").unwrap_or_default(), number.unwrap_or(value)))
            }));
        }
    }
    lines
}

/// How it is drawn. Other programs may write the same look otherwise.
pub(super) fn look(chart: &Element) -> String {
    fn strip(element: &mut Element) {
        match element.local() {
            "chartSpace" => element.drop_children(|one| one.local() == "externalData"),
            "ser" => {
                let labelled = reads_labels(element);
                element.drop_children(|one| is_numbers(one, labelled));
            }
            "scaling" => element.drop_children(|one| BOUNDS.contains(&one.local())),
            "valAx" => element.drop_children(|one| one.local() == "majorUnit"),
            _ => {}
        }
        element.elements_mut().for_each(strip);
    }
    let mut plain = chart.clone();
    strip(&mut plain);
    plain.written()
}

/// His chart with the numbers of another one; nothing where the series are others.
pub(super) fn carried(his: &Element, fresh: &Element) -> Option<Element> {
    let mut chart = his.clone();
    let numbers = in_order(fresh);
    let ids = |chart: &Element| in_order(chart).into_iter().map(index).collect::<Vec<_>>();
    // Elements are brought over with their prefixes.
    if ids(his) != ids(fresh) || his.name != fresh.name || his.child("externalData").is_none() {
        return None;
    }
    each_mut(&mut chart, "ser", &mut |series| {
        let Some(new) = numbers.iter().find(|new| index(new) == index(series)) else { return };
        let labelled = reads_labels(new);
        series.children.retain(|node| matches!(node, Node::Element(one) if !is_numbers(one, labelled)));
        new.elements().filter(|one| is_numbers(one, labelled)).for_each(|one| series.push(one.clone()));
        let rank = |node: &Node| match node {
            Node::Element(one) => SERIES.iter().position(|name| *name == one.local()).unwrap_or(SERIES.len()),
            Node::Text(_) => 0,
        };
        series.children.sort_by_key(rank);
    });
    let axes = fresh.all("valAx");
    let same = his.all("valAx").len() == axes.len();
    let mut at = 0;
    each_mut(&mut chart, "valAx", &mut |axis| {
        let new = axes.get(at).filter(|_| same);
        at += 1;
        let bound = |name: &str| new.and_then(|new| new.child("scaling")?.child(name)).cloned();
        if let Some(scaling) = axis.child_mut("scaling") {
            scaling.drop_children(|one| BOUNDS.contains(&one.local()));
            BOUNDS.into_iter().filter_map(bound).for_each(|bound| scaling.push(bound));
        }
        let step = new.and_then(|new| new.child("majorUnit")?.get("val"));
        match (step, axis.child_mut("majorUnit")) {
            (Some(step), Some(unit)) => unit.set("val", &step),
            _ => axis.drop_children(|one| one.local() == "majorUnit"),
        }
    });
    Some(chart)
}

fn is_numbers(one: &Element, labelled: bool) -> bool {
    OF_NUMBERS.contains(&one.local()) || (labelled && OF_LABELS.contains(&one.local()))
}

/// Whether the labels of a series are read from cells.
fn reads_labels(series: &Element) -> bool {
    !series.all("datalabelsRange").is_empty()
}

fn index(series: &Element) -> u32 {
    series.child("idx").and_then(|index| index.get("val")?.parse().ok()).unwrap_or_default()
}

/// The series by their numbers.
fn in_order(chart: &Element) -> Vec<&Element> {
    let mut series = chart.all("ser");
    series.sort_by_key(|one| index(one));
    series
}

fn each_mut(within: &mut Element, local: &str, change: &mut dyn FnMut(&mut Element)) {
    for one in within.elements_mut() {
        if one.local() == local {
            change(one);
        } else {
            each_mut(one, local, change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pptx::nodes::read;

    fn chart(plot: &str, series: &str, axis: &str) -> Element {
        let text = format!(
            "<c:chartSpace><c:chart><c:plotArea><c:{plot}>{series}</c:{plot}><c:valAx><c:scaling><c:orientation val=\"minMax\"/>{axis}</c:scaling></c:valAx></c:plotArea></c:chart><c:externalData r:id=\"rId9\"/></c:chartSpace>"
        );
        read(&text).expect("a chart")
    }

    fn series(value: &str, rest: &str) -> String {
        format!(
            "<c:ser><c:idx val=\"0\"/>{rest}<c:val><c:numRef><c:numCache><c:pt idx=\"0\"><c:v>{value}</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>"
        )
    }

    #[test]
    fn numbers_are_compared_as_numbers_and_a_look_without_them() {
        let one = chart("barChart", &series("0.93001443001443", ""), "<c:max val=\"1\"/>");
        let same = chart("barChart", &series("0.93001443001443013", ""), "<c:max val=\"2\"/>");
        let other = chart("barChart", &series("0.94", "<c:spPr/>"), "");
        assert_eq!((data(&one), look(&one)), (data(&same), look(&same)));
        assert_ne!(data(&one), data(&other));
        assert_ne!(look(&one), look(&other));
    }

    #[test]
    fn a_chart_keeps_the_look_that_somebody_gave_it_and_takes_the_new_numbers_and_bounds() {
        let his = chart("lineChart", &series("1", "<c:spPr>his</c:spPr><c:dPt>old</c:dPt>"), "<c:max val=\"1\"/>");
        let new = chart("barChart", &series("7", "<c:spPr>own</c:spPr><c:dPt>new</c:dPt>"), "<c:max val=\"9\"/>");
        let kept = carried(&his, &new).expect("one series each").written();
        assert!(
            kept.contains("<c:lineChart><c:ser><c:idx val=\"0\"/><c:spPr>his</c:spPr><c:dPt>new</c:dPt><c:val>"),
            "{kept}"
        );
        assert!(
            kept.contains("<c:v>7</c:v>") && kept.contains("<c:max val=\"9\"/>") && kept.contains("rId9"),
            "{kept}"
        );
        let two = chart("barChart", &(series("7", "") + "<c:ser><c:idx val=\"1\"/></c:ser>"), "");
        assert_eq!(carried(&his, &two), None);
    }
}
