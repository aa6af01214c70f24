//! How parts name each other.

/// How a part names another one: by the way from its folder.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    let target: Vec<&str> = to.split('/').collect();
    let same = folders.iter().zip(&target).take_while(|(own, other)| own == other).count();
    let up = "../".repeat(folders.len() - same);
    up + &target[same..].join("/")
}

/// The name from the root of what a part names.
pub(super) fn resolved(from: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    // A place within the other part is not part of its name.
    let target = target.split('#').next().unwrap_or_default();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if target.starts_with('/') { "" } else { folder };
    let mut folders: Vec<&str> = Vec::new();
    for step in start.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// The part that a part of relationships belongs to: `ppt/a.xml` of `ppt/_rels/a.xml.rels`.
pub(super) fn owner(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let folder = folder.strip_suffix("_rels")?;
    Some(format!("{folder}{}", file.strip_suffix(".rels")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::parts::relationships_path;

    #[test]
    fn a_part_names_another_one_by_the_way_from_its_folder() {
        for (from, to, told) in [
            ("ppt/slides/slide1.xml", "ppt/charts/chart1.xml", "../charts/chart1.xml"),
            ("ppt/presentation.xml", "ppt/slides/slide1.xml", "slides/slide1.xml"),
            ("", "docProps/core.xml", "docProps/core.xml"),
        ] {
            assert_eq!(relative(from, to), told);
            assert_eq!(resolved(from, told), to);
            assert_eq!(owner(&relationships_path(from)).as_deref(), Some(from));
        }
        assert_eq!(resolved("ppt/slides/slide1.xml", "/ppt/media/image1.png"), "ppt/media/image1.png");
        assert_eq!(owner("ppt/presentation.xml"), None);
    }
}
