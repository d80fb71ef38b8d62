//! A schema as a schema file that a person would be glad to take over.
//!
//! The grammar says each thing ([`super::grammar`]): what has a short form is written in it, names that the naming convention
//! would make are left out, and every name that it would not is said. The text is read again before it is given out: what
//! would not come back the same is an error that lists it, never a silent loss.

pub(super) mod beside;
mod check;
pub(super) mod value;

#[cfg(test)]
mod mysql_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::config::Naming;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::{Constraint, ObjectId, Schema, Table};
use crate::source::SourceError;

use super::grammar::column_type::Enums;
use super::grammar::file::{FILE, File};
use super::grammar::{AnySection, Database, Form, GrammarSection};
use super::{derived_names, descent};
use value::{Entries, Value};

/// What the writing of a thing needs to know.
pub(super) struct SchemaWriter<'w> {
    pub schema: &'w Schema,
    pub dialect: &'w dyn Dialect,
    naming: &'w Naming,
    pub enums: Enums,
    /// The default privileges alone: what objects have of which nothing is said.
    pub given: Schema,
    /// Whether a constraint that has no name in the file has none in the database.
    pub unnamed: bool,
    /// Functions and procedures whose bodies the server does not accept as they stand.
    pub unchecked_bodies: &'w BTreeSet<ObjectId>,
}

/// A schema as the text of a schema file; `unchecked_bodies` are the functions and procedures whose bodies the server does not
/// accept as they stand.
///
/// # Errors
/// What the schema file cannot say, all of it.
pub fn write(
    schema: &Schema,
    unchecked_bodies: &BTreeSet<ObjectId>,
    dialect: &dyn Dialect,
    naming: &Naming,
) -> Result<String> {
    let mut shown = schema.clone();
    for object in shown.objects.values_mut() {
        *object = dialect.as_written(object);
    }
    let mut said = shown.clone();
    descent::said(&mut said, dialect);
    let text = SchemaWriter::new(&said, unchecked_bodies, dialect, naming).file();
    let things = check::differences(schema, &shown, &text, dialect, naming);
    if !things.is_empty() {
        return Err(SourceError::Unsayable { things }.into());
    }
    Ok(text)
}

impl<'w> SchemaWriter<'w> {
    pub(super) fn new(
        schema: &'w Schema,
        unchecked_bodies: &'w BTreeSet<ObjectId>,
        dialect: &'w dyn Dialect,
        naming: &'w Naming,
    ) -> Self {
        let file: &dyn AnySection = &FILE;
        let can_be_unnamed =
            file.key("unnamed_constraints").is_some_and(|key| key.is_on(Database::of(dialect.flavor())));
        let mut constraints = schema.tables().flat_map(|table| &table.constraints);
        SchemaWriter {
            schema,
            dialect,
            naming,
            enums: schema.enums().map(|value| (value.name.clone(), value.values.clone())).collect(),
            given: schema.default_privileges_alone(),
            unnamed: can_be_unnamed && constraints.any(|constraint| constraint.name.is_none()),
            unchecked_bodies,
        }
    }

    pub(super) fn database(&self) -> Database {
        Database::of(self.dialect.flavor())
    }

    /// Whether a column is a row id, which is never NULL whether its definition says so or not.
    pub(super) fn is_row_id(&self, table: &Table, column: &str) -> bool {
        self.dialect.row_id(table).is_some_and(|row_id| row_id.name == column)
    }

    /// Whether a constraint has the name that the convention gives it, so that it need not be said; `after` is the column
    /// that it is said beside.
    pub(super) fn conventional(&self, table: &Table, constraint: &Constraint, after: Option<&str>) -> bool {
        let Some(name) = &constraint.name else { return self.unnamed };
        let apart = |one: &Constraint| derived_names::named_apart(self.dialect, one.kind());
        let same = |other: &&Constraint| other.name.as_ref() == Some(name) && apart(other) == apart(constraint);
        let alone = table.constraints.iter().filter(same).count() == 1
            && (apart(constraint) || !table.indexes.iter().any(|index| index.name == *name));
        !self.unnamed
            && alone
            && derived_names::constraint(self.naming, self.dialect, table, constraint, after) == *name
    }

    fn file(&self) -> String {
        let head = format!(
            "# The schema that the {} database should have. Change it here; `migrate revision --autogenerate` writes the\n\
             # script that brings a database to it. A column is NOT NULL unless its type ends in `?`.\n",
            self.database().name()
        );
        head + &self.print(&FILE)
    }

    /// All that the file says by such a section.
    pub(super) fn print(&self, file: &'static GrammarSection<File>) -> String {
        let mut out = String::new();
        let (kinds, head) = split(file, file.write(self, &self.schema));
        if !head.is_empty() {
            out.push_str(&format!("\n{}", value::lines(&head)));
        }
        for (kind, things, form) in kinds {
            match form.section().filter(|section| section.facts().headed) {
                Some(section) => {
                    for (name, thing) in things {
                        headed(&mut out, section, &[&kind, &name], thing);
                    }
                }
                None => header(&mut out, &[&kind], &things),
            }
        }
        out
    }
}

/// What stands under headers of its own, with its form, and what does not.
fn split(section: &'static dyn AnySection, entries: Entries) -> (Vec<(String, Entries, Form)>, Entries) {
    let mut own = Vec::new();
    let mut rest = Entries::new();
    for (name, value) in entries {
        match (section.key(&name), value) {
            (Some(key), Value::Table(entries)) if key.form.is_names() => own.push((name, entries, key.form)),
            (_, value) => rest.push((name, value)),
        }
    }
    (own, rest)
}

/// A thing under a header of its own, and its tables of names under theirs.
fn headed(out: &mut String, section: &'static dyn AnySection, path: &[&str], thing: Value) {
    let Value::Table(entries) = thing else { return };
    let (own, rest) = split(section, entries);
    if !rest.is_empty() || own.is_empty() {
        header(out, path, &rest);
    }
    for (name, entries, _) in own {
        header(out, &[path, &[&name]].concat(), &entries);
    }
}

fn header(out: &mut String, path: &[&str], entries: &Entries) {
    let path: Vec<String> = path.iter().map(|part| value::key(part)).collect();
    out.push_str(&format!("\n[{}]\n{}", path.join("."), value::lines(entries)));
}
