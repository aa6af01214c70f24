//! Writes a sheet as a web page with one table, as dealer systems export it under the name .xls.

use super::delimited::shown;
use super::grid::Sheet;
use super::package::escape;

/// The text of the page.
pub fn write(sheet: &Sheet) -> String {
    let mut page = String::from(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n<head><meta http-equiv=\"Content-Type\" \
         content=\"text/html; charset=utf-8\"></head>\n<body><table border=\"1\">\n",
    );
    for row in &sheet.rows {
        let cells = row.iter().map(|cell| format!("<td>{}</td>", escape(&shown(cell)).replace('\n', "<br>")));
        page += &format!("<tr>{}</tr>\n", cells.collect::<String>());
    }
    page + "</table></body>\n</html>\n"
}
