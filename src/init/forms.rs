//! What a new workspace holds: its texts, and blank input forms made from the declarations of the tables.

use crate::base::failure::Failure;
use crate::base::lang::Lang;
use crate::render::forms::{FormColumn, FormKind, FormTable, form};
use crate::render::theme::Theme;
use crate::tables::field_kind::FieldKind;
use crate::tables::schema::{Field, Need, Schema};

use super::files::{NewFile, forms_folder, workspace};

/// Characters of 2013-09-02 14:30, of a VIN, of a telephone or order number, and of a short sentence.
const DATE_AND_TIME: usize = 16;
const VIN: usize = 20;
const NUMBER: usize = 16;
const SENTENCE: usize = 20;

/// The texts of a new workspace in a language, and one form a table in use, named after it.
///
/// # Errors
/// A fault of the program: every form can be written.
pub fn blank(tables: &[Schema], theme: &Theme, lang: Lang) -> Result<Vec<NewFile>, Failure> {
    let failure = |error: anyhow::Error| Failure::unexpected(format!("{error:#}"));
    let named = |schema: &Schema| {
        let table = form_table(schema, lang);
        Ok((format!("{}/{}.xlsx", forms_folder(lang), table.title), form(&table, theme)?))
    };
    let forms: Vec<NewFile> = tables.iter().map(named).collect::<anyhow::Result<_>>().map_err(failure)?;
    Ok(workspace(lang).into_iter().chain(forms).collect())
}

/// The blank form of a table.
pub fn form_table(schema: &Schema, lang: Lang) -> FormTable {
    let title = schema.names.get(lang).to_owned();
    let columns = schema.fields.iter().enumerate().filter(|(_, field)| asked_for(schema, field));
    let column = |(at, field)| {
        let mut column = form_column(field, is_required(schema, at), lang);
        column.note.extend(one_of(schema, at, lang));
        column
    };
    let columns = columns.map(column).collect();
    FormTable { sheet: title.clone(), title, lang, columns, rows: Vec::new() }
}

/// No row is kept without the field: it stands alone in a group of what a row needs.
fn is_required(schema: &Schema, at: usize) -> bool {
    let alone = |group: &[Need]| matches!(group, [need] if need.field == at);
    schema.keep.iter().any(|group| alone(group))
}

/// The columns of which a row needs one, where the field is among several.
fn one_of(schema: &Schema, at: usize, lang: Lang) -> Option<String> {
    let among = |group: &&Vec<Need>| group.len() > 1 && group.iter().any(|need| need.field == at);
    let group = schema.keep.iter().find(among)?;
    let asked = group.iter().filter_map(|need| Some((need, schema.fields.get(need.field)?)));
    let named = asked.filter(|(_, field)| asked_for(schema, field)).map(|(need, field)| {
        let mut words =
            field.vocabulary.entries().iter().filter(|entry| need.sense.is_some() && entry.sense == need.sense);
        let word = words.next().map_or(String::new(), |entry| format!(" = {}", entry.name(lang)));
        format!("“{}{word}”", heading(field, lang))
    });
    let named = named.collect::<Vec<_>>().join(lang.pick("、", ", "));
    Some(format!("{}{named}", lang.pick("。每行至少填其中一列：", ". Each row needs one of: ")))
}

/// The heading of a column.
fn heading(field: &Field, lang: Lang) -> String {
    match lang {
        Lang::Chinese => field.headings.first().cloned().unwrap_or_else(|| field.names.chinese.clone()),
        Lang::English => field.names.en.clone(),
    }
}

/// A form asks only for what a person keeps by hand: a month where no row is kept without it, and in lists of figures.
pub fn asked_for(schema: &Schema, field: &Field) -> bool {
    match field.kind {
        FieldKind::Line => false,
        FieldKind::Month => {
            let at = schema.fields.iter().position(|one| one.id == field.id);
            schema.role.is_some() || at.is_some_and(|at| is_required(schema, at))
        }
        FieldKind::Year => schema.role.is_some(),
        _ => field.id != "quantity" && !field.stands_for_others(),
    }
}

fn form_column(field: &Field, required: bool, lang: Lang) -> FormColumn {
    let (kind, rule) = match field.kind {
        FieldKind::Date => (FormKind::DateTime, ["日期，可带时间，如 2013-9-2 14:30", "a date, with a time if known"]),
        FieldKind::Number | FieldKind::Whole | FieldKind::Year => {
            (FormKind::Number, ["只填数字，不带单位", "a number without its unit"])
        }
        FieldKind::Figure => (FormKind::Text, ["数字；百分比写 93%", "a number; a percentage as 93%"]),
        FieldKind::Month => (FormKind::Text, ["月份，如 2013-09", "a month such as 2013-09"]),
        FieldKind::Score => (
            FormKind::Number,
            [
                "0–10 或 0–100 的分数，整列用同一种分制；没有回答则留空",
                "a score of 0–10 or 0–100, the same scale in the whole column; blank where there is no answer",
            ],
        ),
        FieldKind::YesNo => (FormKind::Text, ["填“是”或“否”；不清楚则留空", "yes or no; leave it blank if unknown"]),
        FieldKind::Word => (
            FormKind::Text,
            [
                "从下拉列表中选择；列表中没有的，写客户或记录的原话",
                "choose from the list; if it has no such word, write what was said",
            ],
        ),
        FieldKind::Person => {
            (FormKind::Text, ["姓名，同一个人始终用同一种写法", "a name, the same person always spelt alike"])
        }
        FieldKind::Duration => {
            (FormKind::Text, ["时长带单位，如 85秒、1分25秒", "how long with its unit, such as 85s"])
        }
        FieldKind::Limit => (
            FormKind::Text,
            ["处理截止的时间，或“24小时”“3天”", "the time by which it is due, or “24 hours”, “3 days”"],
        ),
        FieldKind::Code => (FormKind::Text, ["完整的编号，与系统中一致", "the whole number as the system has it"]),
        FieldKind::Plate => {
            (FormKind::Text, ["完整的车牌号，如 京A12345", "the whole plate, with the character of its province"])
        }
        FieldKind::Vin => (FormKind::Text, ["17 位车架号", "all 17 characters of the VIN"]),
        FieldKind::Phone => {
            (FormKind::Text, ["手机号或带区号的电话", "a mobile number, or a number with its area code"])
        }
        FieldKind::Text | FieldKind::Line => {
            (FormKind::Text, ["按实际情况填写，没有则留空", "what applies; leave it blank if nothing does"])
        }
    };
    let characters = match field.kind {
        FieldKind::Date => DATE_AND_TIME,
        FieldKind::Vin => VIN,
        FieldKind::Phone | FieldKind::Code | FieldKind::Limit | FieldKind::Duration => NUMBER,
        FieldKind::Text => SENTENCE,
        _ => 0,
    };
    let choices = match field.kind {
        FieldKind::YesNo => {
            [["是", "Yes"], ["否", "No"]].map(|[chinese, english]| lang.pick(chinese, english).to_owned()).into()
        }
        FieldKind::Word => field.offered().map(|entry| entry.name(lang).to_owned()).collect(),
        _ => Vec::new(),
    };
    let note = lang.pick(rule[0], rule[1]).to_owned();
    FormColumn { heading: heading(field, lang), note, required, choices, kind, characters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::catalogue::Catalogue;
    use crate::settings::Reading;
    use crate::tables::schemas::Schemas;
    use crate::templates::Templates;

    fn schemas() -> Vec<Schema> {
        Schemas::load(&Templates::embedded(), &Reading::default()).expect("the built-in tables").tables
    }

    #[test]
    fn every_field_that_an_indicator_is_broken_down_by_has_its_column() {
        let (schemas, mut asked) = (schemas(), 0);
        let catalogue = Catalogue::of(&Templates::embedded(), &Default::default()).expect("the indicators");
        for definition in catalogue.definitions() {
            let facts = &definition.rows.facts;
            let fields = definition.by.iter().flatten().filter_map(|by| facts.column(by)?.field.as_ref());
            for field in fields {
                let of_table = |schema: &&Schema| facts.tables.contains(&schema.table);
                let pairs =
                    schemas.iter().filter(of_table).flat_map(|schema| schema.fields.iter().map(move |it| (schema, it)));
                let found = pairs.into_iter().find(|(_, it)| it.id == *field);
                if let Some((schema, found)) = found {
                    assert!(asked_for(schema, found), "{} by {field}: no form asks for it", definition.id);
                    asked += 1;
                }
            }
        }
        assert!(asked > 10, "only {asked} fields");
    }

    #[test]
    fn a_form_offers_one_system_of_levels_and_columns_that_hold_their_values() {
        let schemas = schemas();
        let complaints = schemas.iter().find(|schema| schema.names.en == "Complaints").expect("complaints");
        let form = form_table(complaints, Lang::Chinese);
        let column = |heading: &str| form.columns.iter().find(|column| column.heading == heading).expect("a column");
        assert_eq!(column("投诉等级").choices, ["I", "II", "III"]);
        assert!(column("接诉时间").characters >= "2013-09-02 14:30".len());
        assert!(column("VIN").characters >= "LSVAA49J132047371".len());
    }
}
