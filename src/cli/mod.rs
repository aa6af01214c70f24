//! What was typed. The texts here are the English help; `chinese` holds the Chinese ones.

mod chinese;
mod details;
mod generated;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::base::failure::Failure;
use crate::base::lang::Lang;
pub use generated::{completions, manual};

/// Makes the monthly customer-relations report of a car dealer from the spreadsheets the dealer already has.
#[derive(Clone, Debug, Parser)]
#[command(name = "csr-report", version, disable_help_subcommand = true, disable_help_flag = true)]
#[command(disable_version_flag = true)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub options: Options,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// The monthly report
    Monthly {
        /// The month, such as 2013-09, or last: the last full month (default)
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        /// Write a small workbook for each person to this folder: their own rows of the lists
        #[arg(long, value_name = "DIR")]
        handout: Option<PathBuf>,
    },
    /// The same report for a quarter
    Quarterly {
        /// The quarter, such as 2013-Q3, or last: the last full quarter (default)
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<String>,
        /// Write a small workbook for each person to this folder: their own rows of the lists
        #[arg(long, value_name = "DIR")]
        handout: Option<PathBuf>,
    },
    /// The same report for a year
    Annual {
        /// The year, such as 2013, or last: the last full year (default)
        #[arg(long, value_name = "YEAR")]
        year: Option<String>,
        /// Write a small workbook for each person to this folder: their own rows of the lists
        #[arg(long, value_name = "DIR")]
        handout: Option<PathBuf>,
    },
    /// Read and validate the inputs, report what is wrong, write nothing but marked copies if asked for
    Check {
        /// For which period
        #[command(flatten)]
        period: PeriodOptions,
        /// Write a copy of each workbook with findings to this folder, the cells coloured and noted
        #[arg(long, value_name = "DIR")]
        marked_copy: Option<PathBuf>,
        /// Print lines for csr-report.toml: the headings, words and scales that were not known
        #[arg(long, conflicts_with = "marked_copy")]
        suggest: bool,
        /// Put what --suggest proposes into settings.xlsx: rows with a doubt do not count before you say yes
        #[arg(long, requires = "suggest")]
        write: bool,
    },
    /// Show a finished report, the newest one unless a period is named: its page, else its workbook
    Open {
        /// For which period
        #[command(flatten)]
        period: PeriodOptions,
    },
    /// Make a new workspace: configuration, blank input forms, a file to double-click
    Init {
        /// The folder of the workspace (default: the current directory)
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
        /// With the data of the demo dealer
        #[arg(long)]
        demo: bool,
    },
    /// The indicators and how they are defined
    #[command(subcommand)]
    Kpi(KpiCommand),
    /// Make a report again from the inputs as they are now, and name what is not the same
    Verify {
        /// Its report.json, or the folder of the report
        #[arg(value_name = "REPORT")]
        report: PathBuf,
    },
    /// Write the typed tables and facts as Parquet, in folders by dealer and month, for a data warehouse; for the last full month
    /// unless a period is named
    Export {
        /// The folder of the export: new, empty, or that of an earlier export
        #[arg(long, value_name = "DIR", required = true)]
        parquet: PathBuf,
        /// For which period
        #[command(flatten)]
        period: PeriodOptions,
    },
    /// The statements that count every indicator over an export, from the same declarations as a report
    Sql {
        /// For which engine: duckdb, spark or clickhouse
        #[arg(long, value_name = "ENGINE", required = true)]
        dialect: String,
        /// What they begin at: facts (default: the exported facts), or tables (the engine makes the declared facts itself)
        #[arg(long, value_name = "WHAT")]
        from: Option<String>,
    },
    /// Look at everything that a monthly run needs: what would go wrong tonight
    Doctor,
    /// The text that makes a system run the monthly report by itself
    Schedule {
        /// For which system: cron, systemd or windows
        #[arg(long, value_name = "SYSTEM", required = true)]
        print: String,
    },
    /// Completions of the command line for a shell: bash, zsh, fish, powershell or elvish
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: String,
    },
    /// The manual page
    Man,
    /// The program's own templates, to be copied into the workspace's templates/ and changed
    Templates {
        /// One of them, such as pages/callbacks.toml (default: list them all)
        #[arg(value_name = "FILE")]
        file: Option<String>,
    },
}

impl Command {
    /// Whether it makes a report.
    pub fn is_report(&self) -> bool {
        matches!(self, Self::Monthly { .. } | Self::Quarterly { .. } | Self::Annual { .. })
    }
}

/// The period that a command is about, of whichever kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct PeriodOptions {
    /// The month, such as 2013-09, or last: the last full month
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["quarter", "year"])]
    pub month: Option<String>,
    /// The quarter, such as 2013-Q3, or last: the last full quarter
    #[arg(long, value_name = "QUARTER", conflicts_with = "year")]
    pub quarter: Option<String>,
    /// The year, such as 2013, or last: the last full year
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
}

/// What to say about indicators.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum KpiCommand {
    /// List all indicators
    List,
    /// How one indicator is defined
    Explain {
        /// Its id or its name, such as callback_rate
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// Options that every command takes, before or after its name. Nothing but `resolve` reads them.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Options {
    /// Workspace; other paths are relative to it (default: the current directory)
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub workspace: Option<PathBuf>,
    /// Configuration file (default: csr-report.toml in the workspace, if there)
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// File or folder to read; repeatable (default: input/ in the workspace)
    #[arg(long, value_name = "PATH", global = true)]
    pub input: Vec<PathBuf>,
    /// Make the report from this file instead: what a warehouse has counted, Parquet or CSV (docs/warehouse.md)
    #[arg(long, value_name = "FILE", global = true)]
    pub facts: Option<PathBuf>,
    /// Folder for the reports (default: output/ in the workspace)
    #[arg(long, value_name = "DIR", global = true)]
    pub output: Option<PathBuf>,
    /// The report, or the check, of one store of several ([dealers] in csr-report.toml)
    #[arg(long, value_name = "NAME", global = true, conflicts_with = "each_dealer")]
    pub dealer: Option<String>,
    /// Beside the report of the group one of each store ([dealers] in csr-report.toml), in a folder of its name
    #[arg(long, global = true)]
    pub each_dealer: bool,
    /// What to write, with commas: xlsx,png,svg,json,html,pptx (default: all)
    #[arg(long, value_name = "LIST", global = true, value_delimiter = ',')]
    pub format: Vec<String>,
    /// Bring this deck of an earlier run, edited by hand since, to the period of the report: what nobody touched is replaced,
    /// the rest stays; the new deck lies in the output, this file is not changed
    #[arg(long, value_name = "DECK", global = true)]
    pub update: Option<PathBuf>,
    /// A .pptx or .potx whose masters, colours and fonts the deck takes (default: the program's own look)
    #[arg(long, value_name = "FILE", global = true)]
    pub template: Option<PathBuf>,
    /// Language: zh-CN (default) or en
    #[arg(long, value_name = "LANG", global = true)]
    pub lang: Option<String>,
    /// Who reads the report: manager (default), or meeting: without lists of customers, and without their names
    #[arg(long, value_name = "WHO", global = true)]
    pub audience: Option<String>,
    /// Take states at the end of this day, such as 2013-09-30 (default: the last day of the period, or today where the
    /// period is not over)
    #[arg(long, value_name = "DATE", global = true)]
    pub as_of: Option<String>,
    /// Refuse the report (exit 4) where any error is found
    #[arg(long, global = true)]
    pub strict: bool,
    /// Replace files in the output that somebody else made or changed, instead of keeping them beside
    #[arg(long, global = true)]
    pub force: bool,
    /// Print errors only: cells and rows of a check, files and sheets that were set aside as a whole, failures
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Messages on standard error: text (default) or json, one object a line; the keys stand below the options of
    /// monthly, quarterly, annual and check
    #[arg(long, value_name = "FORMAT", global = true)]
    pub log_format: Option<String>,
    /// Print help
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// Print the version
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

/// What a command line came to.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// A command to run.
    Run(Box<Cli>),
    /// Help or the version, to be printed.
    Text(String),
}

/// Reads the command line, the program's name included. Help is in the language of `--lang`, Chinese without it.
///
/// # Errors
/// A command line that cannot be understood (exit 2).
pub fn parse(arguments: &[OsString]) -> Result<Parsed, Failure> {
    let english = typed_value(arguments, "--lang").as_deref() == Some(Lang::English.tag());
    let lang = if english { Lang::English } else { Lang::Chinese };
    let mut command = described(lang);
    let parsed =
        command.try_get_matches_from_mut(arguments).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    match parsed {
        Ok(cli) => Ok(Parsed::Run(Box::new(cli))),
        Err(error) if !error.use_stderr() => Ok(Parsed::Text(error.render().to_string())),
        Err(error) => Err(usage::explain(&error, &command)),
    }
}

/// The command line with its help in a language.
fn described(lang: Lang) -> clap::Command {
    let command = details::add(Cli::command(), lang);
    if lang == Lang::Chinese { chinese::translate(command) } else { command }
}

/// The value of an option such as `--lang`, found without understanding the rest of the line, so that a fault of that
/// rest can be told as the user wished.
pub fn typed_value(arguments: &[OsString], option: &str) -> Option<String> {
    let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix(option)? {
        "" => words.get(at + 1).map(|next| next.to_string()),
        rest => rest.strip_prefix('=').map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    fn run(line: &str) -> Cli {
        let parsed = parse(&typed(line)).expect(line);
        let Parsed::Run(cli) = parsed else { unreachable!("{line} is no command") };
        *cli
    }

    #[test]
    fn clap_finds_no_fault_in_the_declaration() {
        Cli::command().debug_assert();
        chinese::translate(Cli::command()).debug_assert();
    }

    #[test]
    fn common_options_stand_before_or_after_the_command() {
        let before = run("csr-report -C shop --format xlsx,json monthly --month 2013-09");
        let after = run("csr-report monthly --month 2013-09 -C shop --format xlsx --format json");
        assert_eq!(before.command, after.command);
        assert_eq!(before.options.workspace, after.options.workspace);
        assert_eq!(before.options.format, after.options.format);
    }

    #[test]
    fn help_is_chinese_unless_english_is_asked_for() {
        let help = |line: &str| {
            let Parsed::Text(text) = parse(&typed(line)).expect(line) else { unreachable!("{line} is no help") };
            text
        };
        for line in ["csr-report --help", "csr-report monthly -h", "csr-report kpi explain --help"] {
            let text = help(line);
            assert!(text.contains("用法"), "{line}:\n{text}");
            for english in ["Usage", "Options", "Commands", "Print help", "[OPTIONS]"] {
                assert!(!text.contains(english), "{line} says {english}:\n{text}");
            }
            assert!(help(&format!("{line} --lang en")).contains("Usage:"), "{line}");
        }
    }

    #[test]
    fn the_help_tells_what_check_does_and_the_keys_of_the_log() {
        for (lang, parts) in [
            ("zh-CN", ["退出码  0 没有错误", "不写任何文件", "--marked-copy", "total_line repeated_header"]),
            (
                "en",
                ["exit    0 no error", "nothing but the marked copies", "--quiet prints errors", "failure  hint exit"],
            ),
        ] {
            let line = format!("csr-report check --help --lang {lang}");
            let Parsed::Text(text) = parse(&typed(&line)).expect(&line) else { unreachable!("{line} is no help") };
            for part in parts {
                assert!(text.contains(part), "{line} does not say {part}:\n{text}");
            }
            // A line that clap has to break loses its indent.
            assert!(details::lines(lang == "en").all(|line| crate::base::text::width(line) <= 100), "{text}");
            let line = format!("csr-report monthly --help --lang {lang}");
            let Parsed::Text(text) = parse(&typed(&line)).expect(&line) else { unreachable!("{line} is no help") };
            assert!(text.contains("period   kind label"), "{text}");
        }
    }

    #[test]
    fn an_unknown_option_names_the_nearest_known_one() {
        for (line, unknown, nearest) in [
            ("csr-report monthly --mont 2013-09", "--mont", "--month"),
            ("csr-report monthly --inptu x", "--inptu", "--input"),
            ("csr-report --zzz monthly", "--zzz", "--"),
            ("csr-report montly", "montly", "monthly"),
        ] {
            let failure = parse(&typed(line)).expect_err(line);
            assert_eq!(failure.exit.code(), 2, "{line}");
            for lang in Lang::ALL {
                let text = failure.text(lang);
                assert!(text.contains(unknown) && text.contains(nearest), "{line}:\n{text}");
            }
        }
    }

    #[test]
    fn the_language_is_known_before_the_line_is_understood() {
        let lang = |line| typed_value(&typed(line), "--lang");
        assert_eq!(lang("csr-report --lang en --zzz").as_deref(), Some("en"));
        assert_eq!(lang("csr-report --lang=zh-CN").as_deref(), Some("zh-CN"));
        assert_eq!(lang("csr-report --language en"), None);
    }
}
