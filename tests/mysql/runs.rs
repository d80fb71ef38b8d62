//! Runs: the version table, what a script sets, locks, Ctrl-C, a killed run whose statement goes on, offline scripts.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::mysql::{Database, Server};
use crate::support::{Project, client};

fn project(database: &Database) -> Project {
    Project::new(&database.url()).revision("r1", "", "CREATE TABLE a (n integer) ENGINE = InnoDB;", "DROP TABLE a;")
}

/// Waits until a query answers this.
fn wait_for(database: &Database, sql: &str, expected: &str) {
    let began = Instant::now();
    while database.mysql(sql).trim() != expected {
        assert!(began.elapsed() < Duration::from_secs(30), "{sql} does not become {expected}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How many statements with this text are running.
fn running(text: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '{text}%' AND db = DATABASE() \
         AND id <> CONNECTION_ID()"
    )
}

#[test]
fn up_and_down_and_what_is_recorded() {
    for (server, database) in Database::on_each() {
        // Whatever the database's defaults are.
        database.mysql(&format!("ALTER DATABASE {} CHARACTER SET latin1", database.name()));
        let project = project(&database).revision(
            "r2",
            "r1",
            "ALTER TABLE a ADD COLUMN b varchar(20);\nINSERT INTO a VALUES (1, 'ä \\'\\\\ 😀');",
            "DELETE FROM a;\nALTER TABLE a DROP COLUMN b;",
        );
        project.write(
            "migrations/versions/r3.sql",
            "-- revision: r3\n-- down_revision: r2\n-- message: größer 😀 'x'\\\n\n-- migrate:upgrade\n\
             CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;\nCREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW \
             BEGIN SET NEW.n = 1; SET NEW.n = NEW.n + 1; END;\nINSERT INTO a VALUES (9, 'x');\n\n-- migrate:downgrade\n\
             DROP TRIGGER tr;\nDROP PROCEDURE p;\n",
        );
        // 😀 has no place in latin1.
        project.run(["upgrade", "r2"]).status(2);
        database.mysql("ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4");
        let text = project.read("migrations/versions/r2_x.sql");
        project.write("migrations/versions/r2_x.sql", &text);
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT n FROM a ORDER BY n"), "1\n2\n", "{server:?}");
        let told =
            database.mysql("SELECT revision, message, statements_done, pending FROM migrate_version ORDER BY revision");
        assert!(told.contains("größer 😀 'x'"), "{told}");
        let current = project.run(["current", "--format", "json"]).status(0).json();
        assert_eq!(current["revisions"][0]["message"], "größer 😀 'x'\\", "{current:#}");
        let applied = database
            .mysql("SELECT ABS(TIMESTAMPDIFF(SECOND, MIN(applied_at), UTC_TIMESTAMP())) < 600 FROM migrate_version");
        assert_eq!(applied, "1\n");
        project.run(["verify"]).status(0);
        project.run(["downgrade", "base"]).status(0);
        assert_eq!(database.mysql("SELECT COUNT(*) FROM migrate_version"), "0\n");
        assert_eq!(database.mysql("SHOW TABLES"), "migrate_version\n");
    }
}

#[test]
fn what_a_script_sets_is_put_back() {
    for (server, database) in Database::on_each() {
        database.mysql("CREATE TABLE seen (at varchar(9), what varchar(200)) CHARACTER SET utf8mb4");
        let see = |at: &str| {
            format!(
                "INSERT INTO {}.seen SELECT '{at}', CONCAT_WS('|', @@sql_mode, @@foreign_key_checks + 0, @@time_zone, \
                 @@collation_connection, @@autocommit + 0, DATABASE());",
                database.name()
            )
        };
        let script = format!(
            "SET NAMES latin1;\nSET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES', foreign_key_checks = 0;\n\
             SET time_zone = '+03:00';\n{}\nCREATE TABLE b (n integer);\nUSE mysql;\n{}\nSET autocommit = 0;\n\
             ALTER TABLE {}.b ADD m integer;\nLOCK TABLES {}.b WRITE;",
            see("within"),
            see("elsewhere"),
            database.name(),
            database.name()
        );
        let project = project(&database)
            .revision("r2", "r1", &see("before"), "")
            .revision("r3", "r2", &script, "")
            .revision("r4", "r3", &see("after"), "");
        project.run(["upgrade"]).status(0);
        let seen = |at: &str| database.mysql(&format!("SELECT what FROM seen WHERE at = '{at}'"));
        assert_eq!(seen("before"), seen("after"), "{server:?}");
        assert!(seen("within").starts_with("NO_BACKSLASH_ESCAPES|0|+03:00|latin1_"), "{server:?} {}", seen("within"));
        assert!(seen("elsewhere").starts_with("NO_BACKSLASH_ESCAPES|0|+03:00|latin1_"), "{server:?}");
        assert_eq!(seen("elsewhere").trim().rsplit('|').next(), Some("mysql"), "{server:?}");
        assert_eq!(database.mysql("SELECT COUNT(*) FROM migrate_version WHERE pending IS NULL"), "4\n");
    }
}

#[test]
fn a_statement_that_fails_says_where_and_what_is_done() {
    for (_, database) in Database::on_each() {
        let project =
            project(&database).revision("r2", "r1", "INSERT INTO a VALUES (1);\nALTER TABLE a\n  ADDD b int;", "");
        let run = project.run(["upgrade"]).status(2);
        assert!(run.stderr.contains("1064 (42000)"), "{}", run.stderr);
        assert!(run.stderr.contains("statement 1 of revision r2 is done and not rolled back"), "{}", run.stderr);
        let text = project.read("migrations/versions/r2_x.sql").replace("ADDD", "ADD");
        project.write("migrations/versions/r2_x.sql", &text);
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT * FROM a"), "1\tNULL\n");
    }
}

#[test]
fn ctrl_c_cancels_the_statement_on_the_server() {
    for (_, database) in Database::on_each() {
        let project = project(&database).revision("r2", "r1", "INSERT INTO a SELECT SLEEP(500);", "");
        let mut command = project.command(["upgrade", "--format", "json"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        wait_for(&database, &running("INSERT INTO a SELECT SLEEP"), "1");
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["error"]["code"], "stopped");
        assert_eq!(database.mysql(&running("INSERT INTO a SELECT SLEEP")), "0\n");
        assert_eq!(database.mysql("SELECT revision FROM migrate_version"), "r1\n");
        assert_eq!(database.mysql("SELECT COUNT(*) FROM a"), "0\n");
    }
}

/// The next run cannot begin before the server is through with the statement of the one that was killed: until then it
/// holds the lock.
#[test]
fn a_killed_runs_statement_is_waited_for_and_taken_as_done() {
    for (server, database) in Database::on_each() {
        database.mysql("CREATE TABLE one (n integer); INSERT INTO one VALUES (1), (2), (3)");
        let project = project(&database).revision(
            "r2",
            "r1",
            "INSERT INTO a VALUES (1);\nCREATE TABLE b AS SELECT n, SLEEP(0.7) AS s FROM one;\nINSERT INTO a VALUES (2);",
            "",
        );
        let mut child = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_for(&database, &running("CREATE TABLE b"), "1");
        child.kill().unwrap();
        child.wait().unwrap();
        let current = project.run(["current"]).status(0);
        assert!(current.stdout.contains("r2"), "{server:?}: half done: {}", current.stdout);
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT n FROM a ORDER BY n"), "1\n2\n", "{server:?}");
        assert_eq!(database.mysql("SELECT COUNT(*) FROM b"), "3\n", "{server:?}");
        assert_eq!(database.mysql(&running("CREATE TABLE b")), "0\n", "{server:?}");
        assert_eq!(database.mysql("SELECT COUNT(*) FROM migrate_version WHERE pending IS NULL"), "2\n");
    }
}

#[test]
fn another_run_is_waited_for() {
    for (_, database) in Database::on_each() {
        let project = project(&database).revision("r2", "r1", "INSERT INTO a SELECT SLEEP(2);", "");
        let mut child = project.command(["upgrade"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_for(&database, &running("INSERT INTO a SELECT SLEEP"), "1");
        let run = project.run(["upgrade"]).status(0);
        assert!(
            run.stderr.contains("waiting for another run of migrate on this database to end (connection "),
            "{}",
            run.stderr
        );
        assert!(child.wait().unwrap().success());
        assert_eq!(database.mysql("SELECT COUNT(*) FROM a"), "1\n");
    }
}

/// The script of a run that is not made goes through the database's own client.
#[test]
fn an_offline_script_does_what_a_run_does() {
    for (server, database) in Database::on_each() {
        let upgrade = "CREATE TABLE t (id integer PRIMARY KEY, s varchar(20) CHARACTER SET utf8mb4);\n\
            CREATE PROCEDURE p(n integer) BEGIN DECLARE i integer DEFAULT 0; WHILE i < n DO INSERT INTO t VALUES (i, 'ä;'); \
            SET i = i + 1; END WHILE; END;\nCALL p(3);\nSET foreign_key_checks = 0;\nUPDATE t SET s = 'a\\'b';";
        let project = project(&database).revision("r2", "r1", upgrade, "DROP PROCEDURE p;\nDROP TABLE t;");
        let script = project.run(["upgrade", "--sql"]).status(0).raw_stdout;
        database.mysql(&script);
        assert_eq!(database.mysql("SELECT s FROM t"), "a'b\n".repeat(3), "{server:?}:\n{script}");
        project.run(["upgrade"]).status(0);
        assert_eq!(database.mysql("SELECT revision FROM migrate_version ORDER BY 1"), "r1\nr2\n");
        let script = project.run(["downgrade", "base", "--sql"]).status(0).raw_stdout;
        client::run(database.command(), &script, "mariadb-client");
        assert_eq!(database.mysql("SHOW TABLES"), "migrate_version\n", "{server:?}");
    }
}

#[test]
fn no_password_is_shown() {
    let Some(database) = Database::on(Server::MariaDb) else { return };
    let role = database.role("hunter2");
    let project = Project::new(&database.url_as(&format!("{role}:hunter2")));
    project.run(["current", "-v"]).status(0).hides("hunter2");
    let project = Project::new(&database.url_as(&format!("{role}:wrong%20word")));
    for format in ["text", "json"] {
        project.run(["current", "-v", "--format", format]).status(2).hides("wrong");
    }
}
