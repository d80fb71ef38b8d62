//! What only a server can show: positions, locks, indexes built beside the traffic, sessions.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use snapbox::str;

use crate::support::{Project, postgres};

fn project(database: &postgres::Database) -> Project {
    Project::new(&database.url()).revision("r1", "", "CREATE TABLE a (n integer);", "DROP TABLE a;")
}

/// A second session that runs `sql` and keeps what it locks until it is killed.
fn session(database: &postgres::Database, sql: &str) -> Child {
    let child = std::process::Command::new("psql")
        .args(["-X", "-q", "-d", &database.url(), "-c", &format!("BEGIN; {sql}; SELECT pg_sleep(600)")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(
        database,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(600)%' AND wait_event = 'PgSleep'",
        "1",
    );
    child
}

fn end(database: &postgres::Database, mut child: Child) {
    database.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()");
    child.wait().unwrap();
}

fn wait_for(database: &postgres::Database, sql: &str, expected: &str) {
    let began = Instant::now();
    while database.psql(sql).trim() != expected {
        assert!(began.elapsed() < Duration::from_mins(1), "{sql} does not become {expected}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How many sessions run the statement that sleeps.
const SLEEPING: &str = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(500)' \
    AND state = 'active' AND datname = current_database()";

#[test]
fn an_error_is_drawn_at_its_word() {
    let Some(database) = postgres::Database::new() else { return };
    let project =
        project(&database).revision("r2", "r1", "-- with an é before it\nSELECT 'é' AS x,\n       nn\nFROM a;", "");
    project.run(["upgrade"]).status(2).stderr(str![[r#"
error: the upgrade of revision r2 (r2) failed at migrations/versions/r2_x.sql:10: column "nn" does not exist
  --> migrations/versions/r2_x.sql:11:8
   |
11 |        nn
   |        ^^
   |
   = note: hint: Perhaps you meant to reference the column "a.n".
   = note: code: 42703
   = note: it is statement 1 of 1
   = note: applied before it in this run: r1
   = note: rolled back whole: r2

"#]]);
}

#[test]
fn an_error_at_the_commit_is_one_of_its_revision() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision(
        "r2",
        "r1",
        "CREATE TABLE u (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO u VALUES (1), (1);",
        "",
    );
    let stderr = project.run(["upgrade"]).status(2).stderr;
    assert!(stderr.contains("failed at the end of its transaction"), "{stderr}");
    assert!(stderr.contains("Key (n)=(1) already exists"), "{stderr}");
    assert!(stderr.contains("rolled back whole: r2"), "{stderr}");
    assert_eq!(database.psql("SELECT string_agg(revision, ',') FROM migrate_version").trim(), "r1");
}

#[test]
fn a_script_may_change_its_session_but_not_that_of_the_next() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .revision(
            "r1",
            "",
            "SELECT pg_catalog.set_config('search_path', '', false);\nSET statement_timeout = 0;\n\
             SET lock_timeout = 0;\nCREATE TABLE public.a (n integer);",
            "SET search_path = pg_catalog;\nDROP TABLE public.a;",
        )
        .revision("r2", "r1", "CREATE TABLE b AS SELECT current_setting('lock_timeout') AS lock;", "DROP TABLE b;");
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT lock FROM b").trim(), "5s", "as the run itself has set it");
    assert_eq!(database.psql("SELECT 'public.b'::regclass, count(*) FROM public.migrate_version").trim(), "b|2");
    project.run(["downgrade", "base"]).status(0);
}

/// What others wait behind has a short limit, what nobody waits behind has none, and a script's own limits are left alone.
#[test]
fn limits_go_by_the_statement() {
    let Some(database) = postgres::Database::new() else { return };
    let seen = |name: &str| format!("CREATE TABLE {name} AS SELECT current_setting('lock_timeout') AS lock;");
    let project = Project::new(&database.url())
        .revision("r1", "", &format!("CREATE TABLE a (n integer);\n{}", seen("plain")), "")
        .revision("r2", "r1", &format!("ALTER TABLE a ADD COLUMN m integer;\n{}", seen("behind")), "")
        .revision(
            "r3",
            "r2",
            &format!("SET lock_timeout = '7s';\nALTER TABLE a ADD COLUMN o integer;\n{}", seen("own")),
            "",
        )
        .revision("r4", "r3", &seen("afterwards"), "");
    project.run(["upgrade"]).status(0);
    let all =
        "SELECT concat_ws(' ', plain.lock, behind.lock, own.lock, afterwards.lock) FROM plain, behind, own, afterwards";
    assert_eq!(database.psql(all).trim(), "5s 100ms 7s 5s");
}

#[test]
fn the_version_table_has_a_schema_of_its_own() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).config("version_schema = \"Its own\"\n");
    project.run(["current"]).status(0).stdout("");
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT count(*) FROM \"Its own\".migrate_version").trim(), "1");
    project.run(["current"]).status(0).stdout(str![[r#"
r1 (head) r1

"#]]);
}

#[test]
fn a_lock_that_is_kept_is_waited_for_and_tried_again() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "ALTER TABLE a ADD COLUMN m integer;", "");
    let text = project.read("migrate.toml").replace("[schema]", "lock_timeout = \"50ms\"\nlock_retries = 2\n[schema]");
    let project = project.file("migrate.toml", &text);
    project.run(["upgrade", "r1", "-q"]).status(0);
    let other = session(&database, "LOCK TABLE a");
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("rolled back, tried again in [TIME] (2 of 2 retries)"), "{}", run.stderr);
    assert!(run.stderr.contains("canceling statement due to lock timeout"), "{}", run.stderr);
    assert!(run.stderr.contains("another session keeps a lock"), "{}", run.stderr);

    let text = project.read("migrate.toml").replace("lock_retries = 2", "lock_retries = 50");
    project.write("migrate.toml", &text);
    let mut command = project.command(["upgrade"]);
    let run = std::thread::spawn(move || command.output().unwrap());
    std::thread::sleep(Duration::from_millis(300));
    end(&database, other);
    let output = run.join().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_index_that_cannot_be_built_leaves_nothing() {
    let Some(database) = postgres::Database::new() else { return };
    // Behind a statement that may change rows these are not asked before.
    let script = "-- revision: r2\n-- down_revision: r1\n-- message: r2\n\n-- migrate:upgrade transaction=off\nSELECT 1;\n\
        CREATE UNIQUE INDEX CONCURRENTLY ix ON a (n);\n\n-- migrate:downgrade transaction=off\n\
        DROP INDEX CONCURRENTLY ix;\n";
    let project = project(&database).file("migrations/versions/r2.sql", script);
    project.run(["upgrade", "r1", "-q"]).status(0);
    database.psql("INSERT INTO a VALUES (1), (1)");
    let stderr = project.run(["upgrade"]).status(2).stderr;
    assert!(stderr.contains("could not create unique index"), "{stderr}");
    assert_eq!(database.psql("SELECT count(*) FROM pg_class WHERE relname = 'ix'").trim(), "0");
    database.psql("DELETE FROM a");
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass").trim(), "t");
    project.run(["downgrade", "-1"]).status(0);
}

/// What somebody else has changed and not committed yet when rows begin to move to another partition goes with them.
#[test]
fn rows_that_move_are_those_that_are_committed() {
    let Some(database) = postgres::Database::new() else { return };
    let tables = "CREATE TABLE r (day integer, v integer) PARTITION BY RANGE (day);
        CREATE TABLE r_rest PARTITION OF r DEFAULT;";
    database.psql(&format!("{tables} INSERT INTO r VALUES (1, 1), (2, 1)"));
    let wanted = format!("{tables} CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (1) TO (9);");
    let project = Project::new(&database.url()).schema_sql(&wanted);
    project.run(["revision", "--autogenerate", "-m", "x"]).status(0);
    let other = "BEGIN; UPDATE r SET v = 100 WHERE day = 1; INSERT INTO r VALUES (3, 100); SELECT pg_sleep(2); COMMIT";
    let mut other = std::process::Command::new("psql")
        .args(["-X", "-q", "-d", &database.url(), "-c", other])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(
        &database,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
        "1",
    );
    project.run(["upgrade"]).status(0);
    assert!(other.wait().unwrap().success());
    assert_eq!(database.psql("SELECT day, v FROM r_1 ORDER BY day").trim(), "1|100\n2|1\n3|100");
}

/// The first statement is done; the index waits for another session's transaction, and there the run ends.
fn killed_while_it_builds(database: &postgres::Database, signal: &str) -> Project {
    let script = "-- revision: r2\n-- down_revision: r1\n-- message: r2\n\n-- migrate:upgrade transaction=off\n\
        INSERT INTO a VALUES (7);\nCREATE INDEX CONCURRENTLY ix ON a (n);\nINSERT INTO a VALUES (8);\n";
    let project = project(database).file("migrations/versions/r2.sql", script);
    project.run(["upgrade", "r1", "-q"]).status(0);
    let other = session(database, "INSERT INTO a VALUES (1)");
    let mut command = project.command(["upgrade"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for(database, "SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('ix')", "1");
    wait_for(
        database,
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock' AND datname = current_database()",
        "1",
    );
    std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    if signal == "-INT" {
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{stderr}");
        assert!(stderr.contains("1 statement of revision r2 is done and not rolled back"), "{stderr}");
        assert_eq!(database.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix')").trim(), "f");
    }
    end(database, other);
    project
}

fn finished(project: &Project, database: &postgres::Database) {
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass").trim(), "t");
    assert_eq!(database.psql("SELECT string_agg(n::text, ',' ORDER BY n) FROM a WHERE n > 1").trim(), "7,8");
    assert_eq!(database.psql("SELECT count(*) FROM migrate_version WHERE pending IS NOT NULL").trim(), "0");
}

#[test]
fn a_run_that_was_stopped_goes_on_at_its_index() {
    let Some(database) = postgres::Database::new() else { return };
    finished(&killed_while_it_builds(&database, "-INT"), &database);
}

#[test]
fn a_run_that_was_killed_goes_on_at_its_index() {
    let Some(database) = postgres::Database::new() else { return };
    finished(&killed_while_it_builds(&database, "-KILL"), &database);
}

#[test]
fn ctrl_c_cancels_the_statement_on_the_server() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "SELECT pg_sleep(500);", "");
    let mut command = project.command(["upgrade", "--format", "json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&database, SLEEPING, "1");
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["error"]["code"], "stopped");
    wait_for(&database, SLEEPING, "0");
    assert_eq!(database.psql("SELECT string_agg(revision, ',') FROM migrate_version").trim(), "r1");
}

#[test]
fn another_run_is_not_waited_for_longer_than_it_is_said() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "SELECT pg_sleep(500);", "");
    let mut command = project.command(["upgrade"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&database, SLEEPING, "1");
    let text = project.read("migrate.toml").replace("[schema]", "lock_wait = \"200ms\"\n[schema]");
    project.write("migrate.toml", &text);
    let run = project.run(["upgrade"]).status(2);
    assert!(run.stderr.contains("waiting for another run of migrate"), "{}", run.stderr);
    assert!(run.stderr.contains("another run of migrate has been changing this database"), "{}", run.stderr);
    // To look is always possible.
    project.run(["current"]).status(0);
    child.kill().unwrap();
    child.wait().unwrap();
    database.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

#[test]
fn copy_from_stdin_is_refused_and_vacuum_has_its_place() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "COPY a FROM stdin;\n1\n\\.", "");
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "refused-statement", "{document:#}");
    project.write(
        "migrations/versions/r2_x.sql",
        "-- revision: r2\n-- down_revision: r1\n-- message: r2\n\n-- migrate:upgrade transaction=off\nVACUUM a;\n\
         DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; INSERT INTO a VALUES (2); END $$;\n",
    );
    project.run(["upgrade"]).status(0);
    assert_eq!(database.psql("SELECT count(*) FROM a").trim(), "2");
}

#[test]
fn a_statement_may_not_run_longer_than_it_is_said() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "SELECT pg_sleep(500);", "");
    let text = project.read("migrate.toml").replace("[schema]", "statement_timeout = \"100ms\"\n[schema]");
    let project = project.file("migrate.toml", &text);
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "statement-cancelled", "{document:#}");
}

#[test]
fn no_password_is_shown() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("PASSWORD 'hunter2'");
    let project = Project::new(&database.url_as(&format!("{role}:hunter2")));
    project.run(["current", "-v"]).status(0).hides("hunter2");
    let project = Project::new(&database.url_as(&format!("{role}:wrong%20word")));
    for format in ["text", "json"] {
        project.run(["current", "-v", "--format", format]).status(2).hides("wrong");
    }
}

#[test]
fn a_command_that_is_stopped_leaves_no_shadow() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url()).schema_sql("SELECT pg_sleep(700);");
    let mut command = project.command(["check"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let shadow = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(700)' AND state = 'active' \
        AND datname LIKE 'migrate\\_shadow\\_%'";
    wait_for(&database, shadow, "1");
    let name = database.psql("SELECT datname FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(700)'");
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143), "{}", String::from_utf8_lossy(&output.stderr));
    let there = format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", name.trim());
    assert_eq!(database.psql(&there).trim(), "0");
}

#[test]
fn a_role_that_may_not_make_the_version_table_is_told_so() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("");
    let project = Project::new(&database.url_as(&role)).revision("r1", "", "SELECT 1;", "");
    project.run(["current"]).status(0);
    project.run(["upgrade"]).status(2).stdout("").stderr(str![[r#"
error: the version table public.migrate_version can't be made: permission denied for schema public
note: code: 42501
help: let a role that may make tables there run `migrate ensure-version`, or name a schema of this role's with `version_schema` in [migrations]

"#]]);
    database.psql(&format!("CREATE SCHEMA own AUTHORIZATION {role}"));
    let text = project.read("migrate.toml").replace("[migrations]", "[migrations]\nversion_schema = \"own\"");
    project.write("migrate.toml", &text);
    project.run(["upgrade"]).status(0);
}

#[test]
fn a_search_path_that_leads_nowhere_is_said() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database);
    database.psql(&format!("ALTER DATABASE {} SET search_path = nowhere", database.name()));
    let document = project.run(["upgrade", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "no-schema", "{document:#}");
}

/// A trial's database looks for names where the live one does: in a namespace that is the default one there, then in `public`.
#[test]
fn a_database_whose_search_path_begins_elsewhere() {
    let Some(database) = postgres::Database::new() else { return };
    let name = database.name();
    database.psql(&format!("CREATE SCHEMA app; ALTER DATABASE {name} SET search_path = app, public"));
    let before = "CREATE TABLE public.shared (id integer PRIMARY KEY); \
         CREATE FUNCTION public.calc(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x + 1';\n\
         CREATE TABLE item (id integer PRIMARY KEY DEFAULT calc(1), shared integer REFERENCES shared);\n";
    database.psql(before);
    let project = Project::new(&database.url());
    let text = project.read("migrate.toml").replace("schema.toml", "schema.sql");
    project.write("migrate.toml", &text);
    let after = "CREATE VIEW seen AS SELECT i.id, calc(s.id) AS next FROM item i JOIN shared s ON s.id = i.shared;\n\
         CREATE INDEX item_next ON item (calc(id));\nCREATE VIEW public.open AS SELECT id FROM item;\n";
    project.write("schema.sql", &format!("{before}{after}"));
    project.run(["revision", "--autogenerate", "-m", "see"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    let found = "SELECT string_agg(table_schema || '.' || table_name, ' ' ORDER BY 1) FROM information_schema.views \
         WHERE table_schema IN ('app', 'public')";
    assert_eq!(database.psql(found).trim(), "app.seen public.open");
    let sql = project.run(["inspect", "--as", "sql"]).status(0).raw_stdout;
    assert!(sql.contains("CREATE VIEW seen") && sql.contains("CREATE VIEW public.open"), "{sql}");
    project.run(["downgrade", "-1"]).status(0);
    assert_eq!(database.psql(found).trim(), "");
}

#[test]
fn a_killed_run_does_not_keep_its_lock_until_its_statement_ends() {
    let Some(database) = postgres::Database::new() else { return };
    let project = project(&database).revision("r2", "r1", "SELECT pg_sleep(500);", "");
    let mut command = project.command(["upgrade"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&database, SLEEPING, "1");
    child.kill().unwrap();
    child.wait().unwrap();
    // Older servers do not look, while a statement runs, whether its client is still there.
    if database.psql("SHOW server_version_num").trim().parse::<u32>().unwrap() >= 140_000 && cfg!(target_os = "linux") {
        wait_for(&database, SLEEPING, "0");
        project.run(["upgrade", "r1"]).status(0);
    }
}

#[test]
fn a_schema_as_sql_names_no_roles() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO PUBLIC");
    let sql = project(&database).run(["inspect", "--as", "sql"]).status(0).stderr("").raw_stdout;
    assert!(sql.contains("CREATE VIEW v") && !sql.contains("GRANT"), "{sql}");
}
