//! A session: errors, transactions, locks, and that a reading leaves no trace.

use std::time::Duration;

use migrate::dialect::session::ServerErrorKind;
use migrate::dialect::{ConnectSettings, Session, connect};
use migrate::schema::{Managed, QName};

use super::{ids, open, run, scope};
use crate::support::postgres::Database;

/// The one value of the one row.
async fn value(session: &mut dyn Session, sql: &str) -> String {
    let rows = session.rows(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows[0][0].clone().unwrap_or_else(|| "NULL".to_owned())
}

#[test]
fn a_refusal_keeps_all_that_the_server_said() {
    let Some(database) = Database::new() else { return };
    run(async {
        let mut session = open(&database.url()).await;
        let error = session.execute("SELECT 'é', nn FROM (SELECT 1 AS n) x").await.unwrap_err();
        assert_eq!((error.kind, error.message.as_str()), (ServerErrorKind::Statement, "column \"nn\" does not exist"));
        assert_eq!((error.code.as_deref(), error.position), (Some("42703"), Some(13)));
        assert_eq!(error.hint.as_deref(), Some("Perhaps you meant to reference the column \"x.n\"."));
        session.execute("CREATE TABLE t (a integer PRIMARY KEY)").await.unwrap();
        assert_eq!(session.execute("INSERT INTO t SELECT generate_series(1, 3)").await.unwrap(), 3);
        let error = session.execute("INSERT INTO t VALUES (1)").await.unwrap_err();
        assert_eq!(error.detail.as_deref(), Some("Key (a)=(1) already exists."));
        let error = session.execute("DO $$ BEGIN PERFORM 1 / 0; END $$").await.unwrap_err();
        assert_eq!(error.position, None);
        assert!(error.context.unwrap().contains("PL/pgSQL function inline_code_block line 1"));
        // The session goes on after each of them.
        let rows = session.rows("SELECT 1, NULL, 'x', true, ARRAY[1,2], '2020-01-02'::date").await.unwrap();
        let row: Vec<Option<&str>> = rows[0].iter().map(Option::as_deref).collect();
        assert_eq!(row, [Some("1"), None, Some("x"), Some("t"), Some("{1,2}"), Some("2020-01-02")]);
        session.close().await;
    });
}

#[test]
fn classes_of_refusals() {
    let Some(database) = Database::new() else { return };
    let role = database.role("");
    database.psql("CREATE TABLE t (a integer)");
    run(async {
        let mut holder = open(&database.url()).await;
        holder.begin().await.unwrap();
        holder.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let url = migrate::config::DatabaseUrl::parse(&database.url(), std::path::Path::new("/")).unwrap();
        let settings = ConnectSettings {
            lock_timeout: Some(Duration::from_millis(30)),
            statement_timeout: Some(Duration::from_secs(2)),
            ..ConnectSettings::default()
        };
        let mut session = connect(&url, &settings).await.unwrap();
        assert_eq!(session.execute("SELECT * FROM t").await.unwrap_err().kind, ServerErrorKind::Lock);
        assert_eq!(session.execute("SELECT pg_sleep(60)").await.unwrap_err().kind, ServerErrorKind::Cancelled);
        // A reading has to wait for the lock too, and says so; nothing stays open behind it.
        holder.execute("CREATE VIEW v AS SELECT a FROM t").await.unwrap();
        holder.rollback().await.unwrap();
        holder.rollback().await.unwrap();
        assert_eq!(ids(&session.introspect(&scope(&[], &[])).await.unwrap()), ["table t"]);

        let mut stranger = open(&database.url_as(&role)).await;
        assert_eq!(stranger.execute("SELECT * FROM t").await.unwrap_err().kind, ServerErrorKind::Privilege);
        // What it may not read it may still know of.
        assert_eq!(ids(&stranger.introspect(&scope(&[], &[])).await.unwrap()), ["table t"]);
        let pid = value(&mut *stranger, "SELECT pg_backend_pid()").await;
        holder.execute(&format!("SELECT pg_terminate_backend({pid})")).await.unwrap();
        let error = stranger.execute("SELECT 1").await.unwrap_err();
        assert_eq!(error.kind, ServerErrorKind::Connection);
        assert!(!error.message.contains("postgres.c"), "{error}");
    });
}

#[test]
fn settings_of_a_session() {
    let Some(database) = Database::new() else { return };
    let role = database.role("");
    run(async {
        let url = migrate::config::DatabaseUrl::parse(&database.url(), std::path::Path::new("/")).unwrap();
        let settings = ConnectSettings {
            lock_timeout: Some(Duration::from_millis(1500)),
            read_only: true,
            ..ConnectSettings::default()
        };
        let mut session = connect(&url, &settings).await.unwrap();
        assert_eq!(value(&mut *session, "SHOW lock_timeout").await, "1500ms");
        assert_eq!(value(&mut *session, "SHOW statement_timeout").await, "0");
        assert_eq!(value(&mut *session, "SHOW application_name").await, "migrate");
        assert_eq!(session.execute("CREATE TABLE t ()").await.unwrap_err().code.as_deref(), Some("25006"));
        assert_eq!(value(&mut *session, "SHOW TimeZone").await, "UTC");
        let name = database.name();
        session.rows("SELECT 1").await.unwrap();
        database.psql(&format!(
            "ALTER ROLE {role} SET TimeZone = 'Asia/Tokyo'; ALTER ROLE {role} SET DateStyle = 'German';
             ALTER ROLE {role} SET standard_conforming_strings = off;
             ALTER ROLE {role} IN DATABASE {name} SET TimeZone = 'Europe/Berlin'; CREATE TABLE t (at timestamptz
                 DEFAULT '2020-01-01 12:00+00', day date DEFAULT '2020-02-01');"
        ));
        // What the role asks for is not overridden by the driver.
        let mut theirs = open(&database.url_as(&role)).await;
        assert_eq!(value(&mut *theirs, "SHOW TimeZone").await, "Europe/Berlin");
        assert_eq!(value(&mut *theirs, "SHOW DateStyle").await, "German, DMY");
        assert_eq!(value(&mut *theirs, "SHOW standard_conforming_strings").await, "on");
        let url = format!("{}&options=-c%20TimeZone%3DAmerica/Lima&application_name=mine", database.url_as(&role));
        let mut asked = open(&url).await;
        assert_eq!(value(&mut *asked, "SHOW TimeZone").await, "America/Lima");
        assert_eq!(value(&mut *asked, "SHOW application_name").await, "mine");
        // A reading is the same for all of them, and leaves the settings as they were.
        let here = session.introspect(&scope(&[], &[])).await.unwrap();
        // Whose something is, is said to the one that it is not of.
        let there = theirs.introspect(&scope(&[], &[])).await.unwrap();
        assert_eq!(there.managed(Managed::NONE), here.managed(Managed::NONE));
        assert_eq!(value(&mut *theirs, "SHOW TimeZone").await, "Europe/Berlin");
    });
}

#[test]
fn a_reading_inside_a_transaction_sees_it_and_leaves_it_open() {
    let Some(database) = Database::new() else { return };
    database.psql("CREATE SCHEMA app; CREATE TABLE there (a integer)");
    run(async {
        let mut session = open(&database.url()).await;
        session.begin().await.unwrap();
        session.execute("CREATE TABLE t (a integer)").await.unwrap();
        session.execute("SET LOCAL search_path = app").await.unwrap();
        session.execute("CREATE TABLE inside (a integer)").await.unwrap();
        let schema = session.introspect(&scope(&[], &[])).await.unwrap();
        assert_eq!(ids(&schema), ["namespace app", "table t", "table there", "table app.inside"]);
        assert_eq!(value(&mut *session, "SHOW search_path").await, "app");
        session.execute("CREATE TABLE later (a integer)").await.unwrap();
        let mut only = scope(&[], &[]);
        only.only = Some("app".to_owned());
        let schema = session.introspect(&only).await.unwrap();
        assert_eq!(ids(&schema), ["table inside", "table later"]);
        assert!(schema.table(&QName::plain("inside")).is_some());
        session.rollback().await.unwrap();
        assert_eq!(ids(&session.introspect(&scope(&[], &[])).await.unwrap()), ["namespace app", "table there"]);
        // What a dump sets for good does not change what the default namespace is.
        session.rows("SELECT pg_catalog.set_config('search_path', '', false)").await.unwrap();
        assert_eq!(ids(&session.introspect(&scope(&[], &[])).await.unwrap()), ["namespace app", "table there"]);
        assert_eq!(value(&mut *session, "SHOW transaction_read_only").await, "off");
    });
}

#[test]
fn a_failed_commit_ends_the_transaction() {
    let Some(database) = Database::new() else { return };
    database.psql("CREATE TABLE t (a integer UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    run(async {
        let mut session = open(&database.url()).await;
        session.begin().await.unwrap();
        session.execute("INSERT INTO t VALUES (1), (1)").await.unwrap();
        assert_eq!(session.commit().await.unwrap_err().code.as_deref(), Some("23505"));
        session.rollback().await.unwrap();
        session.begin().await.unwrap();
        session.execute("INSERT INTO t VALUES (1)").await.unwrap();
        session.commit().await.unwrap();
        assert_eq!(database.psql("SELECT count(*) FROM t").trim(), "1");
    });
}

#[test]
fn the_lock_is_one_sessions_and_outlives_transactions() {
    let Some(database) = Database::new() else { return };
    let Some(other) = Database::new() else { return };
    run(async {
        let (mut a, mut b) = (open(&database.url()).await, open(&database.url()).await);
        assert!(a.try_lock("public.migrate_version").await.unwrap());
        assert!(!b.try_lock("public.migrate_version").await.unwrap());
        assert!(b.try_lock("other.migrate_version").await.unwrap());
        a.begin().await.unwrap();
        a.rollback().await.unwrap();
        assert!(!b.try_lock("public.migrate_version").await.unwrap());
        assert!(open(&other.url()).await.try_lock("public.migrate_version").await.unwrap());
        a.unlock("public.migrate_version").await.unwrap();
        assert!(b.try_lock("public.migrate_version").await.unwrap());
        // It goes with its session, though perhaps a moment after that said goodbye.
        b.close().await;
        while !a.try_lock("public.migrate_version").await.unwrap() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

#[test]
fn a_running_statement_can_be_stopped() {
    let Some(database) = Database::new() else { return };
    run(async {
        let mut session = open(&database.url()).await;
        let cancel = session.canceller();
        let stopper = async {
            loop {
                tokio::time::sleep(Duration::from_millis(20)).await;
                cancel().await;
            }
        };
        let error = tokio::select! {
            outcome = session.execute("SELECT pg_sleep(600)") => outcome.unwrap_err(),
            () = stopper => unreachable!(),
        };
        assert_eq!(error.kind, ServerErrorKind::Cancelled);
        assert_eq!(value(&mut *session, "SELECT 1").await, "1");
    });
}
