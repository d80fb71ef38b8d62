//! A schema as a schema file that a person would be glad to take over.
//!
//! What has a short form is written in it, names that the naming convention would make are left out, and every name that
//! it would not is said. The text is read again before it is given out: what would not come back the same is an error
//! that lists it, never a silent loss.

mod check;
mod column;
mod object;
mod parts;
mod table;
mod value;

#[cfg(test)]
mod tests;

use crate::config::Naming;
use crate::dialect::Dialect;
use crate::engine::Engine;
use crate::error::Result;
use crate::schema::{Object, QName, Rule, Schema};
use crate::source::SourceError;

use super::names;
use value::{Fields, Value};

/// What the writing of a part needs to know.
pub(super) struct Writer<'w> {
    schema: &'w Schema,
    dialect: &'w dyn Dialect,
    naming: &'w Naming,
    /// Whether a constraint that has no name in the file has none in the database (SQLite).
    unnamed: bool,
}

/// A schema as the text of a schema file.
///
/// # Errors
/// What the schema file cannot say, all of it.
pub fn write(schema: &Schema, dialect: &dyn Dialect, naming: &Naming) -> Result<String> {
    let unnamed = schema.tables().any(|table| table.constraints.iter().any(|constraint| constraint.name.is_none()))
        && dialect.engine() == Engine::Sqlite;
    let writer = Writer { schema, dialect, naming, unnamed };
    let text = writer.file();
    let things = check::differences(schema, &text, dialect, naming);
    if !things.is_empty() {
        return Err(SourceError::Unsayable { things }.into());
    }
    Ok(text)
}

/// A section: its path as a header, and its lines.
struct Section {
    header: Vec<String>,
    fields: Fields,
}

impl Section {
    fn print(&self) -> String {
        let path: Vec<String> = self.header.iter().map(|part| value::key(part)).collect();
        format!("[{}]\n{}", path.join("."), value::lines(&self.fields))
    }
}

impl Writer<'_> {
    fn file(&self) -> String {
        let mut out = format!(
            "# The schema that the {} database should have. Change it here; `migrate revision --autogenerate` writes the\n\
             # script that brings a database to it. A column is NOT NULL unless its type ends in `?`.\n",
            self.dialect.engine().name()
        );
        let mut head = Fields::new();
        if self.unnamed {
            head.push(("unnamed_constraints".to_owned(), Value::Flag(true)));
        }
        head.extend(self.extensions());
        head.extend(self.namespaces());
        if !head.is_empty() {
            out.push_str(&format!("\n{}", value::lines(&head)));
        }
        for section in self.objects() {
            out.push_str(&format!("\n{}", section.print()));
        }
        out
    }

    fn objects(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        let section = |name: &str, fields: Fields| Section { header: vec![name.to_owned()], fields };
        let of = |name: &str, fields: Fields| (!fields.is_empty()).then(|| section(name, fields));
        sections.extend(of("namespace", self.commented_namespaces()));
        sections.extend(of("enum", self.schema.enums().map(|value| self.enumeration(value)).collect()));
        sections.extend(of("sequence", self.sequences()));
        for object in self.schema.objects.values() {
            match object {
                Object::Table(table) => sections.extend(self.table(table)),
                Object::View(_) | Object::Enum(_) | Object::Sequence(_) | Object::Namespace(_) => {}
                Object::Extension(_) | Object::Definition(_) => {}
            }
        }
        for view in self.schema.views() {
            sections.extend(self.view(view));
        }
        sections
    }

    /// A name as a key or a value.
    fn name(&self, name: &QName) -> String {
        names::show(name)
    }

    /// Whether comments can be kept.
    fn comments(&self) -> bool {
        self.dialect.engine() != Engine::Sqlite
    }

    /// `comment`, where there is one.
    fn comment(&self, comment: &Option<String>) -> Option<(String, Value)> {
        let comment = comment.as_ref().filter(|comment| self.comments() && !comment.is_empty())?;
        Some(("comment".to_owned(), Value::text(comment)))
    }
}

/// A field.
fn field(name: &str, value: Value) -> (String, Value) {
    (name.to_owned(), value)
}

/// A flag that is only said when it is true.
fn flag(name: &str, on: bool) -> Option<(String, Value)> {
    on.then(|| field(name, Value::Flag(true)))
}

/// Storage parameters and their like.
fn parameters(name: &str, parameters: &[(String, String)]) -> Option<(String, Value)> {
    if parameters.is_empty() {
        return None;
    }
    let value = |text: &String| match text.as_str() {
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        text => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Value::Integer(number),
            _ => Value::text(text),
        },
    };
    let fields = parameters.iter().map(|(name, text)| (name.clone(), value(text))).collect();
    Some(field(name, Value::Fields(fields)))
}

/// Whether a rule has an index behind it.
fn is_key(rule: &Rule) -> bool {
    matches!(rule, Rule::PrimaryKey(_) | Rule::Unique(_))
}
