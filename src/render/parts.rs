//! The parts of an Office file, by their names.

/// The part that tells what another one (`""`: the file) refers to: `xl/worksheets/_rels/sheet1.xml.rels`.
pub(in crate::render) fn relationships_path(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}
