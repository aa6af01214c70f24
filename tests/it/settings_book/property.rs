//! Random settings written in both ways are the same settings; every word that the form offers is understood.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use csr_report::base::lang::Lang;
use csr_report::cli::{Command, Options};
use csr_report::configuration::Configuration;
use csr_report::resolve;
use csr_report::tables::files::TableFiles;
use csr_report::templates::Templates;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::filling::Filled;

/// Settings that can be written in both ways.
#[derive(Clone, Debug)]
struct Settings {
    day: Option<u8>,
    trend: Option<u16>,
    phone: Option<usize>,
    stores: Option<usize>,
    strict: Option<bool>,
    targets: BTreeMap<usize, u8>,
    hours: BTreeMap<usize, u32>,
    callback_days: Option<u16>,
    scales: Option<u8>,
    /// Table, field or word, what the shop calls it.
    headings: BTreeMap<String, (usize, usize)>,
    words: BTreeMap<String, (usize, usize)>,
    people: BTreeMap<String, usize>,
}

const PHONES: [(&str, &str); 3] = [("full", "全部显示"), ("masked", "中间隐去"), ("none", "不显示")];
const STORES: [(&str, &str); 3] =
    [("none", "一家店"), ("folder", "多家店，按文件夹"), ("column", "多家店，按“门店”列")];
const TARGETS: [(&str, &str); 3] =
    [("callback_success_rate", "回访成功率"), ("callback_rate", "回访率"), ("first_time_fix_rate", "一次修复率")];
const LEVELS: [(&str, &str); 4] = [("I", "I"), ("II", "II"), ("重大", "重大"), ("default", "其他")];
const NAMES: [&str; 3] = ["李娜", "王 芳", "O'Neil \"欧\""];

fn settings() -> impl Strategy<Value = Settings> {
    let own = || {
        "[甲乙丙丁戊a-z()（）\"'\\\\ ]{1,6}乙".prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let first = (
        prop::option::of(1..=28_u8),
        prop::option::of(1..=60_u16),
        (prop::option::of(0..PHONES.len()), prop::option::of(0..STORES.len())),
        prop::option::of(any::<bool>()),
        prop::collection::btree_map(0..TARGETS.len(), 2..=100_u8, 0..3),
        prop::collection::btree_map(0..LEVELS.len(), 1..=500_u32, 0..4),
        prop::option::of(0..=60_u16),
        prop::option::of(1..=100_u8),
    );
    let second = (
        prop::collection::btree_map(own(), (0..18_usize, 0..100_usize), 0..4),
        prop::collection::btree_map(own(), (0..18_usize, 0..100_usize), 0..4),
        prop::collection::btree_map(own(), 0..NAMES.len(), 0..4),
    );
    (first, second).prop_map(
        |((day, trend, (phone, stores), strict, targets, hours, callback_days, scales), (headings, words, people))| {
            Settings {
                day,
                trend,
                phone,
                stores,
                strict,
                targets,
                hours,
                callback_days,
                scales,
                headings,
                words,
                people,
            }
        },
    )
}

/// A list that csr-report.toml writes in one section.
type Sections = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn both(settings: &Settings, files: &TableFiles) -> (String, Vec<u8>) {
    let mut form = Filled::new(Lang::Chinese);
    let mut toml = String::from("[dealer]\nname = \"演示店\"\n[report]\n");
    form.set("基本", "店名", "演示店");
    if let Some(day) = settings.day {
        toml += &format!("month_start_day = {day}\n");
        form.set("基本", "每月从几日起", &day.to_string());
    }
    if let Some(trend) = settings.trend {
        toml += &format!("trend = {trend}\n");
        form.set("基本", "趋势显示多少期", &trend.to_string());
    }
    if let Some(strict) = settings.strict {
        toml += &format!("strict = {strict}\n");
        form.set("基本", "有错误就不出报告", if strict { "是" } else { "否" });
    }
    if let Some(phone) = settings.phone {
        toml += &format!("[privacy]\nphone = \"{}\"\n", PHONES[phone].0);
        form.set("基本", "电话号码", PHONES[phone].1);
    }
    if let Some(stores) = settings.stores {
        toml += &format!("[dealers]\nby = \"{}\"\n", STORES[stores].0);
        form.set("基本", "几家店", STORES[stores].1);
    }
    toml += "[targets]\n";
    for (at, target) in &settings.targets {
        toml += &format!("{} = {target}\n", TARGETS[*at].0);
        form.add("目标", &[TARGETS[*at].1, &if target % 2 == 0 { format!("{target}%") } else { target.to_string() }]);
    }
    toml += "[limits.complaints]\n";
    for (at, hours) in &settings.hours {
        toml += &format!("{} = {hours}\n", quoted(LEVELS[*at].0));
        form.add("投诉时限", &[LEVELS[*at].1, &hours.to_string()]);
    }
    if let Some(days) = settings.callback_days {
        toml += &format!("[constants]\ncallback_days = {days}\n");
        form.set("口径", "交车后几天内回访算及时", &days.to_string());
    }
    if let Some(scale) = settings.scales {
        toml += &format!("[scales]\n\"服务态度\" = {scale}\n");
        form.add("满分", &["服务态度", &scale.to_string()]);
    }
    let tables: Vec<_> = files.used().collect();
    let mut sections = Sections::new();
    for (own, (table, field)) in &settings.headings {
        let schema = tables[table % tables.len()];
        let field = &schema.fields[field % schema.fields.len()];
        if field.kind == csr_report::tables::field_kind::FieldKind::Line {
            continue;
        }
        let section = sections.entry(format!("tables.{}.headings", schema.table)).or_default();
        section.entry(field.id.clone()).or_default().push(own.clone());
        form.add("表头", &[&schema.names.chinese, &field.names.chinese, own]);
    }
    for (own, (table, word)) in &settings.words {
        let schema = tables[table % tables.len()];
        let entries: Vec<_> = schema.fields.iter().flat_map(|field| field.vocabulary.entries()).collect();
        if entries.is_empty() {
            continue;
        }
        let word = &entries[word % entries.len()].word;
        let section = sections.entry(format!("tables.{}.words", schema.table)).or_default();
        section.entry(word.clone()).or_default().push(own.clone());
        form.add("用词", &[&schema.names.chinese, word, own]);
    }
    for (own, name) in &settings.people {
        sections
            .entry("aliases.advisor".to_owned())
            .or_default()
            .entry(NAMES[*name].to_owned())
            .or_default()
            .push(own.clone());
        form.add("姓名", &["服务顾问", NAMES[*name], own]);
    }
    for (section, keys) in sections {
        toml += &format!("[{section}]\n");
        for (key, texts) in keys {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            toml += &format!("{} = [{}]\n", quoted(&key), texts.join(", "));
        }
    }
    (toml, form.write())
}

/// What a folder's configuration comes to, or what is said against it.
fn outcome(folder: &Path) -> Result<String, String> {
    let configuration = Configuration::load(&folder.join("csr-report.toml"), false, folder)
        .map_err(|failure| failure.message.chinese)?;
    let (today, command) = ("2013-10-03".parse().unwrap(), Command::Monthly { month: None, handout: None });
    let mut settings = resolve::settings(&command, &Options::default(), &configuration, "shop".into(), today).unwrap();
    // Which sections stand in the file is said for the file alone.
    settings.reading.sections.clear();
    settings.inputs.clear();
    settings.output = "output".into();
    let mut targets: Vec<_> = configuration.targets.iter().map(|one| (meant(&one.of), one.value.to_string())).collect();
    targets.sort();
    Ok(format!("{settings:?} {targets:?}"))
}

fn meant(name: &str) -> &str {
    TARGETS.iter().find(|(_, chinese)| *chinese == name).map_or(name, |(id, _)| id)
}

#[test]
fn the_form_and_the_file_come_to_the_same_settings() {
    let files = TableFiles::read(&Templates::embedded()).unwrap();
    let config = Config { cases: 40, rng_seed: RngSeed::Fixed(1309), failure_persistence: None, ..Config::default() };
    let read = std::cell::Cell::new(0);
    let run = TestRunner::new(config).run(&settings(), |settings| {
        let (toml, form) = both(&settings, &files);
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [by_file, by_form, by_both] = folders.each_ref().map(|folder| folder.path());
        fs::write(by_file.join("csr-report.toml"), &toml).unwrap();
        fs::write(by_form.join("设置.xlsx"), &form).unwrap();
        fs::write(by_both.join("csr-report.toml"), &toml).unwrap();
        fs::write(by_both.join("设置.xlsx"), &form).unwrap();
        let (one, other) = (outcome(by_file), outcome(by_form));
        prop_assert_eq!(one.is_ok(), other.is_ok(), "{:?}\n{:?}\n{}", one, other, toml);
        if let Ok(one) = one {
            prop_assert_eq!(&one, &other.unwrap(), "{}", toml);
            // What stands in both agrees; targets stand twice then, and are told apart later.
            prop_assert!(outcome(by_both).is_ok(), "{:?}", outcome(by_both));
            read.set(read.get() + 1);
        }
        Ok(())
    });
    run.unwrap();
    assert!(read.get() > 20, "only {} of them were no settings that both refuse", read.get());
}

#[test]
fn every_word_that_the_form_offers_is_understood() {
    use csr_report::configuration::book::names::Names;
    let files = TableFiles::read(&Templates::embedded()).unwrap();
    let names = Names(&files);
    for lang in Lang::ALL {
        for (schema, offered) in files.used().zip(names.tables(lang)) {
            assert_eq!(names.table(&offered).unwrap().table, schema.table);
            let fields: Vec<String> = Names::fields(schema, lang);
            let ids: Vec<String> = fields.iter().map(|name| names.field(schema.table, name).expect(name)).collect();
            let mut once = ids.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), fields.len(), "{}: two fields of one name: {fields:?} {ids:?}", schema.table);
            for word in Names::words(schema, lang) {
                names.word(schema.table, &word).expect(&word);
            }
        }
        for role in names.people(lang) {
            names.person(&role).expect(&role);
        }
    }
    assert_eq!(names.level("其他"), "default");
    assert_eq!(names.levels(Lang::Chinese), ["I", "II", "III", "其他"]);
}
