//! The finding codes about a file of counts (`--facts`).

use crate::base::code::{CodeDoc, Severity};

pub(super) const MADE_FROM_COUNTS: CodeDoc = CodeDoc {
    name: "made-from-counts",
    title: ["从合计做成", "Made from counts"],
    severities: &[Severity::Info],
    when: [
        "报告是用 --facts 从数仓的合计做成的，没有明细",
        "the report was made with --facts from what a warehouse has counted; there are no rows",
    ],
    example: [
        "从 parts.parquet 的合计做成，没有明细：各页列不出行，数据质量没有看过",
        "made from the counts in parts.parquet, without rows: pages list none, and the quality of the data was not looked at",
    ],
    hint: [
        "要看明细和数据质量，用表格做报告（不写 --facts），或在数仓中查",
        "for rows and the quality of the data make the report from spreadsheets (without --facts), or ask the warehouse",
    ],
};

pub(super) const COUNTS_IN_DOUBT: CodeDoc = CodeDoc {
    name: "counts-in-doubt",
    title: ["合计文件有误或不全", "Counts wrong or missing"],
    severities: &[Severity::Error, Severity::Warning],
    when: [
        "--facts 的文件中某一行有误，所属的指标没有数据；或者没有数某些期、某些指标",
        "a row of the file of --facts is wrong, and its indicator has no data; or periods or indicators were not counted",
    ],
    example: [
        "第 17 行（counted）：below = 3，应等于 rows = 4；不计入",
        "row 17 (counted): below = 3 is not rows = 4; not counted",
    ],
    hint: [
        "按 docs/warehouse.md 改正数仓的语句后重新导出",
        "correct the statements of the warehouse by docs/warehouse.md and hand the file over anew",
    ],
};
