//! A program of the dealer's that is run after a report, or after a run without one: for mail, for a chat bot. It is a list
//! of words and never goes through a shell.

use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::base::lang::Words;
use crate::base::system_fault;

/// How often a running hook is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Runs a hook and waits for it, at most `limit`. `told` are variables of its environment.
///
/// # Errors
/// It cannot be run, failed, or did not end; the sentence says which.
pub fn run(
    command: &[String],
    folder: &Path,
    argument: Option<&Path>,
    told: &[(&str, String)],
    limit: Duration,
) -> Result<(), Words> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    // It is started in the folder, and would look for a path beside us from there.
    let here = Path::new(".");
    let whole = std::path::absolute(if folder.as_os_str().is_empty() { here } else { folder });
    let folder = whole.as_deref().unwrap_or(here);
    // A program in a folder is one of the workspace; a bare name is looked for by the system.
    let path = Path::new(program);
    let program = if path.components().count() > 1 { folder.join(path) } else { path.to_owned() };
    let mut hook = Command::new(program);
    hook.args(arguments).args(argument).current_dir(folder);
    let value = |value: &str| if cfg!(windows) { for_batch(value) } else { value.replace('\0', "") };
    hook.envs(told.iter().map(|(name, text)| (name, value(text))));
    // What it prints would stand between the lines of the log, and a pipe could keep us waiting.
    hook.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    in_own_group(&mut hook);
    let ended = hook.spawn().and_then(|child| wait(child, limit)).map_err(|error| system_fault::words(&error))?;
    match ended {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(match status.code() {
            Some(code) => Words { chinese: format!("退出码 {code}"), en: format!("exit code {code}") },
            None => Words { chinese: "被系统结束".to_owned(), en: "ended by the system".to_owned() },
        }),
        None => {
            let seconds = limit.as_secs();
            Err(Words {
                chinese: format!("{seconds} 秒内没有结束，已终止（hooks.timeout_seconds）"),
                en: format!("not done within {seconds} seconds, ended (hooks.timeout_seconds)"),
            })
        }
    }
}

/// How it ended; nothing where it had to be ended.
fn wait(mut child: Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(Some(status)),
            Ok(None) if begun.elapsed() < limit => sleep(PAUSE),
            over => {
                end(&mut child);
                return over;
            }
        }
    }
}

/// What a hook starts can be ended with it.
fn in_own_group(hook: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(hook, 0);
    #[cfg(not(unix))]
    let _ = hook;
}

/// Ends a hook with what it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    let _ = rustix::process::kill_process_group(rustix::process::Pid::from_child(child), rustix::process::Signal::KILL);
    #[cfg(windows)]
    let _ = end_of_tree(child.id()).status();
    let _ = child.kill();
    let _ = child.wait();
}

/// What ends a program with all that it has started on Windows, where a program knows who started it as long as that one
/// lives: so it comes before the hook itself is ended.
#[cfg(any(windows, test))]
fn end_of_tree(id: u32) -> Command {
    let name = Path::new("taskkill.exe");
    // By its place: a program of that name in the folder of the hook is not meant.
    let of_system = std::env::var_os("SystemRoot").map(|root| Path::new(&root).join("System32").join(name));
    let mut ending = Command::new(of_system.as_deref().unwrap_or(name));
    ending.args(["/T", "/F", "/PID", &id.to_string()]);
    ending.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    ending
}

/// A value that a batch file may name: there the signs of the shell in a value are signs of the shell.
fn for_batch(value: &str) -> String {
    let is_of_shell = |sign: char| sign.is_control() || "&|<>^%!\"".contains(sign);
    value.replace(is_of_shell, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(command: &[&str], limit: u64) -> Result<(), Words> {
        let command: Vec<String> = command.iter().map(|&word| word.to_owned()).collect();
        super::run(&command, Path::new(""), None, &[], Duration::from_millis(limit))
    }

    #[test]
    fn a_program_that_is_not_there_is_told_and_nothing_is_no_program() {
        let told = run(&["csr-report-no-such-program"], 1_000).expect_err("no program");
        assert_eq!(told.en, "there is no such file or folder");
        assert_eq!(run(&[], 0), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_of_the_workspace_is_found_from_a_folder_that_is_named_from_here() {
        std::fs::create_dir_all("target").expect("a folder");
        let folder = tempfile::tempdir_in("target").expect("a folder");
        std::os::unix::fs::symlink("/bin/sh", folder.path().join("hook")).expect("a program");
        let here = std::env::current_dir().expect("a folder");
        let relative = std::path::absolute(folder.path()).expect("a path");
        let relative = relative.strip_prefix(&here).expect("below");
        let command = ["./hook", "-c", "test -L hook"].map(str::to_owned);
        assert_eq!(super::run(&command, relative, None, &[], Duration::from_secs(5)), Ok(()));
    }

    #[test]
    fn no_value_is_a_command_of_a_batch_file() {
        assert_eq!(for_batch("“R1&calc|<x>^%PATH%!a!\"”\n回访"), "“R1 calc  x   PATH  a  ” 回访");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_hook_has_started_is_ended_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let late = folder.path().join("late");
        let script = format!("(sleep 1; touch '{}') & wait", late.display());
        run(&["sh", "-c", &script], 100).expect_err("it does not end");
        sleep(Duration::from_millis(2_000));
        assert!(!late.exists(), "it lived on");
    }

    #[test]
    fn a_tree_of_programs_is_ended_by_what_windows_has_for_it() {
        let ending = end_of_tree(4_711);
        assert_eq!(ending.get_args().collect::<Vec<_>>(), ["/T", "/F", "/PID", "4711"]);
        assert!(Path::new(ending.get_program()).ends_with("taskkill.exe"), "{ending:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_hook_that_fails_or_does_not_end_is_told_and_ended() {
        assert_eq!(run(&["true"], 5_000), Ok(()));
        assert_eq!(run(&["false"], 5_000).expect_err("it fails").en, "exit code 1");
        let begun = Instant::now();
        let told = run(&["sleep", "30"], 100).expect_err("it sleeps");
        assert!(told.en.starts_with("not done within") && begun.elapsed() < Duration::from_secs(10), "{told:?}");
    }
}
