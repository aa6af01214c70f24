//! The example of every finding code is a sentence that the program really says: one of the fixtures gives it, but for
//! what differs from case to case (quoted texts, numbers, dates, places, names of fields and tables).

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::thread;

use csr_report::base::finding::{Code, Finding};
use csr_report::base::lang::{Lang, Words};
use csr_report::cli::{Parsed, parse};
use csr_report::input::discover::discover;
use csr_report::input::read_all;
use csr_report::resolve;
use csr_report::run::compute::{compute, lay_out};
use csr_report::run::declarations::Declarations;
use csr_report::run::{group, last};
use csr_report::settings::Reading;
use csr_report::tables::files::TableFiles;
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;

use crate::fixtures::OF_COUNTS;

/// The findings of a fixture, with their sentences in both languages.
pub fn findings(case: &str, month: &str) -> Vec<Finding> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(case);
    let words = ["csr-report", "-C", workspace.to_str().unwrap(), "check", "--month", month];
    let Parsed::Run(cli) = parse(&words.map(OsString::from)).unwrap() else { panic!("check is a command") };
    let configuration = resolve::configuration(&cli.options, &workspace).unwrap();
    let today = "2013-10-08".parse().unwrap();
    let settings = resolve::settings(&cli.command, &cli.options, &configuration, workspace.clone(), today).unwrap();
    let templates = Templates::load(&settings.workspace).unwrap();
    let mut declared = Declarations::of(TableFiles::read(&templates).unwrap(), &templates, &settings).unwrap();
    let files = discover(&settings.inputs).unwrap();
    let (mut computed, declared) = if settings.stores.is_group() {
        declared.add_group(&templates, &settings).unwrap();
        let (computed, declared, _) = group::checked(files, &settings, declared, &|_| ()).unwrap();
        (computed, declared)
    } else if workspace.join(".last").exists() {
        (last::computed(&files, &settings, &declared, &|_| ()).unwrap(), declared)
    } else {
        (compute(read_all(&files, &settings.limits, &|_| ()), &settings, &declared).unwrap(), declared)
    };
    lay_out(&mut computed, &settings, &declared);
    computed.findings
}

/// The sentences of all fixtures, by code.
fn said() -> BTreeMap<Code, Vec<Words>> {
    let cases = crate::fixtures::cases();
    let found: Vec<Finding> = thread::scope(|scope| {
        let halves = cases.chunks(cases.len().div_ceil(2));
        let of_case = |case: &String| findings(case, &crate::fixtures::month(case));
        let finding: Vec<_> =
            halves.map(|half| scope.spawn(move || half.iter().flat_map(of_case).collect::<Vec<_>>())).collect();
        finding.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    let mut said: BTreeMap<Code, Vec<Words>> = BTreeMap::new();
    for finding in found {
        said.entry(finding.code).or_default().push(finding.message);
    }
    said
}

/// What fields and tables are called in a language, the longest first.
fn names(lang: Lang) -> Vec<String> {
    let schemas = Schemas::load(&Templates::embedded(), &Reading::default()).unwrap();
    let fields = schemas.tables.iter().flat_map(|schema| &schema.fields).map(|field| &field.names);
    let tables = schemas.dictionary.tables().iter().map(|table| &table.names);
    let mut names: Vec<String> = fields.chain(tables).map(|names| names.get(lang).to_owned()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names
}

/// A sentence with placeholders for what differs from case to case.
fn shape(sentence: &str, names: &[String]) -> String {
    let mut shape = String::new();
    let mut rest = sentence;
    while let Some(first) = rest.chars().next() {
        let plain = || (first.len_utf8(), &rest[..first.len_utf8()]);
        let begins = shape.is_empty() || shape.ends_with(' ');
        let place = place(rest).filter(|_| begins).map(|length| (length, "‹place›"));
        let (length, placeholder) = place.or_else(|| variable(rest, names)).unwrap_or_else(plain);
        // Lists have no fixed length.
        if !(placeholder == NAME && ["、", ", "].iter().any(|comma| shape.ends_with(&format!("{NAME}{comma}")))) {
            shape.push_str(placeholder);
        } else {
            shape.truncate(shape.len() - if shape.ends_with('、') { "、".len() } else { ", ".len() });
        }
        rest = &rest[length..];
    }
    shape
}

const NAME: &str = "‹name›";

/// What stands at the beginning and differs from case to case: its length and what takes its place.
fn variable<'a>(text: &str, names: &[String]) -> Option<(usize, &'a str)> {
    for (open, close) in [('“', '”'), ('"', '"')] {
        if let Some(quoted) = text.strip_prefix(open) {
            let length = quoted.find(close)? + open.len_utf8() + close.len_utf8();
            return Some((length, "‹text›"));
        }
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits > 0 {
        return Some((moment(text).unwrap_or(digits), "‹number›"));
    }
    names.iter().find(|name| text.starts_with(name.as_str())).map(|name| (name.len(), NAME))
}

/// A date, perhaps with its time.
fn moment(text: &str) -> Option<usize> {
    let pattern = |shape: &str, text: &str| {
        let fits = |(c, p): (char, char)| if p == '0' { c.is_ascii_digit() } else { c == p };
        text.chars().count() >= shape.len() && text.chars().zip(shape.chars()).all(fits)
    };
    ["0000-00-00 00:00:00", "0000-00-00 00:00", "0000-00-00"]
        .into_iter()
        .find(|shape| pattern(shape, text))
        .map(str::len)
}

/// `工单9月.xlsx › 9月 › A14`
fn place(text: &str) -> Option<usize> {
    let end = |text: &str| text.find([' ', '(', ';', ',', '”']).unwrap_or(text.len());
    let mut length = end(text);
    if text[..length].contains('“') || !text[length..].starts_with(" › ") {
        return None;
    }
    while let Some(part) = text[length..].strip_prefix(" › ") {
        length += " › ".len() + end(part);
    }
    Some(length)
}

#[test]
fn the_example_of_every_code_is_what_the_program_says() {
    let (said, mut wrong) = (said(), Vec::new());
    for lang in Lang::ALL {
        let names = names(lang);
        for code in Code::ALL.into_iter().filter(|code| !OF_COUNTS.contains(code)) {
            let [chinese, english] = code.doc().example;
            let example = shape(lang.pick(chinese, english), &names);
            let sentences = said.get(&code).map(Vec::as_slice).unwrap_or_default();
            let shapes: Vec<String> = sentences.iter().map(|words| shape(words.get(lang), &names)).collect();
            if !shapes.contains(&example) {
                let mut said: Vec<_> = sentences.iter().map(|words| words.get(lang).to_owned()).collect();
                said.sort_unstable();
                said.dedup();
                said.truncate(6);
                wrong.push(format!("{code}: no fixture gives\n  {example}\nbut\n  {}", said.join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples differ\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn only_what_differs_from_case_to_case_becomes_a_placeholder() {
    let names = names(Lang::Chinese);
    let shape = |text| shape(text, &names);
    assert_eq!(
        shape("“WO1001”与 工单9月.xlsx › 9月 › A14 内容不同（工单状态、结算日期）；采用后者"),
        "‹text›与 ‹place› 内容不同（‹name›）；采用后者"
    );
    assert_eq!(shape("回访日期 2013-09-05 10:00 早于 2013-09-06"), "‹name› ‹number› 早于 ‹number›");
    assert_ne!(shape("本行未计入"), shape("本行已计入"));
}
