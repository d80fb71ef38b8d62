//! The parts of a table or a view, columns aside.

use super::{
    Attribute, Constraint, ConstraintDefinition, Index, IndexColumn, Origin, PartKind, Policy, QName, RowSecurity,
    Rule, Schema, SchemaObject, Table, Trigger,
};

/// A part of a table or view other than a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A constraint.
    Constraint(Constraint),
    /// An index.
    Index(Index),
    /// A trigger.
    Trigger(Trigger),
    /// A rule.
    Rule(Rule),
    /// A policy.
    Policy(Policy),
    /// Row-level security.
    RowSecurity(RowSecurity),
    /// An attribute of a composite type.
    Attribute(Attribute),
}

impl Part {
    /// Its kind.
    pub fn kind(&self) -> PartKind {
        match self {
            Part::Constraint(constraint) => constraint.kind(),
            Part::Index(_) => PartKind::Index,
            Part::Trigger(_) => PartKind::Trigger,
            Part::Rule(_) => PartKind::Rule,
            Part::Policy(_) => PartKind::Policy,
            Part::RowSecurity(_) => PartKind::RowSecurity,
            Part::Attribute(_) => PartKind::Attribute,
        }
    }

    /// Its name, or what stands for one.
    pub fn key(&self) -> String {
        match self {
            Part::Constraint(constraint) => constraint.key(),
            Part::Index(index) => index.name.clone(),
            Part::Trigger(trigger) => trigger.name.clone(),
            Part::Rule(rule) => rule.name.clone(),
            Part::Policy(policy) => policy.name.clone(),
            Part::RowSecurity(_) => RowSecurity::KEY.to_owned(),
            Part::Attribute(attribute) => attribute.name.clone(),
        }
    }

    /// Where it comes from.
    pub fn origin(&self) -> &Origin {
        match self {
            Part::Constraint(constraint) => &constraint.annotation.origin,
            Part::Index(index) => &index.annotation.origin,
            Part::Trigger(trigger) => &trigger.annotation.origin,
            Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => &Origin::Own,
        }
    }

    /// The columns that it lets a foreign key refer to: those of a key, or of a unique index.
    pub fn unique_columns(&self) -> Option<Vec<&str>> {
        match self {
            Part::Constraint(one) => match &one.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                    Some(key.columns.iter().map(String::as_str).collect())
                }
                _ => None,
            },
            Part::Index(one) if one.unique => one.columns.iter().map(IndexColumn::name).collect(),
            _ => None,
        }
    }

    /// All that is said of it but its name.
    pub fn summary(&self) -> String {
        match self {
            Part::Constraint(constraint) => constraint.summary(),
            Part::Index(index) => index.summary(),
            Part::Trigger(trigger) => trigger.summary(),
            Part::Rule(rule) => rule.summary(),
            Part::Policy(policy) => policy.summary(),
            Part::RowSecurity(security) => security.summary(),
            Part::Attribute(attribute) => attribute.summary(),
        }
    }

    /// Of an index or a key of a partitioned table: whether partitions have one only where they say so (`ON ONLY`).
    pub fn is_only(&self) -> bool {
        match self {
            Part::Index(index) => index.only,
            Part::Constraint(one) => match &one.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.only,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether partitions come to the table of an index or a key that is not looked for on all of them, or theirs are to leave it: it
    /// is made anew then, as a partition that comes would get one, and none can be taken from it. So it is where one that belongs to
    /// it is made anew.
    pub fn partitions_change(&self, of: &QName, from: &Schema, to: &Schema) -> bool {
        let is_partition = |other: &&Table| other.partitioned_table() == Some(of);
        let key = self.key();
        let its = |other: &Table| other.parts().into_iter().find(|one| one.origin().attached() == Some(key.as_str()));
        let comes = |other: &Table| !from.table(&other.name).is_some_and(|stood| is_partition(&stood));
        let leaves = |other: &Table| {
            let stays = to.table(&other.name).filter(is_partition);
            its(other).is_some_and(|own| stays.is_some_and(|after| its(after) != Some(own)))
        };
        let changes_below =
            |other: &Table| its(other).is_some_and(|own| own.is_only() && own.partitions_change(&other.name, from, to));
        to.tables().filter(is_partition).any(comes)
            || from.tables().filter(is_partition).any(|one| leaves(one) || changes_below(one))
    }

    /// The same under another part's name.
    pub fn named_as(&self, other: &Part) -> Part {
        let mut part = self.clone();
        match (&mut part, other) {
            (Part::Constraint(a), Part::Constraint(b)) => a.name.clone_from(&b.name),
            (Part::Index(a), Part::Index(b)) => a.name.clone_from(&b.name),
            (Part::Policy(a), Part::Policy(b)) => a.name.clone_from(&b.name),
            // A trigger's name stands in its text, and so does a rule's; an attribute of another name holds other values; parts of two kinds have no name in common.
            (
                Part::Constraint(_)
                | Part::Index(_)
                | Part::Trigger(_)
                | Part::Rule(_)
                | Part::Policy(_)
                | Part::RowSecurity(_)
                | Part::Attribute(_),
                _,
            ) => {}
        }
        part
    }
}
