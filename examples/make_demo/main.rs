//! Writes the demo dealer's workspace: `cargo run --release --example make_demo -- [DIR]`.
//!
//! With `--seed N [--size FACTOR] [--calls N] [--orders N] --out DIR` it writes a second dealer from a seed instead:
//! the same tables and traps, other people, no golden figures.

mod against_deck;
mod calendar;
mod callbacks;
mod cases;
mod complaints;
mod config;
mod count;
mod count_complaints;
mod count_orders;
mod count_visits;
mod dice;
mod exports;
mod golden;
mod layout;
mod layout_calls;
mod messy;
mod options;
mod orders;
mod people;
mod random_calls;
mod random_complaints;
mod random_dealer;
mod readme;
mod regulars;
mod renewals;
mod rows;
mod sales;
mod scores;
mod small_books;
mod small_contacts;
mod small_people;
mod small_tables;
mod surveys;
mod traps;
mod traps_books;
mod traps_calls;
mod traps_orders;
mod xlsx;

// The writers are shared with the tests; the demo dealer needs some of them.
#[allow(dead_code)]
#[path = "../written/mod.rs"]
mod written;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::calendar::{at, day};
use crate::dice::Dice;
use crate::golden::SEPTEMBER;
use crate::options::Options;
use crate::people::Fleet;
use crate::rows::{Books, OrderRow};

fn main() -> Result<()> {
    match options::read(std::env::args().skip(1))? {
        Options::Demo(folder) => write_demo(&folder),
        Options::Random(dealer) => {
            let name = format!("第{}店", dealer.seed);
            write(&dealer.folder, "csr-report.toml", config::text(&name, "").as_bytes())?;
            write_input(&dealer.folder, &name, &random_dealer::books(&dealer))?;
            writeln!(std::io::stdout(), "{}", dealer.folder.display())?;
            Ok(())
        }
    }
}

fn write_demo(folder: &Path) -> Result<()> {
    let books = golden_books();
    let wrong = against_deck::differences(&count::Count { books: &books, off: None });
    ensure!(wrong.is_empty(), "the rows do not give the deck's figures:\n{}", wrong.join("\n"));
    let measured = readme::measure(&books);
    let blunt: Vec<String> = measured
        .iter()
        .filter(|trap| trap.rows == 0 || trap.right == trap.naive || trap.naive.is_nan())
        .map(|trap| format!("{}: {} rows, right {}, naive {}", trap.described.name, trap.rows, trap.right, trap.naive))
        .collect();
    ensure!(blunt.is_empty(), "traps that catch nothing:\n{}", blunt.join("\n"));
    write(folder, "csr-report.toml", config::text("演示店", config::ALIASES).as_bytes())?;
    write(folder, "README.md", readme::markdown(&measured).as_bytes())?;
    write(folder, "traps.toml", readme::toml(&measured).as_bytes())?;
    let small = small_tables::build("演示店", &books, EXPORTED)?;
    write(folder, "figures.toml", small.toml().as_bytes())?;
    for (name, bytes) in &small.files {
        write(&folder.join("input"), name, bytes)?;
    }
    write_input(folder, "演示店", &books)
}

/// When the dealer's exports were made.
const EXPORTED: &str = "2013-10-08 09:12:35";

fn write_input(folder: &Path, dealer: &str, books: &Books) -> Result<()> {
    for (name, bytes) in layout::files(dealer, books, EXPORTED)? {
        write(&folder.join("input"), &name, &bytes)?;
    }
    Ok(())
}

fn golden_books() -> Books {
    let mut dice = Dice::new(20130930);
    let mut fleet = Fleet::default();
    let sales = sales::build(&mut dice, &mut fleet);
    let sold: Vec<_> = sales
        .iter()
        .filter(|sale| sale.cancelled.is_none() && !sale.traps.contains(&traps::Trap::SaleTwice))
        .map(|sale| (sales::month_of_sale(sale), sale.vehicle.clone()))
        .collect();
    let mut orders = orders::build(&mut dice, &mut fleet, &sold);
    let cases = cases::build(&mut dice, &mut fleet, &mut orders);
    let calls = callbacks::build(&mut dice, &orders, &cases, &sales);
    let july = SEPTEMBER - 2;
    let (mut orders_old, mut orders_new) = exports::cut(&orders, at(day(july, 1), 0, 0), at(day(july, 2), 18, 0));
    let plain = |row: &OrderRow| row.fixed.is_empty();
    exports::split_into_lines(&mut orders_old, 180, plain);
    exports::split_into_lines(&mut orders_new, 90, plain);
    let surveys = surveys::build(&mut dice, &mut fleet);
    let complaints = complaints::build(&mut dice);
    let renewals = renewals::build(&mut dice, &sales, &orders, day(SEPTEMBER + 1, 8));
    let old_export = "2013-07-02 18:00:21".to_owned();
    Books { old_export, orders_old, orders_new, calls, surveys, complaints, sales, renewals }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    Ok(std::fs::write(path, bytes)?)
}
