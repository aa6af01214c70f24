//! The finding codes about figures and targets that lists state by the name of an indicator.

use crate::base::code::{CodeDoc, Severity};

pub(super) const UNKNOWN_INDICATOR: CodeDoc = CodeDoc {
    name: "unknown-indicator",
    title: ["不认识的指标", "Unknown indicator"],
    severities: &[Severity::Warning],
    when: [
        "历史指标或目标表中的指标名称不认识，该行未采用",
        "a list of history or targets names an indicator that there is not; the row is not used",
    ],
    example: [
        "没有指标“回访成功率率”；最接近的是 callback_success_rate（回访成功率）；本行未采用",
        "there is no indicator \"callback succes rate\"; the nearest is callback_success_rate (Callback success rate); the row is not used",
    ],
    hint: ["改为 csr-report kpi list 列出的编号或名称", "write an id or a name that csr-report kpi list shows"],
};

pub(super) const IMPOSSIBLE_FIGURE: CodeDoc = CodeDoc {
    name: "impossible-figure",
    title: ["达不到的数字", "Impossible figure"],
    severities: &[Severity::Warning],
    when: [
        "历史指标或目标超出该指标可能的范围，该行未采用",
        "a figure of history, or a target, outside what the indicator can be; the row is not used",
    ],
    example: [
        "“193%”达不到，应在 0 到 100 之间；本行未采用",
        "“193%” cannot be: it must lie between 0 and 100; the row is not used",
    ],
    hint: ["改正数字", "correct the figure"],
};

pub(super) const DOUBTFUL_FIGURE: CodeDoc = CodeDoc {
    name: "doubtful-figure",
    title: ["数字可疑", "Doubtful figure"],
    severities: &[Severity::Warning],
    when: [
        "历史的指标值与它的分子、分母不符，或不知是百分数还是小数；或一行里的数不大可能（回访 20 次以上、参加的多于应到的）",
        "a figure of history is not what its numerator and denominator give, or may be a percentage or a fraction; or a number of a row is hardly one (more than 20 attempts, more who took part than were invited)",
    ],
    example: [
        "“93.61%”与分子、分母算出的 96.12% 不符；按分子、分母计",
        "“93.61%” is not the 96.12% of its numerator and denominator; these are used",
    ],
    hint: ["核对并改正数字；百分比写明 %", "look at the figure and correct it; write percentages with their sign"],
};

pub(super) const HISTORY_DIFFERS: CodeDoc = CodeDoc {
    name: "history-differs",
    title: ["历史与原始数据不同", "History and raw data differ"],
    severities: &[Severity::Warning],
    when: [
        "同一个月的历史指标与原始数据算出的不同；采用原始数据",
        "the history of a month is not what the raw data give; the raw data are used",
    ],
    example: [
        "2013-07 的回访成功率：历史指标是 93.61%，原始数据算出 96.12%；采用原始数据",
        "Callback success rate of 2013-07: the history says 93.61%, the raw data give 96.12%; these are used",
    ],
    hint: [
        "核对两者的口径；原始数据不全的月份，补上缺的行",
        "check how either was counted; where raw data are missing, add their rows",
    ],
};
