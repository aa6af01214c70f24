//! The finding codes about whole files.

use crate::base::code::{CodeDoc, Severity};

pub(super) const UNREADABLE_FILE: CodeDoc = CodeDoc {
    name: "unreadable-file",
    title: ["文件无法读取", "File cannot be read"],
    severities: &[Severity::Error, Severity::Warning],
    when: [
        "文件或其中某处无法读取（损坏、截断或读取程序出错）",
        "the file, or a place in it, cannot be read (damaged, cut off, or the reader failed)",
    ],
    example: [
        "无法读取：文件不完整（复制或下载中断）或已损坏；未计入（invalid Zip archive: Could not find EOCD）",
        "cannot be read: the file is cut off (copy or download broken off) or damaged; not counted (invalid Zip archive: Could not find EOCD)",
    ],
    hint: [
        "用 Excel 打开该文件并另存为 .xlsx，再放回输入文件夹",
        "open the file in Excel, save it as .xlsx and put it back",
    ],
};

pub(super) const PASSWORD_PROTECTED: CodeDoc = CodeDoc {
    name: "password-protected",
    title: ["文件有密码", "File with a password"],
    severities: &[Severity::Error],
    when: ["文件有打开密码", "the file asks for a password"],
    example: ["文件有打开密码，无法读取；未计入", "the file asks for a password and cannot be read; not counted"],
    hint: ["在 Excel 中取消打开密码后另存", "remove the password in Excel and save again"],
};

pub(super) const EMPTY_FILE: CodeDoc = CodeDoc {
    name: "empty-file",
    title: ["空文件或空工作表", "Empty file or sheet"],
    severities: &[Severity::Error, Severity::Warning, Severity::Info],
    when: ["文件或工作表没有任何内容", "the file or sheet holds nothing"],
    example: ["文件是空的（0 字节），可能导出失败", "the file is empty (0 bytes); the export may have failed"],
    hint: ["确认导出是否成功，或删除空文件", "check the export, or remove the empty file"],
};

pub(super) const NOT_A_SPREADSHEET: CodeDoc = CodeDoc {
    name: "not-a-spreadsheet",
    title: ["不是表格", "Not a spreadsheet"],
    severities: &[Severity::Error, Severity::Warning],
    when: [
        "文件内容不是电子表格，也不是文本表格；扩展名是表格的为错误",
        "the content is neither a spreadsheet nor a table of text; an error where the file is named as a spreadsheet",
    ],
    example: ["内容不是表格，看起来是PDF 文件；未使用", "not a table; it looks like a PDF file; not used"],
    hint: [
        "把表格另存为 .xlsx 或 .csv，其他文件请移出输入文件夹",
        "save the table as .xlsx or .csv; move other files out of the input folder",
    ],
};

pub(super) const LIMIT_EXCEEDED: CodeDoc = CodeDoc {
    name: "limit-exceeded",
    title: ["超过读取上限", "Limit exceeded"],
    severities: &[Severity::Error],
    when: ["超过安全限制（大小、单元格数、工作表数）", "a safety limit was passed (size, cells, sheets)"],
    example: [
        "列数 20000 超过上限 16384（配置 [limits.input] columns = 16384）；未计入",
        "columns 20000 exceed the limit 16384 ([limits.input] columns = 16384); not counted",
    ],
    hint: [
        "删除远处多余的单元格或拆分文件，或在配置的 [limits.input] 中放宽",
        "clear stray far cells or split the file, or raise the limit in [limits.input]",
    ],
};

pub(super) const GUESSED_ENCODING: CodeDoc = CodeDoc {
    name: "guessed-encoding",
    title: ["文本编码是推测的", "Encoding guessed"],
    severities: &[Severity::Warning, Severity::Info],
    when: ["文本文件的编码是推测的", "the encoding of a text file was guessed"],
    example: ["文本编码推测为 gb18030", "the encoding was taken to be gb18030"],
    hint: ["如有乱码，请另存为 UTF-8 或 .xlsx", "if characters look wrong, save as UTF-8 or .xlsx"],
};

pub(super) const SAME_FILE_TWICE: CodeDoc = CodeDoc {
    name: "same-file-twice",
    title: ["同一文件有两份", "Same file twice"],
    severities: &[Severity::Warning],
    when: ["两个文件内容完全相同，只读取一个", "two files have the same content; one is read"],
    example: [
        "内容与“回访9月.xlsx”完全相同，只读取那一个",
        "the same content as \"回访9月.xlsx\"; only that one is read",
    ],
    hint: ["删除多余的一份", "remove the spare copy"],
};

pub(super) const MISSING_TABLE: CodeDoc = CodeDoc {
    name: "missing-table",
    title: ["缺少整张表", "Table missing"],
    severities: &[Severity::Info],
    when: ["没有任何工作表属于这些表", "no sheet of these tables was found"],
    example: [
        "没有找到这些表：投诉、满意度调查；有关指标没有数据",
        "no sheet of these tables was found: Complaints, Surveys; their indicators have no data",
    ],
    hint: [
        "把该表的导出放入输入文件夹；本店没有该表则无需处理",
        "put the export of this table into the input folder; nothing to do if the store keeps none",
    ],
};

pub(super) const FILLED_FORM: CodeDoc = CodeDoc {
    name: "filled-form",
    title: ["空白表单已填写，未读取", "Form filled in, not read"],
    severities: &[Severity::Warning],
    when: [
        "“空白表单”文件夹里的文件有数据行；这个文件夹只放样张，不读取",
        "a file in the folder of blank forms has rows; the folder holds patterns and is not read",
    ],
    example: [
        "“空白表单/回访.xlsx”里填了 12 行，但“空白表单”文件夹不读取，这些行没有进入报告",
        "12 rows stand in “Blank forms/Callbacks.xlsx”, a folder that is not read: they are not in the report",
    ],
    hint: [
        "把填好的文件移到输入文件夹（input），再运行一次",
        "move the filled file into the input folder and run again",
    ],
};

pub(super) const SETTINGS_IN_INPUT: CodeDoc = CodeDoc {
    name: "settings-in-input",
    title: ["设置放错文件夹", "Settings among the inputs"],
    severities: &[Severity::Error],
    when: [
        "输入文件夹里有“设置”工作簿；它在这里不起作用，也不作为表格读取",
        "a workbook of settings lies in the input folder: it sets nothing there and is read as no table",
    ],
    example: [
        "“设置.xlsx”是设置工作簿，放在输入文件夹里不起作用，里面的设置没有采用",
        "“settings.xlsx” is a workbook of settings; in the input folder it sets nothing",
    ],
    hint: [
        "把它移到 csr-report.toml 所在的文件夹，名称为“设置.xlsx”；只是副本就删掉",
        "move it beside csr-report.toml under the name settings.xlsx; delete it if it is a copy",
    ],
};

pub(super) const MISSING_GLYPH: CodeDoc = CodeDoc {
    name: "missing-glyph",
    title: ["图片缺字", "Missing character"],
    severities: &[Severity::Warning],
    when: ["图片字体缺少该字，图上画成方框", "the font of the pictures lacks a character; a box is drawn"],
    example: [
        "图片字体中没有“𠮷”（U+20BB7），图上画成方框",
        "the font of the pictures lacks “𠮷” (U+20BB7); a box is drawn",
    ],
    hint: ["核对该字是否写错", "check the character"],
};

pub(super) const NOTE_NOT_PLACED: CodeDoc = CodeDoc {
    name: "note-not-placed",
    title: ["说明放不下", "Remark without a place"],
    severities: &[Severity::Warning],
    when: [
        "notes.toml 中有一段话的报告期、页名或写法不对；这一段没有上报告，其余照常",
        "the period, the page or the form of words in notes.toml is wrong; these words are in no report, the others are",
    ],
    example: [
        "第 4 行：键 2013-09.回方 不是任何一页；最接近的是 回访；没有采用",
        "line 4: key 2013-09.回方 is no page; the nearest is 回访; not used",
    ],
    hint: [
        "改 notes.toml 的这一行：节名写报告期（[2013-09]），键写工作表的名称（\"回访\"），话放在英文引号里",
        "correct that line of notes.toml: a section is a period ([2013-09]), a key the name of a sheet (\"Callbacks\"), the words stand in straight quotes",
    ],
};
