//! Changes of type that the database has no conversion for, and nobody says how they are to be done.

use crate::dialect::{Dialect, NeedsUsing};
use crate::error::{Fault, Result};
use crate::operation::Operation;
use crate::schema::Table;

use super::Comparison;

/// Columns whose values cannot pass to their new types by themselves.
#[derive(Debug, thiserror::Error)]
#[error("{}", said(.0))]
pub struct NoConversion(pub Vec<UnconvertibleColumn>);

/// A column that gets a type which its old one cannot be converted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnconvertibleColumn {
    /// `orders.created`
    pub column: String,
    /// The old type.
    pub from: String,
    /// The new type.
    pub to: String,
    /// The expression that is usual for it.
    pub usual: Option<String>,
}

fn said(columns: &[UnconvertibleColumn]) -> String {
    let how = |one: &UnconvertibleColumn| {
        format!("nothing says how {} becomes {} in column {}", one.from, one.to, one.column)
    };
    let list: Vec<String> = columns.iter().map(how).collect();
    list.join("; ")
}

impl Fault for NoConversion {
    fn code(&self) -> &'static str {
        "no-conversion"
    }
    fn notes(&self) -> Vec<String> {
        let usual = self.0.iter().filter_map(|one| Some((one, one.usual.as_ref()?)));
        usual
            .map(|(one, usual)| {
                let basic = toml::Value::String(usual.clone());
                format!(
                    "usual for {}: `using = {basic}` in schema.toml, `-- migrate: using {usual}` in schema.sql",
                    one.column
                )
            })
            .collect()
    }
    fn help(&self) -> Option<String> {
        let how = "say how its values are made: `using = \"…\"` beside the type in schema.toml, `-- migrate: using …` on \
                   the line before the column in schema.sql";
        Some(how.into())
    }
}

/// The changes of type that the database has no conversion for and nobody says how to do, by their places among the changes, and
/// what each needs.
pub(super) fn unsaid(comparison: &Comparison, dialect: &dyn Dialect) -> Vec<(usize, NeedsUsing)> {
    let mut found = Vec::new();
    for (at, operation) in comparison.changes.iter().enumerate() {
        let Operation::AlterColumn { table, from, to, using: None, .. } = operation else { continue };
        // The values of a foreign table are the other server's: nothing converts them.
        if from.ty == to.ty || comparison.after.table(table).is_some_and(Table::is_foreign) {
            continue;
        }
        let needs = dialect.needs_using(from, to, &comparison.renamed, &comparison.after);
        found.extend(needs.map(|needs| (at, needs)));
    }
    found
}

/// # Errors
/// [`NoConversion`] where a comparison changes a type in a way that the database has no conversion for.
pub(super) fn refuse(comparison: &Comparison, dialect: &dyn Dialect) -> Result<()> {
    let unconvertible = |(at, needs): (usize, NeedsUsing)| match comparison.changes.get(at) {
        Some(Operation::AlterColumn { table, from, to, .. }) => Some(UnconvertibleColumn {
            column: format!("{table}.{}", to.name),
            from: from.ty.clone(),
            to: to.ty.clone(),
            usual: needs.usual,
        }),
        _ => None,
    };
    let found: Vec<_> = unsaid(comparison, dialect).into_iter().filter_map(unconvertible).collect();
    if found.is_empty() { Ok(()) } else { Err(NoConversion(found).into()) }
}
