//! The file of the deck's template.

use std::path::Path;

use super::read_plain;
use crate::base::failure::{Exit, Failure};
use crate::base::system_fault;
use crate::base::text::shown;

/// The bytes of a template.
///
/// # Errors
/// It cannot be read (exit 2).
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_plain(path).map_err(|error| {
        let (path, cause) = (shown(path), system_fault::words(&error));
        Failure::new(
            Exit::Usage,
            format!("读不了幻灯片模板 {path}：{}", cause.chinese),
            format!("cannot read the deck's template {path}: {}", cause.en),
        )
        .hint(
            "检查 --template 后面的路径，或 csr-report.toml 的 report.template",
            "check the path after --template, or report.template of csr-report.toml",
        )
    })
}
