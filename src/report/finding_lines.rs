//! Findings in the report's language, with phones masked as configured.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::address::ranges;
use crate::base::finding::{Finding, Severity};
use crate::base::finding_groups::BETWEEN_VALUES;
use crate::base::lang::Lang;
use crate::report::model::FindingLine;
use crate::report::phone;
use crate::settings::PhonePrivacy;

/// Ranges of cells that a line tells; the cells beyond are counted.
const RANGES: usize = 200;

/// The line of a finding.
pub(super) fn line(finding: &Finding, lang: Lang, privacy: PhonePrivacy) -> FindingLine {
    let mut message = phone::mask_within(finding.message.get(lang), privacy);
    let mut value = finding.value.as_deref().map(str::to_owned);
    let phone_field = finding.field.as_deref() == Some("phone");
    if let (Some(text), true) = (&mut value, phone_field && privacy != PhonePrivacy::Full) {
        for part in text.split(BETWEEN_VALUES).filter(|part| !part.is_empty()) {
            message = message.replace(part, &phone::mask(part));
        }
        *text = phone::mask(text);
    }
    FindingLine {
        severity: finding.severity,
        code: finding.code.name(),
        table: finding.table.map(|table| table.name().to_owned()),
        file: finding.place.file.to_string(),
        sheet: finding.place.sheet.as_deref().map(str::to_owned),
        cell: finding.place.cell.map(|cell| cell.to_string()),
        count: finding.count(),
        cells: (finding.count() > 1).then(|| ranges(finding.cells(), RANGES)),
        field: finding.field.clone(),
        value: value.map(|value| if phone_field { value } else { phone::mask_within(&value, privacy) }),
        message,
        hint: finding.hint(lang).to_owned(),
    }
}

/// `回访记录.xlsx › 9月 › D17`, and how many places more.
pub fn place(line: &FindingLine, lang: Lang) -> String {
    let parts = [Some(line.file.as_str()), line.sheet.as_deref(), line.cell.as_deref()];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" › ");
    match (line.count, lang) {
        (1, _) => place,
        (count, Lang::Chinese) => format!("{place} 等 {count} 处"),
        (count, Lang::English) => format!("{place} and {} more", count - 1),
    }
}

/// How many places each code of each severity has, the gravest first, then the most frequent.
pub fn counts(lines: &[FindingLine]) -> Vec<(Severity, &'static str, usize)> {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for line in lines {
        *counts.entry((line.severity, line.code)).or_default() += line.count;
    }
    let mut counts: Vec<_> = counts.into_iter().map(|((severity, code), count)| (severity, code, count)).collect();
    counts.sort_by_key(|(severity, code, count)| (*severity, Reverse(*count), *code));
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
