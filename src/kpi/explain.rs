//! How an indicator is defined, in words: for `kpi list`, `kpi explain` and the page of definitions.

use super::catalogue::Catalogue;
use super::definition::{Definition, Rows, Shape};
use super::model::Direction;
use crate::base::lang::{Lang, Words};
use crate::base::number::{Unit, display};

/// The indicator in full: names, rule, shape, expressions, what a row is, source, target.
pub fn explain(definition: &Definition, lang: Lang) -> String {
    let mut lines = vec![format!("{}  {}", definition.id, definition.name.get(lang)), String::new()];
    let mut line = |label: [&str; 2], text: &str| lines.push(format!("{}: {text}", lang.pick(label[0], label[1])));
    line(["口径", "Rule"], definition.rule.get(lang));
    line(["计算", "Formula"], definition.formula().get(lang));
    let fact = &definition.rows.facts;
    line(["数据行", "Rows"], &format!("{} — {}", fact.id.name(), fact.row.get(lang)));
    line(["单位", "Unit"], unit(definition.unit, lang));
    line(["方向", "Better"], direction(definition.direction, lang));
    let by: Vec<String> = definition.by.iter().map(|by| by.join("+")).collect();
    if !by.is_empty() {
        line(["分组", "By"], &by.join(", "));
    }
    line(["目标", "Target"], &display(definition.target, definition.unit));
    line(["来源", "Source"], &definition.source);
    lines.join("\n")
}

/// One line an indicator: id and name; supporting figures are left out.
pub fn list(catalogue: &Catalogue, lang: Lang) -> String {
    let shown = || catalogue.definitions().iter().filter(|definition| !definition.support);
    let width = shown().map(|definition| definition.id.len()).max().unwrap_or(0);
    let line = |definition: &Definition| format!("{:width$}  {}", definition.id, definition.name.get(lang));
    shown().map(line).collect::<Vec<_>>().join("\n")
}

impl Definition {
    /// How it is computed, in one line: the shape, the expressions and the frame.
    pub fn formula(&self) -> Words {
        Words { chinese: self.formula_in(Lang::Chinese), en: self.formula_in(Lang::English) }
    }

    fn formula_in(&self, lang: Lang) -> String {
        let rows = &self.rows;
        let numerator = rows.numerator.as_ref().map_or("1", |term| &term.text);
        let denominator = rows.denominator.as_ref().map_or("1", |term| &term.text);
        let mut text = match self.shape {
            Shape::Count | Shape::Stock => format!("{} = Σ({numerator})", self.shape.name()),
            Shape::Ratio => format!("ratio = Σ({numerator}) ÷ Σ({denominator})"),
            Shape::MeanOfGroups => format!("mean_of_groups({numerator}; advisor, item)"),
            Shape::TrailingMean => format!(
                "trailing_mean = Σ({numerator}) ÷ {}",
                lang.pick("前三个月均值", "mean of the three months before")
            ),
        };
        text += &scope(rows, lang);
        for below in self.base.iter().chain(&self.trailing) {
            let summed = below.numerator.as_ref().map_or("1", |term| &term.text);
            text += &format!("; {}: Σ({summed}){}", lang.pick("分母", "below"), scope(below, lang));
        }
        if let Some(other) = &self.without_order_numbers {
            let summed = other.numerator.as_ref().map_or("1", |term| &term.text);
            let label = lang.pick("回访表没有工单号时,分子", "above, where no call names an order");
            text += &format!("; {label}: Σ({summed}){}", scope(other, lang));
        }
        text
    }
}

/// The frame, the filter and the date of some rows.
fn scope(rows: &Rows, lang: Lang) -> String {
    let mut text = format!(" {} {}", lang.pick("取自", "from"), rows.facts.id.name());
    if let Some(filter) = &rows.filter {
        text += &format!(", {} {}", lang.pick("条件", "where"), filter.text);
    }
    if let Some(date) = &rows.date {
        text += &format!(", {} {date}", lang.pick("归期按", "dated by"));
    }
    text
}

fn unit(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Count => lang.pick("数量", "count"),
        Unit::Percent => lang.pick("百分比", "percent"),
        Unit::Score => lang.pick("分(0–100)", "score, 0–100"),
        Unit::PerThousand => lang.pick("千分比", "per thousand"),
        Unit::Points => lang.pick("净值(−100 至 100)", "balance, −100 to 100"),
        Unit::Days => lang.pick("天", "days"),
        Unit::Minutes => lang.pick("分钟", "minutes"),
        Unit::Times => lang.pick("次", "times"),
        Unit::Money => lang.pick("元", "yuan"),
    }
}

fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Higher => lang.pick("越高越好", "higher"),
        Direction::Lower => lang.pick("越低越好", "lower"),
        Direction::None => lang.pick("无方向", "neither"),
    }
}
