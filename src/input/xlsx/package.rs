//! The small parts that say what a workbook consists of: the list of its sheets, what follows which relation, the formats
//! of its numbers. A library passes over what it does not know in them, and with it over a whole sheet, or takes days for
//! numbers; here it is told.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::damage::is_known;
use crate::base::finding::Code;
use crate::input::problem::Problem;
use crate::input::zip_look::Package;

/// Elements of a workbook part, and attributes that change what is read.
const OF_A_WORKBOOK: [&str; 21] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "absPath",
    "revisionPtr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "AlternateContent",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "extLst",
];
const OF_ITS_PROPERTIES: [&str; 20] = [
    "date1904",
    "dateCompatibility",
    "showObjects",
    "showBorderUnselectedTables",
    "filterPrivacy",
    "promptedSolutions",
    "showInkAnnotation",
    "backupFile",
    "saveExternalLinkValues",
    "updateLinks",
    "codeName",
    "hidePivotFieldList",
    "showPivotChartFilter",
    "allowRefreshQuery",
    "publishItems",
    "checkCompatibility",
    "autoCompressPictures",
    "refreshAllConnections",
    "defaultThemeVersion",
    "conformance",
];
const OF_STYLES: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];
/// In these stand elements only.
const WITHOUT_TEXT: [&str; 6] = ["workbook", "sheets", "styleSheet", "numFmts", "cellXfs", "Relationships"];
const OF_A_SHEET: [&str; 3] = ["name", "sheetId", "state"];
const OF_A_FORMAT: [&str; 2] = ["numFmtId", "formatCode"];
const OF_A_STYLE: [&str; 13] = [
    "numFmtId",
    "fontId",
    "fillId",
    "borderId",
    "xfId",
    "quotePrefix",
    "pivotButton",
    "applyNumberFormat",
    "applyFont",
    "applyFill",
    "applyBorder",
    "applyAlignment",
    "applyProtection",
];
const OF_A_RELATION: [&str; 4] = ["Id", "Type", "Target", "TargetMode"];

/// What the parts say, as far as it is compared.
#[derive(Default)]
struct Said {
    /// The relations that the list of sheets names.
    listed: Vec<String>,
    /// Each relation and the part that it leads to.
    relations: Vec<(String, String)>,
}

impl Said {
    /// Whether the list of sheets leads to a part; of the path of a relation only the end is sure.
    fn leads_to(&self, part: &str) -> bool {
        let file = part.rsplit('/').next().unwrap_or(part);
        let is_it = |target: &str| target.rsplit(['/', '\\']).next().is_some_and(|end| end.eq_ignore_ascii_case(file));
        self.relations.iter().any(|(id, target)| is_it(target) && self.listed.contains(id))
    }
}

/// What cannot be understood in the package, and sheets that nothing leads to.
pub(in crate::input) fn problems(bytes: &[u8]) -> Vec<Problem> {
    let Ok(mut package) = Package::new(Cursor::new(bytes)) else { return Vec::new() };
    let (mut problems, mut sheets, mut said) = (Vec::new(), Vec::new(), Said::default());
    for index in 0..package.len() {
        let name = package.by_index_raw(index).ok().and_then(|part| Some(part.name().ok()?.replace('\\', "/")));
        let Some(name) = name else { continue };
        let lower = name.to_ascii_lowercase();
        // A map of a custom order of sorting lies beside the sheets.
        if lower.contains("worksheets/") && lower.ends_with(".xml") && !lower.contains("wssortmap") {
            sheets.push(name);
            continue;
        }
        let look: fn(&mut Reader<&[u8]>, &mut Said) -> Option<()> = match lower.rsplit('/').next() {
            Some("workbook.xml") => of_workbook,
            Some("styles.xml") => of_styles,
            Some("workbook.xml.rels") => of_relations,
            _ => continue,
        };
        let mut xml = String::new();
        let read = package.by_index(index).ok().and_then(|mut part| part.read_to_string(&mut xml).ok());
        // What cannot be unpacked, or has another encoding, is for the library to refuse.
        if read.is_some() && look(&mut Reader::from_str(&xml), &mut said).is_none() {
            problems.push(odd_part(&name));
        }
    }
    if !said.listed.is_empty() && !said.relations.is_empty() {
        problems.extend(sheets.iter().filter(|sheet| !said.leads_to(sheet)).map(|sheet| unlisted(sheet)));
    }
    problems
}

fn odd_part(part: &str) -> Problem {
    Problem::error(
        Code::UnreadableFile,
        format!("文件中的 {part} 有看不懂的内容，可能已损坏：可能少了工作表，或把日期、百分比当成普通数字"),
        format!(
            "{part} in the file holds what cannot be understood and may be damaged: a sheet may be missing, or dates and percentages taken for plain numbers"
        ),
    )
}

fn unlisted(sheet: &str) -> Problem {
    Problem::error(
        Code::UnreadableFile,
        format!("文件中有一个工作表（{sheet}）不在工作表清单中，可能已损坏；该表未计入"),
        format!(
            "the file holds a sheet ({sheet}) that its list of sheets does not name; it may be damaged, and the sheet is not counted"
        ),
    )
}

/// Whether all attributes of a tag are known; others have a prefix.
fn knows(tag: &BytesStart, known: &[&str]) -> Option<()> {
    for attribute in tag.attributes().with_checks(true) {
        is_known(attribute.ok()?.key.as_ref(), known).then_some(())?;
    }
    Some(())
}

/// Walks through a part: of every element its parent and its tag.
fn walk(reader: &mut Reader<&[u8]>, mut visit: impl FnMut(Option<&str>, &BytesStart) -> Option<()>) -> Option<()> {
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                visit(open.last().map(String::as_str), &tag)?;
                open.push(tag.local_name().as_ref().to_owned());
            }
            Event::Empty(tag) => visit(open.last().map(String::as_str), &tag)?,
            Event::End(_) => drop(open.pop()?),
            Event::Text(text) if !text.as_ref().trim().is_empty() => {
                open.last().is_none_or(|parent| !WITHOUT_TEXT.contains(&parent.as_str())).then_some(())?;
            }
            Event::Eof => return open.is_empty().then_some(()),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    Some(attribute.value.into_owned())
}

fn of_workbook(reader: &mut Reader<&[u8]>, said: &mut Said) -> Option<()> {
    walk(reader, |parent, tag| match (parent, tag.local_name().as_ref()) {
        (Some("sheets"), "sheet") => {
            said.listed.extend(attribute(tag, "id"));
            knows(tag, &OF_A_SHEET)
        }
        (Some("sheets"), _) => None,
        (Some("workbook"), "workbookPr") => knows(tag, &OF_ITS_PROPERTIES),
        // Later versions of Excel add elements, with a prefix.
        (Some("workbook"), name) => (tag.name().as_ref().contains(':') || OF_A_WORKBOOK.contains(&name)).then_some(()),
        _ => Some(()),
    })
}

/// Whether the number of a format, where one is given, is a number.
fn has_number(tag: &BytesStart) -> bool {
    attribute(tag, "numFmtId").is_none_or(|number| number.parse::<u32>().is_ok())
}

fn of_styles(reader: &mut Reader<&[u8]>, _: &mut Said) -> Option<()> {
    walk(reader, |parent, tag| match (parent, tag.local_name().as_ref()) {
        (Some("numFmts"), "numFmt") => knows(tag, &OF_A_FORMAT).filter(|()| has_number(tag)),
        (Some("cellXfs"), "xf") => knows(tag, &OF_A_STYLE).filter(|()| has_number(tag)),
        (Some("numFmts" | "cellXfs"), _) => None,
        (Some("styleSheet"), name) => (tag.name().as_ref().contains(':') || OF_STYLES.contains(&name)).then_some(()),
        _ => Some(()),
    })
}

fn of_relations(reader: &mut Reader<&[u8]>, said: &mut Said) -> Option<()> {
    walk(reader, |parent, tag| match (parent, tag.local_name().as_ref()) {
        (Some("Relationships"), "Relationship") => {
            said.relations.extend(attribute(tag, "Id").zip(attribute(tag, "Target")));
            knows(tag, &OF_A_RELATION)
        }
        (Some("Relationships"), _) => None,
        _ => Some(()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::read_tests::xlsx_of;
    use crate::input::zip_look::tests::package;

    fn entries(bytes: &[u8]) -> Vec<(String, String)> {
        let mut archive = Package::new(Cursor::new(bytes)).unwrap();
        let read = |index| {
            let mut part = archive.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        };
        (0..Package::new(Cursor::new(bytes)).unwrap().len()).map(read).collect()
    }

    /// How many problems a workbook of two sheets has, with a text in a part replaced.
    fn told(part: &str, from: &str, to: &str) -> usize {
        let sheet = "<worksheet><sheetData/></worksheet>".to_owned();
        let mut parts = entries(&xlsx_of("<workbookPr date1904=\"1\"/>", &[sheet.clone(), sheet], None));
        let (_, text) = parts.iter_mut().find(|(name, _)| name.ends_with(part)).unwrap();
        assert!(from.is_empty() || text.contains(from), "{text}");
        *text = if from.is_empty() { text.clone() } else { text.replacen(from, to, 1) };
        let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        problems(&package(&parts)).len()
    }

    #[test]
    fn a_damaged_list_of_sheets_and_styles_that_moved_are_told() {
        assert_eq!(told("workbook.xml", "", ""), 0);
        assert_eq!(told("workbook.xml", "<sheet ", "<sheft "), 1);
        assert_eq!(told("workbook.xml", "date1904", "date1905"), 1);
        assert_eq!(told("workbook.xml", "rId1", "rId0"), 1);
        assert_eq!(told("workbook.xml.rels", "s1.xml", "s0.xml"), 1);
        assert_eq!(told("styles.xml", "<xf ", "<yf "), 1);
    }
}
