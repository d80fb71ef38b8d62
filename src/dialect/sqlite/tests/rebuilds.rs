//! Tables rebuilt, with rows in them and with others around: each trap of the procedure.

use super::*;
use crate::schema::{Expr, Node, QName};

async fn change(before: &str, rows: &str, after: &str) -> AppliedChange {
    AppliedChange::new(before, rows, after, &Hints::default()).await
}

fn column(table: &str, column: &str) -> Node {
    Node::column(&QName::plain(table), column)
}

#[tokio::test]
async fn children_outlive_a_rebuild_of_their_parent() {
    let children =
        "CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE); CREATE TABLE d (p REFERENCES p ON DELETE SET NULL)";
    let mut change = change(
        &format!("CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); {children}"),
        "INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1); INSERT INTO d VALUES (1);",
        &format!("CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL); {children}"),
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT c.p, d.p, id, a FROM c, d, p").await, ["1|1|1|x"]);
    assert_eq!(
        change.database.rows("SELECT sql FROM sqlite_master WHERE name = 'c'").await,
        ["CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE)"]
    );
    change.down().await;
    assert_eq!(change.database.rows("SELECT c.p, d.p, id, a FROM c, d, p").await, ["1|1|1|x"]);
}

#[tokio::test]
async fn dropping_a_parent_leaves_the_children_that_no_longer_refer_to_it() {
    let mut change = change(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p (id) ON DELETE CASCADE);",
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);",
        "CREATE TABLE c (p INT)",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT p FROM c").await, ["1"]);
}

#[tokio::test]
async fn views_and_triggers_around_survive() {
    let around = "CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW w AS SELECT a FROM v;
        CREATE TABLE log (a);
        CREATE TRIGGER own AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
        CREATE TRIGGER other AFTER INSERT ON log BEGIN UPDATE t SET a = a + 1 WHERE a = 100; END;
        CREATE TRIGGER over INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;
        CREATE INDEX ix ON t (a, lower(b)) WHERE a > 0;";
    let mut change = change(
        &format!("CREATE TABLE t (a INT, b TEXT); {around}"),
        "INSERT INTO t VALUES (1, 'x'); DELETE FROM log;",
        &format!("CREATE TABLE t (a INT, b VARCHAR(5)); {around}"),
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT * FROM log").await, [""; 0], "the copy fires no trigger");
    change.database.run("INSERT INTO v VALUES (100, NULL)").await;
    assert_eq!(change.database.rows("SELECT a FROM w").await, ["1", "101"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT a FROM w").await, ["1", "101"]);
}

#[tokio::test]
async fn ids_are_not_given_again() {
    let mut change = change(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT); CREATE TABLE e (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)",
        "INSERT INTO t (id, a) VALUES (1, 1), (7, 7); DELETE FROM t WHERE id = 7; INSERT INTO e VALUES (5, 5); DELETE FROM e;",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); CREATE TABLE e (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)",
    )
    .await;
    change.up().await;
    change.database.run("INSERT INTO t (a) VALUES ('n'); INSERT INTO e (a) VALUES ('n')").await;
    assert_eq!(change.database.rows("SELECT id FROM t UNION ALL SELECT id FROM e").await, ["1", "8", "6"]);
    assert_eq!(change.database.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name").await, ["e|6", "t|8"]);
    change.down().await;
    change.database.run("DELETE FROM t; INSERT INTO t (a) VALUES (1)").await;
    assert_eq!(change.database.rows("SELECT id FROM t").await, ["9"]);
}

#[tokio::test]
async fn autoincrement_comes_and_goes() {
    let mut change = change(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
        "INSERT INTO t VALUES (3, 'x')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
    )
    .await;
    change.up().await;
    change.database.run("DELETE FROM t; INSERT INTO t (a) VALUES ('y')").await;
    assert_eq!(change.database.rows("SELECT id FROM t").await, ["4"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT * FROM t").await, ["4|y"]);
}

#[tokio::test]
async fn row_ids_are_kept_where_no_column_holds_them() {
    let mut change = change(
        "CREATE TABLE t (a INT); CREATE TABLE u (rowid TEXT, a INT); CREATE TABLE w (a INTEGER PRIMARY KEY DESC, b INT)",
        "INSERT INTO t (rowid, a) VALUES (5, 1), (3, 2); INSERT INTO u (_rowid_, rowid, a) VALUES (9, 'r', 1);
         INSERT INTO w (rowid, a, b) VALUES (8, 1, 2)",
        "CREATE TABLE t (a TEXT); CREATE TABLE u (rowid TEXT, a TEXT); CREATE TABLE w (a INTEGER PRIMARY KEY DESC, b TEXT)",
    )
    .await;
    for _ in 0..2 {
        if change.database.rows("SELECT typeof(a) FROM t LIMIT 1").await == ["integer"] {
            change.up().await;
        } else {
            change.down().await;
        }
        assert_eq!(change.database.rows("SELECT rowid, a FROM t ORDER BY rowid").await, ["3|2", "5|1"]);
        assert_eq!(change.database.rows("SELECT _rowid_, rowid, a FROM u").await, ["9|r|1"]);
        assert_eq!(change.database.rows("SELECT rowid, a, b FROM w").await, ["8|1|2"]);
    }
}

#[tokio::test]
async fn keys_change() {
    let mut change = change(
        "CREATE TABLE t (a INT, b TEXT NOT NULL); CREATE TABLE w (k TEXT PRIMARY KEY, n INT) WITHOUT ROWID;
         CREATE TABLE r (code TEXT PRIMARY KEY, n INT)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y'); INSERT INTO w VALUES ('k', 1); INSERT INTO r VALUES ('c', 1)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT NOT NULL UNIQUE); CREATE TABLE w (k TEXT PRIMARY KEY, n INT) STRICT;
         CREATE TABLE r (code TEXT, n INT, PRIMARY KEY (n, code DESC)) WITHOUT ROWID",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT * FROM t").await, ["1|1|x", "2|2|y"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT t.*, w.*, r.* FROM t, w, r").await, ["1|x|k|1|c|1", "2|y|k|1|c|1"]);
}

#[tokio::test]
async fn generated_columns_are_left_to_the_table() {
    let mut change = change(
        "CREATE TABLE t (a INT, s INT AS (a * 2) STORED, v INT AS (a * 3) VIRTUAL, plain INT, gone AS (1))",
        "INSERT INTO t (a, plain) VALUES (1, 5)",
        "CREATE TABLE t (a INT, s INT AS (a * 4) STORED, v INT, plain INT AS (a + 9) STORED, fresh INT AS (s + 1) STORED)",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a, s, v, plain, fresh FROM t").await, ["1|4|3|10|5"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT a, s, v, plain, gone FROM t").await, ["1|2|3|10|1"]);
}

#[tokio::test]
async fn a_conflict_clause_drops_no_row_in_the_copy() {
    let wanted = "CREATE TABLE t (a INT UNIQUE ON CONFLICT REPLACE, b INT NOT NULL ON CONFLICT IGNORE)";
    for (rows, fails) in
        [("INSERT INTO t VALUES (1, 1), (1, 2)", "UNIQUE"), ("INSERT INTO t VALUES (1, NULL)", "NOT NULL")]
    {
        let mut change = change("CREATE TABLE t (a INT, b INT)", rows, wanted).await;
        let dialect = change.database.dialect();
        let before = change.database.schema().await;
        let steps: Vec<Step> = change.operations.iter().flat_map(|one| dialect.render(one, &before, &before)).collect();
        let fault = change.database.steps(&steps).await.unwrap_err();
        assert!(fault.starts_with(&format!("{fails} constraint failed: _migrate_new_t.")), "{fault}");
        assert_same(&change.database.modelled().await, &before, "nothing is left");
        assert_eq!(change.database.rows("PRAGMA legacy_alter_table").await, ["0"]);
    }
}

#[tokio::test]
async fn values_are_converted_where_nothing_is_lost() {
    let mut change = change(
        "CREATE TABLE t (a TEXT, b INT, c TEXT, d REAL, e BLOB)",
        "INSERT INTO t VALUES ('12', 5, '12abc', 1.5, x'6162')",
        "CREATE TABLE t (a INT, b TEXT, c INT, d INT, e TEXT)",
    )
    .await;
    change.up().await;
    assert_eq!(
        change.database.rows("SELECT a, typeof(a), b, typeof(b), c, typeof(c), d, typeof(e) FROM t").await,
        ["12|integer|5|text|12abc|text|1.5|blob"]
    );
    change.down().await;
    assert_eq!(change.database.rows("SELECT a, typeof(a), b, c, d, e FROM t").await, ["12|text|5|12abc|1.5|ab"]);
}

#[tokio::test]
async fn a_strict_table_refuses_what_it_cannot_hold() {
    let mut change = change(
        "CREATE TABLE t (a BLOB, b TEXT, c ANY)",
        "INSERT INTO t VALUES ('text', x'6162', 'c')",
        "CREATE TABLE t (a TEXT, b BLOB, c ANY) STRICT",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a, typeof(a), typeof(b), c FROM t").await, ["text|text|blob|c"]);
    change.down().await;
}

#[tokio::test]
async fn using_and_backfill_make_the_values() {
    let mut hints = Hints::default();
    hints.using.insert(column("t", "a"), Expr::from("CAST(substr(a, 2) AS INT)"));
    hints.backfill.insert(column("t", "b"), Expr::from("'n' || a"));
    hints.backfill.insert(column("t", "c"), Expr::from("upper(b)"));
    let mut change = AppliedChange::new(
        "CREATE TABLE t (a TEXT, b TEXT, d INT, e INT DEFAULT 4)",
        "INSERT INTO t VALUES ('x12', NULL, NULL, NULL), ('x7', 'b', 1, 2)",
        "CREATE TABLE t (a INT, b TEXT NOT NULL, c TEXT, d INT DEFAULT 3 NOT NULL, e INT DEFAULT 4)",
        &hints,
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a, b, c, d, e FROM t").await, ["12|nx12|NULL|3|NULL", "7|b|NULL|1|2"]);
    change.down().await;
    let mut change = AppliedChange::new(
        "CREATE TABLE t (a TEXT, b TEXT)",
        "INSERT INTO t VALUES ('x12', 'y')",
        "CREATE TABLE t (a TEXT, b TEXT, c TEXT NOT NULL)",
        &hints,
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a, b, c FROM t").await, ["x12|y|Y"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT a, b FROM t").await, ["x12|y"]);
}

#[tokio::test]
async fn a_column_that_comes_back_keeps_the_constraints() {
    let mut change = change(
        "CREATE TABLE p (id INTEGER PRIMARY KEY);
         CREATE TABLE t (id INTEGER PRIMARY KEY, n INT NOT NULL, s TEXT NOT NULL CHECK (s IN ('open', 'closed')),
             u TEXT NOT NULL UNIQUE, p INT NOT NULL REFERENCES p (id), d DATE NOT NULL, q INT NOT NULL CHECK (q > 10 AND q < id + 100),
             x BLOB NOT NULL, f BOOLEAN NOT NULL, v INT NOT NULL);
         CREATE UNIQUE INDEX one ON t (v);",
        "INSERT INTO p VALUES (4); INSERT INTO t VALUES (1, 1, 'open', 'a', 4, '2020-01-01', 20, x'00', 1, 5), (2, 1, 'closed', 'b', 4, '2020-01-01', 30, x'00', 0, 6)",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY)",
    )
    .await;
    change.up().await;
    change.down().await;
    assert_eq!(
        change.database.rows("SELECT id, n, s, u, p, d, q, hex(x), f, v FROM t").await,
        ["1|0|open|1|4|1970-01-01|11||0|1", "2|0|open|2|4|1970-01-01|11||0|2"]
    );
}

#[tokio::test]
async fn tables_that_refer_to_themselves_and_to_each_other() {
    let mut change = change(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, up REFERENCES a, b REFERENCES b (id), CHECK (a.id > 0));
         CREATE TABLE b (id INTEGER PRIMARY KEY, a REFERENCES a (id) ON DELETE CASCADE);",
        "INSERT INTO a VALUES (1, NULL, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET up = 1, b = 1;",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, up REFERENCES a, b REFERENCES b (id), CHECK (a.id > 0), CHECK (a.up > 0));
         CREATE TABLE b (id INTEGER PRIMARY KEY, a REFERENCES a (id) ON DELETE CASCADE, n TEXT UNIQUE);",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a.*, b.* FROM a, b").await, ["1|1|1|1|1|NULL"]);
    change.down().await;
    let both = change.database.modelled().await;
    assert_same(&made_again(&both).await, &both, "made again");
    let nothing = Schema::default();
    let drops = diff::changes(&both, &nothing, &Hints::default(), &*change.database.dialect()).unwrap();
    change.database.operations(&drops, &both, &nothing).await;
    assert!(change.database.modelled().await.is_empty());
}

#[tokio::test]
async fn constraints_are_renamed_dropped_and_added() {
    let mut change = change(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE);
         CREATE TABLE t (a INT, b TEXT, CONSTRAINT old CHECK (a > 0), CHECK (b <> ''), UNIQUE (a), FOREIGN KEY (a) REFERENCES p (id))",
        "INSERT INTO p VALUES (1, 'k'); INSERT INTO t VALUES (1, 'k')",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE);
         CREATE TABLE t (a INT, b TEXT, CONSTRAINT new CHECK (a > 0), CONSTRAINT own UNIQUE (a, b), CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (k) ON UPDATE CASCADE)",
    )
    .await;
    change.up().await;
    change.down().await;
    assert_eq!(change.database.rows("SELECT * FROM t").await, ["1|k"]);
}

#[tokio::test]
async fn names_with_anything_in_them() {
    let odd = "odd \"\"; -- 'x' [y] `z` ü";
    let quoted = |name: &str| format!("\"{name}\"");
    let table = |ty: &str| {
        format!(
            "CREATE TABLE {t} ({c} {ty}, \"select\" INT REFERENCES {t} ({c}), UNIQUE ({c}), CHECK ({c} > '')); CREATE INDEX {i} ON {t} ({c});
             CREATE TRIGGER {r} AFTER INSERT ON {t} BEGIN UPDATE {t} SET {c} = new.{c}; END; CREATE VIEW {v} ({c}) AS SELECT {c} FROM {t}",
            t = quoted(odd),
            c = quoted(&format!("c {odd}")),
            i = quoted(&format!("i {odd}")),
            r = quoted(&format!("r {odd}")),
            v = quoted(&format!("v {odd}"))
        )
    };
    let mut change =
        change(&table("TEXT"), &format!("INSERT INTO \"{odd}\" VALUES ('a', NULL)"), &table("VARCHAR(9)")).await;
    change.up().await;
    change.down().await;
    assert_eq!(change.database.rows(&format!("SELECT * FROM \"v {odd}\"")).await, ["a"]);
}

#[tokio::test]
async fn a_name_that_is_taken_is_not_taken_again() {
    let mut change = change(
        "CREATE TABLE t (a INT); CREATE TABLE _migrate_new_t (x); CREATE INDEX _MIGRATE_NEW_t_ ON t (a)",
        "INSERT INTO t VALUES (1); INSERT INTO _migrate_new_t VALUES (2)",
        "CREATE TABLE t (a TEXT); CREATE TABLE _migrate_new_t (x); CREATE INDEX _MIGRATE_NEW_t_ ON t (a)",
    )
    .await;
    change.up().await;
    assert_eq!(change.database.rows("SELECT a, x FROM t, _migrate_new_t").await, ["1|2"]);
}

#[tokio::test]
async fn virtual_tables_are_made_again_with_their_rows() {
    let mut change = change(
        "CREATE VIRTUAL TABLE docs USING fts5(title); CREATE TABLE t (a)",
        "INSERT INTO docs (rowid, title) VALUES (7, 'x')",
        "CREATE VIRTUAL TABLE docs USING fts5(title, body); CREATE TABLE t (a)",
    )
    .await;
    assert_eq!(change.operations.iter().filter_map(Operation::loses).collect::<Vec<_>>(), Vec::<String>::new());
    change.up().await;
    assert_eq!(change.database.rows("SELECT rowid, title, body FROM docs").await, ["7|x|NULL"]);
    change.down().await;
    assert_eq!(change.database.rows("SELECT rowid, title FROM docs WHERE docs MATCH 'x'").await, ["7|x"]);
}

#[tokio::test]
async fn a_virtual_table_that_keeps_nothing_is_made_again_without() {
    let mut change = change(
        "CREATE VIRTUAL TABLE docs USING fts5(title, content='')",
        "INSERT INTO docs (rowid, title) VALUES (7, 'x')",
        "CREATE VIRTUAL TABLE docs USING fts5(title, body, content='')",
    )
    .await;
    assert_eq!(change.sql(), "DROP TABLE docs;\nCREATE VIRTUAL TABLE docs USING fts5(title, body, content='');");
    assert!(change.operations.iter().any(|one| one.loses().is_some()));
    change.up().await;
    change.down().await;
}
