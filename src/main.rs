//! Parse, run, print, exit: the only place that prints and exits.

fn main() {}
