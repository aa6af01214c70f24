//! The one reader of what people declare: csr-report.toml and the templates. A fault names file, line, what is known
//! there and the nearest name, in both languages.

mod beside;
mod section;
mod words;

use toml::de::DeTable;

use super::failure::{Exit, Failure};

pub use beside::{Beside, CellOfLine};
pub use section::{Entry, Section};
pub use words::{Wrong, choose};

/// What to do about a backslash in a text: Chinese, English.
const BACKSLASH: [&str; 2] =
    ["路径中的 \\ 请写成 /，或把路径放在单引号里", "write / instead of \\ in paths, or put the path in single quotes"];
/// The keys that hold lists of sections, wherever a file has them; csr-report.toml has none.
const LISTS: [&str; 3] = ["blocks", "columns", "fields"];
/// What the library says of a key or section that stands twice.
const DUPLICATE: &str = "duplicate key";

/// A declared file: how messages name it, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file as the user knows it.
    pub name: &'a str,
    /// Its text, without a byte order mark.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// The text as keys and values that know where they stand.
    ///
    /// # Errors
    /// Not TOML, or a key that stands twice: with the line.
    pub fn parse(self) -> Result<DeTable<'a>, Failure> {
        DeTable::parse(self.text).map(toml::Spanned::into_inner).map_err(|error| not_toml(self, &error))
    }

    /// A fault at a line.
    pub fn failure(&self, line: usize, chinese: &str, english: &str) -> Failure {
        let name = self.name;
        Failure::new(Exit::Usage, format!("{name} 第 {line} 行：{chinese}"), format!("{name}, line {line}: {english}"))
    }

    /// The line of a byte position, from 1.
    pub fn line(&self, position: usize) -> usize {
        let before = self.text.as_bytes().iter().take(position);
        before.filter(|byte| **byte == b'\n').count() + 1
    }
}

fn not_toml(source: Source<'_>, error: &toml::de::Error) -> Failure {
    let line = source.line(error.span().map_or(0, |span| span.start));
    let text = source.text.lines().nth(line - 1).unwrap_or_default().trim();
    let what = error.message().trim();
    if what == DUPLICATE {
        return stands_twice(source, line, text);
    }
    let failure = source.failure(line, &format!("不符合 TOML 格式（{what}）"), &format!("no valid TOML ({what})"));
    if text.contains('\\') {
        return failure.hint(BACKSLASH[0], BACKSLASH[1]);
    }
    failure.hint(
        "文字要加英文引号，键和值之间用英文等号",
        "texts need straight quotes, and = stands between key and value",
    )
}

/// A section or a key that stands a second time; of a section also the line where it stands first.
fn stands_twice(source: Source<'_>, line: usize, text: &str) -> Failure {
    let name = |text: &str| text.split('#').next().unwrap_or_default().trim().to_owned();
    let section = name(text);
    if !section.starts_with('[') {
        let failure = source.failure(line, "这个键在同一节中出现了两次", "this key stands twice in its section");
        return failure.hint("把两行的内容合并成一行", "merge the two lines into one");
    }
    let first = source.text.lines().take(line - 1).position(|text| name(text) == section);
    let (chinese, english) = first.map_or_else(
        || ("在前面已有".to_owned(), "stands further up already".to_owned()),
        |first| (format!("在第 {} 行已有", first + 1), format!("stands in line {} already", first + 1)),
    );
    let failure =
        source.failure(line, &format!("{section} 这一节{chinese}"), &format!("the section {section} {english}"));
    let key = section.trim_matches(['[', ']', ' ']);
    if LISTS.contains(&key) {
        return failure.hint(
            format!("{key} 是列表：每一项的节名写两层方括号 [[{key}]]"),
            format!("{key} is a list: each of its items begins with [[{key}]]"),
        );
    }
    failure.hint(
        "把两处的内容合并到一节中，同一节名只留一个",
        "merge the two: put their lines below one heading of the section",
    )
}
