//! A report that was published, made again from the inputs as they are now, and both held side by side.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::period::is_label;
use crate::base::text::shown;
use crate::cli::Command;
use crate::configuration::vocabulary;
use crate::publish::PastReport;
use crate::run::asked::{Asked, counted, declarations, settle};
use crate::run::events::{Event, Listener};
use crate::run::made::{self, check_figures};
use crate::run::outcome::Outcome;
use crate::settings::Presence;
use crate::verify::{Compared, compare};

/// Compares a report with what it would be now; its options are those of the report, whatever the configuration says by now.
///
/// # Errors
/// There is no such report (exit 3), or it cannot be made again; the failure says why.
pub fn verify(asked: &Asked, path: &Path, tell: Listener<'_>) -> Result<Outcome, Failure> {
    let path = asked.workspace.join(path);
    let then = PastReport::read(&path)?;
    let asked = as_then(asked, &then)?;
    // What is wrong with the data is told by the report itself.
    let tell = |event: Event| {
        if matches!(event, Event::Reading { .. }) {
            tell(event);
        }
    };
    let mut settings = settle(&asked, &tell)?;
    // What was not too old for the report is not too old for looking at it.
    for policy in settings.policies.values_mut() {
        if let Presence::UseLast(days) = &mut policy.presence {
            *days = u32::MAX;
        }
    }
    let declared = declarations(&asked, &settings, &tell)?;
    let (mut computed, declared, _) = counted(&asked, &settings, declared, &tell)?;
    check_figures(&computed, &settings)?;
    if settings.stores.one.is_some() {
        settings.layout.dealer = text(&then.document["dealer"]).to_owned();
    }
    let (_, drawn) = made::files(&mut computed, &settings, &declared, &|file| sha256(&file.bytes))?;
    let made = drawn.json.ok_or_else(|| Failure::unexpected("no report.json"))?;
    let now: Value = serde_json::from_slice(&made.bytes).map_err(Failure::unexpected)?;
    let compared = compare(&then.document, &now, &then.files());
    let same = compared.differences.is_empty();
    let text = told(&shown(&path), &compared, asked.lang);
    let text = computed.door.lines(&text);
    Ok(Outcome::new(if same { Exit::Done } else { Exit::Failed }, text))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The command line that made the report.
fn as_then(asked: &Asked, report: &PastReport) -> Result<Asked, Failure> {
    let period = &report.document["period"];
    understood(report)?;
    let label = Some(text(&period["label"]).to_owned());
    let mut asked = asked.clone();
    asked.cli.command = match text(&period["kind"]) {
        "month" => Command::Monthly { month: label, handout: None },
        "quarter" => Command::Quarterly { quarter: label, handout: None },
        "year" => Command::Annual { year: label, handout: None },
        other => {
            let chinese = format!("report.json 的报告期“{other}”不是月、季度或年");
            return Err(Failure::new(Exit::Input, chinese, format!("the period {other:?} of report.json is none")));
        }
    };
    let options = &mut asked.cli.options;
    let day = text(&period["as_of"]).to_owned();
    // On its last day a period is not over yet, and neither is it in a report of that day.
    if period["complete"] == Value::Bool(false) {
        asked.today = day.parse().unwrap_or(asked.today);
    }
    options.as_of = Some(day);
    let endings = report.listed().filter_map(|(name, _)| Some(name.rsplit_once('.')?.1.to_owned()));
    options.format = endings.chain(["json".to_owned()]).collect::<BTreeSet<_>>().into_iter().collect();
    let lang = report.document["lang"].as_str().map(str::to_owned);
    options.lang = lang.or(options.lang.take());
    options.audience = Some(report.document["audience"].as_str().unwrap_or("manager").to_owned());
    let dealer = text(&report.document["dealer"]);
    let of_group = asked.configuration.dealer.as_deref().unwrap_or_default();
    if asked.configuration.stores_by.is_some() && options.dealer.is_none() && dealer != of_group {
        options.dealer = Some(dealer.to_owned());
    }
    Ok(asked)
}

/// Whether what the command line is made of is as this program writes it: what is wrong with it is wrong with the file, and not
/// with an option of this run.
///
/// # Errors
/// The first that is not (exit 3).
fn understood(report: &PastReport) -> Result<(), Failure> {
    let period = &report.document["period"];
    let endings = report.listed().map(|(name, _)| name.rsplit_once('.').map_or("", |(_, ending)| ending));
    let wrong_ending = endings.filter(|ending| vocabulary::format(ending).is_err()).map(|_| "outputs").next();
    let is_wrong = [
        ("period.label", !is_label(text(&period["label"]))),
        ("period.as_of", vocabulary::day(text(&period["as_of"])).is_err()),
        ("lang", report.document["lang"].as_str().is_some_and(|lang| vocabulary::lang(lang).is_err())),
        ("audience", report.document["audience"].as_str().is_some_and(|word| vocabulary::audience(word).is_err())),
    ];
    let wrong = is_wrong.into_iter().find(|(_, is_wrong)| *is_wrong).map(|(key, _)| key).or(wrong_ending);
    let Some(key) = wrong else { return Ok(()) };
    let chinese = format!("report.json 的 {key} 不是本程序写的样子：文件已损坏或被改过");
    Err(Failure::new(
        Exit::Input,
        chinese,
        format!("{key} of report.json is not as this program writes it: the file is damaged or was changed"),
    ))
}

fn told(path: &str, compared: &Compared, lang: Lang) -> String {
    let [inputs, figures, outputs] = compared.counts;
    let differing = compared.differences.len();
    let head = match differing {
        0 => Words {
            chinese: format!("一致：{path}\n{inputs} 个输入文件、{figures} 个指标、{outputs} 个输出文件都与报告相同。"),
            en: format!(
                "the same: {path}\n{inputs} input files, {figures} indicators and {outputs} outputs are as in the report."
            ),
        },
        _ => Words {
            chinese: format!("不一致：{path}，{differing} 处"),
            en: format!("not the same: {path}, {differing} differences"),
        },
    };
    let version = compared.made_by.as_ref().map(|version| Words {
        chinese: format!("报告由 {version} 版生成，现在的程序版本不同：只比较了数字，没有比较重新生成的文件。"),
        en: format!("the report was made by version {version}, which is not this one: figures were compared, files made anew were not."),
    });
    let look = compared.other_look.then(|| Words {
        chinese: "演示文稿用的是另一个文件的样子（--template 或 --update）：只核对了它自生成以后有没有被改过。".to_owned(),
        en: "the deck has the look of another file (--template or --update): looked at is only whether it was changed since.".to_owned(),
    });
    let lines = compared.differences.iter().map(|one| format!("  {}", one.get(lang)));
    let all = std::iter::once(head.get(lang).to_owned()).chain(lines);
    all.chain(version.iter().chain(&look).map(|words| words.get(lang).to_owned())).collect::<Vec<_>>().join("\n")
}
