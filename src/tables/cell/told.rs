//! What is told of a cell, whatever its field.

use crate::base::finding::Code;

use super::Broken;

/// Error values as text; `#N/A` stands for nothing there.
pub(super) fn is_error_text(text: &str) -> bool {
    matches!(text, "#VALUE!" | "#REF!" | "#DIV/0!" | "#NUM!" | "#NAME?" | "#NULL!" | "#SPILL!")
}

pub(super) fn only_signs() -> Broken {
    Broken::new(Code::OnlySigns, "只有符号，没有文字或数字", "signs only, no letter or digit")
}

pub(super) fn ditto() -> Broken {
    Broken::new(Code::MissingValue, "只写了同上，请写全", "stands for the cell above; write it out")
}

pub(super) fn several_people() -> Broken {
    Broken::new(
        Code::DoubtfulPerson,
        "像是几个人的名字，按一个人计",
        "these look like several people; they count as one",
    )
}

pub(super) fn not_calculated() -> Broken {
    let chinese = "制作文件的程序没有计算这个公式；请用 Excel 或 WPS 打开并保存后再运行";
    let english = "the program that made the file has not calculated the formula; open and save it in Excel";
    Broken::new(Code::ErrorValue, chinese, english)
}

pub(super) fn error_value() -> Broken {
    Broken::new(Code::ErrorValue, "单元格是错误值", "the cell holds an error value")
}
