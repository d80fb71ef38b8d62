//! Statements that run long: what is said of them, and of who keeps them waiting.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::support::mysql::{self, Server};
use crate::support::{Project, postgres};

/// A client with an open session.
struct Session {
    client: Child,
    input: Option<ChildStdin>,
}

impl Session {
    /// Runs `sql`, which answers a row as its last, and keeps the session open.
    fn holding(mut command: Command, sql: &str) -> Self {
        let mut client = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = client.stdin.take().unwrap();
        input.write_all(sql.as_bytes()).unwrap();
        input.flush().unwrap();
        let mut answer = String::new();
        BufReader::new(client.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
        assert_eq!(answer.trim(), "held");
        Session { client, input: Some(input) }
    }

    /// Ends it in four seconds.
    fn ends_soon(mut self) -> std::thread::JoinHandle<()> {
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_secs(4));
            drop(self.input.take());
            self.client.wait().unwrap();
        })
    }
}

/// A project whose statements wait long for their locks.
fn patient(url: &str) -> Project {
    let project = Project::new(url);
    let text = project.read("migrate.toml").replace("[schema]", "lock_timeout = \"30s\"\n[schema]");
    project.file("migrate.toml", &text)
}

/// Behind a reader that is idle in its transaction, a change would stop everyone who comes later: it does not begin before that one has
/// ended, and who it is, is said.
#[test]
fn a_change_waits_without_stopping_others_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE orders (id integer, note text); INSERT INTO orders VALUES (1, 'x')");
    let project = Project::new(&database.url()).revision("r1", "", "ALTER TABLE orders ADD due date;", "");
    let sql = "SET application_name = 'report'; BEGIN; SELECT 'held' FROM orders WHERE note <> 'secret';\n";
    let held = Session::holding(database.psql_command(), sql).ends_soon();
    std::thread::sleep(std::time::Duration::from_millis(1200));
    let upgrade = std::thread::spawn(move || project.run(["upgrade"]).status(0).hides("secret"));
    std::thread::sleep(std::time::Duration::from_millis(500));
    // Nobody is in the queue: what asks for any lock gets it at once.
    database.psql("SET lock_timeout = 100; SELECT count(*) FROM orders; UPDATE orders SET note = 'y'; SELECT count(*) FROM orders");
    held.join().unwrap();
    let run = upgrade.join().unwrap();
    for said in [
        "r1 begins when it stops nobody (waited 0 s): an open transaction uses orders\n",
        "held by session ",
        " (report, user postgres, idle in transaction, transaction open for ",
    ] {
        assert!(run.raw_stderr.contains(said), "{said}\n{}", run.raw_stderr);
    }
    assert!(!run.raw_stderr.contains("tried again"), "{}", run.raw_stderr);
    assert_eq!(database.psql("SELECT count(due) FROM orders").trim(), "0");
}

#[test]
fn who_keeps_a_statement_waiting_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE orders (id integer, note text); INSERT INTO orders VALUES (1, 'x')");
    let project = patient(&database.url()).revision("r1", "", "ALTER TABLE orders ADD due date;", "");
    let sql = "SET application_name = 'nightly job'; BEGIN; UPDATE orders SET note = 'secret 4242' WHERE id = 4242; \
        SELECT 'held';\nUPDATE orders SET note = 'secret 4242' WHERE id = 4243;\n";
    let held = Session::holding(database.psql_command(), sql).ends_soon();
    let run = project.run(["upgrade", "--format", "json"]).status(0).hides("secret").hides("4243");
    held.join().unwrap();
    assert_eq!(run.json()["current"], serde_json::json!(["r1"]));
    for said in [
        "1/1 ALTER TABLE orders ADD due date has been running for 2 s: waiting for a lock on orders\n",
        "held by session ",
        " (nightly job, user postgres, idle in transaction, transaction open for ",
        ", last statement: UPDATE orders SET note = ? WHERE id = ?;\n",
    ] {
        assert!(run.raw_stderr.contains(said), "{said}\n{}", run.raw_stderr);
    }
    assert_eq!(run.raw_stderr.matches("held by").count(), 1, "{}", run.raw_stderr);
    // A look on a second connection is over with the statement.
    let others = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'migrate%' \
        AND datname = current_database()";
    assert_eq!(database.psql(others).trim(), "0");
}

/// For a role that gets one connection only, there is no second one: the statement runs all the same, and `-q` is silent.
#[test]
fn without_a_second_connection_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("CONNECTION LIMIT 1");
    database.psql(&format!("GRANT CREATE ON SCHEMA public TO {role}"));
    let project =
        Project::new(&database.url_as(&role)).revision("r1", "", "SELECT pg_sleep(2.5);", "SELECT pg_sleep(2.5);");
    let run = project.run(["upgrade"]).status(0);
    assert_eq!(run.raw_stderr, "    1/1 SELECT pg_sleep(?) has been running for 2 s\n");
    let run = project.run(["downgrade", "base", "-q"]).status(0);
    assert_eq!((run.raw_stdout.as_str(), run.raw_stderr.as_str()), ("", ""));
}

/// An index whose expression takes its time tells how far its build is.
#[test]
fn how_far_an_index_is_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql(
        "CREATE TABLE t (id integer, filler text) WITH (fillfactor = 10); \
         INSERT INTO t SELECT n, repeat('x', 100) FROM generate_series(1, 800) AS n; ANALYZE t; \
         CREATE FUNCTION slow(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE \
         AS $$ BEGIN PERFORM pg_sleep(0.005); RETURN n; END $$",
    );
    let project = Project::new(&database.url()).revision("r1", "", "CREATE INDEX i ON t (slow(id));", "");
    let run = project.run(["upgrade"]).status(0);
    let said = "    1/1 CREATE INDEX i ON t (slow(id)) has been running for 2 s: building index: scanning table, ";
    let percent = run.raw_stderr.strip_prefix(said).and_then(|rest| rest.split_once(" %\n"));
    let percent: u32 =
        percent.and_then(|(percent, _)| percent.parse().ok()).unwrap_or_else(|| panic!("{}", run.raw_stderr));
    assert!((1..100).contains(&percent), "{percent}");
}

/// Outside of a transaction, a statement waits for those that are older.
#[test]
fn an_index_that_waits_for_a_transaction_on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    database.psql("CREATE TABLE t (id integer); INSERT INTO t SELECT generate_series(1, 1000)");
    let project = Project::new(&database.url());
    project.write(
        "migrations/versions/r1_x.sql",
        "-- revision: r1\n-- down_revision:\n-- message: r1\n\n-- migrate:upgrade transaction=off\n\
         CREATE INDEX CONCURRENTLY i ON t (id);\n\n-- migrate:downgrade\nDROP INDEX i;\n",
    );
    let text = project.read("migrate.toml").replace("[schema]", "lock_timeout = \"30s\"\n[schema]");
    project.write("migrate.toml", &text);
    let sql = "BEGIN; INSERT INTO t VALUES (1); SELECT 'held';\n";
    let held = Session::holding(database.psql_command(), sql).ends_soon();
    let run = project.run(["upgrade"]).status(0);
    held.join().unwrap();
    let said = "1/1 CREATE INDEX CONCURRENTLY i ON t (id) has been running for 2 s: waiting for a lock";
    assert!(run.raw_stderr.contains(said), "{}", run.raw_stderr);
    assert!(run.raw_stderr.contains("last statement: SELECT ?;\n"), "{}", run.raw_stderr);
}

/// A table that is copied tells how far that is.
#[test]
fn how_far_a_copy_is_on_mariadb() {
    let Some(database) = mysql::Database::new() else { return };
    database.mysql(
        "CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t \
         WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) SELECT n FROM c",
    );
    let sql = "ALTER TABLE t ADD sum char(128) AS (sha2(repeat(id, 1000000), 512)) STORED;";
    let project = Project::new(&database.url()).revision("r1", "", sql, "");
    let run = project.run(["upgrade"]).status(0);
    let said = "    1/1 ALTER TABLE t ADD sum char(?) AS (sha2(repeat(id, ?), ?)) ST… has been running for 2 s: copy to tmp table, ";
    assert!(run.raw_stderr.starts_with(said), "{}", run.raw_stderr);
}

fn who_keeps_a_statement_waiting_on(server: Server) {
    let Some(database) = mysql::Database::on(server) else { return };
    database.mysql("CREATE TABLE orders (id integer, note text); INSERT INTO orders VALUES (1, 'x')");
    let project = patient(&database.url()).revision("r1", "", "ALTER TABLE orders ADD due date;", "");
    let sql = "BEGIN; UPDATE orders SET note = 'secret' WHERE id = 4242; SELECT 'held';\n";
    let mut client = database.command();
    client.arg("--unbuffered");
    let held = Session::holding(client, sql).ends_soon();
    let run = project.run(["upgrade"]).status(0).hides("secret").hides("4242");
    held.join().unwrap();
    let said = "1/1 ALTER TABLE orders ADD due date has been running for 2 s: waiting for a table metadata lock";
    assert!(run.raw_stderr.contains(said), "{}", run.raw_stderr);
    let held = if server == Server::MySql { "      held by session " } else { "      may be held by session " };
    assert!(run.raw_stderr.contains(held), "{}", run.raw_stderr);
    assert!(run.raw_stderr.contains(" (user root, from localhost, idle, transaction open for "), "{}", run.raw_stderr);
}

#[test]
fn who_keeps_a_statement_waiting_on_mariadb() {
    who_keeps_a_statement_waiting_on(Server::MariaDb);
}

#[test]
fn who_keeps_a_statement_waiting_on_mysql() {
    who_keeps_a_statement_waiting_on(Server::MySql);
}

#[test]
fn how_long_a_statement_runs_on_sqlite() {
    let sql = "CREATE TABLE t AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) \
        SELECT x FROM c WHERE x < 0 LIMIT 1;";
    let project = Project::sqlite().revision("r1", "", sql, "");
    // It has no end: it is stopped once it has been told of.
    let mut child = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        line,
        "    1/1 CREATE TABLE t AS WITH RECURSIVE c (x) AS (SELECT ? UNION AL… has been running for 2 s\n"
    );
}
