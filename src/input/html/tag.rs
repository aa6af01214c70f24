//! Tags of a page and their attributes.

/// A tag: what stands between `<` and `>`.
pub(super) struct Tag<'t>(&'t str);

impl<'t> Tag<'t> {
    /// `td`, `/td`; lower case.
    pub(super) fn name(&self) -> String {
        self.0[..self.end_of_name()].to_ascii_lowercase()
    }

    /// Before a blank or the `/` of `<td/>`; that of `</td>` belongs to it.
    fn end_of_name(&self) -> usize {
        let ends = |(at, c): &(usize, char)| c.is_whitespace() || *at > 0 && *c == '/';
        self.0.char_indices().find(ends).map_or(self.0.len(), |(at, _)| at)
    }

    /// Whether its own style hides it.
    pub(super) fn is_hidden(&self) -> bool {
        self.has_style("display:none")
    }

    /// Whether its own style strikes through.
    pub(super) fn is_struck(&self) -> bool {
        self.has_style("text-decoration:line-through")
    }

    fn has_style(&self, wanted: &str) -> bool {
        let mut attributes = self.attributes();
        attributes.find(|(key, _)| key.eq_ignore_ascii_case("style")).is_some_and(|(_, style)| {
            style.split_whitespace().collect::<String>().to_ascii_lowercase().contains(wanted)
        })
    }

    /// A number in an attribute.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let (_, value) = self.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let digits = value.trim_start();
        digits[..digits.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
    }

    /// Names and values; a value stands in quotes or ends at a blank.
    fn attributes(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let mut rest = &self.0[self.end_of_name()..];
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let first = rest.chars().next()?.len_utf8();
            let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '=');
            let (name, behind) = rest.split_at(rest[first..].find(ends).map_or(rest.len(), |at| first + at));
            let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = behind;
                return Some((name, ""));
            };
            let (value, behind) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = behind;
            Some((name, value))
        })
    }
}

/// Splits `<tag …>rest`, a comment as a whole; `None` where `<` is just a sign in a text.
pub(super) fn split_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    if text.starts_with("<!--") {
        return Some((Tag("!--"), skip_past(text, "--")));
    }
    let starts_tag = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !starts_tag {
        return None;
    }
    match end_of_tag(text).or_else(|| text.find('>')) {
        Some(end) => Some((Tag(&text[1..end]), &text[end + 1..])),
        // The page is cut off inside a tag.
        None => Some((Tag(""), "")),
    }
}

/// The `>` that is not inside quotes, looked for near by: a quote that is never closed must not swallow the page.
fn end_of_tag(text: &str) -> Option<usize> {
    const LONGEST_TAG: usize = 1_024;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The text after the next `>` that follows `mark`; nothing where there is none.
pub(super) fn skip_past<'t>(text: &'t str, mark: &str) -> &'t str {
    let start = if mark == "--" { 4.min(text.len()) } else { 0 };
    let found = text.get(start..).and_then(|rest| find_ignoring_case(rest, mark).map(|at| start + at));
    let end = found.and_then(|at| text[at..].find('>').map(|end| at + end + 1));
    end.map_or("", |end| &text[end..])
}

pub(super) fn find_ignoring_case(text: &str, mark: &str) -> Option<usize> {
    text.as_bytes().windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark.as_bytes()))
}
