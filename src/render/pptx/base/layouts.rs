//! Which layout slides are laid on: by its name, then by its kinds of placeholders, never by its position.

use super::room::{Room, room};
use super::sheet::{FOOT, Holder, Sheet};
use crate::base::text::fold;
use crate::render::pptx::package::Package;

/// A layout with its master.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    pub layout: Sheet,
    pub master: Sheet,
}

/// All layouts, those of the first master first.
pub(super) fn all(package: &Package, masters: &[Sheet]) -> Vec<Laid> {
    let of = |master: &Sheet| {
        let list = master.root.child("sldLayoutIdLst").map_or(&[][..], |list| &list.children);
        let parts = list.iter().filter_map(|entry| package.related(&master.part, entry.reference()?));
        let sheets = parts.filter_map(|part| Sheet::read(package, part, master.unit));
        sheets.map(|layout| Laid { layout, master: master.clone() }).collect::<Vec<_>>()
    };
    masters.iter().flat_map(of).collect()
}

impl Laid {
    /// The placeholder of the title.
    pub(super) fn title(&self) -> Option<Holder> {
        self.layout.holder(&["title", "ctrTitle"], &self.master)
    }

    /// What stands below the title of a cover.
    pub(super) fn below(&self) -> Option<Holder> {
        let kinds = [&["subTitle"][..], &["body"]];
        kinds.into_iter().find_map(|kinds| self.layout.holder(kinds, &self.master))
    }

    /// Date, text and number in the foot.
    pub(super) fn foot(&self) -> [Option<Holder>; 3] {
        FOOT.map(|kind| self.layout.holder(&[kind], &self.master))
    }

    /// The room of a slide with a title.
    pub(super) fn room(&self, size: (f64, f64)) -> Option<Room> {
        room(&self.layout, &self.master, &self.title()?, size)
    }

    /// How far the layout is from one of a title and nothing else; nothing where it has no title.
    fn more_than_title(&self) -> Option<usize> {
        let kinds = self.layout.kinds();
        kinds.iter().find(|kind| **kind == "title")?;
        Some(kinds.iter().filter(|kind| **kind != "title" && !FOOT.contains(kind)).count())
    }

    /// Whether the layout is one of a cover, by its placeholders.
    fn is_cover(&self) -> bool {
        let kinds = self.layout.kinds();
        kinds.contains(&"ctrTitle") || (kinds.contains(&"title") && kinds.contains(&"subTitle"))
    }
}

/// The layout of a cover.
pub(super) fn cover<'l>(all: &'l [Laid], names: &[String]) -> Option<&'l Laid> {
    let fits = |laid: &Laid| laid.title().is_some();
    named(all, names, fits).or_else(|| all.iter().find(|laid| laid.is_cover() && fits(laid)))
}

/// The layout of all other slides: a title, and room below it; of several the one with the fewest other placeholders.
pub(super) fn slide<'l>(all: &'l [Laid], names: &[String], size: (f64, f64)) -> Option<&'l Laid> {
    let fits = |laid: &Laid| laid.more_than_title().is_some() && laid.room(size).is_some();
    let by_kind = || {
        let known = all.iter().filter(|laid| !laid.is_cover() && fits(laid));
        let known = known.filter_map(|laid| Some((laid.more_than_title()?, laid))).filter(|(more, _)| *more <= 1);
        known.min_by_key(|(more, _)| *more).map(|(_, laid)| laid)
    };
    named(all, names, fits).or_else(by_kind)
}

/// The first layout of the first name that fits.
fn named<'l>(all: &'l [Laid], names: &[String], fits: impl Fn(&Laid) -> bool) -> Option<&'l Laid> {
    names.iter().find_map(|name| all.iter().find(|laid| plain(laid.layout.name()) == plain(name) && fits(laid)))
}

/// A name without what programs set before it where they copy a layout: `2_Title Only`.
fn plain(name: &str) -> String {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = digits.strip_prefix('_').unwrap_or(name);
    fold(name).chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_known_in_whatever_letters() {
        for name in ["Title Only", "2_title only", " TITLE ONLY "] {
            assert_eq!(super::plain(name), super::plain("Title Only"));
        }
        assert_ne!(super::plain("3D"), super::plain("D"));
    }
}
