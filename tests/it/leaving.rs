//! What may leave the program: telephone numbers, characters that nobody sees and line breaks are planted in every field
//! of every table, in names of files and sheets, in the configuration and in templates; every output is searched.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use csr_report::base::digits::any;
use csr_report::base::text::is_invisible;
use csr_report::settings::Reading;
use csr_report::tables::field_kind::FieldKind;
use csr_report::tables::schema::Field;
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;
use quick_xml::events::Event;

use crate::demo;
use crate::marked::copy_folder;
use crate::workspace::{Workspace, allowed};
use crate::written::grid::{Book, Cell, Sheet};
use crate::written::{package, xlsx};

/// Rows a table.
const ROWS: usize = 4;
/// The commands, and whether they are asked for events as JSON.
const COMMANDS: [&str; 9] = [
    "monthly --month 2013-09",
    "monthly --month 2013-09 --log-format json --force",
    "monthly --month 2013-09 --lang en --force",
    "monthly --month 2013-09 --strict",
    "monthly --month 2010-01",
    "check --month 2013-09",
    "check --month 2013-09 --format json --log-format json --marked-copy ../copies",
    "check --month 2013-09 --quiet",
    "check --month 2013-09 --suggest --format json",
];

fn schemas() -> Schemas {
    Schemas::load(&Templates::embedded(), &Reading::default()).unwrap()
}

/// A cell that its field takes.
fn good(field: &Field, row: usize) -> String {
    match field.kind {
        FieldKind::Date | FieldKind::Limit => format!("2013-09-{:02} 10:00", row + 2),
        FieldKind::Month => "2013-09".to_owned(),
        FieldKind::Year => "2013".to_owned(),
        FieldKind::YesNo => "否".to_owned(),
        FieldKind::Number | FieldKind::Whole => "2".to_owned(),
        FieldKind::Score => "8".to_owned(),
        FieldKind::Vin => format!("LSVAA49J13200000{row}"),
        FieldKind::Plate => format!("京A0000{row}"),
        FieldKind::Word => field.vocabulary.entries().last().map_or("甲", |entry| &entry.word).to_owned(),
        _ => format!("甲{row}"),
    }
}

/// A book a table: each field in its first heading, each row with `planted` in some of its fields, every field in one of
/// the rows at least. What a row needs to be kept stays good in the others.
fn books(planted: &dyn Fn(&str, &Field, usize) -> String, sheet: &str) -> Vec<(String, Vec<u8>)> {
    let schemas = schemas();
    let books = schemas.tables.iter().map(|schema| {
        let known =
            |field: &&Field| !matches!(field.kind, FieldKind::Month | FieldKind::Year) && !field.headings.is_empty();
        let fields: Vec<&Field> = schema.fields.iter().filter(known).collect();
        let table = schema.table.name();
        let heads = fields.iter().map(|field| Cell::text(&field.headings[0]));
        let mut rows: Vec<Vec<Cell>> = vec![heads.chain([Cell::text(planted("heading", fields[0], 0))]).collect()];
        for row in 0..ROWS {
            // Texts in every row; dates, numbers and words in one row each, so that the others are counted.
            let cells = fields.iter().enumerate().map(|(at, field)| {
                let typed = matches!(
                    field.kind,
                    FieldKind::Date
                        | FieldKind::Limit
                        | FieldKind::YesNo
                        | FieldKind::Number
                        | FieldKind::Whole
                        | FieldKind::Score
                        | FieldKind::Word
                ) && !["reason", "level"].contains(&field.id.as_str());
                let names = matches!(field.kind, FieldKind::Vin | FieldKind::Plate | FieldKind::Code);
                let spared = if typed { row != 1 + at % (ROWS - 1) } else { names && row != ROWS - 1 };
                Cell::text(if spared { good(field, row) } else { planted(table, field, row) })
            });
            rows.push(cells.chain([Cell::text(planted("other", fields[0], row))]).collect());
        }
        let book = Book::new(vec![Sheet::new("工作表", rows)]);
        let mut parts = xlsx::parts(&book);
        for (_, text) in &mut parts {
            *text = text.replace("name=\"工作表\"", &format!("name=\"{sheet}\""));
        }
        (table.to_owned(), package::write(&parts).unwrap())
    });
    books.collect()
}

/// A number for each field and row; only the digits tell them apart.
fn number(table: &str, field: &str, row: usize) -> u32 {
    let all = format!("{table}{field}");
    let sum = all.bytes().fold(7_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 9_973);
    1_000 + (sum % 900) * 10 + row as u32
}

/// A workspace with these books, each in a file of this name.
fn workspace(books: &[(String, Vec<u8>)], name: &str) -> Workspace {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.path().join("input")).unwrap();
    for (table, bytes) in books {
        fs::write(workspace.path().join(allowed(&format!("input/{table}{name}.xlsx"))), bytes).unwrap();
    }
    workspace
}

/// Every text that a command has printed or written, by name; XML must be such.
fn texts(workspace: &Workspace, commands: &[&str]) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for command in commands {
        let run = workspace.run(command);
        texts.push((format!("{command}: standard output"), run.stdout));
        texts.push((format!("{command}: standard error"), run.stderr));
        let output = workspace.path().join("output");
        // A log says when a run was, and nothing of a cell.
        let is_output = |file: &&std::path::PathBuf| file.starts_with("output") && !file.starts_with("output/logs");
        for file in run.files.iter().filter(is_output) {
            texts.push((format!("{command}: a name"), file.display().to_string()));
            let bytes = fs::read(workspace.path().join(file)).unwrap();
            let name = format!("{command}: {}", file.display());
            match file.extension().and_then(|ending| ending.to_str()) {
                Some("pptx") => texts.extend(of_deck(&name, &bytes)),
                Some("xlsx") => {
                    let parts = package::entries(&bytes).unwrap();
                    // The courses are pictures of a line: no letter stands in them.
                    for (part, bytes) in parts.into_iter().filter(|(part, _)| !part.ends_with(".png")) {
                        let text = String::from_utf8(bytes).unwrap();
                        texts.push((format!("{name}/{part}"), of_xml(&text, true)));
                    }
                }
                Some("html") => texts.push((name, of_html(&String::from_utf8(bytes).unwrap()))),
                Some("svg") => texts.push((name, of_xml(&String::from_utf8(bytes).unwrap(), false))),
                Some("json") => {
                    let text = String::from_utf8(bytes).unwrap();
                    serde_json::from_str::<serde_json::Value>(&text).unwrap();
                    texts.push((name, text));
                }
                _ => {}
            }
        }
        fs::remove_dir_all(output).ok();
    }
    texts
}

/// What a page shows, without the tags, style and script around it.
pub fn of_html(html: &str) -> String {
    let without = |text: &str, tag: &str| {
        let (before, rest) = text.split_once(&format!("<{tag}>")).unwrap();
        before.to_owned() + rest.split_once(&format!("</{tag}>")).unwrap().1
    };
    let html = without(&without(html, "style"), "script");
    let shown: Vec<&str> = html.split('>').map(|part| part.split('<').next().unwrap()).collect();
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ];
    signs.iter().fold(shown.join("\n"), |text, (written, sign)| text.replace(written, sign))
}

/// The texts of a deck, and of the workbooks in it.
fn of_deck(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (part, bytes) in package::entries(bytes).unwrap() {
        if part.ends_with(".xlsx") {
            texts.extend(of_deck(&format!("{name}/{part}"), &bytes));
        } else {
            texts.push((format!("{name}/{part}"), of_xml(&String::from_utf8(bytes).unwrap(), true)));
        }
    }
    texts
}

/// Texts of a document, one a line, and its attributes; those of a picture are places.
fn of_xml(xml: &str, with_attributes: bool) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut texts = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return texts,
            Event::Text(text) => texts.push_str(&quick_xml::escape::unescape(&text).unwrap()),
            Event::GeneralRef(sign) => {
                texts.push(sign.resolve_char_ref().unwrap().unwrap_or('&'));
            }
            Event::Start(tag) | Event::Empty(tag) => {
                texts.push('\n');
                for attribute in tag.attributes().filter(|_| with_attributes) {
                    texts.push_str(&quick_xml::escape::unescape(&attribute.unwrap().value).unwrap());
                    texts.push('\n');
                }
            }
            Event::End(_) => texts.push('\n'),
            _ => {}
        }
    }
}

/// A text without what may stand between the digits of a telephone, all digits plain, lines apart.
fn joined(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '\n' | '*'));
    kept.map(|c| if c == 'O' { '0' } else { any(c).unwrap_or(c) }).collect()
}

/// Digits in another writing: its ten digits.
fn written(number: &str, ten: &str) -> String {
    number.bytes().map(|digit| ten.chars().nth(usize::from(digit - b'0')).unwrap()).collect()
}

/// How many ways `spelt` knows.
const WAYS: usize = 27;

/// Ways to write the same mobile number and landlines.
fn spelt(way: usize, last: u32) -> String {
    let all = format!("1391111{last}");
    match way % WAYS {
        0 => format!("1391111{last}"),
        1 => format!("139 1111 {last}"),
        2 => format!("139-1111-{last}"),
        3 => format!("1391-111{}-{:03}", last / 1000, last % 1000),
        4 => format!("139.1111.{last}"),
        5 => format!("+861391111{last}"),
        6 => format!("１３９１１１１{last}"),
        7 => format!("张三1391111{last}"),
        8 => format!("(0755)8765{last}"),
        9 => format!("010-8765{last}转801"),
        10 => format!("请打电话8765{last}"),
        11 => format!("400-876-{last}"),
        12 => format!("139/1111/{last}"),
        13 => format!("139,1111,{last}"),
        14 => format!("请打139、1111、{last}"),
        15 => format!("139_1111|{last}"),
        16 => format!("139*1111*{last}"),
        17 => format!("T1391111{last}"),
        18 => format!("手机T{all}"),
        19 => format!("m:{all}不通"),
        20 => written(&all, "⓪①②③④⑤⑥⑦⑧⑨"),
        21 => written(&all, "〇一二三四五六七八九"),
        22 => written(&all, "٠١٢٣٤٥٦٧٨٩"),
        23 => written(&all, "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
        24 => format!("400876{last}"),
        25 => format!("13.911.11{}.{:03}", last / 1000, last % 1000),
        _ => all.replacen('0', "O", 1),
    }
}

/// Telephone numbers in every field of every table, in the names of files, sheets and the dealer, and in a template.
pub fn telephones_everywhere(configuration: &str) -> Workspace {
    let planted = |table: &str, field: &Field, row: usize| {
        let last = number(table, &field.id, row);
        match field.kind {
            // A column of phones makes the same number a phone in columns of numbers.
            FieldKind::Phone => format!("1391111{last}"),
            FieldKind::Code => {
                let phone = number(table, "phone", row);
                [0, 12, 17].map(|way| spelt(way, phone))[last as usize / 10 % 3].clone()
            }
            // Digits behind the name of somebody are the number of staff, whatever stands before them.
            FieldKind::Person => {
                const PLAIN: [usize; 13] = [0, 1, 2, 7, 8, 11, 12, 14, 15, 17, 20, 21, 25];
                spelt(PLAIN[(last as usize / 10 + row) % PLAIN.len()], last)
            }
            _ => spelt(last as usize / 10 + row, last),
        }
    };
    workspace(&books(&planted, "回访139、1111、8888"), " 139_1111_9999")
        .with("csr-report.toml", &format!("[dealer]\nname = \"测试店 一三九一一一一七七七七\"\n{configuration}"))
        .with("templates/texts/zh-CN.toml", "[word]\nstation = \"本店T13911116666\"\n")
}

#[test]
fn no_telephone_number_leaves_from_any_field() {
    for privacy in ["masked", "none"] {
        let workspace = telephones_everywhere(&format!("[privacy]\nphone = \"{privacy}\"\n"));
        let mut searched = 0;
        for (name, text) in texts(&workspace, &COMMANDS) {
            let text = joined(&text);
            for leak in ["1391111", "8765", "400876"] {
                let at = text.match_indices(leak).map(|(at, _)| at + leak.len());
                let leaks: BTreeSet<&str> = at
                    .filter(|at| text[*at..].bytes().take(4).filter(u8::is_ascii_digit).count() == 4)
                    .map(|at| text[..at + 4].lines().last().unwrap())
                    .collect();
                assert!(leaks.is_empty(), "{privacy}, {name}: {:#?}", leaks.iter().take(5).collect::<Vec<_>>());
            }
            if privacy == "none" {
                assert!(!text.contains("139****"), "{name}");
            }
            searched += 1;
        }
        assert!(searched > 100, "{searched} texts");
        // The lists are not empty: what was searched holds the rows.
        let run = workspace.run("monthly --month 2013-09").ends_with(0);
        assert!(run.files.iter().any(|file| file.ends_with("report.json")));
        let json = fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
        let marker = if privacy == "masked" { "139****" } else { "****" };
        assert!(json.matches(marker).count() > 20, "{json}");
    }
    let workspace = telephones_everywhere("[privacy]\nphone = \"full\"\n");
    let all: String = texts(&workspace, &COMMANDS[..1]).into_iter().map(|(_, text)| joined(&text)).collect();
    assert!(all.matches("1391111").count() > 100, "with phones in full they are found");
}

#[test]
fn what_a_private_field_holds_leaves_in_no_output() {
    const SECRET: &str = "不外传";
    let is_secret = |field: &Field| field.private && field.kind != FieldKind::Phone;
    let planted = |_: &str, field: &Field, row: usize| {
        if is_secret(field) { format!("1970年{SECRET}{row}") } else { good(field, row) }
    };
    let secrets = schemas().tables.iter().flat_map(|schema| &schema.fields).filter(|field| is_secret(field)).count();
    assert!(secrets >= 3, "an address, an ID number, a birthday");
    let workspace = workspace(&books(&planted, "名单"), "");
    let texts = texts(&workspace, &COMMANDS);
    let leaks: Vec<_> = texts.iter().filter(|(_, text)| text.contains(SECRET)).map(|(name, _)| name).collect();
    assert!(leaks.is_empty(), "{leaks:?}");
    // They were read: whether they are there is counted.
    let json = texts.iter().find(|(name, _)| name.ends_with("report.json")).map(|(_, text)| text).unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let complete = json["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "customer_file_completeness");
    assert!(complete.unwrap()["numerator"].as_f64() > Some(0.0), "{complete:?}");
}

#[test]
fn no_figure_of_the_demo_is_taken_for_a_telephone() {
    let lines = |privacy: &str| -> Vec<String> {
        let workspace = Workspace::new();
        copy_folder(&demo::workspace().join("input"), &workspace.path().join("input"));
        let settings = fs::read_to_string(demo::workspace().join("csr-report.toml")).unwrap();
        let settings: toml::Table = toml::from_str(&settings).unwrap();
        let privacy = toml::Table::from_iter([("phone".to_owned(), privacy.into())]);
        let settings: toml::Table = settings.into_iter().chain([("privacy".to_owned(), privacy.into())]).collect();
        let workspace = workspace.with("csr-report.toml", &settings.to_string());
        let texts = texts(&workspace, &["monthly --month 2013-09", "check --month 2013-09 --format json"]);
        texts.iter().flat_map(|(_, text)| text.lines().map(str::to_owned)).collect()
    };
    // Its telephones are masked in its files already: every other figure goes out as it is.
    let (full, masked) = (lines("full"), lines("masked"));
    assert!(
        full.iter().filter(|line| line.bytes().filter(u8::is_ascii_digit).count() > 6).count() > 500,
        "few figures"
    );
    assert_eq!(full.len(), masked.len());
    for (full, masked) in full.iter().zip(&masked) {
        assert_eq!(full, masked);
    }
}

#[test]
fn workbook_and_report_json_show_the_same_groups_and_keep_them_apart() {
    // Both are 139****2222, and two people all the same.
    let calls = "工单号,回访日期,回访结果,失败原因,服务顾问\nA1,2013-9-3,失败,空号,李娜13911112222\n\
        A2,2013-9-3,失败,空号,李娜13933332222\nA3,2013-9-4,成功,,李娜13933332222\n";
    let workspace = Workspace::new().with("input/回访.csv", calls);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let folder = workspace.path().join("output/2013-09");
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
    let kpis = json["kpis"].as_array().unwrap();
    let rate = kpis.iter().find(|kpi| kpi["id"] == "callback_success_rate").unwrap();
    let groups = rate["breakdowns"].as_array().unwrap().iter().find(|one| one["by"] == serde_json::json!(["advisor"]));
    let rows = groups.unwrap()["rows"].as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row["key"][0].as_str().unwrap()).collect();
    assert_eq!(names, ["李娜(139****2222)", "李娜(139****2222)"]);
    let values: BTreeSet<String> = rows.iter().map(|row| row["value"].to_string()).collect();
    assert_eq!(values.len(), 2, "{rows:?}");
}

/// The texts of the workbook, not of the form beside it.
fn is_of_the_workbook(name: &str) -> bool {
    name.contains("sharedStrings") && name.contains("csr-report-") && !name.contains(".pptx")
}

#[test]
fn the_number_of_an_order_stays_although_it_looks_like_a_telephone() {
    let calls = "工单号,回访日期,回访结果,失败原因,联系电话,客户反馈\n\
        13090100012,2013-9-3,失败,空号,13911112222,见工单13090100012\n\
        13911112222,2013-9-4,失败,空号,,问13933334444\n13090100012,2013-9-32,失败,空号,,\n";
    let workspace = Workspace::new().with("input/回访.csv", calls);
    let found = texts(&workspace, &["monthly --month 2013-09"]);
    let lists: Vec<&str> =
        found.iter().filter(|(name, _)| is_of_the_workbook(name)).map(|(_, text)| text.as_str()).collect();
    let [text] = lists.as_slice() else { panic!("no strings: {found:?}") };
    for shown in ["\n13090100012\n", "见工单13090100012", "\n139****2222\n", "问139****4444"] {
        assert!(text.contains(shown), "{shown:?} is missing in {text}");
    }
    assert!(!text.contains("13911112222"), "a telephone in the column of orders is one");
}

#[test]
fn what_stands_in_a_column_of_orders_is_an_order_in_every_text() {
    let orders = ["WX13911100012", "4008208822", "1391/11100/12", "1391111223O", "139111-10013", "139-1110-0014-01"];
    let rows: String = orders.iter().map(|order| format!("{order},2013-9-3,失败,空号,,见{order}。\n")).collect();
    let calls = format!(
        "工单号,回访日期,回访结果,失败原因,联系电话,客户反馈\n{rows}WX13911112222,2013-9-3,失败,空号,13911112222,\n\
        A1,2013-9-4,失败,空号,,打T13911105555或8008201234或139/1111/6666或139-1110-0014-02\n"
    );
    let workspace = Workspace::new().with("input/回访.csv", &calls);
    let found = texts(&workspace, &["monthly --month 2013-09"]);
    let (_, text) = found.iter().find(|(name, _)| is_of_the_workbook(name)).unwrap();
    for order in orders {
        assert!(text.contains(&format!("\n{order}\n")) && text.contains(&format!("见{order}。")), "{order}: {text}");
    }
    for masked in ["\nWX139****2222\n", "打T139****5555或800-****1234或139****6666或139****0014-02"] {
        assert!(text.contains(masked), "{masked}: {text}");
    }
}

#[test]
fn a_marked_copy_says_that_its_phones_stay() {
    let workspace =
        Workspace::new().with("input/回访.csv", "工单号,回访日期,回访结果,联系电话\nA1,2013-13-3,失败,13911112222\n");
    workspace.run("check --month 2013-09 --marked-copy copies").prints(&["标注副本 1 个", "其中的电话没有隐去"]);
    workspace.run("check --month 2013-09 --marked-copy copies --lang en").prints(&["phones in it are not masked"]);
}

/// Characters that break XML or turn the writing around, and a line break.
const HOSTILE: &str = "甲\u{202e}乙\u{2066}丙\u{200e}丁\u{200f}戊\u{61c}己";

fn is_clean(text: &str) -> Option<char> {
    text.chars().find(|c| is_invisible(*c) || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// Characters that nobody sees in every field of every table, in names, in the configuration and in templates.
pub fn hostile_everywhere() -> Workspace {
    // A workbook writes control characters as _x0008_.
    let planted = |_: &str, field: &Field, row: usize| {
        format!("{HOSTILE}_x0008_{}_x001B_[31m{row}_xFFFE_庚\u{2028}辛\u{85}壬&#10;癸", field.id).replace("&#10;", "\n")
    };
    let books = books(&planted, &format!("{HOSTILE}&#10;假&#13;行\u{2028}"));
    let kpi =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/kpis/callbacks_due.toml")).unwrap();
    let kpi = kpi.replace("zh-CN = \"", "zh-CN = \"\\u202E\\uFFFE\\u2028");
    workspace(&books, &HOSTILE.replace('己', "\n己\u{8}"))
        .with("csr-report.toml", &format!("[dealer]\nname = \"{HOSTILE}\"\n"))
        .with(
            "templates/texts/zh-CN.toml",
            "[word]\nstation = \"本店\\u202E\\uFFFE\\u2028假\"\n[title]\nfindings = \"质量\\u2066\"\n",
        )
        .with("templates/kpis/callbacks_due.toml", &kpi)
}

#[test]
fn nothing_unseen_leaves_from_any_field_name_or_template() {
    let workspace = hostile_everywhere();
    workspace.run("monthly --month 2013-09").ends_with(0);
    let mut commands = COMMANDS.to_vec();
    commands.extend(["kpi list", "kpi explain callbacks_due"]);
    for (name, text) in texts(&workspace, &commands) {
        assert_eq!(is_clean(&text), None, "{name}: {text:?}");
        let illegal = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        assert!(!text.contains(illegal), "{name}: {text:?}");
        for line in text.lines().filter(|_| name.contains("standard")) {
            assert!(!line.starts_with("假") && !line.starts_with("癸") && !line.starts_with("己"), "{name}: {line:?}");
        }
    }
}

#[test]
fn a_fault_of_the_configuration_is_told_without_what_nobody_sees() {
    for (file, text) in [
        ("csr-report.toml", "[targets]\n\"a\\u001B[31m\\u202Eb\\n错误：c\" = 1\n"),
        ("csr-report.toml", "[report]\n\"x\\u202E\\u0008\" = 1\n"),
        ("csr-report.toml", "[dealer]\nname = \"a\\u0008\\u202E\"\n"),
        ("templates/texts/zh-CN.toml", "[word]\n\"a\\u202E\\u0008\" = \"b\"\n"),
        ("templates/kpis/a\u{202e}\u{8}.toml", "x = 1\n"),
    ] {
        let run = Workspace::new().with("input/a.csv", "a,b\n1,2\n").with(file, text).run("monthly --month 2013-09");
        let run = run.ends_with(2);
        assert_eq!(is_clean(&run.stderr), None, "{file} {text}: {:?}", run.stderr);
    }
    let run = Workspace::new().run("monthly --month 2013-09 --input a\u{202e}\u{1b}b").ends_with(3);
    assert_eq!(is_clean(&run.stderr), None, "{:?}", run.stderr);
}

#[test]
fn what_is_suggested_is_only_what_was_offered() {
    let hostile = [
        "九月\n[privacy]\nphone = \"full\"",
        "a\"\"\"\n[privacy]\nphone = \"full\"\n#",
        "'''\r[privacy]\rphone = 'full'",
        "\\\" ] \n[privacy]",
        "a\u{2028}[privacy]\u{2029}phone = 1\u{85}b = 2",
        "13911112222",
    ];
    for name in hostile {
        let escaped = |text: &str| {
            let text = package::escape(text);
            text.replace('\n', "&#10;").replace('\r', "&#13;")
        };
        let calls = [
            vec!["工单号", "回访日期", "回访结果", "失败源因", "服务态度", name],
            vec!["A1", "2013-9-3", "基本成功", "空号", "9", name],
            vec!["A2", "2013-9-3", name, "空号", "10", "乙"],
            vec!["A3", "2013-9-4", "失败", name, "8", "丙"],
        ];
        let rows = calls.iter().map(|row| row.iter().map(|text| Cell::text(*text)).collect()).collect();
        let mut parts = xlsx::parts(&Book::new(vec![Sheet::new("工作表", rows)]));
        for (_, text) in &mut parts {
            *text = text.replace("name=\"工作表\"", &format!("name=\"{}\"", escaped(name)));
        }
        let workspace = Workspace::new();
        let file = allowed(&format!("input/{}.xlsx", name.replace('/', "")));
        fs::create_dir_all(workspace.path().join("input")).unwrap();
        fs::write(workspace.path().join(file), package::write(&parts).unwrap()).unwrap();
        let run = workspace.run("check --month 2013-09 --suggest").ends_with(0);
        let settings: toml::Table =
            toml::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}", run.stdout));
        let sections: Vec<&str> = settings.keys().map(String::as_str).collect();
        assert!(sections.iter().all(|section| ["tables", "scales"].contains(section)), "{}", run.stdout);
        assert!(run.stdout.contains("服务态度"), "{}", run.stdout);
        for line in run.stdout.lines() {
            assert!(!line.trim_start_matches(['#', ' ']).starts_with("[privacy]"), "{name:?}: {}", run.stdout);
            assert!(!line.contains("13911112222"), "{}", run.stdout);
        }
        // What is commented out stays one line when the mark is taken away.
        for line in run.stdout.lines().filter(|line| line.starts_with("# ") && line.contains(" = ")) {
            let value = line.split_once(" = ").unwrap().1;
            let setting: toml::Table = toml::from_str(&format!("key = {value}")).unwrap();
            assert_eq!(setting.len(), 1, "{line}");
        }
        for command in ["check --month 2013-09", "monthly --month 2013-09", "monthly --month 2010-01"] {
            let run = workspace.run(command);
            for line in run.stdout.lines().chain(run.stderr.lines()) {
                assert!(!line.starts_with("[privacy]") && !line.starts_with("phone ="), "{line}");
            }
        }
    }
}
