//! Traps of the work orders and of the answers.

use crate::calendar::Month;
use crate::golden::{MAY, SEPTEMBER};
use crate::traps::{Described, Trap, trap};

const DUE: &str = "callbacks_due";
const SCORE: &str = "satisfaction_score";
const FIXED: &str = "first_time_fix_rate";
const AUGUST: Month = SEPTEMBER - 1;
const JULY: Month = SEPTEMBER - 2;

/// In the order of the README.
pub const TRAPS: [Described; 18] = [
    trap(Trap::VoidOrder, "void-orders", DUE, SEPTEMBER, "作废、取消的工单不应回访", "void orders are not due"),
    trap(
        Trap::InternalOrder,
        "internal-orders",
        DUE,
        SEPTEMBER,
        "内部车不应回访",
        "orders for the dealer's own cars are not due",
    ),
    trap(Trap::PdiOrder, "pdi-orders", DUE, SEPTEMBER, "新车 PDI 不应回访", "pre-delivery inspections are not due"),
    trap(
        Trap::InRepair,
        "still-in-repair",
        DUE,
        SEPTEMBER,
        "在修、派工的车还没完工",
        "cars still in repair are not due",
    ),
    trap(
        Trap::BlankStatus,
        "blank-status",
        DUE,
        SEPTEMBER,
        "状态空白但有结算日期；算完工",
        "no status but a settlement date; finished",
    ),
    trap(
        Trap::NoSettlement,
        "no-settlement-date",
        DUE,
        SEPTEMBER,
        "没有结算日期；按交车日期归月",
        "no settlement date; delivery decides the month",
    ),
    trap(
        Trap::SettledLate,
        "settled-in-the-next-month",
        DUE,
        SEPTEMBER,
        "上月交车、本月结算；按结算日期归月",
        "delivered in one month, settled in the next; settlement decides",
    ),
    trap(
        Trap::OpenedEarlier,
        "opened-in-the-month-before",
        DUE,
        SEPTEMBER,
        "上月开单、本月结算；不按开单日期",
        "opened in the month before; the opening does not decide",
    ),
    trap(
        Trap::ExportedTwice,
        "overlapping-exports",
        DUE,
        JULY,
        "两次导出的期间重叠；同一工单只算一次",
        "the periods of two exports overlap; an order counts once",
    ),
    trap(
        Trap::LaterState,
        "later-state",
        DUE,
        JULY,
        "前一次导出时在修，后一次已结算；用后来的状态",
        "in repair in the older export, settled in the newer one; the later state is used",
    ),
    trap(
        Trap::OrderLine,
        "order-lines",
        DUE,
        SEPTEMBER,
        "一张工单按维修项目占几行；算一张",
        "one order on several lines; one order",
    ),
    trap(
        Trap::InternalRepair,
        "internal-repairs",
        FIXED,
        SEPTEMBER,
        "内部车的修复结果不计入一次修复率",
        "answers on internal orders stay out of first-time fix",
    ),
    trap(
        Trap::AnswerOnCall,
        "answer-on-the-call",
        FIXED,
        SEPTEMBER,
        "是否一次修复只在回访里有；归到工单",
        "the answer stands only on the callback; it belongs to the order",
    ),
    trap(
        Trap::FivePoints,
        "five-point-scores",
        SCORE,
        MAY,
        "5月按5星打分；换算成百分制",
        "May is scored to 5 stars; scaled to 100",
    ),
    trap(
        Trap::HundredPoints,
        "hundred-point-scores",
        SCORE,
        SEPTEMBER,
        "面访按百分打分，电访按10分",
        "in-person surveys are scored to 100, calls to 10",
    ),
    trap(
        Trap::MissingAnswer,
        "missing-answers",
        SCORE,
        SEPTEMBER,
        "不表态和空白是没有回答，不是0分",
        "不表态 and blanks are no answers, not 0",
    ),
    trap(
        Trap::SurveyWithoutAdvisor,
        "survey-without-advisor",
        SCORE,
        AUGUST,
        "没有服务顾问的面访不进入顾问平均",
        "surveys without an advisor stay out of the mean of advisors",
    ),
    trap(
        Trap::StationMean,
        "station-is-mean-of-advisors",
        SCORE,
        SEPTEMBER,
        "服务站 = 各顾问的简单平均，不是全部回答的平均",
        "the station is the simple mean of the advisors, not of all answers",
    ),
];
