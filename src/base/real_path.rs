//! Where things really lie, links followed: paths to be compared. What other programs are given is the path as it was named.

use std::io;
use std::path::{Component, Path, PathBuf, absolute};

/// Where something lies that is there. Some drives of Windows (in memory, of a guest system) cannot tell where they lie; of
/// those it is the absolute path.
///
/// # Errors
/// Nothing is there, or nobody may look.
pub fn of_existing(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize().or_else(|error| if cfg!(windows) && path.exists() { absolute(path) } else { Err(error) })
}

/// Where a path leads, followed as far as it is there.
pub fn real_path(path: &Path) -> PathBuf {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        // A drive of Windows alone, without its root, is whatever folder it stands for.
        if !matches!(part, Component::Prefix(_)) {
            real = real.canonicalize().unwrap_or(real);
        }
    }
    real
}

/// The first of these files and folders in which a path lies, wherever links lead.
pub fn lies_in<'f>(path: &Path, folders: &'f [PathBuf]) -> Option<&'f PathBuf> {
    let real = real_path(path);
    folders.iter().find(|folder| real.starts_with(real_path(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_followed_as_far_as_it_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = of_existing(folder.path()).expect("it is there");
        assert!(real.is_absolute(), "{real:?}");
        assert_eq!(real_path(folder.path()), real);
        assert_eq!(real_path(&folder.path().join("later/../x.csv")), real.join("x.csv"));
        let error = of_existing(&folder.path().join("x.csv")).expect_err("nothing is there");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
