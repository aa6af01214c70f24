//! Findings in the report's language, as they may leave the program.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::address::ranges;
use crate::base::finding::{Finding, Severity, WHOLE_INPUT};
use crate::base::finding_groups::BETWEEN_VALUES;
use crate::base::lang::Lang;
use crate::report::door::Door;
use crate::report::model::FindingLine;

/// The line of a finding, with all its cells: programs have no other place to learn them.
pub fn line(finding: &Finding, lang: Lang, door: &Door) -> FindingLine {
    let own = |text: &str| door.text(text).into_owned();
    let field = finding.field.as_deref().unwrap_or_default();
    let value = finding.value.as_deref().and_then(|value| door.field(field, value));
    let value = value.filter(|value| !value.is_empty());
    FindingLine {
        severity: finding.severity,
        code: finding.code.name(),
        table: finding.table.map(|table| table.name().to_owned()),
        file: own(&finding.place.file),
        sheet: finding.place.sheet.as_deref().map(own),
        cell: finding.place.cell.map(|cell| cell.to_string()),
        count: finding.count(),
        cells: (finding.count() > 1).then(|| ranges(finding.cells(), usize::MAX)),
        field: finding.field.clone(),
        value,
        message: message(finding, lang, door),
        title: finding.code.title(lang),
        hint: finding.hint(lang).to_owned(),
        days: finding.days,
    }
}

/// The sentence of a finding.
pub fn message(finding: &Finding, lang: Lang, door: &Door) -> String {
    let mut message = finding.message.get(lang).to_owned();
    let field = finding.field.as_deref().unwrap_or_default();
    if door.changes(field) {
        let value = finding.value.as_deref().unwrap_or_default();
        for part in value.split(BETWEEN_VALUES).filter(|part| !part.is_empty()) {
            message = message.replace(part, &door.field(field, part).unwrap_or_default());
        }
    }
    door.text(&message).into_owned()
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
    use crate::base::finding_groups::group;
    use crate::settings::PhonePrivacy;

    #[test]
    fn the_values_of_a_group_are_no_telephone_together() {
        let place = Place::file(&"回访.xlsx".into());
        let values = ["138", "1234", "5678"].into_iter().cycle().take(102).zip(0..);
        let mut findings: Vec<Finding> = values
            .map(|(value, row)| {
                let message = format!("“{value}” 不是分数");
                Finding::new(Severity::Warning, Code::InvalidNumber, place.clone().at(row, 2), message, String::new())
                    .field("score")
                    .value(value)
            })
            .collect();
        group(&mut findings);
        let line = line(&findings[0], Lang::Chinese, &Door::new(PhonePrivacy::Masked));
        assert_eq!((findings.len(), line.value.as_deref()), (1, Some("138；1234；5678")));
        assert!(line.message.contains("“138”“1234”“5678”"), "{}", line.message);
    }

    #[test]
    fn every_vehicle_of_a_group_is_masked() {
        let place = Place::file(&"工单.xlsx".into());
        let vehicles = ["LSVAA49J132022761", "LSVAA49J13202276"];
        let mut findings: Vec<Finding> = vehicles
            .into_iter()
            .cycle()
            .take(102)
            .zip(0..)
            .map(|(vehicle, row)| {
                let message = format!("“{vehicle}” 不是车架号");
                Finding::new(Severity::Warning, Code::InvalidNumber, place.clone().at(row, 2), message, String::new())
                    .field("vin")
                    .value(vehicle)
            })
            .collect();
        group(&mut findings);
        let line = |personal| {
            let door = Door::new(crate::settings::Privacy { phone: PhonePrivacy::Masked, personal, meeting: false });
            line(&findings[0], Lang::Chinese, &door)
        };
        let masked = line(PhonePrivacy::Masked);
        assert_eq!(masked.value.as_deref(), Some("LSVAA49J***；LSVAA49J***"));
        let none = line(PhonePrivacy::None);
        assert_eq!(none.value, None);
        for text in [masked.message, none.message] {
            assert!(!text.contains("13202276") && text.contains("不是车架号"), "{text}");
        }
    }

    #[test]
    fn a_phone_in_a_finding_is_masked_in_value_and_message() {
        let place = Place::file(&"回访.xlsx".into()).at(1, 2);
        let message = "“138 1234 1234” 不是电话".to_owned();
        let finding = Finding::new(Severity::Warning, Code::InvalidNumber, place, message, String::new())
            .field("phone")
            .value("138 1234 1234");
        let masked = line(&finding, Lang::Chinese, &Door::new(PhonePrivacy::Masked));
        assert_eq!(masked.value.as_deref(), Some("138****1234"));
        assert_eq!(masked.message, "“138****1234” 不是电话");
        assert_eq!(masked.cell.as_deref(), Some("C2"));
        let full = line(&finding, Lang::Chinese, &Door::new(PhonePrivacy::Full));
        assert_eq!(full.value.as_deref(), Some("138 1234 1234"));
        let none = line(&finding, Lang::Chinese, &Door::new(PhonePrivacy::None));
        assert_eq!((none.value.as_deref(), none.message.as_str()), (None, "“” 不是电话"));
    }
}
