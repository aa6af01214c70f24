//! Everything that templates declare, read and checked before any spreadsheet is opened.

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::configuration::book::layout::Layout;
use crate::configuration::notes::Notes;
use crate::configuration::template;
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::Definition;
use crate::publish;
use crate::render::page::PageTemplate;
use crate::render::pptx;
use crate::render::pptx::update::Earlier;
use crate::render::theme::Theme;
use crate::report::content::Explanation;
use crate::report::pages::PageList;
use crate::report::texts::Texts;
use crate::settings::{Format, Settings};
use crate::tables::files::TableFiles;
use crate::tables::schemas::Schemas;
use crate::templates::{Templates, template_failure};

/// The declarations of a run.
#[derive(Debug)]
pub struct Declarations {
    /// Tables: fields, headings, words.
    pub schemas: Schemas,
    /// Facts: what is counted.
    pub facts: FactBook,
    /// Indicators.
    pub catalogue: Catalogue,
    /// Pages in the order of the meeting.
    pub pages: PageList,
    /// Texts in the language of the report.
    pub texts: Texts,
    /// Colours, sizes and fonts.
    pub theme: Theme,
    /// How the page looks.
    pub page: PageTemplate,
    /// What the deck's slides are laid on.
    pub deck: pptx::Base,
    /// The workbook of settings.
    pub settings: Layout,
    /// The manager's own words.
    pub notes: Notes,
    /// The deck that is brought to this period.
    pub earlier: Option<Earlier>,
    /// Indicators, pages and words of all stores together, where a run is about them.
    pub group: Option<(Catalogue, PageList, Notes)>,
}

impl Declarations {
    /// Reads the declarations of the templates; the tables have been read.
    ///
    /// # Errors
    /// A declaration that cannot be understood, or a configuration that names what no declaration has (exit 2).
    pub fn of(files: TableFiles, templates: &Templates, settings: &Settings) -> Result<Self, Failure> {
        let blaming = files.blaming();
        let failure = |failure: Failure| template_failure(blaming(failure));
        let schemas = Schemas::of(files, &settings.reading).map_err(configuration_failure)?;
        let choices = &settings.counting.choices;
        let constants = Constants::load(templates, &choices.constants).map_err(failure)?;
        let mut facts = FactBook::load(templates, &schemas, constants).map_err(failure)?;
        facts.rank("complaints", "level", &choices.severity);
        let texts = Texts::load(templates, settings.lang).map_err(template_failure)?;
        let catalogue = Catalogue::load(templates, &facts, &choices.variants).map_err(failure)?;
        let pages = PageList::load(templates, &catalogue).map_err(failure)?;
        let theme = Theme::load(templates).map_err(template_failure)?;
        let earlier = earlier(settings)?;
        let edited = earlier.as_ref().map(|(earlier, bytes)| (earlier.name.as_str(), bytes.as_slice()));
        let deck = deck(settings, edited, &theme, &texts, templates)?;
        Ok(Self {
            // In a workspace of several stores they are about all of them.
            notes: match settings.stores.by {
                Some(_) => Notes::default(),
                None => Notes::load(&settings.workspace, &pages, settings.calendar),
            },
            texts: texts.with_tables(schemas.dictionary.names()),
            facts,
            schemas,
            settings: Layout::load(templates, catalogue.constants()).map_err(failure)?,
            pages,
            catalogue,
            deck,
            theme,
            page: PageTemplate::load(templates).map_err(template_failure)?,
            earlier: earlier.map(|(earlier, _)| earlier),
            group: None,
        })
    }

    /// Reads what a report of all stores together shows beside that of one.
    ///
    /// # Errors
    /// A page that cannot be understood (exit 2).
    pub fn add_group(&mut self, templates: &Templates, settings: &Settings) -> Result<(), Failure> {
        let catalogue = {
            // People belong to one store each: by them two stores have nothing in common.
            let people = self.schemas.people();
            let mut apart = self.pages.taken_apart();
            apart.retain(|(_, property)| !people.contains(*property));
            self.catalogue.of_stores(&apart)
        };
        let pages = PageList::load(templates, &catalogue).map_err(template_failure)?;
        let notes = Notes::load(&settings.workspace, &pages, settings.calendar);
        self.group = Some((catalogue, pages, notes));
        Ok(())
    }

    /// The declarations of the report of all stores together.
    pub fn into_group(self) -> Self {
        match self.group {
            Some((catalogue, pages, notes)) => Self { catalogue, pages, notes, group: None, ..self },
            None => self,
        }
    }

    /// How each indicator is defined, for the pages; the targets are those that hold in this run.
    pub fn explanations(&self) -> Vec<Explanation> {
        self.catalogue.definitions().iter().map(explanation).collect()
    }
}

/// The deck that somebody edited, where one is brought to this period.
fn earlier(settings: &Settings) -> Result<Option<(Earlier, Vec<u8>)>, Failure> {
    let Some(path) = &settings.update else { return Ok(None) };
    let bytes = publish::deck(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Some((Earlier::read(&name, &bytes, &settings.limits)?, bytes)))
}

/// What the deck is laid on: the deck that somebody edited, else the dealer's own file where a deck is made, or may be.
fn deck(
    settings: &Settings,
    edited: Option<(&str, &[u8])>,
    theme: &Theme,
    texts: &Texts,
    templates: &Templates,
) -> Result<pptx::Base, Failure> {
    if edited.is_some() {
        return pptx::base(edited, &settings.limits, theme, texts, templates);
    }
    let wanted = settings.formats.is_empty() || settings.formats.contains(&Format::Pptx);
    let own = settings.template.as_ref().filter(|_| wanted);
    let own = own.map(|path| Ok((shown(path), template::read(path)?))).transpose()?;
    let own = own.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    pptx::base(own, &settings.limits, theme, texts, templates)
}

fn explanation(definition: &Definition) -> Explanation {
    Explanation {
        id: definition.id.clone(),
        name: definition.name.clone(),
        rule: definition.rule.clone(),
        formula: definition.formula(),
        source: definition.source.clone(),
        target: definition.target,
        unit: definition.unit,
        direction: definition.direction,
        page: definition.page.clone(),
        own: definition.own,
        facts: definition.rows.facts.clone(),
    }
}

/// The configuration names something that no declaration has.
fn configuration_failure(error: anyhow::Error) -> Failure {
    let words = match error.downcast_ref::<Failure>() {
        Some(failure) => failure.message.clone(),
        None => Words { chinese: format!("{error:#}"), en: format!("{error:#}") },
    };
    let (chinese, english) = (words.chinese, words.en);
    Failure::new(Exit::Usage, format!("配置有误：{chinese}"), format!("the configuration is wrong: {english}"))
        .hint("改正 csr-report.toml 或 设置.xlsx", "correct csr-report.toml or settings.xlsx")
}
