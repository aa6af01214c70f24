//! A deck to the bytes of its file.

use anyhow::Result;

use super::base::{self, MAIN, NOTES};
use super::model::{Body, Deck, Layout, Paragraph, Run, Slide};
use super::package::Package;
use super::text::{paragraph, paragraphs};
use super::xml::{self, HEAD, NAMES, TREE};
use super::{package, shapes};

const SLIDE: &str = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml";
const NOTES_SLIDE: &str = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml";
const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const PRESENTATION: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const APP: &str = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
const CORE_RELATION: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
/// The first id that a slide may have.
const FIRST_SLIDE: usize = 256;

/// The bytes of the file; the same deck gives the same ones.
///
/// # Errors
/// A fault of the program.
pub fn bytes(deck: &Deck) -> Result<Vec<u8>> {
    let mut package = Package::default();
    package.relate("", "officeDocument", MAIN);
    package.relate("", CORE_RELATION, "docProps/core.xml");
    package.relate("", "extended-properties", "docProps/app.xml");
    base::add(&mut package, &deck.look);
    let mut charts = 0;
    let mut listed = String::new();
    for (at, slide) in deck.slides.iter().enumerate() {
        let part = format!("ppt/slides/slide{}.xml", at + 1);
        let id = package.relate(MAIN, "slide", &part);
        listed += &format!("<p:sldId id=\"{}\" r:id=\"{id}\"/>", FIRST_SLIDE + at);
        add(&mut package, deck, slide, &part, at + 1, &mut charts);
    }
    package.part(MAIN, PRESENTATION, presentation(&listed));
    package.part("docProps/core.xml", CORE, core(deck));
    package.part("docProps/app.xml", APP, app(deck));
    package.bytes()
}

fn add(package: &mut package::Package, deck: &Deck, slide: &Slide, part: &str, number: usize, charts: &mut usize) {
    package.relate(part, "slideLayout", base::layout(slide.layout));
    let mut tree = String::new();
    for (shape, id) in slide.shapes.iter().zip(2..) {
        let relation = match &shape.body {
            Body::Chart(native) => {
                *charts += 1;
                let chart = format!("ppt/charts/chart{charts}.xml");
                let workbook = format!("ppt/embeddings/Microsoft_Excel_Sheet{charts}.xlsx");
                package.relate(&chart, "package", &workbook);
                package.part(&chart, CHART, native.xml.clone());
                package.file(&workbook, native.workbook.clone());
                package.relate(part, "chart", &chart)
            }
            _ => String::new(),
        };
        tree += &match &shape.body {
            Body::Title(lines) if slide.layout == Layout::Cover => shapes::cover_title(shape, id, lines, deck.lang),
            _ => shapes::shape(shape, id, &relation, deck.lang),
        };
    }
    if let Some((date, text)) = &slide.foot {
        tree += &foot(slide, deck.lang, date, text);
    }
    let name = xml::text(&slide.name);
    let xml = format!(
        "{HEAD}<p:sld {NAMES}><p:cSld name=\"{name}\"><p:spTree>{TREE}{tree}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    );
    package.part(part, SLIDE, xml);
    if !slide.notes.is_empty() {
        let notes = format!("ppt/notesSlides/notesSlide{number}.xml");
        package.relate(part, "notesSlide", &notes);
        package.relate(&notes, "notesMaster", NOTES);
        package.relate(&notes, "slide", part);
        package.part(&notes, NOTES_SLIDE, notes_slide(slide, deck.lang));
    }
}

/// Date, text and number in their placeholders.
fn foot(slide: &Slide, lang: &str, date: &str, text: &str) -> String {
    let first = slide.shapes.len() + 2;
    let said = |text: &str| paragraph(&Paragraph::of(Run { text: text.to_owned(), ..Run::default() }), lang);
    let number = format!(
        "<a:p><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"{lang}\"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang=\"{lang}\"/></a:p>"
    );
    let name = |what: &str| xml::text(&format!("{}.{what}", slide.name));
    [
        shapes::placeholder(first, &name("date"), "type=\"dt\" sz=\"half\" idx=\"10\"", &said(date)),
        shapes::placeholder(first + 1, &name("foot"), "type=\"ftr\" sz=\"quarter\" idx=\"11\"", &said(text)),
        shapes::placeholder(first + 2, &name("number"), "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", &number),
    ]
    .concat()
}

fn notes_slide(slide: &Slide, lang: &str) -> String {
    let lines = slide.notes.iter().map(|text| Paragraph::of(Run { text: text.clone(), ..Run::default() }));
    let lines = paragraphs(&lines.collect::<Vec<_>>(), lang);
    let name = xml::text(&slide.name);
    format!(
        "{HEAD}<p:notes {NAMES}><p:cSld><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{name}.image\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        shapes::placeholder(3, &format!("{name}.notes"), "type=\"body\" sz=\"quarter\" idx=\"3\"", &lines)
    )
}

fn presentation(slides: &str) -> String {
    format!(
        "{HEAD}<p:presentation {NAMES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst><p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
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
