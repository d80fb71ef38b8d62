//! Who waits behind a statement on PostgreSQL, by its first words.
//!
//! The locks are those of <https://www.postgresql.org/docs/current/explicit-locking.html> and of each command's own page.

use crate::dialect::lock_demand::{LockDemand, Queue, StatementLimits};
use crate::sql::{Cursor, NameParts};

use super::{SYNTAX, quote};

/// What a statement asks of tables that others may use.
pub(super) fn lock_demand(statement: &str) -> LockDemand {
    read(&mut Cursor::new(SYNTAX, statement)).unwrap_or_default()
}

/// The statements that set limits; `local`: for the rest of the transaction alone.
pub(super) fn set_limits(limits: StatementLimits, local: bool) -> Vec<String> {
    let set = |name: &str, limit: Option<std::time::Duration>| {
        let milliseconds = limit.map_or(0, |limit| limit.as_millis());
        format!("SET {}{name} = {milliseconds}", if local { "LOCAL " } else { "" })
    };
    vec![set("lock_timeout", limits.lock), set("statement_timeout", limits.statement)]
}

fn demand(queue: Queue, names: impl IntoIterator<Item = NameParts>) -> Option<LockDemand> {
    let sql = |name: NameParts| name.iter().map(|part| quote::identifier(part)).collect::<Vec<_>>().join(".");
    Some(LockDemand { queue, relations: names.into_iter().map(sql).collect(), referenced: false })
}

fn read(words: &mut Cursor<'_>) -> Option<LockDemand> {
    let concurrently = words.says("CONCURRENTLY");
    if words.take("ALTER") {
        return altered(words);
    }
    if words.take("CREATE") {
        words.take_all(&["OR", "REPLACE"]);
        return created(words, concurrently);
    }
    if words.take("DROP") {
        return dropped(words, concurrently);
    }
    if words.take("TRUNCATE") {
        words.take("TABLE");
        words.take("ONLY");
        return demand(Queue::Everyone, list(words));
    }
    if words.take("REFRESH") {
        words.take_all(&["MATERIALIZED", "VIEW"]);
        let queue = if words.take("CONCURRENTLY") { Queue::Nobody } else { Queue::Everyone };
        return demand(queue, words.name());
    }
    if words.take("REINDEX") {
        return demand(if concurrently { Queue::Nobody } else { Queue::Everyone }, behind_reindex(words));
    }
    if words.take("CLUSTER") {
        words.take("VERBOSE");
        return demand(Queue::Everyone, words.name());
    }
    if words.take("LOCK") {
        words.take("TABLE");
        words.take("ONLY");
        return demand(Queue::Everyone, list(words));
    }
    if words.take("VACUUM") {
        return demand(if words.says("FULL") { Queue::Everyone } else { Queue::Nobody }, None);
    }
    None
}

/// What stands behind `REINDEX`, which may be a table or an index.
fn behind_reindex(words: &mut Cursor<'_>) -> Option<NameParts> {
    let is_one = words.take("TABLE") || words.take("INDEX");
    words.take("CONCURRENTLY");
    if is_one { words.name() } else { None }
}

/// Names with commas between them.
fn list(words: &mut Cursor<'_>) -> Vec<NameParts> {
    words.take_all(&["IF", "EXISTS"]);
    let mut names: Vec<NameParts> = words.name().into_iter().collect();
    while words.take_punct(",") {
        words.take("ONLY");
        names.extend(words.name());
    }
    names
}

/// What stands behind this word, wherever it stands: `ON t`, `REFERENCES t`.
fn behind(words: &mut Cursor<'_>, word: &str) -> Vec<NameParts> {
    let mut names = Vec::new();
    while words.peek().is_some() {
        if words.take(word) {
            words.take("ONLY");
            names.extend(words.name());
        } else {
            words.skip();
        }
    }
    names
}

fn altered(words: &mut Cursor<'_>) -> Option<LockDemand> {
    if words.take("TYPE") || words.take("DOMAIN") {
        // A new value of an enum touches no table; a domain's check reads all that use it.
        let value = words.says("VALUE");
        return if value { None } else { demand(Queue::Writers, None) };
    }
    if words.take("POLICY") {
        words.name()?;
        return demand(Queue::Everyone, first(behind(words, "ON")));
    }
    let materialized = words.take("MATERIALIZED");
    let kind = ["TABLE", "INDEX", "VIEW", "SEQUENCE"].into_iter().find(|word| words.take(word))?;
    words.take_all(&["IF", "EXISTS"]);
    words.take("ONLY");
    let name = words.name()?;
    if kind == "INDEX" && words.take("RENAME") {
        // SHARE UPDATE EXCLUSIVE, since 12.
        return None;
    }
    if kind != "TABLE" || materialized {
        return demand(Queue::Everyone, [name]);
    }
    if words.peek().is_some_and(|token| token.text == "*") {
        words.skip();
    }
    let (mut queue, mut referenced) = (Queue::Nobody, false);
    let from = words.at();
    loop {
        queue = queue.max(action(words, &mut referenced));
        words.skip_clause();
        if !words.take_punct(",") {
            break;
        }
    }
    words.back_to(from);
    let mut others = behind(words, "REFERENCES");
    for partition in ["PARTITION", "INHERIT"] {
        words.back_to(from);
        others.extend(behind(words, partition));
    }
    Some(LockDemand { referenced, ..demand(queue, std::iter::once(name).chain(others))? })
}

/// Who waits behind one action of ALTER TABLE.
fn action(words: &mut Cursor<'_>, referenced: &mut bool) -> Queue {
    if words.take("VALIDATE") {
        return Queue::Nobody;
    }
    if words.take("ADD") {
        let from = words.at();
        if words.take("CONSTRAINT") {
            words.name();
        }
        if words.take("FOREIGN") {
            return Queue::Writers;
        }
        words.back_to(from);
        return Queue::Everyone;
    }
    if words.take("DETACH") {
        let concurrently = words.says("CONCURRENTLY");
        return if concurrently { Queue::Nobody } else { Queue::Everyone };
    }
    if words.take("DROP") {
        *referenced |= words.take("CONSTRAINT");
        return Queue::Everyone;
    }
    if words.take("ALTER") {
        words.take("COLUMN");
        words.name();
        words.take("SET");
        return if words.take("STATISTICS") { Queue::Nobody } else { Queue::Everyone };
    }
    if words.take("ENABLE") || words.take("DISABLE") {
        words.take("REPLICA");
        words.take("ALWAYS");
        return if words.take("TRIGGER") { Queue::Writers } else { Queue::Everyone };
    }
    Queue::Everyone
}

fn created(words: &mut Cursor<'_>, concurrently: bool) -> Option<LockDemand> {
    words.take("UNIQUE");
    if words.take("INDEX") {
        let queue = if concurrently { Queue::Nobody } else { Queue::Writers };
        return demand(queue, first(behind(words, "ON")));
    }
    words.take("CONSTRAINT");
    if words.take("TRIGGER") {
        let from = words.at();
        let on = first(behind(words, "ON"));
        words.back_to(from);
        let referenced = first(behind(words, "FROM"));
        return demand(Queue::Writers, on.into_iter().chain(referenced));
    }
    if words.take("POLICY") {
        return demand(Queue::Everyone, first(behind(words, "ON")));
    }
    if words.take("RULE") {
        return demand(Queue::Everyone, first(behind(words, "TO")));
    }
    if words.take("VIEW") {
        // One that is there and is replaced.
        return demand(Queue::Everyone, words.name());
    }
    words.take("UNLOGGED");
    if words.take("TABLE") {
        let from = words.at();
        let parents = behind(words, "OF");
        words.back_to(from);
        let referenced = behind(words, "REFERENCES");
        if parents.is_empty() && referenced.is_empty() {
            return None;
        }
        let queue = if parents.is_empty() { Queue::Writers } else { Queue::Everyone };
        return demand(queue, parents.into_iter().chain(referenced));
    }
    None
}

fn dropped(words: &mut Cursor<'_>, concurrently: bool) -> Option<LockDemand> {
    if words.take("INDEX") {
        words.take("CONCURRENTLY");
        return demand(if concurrently { Queue::Nobody } else { Queue::Everyone }, list(words));
    }
    if ["TRIGGER", "POLICY", "RULE"].iter().any(|word| words.take(word)) {
        return demand(Queue::Everyone, first(behind(words, "ON")));
    }
    words.take("MATERIALIZED");
    words.take("FOREIGN");
    if words.take("TABLE") {
        return Some(LockDemand { referenced: true, ..demand(Queue::Everyone, list(words))? });
    }
    if words.take("VIEW") || words.take("SEQUENCE") {
        return demand(Queue::Everyone, list(words));
    }
    // With CASCADE, whatever uses it.
    let cascades = words.says("CASCADE");
    if cascades { demand(Queue::Everyone, None) } else { None }
}

fn first(names: Vec<NameParts>) -> Option<NameParts> {
    names.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_behind_a_statement() {
        use Queue::{Everyone, Nobody, Unknown, Writers};
        let cases: [(&str, Queue, &[&str]); 34] = [
            ("ALTER TABLE a ADD COLUMN b text", Everyone, &["a"]),
            ("alter table if exists only \"S\".t * drop constraint c, validate constraint d", Everyone, &["\"S\".t"]),
            ("ALTER TABLE t VALIDATE CONSTRAINT c", Nobody, &["t"]),
            ("ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.p (id) NOT VALID", Writers, &["s.p", "t"]),
            ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p, ADD CHECK (a > 0)", Everyone, &["p", "t"]),
            ("ALTER TABLE t ADD COLUMN a int REFERENCES p (id)", Everyone, &["p", "t"]),
            ("ALTER TABLE t ALTER COLUMN a SET STATISTICS 100", Nobody, &["t"]),
            ("ALTER TABLE t ALTER a SET NOT NULL", Everyone, &["t"]),
            ("ALTER TABLE t DISABLE TRIGGER g", Writers, &["t"]),
            ("ALTER TABLE t ENABLE ROW LEVEL SECURITY", Everyone, &["t"]),
            ("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", Nobody, &["p", "t"]),
            ("ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)", Everyone, &["p", "t"]),
            ("ALTER INDEX i RENAME TO j", Unknown, &[]),
            ("ALTER TYPE e ADD VALUE 'x'", Unknown, &[]),
            ("ALTER MATERIALIZED VIEW v RENAME TO w", Everyone, &["v"]),
            ("ALTER POLICY p ON t TO public", Everyone, &["t"]),
            ("CREATE INDEX ON ONLY s.t (a)", Writers, &["s.t"]),
            ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", Nobody, &["t"]),
            (
                "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FROM p FOR EACH ROW EXECUTE FUNCTION f()",
                Writers,
                &["p", "t"],
            ),
            ("CREATE OR REPLACE VIEW v AS SELECT 1", Everyone, &["v"]),
            ("CREATE TABLE t (a int)", Unknown, &[]),
            ("CREATE TABLE t (a int REFERENCES p ON DELETE CASCADE)", Writers, &["p"]),
            ("CREATE TABLE t PARTITION OF p DEFAULT", Everyone, &["p"]),
            ("CREATE RULE r AS ON INSERT TO t DO NOTHING", Everyone, &["t"]),
            ("DROP INDEX CONCURRENTLY IF EXISTS i", Nobody, &["i"]),
            ("DROP INDEX i, j", Everyone, &["i", "j"]),
            ("DROP TABLE IF EXISTS a, b CASCADE", Everyone, &["a", "b"]),
            ("DROP TRIGGER g ON t", Everyone, &["t"]),
            ("DROP FUNCTION f() CASCADE", Everyone, &[]),
            ("DROP FUNCTION f()", Unknown, &[]),
            ("TRUNCATE ONLY a, ONLY b", Everyone, &["a", "b"]),
            ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", Nobody, &["v"]),
            ("UPDATE t SET a = 'ALTER TABLE'", Unknown, &[]),
            ("SELECT 1", Unknown, &[]),
        ];
        for (sql, queue, relations) in cases {
            let mut found = lock_demand(sql);
            found.relations.sort();
            assert_eq!(
                (found.queue, found.relations),
                (queue, relations.iter().map(ToString::to_string).collect()),
                "{sql}"
            );
        }
        assert!(lock_demand("DROP TABLE t").referenced && lock_demand("ALTER TABLE t DROP CONSTRAINT k").referenced);
    }
}
