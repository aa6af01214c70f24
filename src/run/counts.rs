//! A report without rows: from the file that a warehouse hands over (`--facts`, docs/warehouse.md).

use std::sync::Arc;

use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::base::finding::{self, Finding};
use crate::base::finding_groups;
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::facts::moments::Moment;
use crate::input::InputFile;
use crate::input::counted::whole;
use crate::kpi::counted::Counted;
use crate::kpi::counted::file::{CountedFile, Known, divide};
use crate::kpi::counted::kept::Kept;
use crate::kpi::counted::row;
use crate::report::door::Door;
use crate::report::finding_lines;
use crate::run::compute::{Computed, counted};
use crate::run::declarations::Declarations;
use crate::run::events::{Event, Listener};
use crate::run::stores::{Found, Store, of_one_store};
use crate::settings::Settings;

/// The only store of the file.
///
/// # Errors
/// A file of which no report can be made (exit 3); one of several stores (exit 2).
pub fn of_one(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    let (mut stores, findings) = stores(files, settings, declared, tell)?;
    if stores.len() > 1 {
        let names: Vec<String> = stores.iter().map(|(name, _)| shown(name)).collect();
        let (list, file) = (Words::list(&names), files.first().map_or_else(String::new, |file| file.name.to_string()));
        return Err(Failure::new(
            Exit::Usage,
            format!("{file} 里有多家店：{}；而配置里没有 [dealers]", list.chinese),
            format!("{file} is of several stores: {}; the configuration has no [dealers]", list.en),
        )
        .hint(
            "在 csr-report.toml 中写 [dealers]，下一行 by = \"column\"；或用 --dealer 指定一家",
            "write [dealers] and below it by = \"column\" in csr-report.toml, or name one with --dealer",
        ));
    }
    let Some((_, counts)) = stores.pop() else { return Err(Failure::unexpected("no store")) };
    let mut computed = figures(counts, settings, declared, tell)?;
    computed.findings.extend(findings);
    finding::sort(&mut computed.findings);
    finding_groups::group(&mut computed.findings);
    Ok(computed)
}

/// The stores of the file, for a run over several.
///
/// # Errors
/// A file of which no report can be made (exit 3).
pub fn of_stores(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Found, Failure> {
    let (stores, findings) = stores(files, settings, declared, tell)?;
    let store =
        |(name, counts): (String, Counted)| Store { name, files: files.to_vec(), counts: Some(counts), read: None };
    Ok(Found { stores: stores.into_iter().map(store).collect(), findings })
}

/// The figures of a store.
///
/// # Errors
/// A fault of the program.
pub fn figures(
    counts: Counted,
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<Computed, Failure> {
    tell(Event::Step("counting", Words { chinese: "计算指标".to_owned(), en: "computing the figures".to_owned() }));
    counted(counts, settings, declared)
}

/// What was counted of each store with its findings, and its name.
type Named = Vec<(String, Counted)>;

/// Reads the file and holds it against what is declared, and against what was asked for; gives what was found of the whole file
/// beside its stores.
fn stores(
    files: &[InputFile],
    settings: &Settings,
    declared: &Declarations,
    tell: Listener<'_>,
) -> Result<(Named, Vec<Finding>), Failure> {
    let (name, sha256, kept) = rows(files, settings, tell)?;
    let unfit = |words: Words| unfit(&name, words);
    let known = Known {
        catalogue: &declared.catalogue,
        tables: declared.schemas.tables.iter().map(|schema| schema.table).collect(),
        facts: declared.facts.facts().iter().map(|fact| fact.id).collect(),
    };
    let CountedFile { stores, labels, findings } = divide(kept, (&name, &sha256), &known);
    let door = Door::new(settings.layout.privacy);
    for finding in findings.iter().chain(stores.values().flat_map(|store| &store.findings)) {
        tell(Event::Finding(Box::new(finding_lines::line(finding, settings.lang, &door))));
    }
    let report = Moment { period: settings.period, as_of: settings.as_of };
    if stores.is_empty() {
        return Err(unfit(Words {
            chinese: "除了期间和指标的清单，没有一行".to_owned(),
            en: "there is no row but the lists of periods and indicators".to_owned(),
        }));
    }
    if let Some([one, other]) = of_one_store(stores.keys()) {
        let [one, other] = [one, other].map(shown);
        return Err(unfit(Words {
            chinese: format!("门店“{one}”与“{other}”只差大小写、全半角或空格，应是同一个写法"),
            en: format!(
                "the stores {one:?} and {other:?} differ only in case, width or space, and should be spelled alike"
            ),
        }));
    }
    if let Some(words) = stores.values().find_map(|store| store.other_period(&report)) {
        return Err(unfit(words));
    }
    if !stores.values().all(|store| store.is_of(&report)) {
        let (label, list) = (report.period.label(), Words::list(&labels));
        return Err(unfit(Words {
            chinese: format!("没有数 {label}；数了的期间：{}", list.chinese),
            en: format!("{label} was not counted; the periods that were: {}", list.en),
        }));
    }
    Ok((stores.into_iter().collect(), findings))
}

/// Name and hash of what was counted, and its rows.
type Read = (Arc<str>, Arc<str>, Kept);

/// The rows of the file, or of all files of a folder as a warehouse writes it, with its name and hash.
fn rows(files: &[InputFile], settings: &Settings, tell: Listener<'_>) -> Result<Read, Failure> {
    let folder = settings.facts.as_ref().filter(|path| path.is_dir());
    let folder = folder.map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
    let (mut kept, mut hashes) = (Kept::default(), Vec::new());
    for file in files {
        // Engines note in a folder that it is whole.
        let is_note = file.name.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
        if folder.is_some() && is_note {
            continue;
        }
        let name: Arc<str> =
            folder.as_ref().map_or_else(|| Arc::clone(&file.name), |of| format!("{of}/{}", file.name).into());
        let reading = Words { chinese: format!("读取 {name}"), en: format!("reading {name}") };
        tell(Event::Step("reading", reading));
        let (bytes, sha256) = whole(file, &settings.limits).map_err(|words| unfit(&name, words))?;
        row::read(bytes, &name, |row| kept.add(row)).map_err(|words| unfit(&name, words))?;
        hashes.push((name, sha256));
    }
    match (folder, hashes.as_slice()) {
        (None, [(name, sha256)]) => Ok((Arc::clone(name), Arc::clone(sha256), kept)),
        // That of the list which `sha256sum` prints of a folder's files.
        (folder, _) => {
            let line = |(name, hash): &(Arc<str>, Arc<str>)| format!("{hash}  {name}\n");
            let list: String = hashes.iter().map(line).collect();
            Ok((format!("{}/", folder.unwrap_or_default()).into(), sha256(list.as_bytes()).into(), kept))
        }
    }
}

/// The file as a whole is of no use.
fn unfit(name: &str, Words { chinese, en }: Words) -> Failure {
    Failure::new(Exit::Input, format!("{name}：{chinese}"), format!("{name}: {en}")).hint(
        "文件应是什么样，见 docs/warehouse.md；用 csr-report sql 印出的语句重新导出",
        "docs/warehouse.md says what it must be; hand it over anew by the statements of csr-report sql",
    )
}
