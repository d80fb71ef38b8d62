//! `keep = "tables"`: what a revision loses is copied first, and put back by its other direction.

use std::process::Stdio;

use crate::support::mysql::{self, Server};
use crate::support::{Project, postgres};

/// A customer's orders, which refer to each other, and notes of which columns go.
const BEFORE: &str = r#"
[table.customers.columns]
id   = { type = "bigint", primary_key = true, identity = true }
name = "text"

[table.orders.columns]
id       = { type = "bigint", primary_key = true }
customer = { type = "bigint", references = "customers.id" }
replaces = { type = "bigint?", references = "orders.id" }

[table.notes.columns]
id    = { type = "bigint", primary_key = true }
old   = "varchar(40)"
price = "TYPE?"
"#;

const AFTER: &str = "[table.notes.columns]\nid    = { type = \"bigint\", primary_key = true }\nprice = \"TYPE?\"\n";

const ROWS: &str = "INSERT INTO customers (name) VALUES ('Ada'), ('it''s \\ so');
INSERT INTO orders VALUES (1, 1, NULL), (3, 1, 1), (2, 2, 3);
INSERT INTO notes VALUES (1, 'alpha', PRICE1), (2, 'beta', PRICE2), (3, 'gamma', PRICE1);";

/// What a database's tests differ in.
struct Kind<'a> {
    project: Project,
    sql: &'a dyn Fn(&str) -> String,
    /// The type before and after, and two values that the second does not hold.
    types: (&'static str, &'static str),
    prices: (&'static str, &'static str),
}

const KEEP: &str = "keep = \"tables\"";

/// The loop of a project: two revisions by comparison, and what the second one loses comes back.
fn comes_back(kind: &Kind<'_>) {
    let Kind { project, sql, types, prices } = kind;
    let revise = |toml: &str, ty: &str, name: &str| {
        project.write("schema.toml", &toml.replace("TYPE", ty));
        project.run(["revision", "--autogenerate", "-m", name, "--rev-id", name]).status(0);
    };
    revise(BEFORE, types.0, "one");
    let run = project.run(["upgrade"]).status(0);
    assert!(!run.stderr.contains("keeping"), "{}", run.stderr);
    sql(&ROWS.replace("PRICE1", prices.0).replace("PRICE2", prices.1));
    let look = |table: &str| {
        // Where a column comes back to is the database's to say.
        let columns = if table == "notes" { "id, old, price" } else { "*" };
        sql(&format!("SELECT {columns} FROM {table} ORDER BY 1"))
    };
    let before = (look("customers"), look("orders"), look("notes"));
    revise(AFTER, types.1, "two");
    let run = project.run(["upgrade", "--dry-run"]).status(0);
    for said in ["keeps table customers (2 rows, ", "keeps table orders (3 rows, ", "notes (3 rows, "] {
        assert!(run.stdout.contains(said), "{said}\n{}\n{}", run.stdout, run.stderr);
    }
    let run = project.run(["upgrade"]).status(0);
    for said in ["keeping table customers (2 rows, ", "keeping table orders (3 rows, "] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    // What is kept is no part of any comparison.
    project.run(["check"]).status(0);
    assert!(!project.run(["inspect"]).status(0).stdout.contains("kept"));
    let listed = project.run(["kept", "--format", "json"]).status(0).json();
    let of = |table: &str| {
        listed["kept"].as_array().unwrap().iter().filter(|one| one["table"].as_str().unwrap().ends_with(table)).count()
    };
    assert_eq!((of("customers"), of("orders")), (1, 1), "{listed:#}");
    assert!(of("notes") >= 1, "{listed:#}");
    // All of it comes back.
    let run = project.run(["downgrade", "-1"]).status(0);
    assert!(run.stderr.contains("put back table orders: 3 rows"), "{}", run.stderr);
    assert_eq!((look("customers"), look("orders"), look("notes")), before, "{}", run.stderr);
    assert_eq!(project.run(["kept", "--format", "json"]).status(0).json()["kept"], serde_json::json!([]));
    sql("INSERT INTO customers (name) VALUES ('next')");
    assert!(look("customers").lines().any(|line| line.starts_with('3')), "{}", look("customers"));
    sql("DELETE FROM customers WHERE name = 'next'");
    // What was changed meanwhile stays as it was changed, and what was deleted stays away: its copy stays, too.
    project.run(["upgrade"]).status(0);
    sql("UPDATE notes SET price = 5 WHERE id = 2");
    sql("DELETE FROM notes WHERE id = 3");
    let run = project.run(["downgrade", "-1"]).status(0);
    assert!(run.stderr.contains("not put back: deleted or changed since"), "{}", run.stderr);
    let changed = look("notes");
    assert!(changed.contains("alpha") && changed.contains("beta") && !changed.contains("gamma"), "{changed}");
    let price = |id: &str| sql(&format!("SELECT price FROM notes WHERE id = {id}"));
    assert_eq!(price("1").trim(), prices.0.trim_matches('\''));
    assert!(price("2").starts_with('5'), "{}", price("2"));
    let left = project.run(["kept", "two", "--format", "json"]).status(0).json();
    assert!(
        left["kept"].as_array().unwrap().iter().all(|one| one["table"].as_str().unwrap().ends_with("notes")),
        "{left:#}"
    );
    assert!(left["kept"].as_array().unwrap().iter().all(|one| one["state"] == "put back in part"), "{left:#}");
    // The next round has copies of its own, and leaves those of the last one alone.
    project.run(["upgrade"]).status(0);
    let both = project.run(["kept", "two", "--format", "json"]).status(0).json();
    assert!(both["kept"].as_array().unwrap().len() > left["kept"].as_array().unwrap().len(), "{both:#}");
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(look("notes"), changed);
    assert_eq!(project.run(["kept", "two", "--format", "json"]).status(0).json(), left);
    pruned(project);
}

/// Copies that are there go only where somebody says so.
fn pruned(project: &Project) {
    let kept = || project.run(["kept", "--format", "json"]).status(0).json()["kept"].as_array().unwrap().len();
    assert_ne!(kept(), 0);
    let run = project.run(["kept", "--prune", "--older-than", "30d"]).status(0);
    assert_eq!(run.stdout, "nothing to remove\n");
    let run = project.run(["kept", "--prune"]).status(2);
    assert!(run.stderr.contains("`--yes` says that this data may go"), "{}", run.stderr);
    assert_ne!(kept(), 0);
    project.run(["kept", "--prune", "nosuch", "--yes"]).status(0);
    assert_ne!(kept(), 0);
    let run = project.run(["kept", "--prune", "two", "--yes"]).status(0);
    assert!(run.stdout.contains(" removed from "), "{}", run.stdout);
    assert_eq!(kept(), 0);
    assert!(project.run(["kept"]).status(0).stdout.starts_with("nothing is kept in "));
}

#[test]
fn comes_back_on_sqlite() {
    let project = Project::sqlite().config(KEEP);
    let database = project.database();
    comes_back(&Kind {
        sql: &|sql| database.sql(sql),
        types: ("varchar(10)", "integer"),
        prices: ("'007'", "'0012'"),
        project,
    });
}

#[test]
fn comes_back_on_sqlite_with_a_wal() {
    let project = Project::sqlite().config(KEEP);
    let database = project.database();
    database.sql("PRAGMA journal_mode = WAL");
    comes_back(&Kind {
        sql: &|sql| database.sql(sql),
        types: ("varchar(10)", "integer"),
        prices: ("'007'", "'0012'"),
        project,
    });
}

#[test]
fn comes_back_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    comes_back(&Kind {
        project: Project::new(&database.url()).config(KEEP),
        sql: &|sql| database.psql(sql),
        types: ("numeric(12,4)", "numeric(12,2)"),
        prices: ("1.2345", "2.3456"),
    });
}

fn comes_back_on(server: Server) {
    let Some(database) = mysql::Database::on(server) else { return };
    comes_back(&Kind {
        project: Project::new(&database.url()).config(KEEP),
        sql: &|sql| database.mysql(&sql.replace('\\', "\\\\")),
        types: ("numeric(12,4)", "numeric(12,2)"),
        prices: ("1.2345", "2.3456"),
    });
}

#[test]
fn comes_back_on_mariadb() {
    comes_back_on(Server::MariaDb);
}

#[test]
fn comes_back_on_mysql() {
    comes_back_on(Server::MySql);
}

const LOSES: [&str; 2] = ["CREATE TABLE t (id integer PRIMARY KEY, a text);", "DROP TABLE t;"];

fn loses(project: Project) -> Project {
    project.revision("r1", "", LOSES[0], LOSES[1]).revision("r2", "r1", LOSES[1], LOSES[0])
}

/// Nothing is kept unless it is asked for.
#[test]
fn off_by_default() {
    let project = loses(Project::sqlite());
    project.run(["upgrade", "r1"]).status(0);
    project.database().sql("INSERT INTO t VALUES (1, 'x')");
    let run = project.run(["upgrade"]).status(0);
    assert_eq!(run.stderr, "");
    assert!(!project.root().join("app.db.kept").exists());
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM t"), "0\n");
    assert_eq!(project.run(["kept"]).status(0).stdout, "nothing is kept in [ROOT]/app.db.kept\n");
    let project = project.config("keep = \"table\"");
    let run = project.run(["upgrade"]).status(2);
    assert!(
        run.stderr.contains("`keep` in [migrations] must be \"none\" or \"tables\", not \"table\""),
        "{}",
        run.stderr
    );
    let Some(database) = postgres::Database::new() else { return };
    let project = loses(Project::new(&database.url()));
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT count(*) FROM pg_namespace WHERE nspname = 'migrate_kept'").trim(), "0");
}

/// A table that the upgrade made, with rows: the downgrade keeps them, and the next upgrade puts them back.
#[test]
fn either_direction_keeps() {
    let project = loses(Project::sqlite().config(KEEP));
    project.run(["upgrade", "r1"]).status(0);
    project
        .database()
        .sql("INSERT INTO t VALUES (1, 'x'), (2, CAST(X'610062' AS TEXT)), (3, X'00FF'), (4, 1.1), (5, NULL)");
    let rows = "SELECT id, typeof(a), hex(a) FROM t ORDER BY 1";
    let before = project.database().sql(rows);
    project.run(["downgrade", "base"]).status(0);
    assert!(project.root().join("app.db.kept").exists());
    let run = project.run(["upgrade", "r1"]).status(0);
    assert!(run.stderr.contains("put back table t: 5 rows"), "{}", run.stderr);
    assert_eq!(project.database().sql(rows), before);
    let run = project.run(["upgrade", "--sql"]).status(0);
    assert!(run.stderr.contains("the script keeps no rows"), "{}", run.stderr);
}

/// What can't be put back is said, stays in its copy, and fails nothing.
#[test]
fn what_cannot_be_put_back_stays() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .config(KEEP)
        .revision(
            "r1",
            "",
            "CREATE TABLE p (id integer PRIMARY KEY);\nCREATE TABLE t (id integer PRIMARY KEY, p integer REFERENCES p, a text);\n\
             CREATE TABLE keyless (a text, b text);",
            "",
        )
        .revision(
            "r2",
            "r1",
            "DROP TABLE t;\nALTER TABLE keyless DROP b;",
            "CREATE TABLE t (id integer PRIMARY KEY, p integer REFERENCES p, a text);\nALTER TABLE keyless ADD b text;",
        );
    project.run(["upgrade", "r1"]).status(0);
    database.psql("INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y'); INSERT INTO keyless VALUES ('a', 'b')");
    project.run(["upgrade"]).status(0);
    database.psql("DELETE FROM p WHERE id = 2");
    let run = project.run(["downgrade", "-1"]).status(0);
    assert!(
        run.stderr.contains("warning: table t can't be put back: insert or update on table \"t\" violates foreign key"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("column b of keyless can't be put back: keyless has no key that tells its rows apart"),
        "{}",
        run.stderr
    );
    assert_eq!(database.psql("SELECT count(*) FROM t").trim(), "0");
    assert_eq!(database.psql("SELECT a FROM migrate_kept.r2_1_t ORDER BY id"), "x\ny\n");
    assert_eq!(database.psql("SELECT a, b FROM migrate_kept.r2_2_keyless"), "a|b\n");
    let constraints = "SELECT condeferrable FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'f'";
    assert_eq!(database.psql(constraints).trim(), "f");
}

/// Types that go with a table, triggers that must not fire, tables that refer to each other, generated columns, rows of parents
/// and of partitions.
#[test]
fn what_postgres_has_besides() {
    let Some(database) = postgres::Database::new() else { return };
    let make = "CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b integer, mood mood NOT NULL, twice integer GENERATED ALWAYS AS (b * 2) STORED);
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TABLE parts (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child () INHERITS (parent);";
    let drop = "ALTER TABLE a DROP CONSTRAINT a_b;\nDROP TABLE a, b CASCADE;\nDROP FUNCTION refuse;\nDROP TYPE mood;\nDROP TABLE parts;\nDROP TABLE child;\nDROP TABLE parent;";
    let project =
        Project::new(&database.url()).config(KEEP).revision("r1", "", make, drop).revision("r2", "r1", drop, make);
    project.run(["upgrade", "r1"]).status(0);
    database.psql(
        "ALTER TABLE a DISABLE TRIGGER refuse; SET session_replication_role = replica; \
         INSERT INTO a (b, mood) VALUES (1, 'sad'), (2, 'glad'); INSERT INTO b VALUES (1, 2), (2, 1); \
         INSERT INTO parts VALUES (1), (11); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2)",
    );
    let tables = ["a", "b", "parts_1", "parts_2", "ONLY parent", "child"];
    let look = || tables.map(|table| database.psql(&format!("SELECT * FROM {table} ORDER BY 1")));
    let before = look();
    project.run(["upgrade"]).status(0);
    let run = project.run(["downgrade", "-1"]).status(0);
    assert_eq!(look(), before, "{}", run.stderr);
    assert_eq!(database.psql("SELECT tgenabled FROM pg_trigger WHERE tgname = 'refuse'").trim(), "O");
    assert_eq!(project.run(["kept", "--format", "json"]).status(0).json()["kept"], serde_json::json!([]));
}

/// A role that may not make the schema is refused before anything runs, and told what it needs.
#[test]
fn no_place_to_keep_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("");
    database.psql(&format!("GRANT CREATE ON SCHEMA public TO {role}"));
    let project = loses(Project::new(&database.url_as(&role)));
    project.run(["upgrade", "r1"]).status(0);
    database.psql("INSERT INTO t VALUES (1, 'x')");
    let project = project.config(KEEP);
    let run = project.run(["upgrade", "--format", "json"]).status(2);
    assert_eq!(run.json()["error"]["code"], "no-place-to-keep");
    assert!(run.json()["error"]["help"].as_str().unwrap().contains("GRANT CREATE ON DATABASE"), "{}", run.stdout);
    assert_eq!(database.psql("SELECT count(*) FROM t").trim(), "1");
    database.psql(&format!("CREATE SCHEMA migrate_kept AUTHORIZATION {role}"));
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT a FROM migrate_kept.r2_1_t").trim(), "x");
}

/// Starts an upgrade, waits until `reached`, kills it.
fn killed(project: &Project, reached: &dyn Fn() -> bool) {
    let mut run = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let began = std::time::Instant::now();
    while !reached() {
        assert!(began.elapsed() < std::time::Duration::from_mins(1), "it was never reached");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    run.kill().unwrap();
    run.wait().unwrap();
}

#[test]
fn killed_between_copy_and_commit_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let slow = "DROP TABLE t;\nSELECT pg_sleep(600);";
    let project = loses(Project::new(&database.url()).config(KEEP)).revision("r2", "r1", slow, LOSES[0]);
    project.run(["upgrade", "r1"]).status(0);
    database.psql("INSERT INTO t VALUES (1, 'x')");
    let sleeps = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND datname = current_database()";
    killed(&project, &|| database.psql(sleeps).trim() == "1");
    let project = project.revision("r2", "r1", LOSES[1], LOSES[0]);
    assert_eq!(project.run(["kept", "--format", "json"]).status(0).json()["kept"], serde_json::json!([]));
    assert_eq!(database.psql("SELECT a FROM t").trim(), "x");
    project.run(["upgrade"]).status(0);
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(database.psql("SELECT a FROM t").trim(), "x");
}

#[test]
fn killed_between_copy_and_commit_on_sqlite() {
    let slow = "DROP TABLE t;\nCREATE TABLE slow AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) \
        SELECT x FROM c WHERE x < 0 LIMIT 1;";
    let project = loses(Project::sqlite().config(KEEP)).revision("r2", "r1", slow, LOSES[0]);
    project.run(["upgrade", "r1"]).status(0);
    project.database().sql("INSERT INTO t VALUES (1, 'x')");
    let file = project.root().join("app.db.kept");
    let copies = || {
        file.exists()
            && crate::support::sqlite::Database::at(file.clone())
                .sql("PRAGMA busy_timeout = 20000; SELECT count(*) FROM sqlite_master WHERE name = 'r2_1_t'")
                .ends_with("\n1\n")
    };
    killed(&project, &copies);
    let project = project.revision("r2", "r1", LOSES[1], LOSES[0]);
    // The copy is there for nothing; the rows are still where they were, and are copied again.
    project.database().sql("UPDATE t SET a = 'y'");
    project.run(["upgrade"]).status(0);
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(project.database().sql("SELECT a FROM t"), "y\n");
}

#[test]
fn killed_between_two_statements_on_mariadb() {
    let Some(database) = mysql::Database::new() else { return };
    let make = "CREATE TABLE t (id integer PRIMARY KEY, a text);\nCREATE TABLE u (id integer PRIMARY KEY, a text);";
    let drop = "DROP TABLE t;\nSELECT SLEEP(3);\nDROP TABLE u;";
    let project = Project::new(&database.url())
        .config(KEEP)
        .revision("r1", "", make, "DROP TABLE t;\nDROP TABLE u;")
        .revision("r2", "r1", drop, make);
    project.run(["upgrade", "r1"]).status(0);
    database.mysql("INSERT INTO t VALUES (1, 'x'); INSERT INTO u VALUES (0, 'y')");
    killed(&project, &|| database.mysql("SHOW TABLES LIKE 't'").is_empty());
    project.run(["upgrade"]).status(0);
    let run = project.run(["downgrade", "-1"]).status(0);
    assert_eq!(database.mysql("SELECT a FROM t UNION ALL SELECT concat(id, a) FROM u"), "x\n0y\n", "{}", run.stderr);
}
