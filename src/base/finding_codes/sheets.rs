//! The finding codes about sheets and their headings.

use crate::base::code::{CodeDoc, Severity};

pub(super) const UNKNOWN_SHEET: CodeDoc = CodeDoc {
    name: "unknown-sheet",
    title: ["工作表未识别", "Sheet not recognised"],
    severities: &[Severity::Warning],
    when: ["工作表的表头与任何表都不符；未使用", "the headings fit no table; not used"],
    example: [
        "表头与任何表都不符，本工作表未使用；看到的内容：星期、菜单、一、米饭、二、面条",
        "the headings fit no table, the sheet is not used; it begins with: 星期, 菜单, 一, 米饭, 二, 面条",
    ],
    hint: [
        "若应使用，请在配置的 [tables.*.headings] 中补充表头",
        "if it should count, add its headings under [tables.*.headings]",
    ],
};

pub(super) const TABLE_NOT_USED_YET: CodeDoc = CodeDoc {
    name: "table-not-used-yet",
    title: ["暂不使用的表", "Table not used yet"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "已识别的表，目前版本暂不使用；也像一张要计入的表时为警告",
        "a known table that is not used yet; a warning where it might be one that is used",
    ],
    example: ["这是“预约”表，目前版本暂不使用", "this is a sheet of Appointments, which is not used yet"],
    hint: [
        "无需处理；如果认错了，请在工作表名或文件名中写明是哪张表",
        "nothing to do; if it is taken for another table, name the sheet or the file after its own",
    ],
};

pub(super) const MISSING_HEADING: CodeDoc = CodeDoc {
    name: "missing-heading",
    title: ["缺少必需的列", "Column missing"],
    severities: &[Severity::Error, Severity::Warning],
    when: [
        "像某张表，但缺少必需的列；或缺少一列，有些指标因此没有数据（警告，其余照用）",
        "looks like a table but lacks a column it needs; or lacks one without which some figures have no data (a warning, the rest is used)",
    ],
    example: [
        "像“回访”表，但缺少“回访结果”列；本工作表未计入",
        "looks like Callbacks but lacks the column Result; the sheet is set aside",
    ],
    hint: ["补上该列的表头，或在配置中声明它的叫法", "add the heading, or declare its name in the configuration"],
};

pub(super) const UNKNOWN_HEADING: CodeDoc = CodeDoc {
    name: "unknown-heading",
    title: ["没有用到的列", "Column not used"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "没有用到的列，或有内容而没有表头的列；其中不少是另一张表的表头时为警告",
        "a column that is not used, or one that holds data without a heading; a warning where several are headings of another table",
    ],
    example: ["以下列没有用到：星座、吉祥物", "these columns are not used: 星座, 吉祥物"],
    hint: ["如需使用，请在配置的 [tables.*.headings] 中补充", "add it under [tables.*.headings] if it should be used"],
};

pub(super) const NEAR_HEADING: CodeDoc = CodeDoc {
    name: "near-heading",
    title: ["表头与已知的相近", "Heading near a known one"],
    severities: &[Severity::Warning],
    when: [
        "表头与已知的表头只差一个字，或相邻两字颠倒；或者含有本表所缺的表头（指定维修技师）",
        "a heading one character away from a known one, or two neighbours changed places; or one that holds a heading which the list lacks",
    ],
    example: [
        "“失败源因”与已知表头“失败原因”只差一个字；本列未使用，按原因的回访失败没有数据",
        "“失败源因” is one slip away from the known heading “失败原因”; the column is not used: failed callbacks by reason have no data",
    ],
    hint: [
        "改正表头，或运行 csr-report check --suggest --write，在 设置.xlsx 的“表头”表中核对",
        "correct the heading, or run csr-report check --suggest --write and look at the sheet Headings of settings.xlsx",
    ],
};

pub(super) const DUPLICATE_HEADING: CodeDoc = CodeDoc {
    name: "duplicate-heading",
    title: ["列重复", "Column twice"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "两列对应同一字段，使用有数据的一列；含义不同的日期（处理时间与关闭时间）不互相代替",
        "two columns claim one field; the one with data is used; dates of different meaning (handled at, closed at) do not stand in for each other",
    ],
    example: [
        "多列对应“客户”，使用 C 列“车主”；未使用 B “送修人”",
        "several columns are Customer; column C “车主” is used, not B “送修人”",
    ],
    hint: ["删除或改名多余的列", "remove or rename the spare column"],
};

pub(super) const TICKED_COLUMNS: CodeDoc = CodeDoc {
    name: "ticked-columns",
    title: ["打勾的几列", "Columns of ticks"],
    severities: &[Severity::Info],
    when: [
        "一个表头下每个答案一列，在其中一列打勾；合为一列读取",
        "below one heading each answer has a column, and one of them a tick; they are read as one column",
    ],
    example: [
        "“回访结果”下 D–E 列是打勾的成功、失败，合为一列读取",
        "columns D–E below “回访结果” hold ticks for 成功, 失败; they are read as one column",
    ],
    hint: ["一般无需处理；每行只打一个勾", "mostly nothing to do; one tick a row"],
};

pub(super) const HIDDEN_SHEET: CodeDoc = CodeDoc {
    name: "hidden-sheet",
    title: ["隐藏的工作表", "Hidden sheet"],
    severities: &[Severity::Info],
    when: ["工作表是隐藏的，已计入", "the sheet is hidden; it is counted"],
    example: ["工作表是隐藏的，已计入", "the sheet is hidden; it is counted"],
    hint: ["若不应计入，请删除该工作表", "delete the sheet if it should not count"],
};

pub(super) const HIDDEN_ROWS: CodeDoc = CodeDoc {
    name: "hidden-rows",
    title: ["隐藏的行", "Hidden rows"],
    severities: &[Severity::Info],
    when: ["有隐藏的行，已计入", "rows are hidden; they are counted"],
    example: ["有 12 行是隐藏的，已计入", "12 rows are hidden; they are counted"],
    hint: ["若不应计入，请删除这些行", "delete the rows if they should not count"],
};

pub(super) const ROWS_ABOVE: CodeDoc = CodeDoc {
    name: "rows-above",
    title: ["表头以上有内容", "Rows above the headings"],
    severities: &[Severity::Warning],
    when: [
        "表头以上有像是数据的行，或有成片的内容；未读取",
        "rows that look like those of the list stand above its headings, or lines that are filled like a list; not read",
    ],
    example: [
        "表头（第 3 行）以上的一行像是数据，没有读取",
        "a row above the headings (row 3) looks like data and is not read",
    ],
    hint: [
        "把数据行移到表头以下；是另一张表的，给它加上表头",
        "move the rows below the headings, or give them headings of their own",
    ],
};

pub(super) const NO_ROWS: CodeDoc = CodeDoc {
    name: "no-rows",
    title: ["没有数据行", "No rows"],
    severities: &[Severity::Warning],
    when: ["只有表头，没有数据行", "headings without a row"],
    example: ["只有表头，没有数据行", "headings without a row below"],
    hint: ["确认导出是否完整", "check that the export is complete"],
};
