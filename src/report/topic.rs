//! What a page is in the meeting, as the report says it to outputs that tell a story.

/// What a page is about: for outputs that tell the meeting from its beginning to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Id of the page.
    pub page: String,
    /// Its short title.
    pub title: String,
    /// Its part of the meeting.
    pub part: Agenda,
    /// The sentence that says what was found.
    pub finding: Option<String>,
    /// The indicators that it is about.
    pub about: Vec<About>,
    /// Ids of the lists that the meeting goes through.
    pub lists: Vec<String>,
}

/// An indicator that a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its id.
    pub id: String,
    /// How it is defined.
    pub rule: String,
    /// Where the definition comes from.
    pub source: String,
}

/// A part of the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agenda {
    /// All indicators with their lights.
    Scorecard,
    /// What became of the measures of last month.
    Measures,
    /// A topic.
    Topic,
    /// What to mend, and what is aimed at next.
    Next,
    /// What is looked up.
    Appendix,
    /// No part of it.
    Nowhere,
}
