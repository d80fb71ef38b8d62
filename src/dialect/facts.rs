//! What a statement does to a live database, as data.
//!
//! Comments in scripts, the summary on the screen, JSON, and whoever judges or runs a script read the same value. What is
//! not known for certain is unknown, never a guess.

use serde::{Serialize, Serializer};

use crate::schema::QName;

/// The answer to a question about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact {
    /// It certainly does.
    Yes,
    /// It certainly does not.
    No,
    /// Nobody has found out.
    #[default]
    Unknown,
}

impl Fact {
    /// What holds of two things done in one: yes where one of them does, no where neither does.
    #[must_use]
    pub fn or(self, other: Fact) -> Fact {
        match (self, other) {
            (Fact::Yes, _) | (_, Fact::Yes) => Fact::Yes,
            (Fact::No, Fact::No) => Fact::No,
            _ => Fact::Unknown,
        }
    }

    /// What holds of two things only together: yes where both do, no where one of them does not.
    #[must_use]
    pub fn and(self, other: Fact) -> Fact {
        match (self, other) {
            (Fact::No, _) | (_, Fact::No) => Fact::No,
            (Fact::Yes, Fact::Yes) => Fact::Yes,
            _ => Fact::Unknown,
        }
    }
}

impl From<bool> for Fact {
    fn from(holds: bool) -> Fact {
        if holds { Fact::Yes } else { Fact::No }
    }
}

/// `true`, `false`, `"unknown"`.
impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Fact::Yes => serializer.serialize_bool(true),
            Fact::No => serializer.serialize_bool(false),
            Fact::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

/// How a table is locked, weakest first: PostgreSQL's modes, which tell more apart than other databases do
/// (<https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockMode {
    /// Only DROP, TRUNCATE and the like wait.
    AccessShare,
    /// As [`LockMode::AccessShare`], and EXCLUSIVE waits too.
    RowShare,
    /// What writing takes.
    RowExclusive,
    /// Reads and writes go on; other changes of the schema and VACUUM wait.
    ShareUpdateExclusive,
    /// Writes wait.
    Share,
    /// Writes wait, and so does another of its kind.
    ShareRowExclusive,
    /// Only plain reads go on.
    Exclusive,
    /// Everything waits.
    AccessExclusive,
}

/// A lock that a statement takes and the transaction keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lock {
    /// The table or view.
    pub table: QName,
    /// How.
    pub mode: LockMode,
}

/// What is known of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The locks it takes on tables that were there before the script; `None`: not known.
    pub locks: Option<Vec<Lock>>,
    /// Whether all rows of a table are written anew, and its indexes with them.
    pub rewrites: Fact,
    /// Whether all rows of a table are read.
    pub scans: Fact,
    /// The rows that make it fail, in words, a line each: `t.a holds NULL`.
    pub fails_on: Vec<String>,
    /// What is gone afterwards, in words, a line each: `the values of users.name`.
    pub loses: Vec<String>,
    /// Whether it may run inside a transaction.
    pub transaction: bool,
    /// Whether it may be sent a second time after it was done, with no error and no other result.
    pub repeatable: Fact,
    /// SQLite: whether foreign keys must not be enforced around its transaction (a table is dropped while others refer
    /// to it).
    pub foreign_keys_off: bool,
}

impl Default for Facts {
    /// A statement that nothing is known of: it runs inside a transaction, as nearly all do.
    fn default() -> Self {
        Facts {
            locks: None,
            rewrites: Fact::Unknown,
            scans: Fact::Unknown,
            fails_on: Vec::new(),
            loses: Vec::new(),
            transaction: true,
            repeatable: Fact::Unknown,
            foreign_keys_off: false,
        }
    }
}

impl Facts {
    /// A statement that touches no table, or one that nobody else can see yet.
    pub fn light() -> Facts {
        Facts { locks: Some(Vec::new()), rewrites: Fact::No, scans: Fact::No, ..Facts::default() }
    }

    /// A statement that locks one table and leaves its rows alone.
    pub fn locking(table: &QName, mode: LockMode) -> Facts {
        Facts { locks: Some(vec![Lock { table: table.clone(), mode }]), ..Facts::light() }
    }

    /// The same with a lock on another table.
    #[must_use]
    pub fn and_locking(mut self, table: &QName, mode: LockMode) -> Facts {
        lock(self.locks.get_or_insert_default(), Lock { table: table.clone(), mode });
        self
    }

    /// The same, reading all rows.
    #[must_use]
    pub fn scanning(self) -> Facts {
        Facts { scans: Fact::Yes, ..self }
    }

    /// The same, writing all rows anew.
    #[must_use]
    pub fn rewriting(self) -> Facts {
        Facts { rewrites: Fact::Yes, scans: Fact::Yes, ..self }
    }

    /// The same, where the table has no rows that are looked at.
    #[must_use]
    pub fn without_rows(self) -> Facts {
        Facts { rewrites: Fact::No, scans: Fact::No, fails_on: Vec::new(), ..self }
    }

    /// The same; it may be sent again.
    #[must_use]
    pub fn repeatable(self, repeatable: bool) -> Facts {
        Facts { repeatable: repeatable.into(), ..self }
    }

    /// The same, failing on some rows.
    #[must_use]
    pub fn failing_on(mut self, rows: impl Into<String>) -> Facts {
        self.fails_on.push(rows.into());
        self
    }

    /// What is known of a statement that does this and `other`.
    #[must_use]
    pub fn with(mut self, other: Facts) -> Facts {
        self.locks = match (self.locks, other.locks) {
            (Some(mut locks), Some(others)) => {
                others.into_iter().for_each(|other| lock(&mut locks, other));
                Some(locks)
            }
            _ => None,
        };
        Facts {
            locks: self.locks,
            rewrites: self.rewrites.or(other.rewrites),
            scans: self.scans.or(other.scans),
            fails_on: merged(self.fails_on, other.fails_on),
            loses: merged(self.loses, other.loses),
            transaction: self.transaction && other.transaction,
            repeatable: self.repeatable.and(other.repeatable),
            foreign_keys_off: self.foreign_keys_off || other.foreign_keys_off,
        }
    }

    /// What is left of it where tables are new in the same script: nobody waits for a table that nobody sees, and it has no
    /// rows (a materialized view has: `is_filled`).
    pub fn forget(&mut self, is_new: impl Fn(&QName) -> bool, is_filled: impl Fn(&QName) -> bool) {
        let Some(locks) = self.locks.as_mut().filter(|locks| !locks.is_empty()) else { return };
        let filled = locks.iter().any(|lock| is_filled(&lock.table));
        locks.retain(|lock| !is_new(&lock.table));
        if locks.is_empty() && !filled {
            (self.rewrites, self.scans) = (Fact::No, Fact::No);
            self.fails_on.clear();
        }
    }
}

/// Adds a lock; of two on one table the stronger.
fn lock(locks: &mut Vec<Lock>, new: Lock) {
    match locks.iter_mut().find(|old| old.table == new.table) {
        Some(old) => old.mode = old.mode.max(new.mode),
        None => locks.push(new),
    }
}

fn merged(mut lines: Vec<String>, others: Vec<String>) -> Vec<String> {
    for line in others {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(name: &str) -> QName {
        QName::plain(name)
    }

    #[test]
    fn of_two_things_done_in_one_the_worse_holds() {
        let key = Facts::locking(&t("a"), LockMode::ShareRowExclusive)
            .and_locking(&t("b"), LockMode::ShareRowExclusive)
            .scanning()
            .repeatable(false);
        let ty = Facts::locking(&t("a"), LockMode::AccessExclusive).rewriting().repeatable(true);
        let both = key.with(ty);
        let locks: Vec<(String, LockMode)> =
            both.locks.into_iter().flatten().map(|lock| (lock.table.to_string(), lock.mode)).collect();
        assert_eq!(locks, [("a".to_owned(), LockMode::AccessExclusive), ("b".to_owned(), LockMode::ShareRowExclusive)]);
        assert_eq!((both.rewrites, both.scans, both.repeatable), (Fact::Yes, Fact::Yes, Fact::No));
        let unknown = Facts::light().with(Facts::default());
        assert_eq!((unknown.locks, unknown.rewrites), (None, Fact::Unknown));
    }

    #[test]
    fn a_new_table_makes_nobody_wait() {
        let mut facts = Facts::locking(&t("new"), LockMode::AccessExclusive).rewriting().failing_on("new holds rows");
        facts.forget(|table| *table == t("new"), |_| false);
        assert_eq!(facts, Facts::light());
        let mut facts = Facts::locking(&t("new"), LockMode::AccessExclusive)
            .and_locking(&t("old"), LockMode::ShareRowExclusive)
            .scanning();
        facts.forget(|table| *table == t("new"), |_| false);
        assert_eq!(facts.locks.map(|locks| locks.len()), Some(1));
        assert_eq!(facts.scans, Fact::Yes);
    }

    #[test]
    fn in_json_the_unknown_says_so() {
        let text = serde_json::to_value(Facts::default()).expect("JSON");
        assert_eq!(text["rewrites"], "unknown");
        assert_eq!(text["locks"], serde_json::Value::Null);
        let text = serde_json::to_value(Facts::locking(&t("a"), LockMode::AccessExclusive)).expect("JSON");
        assert_eq!(text["locks"][0]["mode"], "access-exclusive");
        assert_eq!(text["rewrites"], false);
    }
}
