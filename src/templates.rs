//! Everything a dealer may want to change, as data: embedded in the program, overridden file by file from the
//! workspace's own `templates/` folder.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The template files by path below `templates/`, with `/`.
#[derive(Clone, Debug)]
pub struct Templates {
    files: BTreeMap<String, Template>,
}

/// One template file.
#[derive(Clone, Debug)]
pub struct Template {
    /// How messages name it: its path below `templates/`.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Templates {
    /// The embedded templates alone.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Self { files }
    }

    /// The embedded templates, with those of `workspace/templates/` in their place or beside them.
    ///
    /// # Errors
    /// A file there that cannot be read or is not UTF-8.
    pub fn load(workspace: &Path) -> Result<Self> {
        let mut templates = Self::embedded();
        let folder = workspace.join("templates");
        for sub in ["", "tables", "kpis", "texts"] {
            let Ok(entries) = std::fs::read_dir(folder.join(sub)) else { continue };
            for entry in entries.flatten() {
                let path = entry.path();
                let file_name = entry.file_name().to_string_lossy().into_owned();
                if !path.is_file() || !file_name.ends_with(".toml") || file_name.starts_with('.') {
                    continue;
                }
                let name = if sub.is_empty() { file_name } else { format!("{sub}/{file_name}") };
                let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
                templates.files.insert(name.clone(), Template { name, text });
            }
        }
        Ok(templates)
    }

    /// The file of this path, such as `pages.toml`.
    ///
    /// # Errors
    /// No such template; a fault of the program, since all are embedded.
    pub fn get(&self, name: &str) -> Result<&Template> {
        self.files.get(name).with_context(|| format!("no template {name}"))
    }

    /// The files of a folder, such as `kpis`, in order of their names.
    pub fn folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Template> {
        self.files.values().filter(move |file| file.name.split_once('/').is_some_and(|(before, _)| before == folder))
    }
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, Template>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (name.ends_with(".toml"), file.contents_utf8()) {
            files.insert(name.clone(), Template { name, text: text.to_owned() });
        }
    }
    for sub in dir.dirs() {
        collect(sub, files);
    }
}
