//! What became of an edited deck, in words.

use super::changes::{Change, Updated, What};
use crate::report::texts::Texts;

/// Characters of what would have been written.
const LONGEST: usize = 120;
/// So many names of what stays away.
const NAMES: usize = 8;

/// What was kept and may hold old figures, each with a sentence; of the foot of many slides one.
pub fn kept(updated: &Updated, texts: &Texts) -> Vec<(Change, String)> {
    let of_foot = |change: &Change| change.what == What::Edited && is_foot(change);
    let feet: Vec<&Change> = updated.kept.iter().filter(|change| of_foot(change)).collect();
    let mut told: Vec<_> =
        updated.kept.iter().filter(|change| !of_foot(change)).filter_map(|change| one(change, texts)).collect();
    if let [first, ..] = feet[..] {
        let text = texts.fill("update.feet", &[("pages", &pages(feet.iter().copied(), texts))]);
        told.push((first.clone(), text + &instead(first, texts)));
    }
    told
}

/// Whether it is the date or the text in the foot of a slide.
fn is_foot(change: &Change) -> bool {
    change.shape.as_ref().is_some_and(|name| [".date", ".foot"].iter().any(|end| name.ends_with(end)))
}

fn one(change: &Change, texts: &Texts) -> Option<(Change, String)> {
    let page = change.slide.map_or_else(String::new, |slide| slide.to_string());
    let key = match change.what {
        What::Edited if change.shape.is_some() => "update.edited",
        What::Edited => "update.unknown",
        What::NotesEdited => "update.notes",
        What::NotMade if change.shape.is_some() => "update.not_made",
        What::NotMade => "update.page_not_made",
        What::Copy => "update.copy",
        _ => return None,
    };
    let values = [("page", page.as_str()), ("name", change.shape.as_deref().unwrap_or(&change.name))];
    Some((change.clone(), texts.fill(key, &values) + &instead(change, texts)))
}

fn instead(change: &Change, texts: &Texts) -> String {
    match (&change.instead_of, change.what) {
        (Some(text), _) => texts.fill("update.instead", &[("text", &short(text))]),
        (None, What::NotesEdited) => texts.say("update.same").to_owned(),
        (None, What::Edited) if change.shape.is_some() => texts.say("update.same").to_owned(),
        _ => String::new(),
    }
}

/// Lines joined, and cut where they are long.
fn short(text: &str) -> String {
    let line =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / ").replace('\t', " ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// How many were replaced, added, kept and left out.
pub fn summary(updated: &Updated, texts: &Texts) -> String {
    let Updated { file, title, kept, replaced, added, left_out, removed, .. } = updated;
    let own: Vec<&Change> = kept.iter().filter(|one| one.what == What::Own).collect();
    let counted = |key: &'static str, n: usize, values: &[(&str, &str)]| {
        let n = n.to_string();
        let values: Vec<_> = [("n", n.as_str())].into_iter().chain(values.iter().copied()).collect();
        (n != "0").then(|| texts.fill(key, &values))
    };
    let placed = replaced.iter().filter(|one| one.what == What::ReplacedInPlace).count();
    let lines = [
        Some(texts.fill("update.head", &[("file", file), ("title", title)])),
        counted("update.replaced", replaced.len(), &[]),
        counted("update.placed", placed, &[]),
        counted("update.added", added.len(), &[("pages", &pages(added, texts))]),
        counted("update.kept", kept.len() - own.len(), &[]),
        counted("update.own", own.len(), &[("pages", &pages(own, texts))]),
        counted("update.left_out", left_out.len(), &[("names", &names(left_out, texts))]),
        counted("update.removed", removed.len(), &[("names", &names(removed, texts))]),
    ];
    lines.into_iter().flatten().map(|line| line + "\n").collect()
}

fn pages<'c>(changes: impl IntoIterator<Item = &'c Change>, texts: &Texts) -> String {
    let mut pages: Vec<usize> = changes.into_iter().filter_map(|change| change.slide).collect();
    pages.dedup();
    pages.iter().map(usize::to_string).collect::<Vec<_>>().join(texts.say("sentence.and"))
}

fn names(changes: &[Change], texts: &Texts) -> String {
    let name = |change: &&Change| change.shape.clone().unwrap_or_else(|| change.name.clone());
    let (feet, mut changes): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| is_foot(change));
    changes.extend(feet);
    let more = if changes.len() > NAMES { "…" } else { "" };
    changes.iter().take(NAMES).map(name).collect::<Vec<_>>().join(texts.say("sentence.and")) + more
}
