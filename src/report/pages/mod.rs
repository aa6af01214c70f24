//! Which pages the report has and what stands on each: a file a page in `templates/pages`.

mod agenda;
mod columns;
mod defaults;
pub mod plan;
mod read;
mod says;
#[cfg(test)]
mod tests;
mod whys;

use std::collections::BTreeMap;

use crate::base::declaration::{Section, Source};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::nearest::told;
use crate::kpi::behind::Side;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::Definition;
use crate::templates::{Template, Templates};
use plan::{BlockPlan, CorrelationPlan, ListPlan, Made, PagePlan, Part, WhyPlan};

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
        let pages = templates.read_all("pages", |file| page(file, catalogue))?;
        let mut pages: Vec<PagePlan> = pages.into_iter().flatten().collect();
        pages.sort_by(|a, b| a.order.total_cmp(&b.order).then_with(|| a.id.cmp(&b.id)));
        check_indicators(&pages, templates, catalogue)?;
        for page in &mut pages {
            defaults::add(page, catalogue);
        }
        check_together(&pages, templates)?;
        check_hosts(&pages, templates)?;
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

    /// The list of the rows behind a part of an indicator, and the page on which it stands: of a count those that it counted, of a
    /// rate those that fall short.
    pub(super) fn rows_of(&self, of: &str, part: Part) -> Option<(&PagePlan, &ListPlan)> {
        let holds = |list: &&ListPlan| match part {
            Part::Value => list.of == of || list.behind.iter().any(|rate| rate == of),
            Part::Rest => list.of == of && list.side == Side::Rest,
            _ => false,
        };
        self.pages.iter().find_map(|page| Some((page, lists_on(page).find(holds)?)))
    }

    /// The indicators whose changes pages take apart, with the property by which they do.
    pub fn taken_apart(&self) -> Vec<(&str, &str)> {
        self.whys().map(|plan| (plan.reasons.as_ref().unwrap_or(&plan.of).as_str(), plan.by.as_str())).collect()
    }

    /// The changes that pages take apart.
    pub fn whys(&self) -> impl Iterator<Item = &WhyPlan> {
        let blocks = self.pages.iter().flat_map(|page| &page.blocks);
        blocks.filter_map(|block| if let BlockPlan::Why(plan) = block { Some(plan) } else { None })
    }

    /// The correlations of all pages.
    pub fn correlations(&self) -> impl Iterator<Item = &CorrelationPlan> {
        let blocks = self.pages.iter().flat_map(|page| &page.blocks);
        blocks.filter_map(|block| if let BlockPlan::Correlation(plan) = block { Some(plan) } else { None })
    }

    /// The lists of all pages.
    pub fn lists(&self) -> impl Iterator<Item = &ListPlan> {
        self.pages.iter().flat_map(lists_on)
    }
}

fn lists_on(page: &PagePlan) -> impl Iterator<Item = &ListPlan> {
    page.blocks.iter().filter_map(|block| if let BlockPlan::List(list) = block { Some(list) } else { None })
}

/// A page; none of one about stores where there is but one.
fn page(file: &Template, catalogue: &Catalogue) -> Result<Option<PagePlan>, Failure> {
    let id = file.name.trim_start_matches("pages/").trim_end_matches(".toml");
    let file = catalogue.constants().filled(file)?;
    read::page(id, Source { name: &file.shown(), text: &file.text }, catalogue)
}

/// A fault of a template at the line that is found in it, or at its first.
fn fault_at(
    templates: &Templates,
    name: &str,
    line: impl FnOnce(Section<'_>) -> Option<usize>,
    chinese: &str,
    english: &str,
) -> Result<Failure, Failure> {
    let file = templates.get(name).map_err(Failure::unexpected)?;
    let source = Source { name: &file.shown(), text: &file.text };
    let table = source.parse()?;
    Ok(source.failure(line(Section::root(source, &table)).unwrap_or(1), chinese, english))
}

/// Every indicator stands on a page that exists.
fn check_indicators(pages: &[PagePlan], templates: &Templates, catalogue: &Catalogue) -> Result<(), Failure> {
    let known = || pages.iter().map(|page| page.id.as_str());
    let lost = catalogue.definitions().iter().find(|one| !known().any(|page| page == one.page));
    let Some(Definition { id, page, .. }) = lost else { return Ok(()) };
    let near = told(page, known(), "");
    let Words { chinese: list, en } = Words::list(&known().collect::<Vec<_>>());
    let line = |mut root: Section<'_>| root.take("page").map(|entry| entry.line());
    let chinese = format!("没有页 “{page}”{}", near.chinese);
    let english = format!("there is no page {page:?}{}", near.en);
    Err(fault_at(templates, &format!("kpis/{id}.toml"), line, &chinese, &english)?.hint(
        format!("已有的页：{list}；新的一页写在 templates/pages/{page}.toml"),
        format!("pages: {en}; a new one is a file templates/pages/{page}.toml"),
    ))
}

/// A page stands on the sheet of another one that has a sheet of its own.
fn check_hosts(pages: &[PagePlan], templates: &Templates) -> Result<(), Failure> {
    for PagePlan { id, with, .. } in pages {
        let Some(with) = with else { continue };
        let hosts = || pages.iter().filter(|page| page.with.is_none()).map(|page| page.id.as_str());
        if !hosts().any(|host| host == with) {
            let near = told(with, hosts(), "");
            let line = |mut root: Section<'_>| root.take("with").map(|entry| entry.line());
            let chinese = format!("with：没有自成一页的 “{with}”{}", near.chinese);
            let english = format!("with: there is no page {with:?} that has a sheet of its own{}", near.en);
            return Err(fault_at(templates, &format!("pages/{id}.toml"), line, &chinese, &english)?);
        }
    }
    Ok(())
}

/// Ids and titles are unique, and every page has something on it.
fn check_together(pages: &[PagePlan], templates: &Templates) -> Result<(), Failure> {
    let (mut titles, mut ids) = (BTreeMap::new(), BTreeMap::new());
    for page in pages {
        let file = format!("pages/{}.toml", page.id);
        if page.blocks.is_empty() {
            return Err(fault_at(
                templates,
                &file,
                |_| None,
                "这一页没有 blocks，也没有指标的 page 写它，永远是空的",
                "has no blocks, and no indicator names this page: it would always be empty",
            )?);
        }
        for title in [&page.title.chinese, &page.title.en] {
            if let Some(other) = titles.insert(title, &page.id).filter(|other| **other != page.id) {
                return Err(fault_at(
                    templates,
                    &file,
                    |mut root| root.take("title").map(|entry| entry.line()),
                    &format!("标题“{title}”与 pages/{other}.toml 相同"),
                    &format!("its title {title:?} is that of pages/{other}.toml"),
                )?);
            }
        }
        for id in page.blocks.iter().filter_map(block_id) {
            if let Some(other) = ids.insert(id.clone(), &page.id) {
                return Err(fault_at(
                    templates,
                    &file,
                    |root| line_of_block(root, &id.1),
                    &format!("{} {} 出现了两次（另见 pages/{other}.toml）", id.0, id.1),
                    &format!("the {} {} stands twice (see pages/{other}.toml)", id.0, id.1),
                )?);
            }
        }
    }
    Ok(())
}

/// The line of the last block of an id.
fn line_of_block(mut root: Section<'_>, id: &str) -> Option<usize> {
    let blocks = root.take("blocks")?.items().ok()?;
    let keys = blocks.iter().filter_map(|block| Some(block.section().ok()?.entries())).flatten();
    let mut named = keys.filter(|entry| ["table", "list", "chart", "why"].contains(&entry.key));
    named.rfind(|entry| entry.text().is_ok_and(|text| text == id)).map(|entry| entry.line())
}

/// Tables and lists share their ids; charts have their own.
fn block_id(block: &BlockPlan) -> Option<(&'static str, String)> {
    match block {
        BlockPlan::Table(table) => Some(("table", table.id.clone())),
        BlockPlan::Crossed(table) => Some(("table", table.id.clone())),
        BlockPlan::List(list) => Some(("table", list.id.clone())),
        BlockPlan::Chart(chart) => Some(("chart", chart.id.clone())),
        BlockPlan::Correlation(plan) => Some(("table", plan.id.clone())),
        BlockPlan::Why(plan) => Some(("table", plan.id.clone())),
        BlockPlan::Say(_) | BlockPlan::Made(_) => None,
    }
}
