//! The finding codes about what the tables cover of the period.

use crate::base::code::{CodeDoc, Severity};

pub(super) const INCOMPLETE_DATA: CodeDoc = CodeDoc {
    name: "incomplete-data",
    title: ["数据不完整", "Incomplete data"],
    severities: &[Severity::Warning],
    when: [
        "一张表的行在本期（或用来比较的那一期）之内提前结束、推迟开始或中间断开，间隔明显长于它平时的间隔；或者最初几个月只有很少的行",
        "the rows of a table stop, start or leave a hole inside the period (or one that is compared with), a gap much longer than its usual ones; or its first months have only a few rows",
    ],
    example: [
        "回访表在 2013-10 只有 2013-10-01 至 2013-10-15 的行，与平时不符；依据它的数字不是整期的",
        "the table “Callbacks” has rows from 2013-10-01 to 2013-10-15 only in 2013-10, unlike before; figures from it are not of the whole period",
    ],
    hint: [
        "重新导出整期的数据后再运行；如果当时确实没有业务，可以不处理",
        "export the whole period again and run again; nothing to do if there really was no business",
    ],
};

pub(super) const NO_ROWS_IN_PERIOD: CodeDoc = CodeDoc {
    name: "no-rows-in-period",
    title: ["本期没有行", "No row in the period"],
    severities: &[Severity::Warning],
    when: [
        "一张表在其他报告期有行，在本期没有，或名单只能看出以后有谁；有关指标本期没有数据或只有一部分",
        "a table has rows in other periods and none in this one, or a roster tells of later days only; its indicators have no data or only a part of it",
    ],
    example: [
        "回访表在 2013-11 没有行；有行的报告期：2013-10、2013-09",
        "the table “Callbacks” has no row in 2013-11; periods with rows: 2013-10, 2013-09",
    ],
    hint: ["补上本期的导出，或换一个报告期", "add the export of this period, or choose another period"],
};

pub(super) const UNKNOWN_CALENDAR: CodeDoc = CodeDoc {
    name: "unknown-calendar",
    title: ["没有放假安排", "Unknown calendar"],
    severities: &[Severity::Warning],
    when: [
        "时限按工作时间算，而那一年哪天放假、哪天调休上班没有写在 templates/calendar 中；到期时间不知道，不猜",
        "limits are hours of work, and templates/calendar does not say which days of the year are off or worked; the due time is unknown, not guessed",
    ],
    example: [
        "2027 年的放假安排不知道，1 件投诉的处理时限没有算出，不计入及时关闭率",
        "the days off of 2027 are not known; 1 complaints have no due time and stay out of timely closure",
    ],
    hint: [
        "在工作区新建 templates/calendar/年份.toml，按国务院办公厅的放假通知填写（格式见 csr-report templates calendar/2026.toml）",
        "add templates/calendar/YEAR.toml to the workspace after the notice of the State Council (its form: csr-report templates calendar/2026.toml)",
    ],
};
