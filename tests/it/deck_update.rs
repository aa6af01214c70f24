//! `--update`: a month in the life of a deck. The report of August is worked on by hand (tests/deck/hand.py, with python-pptx), then
//! September is brought into it; what the slides show is read by python-pptx, never by this program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::validator::{are_valid, validator};
use crate::workspace::{Run, Workspace};
use crate::{demo, workspace};

const AUGUST: &str = "output/2013-08/csr-report-2013-08.pptx";
const SEPTEMBER: &str = "output/2013-09/csr-report-2013-09.pptx";

/// Runs tests/deck/hand.py; nothing where python-pptx is not installed.
fn hand(words: &[&str], files: &[&Path]) -> Option<String> {
    let ready = Command::new("python3").args(["-c", "import pptx, openpyxl, lxml"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: python3 with python-pptx and openpyxl is not installed, no deck was edited (see .ci/run)");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deck/hand.py");
    let output = Command::new("python3").arg(script).args(words).args(files).output().unwrap();
    assert!(output.status.success(), "{words:?} {files:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// What stands on the slides of a deck.
struct Look(Value);

impl Look {
    fn at(path: &Path) -> Self {
        let look = Self(serde_json::from_str(&hand(&["look"], &[path]).unwrap()).unwrap());
        assert_eq!(look.0["orphans"], serde_json::json!([]), "{}", path.display());
        look
    }

    fn slides(&self) -> &[Value] {
        self.0["slides"].as_array().unwrap()
    }

    fn names(&self) -> Vec<&str> {
        self.slides().iter().map(|slide| slide["name"].as_str().unwrap_or_default()).collect()
    }

    /// The number of a slide, from 1; of copies the last.
    #[track_caller]
    fn number(&self, name: &str) -> usize {
        self.names().iter().rposition(|one| *one == name).unwrap_or_else(|| panic!("no {name}: {:?}", self.names())) + 1
    }

    fn slide(&self, name: &str) -> &Value {
        &self.slides()[self.number(name) - 1]
    }

    fn shape(&self, slide: &str, name: &str) -> Option<&Value> {
        let shapes = self.slide(slide)["shapes"].as_array().unwrap();
        shapes.iter().find(|shape| shape[0] == name).map(|shape| &shape[1])
    }

    /// Every shape of the slides that have a name, without the numbers that programs give it.
    fn shapes(&self) -> BTreeMap<String, Value> {
        let mut all = BTreeMap::new();
        for shape in self.slides().iter().flat_map(|slide| slide["shapes"].as_array().unwrap()) {
            let mut seen = shape[1].clone();
            seen.as_object_mut().unwrap().remove("id");
            all.insert(shape[0].as_str().unwrap().to_owned(), seen);
        }
        all
    }

    /// What every chart shows is what stands in its workbook.
    fn charts_agree(&self) {
        let mut charts = 0;
        for (name, shape) in self.shapes().iter().filter(|(_, shape)| shape["chart"].is_array()) {
            charts += 1;
            for (shown, held) in shape["chart"].as_array().unwrap().iter().zip(shape["cells"].as_array().unwrap()) {
                let numbers = |list: &Value| -> Vec<(String, f64)> {
                    let number =
                        |value: &Value| value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap());
                    list.as_array()
                        .unwrap()
                        .iter()
                        .map(|one| (one[0].as_str().unwrap().to_owned(), number(&one[1])))
                        .collect()
                };
                let (shown, held) = (numbers(shown), numbers(held));
                let near = |(one, other): (&(String, f64), &(String, f64))| {
                    one.0 == other.0 && (one.1 - other.1).abs() <= 1e-9 * other.1.abs().max(1.0)
                };
                assert!(shown.len() == held.len() && shown.iter().zip(&held).all(near), "{name}: {shown:?} {held:?}");
            }
        }
        assert!(charts > 10, "{charts} charts");
    }
}

/// A copy of the demo dealer with August's deck in its output.
fn dealer() -> Workspace {
    let workspace = Workspace::new();
    workspace::copy(&demo::workspace(), workspace.path());
    let _ = fs::remove_dir_all(workspace.path().join("output"));
    run(&workspace, "monthly --month 2013-08").ends_with(0);
    workspace
}

fn run(workspace: &Workspace, line: &str) -> Run {
    workspace.run(&format!("{line} --format pptx,json"))
}

/// What report.json tells of an update, by kind: slide, shape or slide by name, what became of it.
fn told(report: &Value, kind: &str) -> Vec<(u64, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changes = report["deck_update"][kind].as_array().unwrap_or_else(|| panic!("no {kind} in report.json"));
    let of = |change: &Value| {
        let name = if change["shape"].is_null() { &change["name"] } else { &change["shape"] };
        (change["slide"].as_u64().unwrap_or(0), text(name), text(&change["what"]))
    };
    changes.iter().map(of).collect()
}

fn report(path: PathBuf) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn what_nobody_touched_shows_the_new_month_and_everything_else_stays() {
    let workspace = dealer();
    let at = |name: &str| workspace.path().join(name);
    if hand(&["edit"], &[&at(AUGUST), &at("我的.pptx")]).is_none() {
        return;
    }
    let before = fs::read(at("我的.pptx")).unwrap();
    let run_of_september = run(&workspace, "monthly --month 2013-09 --update 我的.pptx").ends_with(0);
    run(&workspace, "monthly --month 2013-09 --output fresh").ends_with(0);
    assert_eq!(fs::read(at("我的.pptx")).unwrap(), before, "the deck of the manager is only read");
    let (old, new) = (Look::at(&at(AUGUST)), Look::at(&at(SEPTEMBER)));
    let fresh = Look::at(&at("fresh/2013-09/csr-report-2013-09.pptx"));
    new.charts_agree();

    // Kept: her own slide, the copy, the order, the sentence, the title, the notes, the numbers, the measures.
    assert_eq!(new.slides()[4]["shapes"][1][1]["text"][0], "10 月 1 日至 7 日，由王强负责");
    let first_service = "csr:first_service.chart.first_service_retention";
    assert_eq!(new.names()[1], "csr:first_service");
    let copy = new.slides()[1]["shapes"].as_array().unwrap().iter().find(|shape| shape[0] == first_service).unwrap();
    assert_eq!(copy[1]["chart"], old.shape("csr:first_service", first_service).unwrap()["chart"]);
    assert!(new.number("csr:renewals") < new.number("csr:callbacks"));
    let said = |look: &Look, slide: &str, name: &str| look.shape(slide, name).unwrap()["text"].clone();
    assert_eq!(
        said(&new, "csr:satisfaction", "csr:satisfaction.said")[0],
        "八月的满意度由新来的顾问拉低，已安排培训。"
    );
    assert_eq!(said(&new, "csr:why", "csr:why.title")[0], "八月为什么变了");
    assert_eq!(new.slide("csr:complaints")["notes"], "先讲张先生的投诉。");
    let flow = "csr:complaints.chart.complaint_flow";
    assert_eq!(new.shape("csr:complaints", flow).unwrap()["chart"][0][0][1], "99");
    assert_eq!(said(&new, "csr:next.measures", "csr:next.measures.table")[1][1], "每周一复盘未成功的回访");

    // Where the chart was moved it stands, with the numbers of September; in the colours that she gave it another one.
    let success = "csr:callbacks.chart.callback_success_rate";
    let of = |look: &Look| look.shape("csr:callbacks", success).unwrap().clone();
    assert_ne!(of(&new)["place"], of(&fresh)["place"]);
    assert_eq!(of(&new)["chart"], of(&fresh)["chart"]);
    assert_eq!(of(&new)["place"][1], of(&old)["place"][1]);
    let fix = "csr:first_time_fix.chart.first_time_fix_rate";
    let fix = |look: &Look| look.shape("csr:first_time_fix", fix).unwrap().clone();
    assert!(fix(&new)["colours"].as_array().unwrap().contains(&"123456".into()));
    assert_eq!((&fix(&new)["chart"], &fix(&new)["description"]), (&fix(&fresh)["chart"], &fix(&fresh)["description"]));

    // What she threw away stays away, and nothing else is missing.
    let (is, should) = (new.shapes(), fresh.shapes());
    let missing: Vec<&String> = should.keys().filter(|name| !is.contains_key(*name)).collect();
    let thrown =
        |name: &&&String| name.starts_with("csr:churn.") || **name == "csr:appointments.table.bookings_by_period";
    assert!(missing.iter().filter(|name| !thrown(name)).count() == 0 && missing.len() > 5, "{missing:?}");
    // Everything else is as a new deck has it.
    let touched = [
        first_service,
        success,
        flow,
        "csr:first_time_fix.chart.first_time_fix_rate",
        "csr:satisfaction.said",
        "csr:satisfaction.source",
        "csr:why.title",
        "csr:next.measures.table",
    ];
    for (name, shape) in should.iter().filter(|(name, _)| !touched.contains(&name.as_str()) && is.contains_key(*name)) {
        assert_eq!(&is[name], shape, "{name}");
    }
    assert_eq!(new.0["title"], fresh.0["title"]);

    // All of it is told, with the number of the slide.
    let json = report(at("output/2013-09/report.json"));
    let here = |name: &str, shape: &str, what: &str| (new.number(name) as u64, shape.to_owned(), what.to_owned());
    let mut kept = vec![
        (2, "csr:first_service".to_owned(), "copy".to_owned()),
        (5, String::new(), "own".to_owned()),
        here("csr:satisfaction", "csr:satisfaction.said", "edited"),
        here("csr:complaints", flow, "edited"),
        here("csr:complaints", "csr:complaints", "notes_edited"),
        here("csr:why", "csr:why.title", "edited"),
        here("csr:appointments", "csr:satisfaction.source", "copy"),
        here("csr:appointments", "csr:appointments", "own"),
        here("csr:next.measures", "csr:next.measures.table", "edited"),
    ];
    kept.sort_by_key(|(slide, ..)| *slide);
    assert_eq!(told(&json, "kept"), kept);
    let appointments = new.number("csr:appointments") as u64;
    let thrown = [
        (appointments, "csr:appointments.table.bookings_by_period".to_owned(), "deleted".to_owned()),
        (0, "csr:churn".to_owned(), "deleted".to_owned()),
    ];
    assert_eq!(told(&json, "left_out"), thrown);
    let in_place = told(&json, "replaced").into_iter().filter(|(.., what)| what == "replaced_in_place");
    let names: Vec<String> = in_place.map(|(_, name, _)| name).collect();
    assert_eq!(names, [success, "csr:first_time_fix.chart.first_time_fix_rate"]);
    let own = format!("您自己加的页和图形没有动：第 5、{appointments} 页");
    let satisfaction = format!("第 {} 页 csr:satisfaction.said 是手改的", new.number("csr:satisfaction"));
    let machine = said(&fresh, "csr:satisfaction", "csr:satisfaction.said")[0].as_str().unwrap().to_owned();
    run_of_september.says(&[&satisfaction, &machine, "的副本", "的备注是手改的"]).prints(&[
        "在“我的.pptx”（演示店 · 2013-08 · 客户关系报告）的基础上更新",
        &own,
        "csr:churn",
    ]);
    if let Some(validator) = validator() {
        are_valid(&validator, vec![(at(SEPTEMBER), None)]);
    }

    // Once more: nothing is left to do, and what was kept is still told with what the program would write.
    fs::copy(at(SEPTEMBER), at("again.pptx")).unwrap();
    run(&workspace, "monthly --month 2013-09 --output again --update again.pptx").ends_with(0).says(&[&machine]);
    assert!(fs::read(at("again/2013-09/csr-report-2013-09.pptx")).unwrap() == fs::read(at(SEPTEMBER)).unwrap());
    // What somebody edited cannot be made again, and that is no difference.
    workspace.run("verify output/2013-09").ends_with(0).prints(&["一致"]);
}

#[test]
fn a_deck_that_nobody_touched_becomes_a_new_one_whatever_program_saved_it() {
    let workspace = dealer();
    let at = |name: &str| workspace.path().join(name);
    run(&workspace, "monthly --month 2013-09 --output fresh").ends_with(0);
    for way in ["save", "rewrite"] {
        if hand(&[way], &[&at(AUGUST), &at("saved.pptx")]).is_none() {
            return;
        }
        run(&workspace, &format!("monthly --month 2013-09 --output {way} --update saved.pptx")).ends_with(0);
        let new = Look::at(&at(&format!("{way}/2013-09/csr-report-2013-09.pptx")));
        let fresh = Look::at(&at("fresh/2013-09/csr-report-2013-09.pptx"));
        new.charts_agree();
        assert_eq!(new.names(), fresh.names(), "{way}");
        let (is, should) = (new.shapes(), fresh.shapes());
        assert_eq!(is.keys().collect::<Vec<_>>(), should.keys().collect::<Vec<_>>(), "{way}");
        for (name, shape) in &should {
            assert_eq!(&is[name], shape, "{way}: {name}");
        }
        let notes = |look: &Look| look.slides().iter().map(|slide| slide["notes"].clone()).collect::<Vec<_>>();
        assert_eq!(notes(&new), notes(&fresh), "{way}");
        let json = report(at(&format!("{way}/2013-09/report.json")));
        assert_eq!((told(&json, "kept"), told(&json, "left_out")), (vec![], vec![]), "{way}");
        assert!(told(&json, "replaced").iter().all(|(.., what)| what == "replaced"), "{way}");
    }
}

#[test]
fn the_deck_of_this_month_is_updated_where_it_lies_and_the_edited_one_stays_beside() {
    let workspace = dealer();
    let at = |name: &str| workspace.path().join(name);
    if hand(&["edit"], &[&at(AUGUST), &at("edited.pptx")]).is_none() {
        return;
    }
    fs::copy(at("edited.pptx"), at(AUGUST)).unwrap();
    let run = run(&workspace, &format!("monthly --month 2013-08 --force --lang en --update {AUGUST}")).ends_with(0);
    let beside = run.files.iter().find(|file| file.to_string_lossy().contains("(your edit"));
    let beside = beside.unwrap_or_else(|| panic!("{:#?}", run.files));
    assert!(fs::read(at(beside.to_str().unwrap())).unwrap() == fs::read(at("edited.pptx")).unwrap());
    run.says(&["csr:why.title was changed by hand and left alone"]).prints(&["The deck continues"]);
}

#[test]
fn a_deck_that_cannot_be_updated_is_told_before_anything_is_written() {
    let workspace = dealer();
    let at = |name: &str| workspace.path().join(name);
    let deck = fs::read(at(AUGUST)).unwrap();
    fs::write(at("half.pptx"), &deck[..deck.len() / 2]).unwrap();
    fs::write(at("text.pptx"), "not a deck").unwrap();
    fs::write(at("open.pptx"), &deck).unwrap();
    fs::write(at("~$open.pptx"), "").unwrap();
    for (line, said) in [
        ("--update nowhere.pptx", "nowhere.pptx"),
        ("--update output", "output"),
        ("--update half.pptx", "“half.pptx”"),
        ("--update text.pptx", "“text.pptx”"),
        ("--update open.pptx", "保存并关闭后重新运行"),
        ("--update open.pptx --each-dealer", "--each-dealer"),
    ] {
        let run = run(&workspace, &format!("monthly --month 2013-09 {line}")).ends_with(2).says(&[said]);
        assert!(!at("output/2013-09").exists(), "{line}: {:?}", run.files);
    }
    workspace.run("monthly --month 2013-09 --format xlsx --update open.pptx").ends_with(2).says(&["pptx"]);
    // A deck that python-pptx made holds no record; neither does one of another dealer fit.
    if hand(&["new"], &[&at("own.pptx"), &at("own.pptx")]).is_some() {
        run(&workspace, "monthly --month 2013-09 --update own.pptx").ends_with(2).says(&["没有 csr-report 的记录"]);
    }
    let path = at("csr-report.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("演示店", "另一家店")).unwrap();
    fs::remove_file(at("~$open.pptx")).unwrap();
    run(&workspace, "monthly --month 2013-09 --update open.pptx").ends_with(2).says(&["是“演示店”的演示文稿"]);
}
