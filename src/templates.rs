//! Everything a dealer may want to change, as data: embedded in the program, overridden file by file from the
//! workspace's own `templates/` folder.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use rayon::prelude::*;

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::nearest::told;
use crate::base::system_fault;
use crate::base::text::shown;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// How the name of a declaration ends.
const ENDING: &str = ".toml";
/// The folder of the page, and how the names of its files end.
const PAGE: &str = "page/";
const PAGE_ENDINGS: [&str; 3] = [".html", ".css", ".js"];

/// What some editors write before the text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Folders in which a workspace may have further files.
const FURTHER: [&str; 5] = ["tables/", "facts/", "kpis/", "pages/", "calendar/"];

/// Where words stand that reports are made of, and a file among them that lists names of people instead.
const SAID: [&str; 5] = ["tables/", "facts/", "kpis/", "pages/", "texts/"];
const OF_PEOPLE: &str = "tables/common.toml";

/// The lines of the program's own templates that hold what reports say, without remarks.
pub fn said() -> impl Iterator<Item = &'static str> {
    let folders = EMBEDDED.dirs().flat_map(Dir::files).filter_map(|file| {
        let name = file.path().to_str()?.replace('\\', "/");
        let is_said = SAID.iter().any(|folder| name.starts_with(folder)) && name != OF_PEOPLE;
        file.contents_utf8().filter(|_| is_said)
    });
    folders.flat_map(str::lines).filter(|line| !line.starts_with('#'))
}

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

impl Template {
    /// Its name without folder and ending: the id of what it declares.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        name.strip_suffix(ENDING).unwrap_or(name)
    }

    /// How messages name it: `templates/facts/sales.toml`.
    pub fn shown(&self) -> String {
        format!("templates/{}", self.name)
    }
}

impl Templates {
    /// The embedded templates alone.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Self { files }
    }

    /// Whether the program itself has a template of this path.
    pub fn is_built_in(name: &str) -> bool {
        EMBEDDED.get_file(name).is_some()
    }

    /// The program's own template of this path.
    pub fn built_in(name: &str) -> Option<Template> {
        let text = EMBEDDED.get_file(name)?.contents_utf8()?;
        Some(Template { name: name.to_owned(), text: text.to_owned() })
    }

    /// The embedded templates, with those of `workspace/templates/` in their place or beside them.
    ///
    /// # Errors
    /// A file or folder there that cannot be read, is not UTF-8, or has a name that nothing would look for.
    pub fn load(workspace: &Path) -> Result<Self> {
        let mut templates = Self::embedded();
        let folder = workspace.join("templates");
        match std::fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(templates),
            _ => {
                let mut own = BTreeMap::new();
                templates.own(&folder, "", &mut own)?;
                templates.files.extend(own);
                Ok(templates)
            }
        }
    }

    /// Reads the workspace's files of a folder and of those below it: what lies there is used or refused.
    fn own(&self, folder: &Path, sub: &str, own: &mut BTreeMap<String, Template>) -> Result<()> {
        for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
            let path = entry.map_err(|error| unreadable(folder, &error))?.path();
            let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if of_an_editor(&file_name) {
                continue;
            }
            let name = format!("{sub}{file_name}");
            if path.is_dir() {
                known(&format!("{name}/"), self.folders(), &path)?;
                self.own(&path, &format!("{name}/"), own)?;
                continue;
            }
            let endings = if sub == PAGE { &PAGE_ENDINGS[..] } else { &[ENDING] };
            let Some(name) = endings.iter().find_map(|ending| ending_so(&name, ending)) else {
                let (chinese, english) = (endings.join("、"), endings.join(" or "));
                return Err(refused(
                    &path,
                    &format!("不是模板：文件名要以 {chinese} 结尾；请把它移走"),
                    &format!("not a template, its name must end in {english}; move it away"),
                ));
            };
            // Further files may stand where each of them is looked at, whatever its name.
            if !FURTHER.contains(&sub) {
                known(&name, self.files.keys().map(String::as_str), &path)?;
            }
            if !path.is_file() {
                return Err(refused(&path, "不是普通文件", "no plain file"));
            }
            let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, &error))?;
            let text = String::from_utf8(bytes).map_err(|_| {
                refused(
                    &path,
                    "不是 UTF-8 编码；用记事本另存为时编码选 UTF-8",
                    "not UTF-8; save it as UTF-8 in the editor",
                )
            })?;
            let text = text.trim_start_matches(BYTE_ORDER_MARK).to_owned();
            let double = own.insert(name.clone(), Template { name, text }).is_some();
            if double {
                return Err(refused(
                    &path,
                    "同名的文件有两个，只有大小写不同",
                    "stands twice, in capital and small letters",
                ));
            }
        }
        Ok(())
    }

    /// The paths of all files, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The folders of the embedded templates, with a `/` at the end.
    fn folders(&self) -> impl Iterator<Item = &str> + Clone {
        self.files.keys().filter_map(|name| name.rfind('/').map(|at| &name[..=at]))
    }

    /// The file of this path, such as `theme.toml`.
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

    /// What becomes of each file of a folder, in their order; they are read side by side.
    ///
    /// # Errors
    /// The first of the files that cannot be read.
    pub fn read_all<T: Send, E: Send>(
        &self,
        folder: &str,
        read: impl Fn(&Template) -> Result<T, E> + Send + Sync,
    ) -> Result<Vec<T>, E> {
        let files: Vec<&Template> = self.folder(folder).collect();
        files.into_par_iter().map(read).collect::<Vec<_>>().into_iter().collect()
    }
}

/// The name with its ending in small letters, if it ends so.
fn ending_so(name: &str, ending: &str) -> Option<String> {
    let at = name.len().checked_sub(ending.len()).filter(|at| name.is_char_boundary(*at))?;
    let (stem, end) = name.split_at(at);
    end.eq_ignore_ascii_case(ending).then(|| format!("{stem}{ending}"))
}

/// Hidden files, and the copies and locks that editors and systems leave.
fn of_an_editor(name: &str) -> bool {
    name.starts_with(['.', '~', '#']) || name.ends_with(['~', '#']) || ["Thumbs.db", "desktop.ini"].contains(&name)
}

/// Refuses a name that nothing would look for.
fn known<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone, path: &Path) -> Result<()> {
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    let near = told(name, names, "");
    Err(refused(path, &format!("没有地方用到它{}", near.chinese), &format!("nothing looks for it{}", near.en)))
}

/// A file or folder that cannot be a template.
fn refused(path: &Path, chinese: &str, english: &str) -> anyhow::Error {
    let path = shown(path);
    Failure::new(Exit::Usage, format!("{path}：{chinese}"), format!("{path}: {english}")).into()
}

fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let cause = system_fault::words(error);
    refused(path, &format!("读不了：{}", cause.chinese), &format!("cannot be read: {}", cause.en))
}

/// A template of the workspace that cannot be read or understood.
pub fn template_failure(error: impl Into<anyhow::Error>) -> Failure {
    let error = error.into();
    let told = error.downcast_ref::<Failure>();
    let words = |lang: Lang| told.map_or_else(|| format!("{error:#}"), |failure| failure.text(lang));
    let (chinese, english) = (words(Lang::Chinese), words(Lang::English));
    Failure::new(Exit::Usage, format!("模板有误：{chinese}"), format!("a template is wrong: {english}")).hint(
        "改正工作区 templates 文件夹中的这个文件，或删除它以使用自带的模板",
        "correct the file in the workspace's folder templates, or delete it to use the built-in one",
    )
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, Template>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        let is_template = name.ends_with(ENDING) || name.starts_with(PAGE);
        if let (true, Some(text)) = (is_template, file.contents_utf8()) {
            files.insert(name.clone(), Template { name, text: text.to_owned() });
        }
    }
    for sub in dir.dirs() {
        collect(sub, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_is_there_is_used_or_refused() {
        let load = |prepare: &dyn Fn(&Path)| {
            let workspace = tempfile::tempdir().expect("a folder");
            let folder = workspace.path().join("templates");
            for sub in ["kpis", "texts"] {
                std::fs::create_dir_all(folder.join(sub)).expect("folders");
            }
            prepare(&folder);
            Templates::load(workspace.path()).map_err(|error| format!("{error:#}"))
        };
        let write = |name: &'static str| move |folder: &Path| std::fs::write(folder.join(name), "a = 1").expect(name);
        for (file, name) in
            [("kpis/own.toml", "kpis/own.toml"), ("kpis/OWN.TOML", "kpis/OWN.toml"), ("theme.Toml", "theme.toml")]
        {
            let templates = load(&write(file)).expect(file);
            assert_eq!(templates.get(name).expect(name).text, "a = 1", "{file}");
        }
        assert!(load(&write("kpis/.hidden.swp")).is_ok() && load(&write("kpis/own.toml~")).is_ok());
        for (file, part) in
            [("them.toml", "theme.toml"), ("kpis/own.txt", ".toml"), ("texts/zh.toml", "texts/zh-CN.toml")]
        {
            let refused = load(&write(file)).expect_err(file).replace('\\', "/");
            assert!(refused.contains(file) && refused.contains(part), "{refused}");
        }
        let folder = |name: &'static str| move |folder: &Path| std::fs::create_dir(folder.join(name)).expect(name);
        for (name, near) in [("kpi", "kpis/"), ("kpis/mine", "kpis/")] {
            let refused = load(&folder(name)).expect_err(name);
            assert!(refused.contains(near), "{refused}");
        }
        let workspace = tempfile::tempdir().expect("a folder");
        std::fs::write(workspace.path().join("templates"), "").expect("a file where the folder should be");
        assert!(Templates::load(workspace.path()).is_err());
    }
}
