//! Face-to-face surveys in the showroom, scored to 100.

use crate::calendar::{day, days_in};
use crate::cases;
use crate::dice::Dice;
use crate::golden::{MONTHS, SEPTEMBER};
use crate::people::{ADVISORS, Fleet};
use crate::rows::{Score, SurveyRow};
use crate::traps::Trap;

/// All surveys, by day.
pub fn build(dice: &mut Dice, fleet: &mut Fleet) -> Vec<SurveyRow> {
    let mut rows = Vec::new();
    for figures in &MONTHS {
        for (place, advisor) in ADVISORS.iter().enumerate() {
            for scores in cases::in_person(dice, figures, place) {
                rows.push(row(dice, fleet, figures.month, advisor, scores));
            }
        }
        if figures.month < SEPTEMBER {
            for _ in 0..4 {
                let low = [45, 50, 40, 55].map(|score| Score::Points(score + dice.between(0, 9)));
                let mut nobody = row(dice, fleet, figures.month, "", low);
                nobody.traps.push(Trap::SurveyWithoutAdvisor);
                rows.push(nobody);
            }
        }
    }
    rows.sort_by(|a, b| (a.date, &a.plate).cmp(&(b.date, &b.plate)));
    rows
}

fn row(dice: &mut Dice, fleet: &mut Fleet, month: u32, advisor: &str, scores: [Score; 4]) -> SurveyRow {
    let vehicle = fleet.next(dice);
    SurveyRow {
        date: day(month, dice.between(1, days_in(month))),
        plate: vehicle.plate,
        model: vehicle.model,
        advisor: advisor.to_owned(),
        scores,
        comment: if dice.percent(25) {
            dice.pick(&["接待热情", "休息区有点吵", "报价清楚", "希望多解释费用"])
        } else {
            ""
        },
        traps: Vec::new(),
    }
}
