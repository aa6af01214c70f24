//! Moving the new files in and the old ones aside, with every step remembered so that it can be undone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::base::failure::Failure;

use super::fault;

/// An exchange of files between folders of one file system.
pub struct Swap<'a> {
    target: &'a Path,
    fresh: &'a Path,
    kept: &'a Path,
    /// Moves done so far: from, to.
    done: Vec<(PathBuf, PathBuf)>,
    /// Folders of the target that files were moved in or out of.
    touched: BTreeSet<PathBuf>,
}

impl<'a> Swap<'a> {
    /// From `fresh` to `target`; what stood there goes to `kept`.
    pub fn new(target: &'a Path, fresh: &'a Path, kept: &'a Path) -> Self {
        Self { target, fresh, kept, done: Vec::new(), touched: BTreeSet::new() }
    }

    /// Takes files out of the target.
    ///
    /// # Errors
    /// A file cannot be moved.
    pub fn remove(&mut self, names: &[String]) -> Result<(), Failure> {
        names.iter().try_for_each(|name| self.shift(self.target.join(name), self.kept.join(name)))
    }

    /// Brings the new files in, one after the other.
    ///
    /// # Errors
    /// A file cannot be moved.
    pub fn bring(&mut self, names: &[&str]) -> Result<(), Failure> {
        for name in names {
            let place = self.target.join(name);
            if fs::symlink_metadata(&place).is_ok() {
                self.shift(place.clone(), self.kept.join(name))?;
            }
            self.shift(self.fresh.join(name), place)?;
        }
        Ok(())
    }

    fn shift(&mut self, from: PathBuf, to: PathBuf) -> Result<(), Failure> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|error| fault::cannot_write(folder, &error))?;
        }
        for folder in [from.parent(), to.parent()].into_iter().flatten() {
            if folder.starts_with(self.target) {
                self.touched.insert(folder.to_path_buf());
            }
        }
        let shown = if from.starts_with(self.fresh) { &to } else { &from };
        fs::rename(&from, &to).map_err(|error| fault::replace(shown, &error))?;
        self.done.push((from, to));
        Ok(())
    }

    /// Puts everything back in reverse order; what could not be put back is the result.
    pub fn undo(&mut self) -> Option<Failure> {
        let mut fault = None;
        while let Some((from, to)) = self.done.pop() {
            if let Err(error) = fs::rename(&to, &from) {
                fault = Some(fault::replace(&from, &error));
            }
        }
        self.remove_empty_folders();
        fault
    }

    /// Removes the folders of the target that the moves left empty, such as `charts/` after the last picture.
    pub fn remove_empty_folders(&self) {
        for folder in self.touched.iter().rev() {
            // Fails where the folder still holds something; that is wanted.
            let _ = fs::remove_dir(folder);
        }
    }
}
