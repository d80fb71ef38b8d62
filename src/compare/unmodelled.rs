//! The guard: what a database holds beyond the model is named and refused, never dropped, never ignored in silence.

use crate::error::Fault;
use crate::operation::Operation;
use crate::schema::{Object, Schema, Unmodelled};

/// Things that the model cannot hold.
#[derive(Debug, thiserror::Error)]
#[error("{whose} holds {} that migrate cannot {cannot}", count(.found.len()))]
pub struct UnmodelledObjects {
    /// Whose they are: `the database`, `the schema`.
    pub whose: String,
    /// What cannot be done with them: `compare yet`, `write down`.
    pub cannot: &'static str,
    /// All of them.
    pub found: Vec<Unmodelled>,
}

fn count(n: usize) -> String {
    if n == 1 { "an object".into() } else { format!("{n} objects") }
}

impl Fault for UnmodelledObjects {
    fn code(&self) -> &'static str {
        "beyond-model"
    }

    fn notes(&self) -> Vec<String> {
        self.found.iter().map(|one| format!("{} {}", one.kind, one.name)).collect()
    }

    fn help(&self) -> Option<String> {
        let pattern = self.found.first().map_or_else(String::new, |one| format!("{}:{}", one.kind, one.exclude));
        Some(format!(
            "nothing was changed; leave them out of comparisons in migrate.toml: `[schema] exclude = [\"{pattern}\"]`, \
             or a whole kind: `\"{}:*\"`",
            self.found.first().map_or("kind", |one| one.kind.as_str())
        ))
    }
}

/// Refuses a schema that holds what the model does not.
///
/// # Errors
/// [`UnmodelledObjects`], naming each.
pub fn refuse_unmodelled(schema: &Schema, whose: &str) -> Result<(), UnmodelledObjects> {
    refuse(&schema.unmodelled, whose, "compare yet")
}

/// Refuses a schema that would be written down and holds a secret.
///
/// # Errors
/// [`UnmodelledObjects`], naming each that has one.
pub fn refuse_secrets(schema: &Schema, whose: &str) -> Result<(), UnmodelledObjects> {
    refuse(&schema.secrets(), whose, "write down")
}

fn refuse(found: &[Unmodelled], whose: &str, cannot: &'static str) -> Result<(), UnmodelledObjects> {
    if found.is_empty() {
        return Ok(());
    }
    Err(UnmodelledObjects { whose: whose.to_owned(), cannot, found: found.to_vec() })
}

/// Refuses operations whose scripts, up or down, would have to say a secret.
///
/// # Errors
/// [`UnmodelledObjects`], naming the first of what holds one.
pub(super) fn refuse_operations_with_secrets(operations: &[Operation]) -> Result<(), UnmodelledObjects> {
    for operation in operations {
        match operation {
            // What else there is of it is changed in place.
            Operation::Alter { from: Object::Definition(from), to: Object::Definition(to) }
                if from.same_secrets(to) => {}
            Operation::Alter { from, .. } if from.with_secret().is_some() => {
                refuse(from.with_secret().as_slice(), "the database", "write down")?;
            }
            Operation::Alter { to: object, .. } | Operation::Create(object) => {
                refuse(object.with_secret().as_slice(), "the schema", "write down")?;
            }
            Operation::Drop(object) => refuse(object.with_secret().as_slice(), "the database", "write down")?,
            _ => {}
        }
    }
    Ok(())
}
