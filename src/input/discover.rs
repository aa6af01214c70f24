//! Which files lie in the input: folders are walked, names are relative to them and sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use crate::base::lang::Words;
use crate::base::real_path::of_existing;
use crate::base::system_fault;
use crate::base::text::shown;

/// One file of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Path relative to the input folder, with `/`.
    pub name: Arc<str>,
}

/// Why there is nothing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// A file or folder that was named is not there.
    Missing {
        /// What was looked for.
        path: PathBuf,
        /// What its parent folder holds, sorted; empty where that is not there either.
        beside: Vec<String>,
    },
    /// A file or folder that was named cannot be opened.
    Unreadable {
        /// What was to be opened.
        path: PathBuf,
        /// Why, as the system says.
        cause: Words,
    },
    /// The folders are there but hold no file to read.
    Empty {
        /// The folders that were searched.
        folders: Vec<PathBuf>,
        /// Files that were skipped: hidden or temporary ones.
        skipped: usize,
    },
}

impl InputError {
    /// What was looked for, where, and what was found.
    pub fn words(&self) -> Words {
        let (chinese, en) = match self {
            Self::Missing { path, beside } => {
                let parent = shown(path.parent().unwrap_or(Path::new(".")));
                let (path, found) = (shown(path), Words::list(beside));
                if beside.is_empty() {
                    (
                        format!("找不到输入“{path}”，它的上级文件夹“{parent}”不存在或是空的"),
                        {
                            format!(
                                "input \"{path}\" was not found; its parent folder \"{parent}\" is missing or empty"
                            )
                        },
                    )
                } else {
                    (format!("找不到输入“{path}”；“{parent}”中有：{}", found.chinese), {
                        format!("input \"{path}\" was not found; \"{parent}\" holds: {}", found.en)
                    })
                }
            }
            Self::Unreadable { path, cause } => (
                format!("无法打开输入“{}”：{}", shown(path), cause.chinese),
                format!("input \"{}\" cannot be opened: {}", shown(path), cause.en),
            ),
            Self::Empty { folders, skipped } => {
                let folders: Vec<_> = folders.iter().map(shown).collect();
                (
                    format!("输入文件夹“{}”中没有可读的文件（跳过隐藏或临时文件 {skipped} 个）", folders.join("、")),
                    format!(
                        "no file to read in \"{}\" ({skipped} hidden or temporary ones skipped)",
                        folders.join("\", \"")
                    ),
                )
            }
        };
        Words { chinese, en }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words();
        write!(f, "{}\n{}", words.chinese, words.en)
    }
}

impl std::error::Error for InputError {}

/// All files of `inputs` (files, and folders with their sub-folders), sorted by name, each once.
///
/// Hidden (`.name`), temporary (`~$name`, `name~`, `name.tmp`) files are skipped. A link that was named itself is
/// followed; inside a folder no link is followed: one that leads back into the folder is skipped, for its target is
/// found anyway, any other is listed and reported when it is read.
///
/// # Errors
/// [`InputError`], to be had by `downcast_ref`: the report cannot be made (exit code 3).
pub fn discover(inputs: &[PathBuf]) -> Result<Vec<InputFile>> {
    let mut walk = Walk::default();
    for input in inputs {
        let root = of_existing(input).map_err(|error| cannot_open(input, &error))?;
        if root.is_dir() {
            walk.folder(&root, &root).map_err(|error| cannot_open(&root, &error))?;
        } else {
            let name = input.file_name().unwrap_or(root.as_os_str()).to_string_lossy().into_owned();
            walk.add(root.parent().unwrap_or(&root), name, root.clone());
        }
    }
    if walk.files.is_empty() {
        return Err(InputError::Empty { folders: inputs.to_vec(), skipped: walk.skipped }.into());
    }
    Ok(walk.files.into_iter().map(|(name, path)| InputFile { path, name: name.into() }).collect())
}

/// The first folder below the inputs in which a file lies; none for a file that lies in an input itself or was named. Where
/// one input lies in another the outer one decides.
pub fn first_folder(file: &InputFile, inputs: &[PathBuf]) -> Option<String> {
    let roots = inputs.iter().filter_map(|input| of_existing(input).ok());
    let below = roots.filter_map(|root| file.path.strip_prefix(root).map(Path::to_owned).ok());
    let below = below.max_by_key(|below| below.components().count())?;
    let mut parts = below.components();
    let first = parts.next()?.as_os_str().to_string_lossy().into_owned();
    parts.next().map(|_| first)
}

/// The names of the first folders below the inputs, whether a file lies in them or not; links are none.
pub fn first_folders(inputs: &[PathBuf]) -> BTreeSet<String> {
    let entries = inputs.iter().filter_map(|input| fs::read_dir(input).ok()).flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| !is_skipped(name)).collect()
}

/// The files found so far.
#[derive(Default)]
struct Walk {
    /// Name → where it lies.
    files: BTreeMap<String, PathBuf>,
    paths: BTreeSet<PathBuf>,
    skipped: usize,
}

impl Walk {
    /// Adds what lies in a folder. A sub-folder that cannot be opened is added itself, to be reported when it is read.
    fn folder(&mut self, root: &Path, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let kind = entry.file_type()?;
            if is_skipped(&entry.file_name().to_string_lossy()) {
                self.skipped += 1;
            } else if kind.is_dir() {
                if self.folder(root, &path).is_err() {
                    self.add(root, relative_name(root, &path), path);
                }
            } else if kind.is_file() || (kind.is_symlink() && !leads_into(&path, root)) {
                self.add(root, relative_name(root, &path), path);
            }
        }
        Ok(())
    }

    fn add(&mut self, root: &Path, name: String, path: PathBuf) {
        if !self.paths.insert(path.clone()) {
            return;
        }
        // Two inputs can hold the same name: the later one is told apart by the name of its folder, then by a number.
        let mut unique = name.clone();
        if self.files.contains_key(&unique)
            && let Some(folder) = root.file_name()
        {
            unique = format!("{}/{name}", folder.to_string_lossy());
        }
        // The ending stays the last: a marked copy of that name is opened by it.
        let start = unique.rfind('/').map_or(0, |slash| slash + 1);
        let ending = unique[start..].rfind('.').filter(|dot| *dot > 0).map_or(unique.len(), |dot| start + dot);
        let (stem, ending) = (unique[..ending].to_owned(), unique[ending..].to_owned());
        let mut number = 2;
        while self.files.contains_key(&unique) {
            unique = format!("{stem} ({number}){ending}");
            number += 1;
        }
        self.files.insert(unique, path);
    }
}

fn cannot_open(path: &Path, error: &io::Error) -> InputError {
    if error.kind() == io::ErrorKind::NotFound {
        InputError::Missing { path: path.to_owned(), beside: names_beside(path) }
    } else {
        InputError::Unreadable { path: path.to_owned(), cause: system_fault::words(error) }
    }
}

/// What stands beside a missing path, at most ten names.
fn names_beside(path: &Path) -> Vec<String> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let names: BTreeSet<_> = entries.flatten().map(|entry| shown(entry.file_name())).collect();
    names.into_iter().filter(|name| !is_skipped(name)).take(10).collect()
}

/// Hidden and temporary names.
fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name.ends_with('~') || name.to_lowercase().ends_with(".tmp")
}

fn leads_into(link: &Path, root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| target.starts_with(root))
}

fn relative_name(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn names(inputs: &[PathBuf]) -> Vec<String> {
        discover(inputs).unwrap().iter().map(|file| file.name.to_string()).collect()
    }

    #[test]
    fn files_of_all_folders_come_sorted_and_without_hidden_and_temporary_ones() {
        let folder = folder_with(&["b.csv", "a/9月.xlsx", "~$b.xlsx", ".DS_Store", "c.TMP", "d.xls~", ".git/e.csv"]);
        assert_eq!(names(&[folder.path().to_owned()]), ["a/9月.xlsx", "b.csv"]);
    }

    #[test]
    fn a_file_named_itself_is_read_once_even_if_its_folder_is_named_too() {
        let folder = folder_with(&["b.csv"]);
        assert_eq!(names(&[folder.path().join("b.csv"), folder.path().to_owned()]), ["b.csv"]);
    }

    #[test]
    fn the_same_name_in_two_inputs_is_told_apart() {
        let folder = folder_with(&["一店/a.csv", "二店/a.csv"]);
        let inputs = [folder.path().join("一店"), folder.path().join("二店")];
        assert_eq!(names(&inputs), ["a.csv", "二店/a.csv"]);
    }

    #[test]
    fn a_number_that_tells_names_apart_stands_before_the_ending() {
        let folder =
            folder_with(&["1/in.d/a.xlsx", "1/in.d/b", "2/in.d/a.xlsx", "2/in.d/b", "3/in.d/a.xlsx", "3/in.d/b"]);
        let inputs = ["1/in.d", "2/in.d", "3/in.d"].map(|name| folder.path().join(name));
        assert_eq!(names(&inputs), ["a.xlsx", "b", "in.d/a (2).xlsx", "in.d/a.xlsx", "in.d/b", "in.d/b (2)"]);
    }

    /// No rights keep the administrator out of a folder, but a path that is longer than the system takes does.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_sub_folder_that_cannot_be_opened_is_listed_for_its_finding_and_the_rest_goes_on() {
        let folder = folder_with(&["a.csv"]);
        let long = vec!["长".repeat(80); 9].join("/");
        let [outer, inner] = ["outer", "inner"].map(|name| folder.path().join(name).join(&long));
        fs::create_dir_all(&outer).unwrap();
        fs::create_dir_all(&inner).unwrap();
        fs::rename(folder.path().join("inner"), outer.join("inner")).unwrap();
        let names = names(&[folder.path().to_owned()]);
        assert_eq!((names.len(), names[0].as_str()), (2, "a.csv"));
        assert!(names[1].starts_with("outer/长"), "{names:?}");
    }

    #[test]
    fn a_missing_input_says_what_stands_beside_it() {
        let folder = folder_with(&["inputs/a.csv"]);
        let error = discover(&[folder.path().join("input")]).unwrap_err();
        match error.downcast_ref::<InputError>().unwrap() {
            InputError::Missing { beside, .. } => assert_eq!(beside, &["inputs"]),
            other => unreachable!("{other:?}"),
        }
        assert!(error.to_string().contains("找不到") && error.to_string().contains("was not found"));
    }

    #[test]
    fn a_folder_with_nothing_to_read_is_an_error_that_counts_what_was_skipped() {
        let folder = folder_with(&["~$a.xlsx"]);
        let error = discover(&[folder.path().to_owned()]).unwrap_err();
        assert!(matches!(error.downcast_ref::<InputError>(), Some(InputError::Empty { skipped: 1, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_the_folder_is_skipped_and_one_out_of_it_is_listed_for_its_finding() {
        let outside = folder_with(&["x.csv"]);
        let folder = folder_with(&["a.csv"]);
        std::os::unix::fs::symlink(folder.path().join("a.csv"), folder.path().join("again.csv")).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        assert_eq!(names(&[folder.path().to_owned()]), ["a.csv", "out"]);
    }
}
