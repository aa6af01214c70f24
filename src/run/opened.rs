//! A finished report, shown with the program that the system has for it.

use std::path::{Path, PathBuf, absolute};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::base::failure::{Exit, Failure};
use crate::base::nearest::told;
use crate::base::text::shown;
use crate::publish;
use crate::publish::finished::{Finished, finished};
use crate::settings::Settings;

/// Programs that open others are done sooner; what runs longer is the browser itself.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Shows the report of the period, or the newest one; gives back its file.
///
/// # Errors
/// There is no such report (exit 3), or the system has no program that opens it (exit 1).
pub fn open(settings: &Settings, newest: bool) -> Result<PathBuf, Failure> {
    let output = folder(settings)?;
    let mut reports = finished(&output);
    let wanted = settings.period.label();
    if !newest {
        reports.retain(|report| report.label == wanted);
    }
    let Some(report) = reports.pop() else { return Err(missing(&output, (!newest).then_some(wanted.as_str()))) };
    // The path as it is: addresses of files with Chinese names are not understood everywhere.
    let file = absolute(&report.file).unwrap_or(report.file);
    if opens(&file) { Ok(file) } else { Err(not_opened(&file)) }
}

/// Where the reports lie: those of a store in the folder of its name.
fn folder(settings: &Settings) -> Result<PathBuf, Failure> {
    let Some(store) = &settings.stores.one else { return Ok(settings.output.clone()) };
    let folders = publish::folders_in(&settings.output);
    let own = publish::folder_of_store(&settings.output, store);
    if folders.contains(&own) {
        return Ok(own);
    }
    let names = folders.iter().filter_map(|folder| folder.file_name()?.to_str());
    let near = told(store, names, "");
    let output = shown(&settings.output);
    Err(Failure::new(
        Exit::Input,
        format!("{output} 中没有“{store}”的报告{}", near.chinese),
        format!("{output} has no report of {store:?}{}", near.en),
    )
    .hint("先运行 csr-report monthly --dealer 店名", "run csr-report monthly --dealer NAME first"))
}

fn missing(output: &Path, period: Option<&str>) -> Failure {
    let folder = shown(output);
    let labels: Vec<String> = finished(output).into_iter().map(|Finished { label, .. }| label).collect();
    let failure = match period {
        None => {
            Failure::new(Exit::Input, format!("{folder} 中还没有报告"), format!("there is no report in {folder} yet"))
        }
        Some(period) => Failure::new(
            Exit::Input,
            format!("{folder} 中没有 {period} 的报告（网页或工作簿）"),
            format!("there is no report of {period} in {folder} (neither page nor workbook)"),
        ),
    };
    match labels.is_empty() {
        true => failure.hint("先运行 csr-report monthly 生成报告", "make one with csr-report monthly first"),
        false => failure
            .hint(format!("已有的报告：{}", labels.join("、")), format!("there are reports of {}", labels.join(", "))),
    }
}

fn not_opened(file: &Path) -> Failure {
    let name = shown(file);
    Failure::new(
        Exit::Failed,
        format!("系统没有能打开 {name} 的程序"),
        format!("the system has no program that opens {name}"),
    )
    .hint("请自己打开这个文件", "please open the file yourself")
}

/// Whether one of the system's ways to open a file took it.
fn opens(file: &Path) -> bool {
    open::commands(file).into_iter().any(|mut command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok_and(took)
    })
}

/// Whether a program did not fail; one that goes on runs without us.
fn took(mut program: Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match program.try_wait() {
            Ok(Some(status)) => return status.success() || cfg!(windows),
            Ok(None) => sleep(PAUSE),
            Err(_) => return false,
        }
    }
    true
}
