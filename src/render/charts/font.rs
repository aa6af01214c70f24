//! The embedded font: how wide a text is, what the font lacks, and its letters as pixels.
//!
//! plotters can draw letters itself, but leaves out their side bearings (a Chinese bracket or middle dot lands in the
//! wrong place) and rounds every step to whole pixels; so the picture's letters are drawn here, and the same widths
//! serve the layout of both outputs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

use ab_glyph::{Font, FontRef, PxScale, point};

static BYTES: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-GBK-Regular.otf");
static FONT: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
/// The advances of the characters that were asked for, by their number; 0 of others.
static ADVANCES: [AtomicU16; 0x1_0000] = [const { AtomicU16::new(0) }; 0x1_0000];

/// Part of the letter height above the base line.
pub const ASCENT: f64 = 0.90;
/// Part of the letter height below the base line.
pub const DESCENT: f64 = 0.20;

fn font() -> Option<&'static FontRef<'static>> {
    FONT.get_or_init(|| FontRef::try_from_slice(BYTES).ok()).as_ref()
}

/// Whether the font can draw the character; blanks need no drawing.
pub fn has(c: char) -> bool {
    c.is_whitespace() || c.is_control() || font().is_some_and(|font| font.glyph_id(c).0 != 0)
}

/// How far a character reaches, in units of the font. It is asked for again and again while texts are fitted.
fn advance(font: &FontRef<'static>, c: char) -> f32 {
    let known = ADVANCES.get(c as usize);
    match known.map_or(0, |known| known.load(Ordering::Relaxed)) {
        0 => {
            let advance = font.h_advance_unscaled(font.glyph_id(c));
            if let Some(known) = known.filter(|_| advance.fract() == 0.0) {
                known.store(advance as u16, Ordering::Relaxed);
            }
            advance
        }
        units => f32::from(units),
    }
}

/// The width of one character at a letter height of `em`, in pixels.
pub fn char_width(c: char, em: f64) -> f64 {
    let Some(font) = font() else { return em };
    let units = font.units_per_em().unwrap_or(1000.0);
    f64::from(advance(font, c) / units) * em
}

/// The width of a text at a letter height of `em`, in pixels.
pub fn width(text: &str, em: f64) -> f64 {
    text.chars().map(|c| char_width(c, em)).sum()
}

/// Calls `pixel` with x, y and coverage (0–1) for every pixel that the letters touch. A character that the font lacks
/// appears as the font's box.
pub fn draw(text: &str, em: f64, left: f64, baseline: f64, mut pixel: impl FnMut(i32, i32, f64)) {
    let Some(font) = font() else { return };
    let scale = PxScale::from(em as f32 * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0));
    let mut x = left;
    for c in text.chars() {
        let glyph = font.glyph_id(c).with_scale_and_position(scale, point(x as f32, baseline as f32));
        if let Some(outline) = font.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            outline.draw(|dx, dy, coverage| {
                if coverage > 0.0 {
                    pixel(corner.x as i32 + dx as i32, corner.y as i32 + dy as i32, f64::from(coverage.min(1.0)));
                }
            });
        }
        x += char_width(c, em);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_it_is_high() {
        assert!((width("回访", 20.0) - 40.0).abs() < 0.01);
        assert!(width("93.00%", 20.0) < 80.0);
    }

    #[test]
    fn a_character_that_the_font_lacks_is_drawn_as_a_box() {
        assert!(has('喆') && has(' ') && !has('😀'));
        let mut touched = 0;
        draw("😀", 30.0, 0.0, 30.0, |_, _, _| touched += 1);
        assert!(touched > 20);
    }
}
