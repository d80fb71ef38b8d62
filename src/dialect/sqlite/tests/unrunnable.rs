//! Views and triggers that SQLite takes and cannot run are found; what it runs is not.

use super::Database;
use crate::config::Filter;
use crate::dialect::{Scope, Session};
use crate::schema::Excuse;

async fn found(script: &str, scope: &Scope) -> Vec<String> {
    let mut database = Database::new(script).await;
    let schema = database.session.introspect(scope).await.unwrap();
    let said = schema.unrunnable.iter().map(|one| match one.excuse {
        None => format!("{}: {}", one.node, one.message),
        Some(Excuse::Registered) => format!("{}: {} (registered)", one.node, one.message),
        Some(Excuse::Excluded) => format!("{}: {} (excluded)", one.node, one.message),
    });
    said.collect()
}

const TABLE: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT, c AS (b || 'x'));\n";

#[tokio::test]
async fn what_cannot_run_is_found() {
    for (script, expected) in [
        ("CREATE VIEW v AS SELECT nope FROM a", &["view v: no such column: nope"] as &[&str]),
        ("CREATE VIEW v AS SELECT * FROM gone", &["view v: no such table: main.gone"]),
        ("CREATE VIEW v (x, y) AS SELECT b FROM a", &["view v: expected 2 columns for 'v' but got 1"]),
        (
            "CREATE VIEW w AS SELECT * FROM v; CREATE VIEW v AS SELECT nope FROM a",
            &["view v: no such column: nope", "view w: no such column: nope"],
        ),
        ("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET d = 1; END", &["trigger t on a: no such column: d"]),
        (
            "CREATE TRIGGER t BEFORE DELETE ON a WHEN OLD.nope > 1 BEGIN SELECT 1; END",
            &["trigger t on a: no such column: OLD.nope"],
        ),
        ("CREATE TRIGGER t UPDATE OF zz ON a BEGIN SELECT 1; END", &["trigger t on a: no such column: zz"]),
        (
            "CREATE VIEW v AS SELECT id, b FROM a;
             CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO a (id) VALUES (NEW.id); END;
             CREATE TRIGGER u INSTEAD OF UPDATE OF b ON v BEGIN UPDATE a SET b = NEW.b WHERE id = OLD.nope; END;
             CREATE TRIGGER d INSTEAD OF DELETE ON v BEGIN DELETE FROM gone; END",
            &["trigger u on v: no such column: OLD.nope", "trigger d on v: no such table: main.gone"],
        ),
        // Of two triggers of one event it is the one that names it.
        (
            "CREATE TRIGGER good AFTER INSERT ON a BEGIN SELECT NEW.b; END;
             CREATE TRIGGER bad AFTER INSERT ON a BEGIN SELECT NEW.nope; END",
            &["trigger bad on a: no such column: NEW.nope"],
        ),
    ] {
        assert_eq!(found(&format!("{TABLE}{script};"), &Scope::everything()).await, expected, "{script}");
    }
}

#[tokio::test]
async fn what_runs_is_not() {
    for script in [
        "CREATE VIEW v AS SELECT \"no such thing\" AS x, c FROM a",
        "CREATE TRIGGER t UPDATE OF zz, b ON a BEGIN SELECT RAISE(ABORT, 'no'); END",
        "CREATE TABLE n (x NOT NULL, y REFERENCES a (b), z REFERENCES gone (q));
         CREATE TRIGGER t AFTER INSERT ON n BEGIN DELETE FROM a; END",
        "CREATE VIEW v AS WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r LIMIT 3) SELECT n FROM r",
        "CREATE VIEW v AS SELECT value FROM json_each('[1]')",
    ] {
        assert_eq!(found(&format!("{TABLE}{script};"), &Scope::everything()).await, Vec::<String>::new(), "{script}");
    }
}

#[tokio::test]
async fn what_the_application_registers_is_excused() {
    for (script, expected) in [
        ("CREATE VIEW v AS SELECT f(b) FROM a", "view v: no such function: f (registered)"),
        ("CREATE VIEW v AS SELECT b COLLATE x FROM a ORDER BY 1", "view v: no such collation sequence: x (registered)"),
        ("CREATE VIEW v AS SELECT * FROM split(1)", "view v: no such table: main.split (registered)"),
        ("CREATE VIEW v AS SELECT * FROM sqlite_stat1", "view v: no such table: main.sqlite_stat1 (excluded)"),
        ("CREATE VIEW v AS SELECT * FROM migrate_version", "view v: no such table: main.migrate_version (excluded)"),
    ] {
        assert_eq!(found(&format!("{TABLE}{script};"), &Scope::everything()).await, [expected], "{script}");
    }
    let mut filter = Filter::default();
    filter.exclude("table:left_out").unwrap();
    let scope = Scope { filter, ..Scope::everything() };
    let script = format!("{TABLE}CREATE VIEW v AS SELECT * FROM left_out;");
    assert_eq!(found(&script, &scope).await, ["view v: no such table: main.left_out (excluded)"]);
}

/// Views and triggers are prepared many at once.
#[tokio::test]
async fn what_cannot_run_is_found_among_many() {
    let views: Vec<String> = (0..200)
        .map(|at| match at {
            0 | 63 | 64 | 199 => format!("CREATE VIEW v{at} AS SELECT nope{at} FROM a;"),
            _ => format!("CREATE VIEW v{at} AS SELECT b FROM a;"),
        })
        .collect();
    let triggers = (0..130).map(|at| {
        let column = if at == 100 { "nope" } else { "b" };
        format!(
            "CREATE TABLE t{at} (x); CREATE TRIGGER r{at} INSERT ON t{at} BEGIN DELETE FROM a WHERE {column} = 1; END;"
        )
    });
    let script = format!("{TABLE}{}{}", views.concat(), triggers.collect::<String>());
    let expected = [
        "view v0: no such column: nope0",
        "view v63: no such column: nope63",
        "view v64: no such column: nope64",
        "view v199: no such column: nope199",
        "trigger r100 on t100: no such column: nope",
    ];
    assert_eq!(found(&script, &Scope::everything()).await, expected);
}
