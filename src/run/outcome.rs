//! What a command came to.

use std::path::PathBuf;

use crate::base::failure::Exit;

/// What a command came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How the program ends.
    pub exit: Exit,
    /// What goes to standard output.
    pub text: String,
    /// The folder of the report that was published; of several the last one, which is the group's where it has one.
    pub published: Option<PathBuf>,
}

impl Outcome {
    /// What a command came to that publishes nothing.
    pub fn new(exit: Exit, text: String) -> Self {
        Self { exit, text, published: None }
    }
}
