//! The texts of a new workspace; they lie beside this file as they are written.

use crate::configuration::FILE_NAME;

use crate::base::lang::Lang;

/// The line of the configuration that stands for the language; Chinese is what holds without it.
const LANG_LINE: &str = "# lang = \"zh-CN\" ";

/// A file of a new workspace: path below it with `/`, content.
pub type NewFile = (String, Vec<u8>);

/// The folder of the blank forms.
pub fn forms_folder(lang: Lang) -> &'static str {
    lang.pick("空白表单", "Blank forms")
}

/// Configuration with every key explained, a short guide, and the batch file that a manager double-clicks.
pub fn workspace(lang: Lang) -> Vec<NewFile> {
    let line = lang.pick(LANG_LINE, "lang = \"en\"      ");
    let configuration = include_str!("csr-report.toml").replace(LANG_LINE, line);
    let guide = include_str!("guide.txt").replace(forms_folder(Lang::Chinese), forms_folder(lang));
    vec![
        (FILE_NAME.to_owned(), windows_lines(&configuration)),
        ("使用说明.txt".to_owned(), windows_lines(&guide)),
        ("生成上月报告.cmd".to_owned(), windows_lines(include_str!("monthly.cmd"))),
    ]
}

/// With both characters at the end of a line: `cmd` reads a batch file reliably only so.
fn windows_lines(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}
