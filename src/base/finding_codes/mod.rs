//! The declarations of all finding codes: name, severities, when it is raised, an example, what to do.

mod cells;
mod counts;
mod files;
mod periods;
mod policies;
mod rows;
mod sheets;
mod stated;
mod stores;

use super::code::{Code, CodeDoc};

impl Code {
    /// The declaration of this code.
    pub fn doc(self) -> CodeDoc {
        match self {
            Self::UnreadableFile => files::UNREADABLE_FILE,
            Self::PasswordProtected => files::PASSWORD_PROTECTED,
            Self::EmptyFile => files::EMPTY_FILE,
            Self::NotASpreadsheet => files::NOT_A_SPREADSHEET,
            Self::LimitExceeded => files::LIMIT_EXCEEDED,
            Self::GuessedEncoding => files::GUESSED_ENCODING,
            Self::SameFileTwice => files::SAME_FILE_TWICE,
            Self::MissingTable => files::MISSING_TABLE,
            Self::FilledForm => files::FILLED_FORM,
            Self::SettingsInInput => files::SETTINGS_IN_INPUT,
            Self::NoStore => stores::NO_STORE,
            Self::StoreNames => stores::STORE_NAMES,
            Self::StoreLeftOut => stores::STORE_LEFT_OUT,
            Self::UnknownSheet => sheets::UNKNOWN_SHEET,
            Self::TableNotUsedYet => sheets::TABLE_NOT_USED_YET,
            Self::MissingHeading => sheets::MISSING_HEADING,
            Self::UnknownHeading => sheets::UNKNOWN_HEADING,
            Self::NearHeading => sheets::NEAR_HEADING,
            Self::DuplicateHeading => sheets::DUPLICATE_HEADING,
            Self::TickedColumns => sheets::TICKED_COLUMNS,
            Self::HiddenSheet => sheets::HIDDEN_SHEET,
            Self::HiddenRows => sheets::HIDDEN_ROWS,
            Self::RowsAbove => sheets::ROWS_ABOVE,
            Self::NoRows => sheets::NO_ROWS,
            Self::InvalidDate => cells::INVALID_DATE,
            Self::AssumedYear => cells::ASSUMED_YEAR,
            Self::InvalidNumber => cells::INVALID_NUMBER,
            Self::InvalidYesNo => cells::INVALID_YES_NO,
            Self::ScoreOutOfScale => cells::SCORE_OUT_OF_SCALE,
            Self::InferredScale => cells::INFERRED_SCALE,
            Self::DoubtfulScale => cells::DOUBTFUL_SCALE,
            Self::UnknownWord => cells::UNKNOWN_WORD,
            Self::DoubtfulVin => cells::DOUBTFUL_VIN,
            Self::DoubtfulPlate => cells::DOUBTFUL_PLATE,
            Self::DoubtfulPhone => cells::DOUBTFUL_PHONE,
            Self::LostDigits => cells::LOST_DIGITS,
            Self::DoubtfulPerson => cells::DOUBTFUL_PERSON,
            Self::Namesakes => cells::NAMESAKES,
            Self::FutureDate => cells::FUTURE_DATE,
            Self::DateOutOfRange => cells::DATE_OUT_OF_RANGE,
            Self::ErrorValue => cells::ERROR_VALUE,
            Self::InvisibleCharacters => cells::INVISIBLE_CHARACTERS,
            Self::OnlySigns => cells::ONLY_SIGNS,
            Self::MissingValue => rows::MISSING_VALUE,
            Self::DoubtfulRow => rows::DOUBTFUL_ROW,
            Self::DuplicateRow => rows::DUPLICATE_ROW,
            Self::ConflictingRow => rows::CONFLICTING_ROW,
            Self::CountedTwice => rows::COUNTED_TWICE,
            Self::TwoVersions => rows::TWO_VERSIONS,
            Self::ShiftedRow => rows::SHIFTED_ROW,
            Self::SoldTwice => rows::SOLD_TWICE,
            Self::MergedCells => rows::MERGED_CELLS,
            Self::OrderLines => rows::ORDER_LINES,
            Self::ClosedWithoutDate => rows::CLOSED_WITHOUT_DATE,
            Self::ClosedBeforeReceived => rows::CLOSED_BEFORE_RECEIVED,
            Self::DeliveredBeforeOpened => rows::DELIVERED_BEFORE_OPENED,
            Self::UnknownOrder => rows::UNKNOWN_ORDER,
            Self::ContradictoryState => rows::CONTRADICTORY_STATE,
            Self::UnknownIndicator => stated::UNKNOWN_INDICATOR,
            Self::ImpossibleFigure => stated::IMPOSSIBLE_FIGURE,
            Self::DoubtfulFigure => stated::DOUBTFUL_FIGURE,
            Self::HistoryDiffers => stated::HISTORY_DIFFERS,
            Self::NothingCarriedIn => rows::NOTHING_CARRIED_IN,
            Self::IncompleteData => periods::INCOMPLETE_DATA,
            Self::NoRowsInPeriod => periods::NO_ROWS_IN_PERIOD,
            Self::UnknownCalendar => periods::UNKNOWN_CALENDAR,
            Self::ManyGroups => rows::MANY_GROUPS,
            Self::MissingGlyph => files::MISSING_GLYPH,
            Self::NoteNotPlaced => files::NOTE_NOT_PLACED,
            Self::ManyRejected => policies::MANY_REJECTED,
            Self::TableFromLast => policies::TABLE_FROM_LAST,
            Self::MadeFromCounts => counts::MADE_FROM_COUNTS,
            Self::CountsInDoubt => counts::COUNTS_IN_DOUBT,
        }
    }
}
