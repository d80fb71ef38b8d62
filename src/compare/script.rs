//! Operations -> the text of a script's sections.

use crate::dialect::{Dialect, Step};
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::Schema;

/// A section of a script, as it will stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// Whether enforcement of foreign keys is switched off around it.
    pub foreign_keys_off: bool,
    /// The statements, each ended by `;`, with their comments.
    pub body: String,
    /// The same statements one by one, without `;` and comments.
    pub statements: Vec<String>,
}

/// The steps of operations, in order; what loses data says so.
pub(super) fn steps<'a>(
    operations: impl Iterator<Item = &'a Operation>,
    before: &Schema,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<Step> {
    let mut out = Vec::new();
    for operation in operations {
        let mut steps = dialect.render(operation, before, after);
        if let (Some(lost), Some(first)) = (operation.loses(), steps.first_mut()) {
            let note = format!("loses {lost}");
            first.comment = Some(match first.comment.take() {
                Some(comment) => format!("{note}\n{comment}"),
                None => note,
            });
        }
        out.extend(steps);
    }
    out
}

/// Groups steps into sections: a new one wherever the transaction ends or begins.
pub(super) fn sections(steps: Vec<Step>) -> Vec<SectionText> {
    let mut groups: Vec<Vec<Step>> = Vec::new();
    for step in steps {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| last.transaction == step.transaction) => group.push(step),
            _ => groups.push(vec![step]),
        }
    }
    groups.into_iter().map(section).collect()
}

fn section(steps: Vec<Step>) -> SectionText {
    let transaction = steps.first().is_none_or(|step| step.transaction);
    // Enforcement of foreign keys cannot be switched inside a transaction: the lines stand at both ends of the section,
    // where the runner takes them out of it and a client that runs the script by hand meets them outside of one.
    let unenforced = steps.iter().any(|step| step.unenforced);
    let mut body = String::new();
    let mut statements = Vec::new();
    let mut put = |sql: &str, comment: Option<&str>| {
        if !body.is_empty() {
            body.push('\n');
        }
        for line in comment.unwrap_or_default().lines() {
            body.push_str("-- ");
            body.push_str(line);
            body.push('\n');
        }
        body.push_str(sql);
        body.push_str(";\n");
        statements.push(sql.to_owned());
    };
    if unenforced {
        put("PRAGMA foreign_keys = OFF", None);
    }
    for step in &steps {
        put(&step.sql, step.comment.as_deref());
    }
    if unenforced {
        put("PRAGMA foreign_key_check", None);
        put("PRAGMA foreign_keys = ON", None);
    }
    SectionText { transaction, foreign_keys_off: unenforced, body, statements }
}

/// A whole schema as the statements that make it, ready for the database's own client.
///
/// # Errors
/// Where no order of its objects works.
pub fn creation_text(schema: &Schema, dialect: &dyn Dialect) -> Result<String> {
    let operations = crate::diff::creation(schema, dialect)?;
    let steps = steps(operations.iter(), &Schema::default(), schema, dialect);
    Ok(sections(steps).into_iter().map(|section| section.body).collect::<Vec<_>>().join("\n"))
}

impl SectionText {
    /// Whether the section cannot be a part of an outer transaction.
    pub fn stands_alone(&self) -> bool {
        !self.transaction || self.foreign_keys_off
    }
}
