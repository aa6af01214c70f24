//! How a sheet opens and prints: panes, filter, page, header and footer.

use rust_xlsxwriter::{Color, IgnoreError};

use super::canvas::Canvas;
use super::formats::FONT;
use super::page_breaks::{self, Papers};
use super::table::Placed;
use crate::report::model::{Page, Report, TableKind};
use crate::report::words;

/// A4 in Excel's list of papers.
const A4: u8 = 9;
/// Rows that may stay in view above a list; more would leave no room for its rows.
const FROZEN_AT_MOST: u32 = 8;
/// Inches left, right, top, bottom, header, footer.
const MARGINS: [f64; 6] = [0.4, 0.4, 0.45, 0.4, 0.2, 0.2];

/// Sets up panes, filter and printing of a finished sheet.
pub(super) fn set_up(
    canvas: &mut Canvas<'_>,
    report: &Report,
    page: &Page,
    tables: &[Placed<'_>],
) -> anyhow::Result<()> {
    let longest = longest_list(tables);
    let (last_row, last_col) = canvas.extent;
    let (upright, papers) =
        if page.handed_out { page_breaks::handed(canvas) } else { (false, page_breaks::papers(canvas)) };
    let (tall, last_col, breaks) = match papers {
        Papers::Fitted(sheets) => (sheets, last_col, Vec::new()),
        Papers::Broken(last_col, rows) => (0, last_col, rows),
    };
    let paper = page_breaks::paper(canvas, last_col);
    let repeated = repeated_row(canvas, tables, breaks.last().copied().unwrap_or(0), paper);
    let worksheet = &mut *canvas.worksheet;
    if let Some(list) = longest.filter(|list| list.last > list.heading) {
        worksheet.autofilter(list.heading, 0, list.last, list.columns.saturating_sub(1))?;
    }
    worksheet.set_freeze_panes(frozen_rows(tables), 0)?;
    worksheet.set_screen_gridlines(tables.first().is_some_and(|first| first.kind == TableKind::List));
    worksheet.set_tab_color(Color::RGB(canvas.formats.palette.heading_fill));
    if upright {
        worksheet.set_portrait();
    } else {
        worksheet.set_landscape();
    }
    worksheet.set_paper_size(A4).set_print_fit_to_pages(1, tall);
    let [left, right, top, bottom, header, footer] = MARGINS;
    worksheet.set_margins(left, right, top, bottom, header, footer);
    worksheet.set_page_breaks(&breaks)?;
    worksheet.set_print_area(0, 0, last_row, last_col)?;
    worksheet.set_repeat_rows(repeated, repeated)?;
    worksheet.set_header(header_text(report, page));
    worksheet.set_footer(footer_text(report));
    // Order numbers and phones are texts on purpose.
    worksheet.ignore_error_range(0, 0, last_row, last_col, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn longest_list<'t, 'a>(tables: &'t [Placed<'a>]) -> Option<&'t Placed<'a>> {
    let lists = tables.iter().filter(|placed| !placed.kind.is_figures());
    lists.max_by_key(|placed| (placed.last - placed.heading, std::cmp::Reverse(placed.top)))
}

/// The row that every further sheet of paper repeats: the headings of a table that goes on over the end of the one that
/// begins at `begin`, which only the last table may do, else the title of the page.
fn repeated_row(canvas: &Canvas<'_>, tables: &[Placed<'_>], begin: u32, paper: u32) -> u32 {
    let last = tables.iter().rfind(|placed| placed.kind.is_printed());
    let goes_on = |placed: &&Placed<'_>| {
        let pixels = (begin..=placed.last).map(|row| canvas.height(row)).sum::<u32>();
        placed.kind == TableKind::List || pixels > paper
    };
    last.filter(goes_on).map_or(0, |placed| placed.heading)
}

/// The headings of a page that begins with a list stay in view, else its title.
fn frozen_rows(tables: &[Placed<'_>]) -> u32 {
    match tables.first() {
        Some(first) if first.kind == TableKind::List && tables.len() == 1 && first.heading < FROZEN_AT_MOST => {
            first.heading + 1
        }
        _ => 1,
    }
}

fn header_text(report: &Report, page: &Page) -> String {
    let font = format!("&\"{FONT},Regular\"&9");
    let (dealer, title) = (plain(&report.dealer), plain(&page.title));
    let dealer = if dealer.trim().is_empty() { String::new() } else { format!("&L{font} {dealer}") };
    // The space keeps a digit that follows from being read as the size of the font.
    format!("{dealer}&C{font} {title}&R{font} {}", words::named(&report.period, report.lang))
}

fn footer_text(report: &Report) -> String {
    let pages = report.lang.pick("第 &P 页，共 &N 页", "Page &P of &N");
    format!("&C&\"{FONT},Regular\"&9 {pages}")
}

/// `&` begins a code in headers; a long name must not break the limit of 255 characters.
fn plain(text: &str) -> String {
    text.chars().take(60).collect::<String>().replace('&', "&&")
}
