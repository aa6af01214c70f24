//! Laws over the source: which way the rooms call, which room may use which crate, where the disk is touched.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of the flow: a room may use those before it.
const FLOW: [&str; 25] = [
    "base",
    "settings",
    "templates",
    "input",
    "recognise",
    "tables",
    "facts",
    "kpi",
    "report",
    "render",
    "publish",
    "schedule",
    "configuration",
    "cli",
    "resolve",
    "init",
    "suggest",
    "refusal",
    "marked",
    "handouts",
    "verify",
    "run",
    "double_click",
    "lib",
    "main",
];

/// Crates that appear only in their rooms (paths below `src/`).
const CRATES: [(&str, &[&str]); 8] = [
    ("calamine", &["input/"]),
    ("encoding_rs", &["input/delimited"]),
    ("polars", &["tables/", "facts/", "kpi/"]),
    ("plotters", &["render/charts"]),
    ("rust_xlsxwriter", &["render/xlsx", "render/forms"]),
    ("clap", &["cli/"]),
    ("minijinja", &["render/page/"]),
    ("indicatif", &["main.rs"]),
];

/// Where the disk may be touched.
const DISK: [&str; 5] = ["input/", "templates.rs", "configuration/", "publish/", "init/"];

/// A file of the program.
pub(crate) struct Source {
    /// Path below `src/`, with `/`.
    pub name: String,
    /// Its lines without comments and without the tests at its end.
    pub lines: Vec<String>,
}

impl Source {
    fn room(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap()
    }
}

/// All files of the program but its tests.
pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let sources: Vec<_> = paths.iter().filter(|path| !is_test(path)).map(|path| read(&root, path)).collect();
    assert!(sources.len() > 20, "the source was not found");
    sources
}

/// Whether a file is a module of tests, which may look at the outputs with any library.
fn is_test(path: &Path) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap();
    name.ends_with("tests") || path.parent().is_some_and(|folder| folder.ends_with("tests"))
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

fn read(root: &Path, path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap();
    let lines = without_tests(&text).lines().map(|line| line.split("//").next().unwrap().to_owned()).collect();
    Source { name: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), lines }
}

/// A file up to the tests that stand in it; `mod tests;` is just the name of another file.
fn without_tests(text: &str) -> &str {
    let tests = text.match_indices("#[cfg(test)]\n").find(|(at, mark)| {
        let line = text[at + mark.len()..].lines().next().unwrap_or_default();
        line.contains("mod ") && line.ends_with('{')
    });
    tests.map_or(text, |(at, _)| &text[..at])
}

/// The rooms that a piece of code names: `crate::kpi::model`, `use crate::{init, publish}`.
fn rooms_used(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => rooms.push(word(after)),
            Some(list) => {
                let mut depth = 0;
                let mut item = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => rooms.push(word(std::mem::take(&mut item).trim())),
                        _ if depth == 0 => item.push(c),
                        _ => {}
                    }
                }
                rooms.push(word(item.trim()));
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn the_test_itself_sees_every_way_of_naming_a_room() {
    let code = "use crate::kpi::model::X; crate::base::y(); use crate::{init, run::{a, b}, publish};";
    assert_eq!(rooms_used(code), ["kpi", "base", "init", "run", "publish"]);
}

#[test]
fn a_room_calls_only_what_stands_before_it() {
    let rank = |room: &str| FLOW.iter().position(|known| *known == room);
    let mut offences = Vec::new();
    for source in sources() {
        let room = source.room();
        let own = rank(room).unwrap_or_else(|| panic!("src/{} is in no room of the flow", source.name));
        for used in rooms_used(&source.lines.join("\n")) {
            if used != room && rank(&used).is_some_and(|other| other >= own) {
                offences.push(format!("src/{} uses {used}, which stands after {room}", source.name));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

/// Whether a line names something of a crate: not a function of that name with its types, `open::<Xlsx>(…)`.
fn names(line: &str, name: &str) -> bool {
    line.split(&format!("{name}::")).skip(1).any(|behind| !behind.starts_with('<'))
}

#[test]
fn each_special_crate_stays_in_its_room() {
    let mut offences = Vec::new();
    for source in sources() {
        for (name, rooms) in CRATES {
            let used = source.lines.iter().any(|line| names(line, name) || line.trim() == format!("use {name};"));
            if used && !rooms.iter().any(|room| source.name.starts_with(room)) {
                offences.push(format!("src/{} uses {name}, which belongs to {rooms:?}", source.name));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn only_the_named_rooms_touch_the_disk_and_only_main_prints() {
    let mut offences = Vec::new();
    for source in sources() {
        let may_touch = DISK.iter().any(|room| source.name.starts_with(room));
        for (at, line) in source.lines.iter().enumerate() {
            let disk = ["std::fs", "fs::", "File::open", "File::create"].iter().any(|word| line.contains(word));
            let prints = ["println!", "print!", "io::stdout", "io::stderr", "process::exit", "Local::now"];
            if disk && !may_touch {
                offences.push(format!("src/{}:{} touches the disk", source.name, at + 1));
            }
            if source.name != "main.rs" && prints.iter().any(|word| line.contains(word)) {
                offences.push(format!("src/{}:{} prints, exits or asks for the time", source.name, at + 1));
            }
        }
    }
    assert!(offences.is_empty(), "{offences:#?}");
}

#[test]
fn no_file_is_long_without_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    for path in paths.iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(path).unwrap();
        let long = text.lines().count() > 400;
        assert!(
            !long || text.starts_with("//! Long because"),
            "{}: past 400 lines, say why in its first line",
            path.display()
        );
    }
}

#[test]
fn every_dependency_comes_from_the_registry_with_its_checksum() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(lock)).unwrap();
        let (mut ours, mut theirs) = (Vec::new(), 0);
        for package in text.split("[[package]]").skip(1) {
            let value = |key: &str| {
                package
                    .lines()
                    .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
                    .map(|value| value.trim_matches('"'))
            };
            match (value("source"), value("checksum")) {
                (Some("registry+https://github.com/rust-lang/crates.io-index"), Some(sum)) if sum.len() == 64 => {
                    theirs += 1
                }
                (None, None) => ours.push(value("name").unwrap()),
                other => panic!("{lock}: {:?} comes from {other:?}", value("name")),
            }
        }
        assert!(ours.iter().all(|name| name.starts_with("csr-report")), "{lock}: {ours:?}");
        assert!(theirs > 100, "{lock}: {theirs}");
    }
}

/// What the compiler cannot check is one call, in a crate of its own.
#[test]
fn one_call_alone_is_beyond_what_the_compiler_checks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |file: &str| fs::read_to_string(root.join(file)).unwrap();
    assert!(text("Cargo.toml").contains("[lints.rust]\nmissing_docs = \"warn\"\nunsafe_code = \"forbid\""));
    let crates: Vec<_> = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(crates, ["arenas"]);
    let sources: Vec<_> = fs::read_dir(root.join("crates/arenas/src")).unwrap().collect();
    assert_eq!(sources.len(), 1);
    assert_eq!(text("crates/arenas/src/lib.rs").matches("unsafe ").count(), 1);
}
