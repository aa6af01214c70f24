//! Several stores in one workspace: whose a file is, and which of them a run is about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::base::address::Place;
use crate::base::failure::{Exit, Failure};
use crate::base::finding::{self, Code, Finding, Severity, WHOLE_INPUT};
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::period::{Period, is_label};
use crate::base::text::{UNSPECIFIED, shown};
use crate::input::discover::{first_folder, first_folders};
use crate::input::{InputFile, ReadFile};
use crate::kpi::counted::Counted;
use crate::publish::folder_of_store;
use crate::settings::{Settings, StoreBy, Stores};
use crate::tables::by_store::divide;
use crate::tables::model::InputBlock;
use crate::tables::schemas::Schemas;

/// A store with its files.
#[derive(Debug, Default)]
pub struct Store {
    /// Its name: that of its folder, or as its rows have it; [`UNSPECIFIED`] of what names none.
    pub name: String,
    /// The files that its rows stand in.
    pub files: Vec<InputFile>,
    /// Its rows, where they were read to tell whose they are; files of its own are read when its turn comes.
    pub read: Option<Vec<ReadFile>>,
    /// What a warehouse has counted of it, in place of rows.
    pub counts: Option<Counted>,
}

impl Store {
    /// Whether it is a store, and not what names none.
    pub fn is_one(&self) -> bool {
        self.name != UNSPECIFIED
    }
}

/// The stores of the input, and what was found of their names.
#[derive(Debug, Default)]
pub struct Found {
    /// The stores, sorted by name.
    pub stores: Vec<Store>,
    /// Files that are of no store, folders whose names are one name or nearly one.
    pub findings: Vec<Finding>,
}

/// Divides the files among the stores: the first folder below the input names the store, also where it is empty or closed.
/// Names that differ only in width, space or case are one. A link is nobody's: what it leads to is not read in any case.
pub fn by_folder(files: Vec<InputFile>, settings: &Settings) -> Found {
    let mut found = Found::default();
    let mut stores = ByName::default();
    for file in files {
        let closed = || (file.path.is_dir() && !file.path.is_symlink()).then(|| file.name.to_string());
        let folder = first_folder(&file, &settings.inputs).or_else(closed);
        if folder.is_none() {
            found.findings.push(of_no_store(&file));
        }
        if !(folder.is_none() && file.path.is_symlink()) {
            stores.of(folder.as_deref().unwrap_or(UNSPECIFIED), &mut found.findings).files.push(file);
        }
    }
    for folder in first_folders(&settings.inputs) {
        stores.of(&folder, &mut found.findings);
    }
    found.with(stores)
}

/// Divides the rows of the files among the stores that a column names.
pub fn by_column(files: &[InputFile], read: Vec<ReadFile>, schemas: &Schemas) -> Found {
    let mut found = Found::default();
    let mut stores = ByName::default();
    for file in read {
        let ReadFile { name, sha256, grids, findings } = file;
        let part =
            |grids| ReadFile { name: Arc::clone(&name), sha256: Arc::clone(&sha256), grids, findings: Vec::new() };
        found.findings.extend(findings);
        for (store, grid) in grids.into_iter().flat_map(|grid| divide(grid, schemas)) {
            let store = stores.of(store.as_deref().unwrap_or(UNSPECIFIED), &mut found.findings);
            let files = store.read.get_or_insert_default();
            match files.last_mut().filter(|last| last.name == name) {
                Some(last) => last.grids.push(grid),
                None => files.push(part(vec![grid])),
            }
        }
    }
    for store in stores.0.values_mut() {
        let names: BTreeSet<&str> = store.read.iter().flatten().map(|file| &*file.name).collect();
        store.files = files.iter().filter(|file| names.contains(&*file.name)).cloned().collect();
    }
    found.with(stores)
}

/// Stores by the form in which their names are compared.
#[derive(Default)]
struct ByName(BTreeMap<String, Store>);

impl ByName {
    /// The store of a name; another spelling of a known one is told.
    fn of(&mut self, name: &str, findings: &mut Vec<Finding>) -> &mut Store {
        let new = || Store { name: name.to_owned(), ..Store::default() };
        let store = self.0.entry(compared(name)).or_insert_with(new);
        if store.name != name {
            let (one, known) = (shown(name), shown(&store.name));
            let chinese = format!("“{one}”与“{known}”按同一家店“{known}”计");
            let en = format!("“{one}” and “{known}” are taken as one store, “{known}”");
            findings.push(of_names(name, chinese, en));
        }
        store
    }
}

impl Found {
    fn with(mut self, stores: ByName) -> Self {
        let mut stores: Vec<Store> = stores.0.into_values().collect();
        stores.sort_by(|a, b| a.name.cmp(&b.name));
        for (at, one) in stores.iter().enumerate() {
            for other in stores[..at].iter().filter(|other| alike(&one.name) == alike(&other.name)) {
                let (one, name) = (shown(&one.name), shown(&other.name));
                let chinese = format!("“{one}”与“{name}”名称相近，按两家店计");
                let en = format!("the names “{one}” and “{name}” are alike; they are taken as two stores");
                self.findings.push(of_names(&one, chinese, en));
            }
        }
        self.stores = stores;
        finding::sort(&mut self.findings);
        self.findings.dedup();
        self
    }
}

/// The rows that count for no store, a finding a sheet; of files that lie in no store's folder their own findings tell.
pub fn rows_of_nobody(inputs: &[InputBlock], schemas: &Schemas) -> Vec<Finding> {
    let told = |block: &InputBlock| {
        let place =
            Place { file: block.file.as_str().into(), sheet: block.sheet.as_deref().map(Into::into), cell: None };
        let rows = block.rows.used;
        // The group's figures are its stores'; what is written of a figure itself belongs to one of them.
        let (chinese, en) = match is_stated(block, schemas) {
            true => (
                format!("有 {rows} 行没有写门店（未指定）：哪一家店和集团都不采用"),
                format!("{rows} rows name no store: neither a store nor the group uses them"),
            ),
            false => (
                format!("有 {rows} 行没有写门店（未指定）：不进入任何一家店的报告，只计入集团"),
                format!("{rows} rows name no store: they are in the report of none, and count for the group only"),
            ),
        };
        Finding::new(Severity::Error, Code::NoStore, place, chinese, en).value(&rows.to_string())
    };
    inputs.iter().filter(|block| block.rows.used > 0).map(told).collect()
}

/// Whether a list states figures or targets.
fn is_stated(block: &InputBlock, schemas: &Schemas) -> bool {
    let schema = block.table.and_then(|table| schemas.table(table));
    schema.is_some_and(|schema| schema.role.is_some())
}

/// The files of the stores that were looked at, each by its hash with its name.
#[derive(Default)]
pub struct Files {
    known: BTreeMap<String, String>,
}

impl Files {
    /// The files of a store that another one has, byte for byte: within a store only one of them counts.
    /// What is stated of a figure itself may be the same everywhere.
    pub fn of_another_store(&mut self, inputs: &[InputBlock], schemas: &Schemas) -> Vec<Finding> {
        let counted = inputs.iter().filter(|block| block.rows.used > 0 && !is_stated(block, schemas));
        let own: BTreeMap<&String, &String> = counted.map(|block| (&block.sha256, &block.file)).collect();
        let mut found = Vec::new();
        for (sha256, file) in own {
            let other = self.known.entry(sha256.clone()).or_insert_with(|| file.clone());
            if other != file {
                let chinese = format!("内容与另一家店的“{other}”完全相同；两家店都已计入");
                let en = format!("the same content as “{other}” of another store; both stores count it");
                let place = Place::file(&file.as_str().into());
                found.push(Finding::new(Severity::Warning, Code::CountedTwice, place, chinese, en).value(other));
            }
        }
        found
    }
}

/// A file that lies in the folder of no store. A link is told as one: what it leads to is not read in any case.
fn of_no_store(file: &InputFile) -> Finding {
    let (chinese, en) = if file.path.is_symlink() {
        (
            "这是链接，未跟随；门店的文件夹要放在输入文件夹里，不能用链接代替",
            "a link, not followed: the folder of a store lies in the input itself",
        )
    } else {
        (
            "不在任何一家店的文件夹里（未指定）：不进入任何一家店的报告，各行只计入集团；历史指标和目标集团也不采用",
            "lies in the folder of no store: it is in the report of none, and its rows count for the group only; a history or targets in it are not used, not even by the group",
        )
    };
    Finding::new(Severity::Error, Code::NoStore, Place::file(&file.name), chinese.to_owned(), en.to_owned())
}

fn of_names(name: &str, chinese: String, en: String) -> Finding {
    let place = Place::file(&WHOLE_INPUT.into());
    Finding::new(Severity::Warning, Code::StoreNames, place, chinese, en).value(name)
}

/// A store that the figures of the group lack; what is wrong with its files is told at their cells.
pub fn left_out(name: &str, failure: &Failure) -> Finding {
    let [chinese, en] = match failure.exit {
        Exit::Refused => ["数据不合配置的要求", "its data do not meet what the configuration asks for"],
        _ => ["没有可用的数据", "it has no data that can be used"],
    };
    let chinese = format!("“{}”没有计入集团的数字：{chinese}", shown(name));
    let en = format!("the store “{}” is not in the figures of the group: {en}", shown(name));
    let place = Place::file(&WHOLE_INPUT.into());
    Finding::new(Severity::Error, Code::StoreLeftOut, place, chinese, en).value(name)
}

/// A store without a row in the period: its earlier ones are counted.
pub fn without_rows(name: &str, period: &Period) -> Finding {
    let (store, period) = (shown(name), period.label());
    let chinese = format!("“{store}”在 {period} 没有一行数据：集团本期的数字里没有这家店，以前各期照计");
    let en = format!(
        "the store “{store}” has no row in {period}: the group's figures of it lack this store, those of earlier periods have it"
    );
    let place = Place::file(&WHOLE_INPUT.into());
    Finding::new(Severity::Error, Code::StoreLeftOut, place, chinese, en).value(name)
}

/// The stores that were asked for, each with its own settings.
///
/// # Errors
/// There is no store of that name, or none at all; a name that an output folder cannot have (exit 2).
pub fn asked(stores: Vec<Store>, settings: &Settings) -> Result<Vec<(Store, Settings)>, Failure> {
    if settings.stores.by == Some(StoreBy::Folder) {
        stores.iter().try_for_each(|store| can_name_a_folder(&store.name))?;
    }
    let names: Vec<String> = stores.iter().filter(|store| store.is_one()).map(|store| shown(&store.name)).collect();
    let is_asked = |store: &Store| match &settings.stores.one {
        Some(one) => store.is_one() && compared(one) == compared(&store.name),
        None => !names.is_empty(),
    };
    let asked = stores.into_iter().filter(is_asked).map(|store| (of_store(&store, settings), store));
    let asked: Vec<_> = asked.map(|(own, store)| (store, own)).collect();
    if !asked.is_empty() {
        return Ok(asked);
    }
    let list = Words::list(&names);
    let failure = match &settings.stores.one {
        Some(one) if !names.is_empty() => {
            let near = told(one, names.iter().map(String::as_str), "");
            Failure::new(
                Exit::Usage,
                format!("没有名为“{}”的店{}；有的店：{}", shown(one), near.chinese, list.chinese),
                format!("there is no store {:?}{}; the stores: {}", shown(one), near.en, list.en),
            )
        }
        _ if settings.stores.by == Some(StoreBy::Column) => {
            return Err(Failure::new(
                Exit::Usage,
                "没有一行写了门店：各表都没有“门店”“经销商”一类的列，或者列是空的",
                "no row names a store: no table has a column of stores, or it is blank",
            )
            .hint(
                "[dealers] by = \"column\" 时，每张表要有“门店”列",
                "with [dealers] by = \"column\" every table has a column of stores",
            ));
        }
        _ => Failure::new(
            Exit::Usage,
            "输入文件夹中没有店的文件夹，所有文件都直接放在输入文件夹里",
            "the input has no folder of a store: all of its files lie in the input itself",
        ),
    };
    if settings.stores.by == Some(StoreBy::Column) {
        return Err(failure);
    }
    Err(failure.hint(
        "[dealers] by = \"folder\" 时，每家店的文件放在输入文件夹下以店名为名的文件夹里",
        "with [dealers] by = \"folder\" the files of each store lie in a folder of its name below the input",
    ))
}

/// The reports of a store lie in a folder of its name, beside those of the group: 2013-09.
fn can_name_a_folder(name: &str) -> Result<(), Failure> {
    if !is_label(name) {
        return Ok(());
    }
    let name = shown(name);
    Err(Failure::new(
        Exit::Usage,
        format!("门店文件夹“{name}”的名称是报告期，与集团报告的文件夹重名"),
        format!("the store's folder {name:?} is called like a period: so is the folder of the group's report"),
    )
    .hint(
        "[dealers] by = \"folder\" 时，输入文件夹下的第一层文件夹是店名；月份的文件夹放在门店的文件夹里",
        "with [dealers] by = \"folder\" the first folders below the input are stores; those of months lie within",
    ))
}

/// How a run over so many stores ends of which these have no report: as the first of them, with the reports of the others
/// published. A scheduled task must not take such a run for a whole one.
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
    own.output = folder_of_store(&own.output, &store.name);
    own.handout.iter_mut().for_each(|folder| *folder = folder_of_store(folder, &store.name));
    own.layout.dealer = shown(&store.name);
    own.stores = Stores { one: Some(store.name.clone()), ..own.stores };
    own
}

/// The form in which names that are nearly one agree: 城东 and 城东店.
fn alike(name: &str) -> String {
    let name = compared(name);
    let short = ["4s店", "店"].iter().find_map(|end| name.strip_suffix(end)).filter(|short| !short.is_empty());
    short.map_or_else(|| name.clone(), str::to_owned)
}

/// Two names that are one: they differ only in width, space or case, and some disks would give them one folder.
pub fn of_one_store<'n>(names: impl IntoIterator<Item = &'n String>) -> Option<[&'n String; 2]> {
    let mut known = BTreeMap::new();
    names.into_iter().find_map(|name| known.insert(compared(name), name).map(|other| [other, name]))
}

/// The form in which names of stores are compared.
fn compared(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
