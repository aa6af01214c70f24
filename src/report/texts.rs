//! The words and sentences of pages and terminal, one file a language; a workspace may override single ones.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::base::declaration::{Section, Source};
use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::table_id::TableId;
use crate::templates::{Template, Templates};

/// The texts of one language by key (`section.name`).
#[derive(Clone, Debug)]
pub struct Texts {
    texts: BTreeMap<String, String>,
    tables: BTreeMap<TableId, Words>,
    lang: Lang,
}

impl Texts {
    /// The texts of a language: the embedded ones, with those of the workspace in their place.
    ///
    /// # Errors
    /// A file that does not parse, or a key that no page uses: with file and line.
    pub fn load(templates: &Templates, lang: Lang) -> Result<Self> {
        let name = format!("texts/{}.toml", lang.tag());
        let mut texts = read(Templates::embedded().get(&name)?, None)?;
        let own = read(templates.get(&name)?, Some(&texts))?;
        texts.extend(own);
        Ok(Self { texts, tables: BTreeMap::new(), lang })
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of a key. A law keeps every key that the program says in both files; one that were missing shows
    /// itself as its key.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key with its placeholders (`{n}`) filled. A value that itself holds braces stays as it is.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.say(key);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            filled.push_str(before);
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => filled.push_str(value),
                None => filled.extend(["{", name, "}"]),
            }
            rest = tail;
        }
        filled + rest
    }

    /// With what the templates call the tables.
    pub fn with_tables(self, tables: BTreeMap<TableId, Words>) -> Self {
        Self { tables, ..self }
    }

    /// What people call a table.
    pub fn table(&self, table: TableId) -> &str {
        self.tables.get(&table).map_or(table.name(), |names| names.get(self.lang))
    }
}

/// The texts of a file; where some are known, no others.
fn read(file: &Template, known: Option<&BTreeMap<String, String>>) -> Result<BTreeMap<String, String>, Failure> {
    let source = Source { name: &file.shown(), text: &file.text };
    let table = source.parse()?;
    let mut texts = BTreeMap::new();
    for section in Section::root(source, &table).entries() {
        for entry in section.section()?.entries() {
            if let Some(known) = known.filter(|known| !known.contains_key(&entry.path())) {
                let near = told(&entry.path(), known.keys().map(String::as_str), " known key");
                return Err(entry.failure(&format!("不认识{}", near.chinese), &format!("is unknown{}", near.en)));
            }
            texts.insert(entry.path(), entry.lines()?);
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn load(lang: Lang) -> Texts {
        Texts::load(&Templates::embedded(), lang).expect("the embedded texts")
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    /// Keys that the sources of this room, of the summary, of the next form, of the page and of the deck say.
    fn said() -> BTreeSet<String> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = ["render/summary.rs", "run/next_actions.rs", "handouts.rs", "render/pptx/update/told.rs"]
            .map(|name| source.join(name))
            .to_vec();
        files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/page/index.html"));
        for folder in ["report", "report/blocks", "report/pages", "render/page", "render/pptx/story"] {
            files.extend(
                std::fs::read_dir(source.join(folder)).expect("a folder").map(|entry| entry.expect("a file").path()),
            );
        }
        let mut keys = BTreeSet::new();
        for file in files.iter().filter(|file| {
            file.is_file() && !["texts.rs", "tests.rs", "sample.rs"].iter().any(|name| file.ends_with(name))
        }) {
            let text = std::fs::read_to_string(file).expect("a source file");
            for piece in text.split('"').skip(1) {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
                if piece.matches('.').count() == 1
                    && piece.chars().all(plain)
                    && !piece.starts_with('.')
                    && !piece.ends_with('.')
                {
                    keys.insert(piece.to_owned());
                }
            }
        }
        let is_file = |key: &String| [".toml", ".json", ".xlsx", ".html", ".pptx"].iter().any(|end| key.ends_with(end));
        keys.retain(|key| !is_file(key));
        keys
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let [chinese, english] = Lang::ALL.map(load);
        for (key, text) in &chinese.texts {
            let other = english.texts.get(key).expect(key);
            assert_eq!(placeholders(text), placeholders(other), "{key}");
        }
        let extra: Vec<_> = english.texts.keys().filter(|key| !chinese.texts.contains_key(*key)).collect();
        assert!(extra.is_empty(), "missing in Chinese: {extra:?}");
    }

    #[test]
    fn every_text_that_is_said_exists_and_every_text_is_said() {
        let texts = load(Lang::Chinese).texts;
        let said = said();
        let missing: Vec<_> = said
            .iter()
            .filter(|key| !texts.contains_key(*key) && !key.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        assert!(missing.is_empty(), "said but not written: {missing:?}");
        let unsaid: Vec<_> = texts.keys().filter(|key| !said.contains(*key)).collect();
        assert!(unsaid.is_empty(), "written but never said: {unsaid:?}");
    }

    /// The texts of a workspace whose own file holds `text`.
    fn of_workspace(text: &str) -> Result<Texts> {
        let workspace = tempfile::tempdir().expect("a folder");
        let folder = workspace.path().join("templates/texts");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("zh-CN.toml"), text).expect("a file");
        Texts::load(&Templates::load(workspace.path()).expect("templates"), Lang::Chinese)
    }

    #[test]
    fn a_workspace_overrides_single_texts() {
        let texts = of_workspace("[word]\nstation = \"本店\"\n").expect("texts");
        assert_eq!((texts.say("word.station"), texts.say("word.total")), ("本店", "合计"));
    }

    #[test]
    fn an_unknown_text_of_a_workspace_is_named_with_the_nearest_known_one() {
        let error = of_workspace("[word]\nstatoin = \"本店\"\n").expect_err("a fault").to_string();
        assert!(
            error.contains("word.statoin") && error.contains("line 2") && error.contains("is word.station"),
            "{error}"
        );
    }

    #[test]
    fn placeholders_are_filled_once() {
        let texts = Texts {
            texts: [("a.b".into(), "{n} of {m}, {n}".into())].into(),
            tables: BTreeMap::new(),
            lang: Lang::English,
        };
        assert_eq!(texts.fill("a.b", &[("n", "{m}"), ("m", "3")]), "{m} of 3, {m}");
    }
}
