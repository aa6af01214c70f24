//! Live formulas: what a workbook will make of them when it recalculates.

use crate::report::model::{CellAt, Formula, Number, Table, Value};

/// Two ways of adding the same floating-point numbers may differ by this much, relative to the value.
const TOLERANCE: f64 = 1e-9;

/// Takes away every formula that would show another figure than the stored one after recalculation: two numbers for
/// one thing are worse than a plain number. (The station's mean with `mean-of-answers` is such a case.)
pub(super) fn keep_true(table: &mut Table) {
    let false_ones: Vec<CellAt> = all(table).filter(|(_, number)| !holds(table, number)).map(|(at, _)| at).collect();
    for at in false_ones {
        if let Some(Value::Number(number)) =
            table.rows.get_mut(at.row).and_then(|row| row.cells.get_mut(at.col)).map(|cell| &mut cell.value)
        {
            number.formula = None;
        }
    }
}

/// Every number with a formula, with its place.
pub(super) fn all(table: &Table) -> impl Iterator<Item = (CellAt, &Number)> {
    table.rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.cells.iter().enumerate().filter_map(move |(col, cell)| match &cell.value {
            Value::Number(number) if number.formula.is_some() => Some((CellAt { row, col }, number)),
            _ => None,
        })
    })
}

/// Whether the formula of a number gives its stored value.
pub(super) fn holds(table: &Table, number: &Number) -> bool {
    let Some(formula) = &number.formula else { return true };
    match (recalculated(table, formula), number.stored()) {
        (None, None) => true,
        (Some(made), Some(stored)) => (made - stored).abs() <= TOLERANCE * stored.abs().max(1.0),
        _ => false,
    }
}

/// What the cells of a workbook give; `None` where it shows `—`.
fn recalculated(table: &Table, formula: &Formula) -> Option<f64> {
    let held = |at: &CellAt| table.rows.get(at.row)?.cells.get(at.col).map(|cell| &cell.value);
    let stored = |at: &CellAt| match held(at)? {
        Value::Number(number) => number.stored(),
        _ => None,
    };
    match formula {
        Formula::Ratio { numerator, denominator } => {
            let below = stored(denominator).filter(|below| *below != 0.0)?;
            // An empty cell counts as 0 above the line.
            let above = if held(numerator) == Some(&Value::Empty) { 0.0 } else { stored(numerator)? };
            Some(above / below)
        }
        Formula::Sum(cells) => Some(cells.iter().filter_map(stored).sum()),
        Formula::Mean(cells) => {
            let values: Vec<f64> = cells.iter().filter_map(stored).collect();
            (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::number::Unit;
    use crate::report::cells::{columns, count, number, optional, row};
    use crate::report::model::{Cell, TableKind};

    fn ratio() -> Formula {
        let cell = |col| CellAt { row: 0, col };
        Formula::Ratio { numerator: cell(0), denominator: cell(1) }
    }

    fn table(stored: Option<f64>) -> Table {
        let rate = number(stored, Unit::Percent).by_formula(ratio());
        Table {
            id: "t".into(),
            title: "t".into(),
            kind: TableKind::Figures,
            columns: columns(["a", "b", "c"]),
            rows: vec![row(vec![count(Some(1289.0)), count(Some(1386.0)), rate])],
            note: None,
            people: Vec::new(),
        }
    }

    #[test]
    fn a_formula_that_gives_the_stored_value_stays() {
        let mut table = table(Some(100.0 * 1289.0 / 1386.0));
        keep_true(&mut table);
        assert_eq!(all(&table).count(), 1);
    }

    #[test]
    fn a_formula_that_would_show_another_figure_goes() {
        for stored in [Some(93.0), None] {
            let mut table = table(stored);
            keep_true(&mut table);
            assert_eq!(all(&table).count(), 0, "{stored:?}");
        }
    }

    #[test]
    fn a_formula_is_held_against_what_the_cells_of_a_workbook_hold() {
        let kept = |above: Cell, rate: Number| {
            let mut table = table(None);
            table.rows[0].cells[0] = above;
            table.rows[0].cells[2].value = Value::Number(Number { formula: Some(ratio()), ..rate });
            keep_true(&mut table);
            all(&table).count() == 1
        };
        let rate = |value, change| Number { value, unit: Unit::Percent, change, formula: None };
        // A workbook takes an empty cell for 0, and shows no dash for it.
        assert!(!kept(optional(None), rate(None, false)));
        assert!(kept(optional(None), rate(Some(0.0), false)));
        // A difference in percentage points is no fraction.
        assert!(kept(count(Some(693.0)), rate(Some(50.0), false)));
        assert!(!kept(count(Some(693.0)), rate(Some(50.0), true)));
    }
}
