//! Parse, run, print, exit: the only place that prints and exits, and that knows the wall clock.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::Local;
use csr_report::base::failure::{Exit, Failure};
use csr_report::base::text::is_invisible;
use csr_report::cli::{self, Command, Parsed};
use csr_report::configuration::Configuration;
use csr_report::configuration::vocabulary::{self, LogFormat};
use csr_report::double_click;
use csr_report::report::door::Door;
use csr_report::resolve::{self, Terminal};
use csr_report::run::deadline::{self, Gate};
use csr_report::run::events::failure_json;
use csr_report::run::journal::Journal;
use csr_report::run::{self, Asked, Event, Outcome, ending};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a run that is over its time is looked at while it publishes.
const PAUSE: Duration = Duration::from_millis(100);
/// Sooner nobody answers a question that has just been shown.
const AHEAD: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    csr_report_arenas::one_a_processor();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.len() == 1 && double_click::is_so() {
        return clicked();
    }
    let mut console = Console::new(typed_terminal(&arguments));
    // A fault of the program is told like any other failure, not as the panic's own text with its exit code 101.
    std::panic::set_hook(Box::new(|_| {}));
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| start(&arguments, &mut console)));
    let ended = ended.unwrap_or_else(|panic| Err(Failure::unexpected(panic_text(panic.as_ref()))));
    let exit = ended.unwrap_or_else(|failure| {
        console.failure(&failure);
        failure.exit
    });
    ExitCode::from(exit.code())
}

/// The program was double-clicked: it runs itself, so that its window stays whatever happens.
fn clicked() -> ExitCode {
    let Ok(program) = std::env::current_exe() else { return ExitCode::FAILURE };
    let folder = program.parent().unwrap_or(Path::new("."));
    let mut ask = |text: &str| {
        let _ = write!(std::io::stderr(), "{}", harmless(text));
        let asked = Instant::now();
        loop {
            let mut line = String::new();
            let read = std::io::stdin().read_line(&mut line).unwrap_or_default();
            // A key that was pressed before the question was there is no answer to it.
            if read == 0 || asked.elapsed() > AHEAD || !std::io::stdin().is_terminal() {
                return (read > 0).then_some(line);
            }
        }
    };
    let mut run = |arguments: &[OsString]| {
        let ended = std::process::Command::new(&program).args(arguments).status();
        // Our own codes are small; one of the system says that it ended the program.
        let code = ended.as_ref().ok().and_then(|status| u8::try_from(status.code()?).ok());
        if code.is_none() {
            to_standard_error(&ended.map_or_else(|error| error.to_string(), |status| status.to_string()));
        }
        code
    };
    double_click::talk(folder, &std::env::temp_dir(), &mut ask, &mut run);
    ExitCode::SUCCESS
}

/// How to talk as long as the command line is not understood.
fn typed_terminal(arguments: &[OsString]) -> Terminal {
    let typed = |option| cli::typed_value(arguments, option);
    let lang = typed("--lang").and_then(|word| vocabulary::lang(&word).ok());
    let log_format = typed("--log-format").and_then(|word| vocabulary::log_format(&word).ok());
    Terminal { lang: lang.unwrap_or_default(), log_format: log_format.unwrap_or_default(), quiet: false }
}

fn start(arguments: &[OsString], console: &mut Console) -> Result<Exit, Failure> {
    let cli = match cli::parse(arguments)? {
        Parsed::Run(cli) => *cli,
        Parsed::Text(text) => {
            console.result(&text);
            return Ok(Exit::Done);
        }
    };
    let workspace = resolve::workspace(&cli.options)?;
    let making = matches!(cli.command, Command::Init { .. });
    let configuration =
        if making { Ok(Configuration::default()) } else { resolve::configuration(&cli.options, &workspace) };
    let configuration = configuration.inspect_err(|_| {
        console.terminal.lang = resolve::language(&cli.options, &workspace).unwrap_or_default();
    })?;
    console.door = Door::new(resolve::privacy(&cli.options, &configuration)?);
    console.terminal = resolve::terminal(&cli.options, &configuration)?;
    let reporting = cli.command.is_report();
    let (lang, today) = (console.terminal.lang, Local::now().date_naive());
    let asked = Asked { cli, workspace, configuration, lang, today };
    console.journal = Journal::begin(&asked, Local::now);
    let ended = run_in_time(&asked, console);
    console.ended(&asked, &ended);
    let outcome = ended?;
    console.bar.finish_and_clear();
    let silent = outcome.text.is_empty() || (reporting && console.terminal.quiet);
    if !silent {
        console.result(&outcome.text);
    }
    Ok(outcome.exit)
}

/// Runs the command, within the time that the configuration gives it.
fn run_in_time(asked: &Asked, console: &Console) -> Result<Outcome, Failure> {
    let gate = Gate::default();
    let tell = |event: Event| {
        gate.heed(&event);
        console.tell(event);
    };
    let run = || {
        let ended = std::panic::catch_unwind(AssertUnwindSafe(|| run::run(asked, &tell)));
        ended.unwrap_or_else(|panic| Err(Failure::unexpected(panic_text(panic.as_ref()))))
    };
    // What makes no report has none that could come too late.
    let seconds = asked.configuration.report.deadline_seconds.filter(|_| asked.cli.command.is_report());
    let Some(seconds) = seconds else { return run() };
    std::thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        let gate = &gate;
        scope.spawn(move || {
            let mut patience = Duration::from_secs_f64(seconds);
            while ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                if gate.close() {
                    end(asked, console, deadline::passed(seconds, gate.published()));
                }
                patience = PAUSE;
            }
        });
        let ended = run();
        drop(done);
        ended
    })
}

/// Ends the program while its work still goes on.
#[expect(clippy::exit, reason = "whatever hangs cannot be waited for")]
fn end(asked: &Asked, console: &Console, failure: Failure) -> ! {
    console.failure(&failure);
    let exit = failure.exit.code();
    console.ended(asked, &Err(failure));
    std::process::exit(i32::from(exit));
}

/// What a terminal could be told by a text that has not passed the door: how to move its cursor, which way to write.
fn harmless(text: &str) -> String {
    let moves = |sign: char| (sign.is_control() && sign != '\n') || matches!(sign, '\u{2028}' | '\u{2029}');
    text.replace(|sign: char| is_invisible(sign) || moves(sign), "\u{FFFD}")
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied()).unwrap_or("panic")
}

/// Standard output and standard error.
struct Console {
    terminal: Terminal,
    door: Door,
    bar: ProgressBar,
    journal: Option<Journal>,
}

impl Console {
    fn new(terminal: Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
        Self {
            terminal,
            door: Door::default(),
            journal: None,
            bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
        }
    }

    /// What the command is for: the summary, the list, the findings. A closed pipe is the reader's wish.
    fn result(&self, text: &str) {
        let _ = writeln!(std::io::stdout(), "{}", harmless(text.trim_end()));
    }

    /// What follows a run: the hook of its outcome, and the end of its log.
    fn ended(&self, asked: &Asked, result: &Result<Outcome, Failure>) {
        ending::ended(asked, result, &|event| self.tell(event));
        self.journal.iter().for_each(|journal| journal.end(result));
    }

    fn tell(&self, event: Event) {
        let event = event.through(&self.door);
        self.journal.iter().for_each(|journal| journal.heed(&event));
        let Terminal { lang, quiet, log_format } = self.terminal;
        match event {
            _ if quiet && !event.is_error() => {}
            Event::Reading { done, total } => {
                if log_format == LogFormat::Text && std::io::stderr().is_terminal() && self.bar.is_hidden() {
                    self.bar.set_draw_target(ProgressDrawTarget::stderr());
                    self.bar.set_message(lang.pick("读取文件", "reading files"));
                }
                self.bar.set_length(total as u64);
                self.bar.set_position(done as u64);
            }
            event => {
                let line = match log_format {
                    LogFormat::Json => event.json(lang),
                    LogFormat::Text => event.text(lang),
                };
                self.bar.suspend(|| line.into_iter().for_each(|line| to_standard_error(&line)));
            }
        }
    }

    fn failure(&self, failure: &Failure) {
        let Terminal { lang, log_format, .. } = self.terminal;
        self.bar.finish_and_clear();
        let failure = &self.door.failure(failure);
        let line = match log_format {
            LogFormat::Json => failure_json(failure, lang).unwrap_or_default(),
            LogFormat::Text => format!("{}{}", lang.pick("错误：", "error: "), failure.text(lang)),
        };
        to_standard_error(&line);
    }
}

fn to_standard_error(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(line));
}
