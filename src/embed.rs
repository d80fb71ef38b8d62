//! Migrations inside a Rust program: it brings its database up to date when it starts.
//!
//! The scripts are those of the command line, made and tried out with it; the program reads them from a folder at run time
//! ([`Migrations::folder`]) or carries them in itself ([`Migrations::compiled`]). Several instances that start at once
//! wait for each other, and each script is run by one of them.
//!
//! ```
//! use migrate::embed::{Database, Migrations};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), migrate::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! # std::env::set_current_dir(&folder).unwrap();
//!
//! const SCRIPTS: &[(&str, &str)] = &[(
//!     "1b0c77e2a955_users.sql", // as a rule: include_str!("../migrations/versions/1b0c77e2a955_users.sql")
//!     "-- revision: 1b0c77e2a955\n-- migrate:upgrade\nCREATE TABLE users (id integer PRIMARY KEY);",
//! )];
//!
//! let migrations = Migrations::compiled(SCRIPTS)?;
//! let ran = migrations.upgrade(&Database::at("sqlite://app.db")?).await?;
//! assert_eq!(ran.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # All scripts of a folder, compiled in
//!
//! So that no script is forgotten, a build script lists them. Whatever is wrong with the chain (a missing parent, a
//! damaged head) is then an error of the build.
//!
//! ```no_run
//! // build.rs, with `migrate` among the build-dependencies
//! fn main() -> Result<(), migrate::Error> {
//!     migrate::embed::write("migrations/versions", "migrations.rs")
//! }
//! ```
//!
//! ```text
//! const SCRIPTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));
//! ```
//!
//! # What is done, as it is done
//!
//! [`Migrations::upgrade_with`] hands every [`Event`] to a [`Reporter`], which may be a closure: the revisions, their
//! statements, warnings, the server's notices.
//!
//! ```
//! use migrate::embed::{Database, Event, Migrations};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), migrate::Error> {
//!
//! # let scripts = [("a.sql", "-- revision: a\n-- message: users\n-- migrate:upgrade\nCREATE TABLE users (id integer);")];
//! let mut lines = Vec::new();
//! let mut log = |event: &Event<'_>| match event {
//!     Event::Started { revision, message, .. } => lines.push(format!("{revision} {message} ...")),
//!     Event::Finished { revision, .. } => lines.push(format!("{revision} done")),
//!     Event::Warning(text) => lines.push(format!("warning: {text}")),
//!     // What the server says beside its answers: PostgreSQL's `RAISE NOTICE`, its warnings.
//!     Event::Notice(notice) => lines.push(format!("the server says: {}", notice.message)),
//!     _ => {}
//! };
//! Migrations::compiled(&scripts)?.upgrade_with(&Database::at("sqlite::memory:")?, &mut log).await?;
//! assert_eq!(lines, ["a users ...", "a done"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Scripts that are templates
//!
//! A script with `template: on` in its head is rendered with [`Migrations::variables`]. That takes the feature
//! `templates`; a program built without it refuses such a script, with the code `templates-not-built`.
//!
//! ```
//! use migrate::embed::{Database, Migrations, Variables};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), migrate::Error> {
//!
//! let script = "-- revision: a\n-- template: on\n-- migrate:upgrade\nCREATE TABLE {{ name }} (id integer);";
//! let migrations = Migrations::compiled(&[("a.sql", script)])?;
//! let migrations = migrations.variables(Variables::from_iter([("name", "users")]));
//! let outcome = migrations.upgrade(&Database::at("sqlite::memory:")?).await;
//! if cfg!(feature = "templates") {
//!     assert_eq!(outcome?.len(), 1);
//! } else {
//!     assert_eq!(outcome.unwrap_err().code(), "templates-not-built");
//! }
//! # Ok(())
//! # }
//! ```

use std::fmt::Write;
use std::path::{Path, PathBuf};

pub use crate::config::Database;
pub use crate::run::{
    Activity, Blocker, Event, LockWait, Notice, Ran, Reporter, Severity, Silent, StatementProgress, Stop, Stopper,
};
pub use crate::script::Variables;

use crate::config::{self, Config, LintSettings, Naming, RevisionSettings, SchemaSettings, ShadowSettings};
use crate::dialect::ConnectSettings;
use crate::dialect::connect;
use crate::error::Result;
use crate::revision::{Direction, Graph};
use crate::run::{Chain, Runner};
use crate::script::{ScriptError, read_heads};

/// The revisions of a program, and where it records which are applied.
#[derive(Debug, Clone)]
pub struct Migrations {
    chain: Chain,
    settings: config::MigrationSettings,
}

impl Migrations {
    /// The scripts in a folder and below it, read at run time; a relative path starts at the working folder.
    ///
    /// # Errors
    /// A folder or a script that cannot be read; revisions that make no chain.
    pub fn folder(path: impl Into<PathBuf>) -> Result<Self> {
        Ok(Self::of(Chain::of_folders(&[path.into()], Variables::new())?))
    }

    /// Scripts that are part of the program: the name that messages call each by, and its text.
    ///
    /// # Errors
    /// A script without a head; revisions that make no chain.
    pub fn compiled(scripts: &[(&str, &str)]) -> Result<Self> {
        Ok(Self::of(Chain::of_texts(scripts.iter().copied(), Variables::new())?))
    }

    fn of(chain: Chain) -> Self {
        Migrations { chain, settings: config::MigrationSettings::beside(Path::new(".")) }
    }

    /// The table that records what is applied; `migrate_version` if nothing is said. It must be that of `migrate.toml`
    /// where the command line is used on the same database.
    #[must_use]
    pub fn version_table(mut self, name: impl Into<String>) -> Self {
        self.settings.version_table = name.into();
        self
    }

    /// The schema of that table (PostgreSQL); the connection's own if nothing is said.
    #[must_use]
    pub fn version_schema(mut self, name: impl Into<String>) -> Self {
        self.settings.version_schema = Some(name.into());
        self
    }

    /// The variables of scripts with `template: on`.
    #[must_use]
    pub fn variables(mut self, variables: Variables) -> Self {
        self.chain.variables = variables;
        self
    }

    /// The revisions.
    pub fn graph(&self) -> &Graph {
        &self.chain.graph
    }

    /// Brings the database to the head, a missing SQLite file made: the revisions that were run, in order; none where
    /// the database was there already.
    ///
    /// # Errors
    /// No connection; several heads; a database that has revisions which the program does not know (a newer program was
    /// here); a statement that fails, which leaves what was applied before it and says so ([`crate::run::RunError`]).
    pub async fn upgrade(&self, database: &Database) -> Result<Vec<Ran>> {
        self.upgrade_with(database, &mut Silent).await
    }

    /// As [`Migrations::upgrade`], and tells what happens as it happens.
    ///
    /// # Errors
    /// As [`Migrations::upgrade`].
    pub async fn upgrade_with(&self, database: &Database, reporter: &mut (dyn Reporter + Send)) -> Result<Vec<Ran>> {
        self.run(database, Direction::Upgrade, "head", Stop::never(), reporter).await
    }

    /// [`Migrations::upgrade`] for a program without an async runtime. Not to be called inside of one.
    ///
    /// # Errors
    /// As [`Migrations::upgrade`].
    pub fn upgrade_blocking(&self, database: &Database) -> Result<Vec<Ran>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|why| NoRuntime { why: why.to_string() })?.block_on(self.upgrade(database))
    }

    /// Brings the database to any revision, named as on the command line, and tells what happens as it happens. Whoever
    /// holds the [`Stopper`] of `stop` can end the run: the running statement is then cancelled on the server.
    ///
    /// # Errors
    /// As [`Migrations::upgrade`]; a target that is none.
    pub async fn run(
        &self,
        database: &Database,
        direction: Direction,
        target: &str,
        stop: Stop,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Vec<Ran>> {
        let root = std::env::current_dir().unwrap_or_default();
        let config = Config {
            database: database.clone(),
            schema: SchemaSettings::beside(&root),
            shadow: ShadowSettings::default(),
            revision: RevisionSettings::default(),
            naming: Naming::default(),
            migrations: self.settings.clone(),
            lint: LintSettings::default(),
            warnings: Vec::new(),
            root,
        };
        let settings = ConnectSettings { create: direction == Direction::Upgrade, ..ConnectSettings::from(database) };
        let session = connect(config.database_url()?, &settings).await?;
        let mut runner = Runner::new(session, &config, stop).await?;
        let outcome = runner.run(&self.chain, direction, target, reporter).await;
        runner.close().await;
        Ok(outcome?.ran)
    }
}

/// The system gives no runtime for [`Migrations::upgrade_blocking`].
#[derive(Debug, thiserror::Error)]
#[error("the migrations can't be started: {why}")]
struct NoRuntime {
    why: String,
}

impl crate::error::Fault for NoRuntime {
    fn code(&self) -> &'static str {
        "no-runtime"
    }
}

/// Writes the scripts of a folder as a Rust expression, a `&[(&str, &str)]` for [`Migrations::compiled`], to the file
/// `out`; a relative one lies in `OUT_DIR`. To be called by a build script: it also tells Cargo to call it again when
/// the folder changes.
///
/// # Errors
/// A folder or a script that cannot be read; revisions that make no chain; a file that cannot be written.
#[allow(clippy::print_stdout, reason = "a build script speaks to Cargo by its standard output")]
pub fn write(folder: impl AsRef<Path>, out: impl AsRef<Path>) -> Result<()> {
    let (folder, out) = (folder.as_ref(), out.as_ref());
    println!("cargo:rerun-if-changed={}", folder.display());
    let out = std::env::var_os("OUT_DIR").map_or_else(PathBuf::new, PathBuf::from).join(out);
    let text = expression(folder)?;
    std::fs::write(&out, text).map_err(|why| ScriptError::Write { path: out, reason: why.to_string() })?;
    Ok(())
}

fn expression(folder: &Path) -> Result<String> {
    let revisions = read_heads(&[folder.to_path_buf()])?;
    let mut text = String::from("&[\n");
    for path in revisions.iter().filter_map(|revision| revision.path()) {
        let script = std::fs::read_to_string(path)
            .map_err(|why| ScriptError::Read { path: path.to_path_buf(), reason: why.to_string() })?;
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let name: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        // Writing to a string does not fail. A string's debug form is a literal of the language.
        let _ = writeln!(text, "    ({:?}, {script:?}),", name.join("/"));
    }
    text.push_str("]\n");
    Graph::new(revisions)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(id: &str, down: &str, sql: &str) -> String {
        format!("-- revision: {id}\n-- down_revision: {down}\n-- message: {id}\n-- migrate:upgrade\n{sql}\n")
    }

    fn database(folder: &Path) -> Database {
        Database::at(&format!("sqlite://{}/app.db", folder.display())).unwrap()
    }

    fn ids(ran: &[Ran]) -> Vec<&str> {
        ran.iter().map(|ran| ran.revision.as_str()).collect()
    }

    #[tokio::test]
    async fn a_program_brings_its_database_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (script("a", "", "CREATE TABLE t (id integer);"), script("b", "a", "DROP TABLE t;"));
        let database = database(folder.path());
        let first = Migrations::compiled(&[("a.sql", &a)]).unwrap().version_table("applied");
        assert_eq!(ids(&first.upgrade(&database).await.unwrap()), ["a"]);
        assert!(first.upgrade(&database).await.unwrap().is_empty());
        let second = Migrations::compiled(&[("b.sql", &b), ("a.sql", &a)]).unwrap().version_table("applied");
        assert_eq!(ids(&second.upgrade(&database).await.unwrap()), ["b"]);
        let newer = first.upgrade(&database).await.unwrap_err();
        assert_eq!(newer.code(), "unknown-applied");
        let wrong = Migrations::compiled(&[("b.sql", &b)]).unwrap_err();
        assert_eq!(wrong.code(), "unknown-parent");
    }

    #[test]
    fn from_a_folder_and_without_a_runtime() {
        let folder = tempfile::tempdir().unwrap();
        let scripts = folder.path().join("versions");
        std::fs::create_dir(&scripts).unwrap();
        std::fs::write(scripts.join("a.sql"), script("a", "", "CREATE TABLE t (id integer);")).unwrap();
        let migrations = Migrations::folder(&scripts).unwrap();
        assert_eq!(ids(&migrations.upgrade_blocking(&database(folder.path())).unwrap()), ["a"]);
        assert!(Migrations::folder(folder.path().join("none")).is_err());
    }

    #[test]
    fn a_failure_is_an_error_of_std_that_names_the_script() {
        let folder = tempfile::tempdir().unwrap();
        let text = script("a", "", "CREATE TABLE t (id integer);\nCREATE TABLE t (id integer);");
        let migrations = Migrations::compiled(&[("a.sql", &text)]).unwrap();
        let fault: Box<dyn std::error::Error + Send + Sync> =
            migrations.upgrade_blocking(&database(folder.path())).unwrap_err().into();
        assert!(fault.to_string().contains("a.sql:6"), "{fault}");
    }

    #[test]
    fn an_upgrade_can_be_spawned() {
        fn spawnable<T: Send>(_: T) {}
        let migrations = Migrations::compiled(&[]).unwrap();
        spawnable(migrations.upgrade(&Database::default()));
    }

    #[test]
    fn scripts_become_an_expression() {
        let folder = tempfile::tempdir().unwrap();
        let scripts = folder.path();
        std::fs::create_dir(scripts.join("later")).unwrap();
        let odd = "-- revision: a\r\n-- migrate:upgrade\nSELECT '\u{e9}\"\\';\n";
        std::fs::write(scripts.join("a.sql"), odd).unwrap();
        std::fs::write(scripts.join("later/b.sql"), script("b", "a", "SELECT 1;")).unwrap();
        let out = scripts.join("out.rs");
        write(scripts, &out).unwrap();
        assert_eq!(
            std::fs::read_to_string(&out).unwrap(),
            "&[\n    (\"a.sql\", \"-- revision: a\\r\\n-- migrate:upgrade\\nSELECT 'é\\\"\\\\';\\n\"),\n    \
             (\"later/b.sql\", \"-- revision: b\\n-- down_revision: a\\n-- message: b\\n-- migrate:upgrade\\nSELECT 1;\\n\"),\n]\n"
        );
        std::fs::remove_file(scripts.join("a.sql")).unwrap();
        assert_eq!(write(scripts, &out).unwrap_err().code(), "unknown-parent");
    }
}
