//! Copies of the built-in tables in a workspace, each field of each of them renamed and left out: the run works, or says in
//! which file what is missing. Never is it a fault of the program.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use csr_report::settings::Reading;
use csr_report::tables::field_kind::FieldKind;
use csr_report::tables::schema::{Field, Schema};
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;

use crate::workspace::Workspace;

/// What begins a field in the file of a table.
const FIELD: &str = "[[fields]]\n";

/// A value that a field takes.
fn value(field: &Field, row: usize) -> String {
    let word = |at: usize| field.vocabulary.entries().get(at).map_or_else(String::new, |entry| entry.word.clone());
    match field.kind {
        FieldKind::Date => format!("2013-09-{:02}", row + 1),
        FieldKind::Month => "2013-09".to_owned(),
        FieldKind::Limit => "24小时".to_owned(),
        FieldKind::Duration => "85秒".to_owned(),
        FieldKind::YesNo => "是".to_owned(),
        FieldKind::Whole | FieldKind::Number | FieldKind::Year => "1".to_owned(),
        FieldKind::Score | FieldKind::Figure => "90".to_owned(),
        FieldKind::Word => word(row % 2),
        FieldKind::Vin => format!("LFV2A21J8C30000{row:02}"),
        FieldKind::Plate => format!("京A000{row:02}"),
        FieldKind::Phone => format!("138000000{row:02}"),
        FieldKind::Person => "李娜".to_owned(),
        FieldKind::Code => format!("RO20130900{row:02}"),
        FieldKind::Text | FieldKind::Line => "甲".to_owned(),
    }
}

/// A list of a table with every field.
fn list(schema: &Schema) -> String {
    let mut text = schema.fields.iter().map(|field| field.headings[0].as_str()).collect::<Vec<_>>().join(",");
    for row in 0..12 {
        let cells: Vec<_> = schema.fields.iter().map(|field| value(field, row)).collect();
        write!(text, "\n{}", cells.join(",")).unwrap();
    }
    text
}

#[test]
fn a_field_of_a_built_in_table_that_is_renamed_or_left_out_is_told_with_its_file() {
    let schemas = Schemas::load(&Templates::embedded(), &Reading::default()).unwrap();
    let with_lists = || {
        let lists = schemas.tables.iter();
        lists.fold(Workspace::new(), |workspace, schema| {
            workspace.with(&format!("input/{}.csv", schema.names.chinese), &list(schema))
        })
    };
    let read = schemas.tables.iter().map(|schema| format!("{0}.csv → {0}：行数 12", schema.names.chinese));
    let read: Vec<_> = read.collect();
    with_lists().run("check --month 2013-09").prints(&read.iter().map(String::as_str).collect::<Vec<_>>());
    let mut faults = Vec::new();
    let run_all = |schema: &Schema| {
        let mut faults = Vec::new();
        let name = format!("templates/tables/{}.toml", schema.table);
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name)).unwrap().replace("\r\n", "\n");
        let parts: Vec<&str> = text.split(FIELD).collect();
        let workspace = with_lists();
        let mut refused = 0;
        for (at, field) in schema.fields.iter().enumerate() {
            let (id, part) = (&field.id, parts[at + 1]);
            assert!(part.lines().next().is_some_and(|line| line.contains(&format!("\"{id}\""))), "{id}: {part}");
            for instead in ["", &format!("{id}z")] {
                let mut changed = parts.clone();
                let renamed = part.replacen(&format!("\"{id}\""), &format!("\"{instead}\""), 1);
                match instead {
                    "" => {
                        changed.remove(at + 1);
                    }
                    _ => changed[at + 1] = &renamed,
                }
                fs::create_dir_all(workspace.path().join("templates/tables")).unwrap();
                fs::write(workspace.path().join(&name), changed.join(FIELD)).unwrap();
                let run = workspace.run("check --month 2013-09");
                let is_told = run.code == Some(2) && run.stderr.contains(&name);
                refused += usize::from(is_told);
                if !is_told && !matches!(run.code, Some(0 | 4)) {
                    faults.push(format!("{name}: {id} -> {instead:?}: {:?} {}", run.code, run.stderr));
                }
            }
        }
        assert!(refused >= schema.fields.len(), "a renamed field is refused: {refused} of {name}");
        faults
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = schemas.tables.iter().map(|schema| scope.spawn(|| run_all(schema))).collect();
        threads.into_iter().for_each(|thread| faults.extend(thread.join().unwrap()));
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
