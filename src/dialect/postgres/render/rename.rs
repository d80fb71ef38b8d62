//! Renames, and moves to another namespace.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Kind, Object, ObjectId, PartKind, QName, Schema};

use super::{RenderContext, add, facts, identity, name, quote, word};

impl RenderContext<'_> {
    /// Gives an object another name, another namespace, or both.
    pub(super) fn rename(&self, from: &ObjectId, to: &ObjectId, out: &mut Vec<Step>) {
        let word = self.word(from, to);
        let facts = facts::rename(from.kind, &from.name);
        let mut steps = Vec::new();
        self.rename_to(from, to, word, &mut steps);
        out.extend(steps.into_iter().map(|step| step.facts(facts.clone())));
    }

    fn rename_to(&self, from: &ObjectId, to: &ObjectId, word: &str, out: &mut Vec<Step>) {
        if !from.kind.facts().namespaced || from.name.namespace == to.name.namespace {
            if from.name.name != to.name.name {
                let new = quote::identifier(&to.name.name);
                add(out, format!("ALTER {word} {} RENAME TO {new}", identity(from)));
            }
            return;
        }
        // One name at a time: the first step must not meet another that already has it.
        let moved = QName { namespace: to.name.namespace.clone(), name: from.name.name.clone() };
        let renamed = from.name.sibling(&to.name.name);
        let new = quote::identifier(&to.name.name);
        if from.name.name != to.name.name && self.knows(&moved) && !self.knows(&renamed) {
            add(out, format!("ALTER {word} {} RENAME TO {new}", identity(from)));
            into_namespace(
                &format!("ALTER {word} {} SET SCHEMA", identity(&from.renamed(renamed))),
                to.name.namespace.as_deref(),
                out,
            );
        } else {
            into_namespace(&format!("ALTER {word} {} SET SCHEMA", identity(from)), to.name.namespace.as_deref(), out);
            if from.name.name != to.name.name {
                add(out, format!("ALTER {word} {} RENAME TO {new}", identity(&from.renamed(moved))));
            }
        }
    }

    fn word(&self, from: &ObjectId, to: &ObjectId) -> &'static str {
        let materialized = |schema: &Schema, id: &ObjectId| match schema.get(id) {
            Some(Object::View(view)) => Some(view.materialized),
            _ => None,
        };
        match from.kind {
            Kind::View => match materialized(self.before, from).or_else(|| materialized(self.after, to)) {
                Some(true) => "MATERIALIZED VIEW",
                Some(false) => "VIEW",
                // A name in between: ALTER TABLE renames either.
                None => "TABLE",
            },
            // A name in between: ALTER TABLE renames a foreign table too.
            Kind::Table => {
                let table = self.before.table(&from.name).or_else(|| self.after.table(&to.name));
                table.map_or("TABLE", super::table::word)
            }
            other => word(other),
        }
    }
}

/// Ends a statement that ends in `SET SCHEMA`. What the default namespace is called is known only where it runs.
pub(super) fn into_namespace(statement: &str, namespace: Option<&str>, out: &mut Vec<Step>) {
    let text = set_schema(statement, namespace);
    if namespace.is_some() {
        add(out, text);
    } else {
        out.push(Step::new(text).comment("into the default schema, whatever it is called here"));
    }
}

/// The text of such a statement.
pub(super) fn set_schema(statement: &str, namespace: Option<&str>) -> String {
    if let Some(namespace) = namespace {
        return format!("{statement} {}", quote::identifier(namespace));
    }
    let text = quote::string(&format!("{} %I", statement.replace('%', "%%")));
    format!("DO $do$ BEGIN EXECUTE format({text}, current_schema()); END $do$")
}

/// Gives a constraint, index or trigger another name.
pub(super) fn part(of: &ObjectId, kind: PartKind, from: &str, to: &str, out: &mut Vec<Step>) {
    let (old, new) = (quote::identifier(from), quote::identifier(to));
    let locking = Facts::locking(&of.name, LockMode::AccessExclusive);
    let (text, facts) = match kind {
        // The index alone is locked.
        PartKind::Index => (format!("ALTER INDEX {} RENAME TO {new}", name(&of.name.sibling(from))), Facts::light()),
        PartKind::Rule => (format!("ALTER RULE {old} ON {} RENAME TO {new}", name(&of.name)), locking),
        PartKind::Policy => (format!("ALTER POLICY {old} ON {} RENAME TO {new}", name(&of.name)), locking),
        // It has no name.
        PartKind::RowSecurity => return,
        PartKind::Trigger => (format!("ALTER TRIGGER {old} ON {} RENAME TO {new}", name(&of.name)), locking),
        PartKind::Column => (format!("ALTER TABLE {} RENAME COLUMN {old} TO {new}", name(&of.name)), locking),
        // CASCADE: tables that are made of it, where there are any.
        PartKind::Attribute => {
            (format!("ALTER TYPE {} RENAME ATTRIBUTE {old} TO {new} CASCADE", name(&of.name)), Facts::light())
        }
        PartKind::Check if of.kind == Kind::Domain => {
            (format!("ALTER DOMAIN {} RENAME CONSTRAINT {old} TO {new}", name(&of.name)), Facts::light())
        }
        PartKind::PrimaryKey | PartKind::Unique | PartKind::Check | PartKind::Exclusion | PartKind::ForeignKey => {
            (format!("ALTER TABLE {} RENAME CONSTRAINT {old} TO {new}", name(&of.name)), locking)
        }
    };
    out.push(Step::new(text).facts(facts.repeatable(false)));
}
