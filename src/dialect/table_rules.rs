//! What a table can hold where databases differ: asked by whatever says tables in another language than SQL.

use crate::schema::IdentityKind;

/// The rules of one database.
#[derive(Debug, Clone, Copy)]
pub struct TableRules {
    /// The ways in which a sequence can feed a column, the usual one first. None where the database has no sequences and
    /// numbers its rows by an integer that alone is the primary key.
    pub identities: &'static [IdentityKind],
    /// Whether columns of a primary key can be NULL.
    pub null_in_primary_key: bool,
    /// Whether a column of a primary key or a unique constraint can have a direction and a collation there.
    pub ordered_keys: bool,
    /// Whether a foreign key that names no columns is kept like that, and not as one that names the primary key's.
    pub implicit_references: bool,
    /// Whether a generated column is stored where nothing is said; else it is computed when it is read.
    pub generated_stored: bool,
    /// Whether any word is a type, and none as well.
    pub any_type: bool,
    /// Whether a table can do without columns.
    pub no_columns: bool,
}

impl TableRules {
    /// Whether rows are numbered by an integer that alone is the primary key, and by nothing else.
    pub fn numbered_by_key(&self) -> bool {
        self.identities.is_empty()
    }
}
