//! The schema file: a schema as TOML, read with a place for everything that can be wrong, and written.
//!
//! The language is one table, [`grammar`]: what its entries say drives the reader, the writer, messages and the list of keys in
//! the README. Reading goes in two passes: the files, key by key, into what each part says by itself ([`unresolved`]); then,
//! with all names known, references, names left out and contradictions ([`resolve`]).

mod derived_names;
mod descent;
mod document;
mod dotted_names;
pub mod fragment;
mod grammar;
mod name_collisions;
pub mod reference;
mod reference_lookup;
mod resolve;
mod schema_reader;
mod section_reader;
mod toml_faults;
mod unique_forms;
mod unresolved;
mod writing;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod mysql_tests;
#[cfg(test)]
mod reading_tests;

use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::config::{Naming, nul_in_table};
use crate::dialect::Dialect;
use crate::error::Result;

use super::Declared;
use super::error::{Problem, SourceError};
use document::Document;
use grammar::file::FILE;
use schema_reader::SchemaReader;
use section_reader::SectionReader;
use unresolved::UnresolvedSchema;

pub use writing::write;

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
        problems.extend(toml_faults::problems(document, &errors));
        problems.extend(nul_in_table(table.get_ref()).map(|span| toml_faults::nul(document, span)));
        tables.push(table);
    }
    if problems.is_empty() {
        let reader = SchemaReader::new(dialect, naming);
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

fn declare<'d>(reader: &SchemaReader<'_>, documents: &'d [Document], tables: &'d [Spanned<DeTable<'d>>]) -> Declared {
    let roots: Vec<SectionReader<'_, 'd>> = documents
        .iter()
        .zip(tables)
        .map(|(document, table)| SectionReader::root(reader, &FILE, document, table.get_ref()))
        .collect();
    let mut schema = UnresolvedSchema::default();
    for key in FILE.keys {
        for root in roots.iter().filter(|root| root.item(key.facts.name).is_some()) {
            // What a key of the file holds is whole or reported, each thing by itself.
            let _ = (key.codec.read)(root, key.facts.name, &mut schema);
        }
    }
    resolve::resolve(reader, schema)
}
