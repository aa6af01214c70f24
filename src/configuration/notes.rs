//! notes.toml: the manager's own words per page and period. It is only ever read; what cannot be placed is told at its line,
//! and everything else stands where it belongs.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::address::Place;
use crate::base::declaration::{Entry, Section, Source};
use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::base::nearest::told;
use crate::base::period::{Calendar, PeriodKind};
use crate::base::system_fault;
use crate::report::content::OwnWords;
use crate::report::model::NOTES as FILE_NAME;
use crate::report::pages::PageList;

/// A paragraph of more characters is written as several: a row of a sheet can only be so high.
const PARAGRAPH: usize = 1000;

/// What somebody wrote on a page, with its line.
type Written = (usize, Vec<String>);

/// The manager's words of all periods, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    sha256: Option<String>,
    /// By period and page.
    words: BTreeMap<(String, String), Written>,
    /// What could not be placed.
    pub findings: Vec<Finding>,
}

impl Notes {
    /// Those of the workspace; none where it has no such file.
    pub fn load(workspace: &Path, pages: &PageList, calendar: Calendar) -> Self {
        let bytes = match std::fs::read(workspace.join(FILE_NAME)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => {
                let cause = system_fault::words(&error);
                return Self::unusable(
                    None,
                    &format!("读不了：{}", cause.chinese),
                    &format!("cannot be read: {}", cause.en),
                );
            }
        };
        let hash = Some(sha256(&bytes));
        match String::from_utf8(bytes) {
            Ok(text) => {
                Self { sha256: hash.clone(), ..Self::parse(text.trim_start_matches('\u{feff}'), pages, calendar) }
            }
            Err(_) => Self::unusable(hash, "不是 UTF-8 编码", "not UTF-8"),
        }
    }

    fn unusable(sha256: Option<String>, chinese: &str, english: &str) -> Self {
        let found = finding(&format!("{chinese}；全部没有采用"), &format!("{english}; nothing of it is used"));
        Self { sha256, words: BTreeMap::new(), findings: vec![found] }
    }

    fn parse(text: &str, pages: &PageList, calendar: Calendar) -> Self {
        let source = Source { name: FILE_NAME, text };
        let table = match source.parse() {
            Ok(table) => table,
            Err(failure) => {
                let Words { chinese, en } = at_line(&failure);
                return Self::unusable(None, &chinese, &en);
            }
        };
        let mut notes = Self::default();
        for period in Section::root(source, &table).entries() {
            notes.period(&period, pages, calendar);
        }
        notes
    }

    /// The words of a period, a page a key.
    fn period(&mut self, period: &Entry<'_>, pages: &PageList, calendar: Calendar) {
        let kinds = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year];
        let Some(known) = kinds.into_iter().find_map(|kind| calendar.parse(kind, period.key)) else {
            let line = period.line();
            let key = period.key;
            return self.findings.push(finding(
                &format!("第 {line} 行：“{key}”不是报告期（应如 2013-09、2013-Q3、2013）；它下面的话没有采用"),
                &format!("line {line}: {key:?} is no period (such as 2013-09, 2013-Q3, 2013); what stands below it is not used"),
            ));
        };
        match period.section() {
            Ok(section) => section.entries().iter().for_each(|page| self.page(&known.label(), page, pages)),
            Err(failure) => self.refuse(&failure, None),
        }
    }

    fn page(&mut self, period: &str, page: &Entry<'_>, pages: &PageList) {
        let texts = match if page.is_text() { page.lines().map(|text| vec![text]) } else { page.texts() } {
            Ok(texts) => texts,
            Err(failure) => return self.refuse(&failure, None),
        };
        let lines = texts.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty());
        let text = lines.clone().collect::<Vec<_>>().join(" ");
        let lines: Vec<String> = lines.flat_map(paragraphs).collect();
        let Some(id) = meant(page.key, pages) else {
            let titles = pages.pages.iter().flat_map(|page| [page.id.as_str(), &page.title.chinese, &page.title.en]);
            let near = told(page.key, titles, "");
            let failure = page.failure(&format!("不是任何一页{}", near.chinese), &format!("is no page{}", near.en));
            return self.refuse(&failure, Some(&text));
        };
        if lines.is_empty() {
            return;
        }
        let place = (period.to_owned(), id.to_owned());
        if let Some((line, _)) = self.words.get(&place) {
            let failure = page.failure(
                &format!("与第 {line} 行写的是同一期的同一页；两段都已采用"),
                &format!("is about the same page and period as line {line}; both are used"),
            );
            let Words { chinese, en } = at_line(&failure);
            self.findings.push(finding(&chinese, &en).value(&text));
        }
        self.words.entry(place).or_insert_with(|| (page.line(), Vec::new())).1.extend(lines);
    }

    /// Words that no page has are told whole: they are not lost.
    fn refuse(&mut self, failure: &Failure, text: Option<&str>) {
        let Words { chinese, en } = at_line(failure);
        let found = finding(&format!("{chinese}；没有采用"), &format!("{en}; not used"));
        self.findings.push(match text {
            Some(text) => found.value(text),
            None => found,
        });
    }

    /// The words of a period.
    pub fn of(&self, period: &str) -> OwnWords {
        let own = self.words.iter().filter(|((of, _), _)| of == period);
        OwnWords {
            sha256: self.sha256.clone(),
            pages: own.map(|((_, page), (_, lines))| (page.clone(), lines.clone())).collect(),
        }
    }
}

/// A paragraph, cut where it is too long for a row.
fn paragraphs(line: &str) -> Vec<String> {
    let signs: Vec<char> = line.chars().collect();
    signs.chunks(PARAGRAPH).map(|part| part.iter().collect()).collect()
}

/// The page that is named by its id, or by its title in either language.
fn meant<'p>(name: &str, pages: &'p PageList) -> Option<&'p str> {
    let name = name.trim().to_lowercase();
    let is_it = |known: &str| known.to_lowercase() == name;
    let mut pages = pages.pages.iter();
    pages
        .find(|page| is_it(&page.id) || is_it(&page.title.chinese) || is_it(&page.title.en))
        .map(|page| page.id.as_str())
}

/// What a failure says, without the name of the file: that is the place of the finding.
fn at_line(failure: &Failure) -> Words {
    let own = |text: &str| text.trim_start_matches(FILE_NAME).trim_start_matches([',', ' ']).to_owned();
    Words { chinese: own(&failure.message.chinese), en: own(&failure.message.en) }
}

fn finding(chinese: &str, english: &str) -> Finding {
    let place = Place::file(&FILE_NAME.into());
    Finding::new(Severity::Warning, Code::NoteNotPlaced, place, chinese.to_owned(), english.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::catalogue::Catalogue;
    use crate::templates::Templates;

    fn parsed(text: &str) -> Notes {
        let templates = Templates::embedded();
        let catalogue = Catalogue::of(&templates, &Default::default()).expect("indicators");
        let pages = PageList::load(&templates, &catalogue).expect("pages");
        Notes::parse(text, &pages, Calendar::default())
    }

    fn messages(notes: &Notes) -> Vec<&str> {
        notes.findings.iter().map(|finding| finding.message.chinese.as_str()).collect()
    }

    #[test]
    fn a_page_is_named_by_its_id_or_its_title_in_either_language() {
        let notes = parsed(
            "[2013-09]\ncallbacks = \"甲\"\n\"满意度\" = [\"乙\", \"丙\"]\nComplaints = \"\"\"\n丁\n\n  戊\n\"\"\"\n[2013]\ncallbacks = \"年\"",
        );
        let month = notes.of("2013-09").pages;
        assert_eq!(month["callbacks"], ["甲"]);
        assert_eq!(month["satisfaction"], ["乙", "丙"]);
        assert_eq!(month["complaints"], ["丁", "戊"]);
        assert_eq!(notes.of("2013").pages["callbacks"], ["年"]);
        assert!(notes.of("2013-08").pages.is_empty() && notes.findings.is_empty());
    }

    #[test]
    fn what_cannot_be_placed_is_told_at_its_line_and_the_rest_is_used() {
        let notes = parsed(
            "[2013-13]\ncallbacks = \"甲\"\n[2013-09]\n\"回方\" = \"乙\"\nsatisfaction = 3\ncomplaints = \"丙\"",
        );
        assert_eq!(
            messages(&notes),
            [
                "第 1 行：“2013-13”不是报告期（应如 2013-09、2013-Q3、2013）；它下面的话没有采用",
                "第 4 行：键 2013-09.回方 不是任何一页；最接近的是 回访；没有采用",
                "第 5 行：键 2013-09.satisfaction 应为文字列表，如 [\"甲\", \"乙\"]，写的是数字；没有采用",
            ]
        );
        assert_eq!(notes.findings[1].value.as_deref(), Some("乙"));
        assert_eq!(notes.of("2013-09").pages.len(), 1);
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_at_its_line() {
        let notes = parsed("[2013-09]\ncallbacks = 甲\n");
        let told = messages(&notes);
        let is_it = |message: &&str| message.starts_with("第 2 行：") && message.ends_with("全部没有采用");
        assert!(told.len() == 1 && told.iter().all(is_it), "{told:?}");
    }

    #[test]
    fn the_same_page_named_twice_keeps_both() {
        let notes = parsed("[2013-09]\ncallbacks = \"甲\"\n\"回访\" = \"乙\"");
        assert_eq!(notes.of("2013-09").pages["callbacks"], ["甲", "乙"]);
        assert_eq!(messages(&notes), ["第 3 行：键 2013-09.回访 与第 2 行写的是同一期的同一页；两段都已采用"]);
    }
}
