//! The meeting deck on a dealer's own template (tests/deck/templates/ says what each of the three is), and what no deck may do whatever
//! the dealer's data and template are.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::deck::{agrees, deck};
use crate::validator::{are_valid, validator};
use crate::workspace::Workspace;
use crate::written::package;
use crate::{demo, workspace};

/// The templates: their file, and the name of the layout of ordinary slides.
const TEMPLATES: [(&str, &str); 3] =
    [("maker.potx", "2_仅标题"), ("four-three.pptx", "Title Only"), ("odd.pptx", "仅标题")];

fn template(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deck/templates").join(name)
}

/// The text of a part of a deck.
fn part(deck: &Path, name: &str) -> String {
    let parts = package::entries(&fs::read(deck).unwrap()).unwrap();
    let (_, bytes) = parts.into_iter().find(|(part, _)| part == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes).unwrap()
}

/// The demo dealer's workspace with a template in it.
fn with_template(name: &str) -> Workspace {
    let shop = Workspace::new();
    workspace::copy(&demo::workspace(), shop.path());
    fs::copy(template(name), shop.path().join(name)).unwrap();
    shop
}

#[test]
fn the_deck_takes_the_look_of_the_dealers_file() {
    let mut decks = Vec::new();
    let shops = TEMPLATES.map(|(name, layout)| {
        let shop = with_template(name);
        let run = shop.run(&format!("monthly --month 2013-09 --template {name} --lang zh-CN")).ends_with(0);
        match name {
            "odd.pptx" => run.says(&["没有合适的版式", "“空白页”", "“图片页”"]),
            _ => run,
        };
        (shop, name, layout)
    });
    for (shop, name, layout) in &shops {
        let folder = shop.path().join("output/2013-09");
        agrees(&folder, &[]);
        let deck = deck(&folder);
        let relations = part(&deck, "ppt/slides/_rels/slide2.xml.rels");
        let of = relations.split("slideLayouts/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(part(&deck, &format!("ppt/slideLayouts/{of}")).contains(&format!("name=\"{layout}\"")), "{name}: {of}");
        let main = part(&deck, "ppt/presentation.xml");
        assert!(!main.contains("custShow") && !main.contains("sectionLst"), "{name}: {main}");
        let text: String = (1..6).map(|at| part(&deck, &format!("ppt/slides/slide{at}.xml"))).collect();
        assert!(!text.contains("示例") && !text.contains("Sample"), "{name} keeps a sample slide");
        decks.push((deck, Some(template(name))));
    }
    let [maker, four_three, _] = shops.each_ref().map(|(shop, ..)| deck(&shop.path().join("output/2013-09")));
    assert!(part(&maker, "ppt/theme/theme1.xml").contains("黑体"));
    assert!(part(&maker, "ppt/charts/chart1.xml").contains("<a:schemeClr val=\"accent1\"/>"));
    let media = |deck: &Path| {
        let parts = package::entries(&fs::read(deck).unwrap()).unwrap();
        parts.into_iter().filter(|(name, _)| name.starts_with("ppt/media/")).count()
    };
    assert_eq!(media(&maker), 1, "the logo of the master stays, the picture of the sample slide is the same one");
    assert!(part(&four_three, "ppt/presentation.xml").contains("cx=\"9144000\" cy=\"6858000\""));
    if let Some(validator) = validator() {
        are_valid(&validator, decks);
    }
}

#[test]
fn a_template_stands_in_the_configuration_too() {
    let shop = Workspace::new()
        .with("input/回访.csv", &calls(&Odd { groups: 3, months: 2, ..Odd::default() }))
        .with("csr-report.toml", "[report]\ntemplate = \"look/maker.potx\"\n");
    fs::create_dir(shop.path().join("look")).unwrap();
    fs::copy(template("maker.potx"), shop.path().join("look/maker.potx")).unwrap();
    shop.run("monthly --month 2013-09").ends_with(0);
    let deck = deck(&shop.path().join("output/2013-09"));
    assert!(part(&deck, "ppt/theme/theme1.xml").contains("黑体"));
    assert!(part(&deck, "[Content_Types].xml").contains("presentation.main+xml"), "a deck is no template");
}

#[test]
fn what_is_no_template_is_told_before_anything_is_written() {
    let whole = fs::read(template("maker.potx")).unwrap();
    let workbook = fs::read(demo::workspace().join("input/改善措施.xlsx")).ok();
    let compound = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600], &name].concat()
    };
    let mut files = vec![
        ("a.pptx", whole[..whole.len() / 2].to_vec(), "已损坏"),
        ("b.pptx", compound("EncryptedPackage"), "有打开密码"),
        ("c.ppt", compound("PowerPoint Document"), "97-2003"),
        ("d.pdf", b"%PDF-1.7".to_vec(), "不是演示文稿"),
        ("e.pptx", Vec::new(), "空文件"),
    ];
    files.extend(workbook.map(|bytes| ("f.xlsx", bytes, "而是Excel 工作簿")));
    for (name, bytes, told) in files {
        let shop = Workspace::new().with("input/回访.csv", &calls(&Odd { groups: 2, months: 2, ..Odd::default() }));
        fs::write(shop.path().join(name), bytes).unwrap();
        shop.run(&format!("monthly --month 2013-09 --template {name}")).ends_with(2).says(&[name, told]);
        assert!(!shop.path().join("output").exists(), "{name}: something was written");
        shop.run(&format!("check --month 2013-09 --template {name}")).ends_with(2).says(&[told]);
    }
    let shop = Workspace::new().with("input/回访.csv", &calls(&Odd { groups: 2, months: 2, ..Odd::default() }));
    shop.run("monthly --month 2013-09 --template none.pptx").ends_with(2).says(&["none.pptx", "不存在"]);
}

/// What is odd about a dealer's data.
#[derive(Clone, Copy, Debug, Default)]
struct Odd {
    /// Advisors, 1 to 40.
    groups: usize,
    /// Months with calls before and with that of the report.
    months: u32,
    /// A month among them without a row.
    gap: bool,
    /// Nobody was reached.
    zeros: bool,
    /// Names of many letters.
    long: bool,
    /// Names with what XML forbids and with what it means.
    control: bool,
    /// More closed on time than due: 105.88 %.
    above: bool,
}

/// A list of calls.
fn calls(odd: &Odd) -> String {
    let mut calls = "工单号,车牌号,回访日期,回访结果,服务顾问,失败原因,服务态度,解释账单\n".to_owned();
    for advisor in 0..odd.groups {
        let name = match advisor % 4 {
            0 if odd.long => format!("阿依古丽·买买提·艾合买提江·吐尔逊娜依第{advisor}售后服务中心客户关系组"),
            1 if odd.long => format!("Bartholomew Featherstonehaugh-Cholmondeley the {advisor}th of Worcestershire"),
            2 if odd.control => format!("<b>欧\u{1}阳 & “{advisor}”</b>"),
            _ => format!("顾问{advisor}"),
        };
        for row in 0..12 {
            let month = 9 - row % odd.months;
            if odd.gap && month == 8 {
                continue;
            }
            let reached = !odd.zeros && !(row as usize + advisor).is_multiple_of(5);
            let (result, reason) = if reached { ("成功", "") } else { ("失败", "号码错误") };
            let (day, number) = (1 + row, format!("A{advisor}-{row}"));
            writeln!(calls, "{number},京A{advisor:02}{row:03},2013-{month:02}-{day:02},{result},{name},{reason},9,8")
                .unwrap();
        }
    }
    calls
}

/// Figures that a list states: rates of 0 %, 100 % and 105.88 %.
fn history(odd: &Odd) -> String {
    let mut lines = "指标,月份,分子,分母,指标值\n".to_owned();
    for month in 4..=8 {
        let above = if odd.above && month > 6 { "18,17,105.88%" } else { "17,17,100.00%" };
        writeln!(lines, "预约到店率,2013-{month:02},{above}\n投诉按期关闭率,2013-{month:02},0,9,0.00%").unwrap();
    }
    lines
}

/// Numbers that a seed decides.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn odd(&mut self) -> Odd {
        let groups = [1, 2, 3, 7, 12, 23, 40][self.below(7) as usize];
        let mut one_in_two = || self.below(2) == 1;
        let (gap, zeros, long, control, above) =
            (one_in_two(), one_in_two() && one_in_two(), one_in_two(), one_in_two(), one_in_two());
        let months = 1 + self.below(5) as u32;
        // The month of the report has rows.
        Odd { groups, months, gap: gap && months > 2, zeros, long, control, above }
    }
}

/// `CSR_REPORT_DECKS=100` tries that many with other seeds.
#[test]
fn no_deck_overflows_or_breaks_whatever_data_and_template_are() {
    let asked: Option<u64> = std::env::var("CSR_REPORT_DECKS").ok().and_then(|count| count.parse().ok());
    let seed = asked.map_or(20_130_930, |_| u64::from(std::process::id()));
    let mut dice = Dice(seed);
    let mut decks = Vec::new();
    let shops: Vec<Workspace> = (0..asked.unwrap_or(8))
        .map(|at| {
            let odd = dice.odd();
            let lang = if dice.below(3) == 0 { "en" } else { "zh-CN" };
            let own = TEMPLATES.get(at as usize % 4).map(|(name, _)| *name);
            eprintln!("seed {seed}, {at}: {odd:?}, {lang}, {own:?}");
            let shop = Workspace::new().with("input/回访.csv", &calls(&odd)).with("input/历史指标.csv", &history(&odd));
            let option = own.map_or_else(String::new, |name| format!(" --template {}", template(name).display()));
            shop.run(&format!("monthly --month 2013-09 --lang {lang}{option}")).ends_with(0);
            decks.push((deck(&shop.path().join("output/2013-09")), own.map(template)));
            shop
        })
        .collect();
    for shop in &shops {
        agrees(&shop.path().join("output/2013-09"), &[]);
    }
    if let Some(validator) = validator() {
        are_valid(&validator, decks);
    }
}
