//! The parts of an .xlsx.
#![no_main]

use csr_report_fuzz::{parts, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read(&parts::xlsx(bytes)));
