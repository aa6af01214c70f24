//! Why there is nothing to read.

use super::filled_forms;
use crate::base::failure::{Exit, Failure};
use crate::base::finding::Code;
use crate::base::lang::{Lang, Words};
use crate::input::discover::InputError;
use crate::settings::Settings;

/// The input folder is missing, empty or locked; where the forms were filled in where they lie, that is why.
pub fn failure(error: anyhow::Error, settings: &Settings) -> Failure {
    match error.downcast_ref::<InputError>() {
        Some(missing) => {
            let failure = Failure { message: missing.words(), ..Failure::new(Exit::Input, "", "") };
            if settings.facts.is_some() {
                return failure.hint(
                    "用 --facts（或配置的 [report] facts）指定数仓数好的文件，或写有它的文件夹",
                    "name the file that a warehouse has counted, or the folder of it, with --facts or [report] facts",
                );
            }
            match filled_forms::found(settings).first().map(|form| &form.message) {
                Some(Words { chinese, en }) => failure.hint(
                    format!("{chinese}；{}", Code::FilledForm.hint(Lang::Chinese)),
                    format!("{en}; {}", Code::FilledForm.hint(Lang::English)),
                ),
                None => failure.hint(
                    "把导出的表格放入输入文件夹，或用 --input 指定文件或文件夹",
                    "put the exported spreadsheets into the input folder, or name files and folders with --input",
                ),
            }
        }
        None => {
            Failure::new(Exit::Input, format!("无法读取输入：{error:#}"), format!("cannot read the input: {error:#}"))
        }
    }
}
