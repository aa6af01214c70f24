//! The finding codes about the stores of a workspace.

use crate::base::code::{CodeDoc, Severity};

pub(super) const NO_STORE: CodeDoc = CodeDoc {
    name: "no-store",
    title: ["没有指定门店", "No store"],
    severities: &[Severity::Error],
    when: [
        "工作区有多家店，而该文件不在任何一家店的文件夹里，或有些行没有写门店；只计入集团，组名为未指定，历史指标和目标不采用",
        "the workspace has several stores, and the file lies in the folder of none, or rows name none; they count for the group only, and a history or targets are not used",
    ],
    example: [
        "不在任何一家店的文件夹里（未指定）：不进入任何一家店的报告，各行只计入集团；历史指标和目标集团也不采用",
        "lies in the folder of no store: it is in the report of none, and its rows count for the group only; a history or targets in it are not used, not even by the group",
    ],
    hint: [
        "把它移到所属门店的文件夹里，或在各行写上门店",
        "move it into the folder of its store, or write the store into its rows",
    ],
};

pub(super) const STORE_NAMES: CodeDoc = CodeDoc {
    name: "store-names",
    title: ["门店名称相近", "Alike names of stores"],
    severities: &[Severity::Warning],
    when: [
        "两个门店的名称几乎一样：只差空格、全半角、大小写的按一家店计，其余按两家店计",
        "two stores have nearly the same name: those that differ in space, width or case are one store, others two",
    ],
    example: [
        "“城东店”与“城东”名称相近，按两家店计",
        "the names “城东店” and “城东” are alike; they are taken as two stores",
    ],
    hint: ["同一家店的文件放在同一个文件夹里", "put the files of one store into one folder"],
};

pub(super) const STORE_LEFT_OUT: CodeDoc = CodeDoc {
    name: "store-left-out",
    title: ["门店没有计入", "Store left out"],
    severities: &[Severity::Error],
    when: [
        "该门店的数据不能用，集团的数字里没有这家店；或本期没有它的行，只有以前各期有",
        "the data of the store cannot be used, and the figures of the group lack it; or it has no row in the period, only in earlier ones",
    ],
    example: [
        "“城北店”没有计入集团的数字：没有可用的数据",
        "the store “城北店” is not in the figures of the group: it has no data that can be used",
    ],
    hint: ["改正该店的文件后重新运行", "correct the files of the store and run again"],
};
