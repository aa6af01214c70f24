//! A cell of the workbook of settings as TOML writes its value; whatever is not plain is told, never guessed.

use super::layout::{Fixed, Kind, is_called};
use super::made::quoted;
use super::names::Names;
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::text::{fold, narrow, one_line, visible};
use crate::input::grid::{Grid, GridValue, NOT_CALCULATED};

/// How people write yes and no.
const FLAGS: [(&str, bool); 10] = [
    ("是", true),
    ("否", false),
    ("yes", true),
    ("no", false),
    ("true", true),
    ("false", false),
    ("y", true),
    ("n", false),
    ("对", true),
    ("不", false),
];
/// What stands between the names of a cell that holds several.
const BETWEEN: [char; 8] = ['、', '，', ',', ';', '；', '/', '\n', '\r'];
/// A share of a hundred below it, written without a percent sign, may be meant as a fraction.
const FRACTION: f64 = 1.0;

/// A value as TOML writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The value.
    pub toml: String,
    /// It is written as a percentage.
    pub percentage: bool,
}

impl Written {
    fn plain(toml: String) -> Self {
        Self { toml, percentage: false }
    }
}

/// What stands in a cell, in one line; nothing where it is blank.
///
/// # Errors
/// It shows an error, a date, or the result of a formula that nobody calculated.
pub fn text(grid: &Grid, value: Option<GridValue>) -> Result<Option<String>, Words> {
    let Some(value) = value else { return Ok(None) };
    let text = one_line(&visible(&grid.shown(value)));
    match value {
        GridValue::Error(_) if text == NOT_CALCULATED => Err(Words {
            chinese: "是公式，还没有计算结果；请直接填值".into(),
            en: "is a formula without a result; write the value itself".into(),
        }),
        // A text such as 9-1, of which Excel made a date: nobody knows any more what was typed.
        GridValue::Date(_) => Err(Words {
            chinese: "单元格是日期或时间格式；请把格式改为“常规”或“文本”，再填一遍".into(),
            en: "the cell shows a date or a time; give it the format General or Text and fill it in again".into(),
        }),
        GridValue::Error(_) => Err(Words {
            chinese: format!("是错误值 {text}；请直接填值"),
            en: format!("shows the error {text}; write the value itself"),
        }),
        _ => Ok(Some(text).filter(|text| !text.is_empty())),
    }
}

/// The value of a row that has its own key.
///
/// # Errors
/// What is wrong with it, to follow its name.
pub fn fixed(row: &Fixed, grid: &Grid, value: GridValue, names: Names<'_>) -> Result<Written, Words> {
    let written = written(&row.kind, grid, value, names)?;
    let Some((least, most)) = row.within else { return Ok(written) };
    let inside = written.toml.parse::<u64>().is_ok_and(|number| (least..=most).contains(&number));
    if inside {
        return Ok(written);
    }
    let typed = &written.toml;
    Err(Words {
        chinese: format!("应为 {least} 到 {most} 的整数，写的是 {typed}"),
        en: format!("must be a whole number from {least} to {most}; it is {typed}"),
    })
}

/// The value of a cell of this kind. Names that lead to a key are read in `row.rs`.
///
/// # Errors
/// What is wrong with it, to follow its name.
pub fn written(kind: &Kind, grid: &Grid, value: GridValue, names: Names<'_>) -> Result<Written, Words> {
    let typed = text(grid, Some(value))?.unwrap_or_default();
    match kind {
        Kind::Number | Kind::Whole => match number(&typed, value)? {
            (_, true) => Err(Words {
                chinese: format!("是百分数 {typed}；这里只写数字，请把单元格格式改为“常规”再填"),
                en: format!("is the percentage {typed}; write a plain number in a cell of the format General"),
            }),
            (number, false) => Ok(Written::plain(number)),
        },
        Kind::Figure => number(&typed, value).map(|(toml, percentage)| Written { toml, percentage }),
        Kind::Percent => match number(&typed, value)? {
            (number, false) if number.parse::<f64>().is_ok_and(|share| share != 0.0 && share < FRACTION) => {
                Err(Words {
                    chinese: format!("写的是 {number}：看不出是 {number}% 还是几分之几；请写成带 % 的，如 5%"),
                    en: format!("is {number}: a percentage or a fraction? Write it with a %, such as 5%"),
                })
            }
            (number, _) => Ok(Written::plain(number)),
        },
        Kind::Flag => flag(&typed, value).map(|flag| Written::plain(flag.to_string())),
        Kind::Choice(choices) => {
            let found =
                choices.iter().find(|(id, called)| is_called(called, &typed) || id.eq_ignore_ascii_case(&typed));
            found.map(|(id, _)| Written::plain(quoted(id))).ok_or_else(|| {
                let name =
                    |lang: Lang| choices.iter().map(|(_, called)| called.get(lang).to_owned()).collect::<Vec<_>>();
                let [chinese, en] = Lang::ALL.map(|lang| lang.list(&name(lang)));
                Words {
                    chinese: format!("不能是“{typed}”；可以填：{chinese}"),
                    en: format!("cannot be {typed:?}; it can be: {en}"),
                }
            })
        }
        Kind::Tables => list(&typed, |name| Ok(names.table(name)?.table.name().to_owned())),
        Kind::Levels => list(&typed, |name| Ok(names.level(name))),
        _ => Ok(Written::plain(quoted(&typed))),
    }
}

fn list(typed: &str, meaning: impl Fn(&str) -> Result<String, Words>) -> Result<Written, Words> {
    let parts = typed.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
    let items = parts.map(|part| meaning(part).map(|name| quoted(&name))).collect::<Result<Vec<_>, _>>()?;
    Ok(Written::plain(format!("[{}]", items.join(", "))))
}

/// Yes or no.
///
/// # Errors
/// Neither of them.
pub fn flag(typed: &str, value: GridValue) -> Result<bool, Words> {
    if let GridValue::Bool(flag) = value {
        return Ok(flag);
    }
    let folded = fold(typed);
    let found = FLAGS.iter().find(|(word, _)| *word == folded).map(|(_, flag)| *flag);
    found.ok_or_else(|| Words {
        chinese: format!("应填“是”或“否”，写的是“{typed}”"),
        en: format!("must be yes or no; it is {typed:?}"),
    })
}

/// A number as TOML writes it, and whether it is a percentage: 0.95 in a cell that shows 95% is 95.
fn number(typed: &str, value: GridValue) -> Result<(String, bool), Words> {
    let refused = |chinese: &str, en: &str| Words {
        chinese: format!("应为数字，写的是{chinese}“{typed}”"),
        en: format!("must be a number; it is {en} {typed:?}"),
    };
    match value {
        GridValue::Number(number) => return Ok((number.to_string(), false)),
        GridValue::Bool(_) => return Err(refused("", "")),
        _ => {}
    }
    let plain: String = narrow(typed).chars().filter(|sign| !sign.is_whitespace()).collect();
    let (digits, percentage) = plain.strip_suffix('%').map_or((plain.as_str(), false), |digits| (digits, true));
    let digits = if grouped(digits) { digits.replace(',', "") } else { digits.to_owned() };
    let is_plain = digits.chars().all(|sign| sign.is_ascii_digit() || ".-+".contains(sign));
    match digits.parse::<f64>() {
        Ok(number) if is_plain => Ok((number.to_string(), percentage)),
        _ => Err(refused("文字", "the text")),
    }
}

/// Whether commas stand between thousands and nowhere else: 1,234.5.
fn grouped(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or_default();
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    whole.contains(',') && first && groups.all(|group| group.len() == 3)
}

/// The word for a label that is not known.
pub fn unknown_label(label: &str, known: &[&str]) -> Words {
    let near = told(label, known.iter().copied(), "");
    Words {
        chinese: format!("没有这个设置项“{label}”{}", near.chinese),
        en: format!("there is no setting {label:?}{}", near.en),
    }
}
