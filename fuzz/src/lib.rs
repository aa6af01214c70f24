//! What every fuzz target does: read bytes as a file and recognise its sheets.

#[path = "../../src/base/mod.rs"]
pub mod base;
#[path = "../../src/input/mod.rs"]
pub mod input;
pub mod parts;
#[path = "../../src/recognise/mod.rs"]
pub mod recognise;
#[path = "../../src/settings.rs"]
pub mod settings;

mod headings;

use std::panic::set_hook;
use std::sync::{LazyLock, Once};

use recognise::dictionary::Dictionary;
use settings::InputLimits;

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(headings::dictionary);

/// Limits as the program has them, but for fewer cells and a smaller spread: a fuzzer must not spend its time on large tables.
const LIMITS: InputLimits = InputLimits { cells: 200_000, spread: 500_000, decompressed_bytes: 64 << 20, ..InputLimits::DEFAULT };

/// The program catches panics of the libraries that read formats and calls the file unreadable. The fuzzer would stop at
/// them; here it stops only at panics of the program's own lines.
pub fn pass_over_panics_of_libraries() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_hook(Box::new(|panic| {
            let own = panic.location().is_none_or(|place| !place.file().contains("/registry/"));
            if own {
                eprintln!("{panic}");
                std::process::abort();
            }
        }));
    });
}

/// Reads the bytes and recognises every sheet; whatever they are, this must end, soon and in bounded memory.
pub fn read(bytes: &[u8]) {
    pass_over_panics_of_libraries();
    let read = input::read_bytes(bytes, &"2013年9月.xls".into(), &LIMITS);
    assert!(!read.grids.is_empty() || !read.findings.is_empty(), "a file that gives nothing is told");
    for grid in &read.grids {
        assert!(grid.cells.is_sorted_by_key(|cell| (cell.row, cell.col)), "cells come in order");
        recognise::recognise(grid, &DICTIONARY);
    }
}
