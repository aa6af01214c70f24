//! Any file, to the end: a whole monthly report. Only a fault of the program may not happen; that the data are no good may.
#![no_main]

use std::ffi::OsString;
use std::fs;

use chrono::NaiveDate;
use csr_report::base::failure::Exit;
use csr_report::base::lang::Lang;
use csr_report::cli::{self, Parsed};
use csr_report::configuration::Configuration;
use csr_report::run::{self, Asked};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    csr_report_fuzz::pass_over_panics_of_libraries();
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().to_owned();
    fs::create_dir(workspace.join("input")).expect("a folder");
    fs::write(workspace.join("input/2013年9月.csv"), bytes).expect("a file");
    let words = ["csr-report", "monthly", "--month", "2013-09", "--format", "xlsx,json"].map(OsString::from);
    let Ok(Parsed::Run(cli)) = cli::parse(&words) else { unreachable!("a right command line") };
    let today = NaiveDate::from_ymd_opt(2013, 10, 8).expect("a day");
    let asked = Asked { cli: *cli, workspace, configuration: Configuration::default(), lang: Lang::English, today };
    if let Err(failure) = run::run(&asked, &|_| {}) {
        assert_ne!(failure.exit, Exit::Failed, "{}", failure.text(Lang::English));
    }
});
