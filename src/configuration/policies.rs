//! What an unattended run asks of its data, and what is run after it: `[require]` and `[hooks]`.

use crate::base::declaration::{Entry, Section};
use crate::base::failure::Failure;
use crate::base::table_id::TableId;
use crate::settings::{Presence, RejectedLimits, TablePolicy};

use super::model::{Configuration, TableMention};
use super::vocabulary::{self, PresenceWord};

/// The keys of `[require]` that are not the name of a table.
const KEYS: [&str; 3] = ["tables", "max_rejected_percent", "warn_rejected_percent"];
/// The oldest that a table of an earlier run can be asked to be, in days.
const MOST_AGE: u64 = 3_660;
/// The longest that a hook may run, in seconds.
const MOST_TIME: u64 = 3_600;

/// `[require]` and the sections of single tables below it.
pub(super) fn require(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    if let Some(entry) = section.take("tables") {
        for name in entry.texts()? {
            let table = TableId::named(&name);
            configuration.tables.push(TableMention { table, line: entry.line(), used: false });
            configuration.required_tables.push(table);
        }
    }
    let rejected = rejected(&mut section)?;
    (configuration.max_rejected_percent, configuration.warn_rejected_percent) = (rejected.most, rejected.warn);
    for entry in section.entries().into_iter().filter(|entry| !KEYS.contains(&entry.key)) {
        policy(configuration, &entry)?;
    }
    Ok(())
}

fn policy(configuration: &mut Configuration, entry: &Entry<'_>) -> Result<(), Failure> {
    let mut section = entry.section().map_err(|_| entry.unknown(&KEYS))?;
    let table = TableId::named(entry.key);
    configuration.tables.push(TableMention { table, line: entry.line(), used: true });
    let rejected = rejected(&mut section)?;
    let written = match section.take("policy") {
        Some(entry) => Some(vocabulary::presence(&entry.text()?).map_err(|wrong| entry.refuse(wrong))?),
        None => None,
    };
    let word = written.unwrap_or(PresenceWord::Optional);
    let listed = configuration.required_tables.contains(&table);
    if listed && written == Some(PresenceWord::Optional) {
        return Err(entry.failure(
            "不能是 optional：require.tables 要求有这张表",
            "cannot be optional: require.tables asks for the table",
        ));
    }
    if listed && word == PresenceWord::UseLast {
        return Err(entry.failure(
            "不能是 use-last：require.tables 要求这次就有这张表",
            "cannot be use-last: require.tables asks for the table itself",
        ));
    }
    let presence = match word {
        PresenceWord::UseLast if configuration.stores_by.is_some() => {
            return Err(entry.failure(
                "不能是 use-last：有多家店（[dealers]）时不保留上次的表",
                "cannot be use-last: with several stores ([dealers]) no tables of earlier runs are kept",
            ));
        }
        PresenceWord::UseLast => Presence::UseLast(section.need("max_age_days")?.whole(1, MOST_AGE)? as u32),
        PresenceWord::Required => Presence::Required,
        PresenceWord::Optional => Presence::Optional,
    };
    configuration.policies.insert(table, TablePolicy { presence, rejected });
    section.finish()
}

/// The two thresholds of rows that were set aside.
fn rejected(section: &mut Section<'_>) -> Result<RejectedLimits, Failure> {
    let most = section.take("max_rejected_percent").map(|entry| entry.number(0.0..=100.0)).transpose()?;
    let Some(entry) = section.take("warn_rejected_percent") else { return Ok(RejectedLimits { warn: None, most }) };
    let warn = entry.number(0.0..=100.0)?;
    if let Some(most) = most.filter(|most| warn > *most) {
        return Err(entry.failure(
            &format!("{warn} 大于 max_rejected_percent 的 {most}：还没警告就已不出报告"),
            &format!(
                "is {warn}, above max_rejected_percent ({most}): no report would be made before there is a warning"
            ),
        ));
    }
    Ok(RejectedLimits { warn: Some(warn), most })
}

/// `[hooks]`: program and arguments, never a line for a shell.
pub(super) fn hooks(configuration: &mut Configuration, mut section: Section<'_>) -> Result<(), Failure> {
    let command = |entry: Option<Entry<'_>>| {
        let Some(entry) = entry else { return Ok(Vec::new()) };
        let words = entry.texts()?;
        match words.first() {
            Some(line) if words.len() == 1 && line.contains(' ') && entry.items().is_err() => Err(entry.failure(
                "是一整行；程序和各个参数要写成列表，如 [\"sh\", \"mail.sh\"]",
                "is a line; write the program and its arguments as a list, such as [\"sh\", \"mail.sh\"]",
            )),
            Some(program) if program.trim().is_empty() => Err(entry.failure("的程序名是空的", "names no program")),
            _ => Ok(words),
        }
    };
    let hooks = &mut configuration.hooks;
    hooks.on_success = command(section.take("on_success"))?;
    hooks.on_failure = command(section.take("on_failure"))?;
    hooks.timeout_seconds = section.take("timeout_seconds").map(|entry| entry.whole(1, MOST_TIME)).transpose()?;
    section.finish()
}
