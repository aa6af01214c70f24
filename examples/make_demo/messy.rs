//! Dates, plates and names in the disorder of hand-kept lists.

use crate::calendar::{at, day, label, month_of};
use crate::dice::Dice;
use crate::golden::{MAY, SEPTEMBER};
use crate::rows::{CallRow, Score};
use crate::traps::Trap;

/// The plate in another dress: full-width characters, a dot, spaces, lower case.
pub fn plate(dice: &mut Dice, plate: &str) -> String {
    match dice.below(4) {
        0 => plate.chars().map(full_width).collect(),
        1 => plate.chars().enumerate().flat_map(|(i, c)| if i == 2 { vec!['·', c] } else { vec![c] }).collect(),
        2 => plate.chars().flat_map(|c| [c, ' ']).collect(),
        _ => plate.to_lowercase(),
    }
}

fn full_width(letter: char) -> char {
    if letter.is_ascii_graphic() { char::from_u32(letter as u32 + 0xFEE0).unwrap_or(letter) } else { letter }
}

/// Spoils rows that are otherwise in order, without changing what they mean.
pub fn spoil(rows: &mut Vec<CallRow>) {
    text_dates(rows);
    dealer_success(rows);
    advisor_spellings(rows);
    impossible_date(rows);
    call_twice(rows);
}

/// In July a temporary clerk typed the dates, each time in another style.
fn text_dates(rows: &mut [CallRow]) {
    let reached = |row: &&mut CallRow| row.reason.is_empty() && row.kind != "销售回访" && row.traps.is_empty();
    let july = rows.iter_mut().filter(|row| label(month_of(row.date)) == "2013-07").filter(reached);
    for (index, row) in july.enumerate().filter(|(index, _)| index % 15 == 0) {
        let style =
            ["%Y-%-m-%-d", "%Y/%m/%d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d", "%Y-%m-%d %H:%M"][index / 15 % 6];
        row.date_text = Some(row.date.format(style).to_string());
        if style != "%Y-%m-%d %H:%M" {
            row.date = at(row.date.date(), 0, 0);
        }
        row.traps.push(Trap::TextDate);
    }
}

/// One caller writes OK了 for a success.
fn dealer_success(rows: &mut [CallRow]) {
    let fitting =
        |row: &&mut CallRow| row.result == "成功" && row.kind != "销售回访" && month_of(row.date) == SEPTEMBER;
    for row in rows.iter_mut().filter(fitting).take(11) {
        row.result = "OK了";
        row.traps.push(Trap::DealerSuccess);
    }
}

/// One advisor under the spellings of two systems.
fn advisor_spellings(rows: &mut [CallRow]) {
    let fitting = |row: &&mut CallRow| row.advisor == "乔丹" && month_of(row.date) == SEPTEMBER;
    let scored = |row: &&mut CallRow| row.scores != [Score::Blank; 4];
    for (index, row) in rows.iter_mut().filter(fitting).filter(scored).take(10).enumerate() {
        row.advisor = if index % 2 == 0 { "乔丹(001)" } else { "小乔" }.to_owned();
        row.traps.push(Trap::AdvisorSpelling);
    }
}

/// A second call to a customer already reached, dated 31 September.
fn impossible_date(rows: &mut Vec<CallRow>) {
    let fitting = |row: &&CallRow| {
        row.result == "已接通"
            && row.attempt == 1
            && !row.order_no.is_empty()
            && row.scores == [Score::Blank; 4]
            && row.date.date() == day(SEPTEMBER, 24)
            && row.traps.is_empty()
    };
    if let Some(mut again) = rows.iter().find(fitting).cloned() {
        again.date = at(day(SEPTEMBER, 30), 20, 0);
        again.date_text = Some("2013-9-31".to_owned());
        again.attempt = 2;
        again.result = "失败";
        again.reason = "无法接通";
        again.comment = "";
        again.fixed = "";
        again.traps = vec![Trap::ImpossibleDate];
        let place = rows.iter().position(|row| row.date > again.date).unwrap_or(rows.len());
        rows.insert(place, again);
    }
}

/// Three calls pasted twice into the list, with their low scores.
fn call_twice(rows: &mut Vec<CallRow>) {
    for month in [MAY + 3, SEPTEMBER] {
        let low = |row: &CallRow| row.scores.iter().any(|score| matches!(score, Score::Points(1..=6)));
        let mut picked: Vec<usize> = (0..rows.len())
            .filter(|&i| month_of(rows[i].date) == month && low(&rows[i]) && rows[i].traps.is_empty())
            .take(3)
            .collect();
        picked.reverse();
        for index in picked {
            let mut again = rows[index].clone();
            again.traps.push(Trap::CallTwice);
            rows.insert(index + 1, again);
        }
    }
}
