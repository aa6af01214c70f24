//! A deck to the parts of its file.

use super::base::Base;
use super::model::{Body, Deck, Paragraph, Run, Slide};
use super::package::{Package, WORKBOOK};
use super::shapes;
use super::text::{Pen, paragraph, paragraphs};
use super::xml::{self, HEAD, NAMES, TREE};

const SLIDE: &str = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml";
const NOTES_SLIDE: &str = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml";
const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const PRESENTATION: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const APP: &str = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
const CORE_RELATION: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
/// The first id that a slide may have.
const FIRST_SLIDE: usize = 256;

/// The parts of the file: those of the base, and the slides; the same deck gives the same ones.
pub(super) fn package(deck: &Deck, base: &Base) -> Package {
    let mut package = base.package.clone();
    let (main, before, behind) = &base.main;
    package.relate("", CORE_RELATION, "docProps/core.xml");
    package.relate("", "extended-properties", "docProps/app.xml");
    let mut listed = String::new();
    for (at, slide) in deck.slides.iter().enumerate() {
        let part = package.free("ppt/slides/slide", ".xml");
        add(&mut package, base, deck, slide, &part);
        let id = package.relate(main, "slide", &part);
        listed += &format!("<p:sldId id=\"{}\" r:id=\"{id}\"/>", FIRST_SLIDE + at);
    }
    package.part(main, PRESENTATION, format!("{before}<p:sldIdLst {NAMES}>{listed}</p:sldIdLst>{behind}"));
    package.part("docProps/core.xml", CORE, core(deck));
    package.part("docProps/app.xml", APP, app(deck));
    package
}

fn add(package: &mut Package, base: &Base, deck: &Deck, slide: &Slide, part: &str) {
    let face = base.face(slide.layout);
    let pen = Pen { lang: deck.lang, inks: &base.inks };
    package.relate(part, "slideLayout", &face.layout);
    let mut tree = String::new();
    for (shape, id) in slide.shapes.iter().zip(2..) {
        let relation = match &shape.body {
            Body::Chart(native) => {
                let chart = package.free("ppt/charts/chart", ".xml");
                let workbook = package.free("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx");
                package.relate(&chart, "package", &workbook);
                package.part(&chart, CHART, native.xml.clone());
                package.part(&workbook, WORKBOOK, native.workbook.clone());
                package.relate(part, "chart", &chart)
            }
            _ => String::new(),
        };
        tree += &shapes::shape(shape, id, face, &relation, pen);
    }
    if let Some((date, text)) = &slide.foot {
        tree += &foot(slide, base, pen, [date, text]);
    }
    let name = xml::text(&slide.name);
    let xml = format!(
        "{HEAD}<p:sld {NAMES}><p:cSld name=\"{name}\"><p:spTree>{TREE}{tree}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    );
    package.part(part, SLIDE, xml);
    if !slide.notes.is_empty() {
        let notes = package.free("ppt/notesSlides/notesSlide", ".xml");
        package.relate(part, "notesSlide", &notes);
        package.relate(&notes, "notesMaster", &base.notes.0);
        package.relate(&notes, "slide", part);
        package.part(&notes, NOTES_SLIDE, notes_slide(slide, base, pen));
    }
}

/// Date, text and number in their placeholders, as far as the layout has them.
fn foot(slide: &Slide, base: &Base, pen: Pen<'_>, [date, text]: [&String; 2]) -> String {
    let first = slide.shapes.len() + 2;
    let said = |text: &String| paragraph(&Paragraph::of(Run { text: text.clone(), ..Run::default() }), pen);
    let lang = pen.lang;
    let number = format!(
        "<a:p><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"{lang}\"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang=\"{lang}\"/></a:p>"
    );
    let holders =
        base.face(slide.layout).foot.iter().zip([("date", said(date)), ("foot", said(text)), ("number", number)]);
    let placed = holders.enumerate().filter_map(|(at, (holder, (what, paragraphs)))| {
        let name = xml::text(&format!("{}.{what}", slide.name));
        Some(shapes::placeholder(first + at, &name, &holder.as_ref()?.called, &paragraphs))
    });
    placed.collect()
}

fn notes_slide(slide: &Slide, base: &Base, pen: Pen<'_>) -> String {
    let lines = slide.notes.iter().map(|text| Paragraph::of(Run { text: text.clone(), ..Run::default() }));
    let lines = paragraphs(&lines.collect::<Vec<_>>(), pen);
    let name = xml::text(&slide.name);
    let (_, image, text) = &base.notes;
    format!(
        "{HEAD}<p:notes {NAMES}><p:cSld><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{name}.image\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {image}/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        shapes::placeholder(3, &format!("{name}.notes"), text, &lines)
    )
}

fn core(deck: &Deck) -> String {
    let Deck { created, .. } = deck;
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:modified></cp:coreProperties>",
        xml::text(&deck.title),
        xml::text(&deck.author)
    )
}

fn app(deck: &Deck) -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>csr-report</Application><Slides>{}</Slides><Company>{}</Company></Properties>",
        deck.slides.len(),
        xml::text(&deck.author)
    )
}
