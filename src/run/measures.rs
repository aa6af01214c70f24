//! The measures that are not done at the end of the period, as their lists have them.

use anyhow::Context as _;

use crate::base::table_id::TableId;
use crate::facts::Facts;
use crate::facts::moments::Moment;
use crate::init::forms::asked_for;
use crate::kpi;
use crate::kpi::behind::{RowBehind, Side};
use crate::run::declarations::Declarations;
use crate::settings::Settings;
use crate::tables::schema::{Field, Schema};

/// The count of the measures that go on.
const OPEN: &str = "actions_open";

/// The table of measures.
pub fn schema(declared: &Declarations) -> Option<&Schema> {
    declared.schemas.tables.iter().find(|schema| schema.table == TableId::ACTIONS)
}

/// The fields that a form asks for.
pub fn fields(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields.iter().filter(|field| asked_for(schema, field))
}

/// The open measures with all fields of the form, as their lists have them: in their order, with their words.
pub fn open(facts: &Facts, settings: &Settings, declared: &Declarations) -> anyhow::Result<Vec<RowBehind>> {
    let (Some(schema), Some(count)) = (schema(declared), declared.catalogue.get(OPEN)) else { return Ok(Vec::new()) };
    // The day on which a measure was raised is known to the fact, whatever its list says.
    let of_fact = |id: &str| if id == "raised_at" { "raised_on".to_owned() } else { id.to_owned() };
    let columns: Vec<String> = fields(schema).map(|field| of_fact(&field.id)).collect();
    let moment = Moment { period: settings.period, as_of: settings.as_of };
    let mut rows = kpi::rows_behind(facts, count, &moment, &columns, Side::Counted).context(OPEN)?;
    rows.sort_by(|one, other| one.origin.cmp(&other.origin));
    Ok(rows)
}
