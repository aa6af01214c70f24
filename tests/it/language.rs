//! Chinese sentences have Chinese punctuation, and English outputs hold no Chinese of the program's own.
//!
//! What a dealer wrote is his: a text that stands in his files, in their names or in his configuration is left as it is.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use csr_report::base::finding::{Code, Finding};
use csr_report::base::lang::{Lang, Words};
use csr_report::input::discover::discover;
use csr_report::input::read_all;
use csr_report::kpi::catalogue::Catalogue;
use csr_report::report::pages::PageList;
use csr_report::settings::{InputLimits, Reading};
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;

use crate::leaving::of_html;
use crate::workspace::Workspace;
use crate::written::package;
use crate::{demo, examples, fixtures, laws};

const HALF: &str = ",;:?!()";

/// Hours and minutes by their names; no colon of a sentence.
const CLOCK: &str = "时:分";

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The half-width marks that stand beside a Chinese character, with it: what a dealer wrote so is found in his texts.
fn half_width(text: &str) -> Vec<String> {
    let line: Vec<char> = text.chars().collect();
    let is_at = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(|c| is_chinese(*c));
    let mut found = Vec::new();
    for (at, mark) in line.iter().enumerate().filter(|(_, c)| HALF.contains(**c)) {
        // Behind a mark a space stands in most languages, before a bracket too.
        let behind = at + 1 + usize::from(line.get(at + 1) == Some(&' ') && *mark != ')');
        let before = at.checked_sub(1 + usize::from(*mark == '(' && at > 0 && line[at - 1] == ' '));
        let from = if is_at(before) { before.unwrap_or(at) } else { at };
        let to = if is_at(Some(behind)) { behind } else { at };
        if from < to {
            found.push(line[from..=to].iter().collect());
        }
    }
    found.retain(|around| around != CLOCK);
    found
}

/// The Chinese words of a text.
fn chinese(text: &str) -> Vec<String> {
    let words = text.split(|c| !is_chinese(c)).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What a text has that its language does not know and the dealer did not write.
fn foreign(text: &str, lang: Lang, dealer: &str) -> Vec<String> {
    let mut found = if lang == Lang::Chinese { half_width(text) } else { chinese(text) };
    found.retain(|part| !dealer.contains(part.as_str()));
    found
}

/// Everything that a dealer wrote in a folder: names, sheets, cells, configuration.
fn written(workspace: &Path) -> String {
    let files = discover(&[workspace.join("input")]).unwrap();
    let own = |name: &str| fs::read_to_string(workspace.join(name)).unwrap_or_default();
    let mut texts: BTreeSet<String> = [own("csr-report.toml"), own("notes.toml")].into();
    for file in read_all(&files, &InputLimits::default(), &|_| ()) {
        texts.insert(file.name.to_string());
        for grid in &file.grids {
            texts.extend(grid.sheet.iter().map(ToString::to_string));
            texts.extend(grid.cells.iter().map(|cell| grid.shown(cell.value)));
        }
    }
    texts.into_iter().collect::<Vec<_>>().join("\n")
}

/// The texts of a workbook, each with its sheet.
fn cells(path: &Path) -> Vec<(String, String)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        cells.extend(range.used_cells().map(|(_, _, cell)| (name.clone(), cell.to_string())));
        cells.push((name.clone(), name));
    }
    cells
}

/// The notes of a marked copy.
fn notes(path: &Path) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let parts: Vec<String> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut notes = Vec::new();
    for part in parts.into_iter().filter(|part| part.contains("comments")) {
        let mut xml = String::new();
        package.by_name(&part).unwrap().read_to_string(&mut xml).unwrap();
        notes.extend(
            lettering(&xml)
                .into_iter()
                .flat_map(|note| note.lines().map(|line| (part.clone(), line.to_owned())).collect::<Vec<_>>()),
        );
    }
    notes
}

/// The texts of a picture.
fn lettering(svg: &str) -> Vec<String> {
    svg.split('>').filter_map(|part| part.split_once('<')).map(|(text, _)| text.to_owned()).collect()
}

/// What a command left in a folder and said; every output of it.
fn outputs(folder: &Path, said: String) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = said.lines().map(|line| ("terminal".to_owned(), line.to_owned())).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            texts.push(("name".to_owned(), name.clone()));
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("xlsx") => {
                    texts.extend(cells(&path).into_iter().map(|(sheet, text)| (format!("{name} › {sheet}"), text)))
                }
                Some("pptx") => {
                    let parts = package::entries(&fs::read(&path).unwrap()).unwrap();
                    let told = |part: &str| {
                        ["ppt/slides/", "ppt/notesSlides/", "ppt/charts/"].iter().any(|it| part.starts_with(it))
                    };
                    for (part, bytes) in parts.into_iter().filter(|(part, _)| told(part) && part.ends_with(".xml")) {
                        let place = format!("{name} › {part}");
                        let told = lettering(&String::from_utf8(bytes).unwrap());
                        texts.extend(told.into_iter().map(|text| (place.clone(), text)));
                    }
                }
                Some("svg") => {
                    let svg = fs::read_to_string(&path).unwrap();
                    texts.extend(lettering(&svg).into_iter().map(|text| (name.clone(), text)));
                }
                Some("html") => {
                    let html = of_html(&fs::read_to_string(&path).unwrap());
                    texts.extend(html.lines().map(|line| (name.clone(), line.to_owned())));
                }
                Some("txt" | "cmd" | "toml") => {
                    let text = fs::read_to_string(&path).unwrap();
                    texts.extend(text.lines().map(|line| (name.clone(), line.to_owned())));
                }
                _ => {}
            }
        }
    }
    texts
}

/// Fails with all texts that hold what they must not.
fn assert_clean(texts: &[(String, String)], lang: Lang, dealer: &str) {
    let wrong = |(place, text): &(String, String)| {
        // What a column of a fact compares with is what dealers write.
        let sql = text.starts_with("Column: ") || text.starts_with("Where: ");
        let plain: String = text.split('\'').step_by(2).collect();
        let found = foreign(if sql { &plain } else { text }, lang, dealer);
        (!found.is_empty()).then(|| format!("{place}: {found:?} in {text}"))
    };
    let wrong: BTreeSet<String> = texts.iter().filter_map(wrong).collect();
    assert!(texts.len() > 5 && wrong.is_empty(), "{} texts\n{}", wrong.len(), Vec::from_iter(wrong).join("\n"));
}

#[test]
fn the_tests_see_what_they_look_for() {
    for (text, found) in [
        ("没有数据,见总览", &["据,见"][..]),
        ("没有数据, 见总览", &["据, 见"]),
        ("样本少(n<10)", &["少("]),
        ("样本少 (少)", &["少 (少", "少)"]),
        ("行: ", &["行:"]),
        ("9月满意吗?", &["吗?"]),
        ("时间应为 时:分，如 14:30；共 1,386 台（n<10）", &[]),
        ("[targets] callback_rate = 95, A1:B2 (x)；Σ(called) 取自 orders", &[]),
    ] {
        assert_eq!(half_width(text), found, "{text}");
    }
    let english = ["write 是 or 否 and no more", "the heading “失败原因” is one of these"];
    assert_eq!(english.map(|text| is_english(text) && has_chinese(text)), [true, false]);
    assert!(!is_english("只有 ratio 有 rest 和 over") && !is_english("没有指标 {id}"));
    assert_eq!(foreign("Reason 号码错误 of 李娜", Lang::English, "李娜\n女"), ["号码错误"]);
}

#[test]
fn every_output_of_the_demo_dealer_speaks_its_language_only() {
    let (folder, commands) = (demo::workspace(), ["monthly --month 2013-09", "quarterly --quarter 2013-Q3"]);
    let dealer = written(&folder);
    for lang in Lang::ALL {
        let run = Workspace::new();
        let (out, marked) = (run.path().join("output"), run.path().join("marked"));
        let options = format!("-C {} --lang {} --output {}", folder.display(), lang.tag(), out.display());
        let mut texts = Vec::new();
        for command in commands {
            let handed = run.path().join("handed");
            let line = format!("{options} --format xlsx,svg,html,pptx {command} --handout {}", handed.display());
            let told = run.run(&line).ends_with(0);
            texts.extend(outputs(&out, told.stdout + &told.stderr));
            texts.extend(outputs(&handed, String::new()));
        }
        let check = format!("{options} check --month 2013-09 --log-format json --marked-copy {}", marked.display());
        let told = run.run(&check).ends_with(4);
        texts.extend(told.stdout.lines().map(|line| ("check".to_owned(), line.to_owned())));
        for line in told.stderr.lines() {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            texts.extend(event["message"].as_str().map(|message| ("log".to_owned(), message.to_owned())));
        }
        let copy = marked.join("投诉台账.xlsx");
        texts.extend(notes(&copy));
        assert!(texts.iter().any(|(place, _)| place.contains("comments")), "{lang:?}");
        assert_clean(&texts, lang, &dealer);
    }
}

#[test]
fn words_that_the_program_knows_are_english_in_an_english_report() {
    let schemas = Schemas::load(&Templates::embedded(), &Reading::default()).unwrap();
    let entries = schemas.tables.iter().flat_map(|schema| &schema.fields).flat_map(|field| field.vocabulary.entries());
    let known: BTreeSet<&str> = entries.filter(|entry| entry.en.is_some()).map(|entry| entry.word.as_str()).collect();
    let run = Workspace::new();
    let (folder, out) = (demo::workspace(), run.path().join("out"));
    let line = format!("-C {} --lang en --output {} monthly --month 2013-09", folder.display(), out.display());
    run.run(&line).ends_with(0);
    let cells = cells(&out.join("2013-09/csr-report-2013-09.xlsx"));
    let has = |word: &str| cells.iter().any(|(_, text)| text == word);
    assert!(has("Wrong number") && has("No answer") && has("Price"), "{cells:?}");
    // The page of findings shows what stands in the cells; how a booking was made, and what calls are about, which stand on
    // the sheet of complaints, are the dealer's own words.
    let own = |sheet: &str, text: &str| {
        sheet == "Data quality"
            || sheet.starts_with("Appointments")
            || (sheet.starts_with("Complaints") && ["价格", "活动", "预约"].contains(&text))
    };
    let left: Vec<_> =
        cells.iter().filter(|(sheet, text)| !own(sheet, text) && known.contains(text.as_str())).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn findings_of_all_fixtures_speak_their_language_only() {
    // A heading that should be corrected is told as it should be; a folder of forms is the dealer's.
    let schemas = Schemas::load(&Templates::embedded(), &Reading::default()).unwrap();
    let headings: Vec<&String> =
        schemas.tables.iter().flat_map(|one| &one.fields).flat_map(|one| &one.headings).collect();
    // Words of the dealer are proposed the page that is called nearly so.
    let templates = Templates::embedded();
    let pages = PageList::load(&templates, &Catalogue::of(&templates, &Default::default()).unwrap()).unwrap();
    let titles = pages.pages.iter().map(|page| page.title.chinese.as_str());
    let headings = headings.into_iter().map(String::as_str).chain(titles).collect::<Vec<_>>().join("\n");
    let mut wrong = Vec::new();
    for case in fixtures::cases() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(&case);
        let dealer = written(&folder) + &headings + "\n空白表单";
        for Finding { code, message, place, .. } in examples::findings(&case, &fixtures::month(&case)) {
            for lang in Lang::ALL {
                let found = foreign(message.get(lang), lang, &dealer);
                if !found.is_empty() {
                    wrong.push(format!("{case} {code} {place}: {found:?} in {}", message.get(lang)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_explanations_and_new_workspaces_speak_their_language_only() {
    for lang in Lang::ALL {
        let run = Workspace::new();
        let mut said = String::new();
        let commands = ["", "monthly", "quarterly", "annual", "check", "init", "kpi", "kpi list", "kpi explain"];
        let mut lines: Vec<String> = commands.iter().map(|command| format!("{command} --help")).collect();
        lines.push("kpi list".to_owned());
        let ids = run.run("kpi list").stdout;
        let ids = ids.lines().filter_map(|line| line.split_whitespace().next()).filter(|id| id.is_ascii());
        lines.extend(ids.map(|id| format!("kpi explain {id}")));
        lines.extend(
            ["kpi explain callbak_rate", "montly", "monthly --moth 2013", "monthly", "init shop"].map(str::to_owned),
        );
        for line in lines {
            let told = run.run(&format!("{line} --lang {}", lang.tag()));
            said += &(told.stdout + &told.stderr);
        }
        let shop = run.path().join("shop");
        assert_clean(&outputs(&shop, said), lang, "李娜(003)");
    }
}

#[test]
fn what_the_templates_say_is_in_its_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut wrong = Vec::new();
    for path in ["texts", "kpis", "pages", "facts", "tables"].iter().flat_map(|kind| files(&folder.join(kind))) {
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let only = path.file_stem().and_then(|stem| Lang::ALL.into_iter().find(|lang| stem == lang.tag()));
        texts(&toml::Value::Table(table), only, &mut |lang, text| {
            let found = foreign(text, lang, "");
            if !found.is_empty() {
                wrong.push(format!("{}: {found:?} in {text}", path.display()));
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Every text below the key of a language.
fn texts(value: &toml::Value, lang: Option<Lang>, told: &mut dyn FnMut(Lang, &str)) {
    match value {
        toml::Value::String(text) => lang.into_iter().for_each(|lang| told(lang, text)),
        toml::Value::Array(items) => items.iter().for_each(|item| texts(item, lang, told)),
        toml::Value::Table(keys) => {
            for (key, value) in keys {
                let own = Lang::ALL.into_iter().find(|lang| key == lang.tag());
                texts(value, own.or(lang), told);
            }
        }
        _ => {}
    }
}

#[test]
fn what_the_source_says_is_in_one_language() {
    let sources = laws::sources();
    let mut wrong = Vec::new();
    // What the finding codes say is known by its language, see below.
    for source in sources.iter().filter(|source| !source.name.starts_with("base/finding_codes/")) {
        let of_file = literals(&source.lines.join("\n"));
        let mixed = of_file.iter().filter(|text| is_english(text) && has_chinese(text));
        // What a command is called has a word of each language.
        wrong.extend(
            mixed.filter(|text| !text.starts_with("csr-report ")).map(|text| format!("{}: {text}", source.name)),
        );
        wrong.extend(of_file.iter().flat_map(|text| {
            half_width(text)
                .into_iter()
                .map(|found| [&source.name, &found, text].map(String::as_str).join(": "))
                .collect::<Vec<_>>()
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A text without what stands in quotes: an example of what a dealer may write.
fn unquoted(text: &str) -> String {
    let mut quoted = false;
    let plain = text.chars().map(|c| {
        quoted = (quoted || c == '“') && c != '”';
        if quoted { ' ' } else { c }
    });
    plain.collect()
}

fn has_chinese(text: &str) -> bool {
    unquoted(text).contains(is_chinese)
}

/// Whether a text is an English sentence: more English words than Chinese characters, outside of quotes.
fn is_english(text: &str) -> bool {
    let plain = unquoted(text);
    let words = plain.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.{}/".contains(c)));
    let words = words.filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())).count();
    words >= 3 && plain.chars().filter(|c| is_chinese(*c)).count() < words
}

/// The texts in quotes of a piece of code.
fn literals(code: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), code);
    while let Some(at) = rest.find('"') {
        let is_sign = rest[..at].ends_with('\'') && rest[at..].starts_with("\"'");
        if is_sign {
            rest = &rest[at + 2..];
            continue;
        }
        let body = &rest[at + 1..];
        let (mut end, mut escaped) = (body.len(), false);
        for (place, c) in body.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    end = place;
                    break;
                }
                _ => {}
            }
        }
        found.push(body[..end].to_owned());
        rest = body.get(end + 1..).unwrap_or_default();
    }
    found
}

#[test]
fn what_is_said_of_every_code_is_in_its_language() {
    for code in Code::ALL {
        let doc = code.doc();
        for [chinese, english] in [doc.title, doc.when, doc.hint, doc.example] {
            let words = Words { chinese: chinese.to_owned(), en: english.to_owned() };
            let found = half_width(&words.chinese);
            // File names of an example are the dealer's.
            assert!(found.iter().all(|around| "访(最版)".contains(around.as_str())), "{code}: {found:?} in {chinese}");
        }
        for [_, english] in [doc.title, doc.when, doc.hint] {
            assert_eq!(foreign(english, Lang::English, ""), [""; 0], "{code}: {english}");
        }
    }
}
