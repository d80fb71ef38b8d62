//! What is said where there is no connection to be had, and which passwords get through.

use std::path::Path;
use std::time::Duration;

use migrate::config::DatabaseUrl;
use migrate::dialect::{ConnectSettings, connect};

use super::{open, run, value};
use crate::support::mysql::{Database, Server};

/// The fault's code, message and help.
fn refusal(url: &str, settings: &ConnectSettings) -> (&'static str, String, String) {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("a URL");
    match run(connect(&url, settings)) {
        Ok(_) => panic!("{url} lets us in"),
        Err(error) => {
            let help = error.fault().help().unwrap_or_default();
            let shown = format!("{error} {error:?} {help}");
            assert!(!shown.contains("secret"), "{shown}");
            (error.code(), error.to_string(), help)
        }
    }
}

#[test]
fn nothing_answers() {
    let settings = ConnectSettings::default();
    let (code, message, _) = refusal("mysql://u:secret@127.0.0.1:1/db", &settings);
    assert_eq!(code, "server-unreachable");
    assert!(message.starts_with("no server answers at 127.0.0.1:1: "), "{message}");
    let (code, message, _) = refusal("mysql://u:secret@localhost/db?socket=/nowhere/at/all", &settings);
    assert_eq!(code, "server-unreachable");
    assert!(message.starts_with("no server answers at /nowhere/at/all: "), "{message}");
    let (code, message, _) = refusal("mysql://u:secret@127.0.0.1:1/db?ssl-mode=often", &settings);
    assert_eq!(code, "invalid-database-url");
    assert!(message.starts_with("the database URL `mysql://u:***@127.0.0.1:1/db?ssl-mode=often`"), "{message}");
    let (code, _, _) = refusal("mysql://u:secret@127.0.0.1:1", &settings);
    assert_eq!(code, "invalid-database-url");
}

#[test]
fn a_listener_that_says_nothing_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = listener.local_addr().expect("an address");
    let settings = ConnectSettings { connect_timeout: Some(Duration::from_millis(50)), ..ConnectSettings::default() };
    let (code, message, _) = refusal(&format!("mysql://u:secret@{place}/db"), &settings);
    assert_eq!((code, message), ("connect-timeout", format!("{place} gave no connection within 50ms")));
}

#[test]
fn the_server_refuses() {
    for (_, database) in Database::on_each() {
        let settings = ConnectSettings::default();
        let missing = database.url().replace(database.name(), "no_such_database");
        let (code, message, _) = refusal(&missing, &settings);
        assert_eq!(code, "unknown-database");
        assert!(message.ends_with("has no database \"no_such_database\""), "{message}");
        let (code, message, _) = refusal(&database.url_as("no_such_role:secret"), &settings);
        assert_eq!(code, "login-refused");
        assert!(message.contains("refuses the role \"no_such_role\": Access denied for user"), "{message}");
        let role = database.role("right");
        let (code, _, _) = refusal(&database.url_as(&format!("{role}:secret")), &settings);
        assert_eq!(code, "login-refused");
        let (code, _, _) = refusal(&database.url_as(&role), &settings);
        assert_eq!(code, "login-refused");
        let other = database.url_as(&format!("{role}:right")).replace(database.name(), "mysql");
        let (code, _, _) = refusal(&other, &settings);
        assert_eq!(code, "login-refused");
    }
}

#[test]
fn passwords() {
    for (server, database) in Database::on_each() {
        let role = database.role("a b#");
        let url = database.url_as(&format!("{role}:a%20b%23"));
        run(async {
            let user = format!("{role}@localhost");
            // A socket needs no TLS, and MySQL's plugin a password that nobody else can read.
            let plain = format!("{url}&ssl-mode=disabled");
            assert_eq!(value(&mut *open(&plain).await, "SELECT CURRENT_USER()").await, user);
            assert_eq!(value(&mut *open(&url).await, "SELECT CURRENT_USER()").await, user);
        });
        // Debian's MariaDB has no certificate.
        if server == Server::MariaDb {
            let (code, _, help) = refusal(&format!("{url}&ssl-mode=required"), &ConnectSettings::default());
            assert_eq!(code, "tls-failed");
            assert!(help.contains("ssl-mode"), "{help}");
        } else {
            run(async {
                let encrypted = format!("{url}&ssl-mode=required");
                let cipher = "SELECT variable_value FROM performance_schema.session_status \
                     WHERE variable_name = 'Ssl_cipher'";
                let cipher = if server == Server::MySql {
                    value(&mut *open(&encrypted).await, cipher).await
                } else {
                    let rows = open(&encrypted).await.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'").await.unwrap();
                    rows[0][1].clone().unwrap()
                };
                assert!(!cipher.is_empty());
            });
            let (code, _, _) = refusal(&format!("{url}&ssl-mode=verify_identity"), &ConnectSettings::default());
            assert_eq!(code, "tls-failed", "nobody has signed the certificate");
        }
    }
}
