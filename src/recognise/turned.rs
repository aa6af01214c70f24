//! What is told of headings whose brackets or legend keep them from being a field, and of legends beside a list.

use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Grid, GridValue};

use super::around::Other;
use super::block::Block;
use super::dictionary::{Dictionary, FieldHeadings, Holds, TableHeadings};
use super::unused::Unused;

/// Lines above and below a list that may say how it is filled, and bytes of the longest of them.
const LINES: u32 = 12;
const LONGEST_LINE: usize = 600;

/// What a legend says that runs the other way.
const OPPOSITE: [&str; 2] = [
    "写明的含义与程序相反（数字大的好，1 和 √ 为是）",
    "says the opposite of how numbers and ticks are read (more is better, 1 and √ are yes)",
];

/// A column that its brackets or its legend keep from being a field which the list has nowhere else.
pub(super) fn of_column(column: &Unused, field: &FieldHeadings, is_turned: bool) -> Finding {
    let (text, names) = (&column.heading, &field.names);
    let (mut chinese, mut english) = if is_turned {
        (format!("“{text}”{}；本列未使用", OPPOSITE[0]), format!("“{text}” {}; the column is not used", OPPOSITE[1]))
    } else {
        (
            format!("“{text}”写明了不是“{}”本身；本列未使用，表中没有别的这一列", names.chinese),
            format!(
                "“{text}” says that it is another thing than {}; the column is not used, and the list has no other one",
                names.en
            ),
        )
    };
    if let Some(without) = &field.without {
        chinese.push_str(&format!("：{}", without.chinese));
        english.push_str(&format!(": {}", without.en));
    }
    Finding::new(Severity::Warning, Code::UnknownHeading, column.place.clone(), chinese, english)
        .table(column.table)
        .field(&field.id)
        .value(text)
}

/// Lines above and below a list that say the opposite of how its numbers and ticks are read.
pub(super) fn of_lines<'a>(
    grid: &'a Grid,
    dictionary: &'a Dictionary,
    table: &'a TableHeadings,
    block: &'a Block,
    headings: u32,
) -> impl Iterator<Item = Finding> + 'a {
    let holds = |holds: Holds| block.columns.iter().any(|column| table.fields[column.field].holds == holds);
    let (scores, choices) = (holds(Holds::Score), holds(Holds::Choice));
    let above = headings.saturating_sub(LINES)..headings;
    let below = block.end_row.saturating_sub(LINES).max(block.first_row)..block.end_row;
    let alone =
        |rows| grid.cells_of(rows).chunk_by(|one, other| one.row == other.row).filter(|row| row.len() == 1).flatten();
    alone(above).chain(alone(below)).filter_map(move |cell| {
        let GridValue::Text(id) = cell.value else { return None };
        let text = Some(grid.text(id)).filter(|text| text.len() <= LONGEST_LINE)?;
        let Other { score, choice, .. } = dictionary.around().of_legend(text, &[]);
        if !(score && scores || choice && choices) {
            return None;
        }
        let chinese = format!("“{text}”{}；仍按程序的读法计入，请改正数据", OPPOSITE[0]);
        let english = format!("“{text}” {}; they count as they are read: correct the data", OPPOSITE[1]);
        let place = grid.place().at(cell.row, cell.col);
        let finding = Finding::new(Severity::Warning, Code::DoubtfulFigure, place, chinese, english);
        Some(finding.table(table.table))
    })
}
