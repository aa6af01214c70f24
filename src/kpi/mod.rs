//! Facts to indicators: each is declared once in `templates/kpis`, its rows are expressions, its aggregation is a shape.

pub mod analyses;
mod assemble;
mod basis;
pub mod behind;
pub mod catalogue;
pub mod counted;
mod cut;
mod declared;
pub mod definition;
mod difference;
mod distinct;
mod evaluate;
pub mod explain;
mod grouped;
mod grouping_sets;
mod history;
mod latest;
mod mean_of_groups;
mod median;
pub mod model;
mod named;
mod notes;
mod packed;
mod parts;
mod query;
mod ratio;
mod reasons;
mod rolling;
mod row_groups;
mod shapes;
mod shortness;
mod sorting;
mod stated;
pub mod stores;
mod targets;
#[cfg(test)]
mod tests;
mod times;
mod told;
mod trailing;
pub mod warehouse;

pub use behind::rows_behind;
pub use evaluate::{Evaluation, evaluate, evaluate_counted};
pub use explain::explain;
