//! Throw-away databases.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use migrate::config::DatabaseUrl;
use migrate::dialect::shadow::{Live, fresh_name};
use migrate::dialect::{ConnectSettings, Session, driver};
use migrate::engine::Engine;

use super::{open, run, value};
use crate::support::Project;
use crate::support::mysql::{Database, Server};

fn live(url: &str) -> Live {
    Live { url: DatabaseUrl::parse(url, Path::new("/")).expect("a URL"), settings: ConnectSettings::default() }
}

/// Something of every kind that a database holds.
async fn fill(session: &mut dyn Session, server: Server) {
    let mut statements = vec![
        "CREATE TABLE a (id integer PRIMARY KEY, b integer)",
        "CREATE TABLE b (id integer PRIMARY KEY, a integer, FOREIGN KEY (a) REFERENCES a (id))",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id)",
        "CREATE VIEW v AS SELECT id FROM a",
        "CREATE VIEW `w ``` AS SELECT id FROM v",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a",
    ];
    if server != Server::MySql {
        statements.push("CREATE SEQUENCE s");
        statements.push("CREATE TABLE c (n integer DEFAULT NEXTVAL(s)) WITH SYSTEM VERSIONING");
    }
    for sql in statements {
        session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

/// How many things the session's database holds.
const HELD: &str = "SELECT (SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()) + \
    (SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE()) + \
    (SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()) + \
    (SELECT COUNT(*) FROM information_schema.events WHERE event_schema = DATABASE())";

#[test]
fn a_database_like_the_live_one_that_leaves_nothing() {
    for (server, database) in Database::on_each() {
        database.mysql(&format!("ALTER DATABASE {} CHARACTER SET latin2 COLLATE latin2_croatian_ci", database.name()));
        let (shadows, live, name) = (driver(Engine::MySql).unwrap().shadows(), live(&database.url()), fresh_name());
        let exists = |name: &str| {
            let sql = format!("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '{name}'");
            database.mysql(&sql).trim() == "1"
        };
        // Older than any run is, and in use by nobody.
        database.mysql("CREATE DATABASE migrate_shadow_1700000000_0badcafe");
        run(async {
            let mut session = shadows.create(&live, &name).await.unwrap();
            assert!(!exists("migrate_shadow_1700000000_0badcafe"));
            assert_eq!(value(&mut *session, "SELECT DATABASE()").await, name);
            for _ in 0..2 {
                assert_eq!(value(&mut *session, "SELECT @@collation_database").await, "latin2_croatian_ci");
                fill(&mut *session, server).await;
                shadows.clear(&mut *session).await.unwrap();
                assert_eq!(value(&mut *session, HELD).await, "0", "{server:?}");
            }
            fill(&mut *session, server).await;
            // What is still running there ends.
            let mut busy = open(live.url.with_database(&name).expose()).await;
            let sleep = busy.execute("DELETE FROM a WHERE SLEEP(100)");
            let remove = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                shadows.remove(&live, &name).await.unwrap();
            };
            let _ = tokio::join!(sleep, remove);
            assert!(!exists(&name));
            shadows.remove(&live, &name).await.unwrap();
        });
    }
}

#[test]
fn a_given_database_is_cleared_piece_by_piece() {
    for (server, database) in Database::on_each() {
        let shadows = driver(Engine::MySql).unwrap().shadows();
        let role = database.role("p");
        run(async {
            // A role that may do all in this database and nothing else.
            let mut session = open(&database.url_as(&format!("{role}:p"))).await;
            fill(&mut *session, server).await;
            shadows.clear(&mut *session).await.unwrap();
            assert_eq!(value(&mut *session, HELD).await, "0", "{server:?}");
            assert_eq!(value(&mut *session, "SELECT @@foreign_key_checks + 0").await, "1");
            let Err(fault) = shadows.create(&live(&database.url_as(&format!("{role}:p"))), &fresh_name()).await else {
                panic!("it may not make databases");
            };
            assert_eq!(fault.code(), "privilege");
        });
        let may = format!("GRANT ALL ON `migrate\\_shadow\\_%`.* TO {role}@localhost");
        database.mysql(&may);
        let (live, name) = (live(&database.url_as(&format!("{role}:p"))), fresh_name());
        run(async {
            let session = shadows.create(&live, &name).await.unwrap();
            session.close().await;
            shadows.remove(&live, &name).await.unwrap();
        });
    }
}

#[test]
fn many_tables_are_cleared_at_once() {
    for (server, database) in Database::on_each() {
        let (shadows, live, name) = (driver(Engine::MySql).unwrap().shadows(), live(&database.url()), fresh_name());
        run(async {
            let mut session = shadows.create(&live, &name).await.unwrap();
            for number in 0..200 {
                session.execute(&format!("CREATE TABLE t{number} (id integer PRIMARY KEY)")).await.unwrap();
            }
            let began = Instant::now();
            shadows.clear(&mut *session).await.unwrap();
            println!("{server:?}: 200 tables cleared in {:?}", began.elapsed());
            assert_eq!(value(&mut *session, HELD).await, "0");
            session.close().await;
            shadows.remove(&live, &name).await.unwrap();
        });
    }
}

/// A role that may make no database is told what it needs, and uses the database that it is given.
#[test]
fn the_program_and_its_shadow() {
    for (server, database) in Database::on_each() {
        let Some(given) = Database::on(server) else { return };
        let role = database.role("p");
        database.mysql(&format!("GRANT ALL ON {}.* TO {role}@localhost", given.name()));
        let url = database.url_as(&format!("{role}:p"));
        let schema =
            "CREATE TABLE a (id int PRIMARY KEY, b varchar(20) DEFAULT ('x'));\nCREATE VIEW v AS SELECT b FROM a;\n";
        let project = Project::new(&url).schema_sql(schema);
        let refused = project.run(["revision", "-m", "start", "--autogenerate"]).status(2);
        assert!(refused.stderr.contains("Access denied for user"), "{}", refused.stderr);
        assert!(refused.stderr.contains("[shadow] url"), "{}", refused.stderr);
        let project = project.config(&format!("[shadow]\nurl = \"{}\"\n", url.replace(database.name(), given.name())));
        project.run(["revision", "-m", "start", "--autogenerate"]).status(0);
        project.run(["upgrade"]).status(0);
        project.run(["check"]).status(0);
        assert_eq!(given.mysql("SHOW TABLES"), "", "{server:?}");
        project.run(["downgrade", "base"]).status(0);
        assert_eq!(database.mysql("SHOW TABLES"), "migrate_version\n");
    }
}

#[test]
fn a_command_that_is_stopped_leaves_no_shadow() {
    for (server, database) in Database::on_each() {
        let sleep = "CREATE TABLE a AS SELECT SLEEP(700) AS s";
        let project = Project::new(&database.url()).schema_sql(&format!("{sleep};"));
        let mut command = project.command(["check"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let running = format!(
            "SELECT db FROM information_schema.processlist WHERE info = '{sleep}' AND db LIKE 'migrate\\_shadow%'"
        );
        let began = Instant::now();
        let name = loop {
            let name = database.mysql(&running).trim().to_owned();
            if !name.is_empty() {
                break name;
            }
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{server:?}: it does not begin: {}",
                database.mysql("SHOW FULL PROCESSLIST")
            );
            std::thread::sleep(Duration::from_millis(10));
        };
        std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(143), "{}", String::from_utf8_lossy(&output.stderr));
        let there = format!("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '{name}'");
        assert_eq!(database.mysql(&there), "0\n", "{server:?}");
    }
}
