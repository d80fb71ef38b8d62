//! What a table has from other tables: partitions, inheritance, typed tables.
//!
//! A table that descends from another holds all of its columns, checks and keys itself, so that whoever looks at it alone
//! sees it whole. Each says where it comes from ([`Origin`]): what is the parent's is changed at the parent, and the
//! database takes the change to the children ([`crate::dialect::Dialect::passes_on`]).

use serde::{Deserialize, Serialize};

use super::{Expr, QName};

/// Where a column, a constraint or an index of a table comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The table itself.
    #[default]
    Own,
    /// A parent alone: it goes with the parent's.
    Inherited,
    /// Both: it stays when the parent's goes.
    Merged,
    /// It is itself, and the partition of this index or key of the parent, with which it goes.
    Attached(String),
}

impl Origin {
    /// Whether it is the table's alone.
    pub fn is_own(&self) -> bool {
        *self == Origin::Own
    }

    /// The index or key of the parent that it is a partition of.
    pub fn attached(&self) -> Option<&str> {
        match self {
            Origin::Attached(name) => Some(name),
            _ => None,
        }
    }
}

/// That a table is a partition of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The table that it is a partition of.
    pub of: QName,
    /// Which rows it holds, as SQL: `FOR VALUES FROM (1) TO (10)`, `DEFAULT`.
    pub bound: Expr,
}
