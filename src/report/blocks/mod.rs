//! The blocks that a page can have, each under a name that `pages.toml` uses.

mod callback_failures;
mod callback_people;
mod callbacks;
mod complaint_groups;
mod complaints;
mod data_quality;
mod definitions;
mod first_service;
mod first_time_fix;
mod lists;
pub(super) mod others;
mod overview;
mod satisfaction;
mod satisfaction_advisors;

use crate::report::draft::Draft;
use crate::report::model::Block;

/// A block by name.
pub(super) struct Kind {
    /// The name in `pages.toml`; for a table or chart the id of it.
    pub(super) name: &'static str,
    /// The indicators it shows: those of a page that no block shows get a table of their own.
    pub(super) shows: &'static [&'static str],
    /// The indicator whose rows it lists, where it is a list: without a figure there is no list.
    pub(super) lists: Option<&'static str>,
    /// Builds it.
    pub(super) build: fn(&Draft<'_>) -> Vec<Block>,
}

const fn kind(name: &'static str, shows: &'static [&'static str], build: fn(&Draft<'_>) -> Vec<Block>) -> Kind {
    Kind { name, shows, lists: None, build }
}

const fn list(name: &'static str, lists: &'static str, build: fn(&Draft<'_>) -> Vec<Block>) -> Kind {
    Kind { name, shows: &[], lists: Some(lists), build }
}

/// Every block, in the order of the meeting; charts stand after their tables.
pub(super) const ALL: &[Kind] = &[
    kind("overview_sentences", &[], overview::sentences),
    kind("overview", &[], overview::table),
    kind("callback_sentences", &[], callbacks::sentences),
    kind("callbacks_by_period", &["callbacks_due", "callback_rate", "callback_success_rate"], callbacks::by_period),
    kind("callback_success_rate", &[], callbacks::chart),
    kind("callback_failures_by_reason", &["callback_failures"], callback_failures::by_reason),
    kind("callback_failures", &[], callback_failures::chart),
    kind("callback_failures_by_period", &[], callback_failures::by_period),
    kind("callbacks_by_advisor", &[], callback_people::advisors),
    kind("callbacks_by_caller", &[], callback_people::callers),
    kind("satisfaction_sentences", &[], satisfaction::sentences),
    kind("satisfaction_by_period", &["satisfaction_score"], satisfaction::by_period),
    kind("satisfaction_score", &[], satisfaction::score_chart),
    kind("satisfaction_items", &[], satisfaction::items_chart),
    kind("satisfaction_by_advisor", &[], satisfaction_advisors::table),
    kind("satisfaction_advisors", &[], satisfaction_advisors::chart),
    kind("satisfaction_answers", &[], satisfaction_advisors::answers),
    kind("first_time_fix_sentences", &[], first_time_fix::sentences),
    kind("first_time_fix_by_period", &["first_time_fix_rate"], first_time_fix::by_period),
    kind("first_time_fix_by_technician", &[], first_time_fix::technicians),
    kind("first_time_fix_rate", &[], first_time_fix::rate_chart),
    kind("first_time_fix_causes", &["first_time_fix_failures"], first_time_fix::causes),
    kind("first_time_fix_failures", &[], first_time_fix::causes_chart),
    kind("complaint_sentences", &[], complaints::sentences),
    kind(
        "complaints_by_period",
        &["complaints_received", "complaints_carried_in", "complaints_closed", "complaints_open"],
        complaints::flow,
    ),
    kind("complaint_flow", &[], complaints::flow_chart),
    kind("complaints_by_level", &["complaint_timely_closure_rate"], complaint_groups::levels),
    kind("complaint_timely_closure_rate", &[], complaint_groups::levels_chart),
    kind("complaints_by_category", &[], complaint_groups::categories),
    kind("complaints_by_age", &[], complaint_groups::ages),
    kind("complaint_reactions", &["complaint_resolution_satisfaction"], complaints::reactions),
    kind("first_service_sentences", &[], first_service::sentences),
    kind("first_service_by_period", &["first_service_retention"], first_service::by_period),
    kind("first_service_retention", &[], first_service::chart),
    list("failed_calls", "callback_failures", lists::failed_calls),
    list("not_fixed", "first_time_fix_failures", lists::not_fixed),
    list("open_complaints", "complaints_open", lists::open_complaints),
    kind("data_quality_sentences", &[], data_quality::sentences),
    kind("inputs", &[], data_quality::inputs),
    kind("findings", &[], data_quality::findings),
    kind("definitions", &[], definitions::table),
];

/// The block of a name.
pub(super) fn find(name: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.name == name)
}

/// The name of a block that is most like this one, for messages.
pub(super) fn nearest(name: &str) -> &'static str {
    crate::base::nearest::nearest(name, ALL.iter().map(|kind| kind.name)).unwrap_or_default()
}
