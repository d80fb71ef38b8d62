//! `migrate`: a declarative schema, versioned migrations, each proven before it is written.

pub mod cli;
pub mod compare;
pub mod config;
pub mod dialect;
pub mod diff;
pub mod engine;
pub mod error;
pub mod nearest;
pub mod operation;
pub mod report;
pub mod revision;
pub mod run;
pub mod schema;
pub mod script;
pub mod shadow;
pub mod source;
pub mod sql;
