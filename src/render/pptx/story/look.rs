//! How the program's own template looks: its fonts, colours and the names of its layouts.

use crate::render::pptx::model::Look;
use crate::render::theme::{Rgb, Theme};
use crate::render::xlsx::FONT;
use crate::report::texts::Texts;

/// The look of a theme, in the language of the texts.
pub fn look(theme: &Theme, texts: &Texts) -> Look {
    let hex = |rgb: Rgb| format!("{:06X}", rgb.number());
    let colours = &theme.colours;
    let mut all = vec![
        ("ink", hex(colours.ink)),
        ("ground", hex(colours.ground)),
        ("muted", hex(colours.grey)),
        ("heading", hex(colours.heading)),
    ];
    let accents = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
    let series = theme.series.columns.iter().copied().cycle();
    all.extend(accents.into_iter().zip(series.map(hex)));
    let layouts =
        ["deck.layout_cover", "deck.layout_content", "deck.layout_title"].map(|key| texts.say(key).to_owned());
    Look { font: FONT.to_owned(), colours: all, layouts }
}
