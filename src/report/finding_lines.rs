//! Findings in the report's language, with phones masked as configured.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::address::ranges;
use crate::base::finding::{Finding, Severity, WHOLE_INPUT};
use crate::base::finding_groups::BETWEEN_VALUES;
use crate::base::lang::Lang;
use crate::report::model::FindingLine;
use crate::report::phone;
use crate::settings::PhonePrivacy;

/// The line of a finding, with all its cells: programs have no other place to learn them.
pub fn line(finding: &Finding, lang: Lang, privacy: PhonePrivacy) -> FindingLine {
    let phones = phones(finding, privacy);
    let value = finding
        .value
        .as_deref()
        .map(|value| if phones { phone::mask(value) } else { phone::mask_within(value, privacy) });
    FindingLine {
        severity: finding.severity,
        code: finding.code.name(),
        table: finding.table.map(|table| table.name().to_owned()),
        file: finding.place.file.to_string(),
        sheet: finding.place.sheet.as_deref().map(str::to_owned),
        cell: finding.place.cell.map(|cell| cell.to_string()),
        count: finding.count(),
        cells: (finding.count() > 1).then(|| ranges(finding.cells(), usize::MAX)),
        field: finding.field.clone(),
        value,
        message: message(finding, lang, privacy),
        title: finding.code.title(lang),
        hint: finding.hint(lang).to_owned(),
    }
}

/// Whether the value of a finding is phones that are not to be shown whole.
fn phones(finding: &Finding, privacy: PhonePrivacy) -> bool {
    finding.field.as_deref() == Some("phone") && privacy != PhonePrivacy::Full
}

/// The sentence of a finding.
pub fn message(finding: &Finding, lang: Lang, privacy: PhonePrivacy) -> String {
    let mut message = phone::mask_within(finding.message.get(lang), privacy);
    if phones(finding, privacy) {
        let value = finding.value.as_deref().unwrap_or_default();
        for part in value.split(BETWEEN_VALUES).filter(|part| !part.is_empty()) {
            message = message.replace(part, &phone::mask(part));
        }
    }
    message
}

/// The file as people read it: a finding about no file concerns the folder.
pub fn file(file: &str, lang: Lang) -> &str {
    if file == WHOLE_INPUT { lang.pick("输入文件夹", "input folder") } else { file }
}

/// `回访记录.xlsx › 9月 › D17`, and how many places more.
pub fn place(line: &FindingLine, lang: Lang) -> String {
    let parts = [Some(file(&line.file, lang)), line.sheet.as_deref(), line.cell.as_deref()];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" › ");
    match (line.count, lang) {
        (1, _) => place,
        (count, Lang::Chinese) => format!("{place} 等 {count} 处"),
        (count, Lang::English) => format!("{place} and {} more", count - 1),
    }
}

/// How many places a code of a severity has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The severity.
    pub severity: Severity,
    /// The code.
    pub code: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The places.
    pub places: usize,
}

/// How many places each code of each severity has, the gravest first, then the most frequent.
pub fn counts(lines: &[FindingLine]) -> Vec<Count> {
    let mut counts: BTreeMap<(Severity, &str, &str), usize> = BTreeMap::new();
    for line in lines {
        *counts.entry((line.severity, line.code, line.title)).or_default() += line.count;
    }
    let count = |((severity, code, title), places)| Count { severity, code, title, places };
    let mut counts: Vec<_> = counts.into_iter().map(count).collect();
    counts.sort_by_key(|count| (count.severity, Reverse(count.places), count.code));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::Place;
    use crate::base::finding::Code;

    #[test]
    fn a_phone_in_a_finding_is_masked_in_value_and_message() {
        let place = Place::file(&"回访.xlsx".into()).at(1, 2);
        let message = "“138 1234 1234” 不是电话".to_owned();
        let finding = Finding::new(Severity::Warning, Code::InvalidNumber, place, message, String::new())
            .field("phone")
            .value("138 1234 1234");
        let masked = line(&finding, Lang::Chinese, PhonePrivacy::Masked);
        assert_eq!(masked.value.as_deref(), Some("138****1234"));
        assert_eq!(masked.message, "“138****1234” 不是电话");
        assert_eq!(masked.cell.as_deref(), Some("C2"));
        let full = line(&finding, Lang::Chinese, PhonePrivacy::Full);
        assert_eq!(full.value.as_deref(), Some("138 1234 1234"));
    }
}
