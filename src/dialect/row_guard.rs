//! Whether a question about the rows of a table would be answered as the statement that it stands for would find them.

/// What a statement asks of the rows that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRule {
    /// A value in each.
    NotNull,
    /// No value twice.
    Unique,
    /// A row of another table for each.
    ForeignKey,
    /// An expression that holds.
    Check,
}
