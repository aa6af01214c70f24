//! The finding codes about what `[require]` of the configuration asks for.

use crate::base::code::{CodeDoc, Severity};

pub(super) const MANY_REJECTED: CodeDoc = CodeDoc {
    name: "many-rejected",
    title: ["剔除的行过多", "Many rows set aside"],
    severities: &[Severity::Warning],
    when: [
        "被剔除的行的比例超过配置中 [require] 的 warn_rejected_percent（全部的表，或某一张表的）；报告照出",
        "more rows were set aside than warn_rejected_percent under [require] says, of all tables or of one; the report is made",
    ],
    example: [
        "表 callbacks 的 100 行中有 4 行被剔除（4.00%），超过 require.callbacks.warn_rejected_percent = 3",
        "4 of 100 rows of callbacks were set aside (4.00%), above require.callbacks.warn_rejected_percent = 3",
    ],
    hint: [
        "按各处的发现改正源表；比例本来就这么高时，改配置中的 warn_rejected_percent",
        "correct the lists as their findings say; where the share is as it should be, change warn_rejected_percent",
    ],
};

pub(super) const TABLE_FROM_LAST: CodeDoc = CodeDoc {
    name: "table-from-last",
    title: ["用了上次的表", "Table of an earlier run"],
    severities: &[Severity::Warning],
    when: [
        "输入中没有这张表，按配置（policy = \"use-last\"）用了以前一次运行留下的文件",
        "the table is not in the input; the files of an earlier run were read, as the configuration wants (policy = \"use-last\")",
    ],
    example: [
        "输入中没有可用的“投诉”，用的是 2013-10-02 那次运行的文件",
        "the input has no table “Complaints” that can be used; this is the file of the run of 2013-10-02",
    ],
    hint: ["把新的导出放入输入文件夹后重新运行", "put a new export into the input folder and run again"],
};
