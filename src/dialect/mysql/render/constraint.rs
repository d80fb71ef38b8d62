//! Keys and checks.

use crate::dialect::{Clause, ClauseKind, Facts, LockMode, Step};
use crate::engine::Flavor;
use crate::operation::Part;
use crate::schema::{
    Action, Check, Constraint, ConstraintDefinition, ForeignKey, Key, Match, PartKind, QName, SchemaObject, Table,
};

use super::{Online, RenderContext, index, name, nothing_more, quote};

/// The definition, as it stands in CREATE TABLE and behind ADD.
pub(super) fn definition(constraint: &Constraint) -> String {
    let named = |words: &str| match &constraint.name {
        Some(name) => format!("{words} {}", quote::identifier(name)),
        None => words.to_owned(),
    };
    let checked = |definition: String| match &constraint.name {
        Some(name) => format!("CONSTRAINT {} {definition}", quote::identifier(name)),
        None => definition,
    };
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(one) => key("PRIMARY KEY", one, constraint),
        ConstraintDefinition::Unique(one) => key(&named("UNIQUE INDEX"), one, constraint),
        ConstraintDefinition::ForeignKey(one) => checked(foreign_key(one)),
        ConstraintDefinition::Check(one) => checked(check(one)),
        // There are none.
        ConstraintDefinition::Exclusion(_) => String::new(),
    }
}

fn key(words: &str, key: &Key, constraint: &Constraint) -> String {
    let place = |(at, column): (usize, &String)| {
        let behind = key.orders.get(at).map(String::as_str).unwrap_or_default();
        let space = if behind.is_empty() || behind.starts_with('(') { "" } else { " " };
        format!("{}{space}{behind}", quote::identifier(column))
    };
    let places: Vec<String> = key.columns.iter().enumerate().map(place).collect();
    let options = index::options(&key.parameters, constraint.annotation.comment.as_deref());
    format!("{words} ({}){options}", places.join(", "))
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text = format!("FOREIGN KEY ({}) REFERENCES {}", quote::list(&key.columns), name(&key.table));
    if !key.referred.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&key.referred)));
    }
    match key.matching {
        Match::Simple => {}
        Match::Full => text.push_str(" MATCH FULL"),
        Match::Partial => text.push_str(" MATCH PARTIAL"),
    }
    for (word, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            text.push_str(&format!(" ON {word} {}", action.sql()));
        }
    }
    text
}

fn check(check: &Check) -> String {
    format!("CHECK ({}){}", check.expression, if check.not_enforced { " NOT ENFORCED" } else { "" })
}

/// `DROP …`
pub(super) fn drop_words(part: &Part, flavor: &Flavor) -> String {
    let key = quote::identifier(&part.key());
    match part.kind() {
        PartKind::PrimaryKey => "DROP PRIMARY KEY".to_owned(),
        PartKind::ForeignKey => format!("DROP FOREIGN KEY {key}"),
        // MySQL has the other word since 8.0.19 alone, and for a name that a key has too it is ambiguous.
        PartKind::Check if !flavor.is_mariadb() => format!("DROP CHECK {key}"),
        PartKind::Check => format!("DROP CONSTRAINT {key}"),
        _ => format!("DROP INDEX {key}"),
    }
}

/// `ADD …`
pub(super) fn add_words(part: &Part, flavor: &Flavor) -> String {
    match part {
        Part::Constraint(one) => format!("ADD {}", definition(one)),
        Part::Index(one) => format!("ADD {}", index::definition(one, flavor)),
        Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => String::new(),
    }
}

impl RenderContext<'_> {
    /// A key, a check or an index.
    pub(super) fn add_key(&self, table: &QName, part: &Part, out: &mut Vec<Step>) {
        if self.comes_elsewhere(table, part) {
            return;
        }
        let replaced = self.keys_replaced(table, part);
        let lost = self.indexes_lost(table, part);
        let mut words: Vec<String> = replaced.iter().map(|old| drop_words(old, self.flavor)).collect();
        words.push(add_words(part, self.flavor));
        for index in &lost {
            let again = Part::Index(index.clone());
            words.push(drop_words(&again, self.flavor));
            words.push(add_words(&again, self.flavor));
        }
        let drops_primary = self.is_keyless(table) && replaced.iter().any(|old| old.kind() == PartKind::PrimaryKey);
        let online = match part.kind() {
            PartKind::PrimaryKey if self.is_filled(table, part) => Online::Rebuild,
            PartKind::PrimaryKey | PartKind::ForeignKey | PartKind::Check => Online::Copy,
            _ if drops_primary => Online::Copy,
            _ if index::is_words_or_places(part) => Online::Shared,
            _ if index::is_special(part) || self.stands_for_primary(self.after.table(table), part) => Online::Unknown,
            _ => Online::Index,
        };
        let clause = Clause::new(ClauseKind::AddConstraint, part.key(), words.join(", "));
        self.alter_in(table, clause, online, adding(table, part), out);
        if let (Some(step), Some(index)) = (out.last_mut(), lost.first()) {
            step.explain(&format!("{} is said again: made for a foreign key, it would go without a word", index.name));
        }
    }

    /// Drops a key, a check or an index.
    pub(super) fn drop_key(&self, table: &QName, part: &Part, out: &mut Vec<Step>) {
        if self.goes_elsewhere(table, part) {
            return;
        }
        let online = match part.kind() {
            PartKind::PrimaryKey => Online::Copy,
            PartKind::Check => Online::Instant,
            PartKind::ForeignKey if self.flavor.is_mariadb() => Online::Instant,
            _ if self.is_keyless(table) && self.stands_for_primary(self.before.table(table), part) => Online::Copy,
            _ if index::is_special(part) => Online::Unknown,
            _ => Online::Index,
        };
        let again = match part {
            Part::Constraint(one) => self.indexes_of(table, one),
            _ => Vec::new(),
        };
        let new = self.handed_over(table, part);
        let mut words = match &new {
            Some(new) => {
                let replaced = self.keys_replaced(table, new);
                replaced.iter().map(|old| drop_words(old, self.flavor)).chain([add_words(new, self.flavor)]).collect()
            }
            None => vec![drop_words(part, self.flavor)],
        };
        for index in &again {
            let index = Part::Index(index.clone());
            words.push(drop_words(&index, self.flavor));
            words.push(add_words(&index, self.flavor));
        }
        let clause = Clause::new(ClauseKind::DropConstraint, part.key(), words.join(", "));
        let certain = again.is_empty() && (new.is_none() || online == Online::Copy);
        let facts = new.as_ref().map_or_else(nothing_more, |new| adding(table, new));
        self.alter_in(table, clause, if certain { online } else { Online::Unknown }, facts, out);
        if let (Some(step), Some(index)) = (out.last_mut(), again.first()) {
            step.explain(&format!("{} is said again: made for a foreign key, it would go without a word", index.name));
        }
        if let (Part::Constraint(one), Some(step)) = (part, out.last_mut())
            && let Some(key) = one.foreign_key()
        {
            step.facts = step.facts.clone().and_locking(&key.table, LockMode::ShareUpdateExclusive);
        }
    }

    /// Whether it is looked at.
    pub(super) fn alter_check(&self, table: &QName, constraint: &Constraint, out: &mut Vec<Step>) {
        let ConstraintDefinition::Check(check) = &constraint.definition else { return };
        let not = if check.not_enforced { "NOT " } else { "" };
        let text = format!("ALTER CHECK {} {not}ENFORCED", quote::identifier(&constraint.key()));
        let clause = Clause::new(ClauseKind::AlterConstraint, constraint.key(), text);
        let (online, facts) = if check.not_enforced {
            (Online::Instant, nothing_more())
        } else {
            (Online::Copy, adding(table, &Part::Constraint(constraint.clone())))
        };
        self.alter_in(table, clause, online, facts.repeatable(true), out);
    }

    /// Whether a table comes to have no primary key: one that is dropped then costs a copy.
    pub(super) fn is_keyless(&self, table: &QName) -> bool {
        self.after.table(table).is_none_or(|table| table.primary_key().is_none())
    }

    /// Whether rows may be kept in the order of this key, as by a primary key: a unique one over columns that are NOT NULL, in a
    /// table that has no primary key (<https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html>).
    fn stands_for_primary(&self, table: Option<&Table>, part: &Part) -> bool {
        let unique = match part {
            Part::Constraint(one) => one.kind() == PartKind::Unique,
            Part::Index(one) => one.unique,
            Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => false,
        };
        let filled = |table: &Table| {
            super::column::names(part).all(|name| table.column(&name).is_some_and(|column| !column.nullable))
        };
        unique && table.is_some_and(|table| table.primary_key().is_none() && filled(table))
    }

    /// Whether a column is one of such a key.
    pub(super) fn stands_in_primary(&self, table: &QName, column: &str) -> bool {
        let before = self.before.table(table);
        let keys = before.map(Table::parts).unwrap_or_default();
        let is_in = |part: &Part| super::column::names(part).any(|name| name == column);
        keys.iter().any(|part| is_in(part) && self.stands_for_primary(before, part))
    }

    /// Whether the columns of a primary key are NOT NULL already, so that they are not converted for it.
    fn is_filled(&self, table: &QName, part: &Part) -> bool {
        let filled = |table: &Table, name: &String| table.column(name).is_some_and(|column| !column.nullable);
        match (self.before.table(table), part) {
            (Some(table), Part::Constraint(Constraint { definition: ConstraintDefinition::PrimaryKey(key), .. })) => {
                key.columns.iter().all(|name| filled(table, name)) && !index::is_special(part)
            }
            _ => false,
        }
    }
}

/// What adding a key does besides, and which rows make it fail.
fn adding(table: &QName, part: &Part) -> Facts {
    let facts = nothing_more();
    let key = part.key();
    match part {
        Part::Constraint(one) => match &one.definition {
            ConstraintDefinition::ForeignKey(foreign) => facts
                .and_locking(&foreign.table, LockMode::Share)
                .failing_on(format!("{table} refers to rows that {} has not", foreign.table)),
            ConstraintDefinition::Check(check) if check.not_enforced => facts,
            ConstraintDefinition::Check(_) => facts.failing_on(format!("{table} has rows that {key} does not allow")),
            ConstraintDefinition::PrimaryKey(_) => {
                facts.failing_on(format!("{table} holds NULL or duplicates for {key}"))
            }
            _ => facts.failing_on(format!("{table} holds duplicates for {key}")),
        },
        Part::Index(index) if index.unique => facts.failing_on(format!("{table} holds duplicates for {key}")),
        Part::Index(_)
        | Part::Trigger(_)
        | Part::Rule(_)
        | Part::Policy(_)
        | Part::RowSecurity(_)
        | Part::Attribute(_) => facts,
    }
}

/// Whether ALTER takes one to the other: MySQL's checks are looked at or not.
pub(crate) fn alters(from: &Constraint, to: &Constraint, flavor: &Flavor) -> bool {
    match (&from.definition, &to.definition) {
        (ConstraintDefinition::Check(a), ConstraintDefinition::Check(b)) => {
            !flavor.is_mariadb()
                && from.name == to.name
                && Check { not_enforced: b.not_enforced, ..a.clone() } == *b
                && from.annotation.comment == to.annotation.comment
        }
        _ => false,
    }
}
