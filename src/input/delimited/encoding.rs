//! The characters of a text file: by its mark, as UTF-8, as it declares itself, else by a guess that is reported.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at for the zero pattern of UTF-16 and for a declaration.
const LOOK_AT: usize = 4_096;
/// How many bytes of a text its encoding is guessed from.
const GUESSED_FROM: usize = if cfg!(test) { 64 } else { 1 << 20 };
/// Damaged places allowed in one text of this many foreign characters before it is no longer taken for UTF-8.
const FOREIGN_PER_DAMAGED: usize = 50;
/// Characters of the headings of this trade, by script: they tell GB18030 and Big5 apart.
const SIMPLIFIED: &str = "日期单号客户电话车牌回访投诉维修顾问时间结果满意状态";
const TRADITIONAL: &str = "日期單號客戶電話車牌回訪投訴維修顧問時間結果滿意狀態";

/// A decoded text file.
pub(in crate::input) struct Decoded {
    /// The text without a byte order mark.
    pub(in crate::input) text: String,
    /// The name of the encoding, where it had to be guessed.
    pub(in crate::input) guessed: Option<&'static str>,
    /// Some bytes fit no character; they stand as U+FFFD.
    pub(in crate::input) damaged: bool,
}

/// Decodes the bytes of a text file.
pub(in crate::input) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..], false);
    }
    if let Some(encoding) = utf16(bytes) {
        return decoded(encoding, bytes, true);
    }
    let utf8 = decoded(UTF_8, bytes, false);
    if !utf8.damaged || is_nearly_utf8(&utf8.text) {
        return utf8;
    }
    if let Some(encoding) = declared(bytes) {
        let text = decoded(encoding, bytes, false);
        if !text.damaged {
            return text;
        }
    }
    decoded(guess(bytes), bytes, true)
}

/// Decodes the bytes of a text of which an encoding is stated elsewhere: it stands in for a guess.
pub(in crate::input) fn decode_as(bytes: &[u8], stated: &str) -> Decoded {
    let by_itself = decode(bytes);
    match Encoding::for_label(stated.as_bytes()).filter(|_| by_itself.guessed.is_some()) {
        Some(encoding) => Some(decoded(encoding, bytes, false)).filter(|it| !it.damaged).unwrap_or(by_itself),
        None => by_itself,
    }
}

/// The number and the name of the encoding of bytes that stand in a workbook without a word about it, guessed as that of a
/// text file is; `None` where there is nothing to guess, or what is guessed has no number.
pub(in crate::input) fn code_page(texts: &[u8]) -> Option<(u16, &'static str)> {
    if texts.is_ascii() {
        return None;
    }
    let encoding = if std::str::from_utf8(texts).is_ok() { UTF_8 } else { guess(texts) };
    let pages = [(UTF_8, 65_001), (GB18030, 54_936), (BIG5, 950), (SHIFT_JIS, 932), (EUC_KR, 949)];
    let page = pages.into_iter().find(|(known, _)| *known == encoding)?.1;
    Some((page, encoding.name()))
}

/// UTF-16 by its mark, or by the zero bytes that stand beside every Latin character, digit and line end.
pub(in crate::input) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let head = &bytes[..bytes.len().min(LOOK_AT)];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // A few characters (一, U+4E00) have a zero on the other side, so the larger side decides. A binary file has
    // zeros on both.
    if odd * 10 > head.len() / 2 && odd > 4 * even {
        Some(UTF_16LE)
    } else if even * 10 > head.len() / 2 && even > 4 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), guessed: guessed.then(|| encoding.name()), damaged }
}

fn is_nearly_utf8(text: &str) -> bool {
    let damaged = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count() - damaged;
    damaged * FOREIGN_PER_DAMAGED < foreign
}

/// The encoding that an HTML page or an XML text declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOK_AT)]).to_lowercase();
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let label: String = after.trim_start_matches(['"', '\'']).chars().take_while(|c| is_label(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// A Chinese encoding wherever the bytes allow one: GB18030 (which holds GBK and GB2312), or Big5 where that shows more
/// of this trade's own words.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let bytes = &bytes[..bytes.len().min(GUESSED_FROM)];
    let (simplified, no_gb18030) = start(GB18030, bytes);
    let (traditional, no_big5) = start(BIG5, bytes);
    if !no_big5 && known(&traditional, TRADITIONAL) > known(&simplified, SIMPLIFIED) {
        return BIG5;
    }
    if !no_gb18030 {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, false);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    if guessed == GBK || guessed == UTF_8 { GB18030 } else { guessed }
}

/// A text that may break off within a character, and whether anything else in it fits none.
fn start(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let (_, _, damaged) = decoder.decode_to_string(bytes, &mut text, bytes.len() < GUESSED_FROM);
    (text, damaged)
}

fn known(text: &str, characters: &str) -> usize {
    text.chars().filter(|c| characters.contains(*c)).count()
}

#[cfg(test)]
pub(in crate::input) mod tests {
    use super::*;

    /// A text as old Chinese programs write it.
    pub(in crate::input) fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    const TEXT: &str = "工单号,客户,一次\r\nR001,堃珺,1\r\n";

    fn utf16_bytes(encode: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(encode).collect()
    }

    #[test]
    fn utf8_needs_no_guess_with_or_without_mark() {
        for bytes in [TEXT.as_bytes().to_vec(), [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat()] {
            let decoded = decode(&bytes);
            assert_eq!((&*decoded.text, decoded.guessed, decoded.damaged), (TEXT, None, false));
        }
    }

    #[test]
    fn utf16_is_told_by_its_mark_or_its_zeros() {
        let little = utf16_bytes(u16::to_le_bytes);
        let big = utf16_bytes(u16::to_be_bytes);
        assert_eq!(decode(&[b"\xFF\xFE".to_vec(), little.clone()].concat()).text, TEXT);
        assert_eq!(decode(&[b"\xFE\xFF".to_vec(), big.clone()].concat()).text, TEXT);
        assert_eq!((decode(&little).text, decode(&little).guessed), (TEXT.to_owned(), Some("UTF-16LE")));
        assert_eq!((decode(&big).text, decode(&big).guessed), (TEXT.to_owned(), Some("UTF-16BE")));
    }

    #[test]
    fn gb18030_is_guessed_and_the_guess_is_told() {
        let decoded = decode(&gb18030(TEXT));
        assert_eq!((&*decoded.text, decoded.guessed), (TEXT, Some("gb18030")));
    }

    #[test]
    fn a_short_gb18030_text_is_not_taken_for_another_language() {
        for text in ["成功", "满意", "车牌,备注\n京A12345,好\n"] {
            assert_eq!(decode(&gb18030(text)).text, text);
        }
    }

    #[test]
    fn big5_is_told_by_traditional_headings() {
        let text = "工單號,客戶,電話,回訪日期,結果\n1,王,2,3,滿意\n";
        assert_eq!(decode(&BIG5.encode(text).0).text, text);
    }

    #[test]
    fn one_damaged_byte_does_not_turn_a_utf8_file_into_noise() {
        let mut bytes = TEXT.repeat(20).into_bytes();
        bytes.push(0xE5);
        let decoded = decode(&bytes);
        assert!(decoded.damaged && decoded.text.starts_with(TEXT));
    }

    #[test]
    fn a_declared_encoding_is_no_guess() {
        let page = "<html><meta charset=\"gb2312\"><table><tr><td>客户</td></tr></table>";
        let decoded = decode(&GBK.encode(page).0);
        assert_eq!((&*decoded.text, decoded.guessed), (page, None));
        let xml = "<?xml version=\"1.0\" encoding=\"GBK\"?><客户/>";
        assert_eq!((&*decode(&GBK.encode(xml).0).text, decode(&GBK.encode(xml).0).guessed), (xml, None));
    }
}
