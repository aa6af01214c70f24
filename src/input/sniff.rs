//! What a file is, by its content; its extension is never asked.

use super::delimited::encoding::utf16;
use super::file_kind::FileKind;
use super::ole::{self, Ole};
use super::problem::Problem;
use super::zip_look;
use crate::base::finding::Code;
use crate::settings::InputLimits;

/// First bytes of what people leave in such folders, and what it is.
const KNOWN: [(&[u8], [&str; 2]); 13] = [
    (b"%PDF", ["PDF 文件", "a PDF file"]),
    (b"\x89PNG", ["图片", "a picture"]),
    (b"\xFF\xD8\xFF", ["图片", "a picture"]),
    (b"GIF8", ["图片", "a picture"]),
    (b"BM", ["图片", "a picture"]),
    (b"II*\0", ["图片", "a picture"]),
    (b"MM\0*", ["图片", "a picture"]),
    (b"{\\rtf", ["Word 文档（RTF）", "a Word document (RTF)"]),
    (b"Rar!", ["压缩包（请解压后放入输入文件夹）", "an archive (unpack it into the input folder)"]),
    (b"7z\xBC\xAF", ["压缩包（请解压后放入输入文件夹）", "an archive (unpack it into the input folder)"]),
    (b"\x1F\x8B", ["压缩包（请解压后放入输入文件夹）", "an archive (unpack it into the input folder)"]),
    (b"MZ", ["程序", "a program"]),
    (b"SQLite format 3", ["数据库", "a database"]),
];

/// How many bytes are looked at to tell text from other content.
const LOOK_AT: usize = 8_192;

/// The format of a file, or why it cannot be read.
pub(super) fn sniff(bytes: &[u8], limits: &InputLimits) -> Result<FileKind, Problem> {
    if bytes.is_empty() {
        return Err(Problem::error(
            Code::EmptyFile,
            "文件是空的（0 字节），可能导出失败",
            "the file is empty (0 bytes); the export may have failed",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_look::look(bytes, limits);
    }
    if bytes.starts_with(ole::SIGNATURE) {
        return compound(&Ole::open(bytes)?);
    }
    if is_bare_workbook_stream(bytes) {
        return Err(Problem::unreadable(
            ["过旧的 Excel 格式（4.0 以前）", "an Excel format that is too old (before 5.0)"],
            "BIFF",
        ));
    }
    if is_text(bytes) {
        return Ok(FileKind::Text);
    }
    let looks_like = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, words)| *words);
    Err(Problem::not_a_spreadsheet(looks_like.unwrap_or(["二进制文件", "a binary file"])))
}

fn compound(ole: &Ole) -> Result<FileKind, Problem> {
    if ole.has("EncryptedPackage") {
        Err(Problem::password())
    } else if ole.has("Workbook") || ole.has("Book") {
        Ok(FileKind::Xls)
    } else if ole.has("WordDocument") {
        Err(Problem::not_a_spreadsheet(["Word 文档", "a Word document"]))
    } else if ole.has("PowerPoint Document") {
        Err(Problem::not_a_spreadsheet(["PowerPoint 演示文稿", "a PowerPoint presentation"]))
    } else {
        Err(Problem::not_a_spreadsheet(["其他 Office 文件", "another Office file"]))
    }
}

/// The first record of Excel 2 to 4 files, which have no container.
fn is_bare_workbook_stream(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04 | 0x06 | 0x08 | 0x10, 0x00, ..])
}

/// Text has no zero bytes, unless it is UTF-16, and hardly a control character. The text formats of the table above
/// (PDF, RTF, some pictures' first bytes) are told apart first.
fn is_text(bytes: &[u8]) -> bool {
    if utf16(bytes).is_some() {
        return true;
    }
    if bytes.starts_with(b"%PDF") || bytes.starts_with(b"{\\rtf") {
        return false;
    }
    let head = &bytes[..bytes.len().min(LOOK_AT)];
    let control = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=25 | 27..=31)).count();
    !head.contains(&0) && control * 100 <= head.len()
}

#[cfg(test)]
mod tests {
    use super::super::ole::tests::compound_file;
    use super::*;

    fn kind(bytes: &[u8]) -> Option<FileKind> {
        sniff(bytes, &InputLimits::default()).ok()
    }

    fn code(bytes: &[u8]) -> Code {
        sniff(bytes, &InputLimits::default()).unwrap_err().code
    }

    #[test]
    fn compound_files_are_told_by_their_streams() {
        assert_eq!(kind(&compound_file(&[("Workbook", b"x")])), Some(FileKind::Xls));
        assert_eq!(kind(&compound_file(&[("Book", b"x")])), Some(FileKind::Xls));
        assert_eq!(code(&compound_file(&[("EncryptedPackage", b"x")])), Code::PasswordProtected);
        assert_eq!(code(&compound_file(&[("WordDocument", b"x")])), Code::NotASpreadsheet);
    }

    #[test]
    fn text_in_any_encoding_is_text() {
        assert_eq!(kind("工单号,客户\r\n".as_bytes()), Some(FileKind::Text));
        assert_eq!(kind(b"\xB9\xA4\xB5\xA5\xBA\xC5,\xBF\xCD\xBB\xA7\r\n"), Some(FileKind::Text));
        assert_eq!(kind(b"\xFF\xFEa\0,\0b\0"), Some(FileKind::Text));
        assert_eq!(kind(b"BMW,5\n"), Some(FileKind::Text));
    }

    #[test]
    fn other_files_are_named() {
        assert_eq!(code(b""), Code::EmptyFile);
        assert_eq!(code(b"%PDF-1.4 text"), Code::NotASpreadsheet);
        assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Code::NotASpreadsheet);
        assert_eq!(code(b"PK\x03\x04 and then nothing"), Code::UnreadableFile);
        assert_eq!(code(b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00"), Code::UnreadableFile);
    }
}
