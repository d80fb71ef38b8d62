//! The guard: what a database holds beyond the model is named and refused, never dropped, never ignored in silence.

use crate::error::Fault;
use crate::schema::{Schema, Unmodelled};

/// Things that the model cannot hold.
#[derive(Debug, thiserror::Error)]
#[error("{whose} holds {} that migrate cannot compare yet", count(.found.len()))]
pub struct UnmodelledObjects {
    /// Whose they are: `the database`, `the schema`.
    pub whose: String,
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
    if schema.unmodelled.is_empty() {
        Ok(())
    } else {
        Err(UnmodelledObjects { whose: whose.to_owned(), found: schema.unmodelled.clone() })
    }
}
