//! How people say periods, severities, units and targets.

use chrono::{Datelike, NaiveDate};

use crate::base::finding::Severity;
use crate::base::lang::Lang;
use crate::base::number::{Unit, display};
use crate::base::period::{MONTHS, PeriodKind};
use crate::kpi::model::Direction;
use crate::report::model::{PeriodInfo, Report};
use crate::report::texts::Texts;

/// A period as a sentence names it: `2013-09` is `9月` or `September`, `2013-Q3` is `3季度` or `Q3`.
pub(super) fn period(label: &str, lang: Lang) -> String {
    let number = |text: &str| text.parse::<usize>().ok();
    match (label.split_once('-'), lang) {
        (None, Lang::Chinese) => format!("{label}年"),
        (None, Lang::English) => label.to_owned(),
        (Some((_, quarter)), _) if quarter.starts_with('Q') => match lang {
            Lang::Chinese => format!("{}季度", &quarter[1..]),
            Lang::English => quarter.to_owned(),
        },
        (Some((_, month)), Lang::Chinese) => number(month).map_or(label.to_owned(), |month| format!("{month}月")),
        (Some((_, month)), Lang::English) => {
            let name = number(month).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
            name.map_or(label.to_owned(), |name| (*name).to_owned())
        }
    }
}

/// A period as a heading names it: where its days are not those of the calendar, with them: `2013-09（8月26日–9月25日）`.
pub fn named(period: &PeriodInfo, lang: Lang) -> String {
    let label = &period.label;
    if period.start.day() == 1 {
        return label.clone();
    }
    let one_year = period.start.year() == period.end.year();
    let [from, to] = [period.start, period.end].map(|day| named_day(day, one_year, lang));
    match lang {
        Lang::Chinese => format!("{label}（{from}–{to}）"),
        Lang::English => format!("{label} ({from} – {to})"),
    }
}

/// What a report is called: `演示店 2013-09 客户关系月报`. A shop without a name leaves its space.
pub fn title(report: &Report, texts: &Texts) -> String {
    let key = match report.period.kind {
        PeriodKind::Month => "summary.title",
        PeriodKind::Quarter => "summary.title_quarter",
        PeriodKind::Year => "summary.title_year",
    };
    let period = named(&report.period, report.lang);
    texts.fill(key, &[("dealer", report.dealer.trim()), ("period", &period)]).trim_start().to_owned()
}

fn named_day(day: NaiveDate, year_is_known: bool, lang: Lang) -> String {
    let (year, number) = (day.year(), day.day());
    let english = || MONTHS[day.month0() as usize];
    match (lang, year_is_known) {
        (Lang::Chinese, true) => format!("{}月{number}日", day.month()),
        (Lang::Chinese, false) => format!("{year}年{}月{number}日", day.month()),
        (Lang::English, true) => format!("{number} {}", english()),
        (Lang::English, false) => format!("{number} {} {year}", english()),
    }
}

/// 本月, 本季度, 本年.
pub(super) fn this_period(texts: &Texts, kind: PeriodKind) -> &str {
    texts.say(match kind {
        PeriodKind::Month => "word.this_month",
        PeriodKind::Quarter => "word.this_quarter",
        PeriodKind::Year => "word.this_year",
    })
}

/// The key of what a period is counted in: 个月, 个季度, 年.
pub(super) fn unit_of_time(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "word.months",
        PeriodKind::Quarter => "word.quarters",
        PeriodKind::Year => "word.years",
    }
}

/// 上月, 上季度, 上年, within a sentence.
pub(super) fn last_period(texts: &Texts, kind: PeriodKind) -> &str {
    texts.say(match kind {
        PeriodKind::Month => "word.last_month",
        PeriodKind::Quarter => "word.last_quarter",
        PeriodKind::Year => "word.last_year",
    })
}

/// The heading of the column of the period before.
pub(super) fn last_period_column(texts: &Texts, kind: PeriodKind) -> &str {
    texts.say(match kind {
        PeriodKind::Month => "column.last_month",
        PeriodKind::Quarter => "column.last_quarter",
        PeriodKind::Year => "column.last_year",
    })
}

/// 错误, 警告, 提示.
pub fn severity(texts: &Texts, severity: Severity) -> &str {
    texts.say(match severity {
        Severity::Error => "word.error",
        Severity::Warning => "word.warning",
        Severity::Info => "word.info",
    })
}

/// 越高越好, 越低越好, —.
pub(super) fn direction(texts: &Texts, direction: Direction) -> &str {
    texts.say(match direction {
        Direction::Higher => "word.higher",
        Direction::Lower => "word.lower",
        Direction::None => "word.neither",
    })
}

/// 个, %, 分.
pub(super) fn unit(texts: &Texts, unit: Unit) -> &str {
    texts.say(match unit {
        Unit::Count => "word.count",
        Unit::Percent => "word.percent",
        Unit::Score => "word.score",
        Unit::PerThousand => "word.per_thousand",
        Unit::Points => "word.balance",
        Unit::Days => "word.days",
        Unit::Minutes => "word.minutes",
        Unit::Seconds => "word.seconds",
        Unit::Times => "word.times",
        Unit::Money => "word.money",
        Unit::Rank => "word.rank",
    })
}

/// The text of how far a figure of this unit moved.
pub(super) fn change(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "change.count",
        Unit::Percent => "change.percent",
        Unit::PerThousand => "change.per_thousand",
        Unit::Score | Unit::Points => "change.score",
        Unit::Days => "change.days",
        Unit::Minutes => "change.minutes",
        Unit::Seconds => "change.seconds",
        Unit::Times => "change.times",
        Unit::Money => "change.money",
        Unit::Rank => "change.rank",
    }
}

/// A target without needless decimals: `95%`, `92.5%`.
pub fn target(value: f64, unit: Unit) -> String {
    if value.fract() != 0.0 {
        return display(Some(value), unit);
    }
    let whole = display(Some(value), Unit::Count);
    whole + unit.sign()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_named_as_people_say_them() {
        let both = |label| [period(label, Lang::Chinese), period(label, Lang::English)];
        assert_eq!(both("2013-09"), ["9月", "September"]);
        assert_eq!(both("2013-Q3"), ["3季度", "Q3"]);
        assert_eq!(both("2013"), ["2013年", "2013"]);
    }

    #[test]
    fn a_month_that_is_not_the_calendars_is_named_with_its_days() {
        let both = |start: &str, end: &str| {
            let [start, end] = [start, end].map(|day| day.parse().expect("a day"));
            let kind = PeriodKind::Month;
            let period = PeriodInfo { kind, label: "2013-09".to_owned(), start, end, as_of: end, complete: true };
            Lang::ALL.map(|lang| named(&period, lang))
        };
        assert_eq!(both("2013-09-01", "2013-09-30"), ["2013-09", "2013-09"]);
        let days = ["2013-09（8月26日–9月25日）", "2013-09 (26 August – 25 September)"];
        assert_eq!(both("2013-08-26", "2013-09-25"), days);
        let years = ["2013-09（2012年12月26日–2013年12月25日）", "2013-09 (26 December 2012 – 25 December 2013)"];
        assert_eq!(both("2012-12-26", "2013-12-25"), years);
    }

    #[test]
    fn a_whole_target_has_no_decimals() {
        assert_eq!(target(95.0, Unit::Percent), "95%");
        assert_eq!(target(92.5, Unit::Percent), "92.50%");
        assert_eq!(target(85.0, Unit::Score), "85");
    }
}
