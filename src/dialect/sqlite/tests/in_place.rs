//! What ALTER TABLE does, always with rows in the table.

use super::*;

const ROWS: &str = "INSERT INTO t (id, a) VALUES (1, 'x'), (2, 'y');";

async fn change(before: &str, after: &str) -> AppliedChange {
    AppliedChange::new(before, ROWS, after, &Hints::default()).await
}

/// Up and down; answers what both say.
async fn both(before: &str, after: &str) -> (String, String) {
    let mut change = change(before, after).await;
    let (up, down) = (change.sql(), change.sql_down());
    change.up().await;
    assert_eq!(change.database.rows("SELECT id, a FROM t").await, ["1|x", "2|y"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT id, a FROM t").await, ["1|x", "2|y"]);
    (up, down)
}

#[tokio::test]
async fn columns_that_can_be_added_and_dropped_are() {
    for column in [
        "b INT",
        "b TEXT NOT NULL DEFAULT 'it''s'",
        "b INT DEFAULT -5",
        "b BOOLEAN NOT NULL DEFAULT TRUE",
        "b TEXT COLLATE NOCASE",
        "b TEXT NOT NULL ON CONFLICT IGNORE DEFAULT X'00'",
        "b INT GENERATED ALWAYS AS (id * 2) VIRTUAL",
        "b INT NOT NULL GENERATED ALWAYS AS (id * 2) VIRTUAL",
        "\"b \"\"c\" \"odd type\"",
    ] {
        let (up, down) = both(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
            &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, {column})"),
        )
        .await;
        assert!(up.starts_with("ALTER TABLE t ADD COLUMN ") && up.lines().count() == 1, "{column}: {up}");
        assert!(down.starts_with("ALTER TABLE t DROP COLUMN ") && down.lines().count() == 1, "{column}: {down}");
    }
}

#[tokio::test]
async fn columns_that_cannot_be_added_to_rows_come_by_a_rebuild() {
    for column in [
        "b TEXT DEFAULT CURRENT_TIMESTAMP",
        "b INT DEFAULT (abs(-1))",
        "b INT GENERATED ALWAYS AS (id * 2) STORED",
        "b INT UNIQUE",
        "b INT CHECK (b > 0)",
        "b INT DEFAULT 1 CONSTRAINT own REFERENCES t",
    ] {
        let (up, _) = both(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
            &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, {column})"),
        )
        .await;
        assert!(up.starts_with("CREATE TABLE _migrate_new_t ("), "{column}: {up}");
    }
}

#[tokio::test]
async fn a_foreign_key_comes_with_its_column_and_goes_by_a_rebuild() {
    let (up, down) = both(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT CONSTRAINT own REFERENCES t (id) ON DELETE CASCADE)",
    )
    .await;
    assert_eq!(up, "ALTER TABLE t ADD COLUMN b INT CONSTRAINT own REFERENCES t (id) ON DELETE CASCADE;");
    assert!(down.starts_with("CREATE TABLE _migrate_new_t ("), "{down}");
}

#[tokio::test]
async fn a_column_that_something_uses_goes_by_a_rebuild() {
    for (column, more) in [
        ("b INT UNIQUE", ""),
        ("b INT, CHECK (b > a)", ""),
        ("b INT, c AS (b + 1)", ""),
        ("b INT REFERENCES t (id)", ""),
        ("b INT, UNIQUE (a, b)", ""),
        ("b INT", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT new.b; END;"),
    ] {
        let (_, down) = both(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
            &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, {column}); {more}"),
        )
        .await;
        let in_place = down.starts_with("DROP TRIGGER tr;\nALTER TABLE t DROP COLUMN b");
        assert!(in_place != more.is_empty() && (in_place || down.contains("_migrate_new_t")), "{down}");
    }
}

#[tokio::test]
async fn indexes_and_triggers_make_way_and_come_back() {
    let (up, down) = both(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT, c INT);
         CREATE INDEX ix_b ON t (b); CREATE INDEX ix_a ON t (a) WHERE c > 0; CREATE INDEX keep ON t (a);",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, d INT);
         CREATE INDEX ix_a ON t (a, d); CREATE INDEX keep ON t (a); CREATE INDEX ix_d ON t (lower(d)) WHERE d IS NOT NULL;",
    )
    .await;
    for sql in [&up, &down] {
        assert!(!sql.contains("_migrate_new_t") && !sql.contains("keep"), "{sql}");
    }
}

#[tokio::test]
async fn renames() {
    let mut database = Database::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT CHECK (a <> ''), up REFERENCES t);
         CREATE TABLE c (t REFERENCES t (id)); CREATE INDEX ix ON t (lower(a)); CREATE VIEW v AS SELECT a FROM t;
         CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN UPDATE c SET t = new.id WHERE new.a = ''; END;
         CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;
         INSERT INTO t (a) VALUES ('x');",
    )
    .await;
    let before = database.modelled().await;
    let table = |name: &str| ObjectId::table(&crate::schema::QName::plain(name));
    let view = |name: &str| ObjectId::view(&crate::schema::QName::plain(name));
    let part = |kind, from: &str, to: &str| Operation::RenamePart {
        of: table("my table"),
        kind,
        from: from.into(),
        to: to.into(),
    };
    use crate::schema::PartKind;
    let operations = [
        Operation::Rename { from: table("t"), to: table("my table") },
        Operation::RenameColumn { table: table("my table").name.clone(), from: "a".into(), to: "b".into() },
    ];
    let away = database.dialect().make_way(&operations, &before);
    assert_eq!(away.len(), 1);
    database.operations(&away, &before, &before).await;
    database.operations(&operations, &before, &before).await;
    let between = database.modelled().await;
    database
        .operations(
            &[
                Operation::Rename { from: view("v"), to: view("v 2") },
                part(PartKind::Index, "ix", "ix_2"),
                part(PartKind::Trigger, "tr", "tr 2"),
            ],
            &between,
            &between,
        )
        .await;
    let after = database.modelled().await;
    let wanted = schema_of(
        "CREATE TABLE \"my table\" (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT CHECK (b <> ''), up REFERENCES [my table]);
         CREATE TABLE c (t REFERENCES [my table] (id)); CREATE INDEX ix_2 ON [my table] (lower(b));
         CREATE VIEW [v 2] AS SELECT b FROM [my table];
         CREATE TRIGGER [tr 2] AFTER UPDATE OF b ON [my table] BEGIN UPDATE c SET t = new.id WHERE new.b = ''; END;",
    )
    .await;
    assert_same(&after, &wanted, "renamed");
}

#[tokio::test]
async fn a_view_that_is_made_again_takes_those_above_it_along() {
    let above = "CREATE VIEW w AS SELECT a FROM v; CREATE VIEW x AS SELECT a FROM w;
        CREATE TABLE log (a); CREATE TRIGGER tr AFTER INSERT ON log BEGIN INSERT INTO v VALUES (new.a); END;
        CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;";
    both(
        &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT); CREATE VIEW v AS SELECT a FROM t WHERE b > 0; {above}"),
        &format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, c INT); CREATE VIEW v AS SELECT a FROM t WHERE c > 0; {above}"),
    )
    .await;
}

#[tokio::test]
async fn a_computed_column_comes_behind_what_it_is_computed_from() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)";
    let after =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, h AS (g || b), g AS (b || 1), b TEXT NOT NULL DEFAULT 'q')";
    both(before, after).await;
    both(after, before).await;
}
