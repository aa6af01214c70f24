use super::super::grid::GridValue;
use super::*;
use crate::base::address::CellRef;
use crate::base::finding::Code;
use crate::settings::InputLimits;

/// The cells as `A1=text`.
fn cells(text: &str) -> Vec<String> {
    let (grid, _) = read(text, &"a.xls".into(), None, &mut Budget::new(&InputLimits::default())).unwrap();
    let text = |value| match value {
        GridValue::Text(id) => grid.text(id).to_owned(),
        other => unreachable!("{other:?}"),
    };
    let place = |row, col| grid.place().at(row, col).cell.unwrap().to_string();
    grid.cells.iter().map(|cell| format!("{}={}", place(cell.row, cell.col), text(cell.value))).collect()
}

#[test]
fn a_page_is_told_from_a_table_of_text() {
    assert!(is_html("\n<HTML><body>") && is_html("<table border=1><tr>"));
    assert!(!is_html("a,b\n<table>,1\n") && !is_html("<?xml version=\"1.0\"?><Workbook>"));
}

#[test]
fn rows_and_cells_are_read_with_and_without_end_tags() {
    let page = "<html><table><TR><th>工单号</th><th>客户</th></tr><tr><td>R1<td> 王\n  五 <tr><td>R2</table>";
    assert_eq!(cells(page), ["A1=工单号", "B1=客户", "A2=R1", "B2=王 五", "A3=R2"]);
}

#[test]
fn spans_keep_the_columns_in_place() {
    let page = "<table><tr><td rowspan=2>a<td colspan=\"2\">b<td>c</tr><tr><td>d<td>e<td>f</tr><tr><td>g</table>";
    assert_eq!(cells(page), ["A1=a", "B1=b", "D1=c", "B2=d", "C2=e", "D2=f", "A3=g"]);
}

#[test]
fn rows_that_are_hidden_or_struck_through_are_told() {
    let page = "<table><tr><td>a<td>b<tr STYLE='display: none'><td>c<tr style='display:none'><td></td><tr><td><s>d</s><td style=\"text-decoration: line-through\">e<td><del>f</del><td>g<tr><td><strike>h</strike><td>i</table>";
    let (grid, _) = read(page, &"a.xls".into(), None, &mut Budget::new(&InputLimits::default())).unwrap();
    assert_eq!((grid.hidden_rows, &*grid.struck), (1, &[CellRef { row: 3, col: 0 }][..]));
}

#[test]
fn an_empty_cell_in_the_manner_of_xml_keeps_its_place() {
    let page = "<table><tr><td>a</td><td/><td class='x' /><td>b<br/>c</td></tr><tr/><tr><td>d</table>";
    assert_eq!(cells(page), ["A1=a", "D1=b\nc", "A3=d"]);
}

#[test]
fn a_span_is_its_own_attribute_however_it_is_written() {
    for wide in ["colspan=3", "COLSPAN = '3'", "nowrap colspan\n=\n\"3\"", "class=\"a b\" colspan=3/"] {
        assert_eq!(cells(&format!("<table><tr><td {wide}>a<td>b")), ["A1=a", "D1=b"], "{wide}");
    }
    for narrow in ["data-colspan=3", "title='colspan=3'", "title = \"a colspan=3\"", "colspan", "colspan=x", "="] {
        assert_eq!(cells(&format!("<table><tr><td {narrow}>a<td>b")), ["A1=a", "B1=b"], "{narrow}");
    }
}

#[test]
fn a_span_ends_with_its_table() {
    let page = "<table><tr><td rowspan=9 colspan=2>a<td>b<tr><td>c</table><table><tr><td>d<tr><td>e</table>";
    assert_eq!(cells(page), ["A1=a", "C1=b", "C2=c", "A3=d", "A4=e"]);
    let (grid, _) = read(page, &"a.xls".into(), None, &mut Budget::new(&InputLimits::default())).unwrap();
    assert_eq!(grid.merges, [Area { row: 0, last_row: 1, col: 0, last_col: 1 }]);
}

#[test]
fn spans_beyond_any_sheet_are_refused() {
    let page = format!("<table><tr>{}</table>", "<td colspan=1000 rowspan=60000>a".repeat(17));
    let problem = read(&page, &"a".into(), None, &mut Budget::new(&InputLimits::default())).unwrap_err();
    assert_eq!(problem.code, Code::LimitExceeded);
}

#[test]
fn rows_that_are_all_but_covered_by_one_above_come_to_an_end() {
    let page = format!("<table><tr>{}{}", "<td colspan=1000 rowspan=60000>a".repeat(16), "<tr><td>b".repeat(1_000));
    let problem = read(&page, &"a".into(), None, &mut Budget::new(&InputLimits::default())).unwrap_err();
    assert_eq!(problem.code, Code::LimitExceeded);
}

#[test]
fn references_and_line_breaks_are_resolved_and_blank_cells_are_none() {
    let page =
        "<table><tr><td>A&amp;B &lt;1&#62; &#x4e00;</td><td>&nbsp;</td><td>x<br>y</td><td>&unknown;</td></table>";
    assert_eq!(cells(page), ["A1=A&B <1> 一", "C1=x\ny", "D1=&unknown;"]);
    assert_eq!(cells("<table><tr><td>京A&middot;12345<td>&radic;"), ["A1=京A·12345", "B1=√"]);
    assert_eq!(cells("<table><tr><td>A&amp B&nbsp<td>R&D;a&lt=b&#128;&eacute;"), ["A1=A& B", "B1=R&D;a&lt=b€&eacute;"]);
    assert_eq!(cells("<table><tr><td>a&zwnj;b&shy;c&lrm;"), ["A1=a\u{200c}b\u{ad}c\u{200e}"]);
}

#[test]
fn scripts_styles_and_comments_are_no_cells() {
    let page = "<style>td{a>b}</style><table><tr><td>1<!-- <td>no --></td><td title='a>b'>2</td></tr></table><script>'<td>3'</script>";
    assert_eq!(cells(page), ["A1=1", "B1=2"]);
}

#[test]
fn a_sign_in_a_text_or_an_open_quote_does_not_swallow_cells() {
    assert_eq!(cells("<table><tr><td>3 < 5</td><td class=\"x>y</td></table>"), ["A1=3 < 5", "B1=y"]);
}

#[test]
fn further_tables_stand_below() {
    assert_eq!(cells("<table><tr><td>a</table><p><table><tr><td>b</table>"), ["A1=a", "A2=b"]);
}

#[test]
fn the_frame_of_a_workbook_is_named() {
    let page = "<html><frameset rows=\"*,39\"><frame src=\"a.files/sheet001.htm\"></frameset></html>";
    let problem = read(page, &"a".into(), None, &mut Budget::new(&InputLimits::default())).unwrap_err();
    let finding = problem.at(crate::base::address::Place::file(&"a".into()));
    assert!(finding.message.en.contains("the frame of a web page"), "{}", finding.message.en);
}

#[test]
fn a_page_that_breaks_off_inside_a_table_is_told() {
    let places = |text: &str| -> Vec<String> {
        let read = read(text, &"a.xls".into(), None, &mut Budget::new(&InputLimits::default()));
        read.unwrap().1.iter().map(|finding| finding.place.to_string()).collect()
    };
    let start = "<html><table><tr><td>a</td><td>b</td></tr><tr><td>1</td>";
    assert_eq!(places(&format!("{start}</tr>")), ["a.xls › A2"]);
    assert_eq!(places(&format!("{start}<td>2")), ["a.xls › B2"]);
    for end in ["</tr></table>", "</tr></body></html>", "<table><tr><td>2</table></table>"] {
        assert!(places(&format!("{start}{end}")).is_empty(), "{end}");
    }
}

#[test]
fn a_page_without_a_table_is_no_spreadsheet() {
    let problem = read("<html><p>hello", &"a".into(), None, &mut Budget::new(&InputLimits::default())).unwrap_err();
    assert_eq!(problem.code, Code::NotASpreadsheet);
}
