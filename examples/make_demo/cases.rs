//! Which orders of the demo were called, when last, and with what outcome: the golden counts, before any row is made.

use crate::calendar::{Month, days_in};
use crate::dice::Dice;
use crate::golden::{CALLED_BEFORE_SETTLEMENT, CALLED_LATER, MAY, MONTHS, MonthFigures, REASONS, STANDING_ALONE};
use crate::people::{ADVISORS, Fleet, TECHNICIANS, Vehicle};
use crate::rows::{OrderRow, Role, Score};
use crate::scores;

/// The month after the report's, of which the first days are in the call list.
pub const OCTOBER: Month = MAY + 5;

/// All attempts for one order, or for a call that fits none.
#[derive(Clone, Debug)]
pub struct Case {
    /// Index of the order.
    pub order: Option<usize>,
    /// The vehicle of a call that fits no order.
    pub stranger: Option<Vehicle>,
    /// Month of the last attempt.
    pub month: Month,
    /// The last attempt lies in the month after the order's.
    pub later: bool,
    /// Reason of the failure; none is a success.
    pub failure: Option<&'static str>,
    pub scores: [Score; 4],
    /// Answer to 是否一次修复 on the call.
    pub fixed: &'static str,
}

impl Case {
    /// Whether the case has no answers, so that its rows may be written in odd ways.
    pub fn without_answers(&self) -> bool {
        self.scores == [Score::Blank; 4] && self.fixed.is_empty()
    }
}

/// The cases of the golden months, with answers; answers on orders are set in `orders`.
pub fn build(dice: &mut Dice, fleet: &mut Fleet, orders: &mut [OrderRow]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, figures) in MONTHS.iter().enumerate() {
        cases.extend(called_orders(dice, figures, index, orders));
        for _ in 0..STANDING_ALONE[index] {
            let stranger = fleet.next(dice);
            cases.push(case(None, Some(stranger), figures.month));
        }
    }
    for figures in &MONTHS {
        set_outcomes(dice, figures.month, &figures.failures, &mut cases);
        set_scores(dice, figures, orders, &mut cases);
        set_repairs(dice, figures, orders, &mut cases);
    }
    set_outcomes(dice, OCTOBER, &[1, 0, 1, 0, 0], &mut cases);
    cases
}

fn case(order: Option<usize>, stranger: Option<Vehicle>, month: Month) -> Case {
    Case { order, stranger, month, later: false, failure: None, scores: [Score::Blank; 4], fixed: "" }
}

fn called_orders(dice: &mut Dice, figures: &MonthFigures, index: usize, orders: &[OrderRow]) -> Vec<Case> {
    let due: Vec<usize> = (0..orders.len()).filter(|&i| orders[i].due == Some(figures.month)).collect();
    let (mut plain, special): (Vec<usize>, Vec<usize>) =
        due.iter().partition(|&&i| matches!(orders[i].role, Role::Plain | Role::FirstService));
    dice.shuffle(&mut plain);
    plain.truncate(plain.len() - (figures.due - figures.called));
    let mut before = if index > 0 { CALLED_BEFORE_SETTLEMENT[index - 1] } else { 0 };
    let mut cases = Vec::new();
    for order in special {
        let early = before > 0 && orders[order].role == Role::SettledLate;
        before -= usize::from(early);
        cases.push(case(Some(order), None, figures.month - u32::from(early)));
    }
    let mut late = CALLED_LATER[index];
    for order in plain {
        let settled = orders[order].settled.map_or(0, |time| chrono::Datelike::day(&time));
        let moves = late > 0 && orders[order].role == Role::Plain && settled + 6 > days_in(figures.month);
        late -= usize::from(moves);
        let mut made = case(Some(order), None, figures.month + u32::from(moves));
        made.later = moves;
        cases.push(made);
    }
    cases
}

fn set_outcomes(dice: &mut Dice, month: Month, failures: &[usize; 5], cases: &mut [Case]) {
    let mut of_month: Vec<&mut Case> = cases.iter_mut().filter(|case| case.month == month).collect();
    dice.shuffle(&mut of_month);
    let reasons = REASONS.iter().zip(failures).flat_map(|(&reason, &count)| std::iter::repeat_n(reason, count));
    for (case, reason) in of_month.into_iter().zip(reasons) {
        case.failure = Some(reason);
    }
}

/// The highest score of the call list of a month: 5 stars in May, 10 points since.
pub fn scale(month: Month) -> u32 {
    if month == MAY { 5 } else { 10 }
}

fn set_scores(dice: &mut Dice, figures: &MonthFigures, orders: &[OrderRow], cases: &mut [Case]) {
    for (place, advisor) in ADVISORS.iter().enumerate() {
        let count = figures.by_phone[place];
        let answers: Vec<Vec<Score>> = figures.items[place]
            .iter()
            .map(|&mean| scores::with_mean(dice, mean, count, figures.in_person[place], scale(figures.month)).by_phone)
            .collect();
        let mut fitting: Vec<&mut Case> = cases
            .iter_mut()
            .filter(|case| case.month == figures.month && case.failure.is_none() && !case.later)
            .filter(|case| {
                case.order.is_some_and(|i| {
                    orders[i].advisor == *advisor
                        && orders[i].due == Some(figures.month)
                        && matches!(orders[i].role, Role::Plain | Role::FirstService)
                })
            })
            .collect();
        dice.shuffle(&mut fitting);
        for (row, case) in fitting.into_iter().take(count).enumerate() {
            case.scores = [answers[0][row], answers[1][row], answers[2][row], answers[3][row]];
        }
    }
}

/// Answers about the repair: on the order, or on the call where the workshop left it blank.
fn set_repairs(dice: &mut Dice, figures: &MonthFigures, orders: &mut [OrderRow], cases: &mut [Case]) {
    let mut on_call: std::collections::BTreeMap<usize, &mut Case> = cases
        .iter_mut()
        .filter(|case| case.failure.is_none() && !case.later)
        .filter_map(|case| Some((case.order?, case)))
        .collect();
    let mut repairs: Vec<usize> =
        (0..orders.len()).filter(|&i| orders[i].due == Some(figures.month) && orders[i].role == Role::Plain).collect();
    dice.shuffle(&mut repairs);
    let mut repairs = repairs.into_iter();
    let mut causes: Vec<&'static str> =
        figures.causes.iter().flat_map(|&(cause, count)| std::iter::repeat_n(cause, count)).collect();
    dice.shuffle(&mut causes);
    let mut causes = causes.into_iter();
    for (place, technician) in TECHNICIANS.iter().enumerate() {
        for (count, order) in repairs.by_ref().take(figures.repairs[place]).enumerate() {
            let answer = if count < figures.not_fixed[place] { "否" } else { "是" };
            orders[order].technician = (*technician).to_owned();
            if answer == "否" {
                orders[order].not_fixed_reason = causes.next().unwrap_or("");
            }
            match on_call.get_mut(&order) {
                Some(case) if count % 5 < 2 => case.fixed = answer,
                _ => orders[order].fixed = answer,
            }
        }
    }
}

/// In-person surveys of the golden months: the other half of the same means.
pub fn in_person(dice: &mut Dice, figures: &MonthFigures, place: usize) -> Vec<[Score; 4]> {
    let count = figures.in_person[place];
    let answers: Vec<Vec<Score>> = figures.items[place]
        .iter()
        .map(|&mean| scores::with_mean(dice, mean, figures.by_phone[place], count, scale(figures.month)).in_person)
        .collect();
    (0..count).map(|row| [answers[0][row], answers[1][row], answers[2][row], answers[3][row]]).collect()
}
