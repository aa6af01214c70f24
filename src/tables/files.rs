//! All files under `templates/tables/`.

use crate::base::declaration::{Section, Source};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::settings::Reading;
use crate::templates::{Template, Templates};

use super::declared::{self, Declared};
use super::replaced::{self, Missing};
use super::schema::Schema;
use super::template::{CommonFile, LaterTable, common_file, later_file};
use super::workspace;

/// Beside the files of tables: what means the same in all of them, and the tables that are not used yet.
const COMMON: &str = "common";
const LATER: &str = "later";

/// All files of `templates/tables/`.
#[derive(Debug)]
pub struct TableFiles {
    pub(super) common: CommonFile,
    pub(super) later: Vec<LaterTable>,
    /// The used tables, in their order.
    pub(super) tables: Vec<Declared>,
    /// The fields that copies of built-in tables have no longer.
    missing: Vec<Missing>,
}

impl TableFiles {
    /// Reads them.
    ///
    /// # Errors
    /// A key, field, word or sense that is not known, what is missing or of the wrong type, a heading or word that stands
    /// twice: with file and line.
    pub fn read(templates: &Templates) -> Result<Self, Failure> {
        let (mut common, mut later) = (CommonFile::default(), Vec::new());
        let mut missing = Vec::new();
        for file in templates.folder("tables") {
            missing.extend(replaced::check(file)?);
        }
        // What means the same everywhere is known before the first table.
        for file in templates.folder("tables").filter(|file| file.stem() == COMMON) {
            common = read(file, common_file)?;
        }
        for file in templates.folder("tables").filter(|file| file.stem() == LATER) {
            later = read(file, later_file)?;
        }
        let of_table = |file: &Template| match file.stem() {
            COMMON | LATER => Ok(None),
            id => read(file, |section| declared::table(id, section, &common)).map(Some),
        };
        let mut tables: Vec<Declared> = templates.read_all("tables", of_table)?.into_iter().flatten().collect();
        tables.sort_by(|one, other| {
            one.order.total_cmp(&other.order).then_with(|| one.schema.table.cmp(&other.schema.table))
        });
        // A table that the workspace uses is none of a later day.
        later.retain(|later: &LaterTable| tables.iter().all(|used| used.schema.table != later.table));
        Ok(Self { common, later, tables, missing })
    }

    /// Faults that come of a field that a copy of a built-in table has no longer are told with that copy.
    pub fn blaming(&self) -> impl Fn(Failure) -> Failure + use<> {
        let missing = self.missing.clone();
        move |failure| replaced::blame(&missing, failure)
    }

    /// The used tables, in their order, as the templates declare them.
    pub fn used(&self) -> impl Iterator<Item = &Schema> {
        self.tables.iter().map(|declared| &declared.schema)
    }

    /// All names of tables: the used ones, then those of a later day.
    pub fn names(&self) -> Vec<&str> {
        let later = self.later.iter().map(|later| later.table);
        self.used().map(|schema| schema.table).chain(later).map(TableId::name).collect()
    }

    /// The used table of a name.
    pub fn table(&self, table: TableId) -> Option<&Schema> {
        self.used().find(|schema| schema.table == table)
    }

    /// What to say of the heading of a scale that no score has.
    pub fn unknown_score(&self, reading: &Reading, heading: &str) -> Option<Words> {
        workspace::unknown_score(self.used(), reading, heading)
    }

    /// Whether a workspace may give headings to this field of a table: one that it has, or a further item of satisfaction.
    pub fn may_have_headings(&self, table: TableId, id: &str) -> bool {
        self.table(table).is_some_and(|schema| schema.field(id).is_some() || workspace::is_new_item(schema, id))
    }
}

fn read<T>(file: &Template, what: impl FnOnce(Section<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let name = file.shown();
    let source = Source { name: &name, text: &file.text };
    let table = source.parse()?;
    what(Section::root(source, &table))
}
