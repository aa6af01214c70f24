//! Words of which only some are allowed.

use crate::base::lang::Words;
use crate::base::nearest::told;

/// A word that is not allowed where it stands; the reader adds the option, or the key and its line.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// What is wrong with it, to follow the name of the option or key.
    pub message: Words,
    /// What is allowed.
    pub hint: Words,
}

impl Wrong {
    /// A word that is wrong: the message in Chinese and English, and what is allowed.
    pub fn new((chinese, en): (String, String), allowed: &[&str]) -> Self {
        let hint = if allowed.is_empty() {
            Words {
                chinese: "这里没有可写的名字".to_owned(), en: "there is no name that could stand here".to_owned()
            }
        } else {
            let list = Words::list(allowed);
            Words { chinese: format!("可以写：{}", list.chinese), en: format!("allowed: {}", list.en) }
        };
        Self { message: Words { chinese, en }, hint }
    }
}

/// One of the allowed words, each with its meaning.
///
/// # Errors
/// None of them.
pub fn choose<T: Copy>(word: &str, allowed: &[(&str, T)]) -> Result<T, Wrong> {
    let found = allowed.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning);
    found.ok_or_else(|| {
        let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
        let near = told(word, names.iter().copied(), " allowed value");
        Wrong::new((format!("不能是“{word}”{}", near.chinese), format!("cannot be {word:?}{}", near.en)), &names)
    })
}
