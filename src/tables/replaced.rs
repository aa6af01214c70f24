//! A file that takes the place of a built-in table: its fields and senses are held against those of the original, so that a
//! name that was changed is told where it was changed and not where it is missed.

use crate::base::declaration::{Entry, Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::base::nearest::{is_slip, nearest, told};
use crate::base::table_id::TableId;
use crate::templates::{Template, Templates};

/// What fields are called, whatever they are for: Chinese, English.
const KEEP: [&str; 2] = [
    "字段名和 sense 是程序、事实表和页面认它们的依据，请照自带的写；不需要的字段整段删去",
    "the program, facts and pages know fields and senses by these names: write them as the built-in table does; a field \
     that you do not need can go as a whole",
];

/// A field as a file names it.
struct Named {
    id: String,
    line: usize,
    /// The senses of its words, each with the first line that has it.
    senses: Vec<(String, usize)>,
}

/// A field of the original that a copy has no longer, or has without its words.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    file: String,
    table: String,
    field: String,
    /// Only its words are missing.
    words: bool,
}

/// Holds a file against the built-in one of its name; gives back the fields that were left out.
///
/// # Errors
/// A field or a sense that was renamed.
pub(super) fn check(file: &Template) -> Result<Vec<Missing>, Failure> {
    let Some(original) = Templates::built_in(&file.name).filter(|original| original.text != file.text) else {
        return Ok(Vec::new());
    };
    let (own, original) = (fields(file), fields(&original));
    let mut missing = Vec::new();
    for field in &original {
        match own.iter().find(|one| one.id == field.id) {
            Some(one) if one.senses.is_empty() && !field.senses.is_empty() => missing.push(missed(file, field, true)),
            Some(one) => senses(file, field, one)?,
            None => {
                // Only a slip of the pen is a field renamed: comment_type may be a new one, and comment left out.
                let mut new = own.iter().filter(|one| original.iter().all(|field| field.id != one.id));
                if let Some(near) = new.find(|one| is_slip(&one.id, &field.id)) {
                    return Err(lack(file, near.line, &field.id, &near.id, false));
                }
                missing.push(missed(file, field, false));
            }
        }
    }
    Ok(missing)
}

fn missed(file: &Template, field: &Named, words: bool) -> Missing {
    Missing { file: file.shown(), table: file.stem().to_owned(), field: field.id.clone(), words }
}

/// What the program itself reads and a table has not, or has in another kind; `column` is a field, or what stands beside it
/// (`result_sense`).
pub fn lacks(file: &Template, table: TableId, column: &str) -> Failure {
    let own = fields(file);
    let of = |one: &&Named| {
        one.id == column || ["_sense", "_minutes"].map(|end| one.id.clone() + end).contains(&column.to_owned())
    };
    let Some(field) = own.iter().find(of) else { return lack(file, 1, column, "", true) };
    let name = file.shown();
    let source = Source { name: &name, text: &file.text };
    let (id, kind) = (&field.id, kind_of(table, &field.id));
    source.failure(
        field.line,
        &format!("字段 {id} 的 kind 不是自带的 {kind}（程序要用）"),
        &format!("the kind of the field {id} is not {kind}, as in the built-in table, which the program needs"),
    )
}

/// A built-in table has a field that a copy has not.
fn lack(file: &Template, line: usize, field: &str, near: &str, by_program: bool) -> Failure {
    let (name, table) = (file.shown(), file.stem());
    let near = told(field, Some(near).filter(|near| !near.is_empty()), "");
    let [needed, needs] = if by_program { ["（程序要用）", ", which the program needs"] } else { [""; 2] };
    let source = Source { name: &name, text: &file.text };
    let failure = source.failure(
        line,
        &format!("自带的表 {table} 缺字段 {field}{needed}{}", near.chinese),
        &format!("the built-in table {table} lacks its field {field}{needs}{}", near.en),
    );
    failure.hint(KEEP[0], KEEP[1])
}

/// Senses that no word of a field has any more, where the field has new ones.
fn senses(file: &Template, original: &Named, own: &Named) -> Result<(), Failure> {
    let new: Vec<&(String, usize)> = own.senses.iter().filter(|(sense, _)| !has(original, sense)).collect();
    let Some(first) = new.first() else { return Ok(()) };
    let Some((lost, _)) = original.senses.iter().find(|(sense, _)| !has(own, sense)) else { return Ok(()) };
    let near = nearest(lost, new.iter().map(|(sense, _)| sense.as_str()));
    let (sense, line) = new.iter().find(|(sense, _)| Some(sense.as_str()) == near).unwrap_or(first);
    let (name, field) = (file.shown(), &own.id);
    let source = Source { name: &name, text: &file.text };
    let failure = source.failure(
        *line,
        &format!("字段 {field} 没有自带的 sense“{lost}”，却有“{sense}”"),
        &format!("the field {field} lacks the built-in sense “{lost}” and has “{sense}”"),
    );
    Err(failure.hint(KEEP[0], KEEP[1]))
}

fn has(field: &Named, sense: &str) -> bool {
    field.senses.iter().any(|(known, _)| known == sense)
}

/// The fields of a file, as far as it can be read; what cannot is told by the reader of tables.
fn fields(file: &Template) -> Vec<Named> {
    let name = file.shown();
    let source = Source { name: &name, text: &file.text };
    let Ok(table) = source.parse() else { return Vec::new() };
    let list = Section::root(source, &table).take("fields").and_then(|entry| entry.items().ok());
    list.unwrap_or_default().iter().filter_map(named).collect()
}

fn named(entry: &Entry<'_>) -> Option<Named> {
    let mut section = entry.section().ok()?;
    let id = section.take("id")?;
    let words = section.take("words").and_then(|words| words.items().ok()).unwrap_or_default();
    let mut senses: Vec<(String, usize)> = Vec::new();
    for sense in words.iter().filter_map(|word| word.section().ok()?.take("sense")) {
        let Ok(text) = sense.text() else { continue };
        if senses.iter().all(|(known, _)| *known != text) {
            senses.push((text, sense.line()));
        }
    }
    Some(Named { id: id.text().ok()?, line: id.line(), senses })
}

/// The kind of a field in the built-in table.
fn kind_of(table: TableId, field: &str) -> String {
    let Some(file) = Templates::built_in(&format!("tables/{table}.toml")) else { return String::new() };
    let name = file.shown();
    let source = Source { name: &name, text: &file.text };
    let Ok(parsed) = source.parse() else { return String::new() };
    let list = Section::root(source, &parsed).take("fields").and_then(|entry| entry.items().ok()).unwrap_or_default();
    let mut of_field = list.iter().filter_map(|entry| entry.section().ok());
    let kind = of_field.find_map(|mut one| {
        let id = one.take("id")?.text().ok()?;
        if id == field { one.take("kind")?.text().ok() } else { None }
    });
    kind.unwrap_or_default()
}

/// A fault that comes of a field that was left out of a copy: the copy is named first.
pub(super) fn blame(missing: &[Missing], failure: Failure) -> Failure {
    let names = |one: &&Missing| {
        let mut words = failure.message.en.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.any(|word| match word.strip_suffix("_sense") {
            Some(of) => of == one.field,
            None => !one.words && word == one.field,
        })
    };
    let Some(one) = missing.iter().find(names) else { return failure };
    let Missing { file, table, field, words } = one;
    let [of, of_english] = if *words { [" 的 words", "the words of its field"] } else { ["", "its field"] };
    let (chinese, en) = (&failure.message.chinese, &failure.message.en);
    Failure::new(
        Exit::Usage,
        format!("{file}：自带的表 {table} 缺字段 {field}{of}，而别处要用它（{chinese}）"),
        format!("{file}: the built-in table {table} lacks {of_english} {field}, which is needed elsewhere ({en})"),
    )
    .hint(KEEP[0], KEEP[1])
}
