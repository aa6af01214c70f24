//! The finding codes about single cells and their column.

use crate::base::code::{CodeDoc, Severity};

pub(super) const INVALID_DATE: CodeDoc = CodeDoc {
    name: "invalid-date",
    title: ["日期有误", "Invalid date"],
    severities: &[Severity::Error, Severity::Warning],
    when: ["单元格应为日期而不是", "a cell should be a date and is not"],
    example: [
        "回访日期“2013-13-05”：月份应为 1–12；本行未计入",
        "Call date “2013-13-05”: the month should be 1–12; the row is set aside",
    ],
    hint: ["改正后重新运行", "correct the cell and run again"],
};

pub(super) const ASSUMED_YEAR: CodeDoc = CodeDoc {
    name: "assumed-year",
    title: ["年份是补上的", "Year assumed"],
    severities: &[Severity::Warning],
    when: ["日期缺少年份，按工作表或文件名补上", "a date without a year took that of the sheet or file"],
    example: [
        "回访日期“9月5日”：缺少年份，按工作表名或文件名补为 2013 年",
        "Call date “9月5日”: the year is missing; taken as 2013 from the name of sheet or file",
    ],
    hint: ["在单元格中写全年月日", "write the full date in the cell"],
};

pub(super) const INVALID_NUMBER: CodeDoc = CodeDoc {
    name: "invalid-number",
    title: ["数字有误", "Invalid number"],
    severities: &[Severity::Warning],
    when: ["单元格应为数字而不是", "a cell should be a number and is not"],
    example: [
        "服务态度“好的”：应为分数（数字）或满意程度；该单元格按空白处理",
        "Attitude “好的”: should be a score or a word of satisfaction; the cell counts as blank",
    ],
    hint: ["改正后重新运行", "correct the cell and run again"],
};

pub(super) const INVALID_YES_NO: CodeDoc = CodeDoc {
    name: "invalid-yes-no",
    title: ["是/否有误", "Invalid yes or no"],
    severities: &[Severity::Warning],
    when: ["单元格应为“是/否”而不是", "a cell should say yes or no"],
    example: [
        "是否首次保养“也许”：应为“是”或“否”；该单元格按空白处理",
        "First service “maybe”: should be yes or no; the cell counts as blank",
    ],
    hint: ["填写“是”或“否”，不清楚则留空", "write yes or no, or leave it blank"],
};

pub(super) const SCORE_OUT_OF_SCALE: CodeDoc = CodeDoc {
    name: "score-out-of-scale",
    title: ["分数超出分制", "Score out of scale"],
    severities: &[Severity::Warning],
    when: ["分数超出该列的分制，未计入", "a score outside the scale of its column; left out"],
    example: [
        "服务态度“11”：应在 0–10 之间；该分数未计入",
        "Attitude “11”: should lie between 0 and 10; the score is left out",
    ],
    hint: ["改正分数，或在配置的 [scales] 中声明分制", "correct the score, or declare the scale in [scales]"],
};

pub(super) const INFERRED_SCALE: CodeDoc = CodeDoc {
    name: "inferred-scale",
    title: ["分制是推断的", "Scale inferred"],
    severities: &[Severity::Warning, Severity::Info],
    when: ["分制由该列全部数值推断", "the scale was inferred from all values of the column"],
    example: [
        "“服务态度”按 10 分制计算（全部文件中该列最高 10）",
        "“服务态度” is taken as a scale of 10 (its highest value in all files is 10)",
    ],
    hint: ["如不正确，请在配置的 [scales] 中声明", "declare it in [scales] if it is wrong"],
};

pub(super) const DOUBTFUL_SCALE: CodeDoc = CodeDoc {
    name: "doubtful-scale",
    title: ["分制可疑", "Scale doubtful"],
    severities: &[Severity::Warning],
    when: [
        "少数几个分数决定了整列的分制；或推荐意愿没有一个超过 5",
        "a few scores make the scale of a whole column; or nobody would recommend with more than five",
    ],
    example: [
        "“11”等 1 个分数使整列按 100 分制计算，而其余 214 个都不超过 10",
        "1 score(s) such as 11 make this a column of 100; the other 214 are at most 10",
    ],
    hint: [
        "如属笔误请改正，否则在配置的 [scales] 中声明分制",
        "correct them if they are slips; otherwise declare the scale in [scales]",
    ],
};

pub(super) const UNKNOWN_WORD: CodeDoc = CodeDoc {
    name: "unknown-word",
    title: ["不认识的词", "Unknown word"],
    severities: &[Severity::Warning],
    when: [
        "词汇表中没有的词：按原样显示；如何计入，发现里写明",
        "a word that the vocabulary does not know: shown as it stands; the finding says how it counts",
    ],
    example: [
        "回访结果“改天再约”不在词汇表中（共 3 处），按一次没有成功的回访计；如是成功或待回访，请在 [tables.callbacks.words] 中归入标准词",
        "Result “another day” is not in the vocabulary (3 time(s)); it counts as an attempt without success; if it was a success or is still to be called, map the word under [tables.callbacks.words]",
    ],
    hint: [
        "运行 csr-report check --suggest --write，在 设置.xlsx 的“用词”表中核对；或去掉 --write，把列出的行放进 csr-report.toml",
        "run csr-report check --suggest --write and look at the sheet Words of settings.xlsx; or leave out --write and put the lines into csr-report.toml",
    ],
};

pub(super) const DOUBTFUL_VIN: CodeDoc = CodeDoc {
    name: "doubtful-vin",
    title: ["车架号可疑", "Doubtful VIN"],
    severities: &[Severity::Warning],
    when: [
        "车架号长度或字符可疑，按原样使用；占位的字不算车架号",
        "a vehicle number of odd length or characters, used as it stands; what merely fills the cell is none",
    ],
    example: [
        "车架号“LSVAA49J13200OOO1”：车架号中不应有字符 O（是否应为数字 0）",
        "VIN “LSVAA49J13200OOO1”: a VIN never holds the character O (perhaps 0?)",
    ],
    hint: ["核对车架号", "check the vehicle number"],
};

pub(super) const DOUBTFUL_PLATE: CodeDoc = CodeDoc {
    name: "doubtful-plate",
    title: ["车牌号可疑", "Doubtful plate"],
    severities: &[Severity::Warning],
    when: [
        "车牌里有不该有的字母或符号，按原样使用；占位的字（外地车）不算车牌",
        "a plate with a letter or sign that no plate has, used as it stands; what merely fills the cell is none",
    ],
    example: [
        "车牌号“京A1O345”：车牌第三位起没有字母 O（是否应为数字 0）；按原样使用",
        "Plate “京A1O345”: a plate has no letter O after its second character (perhaps 0?); used as it stands",
    ],
    hint: [
        "核对车牌；工单和回访两处写法不同就对不上",
        "check the plate; orders and calls that spell it differently do not meet",
    ],
};

pub(super) const DOUBTFUL_PHONE: CodeDoc = CodeDoc {
    name: "doubtful-phone",
    title: ["电话可疑", "Doubtful phone"],
    severities: &[Severity::Warning],
    when: [
        "手机号位数不对，以科学记数法保存、丢失了后几位，或不是电话号码（占位的字、00000000000）",
        "a mobile number of the wrong length, one whose last digits were lost to scientific notation, or no telephone number (words, 00000000000)",
    ],
    example: [
        "电话“1.38E+10”：号码以科学记数法保存，后几位已丢失",
        "Phone “1.38E+10”: the number was saved in scientific notation; its last digits are lost",
    ],
    hint: [
        "核对电话；在 Excel 中把该列设为文本再填写",
        "check the number; make the column text in Excel before typing",
    ],
};

pub(super) const DOUBTFUL_PERSON: CodeDoc = CodeDoc {
    name: "doubtful-person",
    title: ["几个人写在一格", "Several people in a cell"],
    severities: &[Severity::Warning],
    when: [
        "一格里像是几个人的名字（李娜/王芳）；按一个人计",
        "several names stand in a cell for one person; they count as one",
    ],
    example: [
        "服务顾问“李娜/王芳”：像是几个人的名字，按一个人计",
        "Service advisor “李娜/王芳”: these look like several people; they count as one",
    ],
    hint: ["写一个人；是别名的，写入 [aliases]", "name one person; an alias belongs under [aliases]"],
};

pub(super) const LOST_DIGITS: CodeDoc = CodeDoc {
    name: "lost-digits",
    title: ["编号丢了数字", "Number lost digits"],
    severities: &[Severity::Warning],
    when: [
        "编号超过 15 位而以数值保存、成了科学记数法、多了“.0”或丢了开头的 0；末几位已丢失的不作编号使用，能还原的按还原后的使用",
        "an identifying number of more than 15 digits kept as a number, in scientific notation, with “.0” behind it or without its leading zeros; where the last digits are lost it identifies nothing, where the number is still whole it is used as restored",
    ],
    example: [
        "工单号“202409050000000000”：超过 15 位的编号以数值保存，末几位已丢失；不作编号使用，本行按车辆和日期查找",
        "Order number “202409050000000000”: more than 15 digits kept as a number, the last of them are lost; it identifies nothing, the row is found by vehicle and date",
    ],
    hint: [
        "从系统重新导出，并把该列设为文本；已丢失的数字无法从本文件恢复",
        "export again with the column as text; digits that are lost cannot be had back from this file",
    ],
};

pub(super) const NAMESAKES: CodeDoc = CodeDoc {
    name: "namesakes",
    title: ["同名不同工号", "Namesakes"],
    severities: &[Severity::Warning],
    when: [
        "同一姓名带有不同工号，按不同的人分别统计",
        "one name of staff comes with several numbers; counted as different people",
    ],
    example: [
        "“李娜”有多个工号（003、007），按不同的人分别统计",
        "“李娜” comes with several numbers (003, 007); counted as different people",
    ],
    hint: [
        "如是同一人，请在配置的 [aliases.advisor] 中合并；不是则每行都写工号",
        "if they are one person, join the spellings under [aliases.advisor]; else write the number in every row",
    ],
};

pub(super) const FUTURE_DATE: CodeDoc = CodeDoc {
    name: "future-date",
    title: ["日期在文件之后", "Date after the file"],
    severities: &[Severity::Warning],
    when: [
        "日期晚于文件的保存日期或导出日期，按原样使用",
        "a date after the day on which the file was saved or exported; used as it stands",
    ],
    example: [
        "回访日期 2014-09-05 晚于文件的保存或导出日期 2013-10-08；按原样使用",
        "Call date 2014-09-05, after the file was saved or exported on 2013-10-08; used as it stands",
    ],
    hint: ["核对日期，多为年份或月份笔误", "check the date; mostly a slip of year or month"],
};

pub(super) const DATE_OUT_OF_RANGE: CodeDoc = CodeDoc {
    name: "date-out-of-range",
    title: ["日期相差太远", "Date far from the others"],
    severities: &[Severity::Warning],
    when: [
        "日期远离该列其他日期（短清单中差十来个月即算），按原样使用",
        "a date far away from all others of its column (in a short list ten or eleven months are far); used as it stands",
    ],
    example: [
        "结算日期 2031-09-05 与该列其他日期（2013-07-01 至 2013-09-30）相差太远；按原样使用",
        "Settled 2031-09-05 is far away from the other dates of the column (2013-07-01 to 2013-09-30); used as it stands",
    ],
    hint: ["核对日期，多为年份笔误", "check the date; mostly a slip of the year"],
};

pub(super) const ERROR_VALUE: CodeDoc = CodeDoc {
    name: "error-value",
    title: ["公式错误值", "Error value"],
    severities: &[Severity::Error, Severity::Warning],
    when: ["单元格是表格程序的错误值（如 #VALUE!）", "the cell holds an error value of the spreadsheet program"],
    example: [
        "结算日期“#VALUE!”：单元格是错误值；该单元格按空白处理",
        "Settled “#VALUE!”: the cell holds an error value; the cell counts as blank",
    ],
    hint: ["修正公式或直接填写值", "repair the formula or type the value"],
};

pub(super) const INVISIBLE_CHARACTERS: CodeDoc = CodeDoc {
    name: "invisible-characters",
    title: ["看不见的字符", "Invisible characters"],
    severities: &[Severity::Info],
    when: [
        "文字中有看不见的字符（零宽空格、方向标记、控制字符等，多由聊天或手机复制而来），去掉后读取",
        "texts hold characters that nobody sees (zero-width spaces, marks of direction, control characters; mostly copied from a chat or a telephone); read without them",
    ],
    example: [
        "3 个单元格含有看不见的字符（U+200B、U+FEFF），去掉后读取",
        "3 cell(s) hold characters that nobody sees (U+200B, U+FEFF); they are read without them",
    ],
    hint: ["无需处理；重新键入这些单元格即可消除", "nothing to do; typing these cells again removes them"],
};

pub(super) const ONLY_SIGNS: CodeDoc = CodeDoc {
    name: "only-signs",
    title: ["只有符号", "Signs only"],
    severities: &[Severity::Warning],
    when: ["姓名、编号、车牌或电话只由符号组成", "a name, number, plate or phone made of signs only"],
    example: [
        "服务顾问“〃”：只有符号，没有文字或数字；该单元格按空白处理",
        "Service advisor “〃”: signs only, no letter or digit; the cell counts as blank",
    ],
    hint: ["填写内容；没有则留空", "write what is meant, or leave it blank"],
};
