use super::super::zip_look::tests::package;
use super::*;
use crate::base::address::CellRef;
use crate::base::finding::Code;

fn refused(rows: &str) -> Option<Code> {
    let content = format!("<office:document-content><table:table>{rows}</table:table></office:document-content>");
    look(&package(&[("content.xml", content.as_bytes())]), &InputLimits::default()).err().map(|problem| problem.code)
}

const CELL: &str = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;

#[test]
fn the_empty_rows_and_columns_that_every_program_writes_at_the_end_pass() {
    let rows = format!(
        r#"<table:table-row>{CELL}<table:table-cell table:number-columns-repeated="16383"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#
    );
    assert_eq!(refused(&rows), None);
}

#[test]
fn a_value_repeated_without_end_is_refused() {
    let cell =
        r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#;
    let rows = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    assert_eq!(refused(&rows), Some(Code::LimitExceeded));
}

#[test]
fn a_value_without_its_type_is_one() {
    for value in VALUES {
        let cell = format!(r#"<table:table-cell table:number-columns-repeated="16384" {value}="1"/>"#);
        let rows = format!(r#"<table:table-row table:number-rows-repeated="6000">{cell}</table:table-row>"#);
        assert_eq!(refused(&rows), Some(Code::LimitExceeded), "{value}");
    }
}

#[test]
fn a_row_or_a_cell_that_stands_nowhere_is_refused() {
    let row = format!(r#"<table:table-row table:number-rows-repeated="0">{CELL}</table:table-row>"#);
    assert_eq!(refused(&row), Some(Code::UnreadableFile));
    let cell = CELL.replace("/>", r#" table:number-columns-repeated="0"/>"#);
    assert_eq!(refused(&format!("<table:table-row>{cell}</table:table-row>")), Some(Code::UnreadableFile));
}

#[test]
fn spaces_beyond_all_reason_are_refused_together_and_repeated() {
    let cell = |repeated: u32, spaces: usize| {
        let spaces = r#"<text:s text:c="32767"/>"#.repeat(spaces);
        let kind = format!(r#"office:value-type="string" table:number-columns-repeated="{repeated}""#);
        format!(
            "<table:table-row><table:table-cell {kind}><text:p>{spaces}</text:p></table:table-cell></table:table-row>"
        )
    };
    assert_eq!(refused(&cell(1, 10)), None);
    assert_eq!(refused(&cell(1, 17_000)), Some(Code::LimitExceeded));
    assert_eq!(refused(&cell(10_000, 2)), Some(Code::LimitExceeded));
}

#[test]
fn what_the_library_reads_over_is_told_at_its_place() {
    let told = |row: &str| {
        let content = format!(
            r#"<office:document-content><table:table table:name="甲 &amp; 乙"><table:table-row/>{row}</table:table></office:document-content>"#
        );
        let found = look(&package(&[("content.xml", content.as_bytes())]), &InputLimits::default()).unwrap();
        found.1.into_iter().map(|it| (it.sheet, it.row, it.col, it.left)).collect::<Vec<_>>()
    };
    let row = |cell: &str| format!("<table:table-row>{CELL}{cell}</table:table-row>");
    assert!(told(&row(CELL)).is_empty());
    for (cell, col, left) in [
        (CELL.replace("float", "floau"), 1, "office:value-type=\"floau\""),
        (CELL.replace("office:value=", "office:valuf="), 1, "office:valuf=\"1\""),
        (CELL.replace("table:table-cell", "table:table-cfll"), 1, "<table:table-cfll>"),
    ] {
        assert_eq!(told(&row(&cell)), [("甲 & 乙".to_owned(), 1, col, left.to_owned())], "{cell}");
    }
}

#[test]
fn two_cells_in_opposite_corners_are_refused() {
    let rows = format!(
        r#"<table:table-row>{CELL}</table:table-row><table:table-row table:number-rows-repeated="1048574"/>
        <table:table-row><table:table-cell table:number-columns-repeated="16383"/>{CELL}</table:table-row>"#
    );
    assert_eq!(refused(&rows), Some(Code::LimitExceeded));
}

#[test]
fn many_sheets_that_would_fit_one_by_one_are_refused() {
    let rows = format!(
        r#"<table:table-row table:number-rows-repeated="9999"/><table:table-row><table:table-cell table:number-columns-repeated="99"/>{CELL}</table:table-row>"#
    );
    assert_eq!(refused(&rows), None);
    assert_eq!(refused(&vec![rows; 11].join("</table:table><table:table>")), Some(Code::LimitExceeded));
}

#[test]
fn a_long_text_repeated_very_often_is_refused() {
    let rows = |times: u32| {
        let cell = format!(r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">"#);
        format!("<table:table-row>{cell}<text:p>{}</text:p></table:table-cell></table:table-row>", "x".repeat(30_000))
    };
    assert_eq!(refused(&rows(1_000)), None);
    assert_eq!(refused(&rows(16_000).repeat(2)), Some(Code::LimitExceeded));
}

#[test]
fn merged_cells_and_formulas_without_a_result_are_found() {
    let formula = |rest: &str| format!(r#"<table:table-cell table:formula="of:=1"{rest}</table:table-cell>"#);
    let cells = [
        formula(">"),
        formula(r#" office:value-type="string"><text:p>a</text:p>"#),
        formula(r#" office:value-type="string" office:string-value=""><text:p/>"#),
        formula(r#" office:value-type="float"><office:annotation><text:p>1</text:p></office:annotation>"#),
        formula("><text:p/>"),
        formula(r#" office:value="0" office:value-type="float"><text:p>0</text:p>"#),
    ];
    let content = format!(
        r#"<a><table:table table:name="A&amp;B"><table:table-row table:number-rows-repeated="2"/><table:table-row><table:table-cell table:number-columns-repeated="3"/>
        <table:table-cell table:number-rows-spanned="3" table:number-columns-spanned="2" office:value="1"/><table:covered-table-cell/>{}</table:table-row></table:table></a>"#,
        cells.concat()
    );
    let found = look(&package(&[("content.xml", content.as_bytes())]), &InputLimits::default()).ok().unwrap();
    let sheet = &found.0["A&B"];
    assert_eq!(sheet.merges, [Area { row: 2, last_row: 4, col: 3, last_col: 4 }]);
    assert_eq!(sheet.not_calculated, [Area::of_cell(2, 5), Area::of_cell(2, 8)]);
}

#[test]
fn rows_that_are_hidden_or_struck_through_are_found() {
    let style = |name: &str, line: &str| {
        format!(
            r#"<style:style style:name="{name}"><style:text-properties style:text-line-through-style="{line}"/></style:style>"#
        )
    };
    let cell = |style: &str| format!(r#"<table:table-cell table:style-name="{style}" office:value="1"/>"#);
    let content = format!(
        r#"<a>{}{}<table:table table:name="S"><table:table-row table:visibility="filter" table:number-rows-repeated="2">{CELL}</table:table-row>
        <table:table-row table:visibility="collapse" table:number-rows-repeated="9"><table:table-cell/></table:table-row>
        <table:table-row><table:table-cell/>{}{}{}</table:table-row><table:table-row>{}</table:table-row></table:table></a>"#,
        style("ce1", "solid"),
        style("ce2", "none"),
        cell("ce1"),
        cell("ce1"),
        cell("ce2"),
        cell("ce2"),
    );
    let found = look(&package(&[("content.xml", content.as_bytes())]), &InputLimits::default()).ok().unwrap();
    let sheet = &found.0["S"];
    assert_eq!((sheet.hidden_rows, &*sheet.struck), (2, &[CellRef { row: 11, col: 1 }][..]));
}

#[test]
fn a_content_that_breaks_off_is_refused() {
    let content = "<office:document-content><table:table><table:table-row>";
    let problem = look(&package(&[("content.xml", content.as_bytes())]), &InputLimits::default()).unwrap_err();
    assert_eq!(problem.code, Code::UnreadableFile);
}

#[test]
fn a_count_that_is_no_number_is_refused() {
    let rows = r#"<table:table-row table:number-rows-repeated="viele"/>"#;
    assert_eq!(refused(rows), Some(Code::UnreadableFile));
}
