//! Every number that a template holds has a range; outside of it the template is refused at its line, whoever declares it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

/// In no range of any number.
const IN_NO_RANGE: [&str; 6] = ["nan", "-inf", "-1", "1e300", "9223372036854775807", "99999999999999999999"];

/// The embedded templates: name below `templates/` and text.
fn templates() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, fs::read_to_string(path).unwrap().replace("\r\n", "\n")));
        }
    }
    found.sort();
    found
}

/// Whether a line is `key = 12 # why`.
fn holds_a_number(line: &str) -> bool {
    let value = line.split_once(" = ").map(|(_, value)| value.split('#').next().unwrap_or_default().trim());
    value.is_some_and(|value| value.parse::<f64>().is_ok())
}

/// The text with another value in the line at `at`, from 0.
fn with_value(text: &str, at: usize, value: &str) -> String {
    let other = |(line, written): (usize, &str)| match written.split_once(" = ") {
        Some((key, _)) if line == at => format!("{key} = {value}\n"),
        _ => format!("{written}\n"),
    };
    text.lines().enumerate().map(other).collect()
}

/// Runs the program with a template of the workspace's own, which must be refused for the number in its line at `at`.
#[track_caller]
fn is_refused(name: &str, text: &str, at: usize) {
    let run = Workspace::new().with(&format!("templates/{name}"), text).run("check --lang en").ends_with(2);
    let line = at + 1;
    let places = [format!("line {line},"), format!("{name}, line {line}:"), format!("{name}:{line}:")];
    let told = run.stderr.contains(name)
        && places.iter().any(|place| run.stderr.contains(place))
        && run.stderr.contains("between ");
    assert!(told, "{name}, line {line}: {}\n{}", text.lines().nth(at).unwrap_or_default(), run.stderr);
    assert!(run.stderr.len() < 1_000, "no number is written out in hundreds of digits: {}", run.stderr);
}

#[test]
fn every_number_of_the_templates_has_a_range() {
    let mut tried = 0;
    for (name, text) in templates() {
        for at in (0..text.lines().count()).filter(|at| text.lines().nth(*at).is_some_and(holds_a_number)) {
            for value in IN_NO_RANGE {
                is_refused(&name, &with_value(&text, at, value), at);
                tried += 1;
            }
        }
    }
    assert!(tried > 250, "{tried}");
}

#[test]
fn a_scale_and_a_target_have_a_range_too() {
    let (scores, count, ratio) = ("tables/surveys.toml", "kpis/new_car_sales.toml", "kpis/callback_success_rate.toml");
    for (name, before, key, beyond) in [
        (scores, "id       = \"score_attitude\"", "scale", ["0", "1e-9", "10001"]),
        (count, "order ", "target", ["1e10", "-0.1", "1000000001"]),
        (ratio, "order ", "target", ["100.1", "-1e-9", "101"]),
    ] {
        let (_, text) = templates().into_iter().find(|(template, _)| template == name).unwrap();
        let at = text.lines().position(|line| line.starts_with(before)).unwrap() + 1;
        let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{key} "))).collect();
        let declared = format!("{key} = 1");
        lines.insert(at, &declared);
        let text = lines.join("\n");
        for value in IN_NO_RANGE.into_iter().chain(beyond) {
            is_refused(name, &with_value(&text, at, value), at);
        }
    }
}

#[test]
fn only_a_score_has_a_scale() {
    let (_, text) = templates().into_iter().find(|(name, _)| name == "tables/surveys.toml").unwrap();
    let text = text.replace("id       = \"advisor\"", "id       = \"advisor\"\nscale    = 5");
    let workspace = Workspace::new().with("templates/tables/surveys.toml", &text);
    workspace.run("check --lang en").ends_with(2).says(&["tables/surveys.toml", "advisor", "only a score has a scale"]);
}

#[test]
fn no_letter_is_below_the_smallest() {
    let (_, text) = templates().into_iter().find(|(name, _)| name == "theme.toml").unwrap();
    let text = text.replace("tick     = 21", "tick     = 14");
    let at = text.lines().position(|line| line.starts_with("tick ")).unwrap() + 1;
    let run = Workspace::new().with("templates/theme.toml", &text).run("check --lang en");
    run.ends_with(2).says(&["theme.toml", &format!("line {at}:"), "is 14", "below smallest"]);
}
