//! A report held against the same report made again: which input, figure or output is not the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::base::lang::Words;
use crate::publish::PastFile;

/// What a comparison looks at, and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many input files, figures and outputs the report lists.
    pub counts: [usize; 3],
    /// One sentence each, in the order: inputs, figures, findings, everything else, outputs.
    pub differences: Vec<Words>,
    /// The version that made the report, where it is not this one: its outputs need not be the same to the byte.
    pub made_by: Option<String>,
    /// The deck was laid on another file than now, that of `--template` or an edited one: what it shows is not compared.
    pub other_look: bool,
}

/// Holds the document of a report against that of the same report made again from the inputs as they are now. `files` are
/// the outputs as they lie on the disk.
pub fn compare(then: &Value, now: &Value, files: &[PastFile]) -> Compared {
    let version = |document: &Value| document["tool"]["version"].as_str().map(str::to_owned);
    let made_by = version(then).filter(|_| version(then) != version(now));
    let mut differences = inputs(then, now);
    differences.extend(figures(then, now));
    differences.extend(findings(then, now));
    differences.extend(rest(then, now, made_by.is_none()));
    differences.extend(outputs(then, now, files, made_by.is_none()));
    let counts = [hashes(then).len(), by_id(then).len(), files.len()];
    Compared { counts, differences, made_by, other_look: looks_otherwise(then, now) }
}

fn list<'v>(document: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    document[key].as_array().into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// SHA-256 of each input file.
fn hashes(document: &Value) -> BTreeMap<&str, &str> {
    list(document, "inputs").map(|block| (text(block, "file"), text(block, "sha256"))).collect()
}

/// Files that are others now; where all are the same, sheets that are read otherwise.
fn inputs(then: &Value, now: &Value) -> Vec<Words> {
    let [was, is] = [hashes(then), hashes(now)];
    let names: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    let told = |name: &str| {
        let (zh, en) = match (was.get(name), is.get(name)) {
            (Some(_), None) => ("现在没有了", "is not there any more"),
            (None, Some(_)) => ("生成报告时没有", "was not there when the report was made"),
            (before, after) if before != after => {
                ("内容与生成报告时不同", "is not what it was when the report was made")
            }
            _ if of_file(then, name) != of_file(now, name) => {
                ("读出的行与生成报告时不同", "is read otherwise than when the report was made")
            }
            _ => return None,
        };
        Some(Words { chinese: format!("输入文件 {name}：{zh}"), en: format!("the input {name} {en}") })
    };
    names.into_iter().filter_map(told).collect()
}

fn of_file<'v>(document: &'v Value, name: &str) -> Vec<&'v Value> {
    list(document, "inputs").filter(|block| text(block, "file") == name).collect()
}

fn by_id(document: &Value) -> BTreeMap<&str, &Value> {
    list(document, "kpis").map(|kpi| (text(kpi, "id"), kpi)).collect()
}

/// Indicators of which anything differs, each with the first place where it does.
fn figures(then: &Value, now: &Value) -> Vec<Words> {
    let [was, is] = [by_id(then), by_id(now)];
    let ids: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    let told = |id: &str| {
        let (before, after) = (was.get(id), is.get(id));
        let (zh, en) = match (before, after) {
            (Some(_), None) => ("现在没有这个指标".to_owned(), "there is no such indicator now".to_owned()),
            (None, Some(_)) => ("报告中没有这个指标".to_owned(), "the report has no such indicator".to_owned()),
            (Some(before), Some(after)) => {
                let Differing { path, then, now } = first_difference(before, after)?;
                let path = path.join(" › ");
                (format!("{path} 报告中为 {then}，现在为 {now}"), format!("{path} is {then} in the report, {now} now"))
            }
            (None, None) => return None,
        };
        let name = |lang| before.or(after).and_then(|kpi| kpi["name"][lang].as_str()).unwrap_or(id);
        Some(Words {
            chinese: format!("指标 {}（{id}）：{zh}", name("zh-CN")),
            en: format!("{} ({id}): {en}", name("en")),
        })
    };
    ids.into_iter().filter_map(told).collect()
}

/// Where two values first differ.
struct Differing {
    path: Vec<String>,
    then: String,
    now: String,
}

/// The first place where two values differ: keys, and of a list what its element is about.
fn first_difference(then: &Value, now: &Value) -> Option<Differing> {
    if then == now {
        return None;
    }
    let below = |name: String, found: Differing| {
        let path = std::iter::once(name).chain(found.path).collect();
        Some(Differing { path, ..found })
    };
    match (then, now) {
        (Value::Object(before), Value::Object(after)) => {
            let keys = || before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
            let of = |map: &serde_json::Map<String, Value>, key: &String| map.get(key).cloned().unwrap_or(Value::Null);
            let differs = |key: &&String| before.get(*key) != after.get(*key);
            let is_plain = |key: &&String| !of(before, key).is_array() && !of(before, key).is_object();
            // A figure says more than its parts.
            let first = keys().filter(is_plain).find(differs).or_else(|| keys().find(differs))?;
            below(first.clone(), first_difference(&of(before, first), &of(after, first))?)
        }
        (Value::Array(before), Value::Array(after)) => {
            let last = before.len().max(after.len());
            let at = (0..last).find(|at| before.get(*at) != after.get(*at))?;
            let of = |list: &[Value]| list.get(at).cloned().unwrap_or(Value::Null);
            let (before, after) = (of(before), of(after));
            below(about(&before, at), first_difference(&before, &after)?)
        }
        (before, after) => Some(Differing { path: Vec::new(), then: shown(before), now: shown(after) }),
    }
}

/// What an element of a list is about: its period, group or kind; else its number.
fn about(element: &Value, at: usize) -> String {
    let words = |value: &Value| match value {
        Value::String(word) => Some(word.clone()),
        Value::Array(words) => words.iter().map(Value::as_str).collect::<Option<Vec<_>>>().map(|words| words.join("·")),
        _ => None,
    };
    ["period", "key", "by"].iter().find_map(|key| words(&element[*key])).unwrap_or_else(|| (at + 1).to_string())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::Object(_) | Value::Array(_) => "…".to_owned(),
        value => value.to_string(),
    }
}

/// How many findings there are in one alone, with the first of them.
fn findings(then: &Value, now: &Value) -> Option<Words> {
    let [was, is] = [then, now].map(|document| list(document, "findings").map(Value::to_string).collect::<Vec<_>>());
    if was == is {
        return None;
    }
    let lacking = |these: &[String], others: &[String]| {
        let others: BTreeSet<&String> = others.iter().collect();
        these.iter().filter(|one| !others.contains(one)).count()
    };
    let [gone, new] = [lacking(&was, &is), lacking(&is, &was)];
    Some(Words {
        chinese: format!("数据问题：报告中的 {gone} 处现在没有，现在另有 {new} 处"),
        en: format!("findings: {gone} of the report are not found now, {new} others are"),
    })
}

/// Everything else that report.json says.
fn rest(then: &Value, now: &Value, made_anew: bool) -> Vec<Words> {
    let own = ["tool", "inputs", "kpis", "findings", "outputs", "deck_template", "deck_update"];
    let keys = |document: &Value| document.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
    let keys: BTreeSet<String> =
        [then, now].into_iter().flat_map(|document| -> Vec<String> { keys(document) }).collect();
    let told = |key: &String| {
        let Differing { path, then, now } = first_difference(&then[key], &now[key])?;
        let path = [key.clone()].into_iter().chain(path).collect::<Vec<_>>().join(" › ");
        let chinese = format!("{path}：报告中为 {then}，现在为 {now}");
        Some(Words { chinese, en: format!("{path} is {then} in the report, {now} now") })
    };
    let of_other_look = |key: &String| key == "deck" && (!made_anew || looks_otherwise(then, now));
    keys.iter().filter(|key| !own.contains(&key.as_str()) && !of_other_look(key)).filter_map(told).collect()
}

fn looks_otherwise(then: &Value, now: &Value) -> bool {
    !then["deck_update"].is_null() || then["deck_template"] != now["deck_template"]
}

/// Files that are not what the report lists; `made_anew` tells that they can be expected to come out the same again.
fn outputs(then: &Value, now: &Value, files: &[PastFile], made_anew: bool) -> Vec<Words> {
    // A deck that was brought to its period keeps what somebody did to it.
    let is_edited = |file: &PastFile| looks_otherwise(then, now) && file.name.ends_with(".pptx");
    let again: BTreeMap<&str, &str> =
        list(now, "outputs").map(|file| (text(file, "file"), text(file, "sha256"))).collect();
    let told = |file: &PastFile| {
        let anew = again.get(file.name.as_str());
        let (zh, en) = match &file.found {
            None => ("不在报告文件夹中，或读不了", "is not in the folder of the report, or cannot be read"),
            Some(found) if *found != file.listed => ("生成以后被改过", "was changed after it was made"),
            Some(_) if !made_anew || is_edited(file) => return None,
            Some(_) if anew.is_none() => ("现在不再生成", "is not made any more"),
            Some(_) if anew != Some(&file.listed.as_str()) => ("现在重新生成的内容不同", "comes out otherwise now"),
            Some(_) => return None,
        };
        Some(Words { chinese: format!("输出 {}：{zh}", file.name), en: format!("the output {} {en}", file.name) })
    };
    let listed: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let new = again.keys().filter(|name| made_anew && !listed.contains(*name)).map(|name| Words {
        chinese: format!("输出 {name}：报告中没有，现在会生成"),
        en: format!("the output {name} is made now, and is not in the report"),
    });
    files.iter().filter_map(told).chain(new).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "schema": "csr-report/1", "tool": {"name": "csr-report", "version": "1.0.0"}, "dealer": "演示店",
            "inputs": [{"file": "回访.xlsx", "sha256": "aa", "sheet": "9月", "rows": {"read": 3}}],
            "kpis": [{"id": "callback_rate", "name": {"zh-CN": "回访率", "en": "Callback rate"}, "value": 93.5, "n": 20,
                      "trend": [{"period": "2013-08", "value": 90}],
                      "breakdowns": [{"by": ["advisor"], "rows": [{"key": ["李娜"], "value": 75}]}]}],
            "findings": [{"message": "一"}], "outputs": [{"file": "a.xlsx", "sha256": "11"}]
        })
    }

    fn files() -> Vec<PastFile> {
        vec![PastFile { name: "a.xlsx".into(), listed: "11".into(), found: Some("11".into()) }]
    }

    fn told(now: &Value, files: &[PastFile]) -> Vec<String> {
        compare(&document(), now, files).differences.into_iter().map(|words| words.chinese).collect()
    }

    #[test]
    fn the_same_report_is_the_same() {
        let compared = compare(&document(), &document(), &files());
        assert_eq!(compared, Compared { counts: [1, 1, 1], ..Compared::default() });
    }

    #[test]
    fn what_differs_is_named_at_its_place() {
        for (pointer, value, sentence) in [
            ("/inputs/0/sha256", json!("bb"), "输入文件 回访.xlsx：内容与生成报告时不同"),
            ("/inputs/0/rows/read", json!(4), "输入文件 回访.xlsx：读出的行与生成报告时不同"),
            ("/inputs/0/file", json!("乙.xlsx"), "输入文件 乙.xlsx：生成报告时没有"),
            ("/kpis/0/value", json!(93), "指标 回访率（callback_rate）：value 报告中为 93.5，现在为 93"),
            ("/kpis/0/id", json!("callback"), "指标 回访率（callback）：报告中没有这个指标"),
            (
                "/kpis/0/trend/0/value",
                json!(null),
                "指标 回访率（callback_rate）：trend › 2013-08 › value 报告中为 90，现在为 —",
            ),
            (
                "/kpis/0/breakdowns/0/rows/0/value",
                json!(74),
                "指标 回访率（callback_rate）：breakdowns › advisor › rows › 李娜 › value 报告中为 75，现在为 74",
            ),
            ("/findings/0/message", json!("二"), "数据问题：报告中的 1 处现在没有，现在另有 1 处"),
            ("/dealer", json!("另一家"), "dealer：报告中为 \"演示店\"，现在为 \"另一家\""),
            ("/outputs/0/sha256", json!("22"), "输出 a.xlsx：现在重新生成的内容不同"),
            ("/outputs/0/file", json!("b.xlsx"), "输出 b.xlsx：报告中没有，现在会生成"),
        ] {
            let mut now = document();
            *now.pointer_mut(pointer).expect(pointer) = value;
            let told = told(&now, &files());
            assert!(told.iter().any(|one| one == sentence), "{pointer}: {told:?}");
        }
    }

    #[test]
    fn of_a_figure_and_its_parts_the_figure_is_named() {
        let mut now = document();
        now["kpis"][0]["breakdowns"] = json!([]);
        now["kpis"][0]["value"] = json!(93);
        assert_eq!(told(&now, &files()), ["指标 回访率（callback_rate）：value 报告中为 93.5，现在为 93"]);
    }

    #[test]
    fn an_output_is_held_against_its_listed_hash() {
        let [mut changed, mut gone] = [files(), files()];
        changed[0].found = Some("12".into());
        gone[0].found = None;
        assert_eq!(told(&document(), &changed), ["输出 a.xlsx：生成以后被改过"]);
        assert_eq!(told(&document(), &gone), ["输出 a.xlsx：不在报告文件夹中，或读不了"]);
    }

    #[test]
    fn a_deck_in_another_look_is_held_against_its_own_hash_alone() {
        let deck = |look: Value, slide: &str, hash: &str| {
            let mut document = document();
            document["deck_template"] = look;
            document["deck"] = json!([{"slide": slide}]);
            document["outputs"] = json!([{"file": "a.pptx", "sha256": hash}]);
            document
        };
        let file =
            |found: &str| vec![PastFile { name: "a.pptx".into(), listed: "11".into(), found: Some(found.into()) }];
        let then = deck(json!("ab"), "one", "11");
        let plain = compare(&then, &deck(Value::Null, "two", "22"), &file("11"));
        assert_eq!((plain.differences, plain.other_look), (vec![], true));
        assert_eq!(compare(&then, &deck(Value::Null, "two", "22"), &file("12")).differences.len(), 1);
        let same = compare(&then, &deck(json!("ab"), "two", "22"), &file("11"));
        assert_eq!((same.differences.len(), same.other_look), (2, false));
    }

    #[test]
    fn another_version_need_not_write_the_same_bytes_but_the_same_figures() {
        let mut now = document();
        now["tool"]["version"] = json!("2.0.0");
        now["outputs"][0]["sha256"] = json!("22");
        let compared = compare(&document(), &now, &files());
        assert_eq!((compared.differences, compared.made_by), (Vec::new(), Some("1.0.0".to_owned())));
        now["kpis"][0]["value"] = json!(1);
        assert_eq!(compare(&document(), &now, &files()).differences.len(), 1);
    }
}
