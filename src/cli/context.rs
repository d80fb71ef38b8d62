//! What every command uses: the flags, the screen, and the ways to the configuration, the chain and the database.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::arguments::Global;
use crate::config::{Config, DatabaseUrl, SqliteMode};
use crate::dialect::connect;
use crate::dialect::session::Canceller;
use crate::dialect::{ConnectSettings, Session};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::lint::row_tests;
use crate::report::screen::Screen;
use crate::report::style::{count, printable};
use crate::run::{Chain, Runner, Stop};

/// See the module.
pub(super) struct CommandContext {
    /// The flags of all commands.
    pub global: Global,
    /// Where output goes.
    pub screen: Screen,
    /// Tells when the run is asked to stop.
    pub stop: Stop,
    /// What the sessions of this run call themselves.
    application: String,
    cancellers: Mutex<Vec<Canceller>>,
    /// The missing database files that were told of.
    missing: Mutex<Vec<String>>,
}

/// What a command means to do with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Look at it; a SQLite file that is missing counts as an empty database.
    Read,
    /// Look at it; a SQLite file that is missing is a fault.
    ReadExisting,
    /// Change it.
    Change,
    /// Change it; a SQLite file that is missing is made.
    Create,
}

impl CommandContext {
    /// For one run of the program, which was called with `command`.
    pub(super) fn new(global: Global, screen: Screen, stop: Stop, command: &str) -> Self {
        let application = format!("migrate {command}, process {}", std::process::id());
        CommandContext { global, screen, stop, application, cancellers: Mutex::default(), missing: Mutex::default() }
    }

    /// The configuration, its warnings told.
    ///
    /// # Errors
    /// What [`Config::load`] finds.
    pub(super) fn config(&self) -> Result<Config> {
        let config = Config::load(&self.global.overrides())?;
        for warning in &config.warnings {
            self.screen.warn(warning);
        }
        Ok(config)
    }

    /// The configuration of a command that needs no project: that of the project around it, or every setting at its
    /// default. `url` takes the place of the project's database.
    ///
    /// # Errors
    /// What [`Config::load`] finds, but for a missing file that nobody named.
    pub(super) fn config_at(&self, url: Option<&DatabaseUrl>) -> Result<Config> {
        let mut overrides = self.global.overrides();
        if let Some(url) = url {
            // The database of the file is not even looked at: its URL may need a variable that is not set here.
            overrides.url = Some(url.expose().to_owned());
        }
        let mut config = match Config::load(&overrides) {
            Err(fault) if fault.code() == "config-not-found" && overrides.env.is_none() => {
                Config::new_project(&std::env::current_dir().unwrap_or_default(), &overrides)?
            }
            config => config?,
        };
        if let Some(url) = url {
            config.database.url = Some(url.clone());
        }
        for warning in &config.warnings {
            self.screen.warn(warning);
        }
        Ok(config)
    }

    /// The revisions on disk. What a squash that was cut off has left of the old scripts is removed, as it would have done.
    ///
    /// # Errors
    /// What [`Chain::load`] finds.
    pub(super) fn chain(&self, config: &Config) -> Result<Chain> {
        let chain = Chain::load(config, self.global.script_variables())?;
        if !chain.replaced.is_empty() {
            self.remove_replaced(chain.replaced.iter().map(PathBuf::as_path));
            let scripts = count(chain.replaced.len(), "script");
            self.screen
                .remark(&format!("a squash was cut off before it had removed {scripts} that it replaces: done now"));
        }
        Ok(chain)
    }

    /// Removes scripts that a squash has replaced. One that cannot be removed does no harm: it is no part of the chain.
    pub(super) fn remove_replaced<'p>(&self, scripts: impl IntoIterator<Item = &'p Path>) {
        for path in scripts {
            match std::fs::remove_file(path) {
                // Another run may have done it.
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                    self.screen.warn(&format!("can't remove {}, which a squash has replaced: {why}", path.display()));
                }
                _ => {}
            }
        }
    }

    /// A connection to the database of the configuration.
    ///
    /// # Errors
    /// No URL, no server, no such database.
    pub(super) async fn session(&self, config: &Config, purpose: Purpose) -> Result<Box<dyn Session>> {
        self.session_at(config.database_url()?, config, purpose).await
    }

    /// A connection to another database, with the settings of the configuration.
    ///
    /// # Errors
    /// No server, no such database.
    pub(super) async fn session_at(
        &self,
        url: &DatabaseUrl,
        config: &Config,
        purpose: Purpose,
    ) -> Result<Box<dyn Session>> {
        let settings = ConnectSettings {
            create: purpose == Purpose::Create,
            // A SQLite file may need to be written to be read, after a crash.
            read_only: matches!(purpose, Purpose::Read | Purpose::ReadExisting) && url.engine() != Engine::Sqlite,
            application: Some(self.application.clone()),
            ..ConnectSettings::from(&config.database)
        };
        let session = match connect(url, &settings).await {
            Err(fault) if purpose == Purpose::Read && is_yet_to_be_made(url, &fault) => {
                self.note_missing(url);
                connect(&DatabaseUrl::sqlite_in_memory(), &settings).await?
            }
            session => session?,
        };
        self.cancellers.lock().unwrap_or_else(PoisonError::into_inner).push(session.canceller());
        Ok(session)
    }

    /// Says, once, that a file that is not there is looked at as an empty database.
    fn note_missing(&self, url: &DatabaseUrl) {
        let mut noted = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = url.to_string();
        if !noted.contains(&shown) {
            self.screen.note(&format!(
                "note: the database {} does not exist yet and counts as empty; `migrate upgrade` creates it",
                printable(&shown)
            ));
            noted.push(shown);
        }
    }

    /// A runner on that database.
    ///
    /// # Errors
    /// As [`CommandContext::session`] and [`Runner::new`].
    pub(super) async fn runner(&self, config: &Config, purpose: Purpose) -> Result<Runner> {
        let session = self.session(config, purpose).await?;
        Ok(Runner::new(session, config, self.stop.clone()).await?.asking_rows(row_tests))
    }

    /// Cancels whatever the connections made here are running.
    pub(super) async fn cancel(&self) {
        let cancellers = std::mem::take(&mut *self.cancellers.lock().unwrap_or_else(PoisonError::into_inner));
        for cancel in cancellers {
            cancel().await;
        }
    }
}

/// Whether there is only no database file yet, in a folder that is there, and nothing in the URL says how to take that.
fn is_yet_to_be_made(url: &DatabaseUrl, fault: &Error) -> bool {
    fault.code() == "database-missing" && url.sqlite_mode() == SqliteMode::Unsaid
}
