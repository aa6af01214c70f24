//! What the operating system says of a file that it does not open or write, in the words of a user.

use std::io::{Error, ErrorKind};

use super::lang::Words;

/// The usual faults in both languages; of any other one what the system says, in brackets.
pub fn words(error: &Error) -> Words {
    let [chinese, english] = match error.kind() {
        ErrorKind::NotFound => ["文件或文件夹不存在", "there is no such file or folder"],
        ErrorKind::PermissionDenied => ["没有权限", "no permission"],
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ["磁盘空间不足", "no space is left on the disk"],
        ErrorKind::ReadOnlyFilesystem => ["磁盘是只读的", "the disk is read-only"],
        ErrorKind::AlreadyExists => ["同名的文件已经存在", "a file of this name is there already"],
        ErrorKind::NotADirectory => ["路径中有一段是文件，不是文件夹", "a part of the path is a file, not a folder"],
        ErrorKind::IsADirectory => ["这是文件夹，不是文件", "it is a folder, not a file"],
        ErrorKind::InvalidData => ["写入的内容读回来不一样", "what was written reads back otherwise"],
        ErrorKind::InvalidFilename => {
            ["文件名太长或含有不能用的字符", "the name is too long or holds characters not allowed"]
        }
        _ => {
            return Words {
                chinese: format!("系统报错（{error}）"), en: format!("the system refused ({error})")
            };
        }
    };
    Words { chinese: chinese.to_owned(), en: english.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_faults_are_told_without_english_in_the_chinese_sentence() {
        for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::StorageFull] {
            let words = words(&Error::from(kind));
            assert!(!words.chinese.contains(|c: char| c.is_ascii_alphabetic()), "{}", words.chinese);
        }
        assert_eq!(words(&Error::other("disk on fire")).chinese, "系统报错（disk on fire）");
    }
}
