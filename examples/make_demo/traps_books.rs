//! Traps of the complaints, the sales and the first services.

use crate::golden::SEPTEMBER;
use crate::traps::{Described, Trap, grouped, trap};

const TIMELY: &str = "complaint_timely_closure_rate";
const RETENTION: &str = "first_service_retention";

/// In the order of the README.
pub const TRAPS: [Described; 15] = [
    trap(
        Trap::ClosedWithoutDate,
        "closed-without-date",
        "complaints_open",
        SEPTEMBER,
        "状态已结案但没有结案日期；算未结并提示",
        "closed by its status, without a date; open, with a warning",
    ),
    trap(
        Trap::Reopened,
        "reopened-complaint",
        "complaints_carried_in",
        SEPTEMBER,
        "结案后客户再次投诉；到最后一次结案才算结",
        "closed, then reopened; open until its last closing",
    ),
    trap(
        Trap::Withdrawn,
        "withdrawn-complaints",
        "complaints_received",
        SEPTEMBER,
        "撤销的投诉不计",
        "withdrawn complaints do not count",
    ),
    trap(
        Trap::NoTimeOfDay,
        "no-time-of-day",
        TIMELY,
        SEPTEMBER,
        "接诉只有日期；按日期比较时限",
        "received on a day without a time; days are compared",
    ),
    trap(
        Trap::LevelLimit,
        "limit-of-the-level",
        TIMELY,
        SEPTEMBER,
        "I 级时限 24 小时（配置），其余 72 小时",
        "level I has 24 hours by configuration, the rest 72",
    ),
    trap(
        Trap::OwnLimit,
        "own-limit",
        TIMELY,
        SEPTEMBER,
        "本行写了“5天”；月底尚未到期，不进分母",
        "the row's own limit of 5 days is not yet over; out of the denominator",
    ),
    grouped(
        ("level", "II"),
        trap(
            Trap::LevelSpelling,
            "level-spellings",
            "complaints_received",
            SEPTEMBER,
            "Ⅱ级、二级、2级 都是 II",
            "Ⅱ级，二级 and 2级 are II",
        ),
    ),
    trap(
        Trap::CancelledSale,
        "cancelled-sales",
        RETENTION,
        SEPTEMBER,
        "已取消的销售不计",
        "cancelled sales do not count",
    ),
    trap(
        Trap::SecondTier,
        "second-tier-channel",
        RETENTION,
        SEPTEMBER,
        "二网的车也是销量",
        "cars sold through a second-tier dealer are sales too",
    ),
    trap(
        Trap::DeliveredLater,
        "delivered-after-invoice",
        RETENTION,
        SEPTEMBER,
        "上月开票、本月交车；按交车日期归月",
        "invoiced in one month, delivered in the next; delivery decides",
    ),
    trap(
        Trap::OnlyInvoiced,
        "only-invoiced",
        RETENTION,
        SEPTEMBER,
        "没有交车日期；按开票日期归月",
        "no delivery date; the invoice decides",
    ),
    trap(
        Trap::SaleTwice,
        "sale-pasted-twice",
        RETENTION,
        SEPTEMBER,
        "同一 VIN 粘贴两次；只算一次",
        "the same VIN twice; counted once",
    ),
    trap(
        Trap::SubtotalRow,
        "subtotal-rows",
        RETENTION,
        SEPTEMBER,
        "每月的小计行不是车",
        "the subtotal of each month is no car",
    ),
    trap(
        Trap::FirstServiceTwice,
        "first-service-twice",
        RETENTION,
        SEPTEMBER,
        "同一车两张首保工单；按车计一次",
        "two first-service orders of one vehicle; one vehicle",
    ),
    trap(
        Trap::FirstServiceFlag,
        "first-service-by-flag",
        RETENTION,
        SEPTEMBER,
        "类型不是首保，但“是否首次保养”为是",
        "not a first service by type, but by the flag",
    ),
];
