//! What the help says below the options: what a check does, and the lines of the log, in both languages.

use clap::Command;

use crate::base::lang::Lang;

/// The commands that read data and therefore write the log.
const READING: [&str; 4] = ["monthly", "quarterly", "annual", "check"];

// Clap breaks lines at 100 columns.
const CHECK: [&str; 2] = [
    "check 做什么：
  读取    与报告相同的输入文件（--input、--config、--as-of 等选项同样有效），
          按 --month、--quarter 或 --year 的报告期检查
  显示    每种问题的处数，每处的文件、工作表、单元格、原因和建议，以及每个工作表的行数平衡；
          --quiet 只显示错误；
          --format json 给出 report.json 中 period、inputs、findings 的全部内容；
          --suggest 只给出可放进配置的内容，加 --write 则写进 设置.xlsx
  不写    除 --marked-copy 的标注副本和 --write 的 设置.xlsx 外不写任何文件，输入文件不变
  退出码  0 没有错误（警告和提示不算）；4 有错误；3 没有可读的文件，或缺少 [require] 要求的表；
          2 选项或配置有误；5 标注副本或 设置.xlsx 写不了；1 其他错误",
    "What check does:
  reads   the inputs that a report would read (--input, --config, --as-of and so on hold too),
          for the period of --month, --quarter or --year
  prints  how often each problem was found, the file, sheet and cell of each with the reason and
          what to do, and the balance of the rows of every sheet; --quiet prints errors only;
          --format json gives period, inputs and findings as in report.json, all of them;
          --suggest prints nothing but lines for the configuration, with --write they go
          into settings.xlsx
  writes  nothing but the marked copies of --marked-copy and settings.xlsx of --write; the
          inputs stay as they are
  exit    0 no error (warnings and notes do not count); 4 errors; 3 nothing readable, or a table
          of [require] is missing; 2 options or configuration; 5 the marked copies or settings.xlsx
          could not be written; 1 anything else",
];

const LOG: [&str; 2] = [
    "--log-format json 在标准错误输出上每行写一个对象。每行都有 event、level（info、warning、error）
和 message；此外每种 event 的键固定，没有值时为 null：
  step     step                                （reading、counting、writing、publishing）
  period   kind label start end as_of complete
  file     file tables read used blank note total_line repeated_header duplicate void rejected
  finding  code table file sheet cell count field value hint    （每个错误一行）
  report   path files exit                                      （报告已写入）
  check    errors warnings notes exit                           （检查完毕）
  kept     file beside                                          （他人的文件，改名保留）
  deck     slide name shape what instead_of                     （--update 保留的手改内容）
  remark                                                        （设置的意思可能不是所想的）
  unfinished                                                    （上次中断的发布无法收尾）
  numbered                                                      （报告打开着，新的写在编号的文件夹）
  hook                                                          （hooks 中的程序失败）
  failure  hint exit                                            （没有结果，退出码不为 0）
--quiet 时不写 level 为 info 的行；文本格式的 --quiet 仍写出整个未计入的文件和工作表。",
    "--log-format json writes one object a line to standard error. Every line has event, level (info,
warning or error) and message; beside these each event has its own keys, always the same, null
where there is no value:
  step     step                                       (reading, counting, writing, publishing)
  period   kind label start end as_of complete
  file     file tables read used blank note total_line repeated_header duplicate void rejected
  finding  code table file sheet cell count field value hint    (one line an error)
  report   path files exit                                      (the report is written)
  check    errors warnings notes exit                           (the check is done)
  kept     file beside                                          (a user's own file, kept as beside)
  deck     slide name shape what instead_of                     (what --update keeps)
  remark                                                        (a setting that may mean another)
  unfinished                                                    (an ended run, not mended)
  numbered                                                      (written beside an open report)
  hook                                                          (a program of [hooks] failed)
  failure  hint exit                                            (no result; the exit code is not 0)
With --quiet no lines of the level info are written; as text, --quiet still tells each file and
sheet that was set aside as a whole.",
];

/// The command with these texts below the options of the commands that they are about.
pub fn add(command: Command, lang: Lang) -> Command {
    let of = |[chinese, english]: [&'static str; 2]| lang.pick(chinese, english);
    READING.into_iter().fold(command, |command, name| {
        let text = if name == "check" { format!("{}\n\n{}", of(CHECK), of(LOG)) } else { of(LOG).to_owned() };
        command.mut_subcommand(name, |below| below.after_help(text))
    })
}

/// Every line of these texts.
#[cfg(test)]
pub fn lines(english: bool) -> impl Iterator<Item = &'static str> {
    [CHECK, LOG].into_iter().flat_map(move |texts| texts[usize::from(english)].lines())
}
