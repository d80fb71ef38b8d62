//! What PostgreSQL does not take, or what rows stand against: refused before a script is written, with the server's words, the name of
//! the thing and the line.

use snapbox::str;

use crate::support::{Project, Run, postgres};

/// What `revision --autogenerate` says of this schema.
fn refused(database: &postgres::Database, file: &str, schema: &str) -> Run {
    let config = Project::new(&database.url()).read("migrate.toml");
    let config = config.replace("source = \"schema.toml\"", &format!("source = \"{file}\"\nprivileges = true"));
    let project = Project::new(&database.url()).file("migrate.toml", &config).file(file, schema);
    let run = project.run(["revision", "--autogenerate", "-m", "x"]).status(2);
    assert_eq!(project.scripts(), Vec::<String>::new());
    run
}

#[test]
fn an_error_in_a_body() {
    let Some(database) = postgres::Database::new() else { return };
    let body = "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$\nBEGIN\n  RETRUN 1;\nEND $$";
    refused(&database, "schema.sql", body).stderr(str![[r#"
error: `CREATE FUNCTION f` is not accepted by the database: syntax error at or near "RETRUN"
 --> schema.sql:3:3
  |
3 |   RETRUN 1;
  |   ^^^^^^
  |
  = note: code: 42601
  = help: nothing was changed; correct the schema file

"#]]);
    refused(&database, "schema.toml", &format!("[function.f]\nsql = '''\n{body}\n'''\n")).stderr(str![[r#"
error: function f is not accepted by the database: syntax error at or near "RETRUN"
 --> schema.toml:5:3
  |
5 |   RETRUN 1;
  |   ^^^^^^ syntax error at or near "RETRUN"
  |
  = note: code: 42601
  = help: nothing was changed; correct the schema file, or say `check_body = false` of a body that may name what is not there

"#]]);
    let body = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$\n  SELECT a FROM nowhere\n$$";
    refused(&database, "schema.sql", body).stderr(str![[r#"
error: `CREATE FUNCTION f` is not accepted by the database: relation "nowhere" does not exist
 --> schema.sql:2:17
  |
2 |   SELECT a FROM nowhere
  |                 ^^^^^^^
  |
  = note: code: 42P01
  = help: nothing was changed; correct the schema file

"#]]);
    refused(&database, "schema.toml", &format!("[function.f]\nsql = '''\n{body}\n'''\n")).stderr(str![[r#"
error: function f is not accepted by the database: relation "nowhere" does not exist
 --> schema.toml:4:17
  |
4 |   SELECT a FROM nowhere
  |                 ^^^^^^^ relation "nowhere" does not exist
  |
  = note: code: 42P01
  = help: nothing was changed; correct the schema file, or say `check_body = false` of a body that may name what is not there

"#]]);
}

/// What a body named may be gone since: the function is there all the same, and so it is in the schema file.
#[test]
fn a_body_that_is_not_checked() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(
        "CREATE TABLE t (id integer); CREATE FUNCTION sound() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
         CREATE TABLE gone (a integer); CREATE FUNCTION stale() RETURNS integer LANGUAGE sql AS 'SELECT a FROM gone'; DROP TABLE gone;",
    );
    let project = Project::new(&database.url());
    let printed = project.run(["inspect"]).status(0).raw_stdout;
    project.write("schema.toml", &printed);
    assert_eq!(printed.matches("check_body").count(), 1, "{printed}");
    assert!(
        printed.split("[function.stale").nth(1).is_some_and(|text| text.contains("check_body = false")),
        "{printed}"
    );
    project.run(["check"]).status(0);
    let empty = postgres::Database::new().expect("a second database");
    project.run(["--url", &empty.url(), "revision", "-m", "all", "--autogenerate"]).status(0);
    project.run(["--url", &empty.url(), "upgrade"]).status(0);
    assert_eq!(empty.dump(), database.dump());
    // It is the one key that lets it pass.
    project.write("schema.toml", &printed.replace("check_body = false\n", ""));
    let other = postgres::Database::new().expect("a third database");
    let error = project.run(["--url", &other.url(), "diff"]).status(2).raw_stderr;
    assert!(error.contains("relation \"gone\" does not exist") && error.contains("check_body = false"), "{error}");
}

#[test]
fn what_is_not_there() {
    let Some(database) = postgres::Database::new() else { return };
    let table = "CREATE TABLE t (id integer);\n";
    let refused = |schema: &str| refused(&database, "schema.sql", &format!("{table}{schema}"));
    refused("CREATE VIEW v AS\n  SELECT id, missing\n  FROM t;\n").stderr(str![[r#"
error: `CREATE VIEW v` is not accepted by the database: column "missing" does not exist
 --> schema.sql:3:14
  |
3 |   SELECT id, missing
  |              ^^^^^^^
  |
  = note: code: 42703
  = help: nothing was changed; correct the schema file

"#]]);
    refused("CREATE POLICY p ON t TO nobody_here USING (true);\n").stderr(str![[r#"
error: `CREATE POLICY p ON t TO nobody_here` is not accepted by the database: role "nobody_here" does not exist
 --> schema.sql:2:25
  |
2 | CREATE POLICY p ON t TO nobody_here USING (true);
  |                         ^^^^^^^^^^^
  |
  = note: code: 42704
  = help: nothing was changed; correct the schema file

"#]]);
    refused("GRANT SELECT ON t TO nobody_here;\n").stderr(str![[r#"
error: `GRANT SELECT ON t TO nobody_here` is not accepted by the database: role "nobody_here" does not exist
 --> schema.sql:2:22
  |
2 | GRANT SELECT ON t TO nobody_here;
  |                      ^^^^^^^^^^^
  |
  = note: code: 42704
  = help: nothing was changed; correct the schema file

"#]]);
    refused("CREATE FUNCTION f() RETURNS integer LANGUAGE nolanguage AS 'x';\n").stderr(str![[r#"
error: `CREATE FUNCTION f` is not accepted by the database: language "nolanguage" does not exist
 --> schema.sql:2:46
  |
2 | CREATE FUNCTION f() RETURNS integer LANGUAGE nolanguage AS 'x';
  |                                              ^^^^^^^^^^
  |
  = note: code: 42704
  = help: nothing was changed; correct the schema file

"#]]);
    let stderr = refused("CREATE EXTENSION noextension;\n").stderr;
    assert!(stderr.starts_with("error: `CREATE EXTENSION noextension` is not accepted by the database: "), "{stderr}");
    assert!(stderr.contains("schema.sql:2:18"), "{stderr}");
}

#[test]
fn what_rows_stand_against() {
    let Some(database) = postgres::Database::new() else { return };
    let schema = "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');\nCREATE DOMAIN amount AS integer;\n\
        CREATE TABLE t (m mood, n integer, a amount);\nCREATE TABLE p (id integer, k text) PARTITION BY RANGE (id);\n\
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);\nCREATE TABLE rest PARTITION OF p DEFAULT;\n\
        CREATE TABLE l (k text) PARTITION BY LIST (k);\nCREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a', NULL);\n\
        CREATE TABLE h (id integer) PARTITION BY HASH (id);\n\
        CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (modulus 1, remainder 0);\n";
    database.psql(schema);
    database.psql(
        "INSERT INTO t VALUES ('happy', -1, -1), (NULL, NULL, NULL); INSERT INTO p VALUES (5), (15); INSERT INTO l VALUES (NULL); \
         INSERT INTO h SELECT generate_series(1, 20)",
    );
    let changed = |from: &str, to: &str| {
        assert!(schema.contains(from), "{from}");
        refused(&database, "schema.sql", &schema.replace(from, to))
    };
    changed(", 'happy')", ")").stderr(str![[r#"
error: enum mood: the value 'happy' goes, but t.m has rows that hold it
 --> schema.sql:1:1
  |
1 | CREATE TYPE mood AS ENUM ('sad', 'ok');
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: say what these rows become, on the line before the type: `-- migrate: replaced_by 'happy' '…'`

"#]]);
    changed("n integer,", "n integer CONSTRAINT positive CHECK (n > 0),").stderr(str![[r#"
error: check positive on t is added, but t has rows that do not pass it
 --> schema.sql:3:1
  |
3 | CREATE TABLE t (m mood, n integer CONSTRAINT positive CHECK (n > 0), a amount);
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: no script was written; change these rows first, or declare the check NOT VALID, which looks at new rows alone

"#]]);
    changed("amount AS integer", "amount AS integer CONSTRAINT positive CHECK (VALUE > 0)").stderr(str![[r#"
error: check positive on amount is added, but t has rows that do not pass it
 --> schema.sql:2:1
  |
2 | CREATE DOMAIN amount AS integer CONSTRAINT positive CHECK (VALUE > 0);
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: no script was written; change these rows first, or declare the check NOT VALID, which looks at new rows alone

"#]]);
    changed("amount AS integer", "amount AS integer NOT NULL").stderr(str![[r#"
error: domain amount becomes NOT NULL, but t.a has rows where it is NULL
 --> schema.sql:2:1
  |
2 | CREATE DOMAIN amount AS integer NOT NULL;
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: no script was written; change these rows first

"#]]);
    changed("TO (10);", "TO (10);\nCREATE TABLE p2 PARTITION OF p FOR VALUES FROM (5) TO (20);").stderr(str![[r#"
error: `CREATE TABLE p2` is not accepted by the database: partition "p2" would overlap partition "p1"
 --> schema.sql:6:49
  |
6 | CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (5) TO (20);
  |                                                 ^
  |
  = note: code: 42P17
  = help: nothing was changed; correct the schema file

"#]]);
    changed("('a', NULL)", "('a')").stderr(str![[r#"
error: partition l1 is to be FOR VALUES IN ('a'), but it has rows that neither it nor another partition takes
 --> schema.sql:8:1
  |
8 | CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a');
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: no script was written; move or delete these rows first, or declare a partition for them

"#]]);
    changed("(modulus 1, remainder 0)", "(modulus 2, remainder 0)").stderr(str![[r#"
error: partition h1 is to be FOR VALUES WITH (modulus 2, remainder 0), but it has rows that neither it nor another partition takes
  --> schema.sql:10:1
   |
10 | CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (modulus 2, remainder 0);
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: no script was written; move or delete these rows first, or declare a partition for them

"#]]);
}

/// What rows do not stand against: NULL passes a check, and what is left out of a bound may have no rows.
#[test]
fn what_rows_allow() {
    let Some(database) = postgres::Database::new() else { return };
    let schema = "CREATE DOMAIN amount AS integer;\nCREATE TABLE t (n integer, a amount);\n\
        CREATE TABLE p (id integer) PARTITION BY RANGE (id);\n\
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);\nCREATE TABLE rest PARTITION OF p DEFAULT;\n";
    database.psql(schema);
    database.psql("INSERT INTO t VALUES (NULL, NULL), (1, 1); INSERT INTO p VALUES (5), (50)");
    let after = schema
        .replace("amount AS integer", "amount AS integer CHECK (VALUE > 0)")
        .replace("n integer", "n integer CHECK (n > 0)")
        .replace("TO (10);", "TO (6);\nCREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);");
    let config = Project::new(&database.url()).read("migrate.toml").replace("schema.toml", "schema.sql");
    let project = Project::new(&database.url()).file("migrate.toml", &config).schema_sql(&after);
    project.run(["revision", "--autogenerate", "-m", "x"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
}

/// Without the right to make a database a namespace stands for one: what lies elsewhere cannot be read back, and is not passed over.
#[test]
fn what_a_role_may_not_try_out() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("");
    let name = database.name();
    database.psql(&format!("GRANT ALL ON DATABASE {name} TO {role}; GRANT ALL ON SCHEMA public TO {role}"));
    let config = Project::new(&database.url_as(&role)).read("migrate.toml").replace("schema.toml", "schema.sql");
    let project = |schema: &str| Project::new(&database.url_as(&role)).file("migrate.toml", &config).schema_sql(schema);
    let refused = |schema: &str| project(schema).run(["revision", "--autogenerate", "-m", "x"]).status(2);
    refused("CREATE TABLE t (id integer);\nCREATE SCHEMA other;\nCREATE TABLE other.t (id integer);\n").stderr(str![[r#"
error: the role may not create a temporary database to try the schema out in: the schema makes schema other, outside of the default namespace
help: let the role make databases (PostgreSQL: CREATEDB; MySQL: GRANT ALL ON `migrate\_shadow\_%`.*), or name an empty database in migrate.toml: `[shadow] url = "…"`

"#]]);
    refused("CREATE TABLE public.t (id integer);\n").stderr(str![[r#"
error: the role may not create a temporary database to try the schema out in: the schema makes table t, outside of the default namespace
help: let the role make databases (PostgreSQL: CREATEDB; MySQL: GRANT ALL ON `migrate\_shadow\_%`.*), or name an empty database in migrate.toml: `[shadow] url = "…"`

"#]]);
    refused(
        "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;\n\
         CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION e();\n",
    )
    .stderr(str![[r#"
error: `CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION e` is not accepted by the database: permission denied to create event trigger "watch"
 --> schema.sql:2:22
  |
2 | CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION e();
  |                      ^^^^^
  |
  = note: hint: Must be superuser to create an event trigger.
  = note: code: 42501
  = help: nothing was changed; correct the schema file

"#]]);
    project("CREATE TABLE t (id integer);\nCREATE VIEW v AS SELECT id FROM t;\n")
        .run(["revision", "--autogenerate", "-m", "x"])
        .status(0);
}

#[test]
fn rows_that_would_go_to_another_server() {
    let Some(database) = postgres::Database::new() else { return };
    let start = "CREATE FOREIGN DATA WRAPPER elsewhere;\nCREATE SERVER other FOREIGN DATA WRAPPER elsewhere;\n";
    database.psql(&format!(
        "{start} CREATE TABLE t (a integer NOT NULL) PARTITION BY RANGE (a);
         CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2);
         INSERT INTO t VALUES (1)"
    ));
    let schema = format!(
        "{start}CREATE TABLE t (a integer NOT NULL) PARTITION BY LIST (a);
         CREATE FOREIGN TABLE t1 PARTITION OF t FOR VALUES IN (1) SERVER other;
         CREATE TABLE t2 PARTITION OF t DEFAULT;"
    );
    refused(&database, "schema.sql", &schema).stderr(str![[r#"
error: the rows of t would be copied into t as it will be, and partition t1 of it is on another server
help: make two revisions of it: one without the foreign partition, and one that adds it

"#]]);
}
