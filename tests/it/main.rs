//! One binary for all tests from outside: the program as a user runs it, and laws over the whole source.

#![allow(missing_docs)]
// A test that cannot go on has failed; its helpers may say so as shortly as the tests themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod agreement;
mod behind;
mod cli;
mod corpus;
mod counted_twice;
mod damage;
mod deck;
mod deck_templates;
mod deck_update;
mod demo;
mod dialects;
mod documents;
mod examples;
mod faulty;
mod fixtures;
mod flows;
mod from_parts;
mod golden;
mod grids;
mod group;
mod handouts;
mod independence;
mod kills;
mod knots;
mod language;
mod laws;
mod layouts;
mod leaving;
mod lesser_topics;
mod managers;
mod marked;
mod measures;
mod merges;
mod notes;
mod numbers;
mod page;
mod pages;
mod paper;
mod readback;
mod replaced;
mod review;
mod running;
mod said_beside;
mod said_truly;
mod sameness;
mod second_opinion;
mod sentences;
mod settings_book;
mod shuffle;
mod stores;
mod strangers;
mod suggest;
mod topic;
mod traps;
mod truth;
mod untold;
mod validator;
mod verify;
mod warehouse;
mod workspace;

// The writers are shared with the generator of the demo dealer; the tests need most of them.
#[allow(dead_code)]
#[path = "../../examples/written/mod.rs"]
mod written;
