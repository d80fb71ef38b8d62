//! Indexes.

use serde::{Deserialize, Serialize};

use super::{Annotation, Expr, Parameters, PartFacts, Phase, words};

/// An index that no constraint stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Index {
    /// Its name (in the table's namespace).
    pub name: String,
    /// `UNIQUE`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// The method, where it is not the database's usual one (`gin`, `gist`, `hash`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What is indexed, in order.
    pub columns: Vec<IndexColumn>,
    /// `INCLUDE`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `WHERE`, without outer parentheses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expr>,
    /// `NULLS NOT DISTINCT`
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// Storage parameters (`fillfactor`), as written.
    #[serde(skip_serializing_if = "Parameters::is_none")]
    pub parameters: Parameters,
    /// The tablespace, where it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<String>,
    /// PostgreSQL: of a partitioned table, `ON ONLY`: some of its partitions have none that belongs to it, so that it is not in
    /// use.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only: bool,
    /// MySQL: `INVISIBLE` (MariaDB: `IGNORED`): kept up to date, and not used by queries.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// What is said of it beside its definition.
    #[serde(flatten)]
    pub annotation: Annotation,
}

/// What an index holds at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression, without outer parentheses.
    Expression(Expr),
}

/// Where NULLs stand, if not at the usual end (PostgreSQL: last when ascending, first when descending).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nulls {
    /// `NULLS FIRST`
    First,
    /// `NULLS LAST`
    Last,
}

/// One place of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexColumn {
    /// What is indexed.
    pub key: IndexKey,
    /// The collation, where it is not the column's own; as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// The operator class, where it is not the type's default, with its parameters; as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opclass: Option<String>,
    /// `DESC`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// Where NULLs stand, if not at the usual end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<Nulls>,
    /// MySQL: how many characters of a prefix are indexed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// PostgreSQL: how closely ANALYZE looks at the values of an expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
}

impl IndexColumn {
    /// A plain column.
    pub fn column(name: impl Into<String>) -> Self {
        Self::of(IndexKey::Column(name.into()))
    }

    /// A plain expression.
    pub fn expression(expression: impl Into<Expr>) -> Self {
        Self::of(IndexKey::Expression(expression.into()))
    }

    fn of(key: IndexKey) -> Self {
        IndexColumn {
            key,
            collation: None,
            opclass: None,
            descending: false,
            nulls: None,
            length: None,
            statistics: None,
        }
    }

    /// The column's name, where it is one.
    pub fn name(&self) -> Option<&str> {
        match &self.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        }
    }

    /// `lower(name) desc nulls last`
    pub fn summary(&self) -> String {
        let mut text = match &self.key {
            IndexKey::Column(name) => name.clone(),
            IndexKey::Expression(expression) => format!("({expression})"),
        };
        if let Some(length) = self.length {
            text.push_str(&format!("({length})"));
        }
        if let Some(collation) = &self.collation {
            text.push_str(&format!(" collate {collation}"));
        }
        if let Some(opclass) = &self.opclass {
            text.push_str(&format!(" {opclass}"));
        }
        if self.descending {
            text.push_str(" desc");
        }
        text.push_str(match self.nulls {
            None => "",
            Some(Nulls::First) => " nulls first",
            Some(Nulls::Last) => " nulls last",
        });
        if let Some(statistics) = self.statistics {
            text.push_str(&format!(" statistics {statistics}"));
        }
        text
    }
}

impl Index {
    /// `unique index (a, lower(b)) where c > 0`
    pub fn summary(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(IndexColumn::summary).collect();
        let mut text = format!("{}index", if self.unique { "unique " } else { "" });
        if let Some(method) = &self.method {
            text.push_str(&format!(" using {method}"));
        }
        text.push_str(&format!(" ({})", columns.join(", ")));
        if !self.include.is_empty() {
            text.push_str(&format!(" include ({})", self.include.join(", ")));
        }
        if self.nulls_not_distinct {
            text.push_str(" nulls not distinct");
        }
        words::parameters(&mut text, &self.parameters);
        if let Some(tablespace) = &self.tablespace {
            text.push_str(&format!(" tablespace {tablespace}"));
        }
        text.push_str(if self.only { " only" } else { "" });
        text.push_str(if self.invisible { " invisible" } else { "" });
        if let Some(predicate) = &self.predicate {
            text.push_str(&format!(" where {predicate}"));
        }
        words::extensions(&mut text, &self.annotation.extensions);
        words::comment(&mut text, self.annotation.comment.as_ref());
        text
    }
}

/// What generic code must know of indexes.
pub(super) const FACTS: PartFacts = PartFacts {
    word: "index",
    added: Phase::AddIndexes,
    dropped: Phase::DropParts,
    reaches_out: false,
    referred_to: true,
    text: false,
};
