//! Other names.

use crate::dialect::{Clause, ClauseKind, Facts, LockMode, Step};
use crate::schema::{Kind, Node, ObjectId, PartKind, QName};

use super::{Online, RenderContext, column, name, nothing_more, quote};

/// Gives an object another name.
pub(super) fn object(from: &ObjectId, to: &ObjectId, out: &mut Vec<Step>) {
    let text = match from.kind {
        Kind::Event => format!("ALTER EVENT {} RENAME TO {}", name(&from.name), name(&to.name)),
        // Tables, views and sequences alike.
        _ => format!("RENAME TABLE {} TO {}", name(&from.name), name(&to.name)),
    };
    let facts = match from.kind {
        Kind::Table | Kind::View => Facts::locking(&from.name, LockMode::AccessExclusive),
        _ => Facts::light(),
    };
    out.push(Step::new(text).facts(facts.repeatable(false)));
}

impl RenderContext<'_> {
    /// Gives a column another name.
    pub(super) fn rename_column(&self, table: &QName, from: &str, to: &str, out: &mut Vec<Step>) {
        let (old, new) = (quote::identifier(from), quote::identifier(to));
        let has_words =
            if self.flavor.is_mariadb() { self.flavor.version >= (10, 5, 2) } else { self.flavor.at_least(8, 0) };
        // Older servers want the whole definition again.
        let whole = self.before.table(table).and_then(|table| table.column(from)).filter(|_| !has_words);
        let text = match whole {
            Some(whole) => {
                let renamed = crate::schema::Column { name: to.to_owned(), ..whole.clone() };
                format!("CHANGE COLUMN {old} {}", column::definition(&renamed, self.flavor))
            }
            None => format!("RENAME COLUMN {old} TO {new}"),
        };
        // Checks and computed columns that use it are written anew.
        let used = self.before.table(table).is_none_or(|table| {
            table.constraints.iter().any(|one| one.foreign_key().is_some() || one.kind() == PartKind::Check)
                || table.columns.iter().any(|column| column.check.is_some())
        }) || self.before.dependents(&Node::column(table, from)).any(|one| {
            // A foreign key that refers to it.
            matches!(one, Node::Part(_, PartKind::ForeignKey, _))
        });
        let online = if used { Online::Unknown } else { Online::Instant };
        self.alter_in(table, Clause::new(ClauseKind::ChangeType, from, text), online, nothing_more(), out);
    }

    /// Gives an index another name.
    pub(super) fn rename_index(&self, table: &QName, from: &str, to: &str, out: &mut Vec<Step>) {
        let text = format!("RENAME INDEX {} TO {}", quote::identifier(from), quote::identifier(to));
        self.alter_in(table, Clause::new(ClauseKind::AlterConstraint, from, text), Online::Index, nothing_more(), out);
    }
}
