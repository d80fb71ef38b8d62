//! The keywords of SQLite that an identifier must be quoted to be called by.

/// What SQLite reads as an identifier in no place or not in every place.
#[rustfmt::skip]
pub(super) const RESERVED: &[&str] = &[
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "cast", "check", "collate", "commit",
    "constraint", "create", "cross", "current_date", "current_time", "current_timestamp", "default", "deferrable",
    "delete", "distinct", "drop", "else", "escape", "except", "exists", "false", "filter", "foreign", "from", "full",
    "group", "having", "in", "index", "indexed", "inner", "insert", "intersect", "into", "is", "isnull", "join",
    "left", "limit", "natural", "not", "nothing", "notnull", "null", "on", "or", "order", "outer", "over", "primary",
    "raise", "references", "returning", "right", "select", "set", "table", "then", "to", "transaction", "true",
    "union", "unique", "update", "using", "values", "when", "where", "window",
];
