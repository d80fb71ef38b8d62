//! Tables.

use serde::{Deserialize, Serialize};

use super::{Column, Constraint, Expr, Index, Key, QName, Rule};

/// A table with all its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: QName,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// The constraints, the primary key first, then in the order of the source (SQLite) or by name (PostgreSQL).
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// The indexes that no constraint stands for.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// The triggers.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    /// What else is said of it.
    #[serde(default)]
    pub options: TableOptions,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What else can be said of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableOptions {
    /// SQLite: `STRICT`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// SQLite: `WITHOUT ROWID`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_rowid: bool,
    /// SQLite: the whole `CREATE VIRTUAL TABLE` text, where it is one (its columns are then not compared).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub virtual_table: Option<Expr>,
    /// PostgreSQL: `UNLOGGED`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// PostgreSQL: storage parameters, by name, sorted (`toast.` ones among them).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<(String, String)>,
    /// PostgreSQL: the tablespace, where it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// PostgreSQL: the access method, where it is not `heap`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_method: Option<String>,
    /// PostgreSQL: `REPLICA IDENTITY` where it is not the default: `full`, `nothing`, or the name of an index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<String>,
    /// PostgreSQL: the index that `CLUSTER ON` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_on: Option<String>,
}

/// A trigger of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The whole `CREATE TRIGGER` statement, without the closing `;`.
    pub sql: Expr,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Table {
    /// An empty table.
    pub fn new(name: QName) -> Self {
        Table {
            name,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            options: TableOptions::default(),
            comment: None,
        }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The primary key.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints.iter().find_map(|constraint| match &constraint.rule {
            Rule::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }

    /// The same table with everything sorted whose order means nothing.
    pub fn unordered(&self) -> Table {
        let mut table = self.clone();
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        // Two without a name can have one key (foreign keys that differ in their actions alone): what they say decides.
        table.constraints.sort_by(|a, b| {
            let by_key = (a.kind(), a.key()).cmp(&(b.kind(), b.key()));
            by_key.then_with(|| format!("{:?}", a.rule).cmp(&format!("{:?}", b.rule)))
        });
        table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
        table.triggers.sort_by(|a, b| a.name.cmp(&b.name));
        table
    }
}
