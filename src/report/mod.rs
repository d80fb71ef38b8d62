//! What is shown of what happened: the same facts for a person and as JSON.

pub mod fault;
