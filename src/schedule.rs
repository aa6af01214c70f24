//! The texts that make a system run the monthly report: a line for cron, units for systemd, a task for Windows.

use std::path::{Path, PathBuf};

use crate::base::lang::{Lang, Words};
use crate::base::period::MONTHS;

/// When the run begins: before anyone is at work.
const TIME: &str = "06:30";
/// The last day that every month has.
const LAST_COMMON_DAY: u8 = 28;

/// What runs tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// A line of a crontab.
    Cron,
    /// A service and its timer.
    Systemd,
    /// A task of the Task Scheduler, as XML.
    Windows,
}

/// What is run every month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The program, with its whole path.
    pub program: PathBuf,
    /// The workspace, with its whole path.
    pub workspace: PathBuf,
    /// Options beside `-C`, as they are typed.
    pub options: Vec<String>,
    /// The day of the month at which the dealer's month begins.
    pub month_start_day: u8,
}

impl Job {
    /// The day of the run: one day is left to export the last of the month.
    fn day(&self) -> u8 {
        (self.month_start_day + 1).min(LAST_COMMON_DAY)
    }

    fn arguments(&self) -> Vec<String> {
        let workspace = ["-C".to_owned(), self.workspace.display().to_string()];
        let command = ["monthly", "--month", "last", "--quiet"].map(str::to_owned);
        workspace.into_iter().chain(self.options.iter().cloned()).chain(command).collect()
    }

    fn line(&self, quote: impl Fn(&str) -> String) -> String {
        let program = self.program.display().to_string();
        std::iter::once(program).chain(self.arguments()).map(|word| quote(&word)).collect::<Vec<_>>().join(" ")
    }
}

/// The text to paste or to save.
pub fn text(system: System, job: &Job, lang: Lang) -> String {
    match system {
        System::Cron => cron(job, lang),
        System::Systemd => systemd(job, lang),
        System::Windows => windows(job),
    }
}

/// What to do with the text, and what to mind.
pub fn advice(system: System) -> Words {
    let (chinese, en) = match system {
        System::Cron => (
            "用 crontab -e 粘贴这一行。失败时退出码不为 0，原因由 cron 寄给 MAILTO 所写的邮箱",
            "paste the line with crontab -e. A failed run ends with another code than 0, and cron mails the reason to MAILTO",
        ),
        System::Systemd => (
            "两段分别存为所写的文件，然后运行 systemctl daemon-reload 和 systemctl enable --now csr-report.timer；结果见 journalctl -u csr-report",
            "save both parts as the files they name, then run systemctl daemon-reload and systemctl enable --now csr-report.timer; journalctl -u csr-report shows the outcome",
        ),
        System::Windows => (
            "存为 csr-report.xml（命令后面加 > csr-report.xml），再运行 schtasks /Create /TN csr-report /XML csr-report.xml /RU 用户名 /RP *。\
             运行任务的账户要能读写工作区；网络盘写成 \\\\服务器\\共享 这样的路径，计划任务里没有映射的盘符（如 Z 盘）",
            "save it as csr-report.xml (add > csr-report.xml to the command), then run schtasks /Create /TN csr-report /XML csr-report.xml /RU USER /RP *. \
             The account must be able to read and write the workspace; name a network folder as \\\\server\\share: a task has no mapped drives such as Z:",
        ),
    };
    Words { chinese: chinese.to_owned(), en: en.to_owned() }
}

fn cron(job: &Job, lang: Lang) -> String {
    let (hour, minute) = TIME.split_once(':').unwrap_or((TIME, "0"));
    let (hour, day) = (hour.trim_start_matches('0'), job.day());
    let remark = match lang {
        Lang::Chinese => format!("# 每月 {day} 日 {TIME} 生成上一个完整月份的客户关系月报"),
        Lang::English => format!("# the customer-relations report of the last full month, on day {day} of each month"),
    };
    // Cron takes a bare % for the end of the command.
    format!("{remark}\n{minute} {hour} {day} * * {}", job.line(in_shell).replace('%', "\\%"))
}

fn systemd(job: &Job, lang: Lang) -> String {
    let about = lang.pick("客户关系月报（csr-report）", "Customer-relations report (csr-report)");
    let (day, line) = (job.day(), job.line(in_unit));
    format!(
        "# /etc/systemd/system/csr-report.service\n[Unit]\nDescription={about}\n\n[Service]\nType=oneshot\n\
         ExecStart={line}\n\n\
         # /etc/systemd/system/csr-report.timer\n[Unit]\nDescription={about}\n\n[Timer]\n\
         OnCalendar=*-*-{day:02} {TIME}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target"
    )
}

/// ASCII alone, so that no program that saves or reads it can take its encoding for another.
fn windows(job: &Job) -> String {
    let program = job.program.display().to_string();
    let arguments: Vec<String> = job.arguments().iter().map(|word| in_windows(word)).collect();
    let months: String = MONTHS.iter().map(|month| format!("<{month} />")).collect();
    format!(
        "<?xml version=\"1.0\"?>\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         \x20 <Triggers>\n    <CalendarTrigger>\n      <StartBoundary>2020-01-01T{TIME}:00</StartBoundary>\n\
         \x20     <ScheduleByMonth>\n        <DaysOfMonth><Day>{day}</Day></DaysOfMonth>\n        <Months>{months}</Months>\n\
         \x20     </ScheduleByMonth>\n    </CalendarTrigger>\n  </Triggers>\n\
         \x20 <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n\
         \x20   <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n\
         \x20   <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n\
         \x20   <StartWhenAvailable>true</StartWhenAvailable>\n    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>\n  </Settings>\n\
         \x20 <Actions>\n    <Exec>\n      <Command>{}</Command>\n      <Arguments>{}</Arguments>\n\
         \x20     <WorkingDirectory>{}</WorkingDirectory>\n    </Exec>\n  </Actions>\n</Task>",
        in_xml(&program),
        in_xml(&arguments.join(" ")),
        in_xml(&shown(&job.workspace)),
        day = job.day(),
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A word of a POSIX shell.
fn in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A word of `ExecStart=`: `%` and `$` stand for things of systemd's own.
fn in_unit(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    if word.chars().any(|c| c.is_whitespace() || matches!(c, '\'' | ';')) { format!("\"{word}\"") } else { word }
}

/// A word of a command line of Windows, as programs take it apart: before a quote backslashes count double.
fn in_windows(word: &str) -> String {
    if !word.is_empty() && !word.contains([' ', '\t', '"']) {
        return word.to_owned();
    }
    let (mut quoted, mut backslashes) = (String::from('"'), 0);
    for sign in word.chars() {
        match sign {
            '\\' => backslashes += 1,
            '"' => {
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(sign);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    quoted
}

fn in_xml(text: &str) -> String {
    let sign = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        ' '..='~' => c.to_string(),
        _ => format!("&#x{:X};", u32::from(c)),
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(program: &str, workspace: &str) -> Job {
        let options = vec!["--each-dealer".to_owned()];
        Job { program: program.into(), workspace: workspace.into(), options, month_start_day: 1 }
    }

    #[test]
    fn a_crontab_has_one_line_whatever_the_folder_is_called() {
        let text = text(System::Cron, &job("/usr/bin/csr-report", "/srv/it's 5%/店"), Lang::Chinese);
        let line = text.lines().last().expect("a line");
        assert_eq!(
            line,
            "30 6 2 * * /usr/bin/csr-report -C '/srv/it'\\''s 5\\%/店' --each-dealer monthly --month last --quiet"
        );
        assert!(text.starts_with("# 每月 2 日"));
    }

    #[test]
    fn the_run_is_the_day_after_the_month_begins_and_in_every_month() {
        for (begins, runs) in [(1, 2), (26, 27), (27, 28), (28, 28)] {
            let job = Job { month_start_day: begins, ..job("/csr-report", "/shop") };
            assert!(cron(&job, Lang::English).contains(&format!("\n30 6 {runs} * * ")), "{begins}");
            assert!(systemd(&job, Lang::English).contains(&format!("OnCalendar=*-*-{runs:02} 06:30:00")), "{begins}");
            assert!(windows(&job).contains(&format!("<Day>{runs}</Day>")), "{begins}");
        }
    }

    #[test]
    fn a_unit_keeps_what_systemd_would_replace() {
        let text = systemd(&job("/opt/csr report", "/srv/$HOME %h"), Lang::English);
        let line = "ExecStart=\"/opt/csr report\" -C \"/srv/$$HOME %%h\" --each-dealer monthly --month last --quiet\n";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("Persistent=true"), "a machine that was off runs it later");
    }

    #[test]
    fn the_task_of_windows_is_ascii_and_its_arguments_survive() {
        let text = windows(&job(r"D:\程序\csr-report.exe", r"D:\客服 & 售后\"));
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains(r"<Command>D:\&#x7A0B;&#x5E8F;\csr-report.exe</Command>"), "{text}");
        let arguments = r#"<Arguments>-C "D:\&#x5BA2;&#x670D; &amp; &#x552E;&#x540E;\\" --each-dealer monthly"#;
        assert!(text.contains(arguments), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {}
    }

    #[test]
    fn quotes_of_windows_are_those_that_programs_take_apart() {
        for (word, quoted) in
            [("plain", "plain"), ("", "\"\""), ("a b", "\"a b\""), (r#"a "b"#, r#""a \"b""#), (r"a \", r#""a \\""#)]
        {
            assert_eq!(in_windows(word), quoted);
        }
    }
}
