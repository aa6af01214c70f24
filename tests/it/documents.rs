//! The documents say what the program says.

use std::fs;
use std::path::Path;

use csr_report::base::finding::{Code, Severity};
use csr_report::base::lang::{Lang, Words};
use csr_report::base::text::width;
use csr_report::facts::book::FactBook;
use csr_report::facts::constants::Constants;
use csr_report::facts::fact::{ColumnType, Fact};
use csr_report::facts::functions::Function;
use csr_report::kpi::catalogue::Catalogue;
use csr_report::kpi::definition::Definition;
use csr_report::kpi::explain::{Line, Told, told};
use csr_report::report::pages::PageList;
use csr_report::settings::Reading;
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;

/// Set this to write the generated documents instead of comparing them.
const WRITE: &str = "CSR_REPORT_WRITE_DOCS";

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n")
}

/// docs/findings.md as the declarations have it.
fn findings_page() -> String {
    let mut page = String::from(
        "# 发现的代码 · Finding codes\n\n\
         由 `src/base/finding_codes/` 生成，请勿手改：`CSR_REPORT_WRITE_DOCS=1 cargo test --release --test it documents`。\n\
         Generated from the declarations; the command above writes it anew.\n\n\
         每个发现有级别（error 该行、表或文件未使用；warning 已使用但有疑点；info 仅供了解）、代码、位置（文件 › 工作表 › 单元格）、\
         原值和一句说明。\n\
         A finding has a severity (error: set aside; warning: used with a doubt; info: good to know), a stable code, a place, the \
         value as it stood, and a sentence.\n\n\
         同一工作表中同类问题超过 100 处时合为一条，`count` 为处数。report.json 和 `check --format json` 的 `cells` 列出全部单元格，\
         相邻的合写（`B5:B9, B14`）；“数据质量”页只列前面一些，其余写作 `… +N`。\n\
         More than a hundred of one kind in a sheet are told as one; `count` says how many. `cells` of report.json and of \
         `check --format json` lists all of their cells, neighbours joined (`B5:B9, B14`); the page of data quality shows the \
         first of them and counts the rest (`… +N`).\n\n\
         关于全部输入（而不是某个文件）的发现，report.json 中 `file` 为 `.`，给人看时写作“输入文件夹”。\n\
         A finding about the input as a whole has the `file` `.` in report.json; people read “input folder”.\n\n\
         | 代码 code | 名称 title | 级别 severity | 何时出现 when | 例子 example | 怎么办 what to do |\n|---|---|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let doc = code.doc();
        let severities: Vec<String> = doc.severities.iter().map(severity).collect();
        let texts = [doc.title, doc.when, doc.example, doc.hint];
        let [title, when, example, hint] = texts.map(|[chinese, english]| format!("{chinese}<br>{english}"));
        let severities = severities.join(", ");
        page.push_str(&format!("| `{}` | {title} | {severities} | {when} | {example} | {hint} |\n", doc.name));
    }
    page
}

/// Between these lines docs/facts.md is as the fact files have it; what stands around is written by hand.
const FACTS: [&str; 2] = ["<!-- facts: generated -->\n", "<!-- /facts -->\n"];

/// The sections of the facts.
fn facts_page() -> String {
    let templates = Templates::embedded();
    let schemas = Schemas::load(&templates, &Reading::default()).unwrap();
    let book = FactBook::load(&templates, &schemas, Constants::load(&templates, &[].into()).unwrap()).unwrap();
    let mut facts: Vec<_> = book.facts().iter().collect();
    facts.sort_by_key(|fact| fact.id);
    facts.into_iter().map(|fact| fact_section(fact, &schemas)).collect()
}

fn fact_section(fact: &Fact, schemas: &Schemas) -> String {
    let both = |words: &Words| format!("{}<br>{}", words.chinese, words.en);
    let tables = fact.tables.iter().filter_map(|table| schemas.table(*table));
    let tables: Vec<_> = tables.map(|schema| format!("`{}` {}", schema.table, schema.names.chinese)).collect();
    let mut section = format!("\n## `{}`\n\n{}<br>\n{}\n", fact.id.name(), fact.row.chinese, fact.row.en);
    if let Some(note) = &fact.note {
        section += &format!("\n{}<br>\n{}\n", note.chinese, note.en);
    }
    section += &format!(
        "\n表 / tables: {}\n\n| 列 column | 类型 type | 名称 name | 含义 meaning |\n|---|---|---|---|\n",
        tables.join("、")
    );
    for column in &fact.columns {
        let only = if column.private { "（只供明细 / lists only）" } else { "" };
        let meaning = column.meaning.as_ref().map(both).unwrap_or_default();
        section +=
            &format!("| `{}` | {}{only} | {} | {meaning} |\n", column.id, column.kind.name(), both(&column.names));
    }
    section
}

/// docs/indicators.md: the pages in the order of the meeting, on each its indicators in the order of the reports.
fn indicators_page() -> String {
    let templates = Templates::embedded();
    let catalogue = Catalogue::of(&templates, &Default::default()).unwrap();
    let pages = PageList::load(&templates, &catalogue).unwrap().pages;
    let definitions = catalogue.definitions().iter();
    let of_page = |page: &str| definitions.clone().filter(|one| one.page == page).collect::<Vec<_>>();
    let mut text = String::from(
        "# 指标 · Indicators\n\n\
         由 `templates/` 生成，请勿手改：`CSR_REPORT_WRITE_DOCS=1 cargo test --release --test it documents`。\n\
         Generated from the declarations; the command above writes it anew.\n\n\
         每页的指标先是含义，再是算法：一行是什么、数哪些行、取哪些列。列的含义见 [facts.md](facts.md)，\
         自己加指标见 [your-own-topic.md](your-own-topic.md)。同样的说明：`csr-report kpi explain 回访率`。\n\
         Of each indicator first what it means, then how it is computed: what a row is, which rows are counted, which columns are \
         read. [facts.md](facts.md) says what the columns hold, [your-own-topic.md](your-own-topic.md) how to add an indicator. \
         The same is told by `csr-report kpi explain callback_rate`.\n",
    );
    for page in pages.iter().filter(|page| !of_page(&page.id).is_empty()) {
        text += &format!("\n## {} · {}\n\n", page.title.chinese, page.title.en);
        for one in of_page(&page.id) {
            text += &format!("- [{} · {}](#{})\n", one.name.chinese, one.name.en, one.id);
        }
        text.extend(of_page(&page.id).into_iter().map(indicator_section));
    }
    text
}

fn indicator_section(definition: &Definition) -> String {
    let Definition { id, name, .. } = definition;
    let only = if definition.support { "（仅用于页面 / for pages only）" } else { "" };
    let mut section = format!("\n### `{id}`\n\n**{}** · **{}**{only}\n\n", name.chinese, name.en);
    section += "| | 中文 | English |\n|---|---|---|\n";
    let Told { meaning, formula } = told(definition);
    for Line { label, text } in meaning.iter().chain(&formula) {
        let [chinese, english] = [&text.chinese, &text.en].map(|text| cell(text));
        section += &format!("| {}<br>{} | {chinese} | {english} |\n", label.chinese, label.en);
    }
    section
}

/// A text as it may stand in a cell of a table: in one line, and its signs are no marks.
fn cell(text: &str) -> String {
    let mut shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sign in ["\\", "|", "*", "<", "["] {
        shown = shown.replace(sign, &format!("\\{sign}"));
    }
    shown
}

fn severity(severity: &Severity) -> String {
    format!("{severity:?}").to_lowercase()
}

#[test]
fn every_declaration_of_a_code_is_complete() {
    for code in Code::ALL {
        let doc = code.doc();
        assert!(!doc.severities.is_empty(), "{code} has no severity");
        assert!(doc.severities.is_sorted(), "{code}: the gravest severity stands first");
        for [chinese, english] in [doc.when, doc.example, doc.hint] {
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{code}: {chinese:?}");
            assert!(english.contains(' '), "{code}: {english:?}");
        }
    }
}

#[test]
fn a_title_is_short_and_tells_its_code_from_the_others() {
    for lang in Lang::ALL {
        let mut titles: Vec<_> = Code::ALL.iter().map(|code| code.title(lang)).collect();
        assert!(titles.iter().all(|title| !title.is_empty() && width(title) <= 28), "{titles:?}");
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), Code::ALL.len(), "a title stands twice");
    }
}

#[test]
fn every_finding_code_is_documented_as_it_is_declared() {
    let name = "docs/findings.md";
    if std::env::var_os(WRITE).is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), findings_page()).unwrap();
    }
    assert_eq!(document(name), findings_page(), "run {WRITE}=1 cargo test --release --test it documents");
}

#[test]
fn every_indicator_is_documented_as_it_is_declared() {
    let name = "docs/indicators.md";
    if std::env::var_os(WRITE).is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), indicators_page()).unwrap();
    }
    let page = document(name);
    assert_eq!(page, indicators_page(), "run {WRITE}=1 cargo test --release --test it documents");
    let catalogue = Catalogue::of(&Templates::embedded(), &Default::default()).unwrap();
    let missing = catalogue.definitions().iter().filter(|one| !page.contains(&format!("\n### `{}`\n", one.id)));
    let missing: Vec<&str> = missing.map(|one| one.id.as_str()).collect();
    assert!(missing.is_empty(), "{name} has no {missing:?}");
}

#[test]
fn every_fact_is_documented_as_it_is_declared() {
    let (name, [begin, end]) = ("docs/facts.md", FACTS);
    let text = document(name);
    let (before, rest) = text.split_once(begin).expect("the line before the facts");
    let (written, after) = rest.split_once(end).expect("the line behind the facts");
    let page = facts_page();
    if std::env::var_os(WRITE).is_some() {
        let text = format!("{before}{begin}{page}{end}{after}");
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), text).unwrap();
        return;
    }
    assert_eq!(written, page, "run {WRITE}=1 cargo test --release --test it documents");
}

#[test]
fn the_grammar_of_facts_and_indicators_names_every_key_type_and_function() {
    let text = document("docs/facts.md");
    let functions = Function::ALL.map(Function::name);
    let types = ColumnType::ALL.map(ColumnType::name);
    let source = document("src/facts/declared.rs") + &document("src/kpi/declared.rs");
    let asked = source.lines().flat_map(|line| line.split("take(\"").skip(1).chain(line.split("need(\"").skip(1)));
    let asked = asked.filter_map(|rest| rest.split('"').next());
    for word in asked.chain(functions).chain(types) {
        assert!(
            ["`", "`["].iter().any(|mark| text.contains(&format!("{mark}{word}"))),
            "docs/facts.md does not explain {word}"
        );
    }
}

#[test]
fn the_list_of_codes_is_the_enum() {
    let source = document("src/base/code.rs");
    let body = source.split("pub enum Code {").nth(1).unwrap().split("\n}").next().unwrap();
    let declared: Vec<_> = body.lines().filter_map(|line| line.trim().strip_suffix(',')).collect();
    let listed: Vec<_> = Code::ALL.iter().map(|code| format!("{code:?}")).collect();
    assert_eq!(listed, declared, "Code::ALL and the enum differ");
}

#[test]
fn the_names_of_codes_are_unique_and_in_one_style() {
    let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    for name in &names {
        let kebab = name.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        assert!(kebab, "{name} is not kebab case");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len(), "a name stands twice");
}

#[test]
fn both_readmes_name_every_exit_code_and_option() {
    let options = [
        "-C",
        "--config",
        "--input",
        "--output",
        "--format",
        "--lang",
        "--as-of",
        "--strict",
        "--force",
        "--quiet",
        "--log-format",
        "--marked-copy",
        "--dealer",
        "--each-dealer",
        "--update",
        "--audience",
    ];
    for name in ["README.md", "README.en.md"] {
        let text = document(name);
        for option in options {
            assert!(text.contains(&format!("`{option}")), "{name} does not explain {option}");
        }
        for code in 0..=5 {
            assert!(text.contains(&format!("| {code} |")), "{name} does not explain exit code {code}");
        }
        for command in
            ["cargo run --release -- -C examples/demo-dealer monthly --month 2013-09", "cargo test --release"]
        {
            assert!(text.contains(command), "{name} lacks the command {command}");
        }
    }
}

#[test]
fn the_configuration_in_the_readmes_is_understood() {
    for name in ["README.md", "README.en.md"] {
        let text = document(name);
        let example = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let example = example.unwrap_or_else(|| panic!("{name} shows no configuration"));
        csr_report::configuration::Configuration::parse(name, example).unwrap();
    }
}
