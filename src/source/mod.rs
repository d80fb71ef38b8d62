//! Where the wanted schema is written: a schema file, SQL, or a program that prints SQL.

mod command;
mod ddl;
mod error;
mod hints;
mod load;
pub mod toml;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::error::Place;
use crate::schema::{Hints, Node, ObjectId, Schema};

pub use error::{Problem, SourceError};
pub use load::{SourceFiles, files, load, of_text, read};

/// A schema as a schema file declares it, in the file's spelling.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The objects, in the order of the file.
    pub schema: Schema,
    /// What the file says beside the structure.
    pub hints: Hints,
    /// Where each thing stands. The labels are left to the faults that are drawn there.
    pub places: Arc<BTreeMap<Node, Place>>,
}

/// One statement of a SQL source.
pub struct DdlStatement {
    /// The statement, without the closing `;`.
    pub text: String,
    /// The file.
    pub path: PathBuf,
    /// The file's whole text.
    pub source: Arc<str>,
    /// Where the statement stands in it, in bytes.
    pub span: Range<usize>,
}

impl DdlStatement {
    /// Its place, to draw a fault at.
    pub fn place(&self, label: impl Into<String>) -> Place {
        Place { path: self.path.clone(), text: self.source.clone(), span: self.span.clone(), label: label.into() }
    }
}

/// A schema as SQL, to be read by the database itself.
pub struct Ddl {
    /// The statements, in order.
    pub statements: Vec<DdlStatement>,
    /// What comments say beside the structure.
    pub hints: Hints,
}

impl Ddl {
    /// Where tables and types are made, each at the first line of its statement.
    pub fn objects(&self, dialect: &dyn Dialect) -> BTreeMap<ObjectId, Place> {
        let mut found = BTreeMap::new();
        for statement in &self.statements {
            if let Some(id) = hints::object_made(dialect, &statement.text) {
                let mut place = statement.place("");
                let first_line = statement.text.find('\n').unwrap_or(statement.text.len());
                place.span.end = place.span.end.min(place.span.start + first_line);
                found.insert(id, place);
            }
        }
        found
    }
}

/// Reads SQL as a schema, roles left out.
///
/// # Errors
/// As [`load`].
pub fn ddl(files: &[(PathBuf, Arc<str>)], syntax: crate::sql::Syntax) -> crate::error::Result<Ddl> {
    ddl::read(files, syntax, false, false)
}

/// A schema source that has been read.
pub enum Source {
    /// A schema file.
    Declared(Declared),
    /// SQL.
    Ddl(Ddl),
}
