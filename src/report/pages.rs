//! Which pages the report has, in the order of the meeting, and which blocks stand on each: data in `pages.toml`.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::base::lang::Words;
use crate::report::blocks;
use crate::templates::Templates;

/// The pages in the order of the meeting.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageList {
    /// One entry a page.
    #[serde(rename = "page")]
    pub pages: Vec<PagePlan>,
}

/// One page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagePlan {
    /// Stable id; indicators and links name it.
    pub id: String,
    /// Short title, also the name of the sheet.
    pub title: Words,
    /// Names of the blocks from top to bottom. Indicators of the page that no block shows are added below.
    #[serde(default)]
    pub blocks: Vec<String>,
}

/// A name of a sheet is at most this long in Excel.
const TITLE_CHARS: usize = 31;

impl PageList {
    /// The pages of `pages.toml`.
    ///
    /// # Errors
    /// A file that does not parse, a page twice, an unknown block, a title that no sheet can have.
    pub fn load(templates: &Templates) -> Result<Self> {
        let template = templates.get("pages.toml")?;
        Self::parse(&template.text).with_context(|| format!("templates/{}", template.name))
    }

    fn parse(text: &str) -> Result<Self> {
        let list: Self = toml::from_str(text)?;
        for (at, page) in list.pages.iter().enumerate() {
            for title in [&page.title.chinese, &page.title.en] {
                let allowed = !title.is_empty()
                    && title.chars().count() <= TITLE_CHARS
                    && !title.contains(['[', ']', ':', '*', '?', '/', '\\']);
                ensure!(allowed, "page {}: {title:?} cannot name a sheet (1–31 characters, none of []:*?/\\)", page.id);
                let same = |other: &&PagePlan| other.title.chinese == *title || other.title.en == *title;
                ensure!(!list.pages[..at].iter().any(|other| same(&other)), "two pages are called {title:?}");
            }
            ensure!(!list.pages[..at].iter().any(|other| other.id == page.id), "page {} is declared twice", page.id);
            for name in &page.blocks {
                if blocks::find(name).is_none() {
                    bail!("page {}: unknown block {name:?}; did you mean {:?}?", page.id, blocks::nearest(name));
                }
            }
        }
        Ok(list)
    }

    /// The page of an id.
    pub fn page(&self, id: &str) -> Option<&PagePlan> {
        self.pages.iter().find(|page| page.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "[[page]]\nid = \"a\"\ntitle = { zh-CN = \"甲\", en = \"A\" }\n";

    fn error(text: &str) -> String {
        PageList::parse(text).expect_err("a fault").to_string()
    }

    #[test]
    fn the_embedded_pages_follow_the_meeting() {
        let list = PageList::load(&Templates::embedded()).expect("the embedded pages");
        let ids: Vec<_> = list.pages.iter().map(|page| page.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "overview",
                "callbacks",
                "satisfaction",
                "first_time_fix",
                "complaints",
                "first_service",
                "failed_calls",
                "not_fixed",
                "open_complaints",
                "data_quality",
                "definitions"
            ]
        );
    }

    #[test]
    fn every_block_stands_on_exactly_one_page() {
        let list = PageList::load(&Templates::embedded()).expect("the embedded pages");
        for block in blocks::ALL {
            let pages = list.pages.iter().flat_map(|page| &page.blocks).filter(|name| *name == block.name).count();
            assert_eq!(pages, 1, "{}", block.name);
        }
    }

    #[test]
    fn faults_of_the_file_are_named() {
        assert!(error(&format!("{ONE}blocks = [\"overvew\"]")).contains("did you mean \"overview\""));
        assert!(error(&format!("{ONE}{ONE}")).contains("甲"));
        assert!(error(&ONE.replace('甲', "甲/乙")).contains("cannot name a sheet"));
    }
}
