//! The configuration: `migrate.toml`, the `.env` beside it, the environment and the flags, as one checked value.
//!
//! A flag comes before the environment (`DATABASE_URL`), the environment before the file. Whatever is wrong is an error
//! at its place in the file; no text made here shows a password.

mod database_urls;
mod error;
pub mod filter;
mod lint;
pub mod naming;
mod read;
mod secret;
mod settings;
pub mod url;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub use error::ConfigError;
pub use filter::Filter;
pub use lint::{LINT_CODES, LintLevel, LintSettings};
pub use naming::Naming;
pub use secret::mask;
pub use settings::{
    Database, Edited, FILE_TEMPLATE_WORDS, Keep, MigrationSettings, Online, RevisionSettings, SETTINGS, SchemaSettings,
    ShadowSettings, SourceSpec, TransactionMode,
};
pub use url::{DatabaseUrl, SqliteMode, SqlitePath};

use crate::error::Result;
use crate::text::{self, TextFault, without_byte_order_mark};
use database_urls::DatabaseUrls;
pub(crate) use read::nul_in_table;
use read::{ConfigFile, ConfigSection, Environment, EnvironmentLookup};

/// The file's name.
pub const FILE_NAME: &str = "migrate.toml";

/// What the flags say, which comes before all else.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--config`: the file itself.
    pub config: Option<PathBuf>,
    /// `--env`: the section of `migrate.toml` that is laid over the rest.
    pub env: Option<String>,
    /// `--url`. A relative SQLite path starts, as everywhere, at the folder of `migrate.toml`.
    pub url: Option<String>,
    /// `--schema`: a file or folder, from the working folder.
    pub schema: Option<String>,
    /// `--dir`: the migrations folder, from the working folder.
    pub dir: Option<PathBuf>,
}

/// The whole configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of `migrate.toml`, absolute; relative paths of the file start here.
    pub root: PathBuf,
    /// `[database]`
    pub database: Database,
    /// `[schema]`
    pub schema: SchemaSettings,
    /// `[shadow]`
    pub shadow: ShadowSettings,
    /// `[revision]`
    pub revision: RevisionSettings,
    /// `[naming]`
    pub naming: Naming,
    /// `[migrations]`
    pub migrations: MigrationSettings,
    /// `[lint]`
    pub lint: LintSettings,
    /// What a user should know and no fault is: settings that are accepted but do nothing yet.
    pub warnings: Vec<String>,
}

/// What surrounds the run: given by hand in tests, taken from the process otherwise.
struct ProcessEnvironment<'a> {
    working_folder: &'a Path,
    variables: EnvironmentLookup<'a>,
}

impl Config {
    /// Reads the configuration: the file that `--config` names, or the first `migrate.toml` in the working folder and
    /// the folders above it.
    ///
    /// # Errors
    /// No file; a file that cannot be read; anything in it that is not known or not right, at its place.
    pub fn load(overrides: &Overrides) -> Result<Self> {
        with_process(|around| Ok(load(overrides, around)?))
    }

    /// The configuration that a new project in the folder `root` begins with: every setting at its default.
    ///
    /// # Errors
    /// As [`Config::load`], but for the missing file.
    pub fn new_project(root: &Path, overrides: &Overrides) -> Result<Self> {
        with_process(|around| Ok(without_file(root, overrides, around)?))
    }

    /// The database to connect to, which most commands need.
    ///
    /// # Errors
    /// [`ConfigError::NoUrl`] where neither flag, environment nor file names one.
    pub fn database_url(&self) -> Result<&DatabaseUrl> {
        Ok(self.database.connection().ok_or(ConfigError::NoUrl)?)
    }
}

fn with_process<T>(run: impl FnOnce(&ProcessEnvironment<'_>) -> Result<T>) -> Result<T> {
    let working_folder = std::env::current_dir().map_err(|why| ConfigError::Unreadable {
        path: PathBuf::from("."),
        why: format!("the working folder: {why}"),
    })?;
    run(&ProcessEnvironment { working_folder: &working_folder, variables: &|name| std::env::var(name).ok() })
}

/// The file to read: named, or found on the way up.
fn find(overrides: &Overrides, working_folder: &Path) -> Result<PathBuf, ConfigError> {
    if let Some(named) = &overrides.config {
        return Ok(working_folder.join(named));
    }
    working_folder
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|file| file.is_file())
        .ok_or_else(|| ConfigError::NotFound { start: working_folder.to_owned() })
}

fn load(overrides: &Overrides, around: &ProcessEnvironment<'_>) -> Result<Config, ConfigError> {
    let file = find(overrides, around.working_folder)?;
    let shown = match &overrides.config {
        Some(named) => named.clone(),
        None => file.strip_prefix(around.working_folder).unwrap_or(&file).to_owned(),
    };
    let document = ConfigFile { text: read_text(&file, &shown)?.into(), path: shown };
    let root = file.parent().unwrap_or(around.working_folder).to_owned();
    let from_file = env_file(&root)?;
    let variables = |name: &str| (around.variables)(name).or_else(|| from_file.get(name).cloned());

    let table = document.parse()?;
    read::check_keys(&document, &table, &SETTINGS)?;
    let environment = overrides.env.as_deref().map(|name| Environment::find(&document, &table, name)).transpose()?;
    let section = |name| ConfigSection::of(&document, &table, environment.as_ref(), name, &variables);

    let database = Database::read(&section("database"))?;
    let urls = DatabaseUrls::read(&section("database"), overrides, &variables, &root)?;
    let mut config = Config {
        database: Database { url: urls.url, direct_url: urls.direct_url, ..database },
        schema: SchemaSettings::read(&section("schema"), &root)?,
        shadow: ShadowSettings { url: settings::url(&section("shadow"), "url", &root)? },
        revision: RevisionSettings::read(&section("revision"))?,
        naming: Naming::read(&section("naming"))?,
        migrations: MigrationSettings::read(&section("migrations"), &root)?,
        lint: LintSettings::read(&section("lint"))?,
        warnings: urls.warnings,
        root,
    };
    config.apply_paths(overrides, around)?;
    config.warn();
    Ok(config)
}

fn without_file(root: &Path, overrides: &Overrides, around: &ProcessEnvironment<'_>) -> Result<Config, ConfigError> {
    if let Some(name) = &overrides.env {
        return Err(ConfigError::NoFileForEnvironment { name: name.clone() });
    }
    let from_file = env_file(root)?;
    let variables = |name: &str| (around.variables)(name).or_else(|| from_file.get(name).cloned());
    let urls = DatabaseUrls::given(overrides, &variables, root)?;
    let mut config = Config {
        root: root.to_owned(),
        database: Database { url: urls.url, direct_url: urls.direct_url, ..Database::default() },
        schema: SchemaSettings::beside(root),
        shadow: ShadowSettings::default(),
        revision: RevisionSettings::default(),
        naming: Naming::default(),
        migrations: MigrationSettings::beside(root),
        lint: LintSettings::default(),
        warnings: Vec::new(),
    };
    config.apply_paths(overrides, around)?;
    Ok(config)
}

impl Config {
    fn apply_paths(&mut self, overrides: &Overrides, around: &ProcessEnvironment<'_>) -> Result<(), ConfigError> {
        if let Some(schema) = &overrides.schema {
            self.schema.source =
                SourceSpec::of_path(schema, around.working_folder).map_err(|why| ConfigError::Flag {
                    message: format!("--schema is wrong: {why}"),
                    help: "name a .toml file, a .sql file or a folder of them".to_owned(),
                })?;
        }
        if let Some(dir) = &overrides.dir {
            self.migrations.dir = around.working_folder.join(dir);
        }
        Ok(())
    }

    /// Settings that are set to something and change nothing yet.
    fn warn(&mut self) {
        let grants = self.database.connection().is_none_or(DatabaseUrl::has_grants);
        for (setting, set) in
            [("privileges", self.schema.privileges && !grants), ("owners", self.schema.owners && !grants)]
        {
            if set {
                self.warnings.push(format!("`{setting}` is accepted but does nothing yet"));
            }
        }
    }
}

/// A file's text without its byte-order mark.
fn read_text(file: &Path, shown: &Path) -> Result<String, ConfigError> {
    let unreadable = |why: String| ConfigError::Unreadable { path: shown.to_owned(), why };
    let bytes = text::read(file).map_err(|why| unreadable(why.to_string()))?;
    match text::decoded(bytes) {
        Ok(text) => Ok(without_byte_order_mark(&text).to_owned()),
        Err(TextFault::NotUtf8 { .. }) => Err(unreadable("it is not UTF-8 text".to_owned())),
        Err(TextFault::Nul { text, span }) => {
            let document = ConfigFile { path: shown.to_owned(), text: text.into() };
            Err(read::nul(&document, span, shown.display().to_string()))
        }
    }
}

/// The variables of the `.env` in `root`; none where there is no such file.
fn env_file(root: &Path) -> Result<HashMap<String, String>, ConfigError> {
    let file = root.join(".env");
    if !file.is_file() {
        return Ok(HashMap::new());
    }
    // No line of it is drawn: it may hold a password.
    let unreadable = |why: String| ConfigError::Unreadable { path: file.clone(), why };
    let bytes = text::read(&file).map_err(|why| unreadable(why.to_string()))?;
    let text = text::decoded(bytes).map_err(|fault| {
        unreadable(match fault {
            TextFault::NotUtf8 { line, .. } => format!("line {line} is not UTF-8 text"),
            TextFault::Nul { text, span } => {
                let line = text.get(..span.start).unwrap_or_default().matches('\n').count() + 1;
                format!("line {line} holds a NUL byte")
            }
        })
    })?;
    let text = without_byte_order_mark(&text);
    let mut variables = HashMap::new();
    for entry in dotenvy::from_read_iter(text.as_bytes()) {
        let (name, value) = entry.map_err(|fault| match fault {
            dotenvy::Error::LineParse(bad, _) => {
                let line = text.lines().position(|line| line.trim() == bad.lines().next().unwrap_or_default().trim());
                ConfigError::Env { path: file.clone(), line: line.map_or(1, |line| line + 1) }
            }
            other => ConfigError::Unreadable { path: file.clone(), why: other.to_string() },
        })?;
        variables.insert(name, value);
    }
    Ok(variables)
}

/// A path as a person in the working folder would name it.
pub fn as_named(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests;
