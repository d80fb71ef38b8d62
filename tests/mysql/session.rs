//! A session: errors, transactions, locks, settings.

use std::time::Duration;

use migrate::dialect::ConnectSettings;
use migrate::dialect::session::ServerErrorKind;

use super::{open, open_with, run, value};
use crate::support::mysql::{Database, Server};

#[test]
fn a_refusal_keeps_all_that_the_server_said() {
    for (server, database) in Database::on_each() {
        run(async {
            let mut session = open(&database.url()).await;
            let sql = "\nSELECT 'é',\n  1 FRON x";
            let error = session.execute(sql).await.unwrap_err();
            assert_eq!((error.kind, error.code.as_deref()), (ServerErrorKind::Statement, Some("1064 (42000)")));
            // MariaDB names the word behind.
            let word = error.position.map(|at| sql.chars().skip(at - 1).collect::<String>());
            assert!(matches!(word.as_deref(), Some("FRON x" | "x")), "{server:?} {error} {word:?}");
            session.execute("CREATE TABLE t (a integer PRIMARY KEY, b blob, c bit(9))").await.unwrap();
            assert_eq!(session.execute("INSERT INTO t VALUES (1, x'00ff', 5), (2, 'x', 0)").await.unwrap(), 2);
            let error = session.execute("INSERT INTO t VALUES (1, '', 0)").await.unwrap_err();
            assert_eq!(error.code.as_deref(), Some("1062 (23000)"));
            let rows = session.rows("SELECT b, NULL, 1.50, 'ä', DATE'2020-01-02' FROM t ORDER BY a").await.unwrap();
            let row: Vec<Option<&str>> = rows[0].iter().map(Option::as_deref).collect();
            assert_eq!(row, [Some("X'00FF'"), None, Some("1.50"), Some("ä"), Some("2020-01-02")]);
            session.rows("SELECT c, b FROM t").await.unwrap();
            let error = session.execute("SELECT '\0'").await.unwrap_err();
            assert!(error.message.contains("NUL byte"), "{error}");
            session.close().await;
        });
    }
}

#[test]
fn classes_of_refusals() {
    for (_, database) in Database::on_each() {
        let role = database.role("p");
        database.mysql("CREATE TABLE t (a integer PRIMARY KEY) ENGINE = InnoDB; INSERT INTO t VALUES (1); CREATE TABLE u (a integer); INSERT INTO u VALUES (1), (2)");
        run(async {
            let mut holder = open(&database.url()).await;
            holder.begin().await.unwrap();
            holder.execute("UPDATE t SET a = 2").await.unwrap();
            let settings = ConnectSettings {
                lock_timeout: Some(Duration::from_millis(30)),
                statement_timeout: Some(Duration::from_millis(1500)),
                ..ConnectSettings::default()
            };
            let mut session = open_with(&database.url_as(&format!("{role}:p")), &settings).await;
            assert_eq!(session.execute("UPDATE t SET a = 3").await.unwrap_err().kind, ServerErrorKind::Lock);
            assert_eq!(session.execute("ALTER TABLE t ADD b int").await.unwrap_err().kind, ServerErrorKind::Lock);
            holder.rollback().await.unwrap();
            holder.rollback().await.unwrap();
            // Whether the server has a limit for such a statement or not.
            for sql in ["DO SLEEP(60)", "SELECT SLEEP(60) FROM t", "INSERT INTO u SELECT 5 + SLEEP(60) FROM u"] {
                match session.execute(sql).await {
                    Err(error) => assert_eq!(error.kind, ServerErrorKind::Cancelled, "{sql}: {error}"),
                    // A sleep that is ended by the limit is no fault: it answers 1.
                    Ok(_) => assert!(!sql.starts_with("INSERT"), "{sql}"),
                }
            }
            assert_eq!(session.execute("SELECT * FROM mysql.user").await.unwrap_err().kind, ServerErrorKind::Privilege);
            let id = value(&mut *session, "SELECT CONNECTION_ID()").await;
            holder.execute(&format!("KILL {id}")).await.unwrap();
            assert_eq!(session.execute("SELECT 1").await.unwrap_err().kind, ServerErrorKind::Connection);
        });
    }
}

#[test]
fn what_a_routine_keeps_is_what_the_users_own_client_would_store() {
    for (server, database) in Database::on_each() {
        database.mysql("CREATE PROCEDURE by_client() SELECT 'ä'");
        run(async {
            let mut session = open(&database.url()).await;
            session.execute("CREATE PROCEDURE by_us() SELECT 'ä'").await.unwrap();
            let mut kept = Vec::new();
            for name in ["by_client", "by_us"] {
                let row = session.rows(&format!("SHOW CREATE PROCEDURE {name}")).await.unwrap().remove(0);
                kept.push((row[1].clone(), row[2].clone().map(|sql| sql.replace(name, "p")), row[3..].to_vec()));
            }
            assert_eq!(kept[0], kept[1], "{server:?}");
            for variable in ["time_zone", "sql_mode", "collation_connection", "character_set_results"] {
                let ours = value(&mut *session, &format!("SELECT @@{variable}")).await;
                assert_eq!(ours, database.mysql(&format!("SELECT @@{variable}")).trim(), "{server:?} {variable}");
            }
        });
    }
}

#[test]
fn settings_of_a_session() {
    for (server, database) in Database::on_each() {
        run(async {
            let settings = ConnectSettings {
                lock_timeout: Some(Duration::from_millis(1500)),
                statement_timeout: Some(Duration::from_millis(2500)),
                read_only: true,
                ..ConnectSettings::default()
            };
            let mut session = open_with(&database.url(), &settings).await;
            assert_eq!(value(&mut *session, "SELECT @@lock_wait_timeout").await, "2");
            assert_eq!(value(&mut *session, "SELECT @@innodb_lock_wait_timeout").await, "2");
            let limit = match server {
                Server::MySql => ("SELECT @@max_execution_time", "2500"),
                _ => ("SELECT @@max_statement_time", "2.500000"),
            };
            assert_eq!(value(&mut *session, limit.0).await, limit.1);
            let refused = session.execute("CREATE TABLE t (a int)").await.unwrap_err();
            assert_eq!(refused.code.as_deref(), Some("1792 (25006)"));
        });
    }
}

#[test]
fn one_run_at_a_time_has_the_lock_of_its_database() {
    for (_, database) in Database::on_each() {
        let Some(other) = Database::new() else { return };
        run(async {
            let (mut one, mut two) = (open(&database.url()).await, open(&database.url()).await);
            assert!(one.try_lock("migrate").await.unwrap());
            assert!(!two.try_lock("migrate").await.unwrap());
            assert!(open(&other.url()).await.try_lock("migrate").await.unwrap(), "it is the database's");
            one.unlock("migrate").await.unwrap();
            assert!(two.try_lock("migrate").await.unwrap());
            drop(two);
            let mut free = false;
            for _ in 0..200 {
                free = free || one.try_lock("migrate").await.unwrap();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert!(free, "it ends with its session");
        });
    }
}

#[test]
fn a_statement_is_stopped_from_outside() {
    for (_, database) in Database::on_each() {
        database.mysql("CREATE TABLE t (a integer); CREATE TABLE u AS SELECT 1 UNION SELECT 2");
        run(async {
            let mut session = open(&database.url()).await;
            let cancel = session.canceller();
            let stop = async {
                tokio::time::sleep(Duration::from_millis(200)).await;
                cancel().await;
            };
            let (result, ()) = tokio::join!(session.execute("INSERT INTO t SELECT SLEEP(60) FROM u"), stop);
            assert_eq!(result.unwrap_err().kind, ServerErrorKind::Cancelled);
            assert_eq!(value(&mut *session, "SELECT COUNT(*) FROM t").await, "0");
        });
    }
}

#[test]
fn warnings_are_passed_on() {
    for (_, database) in Database::on_each() {
        run(async {
            let mut session = open(&database.url()).await;
            session.execute("CREATE TABLE t (a tinyint)").await.unwrap();
            let mut notices = session.listen().expect("it says something");
            session.execute("DROP TABLE IF EXISTS no_such_table").await.unwrap();
            let notice = notices.try_recv().expect("a note");
            assert!(notice.message.starts_with("Unknown table '"), "{notice:?}");
            session.execute("SET sql_mode = ''").await.unwrap();
            session.execute("INSERT INTO t VALUES (1000)").await.unwrap();
            let notice = notices.try_recv().expect("a warning");
            assert!(notice.message.starts_with("Out of range value for column 'a' at row 1"), "{notice:?}");
            session.execute("INSERT INTO t VALUES (1)").await.unwrap();
            assert!(notices.try_recv().is_err());
        });
    }
}

/// Every setting that is put back is put back: to what it was, and, where no server is asked, to what a new session has.
#[test]
fn settings_are_put_back() {
    for (server, database) in Database::on_each() {
        let mut scripts = vec![
            "SET NAMES latin1 COLLATE latin1_bin",
            "SET SESSION sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0, unique_checks = 0, autocommit = 0",
            "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY",
            "SET time_zone = '+03:00', sql_safe_updates = 1, sql_log_bin = 0, lock_wait_timeout = 7",
            "SET timestamp = 5, group_concat_max_len = 77, default_storage_engine = MyISAM, max_error_count = 3",
            "SET SESSION completion_type = 'CHAIN', innodb_lock_wait_timeout = 3, div_precision_increment = 9",
            "USE mysql",
        ];
        if server != Server::MySql {
            scripts.push("SET max_statement_time = 2.5, check_constraint_checks = 0, alter_algorithm = 'INPLACE'");
        }
        let state = "SELECT DATABASE(), @@timestamp > 1000, @@autocommit; SHOW SESSION VARIABLES WHERE Variable_name \
             NOT IN ('timestamp', 'statement_id', 'pseudo_thread_id', 'last_insert_id', 'identity', 'rand_seed1', 'rand_seed2', \
             'gtid_binlog_pos', 'gtid_current_pos')";
        run(async {
            for script in scripts {
                let mut session = open(&database.url()).await;
                let dialect = session.dialect();
                let settings = dialect.session_settings();
                let changes = settings.changed_by(script);
                assert!(settings.is_setting(script), "{script}");
                let before = session.rows(state).await.unwrap();
                let saved = settings.save(&mut *session, &changes).await.unwrap();
                for restore in [saved, settings.defaults(&changes)] {
                    let asked = restore != settings.defaults(&changes);
                    session.execute(script).await.unwrap_or_else(|error| panic!("{script}: {error}"));
                    assert_ne!(session.rows(state).await.unwrap(), before, "{server:?} {script}");
                    for sql in restore.all() {
                        session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
                    }
                    let after = session.rows(state).await.unwrap();
                    // What the connection itself has set, and where it is, is known to the session alone.
                    let known = |sql: &str| {
                        !["lock_wait", "max_statement", "ISOLATION", "USE"].iter().any(|word| sql.contains(word))
                    };
                    if asked || known(script) {
                        let differ: Vec<_> = before.iter().zip(&after).filter(|(one, two)| one != two).collect();
                        assert!(differ.is_empty(), "{server:?} {script}: {differ:?}\n{restore:?}");
                    }
                }
            }
        });
    }
}
