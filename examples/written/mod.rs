//! Small writers of every format that dealers have, shared by the demo dealer, the fixtures and the property tests.
//!
//! One format a file; none of them is the writer of a spreadsheet program, so what they write is only as rich as the
//! tests need. The same workbook gives the same bytes.

pub mod biff5;
pub mod biff8;
pub mod compound;
pub mod delimited;
pub mod grid;
pub mod html;
pub mod ods;
pub mod package;
mod records;
pub mod xlsb;
pub mod xlsx;
