//! Traps of the call list.

use crate::calendar::Month;
use crate::golden::SEPTEMBER;
use crate::traps::{Described, Trap, grouped, trap};

const RATE: &str = "callback_rate";
const SUCCESS: &str = "callback_success_rate";
const FAILURES: &str = "callback_failures";
const SCORE: &str = "satisfaction_score";
const AUGUST: Month = SEPTEMBER - 1;
const JULY: Month = SEPTEMBER - 2;

/// In the order of the README.
pub const TRAPS: [Described; 22] = [
    trap(
        Trap::FurtherAttempt,
        "further-attempts",
        SUCCESS,
        SEPTEMBER,
        "同一工单打了第二、第三次；一个工单的全部拨打算一个台次",
        "a second or third attempt for one order; all attempts are one case",
    ),
    trap(
        Trap::AttemptNextMonth,
        "attempt-next-month",
        SUCCESS,
        SEPTEMBER,
        "上月的工单本月才打（或才打通）；台次归最后一次回访的月份",
        "the last attempt is in the month after; the case belongs to the month of its last attempt",
    ),
    trap(
        Trap::NoOrderNumber,
        "no-order-number",
        RATE,
        SEPTEMBER,
        "回访没有工单号；按车辆和服务日期，或此前30天内最近的工单找到",
        "no order number; found by vehicle and service date, or the latest order of the 30 days before",
    ),
    trap(
        Trap::SecondWithoutNumber,
        "second-attempt-without-number",
        SUCCESS,
        SEPTEMBER,
        "第二次拨打漏填工单号；仍是同一台次",
        "the second attempt lacks the number; still the same case",
    ),
    trap(
        Trap::ServiceDateDecides,
        "service-date-decides",
        RATE,
        SEPTEMBER,
        "同车同月两张工单，回访没有工单号；服务日期列决定是哪一张",
        "two orders of one vehicle; the service date column decides",
    ),
    trap(
        Trap::SamePlate,
        "same-plate-two-vehicles",
        RATE,
        SEPTEMBER,
        "两辆车先后用同一车牌；先按 VIN 再按车牌",
        "two vehicles carried one plate; VIN before plate",
    ),
    trap(
        Trap::MessyPlate,
        "messy-plates",
        RATE,
        SEPTEMBER,
        "没有工单号和 VIN，车牌有全角、空格、点号、小写；统一写法后再匹配",
        "only a plate, with full-width letters, blanks, dots or lower case; brought to one form",
    ),
    trap(
        Trap::NoSuchOrder,
        "call-without-known-order",
        SUCCESS,
        SEPTEMBER,
        "工单号不在工单表，或车辆没有工单；单独成一个台次",
        "no such order, or a vehicle without orders; stands alone as a case",
    ),
    grouped(
        ("advisor", "乔丹"),
        trap(
            Trap::BlankAdvisor,
            "blank-advisor",
            SUCCESS,
            SEPTEMBER,
            "回访没填服务顾问；取工单上的",
            "no advisor on the call; the order's is taken",
        ),
    ),
    grouped(
        ("advisor", "乔丹"),
        trap(
            Trap::AdvisorSpelling,
            "advisor-spellings",
            SUCCESS,
            SEPTEMBER,
            "同一人几种写法（乔丹(001)、小乔）；按 [aliases] 合并",
            "one person in several spellings; merged by [aliases]",
        ),
    ),
    trap(
        Trap::OpenResult,
        "open-results",
        RATE,
        JULY,
        "待回访、继续跟踪不是一次拨打",
        "待回访 and 继续跟踪 are no attempt",
    ),
    trap(
        Trap::SalesCall,
        "sales-callbacks",
        SUCCESS,
        SEPTEMBER,
        "销售回访记在同一张表；只算售后回访",
        "calls to buyers in the same list; only after-sales calls count",
    ),
    trap(Trap::TextDate, "text-dates", SUCCESS, JULY, "日期是各种写法的文字", "dates typed as text in several styles"),
    trap(
        Trap::ImpossibleDate,
        "impossible-date",
        SUCCESS,
        SEPTEMBER,
        "9月31日；该行不计并报错误",
        "31 September; the row is set aside with an error",
    ),
    trap(
        Trap::DealerSuccess,
        "dealers-word-for-success",
        SUCCESS,
        SEPTEMBER,
        "“OK了”经 [tables.callbacks.words] 归为成功",
        "the dealer's own word OK了, mapped in the configuration",
    ),
    grouped(
        ("reason", "无法接通"),
        trap(
            Trap::DealerWord,
            "dealers-word-for-reason",
            FAILURES,
            SEPTEMBER,
            "“电话打不通”经 [tables.callbacks.words] 归为无法接通",
            "the dealer's own word 电话打不通, mapped in the configuration",
        ),
    ),
    trap(
        Trap::UnknownReason,
        "unknown-reason",
        FAILURES,
        SEPTEMBER,
        "未知原因写在后来打通的工单上；不算失败",
        "an unknown reason on an attempt whose case succeeded later; no failure",
    ),
    trap(
        Trap::CallTwice,
        "call-pasted-twice",
        SCORE,
        SEPTEMBER,
        "同一行粘贴了两次；只算一次",
        "the same line pasted twice; counted once",
    ),
    trap(
        Trap::RepeatedHeading,
        "repeated-headings",
        FAILURES,
        AUGUST,
        "表中间重复的表头不是数据",
        "heading rows again in the middle of the sheet",
    ),
    trap(Trap::TotalRow, "total-rows", FAILURES, SEPTEMBER, "合计行不是数据", "total rows are no calls"),
    trap(Trap::FooterRow, "footers", FAILURES, SEPTEMBER, "制表人、备注行不是数据", "footers are no calls"),
    trap(Trap::BlankRow, "blank-rows", FAILURES, SEPTEMBER, "表中间的空行", "blank rows in the middle"),
];
