//! By which names layouts are looked for (templates/deck.toml).

use anyhow::Result;

use crate::base::declaration::{Section, Source};
use crate::base::lang::{Lang, Words};
use crate::templates::Templates;

/// The file below `templates/`.
const FILE: &str = "deck.toml";
/// So many layouts of a template are told.
const TOLD: usize = 12;

/// By which names layouts are looked for, the best first.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of the cover.
    pub(super) cover: Vec<String>,
    /// Of all other slides.
    pub(super) slide: Vec<String>,
}

impl Wanted {
    /// Reads `deck.toml`.
    ///
    /// # Errors
    /// An unknown key or no list of names, with file and line.
    pub fn load(templates: &Templates) -> Result<Self> {
        let file = templates.get(FILE)?;
        let source = Source { name: &file.shown(), text: &file.text };
        let table = source.parse()?;
        let mut root = Section::root(source, &table);
        let mut section = root.need("layouts")?.section()?;
        let wanted = Self { cover: section.need("cover")?.texts()?, slide: section.need("slide")?.texts()? };
        section.finish()?;
        root.finish()?;
        Ok(wanted)
    }

    /// What is told of a template without such a layout.
    pub(super) fn missing(&self, layouts: &[&str], names: &[String]) -> Words {
        let quoted = |names: Vec<&str>, lang: Lang| {
            let names: Vec<String> =
                names.iter().take(TOLD).map(|name| lang.pick("“{}”", "“{}”").replace("{}", name)).collect();
            if names.is_empty() { lang.pick("无", "none").to_owned() } else { lang.list(&names) }
        };
        Words::of(|lang| {
            let looked = quoted(names.iter().map(String::as_str).collect(), lang);
            let there = quoted(layouts.to_vec(), lang);
            match lang {
                Lang::Chinese => format!(
                    "幻灯片模板里没有合适的版式（找的是 {looked}；模板里有 {there}），改用程序自带的版式，母版、颜色和字体仍用模板的"
                ),
                Lang::English => format!(
                    "the deck's template has no layout that fits (looked for {looked}; it has {there}): the program's own layout is used, with the master, colours and fonts of the template"
                ),
            }
        })
    }
}
