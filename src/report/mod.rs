//! What is shown of what happened: the same facts for a person and as JSON.

pub(crate) mod amounts;
pub(crate) mod bodies;
pub(crate) mod fault;
pub(crate) mod graph;
mod long_statement;
pub(crate) mod operations;
pub(crate) mod problems;
pub(crate) mod progress;
pub(crate) mod revision;
pub(crate) mod screen;
mod secrets;
pub(crate) mod style;
