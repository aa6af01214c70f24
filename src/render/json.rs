//! report.json: the report for programs (contract, section 4).

use anyhow::{Context, Result};
use serde::Serialize;

use crate::kpi::model::KpiResult;
use crate::render::Artifact;
use crate::render::pptx::update::Updated;
use crate::render::pptx::written::WrittenSlide;
use crate::report::model::{FindingLine, NOTES, PeriodInfo, Report};
use crate::tables::model::InputBlock;

/// The name of the file; `outputs` leaves it out.
pub const FILE: &str = "report.json";
/// The version of the layout.
/// Name and version of the form of report.json.
pub const SCHEMA: &str = "csr-report/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    dealer: &'a str,
    lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'static str>,
    period: &'a PeriodInfo,
    inputs: &'a [InputBlock],
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Output<'a>>,
    kpis: &'a [KpiResult],
    findings: &'a [FindingLine],
    outputs: Vec<Output<'a>>,
    /// SHA-256 of the file whose look the deck has.
    #[serde(skip_serializing_if = "Option::is_none")]
    deck_template: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deck: Option<&'a [WrittenSlide]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deck_update: Option<&'a Updated>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// A file with its hash.
#[derive(Serialize)]
struct Output<'a> {
    file: &'a str,
    sha256: &'a str,
}

/// The document, with the other files of the run (name, SHA-256 in hex) in their order, and what was written on the slides of
/// its `deck` in the look of `deck_template`, and what became of one that was edited.
///
/// # Errors
/// A value that JSON cannot hold; a fault of the program.
pub fn render(
    report: &Report,
    outputs: &[(String, String)],
    deck_template: Option<&str>,
    deck: Option<&[WrittenSlide]>,
    deck_update: Option<&Updated>,
) -> Result<Artifact> {
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        dealer: &report.dealer,
        lang: report.lang.tag(),
        audience: report.meeting.then_some("meeting"),
        period: &report.period,
        inputs: &report.inputs,
        notes: report.notes.as_deref().map(|sha256| Output { file: NOTES, sha256 }),
        kpis: &report.kpis,
        findings: &report.findings,
        outputs: outputs
            .iter()
            .filter(|(file, _)| file != FILE)
            .map(|(file, sha256)| Output { file, sha256 })
            .collect(),
        deck_template: deck_template.filter(|_| deck.is_some()),
        deck,
        deck_update,
    };
    let mut bytes = serde_json::to_vec_pretty(&document).context(FILE)?;
    bytes.push(b'\n');
    Ok(Artifact { name: FILE.to_owned(), bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;
    use crate::report::sample;

    fn text(outputs: &[(String, String)]) -> String {
        let report = sample::composed(&sample::demo(), Lang::Chinese);
        String::from_utf8(render(&report, outputs, None, None, None).expect("report.json").bytes).expect("UTF-8")
    }

    /// Where each key first stands, in the order of the text.
    fn in_order(text: &str, keys: &[&str]) -> bool {
        let places: Vec<_> = keys.iter().map(|key| text.find(&format!("\"{key}\":"))).collect();
        places.iter().all(Option::is_some) && places.is_sorted()
    }

    #[test]
    fn the_keys_stand_in_the_order_of_the_contract() {
        let text = text(&[]);
        assert!(in_order(&text, &["schema", "tool", "dealer", "period", "inputs", "kpis", "findings", "outputs"]));
        let kpis = &text[text.find("\"kpis\"").expect("kpis")..];
        let keys = [
            "id",
            "name",
            "unit",
            "direction",
            "value",
            "numerator",
            "denominator",
            "n",
            "small",
            "target",
            "status",
            "previous",
            "change",
            "year_ago",
            "trend",
            "breakdowns",
        ];
        assert!(in_order(kpis, &keys), "{kpis}");
        assert!(text.starts_with("{\n  \"schema\": \"csr-report/1\""));
    }

    #[test]
    fn whole_numbers_have_no_decimal_point_and_nothing_is_rounded() {
        let text = text(&[]);
        let success = &text[text.find("\"id\": \"callback_success_rate\"").expect("the indicator")..];
        for part in ["\"value\": 93.00144300144301,", "\"numerator\": 1289,", "\"target\": 95,", "\"year_ago\": null,"]
        {
            assert!(success.contains(part), "{part} is missing");
        }
        assert!(!text.contains("\"notes\""));
    }

    #[test]
    fn a_missing_period_is_null() {
        let json: serde_json::Value = serde_json::from_str(&text(&[])).expect("JSON");
        let rate = json["kpis"].as_array().expect("a list").iter().find(|kpi| kpi["id"] == "callback_rate");
        assert_eq!(rate.expect("the indicator")["trend"][0]["value"], serde_json::Value::Null);
    }

    #[test]
    fn the_document_does_not_list_itself() {
        let outputs = [("a.xlsx".to_owned(), "00".to_owned()), (FILE.to_owned(), "11".to_owned())];
        let json: serde_json::Value = serde_json::from_str(&text(&outputs)).expect("JSON");
        assert_eq!(json["outputs"], serde_json::json!([{"file": "a.xlsx", "sha256": "00"}]));
    }
}
