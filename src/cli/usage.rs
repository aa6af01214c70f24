//! A command line that cannot be understood, told in plain words.

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::nearest::told;

/// What was typed wrong, and what comes nearest to it.
pub fn explain(error: &Error, command: &Command) -> Failure {
    let subject = |kind| context(error, kind).unwrap_or_default();
    let failure = match error.kind() {
        ErrorKind::UnknownArgument => unknown_argument(&subject(ContextKind::InvalidArg), command),
        ErrorKind::InvalidSubcommand => unknown_command(&subject(ContextKind::InvalidSubcommand), command),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names = Words::list(&command_names(command));
            usage("没有写命令", "a command is missing")
                .hint(format!("可用的命令：{}", names.chinese), format!("commands: {}", names.en))
        }
        ErrorKind::MissingRequiredArgument if subject(ContextKind::InvalidArg).starts_with("--") => {
            let option = option_name(&subject(ContextKind::InvalidArg)).to_owned();
            usage(format!("缺少选项 {option}，要一起写"), format!("the option {option} must stand beside it"))
        }
        ErrorKind::MissingRequiredArgument if subject(ContextKind::InvalidArg) != "<ID>" => {
            let name = subject(ContextKind::InvalidArg);
            usage(format!("命令后面缺少 {name}"), format!("{name} is missing behind the command"))
        }
        ErrorKind::MissingRequiredArgument => {
            // The only argument without which a command cannot run.
            usage("缺少指标的编号或名称", "the id or the name of an indicator is missing").hint(
                "例如 csr-report kpi explain 回访率；csr-report kpi list 列出全部指标",
                "for example csr-report kpi explain callback_rate; csr-report kpi list shows all of them",
            )
        }
        ErrorKind::ArgumentConflict => {
            let name = |kind| option_name(&subject(kind)).to_owned();
            let (one, other) = (name(ContextKind::InvalidArg), name(ContextKind::PriorArg));
            if one == other || other.is_empty() {
                usage(format!("{one} 只能写一次"), format!("{one} can be given only once"))
            } else {
                usage(format!("{one} 与 {other} 不能同时使用"), format!("{one} and {other} exclude each other"))
            }
        }
        ErrorKind::InvalidValue | ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            let option = option_name(&subject(ContextKind::InvalidArg)).to_owned();
            usage(format!("{option} 后面缺少值"), format!("{option} needs a value"))
        }
        ErrorKind::InvalidUtf8 => {
            usage("命令行中有无法识别的字符", "the command line holds characters that are no UTF-8")
        }
        _ => {
            let (text, option) = (subject(ContextKind::InvalidValue), subject(ContextKind::InvalidArg));
            let option = option_name(&option);
            usage(format!("命令行有误：{option} {text}"), format!("wrong command line: {option} {text}"))
        }
    };
    if failure.hint.en.is_empty() {
        return failure.hint("用 csr-report --help 查看用法", "csr-report --help shows the usage");
    }
    failure
}

fn usage(chinese: impl Into<String>, english: impl Into<String>) -> Failure {
    Failure::new(Exit::Usage, chinese, english)
}

/// An option without the name of its value: `--month <MONTH>` is typed as `--month`.
fn option_name(option: &str) -> &str {
    option.split(" <").next().unwrap_or(option)
}

fn unknown_argument(typed: &str, command: &Command) -> Failure {
    if !typed.starts_with('-') {
        return usage(format!("多余的参数“{typed}”"), format!("unexpected argument {typed:?}")).hint(
            "选项要写名称，例如 --month 2013-09；路径中有空格时加引号",
            "options need their name, such as --month 2013-09; quote a path with spaces",
        );
    }
    let mut known = Vec::new();
    collect_options(command, &mut known);
    let name = typed.split('=').next().unwrap_or(typed);
    let has = |command: &&Command| command.get_arguments().any(|one| one.get_long() == name.strip_prefix("--"));
    let owners: Vec<&str> = command.get_subcommands().filter(has).map(Command::get_name).collect();
    if !owners.is_empty() {
        let list = Words::list(&owners);
        return usage(
            format!("选项 {name} 只用于这些命令，写在命令后面：{}", list.chinese),
            format!("the option {name} is only for these commands, and stands behind them: {}", list.en),
        );
    }
    let near = told(name, known.iter().map(String::as_str), " known one");
    usage(format!("不认识的选项 {typed}{}", near.chinese), format!("unknown option {typed}{}", near.en))
}

fn unknown_command(typed: &str, command: &Command) -> Failure {
    let names = command_names(command);
    let near = told(typed, names.iter().map(String::as_str), " known one");
    let list = Words::list(&names);
    usage(format!("不认识的命令“{typed}”{}", near.chinese), format!("unknown command {typed:?}{}", near.en))
        .hint(format!("可用的命令：{}", list.chinese), format!("commands: {}", list.en))
}

/// Every command as it is typed: `monthly`, `kpi list` …
fn command_names(command: &Command) -> Vec<String> {
    let mut names = Vec::new();
    for below in command.get_subcommands() {
        let name = below.get_name();
        names.extend(below.get_subcommands().map(|inner| format!("{name} {}", inner.get_name())));
        if !below.has_subcommands() {
            names.push(name.to_owned());
        }
    }
    names
}

fn collect_options(command: &Command, known: &mut Vec<String>) {
    known.extend(command.get_arguments().filter_map(|argument| argument.get_long()).map(|long| format!("--{long}")));
    known.extend(command.get_arguments().filter_map(|argument| argument.get_short()).map(|short| format!("-{short}")));
    for below in command.get_subcommands() {
        collect_options(below, known);
    }
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(" ")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
