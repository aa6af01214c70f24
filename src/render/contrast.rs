//! How much colours differ, and what can be read.

use super::theme::Rgb;

/// White.
pub(in crate::render) const WHITE: Rgb = Rgb { red: 255, green: 255, blue: 255 };
/// Black.
pub(in crate::render) const BLACK: Rgb = Rgb { red: 0, green: 0, blue: 0 };

/// The colour, as much lighter or darker as it must be to be read on a ground.
pub(in crate::render) fn readable(colour: Rgb, ground: Rgb, least: f64) -> Rgb {
    let end = if ground.is_dark() { WHITE } else { BLACK };
    let mut steps = (0..=100).rev().step_by(2).map(|percent| colour.mixed(end, percent));
    steps.find(|step| contrast(*step, ground) >= least).unwrap_or(end)
}

/// The contrast of two colours (WCAG 2.2): from 1 to 21.
pub(in crate::render) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let [one, other] = [one, other].map(luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contrast_of_black_and_white_is_twenty_one() {
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-9);
    }
}
