//! Several stores in one workspace: whose a file is, and which of them a run is about.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::text::shown;
use crate::input::InputFile;
use crate::input::discover::first_folder;
use crate::settings::{Settings, Stores};

/// A store with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// Its name: that of its folder.
    pub name: String,
    /// What lies in it.
    pub files: Vec<InputFile>,
}

/// The stores of the input, and what has to be told of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The stores, sorted by name.
    pub stores: Vec<Store>,
    /// Files that are of no store, folders whose names are one name.
    pub remarks: Vec<Words>,
}

/// Divides the files among the stores: the first folder below the input names the store. Names that differ only in width,
/// space or case are one.
pub fn divide(files: Vec<InputFile>, settings: &Settings) -> Found {
    let mut stores: BTreeMap<String, Store> = BTreeMap::new();
    let (mut nobodys, mut remarks) = (Vec::new(), Vec::new());
    for file in files {
        let Some(folder) = first_folder(&file, &settings.inputs) else {
            nobodys.push(file.name.to_string());
            continue;
        };
        let new = || Store { name: folder.clone(), files: Vec::new() };
        let store = stores.entry(compared(&folder)).or_insert_with(new);
        if store.name != folder {
            let (one, name) = (shown(&folder), shown(&store.name));
            let words = Words {
                chinese: format!("文件夹“{one}”与“{name}”按同一家店“{name}”计"),
                en: format!("the folders {one:?} and {name:?} are taken as one store, {name:?}"),
            };
            remarks.extend((!remarks.contains(&words)).then_some(words));
        }
        store.files.push(file);
    }
    if !nobodys.is_empty() {
        let names = Words::list(&nobodys);
        remarks.push(Words {
            chinese: format!("这些文件不在任何一家店的文件夹里（未指定），没有进入任何一家店的报告：{}", names.chinese),
            en: format!("these files lie in the folder of no store and are in no store's report: {}", names.en),
        });
    }
    let mut stores: Vec<Store> = stores.into_values().collect();
    stores.sort_by(|a, b| a.name.cmp(&b.name));
    Found { stores, remarks }
}

/// The stores that were asked for, each with its own settings.
///
/// # Errors
/// There is no store of that name, or none at all (exit 2).
pub fn asked(stores: Vec<Store>, settings: &Settings) -> Result<Vec<(Store, Settings)>, Failure> {
    let names: Vec<String> = stores.iter().map(|store| shown(&store.name)).collect();
    let is_asked =
        |store: &Store| settings.stores.one.as_ref().is_none_or(|one| compared(one) == compared(&store.name));
    let with_settings = |store: Store| (of_store(&store, settings), store);
    let asked: Vec<_> =
        stores.into_iter().filter(is_asked).map(with_settings).map(|(own, store)| (store, own)).collect();
    if !asked.is_empty() {
        return Ok(asked);
    }
    let list = Words::list(&names);
    let failure = match &settings.stores.one {
        Some(one) if !names.is_empty() => {
            let near = told(one, names.iter().map(String::as_str), "");
            Failure::new(
                Exit::Usage,
                format!("没有名为“{}”的店{}；输入文件夹中的店：{}", shown(one), near.chinese, list.chinese),
                format!("there is no store {:?}{}; the stores of the input: {}", shown(one), near.en, list.en),
            )
        }
        _ => Failure::new(
            Exit::Usage,
            "输入文件夹中没有店的文件夹，所有文件都直接放在输入文件夹里",
            "the input has no folder of a store: all of its files lie in the input itself",
        ),
    };
    Err(failure.hint(
        "[dealers] by = \"folder\" 时，每家店的文件放在输入文件夹下以店名为名的文件夹里",
        "with [dealers] by = \"folder\" the files of each store lie in a folder of its name below the input",
    ))
}

/// How a run over so many stores ends of which these have no report: as the first of them.
pub fn failed(mut failures: Vec<(String, Failure)>, of: usize) -> Option<Failure> {
    if of == 1 {
        return failures.pop().map(|(_, failure)| failure);
    }
    let exit = failures.first()?.1.exit;
    let line = |lang: Lang, (name, failure): &(String, Failure)| lang.labelled(name, failure.message.get(lang));
    let lines = |lang| failures.iter().map(|failed| line(lang, failed)).collect::<Vec<_>>().join("\n");
    let [chinese, english] = Lang::ALL.map(lines);
    let failed = failures.len();
    let head = Failure::new(
        exit,
        format!("{of} 家店中有 {failed} 家没有出报告，其余已经完成：\n{chinese}"),
        format!("{failed} of {of} stores have no report, the others have theirs:\n{english}"),
    );
    Some(head.hint(
        "改正后用 --dealer 店名 单独再做这一家",
        "correct what it says, then make that store's alone with --dealer NAME",
    ))
}

/// The settings of one store: its reports and handouts lie in a folder of its name. Marked copies have the
/// folder of their original anyway.
fn of_store(store: &Store, settings: &Settings) -> Settings {
    let mut own = settings.clone();
    own.output.push(&store.name);
    own.handout.iter_mut().for_each(|folder| folder.push(&store.name));
    own.layout.dealer = shown(&store.name);
    own.stores = Stores { one: Some(store.name.clone()), ..own.stores };
    own
}

/// The form in which names of stores are compared.
fn compared(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
