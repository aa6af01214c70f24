//! The kinds of files that can be read.

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// .xlsx and .xlsm.
    Xlsx,
    /// .xlsb.
    Xlsb,
    /// .xls of Excel 5 to 2003.
    Xls,
    /// .ods.
    Ods,
    /// Text: a delimited table or HTML.
    Text,
}
