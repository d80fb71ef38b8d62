//! What is shown of what happened: the same facts for a person and as JSON.

pub mod fault;
pub mod graph;
pub mod operations;
pub mod progress;
pub mod revision;
pub mod screen;
pub mod style;
