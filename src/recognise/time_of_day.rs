//! A time of day without its date: `10:30`, `下午2:30`, `9点`; as a number the part of a day.

use crate::base::text::narrow;
use crate::input::grid::{Grid, GridValue};

/// Whether a cell holds a time of day alone. Midnight as a number is what an empty cell is, too.
pub(crate) fn is_time_of_day(grid: &Grid, value: GridValue) -> bool {
    match value {
        GridValue::Number(part) | GridValue::Date(part) => part > 0.0 && part < 1.0,
        GridValue::Text(id) => is_time(grid.text(id)),
        _ => false,
    }
}

fn is_time(text: &str) -> bool {
    let text = narrow(text);
    let clock = text.trim_start_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let digits = clock.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2) && clock[digits..].trim_start().starts_with([':', '时', '時', '点', '點'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_told_from_a_date() {
        for text in ["10:30", " 9：05:00 ", "下午2:30", "2:30 PM", "PM 2:30", "9点", "14时30分", "１０：３０"]
        {
            assert!(is_time(text), "{text}");
        }
        for text in ["2013-09-05 10:30", "9月5日 10:30", "5-Sep-13 2:30 PM", "Sep 5, 2013 2:30", "20130905", "", "待定"]
        {
            assert!(!is_time(text), "{text}");
        }
        let grid = Grid::default();
        let value = |value| is_time_of_day(&grid, value);
        assert!(value(GridValue::Date(0.4375)) && value(GridValue::Number(0.4375)));
        assert!(!value(GridValue::Date(41_518.5)) && !value(GridValue::Number(0.0)));
    }
}
