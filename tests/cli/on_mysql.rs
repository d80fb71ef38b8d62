//! What only a server of MySQL's or MariaDB's can show: locks, deadlocks, a server that ends, is full or takes no more.

use std::io::{BufRead, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::time::{Duration, Instant};

use crate::support::Project;
use crate::support::mysql::{Database, Server};

/// A session that has run `sql` and keeps what it locks until its input ends.
fn session(database: &Database, sql: &str) -> (Child, ChildStdin) {
    let mut command = database.command();
    command.args(["--batch", "--unbuffered", "--force"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a client");
    let mut input = child.stdin.take().expect("its input");
    writeln!(input, "{sql}; SELECT 'ready';").expect("a statement");
    let output = child.stdout.as_mut().expect("its output");
    let said = std::io::BufReader::new(output).lines().map_while(Result::ok).find(|line| line == "ready");
    assert!(said.is_some(), "{sql}");
    (child, input)
}

fn wait_for(database: &Database, sql: &str, expected: &str) {
    let began = Instant::now();
    while database.mysql(sql).trim() != expected {
        assert!(began.elapsed() < Duration::from_mins(1), "{sql} does not become {expected}");
        // InnoDB's tables of transactions stand still for whoever reads them more often than every tenth of a second.
        std::thread::sleep(Duration::from_millis(150));
    }
}

/// How many sessions wait in the statement that sleeps.
const SLEEPING: &str = "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'DO SLEEP(77)%' \
    AND db = DATABASE()";

#[test]
fn a_table_that_others_use_is_waited_for() {
    for (server, database) in Database::on_each() {
        database.mysql("CREATE TABLE t (a integer PRIMARY KEY); INSERT INTO t VALUES (1)");
        let project = Project::new(&database.url())
            .revision("r1", "", "ALTER TABLE t ADD COLUMN b integer;\nINSERT INTO t VALUES (2, 2);", "")
            .config("[env.hasty.database]\nlock_timeout = \"1s\"\nlock_retries = 1\n[env.patient.database]\nlock_timeout = \"1s\"\n");
        let (mut holder, input) = session(&database, "BEGIN; SELECT * FROM t");
        let run = project.run(["upgrade", "--env", "hasty"]).status(2);
        assert!(run.stderr.contains("Lock wait timeout"), "{server:?}: {}", run.stderr);
        assert_eq!(database.mysql("SELECT * FROM t").trim(), "1", "{server:?}");
        let mut run = project.command(["upgrade", "--env", "patient"]);
        let run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        std::thread::sleep(Duration::from_millis(1500));
        drop(input);
        holder.wait().expect("its end");
        let output = run.wait_with_output().expect("its end");
        assert!(output.status.success(), "{server:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(database.mysql("SELECT count(*), sum(b) FROM t").trim(), "2\t2", "{server:?}");
    }
}

/// Whoever comes while a reader stays in its transaction is not made to wait: no try has a place in the queue.
#[test]
fn nobody_queues_behind_a_try_on_mariadb() {
    for (server, database) in Database::on_each().filter(|(server, _)| *server != Server::MySql) {
        database.mysql("CREATE TABLE t (a integer PRIMARY KEY) ENGINE = InnoDB; INSERT INTO t VALUES (1)");
        let project = Project::new(&database.url()).revision("r1", "", "ALTER TABLE t ADD COLUMN b integer;", "");
        let (mut holder, input) = session(&database, "BEGIN; SELECT * FROM t");
        let mut run = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a run");
        let lines = std::io::BufReader::new(run.stderr.take().expect("what it says")).lines();
        // Three tries: a queue would be seen between two of them.
        let mut tries = lines.map_while(Result::ok).filter(|line| line.contains("tried again"));
        let waiting = "SELECT count(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata%' \
            AND db = DATABASE()";
        for _ in tries.by_ref().take(3) {
            assert_eq!(database.mysql(waiting).trim(), "0", "{server:?}");
        }
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(2) {
            assert_eq!(database.mysql(waiting).trim(), "0", "{server:?}");
        }
        drop(input);
        holder.wait().expect("its end");
        tries.for_each(drop);
        assert!(run.wait().expect("its end").success(), "{server:?}");
        assert_eq!(database.mysql("SELECT b FROM t").trim(), "NULL", "{server:?}");
    }
}

/// The victim of a deadlock loses its whole transaction: all of it is run again.
#[test]
fn the_victim_of_a_deadlock_is_run_again() {
    for (server, database) in Database::on_each() {
        let rows: Vec<String> = (1..=500).map(|id| format!("({id}, 0)")).collect();
        database.mysql(&format!(
            "CREATE TABLE x (id integer PRIMARY KEY, n integer) ENGINE = InnoDB; INSERT INTO x VALUES (1, 0), (2, 0); \
             CREATE TABLE much (id integer PRIMARY KEY, n integer) ENGINE = InnoDB; INSERT INTO much VALUES {}",
            rows.join(",")
        ));
        let project = Project::new(&database.url()).revision(
            "r1",
            "",
            "UPDATE x SET n = n + 1 WHERE id = 2;\nDO SLEEP(1);\nUPDATE x SET n = n + 10 WHERE id = 1;",
            "",
        );
        // Who has changed more is not the victim.
        let (mut other, mut input) =
            session(&database, "BEGIN; UPDATE much SET n = 1; UPDATE x SET n = n + 100 WHERE id = 1");
        let mut run = project.command(["upgrade"]);
        let run = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        let waits = "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
        wait_for(&database, waits, "1");
        writeln!(input, "UPDATE x SET n = n + 1000 WHERE id = 2; COMMIT;").expect("a statement");
        drop(input);
        other.wait().expect("its end");
        let output = run.wait_with_output().expect("its end");
        assert!(output.status.success(), "{server:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(database.mysql("SELECT id, n FROM x ORDER BY id").trim(), "1\t110\n2\t1001", "{server:?}");
        assert_eq!(database.mysql("SELECT count(*), count(pending) FROM migrate_version").trim(), "1\t0", "{server:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_statement_on_the_server() {
    for (server, database) in Database::on_each() {
        let project = Project::new(&database.url()).revision("r1", "", "CREATE TABLE a (n integer);", "").revision(
            "r2",
            "r1",
            "CREATE TABLE b (n integer);\nDO SLEEP(77);\nINSERT INTO b VALUES (1);",
            "",
        );
        let run = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a run");
        wait_for(&database, SLEEPING, "1");
        let kill = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status().expect("kill");
        assert!(kill.success());
        let output = run.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{server:?}: {said}");
        assert!(said.contains("applied in this run: r1"), "{server:?}: {said}");
        assert_eq!(database.mysql(SLEEPING).trim(), "0", "{server:?}");
        // Nothing but the sleep itself is run again.
        let shorter = project.read("migrations/versions/r2_x.sql").replace("SLEEP(77)", "SLEEP(0)");
        project.write("migrations/versions/r2_x.sql", &shorter);
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT count(*) FROM b").trim(), "1", "{server:?}");
    }
}

/// Statements that a crash may come upon, with what they leave.
const STATEMENTS: &str = "\
CREATE TABLE a (id integer PRIMARY KEY, n integer NOT NULL) ENGINE = InnoDB;
INSERT INTO a SELECT id, 1 FROM seed;
UPDATE a SET n = n * 3;
ALTER TABLE a ADD COLUMN c integer;
UPDATE a SET n = n + 10;
CREATE INDEX a_n ON a (n);
INSERT INTO a SELECT id + 100000, n * 2, 5 FROM a;
RENAME TABLE a TO b;
UPDATE b SET n = n - 1;
CREATE TABLE log (n integer) ENGINE = InnoDB;
INSERT INTO log SELECT sum(n) FROM b;";

#[test]
fn a_server_that_crashes_in_the_middle_of_a_revision() {
    let rounds = std::env::var("MIGRATE_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    for server in Server::ALL {
        // A commit is on the disk when it is told.
        let Some(database) = Database::on_its_own(server, &["--innodb-flush-log-at-trx-commit=1"]) else { continue };
        let seed: Vec<String> = (1..=3000).map(|id| format!("({id})")).collect();
        let prepared = |database: &Database| {
            let values = seed.join(",");
            database.mysql(&format!("CREATE TABLE seed (id integer PRIMARY KEY); INSERT INTO seed VALUES {values}"));
            Project::new(&database.url()).revision("r1", "", STATEMENTS, "")
        };
        let left = |database: &Database| {
            let rows = database.mysql("SELECT count(*), sum(n), sum(c), (SELECT group_concat(n) FROM log) FROM b");
            (rows, database.mysql("SELECT count(*), count(pending) FROM migrate_version"), database.dump())
        };
        let project = prepared(&database);
        let began = Instant::now();
        project.run(["upgrade"]).status(0);
        let whole = began.elapsed();
        let expected = left(&database);
        for round in 0..rounds {
            let database = database.beside();
            let project = prepared(&database);
            let after = whole.mul_f64(rand::Rng::random_range(&mut rand::rng(), 0.1..0.95));
            let run = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a run");
            std::thread::sleep(after);
            database.crash();
            let output = run.wait_with_output().expect("its end");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 2)), "{server:?}, round {round}: {said}");
            let again = project.run(["upgrade"]);
            assert_eq!(again.code, Some(0), "{server:?}, round {round}, after {after:?}: {said}\n{}", again.stderr);
            assert_eq!(left(&database), expected, "{server:?}, round {round}, after {after:?}: {said}");
        }
    }
}

/// There is no room for the rows of a statement: it is refused, and goes on when there is.
#[test]
fn a_server_that_is_full() {
    for server in [Server::MariaDb, Server::MySql] {
        let options = ["--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:40M"];
        let Some(database) = Database::on_its_own(server, &options) else { continue };
        let doubled = |times: usize| {
            format!(
                "CREATE TABLE a (id integer AUTO_INCREMENT PRIMARY KEY, t varchar(1000)) ENGINE = InnoDB;\n\
                 INSERT INTO a (t) VALUES (repeat('x', 1000));\n{}",
                "INSERT INTO a (t) SELECT t FROM a;\n".repeat(times)
            )
        };
        let project = Project::new(&database.url()).revision("r1", "", "CREATE TABLE b (n integer);", "").revision(
            "r2",
            "r1",
            &doubled(16),
            "",
        );
        let run = project.run(["upgrade"]).status(2);
        assert!(run.stderr.contains("The table 'a' is full"), "{server:?}: {}", run.stderr);
        assert!(run.stderr.contains("applied before it in this run: r1"), "{server:?}: {}", run.stderr);
        project.run(["current"]).status(0);
        // What does not fit is taken out of the script; what is done stays done, and the rows are there once.
        let script = project.read("migrations/versions/r2_x.sql").replace(&doubled(16), &doubled(3));
        project.write("migrations/versions/r2_x.sql", &script);
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT count(*) FROM a").trim(), "8", "{server:?}");
    }
}

#[test]
fn a_server_that_takes_no_more_connections() {
    for server in [Server::MariaDb, Server::MySql] {
        let Some(database) = Database::on_its_own(server, &["--max-connections=10"]) else { continue };
        let role = database.role("p");
        let login = format!("{role}:p");
        database.mysql(&format!("GRANT ALL ON {}.* TO {role}@localhost", database.name()));
        let project = Project::new(&database.url_as(&login)).revision("r1", "", "CREATE TABLE b (n integer);", "");
        let holders: Vec<_> = (0..10).map(|_| session(&database, "SELECT 1")).collect();
        let run = project.run(["upgrade"]).status(2);
        assert!(run.stderr.contains("Too many connections"), "{server:?}: {}", run.stderr);
        for (mut holder, input) in holders {
            drop(input);
            holder.wait().expect("its end");
        }
        project.run(["upgrade"]).status(0);
    }
}
