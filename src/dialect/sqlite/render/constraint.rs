//! Constraints as clauses of CREATE TABLE.

use crate::schema::{Column, Constraint, ConstraintDefinition, Deferrable, ForeignKey, Key, Match, Table};

use super::super::quote;

/// The primary key as it is written beside its column; `None` where it is another's or stands apart.
pub(crate) fn beside(column: &Column, table: &Table) -> Option<String> {
    let constraint = table.constraints.iter().find(|constraint| stands_beside(constraint))?;
    let ConstraintDefinition::PrimaryKey(key) = &constraint.definition else { return None };
    if key.columns != [column.name.clone()] {
        return None;
    }
    let mut text = format!("{}PRIMARY KEY", named(constraint));
    if let Some(order) = key.orders.first() {
        text.push_str(&format!(" {order}"));
    }
    text.push_str(&conflict(key.on_conflict.as_deref()));
    if key.autoincrement {
        text.push_str(" AUTOINCREMENT");
    }
    Some(text)
}

/// Whether a constraint is written beside its column: a primary key of one column.
pub(crate) fn stands_beside(constraint: &Constraint) -> bool {
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => {
            key.columns.len() == 1 && key.orders.iter().all(|order| order.is_empty() || order == "DESC")
        }
        _ => false,
    }
}

/// A constraint as a clause of its own.
pub(crate) fn clause(constraint: &Constraint) -> String {
    let definition = match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => format!("PRIMARY KEY {}", columns(key)),
        ConstraintDefinition::Unique(key) => format!("UNIQUE {}", columns(key)),
        ConstraintDefinition::ForeignKey(key) => {
            format!("FOREIGN KEY ({}) {}", quote::list(&key.columns), references(key))
        }
        ConstraintDefinition::Check(check) => {
            format!("CHECK ({}){}", check.expression, conflict(check.on_conflict.as_deref()))
        }
        // No such thing here: the server says so.
        ConstraintDefinition::Exclusion(exclusion) => format!("EXCLUDE USING {}", exclusion.method),
    };
    format!("{}{definition}", named(constraint))
}

/// `REFERENCES t (a) ON DELETE CASCADE`
pub(crate) fn references(key: &ForeignKey) -> String {
    let mut text = format!("REFERENCES {}", quote::identifier(&key.table.name));
    if !key.referred.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&key.referred)));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != crate::schema::Action::NoAction {
            text.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    match key.matching {
        Match::Simple => {}
        Match::Full => text.push_str(" MATCH FULL"),
        Match::Partial => text.push_str(" MATCH PARTIAL"),
    }
    match key.deferrable {
        Deferrable::No => {}
        Deferrable::Immediate => text.push_str(" DEFERRABLE INITIALLY IMMEDIATE"),
        Deferrable::Deferred => text.push_str(" DEFERRABLE INITIALLY DEFERRED"),
    }
    text
}

/// `CONSTRAINT name `, or nothing.
pub(crate) fn named(constraint: &Constraint) -> String {
    constraint.name.as_ref().map_or_else(String::new, |name| format!("CONSTRAINT {} ", quote::identifier(name)))
}

fn columns(key: &Key) -> String {
    let columns: Vec<String> = key
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut text = quote::identifier(name);
            if let Some(order) = key.orders.get(at).filter(|order| !order.is_empty()) {
                text.push_str(&format!(" {order}"));
            }
            if key.autoincrement {
                text.push_str(" AUTOINCREMENT");
            }
            text
        })
        .collect();
    format!("({}){}", columns.join(", "), conflict(key.on_conflict.as_deref()))
}

fn conflict(word: Option<&str>) -> String {
    word.map_or_else(String::new, |word| format!(" ON CONFLICT {word}"))
}
