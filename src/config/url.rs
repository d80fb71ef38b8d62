//! A database URL: parsed once, and unable to show its password.
//!
//! `Display` and `Debug` print the redacted form; only the connector asks for the whole by [`DatabaseUrl::expose`].

use std::fmt;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use thiserror::Error;

use super::secret::{mask, mask_url};
use crate::engine::Engine;
use crate::error::Fault;
use crate::nearest::did_you_mean;

/// The schemes a database URL may have, as messages list them.
pub const SCHEMES: [&str; 5] = ["sqlite", "postgres", "postgresql", "mysql", "mariadb"];

/// What help there is where the scheme is none.
const EXAMPLES: &str = "write `sqlite://app.db`, `postgres://user@host/database` or `mysql://user@host/database`";

/// What a path in a `sqlite:` URL must not hold unencoded.
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'?').add(b'%');

/// What a database name in the path of a URL must not hold unencoded.
const NAME: &AsciiSet = &PATH.add(b'/').add(b'@').add(b':');

/// Where a SQLite database lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqlitePath {
    /// `sqlite::memory:`: gone when the connection closes.
    Memory,
    /// A file, made absolute against the folder of `migrate.toml`.
    File(PathBuf),
}

/// How a `sqlite:` URL asks for the file to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SqliteMode {
    /// Nothing said: read and write; the commands that may make a missing file do.
    #[default]
    Unsaid,
    /// `?mode=ro`
    ReadOnly,
    /// `?mode=rw`: never make a missing file.
    ReadWrite,
    /// `?mode=rwc`: make a missing file.
    ReadWriteCreate,
}

/// A parsed database URL.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    engine: Engine,
    whole: String,
    /// As it was before another database was put in: by this one passwords are looked up.
    login: String,
    redacted: String,
    place: Location,
}

#[derive(Clone, PartialEq, Eq)]
enum Location {
    Sqlite { path: SqlitePath, mode: SqliteMode },
    Server { host: String, database: Option<String> },
}

/// What is wrong with a database URL. No variant holds a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UrlError {
    /// No `scheme:` at the start.
    #[error("`{shown}` is not a database URL: it names no database kind")]
    NoScheme {
        /// The URL, redacted.
        shown: String,
    },
    /// A scheme no engine has.
    #[error("`{scheme}` is not a database kind this program knows; the schemes are {}", SCHEMES.join(", "))]
    UnknownScheme {
        /// The scheme as written.
        scheme: String,
    },
    /// A character that has a meaning of its own in a URL.
    #[error("the database URL `{shown}` holds {what} that is not percent-encoded")]
    Unencoded {
        /// The URL, redacted.
        shown: String,
        /// The character, named.
        what: &'static str,
        /// What to write for it.
        encoded: &'static str,
    },
    /// What the parser says.
    #[error("the database URL `{shown}` cannot be read: {why}")]
    Malformed {
        /// The URL, redacted.
        shown: String,
        /// The reason.
        why: String,
    },
    /// A parameter of a `sqlite:` URL that means nothing.
    #[error("the database URL `{shown}` has `{parameter}`, which SQLite URLs do not take")]
    UnknownParameter {
        /// The URL, redacted.
        shown: String,
        /// The parameter as written.
        parameter: String,
    },
    /// No path after `sqlite:`.
    #[error("`{shown}` names no file")]
    NoFile {
        /// The URL, redacted.
        shown: String,
    },
}

impl Fault for UrlError {
    fn code(&self) -> &'static str {
        match self {
            UrlError::UnknownScheme { .. } | UrlError::NoScheme { .. } => "unknown-database-scheme",
            _ => "invalid-database-url",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            UrlError::NoScheme { .. } => {
                EXAMPLES.to_owned()
            }
            UrlError::UnknownScheme { scheme } => did_you_mean(scheme, SCHEMES).unwrap_or_else(|| {
                EXAMPLES.to_owned()
            }),
            UrlError::Unencoded { encoded, .. } => {
                format!("percent-encode it: write {encoded} in the user name, the password or the name")
            }
            UrlError::Malformed { .. } => "the form is `scheme://user:password@host:port/database`; percent-encode \
                `#`, `/`, `?`, `@`, `:`, `%` and spaces in a user name or password (`#` is %23, `/` is %2F, `?` is %3F, \
                `@` is %40, `:` is %3A, `%` is %25)"
                .to_owned(),
            UrlError::UnknownParameter { .. } => {
                "the parameter is `mode`: `ro`, `rw`, `rwc` or `memory`; in a file name write %3F for `?`".to_owned()
            }
            UrlError::NoFile { .. } => {
                "write `sqlite://app.db` (beside migrate.toml), `sqlite:///var/app.db` or `sqlite::memory:`".to_owned()
            }
        })
    }
}

impl DatabaseUrl {
    /// Reads a URL; a relative SQLite path is taken from `base`, the folder of `migrate.toml`.
    ///
    /// # Errors
    /// [`UrlError`] for an unknown scheme, a character that must be percent-encoded, a URL that cannot be read.
    pub fn parse(text: &str, base: &Path) -> Result<Self, UrlError> {
        let text = text.trim();
        let scheme = text.split(':').next().unwrap_or_default();
        let named = scheme.len() < text.len()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        if !named {
            return Err(UrlError::NoScheme { shown: mask(text) });
        }
        // A driver behind a `+`, as SQLAlchemy writes it, says nothing here.
        let kind = scheme.split('+').next().unwrap_or_default();
        let engine = match kind.to_ascii_lowercase().as_str() {
            "sqlite" => Engine::Sqlite,
            "postgres" | "postgresql" => Engine::Postgres,
            "mysql" | "mariadb" => Engine::MySql,
            _ => return Err(UrlError::UnknownScheme { scheme: kind.to_owned() }),
        };
        if percent_decode_str(text).any(|byte| byte == 0) {
            let why = "it holds a NUL byte (`%00`), which no name and no password can".to_owned();
            return Err(UrlError::Malformed { shown: mask(text), why });
        }
        match engine {
            Engine::Sqlite => Self::parse_sqlite(text, scheme.len() + 1, base),
            Engine::Postgres | Engine::MySql => {
                let rest = text.get(scheme.len()..).unwrap_or_default();
                Self::parse_server(&format!("{kind}{rest}"), mask_url(text), engine)
            }
        }
    }

    /// A database of its own in memory, gone when its connection closes.
    pub fn sqlite_in_memory() -> Self {
        let whole = "sqlite::memory:".to_owned();
        let place = Location::Sqlite { path: SqlitePath::Memory, mode: SqliteMode::Unsaid };
        DatabaseUrl { engine: Engine::Sqlite, redacted: whole.clone(), login: whole.clone(), whole, place }
    }

    /// The file whose name is that of this database's with `ending` behind it; none for a server, and in memory.
    pub fn sqlite_beside(&self, ending: &str) -> Option<Self> {
        let Location::Sqlite { path: SqlitePath::File(file), .. } = &self.place else { return None };
        let mut name = file.clone().into_os_string();
        name.push(ending);
        let file = PathBuf::from(name);
        let whole = format!("sqlite://{}", utf8_percent_encode(&file.to_string_lossy(), PATH));
        let place = Location::Sqlite { path: SqlitePath::File(file), mode: SqliteMode::Unsaid };
        Some(DatabaseUrl { engine: Engine::Sqlite, redacted: whole.clone(), login: whole.clone(), whole, place })
    }

    fn parse_sqlite(text: &str, after_scheme: usize, base: &Path) -> Result<Self, UrlError> {
        let rest = text.get(after_scheme..).unwrap_or_default();
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        let mut mode = SqliteMode::Unsaid;
        let mut memory = path == ":memory:";
        for parameter in query.unwrap_or_default().split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter {
                "mode=ro" => mode = SqliteMode::ReadOnly,
                "mode=rw" => mode = SqliteMode::ReadWrite,
                "mode=rwc" => mode = SqliteMode::ReadWriteCreate,
                "mode=memory" => memory = true,
                _ => {
                    return Err(UrlError::UnknownParameter { shown: mask(text), parameter: parameter.to_owned() });
                }
            }
        }
        if memory {
            return Ok(Self::sqlite_in_memory());
        }
        if path.is_empty() {
            return Err(UrlError::NoFile { shown: mask(text) });
        }
        let decoded = percent_decode_str(path).decode_utf8().map_err(|_| UrlError::Malformed {
            shown: mask(text),
            why: "the percent-encoded path is not UTF-8".to_owned(),
        })?;
        let file = base.join(&*decoded);
        let whole = format!(
            "sqlite://{}{}",
            utf8_percent_encode(&file.to_string_lossy(), PATH),
            query.map(|query| format!("?{query}")).unwrap_or_default()
        );
        let place = Location::Sqlite { path: SqlitePath::File(file), mode };
        // Shown as typed: the path a user wrote is the one they look for.
        Ok(DatabaseUrl { engine: Engine::Sqlite, redacted: text.to_owned(), login: whole.clone(), whole, place })
    }

    fn parse_server(text: &str, redacted: String, engine: Engine) -> Result<Self, UrlError> {
        let unencoded = [
            ("#", "a `#`", "%23"),
            (" ", "a space", "%20"),
            ("\t", "a tab", "%09"),
            ("\n", "a line break", "%0A"),
            ("\"", "a double quote", "%22"),
            ("\\", "a backslash", "%5C"),
        ];
        if let Some((_, what, encoded)) = unencoded.into_iter().find(|(character, ..)| text.contains(character)) {
            return Err(UrlError::Unencoded { shown: mask(text), what, encoded });
        }
        let malformed = |why: &str| UrlError::Malformed { shown: mask(text), why: why.to_owned() };
        let (_, after) = text.split_once("://").ok_or_else(|| malformed("`//` is missing after the scheme"))?;
        // A `/` or `?` before the last `@` splits the password off in silence or as a strange port: say what it is.
        let authority = after.split(['/', '?']).next().unwrap_or_default();
        let until_query = after.split('?').next().unwrap_or_default();
        let behind = until_query.strip_prefix(authority).unwrap_or_default();
        if behind.contains('@') && (authority.contains('@') || authority.contains(':')) {
            return Err(UrlError::Unencoded { shown: mask(text), what: "a `/`", encoded: "%2F" });
        }
        // `user@/db?host=/socket`, as libpq takes it: the parser wants a host where there is a user.
        let whole = match after.split_once("@/") {
            Some((user, rest)) if authority.ends_with('@') && !user.contains('/') => {
                format!("{}://{user}@localhost/{rest}", text.split("://").next().unwrap_or_default())
            }
            _ => text.to_owned(),
        };
        let parsed = url::Url::parse(&whole).map_err(|why| malformed(&why.to_string()))?;
        let decode = |part: &str, what: &str| {
            percent_decode_str(part)
                .decode_utf8()
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| malformed(&format!("the percent-encoded {what} is not UTF-8")))
        };
        let mut host = decode(parsed.host_str().unwrap_or_default(), "host")?;
        let mut database = decode(parsed.path().trim_start_matches('/'), "database name")?;
        for (key, value) in parsed.query_pairs() {
            match (&*key, engine) {
                ("host" | "hostaddr", Engine::Postgres) | ("socket" | "unix_socket", Engine::MySql) => {
                    host = value.into_owned();
                }
                ("dbname", Engine::Postgres) => database = value.into_owned(),
                _ => {}
            }
        }
        decode(parsed.username(), "user name")?;
        decode(parsed.password().unwrap_or_default(), "password")?;
        let database = (!database.is_empty()).then_some(database);
        let place = Location::Server { host, database };
        Ok(DatabaseUrl { engine, login: whole.clone(), whole, redacted, place })
    }

    /// The kind of database.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether the database has owners and grants that a schema can say.
    pub fn has_grants(&self) -> bool {
        self.engine == Engine::Postgres
    }

    /// The URL with `***` for every password in it.
    pub fn redacted(&self) -> String {
        self.redacted.clone()
    }

    /// The whole URL, password and all: for the connector only, never for a message.
    /// A SQLite path in it is absolute and percent-encoded.
    pub fn expose(&self) -> &str {
        &self.whole
    }

    /// The whole URL as it was before [`DatabaseUrl::with_database`], for the connector only: a file of passwords may have one
    /// for that database alone, and lets into the other one all the same.
    pub fn expose_login(&self) -> &str {
        &self.login
    }

    /// The SQLite file or memory; `None` for a server.
    pub fn sqlite_path(&self) -> Option<&SqlitePath> {
        match &self.place {
            Location::Sqlite { path, .. } => Some(path),
            Location::Server { .. } => None,
        }
    }

    /// How a SQLite file is to be opened.
    pub fn sqlite_mode(&self) -> SqliteMode {
        match &self.place {
            Location::Sqlite { mode, .. } => *mode,
            Location::Server { .. } => SqliteMode::Unsaid,
        }
    }

    /// The name of the database on its server, where the URL gives one.
    pub fn database_name(&self) -> Option<&str> {
        match &self.place {
            Location::Server { database, .. } => database.as_deref(),
            Location::Sqlite { .. } => None,
        }
    }

    /// The same server with another database; a SQLite URL stays as it is.
    #[must_use]
    pub fn with_database(&self, name: &str) -> DatabaseUrl {
        let mut other = self.clone();
        let (Location::Server { database, .. }, Ok(mut url)) = (&mut other.place, url::Url::parse(&self.whole)) else {
            return other;
        };
        *database = Some(name.to_owned());
        url.set_path(&format!("/{}", utf8_percent_encode(name, NAME)));
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !(key == "dbname" && self.engine == Engine::Postgres))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
        other.whole = url.to_string();
        other.redacted = mask_url(&other.whole);
        other
    }

    /// The host or socket folder of the server, empty where the URL leaves it to the driver.
    pub fn host(&self) -> Option<&str> {
        match &self.place {
            Location::Server { host, .. } => Some(host),
            Location::Sqlite { .. } => None,
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", self.redacted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<DatabaseUrl, UrlError> {
        DatabaseUrl::parse(text, Path::new("/project"))
    }

    #[test]
    fn another_database_of_the_server() {
        for (text, whole) in [
            ("postgres://u:p@h:5433/app", "postgres://u:p@h:5433/other%20one"),
            ("postgres:///app?host=/run/pg&user=u", "postgres:///other%20one?host=%2Frun%2Fpg&user=u"),
            ("postgres://u:p@/app?host=/run/pg", "postgres://u:p@localhost/other%20one?host=%2Frun%2Fpg"),
            ("postgres://u@h?dbname=app", "postgres://u@h/other%20one"),
        ] {
            let other = parse(text).unwrap().with_database("other one");
            assert_eq!(other.expose(), whole);
            assert_eq!(other.expose_login(), parse(text).unwrap().expose());
            assert_eq!(other.database_name(), Some("other one"));
        }
    }

    #[test]
    fn sqlite_paths() {
        for (text, file) in [
            ("sqlite://app.db", "/project/app.db"),
            ("sqlite://data/app.db?mode=ro", "/project/data/app.db"),
            ("sqlite:app.db", "/project/app.db"),
            ("sqlite:///var/app.db", "/var/app.db"),
            ("sqlite://my%20app%3F.db", "/project/my app?.db"),
            ("SQLite://ünï.db", "/project/ünï.db"),
        ] {
            let url = parse(text).unwrap();
            assert_eq!(url.engine(), Engine::Sqlite);
            assert_eq!(url.sqlite_path(), Some(&SqlitePath::File(file.into())), "{text}");
            assert_eq!(url.to_string(), text);
        }
        for text in ["sqlite::memory:", "sqlite://:memory:", "sqlite://x?mode=memory"] {
            assert_eq!(parse(text).unwrap().sqlite_path(), Some(&SqlitePath::Memory), "{text}");
        }
        assert_eq!(parse("sqlite://a b#c.db?mode=rwc").unwrap().expose(), "sqlite:///project/a%20b%23c.db?mode=rwc");
        assert_eq!(parse("sqlite://a?mode=ro").unwrap().sqlite_mode(), SqliteMode::ReadOnly);
        assert_eq!(parse("sqlite://").unwrap_err().to_string(), "`sqlite://` names no file");
        assert_eq!(
            parse("sqlite://a.db?mod=ro").unwrap_err().to_string(),
            "the database URL `sqlite://a.db?mod=ro` has `mod=ro`, which SQLite URLs do not take"
        );
    }

    #[test]
    fn servers() {
        let url = parse("postgresql://u:p%23w@db.example:5433/shop?sslmode=require").unwrap();
        assert_eq!(
            (url.engine(), url.host(), url.database_name()),
            (Engine::Postgres, Some("db.example"), Some("shop"))
        );
        assert_eq!(url.to_string(), "postgresql://u:***@db.example:5433/shop?sslmode=require");
        assert_eq!(url.expose(), "postgresql://u:p%23w@db.example:5433/shop?sslmode=require");
        let url = parse("postgres:///db?host=/run/pg&user=u").unwrap();
        assert_eq!((url.host(), url.database_name()), (Some("/run/pg"), Some("db")));
        let url = parse("postgres://u@%2Frun%2Fpg/db").unwrap();
        assert_eq!((url.host(), url.database_name()), (Some("/run/pg"), Some("db")));
        let url = parse("mariadb://u@localhost/db?socket=/run/x.sock").unwrap();
        assert_eq!((url.engine(), url.host(), url.database_name()), (Engine::MySql, Some("/run/x.sock"), Some("db")));
        assert_eq!(parse("postgres://h").unwrap().database_name(), None);
    }

    #[test]
    fn a_driver_is_ignored() {
        for (text, whole, shown) in [
            ("postgresql+psycopg2://u:p@h/db", "postgresql://u:p@h/db", "postgresql+psycopg2://u:***@h/db"),
            (
                "postgres+asyncpg://u@/db?host=/run",
                "postgres://u@localhost/db?host=/run",
                "postgres+asyncpg://u@/db?host=/run",
            ),
            ("sqlite+aiosqlite://app.db", "sqlite:///project/app.db", "sqlite+aiosqlite://app.db"),
            ("sqlite+pysqlite:///var/app.db", "sqlite:///var/app.db", "sqlite+pysqlite:///var/app.db"),
            ("mysql+pymysql://u:p@h/db", "mysql://u:p@h/db", "mysql+pymysql://u:***@h/db"),
            ("mariadb+mariadbconnector://h/db", "mariadb://h/db", "mariadb+mariadbconnector://h/db"),
        ] {
            let url = parse(text).unwrap();
            assert_eq!((url.expose(), url.to_string().as_str()), (whole, shown));
        }
        assert!(
            matches!(parse("oracle+oracledb://h/db"), Err(UrlError::UnknownScheme { scheme }) if scheme == "oracle")
        );
        assert!(matches!(parse("+psycopg://h/db"), Err(UrlError::NoScheme { .. })));
    }

    #[test]
    fn faults_say_what_to_write() {
        for (text, message, help) in [
            (
                "postgres://u:se#cret@h/db",
                "the database URL `postgres://u:***@h/db` holds a `#` that is not percent-encoded",
                "%23",
            ),
            (
                "postgres://u:se cret@h/db",
                "the database URL `postgres://u:***@h/db` holds a space that is not percent-encoded",
                "%20",
            ),
            (
                "postgres://u:se/cret@h/db",
                "the database URL `postgres://u:***@h/db` holds a `/` that is not percent-encoded",
                "%2F",
            ),
            (
                "postgres://u:s@se/cret@h/db",
                "the database URL `postgres://u:***@h/db` holds a `/` that is not percent-encoded",
                "%2F",
            ),
            (
                "postgres://u:secret",
                "the database URL `postgres://u:***` cannot be read: invalid port number",
                "scheme://user:password@host",
            ),
            (
                "postgress://u:secret@h/db",
                "`postgress` is not a database kind this program knows; the schemes are sqlite, postgres, postgresql, mysql, mariadb",
                "did you mean `postgres`?",
            ),
            (
                "oracle:secret",
                "`oracle` is not a database kind this program knows; the schemes are sqlite, postgres, \
                 postgresql, mysql, mariadb",
                "write `sqlite://app.db`",
            ),
            (
                "postgres://u:s%00@h/db",
                "the database URL `postgres://u:***@h/db` cannot be read: it holds a NUL byte (`%00`), which no name and no \
                 password can",
                "scheme://",
            ),
            ("app.db", "`app.db` is not a database URL: it names no database kind", "write `sqlite://app.db`"),
            ("", "`` is not a database URL: it names no database kind", "write `sqlite://app.db`"),
            (
                "postgres:u:secret@h",
                "the database URL `postgres:u:***@h` cannot be read: `//` is missing after the scheme",
                "scheme://",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert!(error.help().unwrap().contains(help), "{:?}", error.help());
        }
    }

    #[test]
    fn never_shows_a_password() {
        let url = parse("mysql://root:hunter2@h/db?sslkey=hunter2").unwrap();
        assert!(!format!("{url} {url:?} {url:#?} {}", url.redacted()).contains("hunter2"));
        let url = parse("postgresql+psycopg2://u:hunter2@h/db").unwrap();
        assert!(!format!("{url} {url:?}").contains("hunter2"));
        let line = "url = \"postgresql+psycopg2:u:hunter2@h/db\"";
        assert_eq!(mask(line), "url = \"postgresql+psycopg2:u:***@h/db\"");
    }
}
