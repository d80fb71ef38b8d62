//! Constraints.

use crate::dialect::{Clause, ClauseKind, Facts, LockMode, Step};
use crate::schema::{
    Action, Check, Constraint, ConstraintDefinition, Deferrable, Exclusion, ForeignKey, Key, Match, Origin, QName,
};

use super::{alter_with, comment, facts, index, name, parameters, quote, reset_and_set};

/// `CONSTRAINT name CHECK (…)`, as it stands in CREATE TABLE and behind ADD.
pub(super) fn definition(constraint: &Constraint) -> String {
    let definition = match &constraint.definition {
        ConstraintDefinition::PrimaryKey(one) => key("PRIMARY KEY", one),
        ConstraintDefinition::Unique(one) => key("UNIQUE", one),
        ConstraintDefinition::ForeignKey(one) => foreign_key(one),
        ConstraintDefinition::Check(one) => check(one),
        ConstraintDefinition::Exclusion(one) => exclusion(one),
    };
    match &constraint.name {
        Some(name) => format!("CONSTRAINT {} {definition}", quote::identifier(name)),
        None => definition,
    }
}

/// `ADD CONSTRAINT …`
pub(super) fn add(table: &QName, constraint: &Constraint, out: &mut Vec<Step>) {
    let mut clause =
        Clause::new(ClauseKind::AddConstraint, constraint.key(), format!("ADD {}", definition(constraint)));
    if let ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) = &constraint.definition {
        if key.only {
            let text = format!("ALTER TABLE ONLY {} {}", name(table), clause.sql);
            out.push(Step::new(text).facts(facts::add_empty_index(table)));
            return;
        }
        clause.reads.clone_from(&key.columns);
    }
    alter_with(table, clause, facts::add_constraint(table, constraint), out);
}

/// `VALIDATE CONSTRAINT`
pub(super) fn validate(table: &QName, constraint: &str) -> Step {
    let what = format!("VALIDATE CONSTRAINT {}", quote::identifier(constraint));
    let clause = Clause::new(ClauseKind::ValidateConstraint, constraint, what);
    Step::alter(table, format!("ALTER TABLE {}", name(table)), clause).facts(facts::validate(table))
}

/// `CONSTRAINT name UNIQUE USING INDEX index`: the index has been built already, and gets the name of the constraint.
pub(super) fn using_index(constraint: &Constraint, key: &Key, index: &str) -> String {
    let words = match &constraint.definition {
        ConstraintDefinition::PrimaryKey(_) => "PRIMARY KEY",
        _ => "UNIQUE",
    };
    let (called, index) = (quote::identifier(&constraint.key()), quote::identifier(index));
    format!("CONSTRAINT {called} {words} USING INDEX {index}{}", deferrable(key.deferrable))
}

/// Whether the server only takes it for a table that is there (in CREATE TABLE it would count as valid).
pub(super) fn comes_late(constraint: &Constraint) -> bool {
    match &constraint.definition {
        ConstraintDefinition::ForeignKey(one) => one.not_valid,
        ConstraintDefinition::Check(one) => one.not_valid,
        ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique(_) | ConstraintDefinition::Exclusion(_) => {
            false
        }
    }
}

/// Whether the server would leave it out of CREATE TABLE: of keys over the same columns it makes one there.
pub(super) fn repeats(constraint: &Constraint, all: &[Constraint]) -> bool {
    let ConstraintDefinition::Unique(one) = &constraint.definition else { return false };
    all.iter().any(|other| match &other.definition {
        ConstraintDefinition::PrimaryKey(key) => key.columns == one.columns,
        ConstraintDefinition::Unique(key) => key.columns == one.columns && other.name < constraint.name,
        _ => false,
    })
}

fn key(words: &str, key: &Key) -> String {
    let mut text = words.to_owned();
    if key.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    let overlaps = if key.without_overlaps { " WITHOUT OVERLAPS" } else { "" };
    text.push_str(&format!(" ({}{overlaps})", quote::list(&key.columns)));
    if !key.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", quote::list(&key.include)));
    }
    if !key.parameters.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&key.parameters)));
    }
    text.push_str(deferrable(key.deferrable));
    text
}

fn foreign_key(key: &ForeignKey) -> String {
    let columns = |names: &[String]| match names.split_last() {
        Some((last, [])) if key.period => format!("PERIOD {}", quote::identifier(last)),
        Some((last, others)) if key.period => format!("{}, PERIOD {}", quote::list(others), quote::identifier(last)),
        _ => quote::list(names),
    };
    let mut text = format!("FOREIGN KEY ({}) REFERENCES {}", columns(&key.columns), name(&key.table));
    if !key.referred.is_empty() {
        text.push_str(&format!(" ({})", columns(&key.referred)));
    }
    match key.matching {
        Match::Simple => {}
        Match::Full => text.push_str(" MATCH FULL"),
        Match::Partial => text.push_str(" MATCH PARTIAL"),
    }
    if key.on_update != Action::NoAction {
        text.push_str(&format!(" ON UPDATE {}", key.on_update.sql()));
    }
    if key.on_delete != Action::NoAction {
        text.push_str(&format!(" ON DELETE {}", key.on_delete.sql()));
        if !key.on_delete_columns.is_empty() {
            text.push_str(&format!(" ({})", quote::list(&key.on_delete_columns)));
        }
    }
    text.push_str(deferrable(key.deferrable));
    if key.not_enforced {
        text.push_str(" NOT ENFORCED");
    } else if key.not_valid {
        text.push_str(" NOT VALID");
    }
    text
}

fn check(check: &Check) -> String {
    let mut text = format!("CHECK ({})", check.expression);
    if check.no_inherit {
        text.push_str(" NO INHERIT");
    }
    if check.not_enforced {
        text.push_str(" NOT ENFORCED");
    } else if check.not_valid {
        text.push_str(" NOT VALID");
    }
    text
}

fn exclusion(one: &Exclusion) -> String {
    let elements: Vec<String> =
        one.elements.iter().map(|(element, operator)| format!("{} WITH {operator}", index::element(element))).collect();
    let mut text = format!("EXCLUDE USING {} ({})", quote::identifier(&one.method), elements.join(", "));
    if !one.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", quote::list(&one.include)));
    }
    if !one.parameters.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&one.parameters)));
    }
    if let Some(predicate) = &one.predicate {
        text.push_str(&format!(" WHERE ({predicate})"));
    }
    text.push_str(deferrable(one.deferrable));
    text
}

fn deferrable(when: Deferrable) -> &'static str {
    match when {
        Deferrable::No => "",
        Deferrable::Immediate => " DEFERRABLE",
        Deferrable::Deferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// Its comment, where it changes.
pub(super) fn say(table: &QName, constraint: &Constraint, from: Option<&str>, out: &mut Vec<Step>) {
    let at = format!("{} ON {}", quote::identifier(&constraint.key()), name(table));
    comment::set("CONSTRAINT", &at, from, constraint.annotation.comment.as_deref(), out);
}

/// The comment of the index behind it, where it changes.
pub(super) fn say_index(table: &QName, constraint: &Constraint, from: Option<&str>, out: &mut Vec<Step>) {
    comment::set("INDEX", &name(&table.sibling(constraint.key())), from, constraint.index_comment(), out);
}

/// Whether ALTER takes one to the other: a foreign key's deferrability and whether it is enforced, validity (one way), parameters of the index
/// behind a key, the comment.
pub(crate) fn alters(from: &Constraint, to: &Constraint) -> bool {
    let mut raised = from.clone();
    match (&mut raised.definition, &to.definition) {
        (ConstraintDefinition::ForeignKey(a), ConstraintDefinition::ForeignKey(b)) => {
            a.deferrable = b.deferrable;
            if a.not_enforced == b.not_enforced {
                a.not_valid &= b.not_valid;
            } else if b.not_enforced || !b.not_valid {
                // To enforce it is to look at all rows.
                (a.not_enforced, a.not_valid) = (b.not_enforced, b.not_valid);
            }
        }
        (ConstraintDefinition::Check(a), ConstraintDefinition::Check(b)) => a.not_valid &= b.not_valid,
        (ConstraintDefinition::PrimaryKey(a), ConstraintDefinition::PrimaryKey(b))
        | (ConstraintDefinition::Unique(a), ConstraintDefinition::Unique(b)) => {
            a.parameters.clone_from(&b.parameters);
            a.index_comment.clone_from(&b.index_comment);
        }
        (ConstraintDefinition::Exclusion(a), ConstraintDefinition::Exclusion(b)) => {
            a.parameters.clone_from(&b.parameters);
            a.index_comment.clone_from(&b.index_comment);
        }
        _ => return false,
    }
    raised.name == to.name && raised.definition == to.definition
}

/// The statements of a change that [`alters`] allows.
pub(super) fn alter(table: &QName, from: &Constraint, to: &Constraint, out: &mut Vec<Step>) {
    let key = to.key();
    let quoted = quote::identifier(&key);
    if let (ConstraintDefinition::ForeignKey(a), ConstraintDefinition::ForeignKey(b)) =
        (&from.definition, &to.definition)
        && a.deferrable != b.deferrable
    {
        let how = if b.deferrable == Deferrable::No { " NOT DEFERRABLE" } else { deferrable(b.deferrable) };
        // Without the second word an initially deferred one would stay so.
        let how = if b.deferrable == Deferrable::Immediate { " DEFERRABLE INITIALLY IMMEDIATE" } else { how };
        let clause = Clause::new(ClauseKind::AlterConstraint, &key, format!("ALTER CONSTRAINT {quoted}{how}"));
        super::alter(table, clause, out);
    }
    let unenforced = |constraint: &Constraint| constraint.foreign_key().is_some_and(|key| key.not_enforced);
    if unenforced(from) != unenforced(to) {
        let how = if unenforced(to) { "NOT ENFORCED" } else { "ENFORCED" };
        let text = format!("ALTER TABLE {} ALTER CONSTRAINT {quoted} {how}", name(table));
        out.push(Step::new(text).facts(facts::add_constraint(table, to)));
    } else if comes_late(from) && !comes_late(to) {
        out.push(validate(table, &key));
    }
    // One that is there from a parent becomes the table's own too (`MergeWithExistingConstraint` in `src/backend/catalog/heap.c`).
    if from.annotation.origin == Origin::Inherited && to.annotation.origin == Origin::Merged {
        let text = format!("ALTER TABLE {} ADD {}", name(table), definition(to));
        out.push(Step::new(text).facts(Facts::locking(table, LockMode::AccessExclusive).repeatable(false)));
    }
    for change in reset_and_set(from.index_parameters(), to.index_parameters()) {
        let text = format!("ALTER INDEX {} {change}", name(&table.sibling(&key)));
        out.push(Step::new(text).facts(index::changed()));
    }
    say(table, to, from.annotation.comment.as_deref(), out);
    say_index(table, to, from.index_comment(), out);
}
