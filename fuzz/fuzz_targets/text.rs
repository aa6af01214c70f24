//! A text file: delimited or HTML, in any encoding.
#![no_main]

use csr_report_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read(bytes));
