//! From a URL to a [`PostgresSession`]: the driver's options, the session's settings, and what can go wrong.

use std::io::ErrorKind;
use std::str::FromStr;
use std::sync::Arc;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection, PgConnection};

use super::Postgres;
use super::pooler::{self, Kept};
use super::session::{LENT, PostgresSession, batch};
use super::{driver_url, quote};
use crate::config::DatabaseUrl;
use crate::dialect::connect::{ConnectError, TlsSettings, patiently, unreadable};
use crate::dialect::session::{ConnectSettings, ServerError, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// What TLS is asked for with.
const TLS: TlsSettings = TlsSettings {
    mode: "sslmode",
    off: "disable",
    unnamed: "verify-ca",
    root: "sslrootcert",
    certificate: "sslcert",
    key: "sslkey",
};

/// The oldest server whose catalogues the introspection can read.
const OLDEST: u32 = 12;

/// What is asked of a new connection: version, default namespace, backend, the mark that its session began with, whether
/// the server is a replica, whether it takes changes; and what the role or the database say of the two settings that the driver
/// overrides, the weakest first.
const FACTS: &str = "SELECT pg_catalog.current_setting('server_version_num'), pg_catalog.current_schema(), \
     pg_catalog.pg_backend_pid(), pg_catalog.current_setting('migrate.session', true), \
     pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('default_transaction_read_only');\
     SELECT entry FROM pg_catalog.pg_db_role_setting AS setting, pg_catalog.unnest(setting.setconfig) AS entry \
     WHERE setting.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database \
     WHERE datname = pg_catalog.current_database())) \
     AND setting.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = SESSION_USER)) \
     AND pg_catalog.lower(pg_catalog.split_part(entry, '=', 1)) IN ('timezone', 'datestyle') \
     ORDER BY setting.setrole <> 0, setting.setdatabase <> 0;";

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
    let mark = pooler::fresh_mark();
    let marked = pooler::marked(&options, &mark);
    let connection = patiently(settings, &place, || async {
        match Box::pin(PgConnection::connect_with(&marked)).await.map_err(|error| fault(error, &options, url)) {
            // A pooler knows only few settings that a session may start with.
            Err(ConnectError::Other { .. }) => {
                Box::pin(PgConnection::connect_with(&options)).await.map_err(|error| fault(error, &options, url))
            }
            result => result,
        }
    })
    .await?;
    Ok(Box::new(prepare(connection, options, place, &mark, settings).await?))
}

/// The driver's options for a URL; `application` is what the session calls itself where the URL does not say.
fn options(url: &DatabaseUrl, application: &str) -> Result<PgConnectOptions, ConnectError> {
    let unusable = |why: String| ConnectError::Url { url: url.redacted(), why };
    let login = driver_url::of(url).map_err(unusable)?;
    let options = PgConnectOptions::from_str(login.as_str())
        .map_err(|error| unusable(plain(&error)))?
        .disable_statement_logging();
    let options = match url.database_name() {
        Some(name) => options.database(name),
        None => options,
    };
    let encrypts = options.get_socket().is_none() && !matches!(options.get_ssl_mode(), PgSslMode::Disable);
    if let Some(why) = driver_url::tls_files(&login).find_map(unreadable).filter(|_| encrypts) {
        return Err(ConnectError::tls(place(&options), why, TLS));
    }
    Ok(match options.get_application_name() {
        Some(_) => options,
        None => options.application_name(application),
    }
    // Poolers refuse it; `prepare` sets it.
    .extra_float_digits(None))
}

/// Host and port, or the socket, for messages.
fn place(options: &PgConnectOptions) -> String {
    let port = options.get_port();
    let host = options.get_host();
    match options.get_socket() {
        Some(folder) => format!("{}/.s.PGSQL.{port}", folder.display()),
        None if host.starts_with('/') => format!("{host}/.s.PGSQL.{port}"),
        None if host.contains(':') => format!("[{host}]:{port}"),
        None => format!("{host}:{port}"),
    }
}

/// Gives the session its limits and learns what it must know of the server.
///
/// The settings are sent as statements and not with the start of the connection: poolers refuse unknown ones there. They are
/// set only where the session is this connection's own: in one that is lent, they would be the next one's, too.
async fn prepare(
    mut connection: PgConnection,
    options: PgConnectOptions,
    place: String,
    mark: &str,
    settings: &ConnectSettings,
) -> Result<PostgresSession, ConnectError> {
    let milliseconds = |limit: Option<std::time::Duration>| limit.map_or(0, |limit| limit.as_millis()).to_string();
    let mut wanted = vec![
        ("lock_timeout".to_owned(), milliseconds(settings.lock_timeout)),
        ("statement_timeout".to_owned(), milliseconds(settings.statement_timeout)),
        ("standard_conforming_strings".to_owned(), "on".to_owned()),
        ("extra_float_digits".to_owned(), "2".to_owned()),
    ];
    if settings.read_only {
        wanted.push(("default_transaction_read_only".to_owned(), "on".to_owned()));
    }
    let other = |error: ServerError| ConnectError::Other { place: place.clone(), why: error.message };
    let is_marked = format!("pg_catalog.current_setting('{}', true) = {}", pooler::MARK, quote::string(mark));
    let question = format!("{FACTS}{}", set_all(&wanted, &is_marked));
    let mut answers = batch(&mut connection, question).await.map_err(other)?.into_iter();
    let facts = answers.next().and_then(|rows| rows.into_iter().next()).unwrap_or_default();
    let overridden = answers.next().unwrap_or_default();
    let Ok([version, namespace, backend, seen, is_replica, takes_no_changes]) = <[Option<String>; 6]>::try_from(facts)
    else {
        let why = "it does not answer as PostgreSQL does".to_owned();
        return Err(ConnectError::Other { place, why });
    };
    let version: u32 = version.and_then(|text| text.parse().ok()).unwrap_or_default();
    let backend: i32 = backend.and_then(|text| text.parse().ok()).unwrap_or_default();
    let flavor = Flavor { engine: Engine::Postgres, mariadb: false, version: (version / 10_000, version % 10_000, 0) };
    if flavor.version.0 < OLDEST {
        return Err(ConnectError::TooOld { place, flavor, oldest: "PostgreSQL 12" });
    }
    if !settings.read_only {
        let why = if is_replica.as_deref() == Some("t") {
            Some("it is a read replica")
        } else {
            Some("`default_transaction_read_only` is on").filter(|_| takes_no_changes.as_deref() == Some("on"))
        };
        if let Some(why) = why {
            return Err(ConnectError::ReadOnly { place, why: why.to_owned() });
        }
    }
    let mut wanted = Vec::from_iter((seen.as_deref() != Some(mark)).then_some(wanted)).concat();
    let kept = if wanted.is_empty() {
        Kept::Connection
    } else {
        Box::pin(pooler::kept(&mut connection, &options)).await.map_err(other)?
    };
    if kept != Kept::Connection {
        // A schema is read in one transaction, which needs nothing of a session.
        if !settings.read_only || kept == Kept::Statement {
            return Err(ConnectError::Pooled { place, kept: kept.words() });
        }
        let dialect = Arc::new(Postgres::new(flavor).within(namespace.clone()));
        return Ok(PostgresSession::new(connection, dialect, options, LENT, namespace));
    }
    let overridden = overridden.into_iter().filter_map(|row| row.into_iter().next().flatten());
    let overridden =
        overridden.filter_map(|entry| entry.split_once('=').map(|(name, value)| (name.into(), value.into())));
    let of_start = startup_settings(options.get_options().unwrap_or_default());
    wanted.extend(overridden.chain(of_start).filter(|(name, _): &(String, String)| {
        ["timezone", "datestyle"].contains(&name.to_ascii_lowercase().as_str())
    }));
    if !wanted.is_empty() {
        batch(&mut connection, set_all(&wanted, "true")).await.map_err(other)?;
    }
    if flavor.version.0 >= 14 {
        // A run that is killed in a long statement must not keep its locks until that ends. Some platforms have no such
        // check, and refuse it: they do without.
        let _ = batch(&mut connection, NOTICE_A_DEAD_CLIENT.to_owned()).await;
    }
    let dialect = Arc::new(Postgres::new(flavor).within(namespace.clone()));
    Ok(PostgresSession::new(connection, dialect, options, backend, namespace))
}

/// The statement that sets all of `settings` in their order, if `condition` holds.
fn set_all(settings: &[(String, String)], condition: &str) -> String {
    let rows: Vec<String> = settings
        .iter()
        .enumerate()
        .map(|(at, (name, value))| format!("({at}, {}, {})", quote::string(name), quote::string(value)))
        .collect();
    format!(
        "SELECT pg_catalog.set_config(name, value, false) FROM \
         (SELECT name, value FROM (VALUES {}) AS given (at, name, value) WHERE {condition} ORDER BY at) AS setting",
        rows.join(", ")
    )
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
            // What is wrong with a certificate comes so.
            ErrorKind::InvalidData | ErrorKind::InvalidInput => ConnectError::tls(place, io.to_string(), TLS),
            _ => ConnectError::Unreachable { place, why: io.to_string() },
        },
        sqlx::Error::Tls(why) => ConnectError::tls(place, why.to_string(), TLS),
        sqlx::Error::Configuration(why) => ConnectError::Url { url: url.redacted(), why: why.to_string() },
        // The answer to the first question of all. There is none where the connection ends.
        sqlx::Error::Protocol(why) if why.contains("SSLRequest: 0x00") => {
            ConnectError::NotReady { place, why: "it closed the connection".to_owned() }
        }
        sqlx::Error::Protocol(why) if why.contains("SSLRequest") => {
            ConnectError::Other { place, why: "it does not answer as PostgreSQL does".to_owned() }
        }
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
