//! What was asked for on the command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// Which dealer to write, and where.
pub enum Options {
    /// The demo dealer.
    Demo(PathBuf),
    /// A dealer made from a seed.
    Random(RandomDealer),
}

/// How large the dealer is that is made from a seed.
pub struct RandomDealer {
    pub seed: u64,
    /// Work orders of the latest month.
    pub orders: usize,
    /// Calls of the latest month.
    pub calls: usize,
    pub folder: PathBuf,
}

/// Orders of the latest month at size 1.
const ORDERS: f64 = 400.0;

/// Reads the arguments.
pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
    let (mut seed, mut size, mut orders, mut calls, mut folder) = (None, 1.0, None, None, None);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--seed" => seed = Some(value()?.parse::<u64>()?),
            "--size" => size = value()?.parse::<f64>()?,
            "--orders" => orders = Some(value()?.parse::<usize>()?),
            "--calls" => calls = Some(value()?.parse::<usize>()?),
            "--out" => folder = Some(PathBuf::from(value()?)),
            option if option.starts_with('-') => bail!("unknown option {option}"),
            path => folder = Some(PathBuf::from(path)),
        }
    }
    let Some(seed) = seed else {
        return Ok(Options::Demo(folder.unwrap_or_else(|| PathBuf::from("examples/demo-dealer"))));
    };
    let orders = orders.unwrap_or((ORDERS * size).round().max(20.0) as usize);
    let calls = calls.unwrap_or(orders * 3 / 2);
    Ok(Options::Random(RandomDealer { seed, orders, calls, folder: folder.context("--seed needs --out DIR")? }))
}
