//! Which cell styles of an .xlsx strike their text through.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::input::xlsx_look::{attribute, names};
use crate::input::zip_look::Package;

/// By the number of the style; empty where none does, or where that cannot be found out.
pub(in crate::input) fn styles(package: &mut Package) -> Vec<bool> {
    let Some(part) = names(package).iter().position(|name| name == "xl/styles.xml") else { return Vec::new() };
    let mut xml = String::new();
    let read = package.by_index(part).ok().and_then(|mut part| part.read_to_string(&mut xml).ok());
    // Hardly a workbook has such a font.
    let has_one = read.is_some() && xml.contains("strike");
    let styles = if has_one { of(&xml).unwrap_or_default() } else { Vec::new() };
    if styles.contains(&true) { styles } else { Vec::new() }
}

fn of(xml: &str) -> Option<Vec<bool>> {
    let (mut reader, mut within) = (Reader::from_str(xml), "");
    let (mut fonts, mut styles): (Vec<bool>, Vec<bool>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match (within, tag.local_name().as_ref()) {
                (_, "fonts") => within = "fonts",
                (_, "cellXfs") => within = "cellXfs",
                ("fonts", "font") => fonts.push(false),
                ("fonts", "strike") => {
                    *fonts.last_mut()? = !matches!(attribute(tag, "val").as_deref(), Some("0" | "false"))
                }
                ("cellXfs", "xf") => {
                    let font = attribute(tag, "fontId").and_then(|font| font.parse::<usize>().ok());
                    styles.push(font.and_then(|font| fonts.get(font)).copied().unwrap_or(false));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == within => within = "",
            Event::Eof => return Some(styles),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_strikes_through_where_its_font_does() {
        let xml = r#"<styleSheet><fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>
            <cellStyleXfs><xf fontId="1"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf fontId="1" applyFont="1"><alignment/></xf><xf fontId="2"/></cellXfs>
            <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"#;
        assert_eq!(of(xml), Some(vec![false, true, false]));
    }
}
