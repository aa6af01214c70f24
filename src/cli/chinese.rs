//! The help in Chinese. A test holds every command and option against these lists.

use clap::Command;

/// The parts of a help that a command may have, with their headings.
const COMMANDS_PART: &str = "命令：\n{subcommands}\n\n";
const ARGUMENTS_PART: &str = "参数：\n{positionals}\n\n";

/// Command, how it is called, what it does.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("csr-report", "csr-report [选项] <命令>", "从 4S 店现有的电子表格生成客户关系月度报告。"),
    ("monthly", "csr-report monthly [选项]", "月度报告"),
    ("quarterly", "csr-report quarterly [选项]", "季度报告"),
    ("annual", "csr-report annual [选项]", "年度报告"),
    ("check", "csr-report check [选项]", "只读取并检查输入文件，报告问题；除标注副本外不写任何文件"),
    ("open", "csr-report open [选项]", "打开做好的报告：网页，没有时为工作簿；不写报告期时打开最新的"),
    ("init", "csr-report init [选项] [目录]", "新建工作区：配置文件、空白表单、可双击的批处理"),
    ("kpi", "csr-report kpi [选项] <命令>", "指标清单和指标定义"),
    ("verify", "csr-report verify [选项] <报告>", "用现在的输入文件重算一份报告，指出哪个输入、数字或输出不同"),
    (
        "export",
        "csr-report export [选项] --parquet <文件夹>",
        "把读出的各表和事实表写成 Parquet，按门店和月份分文件夹，供数据仓库使用；不写哪一期就是上一个完整的月",
    ),
    ("sql", "csr-report sql [选项] --dialect <引擎>", "打印在导出上数出每个指标的语句，和报告出自同一份声明"),
    ("doctor", "csr-report doctor [选项]", "看看今晚的月报会不会出问题：输入、数据、输出、磁盘、时钟、计划任务"),
    ("schedule", "csr-report schedule [选项] --print <系统>", "打印让系统每月自动生成月报的文本"),
    (
        "completions",
        "csr-report completions [选项] <外壳>",
        "命令行外壳的补全脚本：bash、zsh、fish、powershell 或 elvish",
    ),
    ("man", "csr-report man [选项]", "手册页"),
    ("list", "csr-report kpi list [选项]", "列出全部指标"),
    ("templates", "csr-report templates [选项] [文件]", "程序自带的模板，复制到工作区的 templates/ 中即可修改"),
    ("explain", "csr-report kpi explain [选项] <指标>", "说明一个指标如何计算"),
];

/// Option, what it is for.
const ARGUMENTS: &[(&str, &str)] = &[
    ("workspace", "工作区文件夹，其他路径都相对于它（默认：当前文件夹）"),
    ("config", "配置文件（默认：工作区中的 csr-report.toml，如有）"),
    ("input", "要读取的文件或文件夹，可重复（默认：工作区中的 input/）"),
    ("facts", "不读表格，用这个文件做报告：数仓数好的合计，Parquet 或 CSV（见 docs/warehouse.md）"),
    ("output", "报告写到哪个文件夹（默认：工作区中的 output/）"),
    ("dealer", "多家店中只做（或只检查）这一家（csr-report.toml 的 [dealers]）"),
    ("each_dealer", "除集团的报告外，每家店各出一份（csr-report.toml 的 [dealers]），写到以店名为名的文件夹"),
    ("template", "会议幻灯片用这个 .pptx 或 .potx 的母版、颜色和字体（默认：程序自带的样子）"),
    ("format", "输出哪些，用逗号分开：xlsx,png,svg,json,html,pptx（默认：全部）"),
    (
        "update",
        "在上次生成、已手工改过的这份演示文稿（.pptx）的基础上做本期的：没动过的换成本期内容，其余不动；新文稿写到输出文件夹，原文件不变",
    ),
    ("lang", "语言：zh-CN（默认）或 en"),
    ("audience", "给谁看：manager（经理，默认），或 meeting（会议：没有客户明细，不显示客户姓名、电话、车牌、车架号）"),
    ("as_of", "状态截止日，如 2013-09-30（默认：报告期最后一天；报告期未结束时为今天）"),
    ("strict", "只要有错误级发现就不出报告（退出码 4）"),
    ("force", "输出文件夹中他人生成或修改过的文件直接替换，不另外保留"),
    ("quiet", "只显示错误：check 的各处错误，整个未计入的文件和工作表，运行失败的原因"),
    (
        "log_format",
        "标准错误输出上的消息：text（默认）或 json（每行一个对象；键见 monthly、quarterly、annual、check 的帮助）",
    ),
    ("help", "显示帮助"),
    ("version", "显示版本"),
    ("month", "月份，如 2013-09；last 为上一个完整的月"),
    ("quarter", "季度，如 2013-Q3；last 为上一个完整的季度"),
    ("year", "年份，如 2013；last 为上一个完整的年度"),
    ("marked_copy", "把有问题的工作簿各复制一份到此文件夹，单元格涂色并加批注，原文件不变"),
    ("handout", "给每个人各写一个小工作簿到此文件夹，只有他自己的明细行，便于分发"),
    ("suggest", "打印可放进 csr-report.toml 的内容：不认识的表头、词和分制"),
    ("write", "把 --suggest 的内容写进 设置.xlsx；拿不准的行先不起作用，核对后改成“是”"),
    ("directory", "工作区文件夹（默认：当前文件夹）"),
    ("demo", "带上演示店的数据"),
    ("report", "报告的 report.json，或报告所在的文件夹"),
    ("parquet", "导出到哪个文件夹：新的、空的，或以前导出的"),
    ("dialect", "哪种引擎：duckdb、spark 或 clickhouse"),
    ("from", "从哪里数起：facts（默认，导出的事实表）或 tables（导出的各表，声明的事实表由引擎做）"),
    ("print", "哪种系统：cron、systemd 或 windows"),
    ("shell", "哪种外壳"),
    ("file", "其中一个，如 pages/callbacks.toml（默认：列出全部）"),
    ("id", "指标的编号或名称，如 callback_rate、回访率"),
];

/// The command and all below it with Chinese texts.
pub fn translate(mut command: Command) -> Command {
    if let Some((_, usage, about)) = COMMANDS.iter().find(|(name, ..)| *name == command.get_name()) {
        command = command.override_usage(*usage).about(*about);
    }
    let commands = if command.has_subcommands() { COMMANDS_PART } else { "" };
    let arguments = if command.get_positionals().next().is_some() { ARGUMENTS_PART } else { "" };
    // The headings that the library writes end in a half-width colon.
    let template =
        format!("{{about-with-newline}}\n用法：{{usage}}\n\n{commands}{arguments}选项：\n{{options}}{{after-help}}\n");
    command
        .help_template(template)
        .mut_args(|argument| {
            let help = ARGUMENTS.iter().find(|(id, _)| *id == argument.get_id().as_str()).map(|(_, help)| *help);
            match help {
                Some(help) => argument.help(help),
                None => argument,
            }
        })
        .mut_subcommands(translate)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn walk(command: &Command, names: &mut Vec<String>, arguments: &mut Vec<String>) {
        names.push(command.get_name().to_owned());
        arguments.extend(command.get_arguments().map(|argument| argument.get_id().to_string()));
        for below in command.get_subcommands() {
            walk(below, names, arguments);
        }
    }

    #[test]
    fn every_command_and_option_has_a_chinese_text_and_none_is_left_over() {
        let (mut names, mut arguments) = (Vec::new(), Vec::new());
        walk(&crate::cli::Cli::command(), &mut names, &mut arguments);
        for name in &names {
            assert!(COMMANDS.iter().any(|(known, ..)| known == name), "no Chinese text for command {name}");
        }
        for id in &arguments {
            assert!(ARGUMENTS.iter().any(|(known, _)| known == id), "no Chinese text for option {id}");
        }
        assert!(COMMANDS.iter().all(|(known, ..)| names.iter().any(|name| name == known)));
        assert!(ARGUMENTS.iter().all(|(known, _)| arguments.iter().any(|id| id == known)));
    }
}
