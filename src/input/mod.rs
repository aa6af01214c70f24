//! Files to grids: what lies in the input folder, read by content, nothing interpreted.
//!
//! Reading a file cannot fail: it gives the grids that could be read and a finding for everything that could not.

mod biff_encoding;
mod biff_look;
mod biff_texts;
mod builder;
pub mod counted;
mod delimited;
pub mod discover;
mod file_kind;
pub mod grid;
mod html;
mod intern;
mod iso;
mod limits;
mod look;
mod metered;
mod number_format;
mod ods_look;
mod ole;
pub mod original;
mod problem;
mod protection;
mod read;
#[cfg(test)]
mod read_tests;
mod saved;
mod sniff;
mod struck;
mod together;
mod web_archive;
mod workbook;
mod xlsb_look;
mod xlsx;
mod xlsx_look;
mod xml_2003;
mod zip_look;

pub use discover::InputFile;
pub use read::{ReadFile, read_all, read_bytes, read_file};
