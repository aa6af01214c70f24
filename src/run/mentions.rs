//! What the configuration names must be there: tables, fields, words, variants, and indicators that can reach their targets.

use std::collections::BTreeMap;

use crate::base::failure::Failure;
use crate::base::lang::{Lang, Words};
use crate::base::number::Unit;
use crate::base::text::fold;
use crate::configuration::{Configuration, ScaleMention, TableMention, WordMention};
use crate::facts::constants::Constants;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::fraction;
use crate::tables::files::TableFiles;

/// Refuses headings and aliases for a field that no table has, and words for a canonical word that it has not.
pub fn known_names(configuration: &Configuration, files: &TableFiles) -> Result<(), Failure> {
    let tables = files.names();
    for TableMention { table, line, used } in &configuration.tables {
        configuration.check_known(*line, table.name(), &tables)?;
        if *used && files.table(*table).is_none() {
            return Err(configuration.refuse(
                *line,
                &format!("表 {table} 目前版本暂不使用，这里的设置不起作用"),
                &format!("the table {table} is not used yet; what is set for it has no effect"),
            ));
        }
    }
    for mention in &configuration.fields {
        if mention.table.is_some_and(|table| files.may_have_headings(table, &mention.field)) {
            continue;
        }
        let meant = files.used().filter(|schema| mention.table.is_none_or(|table| table == schema.table));
        let known: Vec<&str> = meant.flat_map(|schema| &schema.fields).map(|field| field.id.as_str()).collect();
        configuration.check_known(mention.line, &mention.field, &known)?;
    }
    for mention in &configuration.words {
        let Some(schema) = files.table(mention.table) else { continue };
        let entries = schema.fields.iter().flat_map(|field| field.vocabulary.entries());
        let known: Vec<&str> = entries.flat_map(|entry| Lang::ALL.map(|lang| entry.name(lang))).collect();
        configuration.check_known(mention.line, &mention.word, &known)?;
    }
    known_levels(configuration, files)?;
    known_scales(configuration, files)
}

/// Refuses hours for a level of complaints in another spelling than that of the tables: no complaint would ever have it. A level
/// of the dealer's own stands as it is written.
fn known_levels(configuration: &Configuration, files: &TableFiles) -> Result<(), Failure> {
    for WordMention { table, word, line } in &configuration.levels {
        let Some(schema) = files.table(*table) else { continue };
        let Some(level) = schema.field("level") else { continue };
        let levels = &schema.fields[level].vocabulary;
        if let Some(is) = levels.find(word).map(|entry| &levels.entries()[entry].word).filter(|is| *is != word) {
            return Err(configuration.refuse_name(
                *line,
                &format!("“{word}”是投诉等级“{is}”的另一种写法，这里要写“{is}”"),
                &format!("“{word}” is another spelling of the level “{is}”; write “{is}” here"),
            ));
        }
    }
    Ok(())
}

/// Refuses a scale for a heading that no score has, and two of one heading that is only written otherwise.
fn known_scales(configuration: &Configuration, files: &TableFiles) -> Result<(), Failure> {
    let reading = &configuration.reading;
    let mut set: BTreeMap<String, (usize, Option<&f64>)> = BTreeMap::new();
    for ScaleMention { heading, line } in &configuration.scales {
        if let Some(told) = files.unknown_score(reading, heading) {
            return Err(configuration.refuse_name(*line, &told.chinese, &told.en));
        }
        let scale = reading.scales.get(heading);
        if let Some((other, _)) = set.insert(fold(heading), (*line, scale)).filter(|(_, other)| *other != scale) {
            let place = configuration.place(other);
            return Err(configuration.refuse(
                *line,
                &format!("“{heading}”的满分写了两次，不一样（另见{}）", place.chinese),
                &format!("the scale of “{heading}” stands twice and differs (see {})", place.en),
            ));
        }
    }
    Ok(())
}

/// Gives the indicators the targets of the configuration, by id or by name. Refuses one for an unknown indicator, two for the
/// same, and one that its figure cannot reach.
pub fn set_targets(configuration: &Configuration, catalogue: &mut Catalogue) -> Result<(), Failure> {
    let mut set = BTreeMap::new();
    for target in &configuration.targets {
        let refuse = |words: Words| configuration.refuse(target.line, &words.chinese, &words.en);
        let unknown = |words: Words| configuration.refuse_name(target.line, &words.chinese, &words.en);
        let definition = catalogue.meant(&target.of).map_err(unknown)?;
        let (id, value, possible) = (definition.id.clone(), target.value, definition.targets());
        if definition.unit != Unit::Percent && configuration.cell(target.line).is_some_and(|cell| cell.percentage) {
            return Err(refuse(Words {
                chinese: format!("指标 {id} 不是百分比，目标却写成 {value}%；请写数字，不带 %"),
                en: format!("{id} is no percentage, but its target is {value}%; write the number without a %"),
            }));
        }
        if !possible.contains(&value) {
            let (lowest, highest) = (possible.start(), possible.end());
            return Err(refuse(Words {
                chinese: format!("指标 {id} 的目标 {value} 达不到；应在 {lowest} 到 {highest} 之间"),
                en: format!("the target {value} of {id} cannot be reached; it must be between {lowest} and {highest}"),
            }));
        }
        if let Some(told) = fraction(definition.unit, definition.direction, value) {
            let (chinese, en) = (format!("指标 {id}：{}", told.chinese), format!("{id}: {}", told.en));
            return Err(refuse(Words { chinese, en }));
        }
        if let Some((line, other)) = set.insert(id.clone(), (target.line, value)) {
            // The file and the workbook of settings may both say it, if they say the same.
            let both = configuration.cell(line).is_some() != configuration.cell(target.line).is_some();
            if both && other == value {
                continue;
            }
            let (place, name) = (configuration.place(line), &configuration.name);
            return Err(refuse(if both {
                Words {
                    chinese: format!("指标 {id} 的目标是 {value}，而 {name} {} 是 {other}；两处要一致", place.chinese),
                    en: format!(
                        "the target of {id} is {value}, but {other} in {} of {name}; the two must agree",
                        place.en
                    ),
                }
            } else {
                Words {
                    chinese: format!("指标 {id} 的目标写了两次（另见{}）", place.chinese),
                    en: format!("the target of {id} stands twice (see {})", place.en),
                }
            }));
        }
        catalogue.aim(&id, value);
    }
    Ok(())
}

/// Refuses a constant that templates/constants.toml has not, or a value that it cannot have.
pub fn known_constants(configuration: &Configuration, constants: &Constants) -> Result<(), Failure> {
    let known: Vec<&str> = constants.names().collect();
    configuration.constants.iter().try_for_each(|set| {
        configuration.check_known(set.line, &set.name, &known)?;
        match constants.get(&set.name).and_then(|constant| constant.refusal(set.value)) {
            Some(told) => Err(configuration.refuse(set.line, &told.chinese, &told.en)),
            None => Ok(()),
        }
    })
}

/// Refuses a variant that no indicator has.
pub fn known_variants(configuration: &Configuration, catalogue: &Catalogue) -> Result<(), Failure> {
    let with_variants = catalogue.definitions().iter().filter(|definition| !definition.variants.is_empty());
    let known: Vec<&str> = with_variants.map(|definition| definition.id.as_str()).collect();
    for chosen in &configuration.variants {
        configuration.check_known(chosen.line, &chosen.id, &known)?;
        let Some(definition) = catalogue.get(&chosen.id) else { continue };
        let known: Vec<&str> = definition.variants.iter().map(|variant| variant.id.as_str()).collect();
        configuration.check_known(chosen.line, &chosen.name, &known)?;
    }
    Ok(())
}
