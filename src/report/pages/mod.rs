//! Which pages the report has and what stands on each: a file a page in `templates/pages`.

mod columns;
mod defaults;
pub mod plan;
mod read;
mod says;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::base::declaration::{Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::base::nearest::nearest;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::Definition;
use crate::templates::{Template, Templates};
use plan::{BlockPlan, ListPlan, Made, PagePlan};

/// The pages in the order of the meeting.
#[derive(Clone, Debug)]
pub struct PageList {
    /// One entry a page.
    pub pages: Vec<PagePlan>,
}

impl PageList {
    /// The pages of `templates/pages`, the built-in ones and the workspace's own, with what the catalogue adds to them.
    ///
    /// # Errors
    /// Whatever a file says that is not known, a page of an indicator that does not exist, a page that nothing stands on, a
    /// title or an id twice: with file and line.
    pub fn load(templates: &Templates, catalogue: &Catalogue) -> Result<Self, Failure> {
        let files = templates.folder("pages").map(|file| page(file, catalogue));
        let mut pages = files.collect::<Result<Vec<_>, _>>()?;
        pages.sort_by(|a, b| a.order.total_cmp(&b.order).then_with(|| a.id.cmp(&b.id)));
        check_indicators(&pages, templates, catalogue)?;
        for page in &mut pages {
            defaults::add(page, catalogue);
        }
        check_together(&pages)?;
        Ok(Self { pages })
    }

    /// The page of an id.
    pub fn page(&self, id: &str) -> Option<&PagePlan> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// The page on which a block of the program stands.
    pub(super) fn of_made(&self, made: Made) -> Option<&PagePlan> {
        let stands = |block: &BlockPlan| matches!(block, BlockPlan::Made(one) if *one == made);
        self.pages.iter().find(|page| page.blocks.iter().any(stands))
    }

    /// The lists of all pages.
    pub fn lists(&self) -> impl Iterator<Item = &ListPlan> {
        let blocks = self.pages.iter().flat_map(|page| &page.blocks);
        blocks.filter_map(|block| if let BlockPlan::List(list) = block { Some(list) } else { None })
    }
}

fn page(file: &Template, catalogue: &Catalogue) -> Result<PagePlan, Failure> {
    let id = file.name.trim_start_matches("pages/").trim_end_matches(".toml");
    let name = shown(&file.name);
    read::page(id, source(&name, file), catalogue)
}

fn shown(name: &str) -> String {
    format!("templates/{name}")
}

fn source<'a>(name: &'a str, file: &'a Template) -> Source<'a> {
    Source { name, text: file.text.trim_start_matches('\u{feff}') }
}

/// Every indicator stands on a page that exists.
fn check_indicators(pages: &[PagePlan], templates: &Templates, catalogue: &Catalogue) -> Result<(), Failure> {
    let known = || pages.iter().map(|page| page.id.as_str());
    let lost = catalogue.definitions().iter().find(|one| !known().any(|page| page == one.page));
    let Some(Definition { id, page, .. }) = lost else { return Ok(()) };
    let near = nearest(page, known()).unwrap_or_default();
    let list = known().collect::<Vec<_>>().join(", ");
    let file = templates.get(&format!("kpis/{id}.toml")).map_err(Failure::unexpected)?;
    let name = shown(&file.name);
    let source = source(&name, file);
    let table = source.parse()?;
    let line = Section::root(source, &table).take("page").map_or(1, |entry| entry.line);
    let chinese = format!("没有页 “{page}”;最接近的是 {near}");
    let english = format!("there is no page {page:?}; the nearest is {near}");
    Err(source.failure(line, &chinese, &english).hint(
        format!("已有的页: {list};新的一页写在 templates/pages/{page}.toml"),
        format!("pages: {list}; a new one is a file templates/pages/{page}.toml"),
    ))
}

/// Ids and titles are unique, and every page has something on it.
fn check_together(pages: &[PagePlan]) -> Result<(), Failure> {
    let (mut titles, mut ids) = (BTreeMap::new(), BTreeMap::new());
    for page in pages {
        let fault = |chinese: String, english: String| {
            let file = shown(&format!("pages/{}.toml", page.id));
            Err(Failure::new(Exit::Usage, format!("{file}: {chinese}"), format!("{file}: {english}")))
        };
        if page.blocks.is_empty() {
            return fault(
                "这一页没有 blocks,也没有指标的 page 写它,永远是空的".to_owned(),
                "has no blocks, and no indicator names this page: it would always be empty".to_owned(),
            );
        }
        for title in [&page.title.chinese, &page.title.en] {
            if let Some(other) = titles.insert(title, &page.id).filter(|other| **other != page.id) {
                return fault(
                    format!("标题“{title}”与 pages/{other}.toml 相同"),
                    format!("its title {title:?} is that of pages/{other}.toml"),
                );
            }
        }
        for id in page.blocks.iter().filter_map(block_id) {
            if let Some(other) = ids.insert(id.clone(), &page.id) {
                return fault(
                    format!("{} {} 出现了两次(另见 pages/{other}.toml)", id.0, id.1),
                    format!("the {} {} stands twice (see pages/{other}.toml)", id.0, id.1),
                );
            }
        }
    }
    Ok(())
}

/// Tables and lists share their ids; charts have their own.
fn block_id(block: &BlockPlan) -> Option<(&'static str, String)> {
    match block {
        BlockPlan::Table(table) => Some(("table", table.id.clone())),
        BlockPlan::List(list) => Some(("table", list.id.clone())),
        BlockPlan::Chart(chart) => Some(("chart", chart.id.clone())),
        BlockPlan::Say(_) | BlockPlan::Made(_) => None,
    }
}
