//! Facts to indicators: each is declared once in `templates/kpis`, its rows are expressions, its aggregation is a shape.

mod assemble;
pub mod behind;
pub mod catalogue;
mod cut;
mod declared;
pub mod definition;
mod evaluate;
pub mod explain;
mod mean_of_groups;
pub mod model;
mod named;
mod notes;
mod query;
mod ratio;
mod shortness;
mod sorting;
#[cfg(test)]
mod tests;
mod trailing;

pub use behind::rows_behind;
pub use evaluate::{Evaluation, evaluate};
pub use explain::explain;
