//! The monthly customer-relations report of a car dealer, from the spreadsheets the dealer already has.
//!
//! Data flows one way: files → grids → sheets → tables → facts → indicators → report → outputs. Each room calls only
//! those to its left; `docs/architecture.md` draws the picture.

pub mod base;
pub mod cli;
pub mod configuration;
pub mod double_click;
pub mod facts;
pub mod handouts;
pub mod init;
pub mod input;
pub mod kpi;
pub mod marked;
pub mod publish;
pub mod recognise;
pub mod refusal;
pub mod render;
pub mod report;
pub mod resolve;
pub mod run;
pub mod schedule;
pub mod settings;
pub mod suggest;
pub mod tables;
pub mod templates;
pub mod verify;
