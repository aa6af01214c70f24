//! `check --suggest --write`: what is proposed goes into the workbook of settings, a new one where there is none.

use crate::base::address::Place;
use crate::base::failure::Failure;
use crate::base::lang::Lang;
use crate::base::text::shown;
use crate::configuration::Configuration;
use crate::configuration::book::add::{self, Row};
use crate::init;
use crate::run::declarations::Declarations;
use crate::settings::Settings;
use crate::suggest::rows::{Proposal, proposals};

use super::compute::Computed;

/// Writes the proposals into the workbook and says where each stands. `blank` makes a new workbook.
///
/// # Errors
/// The workbook cannot be written (exit 5): then it stays as it was.
pub fn write(
    computed: &Computed,
    settings: &Settings,
    declared: &Declarations,
    configuration: &Configuration,
    blank: impl Fn() -> Result<init::NewFile, Failure>,
) -> Result<String, Failure> {
    let lang = settings.lang;
    let (proposals, left_out) = proposals(&computed.hints, &declared.schemas, &computed.door, lang);
    let rows: Vec<Row> = proposals.iter().map(|proposal| row(proposal, lang)).collect();
    let mut lines = Vec::new();
    if rows.is_empty() {
        let nothing = ["没有要补充的：表头、词和分制都认识", "nothing to add: every heading, word and scale is known"];
        lines.push(lang.pick(nothing[0], nothing[1]).to_owned());
    } else {
        let (name, places) = match &configuration.book {
            Some(path) => {
                let before = add::bytes_of(path)?;
                let name = shown(path.file_name().unwrap_or_default());
                let (after, places) = add::add(&name, &before, &declared.settings, &rows)?;
                if after != before {
                    add::replace(path, &before, &after)?;
                }
                (name, places)
            }
            None => {
                let (name, bytes) = blank()?;
                let (bytes, places) = add::add(&name, &bytes, &declared.settings, &rows)?;
                init::write(&configuration.folder.join(&name), &bytes)?;
                (name, places)
            }
        };
        lines
            .extend(proposals.iter().zip(&places).map(|(proposal, place)| told(proposal, place.as_ref(), &name, lang)));
    }
    if left_out > 0 {
        lines.push(match lang {
            Lang::Chinese => format!("另有 {left_out} 项含电话号码，没有写入；请对照 check 的发现手工补充"),
            Lang::English => format!("{left_out} more hold a telephone number and were not written; add them by hand, see the findings of check"),
        });
    }
    Ok(lines.join("\n"))
}

fn row(proposal: &Proposal, lang: Lang) -> Row {
    let Proposal { sheet, cells, guess, sure, why } = proposal;
    let used = if *sure { lang.pick("是", "yes") } else { lang.pick("否", "no") };
    let note = if *sure { why.clone() } else { format!("{}{why}", lang.pick("待核对：", "to be checked: ")) };
    Row { sheet, cells: cells.clone(), guess: *guess, used: used.to_owned(), note }
}

fn told(proposal: &Proposal, place: Option<&Place>, name: &str, lang: Lang) -> String {
    let filled: Vec<&str> = proposal.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let what = filled.join(" · ");
    let doubt = match (proposal.sure, lang) {
        (true, _) => "",
        (false, Lang::Chinese) => "（先不采用，请核对后把“采用”改成“是”）",
        (false, Lang::English) => " (does not count yet: check it and say yes in its column “Use”)",
    };
    match (place, lang) {
        (Some(place), Lang::Chinese) => format!("已写入 {place}：{what}{doubt}"),
        (Some(place), Lang::English) => format!("written to {place}: {what}{doubt}"),
        (None, Lang::Chinese) => format!("{name} 里已有：{what}"),
        (None, Lang::English) => format!("stands in {name} already: {what}"),
    }
}
