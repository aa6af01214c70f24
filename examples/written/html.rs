//! Writes a sheet as a web page with one table, as dealer systems export it under the name .xls.

use super::delimited::shown;
use super::grid::{Cell, Merge, Sheet};
use super::package::escape;

/// The text of the page.
pub fn write(sheet: &Sheet) -> String {
    let mut page = String::from(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n<head><meta http-equiv=\"Content-Type\" \
         content=\"text/html; charset=utf-8\"></head>\n<body><table border=\"1\">\n",
    );
    for (row, cells) in sheet.rows.iter().enumerate() {
        let seen = cells.iter().enumerate().filter(|(col, _)| !sheet.is_covered(row, *col));
        let element = |(col, cell): (usize, &Cell)| {
            let span = sheet.merge_at(row, col).map_or_else(String::new, |Merge { rows, cols }| {
                let across =
                    if cols.1 > cols.0 { format!(" colspan=\"{}\"", cols.1 - cols.0 + 1) } else { String::new() };
                format!(" rowspan=\"{}\"{across}", rows.1 - rows.0 + 1)
            });
            format!("<td{span}>{}</td>", escape(&shown(cell)).replace('\n', "<br>"))
        };
        page += &format!("<tr>{}</tr>\n", seen.map(element).collect::<String>());
    }
    page + "</table></body>\n</html>\n"
}
