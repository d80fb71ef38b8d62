//! The statements of every operation: a file an idea.

mod access;
mod allowed;
mod base_type;
mod clauses;
mod column;
mod comment;
mod composite_type;
mod constraint;
mod convert;
mod defaults;
mod definition;
mod descent;
mod domain;
mod enums;
mod event_trigger;
mod extension_needs;
mod facts;
mod fill;
mod foreign_data;
mod identity;
mod index;
mod language;
mod not_null_rename;
mod online;
mod operator;
mod policy;
mod publication;
mod rename;
mod routine;
mod rows;
mod rule;
mod sequence;
mod statistics;
mod table;
mod text_search;
mod trigger;
mod type_uses;
mod view;

use crate::dialect::{Clause, ClauseKind, Facts, LockMode, Step};
use crate::engine::Flavor;
use crate::operation::{Operation, Part, TypeChange};
use crate::schema::{
    Annotation, Constraint, Kind, Namespace, Object, ObjectId, PartKind, QName, RowSecurity, Schema, Table,
};

use super::{built_in, literal, names, quote, types};

pub(super) use access::all_privileges;
pub(super) use clauses::joins;
pub(super) use composite_type::{multirange, multirange_namespace};
pub(super) use constraint::alters as alters_constraint;
pub(super) use convert::{converts, is_number, is_string, needs_using};
pub(super) use definition::alters as alters_definition;
pub(super) use foreign_data::options_clause;
pub(super) use identity::{next, sequence_of};
pub(super) use index::alters as alters_index;
pub(super) use online::online;
pub(super) use policy::alters as alters_policy;
pub(super) use routine::{opening, plain, recheck};
pub(super) use rule::alters as alters_rule;
pub(super) use statistics::TARGET as STATISTICS_TARGET;
pub(super) use trigger::alters as alters_trigger;
pub(super) use view::alters as alters_view;

/// The statements of an operation, in order.
pub(super) fn operation(operation: &Operation, before: &Schema, after: &Schema, flavor: &Flavor) -> Vec<Step> {
    let context = RenderContext { before, after, flavor };
    let mut out = Vec::new();
    context.operation(operation, &mut out);
    context.as_of_foreign_table(operation, &mut out);
    out
}

/// The whole schemas around a migration, and the server it is for.
pub(super) struct RenderContext<'a> {
    before: &'a Schema,
    after: &'a Schema,
    flavor: &'a Flavor,
}

impl RenderContext<'_> {
    fn operation(&self, operation: &Operation, out: &mut Vec<Step>) {
        match operation {
            Operation::Create(object) => {
                self.create(object, out);
                self.create_access(object, out);
                // A sequence must have the owner of its table.
                match object {
                    Object::Table(table) => self.attach_sequences(&table.name, None, out),
                    Object::Sequence(sequence) => self.attach_to_column(sequence, out),
                    _ => {}
                }
            }
            Operation::Drop(object) => self.drop(object, out),
            Operation::Alter { from, to } => self.alter(from, to, out),
            Operation::AlterAccess { from, to } => self.alter_access(from, to, out),
            Operation::Rename { from, to } => self.rename(from, to, out),
            Operation::AlterType(change) => {
                match change {
                    TypeChange::Enum(change) => self.alter_enum(change, out),
                    TypeChange::Domain(change) => self.rebuild_domain(change, out),
                    TypeChange::Composite(change) => self.rebuild_composite(change, out),
                }
                if change.rebuilds() {
                    self.create_access(&change.ends().1, out);
                }
            }
            Operation::AddColumn { table, column, fill, references, .. } => {
                self.add_column(table, column, fill, references.as_ref(), out);
                self.add_column_access(table, column, out);
            }
            Operation::DropColumn { table, column, kept_below: true, .. } => self.drop_column_alone(table, column, out),
            Operation::DropColumn { table, column, .. } => self.drop_column(table, column, out),
            Operation::AlterColumn { table, from, to, using, fill } => {
                self.alter_column(table, from, to, using.as_ref(), fill, out);
                self.alter_sequence_access(table, from, to, out);
            }
            Operation::RenameColumn { table, from, to } => {
                rename::part(&ObjectId::table(table), PartKind::Column, from, to, out);
            }
            Operation::AddPart { of, part } => self.add_part(of, part, out),
            Operation::DropPart { of, part } => self.drop_part(of, part, out),
            Operation::AlterPart { of, from, to } => self.alter_part(of, from, to, out),
            Operation::RenamePart { of, kind, from, to } => rename::part(of, *kind, from, to, out),
            Operation::SetAside { table, types, .. } if types.is_empty() => self.set_aside(table, out),
            Operation::SetAside { table, types, alone } => self.set_aside_as_text(table, types, *alone, out),
            Operation::TakeRows { table, rows } => self.take_rows(table, rows, out),
            Operation::BringRows(rows) => self.bring_rows(rows, out),
            // Never made for this database; if it were, its changes say the same.
            Operation::RebuildTable { changes, .. } => changes.iter().for_each(|change| self.operation(change, out)),
        }
    }

    fn create(&self, object: &Object, out: &mut Vec<Step>) {
        match object {
            Object::Namespace(namespace) => {
                if !namespace.standing {
                    add(out, format!("CREATE SCHEMA {}", quote::identifier(&namespace.name)));
                }
                access::namespace_comment(None, namespace, out);
            }
            Object::Extension(extension) => {
                let within = extension.namespace.as_ref().map(|n| format!(" SCHEMA {}", quote::identifier(n)));
                let text =
                    format!("CREATE EXTENSION {}{}", quote::identifier(&extension.name), within.unwrap_or_default());
                let given = self.given_to_extension(extension);
                let first = out.len();
                for (one, _) in &given {
                    self.default_privileges(one, &one.annotation.grants, &[], out);
                }
                if let Some(first) = out.get_mut(first) {
                    first.explain(&format!("default privileges are not for what {} brings", extension.name));
                }
                out.push(Step::new(text));
                for (one, _) in given.iter().filter(|(_, stays)| *stays) {
                    self.default_privileges(one, &[], &one.annotation.grants, out);
                }
                comment::on_extension(&extension.name, None, extension.comment.as_deref(), out);
            }
            Object::Enum(value) => enums::create(value, out),
            Object::Domain(one) => domain::create(one, out),
            Object::CompositeType(one) => composite_type::create(one, out),
            Object::Sequence(sequence) => self.create_sequence(sequence, out),
            Object::Table(table) => self.create_table(table, out),
            Object::View(view) => view::create(view, out),
            Object::DefaultPrivileges(one) => self.default_privileges(one, &[], &one.annotation.grants, out),
            // Its grants are all that is made of it.
            Object::SystemObject(_) => {}
            Object::Definition(one) => definition::create(one, out),
        }
    }

    fn drop(&self, object: &Object, out: &mut Vec<Step>) {
        match object {
            Object::DefaultPrivileges(one) => {
                return self.default_privileges(one, &one.annotation.grants, &[], out);
            }
            Object::Definition(one) if self.drop_with_type(one, out) => return,
            Object::SystemObject(one) => {
                return self.alter_access(object, &Object::SystemObject(one.untouched()), out);
            }
            // It stays, with nothing said of it.
            Object::Namespace(namespace) if namespace.standing => {
                let plain = Namespace { annotation: Annotation::default(), ..namespace.clone() };
                access::namespace_comment(Some(namespace), &plain, out);
                return self.alter_access(object, &Object::Namespace(plain), out);
            }
            _ => {}
        }
        if let Object::Table(table) = object {
            self.detach_sequences(&table.name, None, out);
            self.detach_referenced(table, out);
        }
        let word = match object {
            Object::View(view) => view::word(view),
            Object::Table(table) => table::word(table),
            other => word(other.id().kind),
        };
        let statement = format!("DROP {word} {}", identity(&object.id()));
        out.push(Step::new(statement).facts(facts::drop(object).repeatable(false)));
    }

    fn alter(&self, from: &Object, to: &Object, out: &mut Vec<Step>) {
        match (from, to) {
            (Object::Namespace(a), Object::Namespace(b)) => {
                access::namespace_comment(Some(a), b, out);
            }
            (Object::Extension(a), Object::Extension(b)) => {
                if a.namespace != b.namespace {
                    let statement = format!("ALTER EXTENSION {} SET SCHEMA", quote::identifier(&b.name));
                    rename::into_namespace(&statement, b.namespace.as_deref(), out);
                }
                comment::on_extension(&b.name, a.comment.as_deref(), b.comment.as_deref(), out);
            }
            (Object::Enum(a), Object::Enum(b)) => {
                comment::set(
                    "TYPE",
                    &name(&b.name),
                    a.annotation.comment.as_deref(),
                    b.annotation.comment.as_deref(),
                    out,
                );
            }
            (Object::CompositeType(a), Object::CompositeType(b)) => {
                let (from, to) = (a.annotation.comment.as_deref(), b.annotation.comment.as_deref());
                comment::set("TYPE", &name(&b.name), from, to, out);
            }
            (Object::Domain(a), Object::Domain(b)) => self.alter_domain(a, b, out),
            (Object::Sequence(a), Object::Sequence(b)) => self.alter_sequence(a, b, out),
            (Object::Table(a), Object::Table(b)) => self.alter_table(a, b, out),
            (Object::View(a), Object::View(b)) => view::alter(a, b, out),
            (Object::Definition(a), Object::Definition(b)) => definition::alter(a, b, out),
            // Two ends of different kinds are two objects.
            (from, to) => {
                self.drop(from, out);
                self.create(to, out);
            }
        }
    }

    fn add_part(&self, of: &ObjectId, part: &Part, out: &mut Vec<Step>) {
        match part {
            Part::Constraint(one) if of.kind == Kind::Domain => self.add_domain_check(&of.name, one, out),
            Part::Constraint(one) => {
                constraint::add(&of.name, one, out);
                self.attach_indexes(&of.name, part, out);
                self.attach_to_parents(&of.name, part, out);
                self.explain_empty_target(&of.name, one, out);
                self.mark_index(of, part, out);
                constraint::say(&of.name, one, None, out);
                constraint::say_index(&of.name, one, None, out);
            }
            Part::Index(one) => {
                index::create(&of.name, one, out);
                self.attach_indexes(&of.name, part, out);
                self.attach_to_parents(&of.name, part, out);
                self.mark_index(of, part, out);
                index::say(&of.name, one, None, out);
            }
            Part::Trigger(one) => trigger::create(&of.name, one, out),
            Part::Rule(one) => rule::create(&of.name, one, out),
            Part::Policy(one) => policy::create(&of.name, one, out),
            Part::RowSecurity(one) => policy::secure(&of.name, RowSecurity::default(), *one, out),
            Part::Attribute(one) => self.add_attribute(&of.name, one, out),
        }
    }

    /// A key to a table that has just come, and holds no rows: those that refer to it have nothing there.
    fn explain_empty_target(&self, of: &QName, constraint: &Constraint, out: &mut [Step]) {
        let Some(key) = constraint.foreign_key().filter(|key| !key.not_valid && !key.not_enforced) else { return };
        let stood = |table: &Table| key.columns.iter().all(|column| table.column(column).is_some());
        if self.before.table(&key.table).is_none()
            && self.before.table(of).is_some_and(stood)
            && let Some(last) = out.last_mut()
        {
            let columns = key.columns.join(", ");
            last.comment =
                Some(format!("{} is new and has no rows: this fails while {of} has rows with {columns}", key.table));
        }
    }

    fn drop_part(&self, of: &ObjectId, part: &Part, out: &mut Vec<Step>) {
        let key = quote::identifier(&part.key());
        let facts = Facts::locking(&of.name, LockMode::AccessExclusive).repeatable(false);
        match part {
            Part::Constraint(one) if of.kind == Kind::Domain => self.drop_domain_check(&of.name, &one.key(), out),
            Part::Constraint(one) => {
                let clause = Clause::new(ClauseKind::DropConstraint, one.key(), format!("DROP CONSTRAINT {key}"));
                let facts = match one.foreign_key() {
                    Some(foreign) => facts.and_locking(&foreign.table, LockMode::AccessExclusive),
                    None => facts,
                };
                alter_with(&of.name, clause, facts, out);
            }
            Part::Index(one) => {
                let text = format!("DROP INDEX {}", name(&of.name.sibling(&one.name)));
                out.push(Step::new(text).facts(facts));
            }
            Part::Attribute(one) => self.drop_attribute(&of.name, &one.name, out),
            Part::Trigger(one) if one.is_inherited() => self.follow_parents_trigger(&of.name, one, out),
            Part::Trigger(_) => {
                out.push(Step::new(format!("DROP TRIGGER {key} ON {}", name(&of.name))).facts(facts));
            }
            Part::Rule(_) => out.push(Step::new(format!("DROP RULE {key} ON {}", name(&of.name))).facts(facts)),
            Part::Policy(_) => out.push(Step::new(format!("DROP POLICY {key} ON {}", name(&of.name))).facts(facts)),
            Part::RowSecurity(one) => policy::secure(&of.name, *one, RowSecurity::default(), out),
        }
    }

    fn alter_part(&self, of: &ObjectId, from: &Part, to: &Part, out: &mut Vec<Step>) {
        match (from, to) {
            (Part::Constraint(a), Part::Constraint(b)) if of.kind == Kind::Domain && constraint::alters(a, b) => {
                self.alter_domain_check(&of.name, a, b, out);
            }
            (Part::Constraint(a), Part::Constraint(b)) if constraint::alters(a, b) => {
                if a.annotation.origin != b.annotation.origin {
                    self.attach_to_parents(&of.name, to, out);
                }
                constraint::alter(&of.name, a, b, out);
            }
            (Part::Index(a), Part::Index(b)) if index::alters(a, b) => {
                if a.annotation.origin != b.annotation.origin {
                    self.attach_to_parents(&of.name, to, out);
                }
                index::alter(&of.name, a, b, out);
            }
            (Part::Trigger(a), Part::Trigger(b)) if trigger::alters(a, b, self.flavor) => {
                trigger::alter(&of.name, a, b, out);
            }
            (Part::Attribute(a), Part::Attribute(b)) => self.alter_attribute(&of.name, a, b, out),
            (Part::Rule(a), Part::Rule(b)) if rule::alters(a, b) => rule::alter(&of.name, a, b, out),
            (Part::Policy(a), Part::Policy(b)) if policy::alters(a, b) => policy::alter(&of.name, a, b, out),
            (Part::RowSecurity(a), Part::RowSecurity(b)) => policy::secure(&of.name, *a, *b, out),
            // The downgrade of a change that only goes one way (a constraint cannot lose its validity again).
            (from, to) => {
                self.drop_part(of, from, out);
                self.add_part(of, to, out);
            }
        }
    }

    /// Whether a relation or type of this name stands in the namespace, before or after.
    fn knows(&self, at: &QName) -> bool {
        holds(self.before, at) || holds(self.after, at)
    }
}

/// Whether a relation or type of this name stands in a namespace.
fn holds(schema: &Schema, at: &QName) -> bool {
    schema.objects.iter().any(|(id, object)| {
        let indexes = || {
            object.nodes().iter().any(|node| match node {
                crate::schema::Node::Part(_, kind, part) => *kind != PartKind::Column && *part == at.name,
                crate::schema::Node::Object(_) => false,
            })
        };
        id.kind.facts().namespaced && id.name.namespace == at.namespace && (id.name.name == at.name || indexes())
    })
}

/// Appends a statement that makes or changes what no table's rows stand on.
fn add(out: &mut Vec<Step>, sql: impl Into<String>) {
    out.push(Step::new(sql).facts(Facts::light()));
}

/// Appends a clause of `ALTER TABLE`.
fn alter(table: &QName, clause: Clause, out: &mut Vec<Step>) {
    let facts = facts::of_clause(table, &clause);
    alter_with(table, clause, facts, out);
}

/// Appends a clause of which more is known than its kind.
fn alter_with(table: &QName, clause: Clause, facts: Facts, out: &mut Vec<Step>) {
    out.push(Step::alter(table, format!("ALTER TABLE {}", name(table)), clause).facts(facts));
}

/// `ALTER COLUMN name what`
fn alter_column(kind: ClauseKind, column: &str, what: impl std::fmt::Display) -> Clause {
    Clause::new(kind, column, format!("ALTER COLUMN {} {what}", quote::identifier(column)))
}

/// A qualified name as SQL.
fn name(name: &QName) -> String {
    types::named(name)
}

/// The name of a function, procedure or aggregate as SQL.
fn routine_name(name: &QName) -> String {
    types::in_namespace(name, built_in::is_routine)
}

/// The name of an object for text search as SQL.
fn text_search_name(name: &QName) -> String {
    types::in_namespace(name, built_in::is_text_search)
}

/// An object as DROP and COMMENT ON name it: with the types of its arguments, where it has any.
fn identity(id: &ObjectId) -> String {
    let arguments = id.arguments.join(", ");
    match id.kind {
        // The type is written as the server prints it.
        Kind::Transform => format!("FOR {} LANGUAGE {}", id.name.name, quote::identifier(&arguments)),
        Kind::UserMapping if id.name.name == "public" => format!("FOR PUBLIC SERVER {}", quote::list(&id.arguments)),
        Kind::UserMapping => {
            format!("FOR {} SERVER {}", quote::identifier(&id.name.name), quote::list(&id.arguments))
        }
        Kind::Cast => format!("({})", id.name.name),
        Kind::Operator => {
            let usual = names::RULES.default_namespace.filter(|_| built_in::is_operator(&id.name.name));
            let within = id.name.namespace.as_deref().or(usual).map(|one| format!("{}.", quote::identifier(one)));
            format!("{}{} ({arguments})", within.unwrap_or_default(), id.name.name)
        }
        Kind::OperatorClass | Kind::OperatorFamily => {
            format!("{} USING {}", name(&id.name), quote::list(&id.arguments))
        }
        Kind::TextSearchConfiguration
        | Kind::TextSearchDictionary
        | Kind::TextSearchParser
        | Kind::TextSearchTemplate => text_search_name(&id.name),
        Kind::Aggregate if arguments.is_empty() => format!("{}(*)", routine_name(&id.name)),
        Kind::Function | Kind::Procedure | Kind::Aggregate => format!("{}({arguments})", routine_name(&id.name)),
        // What lies in no namespace is never another thing of that name.
        kind if arguments.is_empty() && !kind.facts().namespaced => quote::identifier(&id.name.name),
        _ if arguments.is_empty() => name(&id.name),
        _ => format!("{}({arguments})", name(&id.name)),
    }
}

/// The words for a kind; a materialized view's are its own ([`view::word`]).
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Namespace => "SCHEMA",
        Kind::Extension => "EXTENSION",
        Kind::Enum => "TYPE",
        Kind::Sequence => "SEQUENCE",
        Kind::Table => "TABLE",
        Kind::View => "VIEW",
        Kind::Publication => "PUBLICATION",
        Kind::Function => "FUNCTION",
        Kind::Procedure => "PROCEDURE",
        Kind::Aggregate => "AGGREGATE",
        Kind::EventTrigger => "EVENT TRIGGER",
        Kind::Language => "LANGUAGE",
        Kind::Transform => "TRANSFORM",
        Kind::Domain => "DOMAIN",
        Kind::CompositeType => "TYPE",
        Kind::RangeType => "TYPE",
        Kind::BaseType | Kind::ShellType => "TYPE",
        Kind::Collation => "COLLATION",
        Kind::Conversion => "CONVERSION",
        Kind::Cast => "CAST",
        Kind::AccessMethod => "ACCESS METHOD",
        Kind::Operator => "OPERATOR",
        Kind::OperatorFamily => "OPERATOR FAMILY",
        Kind::OperatorClass => "OPERATOR CLASS",
        Kind::TextSearchParser => "TEXT SEARCH PARSER",
        Kind::TextSearchTemplate => "TEXT SEARCH TEMPLATE",
        Kind::TextSearchDictionary => "TEXT SEARCH DICTIONARY",
        Kind::TextSearchConfiguration => "TEXT SEARCH CONFIGURATION",
        Kind::Statistics => "STATISTICS",
        Kind::ForeignDataWrapper => "FOREIGN DATA WRAPPER",
        Kind::Server => "SERVER",
        Kind::UserMapping => "USER MAPPING",
        Kind::DefaultPrivileges => "DEFAULT PRIVILEGES",
        Kind::SystemObject => "SYSTEM OBJECT",
        // PostgreSQL has none.
        Kind::Event => "EVENT",
    }
}

/// `name = value` of storage parameters and view options.
fn parameters(all: &[(String, String)]) -> String {
    all.iter().map(|(key, value)| format!("{} = {}", parameter(key), setting(value))).collect::<Vec<_>>().join(", ")
}

/// A parameter's name; `toast.` before it is no part of the identifier.
fn parameter(key: &str) -> String {
    key.split('.').map(quote::identifier).collect::<Vec<_>>().join(".")
}

/// A parameter's value: a number or a plain word is written as it is.
fn setting(value: &str) -> String {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let number =
        !digits.is_empty() && digits.parse::<f64>().is_ok() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if number || matches!(value, "true" | "false" | "on" | "off" | "local" | "cascaded" | "auto") {
        value.to_owned()
    } else {
        quote::string(value)
    }
}

/// `SET (…)` and `RESET (…)` that take one list of parameters to the other, its order included: what is set goes to the
/// end of the list, so that whatever is to stand behind a new value is set again.
fn reset_and_set(from: &[(String, String)], to: &[(String, String)]) -> Vec<String> {
    let gone: Vec<String> =
        from.iter().filter(|(key, _)| !to.iter().any(|(k, _)| k == key)).map(|(key, _)| parameter(key)).collect();
    let mut old = from.iter();
    let stays = to.iter().take_while(|pair| old.any(|one| one == *pair)).count();
    let changes = to.iter().any(|pair| !from.contains(pair));
    let come: Vec<(String, String)> = to.iter().skip(stays).filter(|_| changes).cloned().collect();
    let mut out = Vec::new();
    if !gone.is_empty() {
        out.push(format!("RESET ({})", gone.join(", ")));
    }
    if !come.is_empty() {
        out.push(format!("SET ({})", parameters(&come)));
    }
    out
}
