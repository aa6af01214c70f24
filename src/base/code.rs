//! The kinds of findings and how much each weighs; what each means is declared once, in [`Code::doc`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lang::Lang;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row, sheet or file was set aside.
    Error,
    /// Used, with a repair or a doubt.
    Warning,
    /// Good to know.
    Info,
}

/// What a code means: said in the documents and in the hint line of a message.
#[derive(Clone, Copy, Debug)]
pub struct CodeDoc {
    /// The stable name, kebab case.
    pub name: &'static str,
    /// What people call it, in a few words: Chinese, English.
    pub title: [&'static str; 2],
    /// The severities it can have.
    pub severities: &'static [Severity],
    /// When it is raised: Chinese, English.
    pub when: [&'static str; 2],
    /// A sentence as the program says it: Chinese, English.
    pub example: [&'static str; 2],
    /// What to do: Chinese, English.
    pub hint: [&'static str; 2],
}

/// The stable kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The file cannot be read at all.
    UnreadableFile,
    /// The file is encrypted.
    PasswordProtected,
    /// The file or sheet holds no cell.
    EmptyFile,
    /// The content is no spreadsheet and no table of text.
    NotASpreadsheet,
    /// A limit on size, cells or sheets was passed.
    LimitExceeded,
    /// The encoding of a text file was guessed.
    GuessedEncoding,
    /// Two files have the same content.
    SameFileTwice,
    /// No sheet of a table was found.
    MissingTable,
    /// A blank form was filled in where it lies, which is not read.
    FilledForm,
    /// A workbook of settings lies among the inputs, where it sets nothing.
    SettingsInInput,
    /// A file lies in the folder of no store.
    NoStore,
    /// Two stores bear nearly the same name.
    StoreNames,
    /// A store is not in the figures of the group.
    StoreLeftOut,
    /// The sheet fits no table.
    UnknownSheet,
    /// The sheet belongs to a table that is not used yet.
    TableNotUsedYet,
    /// A sheet looks like a table but lacks a heading that the table needs.
    MissingHeading,
    /// A column that no field takes.
    UnknownHeading,
    /// A heading one character away from a known one.
    NearHeading,
    /// Two columns claim one field.
    DuplicateHeading,
    /// Columns of ticks below one heading, read as one.
    TickedColumns,
    /// The sheet is hidden, and counted.
    HiddenSheet,
    /// Rows are hidden, and counted.
    HiddenRows,
    /// Rows above the headings, which are not read.
    RowsAbove,
    /// Headings without a row below.
    NoRows,
    /// A cell that should be a date is none.
    InvalidDate,
    /// A date without a year took the year of the sheet or file.
    AssumedYear,
    /// A cell that should be a number is none.
    InvalidNumber,
    /// A cell that should say yes or no says neither.
    InvalidYesNo,
    /// A score outside its scale.
    ScoreOutOfScale,
    /// The scale of a score column was inferred from its values.
    InferredScale,
    /// A few scores make the scale of a whole column.
    DoubtfulScale,
    /// A word that the vocabulary does not know.
    UnknownWord,
    /// A vehicle number of the wrong length or with impossible characters.
    DoubtfulVin,
    /// A plate that cannot be one.
    DoubtfulPlate,
    /// A phone number that cannot be dialled.
    DoubtfulPhone,
    /// A number that identifies something and has lost digits.
    LostDigits,
    /// A row that may be none: a total in other words, a date alone.
    DoubtfulRow,
    /// Several people in a cell for one.
    DoubtfulPerson,
    /// Two members of staff of one name.
    Namesakes,
    /// A date after the day on which the file was made.
    FutureDate,
    /// A date far away from all others of its column.
    DateOutOfRange,
    /// A cell holds an error value of the spreadsheet program (`#VALUE!`).
    ErrorValue,
    /// Texts with characters that nobody sees; read without them.
    InvisibleCharacters,
    /// A name or number that is made of signs only.
    OnlySigns,
    /// A row lacks a value without which it cannot be counted.
    MissingValue,
    /// The same row again.
    DuplicateRow,
    /// The same key with other contents; the later state is used.
    ConflictingRow,
    /// Two lists of the same things, both counted.
    CountedTwice,
    /// Two files hold the same list in two versions.
    TwoVersions,
    /// A row that does not fit its headings.
    ShiftedRow,
    /// A vehicle that is sold twice; the later row is used.
    SoldTwice,
    /// A merged cell counts in every row that it covers.
    MergedCells,
    /// Rows of one order that differ only in its items.
    OrderLines,
    /// A closed complaint without a closing date; counted as open.
    ClosedWithoutDate,
    /// A closing before the receiving; the closing is set aside.
    ClosedBeforeReceived,
    /// A delivery or settlement before the opening.
    DeliveredBeforeOpened,
    /// A callback names an order that no order list holds.
    UnknownOrder,
    /// A state and a date that contradict each other.
    ContradictoryState,
    /// A list of figures or targets names an indicator that there is not.
    UnknownIndicator,
    /// A stated figure or target that the indicator cannot reach.
    ImpossibleFigure,
    /// A stated figure that contradicts its own parts, or may be meant in two ways.
    DoubtfulFigure,
    /// A stated figure of a month that the raw data compute otherwise.
    HistoryDiffers,
    /// The list starts in the report's period, so nothing can be carried in.
    NothingCarriedIn,
    /// A table's rows stop or start inside the period.
    IncompleteData,
    /// A table has rows in other periods and none in this one.
    NoRowsInPeriod,
    /// Working time in a year whose days off are not known.
    UnknownCalendar,
    /// A breakdown has more groups than are listed; the rest is one row.
    ManyGroups,
    /// A character that the embedded font lacks.
    MissingGlyph,
    /// Words of notes.toml that no page has.
    NoteNotPlaced,
    /// More rows were set aside than the configuration wants to hear nothing of.
    ManyRejected,
    /// A missing table was read from the files of an earlier run.
    TableFromLast,
    /// The report is made from what a warehouse has counted.
    MadeFromCounts,
    /// Something in the file of counts is wrong or missing.
    CountsInDoubt,
}

impl Code {
    /// Every code; a test holds it against the enum.
    pub const ALL: [Self; 73] = [
        Self::UnreadableFile,
        Self::PasswordProtected,
        Self::EmptyFile,
        Self::NotASpreadsheet,
        Self::LimitExceeded,
        Self::GuessedEncoding,
        Self::SameFileTwice,
        Self::MissingTable,
        Self::FilledForm,
        Self::SettingsInInput,
        Self::NoStore,
        Self::StoreNames,
        Self::StoreLeftOut,
        Self::UnknownSheet,
        Self::TableNotUsedYet,
        Self::MissingHeading,
        Self::UnknownHeading,
        Self::NearHeading,
        Self::DuplicateHeading,
        Self::TickedColumns,
        Self::HiddenSheet,
        Self::HiddenRows,
        Self::RowsAbove,
        Self::NoRows,
        Self::InvalidDate,
        Self::AssumedYear,
        Self::InvalidNumber,
        Self::InvalidYesNo,
        Self::ScoreOutOfScale,
        Self::InferredScale,
        Self::DoubtfulScale,
        Self::UnknownWord,
        Self::DoubtfulVin,
        Self::DoubtfulPlate,
        Self::DoubtfulPhone,
        Self::LostDigits,
        Self::DoubtfulRow,
        Self::DoubtfulPerson,
        Self::Namesakes,
        Self::FutureDate,
        Self::DateOutOfRange,
        Self::ErrorValue,
        Self::InvisibleCharacters,
        Self::OnlySigns,
        Self::MissingValue,
        Self::DuplicateRow,
        Self::ConflictingRow,
        Self::CountedTwice,
        Self::TwoVersions,
        Self::ShiftedRow,
        Self::SoldTwice,
        Self::MergedCells,
        Self::OrderLines,
        Self::ClosedWithoutDate,
        Self::ClosedBeforeReceived,
        Self::DeliveredBeforeOpened,
        Self::UnknownOrder,
        Self::ContradictoryState,
        Self::UnknownIndicator,
        Self::ImpossibleFigure,
        Self::DoubtfulFigure,
        Self::HistoryDiffers,
        Self::NothingCarriedIn,
        Self::IncompleteData,
        Self::NoRowsInPeriod,
        Self::UnknownCalendar,
        Self::ManyGroups,
        Self::MissingGlyph,
        Self::NoteNotPlaced,
        Self::ManyRejected,
        Self::TableFromLast,
        Self::MadeFromCounts,
        Self::CountsInDoubt,
    ];

    /// The stable name: `invalid-date`.
    pub fn name(self) -> &'static str {
        self.doc().name
    }

    /// What people call it: 日期有误.
    pub fn title(self, lang: Lang) -> &'static str {
        let [chinese, english] = self.doc().title;
        lang.pick(chinese, english)
    }

    /// What to do about it.
    pub fn hint(self, lang: Lang) -> &'static str {
        let [chinese, english] = self.doc().hint;
        lang.pick(chinese, english)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
