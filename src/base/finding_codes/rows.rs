//! The finding codes about rows and what they say about each other.

use crate::base::code::{CodeDoc, Severity};

pub(super) const MISSING_VALUE: CodeDoc = CodeDoc {
    name: "missing-value",
    title: ["缺少内容", "Value missing"],
    severities: &[Severity::Error, Severity::Warning],
    when: [
        "该行缺少计数所必需的内容；或只写了同上",
        "the row lacks what is needed to count it, or has “as above” for it",
    ],
    example: ["缺少“工单号”；本行未计入", "Order number is missing; the row is set aside"],
    hint: ["补填后重新运行", "fill it in and run again"],
};

pub(super) const DOUBTFUL_ROW: CodeDoc = CodeDoc {
    name: "doubtful-row",
    title: ["可疑的行", "Row in doubt"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "像是合计行（A类小计、合计8家）、测试或示例，可能不是投诉（咨询、表扬），画了删除线，除日期外没有内容，整行挤在一格，备注里写着作废，金额为负，或一处写明而没有列的（维修类型：内部）：照常计入；按类型不是这张表的内容（来电中的外呼）：不计入",
        "the row looks like a total in other words than the bare one, a trial or an example, is perhaps no complaint (a question, praise), is struck through, says nothing but its date, stands in one cell, is taken back in a remark, has a negative amount, or something is said of many rows once and in no column: it counts; by its kind it is none of the table (a call that went out among those that came in): it does not",
    ],
    example: [
        "客户“A类小计”：像是合计行，已按一行数据计入；如是合计，请删去这一行",
        "Customer “A类小计”: this looks like a total and counts as a row; if it is a total, take it out",
    ],
    hint: [
        "核对这一行；不该计入的就删去或写明作废",
        "look at the row; take it out or write it as void if it should not count",
    ],
};

pub(super) const DUPLICATE_ROW: CodeDoc = CodeDoc {
    name: "duplicate-row",
    title: ["重复的行", "Row twice"],
    severities: &[Severity::Warning, Severity::Info],
    when: ["与另一行完全相同，只计一次", "the same row again; counted once"],
    example: [
        "从这里起共 5 行与“工单8月.xlsx › 8月”中的行相同，只计一次",
        "5 row(s) from here on are the same as rows of “工单8月.xlsx › 8月”; counted once",
    ],
    hint: ["无需处理，或删除重复导出", "nothing to do, or remove the overlapping export"],
};

pub(super) const CONFLICTING_ROW: CodeDoc = CodeDoc {
    name: "conflicting-row",
    title: ["编号相同、内容不同", "Rows in conflict"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "同一编号内容不同，采用较晚的状态；或某月销量既有明细又有合计，合计不再计入",
        "the same key with other contents: the later state is used; or a month of sales as a list and as a total: the total is not added",
    ],
    example: [
        "“WO1001”与 工单9月.xlsx › 9月 › A14 内容不同（工单状态、结算日期）；采用后者，本行不计",
        "“WO1001” differs from 工单9月.xlsx › 9月 › A14 (Status, Settled); that row is used, this one is not",
    ],
    hint: ["核对两行，保留正确的一行", "compare the two rows and keep the right one"],
};

pub(super) const COUNTED_TWICE: CodeDoc = CodeDoc {
    name: "counted-twice",
    title: ["可能计了两次", "Counted twice, perhaps"],
    severities: &[Severity::Warning],
    when: [
        "同一张表的两个清单像是同一批数据：一个是汇总、一个是明细，或同样的记录用不同的列、不同的编号指明，或隐藏的工作表是旧的一份，或两家店有同一个文件；或同一项在一个清单里有两行（大客户、人员、调查），在一个文件的两个工作表里都有（投诉、预约），或一个月的销量写了两次；都已计入",
        "two lists of one table seem to be of the same things: a summary and its details, or the same records named by other columns or numbers, an older state on a hidden sheet, or one file in two stores; or one thing has two rows in a list (an account, a member of staff, a survey), stands on two sheets of a file (a complaint, a booking), or a month has two totals of cars; both count",
    ],
    example: [
        "2013-09 的台数与“新车销售.xlsx › 明细”的合计都是 40，像是同一批数据的汇总和明细；两处都已计入",
        "Cars of 2013-09 come to 40 here and in “新车销售.xlsx › 明细”, as if one summed up the other; both count",
    ],
    hint: ["只留一处；确是两批数据的，无需处理", "keep one of them; nothing to do if they are of different things"],
};

pub(super) const TWO_VERSIONS: CodeDoc = CodeDoc {
    name: "two-versions",
    title: ["清单有两个版本", "Two versions of a list"],
    severities: &[Severity::Warning],
    when: [
        "两个文件的大部分行是同样的记录；内容不同的行采用较晚保存的文件（文件内的保存时间，否则按文件名）",
        "two files hold mostly the same records; where their rows differ the file saved later is used (by the time inside it, else by its name)",
    ],
    example: [
        "与“回访（最终版）.xlsx”是同一清单的两个版本：35 行相同，5 行内容不同；不同的行采用“回访（最终版）.xlsx”；请核对后移走其中一个",
        "one list in two versions, the other is “回访(最终版).xlsx”: 35 row(s) are the same, 5 differ; of these “回访(最终版).xlsx” is used; compare them and remove one",
    ],
    hint: ["只保留一个版本，把另一个移出输入文件夹", "keep one version and move the other out of the input folder"],
};

pub(super) const SHIFTED_ROW: CodeDoc = CodeDoc {
    name: "shifted-row",
    title: ["行与表头对不上", "Row perhaps shifted"],
    severities: &[Severity::Warning],
    when: [
        "该行的单元格比表头多，或从某列起内容与表头不符，可能左右错位；从该处起的人名、不认识的词和分数不采用",
        "a row with more cells than headings, or with contents that do not fit them from some column on; it may be shifted: names of staff, unknown words and scores from there on are not used",
    ],
    example: [
        "服务顾问“不满意”与表头不符，本行可能错位；从这里起的人名、不认识的词和分数不采用",
        "Service advisor “不满意” does not fit its heading, the row may be shifted; names, unknown words and scores from here on are not used",
    ],
    hint: [
        "检查该行是否多了或少了一格（备注里的逗号、分号最常见）",
        "see whether the row has a cell too many or too few (mostly a comma in a remark)",
    ],
};

pub(super) const SOLD_TWICE: CodeDoc = CodeDoc {
    name: "sold-twice",
    title: ["同一辆车售出两次", "Sold twice"],
    severities: &[Severity::Warning],
    when: [
        "同一车架号的新车销售出现两次且内容不同，只计较晚的一行",
        "a vehicle number is sold twice with other contents; the later row is counted",
    ],
    example: [
        "车架号“LSVAA49J132000001”售出两次：另一行在 新车销售.xlsx › 9月 › A14（客户、交车日期不同）；只计那一行，本行不计",
        "VIN “LSVAA49J132000001” is sold twice: again at 新车销售.xlsx › 9月 › A14 (other Customer, Delivered); that row is counted, this one is not",
    ],
    hint: [
        "核对车架号：退车再售请把前一行标为已退车，笔误请改正",
        "check the number: mark the first sale as returned if the car was sold again, else correct the slip",
    ],
};

pub(super) const MERGED_CELLS: CodeDoc = CodeDoc {
    name: "merged-cells",
    title: ["合并单元格", "Merged cells"],
    severities: &[Severity::Warning, Severity::Info],
    when: [
        "合并单元格的内容计入它盖住的每一行；盖住了别的内容，或合并的是台数，请核对",
        "what a merged cell holds counts in every row that it covers; where it hides another value, or is a number of cars, check it",
    ],
    example: [
        "6 个合并单元格的内容计入它们盖住的每一行",
        "what 6 merged cell(s) hold counts in every row that they cover",
    ],
    hint: [
        "一般无需处理；有警告时请取消合并，在每一行写明",
        "mostly nothing to do; where it is a warning, unmerge the cell and fill every row",
    ],
};

pub(super) const ORDER_LINES: CodeDoc = CodeDoc {
    name: "order-lines",
    title: ["一张工单多行", "Orders on several lines"],
    severities: &[Severity::Info],
    when: ["一张工单分多行（项目、配件），按一张计", "one order on several lines (items, parts); counted once"],
    example: [
        "一张工单分多行（项目、配件）：本文件有 37 行并入各自的工单",
        "orders on several lines (items, parts): 37 line(s) of this file joined to their orders",
    ],
    hint: ["无需处理", "nothing to do"],
};

pub(super) const CLOSED_WITHOUT_DATE: CodeDoc = CodeDoc {
    name: "closed-without-date",
    title: ["结案缺日期", "Closed without a date"],
    severities: &[Severity::Warning],
    when: ["状态为已结案但没有结案日期，按未结案计", "closed without a closing date; counted as open"],
    example: [
        "状态为已结案但没有结案日期；按未结案计",
        "closed but without a closing date; the complaint counts as open",
    ],
    hint: ["补填结案日期", "fill in the closing date"],
};

pub(super) const CLOSED_BEFORE_RECEIVED: CodeDoc = CodeDoc {
    name: "closed-before-received",
    title: ["结案早于接诉", "Closed before received"],
    severities: &[Severity::Error],
    when: ["结案早于接诉，结案日期未采用", "closed before it was received; the closing is set aside"],
    example: [
        "结案日期 2013-09-01 早于接诉时间 2013-09-05；结案日期未采用，按未结案计",
        "closed 2013-09-01, before it was received 2013-09-05; the closing is set aside, the complaint counts as open",
    ],
    hint: ["改正两个日期之一", "correct one of the two dates"],
};

pub(super) const DELIVERED_BEFORE_OPENED: CodeDoc = CodeDoc {
    name: "delivered-before-opened",
    title: ["交车早于开单", "Delivered before opened"],
    severities: &[Severity::Warning],
    when: ["交车或结算早于开单", "delivered or settled before it was opened"],
    example: [
        "结算日期 2013-09-01 早于开单日期 2013-09-05；按原样使用",
        "Settled 2013-09-01, before it was opened 2013-09-05; used as it stands",
    ],
    hint: ["核对日期", "check the dates"],
};

pub(super) const UNKNOWN_ORDER: CodeDoc = CodeDoc {
    name: "unknown-order",
    title: ["工单号找不到", "Order not found"],
    severities: &[Severity::Warning],
    when: [
        "回访记录的工单号在工单表中找不到；或没有工单号、按车辆也归不到工单，而其他回访有工单号",
        "a callback names an order that no order list holds; or it names neither an order nor the vehicle of one where others do",
    ],
    example: [
        "从这里起共 3 行的工单号在工单表中找不到",
        "3 row(s) from here on name an order that no order list holds",
    ],
    hint: ["核对工单号，或补上缺少的工单导出", "check the order number, or add the missing export"],
};

pub(super) const CONTRADICTORY_STATE: CodeDoc = CodeDoc {
    name: "contradictory-state",
    title: ["自相矛盾的行", "A row against itself"],
    severities: &[Severity::Warning],
    when: [
        "状态与日期、是否、得分互相矛盾，两个日期先后颠倒，或没有成功的回访有回答",
        "a state contradicts a date, a flag or points, two dates are the wrong way round, or a call without success has answers",
    ],
    example: [
        "状态“处理中”与结案日期 2013-09-12 不一致；按结案日期计为已结案",
        "the state \"处理中\" contradicts the closing date 2013-09-12; by its date it counts as closed",
    ],
    hint: ["核对该行", "check the row"],
};

pub(super) const NOTHING_CARRIED_IN: CodeDoc = CodeDoc {
    name: "nothing-carried-in",
    title: ["期初未结可能不全", "Nothing carried in"],
    severities: &[Severity::Warning],
    when: ["清单从本期开始，期初未结可能不全", "the list starts in this period, so earlier open ones may be missing"],
    example: [
        "投诉记录自 2013-09-02 起，在本期之内；期初未结无从得知，按 0 计",
        "the rows of “Complaints” start on 2013-09-02, within the period; nothing can be carried in",
    ],
    hint: ["补上以前未结案的记录", "add the earlier records that are still open"],
};

pub(super) const MANY_GROUPS: CodeDoc = CodeDoc {
    name: "many-groups",
    title: ["分组太多", "Too many groups"],
    severities: &[Severity::Warning],
    when: [
        "一个分组（原因、顾问、技师 …）超过 500 种：只列最大的 500 种，其余合为一行，合计不变",
        "a breakdown (reasons, advisors, technicians …) has more than 500 kinds: the largest are listed, the rest is one row",
    ],
    example: [
        "“回访成功率”“首次接通率”按“服务顾问”分组有 30000 种，超过 500 种：只列最大的 500 种，其余合为一行“其他（N 种）”，合计不变",
        "“Callback success rate”, “Reached at the first call” by “Advisor” has 30000 kinds, more than 500: the largest 500 are listed, the rest is one row “other (N kinds)”; the rows still add up",
    ],
    hint: [
        "检查该列是否对应错了（如备注、单号列）；同义的词可在 [tables.*.words] 或 [aliases] 中归并",
        "check that the right column was taken (not one of remarks or numbers); words and names of one meaning can be joined under [tables.*.words] and [aliases]",
    ],
};
