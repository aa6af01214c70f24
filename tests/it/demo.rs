//! The demo dealer's report, made once a period for all tests, and a short way to look into it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

use calamine::{Data, Range, Reader, Xlsx};
use csr_report::kpi::catalogue::Catalogue;
use csr_report::report::pages::PageList;
use csr_report::report::pages::plan::BlockPlan;
use csr_report::templates::Templates;
use serde_json::Value;

/// The folder of a finished report and its report.json.
#[derive(Debug)]
pub struct DemoReport {
    pub folder: PathBuf,
    pub json: Value,
    _keep: tempfile::TempDir,
}

/// One indicator of report.json.
pub struct Kpi<'a> {
    pub json: &'a Value,
}

/// The sheet of a topic, alone or with its guests: 续保·客户档案·大客户.
pub fn sheet<R: std::io::Read + std::io::Seek>(book: &mut Xlsx<R>, topic: &str) -> Range<Data> {
    let names = book.sheet_names();
    let name = names.iter().find(|name| name.split('·').any(|part| part == topic));
    book.worksheet_range(name.unwrap_or_else(|| panic!("no sheet of {topic} in {names:?}"))).unwrap()
}

/// The checkout's demo workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/demo-dealer")
}

/// The report of a month (`2013-09`), quarter (`2013-Q3`) or year (`2013`) of the demo dealer.
pub fn report(period: &str) -> Arc<DemoReport> {
    static MADE: OnceLock<Mutex<BTreeMap<String, Arc<DemoReport>>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap();
    Arc::clone(made.entry(period.to_owned()).or_insert_with(|| Arc::new(make(&workspace(), period))))
}

/// Runs the program on a workspace and reads report.json.
pub fn make(workspace: &Path, period: &str) -> DemoReport {
    let keep = tempfile::tempdir().unwrap();
    let (command, option) = match period.len() {
        4 => ("annual", "--year"),
        _ if period.contains('Q') => ("quarterly", "--quarter"),
        _ => ("monthly", "--month"),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_csr-report"))
        .arg("-C")
        .arg(workspace)
        .args([command, option, period, "--output"])
        .arg(keep.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "csr-report {command} {option} {period}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let folder = keep.path().join(period);
    let text = std::fs::read_to_string(folder.join("report.json")).unwrap();
    DemoReport { json: serde_json::from_str(&text).unwrap(), folder, _keep: keep }
}

/// The ids of the charts that the built-in pages declare, but for the active customers: they ask for a year of orders, which
/// the demo dealer has not.
pub fn chart_ids() -> Vec<String> {
    let templates = Templates::embedded();
    let pages = PageList::load(&templates, &Catalogue::of(&templates, &Default::default()).unwrap()).unwrap();
    let blocks = pages.pages.into_iter().flat_map(|page| page.blocks);
    let charts = blocks.filter_map(|block| if let BlockPlan::Chart(chart) = block { Some(chart.id) } else { None });
    charts.filter(|id| id != "active_customers").collect()
}

impl DemoReport {
    /// The indicator of an id.
    pub fn kpi(&self, id: &str) -> Kpi<'_> {
        let kpis = self.json["kpis"].as_array().unwrap();
        let json = kpis.iter().find(|kpi| kpi["id"] == id).unwrap_or_else(|| panic!("report.json has no {id}"));
        Kpi { json }
    }
}

impl<'a> Kpi<'a> {
    /// A point of the trend.
    pub fn at(&self, period: &str) -> &'a Value {
        let trend = self.json["trend"].as_array().unwrap();
        trend.iter().find(|point| point["period"] == period).unwrap_or_else(|| panic!("no {period} in {trend:?}"))
    }

    /// The rows of a breakdown; where it runs over periods, those of one period.
    pub fn rows_of(&self, by: &[&str], period: &str) -> Vec<&'a Value> {
        let breakdowns = self.json["breakdowns"].as_array().unwrap();
        let breakdown = breakdowns.iter().find(|breakdown| breakdown["by"] == Value::from(by.to_vec()));
        let rows = breakdown.unwrap_or_else(|| panic!("no breakdown by {by:?}"))["rows"].as_array().unwrap();
        rows.iter().filter(|row| by[0] != "period" || row["key"][0] == period).collect()
    }

    /// The row of a key.
    pub fn row(&self, by: &[&str], key: &[&str]) -> &'a Value {
        let rows = self.rows_of(by, key[0]);
        rows.iter()
            .find(|row| row["key"] == Value::from(key.to_vec()))
            .unwrap_or_else(|| panic!("no {key:?} in {rows:?}"))
    }
}
