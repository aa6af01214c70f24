//! The styles part: a fill a colour, and one clone of a cell's own style a severity, so that its number format, font,
//! border, alignment and protection stay.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::xml::{Edits, Form, Tag, Tags};
use crate::base::finding::Severity;
use crate::render::theme::{MarkColours, Rgb};

/// Excel's limit for cell styles of a workbook.
const MOST_STYLES: usize = 65_490;
/// The first two fills are reserved: none and grey dots.
const RESERVED_FILLS: [&str; 2] = ["none", "gray125"];
/// Sections that stand behind the fills, and behind the cell styles, in the order of the schema.
const AFTER_FILLS: [&str; 2] = ["borders", "cellStyleXfs"];
const AFTER_STYLES: [&str; 5] = ["cellStyles", "dxfs", "tableStyles", "colors", "extLst"];

/// A styles part for a workbook that has none.
pub(super) fn new_part(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{namespace}\">\
         <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>\
         </styleSheet>"
    )
}

/// A section such as `<fills>` with its items.
#[derive(Debug, Default)]
struct Section<'a> {
    open: Option<Tag<'a>>,
    close: Option<Tag<'a>>,
    /// Opening tag and end of each item.
    items: Vec<(Tag<'a>, usize)>,
}

/// The styles of a workbook, to which marked ones are added.
pub(super) struct Styles<'a> {
    text: &'a str,
    colours: &'a MarkColours,
    prefix: &'a str,
    fills: Section<'a>,
    cell_styles: Section<'a>,
    /// By font: whether its letters are light and need a dark ground.
    light_fonts: Vec<bool>,
    /// Where sections can be put that are missing.
    place_of_fills: usize,
    place_of_styles: usize,
    new_fills: Vec<Rgb>,
    new_styles: Vec<String>,
    known: BTreeMap<(usize, Severity), usize>,
}

impl<'a> Styles<'a> {
    /// Reads a styles part.
    ///
    /// # Errors
    /// It is no styles part.
    pub fn read(text: &'a str, colours: &'a MarkColours) -> Result<Self> {
        let (mut fills, mut cell_styles) = (Section::default(), Section::default());
        let (mut light_fonts, mut path) = (Vec::new(), Vec::<&str>::new());
        let mut root: Option<Tag> = None;
        let (mut place_of_fills, mut place_of_styles) = (None, None);
        let mut tags = Tags::of(text, 0);
        while let Some(tag) = tags.next()? {
            let name = tag.local();
            if tag.form == Form::Close {
                path.pop();
            }
            match (path.as_slice(), name, tag.form) {
                ([], _, Form::Close) => {
                    place_of_styles.get_or_insert(tag.range.start);
                }
                ([], "styleSheet", Form::Open) => root = Some(tag.clone()),
                ([_], "fills" | "cellXfs", form) => {
                    let section = if name == "fills" { &mut fills } else { &mut cell_styles };
                    let end = if form == Form::Close { &mut section.close } else { &mut section.open };
                    *end = Some(tag.clone());
                }
                ([_, "fonts"], "font", Form::Open | Form::Empty) => light_fonts.push(false),
                ([_, "fonts", "font"], "color", Form::Open | Form::Empty) => {
                    if let Some(light) = light_fonts.last_mut() {
                        *light = is_light(&tag);
                    }
                }
                ([_, section @ ("fills" | "cellXfs")], "fill" | "xf", form) => {
                    let section = if *section == "fills" { &mut fills } else { &mut cell_styles };
                    match (form, section.items.last_mut()) {
                        (Form::Close, Some(last)) => last.1 = tag.range.end,
                        (Form::Close, None) => {}
                        _ => section.items.push((tag.clone(), tag.range.end)),
                    }
                }
                ([_], name, Form::Open | Form::Empty) if AFTER_FILLS.contains(&name) => {
                    place_of_fills.get_or_insert(tag.range.start);
                }
                ([_], name, Form::Open | Form::Empty) if AFTER_STYLES.contains(&name) => {
                    place_of_styles.get_or_insert(tag.range.start);
                }
                _ => {}
            }
            if tag.opens() {
                path.push(name);
            }
        }
        let (Some(root), Some(place_of_styles)) = (root, place_of_styles) else { bail!("<styleSheet>") };
        let first_style = cell_styles.open.as_ref().map(|tag| tag.range.start);
        let place_of_fills = place_of_fills.or(first_style).unwrap_or(place_of_styles);
        Ok(Self {
            text,
            colours,
            prefix: root.prefix(),
            fills,
            cell_styles,
            light_fonts,
            place_of_fills,
            place_of_styles,
            new_fills: Vec::new(),
            new_styles: Vec::new(),
            known: BTreeMap::new(),
        })
    }

    /// The style that is `original` with the colour of a severity. Where the workbook can take no more styles it is
    /// the original: the note is left then.
    pub fn marked(&mut self, original: usize, severity: Severity) -> usize {
        if let Some(known) = self.known.get(&(original, severity)) {
            return *known;
        }
        let next = self.cell_styles.items.len().max(1) + self.new_styles.len();
        if next >= MOST_STYLES {
            return original;
        }
        let style = self.clone_of(original, severity);
        self.new_styles.push(style);
        self.known.insert((original, severity), next);
        next
    }

    fn clone_of(&mut self, original: usize, severity: Severity) -> String {
        let Some((open, end)) = self.cell_styles.items.get(original).cloned() else {
            let fill = self.fill(severity, false);
            return self.plain_style(fill);
        };
        let font = open.attribute("fontId").and_then(|id| id.parse::<usize>().ok());
        let light = font.and_then(|font| self.light_fonts.get(font)).copied().unwrap_or(false);
        let fill = self.fill(severity, light).to_string();
        let mut edits = Edits::default();
        edits.set(&open, "fillId", &fill);
        edits.set(&open, "applyFill", "1");
        edits.apply_within(self.text, open.range.start..end)
    }

    fn plain_style(&self, fill: usize) -> String {
        let prefix = self.prefix;
        format!("<{prefix}xf numFmtId=\"0\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>")
    }

    /// The index of the fill in the colour of a severity.
    fn fill(&mut self, severity: Severity, light_letters: bool) -> usize {
        let colour = self.colours.of(severity, light_letters);
        let at = self.new_fills.iter().position(|known| *known == colour).unwrap_or_else(|| {
            self.new_fills.push(colour);
            self.new_fills.len() - 1
        });
        self.fills.items.len().max(RESERVED_FILLS.len()) + at
    }

    /// The part with its new fills and styles.
    pub fn finish(self) -> String {
        if self.new_styles.is_empty() {
            return self.text.to_owned();
        }
        let prefix = self.prefix;
        let reserved = RESERVED_FILLS.iter().skip(self.fills.items.len());
        let reserved = reserved.map(|name| pattern(prefix, &format!("patternType=\"{name}\"/>")));
        let coloured = self.new_fills.iter().map(|colour| {
            let colour = colour.hex().replace('#', "FF");
            let inside = format!("<{prefix}fgColor rgb=\"{colour}\"/><{prefix}bgColor indexed=\"64\"/>");
            pattern(prefix, &format!("patternType=\"solid\">{inside}</{prefix}patternFill>"))
        });
        let fills: Vec<String> = reserved.chain(coloured).collect();
        let mut styles = self.new_styles;
        if self.cell_styles.items.is_empty() {
            let first = format!("<{prefix}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
            styles.insert(0, first);
        }
        let mut edits = Edits::default();
        add(&mut edits, &self.fills, &fills, prefix, "fills", self.place_of_fills);
        add(&mut edits, &self.cell_styles, &styles, prefix, "cellXfs", self.place_of_styles);
        edits.apply(self.text)
    }
}

fn pattern(prefix: &str, rest: &str) -> String {
    format!("<{prefix}fill><{prefix}patternFill {rest}</{prefix}fill>")
}

/// Puts items at the end of a section, which is made where it is missing.
fn add(edits: &mut Edits, section: &Section, items: &[String], prefix: &str, name: &str, place: usize) {
    let children = items.concat();
    let count = (section.items.len() + items.len()).to_string();
    match &section.open {
        Some(open) => {
            edits.set(open, "count", &count);
            edits.append(open, section.close.as_ref(), &children);
        }
        None => edits.insert(place, format!("<{prefix}{name} count=\"{count}\">{children}</{prefix}{name}>")),
    }
}

/// Whether letters of this colour need a dark ground: white, and what is nearly white.
fn is_light(colour: &Tag) -> bool {
    /// The first colour of a theme is its paper; in the old palette 1 and 9 are white.
    const PAPER: &str = "0";
    const WHITE: [&str; 2] = ["1", "9"];
    if let Some(rgb) = colour.attribute("rgb") {
        let digits = rgb.get(rgb.len().saturating_sub(6)..).unwrap_or("");
        return Rgb::parse(&format!("#{digits}")).is_some_and(|colour| !colour.is_dark());
    }
    colour.attribute("theme") == Some(PAPER) || colour.attribute("indexed").is_some_and(|it| WHITE.contains(&it))
}
