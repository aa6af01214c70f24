//! What slides are laid on: masters, layouts and themes, of the program or of the dealer's own file, read the same way.

mod colours;
mod emptied;
mod layouts;
mod own;
mod room;
mod sheet;
mod wanted;

use super::model::{Layout, Look};
use super::package::Package;
use super::tree::Element;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::settings::InputLimits;
pub(super) use colours::Inks;
use layouts::Laid;
use own::Own;
pub(super) use room::Room;
pub(super) use sheet::Holder;
use sheet::{Sheet, USUAL, call, called};
pub use wanted::Wanted;

/// The points of slides are those of one of at least this size: on a smaller or larger one, which is shown as large, they are
/// smaller or larger.
const LEAST: (f64, f64) = (720.0, 540.0);
const SCALES: (f64, f64) = (0.5, 4.0);

/// What slides are laid on.
#[derive(Clone, Debug)]
pub struct Base {
    /// Everything but slides.
    pub(super) package: Package,
    /// The main part: its name, and its text before and behind the list of slides.
    pub(super) main: (String, String, String),
    /// The notes master: its name, and how a slide's notes call its placeholders.
    pub(super) notes: (String, String, String),
    cover: Face,
    slide: Face,
    /// Where things stand on a slide.
    pub(super) room: Room,
    /// Usual points of one of its points.
    pub(super) scale: f64,
    /// Its colours.
    pub(super) inks: Inks,
    /// SHA-256 of the dealer's file; none of the program's own.
    pub sha256: Option<String>,
    /// What did not fit.
    pub told: Vec<Words>,
}

/// A layout as slides use it.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// Its part.
    pub layout: String,
    /// The title.
    pub title: Holder,
    /// What stands below the title of a cover.
    pub below: Option<Holder>,
    /// Date, text and number in the foot.
    pub foot: [Option<Holder>; 3],
}

impl Base {
    /// The program's own.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn built_in(look: &Look, wanted: &Wanted) -> Result<Self, Failure> {
        Self::of(own::package(look), look, wanted).ok_or_else(|| Failure::unexpected("parts"))
    }

    /// Of the dealer's own file, which messages call `name`.
    ///
    /// # Errors
    /// The file is no presentation, damaged, protected, too large, or has no master (exit 2).
    pub fn open(name: &str, bytes: &[u8], limits: &InputLimits, look: &Look, wanted: &Wanted) -> Result<Self, Failure> {
        let package = Package::read(name, bytes, limits)?;
        Self::of(package, look, wanted).ok_or_else(|| {
            let (chinese, english) =
                (format!("“{name}”中没有可用的幻灯片母版"), format!("{name:?} has no slide master that can be used"));
            Failure::new(Exit::Usage, chinese, english).hint(
                "在 PowerPoint 或 WPS 中打开，另存为 .pptx 或 .potx",
                "open it in PowerPoint or WPS and save it as .pptx or .potx",
            )
        })
    }

    fn of(mut package: Package, look: &Look, wanted: &Wanted) -> Option<Self> {
        let main = package.first("", "officeDocument")?.to_owned();
        emptied::empty(&mut package, &main)?;
        let root = Element::parse(package.text(&main)?)?;
        let size = root.child("sldSz")?;
        let (across, down) = (size.number("cx")? / USUAL / LEAST.0, size.number("cy")? / USUAL / LEAST.1);
        let scale = across.min(down).clamp(SCALES.0, SCALES.1);
        let unit = USUAL * scale;
        let size = (size.number("cx")? / unit, size.number("cy")? / unit);
        let masters = root.child("sldMasterIdLst")?.children.iter();
        let masters =
            masters.filter_map(|entry| Sheet::read(&package, package.related(&main, entry.reference()?)?, unit));
        let masters: Vec<Sheet> = masters.collect();
        let first = masters.first()?;
        let mut told = Vec::new();
        let all = layouts::all(&package, &masters);
        let mut instead = |package: &mut Package, own: Own, names: &[String]| {
            told.push(wanted.missing(&all.iter().map(|laid| laid.layout.name()).collect::<Vec<_>>(), names));
            let layout = own::add_layout(package, first, own, look, size)?;
            Some(Laid { layout, master: Sheet::read(package, &first.part, unit)? })
        };
        let cover = match layouts::cover(&all, &wanted.cover) {
            Some(laid) => laid.clone(),
            None => instead(&mut package, Own::Cover, &wanted.cover)?,
        };
        let slide = match layouts::slide(&all, &wanted.slide, size) {
            Some(laid) => laid.clone(),
            None => instead(&mut package, Own::TitleOnly, &wanted.slide)?,
        };
        let notes = notes(&mut package, &main, &first.part, look)?;
        let (before, behind) = main_part(&package, &main)?;
        let face = |laid: &Laid| {
            let (title, below, foot) = (laid.title()?, laid.below(), laid.foot());
            Some(Face { layout: laid.layout.part.clone(), title, below, foot })
        };
        Some(Self {
            cover: face(&cover)?,
            slide: face(&slide)?,
            room: slide.room(size)?,
            scale,
            inks: Inks::of(&package, &slide.layout, &slide.master, size),
            main: (main, before, behind),
            notes,
            package,
            sha256: None,
            told,
        })
    }

    /// The layout of a slide.
    pub(super) fn face(&self, layout: Layout) -> &Face {
        match layout {
            Layout::Cover => &self.cover,
            Layout::TitleOnly => &self.slide,
        }
    }
}

/// The notes master, the program's own where there is none, and how notes call its image and its text.
fn notes(package: &mut Package, main: &str, master: &str, look: &Look) -> Option<(String, String, String)> {
    let part = match package.first(main, "notesMaster") {
        Some(part) => part.to_owned(),
        None => own::add_notes_master(package, main, master, look),
    };
    let sheet = Sheet::read(package, &part, USUAL)?;
    let of = |wanted: &str, otherwise: &str| {
        sheet.shape(&[wanted]).and_then(call).map_or_else(|| otherwise.to_owned(), called)
    };
    let called = (of("sldImg", "type=\"sldImg\" idx=\"2\""), of("body", "type=\"body\" idx=\"3\""));
    Some((part, called.0, called.1))
}

/// The text of the main part before and behind the list of slides; the notes master is listed in it.
fn main_part(package: &Package, main: &str) -> Option<(String, String)> {
    let text = package.text(main)?;
    let root = Element::parse(text)?;
    let end = |name: &str| root.child(name).map(|list| list.range.end);
    let masters = end("sldMasterIdLst")?;
    let mut before = text[..masters].to_owned();
    let mut at = masters;
    match end("notesMasterIdLst") {
        Some(end) => {
            before += &text[masters..end];
            at = end;
        }
        None => {
            let id = package.relations(main).iter().find(|one| one.word() == "notesMaster").map(|one| &one.id)?;
            let names = super::xml::NAMES;
            before += &format!("<p:notesMasterIdLst {names}><p:notesMasterId r:id=\"{id}\"/></p:notesMasterIdLst>");
        }
    }
    if let Some(end) = end("handoutMasterIdLst") {
        before += &text[at..end];
        at = end;
    }
    Some((before, text[at..].to_owned()))
}
