//! Which clauses can stand in one `ALTER TABLE`.
//!
//! PostgreSQL does not take the clauses of a statement in the order they are written in: it takes them in passes
//! (`AlterTablePass` in `src/backend/commands/tablecmds.c`), and within a pass in order. Some things it looks at before the
//! first pass, when nothing is done yet. RENAME, SET SCHEMA, ATTACH and DETACH can't be joined at all
//! (<https://www.postgresql.org/docs/current/sql-altertable.html>); they are no clauses here.

use crate::dialect::{Clause, ClauseKind};

/// The pass that a clause is taken in.
#[derive(PartialEq, PartialOrd)]
enum Pass {
    Drop,
    AlterType,
    AddColumn,
    SetExpression,
    ColumnAttributes,
    AddIndex,
    AddOther,
    Rest,
}

fn pass(kind: ClauseKind) -> Pass {
    match kind {
        ClauseKind::DropColumn
        | ClauseKind::DropConstraint
        | ClauseKind::DropNotNullCheck
        | ClauseKind::DropDefault
        | ClauseKind::DropNotNull
        | ClauseKind::DropExpression
        | ClauseKind::DropIdentity => Pass::Drop,
        ClauseKind::ChangeType => Pass::AlterType,
        ClauseKind::AddColumn => Pass::AddColumn,
        ClauseKind::SetExpression => Pass::SetExpression,
        ClauseKind::SetNotNull => Pass::ColumnAttributes,
        // Keys come before checks and foreign keys, which may stand on them.
        ClauseKind::AddConstraint => Pass::AddIndex,
        ClauseKind::SetDefault | ClauseKind::AddIdentity => Pass::AddOther,
        ClauseKind::SetIdentity
        | ClauseKind::ValidateConstraint
        | ClauseKind::AlterConstraint
        | ClauseKind::SetStorage
        | ClauseKind::SetStatistics
        | ClauseKind::SetParameters
        | ClauseKind::SetForeignOptions
        | ClauseKind::SetPersistence
        | ClauseKind::SetPlace
        | ClauseKind::SetReplicaIdentity
        | ClauseKind::SetCluster => Pass::Rest,
    }
}

/// Whether two clauses can stand in one statement, the later one behind the earlier.
pub(crate) fn joins(earlier: &Clause, later: &Clause, ordered: bool) -> bool {
    // Beside another clause it would read the rows under that one's stronger lock.
    if [earlier, later].iter().any(|clause| clause.kind == ClauseKind::ValidateConstraint) {
        return false;
    }
    // What another column builds on, a default is no part of.
    let alone =
        earlier.about != later.about && matches!(earlier.kind, ClauseKind::SetDefault | ClauseKind::SetStatistics);
    if ordered && !alone && pass(earlier.kind) > pass(later.kind) {
        return false;
    }
    // Of two keys over the same columns in one statement the server makes one.
    let keys = |clause: &Clause| clause.kind == ClauseKind::AddConstraint && !clause.reads.is_empty();
    if keys(earlier) && keys(later) && earlier.reads == later.reads {
        return false;
    }
    !(looks_too_early(earlier, later) || looks_too_early(later, earlier))
}

/// Whether the server would look at something before `other` has changed it.
fn looks_too_early(clause: &Clause, other: &Clause) -> bool {
    let same_column = clause.about == other.about;
    match clause.kind {
        // USING is read against the columns as they were before the statement.
        ClauseKind::ChangeType => {
            changes_column(other.kind) && clause.reads.contains(&other.about)
                // An identity takes the type for its sequence, a generated column has no old values of it.
                || same_column && matches!(other.kind, ClauseKind::AddIdentity | ClauseKind::SetIdentity)
                // Both make constraints and indexes of the table anew, and lose those of each other.
                || other.kind == ClauseKind::SetExpression
        }
        // The foreign keys of the table must fit before the first pass.
        ClauseKind::SetPersistence => matches!(other.kind, ClauseKind::AddConstraint | ClauseKind::DropConstraint),
        _ => false,
    }
}

fn changes_column(kind: ClauseKind) -> bool {
    matches!(kind, ClauseKind::DropColumn | ClauseKind::ChangeType | ClauseKind::AddColumn | ClauseKind::SetExpression)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(kind: ClauseKind, about: &str) -> Clause {
        Clause::new(kind, about, "")
    }

    #[test]
    fn what_builds_on_another_is_not_taken_first() {
        let add = clause(ClauseKind::AddColumn, "a");
        let drop_default = clause(ClauseKind::DropDefault, "a");
        assert!(!joins(&add, &drop_default, true), "the default is dropped before the column is there");
        assert!(joins(&add, &clause(ClauseKind::DropColumn, "b"), false));
        assert!(joins(&drop_default, &clause(ClauseKind::ChangeType, "a"), true));
        assert!(joins(&clause(ClauseKind::ChangeType, "a"), &clause(ClauseKind::SetDefault, "a"), true));
    }

    #[test]
    fn using_sees_the_columns_as_they_were() {
        let reads = |column: &str| Clause { reads: vec![column.into()], ..clause(ClauseKind::ChangeType, "a") };
        let other = clause(ClauseKind::ChangeType, "b");
        assert!(!joins(&other, &reads("b"), false));
        assert!(!joins(&reads("b"), &other, false));
        assert!(joins(&other, &reads("c"), false));
    }
}
