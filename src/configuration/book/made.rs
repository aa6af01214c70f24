//! What the rows of a workbook of settings set, as lines of TOML that stand behind those of csr-report.toml.

use crate::base::declaration::CellOfLine;
use crate::base::lang::Words;
use crate::base::text::{one_line, visible};

/// One key that a row sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key with its tables: `["targets", "回访率"]`.
    pub path: Vec<String>,
    /// The value as TOML writes it.
    pub value: String,
    /// It is one of a list of spellings.
    pub adds: bool,
    /// Where it stands.
    pub cell: CellOfLine,
}

/// The lines that a workbook of settings comes to.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// How messages name the workbook.
    pub name: String,
    /// The lines.
    pub text: String,
    /// The cells of each line.
    pub cells: Vec<CellOfLine>,
    /// What to tell of the workbook, whatever comes of it.
    pub remarks: Vec<Words>,
}

impl Made {
    /// The lines of these settings, in their order; of a list all items stand where its first one does.
    pub fn of(name: String, settings: Vec<Setting>, remarks: Vec<Words>) -> Self {
        let mut made = Self { name, remarks, ..Self::default() };
        let mut lists: Vec<Vec<Setting>> = Vec::new();
        for setting in settings {
            match lists.iter_mut().find(|list| setting.adds && list[0].path == setting.path) {
                Some(list) => list.push(setting),
                None => lists.push(vec![setting]),
            }
        }
        for list in lists {
            let first = &list[0];
            let path = first.path.iter().map(|key| quoted(key)).collect::<Vec<_>>().join(".");
            if !first.adds {
                made.line(&format!("{path} = {}", first.value), &first.cell);
                continue;
            }
            made.line(&format!("{path} = ["), &first.cell);
            list.iter().for_each(|item| made.line(&format!("{},", item.value), &item.cell));
            made.line("]", &first.cell);
        }
        made
    }

    fn line(&mut self, text: &str, cell: &CellOfLine) {
        self.text.push_str(text);
        self.text.push('\n');
        self.cells.push(cell.clone());
    }
}

/// A text of TOML in one line: the escapes of JSON are among those of TOML.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(one_line(&visible(text))).to_string()
}
