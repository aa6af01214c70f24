//! Why a file, a sheet or a cell could not be taken as it stands: one sentence in both languages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};

/// How the names of spreadsheets end, those of text tables aside.
const SPREADSHEETS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// A trouble without its place; it becomes a finding where the place is known.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    severity: Severity,
    /// The stable kind.
    pub(super) code: Code,
    chinese: String,
    english: String,
    advice: Option<[&'static str; 2]>,
}

impl Problem {
    fn new(severity: Severity, code: Code, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { severity, code, chinese: chinese.into(), english: english.into(), advice: None }
    }

    /// The file or sheet is set aside.
    pub(super) fn error(code: Code, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, chinese, english)
    }

    /// Something to look at; nothing that counts was lost.
    pub(super) fn warning(code: Code, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, chinese, english)
    }

    /// Good to know.
    pub(super) fn info(code: Code, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, chinese, english)
    }

    /// The file is damaged; `cause` in both languages, `detail` is what the library said, if it tells more.
    pub(super) fn unreadable(cause: [&str; 2], detail: &str) -> Self {
        let [chinese, english] = cause;
        let [wide, narrow] =
            if detail.is_empty() { Default::default() } else { [format!("（{detail}）"), format!(" ({detail})")] };
        Self::error(
            Code::UnreadableFile,
            format!("无法读取：{chinese}；未计入{wide}"),
            format!("cannot be read: {english}; not counted{narrow}"),
        )
    }

    /// A cell holds what no spreadsheet program writes.
    pub(super) fn damaged_cell() -> Self {
        Self::error(
            Code::UnreadableFile,
            "单元格的内容看不懂，文件可能已损坏；该单元格未计入",
            "the content of the cell cannot be understood, the file may be damaged; the cell is not counted",
        )
    }

    /// The file asks for a password.
    pub(super) fn password() -> Self {
        Self::error(
            Code::PasswordProtected,
            "文件有打开密码，无法读取；未计入",
            "the file asks for a password and cannot be read; not counted",
        )
    }

    /// The encoding of the texts is nowhere stated, or wrongly.
    pub(super) fn guessed_encoding(encoding: &str) -> Self {
        Self::info(
            Code::GuessedEncoding,
            format!("文本编码推测为 {encoding}"),
            format!("the encoding was taken to be {encoding}"),
        )
    }

    /// The file is encrypted with a password that Excel knows, in a way that is not read here.
    pub(super) fn write_protected() -> Self {
        Self::error(
            Code::PasswordProtected,
            "文件有写保护（Excel 打开时不问密码），无法读取；未计入",
            "the file is write-protected (Excel opens it without asking) and cannot be read; not counted",
        )
        .advice(
            "用 Excel 打开，取消“保护工作簿”或“建议只读”后另存为 .xlsx",
            "open it in Excel, take away the protection of the workbook and save it as .xlsx",
        )
    }

    /// The content is something else than a table, `looks_like` in both languages.
    pub(super) fn not_a_spreadsheet(looks_like: [&str; 2]) -> Self {
        let [chinese, english] = looks_like;
        Self::warning(
            Code::NotASpreadsheet,
            format!("内容不是表格，看起来是{chinese}；未使用"),
            format!("not a table; it looks like {english}; not used"),
        )
    }

    /// Whoever named a file as a spreadsheet expects it to count: that it is none is no mere doubt.
    pub(super) fn of_file_named(self, name: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is_named_so = ending.is_some_and(|ending| SPREADSHEETS.contains(&ending.as_str()));
        let severity = if is_named_so && self.code == Code::NotASpreadsheet { Severity::Error } else { self.severity };
        Self { severity, ..self }
    }

    /// What to do, in both languages, where the code's own hint would lead astray.
    pub(super) fn advice(self, chinese: &'static str, english: &'static str) -> Self {
        Self { advice: Some([chinese, english]), ..self }
    }

    /// The finding at a place.
    pub(super) fn at(self, place: Place) -> Finding {
        let advice = self.advice;
        Finding { advice, ..Finding::new(self.severity, self.code, place, self.chinese, self.english) }
    }
}

/// Runs a library on foreign bytes: a panic inside it is a damaged file, not the end of the program.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Problem::unreadable(
            ["内容有误，读取程序出错", "the content is broken and the reading library failed on it"],
            "panic",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_library_becomes_an_unreadable_file() {
        let result = guarded(|| Ok("no number".parse::<u8>().unwrap()));
        assert_eq!(result.map_err(|problem| problem.code), Err(Code::UnreadableFile));
    }
}
