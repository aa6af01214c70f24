//! What is to be marked: the findings of one file, cell by cell.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Lang;
use crate::base::text::visible;

/// A sheet takes this many notes; further cells are coloured only.
pub(super) const MOST_NOTES: usize = 2_000;
/// A note tells this many findings, the rest is counted.
const MOST_SENTENCES: usize = 20;
/// What a sentence begins with.
pub(super) const SEVERITIES: [(Severity, [&str; 2]); 3] = [
    (Severity::Error, ["错误", "Error"]),
    (Severity::Warning, ["警告", "Warning"]),
    (Severity::Info, ["提示", "Note"]),
];
/// What its hint begins with.
pub(super) const ARROW: &str = "→ ";
/// Begin and end of the remark that cells have no note, and that findings are not told: Chinese, English.
pub(super) const LEFT_OUT: [[&str; 2]; 2] =
    [["本表标注了 ", "全部说明见 csr-report check"], ["This sheet has ", "csr-report check tells all."]];
pub(super) const COUNTED: [[&str; 2]; 2] = [["…… 另有 ", " 条"], ["… and ", " more"]];
/// What concerns a sheet as such stands here.
const CORNER: CellRef = CellRef { row: 0, col: 0 };

/// What is said of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The strongest of its findings.
    pub severity: Severity,
    /// A sentence a finding, the strongest first; none where the cell is coloured only.
    pub sentences: Vec<String>,
}

/// The marked cells of a sheet.
pub type SheetMarks = BTreeMap<CellRef, Mark>;

/// The marks of one file.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// By name of the sheet; `None` is the only sheet of a text file.
    pub sheets: BTreeMap<Option<Arc<str>>, SheetMarks>,
    /// How many findings they come from.
    pub findings: usize,
    /// The language of the notes.
    pub lang: Lang,
}

impl Marks {
    /// The marks for the findings of one file, which come sorted, errors first.
    pub fn of(findings: &[&Finding], lang: Lang) -> Self {
        let mut marks = Self { lang, ..Self::default() };
        for finding in findings.iter().filter(|finding| has_a_place(finding)) {
            marks.findings += 1;
            let sheet = marks.sheets.entry(finding.place.sheet.clone()).or_default();
            let first = finding.place.cell.unwrap_or(CORNER);
            for cell in std::iter::once(first).chain(finding.more.iter().copied()) {
                let noted = sheet.len() < MOST_NOTES;
                let mark = sheet.entry(cell);
                let mark = mark.or_insert_with(|| Mark { severity: finding.severity, sentences: Vec::new() });
                mark.severity = mark.severity.min(finding.severity);
                if noted || !mark.sentences.is_empty() {
                    mark.sentences.push(sentence(finding, lang));
                }
            }
        }
        marks.sheets.values_mut().for_each(|cells| say_what_is_left_out(cells, lang));
        marks
    }

    /// The text of a note.
    pub(super) fn note(&self, mark: &Mark) -> String {
        let shown = &mark.sentences[..mark.sentences.len().min(MOST_SENTENCES)];
        let mut note = shown.join("\n\n");
        let rest = mark.sentences.len() - shown.len();
        if rest > 0 {
            let [start, end] = of(&COUNTED, self.lang);
            note += &format!("\n\n{start}{rest}{end}");
        }
        note
    }
}

/// Marks of cells that a merged range hides go to its first cell, the only one that is seen.
pub(super) fn merged(marks: &SheetMarks, merges: &[(CellRef, CellRef)]) -> SheetMarks {
    let mut marks = marks.clone();
    for (first, last) in merges {
        let rows = CellRef { row: first.row, col: 0 }..=CellRef { row: last.row.max(first.row), col: u32::MAX };
        let inside = |cell: &CellRef| (first.col..=last.col).contains(&cell.col) && cell != first;
        let hidden: Vec<CellRef> = marks.range(rows).map(|(cell, _)| *cell).filter(inside).collect();
        for cell in hidden {
            let Some(mark) = marks.remove(&cell) else { continue };
            let shown = marks.entry(*first).or_insert_with(|| Mark { severity: mark.severity, sentences: Vec::new() });
            shown.severity = shown.severity.min(mark.severity);
            shown.sentences.extend(mark.sentences);
        }
    }
    marks
}

/// Whether there is a cell or a sheet to mark. What is said of the file as such has none; a text file is its own sheet,
/// but how it was decoded concerns no cell.
fn has_a_place(finding: &Finding) -> bool {
    let of_the_file = matches!(
        finding.code,
        Code::UnreadableFile
            | Code::PasswordProtected
            | Code::EmptyFile
            | Code::NotASpreadsheet
            | Code::LimitExceeded
            | Code::GuessedEncoding
            | Code::SameFileTwice
    );
    finding.place.sheet.is_some() || finding.place.cell.is_some() || !of_the_file
}

fn sentence(finding: &Finding, lang: Lang) -> String {
    let words = SEVERITIES.iter().find(|(severity, _)| *severity == finding.severity);
    let severity = words.map_or("", |(_, words)| of(words, lang));
    let said = lang.labelled(severity, &visible(finding.message.get(lang)));
    format!("{said}\n{ARROW}{}", finding.hint(lang))
}

/// Of two texts that of the language.
fn of<T: Copy>([chinese, english]: &[T; 2], lang: Lang) -> T {
    match lang {
        Lang::Chinese => *chinese,
        Lang::English => *english,
    }
}

/// Where not every marked cell has a note, the first note says so.
fn say_what_is_left_out(cells: &mut SheetMarks, lang: Lang) {
    let (all, without) = (cells.len(), cells.values().filter(|mark| mark.sentences.is_empty()).count());
    let first = cells.values_mut().find(|mark| !mark.sentences.is_empty());
    if let (Some(first), 1..) = (first, without) {
        let [start, end] = of(&LEFT_OUT, lang);
        let sentence = match lang {
            Lang::Chinese => format!("{start}{all} 个单元格，其中 {without} 个只涂颜色、没有批注；{end}"),
            Lang::English => format!("{start}{all} marked cells, {without} of them coloured without a note; {end}"),
        };
        first.sentences.insert(0, sentence);
    }
}
