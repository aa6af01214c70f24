//! In which encoding the texts of an .xls stand: what the file states about them is not always so.
//!
//! From Excel 97 on texts are Unicode, whatever code page is stated (jxl always states 1252). Before, they are bytes of
//! the stated code page; Chinese programs that were written with western libraries state 1252, or nothing at all.
//! Records: [MS-XLS] 2.4.52 CodePage, 2.4.21 BOF.

use super::biff_look::Records;
use super::delimited::encoding;
use super::ole::u16_at;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CODE_PAGE: u16 = 0x0042;
const BOUND_SHEET: u16 = 0x0085;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00D6;
/// The text that a formula came to.
const FORMULA_TEXT: u16 = 0x0207;

const UNICODE: u16 = 1200;
const WESTERN: u16 = 1252;
/// Western pages that the library knows: what is stated stands, unless the bytes are clearly something else.
const KNOWN_WESTERN: [u16; 2] = [WESTERN, 10_000];
/// Pages of one script that nobody states by chance.
const TRUSTED: [u16; 17] =
    [874, 932, 936, 949, 950, 951, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 20_936, 54_936, 65_001];
/// Simplified Chinese on the Macintosh, which the library does not know by this number.
const CHINESE_OF_THE_MACINTOSH: u16 = 10_008;
/// Bytes from which an encoding is guessed.
const GUESSED_FROM: usize = 1 << 18;

/// How the texts of a workbook are to be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextEncoding {
    /// The code page to read them by, where it is not the stated one.
    pub(super) code_page: Option<u16>,
    /// The name of the encoding, where it had to be guessed.
    pub(super) guessed: Option<&'static str>,
}

/// How the texts of a workbook stream are to be read.
pub(super) fn of(stream: &[u8]) -> TextEncoding {
    let (mut is_unicode, mut stated) = (true, None);
    for (kind, data) in Records(stream) {
        match kind {
            BOF => is_unicode = !is_before_unicode(data),
            CODE_PAGE => stated = u16_at(data, 0),
            EOF => break,
            _ => {}
        }
    }
    let by = |code_page| TextEncoding { code_page, guessed: None };
    match stated {
        _ if is_unicode => return by(Some(UNICODE)),
        Some(page) if TRUSTED.contains(&page) => return by(None),
        Some(CHINESE_OF_THE_MACINTOSH) => return by(Some(936)),
        _ => {}
    }
    let texts = foreign_texts(stream);
    match if is_western(&texts) { None } else { encoding::code_page(&texts) } {
        Some((page, name)) => TextEncoding { code_page: Some(page), guessed: Some(name) },
        None if stated.is_some_and(|page| KNOWN_WESTERN.contains(&page)) => by(None),
        None => by(Some(WESTERN)),
    }
}

/// The versions that the library takes for Excel 5 and earlier.
fn is_before_unicode(bof: &[u8]) -> bool {
    match u16_at(bof, 0) {
        Some(0x0500 | 0x0400 | 0x0300 | 0x0200 | 0x0002 | 0x0007) => true,
        Some(0) => u16_at(bof, 2) == Some(0x1000),
        _ => false,
    }
}

/// The texts that hold more than ASCII, a line each.
fn foreign_texts(stream: &[u8]) -> Vec<u8> {
    let mut texts = Vec::new();
    for (kind, data) in Records(stream) {
        let (length, start) = match kind {
            BOUND_SHEET => (data.get(6).map(|length| u16::from(*length)), 7),
            LABEL | RICH_LABEL => (u16_at(data, 6), 8),
            FORMULA_TEXT => (u16_at(data, 0), 2),
            _ => continue,
        };
        let behind = data.get(start..).unwrap_or_default();
        let text = &behind[..behind.len().min(length.unwrap_or(0).into())];
        if !text.is_ascii() {
            texts.extend_from_slice(text);
            texts.push(b'\n');
        }
        if texts.len() > GUESSED_FROM {
            break;
        }
    }
    texts
}

/// A western accent stands alone between letters; the bytes of Chinese characters stand side by side.
fn is_western(texts: &[u8]) -> bool {
    let is_foreign = |at: usize| texts.get(at).is_some_and(|byte| !byte.is_ascii());
    let foreign = (0..texts.len()).filter(|at| is_foreign(*at));
    let (mut all, mut alone) = (0, 0);
    for at in foreign {
        all += 1;
        alone += usize::from(!is_foreign(at + 1) && (at == 0 || !is_foreign(at - 1)));
    }
    alone * 2 > all
}

#[cfg(test)]
mod tests {
    use super::super::biff_look::tests::record;
    use super::super::delimited::encoding::tests::gb18030;
    use super::*;

    /// A stream of a version with a stated page and these texts.
    fn stream(version: u16, page: Option<u16>, texts: &[&[u8]]) -> Vec<u8> {
        let bof = record(BOF, &[version.to_le_bytes(), [5, 0]].concat());
        let page = page.map(|page| record(CODE_PAGE, &page.to_le_bytes())).unwrap_or_default();
        let label = |text: &&[u8]| record(LABEL, &[&[0; 6][..], &(text.len() as u16).to_le_bytes(), text].concat());
        [bof.clone(), page, record(EOF, &[]), bof, texts.iter().flat_map(label).collect(), record(EOF, &[])].concat()
    }

    #[test]
    fn a_stated_page_means_nothing_where_texts_are_unicode() {
        for page in [None, Some(936), Some(1252), Some(10_000), Some(20_936), Some(54_936), Some(65_001), Some(1200)] {
            let expected = TextEncoding { code_page: Some(UNICODE), guessed: None };
            assert_eq!(of(&stream(0x0600, page, &[])), expected, "{page:?}");
        }
    }

    #[test]
    fn chinese_bytes_under_a_western_page_or_none_are_guessed_and_others_are_not() {
        let chinese = [gb18030("工单号"), gb18030("回访日期"), gb18030("京A12345"), b"R001".to_vec()];
        let chinese: Vec<&[u8]> = chinese.iter().map(Vec::as_slice).collect();
        for page in [None, Some(1252), Some(10_000), Some(1200), Some(437), Some(0x8001)] {
            let expected = TextEncoding { code_page: Some(54_936), guessed: Some("gb18030") };
            assert_eq!(of(&stream(0x0500, page, &chinese)), expected, "{page:?}");
        }
        assert_eq!(of(&stream(0x0500, Some(936), &chinese)), TextEncoding { code_page: None, guessed: None });
        let western: [&[u8]; 4] = [b"M\xFCller", b"Caf\xE9 cr\xE9\xE9", b"Stra\xDFe", b"\xC4rger \xFCber \xD6l"];
        assert_eq!(of(&stream(0x0500, Some(1252), &western)), TextEncoding { code_page: None, guessed: None });
        assert_eq!(of(&stream(0x0500, None, &western)), TextEncoding { code_page: Some(WESTERN), guessed: None });
        assert_eq!(of(&stream(0x0500, Some(1252), &[b"R001"])), TextEncoding { code_page: None, guessed: None });
    }
}
