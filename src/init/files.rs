//! The texts of a new workspace; they lie beside this file as they are written.

use crate::configuration::FILE_NAME;

use crate::base::lang::Lang;
use crate::report::model::NOTES;

/// A file of a new workspace: path below it with `/`, content.
pub type NewFile = (String, Vec<u8>);

/// The folder of the blank forms.
pub fn forms_folder(lang: Lang) -> &'static str {
    lang.pick("空白表单", "Blank forms")
}

/// Configuration with every key explained, an example of own words, a short guide, and the batch file that a manager double-clicks.
pub fn workspace(lang: Lang) -> Vec<NewFile> {
    let [configuration, notes, guide, batch] = match lang {
        Lang::Chinese => [
            include_str!("zh-CN/csr-report.toml"),
            include_str!("zh-CN/notes.toml"),
            include_str!("zh-CN/guide.txt"),
            include_str!("zh-CN/monthly.cmd"),
        ],
        Lang::English => [
            include_str!("en/csr-report.toml"),
            include_str!("en/notes.toml"),
            include_str!("en/guide.txt"),
            include_str!("en/monthly.cmd"),
        ],
    };
    let named =
        |chinese: &str, english: &str, text: &str| (lang.pick(chinese, english).to_owned(), windows_lines(text));
    vec![
        named(FILE_NAME, FILE_NAME, configuration),
        named(NOTES, NOTES, notes),
        named("使用说明.txt", "Read me.txt", guide),
        named("生成上月报告.cmd", "Last month's report.cmd", batch),
    ]
}

/// With both characters at the end of a line: `cmd` reads a batch file reliably only so.
fn windows_lines(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}
