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

impl RowRule {
    /// What was found that breaks it, in words: `3 rows hold NULL there`; `target` is the table that a foreign key leads to.
    pub fn broken_by(self, count: &str, target: &str) -> String {
        let one = count == "1";
        match self {
            RowRule::NotNull if one => "1 row holds NULL there".to_owned(),
            RowRule::NotNull => format!("{count} rows hold NULL there"),
            RowRule::Unique if one => "1 value of it stands in more than one row".to_owned(),
            RowRule::Unique => format!("{count} values of it stand in more than one row"),
            RowRule::ForeignKey if one => format!("1 row refers to what is not in {target}"),
            RowRule::ForeignKey => format!("{count} rows refer to what is not in {target}"),
            RowRule::Check if one => "1 row does not pass it".to_owned(),
            RowRule::Check => format!("{count} rows do not pass it"),
        }
    }
}
