//! Rows that a statement would fail on: found before anything runs.

use snapbox::str;

use crate::support::mysql;
use crate::support::{Project, postgres, sqlite};

const TABLES: &str = "CREATE TABLE parent (id integer PRIMARY KEY);
    CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, c integer);
    INSERT INTO parent VALUES (1);
    INSERT INTO t VALUES (1, NULL, 1, 1), (2, NULL, 1, 7), (3, 5, 2, 9), (4, 6, NULL, NULL);";

/// A revision that could run, and one whose statements rows are in the way of.
fn project(url: &str, second: &str) -> Project {
    Project::new(url).revision("r1", "", "CREATE TABLE first (n integer);", "").revision("r2", "r1", second, "")
}

#[test]
fn nothing_runs_where_rows_are_in_the_way() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(TABLES);
    let second = "ALTER TABLE t ALTER COLUMN a SET NOT NULL;\n\
        ALTER TABLE public.t ADD CONSTRAINT t_b UNIQUE (b), ADD CONSTRAINT t_c CHECK (c < 8);\n\
        ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (c) REFERENCES parent (id) NOT VALID;\n\
        ALTER TABLE t VALIDATE CONSTRAINT t_p;";
    let project = project(&database.url(), second);
    project.run(["upgrade"]).status(2).stdout("").stderr(str![[r#"
error: rows are in the way of 4 statements
  --> migrations/versions/r2_x.sql:9:15
   |
 9 | ALTER TABLE t ALTER COLUMN a SET NOT NULL;
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 rows hold NULL there
10 | ALTER TABLE public.t ADD CONSTRAINT t_b UNIQUE (b), ADD CONSTRAINT t_c CHECK (c < 8);
   |                      -----------------------------  -------------------------------- 1 row does not pass it
   |                      |
   |                      1 value of it stands in more than one row
11 | ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (c) REFERENCES parent (id) NOT VALID;
   |               ------------------------------------------------------------------- 2 rows refer to what is not in parent
   |
   = note: revision r2: column a of t becomes NOT NULL, but 2 rows hold NULL there
   = note: they are shown by: SELECT * FROM t WHERE a IS NULL
   = note: revision r2: the key (b) of public.t becomes unique, but 1 value of it stands in more than one row
   = note: they are shown by: SELECT b, COUNT(*) AS times FROM public.t WHERE b IS NOT NULL GROUP BY b HAVING COUNT(*) > 1
   = note: revision r2: a check of public.t is added, but 1 row does not pass it
   = note: they are shown by: SELECT * FROM public.t WHERE NOT (c < 8)
   = note: revision r2: a foreign key over (c) of t is added, but 2 rows refer to what is not in parent
   = note: they are shown by: SELECT * FROM t referring WHERE referring.c IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parent referred WHERE referred.id = referring.c)
   = help: nothing was run; change these rows first, and then run it again

"#]]);
    // Not even the first revision, and no version table.
    assert_eq!(database.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").trim(), "2");
    database.psql("DELETE FROM t WHERE id IN (1, 3, 4); UPDATE t SET a = 1, c = 1;");
    project.run(["upgrade"]).status(0);
}

/// What a script says of one statement that rows are in the way of.
#[test]
fn each_kind_of_statement() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(TABLES);
    for (statement, found) in [
        ("ALTER TABLE t ALTER a SET NOT NULL", "column a of t becomes NOT NULL, but 2 rows hold NULL there"),
        (
            "CREATE UNIQUE INDEX i ON t USING btree (b DESC NULLS LAST) INCLUDE (c)",
            "the key (b) of t becomes unique, but 1 value of it stands in more than one row",
        ),
        (
            "ALTER TABLE ONLY t ADD FOREIGN KEY (c) REFERENCES public.parent (id) ON DELETE CASCADE",
            "a foreign key over (c) of t is added, but 2 rows refer to what is not in public.parent",
        ),
        (
            "CREATE TABLE fresh (id integer PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES fresh",
            "a foreign key over (c) of t is added, but 3 rows refer to what is not in fresh",
        ),
        ("ALTER TABLE t ADD CHECK (c <> 9)", "a check of t is added, but 1 row does not pass it"),
        ("ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (b)", "rows are in the way of 2 statements"),
    ] {
        let run = project(&database.url(), &format!("{statement};")).run(["upgrade"]).status(2);
        assert!(run.stderr.contains(found), "{statement}: {}", run.stderr);
        assert!(run.stderr.contains("nothing was run"), "{statement}: {}", run.stderr);
    }
}

/// What the run changes before, and what a query would see otherwise than the statement, is not asked.
#[test]
fn what_is_not_certain_is_not_asked() {
    let Some(database) = postgres::Database::new() else { return };
    for runs in [
        "UPDATE t SET a = 0 WHERE a IS NULL; ALTER TABLE t ALTER a SET NOT NULL;",
        "DO $$BEGIN DELETE FROM t; END$$; ALTER TABLE t ADD UNIQUE (b);",
        "ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (id, b);",
        "ALTER TABLE t ADD CHECK (c < 8) NOT VALID;",
        "ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES parent NOT VALID;",
        "ALTER TABLE t ALTER b TYPE text USING id::text; ALTER TABLE t ADD UNIQUE (b);",
        "ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN b integer DEFAULT 1; CREATE INDEX ON t (b);",
        "CREATE UNIQUE INDEX ON t (b) WHERE c > 1; CREATE UNIQUE INDEX ON t ((id + c));",
        "SET search_path = other; ALTER TABLE t ALTER a SET NOT NULL;",
        "ALTER TABLE other.t ALTER a SET NOT NULL; ALTER TABLE parent ADD UNIQUE (id);",
        "ALTER TABLE family ADD UNIQUE (n);",
        "CREATE TABLE mine (n integer REFERENCES parent); ALTER TABLE mine ADD UNIQUE (n);",
        "CREATE TABLE kept (id integer PRIMARY KEY); INSERT INTO kept SELECT DISTINCT c FROM t WHERE c IS NOT NULL; \
            ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES kept;",
        "CREATE TABLE kept AS SELECT generate_series(1, 9) AS id; ALTER TABLE kept ADD PRIMARY KEY (id); \
            ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES kept;",
    ] {
        database.psql(&format!(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA other; {TABLES}
             CREATE TABLE other.t (a integer); CREATE TABLE family (n integer); CREATE TABLE child () INHERITS (family);
             INSERT INTO family VALUES (1); INSERT INTO child VALUES (1);"
        ));
        project(&database.url(), runs).run(["upgrade"]).status(0);
    }
}

#[test]
fn what_the_server_does_not_answer_is_left_to_the_statement() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(TABLES);
    let project = project(&database.url(), "ALTER TABLE t ADD CHECK (nothing(a)), ALTER COLUMN nowhere SET NOT NULL;");
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("42703") && run.stderr.contains("applied before it in this run: r1"), "{}", run.stderr);
}

/// Where DDL commits, this is what spares the cleaning up.
#[test]
fn on_mysql() {
    for (_, database) in mysql::Database::on_each() {
        database.mysql(TABLES);
        for (statement, found) in [
            ("ALTER TABLE t MODIFY a integer NOT NULL", "column a of t becomes NOT NULL, but 2 rows hold NULL there"),
            (
                "ALTER TABLE t ADD UNIQUE KEY k (b)",
                "the key (b) of t becomes unique, but 1 value of it stands in more than one row",
            ),
            (
                "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (c) REFERENCES parent (id)",
                "a foreign key over (c) of t is added, but 2 rows refer to what is not in parent",
            ),
            ("ALTER TABLE t ADD CONSTRAINT o CHECK (c < 8)", "a check of t is added, but 1 row does not pass it"),
        ] {
            let script = format!("ALTER TABLE t ADD COLUMN d integer;\n{statement};");
            let run = project(&database.url(), &script).run(["upgrade"]).status(2);
            assert!(
                run.stderr.contains(found) && run.stderr.contains("nothing was run"),
                "{statement}: {}",
                run.stderr
            );
        }
        assert_eq!(
            database.mysql("SELECT count(*) FROM information_schema.tables WHERE table_schema = database()").trim(),
            "2"
        );
        // A prefix makes twins of what is none: only the server knows.
        let prefix = "ALTER TABLE t ADD COLUMN word varchar(10) DEFAULT 'x'; ALTER TABLE t ADD UNIQUE (id, word(3));";
        project(&database.url(), prefix).run(["upgrade"]).status(0);
    }
}

#[test]
fn on_sqlite() {
    let database = sqlite::Database::new();
    database.sql(TABLES);
    let project = project(&database.url(), "CREATE UNIQUE INDEX i ON t (\"b\");");
    project.run(["upgrade"]).status(2).stderr(str![[r#"
error: the key (b) of t becomes unique, but 1 value of it stands in more than one row
 --> migrations/versions/r2_x.sql:9:1
  |
9 | CREATE UNIQUE INDEX i ON t ("b");
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 1 value of it stands in more than one row
  |
  = note: they are shown by: SELECT b, COUNT(*) AS times FROM t WHERE b IS NOT NULL GROUP BY b HAVING COUNT(*) > 1
  = help: nothing was run; change these rows first, and then run it again

"#]]);
    database.sql("DELETE FROM t WHERE id = 1");
    project.run(["upgrade"]).status(0);
    // A name of no column is a string there: a column that the run adds is not asked for.
    let project = project.revision("r3", "r2", "ALTER TABLE t ADD COLUMN d; CREATE UNIQUE INDEX j ON t (\"d\");", "");
    project.run(["upgrade"]).status(0);
}
