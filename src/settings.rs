//! What was typed and what the configuration says, resolved once: nothing downstream sees a raw option.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::base::lang::Lang;
use crate::base::period::{Calendar, Period};
use crate::base::table_id::TableId;

/// Everything a report run needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The workspace folder; template overrides live in its `templates/`.
    pub workspace: PathBuf,
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// The file of what a warehouse has counted, in place of them.
    pub facts: Option<PathBuf>,
    /// The folder that takes one folder a period.
    pub output: PathBuf,
    /// The folder for marked copies, where `check` is to write them.
    pub marked_copy: Option<PathBuf>,
    /// The folder for the workbooks that are handed out, one a person.
    pub handout: Option<PathBuf>,
    /// The deck, edited by hand, that is brought to this period.
    pub update: Option<PathBuf>,
    /// The presentation whose look the deck has; none is the program's own.
    pub template: Option<PathBuf>,
    /// The outputs asked for.
    pub formats: BTreeSet<Format>,
    /// Language of everything a manager reads.
    pub lang: Lang,
    /// The period of the report.
    pub period: Period,
    /// States are taken at the end of this day.
    pub as_of: NaiveDate,
    /// The period is over, and seen from its end or later.
    pub complete: bool,
    /// Any error finding refuses the report (exit 4).
    pub strict: bool,
    /// Replace the user's own files in the output.
    pub force: bool,
    /// What is done about files of the output that another program has open.
    pub held: Held,
    /// Where the dealer's months begin.
    pub calendar: Calendar,
    /// Limits of reading.
    pub limits: InputLimits,
    /// How cells are understood.
    pub reading: Reading,
    /// How things are counted.
    pub counting: Counting,
    /// How the report is laid out.
    pub layout: Layout,
    /// Which stores the run is about.
    pub stores: Stores,
    /// Tables without which no report is made (exit 3), those of `policies` included.
    pub required_tables: Vec<TableId>,
    /// How many of all rows may be set aside.
    pub rejected: RejectedLimits,
    /// What is asked of single tables.
    pub policies: BTreeMap<TableId, TablePolicy>,
    /// The local date of the run.
    pub today: NaiveDate,
}

/// What is done about files of the output that another program has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// They are waited for so long.
    pub seconds: u64,
    /// Then the report comes to a numbered folder beside; else nothing is written (exit 5).
    pub numbered: bool,
}

/// What is asked of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TablePolicy {
    /// Whether it has to be there.
    pub presence: Presence,
    /// How many of its rows may be set aside.
    pub rejected: RejectedLimits,
}

/// Whether a table has to be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// Without it its figures have no data.
    #[default]
    Optional,
    /// Without it no report is made (exit 3).
    Required,
    /// Where it is missing, its files of an earlier run are read again, if they are not older than so many days.
    UseLast(u32),
}

/// Shares of rows that were set aside, in percent, beyond which something is done; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RejectedLimits {
    /// Beyond it there is a warning.
    pub warn: Option<f64>,
    /// Beyond it no report is made (exit 4).
    pub most: Option<f64>,
}

/// What is run after a report, or after a run without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hooks {
    /// Program and arguments after a report was written; empty is nothing.
    pub on_success: Vec<String>,
    /// The same after a run that wrote none.
    pub on_failure: Vec<String>,
    /// Seconds after which it is ended; `None` is the default.
    pub timeout_seconds: Option<u64>,
}

impl Settings {
    /// What the dealer and the store of the run are called.
    pub fn dealers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.layout.dealer.as_str()).chain(self.stores.one.as_deref())
    }
}

/// Which stores of a workspace a run is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stores {
    /// What names the store of a row; `None` where the workspace is one store.
    pub by: Option<StoreBy>,
    /// The one store that was asked for, or whose own settings these are.
    pub one: Option<String>,
    /// Every store has its report beside that of the group.
    pub each: bool,
}

impl Stores {
    /// Whether the settings are those of all stores together.
    pub fn is_group(&self) -> bool {
        self.by.is_some() && self.one.is_none()
    }
}

/// What names the store of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreBy {
    /// The first folder below the input.
    Folder,
    /// A column of every table.
    Column,
}

/// The outputs of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The workbook.
    Xlsx,
    /// Pictures for slides.
    Png,
    /// Pictures as drawings.
    Svg,
    /// report.json.
    Json,
    /// The page.
    Html,
    /// The meeting deck.
    Pptx,
}

impl Format {
    /// Every format that exists.
    pub const ALL: [Self; 6] = [Self::Xlsx, Self::Png, Self::Svg, Self::Json, Self::Html, Self::Pptx];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Json => "json",
            Self::Html => "html",
            Self::Pptx => "pptx",
        }
    }
}

/// Safety limits of reading; each can be raised in the configuration under `[limits.input]`.
#[derive(Clone, Copy, Debug)]
pub struct InputLimits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of one file after decompression.
    pub decompressed_bytes: u64,
    /// How many times its compressed size one part of a file may become; small parts may swell more.
    pub ratio: u64,
    /// Non-empty cells of one file.
    pub cells: u64,
    /// Places of the boxes around the cells of each sheet, where only dense tables can be made of them (.xls and .ods).
    pub spread: u64,
    /// Columns of a sheet.
    pub columns: u64,
    /// Distinct texts of one file.
    pub texts: u64,
    /// Sheets of one file.
    pub sheets: u64,
    /// Characters of one cell.
    pub cell_chars: u64,
    /// Bytes of all files of a run together, after decompression.
    pub total_decompressed_bytes: u64,
    /// Non-empty cells of all files of a run together.
    pub total_cells: u64,
    /// Bytes after decompression of all files of a run that swell far more than spreadsheets do; one alone may have more.
    pub pressed_bytes: u64,
}

impl InputLimits {
    /// What the program allows where the configuration says nothing. Spreadsheets shrink 5- to 30-fold, the most regular
    /// ones about 100-fold, zip bombs 1000-fold. The library that reads .xls and .ods takes 64 bytes for every place of a
    /// dense table. A sheet of Excel has 16,384 columns, a cell of it
    /// holds 32,767 characters. What one file may hold is read within ten seconds and
    /// 2 GB, what all files of a run may hold within half a minute.
    pub const DEFAULT: Self = Self {
        file_bytes: 128 << 20,
        decompressed_bytes: 512 << 20,
        ratio: 400,
        cells: 10_000_000,
        spread: 10_000_000,
        columns: 16_384,
        texts: 10_000_000,
        sheets: 1_000,
        cell_chars: 32_767,
        total_decompressed_bytes: 2 << 30,
        total_cells: 20_000_000,
        pressed_bytes: 128 << 20,
    };
}

impl Default for InputLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How cells are understood, beyond the templates.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// More headings for a field: table → field → headings.
    pub headings: BTreeMap<TableId, BTreeMap<String, Vec<String>>>,
    /// More words for a canonical word: table → canonical word → words.
    pub words: BTreeMap<TableId, BTreeMap<String, Vec<String>>>,
    /// Scale of a score column by heading: the highest value.
    pub scales: BTreeMap<String, f64>,
    /// One person under several spellings: field → canonical name → spellings.
    pub aliases: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The sections of these that the file has, empty ones too: none may stand in it twice.
    pub sections: BTreeSet<String>,
}

/// How things are counted.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Periods of a trend.
    pub trend: usize,
    /// Below this n a rate is marked as a small sample.
    pub small_sample: u64,
    /// How the station's satisfaction is made from the answers.
    pub station: StationSatisfaction,
    /// How long a complaint may stay open.
    pub complaint_hours: ComplaintHours,
    /// What was chosen of what templates offer.
    pub choices: Choices,
}

/// How long a complaint may stay open where its list does not say so.
#[derive(Clone, Debug, Default)]
pub struct ComplaintHours {
    /// Hours from receiving to closing, by level; `default` for the rest.
    pub by_level: BTreeMap<String, f64>,
    /// They are hours of work, by the calendar of working days.
    pub working: bool,
}

/// What the configuration chooses of what templates offer.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The variant of an indicator, by its id.
    pub variants: BTreeMap<String, String>,
    /// Constants that are set otherwise than in their file, by name.
    pub constants: BTreeMap<String, i64>,
    /// The levels of complaints from the mildest to the worst; empty where nobody said which is worse.
    pub severity: Vec<String>,
}

/// The station's satisfaction (contract, section 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StationSatisfaction {
    /// The simple mean of the advisors, as the sample deck has it.
    #[default]
    MeanOfAdvisors,
    /// All answers pooled.
    MeanOfAnswers,
}

/// How the report is laid out.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The dealer's name on every page.
    pub dealer: String,
    /// What of customers is shown.
    pub privacy: Privacy,
}

/// What of customers is shown in everything that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Their telephone numbers.
    pub phone: PhonePrivacy,
    /// Their names, plates and vehicle identification numbers.
    pub personal: PhonePrivacy,
    /// It is for a meeting: no list has a row of a customer.
    pub meeting: bool,
}

impl Default for Privacy {
    fn default() -> Self {
        PhonePrivacy::default().into()
    }
}

impl From<PhonePrivacy> for Privacy {
    fn from(phone: PhonePrivacy) -> Self {
        Self { phone, personal: PhonePrivacy::Full, meeting: false }
    }
}

/// How phone numbers, or what else tells who a customer is, are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PhonePrivacy {
    /// All digits.
    Full,
    /// `138****1234`.
    #[default]
    Masked,
    /// No column of phones.
    None,
}
