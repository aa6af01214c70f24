//! When a workbook was last saved, as the workbook itself tells; nothing that depends on it may fail.

use std::io::{Cursor, Read};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::file_kind::FileKind;
use super::grid::CHINA;
use super::ole::{Ole, u32_at};

/// Bytes of the part that are looked at; it holds a handful of short texts.
const LONGEST: u64 = 1 << 16;

/// The property "last saved" of a summary stream.
const LAST_SAVED: u32 = 13;

/// The time, by Chinese clocks; `None` where the file does not tell.
pub(super) fn saved_at(kind: FileKind, bytes: &[u8]) -> Option<NaiveDateTime> {
    match kind {
        FileKind::Xlsx | FileKind::Xlsb => text_of(bytes, "docProps/core.xml", "modified").and_then(|text| time(&text)),
        FileKind::Ods => text_of(bytes, "meta.xml", "date").and_then(|text| time(&text)),
        FileKind::Xls => {
            Ole::open(bytes).ok()?.stream(&["\u{5}SummaryInformation"]).and_then(|stream| of_summary(&stream))
        }
        FileKind::Text => None,
    }
}

/// The same of a workbook that is one text, XML or a web page: `<LastSaved>`, `<o:LastSaved>`.
pub(super) fn in_text(text: &str) -> Option<NaiveDateTime> {
    let head = text.get(..LONGEST as usize).unwrap_or(text);
    let (_, behind) = head.split_once("LastSaved>")?;
    time(behind.split('<').next()?)
}

/// The text of the first element of a name in a part.
fn text_of(bytes: &[u8], part: &str, element: &str) -> Option<String> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut xml = String::new();
    package.by_name(part).ok()?.take(LONGEST).read_to_string(&mut xml).ok()?;
    let mut reader = Reader::from_str(&xml);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == element,
            Event::Text(text) if inside => return Some(text.to_string()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// `2013-10-08T09:30:00Z`: Office tells the time in UTC, others their own without a zone.
fn time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return at.naive_utc().checked_add_signed(Duration::hours(CHINA));
    }
    let day = || text.get(..10)?.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().or_else(day)
}

/// The property of a summary stream: hundreds of nanoseconds since 1601.
fn of_summary(stream: &[u8]) -> Option<NaiveDateTime> {
    let number = |at: usize| u32_at(stream, at);
    let section = number(44)? as usize;
    let count = number(section.checked_add(4)?)?.min(64) as usize;
    let entry = (0..count).map(|index| section + 8 + 8 * index).find(|at| number(*at) == Some(LAST_SAVED))?;
    let value = section.checked_add(number(entry + 4)? as usize)?;
    let ticks = u64::from(number(value.checked_add(8)?)?) << 32 | u64::from(number(value.checked_add(4)?)?);
    let since_1601 = Duration::seconds(i64::try_from(ticks / 10_000_000).ok()?);
    let at: NaiveDateTime = NaiveDate::from_ymd_opt(1601, 1, 1)?.and_hms_opt(0, 0, 0)?;
    let saved = at.checked_add_signed(since_1601)?.checked_add_signed(Duration::hours(CHINA))?;
    (ticks > 0).then_some(saved)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn package(part: &str, text: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(part, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("bytes");
        zip.finish().expect("a package").into_inner()
    }

    fn shown(at: Option<NaiveDateTime>) -> String {
        at.map_or_else(|| "-".to_owned(), |at| at.to_string())
    }

    #[test]
    fn a_package_tells_the_time_in_utc_and_china_is_ahead() {
        let core = |time: &str| {
            let xml = format!(
                "<cp:coreProperties><dcterms:modified xsi:type='x'>{time}</dcterms:modified></cp:coreProperties>"
            );
            shown(saved_at(FileKind::Xlsx, &package("docProps/core.xml", &xml)))
        };
        assert_eq!(core("2013-10-08T09:30:00Z"), "2013-10-08 17:30:00");
        assert_eq!(core("2013-10-08T17:30:00Z"), "2013-10-09 01:30:00");
        assert_eq!(core("2013-10-08"), "2013-10-08 00:00:00");
        assert_eq!(core("soon"), "-");
        let meta = package("meta.xml", "<office:meta><dc:date>2013-10-08T23:30:00</dc:date></office:meta>");
        assert_eq!(shown(saved_at(FileKind::Ods, &meta)), "2013-10-08 23:30:00");
        assert_eq!(shown(saved_at(FileKind::Xlsx, b"PK")), "-");
    }

    #[test]
    fn a_workbook_of_text_tells_it_among_its_properties() {
        let text = "<Workbook><DocumentProperties><LastSaved>2013-10-08T01:30:00Z</LastSaved></DocumentProperties>";
        assert_eq!(shown(in_text(text)), "2013-10-08 09:30:00");
        assert_eq!(shown(in_text("<html><o:LastSaved>soon</o:LastSaved>")), "-");
    }

    #[test]
    fn an_old_workbook_tells_it_in_its_summary() {
        let mut stream = vec![0; 48];
        stream[44] = 48;
        // Length, one property: number and offset; its type and the time.
        for number in [32_u32, 1, LAST_SAVED, 16, 64] {
            stream.extend_from_slice(&number.to_le_bytes());
        }
        // 2013-10-08 00:00 UTC: 150,760 days since 1601.
        stream.extend_from_slice(&(150_760_u64 * 86_400 * 10_000_000).to_le_bytes());
        assert_eq!(shown(of_summary(&stream)), "2013-10-08 08:00:00");
        assert_eq!(shown(of_summary(&stream[..60])), "-");
    }
}
