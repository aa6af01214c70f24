//! The year and month that the names of sheet and file speak of: `2013年9月`, `回访201309.xlsx`.

use crate::base::text::{narrow, visible};

use super::calendar::{YEARS, century};

/// What the names say about the dates below them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tables) struct Named {
    pub year: Option<i32>,
    /// The month, where the name speaks of one only.
    pub month: Option<i32>,
}

impl Named {
    /// What the name of the sheet says, else that of the file.
    pub(in crate::tables) fn of(sheet: Option<&str>, file: &str) -> Self {
        let [sheet, file] = [sheet.unwrap_or(""), file].map(in_name);
        Self { year: sheet.year.or(file.year), month: sheet.month.or(file.month.filter(|_| sheet == Self::default())) }
    }

    /// The year of a date without one. In a list of January the 12月28日 is one of the year before.
    pub(super) fn year_for(self, month: i32) -> Option<i32> {
        let year = self.year?;
        Some(match self.month {
            Some(1..=3) if month >= 10 => year - 1,
            Some(11..=12) if month <= 2 => year + 1,
            _ => year,
        })
    }
}

/// `2013年9月` and `2013-09` name a month, `2013年1-9月` and `201301-201309` do not.
fn in_name(name: &str) -> Named {
    let name = narrow(&visible(name));
    let mut named = Named::default();
    let mut others = 0;
    let mut rest = name.as_str();
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (digits, mut behind) = digits_before(&rest[from..]);
        let length = digits.len();
        let year = digits.get(..4).filter(|_| matches!(length, 4 | 6 | 8)).and_then(number);
        match year.filter(|year| YEARS.contains(year)) {
            Some(year) if named.year.is_none() => {
                named.year = Some(year);
                // A whole day is that of an export: its rows lie before it, never after.
                let mut told = digits.get(4..6).and_then(month).filter(|month| length == 6 || *month <= 3);
                if let Some((month, is_day, left)) = month_behind(behind).filter(|_| length == 4) {
                    (told, behind) = (Some(month).filter(|month| !is_day || *month <= 3), left);
                }
                named.month = told.or(named.month);
            }
            None if length == 2 && named.year.is_none() && month_of_year(behind) => {
                named.year = number(digits).map(century);
            }
            None if length <= 2 && named.month.is_none() && behind.trim_start().starts_with('月') => {
                named.month = month(digits);
            }
            _ => others += 1,
        }
        rest = behind;
    }
    if others > 0 {
        named.month = None;
    }
    named
}

fn digits_before(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn number(digits: &str) -> Option<i32> {
    digits.parse().ok()
}

fn month(digits: &str) -> Option<i32> {
    number(digits).filter(|month| (1..=12).contains(month))
}

/// The month of `-09` behind a year, whether a day follows it (`-09-15`), and what is left. `-1-9月` are several months, and
/// `-4S` is no month.
fn month_behind(text: &str) -> Option<(i32, bool, &str)> {
    let two = |text: &'_ str| {
        let (digits, left) = digits_before(text.strip_prefix(['-', '.'])?);
        let alone = digits.len() == 2 && !left.starts_with(|c: char| c.is_ascii_alphabetic());
        alone.then_some((month(digits), digits.len() + 1, left.starts_with('月')))
    };
    let (month, length, _) = two(text)?;
    let left = &text[length..];
    match two(left) {
        Some((_, length, false)) => Some((month?, true, &left[length..])),
        _ => Some((month?, false, left)),
    }
}

/// `13年9月`: two digits are a year before a month only; 10年 alone is a time.
fn month_of_year(behind: &str) -> bool {
    behind.strip_prefix('年').is_some_and(|behind| {
        let (digits, left) = digits_before(behind);
        month(digits).is_some() && left.starts_with('月')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_and_month_stand_in_the_name_of_sheet_or_file() {
        let named = |sheet: &str, file: &str| {
            let named = Named::of(Some(sheet), file);
            (named.year, named.month)
        };
        assert_eq!(named("Sheet", "回访201309.xlsx"), (Some(2013), Some(9)));
        assert_eq!(named("2013年9月", "回访.xlsx"), (Some(2013), Some(9)));
        assert_eq!(named("9月", "2013年回访.xlsx"), (Some(2013), Some(9)));
        assert_eq!(named("２０１３年１月", "a.xlsx"), (Some(2013), Some(1)));
        assert_eq!(named("2013年1-9月", "a.xlsx"), (Some(2013), None));
        assert_eq!(named("2013年1月-9月", "a.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "201301-201309.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "2013-01回访.xlsx"), (Some(2013), Some(1)));
        assert_eq!(named("s", "回访2013.01.xlsx"), (Some(2013), Some(1)));
        assert_eq!(named("s", "回访2013-01-05.xlsx"), (Some(2013), Some(1)));
        assert_eq!(named("s", "回访2013-09-15.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "2013-01~2013-09.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "2013-01-09月.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "2013-4S店.xlsx"), (Some(2013), None));
        assert_eq!(named("s", "13年9月回访.xlsx"), (Some(2013), Some(9)));
        assert_eq!(named("s", "10年老客户回访.xlsx"), (None, None));
        assert_eq!(named("工单10086", "工单.xlsx"), (None, None));
    }

    #[test]
    fn around_new_year_the_nearer_year_is_meant() {
        let year = |named_month, month| Named { year: Some(2013), month: named_month }.year_for(month);
        assert_eq!((year(Some(1), 12), year(Some(1), 1), year(Some(1), 2)), (Some(2012), Some(2013), Some(2013)));
        assert_eq!((year(Some(12), 1), year(Some(12), 12), year(Some(9), 12)), (Some(2014), Some(2013), Some(2013)));
        assert_eq!((year(None, 12), Named::default().year_for(12)), (Some(2013), None));
    }
}
