//! The traps of the demo dealer: rows that a naive count gets wrong.

use crate::calendar::Month;
use crate::{traps_books, traps_calls, traps_orders};

/// A trap; each row of it carries its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trap {
    FurtherAttempt,
    AttemptNextMonth,
    NoOrderNumber,
    SecondWithoutNumber,
    ServiceDateDecides,
    SamePlate,
    MessyPlate,
    NoSuchOrder,
    BlankAdvisor,
    AdvisorSpelling,
    OpenResult,
    SalesCall,
    TextDate,
    ImpossibleDate,
    DealerSuccess,
    DealerWord,
    UnknownReason,
    CallTwice,
    RepeatedHeading,
    TotalRow,
    FooterRow,
    BlankRow,
    VoidOrder,
    InternalOrder,
    PdiOrder,
    InRepair,
    BlankStatus,
    NoSettlement,
    SettledLate,
    OpenedEarlier,
    ExportedTwice,
    LaterState,
    OrderLine,
    InternalRepair,
    AnswerOnCall,
    FivePoints,
    HundredPoints,
    MissingAnswer,
    SurveyWithoutAdvisor,
    StationMean,
    ClosedWithoutDate,
    Reopened,
    Withdrawn,
    NoTimeOfDay,
    LevelLimit,
    OwnLimit,
    LevelSpelling,
    CancelledSale,
    SecondTier,
    DeliveredLater,
    OnlyInvoiced,
    SaleTwice,
    SubtotalRow,
    FirstServiceTwice,
    FirstServiceFlag,
}

/// What is said of a trap, and the figure that shows it.
pub struct Described {
    pub trap: Trap,
    /// The name in traps.toml.
    pub name: &'static str,
    pub indicator: &'static str,
    pub month: Month,
    /// A group of the indicator's breakdown: its kind and its key; both empty for the whole.
    pub group: (&'static str, &'static str),
    pub chinese: &'static str,
    pub english: &'static str,
}

/// A trap of a whole indicator.
pub const fn trap(
    trap: Trap,
    name: &'static str,
    indicator: &'static str,
    month: Month,
    chinese: &'static str,
    english: &'static str,
) -> Described {
    Described { trap, name, indicator, month, group: ("", ""), chinese, english }
}

/// The same, of one group of the indicator's breakdown.
pub const fn grouped(group: (&'static str, &'static str), described: Described) -> Described {
    Described { group, ..described }
}

/// Every trap, in the order of the README.
pub fn all() -> impl Iterator<Item = &'static Described> {
    traps_calls::TRAPS.iter().chain(&traps_orders::TRAPS).chain(&traps_books::TRAPS)
}
