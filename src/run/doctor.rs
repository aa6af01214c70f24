//! What would go wrong tonight: everything that a monthly run needs, looked at one after the other, a line each.

use std::path::Path;
use std::process::{Command as System, Stdio};

use chrono::{Local, NaiveTime, Offset, TimeZone};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::system_fault;
use crate::base::text::shown;
use crate::publish::finished::finished;
use crate::publish::{health, log};
use crate::render::charts;
use crate::resolve;
use crate::run::asked::{Asked, counted, declarations};
use crate::run::events::{Event, Listener};
use crate::run::made::{check_figures, check_outputs};
use crate::run::outcome::Outcome;
use crate::run::reading::inputs;
use crate::settings::Settings;

/// A report takes at least so many bytes while it is published.
const LEAST_ROOM: u64 = 50 << 20;
/// The new report lies beside the old one, and half as much again is left.
const REPORTS: u64 = 3;

/// One thing that was looked at.
struct Line {
    what: [&'static str; 2],
    found: Words,
    /// What to do; nothing where all is well.
    remedy: Option<Words>,
    /// What a run would end with because of it; `None` where it would not.
    exit: Option<Exit>,
}

impl Line {
    fn well(what: [&'static str; 2], chinese: String, en: String) -> Self {
        Self { what, found: Words { chinese, en }, remedy: None, exit: None }
    }

    fn note(what: [&'static str; 2], found: [String; 2], remedy: [&str; 2]) -> Self {
        let words = |[chinese, en]: [String; 2]| Words { chinese, en };
        Self { what, found: words(found), remedy: Some(words(remedy.map(str::to_owned))), exit: None }
    }

    fn failed(what: [&'static str; 2], failure: Failure) -> Self {
        Self { what, found: failure.message, remedy: Some(failure.hint), exit: Some(failure.exit) }
    }

    fn text(&self, lang: Lang) -> String {
        let [well, note, failed] = match lang {
            Lang::Chinese => ["正常", "注意", "不行"],
            Lang::English => ["ok  ", "note", "FAIL"],
        };
        let mark = match (self.exit, &self.remedy) {
            (Some(_), _) => failed,
            (None, Some(_)) => note,
            (None, None) => well,
        };
        let [chinese, english] = self.what;
        let first = |words: &Words| words.get(lang).lines().next().unwrap_or_default().to_owned();
        let told = lang.labelled(lang.pick(chinese, english), &first(&self.found));
        let remedy = self.remedy.as_ref().map(first).filter(|remedy| !remedy.is_empty());
        let remedy = remedy.map(|remedy| format!(" → {remedy}")).unwrap_or_default();
        format!("{mark}  {told}{remedy}")
    }
}

/// Looks at everything; ends with the code that a run would end with.
///
/// # Errors
/// The configuration or the command line cannot be understood (exit 2).
pub fn doctor(asked: &Asked, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let Asked { cli, configuration, workspace, today, lang, .. } = asked;
    let settings = resolve::settings(&cli.command, &cli.options, configuration, workspace.clone(), *today)?;
    let mut lines = vec![place(asked), clock(asked, &settings)];
    lines.extend(data(asked, &settings, tell));
    lines.extend(output(&settings));
    lines.extend([font(&settings), last_run(&settings), task(workspace)]);
    let exit = lines.iter().find_map(|line| line.exit).unwrap_or(Exit::Done);
    let end = match (exit, lang) {
        (Exit::Done, Lang::Chinese) => "现在运行月报可以完成。".to_owned(),
        (Exit::Done, Lang::English) => "A monthly report could be made now.".to_owned(),
        (exit, Lang::Chinese) => format!("现在运行月报会以退出码 {} 结束。", exit.code()),
        (exit, Lang::English) => format!("A monthly report would end with exit code {} now.", exit.code()),
    };
    let text: Vec<String> = lines.iter().map(|line| line.text(*lang)).chain([end]).collect();
    Ok(Outcome::new(exit, text.join("\n")))
}

fn place(asked: &Asked) -> Line {
    let folder = std::path::absolute(&asked.workspace).unwrap_or_else(|_| asked.workspace.clone());
    let (folder, version) = (shown(folder), env!("CARGO_PKG_VERSION"));
    let name = &asked.configuration.name;
    if !asked.configuration.folder.join(name).exists() {
        return Line::well(
            ["工作区", "workspace"],
            format!("{folder}，没有 {name}，按默认设置，程序 {version} 版"),
            format!("{folder}, without {name}: all settings are the usual ones, program {version}"),
        );
    }
    Line::well(
        ["工作区", "workspace"],
        format!("{folder}，配置 {name} 可用，程序 {version} 版"),
        format!("{folder}, {name} is understood, program {version}"),
    )
}

/// The date decides which month is the last one.
fn clock(asked: &Asked, settings: &Settings) -> Line {
    let today = asked.today;
    let offset = Local.from_local_datetime(&today.and_time(NaiveTime::MIN)).earliest().map(|it| it.offset().fix());
    let zone = offset.map(|offset| offset.to_string()).unwrap_or_default();
    let month = settings.period.label();
    let found = [
        format!("今天 {today}（时区 {zone}），报告期 {month}"),
        format!("today is {today} (zone {zone}), the period is {month}"),
    ];
    let what = ["时钟", "clock"];
    let files = inputs(&asked.configuration, settings).unwrap_or_default();
    let newest = health::newest_day(files.iter().map(|file| &*file.path));
    if newest.is_some_and(|newest| newest > today) {
        let remedy =
            ["输入文件的日期在将来：检查电脑的时钟", "input files are of the future: check the clock of the machine"];
        return Line::note(what, found, remedy);
    }
    if zone == "+00:00" {
        let remedy = [
            "时区是 UTC：每天 8 点前按北京时间算还是前一天；设为北京时间（Windows：设置→时间和语言；Linux：TZ=Asia/Shanghai）",
            "the zone is UTC: until 8 in the morning of China it is the day before; set it to that of China (Windows: Settings, Time & language; Linux: TZ=Asia/Shanghai)",
        ];
        return Line::note(what, found, remedy);
    }
    let [chinese, english] = found;
    Line::well(what, chinese, english)
}

/// The input folder, and what a run would make of it.
fn data(asked: &Asked, settings: &Settings, tell: Listener<'_>) -> Vec<Line> {
    let folder = ["输入", "input"];
    let count = match inputs(&asked.configuration, settings) {
        Ok(files) => files.len(),
        Err(failure) => return vec![Line::failed(folder, failure)],
    };
    let names: Vec<String> = settings.inputs.iter().map(shown).collect();
    let Words { chinese, en } = Words::list(&names);
    let mut lines = vec![Line::well(folder, format!("{chinese}，{count} 个文件"), format!("{en}, {count} files"))];
    let what = ["数据", "data"];
    let tell = |event: Event| {
        if matches!(event, Event::Reading { .. }) {
            tell(event);
        }
    };
    let computed = declarations(asked, settings, &tell)
        .and_then(|declared| counted(asked, settings, declared, &tell))
        .and_then(|(computed, ..)| check_figures(&computed, settings).map(|()| computed));
    lines.push(match computed {
        Err(failure) => Line::failed(what, failure),
        Ok(computed) => {
            let used: u64 = computed.inputs.iter().map(|block| block.rows.used).sum();
            let rejected: u64 = computed.inputs.iter().map(|block| block.rows.rejected).sum();
            let tables: Vec<String> = computed.usable.iter().map(ToString::to_string).collect();
            let Words { chinese, en } = Words::list(&tables);
            let found = [
                format!("{chinese}：使用 {used} 行，剔除 {rejected} 行"),
                format!("{en}: {used} rows used, {rejected} set aside"),
            ];
            match rejected {
                0 => Line {
                    what,
                    found: {
                        let [chinese, en] = found;
                        Words { chinese, en }
                    },
                    remedy: None,
                    exit: None,
                },
                _ => Line::note(what, found, ["运行 csr-report check 查看每一处", "csr-report check shows each place"]),
            }
        }
    });
    lines
}

/// Whether the report could be written: rights, files that are open, other runs, room.
fn output(settings: &Settings) -> Vec<Line> {
    let (what, folder) = (["输出", "output"], shown(&settings.output));
    let mut lines = vec![match check_outputs(settings) {
        Err(failure) => Line::failed(what, failure),
        Ok(()) if health::is_busy(&settings.output) => Line::note(
            what,
            [
                format!("{folder} 可写，另一次运行正在写入"),
                format!("{folder} can be written, and another run is doing so"),
            ],
            ["等它结束", "wait until it ends"],
        ),
        Ok(()) => Line::well(
            what,
            format!("{folder} 可写，没有文件被占用"),
            format!("{folder} can be written, and none of its files is open elsewhere"),
        ),
    }];
    let need = (REPORTS * health::size_of(&settings.output.join(settings.period.label()))).max(LEAST_ROOM);
    let (what, megabytes) = (["磁盘", "disk"], need >> 20);
    lines.push(match health::has_room(&settings.output, need) {
        Ok(()) => Line::well(what, format!("至少还有 {megabytes} MB"), format!("{megabytes} MB are left at least")),
        Err(error) => {
            let why = system_fault::words(&error);
            let failure = Failure::new(
                Exit::Output,
                format!("需要 {megabytes} MB：{}", why.chinese),
                format!("{megabytes} MB are needed: {}", why.en),
            );
            Line::failed(
                what,
                failure.hint("清理磁盘，或换一个输出文件夹", "make room, or choose another output folder"),
            )
        }
    });
    lines
}

fn font(settings: &Settings) -> Line {
    let what = ["字体", "font"];
    let lacking: String = charts::lacking(&settings.layout.dealer).into_iter().collect();
    if lacking.is_empty() {
        return Line::well(
            what,
            "图片自带字体，不依赖本机".to_owned(),
            "pictures bring their own, nothing of this machine is needed".to_owned(),
        );
    }
    Line::note(
        what,
        [
            format!("图片的字体没有店名中的“{lacking}”，会画成方框"),
            format!("the font of the pictures lacks “{lacking}” of the dealer's name; a box is drawn"),
        ],
        ["核对店名", "check the dealer's name"],
    )
}

fn last_run(settings: &Settings) -> Line {
    let what = ["上次", "last run"];
    let report = finished(&settings.output).pop();
    let (report, english) = match &report {
        Some(report) => (format!("最新的报告是 {}", report.label), format!("the newest report is of {}", report.label)),
        None => ("还没有报告".to_owned(), "there is no report yet".to_owned()),
    };
    match log::last_line(&settings.output) {
        // The last line of a run tells how it ended.
        Some(line) if ["退出码 ", "exit "].iter().all(|end| !line.contains(end)) => Line::note(
            what,
            [
                format!("{report}；上次运行还没有结束，或中途被打断（{line}）"),
                format!("{english}; the last run is still going on, or was broken off ({line})"),
            ],
            ["稍后再看，或查看 output/logs 中最新的日志", "look again later, or at the newest log in output/logs"],
        ),
        Some(line) if ["退出码 0", "exit 0"].iter().all(|done| !line.contains(done)) => Line::note(
            what,
            [
                format!("{report}；上次运行没有完成（{line}）"),
                format!("{english}; the last run did not end well ({line})"),
            ],
            ["查看 output/logs 中最新的日志", "look at the newest log in output/logs"],
        ),
        _ => Line::well(what, report, english),
    }
}

/// Whether a scheduler of this account knows the program; it may be one of another account.
fn task(workspace: &Path) -> Line {
    let what = ["计划任务", "scheduled task"];
    let (program, words): (&str, &[&str]) =
        if cfg!(windows) { ("schtasks", &["/Query", "/FO", "CSV"]) } else { ("crontab", &["-l"]) };
    let units = ["/etc/systemd/system/csr-report.timer", "/usr/lib/systemd/system/csr-report.timer"];
    let listed = System::new(program).args(words).current_dir(workspace).stdin(Stdio::null()).output();
    let in_list = listed.is_ok_and(|run| String::from_utf8_lossy(&run.stdout).contains("csr-report"));
    if in_list || units.iter().any(|unit| Path::new(unit).exists()) {
        return Line::well(what, "已找到 csr-report".to_owned(), "csr-report is among them".to_owned());
    }
    Line::note(
        what,
        ["这个账户下没有 csr-report 的任务".to_owned(), "this account has none of csr-report".to_owned()],
        [
            "csr-report schedule --print cron、systemd 或 windows 打印要粘贴的文本",
            "csr-report schedule --print cron, systemd or windows prints what to paste",
        ],
    )
}
