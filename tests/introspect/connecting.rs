//! What is said where there is no connection to be had.

use std::path::Path;
use std::time::Duration;

use migrate::config::DatabaseUrl;
use migrate::dialect::{ConnectSettings, connect};

use super::run;
use crate::support::postgres::Database;

/// The fault's code and message.
fn refusal(url: &str, settings: &ConnectSettings) -> (&'static str, String) {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("a URL");
    match run(connect(&url, settings)) {
        Ok(_) => panic!("{url} lets us in"),
        Err(error) => {
            let shown = format!("{error} {error:?} {:?}", error.fault().help());
            assert!(!shown.contains("secret"), "{shown}");
            (error.code(), error.to_string())
        }
    }
}

#[test]
fn nothing_answers() {
    let settings = ConnectSettings::default();
    let (code, message) = refusal("postgres://u:secret@127.0.0.1:1/db", &settings);
    assert_eq!(code, "server-unreachable");
    assert!(message.starts_with("no server answers at 127.0.0.1:1: "), "{message}");
    let (code, message) = refusal("postgres:///db?host=/nowhere/at/all&user=u&password=secret", &settings);
    assert_eq!(code, "server-unreachable");
    assert!(message.starts_with("no server answers at /nowhere/at/all/.s.PGSQL.5432: "), "{message}");
    let (code, _) = refusal("postgres://u:secret@no-such-host.invalid/db", &settings);
    assert_eq!(code, "server-unreachable");
    let (code, message) = refusal("postgres://u:secret@127.0.0.1:1/db?sslmode=often", &settings);
    assert_eq!(code, "invalid-database-url");
    assert!(message.starts_with("the database URL `postgres://u:***@127.0.0.1:1/db?sslmode=often`"), "{message}");
}

#[test]
fn a_listener_that_says_nothing_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("an address");
    let settings = ConnectSettings { connect_timeout: Some(Duration::from_millis(50)), ..ConnectSettings::default() };
    let (code, message) = refusal(&format!("postgres://u:secret@{place}/db"), &settings);
    assert_eq!((code, message), ("connect-timeout", format!("{place} gave no connection within 50ms")));
}

#[test]
fn the_server_refuses() {
    let Some(database) = Database::new() else { return };
    let settings = ConnectSettings::default();
    let missing = database.url().replace(database.name(), "no_such_database");
    let (code, message) = refusal(&missing, &settings);
    assert_eq!(code, "unknown-database");
    assert!(message.ends_with("has no database \"no_such_database\""), "{message}");
    let (code, message) = refusal(&database.url_as("no_such_role:secret"), &settings);
    assert_eq!(code, "login-refused");
    assert!(message.ends_with("refuses the role \"no_such_role\": role \"no_such_role\" does not exist"), "{message}");
    let role = database.role("PASSWORD 'right'");
    if database.socket_folder().is_some() {
        let (code, message) = refusal(&database.url_as(&format!("{role}:secret")), &settings);
        assert_eq!(code, "login-refused");
        assert!(message.contains(&format!("password authentication failed for user \"{role}\"")), "{message}");
        let (code, _) = refusal(&database.url_as(&role), &settings);
        assert_eq!(code, "login-refused");
    }
    let closed = database.role("CONNECTION LIMIT 0");
    let (code, _) = refusal(&database.url_as(&closed), &settings);
    assert_eq!(code, "server-not-ready");
}
