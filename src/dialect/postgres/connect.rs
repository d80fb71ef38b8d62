//! From a URL to a [`PostgresSession`]: the driver's options, the session's settings, and what can go wrong.

use std::io::ErrorKind;
use std::str::FromStr;
use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use super::Postgres;
use super::quote;
use super::session::{PostgresSession, batch};
use crate::config::DatabaseUrl;
use crate::dialect::connect::{ConnectError, patiently};
use crate::dialect::session::{ConnectSettings, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// The oldest server whose catalogues the introspection can read.
const OLDEST: u32 = 12;

/// What is asked of a new connection: version, default namespace, backend, and what the role or the database say of the
/// two settings that the driver overrides, the weakest first.
const FACTS: &str = "SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.current_schema(), \
     pg_catalog.pg_backend_pid();\
     SELECT entry FROM pg_catalog.pg_db_role_setting AS setting, pg_catalog.unnest(setting.setconfig) AS entry \
     WHERE setting.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database \
     WHERE datname = pg_catalog.current_database())) \
     AND setting.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = SESSION_USER)) \
     AND pg_catalog.lower(pg_catalog.split_part(entry, '=', 1)) IN ('timezone', 'datestyle') \
     ORDER BY setting.setrole <> 0, setting.setdatabase <> 0";

/// Has the server look, while a statement runs, whether the client is still there; a setting of the server's own stays.
const NOTICE_A_DEAD_CLIENT: &str = "SELECT pg_catalog.set_config('client_connection_check_interval', '1s', false) \
     WHERE pg_catalog.current_setting('client_connection_check_interval') = '0'";

/// Opens a session.
///
/// # Errors
/// [`ConnectError`], never with a password in it.
pub(super) async fn connect(url: &DatabaseUrl, settings: &ConnectSettings) -> Result<Box<dyn Session>> {
    let options = options(url, settings.application.as_deref().unwrap_or("migrate"))?;
    let place = place(&options);
    let connection = patiently(settings, &place, || async {
        PgConnection::connect_with(&options).await.map_err(|error| fault(error, &options, url))
    })
    .await?;
    Ok(Box::new(prepare(connection, options, place, settings).await?))
}

/// The driver's options for a URL; `application` is what the session calls itself where the URL does not say.
fn options(url: &DatabaseUrl, application: &str) -> Result<PgConnectOptions, ConnectError> {
    let options = PgConnectOptions::from_str(url.expose())
        .map_err(|error| ConnectError::Url { url: url.redacted(), why: plain(&error) })?
        .disable_statement_logging();
    Ok(match options.get_application_name() {
        Some(_) => options,
        None => options.application_name(application),
    })
}

/// Host and port, or the socket, for messages.
fn place(options: &PgConnectOptions) -> String {
    let port = options.get_port();
    let host = options.get_host();
    match options.get_socket() {
        Some(folder) => format!("{}/.s.PGSQL.{port}", folder.display()),
        None if host.starts_with('/') => format!("{host}/.s.PGSQL.{port}"),
        None => format!("{host}:{port}"),
    }
}

/// Gives the session its limits and learns what it must know of the server.
///
/// The settings are sent as statements and not with the start of the connection: poolers refuse unknown ones there.
async fn prepare(
    mut connection: PgConnection,
    options: PgConnectOptions,
    place: String,
    settings: &ConnectSettings,
) -> Result<PostgresSession, ConnectError> {
    let milliseconds = |limit: Option<std::time::Duration>| limit.map_or(0, |limit| limit.as_millis());
    let mut sql = format!(
        "SET lock_timeout = {}; SET statement_timeout = {}; SET standard_conforming_strings = on; ",
        milliseconds(settings.lock_timeout),
        milliseconds(settings.statement_timeout)
    );
    if settings.read_only {
        sql.push_str("SET default_transaction_read_only = on; ");
    }
    sql.push_str(FACTS);
    let other = |why: String| ConnectError::Other { place: place.clone(), why };
    let answers = batch(&mut connection, sql).await.map_err(|error| other(error.message))?;
    let mut answers = answers.into_iter().filter(|rows| !rows.is_empty());
    let facts = answers.next().and_then(|rows| rows.into_iter().next()).unwrap_or_default();
    let mut facts = facts.into_iter();
    let mut number = || facts.next().flatten();
    let version: u32 = number().and_then(|text| text.parse().ok()).unwrap_or_default();
    let namespace = number();
    let backend: i32 = number().and_then(|text| text.parse().ok()).unwrap_or_default();
    let flavor = Flavor { engine: Engine::Postgres, mariadb: false, version: (version / 10_000, version % 10_000, 0) };
    if flavor.version.0 < OLDEST {
        return Err(ConnectError::TooOld { place, flavor, oldest: "PostgreSQL 12" });
    }
    if flavor.version.0 >= 14 {
        // A run that is killed in a long statement must not keep its locks until that ends. Some platforms have no such
        // check, and refuse it: they do without.
        let _ = batch(&mut connection, NOTICE_A_DEAD_CLIENT.to_owned()).await;
    }
    let overridden = answers.flatten().filter_map(|row| row.into_iter().next().flatten());
    let mut wanted: Vec<(String, String)> =
        overridden.filter_map(|entry| entry.split_once('=').map(|(name, value)| (name.into(), value.into()))).collect();
    wanted.extend(startup_settings(options.get_options().unwrap_or_default()));
    let sql: String = wanted
        .iter()
        .filter(|(name, _)| ["timezone", "datestyle"].contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| {
            format!("SELECT pg_catalog.set_config({}, {}, false); ", quote::string(name), quote::string(value))
        })
        .collect();
    if !sql.is_empty() {
        batch(&mut connection, sql).await.map_err(|error| other(error.message))?;
    }
    let dialect = Arc::new(Postgres::new(flavor).within(namespace.clone()));
    Ok(PostgresSession::new(connection, dialect, options, backend, namespace))
}

/// The settings in the `options` of a connection (`-c name=value`, `--name=value`). The server has read them, but the
/// driver sets `TimeZone` and `DateStyle` over them.
fn startup_settings(options: &str) -> Vec<(String, String)> {
    let mut words = vec![String::new()];
    let mut characters = options.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                if let (Some(word), Some(next)) = (words.last_mut(), characters.next()) {
                    word.push(next);
                }
            }
            space if space.is_whitespace() => words.push(String::new()),
            other => {
                if let Some(word) = words.last_mut() {
                    word.push(other);
                }
            }
        }
    }
    let mut found = Vec::new();
    let mut words = words.into_iter().filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let setting = if word == "-c" {
            words.next()
        } else {
            word.strip_prefix("--").or_else(|| word.strip_prefix("-c")).map(str::to_owned)
        };
        if let Some((name, value)) = setting.as_deref().and_then(|setting| setting.split_once('=')) {
            found.push((name.replace('-', "_"), value.to_owned()));
        }
    }
    found
}

/// What the driver's error means.
fn fault(error: sqlx::Error, options: &PgConnectOptions, url: &DatabaseUrl) -> ConnectError {
    let place = place(options);
    match &error {
        sqlx::Error::Io(io) => match io.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => {
                ConnectError::NotReady { place, why: "it closed the connection".to_owned() }
            }
            _ => ConnectError::Unreachable { place, why: io.to_string() },
        },
        sqlx::Error::Tls(why) => ConnectError::Tls { place, why: why.to_string() },
        sqlx::Error::Configuration(why) => ConnectError::Url { url: url.redacted(), why: why.to_string() },
        sqlx::Error::Database(refusal) => {
            let why = refusal.message().to_owned();
            match refusal.code().as_deref().unwrap_or_default() {
                "28P01" | "28000" | "42501" => {
                    ConnectError::Refused { place, user: options.get_username().to_owned(), why }
                }
                "3D000" => ConnectError::UnknownDatabase {
                    place,
                    database: options.get_database().unwrap_or(options.get_username()).to_owned(),
                },
                "57P03" | "53300" | "57P01" | "57P02" => ConnectError::NotReady { place, why },
                _ => ConnectError::Other { place, why },
            }
        }
        _ => ConnectError::Other { place, why: plain(&error) },
    }
}

/// The innermost reason: the driver's own wrapping says nothing to a user.
fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(why) => why.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_start() {
        let found = startup_settings(r"-c TimeZone=Europe/Berlin --datestyle=German,\ DMY -cx=1 -c");
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, [("TimeZone", "Europe/Berlin"), ("datestyle", "German, DMY"), ("x", "1")]);
        assert!(startup_settings("").is_empty());
    }

    #[test]
    fn places() {
        let place = |url| place(&PgConnectOptions::from_str(url).unwrap());
        assert_eq!(place("postgres://u@db.example:5433/x"), "db.example:5433");
        assert_eq!(place("postgres://u@%2Frun%2Fpg:5433/x"), "/run/pg/.s.PGSQL.5433");
        assert_eq!(place("postgres:///x?host=/run/pg&port=5433"), "/run/pg/.s.PGSQL.5433");
    }
}
