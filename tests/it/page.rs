//! The page in Chromium: what a reader sees on a phone and at a desk, with the keyboard, without script, on paper; and what
//! a spreadsheet cannot do to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::demo;
use crate::leaving::hostile_everywhere;
use crate::workspace::{Workspace, copy};

/// A page can be sent by mail.
const MOST_BYTES: u64 = 1_000_000;
/// Ground of the embedded theme in the light.
const WHITE: &str = "rgb(255, 255, 255)";

/// What the browser saw of a page; `None` where there is no browser.
fn look(page: &Path, axe: bool) -> Option<Value> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools");
    let runs = |path: &&str| Command::new(path).arg("--version").output().is_ok_and(|run| run.status.success());
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(runs);
    let has = |name: &str| tools.join("node_modules").join(name).is_dir();
    let (Some(chromium), true) = (chromium, has("playwright-core") && has("axe-core")) else {
        eprintln!(
            "SKIPPED: chromium, playwright-core or axe-core is not installed, no page was looked at (see .ci/run)"
        );
        return None;
    };
    let path = Command::new("sh").args(["-c", &format!("command -v {chromium}")]).output().unwrap().stdout;
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("page.pdf");
    let mut node = Command::new("node");
    node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/look.mjs")).args([&tools, page, &pdf]);
    node.args(axe.then_some("axe"));
    let output = node.env("CHROMIUM", String::from_utf8(path).unwrap().trim()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// What must hold of every page.
#[track_caller]
fn is_sound(seen: &Value) {
    assert_eq!(seen["told"], Value::Array(vec![]), "the console is silent");
    assert_eq!(seen["requests"], Value::Array(vec![]), "nothing is fetched");
    assert_eq!(seen["handlers"], 0, "neither handlers nor style attributes");
    assert_eq!(seen["broken"], Value::Array(vec![]), "every link leads somewhere");
    assert_eq!(seen["twice"], Value::Array(vec![]), "no id stands twice");
    for look in seen["looks"].as_array().unwrap() {
        let at = format!("{} {}", look["width"], look["colorScheme"]);
        assert!(look["overflow"].as_i64().unwrap() <= 0, "{at}: the page does not scroll sideways");
        assert_eq!(look["ground"] == WHITE, look["colorScheme"] == "light", "{at}: {}", look["ground"]);
        assert_eq!(look["faults"], Value::Array(vec![]), "{at}: what axe finds");
        let headings: Vec<i64> =
            look["headings"].as_array().unwrap().iter().map(|level| level.as_i64().unwrap()).collect();
        assert_eq!(headings[0], 1);
        assert!(headings.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{at}: no heading is skipped: {headings:?}");
    }
    assert_ne!(seen["chosen"], WHITE, "the switch makes it dark");
    assert_eq!(seen["print"]["ground"], WHITE, "paper is white");
    assert_eq!(seen["print"]["cut"], 0, "no chart is cut");
    // The script adds the sentences of its own controls, and takes nothing away.
    let (bare, text) = (seen["bare"].as_str().unwrap(), seen["text"].as_str().unwrap());
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (bare, mut text) = (words(bare), words(text).into_iter());
    assert!(
        bare.len() > 30 && bare.iter().all(|word| text.any(|other| other == *word)),
        "all stands there without script"
    );
}

fn page(folder: &Path) -> PathBuf {
    folder.join("index.html")
}

#[test]
fn the_month_reads_well_on_a_phone_and_at_a_desk_with_keyboard_and_without_script() {
    let report = demo::report("2013-09");
    let size = fs::metadata(page(&report.folder)).unwrap().len();
    assert!(size < MOST_BYTES, "{size} bytes");
    let listed = report.json["outputs"].as_array().unwrap().iter().any(|output| output["file"] == "index.html");
    assert!(listed, "report.json lists the page");
    let Some(seen) = look(&page(&report.folder), false) else { return };
    is_sound(&seen);
    // Figures of the month, counted by hand in tests/it/golden.rs.
    for text in ["93.00%", "回访率", "105.88%"] {
        assert!(seen["bare"].as_str().unwrap().contains(text), "{text}");
    }
    assert!(seen["lists"].as_u64().unwrap() > 5);
    let (ascending, descending) = (&seen["ascending"], &seen["descending"]);
    assert_eq!((&ascending["way"], &descending["way"]), (&"ascending".into(), &"descending".into()));
    let (up, mut down) = (texts(&ascending["column"]), texts(&descending["column"]));
    assert_ne!(texts(&seen["before"]), down, "the order changed");
    assert_ne!(up, down);
    down.sort_unstable();
    let mut all = up.clone();
    all.sort_unstable();
    assert_eq!(all, down, "no row is lost");
    let wanted = texts(&seen["before"])[0];
    let filtered = texts(&seen["filtered"]);
    assert!(!filtered.is_empty() && filtered.len() < all.len() && filtered.iter().all(|row| row.contains(wanted)));
}

#[test]
fn what_a_spreadsheet_holds_stays_text() {
    let script = "<script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>";
    let quoted = script.replace('"', "\"\"");
    let calls: Vec<String> = (1..=30)
        .map(|at| {
            format!(
                "A{at},京A000{at:02},2013-09-{at:02},{},\"{quoted}\",\"{quoted}\"",
                if at % 3 == 0 { "无法接通" } else { "成功" }
            )
        })
        .collect();
    let list = format!("工单号,车牌号,回访日期,回访结果,服务顾问,备注\n{}\n", calls.join("\n"));
    let planted = Workspace::new().with("input/回访.csv", &list).with("notes.toml", "");
    planted.run("monthly --month 2013-09").ends_with(0);
    let folder = planted.path().join("output/2013-09");
    let html = fs::read_to_string(page(&folder)).unwrap();
    assert_eq!(html.matches("<script>").count(), 1, "the page's own");
    assert!(!html.contains("<img") && html.contains("&lt;script&gt;window.hacked"));
    let hostile = hostile_everywhere();
    hostile.run("monthly --month 2013-09").ends_with(0);
    for folder in [folder, hostile.path().join("output/2013-09")] {
        let Some(seen) = look(&page(&folder), false) else { return };
        is_sound(&seen);
        assert_eq!(seen["hacked"], Value::Null);
    }
}

#[test]
fn the_page_of_a_quarter_in_english_with_own_words_and_cut_lists_is_sound() {
    let workspace = Workspace::new();
    copy(&demo::workspace(), workspace.path());
    let words = "[\"2013-Q3\"]\ncallbacks = \"Two callers were ill <b>for weeks</b>.\"\n";
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/theme.toml");
    let theme = fs::read_to_string(theme).unwrap().replace("rows = 200", "rows = 7");
    let workspace = workspace.with("notes.toml", words).with("templates/theme.toml", &theme);
    let run = workspace.run("quarterly --quarter 2013-Q3 --lang en --format html,xlsx --output out").ends_with(0);
    let html = fs::read_to_string(page(&workspace.path().join("out/2013-Q3"))).unwrap();
    assert!(html.contains("<html lang=\"en\">"), "{}", run.stdout);
    assert!(html.contains("class=\"say own\"") && html.contains("Two callers were ill &lt;b&gt;for weeks&lt;"));
    assert!(html.contains("of which the first 7 stand here") && html.contains("href=\"csr-report-2013-Q3.xlsx\""));
    let Some(seen) = look(&page(&workspace.path().join("out/2013-Q3")), true) else { return };
    is_sound(&seen);
}

/// The hash is that of another program.
#[cfg(unix)]
#[test]
fn style_and_script_are_allowed_by_the_hashes_of_their_bytes_and_nothing_else_is() {
    let html = fs::read_to_string(page(&demo::report("2013-09").folder)).unwrap();
    let policy =
        html.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let policy = policy.replace("&#x27;", "'").replace("&#39;", "'").replace("&#x2f;", "/");
    let part = |tag: &str| html.split(&format!("<{tag}>")).nth(1).unwrap().split(&format!("</{tag}>")).next().unwrap();
    for tag in ["style", "script"] {
        let mut openssl = Command::new("sh");
        openssl.args(["-c", "openssl dgst -sha256 -binary | openssl base64 -A"]);
        let hash = piped(&mut openssl, part(tag));
        assert!(policy.contains(&format!("{tag}-src 'sha256-{hash}'")), "{tag}: {hash} in {policy}");
    }
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe") && !policy.contains("http"));
}

/// What a program makes of a text.
#[cfg(unix)]
fn piped(command: &mut Command, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text");
    fs::write(&file, text).unwrap();
    let output = command.stdin(fs::File::open(&file).unwrap()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_template_of_the_workspace_takes_the_place_of_the_programs_own() {
    let list = "工单号,车牌号,回访日期,回访结果\nA1,京A00001,2013-09-03,成功\n";
    let own = |html: &str| Workspace::new().with("input/回访.csv", list).with("templates/page/index.html", html);
    let html = "<style>{{ style }}</style><script>{{ script }}</script>\n<p>{{ title }}: {{ topics | length }}</p>";
    let workspace = own(html);
    workspace.run("monthly --month 2013-09 --format html").ends_with(0);
    let written = fs::read_to_string(workspace.path().join("output/2013-09/index.html")).unwrap();
    assert!(written.ends_with("<p>2013-09 客户关系月报: 4</p>"), "{written}");
    // Each is told with its file and, where it has one, its line.
    for (html, told) in [
        (format!("{html}\n{{% if %}}"), "templates/page/index.html, line 3"),
        (format!("{html}\n\n{{{{ tittle }}}}"), "templates/page/index.html, line 4"),
        ("<style>{{ style }}</style>".to_owned(), "<script></script>"),
    ] {
        own(&html).run("monthly --month 2013-09 --format html").ends_with(2).says(&[told]);
    }
    let misplaced = Workspace::new().with("input/回访.csv", list).with("templates/page/own.html", "");
    misplaced.run("monthly --month 2013-09").ends_with(2).says(&["templates/page/own.html"]);
}

/// Runs `open` where only this program stands for the system's opener; it writes what it was asked for to `opened`.
#[cfg(unix)]
fn open(workspace: &Workspace, line: &str, status: i32) -> (Option<i32>, String, String) {
    use std::os::unix::fs::PermissionsExt;
    let bin = workspace.path().join("bin");
    fs::create_dir_all(&bin).unwrap();
    let opener = bin.join("xdg-open");
    fs::write(&opener, format!("#!/bin/sh\nprintf %s \"$1\" > opened\nexit {status}\n")).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    program.arg("open").args(line.split_whitespace()).current_dir(workspace.path()).env("PATH", &bin);
    let output = program.output().unwrap();
    let opened = fs::read_to_string(workspace.path().join("opened")).unwrap_or_default();
    let _ = fs::remove_file(workspace.path().join("opened"));
    (
        output.status.code(),
        opened,
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
    )
}

#[cfg(unix)]
#[test]
fn open_shows_the_newest_report_or_the_one_that_was_named() {
    let list = "工单号,车牌号,回访日期,回访结果\nA1,京A00001,2013-09-03,成功\nA2,京A00002,2013-08-03,成功\n";
    let workspace = Workspace::new().with("input/回访.csv", list);
    let shown = |line: &str| {
        let (code, opened, told) = open(&workspace, &format!("--output 报告 {line}"), 0);
        assert_eq!(code, Some(0), "{line}: {told}");
        assert!(told.contains("已打开"), "{told}");
        let folder = fs::canonicalize(workspace.path()).unwrap();
        Path::new(&opened).strip_prefix(folder).unwrap().display().to_string()
    };
    let (code, opened, told) = open(&workspace, "--output 报告", 0);
    assert_eq!((code, opened.as_str()), (Some(3), ""), "{told}");
    assert!(told.contains("报告 中还没有报告") && told.contains("csr-report monthly"), "{told}");
    workspace.run("monthly --month 2013-09 --output 报告").ends_with(0);
    workspace.run("monthly --month 2013-08 --format xlsx --output 报告").ends_with(0);
    assert_eq!(shown(""), "报告/2013-08/csr-report-2013-08.xlsx", "made last, and without a page");
    assert_eq!(shown("--month 2013-09"), "报告/2013-09/index.html");
    let (code, _, told) = open(&workspace, "--output 报告 --quarter 2013-Q3", 0);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("没有 2013-Q3 的报告") && told.contains("2013-09、2013-08"), "{told}");
    let (code, _, told) = open(&workspace, "--output 报告 --month 2013-13", 0);
    assert_eq!(code, Some(2), "{told}");
    let (code, _, told) = open(&workspace, "--output 报告 --month 2013-09 --lang en", 4);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("no program that opens") && told.contains("index.html"), "{told}");
}
