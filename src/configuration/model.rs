//! What csr-report.toml says, as plain structs; `None` and empty where it is silent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;

use super::vocabulary::LogFormat;
use crate::base::declaration::Beside;
use crate::base::lang::{Lang, Words};
use crate::base::table_id::TableId;
use crate::settings::{
    ComplaintHours, Format, Hooks, InputLimits, PhonePrivacy, Reading, StationSatisfaction, StoreBy, TablePolicy,
};

/// What the configuration file says; `None` and empty where it is silent.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// How messages name the file.
    pub name: String,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
    /// The workbook of settings beside it, where there is one; links followed.
    pub book: Option<PathBuf>,
    /// Which of its lines were made from the cells of the workbook of settings.
    pub(super) beside: Beside,
    /// What to tell of that workbook.
    pub remarks: Vec<Words>,
    /// `dealer.name`
    pub dealer: Option<String>,
    /// `dealers.by`: what names the store of a row, where the workspace has several.
    pub stores_by: Option<StoreBy>,
    /// `[report]`
    pub report: ReportKeys,
    /// `require.tables`
    pub required_tables: Vec<TableId>,
    /// `require.max_rejected_percent`
    pub max_rejected_percent: Option<f64>,
    /// `require.warn_rejected_percent`
    pub warn_rejected_percent: Option<f64>,
    /// `[require.TABLE]`
    pub policies: BTreeMap<TableId, TablePolicy>,
    /// `[hooks]`
    pub hooks: Hooks,
    /// `[variants]`: how an indicator is computed where it can be in several ways.
    pub variants: Vec<Variant>,
    /// `[constants]`, with their lines; the names are checked once the templates are known.
    pub constants: Vec<Constant>,
    /// `[targets]`, with their lines; the ids are checked once the indicators are known.
    pub targets: Vec<Target>,
    /// `[limits.complaints]`: hours by level, and whether they are hours of work.
    pub complaint_hours: ComplaintHours,
    /// The levels that it gives hours.
    pub levels: Vec<WordMention>,
    /// `severity.complaints`: levels from the mildest to the worst.
    pub severity: Vec<String>,
    /// `[limits.input]`
    pub limits: InputLimits,
    /// `[scales]`, `[tables]` and `[aliases]`
    pub reading: Reading,
    /// The headings of `[scales]`, with their lines; checked like the fields.
    pub scales: Vec<ScaleMention>,
    /// The tables that `[tables]` and `[require]` name; checked like the fields.
    pub tables: Vec<TableMention>,
    /// The fields that `[tables.*.headings]` and `[aliases]` name; checked once the tables are known.
    pub fields: Vec<FieldMention>,
    /// The canonical words that `[tables.*.words]` names; checked like the fields.
    pub words: Vec<WordMention>,
    /// `privacy.phone`, else `privacy.customers`.
    pub phone: PhonePrivacy,
    /// `privacy.customers`: names, plates and vehicle identification numbers.
    pub customers: Option<PhonePrivacy>,
}

/// `[report]`: what the options of the command line can set too, and how figures are made.
#[derive(Clone, Debug, Default)]
pub struct ReportKeys {
    /// Files and folders to read, relative to the file's folder.
    pub input: Vec<String>,
    /// What a warehouse has counted, in place of what is read.
    pub facts: Option<String>,
    /// The folder for the reports.
    pub output: Option<String>,
    /// Folder for the marked copies of `check`.
    pub marked_copy: Option<String>,
    /// Folder for the workbooks of each person.
    pub handout: Option<String>,
    /// The presentation whose look the deck has.
    pub template: Option<String>,
    /// The outputs.
    pub formats: Option<BTreeSet<Format>>,
    /// The language.
    pub lang: Option<Lang>,
    /// The month of `monthly` (a label or `last`).
    pub month: Option<String>,
    /// The quarter of `quarterly`.
    pub quarter: Option<String>,
    /// The year of `annual`.
    pub year: Option<String>,
    /// The day of states.
    pub as_of: Option<NaiveDate>,
    /// Refuse on any error finding.
    pub strict: Option<bool>,
    /// Errors only on the terminal.
    pub quiet: Option<bool>,
    /// Replace the user's own files in the output.
    pub force: Option<bool>,
    /// Seconds to wait for files of the output that another program has open.
    pub held_seconds: Option<u64>,
    /// Then the report comes to a numbered folder.
    pub held_numbered: Option<bool>,
    /// Months for which the logs of runs are kept; 0: none is written.
    pub log_months: Option<u32>,
    /// The report is for a meeting.
    pub meeting: Option<bool>,
    /// Form of messages.
    pub log_format: Option<LogFormat>,
    /// Seconds after which a run that has not begun to publish is ended.
    pub deadline_seconds: Option<f64>,
    /// Periods of a trend.
    pub trend: Option<usize>,
    /// Below this n a rate is a small sample.
    pub small_sample: Option<u64>,
    /// The day a month begins, 1–28.
    pub month_start_day: Option<u8>,
    /// How the station's satisfaction is made.
    pub station: Option<StationSatisfaction>,
}

/// A chosen variant with the line it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Indicator id.
    pub id: String,
    /// The name of the variant in the file of the indicator.
    pub name: String,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}

/// A constant with the line it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// Its name in templates/constants.toml.
    pub name: String,
    /// What it is set to.
    pub value: i64,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}

/// A target with the line it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The indicator: its id or its name.
    pub of: String,
    /// In the unit of the indicator.
    pub value: f64,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}

/// A heading of scores that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleMention {
    /// The heading.
    pub heading: String,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}

/// A table that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMention {
    /// The table.
    pub table: TableId,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
    /// What stands there has an effect on used tables only.
    pub used: bool,
}

/// A field that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMention {
    /// The table, where the key says which.
    pub table: Option<TableId>,
    /// The field.
    pub field: String,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}

/// A canonical word that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMention {
    /// The table.
    pub table: TableId,
    /// The word.
    pub word: String,
    /// Its line, from 1; see [`Configuration::place`].
    pub line: usize,
}
