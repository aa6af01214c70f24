//! `templates/settings.toml`: which cell of the workbook of settings sets which key. The blank form is written by it, and a
//! workbook that was filled in is read by it.

use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::text::fold;
use crate::facts::constants::Constants;
use crate::templates::Templates;

/// The template.
const FILE: &str = "settings.toml";

/// The workbook of settings.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Its name, without ending.
    pub file: Words,
    /// What its first sheet says.
    pub guide: Vec<Words>,
    /// The headings that the sheets share.
    pub headings: Headings,
    /// The sheets with settings.
    pub sheets: Vec<Sheet>,
}

/// The headings that sheets share.
#[derive(Clone, Debug)]
pub struct Headings {
    /// What a row sets.
    pub item: Words,
    /// To what.
    pub value: Words,
    /// What it is.
    pub about: Words,
    /// Whether a row counts.
    pub used: Words,
    /// What people write beside a row.
    pub note: Words,
    /// What stands beside an example.
    pub example: Words,
}

/// A sheet with settings.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name in the template.
    pub id: String,
    /// Its name in the workbook.
    pub names: Words,
    /// What it is for.
    pub about: Words,
    /// What stands in it.
    pub rows: Rows,
}

/// What stands in a sheet.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Rows of which each sets its own key.
    Fixed(Vec<Fixed>),
    /// Rows that people add.
    List(List),
}

/// A row that sets its own key.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The key with its tables.
    pub path: Vec<String>,
    /// What the cell holds.
    pub kind: Kind,
    /// What people call it.
    pub names: Words,
    /// What it is, and what holds where it is blank.
    pub about: Words,
    /// What a new workbook has.
    pub value: Option<Words>,
    /// The ends of the numbers that it can be.
    pub within: Option<(u64, u64)>,
}

/// Rows that people add: each sets the key of its cells.
#[derive(Clone, Debug)]
pub struct List {
    /// The key; `:id` is the cell of that column.
    pub path: Vec<String>,
    /// Rows of one key make a list.
    pub adds: bool,
    /// The columns; one is not named by the path and holds the value.
    pub columns: Vec<Column>,
}

impl List {
    /// The column that holds the value.
    pub fn value(&self) -> usize {
        self.columns.iter().position(|column| !self.path.contains(&format!(":{}", column.id))).unwrap_or_default()
    }
}

/// A column of such rows.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the template.
    pub id: String,
    /// Its heading.
    pub names: Words,
    /// What to write in it.
    pub about: Words,
    /// What its cells hold.
    pub kind: Kind,
    /// An example.
    pub example: Words,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A number without a percent sign.
    Number,
    /// A whole number.
    Whole,
    /// A share of a hundred.
    Percent,
    /// A number in the unit of an indicator.
    Figure,
    /// Yes or no.
    Flag,
    /// One of these words, with what people call each.
    Choice(Vec<(String, Words)>),
    /// An indicator, by id or name.
    Indicator,
    /// A level of complaints; one word stands for all others.
    Level,
    /// Levels of complaints.
    Levels,
    /// A table.
    Table,
    /// Tables.
    Tables,
    /// A field of the table of the row.
    Field,
    /// A field of people, of any table.
    Person,
    /// A canonical word of the table of the row.
    Word,
}

/// The kinds by their names; a choice has its words beside.
const KINDS: [(&str, &Kind); 15] = [
    ("text", &Kind::Text),
    ("number", &Kind::Number),
    ("whole", &Kind::Whole),
    ("percent", &Kind::Percent),
    ("figure", &Kind::Figure),
    ("flag", &Kind::Flag),
    ("choice", &Kind::Choice(Vec::new())),
    ("indicator", &Kind::Indicator),
    ("level", &Kind::Level),
    ("levels", &Kind::Levels),
    ("table", &Kind::Table),
    ("tables", &Kind::Tables),
    ("field", &Kind::Field),
    ("person", &Kind::Person),
    ("word", &Kind::Word),
];

/// Whether a cell of a heading or a label says one of two names.
pub fn is_called(names: &Words, text: &str) -> bool {
    Lang::ALL.into_iter().any(|lang| fold(names.get(lang)) == fold(text))
}

impl Layout {
    /// Reads the template; the constants make the rows of their own sheet.
    ///
    /// # Errors
    /// A template that cannot be understood: with file and line.
    pub fn load(templates: &Templates, constants: &Constants) -> Result<Self, Failure> {
        let file = templates.get(FILE).map_err(Failure::unexpected)?;
        let source = Source { name: &file.shown(), text: &file.text };
        let table = source.parse()?;
        let mut root = Section::root(source, &table);
        let name = root.need("file")?.words()?;
        let guide = root.need("guide")?.items()?.iter().map(Entry::words).collect::<Result<_, _>>()?;
        let mut shared = root.section("headings")?;
        let headings = Headings {
            item: shared.need("item")?.words()?,
            value: shared.need("value")?.words()?,
            about: shared.need("about")?.words()?,
            used: shared.need("use")?.words()?,
            note: shared.need("note")?.words()?,
            example: shared.need("example")?.words()?,
        };
        shared.finish()?;
        let sheets = root.need("sheets")?.items()?;
        let sheets = sheets.iter().map(|entry| sheet(entry, constants)).collect::<Result<_, _>>()?;
        root.finish()?;
        Ok(Self { file: name, guide, headings, sheets })
    }

    /// The sheet of a name, in either language.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| is_called(&sheet.names, name))
    }
}

fn sheet(entry: &Entry<'_>, constants: &Constants) -> Result<Sheet, Failure> {
    let mut section = entry.section()?;
    let id = section.need("id")?.text()?;
    let (names, about) = (section.need("names")?.words()?, section.need("about")?.words()?);
    let rows = if let Some(rows) = section.take("rows") {
        Rows::Fixed(rows.items()?.iter().map(fixed).collect::<Result<_, _>>()?)
    } else if section.take("constants").is_some() {
        Rows::Fixed(constants.all().map(|(name, label, about)| of_constant(name, label, about)).collect())
    } else {
        let path = section.need("path")?;
        let adds = section.take("adds").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
        let columns = section.need("columns")?;
        let columns: Vec<Column> = columns.items()?.iter().map(column).collect::<Result<_, _>>()?;
        let list = List { path: path.texts()?, adds, columns };
        let named = list.columns.iter().filter(|column| list.path.contains(&format!(":{}", column.id))).count();
        let keys = list.path.iter().filter(|part| part.starts_with(':')).count();
        if (named, keys) != (list.columns.len().saturating_sub(1), named) {
            return Err(path.failure("要用到除一列外的所有列", "must name all columns but one, each once"));
        }
        Rows::List(list)
    };
    section.finish()?;
    Ok(Sheet { id, names, about, rows })
}

fn fixed(entry: &Entry<'_>) -> Result<Fixed, Failure> {
    let mut section = entry.section()?;
    let path = section.need("path")?.texts()?;
    let kind = kind(&mut section)?;
    let names = section.need("names")?.words()?;
    let about = section.need("about")?.words()?;
    let value = section.take("value").map(|entry| entry.words()).transpose()?;
    let within = section.take("within").map(|entry| ends(&entry)).transpose()?;
    section.finish()?;
    Ok(Fixed { path, kind, names, about, value, within })
}

fn ends(entry: &Entry<'_>) -> Result<(u64, u64), Failure> {
    let ends = entry.items()?.iter().map(|end| end.whole(0, u64::from(u32::MAX))).collect::<Result<Vec<_>, _>>()?;
    match ends[..] {
        [least, most] if least <= most => Ok((least, most)),
        _ => Err(entry.failure("应为两个数，先小后大", "must be two numbers, the smaller one first")),
    }
}

fn of_constant(name: &str, names: Words, about: Words) -> Fixed {
    let path = vec!["constants".to_owned(), name.to_owned()];
    Fixed { path, kind: Kind::Whole, names, about, value: None, within: None }
}

fn column(entry: &Entry<'_>) -> Result<Column, Failure> {
    let mut section = entry.section()?;
    let id = section.need("id")?.text()?;
    let kind = kind(&mut section)?;
    let column = Column {
        id,
        kind,
        names: section.need("names")?.words()?,
        about: section.need("about")?.words()?,
        example: section.need("example")?.words()?,
    };
    section.finish()?;
    Ok(column)
}

fn kind(section: &mut Section<'_>) -> Result<Kind, Failure> {
    let entry = section.need("kind")?;
    let kind = choose(&entry.text()?, &KINDS).map_err(|wrong| entry.refuse(wrong))?;
    if !matches!(kind, Kind::Choice(_)) {
        return Ok(kind.clone());
    }
    let choices = section.need("choices")?;
    let choice = |entry: &Entry<'_>| {
        let mut section = entry.section()?;
        let choice = (section.need("is")?.text()?, section.need("names")?.words()?);
        section.finish()?;
        Ok(choice)
    };
    Ok(Kind::Choice(choices.items()?.iter().map(choice).collect::<Result<_, Failure>>()?))
}
