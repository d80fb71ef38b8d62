//! From a URL to a [`MySqlSession`]: the driver's options, the session's settings, and what can go wrong.
//!
//! The session runs as the user's own client would, since routines, triggers and events keep its `sql_mode`, character set
//! and collation: the driver's own settings are left away or taken back.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlSslMode};
use sqlx::{ConnectOptions, Connection, MySqlConnection};

use super::lock_demand::lock_seconds;
use super::option_file::ClientOptions;
use super::parse::modern;
use super::session::{Facts, MySqlSession, batch};
use super::{MySql, quote};
use crate::config::DatabaseUrl;
use crate::dialect::connect::{ConnectError, TlsSettings, patiently, unreadable};
use crate::dialect::session::{ConnectSettings, Session};
use crate::engine::{Engine, Flavor};
use crate::error::Result;

/// What is asked of a new connection.
const FACTS: &str = "SELECT VERSION(), @@version_comment, CONNECTION_ID(), DATABASE(), @@lower_case_table_names, \
     @@SESSION.sql_mode, @@GLOBAL.sql_mode, @@character_set_database, @@collation_database, \
     @@GLOBAL.read_only, @@GLOBAL.innodb_read_only";

/// What a server may have set otherwise for all, and a run relies on: each statement commits by itself, and a commit ends
/// the transaction and no more.
const RELIED_ON: &str = "SET SESSION autocommit = 1, SESSION completion_type = 'NO_CHAIN'";

/// What TLS is asked for with.
const TLS: TlsSettings = TlsSettings {
    mode: "ssl-mode",
    off: "disabled",
    unnamed: "verify-ca",
    root: "ssl-ca",
    certificate: "ssl-cert",
    key: "ssl-key",
};

/// The oldest servers whose schemas can be read.
const OLDEST: &str = "MySQL 8.0 and MariaDB 10.6";

/// Opens a session.
///
/// # Errors
/// [`ConnectError`], never with a password in it.
pub(super) async fn connect(url: &DatabaseUrl, settings: &ConnectSettings) -> Result<Box<dyn Session>> {
    let options = options(url)?;
    let place = place(&options);
    let connection = patiently(settings, &place, || async {
        MySqlConnection::connect_with(&options).await.map_err(|error| fault(error, &options, url))
    })
    .await?;
    Ok(Box::new(prepare(connection, options, place, settings).await?))
}

/// The driver's options for a URL; what it does not say, an option file may. A parameter may be written with `-` or `_`, as its
/// own and Python's drivers do.
fn options(url: &DatabaseUrl) -> Result<MySqlConnectOptions, ConnectError> {
    let unusable = |why: String| ConnectError::Url { url: url.redacted(), why };
    let parsed = url::Url::parse(url.expose()).map_err(|error| unusable(error.to_string()))?;
    let database = url.database_name().ok_or_else(|| unusable("it names no database".to_owned()))?;
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut options = MySqlConnectOptions::new().database(database);
    // An address of IPv6 stands in brackets there, a socket's path is percent-encoded.
    let host = decode(parsed.host_str().unwrap_or_default());
    if host.starts_with('/') {
        options = options.socket(&host);
    } else if !host.is_empty() {
        options = options.host(host.trim_matches(['[', ']']));
    }
    let file = ClientOptions::for_url(&parsed).map_err(&unusable)?;
    if let Some(host) = file.get("host").filter(|_| host.is_empty()) {
        options = options.host(host);
    }
    // To MySQL's clients `localhost` is the socket.
    let is_local = matches!(host.as_str(), "" | "localhost") && parsed.port().is_none();
    if let Some(socket) = file.get("socket").filter(|_| is_local) {
        options = options.socket(socket);
    }
    if let Some(port) = parsed.port().or_else(|| file.get("port")?.parse().ok()) {
        options = options.port(port);
    }
    let user = Some(decode(parsed.username())).filter(|user| !user.is_empty());
    if let Some(user) = user.or_else(|| file.get("user").map(str::to_owned)) {
        options = options.username(&user);
    }
    // An empty one is none.
    let password = parsed.password().filter(|password| !password.is_empty()).map(decode);
    if let Some(password) = password.or_else(|| file.get("password").map(str::to_owned)) {
        options = options.password(&password);
    }
    // What comes later takes the place of what came before.
    let of_file = file.tls().map(|(key, value)| (key.into(), value.into()));
    let mut tls_files = Vec::new();
    for (key, value) in of_file.chain(parsed.query_pairs()) {
        let key = key.to_ascii_lowercase().replace('_', "-");
        if matches!(key.as_str(), "ssl-ca" | "sslca" | "ssl-cert" | "sslcert" | "ssl-key" | "sslkey") {
            tls_files.push((key.clone(), value.to_string()));
        }
        options = match key.as_str() {
            "ssl-mode" | "sslmode" => options.ssl_mode(ssl_mode(&value).ok_or_else(|| {
                let known = "disabled, preferred, required, verify-ca, verify-identity";
                unusable(format!("`{key}={value}` is none of {known}"))
            })?),
            "ssl-ca" | "sslca" => options.ssl_ca(&*value),
            "ssl-cert" | "sslcert" => options.ssl_client_cert(&*value),
            "ssl-key" | "sslkey" => options.ssl_client_key(&*value),
            "unix-socket" | "socket" => options.socket(&*value),
            // What the server's answers and our statements are written in is always this one.
            "charset" if !value.to_ascii_lowercase().starts_with("utf8") => {
                return Err(unusable(format!("statements are sent as utf8mb4, not as `charset={value}`")));
            }
            "charset" => options.charset("utf8mb4"),
            // Nothing that is meant to protect the connection may go unheard.
            other if other.starts_with("ssl") || other.starts_with("tls") => {
                return Err(unusable(format!(
                    "there is no parameter `{key}`; for TLS there are ssl-mode, ssl-ca, ssl-cert and ssl-key"
                )));
            }
            _ => options,
        };
    }
    let encrypts = options.get_socket().is_none() && !matches!(options.get_ssl_mode(), MySqlSslMode::Disabled);
    if let Some(why) = tls_files.into_iter().find_map(unreadable).filter(|_| encrypts) {
        return Err(ConnectError::tls(place(&options), why, TLS));
    }
    // MySQL's plugin for passwords takes one that the server has not seen yet over TLS, or as it is over a socket, which the
    // driver does not do: TLS is used there wherever the server has it.
    if options.get_socket().is_some() && matches!(options.get_ssl_mode(), MySqlSslMode::Disabled) {
        options = options.ssl_mode(MySqlSslMode::Preferred);
    }
    Ok(options
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .statement_cache_capacity(0)
        .disable_statement_logging())
}

fn ssl_mode(text: &str) -> Option<MySqlSslMode> {
    Some(match text.to_ascii_lowercase().replace('_', "-").as_str() {
        "disabled" | "disable" => MySqlSslMode::Disabled,
        "preferred" | "prefer" => MySqlSslMode::Preferred,
        "required" | "require" => MySqlSslMode::Required,
        "verify-ca" => MySqlSslMode::VerifyCa,
        "verify-identity" | "verify-full" => MySqlSslMode::VerifyIdentity,
        _ => return None,
    })
}

/// Host and port, or the socket, for messages.
fn place(options: &MySqlConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None if options.get_host().contains(':') => format!("[{}]:{}", options.get_host(), options.get_port()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

/// Gives the session its limits and learns what it must know of the server.
async fn prepare(
    mut connection: MySqlConnection,
    options: MySqlConnectOptions,
    place: String,
    settings: &ConnectSettings,
) -> Result<MySqlSession, ConnectError> {
    let other = |why: String| ConnectError::Other { place: place.clone(), why };
    let row = send(&mut connection, FACTS).await.map_err(other)?;
    let value = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
    let flavor = flavor(&value(0), &value(1));
    let oldest = if flavor.mariadb { (10, 6) } else { (8, 0) };
    if !flavor.at_least(oldest.0, oldest.1) {
        return Err(ConnectError::TooOld { place, flavor, oldest: OLDEST });
    }
    let set = ["read_only", "innodb_read_only"].into_iter().zip([9, 10]);
    if let Some((setting, _)) = set.into_iter().find(|(_, at)| !settings.read_only && is_on(&value(*at))) {
        let why = format!("`{setting}` is on there, as on a read replica");
        return Err(ConnectError::ReadOnly { place, why });
    }
    let limit = settings.statement_timeout.filter(|limit| !limit.is_zero());
    let sql_mode = sql_mode(&value(5), &value(6));
    let mut sql = format!(
        "SET SESSION sql_mode = {}; {RELIED_ON}; {}",
        quote::string(&sql_mode),
        limits(&flavor, settings.lock_timeout, limit)
    );
    if settings.read_only {
        sql.push_str("; SET SESSION TRANSACTION READ ONLY");
    }
    send(&mut connection, &sql).await.map_err(other)?;
    let database = if value(4) == "0" { value(3) } else { value(3).to_lowercase() };
    let facts = Facts {
        limit: limit.filter(|_| !flavor.mariadb),
        dialect: Arc::new(MySql::new(flavor).with_defaults(modern(&value(7)), modern(&value(8)))),
        id: value(2).parse().unwrap_or_default(),
        database,
        sql_mode,
    };
    Ok(MySqlSession::new(connection, options, facts))
}

/// Whether a setting is; the youngest MariaDB has more ways than one.
fn is_on(value: &str) -> bool {
    !matches!(value, "" | "0" | "OFF")
}

/// The `sql_mode` that the user's own client has. The driver asks for `IGNORE_SPACE` in the handshake, which stays only
/// where the server has it for all. `NO_BACKSLASH_ESCAPES` goes: strings are read and written with backslashes here.
fn sql_mode(session: &str, global: &str) -> String {
    let kept = |mode: &&str| match *mode {
        "IGNORE_SPACE" => global.split(',').any(|mode| mode == "IGNORE_SPACE"),
        "NO_BACKSLASH_ESCAPES" => false,
        _ => true,
    };
    session.split(',').filter(kept).collect::<Vec<_>>().join(",")
}

/// Sends statements; answers their last row.
async fn send(connection: &mut MySqlConnection, sql: &str) -> Result<Vec<Option<String>>, String> {
    let answers = batch(connection, sql.to_owned()).await.map_err(|error| error.message)?;
    Ok(answers.into_iter().flatten().last().unwrap_or_default())
}

/// The statement that limits the session's statements. A lock's limit is of whole seconds; MySQL's
/// `max_execution_time` holds for `SELECT` alone, so that the session ends other statements itself
/// (<https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_execution_time>,
/// <https://mariadb.com/kb/en/server-system-variables/#max_statement_time>).
fn limits(flavor: &Flavor, lock: Option<Duration>, statement: Option<Duration>) -> String {
    let seconds = lock_seconds(lock);
    let statement = statement.unwrap_or_default();
    let statement = if flavor.mariadb {
        format!("max_statement_time = {:.3}", statement.as_secs_f64())
    } else {
        format!("max_execution_time = {}", statement.as_millis().min(u128::from(u32::MAX)))
    };
    format!(
        "SET SESSION lock_wait_timeout = {seconds}, SESSION innodb_lock_wait_timeout = {seconds}, SESSION {statement}"
    )
}

/// `10.11.6-MariaDB-0+deb12u1`; `5.5.5-10.6.1-MariaDB`, as MariaDB calls itself for old replicas; `8.0.36`.
fn flavor(version: &str, comment: &str) -> Flavor {
    let mariadb = [version, comment].iter().any(|text| text.to_ascii_lowercase().contains("mariadb"));
    let version = if mariadb { version.strip_prefix("5.5.5-").unwrap_or(version) } else { version };
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    Flavor { engine: Engine::MySql, mariadb, version: (next(), next(), next()) }
}

/// What the driver's error means.
fn fault(error: sqlx::Error, options: &MySqlConnectOptions, url: &DatabaseUrl) -> ConnectError {
    let place = place(options);
    let user = || options.get_username().to_owned();
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
        // The driver's only way to send this plugin a password that the server has not seen yet.
        sqlx::Error::Configuration(why) if why.to_string().contains("RSA") => {
            ConnectError::NeedsTls { place, user: user() }
        }
        sqlx::Error::Configuration(why) => ConnectError::Url { url: url.redacted(), why: why.to_string() },
        sqlx::Error::Database(refusal) => {
            let why = refusal.message().to_owned();
            match refusal.try_downcast_ref::<MySqlDatabaseError>().map_or(0, MySqlDatabaseError::number) {
                // Access denied, to a database too; this host may not; the account is locked or has expired; its plugin is not there.
                1044 | 1045 | 1130 | 1251 | 1524 | 1698 | 1820 | 1862 | 3118 | 3159 | 4151 => {
                    ConnectError::Refused { place, user: user(), why }
                }
                1049 => ConnectError::UnknownDatabase {
                    place,
                    database: options.get_database().unwrap_or_default().to_owned(),
                },
                // Too many connections, of all or of this account; the server stops; offline mode.
                1040 | 1041 | 1053 | 1077 | 1203 | 1226 | 3032 => ConnectError::NotReady { place, why },
                _ => ConnectError::Other { place, why },
            }
        }
        _ => ConnectError::Other { place, why: plain(&error) },
    }
}

/// The driver's own words without its prefix.
fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(why) => why.to_string(),
        sqlx::Error::Protocol(why) => why.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn vendors_and_versions() {
        for (version, comment, name) in [
            ("10.11.6-MariaDB-0+deb12u1", "Debian 12", "MariaDB 10.11.6"),
            ("5.5.5-10.6.18-MariaDB-log", "", "MariaDB 10.6.18"),
            ("11.8.9", "mariadb.org binary distribution", "MariaDB 11.8.9"),
            ("8.0.36-28", "Percona Server (GPL)", "MySQL 8.0.36"),
            ("9.7.4", "MySQL Community Server - GPL", "MySQL 9.7.4"),
            ("5.7.44-log", "MySQL Community Server (GPL)", "MySQL 5.7.44"),
        ] {
            assert_eq!(flavor(version, comment).to_string(), name);
        }
    }

    #[test]
    fn the_mode_of_the_users_own_client() {
        let strict = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";
        assert_eq!(sql_mode("IGNORE_SPACE,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION", strict), strict);
        assert_eq!(sql_mode("ANSI_QUOTES,IGNORE_SPACE", "ANSI_QUOTES,IGNORE_SPACE"), "ANSI_QUOTES,IGNORE_SPACE");
        assert_eq!(sql_mode("NO_BACKSLASH_ESCAPES,IGNORE_SPACE", ""), "");
    }

    #[test]
    fn urls() {
        let of = |text: &str| {
            let url = DatabaseUrl::parse(text, Path::new("/")).unwrap();
            options(&url).map(|options| format!("{} {}", place(&options), options.get_database().unwrap_or_default()))
        };
        assert_eq!(of("mysql://u:p@db.example/shop").unwrap(), "db.example:3306 shop");
        assert_eq!(of("mariadb+mariadbconnector://u@[::1]:3307/shop").unwrap(), "[::1]:3307 shop");
        assert_eq!(of("mysql+pymysql://u@localhost/shop?unix_socket=/run/my").unwrap(), "/run/my shop");
        assert_eq!(of("mysql://u@%2Frun%2Fmy/shop").unwrap(), "/run/my shop");
        assert_eq!(of("mysql://u@h/shop?charset=utf8mb4&ssl_mode=VERIFY_CA").unwrap(), "h:3306 shop");
        let why = |text: &str| of(text).unwrap_err().to_string();
        assert!(why("mysql://u:secret@h").ends_with("it names no database"), "{}", why("mysql://u:secret@h"));
        assert!(why("mysql://u:secret@h/d?ssl-mode=yes").contains("`ssl-mode=yes` is none of"));
        assert!(why("mysql://u:secret@h/d?ssl_verify_cert=1").contains("there is no parameter `ssl-verify-cert`"));
        assert!(why("mysql://u:secret@h/d?charset=latin1").contains("utf8mb4"));
        assert!(!why("mysql://u:secret@h").contains("secret"));
    }

    #[test]
    fn a_password_that_needs_tls_is_said_to() {
        let url = DatabaseUrl::parse("mysql://u:secret@h/d?ssl-mode=disabled", Path::new("/")).unwrap();
        let driver = sqlx::Error::Configuration("RSA auth backend disabled".into());
        let fault = fault(driver, &options(&url).unwrap(), &url);
        assert_eq!(fault, ConnectError::NeedsTls { place: "h:3306".into(), user: "u".into() });
    }

    #[test]
    fn limits_in_the_units_of_the_server() {
        let of = |mariadb, lock, statement| {
            let flavor = Flavor { engine: Engine::MySql, mariadb, version: (0, 0, 0) };
            limits(&flavor, lock, statement)
        };
        assert_eq!(
            of(true, Some(Duration::from_millis(1200)), Some(Duration::from_millis(1500))),
            "SET SESSION lock_wait_timeout = 2, SESSION innodb_lock_wait_timeout = 2, SESSION max_statement_time = 1.500"
        );
        assert_eq!(
            of(false, None, None),
            "SET SESSION lock_wait_timeout = 31536000, SESSION innodb_lock_wait_timeout = 31536000, \
             SESSION max_execution_time = 0"
        );
    }
}
