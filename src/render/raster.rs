//! Pixels to PNG, and colours as tiny-skia wants them.

use anyhow::Result;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use tiny_skia::{Color, Paint, Pixmap};

use super::theme::Rgb;

/// Bytes of a pixel of a canvas: red, green, blue, and how opaque it is.
pub(crate) const CHANNELS: usize = 4;

/// A canvas on which every pixel is opaque, as PNG. The same pixels give the same bytes.
///
/// # Errors
/// The encoder fails.
pub(crate) fn png(canvas: &Pixmap) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, canvas.width(), canvas.height());
    // As the canvas has them: to take out the opacity costs more than the few bytes that it makes.
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    // Level areas, hence one filter for all rows: choosing one for every row takes longer than all the drawing.
    encoder.set_compression(Compression::Fast);
    encoder.set_filter(Filter::Sub);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(canvas.data())?;
    writer.finish()?;
    Ok(bytes)
}

/// A colour of the theme; `opacity` from 0 to 1.
pub(crate) fn ink(rgb: Rgb, opacity: f64) -> Color {
    let mut ink = Color::from_rgba8(rgb.red, rgb.green, rgb.blue, 255);
    ink.set_alpha(opacity as f32);
    ink
}

/// That colour to draw with, edges smooth.
pub(crate) fn paint(rgb: Rgb, opacity: f64) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(ink(rgb, opacity));
    paint
}
