//! Names.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name within a namespace.
///
/// `namespace` is `None` in the default one (PostgreSQL: the connection's `current_schema()`; SQLite: `main`), so that
/// one schema file serves whatever the default is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QName {
    /// The namespace, where it is not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name itself, unquoted.
    pub name: String,
}

impl QName {
    /// A name in the default namespace.
    pub fn plain(name: impl Into<String>) -> Self {
        QName { namespace: None, name: name.into() }
    }

    /// A name in a namespace of its own.
    pub fn within(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        QName { namespace: Some(namespace.into()), name: name.into() }
    }

    /// Its parts, as they stand before and behind the dot.
    pub fn parts(&self) -> Vec<String> {
        self.namespace.iter().chain([&self.name]).cloned().collect()
    }

    /// Another name in the same namespace.
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        QName { namespace: self.namespace.clone(), name: name.into() }
    }
}

/// `name` or `namespace.name`, unquoted: for people, not for SQL.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}
