//! A law over the source: within a room, too, files call each other one way only.
//!
//! The graph has a node for each file and an edge where one names something of another. A `mod.rs` that only lists
//! its files and hands their names on (`pub use`) takes part in no circle: a name is followed to the file it is from.

use std::collections::{BTreeMap, BTreeSet};

use super::laws::{Source, sources};

/// Rooms whose circles are still to be untied.
const NOT_YET: [&str; 0] = [];

/// `["tables", "cell", "date"]` for `tables/cell/date.rs`.
type Module = Vec<String>;

struct File {
    module: Module,
    /// Its code without what it only hands on.
    code: String,
    /// Names it hands on, and where from.
    handed_on: BTreeMap<String, Module>,
}

impl File {
    fn read(source: &Source) -> Self {
        let path = source.name.trim_end_matches(".rs").trim_end_matches("/mod");
        let module: Module = path.split('/').map(str::to_owned).collect();
        let (mut code, mut handed_on) = (String::new(), BTreeMap::new());
        let text = source.lines.join("\n");
        let mut rest = text.as_str();
        while let Some((before, list, after)) = next_public_use(rest) {
            code.push_str(before);
            for name in names(list) {
                let name: Module = absolute(&module, &name);
                handed_on.insert(name.last().unwrap().clone(), name);
            }
            rest = after;
        }
        code.push_str(rest);
        Self { module, code, handed_on }
    }
}

/// The text before the next `pub use`, what it lists, and the text after it.
fn next_public_use(text: &str) -> Option<(&str, &str, &str)> {
    let starts = ["pub use ", "pub(crate) use ", "pub(super) use "];
    let (at, start) = starts.iter().filter_map(|start| text.find(start).map(|at| (at, start))).min()?;
    let (list, after) = text[at + start.len()..].split_once(';')?;
    Some((&text[..at], list, after))
}

/// All paths of a list: `a::{b, c::{d, self}}` names `a::b`, `a::c::d` and `a::c`.
fn names(list: &str) -> Vec<Module> {
    let Some((start, inner)) = list.split_once('{') else {
        let path = list.split(" as ").next().unwrap();
        return vec![path.split("::").map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()];
    };
    let start: Module = start.split("::").map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    let (mut items, mut item, mut depth) = (Vec::new(), String::new(), 0);
    for c in inner.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(std::mem::take(&mut item)),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                item.push(c);
            }
        }
    }
    items.push(item);
    let inner = items.iter().filter(|item| !item.trim().is_empty()).flat_map(|item| names(item));
    inner.map(|name| start.iter().cloned().chain(name.into_iter().filter(|word| word != "self")).collect()).collect()
}

/// A path as it is from the root of the program.
fn absolute(module: &Module, path: &Module) -> Module {
    let mut start = module.clone();
    let mut rest = path.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" => start.clear(),
            "super" => drop(start.pop()),
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    start.into_iter().chain(rest.iter().cloned()).collect()
}

struct Graph {
    files: BTreeMap<Module, File>,
}

impl Graph {
    fn new() -> Self {
        Self { files: sources().iter().map(File::read).map(|file| (file.module.clone(), file)).collect() }
    }

    /// The file that a path leads to.
    fn file_of(&self, path: &Module) -> Option<Module> {
        let length = (1..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        match rest.split_first().and_then(|(name, after)| Some((self.files[module].handed_on.get(name)?, after))) {
            Some((from, after)) if from.as_slice() != path => {
                self.file_of(&from.iter().chain(after).cloned().collect())
            }
            _ => Some(module.to_vec()),
        }
    }

    /// The files of the same room that a file names.
    fn used_by(&self, file: &File) -> BTreeSet<Module> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut used = BTreeSet::new();
        let mut starts = vec!["crate".to_owned(), "super".to_owned(), "self".to_owned()];
        let below = self.files.keys().filter(|other| other.starts_with(&file.module));
        starts.extend(below.filter_map(|other| other.get(file.module.len()).cloned()));
        for start in starts {
            for (at, _) in file.code.match_indices(&format!("{start}::")) {
                if file.code[..at].ends_with(|c| is_word(c) || c == ':') {
                    continue;
                }
                let mut depth = 0;
                let end = file.code[at..].find(|c: char| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth == 0 && !(is_word(c) || c == ':' || c == '}')
                });
                let path = &file.code[at..end.map_or(file.code.len(), |end| at + end)];
                used.extend(names(path).iter().filter_map(|name| self.file_of(&absolute(&file.module, name))));
            }
        }
        used.retain(|other| other != &file.module && other[0] == file.module[0]);
        used
    }

    /// Files that reach each other, each circle once.
    fn knots(&self) -> Vec<BTreeMap<String, Vec<String>>> {
        let uses: BTreeMap<&Module, BTreeSet<Module>> =
            self.files.iter().map(|(module, file)| (module, self.used_by(file))).collect();
        let reach = |from: &Module| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(module) = open.pop() {
                open.extend(uses[module].iter().filter(|next| seen.insert((*next).clone())));
            }
            seen
        };
        let reached: BTreeMap<&Module, BTreeSet<Module>> = uses.keys().map(|module| (*module, reach(module))).collect();
        let mut knots = BTreeMap::new();
        for (module, others) in &reached {
            let knot: BTreeSet<&Module> = others.iter().filter(|other| reached[other].contains(*module)).collect();
            if !knot.is_empty() {
                let edges =
                    |of: &Module| uses[of].iter().filter(|to| knot.contains(to)).map(|to| to.join("/")).collect();
                knots.entry(knot.clone()).or_insert_with(|| knot.iter().map(|of| (of.join("/"), edges(of))).collect());
            }
        }
        knots.into_values().collect()
    }
}

#[test]
fn the_test_itself_sees_every_way_of_naming_a_file() {
    let path = |text: &str| -> Module { text.split("::").map(str::to_owned).collect() };
    assert_eq!(names("a::{b, c::{d, self}, e as f}"), [path("a::b"), path("a::c::d"), path("a::c"), path("a::e")]);
    assert_eq!(absolute(&path("tables::cell"), &path("super::model::Row")), path("tables::model::Row"));
    let graph = Graph::new();
    // A name that a `mod.rs` hands on is followed to its file.
    assert_eq!(graph.file_of(&path("render::xlsx::FONT")), Some(path("render::xlsx::formats")));
    assert!(graph.used_by(&graph.files[&path("render::xlsx::table")]).contains(&path("render::xlsx::widths")));
}

#[test]
fn files_of_a_room_call_each_other_one_way() {
    let mut knots = Graph::new().knots();
    knots.retain(|knot| !NOT_YET.iter().any(|room| knot.keys().any(|name| name.split('/').next() == Some(room))));
    assert!(knots.is_empty(), "{knots:#?}");
}
