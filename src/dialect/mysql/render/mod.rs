//! The statements of every operation: a file an idea.

mod clauses;
mod column;
mod constraint;
mod convert;
mod definer;
mod definition;
mod fill;
mod index;
mod needed_keys;
mod online;
mod options;
mod partition;
mod rename;
mod sequence;
mod spared;
mod table;
mod trigger;
mod view;

use crate::dialect::{Clause, Facts, LockMode, Step};
use crate::engine::Flavor;
use crate::operation::{Operation, Part};
use crate::schema::{Kind, Object, ObjectId, QName, Schema};

use super::{MySql, quote};
use online::Online;

pub(super) use clauses::joins;
pub(super) use constraint::alters as alters_constraint;
pub(super) use definition::alters as alters_definition;
pub(super) use index::alters as alters_index;
pub(super) use options::changes_charset;
pub(super) use spared::spared;

/// The statements of an operation, in order.
pub(super) fn operation(operation: &Operation, before: &Schema, after: &Schema, dialect: &MySql) -> Vec<Step> {
    let context = RenderContext { before, after, flavor: &dialect.flavor, defaults: dialect.defaults.as_ref() };
    let mut out = Vec::new();
    context.operation(operation, &mut out);
    out
}

/// The whole schemas around a migration, and the server it is for.
pub(super) struct RenderContext<'a> {
    before: &'a Schema,
    after: &'a Schema,
    flavor: &'a Flavor,
    /// The database's own character set and collation, where they are known.
    defaults: Option<&'a (String, String)>,
}

impl RenderContext<'_> {
    fn operation(&self, operation: &Operation, out: &mut Vec<Step>) {
        match operation {
            Operation::Create(object) => self.create(object, out),
            Operation::Drop(object) => self.drop(object, out),
            Operation::Alter { from, to } => self.alter(from, to, out),
            Operation::Rename { from, to } => rename::object(from, to, out),
            // An enum is a type of its column here; definers stay as they are.
            Operation::AlterType(_) | Operation::AlterAccess { .. } => {}
            Operation::AddColumn { table, column, fill, references, after } => {
                self.add_column(table, column, fill, references.as_ref(), after.as_deref(), out);
            }
            Operation::DropColumn { table, column, .. } => self.drop_column(table, column, out),
            Operation::AlterColumn { table, from, to, using, fill } => {
                self.alter_column(table, from, to, using.as_ref(), fill, out);
            }
            Operation::RenameColumn { table, from, to } => self.rename_column(table, from, to, out),
            Operation::AddPart { of, part } => self.add_part(of, part, out),
            Operation::DropPart { of, part } => self.drop_part(of, part, out),
            Operation::AlterPart { of, from, to } => self.alter_part(of, from, to, out),
            Operation::RenamePart { of, from, to, .. } => self.rename_index(&of.name, from, to, out),
            // Never made for this database; if it were, its changes say the same.
            Operation::RebuildTable { changes, .. } => changes.iter().for_each(|change| self.operation(change, out)),
            Operation::SetAside { .. } | Operation::TakeRows { .. } | Operation::BringRows(_) => {}
        }
    }

    fn create(&self, object: &Object, out: &mut Vec<Step>) {
        match object {
            Object::Sequence(one) => sequence::create(one, out),
            Object::Table(one) => self.create_table(one, out),
            Object::View(one) if self.replaces(&ObjectId::view(&one.name)) => view::replace(one, out),
            Object::View(one) => view::create(one, out),
            Object::Definition(one) => definition::create(one, false, out),
            // There are none.
            Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Domain(_)
            | Object::CompositeType(_)
            | Object::DefaultPrivileges(_)
            | Object::SystemObject(_) => {}
        }
    }

    fn drop(&self, object: &Object, out: &mut Vec<Step>) {
        let id = object.id();
        let facts = match object {
            Object::Table(table) => {
                let keys = table.constraints.iter().filter_map(|one| one.foreign_key());
                keys.fold(Facts::locking(&table.name, LockMode::AccessExclusive), |facts, key| {
                    facts.and_locking(&key.table, LockMode::AccessExclusive)
                })
            }
            // It is replaced where it is created again, so that it is never missing.
            Object::View(_) if self.replaces(&id) => return,
            Object::View(view) => Facts::locking(&view.name, LockMode::AccessExclusive),
            _ => Facts::light(),
        };
        let text = format!("DROP {} {}", word(id.kind), name(&id.name));
        out.push(Step::new(text).facts(facts.repeatable(false)));
    }

    fn alter(&self, from: &Object, to: &Object, out: &mut Vec<Step>) {
        match (from, to) {
            (Object::Sequence(a), Object::Sequence(b)) => sequence::alter(a, b, out),
            (Object::Table(a), Object::Table(b)) => self.alter_table(a, b, out),
            (Object::View(_), Object::View(b)) => view::replace(b, out),
            (Object::Definition(a), Object::Definition(b)) if definition::alters(a, b, self.flavor) => {
                definition::create(b, true, out);
            }
            (from, to) => {
                self.drop(from, out);
                self.create(to, out);
            }
        }
    }

    fn add_part(&self, of: &ObjectId, part: &Part, out: &mut Vec<Step>) {
        match part {
            Part::Constraint(_) | Part::Index(_) => self.add_key(&of.name, part, out),
            Part::Trigger(one) => self.create_trigger(&of.name, one, false, out),
            Part::Attribute(_) => {}
            // MySQL and MariaDB have none.
            Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) => {}
        }
    }

    fn drop_part(&self, of: &ObjectId, part: &Part, out: &mut Vec<Step>) {
        match part {
            Part::Constraint(_) | Part::Index(_) => self.drop_key(&of.name, part, out),
            Part::Attribute(_) => {}
            Part::Trigger(one) => {
                let facts = Facts::locking(&of.name, LockMode::AccessExclusive).repeatable(false);
                out.push(Step::new(format!("DROP TRIGGER {}", name(&of.name.sibling(&one.name)))).facts(facts));
            }
            Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) => {}
        }
    }

    fn alter_part(&self, of: &ObjectId, from: &Part, to: &Part, out: &mut Vec<Step>) {
        match (from, to) {
            (Part::Constraint(a), Part::Constraint(b)) if constraint::alters(a, b, self.flavor) => {
                self.alter_check(&of.name, b, out);
            }
            (Part::Index(a), Part::Index(b)) if index::alters(a, b, self.flavor) => {
                self.alter_index(&of.name, b, out);
            }
            (Part::Trigger(a), Part::Trigger(b)) if self.flavor.is_mariadb() && a.name == b.name => {
                self.create_trigger(&of.name, b, true, out);
            }
            (from, to) => {
                self.drop_part(of, from, out);
                self.add_part(of, to, out);
            }
        }
    }

    /// Whether a view is there before and after: one that is created again takes the place of the old one. What makes way for
    /// a rename is tried on a schema that stands for both, and goes.
    fn replaces(&self, id: &ObjectId) -> bool {
        let view = |schema: &Schema| matches!(schema.get(id), Some(Object::View(_)));
        !std::ptr::eq(self.before, self.after) && view(self.before) && view(self.after)
    }

    /// Appends a clause of `ALTER TABLE` that is done in a way that is known.
    fn alter_in(&self, table: &QName, mut clause: Clause, online: Online, facts: Facts, out: &mut Vec<Step>) {
        let online = online.on(self.before.table(table), self.after.table(table));
        clause.assertions = online.assertions(self.flavor);
        out.push(Step::alter(table, self.head(table), clause).facts(online.facts(table).with(facts)));
    }

    /// `ALTER TABLE t`. What was versioned keeps its history only if that is asked for
    /// (<https://mariadb.com/kb/en/system-versioned-tables/>).
    fn head(&self, table: &QName) -> String {
        let alter = format!("ALTER TABLE {}", name(table));
        let versioned = self.before.table(table).is_some_and(|table| table.options.system_versioned);
        if versioned { format!("SET STATEMENT system_versioning_alter_history = KEEP FOR {alter}") } else { alter }
    }
}

/// What a clause adds to the facts of how it is done.
fn nothing_more() -> Facts {
    Facts::light().repeatable(false)
}

/// A qualified name as SQL.
fn name(name: &QName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quote::identifier(namespace), quote::identifier(&name.name)),
        None => quote::identifier(&name.name),
    }
}

/// The words for a kind.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Sequence => "SEQUENCE",
        Kind::Table => "TABLE",
        Kind::View => "VIEW",
        Kind::Function => "FUNCTION",
        Kind::Procedure => "PROCEDURE",
        Kind::Event => "EVENT",
        // There are none of these.
        _ => "SCHEMA",
    }
}
