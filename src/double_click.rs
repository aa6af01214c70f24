//! `csr-report.exe` double-clicked in a folder: nothing was typed, and the window closes with the program. It works on the
//! workspace in which it lies, asks for the month, shows the report, and waits before it ends.

use std::ffi::OsString;
use std::path::Path;

use crate::base::failure::Exit;
use crate::base::lang::Lang;
use crate::base::real_path::real_path;
use crate::base::text::{narrow, shown};
use crate::configuration::{Configuration, FILE_NAME};

/// Where spreadsheets lie in a workspace.
const INPUT: &str = "input";
/// The month before this one.
const LAST: &str = "last";

/// Programs in which people type commands.
#[cfg(any(windows, test))]
const SHELLS: [&str; 8] =
    ["cmd.exe", "powershell.exe", "pwsh.exe", "bash.exe", "sh.exe", "zsh.exe", "fish.exe", "nu.exe"];

/// Whether a click started this program: on Windows in the Explorer, the start menu, another manager of files; elsewhere never.
#[cfg(windows)]
pub fn is_so() -> bool {
    clicked(starter().unwrap_or_default().as_deref(), std::io::IsTerminal::is_terminal(&std::io::stdin()))
}

/// Whether a click started this program: on Windows in the Explorer, the start menu, another manager of files; elsewhere never.
#[cfg(not(windows))]
pub fn is_so() -> bool {
    false
}

/// Whether it was a click, going by the program that started this one, which may have ended by now, and whether somebody can
/// type an answer.
#[cfg(any(windows, test))]
fn clicked(starter: Option<&str>, answers: bool) -> bool {
    let is = |name: &str| starter.is_some_and(|starter| starter.eq_ignore_ascii_case(name));
    is("explorer.exe") || (answers && !SHELLS.into_iter().any(is))
}

/// The file name of the program that started this one.
#[cfg(windows)]
fn starter() -> winsafe::SysResult<Option<String>> {
    use winsafe::{GetCurrentProcessId, HPROCESSLIST, co};
    let mut list = HPROCESSLIST::CreateToolhelp32Snapshot(co::TH32CS::SNAPPROCESS, None)?;
    let mut programs = Vec::new();
    for program in list.iter_processes() {
        let program = program?;
        programs.push((program.th32ProcessID, program.th32ParentProcessID, program.szExeFile()));
    }
    let us = programs.iter().find(|(id, ..)| *id == GetCurrentProcessId());
    let starter = us.and_then(|(_, starter, _)| programs.iter().find(|(id, ..)| id == starter));
    Ok(starter.map(|(.., name)| name.clone()))
}

/// Talks with whoever clicked about the workspace in `folder`; below `temporary` an archive is unpacked to be looked at. `ask`
/// shows a text and gives back the line typed behind it, nothing when there will be no more; `run` runs the program with these
/// arguments and gives back its exit code.
pub fn talk(
    folder: &Path,
    temporary: &Path,
    ask: &mut dyn FnMut(&str) -> Option<String>,
    run: &mut dyn FnMut(&[OsString]) -> Option<u8>,
) {
    let lang = Configuration::language(&folder.join(FILE_NAME)).unwrap_or_default();
    let mut done = |words: &[&str]| {
        let here = [OsString::from("-C"), folder.into()];
        let arguments: Vec<OsString> = here.into_iter().chain(words.iter().map(OsString::from)).collect();
        run(&arguments) == Some(Exit::Done.code())
    };
    if real_path(folder).starts_with(real_path(temporary)) {
        ask(still_packed(lang));
        return;
    }
    if !is_workspace(folder) {
        let made = ask(&new_one(lang, &shown(folder))).is_some() && done(&["init"]);
        ask(if made { filled_next(lang) } else { closing(lang) });
        return;
    }
    let mut question = which_month(lang, None);
    let mut before = LAST.to_owned();
    while let Some(typed) = ask(&question) {
        let month = if typed.trim().is_empty() { Some(before.clone()) } else { month_of(&typed) };
        let Some(month) = month else {
            question = no_month(lang);
            continue;
        };
        if done(&["monthly", "--month", &month]) {
            done(&["open", "--month", &month]);
            ask(closing(lang));
            return;
        }
        // What went wrong stands above: the same once more when it is mended, or another one.
        question = which_month(lang, Some(month.as_str()).filter(|month| *month != LAST));
        before = month;
    }
}

fn is_workspace(folder: &Path) -> bool {
    folder.join(INPUT).is_dir() || folder.join(FILE_NAME).is_file()
}

/// The month that somebody meant: `2013-09`, `2013年9月`, `2013.9`, `201309`, in whatever width.
fn month_of(typed: &str) -> Option<String> {
    let typed = narrow(typed);
    let numbers: Vec<&str> = typed.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match numbers[..] {
        [year, month] => (year, month),
        [both] if both.len() == 6 => both.split_at(4),
        _ => return None,
    };
    let month: u32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    (year.len() == 4).then(|| format!("{year}-{month:02}"))
}

fn still_packed(lang: Lang) -> &'static str {
    lang.pick(
        "程序还在压缩包里，或在临时文件夹里。请先解压，把 csr-report.exe 放进自己的文件夹，再双击。\n按回车关闭窗口：",
        "The program still lies in its archive or in a temporary folder. Unpack it, put csr-report.exe into a folder of your own and double-click it there.\nEnter closes this window: ",
    )
}

fn new_one(lang: Lang, folder: &str) -> String {
    match lang {
        Lang::Chinese => format!(
            "程序在文件夹 {folder} 中，这里还没有做月报要用的东西（设置、空白表单、放表格的 input 文件夹）。\n按回车在这里新建；不要的话关闭本窗口："
        ),
        Lang::English => format!(
            "The program lies in {folder}, which has nothing yet that a report needs (settings, blank forms, the folder input).\nEnter makes them here; else close this window: "
        ),
    }
}

fn filled_next(lang: Lang) -> &'static str {
    lang.pick(
        "\n把电子表格放进 input 文件夹，再双击一次 csr-report.exe。\n按回车关闭窗口：",
        "\nPut the spreadsheets into the folder input and double-click csr-report.exe again.\nEnter closes this window: ",
    )
}

/// `again` is the month of which no report could be made.
fn which_month(lang: Lang, again: Option<&str>) -> String {
    match (lang, again) {
        (Lang::Chinese, None) => "\n做哪个月的报告？例如 2013-09；直接按回车做上一个月的：".to_owned(),
        (Lang::Chinese, Some(month)) => format!("\n做哪个月的报告？直接按回车再做 {month} 的："),
        (Lang::English, None) => "\nWhich month? For example 2013-09; Enter alone for last month: ".to_owned(),
        (Lang::English, Some(month)) => format!("\nWhich month? Enter alone for {month} once more: "),
    }
}

fn no_month(lang: Lang) -> String {
    lang.pick("\n没有看懂，请这样写：2013-09。哪个月？", "\nThat is no month; write it so: 2013-09. Which month? ")
        .to_owned()
}

fn closing(lang: Lang) -> &'static str {
    lang.pick("\n按回车关闭窗口：", "\nEnter closes this window: ")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The commands that were run and the texts that were shown where these lines were typed and commands ended so.
    fn talked(folder: &Path, typed: &[&str], ends: &[u8]) -> (Vec<String>, Vec<String>) {
        let (mut typed, mut ends) = (typed.iter(), ends.iter());
        let (mut commands, mut texts) = (Vec::new(), Vec::new());
        let mut ask = |text: &str| {
            texts.push(text.to_owned());
            typed.next().map(|&line| format!("{line}\r\n"))
        };
        let mut run = |words: &[OsString]| {
            assert_eq!(words[..2], ["-C".into(), folder.as_os_str().to_owned()]);
            commands.push(words[2..].join(" ".as_ref()).into_string().expect("text"));
            ends.next().copied()
        };
        talk(folder, &folder.join("temporary"), &mut ask, &mut run);
        (commands, texts)
    }

    #[test]
    fn a_click_is_told_from_a_command() {
        assert!(clicked(Some("Explorer.EXE"), false) && clicked(Some("360zip.exe"), true) && clicked(None, true));
        assert!(!clicked(Some("CMD.exe"), true) && !clicked(Some("svchost.exe"), false) && !clicked(None, false));
    }

    #[test]
    fn a_click_asks_for_the_month_makes_it_shows_it_and_leaves_the_window_open() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(INPUT)).expect("a folder");
        let (commands, texts) = talked(folder.path(), &["2013年9月", ""], &[0, 0]);
        assert_eq!(commands, ["monthly --month 2013-09", "open --month 2013-09"]);
        assert_eq!(texts, [&which_month(Lang::Chinese, None), closing(Lang::Chinese)]);
        let (commands, _) = talked(folder.path(), &["  ", ""], &[0, 0]);
        assert_eq!(commands, ["monthly --month last", "open --month last"]);
    }

    #[test]
    fn after_a_failure_enter_makes_the_same_month_again() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE_NAME), "[report]\nlang = \"en\"\n").expect("a file");
        let (commands, texts) = talked(folder.path(), &["x", "2013-09", "", "2013-08"], &[5, 5, 5]);
        assert_eq!(commands, ["monthly --month 2013-09", "monthly --month 2013-09", "monthly --month 2013-08"]);
        let asked = |month| which_month(Lang::English, month);
        let again = [asked(Some("2013-09")), asked(Some("2013-09")), asked(Some("2013-08"))];
        assert_eq!(texts, [&[asked(None), no_month(Lang::English)], &again[..]].concat());
        assert_eq!(talked(folder.path(), &[], &[]).0, [""; 0]);
    }

    #[test]
    fn a_month_is_understood_as_people_write_it() {
        for typed in ["2013-09", " 2013-9 ", "2013年9月", "2013/09", "2013.9", "201309", "２０１３－０９\r\n"]
        {
            assert_eq!(month_of(typed).as_deref(), Some("2013-09"), "{typed}");
        }
        for typed in ["2013-13", "2013", "9", "13-09", "2013-09-01", "九月", "2013-0"] {
            assert_eq!(month_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn where_there_is_no_workspace_one_is_made_if_that_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let (commands, texts) = talked(folder.path(), &["", ""], &[0]);
        assert_eq!(commands, ["init"]);
        assert!(texts[0].contains(&shown(folder.path())), "{texts:?}");
        assert_eq!(texts[1], filled_next(Lang::Chinese));
        assert_eq!(talked(folder.path(), &[], &[]).0, [""; 0]);
        assert_eq!(talked(folder.path(), &["", ""], &[5]).1[1], closing(Lang::Chinese));
    }

    #[test]
    fn in_an_archive_nothing_is_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut texts = Vec::new();
        let mut ask = |text: &str| {
            texts.push(text.to_owned());
            Some(String::new())
        };
        talk(&folder.path().join("Temp1_csr-report.zip"), folder.path(), &mut ask, &mut |_| None);
        assert_eq!(texts, [still_packed(Lang::Chinese)]);
    }
}
