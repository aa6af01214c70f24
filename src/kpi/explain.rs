//! How an indicator is defined, in words: for `kpi list`, `kpi explain` and the page of definitions.

use super::catalogue::Catalogue;
use super::definition::{Definition, Distinct, Rows, Shape, Variant};
use super::model::Direction;
use super::named;
use crate::base::lang::{Lang, Words};
use crate::base::number::{NO_DATA, Unit, display};
use crate::facts::constants::Constant;
use crate::facts::fact::{From, Give, Look, Make, Once, Window};

/// A thing told of an indicator: what it is called, and the text.
#[derive(Clone, Debug)]
pub struct Line {
    /// `口径`, `Rule`.
    pub label: Words,
    /// The text in both languages.
    pub text: Words,
}

/// An indicator in full: the terminal and docs/indicators.md show the same lines.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it tells, in the words of a manager.
    pub meaning: Vec<Line>,
    /// How it is computed.
    pub formula: Vec<Line>,
}

/// Everything that is told of an indicator.
pub fn told(definition: &Definition) -> Told {
    let by = Words::of(|lang| lang.list(&groups(definition, lang)));
    let mut meaning = vec![
        line("口径", "Rule", definition.rule.clone()),
        line("单位", "Unit", Words::of(|lang| unit(definition.unit, lang).to_owned())),
        line("方向", "Better", Words::of(|lang| direction(definition.direction, lang).to_owned())),
        line("目标", "Target", Words::of(|lang| target(definition, lang))),
    ];
    meaning.extend(parts(definition));
    if !definition.by.is_empty() {
        meaning.push(line("分组", "By", by));
    }
    meaning.push(line("依据", "Source", definition.source.clone()));
    let variants = definition.variants.iter();
    meaning.extend(variants.map(|one| line("可选口径", "Variant", Words::of(|lang| variant(one, lang)))));
    if !definition.variants.is_empty() {
        let how = format!("csr-report.toml: [variants] {} = \"…\"", definition.id);
        meaning.push(line("选用口径", "To choose one", Words::same(&how)));
    }
    let fact = &definition.rows.facts;
    let mut formula = vec![
        line("计算", "Formula", definition.formula()),
        line("数据行", "Rows", Words::of(|lang| format!("{} — {}", fact.id.name(), fact.row.get(lang)))),
    ];
    formula.extend(chain(definition));
    let constants = definition.constants.iter();
    formula.extend(constants.map(|one| line("常数", "Constant", Words::of(|lang| constant(one, lang)))));
    if !definition.constants.is_empty() {
        let set: Vec<_> = definition.constants.iter().map(|one| format!("{} = {}", one.name, one.value)).collect();
        let how = Words::of(|lang| format!("csr-report.toml: [constants] {}", lang.list(&set)));
        formula.push(line("修改常数", "To set them", how));
    }
    Told { meaning, formula }
}

fn line(chinese: &str, en: &str, text: Words) -> Line {
    Line { label: Words { chinese: chinese.to_owned(), en: en.to_owned() }, text }
}

/// The indicator in full for the terminal.
pub fn explain(definition: &Definition, lang: Lang) -> String {
    let Told { meaning, formula } = told(definition);
    let shown = |line: &Line| lang.labelled(line.label.get(lang), line.text.get(lang));
    let mut lines = vec![title(definition, lang), String::new()];
    lines.extend(meaning.iter().map(shown));
    let below = lang.pick("以下是程序的算法，供核对用：", "Below is how the program computes it, for checking:");
    lines.extend([String::new(), below.to_owned()]);
    lines.extend(formula.iter().map(shown));
    lines.join("\n")
}

/// What stands above and below the line of a rate, as pages call it; what is below may be a count of its own.
fn parts(definition: &Definition) -> Vec<Line> {
    let counted = |words: &Words| match &definition.over {
        Some(over) => Words { chinese: format!("{}（{over}）", words.chinese), en: format!("{} ({over})", words.en) },
        None => words.clone(),
    };
    let above = definition.above.iter().map(|words| line("分子", "Above the line", words.clone()));
    let below = definition.below.iter().map(|words| line("分母", "Below the line", counted(words)));
    let rest = definition.rest.iter().map(|words| line("其余", "The rest", words.clone()));
    above.chain(below).chain(rest).collect()
}

/// `回访率（callback_rate）`
fn title(definition: &Definition, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{}（{}）", definition.name.chinese, definition.id),
        Lang::English => format!("{} ({})", definition.name.en, definition.id),
    }
}

/// The target without needless decimals; of a count it is that of a month.
fn target(definition: &Definition, lang: Lang) -> String {
    let Some(target) = definition.target else { return NO_DATA.to_owned() };
    let unit = if target.fract() == 0.0 { Unit::Count } else { definition.unit };
    let sign = if target.fract() == 0.0 { definition.unit.sign() } else { "" };
    let target = display(Some(target), unit) + sign;
    match (definition.aims_at_a_month(), lang) {
        (true, Lang::Chinese) => format!("每月 {target}"),
        (true, Lang::English) => format!("{target} a month"),
        (false, _) => target,
    }
}

/// The breakdowns as people call them.
fn groups(definition: &Definition, lang: Lang) -> Vec<String> {
    let facts = &definition.rows.facts;
    let called = |id: &String| facts.column(id).map_or(id.clone(), |column| column.names.get(lang).to_owned());
    definition.by.iter().map(|by| by.iter().map(called).collect::<Vec<_>>().join(" × ")).collect()
}

fn variant(variant: &Variant, lang: Lang) -> String {
    let (id, name) = (&variant.id, variant.name.get(lang));
    match (lang, variant.chosen) {
        (Lang::Chinese, true) => format!("{id}，{name}（已选用）"),
        (Lang::Chinese, false) => format!("{id}，{name}"),
        (Lang::English, true) => format!("{id}, {name} (chosen)"),
        (Lang::English, false) => format!("{id}, {name}"),
    }
}

/// One line an indicator: id and name; below them the supporting figures, which only pages show.
pub fn list(catalogue: &Catalogue, lang: Lang) -> String {
    let all = catalogue.definitions();
    let width = all.iter().map(|definition| definition.id.len()).max().unwrap_or(0);
    let line = |definition: &Definition| format!("{:width$}  {}", definition.id, definition.name.get(lang));
    let lines = |support| all.iter().filter(move |definition| definition.support == support).map(line);
    let mut shown: Vec<String> = lines(false).collect();
    if lines(true).next().is_some() {
        shown.extend([String::new(), lang.pick("仅用于页面：", "for pages only:").to_owned()]);
        shown.extend(lines(true));
    }
    shown.join("\n")
}

impl Definition {
    /// How it is computed, in one line: the shape, the expressions and the frame.
    pub fn formula(&self) -> Words {
        Words::of(|lang| self.formula_in(lang))
    }

    fn formula_in(&self, lang: Lang) -> String {
        let rows = &self.rows;
        let numerator = rows.numerator.as_ref().map_or("1", |term| &term.text);
        let denominator = rows.denominator.as_ref().map_or("1", |term| &term.text);
        let mut text = match self.shape {
            Shape::Count if self.less.is_some() => {
                format!("count = Σ({numerator}) − {}", lang.pick("减项", "less"))
            }
            Shape::Count | Shape::Stock => format!("{} = Σ({numerator})", self.shape.name()),
            Shape::Median => format!("median({numerator})"),
            Shape::Ratio if self.base.is_some() => {
                format!("ratio = Σ({numerator}) ÷ {}", lang.pick("分母", "below"))
            }
            Shape::Ratio => format!("ratio = Σ({numerator}) ÷ Σ({denominator})"),
            Shape::MeanOfGroups => format!("mean_of_groups({numerator}; advisor, item)"),
            Shape::RollingYear => format!(
                "rolling_year = Σ({numerator}){} Σ({denominator})",
                lang.pick("（12 个月）÷ 12 个月末的均值", " (12 months) ÷ mean over 12 month-ends of")
            ),
            Shape::Latest => format!("latest({numerator})"),
            Shape::TrailingMean => format!(
                "trailing_mean = Σ({numerator}) ÷ {}",
                lang.pick("前三个月均值", "mean of the three months before")
            ),
        };
        text += &scope(rows, lang);
        for below in self.base.iter().chain(&self.trailing) {
            let summed = below.numerator.as_ref().map_or("1", |term| &term.text);
            text += lang.pick("；", "; ");
            text += &lang.labelled(lang.pick("分母", "below"), &format!("Σ({summed}){}", scope(below, lang)));
        }
        if let Some(less) = &self.less {
            let summed = less.numerator.as_ref().map_or("1", |term| &term.text);
            text += lang.pick("；", "; ");
            text += &lang.labelled(lang.pick("减项", "less"), &format!("Σ({summed}){}", scope(less, lang)));
        }
        if let Some(Distinct { column, months }) = &self.distinct {
            text += &match (lang, months) {
                (Lang::Chinese, None) => format!("；{column} 相同的只计一次"),
                (Lang::Chinese, Some(months)) => format!("；期末前 {months} 个月内 {column} 相同的只计一次"),
                (Lang::English, None) => format!("; once each {column}"),
                (Lang::English, Some(months)) => format!("; once each {column} in the {months} months up to the end"),
            };
        }
        if let Some(other) = &self.without_order_numbers {
            let summed = other.numerator.as_ref().map_or("1", |term| &term.text);
            let label = lang.pick("回访表没有工单号时，分子", "above, where no call names an order");
            text += lang.pick("；", "; ");
            text += &lang.labelled(label, &format!("Σ({summed}){}", scope(other, lang)));
        }
        text
    }
}

/// The frame, the filter and the date of some rows.
fn scope(rows: &Rows, lang: Lang) -> String {
    let mut text = format!(" {} {}", lang.pick("取自", "from"), rows.facts.id.name());
    if let Some(filter) = &rows.filter {
        text += &format!("{}{} {}", lang.pick("，", ", "), lang.pick("条件", "where"), filter.text);
    }
    if let Some(date) = &rows.date {
        text += &format!("{}{} {date}", lang.pick("，", ", "), lang.pick("归期按", "dated by"));
    }
    text
}

/// How the rows and the columns that the indicator names come about.
fn chain(definition: &Definition) -> Vec<Line> {
    let fact = &definition.rows.facts;
    let program = |name: &str| Words { chinese: format!("程序 {name}"), en: format!("the program, {name}") };
    let from = match &fact.from {
        From::Table(table) => Words { chinese: format!("表 {table}"), en: format!("table {table}") },
        From::Fact(other) => {
            Words { chinese: format!("事实表 {}", other.name()), en: format!("fact {}", other.name()) }
        }
        From::Made(name) => program(name),
    };
    let mut chain = vec![line("取自", "From", from)];
    let mut named = named::named(&definition.rows, &definition.by);
    let less = definition.less.iter().filter(|less| less.facts.id == fact.id);
    less.for_each(|less| named.extend(named::named(less, &[])));
    for column in fact.columns.iter().filter(|column| named.contains(column.id.as_str())) {
        let how = match &column.made {
            Make::Given => continue,
            Make::Sql(term) => Words::same(&term.text),
            Make::Look(look) => Words::of(|lang| looked(look, lang)),
            Make::MonthEnd { of, months, .. } => Words {
                chinese: format!("{of} 所在月之后第 {months} 个月的最后一天"),
                en: format!("the last day of the month {months} months after that of {of}"),
            },
            Make::Rust(name) => program(name),
        };
        chain.push(line("列", "Column", Words::of(|lang| format!("{} = {}", column.id, how.get(lang)))));
    }
    if let Some(filter) = &fact.filter {
        chain.push(line("只取", "Where", Words::same(&filter.text)));
    }
    if let Some(once) = &fact.once {
        chain.push(line("每个", "Once each", Words::of(|lang| first_of(once, lang))));
    }
    if let Some(settled) = named::settled(definition) {
        let days = settled.days;
        let text = Words {
            chinese: format!("{days} 天，此前可能还会变"),
            en: format!("{days} days, until then it may change"),
        };
        chain.push(line("期末后", "Final after", text));
    }
    chain
}

/// `car, month(due_at) one row each, the first by renewed DESC`
fn first_of(once: &Once, lang: Lang) -> String {
    let month = once.month_of.as_ref().map(|date| match lang {
        Lang::Chinese => format!("月份（{date}）"),
        Lang::English => format!("month({date})"),
    });
    let order = once.order.iter().map(|(name, down)| format!("{name}{}", if *down { " DESC" } else { "" }));
    let each: Vec<String> = once.each.iter().cloned().chain(month).collect();
    let (each, order) = (lang.list(&each), lang.list(&order.collect::<Vec<_>>()));
    let text = lang.pick("相同的只计一行，先取", "one row each, the first by");
    format!("{each} {text} {order}")
}

/// `:callback_days = 3 天（…）`
fn constant(constant: &Constant, lang: Lang) -> String {
    let (name, names, value) = (&constant.name, constant.names.get(lang), constant.shown(lang));
    match lang {
        Lang::Chinese => format!(":{name} = {value}（{names}）"),
        Lang::English => format!(":{name} = {value} ({names})"),
    }
}

/// `count of orders (vehicle = car), months -12…0 of due_at`
fn looked(look: &Look, lang: Lang) -> String {
    let give = match &look.give {
        Give::Any => "any",
        Give::Count => "count",
        Give::First => "first",
        Give::Last => "last",
        Give::Column(name) => name,
    };
    let window = look.around.as_ref().map(|around| {
        let (from, to, unit) = match around.window {
            Window::Days(from, to) => (from, to, lang.pick("天", "days")),
            Window::Months(from, to) => (from, to, lang.pick("个月", "months")),
            Window::WholeMonths(from, to) => (from.into(), to.into(), lang.pick("个整月", "whole months")),
        };
        format!("{}{} {from}…{to} {unit}", lang.pick("；", "; "), around.of)
    });
    let (other, window) = (look.fact.name(), window.unwrap_or_default());
    let same: Vec<String> = look.same.iter().map(|(own, theirs)| format!("{theirs} = {own}")).collect();
    let filter = look.filter.as_ref().map(|term| term.text.clone());
    let same = lang.list(&same.into_iter().chain(filter).collect::<Vec<_>>());
    match lang {
        Lang::Chinese => format!("{give}（{other}：{same}{window}）"),
        Lang::English => format!("{give} ({other}: {same}{window})"),
    }
}

fn unit(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Count => lang.pick("数量", "count"),
        Unit::Percent => lang.pick("百分比", "percent"),
        Unit::Score => lang.pick("分（0–100）", "score, 0–100"),
        Unit::PerThousand => lang.pick("千分比", "per thousand"),
        Unit::Points => lang.pick("净值（−100 至 100）", "balance, −100 to 100"),
        Unit::Days => lang.pick("天", "days"),
        Unit::Minutes => lang.pick("分钟", "minutes"),
        Unit::Seconds => lang.pick("秒", "seconds"),
        Unit::Times => lang.pick("次", "times"),
        Unit::Money => lang.pick("元", "yuan"),
        Unit::Rank => lang.pick("名次", "rank"),
    }
}

fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Higher => lang.pick("越高越好", "higher"),
        Direction::Lower => lang.pick("越低越好", "lower"),
        Direction::None => lang.pick("无方向", "neither"),
    }
}
