//! The finding codes about what the tables cover of the period.

use crate::base::finding::{CodeDoc, Severity};

pub(super) const INCOMPLETE_DATA: CodeDoc = CodeDoc {
    name: "incomplete-data",
    title: ["数据不完整", "Incomplete data"],
    severities: &[Severity::Warning],
    when: [
        "一张表的行在本期（或用来比较的那一期）之内提前结束、推迟开始或中间断开，间隔明显长于它平时的间隔",
        "the rows of a table stop, start or leave a hole inside the period (or one that is compared with), a gap much longer than its usual ones",
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
        "一张表在其他报告期有行，在本期没有；有关指标本期没有数据或只有一部分",
        "a table has rows in other periods and none in this one; its indicators have no data or only a part of it",
    ],
    example: [
        "回访表在 2013-11 没有行；有行的报告期：2013-10、2013-09",
        "the table “Callbacks” has no row in 2013-11; periods with rows: 2013-10, 2013-09",
    ],
    hint: ["补上本期的导出，或换一个报告期", "add the export of this period, or choose another period"],
};
