use super::*;

#[test]
fn transaction_control() {
    use Control::*;
    for (syntaxes, statement, expected) in [
        (&ALL[..], "begin", Begin),
        (&ALL[1..], "/* x */ START\nTRANSACTION READ ONLY", Begin),
        (&ALL, "COMMIT", Commit),
        (&ALL[..2], "END TRANSACTION", Commit),
        (&ALL, "rollback", Rollback),
        (&ALL, "ROLLBACK TO a", Savepoint),
        (&ALL, "ROLLBACK WORK TO SAVEPOINT a", Savepoint),
        (&ALL, "SAVEPOINT a", Savepoint),
        (&ALL, "RELEASE a", Savepoint),
        (&ALL[1..2], "ABORT", Rollback),
        (&ALL[1..2], "PREPARE TRANSACTION 'a'", Commit),
        (&ALL[2..], "XA START 'a'", Begin),
        (&ALL[2..], "/*!50000 COMMIT */", Commit),
        (&ALL[1..2], "COPY t (\"from\") FROM STDIN WITH CSV", CopyFromStdin),
        (&ALL[1..2], "copy (select a from stdin) to stdout", CopyToStdout),
        (&ALL[1..2], "\\connect postgres://u:secret@h/db", ClientCommand("\\connect".into())),
        (&ALL[1..2], "\\restrict abc", ClientCommand("\\restrict".into())),
        (&ALL[..1], ".read x", ClientCommand(".read".into())),
        (&ALL[2..], "source x", ClientCommand("source".into())),
    ] {
        for &syntax in syntaxes {
            assert_eq!(control(syntax, statement), Some(expected.clone()), "{syntax:?} {statement}");
        }
    }
    for (syntax, statement) in [
        (MYSQL, "BEGIN NOT ATOMIC SELECT 1; END"),
        (POSTGRES, "PREPARE a AS SELECT 1"),
        (POSTGRES, "COPY t FROM 'stdin'"),
        (POSTGRES, "COPY (SELECT a FROM stdin) TO '/x'"),
        (POSTGRES, "\"begin\""),
        (SQLITE, "SELECT 1"),
        (SQLITE, ""),
    ] {
        assert_eq!(control(syntax, statement), None, "{statement}");
    }
}

#[test]
fn postgres_outside_of_transactions() {
    let refused = |sql| without_transaction(POSTGRES, sql);
    for sql in [
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "create unique /* x */ index\nconcurrently if not exists i on t (a)",
        "DROP INDEX CONCURRENTLY IF EXISTS i",
        "REINDEX INDEX CONCURRENTLY i",
        "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
        "REINDEX (CONCURRENTLY true) INDEX i",
        "REINDEX SCHEMA s",
        "REINDEX (VERBOSE) DATABASE d",
        "VACUUM",
        "VACUUM (ANALYZE) t",
        "CREATE DATABASE d",
        "DROP DATABASE IF EXISTS d",
        "ALTER DATABASE d SET TABLESPACE s",
        "CREATE TABLESPACE s LOCATION '/x'",
        "ALTER SYSTEM SET work_mem = 1",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "CLUSTER",
        "CLUSTER (VERBOSE)",
        "CLUSTER VERBOSE",
        "DISCARD ALL",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
        "COMMIT PREPARED 'a'",
    ] {
        assert!(refused(sql), "{sql}");
    }
    for sql in [
        "CREATE INDEX concurrently_i ON t (a)",
        "CREATE INDEX \"concurrently\" ON t (a)",
        "DROP INDEX i",
        "REINDEX INDEX i",
        "REINDEX (CONCURRENTLY false) INDEX i",
        "REINDEX TABLE \"concurrently\"",
        "ALTER DATABASE d SET work_mem = 1",
        "ALTER TABLE t DETACH PARTITION p",
        "CLUSTER t USING i",
        "CLUSTER VERBOSE t",
        "DISCARD PLANS",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
        "ALTER SUBSCRIPTION s DISABLE",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "ANALYZE",
        "SELECT 'VACUUM'",
    ] {
        assert!(!refused(sql), "{sql}");
    }
}

#[test]
fn sqlite_outside_of_transactions() {
    let refused = |sql| without_transaction(SQLITE, sql);
    for sql in [
        "VACUUM",
        "vacuum main into 'x'",
        "PRAGMA foreign_keys = ON",
        "pragma foreign_keys(0)",
        "PRAGMA main.journal_mode=wal",
        "PRAGMA \"foreign_keys\" = 1",
    ] {
        assert!(refused(sql), "{sql}");
    }
    for sql in ["PRAGMA foreign_keys", "PRAGMA foreign_key_check", "PRAGMA user_version = 1", "SELECT 1", ""] {
        assert!(!refused(sql), "{sql}");
    }
    assert!(!without_transaction(MYSQL, "CREATE TABLE t (a INT)"));
}

#[test]
fn heads() {
    assert_eq!(head_words(POSTGRES, "-- x\ncreate Unique index \"a\" on", 9), ["CREATE", "UNIQUE", "INDEX"]);
    assert_eq!(head_words(MYSQL, "/*!50003 CREATE*/ /*!50003 TRIGGER a", 2), ["CREATE", "TRIGGER"]);
}
