//! The schema file: a schema as TOML, read with a place for everything that can be wrong, and written.
//!
//! The language is listed in [`keys`]. Reading goes in two passes: the files into a draft of what each part says by
//! itself, then, with all names known, references, names left out and contradictions ([`finish`]).

mod column;
mod constraint;
mod document;
mod draft;
mod finish;
mod index;
pub mod keys;
mod made;
mod names;
mod object;
mod references;
mod spaces;
mod syntax;
mod table;
mod types;
mod write;

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::config::Naming;
use crate::dialect::Dialect;
use crate::error::Result;

use super::Declared;
use super::error::{Problem, SourceError};
use document::{Document, Fields, Reader};
use draft::Draft;

pub use write::write;

/// Reads a schema from the texts of its files, in their order.
///
/// # Errors
/// Everything that is wrong in them, the first of the files first, each at its place.
pub fn read(files: &[(PathBuf, Arc<str>)], dialect: &dyn Dialect, naming: &Naming) -> Result<Declared> {
    problems(files, dialect, naming).map_err(|problems| SourceError::Invalid { problems }.into())
}

/// The same with all that is wrong as a list.
fn problems(
    files: &[(PathBuf, Arc<str>)],
    dialect: &dyn Dialect,
    naming: &Naming,
) -> std::result::Result<Declared, Vec<Problem>> {
    let documents: Vec<Document> =
        files.iter().map(|(path, text)| Document { path: path.clone(), text: text.clone() }).collect();
    let mut problems = Vec::new();
    let mut tables = Vec::new();
    for document in &documents {
        let (table, errors) = DeTable::parse_recoverable(&document.text);
        problems.extend(errors.iter().map(|error| syntax::problem(document, error)));
        tables.push(table);
    }
    if problems.is_empty() {
        let reader = Reader::new(dialect, naming);
        let declared = declare(&reader, &documents, &tables);
        problems = reader.into_problems();
        if problems.is_empty() {
            return Ok(declared);
        }
    }
    let position = |problem: &Problem| {
        problem.places.first().map(|place| {
            let file = documents.iter().position(|document| document.path == place.path);
            (file, place.span.start)
        })
    };
    problems.sort_by_key(position);
    Err(problems)
}

fn declare<'d>(reader: &Reader<'_>, documents: &'d [Document], tables: &'d [Spanned<DeTable<'d>>]) -> Declared {
    let roots: Vec<Fields<'_, 'd>> = documents
        .iter()
        .zip(tables)
        .map(|(document, table)| Fields::root(reader, document, table.get_ref(), &keys::FILE))
        .collect();
    let mut draft = Draft::default();
    for root in &roots {
        object::namespaces(root, &mut draft);
        object::extensions(root, &mut draft);
        object::enums(root, &mut draft);
    }
    let enums = object::enum_list(&draft);
    for root in &roots {
        object::sequences(root, &mut draft);
        table::read(root, &mut draft, &enums);
        object::views(root, &mut draft, &enums);
    }
    finish::finish(reader, draft)
}
