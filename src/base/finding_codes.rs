//! The declarations of all finding codes: name, when it is raised, what to do.

use super::finding::{Code, CodeDoc};

impl Code {
    /// The declaration of this code.
    pub fn doc(self) -> CodeDoc {
        let (name, when, hint) = match self {
            Self::UnreadableFile => (
                "unreadable-file",
                [
                    "文件无法读取(损坏、截断或读取程序出错)",
                    "the file cannot be read (damaged, cut off, or the reader failed)",
                ],
                [
                    "用 Excel 打开该文件并另存为 .xlsx,再放回输入文件夹",
                    "open the file in Excel, save it as .xlsx and put it back",
                ],
            ),
            Self::PasswordProtected => (
                "password-protected",
                ["文件有打开密码", "the file asks for a password"],
                ["在 Excel 中取消打开密码后另存", "remove the password in Excel and save again"],
            ),
            Self::EmptyFile => (
                "empty-file",
                ["文件或工作表没有任何内容", "the file or sheet holds nothing"],
                ["确认导出是否成功,或删除空文件", "check the export, or remove the empty file"],
            ),
            Self::NotASpreadsheet => (
                "not-a-spreadsheet",
                ["文件内容不是电子表格,也不是文本表格", "the content is neither a spreadsheet nor a table of text"],
                [
                    "把表格另存为 .xlsx 或 .csv,其他文件请移出输入文件夹",
                    "save the table as .xlsx or .csv; move other files out of the input folder",
                ],
            ),
            Self::LimitExceeded => (
                "limit-exceeded",
                ["超过安全限制(大小、单元格数、工作表数)", "a safety limit was passed (size, cells, sheets)"],
                [
                    "删除远处多余的单元格或拆分文件,或在配置的 [limits.input] 中放宽",
                    "clear stray far cells or split the file, or raise the limit in [limits.input]",
                ],
            ),
            Self::GuessedEncoding => (
                "guessed-encoding",
                ["文本文件的编码是推测的", "the encoding of a text file was guessed"],
                ["如有乱码,请另存为 UTF-8 或 .xlsx", "if characters look wrong, save as UTF-8 or .xlsx"],
            ),
            Self::SameFileTwice => (
                "same-file-twice",
                ["两个文件内容完全相同,只读取一个", "two files have the same content; one is read"],
                ["删除多余的一份", "remove the spare copy"],
            ),
            Self::MissingTable => (
                "missing-table",
                ["没有任何工作表属于该表", "no sheet of the table was found"],
                [
                    "把该表的导出放入输入文件夹;本店没有该表则无需处理",
                    "put the export of this table into the input folder; nothing to do if the store keeps none",
                ],
            ),
            Self::UnknownSheet => (
                "unknown-sheet",
                [
                    "工作表的表头与任何表都不符,或表头以上还有成片内容;未使用",
                    "the headings fit no table, or rows stand above them; not used",
                ],
                [
                    "若应使用,请在配置的 [tables.*.headings] 中补充表头",
                    "if it should count, add its headings under [tables.*.headings]",
                ],
            ),
            Self::TableNotUsedYet => (
                "table-not-used-yet",
                ["已识别的表,目前版本暂不使用", "a known table that is not used yet"],
                ["无需处理", "nothing to do"],
            ),
            Self::MissingHeading => (
                "missing-heading",
                ["像某张表,但缺少必需的列", "looks like a table but lacks a column it needs"],
                ["补上该列的表头,或在配置中声明它的叫法", "add the heading, or declare its name in the configuration"],
            ),
            Self::UnknownHeading => (
                "unknown-heading",
                [
                    "没有用到的列,或有内容而没有表头的列",
                    "a column that is not used, or one that holds data without a heading",
                ],
                [
                    "如需使用,请在配置的 [tables.*.headings] 中补充",
                    "add it under [tables.*.headings] if it should be used",
                ],
            ),
            Self::NearHeading => (
                "near-heading",
                [
                    "表头与已知的表头只差一个字,或相邻两字颠倒",
                    "a heading one character away from a known one, or two neighbours changed places",
                ],
                ["改正表头,或在配置中声明该写法", "correct the heading, or declare it in the configuration"],
            ),
            Self::DuplicateHeading => (
                "duplicate-heading",
                ["两列对应同一字段,使用有数据的一列", "two columns claim one field; the one with data is used"],
                ["删除或改名多余的列", "remove or rename the spare column"],
            ),
            Self::HiddenSheet => (
                "hidden-sheet",
                ["工作表是隐藏的,已计入", "the sheet is hidden; it is counted"],
                ["若不应计入,请删除该工作表", "delete the sheet if it should not count"],
            ),
            Self::HiddenRows => (
                "hidden-rows",
                ["有隐藏的行,已计入", "rows are hidden; they are counted"],
                ["若不应计入,请删除这些行", "delete the rows if they should not count"],
            ),
            Self::NoRows => (
                "no-rows",
                ["只有表头,没有数据行", "headings without a row"],
                ["确认导出是否完整", "check that the export is complete"],
            ),
            Self::InvalidDate => (
                "invalid-date",
                ["单元格应为日期而不是", "a cell should be a date and is not"],
                ["改正后重新运行", "correct the cell and run again"],
            ),
            Self::AssumedYear => (
                "assumed-year",
                ["日期缺少年份,按工作表或文件名补上", "a date without a year took that of the sheet or file"],
                ["在单元格中写全年月日", "write the full date in the cell"],
            ),
            Self::InvalidNumber => (
                "invalid-number",
                ["单元格应为数字而不是", "a cell should be a number and is not"],
                ["改正后重新运行", "correct the cell and run again"],
            ),
            Self::InvalidYesNo => (
                "invalid-yes-no",
                ["单元格应为“是/否”而不是", "a cell should say yes or no"],
                ["填写“是”或“否”,不清楚则留空", "write 是 or 否, or leave it blank"],
            ),
            Self::ScoreOutOfScale => (
                "score-out-of-scale",
                ["分数超出该列的分制,未计入", "a score outside the scale of its column; left out"],
                ["改正分数,或在配置的 [scales] 中声明分制", "correct the score, or declare the scale in [scales]"],
            ),
            Self::InferredScale => (
                "inferred-scale",
                ["分制由该列全部数值推断", "the scale was inferred from all values of the column"],
                ["如不正确,请在配置的 [scales] 中声明", "declare it in [scales] if it is wrong"],
            ),
            Self::DoubtfulScale => (
                "doubtful-scale",
                ["少数几个分数决定了整列的分制", "a few scores make the scale of a whole column"],
                [
                    "如属笔误请改正,否则在配置的 [scales] 中声明分制",
                    "correct them if they are slips; otherwise declare the scale in [scales]",
                ],
            ),
            Self::UnknownWord => (
                "unknown-word",
                ["词汇表中没有的词,按原样显示", "a word that the vocabulary does not know; shown as it stands"],
                ["在配置的 [tables.*.words] 中把它归入标准词", "map it to a canonical word under [tables.*.words]"],
            ),
            Self::DoubtfulVin => (
                "doubtful-vin",
                ["车架号长度或字符可疑,按原样使用", "a vehicle number of odd length or characters; used as it stands"],
                ["核对车架号", "check the vehicle number"],
            ),
            Self::ErrorValue => (
                "error-value",
                ["单元格是表格程序的错误值(如 #VALUE!)", "the cell holds an error value of the spreadsheet program"],
                ["修正公式或直接填写值", "repair the formula or type the value"],
            ),
            Self::MissingValue => (
                "missing-value",
                ["该行缺少计数所必需的内容", "the row lacks what is needed to count it"],
                ["补填后重新运行", "fill it in and run again"],
            ),
            Self::DuplicateRow => (
                "duplicate-row",
                ["与另一行完全相同,只计一次", "the same row again; counted once"],
                ["无需处理,或删除重复导出", "nothing to do, or remove the overlapping export"],
            ),
            Self::ConflictingRow => (
                "conflicting-row",
                [
                    "同一编号内容不同,采用较晚的状态;或某月销量既有明细又有合计,合计不再计入",
                    "the same key with other contents: the later state is used; or a month of sales as a list and as a total: the total is not added",
                ],
                ["核对两行,保留正确的一行", "compare the two rows and keep the right one"],
            ),
            Self::OrderLines => (
                "order-lines",
                ["一张工单分多行(项目、配件),按一张计", "one order on several lines (items, parts); counted once"],
                ["无需处理", "nothing to do"],
            ),
            Self::ClosedWithoutDate => (
                "closed-without-date",
                ["状态为已结案但没有结案日期,按未结案计", "closed without a closing date; counted as open"],
                ["补填结案日期", "fill in the closing date"],
            ),
            Self::ClosedBeforeReceived => (
                "closed-before-received",
                ["结案早于接诉,结案日期未采用", "closed before it was received; the closing is set aside"],
                ["改正两个日期之一", "correct one of the two dates"],
            ),
            Self::DeliveredBeforeOpened => (
                "delivered-before-opened",
                ["交车或结算早于开单", "delivered or settled before it was opened"],
                ["核对日期", "check the dates"],
            ),
            Self::UnknownOrder => (
                "unknown-order",
                ["回访记录的工单号在工单表中找不到", "a callback names an order that no order list holds"],
                ["核对工单号,或补上缺少的工单导出", "check the order number, or add the missing export"],
            ),
            Self::ContradictoryState => (
                "contradictory-state",
                ["状态与日期互相矛盾", "state and dates contradict each other"],
                ["核对该行", "check the row"],
            ),
            Self::NothingCarriedIn => (
                "nothing-carried-in",
                [
                    "清单从本期开始,期初未结可能不全",
                    "the list starts in this period, so earlier open ones may be missing",
                ],
                ["补上以前未结案的记录", "add the earlier records that are still open"],
            ),
            Self::MissingGlyph => (
                "missing-glyph",
                ["图片字体缺少该字,图上画成方框", "the font of the pictures lacks a character; a box is drawn"],
                ["核对该字是否写错", "check the character"],
            ),
        };
        CodeDoc { name, when, hint }
    }
}
