//! A file system in memory that can end a run after any step, cut the power, and refuse to move a file.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;

use crate::publish::disk::{Disk, EntryKind, Look};

/// What a run did to the disk, in order.
#[derive(Clone, Debug)]
enum Step {
    CreateFolder(PathBuf),
    Write(PathBuf, Vec<u8>),
    Sync,
    Rename(PathBuf, PathBuf),
    Exchange(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
}

#[derive(Clone, Debug)]
enum Node {
    File(Vec<u8>),
    Folder(BTreeMap<String, usize>),
}

/// Everything on the disk; node 0 is the root.
#[derive(Clone, Debug)]
struct Content {
    nodes: Vec<Node>,
}

/// The disk.
pub struct MemoryDisk {
    before: Content,
    now: RefCell<Content>,
    steps: RefCell<Vec<Step>>,
    /// The system can exchange folders.
    pub exchanges: bool,
    /// The run is ended after so many steps.
    pub ended_after: Cell<usize>,
    /// These steps fail, by how many were tried before them.
    pub failing: RefCell<Range<usize>>,
    /// How many steps were tried.
    tried: Cell<usize>,
    /// A file that another program holds: it cannot be moved.
    pub held: RefCell<Option<PathBuf>>,
    /// After so many pauses it is let go.
    pub held_for: Cell<usize>,
    /// Of files in preparation one bit reads otherwise than it was written.
    pub spoils: Cell<bool>,
    /// The pauses so far.
    pub pauses: RefCell<Vec<Duration>>,
}

fn fault(kind: io::ErrorKind) -> io::Error {
    kind.into()
}

impl Content {
    fn find(&self, path: &Path) -> Option<usize> {
        path.iter().filter(|name| *name != ".").try_fold(0, |node, name| match &self.nodes[node] {
            Node::Folder(names) => names.get(name.to_str()?).copied(),
            Node::File(_) => None,
        })
    }

    fn names(&mut self, folder: &Path) -> io::Result<&mut BTreeMap<String, usize>> {
        let node = self.find(folder).ok_or_else(|| fault(io::ErrorKind::NotFound))?;
        match &mut self.nodes[node] {
            Node::Folder(names) => Ok(names),
            Node::File(_) => Err(fault(io::ErrorKind::NotADirectory)),
        }
    }

    fn above(path: &Path) -> (&Path, String) {
        let name = path.file_name().expect("a name").to_str().expect("a text");
        (path.parent().expect("a folder above"), name.to_owned())
    }

    fn add(&mut self, path: &Path, node: usize) -> io::Result<()> {
        let (folder, name) = Self::above(path);
        match self.names(folder)?.insert(name, node) {
            None => Ok(()),
            Some(_) => Err(fault(io::ErrorKind::AlreadyExists)),
        }
    }

    fn take(&mut self, path: &Path) -> io::Result<usize> {
        let (folder, name) = Self::above(path);
        self.names(folder)?.remove(&name).ok_or_else(|| fault(io::ErrorKind::NotFound))
    }

    fn apply(&mut self, step: &Step) -> io::Result<()> {
        match step {
            Step::CreateFolder(path) => {
                self.nodes.push(Node::Folder(BTreeMap::new()));
                self.add(path, self.nodes.len() - 1)
            }
            Step::Write(path, bytes) => {
                self.nodes.push(Node::File(bytes.clone()));
                self.add(path, self.nodes.len() - 1)
            }
            Step::Sync => Ok(()),
            Step::Rename(from, to) => {
                let node = self.take(from)?;
                if self.find(to).is_some() {
                    self.take(to)?;
                }
                self.add(to, node)
            }
            Step::Exchange(one, other) => {
                let (a, b) = (self.take(one)?, self.take(other)?);
                self.add(one, b)?;
                self.add(other, a)
            }
            Step::Link(file, name) => {
                let node = self.find(file).ok_or_else(|| fault(io::ErrorKind::NotFound))?;
                self.add(name, node)
            }
            Step::RemoveFile(path) => self.take(path).map(drop),
            Step::RemoveFolder(path) => {
                if !self.names(path)?.is_empty() {
                    return Err(fault(io::ErrorKind::DirectoryNotEmpty));
                }
                self.take(path).map(drop)
            }
        }
    }

    fn files(&self, node: usize, path: &str, found: &mut BTreeMap<String, String>) {
        match &self.nodes[node] {
            Node::File(bytes) => drop(found.insert(path.to_owned(), String::from_utf8_lossy(bytes).into_owned())),
            Node::Folder(names) => {
                for (name, node) in names {
                    self.files(*node, &if path.is_empty() { name.clone() } else { format!("{path}/{name}") }, found);
                }
            }
        }
    }
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new(exchanges: bool) -> Self {
        Self::of(Content { nodes: vec![Node::Folder(BTreeMap::new())] }, exchanges)
    }

    fn of(content: Content, exchanges: bool) -> Self {
        Self {
            before: content.clone(),
            now: RefCell::new(content),
            steps: RefCell::default(),
            exchanges,
            ended_after: Cell::new(usize::MAX),
            failing: RefCell::default(),
            tried: Cell::new(0),
            held: RefCell::default(),
            held_for: Cell::new(usize::MAX),
            spoils: Cell::new(false),
            pauses: RefCell::default(),
        }
    }

    /// The same disk at a later start: nothing has been done yet, nobody holds a file.
    pub fn again(&self) -> Self {
        Self::of(self.now.borrow().clone(), self.exchanges)
    }

    /// How many steps a run took.
    pub fn steps(&self) -> usize {
        self.steps.borrow().len()
    }

    /// What the disk may hold after a power cut: at least what stood when the last folder was synced, and any number of the
    /// steps since, in their order (a file's bytes last from its writing on, since that syncs them).
    pub fn after_power_cuts(&self) -> Vec<Self> {
        let steps = self.steps.borrow();
        let synced = steps.iter().rposition(|step| matches!(step, Step::Sync)).map_or(0, |at| at + 1);
        let replayed = |count: usize| {
            let mut content = self.before.clone();
            steps[..count].iter().for_each(|step| content.apply(step).expect("a step that was done"));
            Self::of(content, self.exchanges)
        };
        (synced..=steps.len()).map(replayed).collect()
    }

    /// The files below a folder and what they hold.
    pub fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let content = self.now.borrow();
        let mut found = BTreeMap::new();
        if let Some(node) = content.find(Path::new(folder)) {
            content.files(node, "", &mut found);
        }
        found
    }

    /// Somebody else writes a file.
    pub fn lay(&self, path: &str, text: &str) {
        let mut content = self.now.borrow_mut();
        let path = Path::new(path);
        let folders: Vec<_> = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
        for folder in folders.into_iter().rev() {
            if content.find(folder).is_none() {
                content.apply(&Step::CreateFolder(folder.to_owned())).expect("a folder");
            }
        }
        if content.find(path).is_some() {
            content.take(path).expect("the old file");
        }
        content.apply(&Step::Write(path.to_owned(), text.as_bytes().to_vec())).expect("a file");
    }

    fn alive(&self) -> io::Result<()> {
        if self.steps() < self.ended_after.get() { Ok(()) } else { Err(io::Error::other("the run was ended")) }
    }

    fn step(&self, step: Step) -> io::Result<()> {
        self.alive()?;
        let at = self.tried.replace(self.tried.get() + 1);
        if self.failing.borrow().contains(&at) {
            return Err(fault(io::ErrorKind::StorageFull));
        }
        // A step that fails leaves no trace.
        let mut content = self.now.borrow().clone();
        content.apply(&step)?;
        *self.now.borrow_mut() = content;
        self.steps.borrow_mut().push(step);
        Ok(())
    }
}

impl Disk for MemoryDisk {
    fn look(&self, path: &Path) -> Option<Look> {
        let content = self.now.borrow();
        let node = content.find(path)?;
        let kind = if matches!(content.nodes[node], Node::File(_)) { EntryKind::File } else { EntryKind::Folder };
        Some(Look { kind, id: node as u64 })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        Ok(self.now.borrow_mut().names(folder)?.keys().cloned().collect())
    }

    fn day(&self, _: &Path) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2013, 10, 5)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let content = self.now.borrow();
        match content.find(path).map(|node| &content.nodes[node]) {
            Some(Node::File(bytes)) if self.spoils.get() && path.components().any(|part| part.as_os_str() == "new") => {
                Ok(bytes.iter().enumerate().map(|(at, byte)| byte ^ u8::from(at == 0)).collect())
            }
            Some(Node::File(bytes)) => Ok(bytes.clone()),
            _ => Err(fault(io::ErrorKind::NotFound)),
        }
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::CreateFolder(path.to_owned()))
    }

    fn make_like(&self, _: &Path, _: &Path) -> bool {
        self.alive().is_ok()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(Step::Write(path.to_owned(), bytes.to_vec()))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.now.borrow_mut().names(folder)?;
        self.step(Step::Sync)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.held.borrow().as_deref() == Some(from) && self.pauses.borrow().len() < self.held_for.get() {
            return Err(fault(io::ErrorKind::PermissionDenied));
        }
        self.step(Step::Rename(from.to_owned(), to.to_owned()))
    }

    fn exchanges(&self) -> bool {
        self.exchanges
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step(Step::Exchange(one.to_owned(), other.to_owned()))
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.step(Step::Link(file.to_owned(), name.to_owned()))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(Step::RemoveFile(path.to_owned()))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::RemoveFolder(path.to_owned()))
    }

    fn is_held(&self, error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::PermissionDenied
    }

    fn pause(&self, time: Duration) {
        self.pauses.borrow_mut().push(time);
    }
}
