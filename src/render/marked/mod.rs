//! A copy of a workbook in which the cells with findings are coloured and noted, to hand back to whoever keeps it.
//!
//! A package is edited: cell styles and notes only. Every other part keeps its compressed bytes, and within the changed
//! parts everything else stays byte for byte.

mod append;
mod book;
mod comments;
mod drawing;
mod earlier;
mod marks;
mod notes;
mod package;
mod rows;
mod shape;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

pub use append::{NewCell, NewRow, append_rows};
pub use book::{Marked, mark_package, new_book};
pub use marks::Marks;

/// The namespace of worksheets and styles, and that of the standard's strict form.
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// The namespace of relationships that goes with the namespace of a part.
fn relationships_of(namespace: &str) -> &'static str {
    if namespace == STRICT {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}
