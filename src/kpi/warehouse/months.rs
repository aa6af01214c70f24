//! The dealer's months around a day: they may begin on another day than the first.

use super::expression::Writer;
use crate::base::period::Calendar;
use crate::facts::functions::Function;

impl Writer<'_> {
    fn later(&self, function: Function, day: &str, count: &str) -> String {
        self.dialect.function(function, &[day.to_owned(), count.to_owned()]).unwrap_or_default()
    }

    /// The day so many days later.
    pub(super) fn days_after(&self, day: &str, days: i64) -> String {
        if days == 0 { day.to_owned() } else { self.later(Function::DaysAfter, day, &format!("({days})")) }
    }

    /// The day so many months later.
    pub(super) fn months_after(&self, day: &str, months: i64) -> String {
        if months == 0 { day.to_owned() } else { self.later(Function::MonthsAfter, day, &format!("({months})")) }
    }

    /// The first day of the dealer's month so many months after that of a day.
    pub(super) fn month_start(&self, day: &str, months: i64, calendar: Calendar) -> String {
        // Counted from the day on which the dealer's months begin, they are months of the calendar.
        let beyond = i64::from(calendar.month_start_day.max(1)) - 1;
        let shifted = self.days_after(day, -beyond);
        let of_month = self.dialect.day_of_month(&shifted);
        let first = self.later(Function::DaysAfter, &shifted, &format!("(1 - {of_month})"));
        self.days_after(&self.months_after(&first, months), beyond)
    }

    /// The last day of the dealer's month so many months after that of a day.
    pub(super) fn month_end(&self, day: &str, months: i64, calendar: Calendar) -> String {
        self.days_after(&self.month_start(day, months + 1, calendar), -1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::*;
    use crate::facts::constants::Constants;

    #[test]
    fn a_month_that_begins_on_the_26th_is_counted_from_there() {
        let constants = Constants::default();
        let writer = Writer { dialect: Dialect::Spark, constants: &constants };
        let whole = Calendar::default();
        let first = "date_add(CAST(d AS DATE), CAST((1 - day(d)) AS INT))";
        assert_eq!(writer.month_start("d", 0, whole), first);
        let from_26th = writer.month_start("d", 0, Calendar { month_start_day: 26 });
        assert!(from_26th.contains("CAST((-25) AS INT)") && from_26th.ends_with("CAST((25) AS INT))"), "{from_26th}");
    }
}
