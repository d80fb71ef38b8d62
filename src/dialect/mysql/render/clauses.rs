//! Which clauses can stand in one `ALTER TABLE`.
//!
//! MySQL and MariaDB make the new table of all clauses at once: what DROP, MODIFY and RENAME name is looked for in the old
//! table, what a key names in the new one. So nearly all clauses go together in any order; tried on both servers.

use crate::dialect::{Clause, ClauseKind};

/// Whether two clauses can stand in one statement, the later one behind the earlier.
pub(crate) fn joins(earlier: &Clause, later: &Clause, ordered: bool) -> bool {
    let same = earlier.about.eq_ignore_ascii_case(&later.about);
    if same && is_column(earlier) && is_column(later) {
        // A column is looked for in the old table: one that comes cannot change at once, one that goes can come again.
        return earlier.kind == ClauseKind::DropColumn && later.kind == ClauseKind::AddColumn;
    }
    if is_foreign_key(later) && later.kind == ClauseKind::AddConstraint {
        // InnoDB refuses the name while the old key has it, and MariaDB a key to what the statement itself adds; an index of its
        // own name is the one it keeps for itself.
        let taken = same && earlier.sql.starts_with("DROP FOREIGN KEY");
        let keyed = earlier.kind == ClauseKind::AddColumn && earlier.sql.contains(", ADD ");
        let builds = ordered && !same && (keyed || earlier.kind == ClauseKind::AddConstraint);
        return !(taken || builds);
    }
    !(stands_alone(earlier) || stands_alone(later))
}

fn is_column(clause: &Clause) -> bool {
    matches!(
        clause.kind,
        ClauseKind::AddColumn
            | ClauseKind::DropColumn
            | ClauseKind::ChangeType
            | ClauseKind::SetDefault
            | ClauseKind::DropDefault
    )
}

fn is_foreign_key(clause: &Clause) -> bool {
    clause.sql.starts_with("ADD ") && clause.sql.contains("FOREIGN KEY")
}

/// Renames stand alone: what follows is written for the new names, and would be looked for among the old ones. So do defaults
/// that differ from server to server: MySQL takes one that is set, and refuses to fill the rows of a copied table by it
/// (error 1674).
fn stands_alone(clause: &Clause) -> bool {
    let by_default = || clause.sql.to_ascii_lowercase().contains(" default ") && differs(&clause.sql);
    clause.sql.starts_with("RENAME COLUMN") || clause.sql.starts_with("CHANGE COLUMN") || by_default()
}

/// Whether an expression may give each server another value: MySQL refuses to fill rows by it while the binary log is on
/// (error 1674: <https://dev.mysql.com/doc/refman/8.4/en/replication-rbr-safe-unsafe.html>). Tried on MySQL 9.7.
pub(super) fn differs(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    ["uuid(", "uuid_short(", "rand(", "random_bytes(", "sysdate(", "user("].iter().any(|call| sql.contains(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(kind: ClauseKind, about: &str, sql: &str) -> Clause {
        Clause::new(kind, about, sql)
    }

    #[test]
    fn a_column_is_looked_for_in_the_old_table() {
        let add = clause(ClauseKind::AddColumn, "a", "ADD COLUMN a int");
        let modify = clause(ClauseKind::ChangeType, "A", "MODIFY COLUMN A bigint");
        let drop = clause(ClauseKind::DropColumn, "a", "DROP COLUMN a");
        let key = clause(ClauseKind::AddConstraint, "a", "ADD INDEX a (a)");
        assert!(!joins(&add, &modify, true));
        assert!(!joins(&modify, &drop, false));
        assert!(joins(&drop, &add, true));
        assert!(joins(&add, &key, true) && joins(&modify, &key, true));
    }

    #[test]
    fn a_foreign_key_of_the_same_name_comes_in_a_statement_of_its_own() {
        let drop = clause(ClauseKind::DropConstraint, "fk", "DROP FOREIGN KEY fk");
        let add = clause(ClauseKind::AddConstraint, "fk", "ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES b (id)");
        let other = clause(ClauseKind::AddConstraint, "fk2", "ADD CONSTRAINT fk2 FOREIGN KEY (a) REFERENCES b (id)");
        let index = clause(ClauseKind::AddConstraint, "ix", "ADD INDEX ix (a)");
        assert!(!joins(&drop, &add, true));
        assert!(joins(&drop, &other, false) && joins(&index, &add, false));
        let own = clause(ClauseKind::AddConstraint, "fk", "ADD INDEX fk (a)");
        assert!(joins(&own, &add, true));
        assert!(!joins(&index, &add, true), "MariaDB looks for the key in the old table");
        let keyed = clause(ClauseKind::AddColumn, "id", "ADD COLUMN id int AUTO_INCREMENT, ADD PRIMARY KEY (id)");
        let plain = clause(ClauseKind::AddColumn, "b", "ADD COLUMN b int");
        assert!(!joins(&keyed, &add, true) && joins(&plain, &add, true));
    }

    #[test]
    fn a_rename_stands_alone() {
        let rename = clause(ClauseKind::ChangeType, "a", "RENAME COLUMN a TO b");
        assert!(!joins(&rename, &clause(ClauseKind::AddConstraint, "i", "ADD INDEX i (b)"), true));
    }
}
