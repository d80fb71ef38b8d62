//! From a URL to a [`SqliteSession`]: the file, the driver's options, and what can go wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::Sqlite;
use super::session::{self, SqliteSession, StatementInterrupt};
use crate::config::{DatabaseUrl, SqliteMode, SqlitePath};
use crate::dialect::ServerError;
use crate::dialect::session::{ConnectSettings, Session};
use crate::engine::{Engine, Flavor};
use crate::error::{Fault, Result};

/// Why there is no database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("the database file {} does not exist", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Not even its folder is there.
    #[error("the database file {} does not exist, nor does its folder {}", .path.display(), .folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// It is a folder.
    #[error("{} is a folder, not a database file", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// It holds something else.
    #[error("{} is not a SQLite database, or an encrypted one", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// SQLite says something else.
    #[error("the database {place} cannot be opened: {why}")]
    Other {
        /// The file, or memory.
        place: String,
        /// SQLite's message.
        why: String,
    },
}

impl Fault for FileError {
    fn code(&self) -> &'static str {
        match self {
            FileError::Missing { .. } => "database-missing",
            FileError::NoFolder { .. } => "database-folder-missing",
            FileError::Folder { .. } | FileError::NotADatabase { .. } => "not-a-database",
            FileError::Other { .. } => "database-not-opened",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            FileError::Missing { path } if path.parent() == Some(Path::new("/")) => RELATIVE.to_owned(),
            FileError::Missing { .. } => {
                "`migrate upgrade` and `migrate apply` make it; or correct the path in the URL".to_owned()
            }
            FileError::NoFolder { .. } => format!("make the folder, or correct the path in the URL: {RELATIVE}"),
            FileError::Folder { .. } | FileError::NotADatabase { .. } => "correct the path in the URL".to_owned(),
            FileError::Other { .. } => "see whether the file and its folder may be read and written".to_owned(),
        })
    }
}

/// In other tools' URLs three slashes begin a relative path.
const RELATIVE: &str = "`sqlite:///app.db` is a path from the root, and `sqlite://app.db` one beside migrate.toml";

/// Opens a session. A missing file is made only where the settings or the URL (`?mode=rwc`) say so.
///
/// # Errors
/// [`FileError`].
pub(super) async fn connect(url: &DatabaseUrl, settings: &ConnectSettings) -> Result<Box<dyn Session>> {
    let Some(SqlitePath::File(path)) = url.sqlite_path() else {
        return Ok(Box::new(in_memory(settings).await?));
    };
    let mode = url.sqlite_mode();
    let create = mode == SqliteMode::ReadWriteCreate || (settings.create && mode == SqliteMode::Unsaid);
    if path.is_dir() {
        return Err(FileError::Folder { path: path.clone() }.into());
    }
    if !path.exists() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(FileError::NoFolder { path: path.clone(), folder: folder.to_owned() }.into());
        }
        if !create {
            return Err(FileError::Missing { path: path.clone() }.into());
        }
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .read_only(mode == SqliteMode::ReadOnly || settings.read_only);
    match open(options, settings).await {
        Ok(session) => Ok(Box::new(session)),
        // "file is not a database"
        Err(fault) if fault.code.as_deref() == Some("26") => Err(FileError::NotADatabase { path: path.clone() }.into()),
        Err(fault) => Err(FileError::Other { place: path.display().to_string(), why: fault.message }.into()),
    }
}

/// A session on a database of its own in memory, gone when it closes.
///
/// # Errors
/// [`FileError`] where SQLite itself fails.
pub(super) async fn in_memory(settings: &ConnectSettings) -> Result<SqliteSession, FileError> {
    let options = SqliteConnectOptions::new().in_memory(true).filename(":memory:");
    open(options, settings).await.map_err(|fault| FileError::Other { place: "in memory".into(), why: fault.message })
}

async fn open(options: SqliteConnectOptions, settings: &ConnectSettings) -> Result<SqliteSession, ServerError> {
    // To read a schema is to ask for thousands of rows: the driver's thread is not to wait after each fifty of them.
    let options = options.foreign_keys(true).busy_timeout(session::BUSY_SLICE).row_buffer_size(2000);
    let options = options.disable_statement_logging();
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(session::fault)?;
    let watch = Arc::new(StatementInterrupt::new(settings.statement_timeout));
    let seen = watch.clone();
    connection.lock_handle().await.map_err(session::fault)?.set_progress_handler(1000, move || seen.go_on());
    let unknown = Flavor { engine: Engine::Sqlite, mariadb: false, version: (0, 0, 0) };
    let dialect = Arc::new(Sqlite::new(unknown));
    let mut session = SqliteSession::new(connection, dialect, watch, settings.lock_timeout);
    // The second value needs the file's header: what is no database is found out here.
    let rows = session.rows("SELECT sqlite_version(), (SELECT count(*) FROM sqlite_master)").await?;
    let version = rows.into_iter().next().and_then(|row| row.into_iter().next().flatten()).unwrap_or_default();
    session.set_version(version_of(&version));
    Ok(session)
}

fn version_of(text: &str) -> (u32, u32, u32) {
    let mut numbers = text.split('.').map(|part| part.parse().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    (next(), next(), next())
}
