//! Configuration.

/// What of a database is looked at.
#[derive(Debug, Clone, Default)]
pub struct Filter;
