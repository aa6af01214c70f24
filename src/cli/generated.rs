//! What shells and manual readers want of the command line.

use std::io;

use clap::{Command, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use super::described;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;

/// The script that completes the command line in a shell.
///
/// # Errors
/// Not one of the known shells (exit 2).
pub fn completions(shell: &str) -> Result<String, Failure> {
    let known = Shell::from_str(shell, true).map_err(|_| {
        let names: Vec<String> = Shell::value_variants().iter().map(Shell::to_string).collect();
        let near = told(shell, names.iter().map(String::as_str), "");
        let list = Words::list(&names);
        Failure::new(
            Exit::Usage,
            format!("不认识的命令行外壳“{shell}”{}", near.chinese),
            format!("unknown shell {shell:?}{}", near.en),
        )
        .hint(format!("可以是：{}", list.chinese), format!("known: {}", list.en))
    })?;
    let mut script = Vec::new();
    let mut command = described(Lang::English);
    let name = command.get_name().to_owned();
    clap_complete::generate(known, &mut command, name, &mut script);
    String::from_utf8(script).map_err(Failure::unexpected)
}

/// The manual page of the program, in the form of `man`: of all commands, one below the other.
///
/// # Errors
/// A fault of the program.
pub fn manual(lang: Lang) -> Result<String, Failure> {
    let mut page = Vec::new();
    pages(described(lang), &mut page).map_err(Failure::unexpected)?;
    String::from_utf8(page).map_err(Failure::unexpected)
}

/// The page of a command, then those of the commands below it, with what is their own: the options of all stand in the first.
fn pages(command: Command, page: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    Man::new(command.display_name(name.replace(' ', "-"))).render(page)?;
    below.into_iter().try_for_each(|below| {
        let name = format!("{name} {}", below.get_name());
        pages(below.bin_name(name), page)
    })
}
