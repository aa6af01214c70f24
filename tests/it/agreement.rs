//! Every picture agrees with its native chart: the picture read from its SVG, the chart from its part of the workbook, both
//! by a parser of XML that knows nothing of the program.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use quick_xml::events::Event;

use crate::demo;
use crate::workspace::Workspace;

/// An element of XML.
#[derive(Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Self>,
}

impl Node {
    fn parse(xml: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let attributes = tag.attributes().flatten();
                    let attributes = attributes.map(|one| (one.key.as_ref().to_owned(), meant(&one.value)));
                    let name = tag.name().as_ref().to_owned();
                    open.push(Self { name, attributes: attributes.collect(), ..Self::default() });
                }
                Event::Text(text) => {
                    let text: &str = text.as_ref();
                    open.last_mut().unwrap().text += text;
                }
                Event::GeneralRef(name) => {
                    let name: &str = name.as_ref();
                    open.last_mut().unwrap().text += &meant(&format!("&{name};"));
                }
                _ => {}
            }
            match event {
                Event::End(_) | Event::Empty(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Eof => return open.remove(0),
                _ => {}
            }
        }
    }

    /// All elements of a name, in order.
    fn all<'n>(&'n self, name: &str) -> Vec<&'n Self> {
        let own = self.children.iter().filter(|child| child.name == name);
        let deeper = self.children.iter().filter(|child| child.name != name).flat_map(|child| child.all(name));
        own.chain(deeper).collect()
    }

    fn first(&self, name: &str) -> Option<&Self> {
        self.all(name).into_iter().next()
    }

    fn own(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    fn value(&self) -> &str {
        &self.attributes["val"]
    }

    fn number(&self, name: &str) -> f64 {
        self.attributes[name].parse().unwrap()
    }
}

fn meant(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}

/// What both have to show alike.
#[derive(Debug, PartialEq)]
struct Shown {
    /// `bars` lie, a `pie` has slices, all else stands.
    form: &'static str,
    /// The numbers of the left and of the right axis, from below.
    axes: [Vec<String>; 2],
    /// The names of the positions in order, without blanks: they are where a name is broken into lines.
    names: Vec<String>,
    /// The legend of more than one series.
    legend: Vec<String>,
    /// The labels of points, sorted.
    labels: Vec<String>,
}

fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A number as a format code of the workbook shows it.
fn formatted(value: f64, code: &str) -> String {
    let decimals = code.split('.').nth(1).map_or(0, |fraction| fraction.chars().take_while(|c| *c == '0').count());
    let text = format!("{:.decimals$}", value + value.signum() * 1e-9);
    let sign = code.split('"').nth(1).unwrap_or_default();
    if !code.starts_with("#,") {
        return text + sign;
    }
    let (minus, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group)).collect();
    format!("{minus}{}{sign}", groups.join(","))
}

/// The points that a part of a chart caches.
fn cached(of: &Node) -> Vec<Option<String>> {
    let count = of.first("c:ptCount").unwrap().value().parse().unwrap();
    let mut held = vec![None; count];
    for point in of.all("c:pt") {
        held[point.number("idx") as usize] = Some(point.first("c:v").unwrap().text.clone());
    }
    held
}

/// The title of a native chart, and what it shows.
fn native(xml: &str) -> (String, Shown) {
    let part = Node::parse(xml);
    let title = part.first("c:title").unwrap().first("a:t").unwrap().text.clone();
    let lies = part.first("c:barDir").is_some_and(|direction| direction.value() == "bar");
    let form = if part.first("c:pieChart").is_some() {
        "pie"
    } else if lies {
        "bars"
    } else {
        "standing"
    };
    let mut axes = [Vec::new(), Vec::new()];
    for axis in part.all("c:valAx").into_iter().filter(|axis| axis.own("c:delete").is_none()) {
        let number = |name: &str| axis.first(name).unwrap().value().parse::<f64>().unwrap();
        let (low, high, step) = (number("c:min"), number("c:max"), number("c:majorUnit"));
        let code = &axis.first("c:numFmt").unwrap().attributes["formatCode"];
        let steps = ((high - low) / step).round() as usize;
        assert!((low + step * steps as f64 - high).abs() < 1e-9, "{title}: steps of {step} from {low} to {high}");
        let right = axis.own("c:axPos").unwrap().value() == "r";
        axes[usize::from(right)] = (0..=steps).map(|at| formatted(low + step * at as f64, code)).collect();
    }
    let series = part.all("c:ser");
    let mut labels = Vec::new();
    for one in &series {
        let points = cached(one.own("c:val").unwrap());
        for label in one.all("c:dLbl").into_iter().filter(|label| label.own("c:delete").is_none()) {
            // The steps of a bridge have theirs in cells.
            if let Some(cell) = label.own("c:tx") {
                labels.push(cell.first("c:v").unwrap().text.clone());
                continue;
            }
            let at: usize = label.first("c:idx").unwrap().value().parse().unwrap();
            let value: f64 = points[at].as_ref().unwrap().parse().unwrap();
            labels.push(formatted(value, &label.first("c:numFmt").unwrap().attributes["formatCode"]));
        }
    }
    labels.sort();
    let names = cached(series[0].own("c:cat").unwrap()).into_iter().flatten().map(|name| close(&name));
    let legend: Vec<String> =
        series.iter().map(|one| close(&one.own("c:tx").unwrap().first("c:v").unwrap().text)).collect();
    let is_target = |name: &String| name.starts_with("目标") || name.starts_with("Target");
    let legend: Vec<String> = legend.into_iter().filter(|name| !is_target(name)).collect();
    let is_bridge = part.all("c:grouping").into_iter().any(|grouping| grouping.value() == "stacked");
    let legend = if legend.len() > 1 && !is_bridge { legend } else { Vec::new() };
    (title, Shown { form, axes, names: names.filter(|name| !name.is_empty()).collect(), legend, labels })
}

/// A text of a picture.
struct Text {
    x: f64,
    y: f64,
    size: f64,
    anchor: String,
    colour: String,
    text: String,
}

/// The colours and sizes of the theme by which the texts of a picture are told apart.
const GREY: &str = "#5F6B76";
const TICK: f64 = 21.0;
/// Where title, sentence and footer begin.
const MARGIN: f64 = 72.0;

/// The title and sentence of a picture, and what it shows; `native` says what to look for.
fn picture(svg: &str, native: &Shown) -> (String, Shown) {
    let texts = Node::parse(svg);
    let texts: Vec<Text> = texts
        .all("text")
        .into_iter()
        .map(|text| Text {
            x: text.number("x"),
            y: text.number("y"),
            size: text.number("font-size"),
            anchor: text.attributes["text-anchor"].clone(),
            colour: text.attributes["fill"].clone(),
            text: text.text.trim().to_owned(),
        })
        .collect();
    let sentence: String = texts[1..]
        .iter()
        .filter(|text| text.x == MARGIN && text.colour == GREY && text.size >= 22.0)
        .map(|text| close(&text.text))
        .collect();
    let ticks = |anchor: &str, right: bool| -> Vec<&Text> {
        let on_side = |text: &&Text| text.anchor == anchor && (text.x > 960.0) == right && text.size == TICK;
        let mut ticks: Vec<&Text> =
            texts.iter().filter(on_side).filter(|text| text.colour == GREY && is_number(&text.text)).collect();
        ticks.sort_by(|one, other| other.y.total_cmp(&one.y));
        ticks
    };
    let (left, right) = (ticks("end", false), ticks("start", true));
    let bottom = left.iter().chain(&right).map(|tick| tick.y).fold(0.0, f64::max);
    let words = |ticks: &[&Text]| ticks.iter().map(|tick| tick.text.clone()).collect::<Vec<_>>();
    let (mut names, mut labels): (Vec<String>, Vec<String>);
    match native.form {
        "standing" => {
            let mut below: BTreeMap<i64, Vec<&Text>> = BTreeMap::new();
            for text in texts.iter().filter(|text| text.anchor == "middle" && text.y > bottom) {
                below.entry(text.x.round() as i64).or_default().push(text);
            }
            names = below.into_values().map(|lines| lines.iter().map(|line| close(&line.text)).collect()).collect();
            let is_tick = |text: &Text| {
                let of = |ticks: &[&Text]| ticks.iter().any(|tick| (&tick.anchor, tick.x) == (&text.anchor, text.x));
                of(&left) || of(&right)
            };
            let values = texts.iter().filter(|text| text.y <= bottom && is_number(&text.text) && !is_tick(text));
            labels = values.map(|text| text.text.clone()).collect();
        }
        "bars" => {
            let mut lines: Vec<&Text> = texts
                .iter()
                .filter(|text| text.anchor == "end" && !native.legend.contains(&close(&text.text)))
                .collect();
            lines.sort_by(|one, other| one.y.total_cmp(&other.y));
            names = lines.into_iter().map(|line| close(&line.text)).collect();
            let values = texts.iter().filter(|text| text.anchor == "start" && text.x > MARGIN && is_number(&text.text));
            labels = values.map(|text| text.text.clone()).collect();
        }
        _ => {
            // Around the circle, clockwise from the top.
            let mut around: Vec<(f64, String)> = Vec::new();
            for pair in texts.windows(2).filter(|pair| pair[0].x == pair[1].x && is_number(&pair[1].text)) {
                let angle = (pair[0].x - 960.0).atan2(600.0 - pair[0].y).rem_euclid(std::f64::consts::TAU);
                around.push((angle, close(&pair[0].text)));
            }
            around.sort_by(|one, other| one.0.total_cmp(&other.0));
            names = around.into_iter().map(|(_, name)| name).collect();
            let first = names.iter().position(|name| *name == native.names[0]).unwrap();
            names.rotate_left(first);
            labels = texts.iter().filter(|text| is_number(&text.text)).map(|text| text.text.clone()).collect();
        }
    }
    names.retain(|name| !name.is_empty());
    labels.sort();
    let mut legend: Vec<&Text> = texts
        .iter()
        .filter(|text| text.size == 24.0 && text.anchor == "start" && native.legend.contains(&close(&text.text)))
        .collect();
    legend.sort_by(|one, other| (one.y, one.x).partial_cmp(&(other.y, other.x)).unwrap());
    let legend = legend.into_iter().map(|text| close(&text.text)).collect();
    (sentence, Shown { form: native.form, axes: [words(&left), words(&right)], names, legend, labels })
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || "+-.,%‰".contains(c))
}

/// Compares every picture of a finished report with the native chart of the same title; gives how many, and the forms.
fn compare(folder: &Path, label: &str) -> BTreeMap<String, Shown> {
    let path = folder.join(format!("csr-report-{label}.xlsx"));
    let mut package = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let parts: Vec<String> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut natives = BTreeMap::new();
    for name in parts.into_iter().filter(|name| name.starts_with("xl/charts/chart")) {
        let mut xml = String::new();
        package.by_name(&name).unwrap().read_to_string(&mut xml).unwrap();
        let (title, shown) = native(&xml);
        assert!(natives.insert(title.clone(), shown).is_none(), "two charts “{title}”");
    }
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let mut sentences = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        sentences.extend(
            range
                .used_cells()
                .filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(close(text)) } else { None }),
        );
    }
    let mut compared = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("charts")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "svg") {
            continue;
        }
        let svg = std::fs::read_to_string(&file).unwrap();
        let title = Node::parse(&svg).first("text").unwrap().text.trim().to_owned();
        let native = natives.remove(&title).unwrap_or_else(|| panic!("no native chart “{title}”"));
        let (sentence, picture) = picture(&svg, &native);
        assert_eq!(picture, native, "{title} of {label}");
        assert!(sentences.contains(&sentence), "{title} of {label} says “{sentence}”, which no sheet does");
        compared.insert(file.file_stem().unwrap().to_str().unwrap().to_owned(), native);
    }
    assert!(natives.is_empty(), "native charts without a picture: {:?}", natives.keys());
    compared
}

#[test]
fn the_pictures_of_the_demo_show_what_its_native_charts_show() {
    for label in ["2013-09", "2013-Q3", "2013"] {
        let report = demo::report(label);
        let compared = compare(&report.folder, label);
        // A quarter or year may have no figure where a month has one.
        assert!(compared.len() + 2 >= demo::chart_ids().len(), "{label}: {} charts", compared.len());
        assert_eq!(compared["renewals_lost"].form, "pie");
        let last = compared["callback_success_rate"].names.last().unwrap().clone();
        assert!(last.starts_with(label), "{label} ends with {last}");
    }
}

/// Calls of many advisors over many months, with a score each.
fn many(advisors: u32, months: u32) -> String {
    let mut text = "工单号,回访日期,回访结果,服务顾问,服务态度\n".to_owned();
    for month in 0..months {
        let (year, number) = (2011 + (month + 9) / 12, (month + 9) % 12 + 1);
        for advisor in 0..advisors {
            for call in 0..12 {
                let (score, day) = (60 + (advisor * 7 + call + month) % 40, call + 1);
                let result = if (advisor + call) % 5 == 0 { "无法接通" } else { "成功" };
                text += &format!(
                    "W{month:02}{advisor:02}{call:02},{year}-{number:02}-{day:02},{result},欧阳上官的长名顾问{advisor:02},{score}\n"
                );
            }
        }
    }
    text
}

#[test]
fn forty_people_and_a_long_trend_are_cut_alike_in_both() {
    let settings = "[report]\ntrend = 30\n[scales]\n\"服务态度\" = 100\n";
    let workspace = Workspace::new().with("csr-report.toml", settings).with("input/回访.csv", &many(40, 30));
    workspace.run("monthly --month 2014-03").ends_with(0);
    let compared = compare(&workspace.path().join("output/2014-03"), "2014-03");
    let people = &compared["satisfaction_advisors"];
    assert_eq!((people.form, people.names.len()), ("bars", 21), "ten and ten and the station");
    assert!(people.names.last().unwrap().starts_with("服务站"));
    let trend = &compared["satisfaction_score"];
    assert_eq!((trend.form, trend.names.len()), ("standing", 24));
    assert_eq!((trend.names[0].as_str(), trend.names[23].as_str()), ("2012-04", "2014-03"));
}
