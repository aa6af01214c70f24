//! The fields of a table, for whatever in its file names them.

use crate::base::declaration::{Entry, choose};
use crate::base::failure::Failure;

use super::schema::{Field, Need};

/// The fields of the table, for whatever names them.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [Field]);

impl Fields<'_> {
    pub(super) fn index(self, entry: &Entry<'_>, id: &str) -> Result<usize, Failure> {
        let known: Vec<_> = self.0.iter().enumerate().map(|(at, field)| (field.id.as_str(), at)).collect();
        choose(id, &known).map_err(|wrong| entry.refuse(wrong))
    }

    pub(super) fn one(self, entry: Option<Entry<'_>>) -> Result<Option<usize>, Failure> {
        entry.map(|entry| self.index(&entry, &entry.text()?)).transpose()
    }

    pub(super) fn all(self, entry: &Entry<'_>) -> Result<Vec<usize>, Failure> {
        entry.texts()?.iter().map(|id| self.index(entry, id)).collect()
    }

    pub(super) fn some(self, entry: Option<Entry<'_>>) -> Result<Vec<usize>, Failure> {
        entry.map_or_else(|| Ok(Vec::new()), |entry| self.all(&entry))
    }

    /// `field` or `field:sense`.
    pub(super) fn need(self, entry: &Entry<'_>, text: &str) -> Result<Need, Failure> {
        let (id, sense) = text.split_once(':').map_or((text, None), |(id, sense)| (id, Some(sense)));
        let field = self.index(entry, id)?;
        if let Some(sense) = sense {
            let senses = self.0[field].vocabulary.entries().iter().filter_map(|entry| entry.sense.as_deref());
            let known: Vec<_> = senses.map(|sense| (sense, ())).collect();
            choose(sense, &known).map_err(|wrong| entry.refuse(wrong))?;
        }
        Ok(Need { field, sense: sense.map(str::to_owned) })
    }

    pub(super) fn needs(self, entry: Option<Entry<'_>>) -> Result<Vec<Need>, Failure> {
        let Some(entry) = entry else { return Ok(Vec::new()) };
        entry.texts()?.iter().map(|text| self.need(&entry, text)).collect()
    }
}
