//! What own facts may declare, and what they come to.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use crate::base::period::{Calendar, PeriodKind};
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::facts::moments::{Moment, Moments};
use crate::facts::test_tables::{Row, counting, row, tables};
use crate::facts::{Facts, build};
use crate::settings::Reading;
use crate::tables::schemas::Schemas;
use crate::templates::Templates;

/// The built-in facts with one of the workspace's own.
fn book(text: &str) -> Result<FactBook, String> {
    let workspace = tempfile::tempdir().expect("a folder");
    let folder = workspace.path().join("templates/facts");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("own.toml"), text).expect("a file");
    let templates = Templates::load(workspace.path()).expect("templates");
    let schemas = Schemas::load(&templates, &Reading::default()).expect("tables");
    let constants = Constants::load(&templates, &[].into()).expect("the constants");
    FactBook::load(&templates, &schemas, constants).map_err(|failure| failure.message.en)
}

fn built(text: &str, rows: &[Row]) -> Facts {
    build(&tables(rows), &book(text).expect(text), &counting(), Calendar::default()).expect("facts")
}

/// A column of the own fact, as texts; `-` where it is blank.
fn column(text: &str, rows: &[Row], name: &str) -> Vec<String> {
    let book = book(text).expect(text);
    let facts = built(text, rows);
    let period = Calendar::default().parse(PeriodKind::Month, "2013-09").expect("a month");
    let moments = Moments::new(vec![Moment { period, as_of: period.end }]);
    let frame = facts.frame(book.get("own").expect("it"), &moments).expect("a frame");
    let column = frame.column(name).expect("a column");
    (0..frame.height()).map(|at| column.get(at).expect("a value").to_string().replace("null", "-")).collect()
}

fn own(more: &str) -> String {
    format!("table = \"work_orders\"\nrow = {{ zh-CN = \"一行\", en = \"a row\" }}\n{more}")
}

fn order(no: &str, plate: &str, day: &str) -> Row {
    row![WORK_ORDERS, order_no: no, plate: plate, opened_at: day, settled_at: day, status_sense: "finished"]
}

#[test]
fn a_car_that_came_again_does_not_find_its_own_visit() {
    let rows = [
        order("A1", "京A1", "2013-08-01"),
        order("A2", "京A1", "2013-08-11"),
        order("A3", "京B2", "2013-08-20"),
        order("A4", "京B2", "2013-10-31"),
    ];
    let look = |give: &str| {
        own(&format!(
            "columns = [{{ id = \"date\", is = \"DAY(settled_at)\" }}, {{ id = \"again\", look = {{ in = \"own\", \
             same = {{ plate = \"plate\" }}, of = \"date\", days = [0, 30], give = \"{give}\" }} }}]"
        ))
    };
    // The window of the last visit reaches beyond the list: nobody knows.
    assert_eq!(column(&look("any"), &rows, "again"), ["true", "false", "false", "-"]);
    assert_eq!(column(&look("count"), &rows, "again"), ["1", "0", "0", "-"]);
}

#[test]
fn the_functions_of_time_count_by_the_calendar() {
    let rows = [row![WORK_ORDERS, order_no: "A1", opened_at: "2013-01-31 23:50", settled_at: "2013-02-01 00:20"]];
    let of = |is: &str| column(&own(&format!("columns = [{{ id = \"x\", is = \"{is}\" }}]")), &rows, "x").concat();
    assert_eq!(of("DAYS(opened_at, settled_at)"), "1");
    assert_eq!(of("MINUTES(opened_at, settled_at)"), "30");
    assert_eq!(of("HOUR(opened_at)"), "23");
    assert_eq!(of("MONTHS_AFTER(opened_at, 1)"), "2013-02-28");
    assert_eq!(of("MONTHS_AFTER(opened_at, -2)"), "2012-11-30");
}

#[test]
fn a_fact_of_a_workspace_changes_nothing_of_a_table_that_has_facts() {
    let rows = [order("A1", "京A1", "2013-08-01")];
    let plain = built(&own("columns = []"), &rows);
    let text = own(
        "always = true\nuntil = \"updated_at\"\ndates = [\"opened_at\", \"late\"]\ncolumns = [{ id = \"late\", is = \"MONTHS_AFTER(opened_at, 5)\" }]",
    );
    let bold = built(&text, &rows);
    assert_eq!((&plain.spans, &plain.always, &plain.lasting), (&bold.spans, &bold.always, &bold.lasting));
}

#[test]
fn what_an_own_fact_may_not_declare_is_told() {
    for (columns, part) in [
        ("{ id = \"p\", is = \"COALESCE(phone, plate)\" }", ""),
        ("{ id = \"period\", is = \"plate\" }", "keeps for itself"),
        ("{ id = \"x\", kind = \"integer\" }", "write is"),
        ("{ id = \"x\", is = \"amount\" }", "no column amount"),
        (
            "{ id = \"x\", look = { in = \"orders\", same = { plate = \"first_service\" }, of = \"opened_at\", days = [0, 1], give = \"any\" } }",
            "two types",
        ),
        (
            "{ id = \"x\", look = { in = \"orders\", same = {}, of = \"opened_at\", days = [0, 1], give = \"any\" } }",
            "a pair",
        ),
        (
            "{ id = \"x\", look = { in = \"complaints\", same = { plate = \"plate\" }, of = \"opened_at\", date = \"received_on\", days = [0, 1], where = \"open\", give = \"any\" } }",
            "no column open",
        ),
    ] {
        let told = book(&own(&format!("columns = [{columns}]")));
        match (told, part) {
            (Ok(book), "") => {
                let own = book.get("own").expect("it");
                assert!(own.column("p").expect("it").private, "what is made of a phone is private");
            }
            (Err(message), part) => {
                assert!(message.contains("templates/facts/own.toml, line 3") && message.contains(part), "{message}");
            }
            (Ok(_), part) => panic!("{columns} passes, expected: {part}"),
        }
    }
}

#[test]
fn a_number_with_a_name_stands_in_expressions_windows_and_limits() {
    let rows =
        [order("A1", "京A1", "2013-08-01"), order("A2", "京A1", "2013-08-04"), order("A3", "京A1", "2013-08-08")];
    let text = own("final = { days = \":callback_days\" }\ncolumns = [\n\
                    { id = \"date\", is = \"DAY(settled_at)\" },\n\
                    { id = \"again\", look = { in = \"own\", same = { plate = \"plate\" }, of = \"date\", \
                      days = [\"-:callback_days\", -1], give = \"any\" } },\n\
                    { id = \"early\", is = \"DAYS(DATE '2013-08-01', date) <= :callback_days\" }]");
    assert_eq!(column(&text, &rows, "again"), ["-", "true", "false"], "3 days before");
    assert_eq!(column(&text, &rows, "early"), ["true", "true", "false"]);
    assert_eq!(book(&text).expect("it").get("own").and_then(|own| own.settled.as_ref()).map(|one| one.days), Some(3));
    for (wrong, told) in [
        (":callback_day", "callback_days"),
        ("callback_days", "a constant with a colon"),
        ("--:callback_days", "a constant with a colon"),
    ] {
        let text = text.replace("\":callback_days\" }", &format!("\"{wrong}\" }}"));
        let message = book(&text).expect_err(wrong);
        assert!(message.contains("final.days") && message.contains(told), "{message}");
    }
    let message = book(&text.replace("<= :callback_days", "<= :callback_day")).expect_err("no such constant");
    assert!(message.contains(":callback_day") && message.contains("callback_days"), "{message}");
}
