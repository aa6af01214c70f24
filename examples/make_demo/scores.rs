//! Answers of satisfaction surveys with an exact mean.

use crate::dice::Dice;
use crate::rows::Score;

/// The answers to one item: by phone (on the scale of the call list) and in person (out of 100).
pub struct Answers {
    pub by_phone: Vec<Score>,
    pub in_person: Vec<Score>,
}

/// Answers whose mean over both kinds is exactly `mean` (0–100); some of those by phone stay blank.
pub fn with_mean(dice: &mut Dice, mean: u32, phones: usize, persons: usize, scale: u32) -> Answers {
    let missing = (phones / 40).min(3);
    let answered = phones - missing;
    let whole = mean * (answered + persons) as u32;
    let step = 100 / scale;
    // In person the mean is three points lower, so that a mean of the two means would be wrong.
    let wanted = mean.saturating_sub(3) * persons as u32;
    let in_person = wanted + (whole + step - wanted % step) % step;
    let by_phone = (whole - in_person) / step;
    let mut phone_scores: Vec<Score> = spread(dice, answered, by_phone, scale).into_iter().map(Score::Points).collect();
    for gap in 0..missing {
        phone_scores.push(if gap % 2 == 0 { Score::Word("不表态") } else { Score::Blank });
    }
    dice.shuffle(&mut phone_scores);
    let in_person = spread(dice, persons, in_person, 100).into_iter().map(Score::Points).collect();
    Answers { by_phone: phone_scores, in_person }
}

/// `count` whole numbers up to `most` with exactly this sum.
fn spread(dice: &mut Dice, count: usize, sum: u32, most: u32) -> Vec<u32> {
    if count == 0 {
        return Vec::new();
    }
    let (base, rest) = (sum / count as u32, sum as usize % count);
    let mut values: Vec<u32> = (0..count).map(|i| base + u32::from(i < rest)).collect();
    let least = most * 2 / 5;
    for _ in 0..count * 3 {
        let (from, to) = (dice.below(count), dice.below(count));
        let by = dice.between(1, (most / 12).max(1));
        if from != to && values[from] >= least + by && values[to] + by <= most {
            values[from] -= by;
            values[to] += by;
        }
    }
    dice.shuffle(&mut values);
    values
}
