//! Long because walking a file and reading its values are one reader: every value knows its key and line, and a key that
//! nobody asks for is refused.

use std::cell::OnceCell;
use std::ops::RangeInclusive;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{BACKSLASH, Beside, Source, Wrong};
use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::nearest::{is_slip, told};

/// How a text in both languages is written: Chinese, English.
const BOTH: [&str; 2] = ["{ zh-CN = \"…\", en = \"…\" }"; 2];

/// A file while it is walked.
struct File<'a> {
    source: Source<'a>,
    /// Which of its lines are made from cells.
    beside: Option<&'a Beside>,
    /// Where each line begins, in bytes; counted when the first line is asked for, which most files never are.
    lines: OnceCell<Vec<usize>>,
}

impl File<'_> {
    /// The line of a byte, from 1.
    fn line(&self, byte: usize) -> usize {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        lines.partition_point(|begin| *begin <= byte)
    }

    /// A fault of the key of this path.
    fn failure(&self, line: usize, path: &str, chinese: &str, english: &str) -> Failure {
        match self.beside.and_then(|beside| beside.cell(line)) {
            Some(cell) => cell.failure(chinese, english),
            None => self.source.failure(line, &format!("键 {path} {chinese}"), &format!("key {path} {english}")),
        }
    }
}

/// A table of the file; empty where the file does not have it.
pub struct Section<'a> {
    file: Rc<File<'a>>,
    path: Rc<str>,
    /// Where it begins, in bytes of the file.
    begin: usize,
    table: Option<&'a DeTable<'a>>,
    /// A section whose keys stand in for those of this one.
    instead: Option<Box<Section<'a>>>,
    asked: Vec<&'static str>,
}

impl<'a> Section<'a> {
    /// The whole file.
    pub fn root(source: Source<'a>, table: &'a DeTable<'a>) -> Self {
        Self::of(File { source, beside: None, lines: OnceCell::new() }, table)
    }

    /// A whole file, with the lines behind it that were made from cells.
    pub fn root_beside(source: Source<'a>, table: &'a DeTable<'a>, beside: &'a Beside) -> Self {
        Self::of(File { source, beside: Some(beside), lines: OnceCell::new() }, table)
    }

    fn of(file: File<'a>, table: &'a DeTable<'a>) -> Self {
        Self { file: Rc::new(file), path: Rc::from(""), begin: 0, table: Some(table), instead: None, asked: Vec::new() }
    }

    /// The value of a key that must stand there.
    ///
    /// # Errors
    /// It does not.
    pub fn need(&mut self, key: &'static str) -> Result<Entry<'a>, Failure> {
        if let Some(entry) = self.take(key) {
            return Ok(entry);
        }
        let slip = |entry: &Entry<'a>| !self.asked.contains(&entry.key) && is_slip(entry.key, key);
        match self.entries().iter().find(|entry| slip(entry)) {
            Some(entry) => Err(entry.unknown(&[key])),
            None => {
                let (path, line) = (join(&self.path, key), self.file.line(self.begin));
                Err(self.file.source.failure(line, &format!("缺键 {path}"), &format!("lacks the key {path}")))
            }
        }
    }

    /// Lets the keys of another section stand in for those of this one.
    pub fn replaced(&mut self, instead: Section<'a>) {
        self.instead = Some(Box::new(instead));
    }

    /// The value of a key, if it stands there.
    pub fn take(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.asked.push(key);
        if let Some(entry) = self.instead.as_mut().and_then(|instead| instead.take(key)) {
            return Some(entry);
        }
        let (standing, value) = self.table?.get_key_value(key)?;
        Some(self.entry(standing, value))
    }

    /// The table of a key; an empty one where it does not stand there.
    ///
    /// # Errors
    /// The key holds something else than a table.
    pub fn section(&mut self, key: &'static str) -> Result<Section<'a>, Failure> {
        match self.take(key) {
            Some(entry) => entry.section(),
            None => Ok(Section {
                file: self.file.clone(),
                path: join(&self.path, key).into(),
                begin: self.begin,
                table: None,
                instead: None,
                asked: Vec::new(),
            }),
        }
    }

    /// Whether the file itself has it, be it empty.
    pub fn stands(&self) -> bool {
        let is_made = |beside: &Beside| beside.cell(self.file.line(self.begin)).is_some();
        self.table.is_some() && !self.file.beside.is_some_and(is_made)
    }

    /// All values, in the order of the file; for tables whose keys are the user's own.
    pub fn entries(&self) -> Vec<Entry<'a>> {
        let mut standing: Vec<_> = self.table.into_iter().flatten().collect();
        standing.sort_by_key(|(key, _)| key.span().start);
        standing.into_iter().map(|(key, value)| self.entry(key, value)).collect()
    }

    fn entry(&self, key: &'a Spanned<DeString<'a>>, value: &'a Spanned<DeValue<'a>>) -> Entry<'a> {
        Entry {
            file: self.file.clone(),
            within: self.path.clone(),
            key: key.get_ref(),
            item: None,
            begin: key.span().start,
            start: value.span().start,
            value: value.get_ref(),
        }
    }

    /// Refuses the keys that nobody asked for.
    ///
    /// # Errors
    /// The first unknown key, its line, and the nearest known key.
    pub fn finish(mut self) -> Result<(), Failure> {
        if let Some(instead) = self.instead.take() {
            instead.finish()?;
        }
        let unasked = self.table.into_iter().flatten().filter(|(key, _)| !self.asked.contains(&key.get_ref().as_ref()));
        match unasked.min_by_key(|(key, _)| key.span().start) {
            Some((key, value)) => Err(self.entry(key, value).unknown(&self.asked)),
            None => Ok(()),
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// One key with its value.
pub struct Entry<'a> {
    file: Rc<File<'a>>,
    /// The tables around it: `report`.
    within: Rc<str>,
    /// The key itself.
    pub key: &'a str,
    /// Which value of its list, from 1.
    item: Option<usize>,
    /// Where the key begins, or the value of a list, in bytes of the file.
    begin: usize,
    /// Where its value begins.
    start: usize,
    value: &'a DeValue<'a>,
}

impl<'a> Entry<'a> {
    /// Its line, from 1.
    pub fn line(&self) -> usize {
        self.file.line(self.begin)
    }

    /// The key with its tables: `report.trend`.
    pub fn path(&self) -> String {
        let path = join(&self.within, self.key);
        self.item.map_or_else(|| path.clone(), |item| format!("{path}[{item}]"))
    }

    /// A fault of this key.
    pub fn failure(&self, chinese: &str, english: &str) -> Failure {
        self.file.failure(self.line(), &self.path(), chinese, english)
    }

    /// The key is not one of `known`.
    pub fn unknown(&self, known: &[&str]) -> Failure {
        let near = told(self.key, known.iter().copied(), " known key");
        let failure = self.failure(&format!("不认识{}", near.chinese), &format!("is unknown{}", near.en));
        if known.is_empty() {
            return failure.hint("这里不能有键", "no key can stand here");
        }
        let list = Words::list(known);
        failure.hint(format!("这里可用的键：{}", list.chinese), format!("keys known here: {}", list.en))
    }

    fn wrong_type(&self, chinese: &str, english: &str) -> Failure {
        let (found, named) = match self.value {
            DeValue::String(_) => ("文字", "a text"),
            DeValue::Integer(_) | DeValue::Float(_) => ("数字", "a number"),
            DeValue::Boolean(_) => ("true/false", "true or false"),
            DeValue::Datetime(_) => ("日期", "a date"),
            DeValue::Array(_) => ("列表", "a list"),
            DeValue::Table(_) => ("一组键", "a table of keys"),
        };
        self.failure(&format!("应为{chinese}，写的是{found}"), &format!("must be {english}; it is {named}"))
    }

    /// A text.
    ///
    /// # Errors
    /// Another type, or control characters: `"C:\reports"` holds a carriage return, not a folder.
    pub fn text(&self) -> Result<String, Failure> {
        let text = self.value.as_str().ok_or_else(|| self.wrong_type("加引号的文字", "a text in quotes"))?;
        self.without_control(text)
    }

    /// A text that may have several lines: an expression.
    ///
    /// # Errors
    /// Another type.
    pub fn lines(&self) -> Result<String, Failure> {
        let text = self.value.as_str().ok_or_else(|| self.wrong_type("加引号的文字", "a text in quotes"))?;
        Ok(text.to_owned())
    }

    /// A fault some lines below the start of this text.
    pub fn below(&self, lines: usize, message: &Words) -> Failure {
        let opened = self.file.source.text.get(self.start..).unwrap_or_default();
        let skipped = usize::from(opened.starts_with("\"\"\"\n") || opened.starts_with("'''\n"));
        let line = self.file.line(self.start) + skipped + lines;
        self.file.failure(line, &self.path(), &message.chinese, &message.en)
    }

    fn without_control(&self, text: &str) -> Result<String, Failure> {
        if !text.contains(char::is_control) {
            return Ok(text.to_owned());
        }
        Err(self.failure("含有控制字符", "holds a control character").hint(BACKSLASH[0], BACKSLASH[1]))
    }

    /// A text or a date without quotes, as it is written.
    ///
    /// # Errors
    /// Another type.
    pub fn date_text(&self) -> Result<String, Failure> {
        self.value.as_datetime().map_or_else(|| self.text(), |date| Ok(date.to_string()))
    }

    /// A number within a range, its ends included.
    ///
    /// # Errors
    /// Another type, or outside the range; `nan` is in none.
    pub fn number(&self, range: RangeInclusive<f64>) -> Result<f64, Failure> {
        let number: Option<f64> = match self.value {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => {
                self.integer().map(|number| number as f64).or_else(|| integer.as_str().replace('_', "").parse().ok())
            }
            _ => None,
        };
        let number = number.ok_or_else(|| self.wrong_type("数字", "a number"))?;
        if range.contains(&number) {
            return Ok(number);
        }
        let (least, most) = (range.start(), range.end());
        Err(self.failure(
            &format!("应在 {least} 到 {most} 之间，写的是 {number}"),
            &format!("must lie between {least} and {most}; it is {number}"),
        ))
    }

    /// A whole number from `least` to `most`.
    ///
    /// # Errors
    /// Another type, or outside the range.
    pub fn whole(&self, least: u64, most: u64) -> Result<u64, Failure> {
        let Some(written) = self.value.as_integer() else {
            let (chinese, english) =
                (format!("在 {least} 到 {most} 之间的整数"), format!("a whole number between {least} and {most}"));
            return Err(self.wrong_type(&chinese, &english));
        };
        let inside = self.integer().and_then(|number| u64::try_from(number).ok());
        inside.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
            let written = written.as_str();
            self.failure(
                &format!("应在 {least} 到 {most} 之间，写的是 {written}"),
                &format!("must lie between {least} and {most}; it is {written}"),
            )
        })
    }

    fn integer(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    /// true or false.
    ///
    /// # Errors
    /// Another type.
    pub fn flag(&self) -> Result<bool, Failure> {
        self.value.as_bool().ok_or_else(|| self.wrong_type(" true 或 false", "true or false"))
    }

    /// A list of texts; a single text is a list of one.
    ///
    /// # Errors
    /// Another type.
    pub fn texts(&self) -> Result<Vec<String>, Failure> {
        if let Some(text) = self.value.as_str() {
            return Ok(vec![self.without_control(text)?]);
        }
        let texts = self
            .value
            .as_array()
            .and_then(|items| items.iter().map(|item| item.get_ref().as_str()).collect::<Option<Vec<_>>>());
        let texts = texts.ok_or_else(|| {
            self.wrong_type("文字列表，如 [\"甲\", \"乙\"]", "a list of texts, such as [\"a\", \"b\"]")
        })?;
        texts.into_iter().map(|text| self.without_control(text)).collect()
    }

    /// The texts of a list, each as the value of this key with its own line; a single text is a list of one.
    ///
    /// # Errors
    /// Another type.
    pub fn each(&self) -> Result<Vec<(String, Entry<'a>)>, Failure> {
        let items = if self.is_text() { vec![self.with(self.begin, self.value)] } else { self.items()? };
        let texts = self.texts()?;
        let each = texts.into_iter().zip(items).map(|(text, item)| (text, self.with(item.begin, item.value)));
        Ok(each.collect())
    }

    /// This key with one of its values.
    fn with(&self, begin: usize, value: &'a DeValue<'a>) -> Self {
        let (file, within) = (self.file.clone(), self.within.clone());
        Self { file, within, key: self.key, item: None, begin, start: begin, value }
    }

    /// A text in both languages: `{ zh-CN = "…", en = "…" }`.
    ///
    /// # Errors
    /// Another type, another language, or one that is missing.
    pub fn words(&self) -> Result<Words, Failure> {
        if self.value.as_table().is_none() {
            let [chinese, english] = BOTH;
            return Err(
                self.wrong_type(&format!("两种语言的文字：{chinese}"), &format!("in both languages: {english}"))
            );
        }
        let mut section = self.section()?;
        let mut text = |lang: Lang| match section.take(lang.tag()) {
            Some(entry) => entry.text(),
            None => Err(self
                .failure(&format!("缺 {}", lang.tag()), &format!("lacks {}", lang.tag()))
                .hint(format!("两种语言都要写：{}", BOTH[0]), format!("both languages are needed: {}", BOTH[1]))),
        };
        let words = Words { chinese: text(Lang::Chinese)?, en: text(Lang::English)? };
        section.finish()?;
        Ok(words)
    }

    /// A text in both languages, or one text for both.
    ///
    /// # Errors
    /// Another type, another language, or one that is missing.
    pub fn words_or_text(&self) -> Result<Words, Failure> {
        if self.is_text() {
            let text = self.text()?;
            return Ok(Words { chinese: text.clone(), en: text });
        }
        self.words()
    }

    /// The values of a list, each with its own line.
    ///
    /// # Errors
    /// Another type.
    pub fn items(&self) -> Result<Vec<Entry<'a>>, Failure> {
        let items = self.value.as_array().ok_or_else(|| self.no_list())?;
        let item = |(at, value): (usize, &'a Spanned<DeValue<'a>>)| Entry {
            file: self.file.clone(),
            within: self.within.clone(),
            key: self.key,
            item: Some(at + 1),
            begin: value.span().start,
            start: value.span().start,
            value: value.get_ref(),
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// A section `[…]` where a list of sections stands.
    fn no_list(&self) -> Failure {
        if self.value.as_table().is_none() {
            return self.wrong_type("列表", "a list");
        }
        let path = self.path();
        self.wrong_type(
            &format!("列表，每一项一节 [[{path}]]"),
            &format!("a list, each of its items a section [[{path}]]"),
        )
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        self.value.is_str()
    }

    /// A table of keys.
    ///
    /// # Errors
    /// Another type.
    pub fn section(&self) -> Result<Section<'a>, Failure> {
        match self.value.as_table() {
            Some(table) => Ok(Section {
                file: self.file.clone(),
                path: self.path().into(),
                begin: self.begin,
                table: Some(table),
                instead: None,
                asked: Vec::new(),
            }),
            None => Err(self.wrong_type("一组键", "a table of keys")),
        }
    }

    /// A word that is not allowed, told with this key and its line.
    pub fn refuse(&self, wrong: Wrong) -> Failure {
        let mut failure = self.failure(&wrong.message.chinese, &wrong.message.en);
        failure.hint = wrong.hint;
        failure
    }
}
