//! Connections: locks, limits, what cannot be opened.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::config::DatabaseUrl;
use crate::dialect::connect;
use crate::dialect::session::{ConnectSettings, ServerErrorKind, Session};
use crate::error::Error;

fn url(folder: &Path, text: &str) -> DatabaseUrl {
    DatabaseUrl::parse(text, folder).unwrap()
}

fn settings() -> ConnectSettings {
    ConnectSettings { create: true, lock_timeout: Some(Duration::from_millis(200)), ..ConnectSettings::default() }
}

async fn open(folder: &Path) -> Box<dyn Session> {
    connect(&url(folder, "sqlite://app.db"), &settings()).await.unwrap()
}

async fn refused(folder: &Path, text: &str, settings: &ConnectSettings) -> Error {
    match connect(&url(folder, text), settings).await {
        Ok(_) => panic!("{text} was opened"),
        Err(fault) => fault,
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("text.db"),
        "no database, but long enough to have a header of one hundred bytes. ".repeat(20),
    )
    .unwrap();
    let code = async |text: &str, settings: &ConnectSettings| refused(folder.path(), text, settings).await.code();
    assert_eq!(code("sqlite://app.db", &ConnectSettings::default()).await, "database-missing");
    assert_eq!(code("sqlite://app.db?mode=rw", &settings()).await, "database-missing");
    assert_eq!(code("sqlite://none/app.db", &settings()).await, "database-folder-missing");
    assert_eq!(code("sqlite://.", &settings()).await, "not-a-database");
    assert_eq!(code("sqlite://text.db", &settings()).await, "not-a-database");
    assert!(!folder.path().join("app.db").exists());
    connect(&url(folder.path(), "sqlite://app.db"), &settings()).await.unwrap();
    let mut session = connect(&url(folder.path(), "sqlite://app.db?mode=ro"), &settings()).await.unwrap();
    let fault = session.execute("CREATE TABLE t (a)").await.unwrap_err();
    assert_eq!(fault.kind, ServerErrorKind::Privilege, "{fault}");
    let fault = refused(folder.path(), "sqlite://none/app.db", &settings()).await;
    assert!(
        fault
            .to_string()
            .ends_with(&format!("does not exist, nor does its folder {}", folder.path().join("none").display()))
    );
}

#[tokio::test]
async fn one_transaction_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(folder.path()).await, open(folder.path()).await);
    assert!(one.try_lock("x").await.unwrap() && two.try_lock("x").await.unwrap());
    one.begin().await.unwrap();
    one.execute("CREATE TABLE t (a)").await.unwrap();
    let began = Instant::now();
    let fault = two.begin().await.unwrap_err();
    assert_eq!((fault.kind, fault.message.as_str()), (ServerErrorKind::Lock, "database is locked"));
    assert!(began.elapsed() >= Duration::from_millis(200));
    two.rollback().await.unwrap();
    assert_eq!(two.rows("SELECT count(*) FROM sqlite_master").await.unwrap(), [[Some("0".to_owned())]]);
    one.commit().await.unwrap();
    two.begin().await.unwrap();
    assert_eq!(two.execute("INSERT INTO t VALUES (1), (2)").await.unwrap(), 2);
    two.rollback().await.unwrap();
    assert_eq!(one.rows("SELECT * FROM t").await.unwrap(), [[None; 0]; 0]);
    one.close().await;
    two.close().await;
}

#[tokio::test]
async fn a_wait_for_a_lock_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = open(folder.path()).await;
    let patient = ConnectSettings { lock_timeout: None, ..settings() };
    let mut two = connect(&url(folder.path(), "sqlite://app.db"), &patient).await.unwrap();
    one.begin().await.unwrap();
    let cancel = two.canceller();
    let (fault, ()) = tokio::join!(two.begin(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        cancel().await;
    });
    assert_eq!(fault.unwrap_err().kind, ServerErrorKind::Cancelled);
}

const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

#[tokio::test]
async fn a_statement_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(folder.path()).await;
    let cancel = session.canceller();
    let (fault, ()) = tokio::join!(session.rows(ENDLESS), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        cancel().await;
    });
    let fault = fault.unwrap_err();
    assert_eq!((fault.kind, fault.message.as_str()), (ServerErrorKind::Cancelled, "interrupted"));
    session.execute("CREATE TABLE t (a)").await.unwrap();
}

#[tokio::test]
async fn a_statement_has_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let limited = ConnectSettings { statement_timeout: Some(Duration::from_millis(60)), ..settings() };
    let mut session = connect(&url(folder.path(), "sqlite://app.db"), &limited).await.unwrap();
    let fault = session.rows(ENDLESS).await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.message.as_str()),
        (ServerErrorKind::Cancelled, "stopped after 60ms, the statement_timeout")
    );
    session.execute("CREATE TABLE t (a)").await.unwrap();
}

#[tokio::test]
async fn values_of_any_type_are_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(folder.path()).await;
    let rows = session.rows("SELECT 1, -2.5, 'ü', x'c3bc', x'ff00', NULL, 9223372036854775807, ''").await.unwrap();
    let text: Vec<&str> = rows[0].iter().map(|value| value.as_deref().unwrap_or("(null)")).collect();
    assert_eq!(text, ["1", "-2.5", "ü", "ü", "X'FF00'", "(null)", "9223372036854775807", ""]);
    assert_eq!(session.rows("PRAGMA foreign_keys").await.unwrap(), [[Some("1".to_owned())]]);
    let version = session.dialect().flavor().version;
    assert!(version >= (3, 45, 0), "{version:?}");
    let fault = session.execute("SELEKT").await.unwrap_err();
    assert_eq!((fault.kind, fault.message.as_str()), (ServerErrorKind::Statement, "near \"SELEKT\": syntax error"));
}

#[tokio::test]
async fn of_many_statements_the_one_that_is_refused_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(folder.path()).await;
    for at in [0, 1, 63, 64, 150, 199] {
        let mut statements: Vec<String> = (0..200).map(|n| format!("CREATE TABLE t{at}_{n} (a)")).collect();
        statements[at] = format!("CREATE TABLE t{at} (b, b)");
        let (place, refusal) = session.execute_all(&statements).await.unwrap_err();
        assert_eq!((place, refusal.message.as_str()), (at, "duplicate column name: b"));
        let made = format!("SELECT count(*) FROM sqlite_master WHERE name LIKE 't{at}@_%' ESCAPE '@'");
        assert_eq!(session.rows(&made).await.unwrap(), [[Some(at.to_string())]]);
    }
    session.execute_all(&[]).await.unwrap();
}

#[tokio::test]
async fn of_many_statements_each_is_kept_as_if_it_came_alone() {
    let statements: Vec<String> = [
        "CREATE TABLE t (a, b) -- a comment; here",
        "CREATE TABLE u (a PRIMARY KEY, b) WITHOUT ROWID /* one */",
        "CREATE TABLE v (a, b -- inside\n)",
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX j ON t (a) WHERE b > 1",
        "CREATE INDEX k ON t (a) -- behind",
        "CREATE INDEX l ON t (a) /* open",
        "CREATE INDEX m ON t (a)\n",
        "CREATE VIEW w AS SELECT a FROM t",
        "CREATE VIEW x AS SELECT a FROM t -- behind",
        "CREATE TRIGGER r INSERT ON t BEGIN SELECT 1; END",
        "CREATE INDEX n ON t (b)",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut kept = Vec::new();
    for together in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let mut session = open(folder.path()).await;
        if together {
            session.execute_all(&statements).await.unwrap();
        } else {
            for sql in &statements {
                session.execute(sql).await.unwrap();
            }
        }
        kept.push(session.rows("SELECT sql FROM sqlite_master ORDER BY rowid").await.unwrap());
    }
    assert_eq!(kept[0].len(), statements.len());
    assert_eq!(kept[0], kept[1]);
}
