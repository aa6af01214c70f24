//! What a number format of a workbook shows.

use calamine::Style;

/// What the cells of a style show where they hold a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Number,
    /// A date or a time.
    Date,
    /// A number a hundred times as high, with a percent sign.
    Percentage,
}

/// Of each style whether it shows percentages. The first, which a cell without a style has too, never does.
pub(super) fn percentages(styles: &[Style]) -> Vec<bool> {
    let shows = |style: &Style| style.number_format.as_ref().is_some_and(|format| is_percentage(&format.format_code));
    styles.iter().enumerate().map(|(at, style)| at > 0 && shows(style)).collect()
}

/// A percent sign that is neither quoted nor escaped multiplies by 100; in `0"%"` it is a mere word.
fn is_percentage(code: &str) -> bool {
    let (mut quoted, mut characters) = (false, code.chars());
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            // What follows is shown as it is, is left out as wide as it is, or fills the cell.
            '\\' | '_' | '*' if !quoted => drop(characters.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_counts_where_it_multiplies() {
        for code in ["0%", "0.00%", "[Red]0.0%;-0.0%", "\"约\"0%", "0 %"] {
            assert!(is_percentage(code), "{code}");
        }
        for code in ["General", "0\"%\"", "0\\%", "0.00_%", "0*%", "yyyy-mm-dd", ""] {
            assert!(!is_percentage(code), "{code}");
        }
    }
}
