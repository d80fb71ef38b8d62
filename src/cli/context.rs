//! What every command uses: the flags, the screen, and the ways to the configuration, the chain and the database.

use std::sync::{Mutex, PoisonError};

use super::arguments::Global;
use crate::config::Config;
use crate::dialect::connect;
use crate::dialect::session::Canceller;
use crate::dialect::{ConnectSettings, Session};
use crate::error::Result;
use crate::report::screen::Screen;
use crate::run::{Chain, Runner, Stop};
use crate::script::Variables;

/// See the module.
pub(super) struct CommandContext {
    /// The flags of all commands.
    pub global: Global,
    /// Where output goes.
    pub screen: Screen,
    /// Tells when the run is asked to stop.
    pub stop: Stop,
    cancellers: Mutex<Vec<Canceller>>,
}

/// What a command means to do with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Look at it.
    Read,
    /// Change it.
    Change,
    /// Change it; a SQLite file that is missing is made.
    Create,
}

impl CommandContext {
    /// For one run of the program.
    pub(super) fn new(global: Global, screen: Screen, stop: Stop) -> Self {
        CommandContext { global, screen, stop, cancellers: Mutex::default() }
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

    /// The revisions on disk.
    ///
    /// # Errors
    /// What [`Chain::load`] finds.
    pub(super) fn chain(&self, config: &Config, variables: Variables) -> Result<Chain> {
        Chain::load(config, variables)
    }

    /// A connection to the database of the configuration.
    ///
    /// # Errors
    /// No URL, no server, no such database.
    pub(super) async fn session(&self, config: &Config, purpose: Purpose) -> Result<Box<dyn Session>> {
        let settings =
            ConnectSettings { create: purpose == Purpose::Create, ..ConnectSettings::from(&config.database) };
        let session = connect(config.database_url()?, &settings).await?;
        self.cancellers.lock().unwrap_or_else(PoisonError::into_inner).push(session.canceller());
        Ok(session)
    }

    /// A runner on that database.
    ///
    /// # Errors
    /// As [`CommandContext::session`] and [`Runner::new`].
    pub(super) async fn runner(&self, config: &Config, purpose: Purpose) -> Result<Runner> {
        let session = self.session(config, purpose).await?;
        Runner::new(session, config, self.stop.clone()).await
    }

    /// Cancels whatever the connections made here are running.
    pub(super) async fn cancel(&self) {
        let cancellers = std::mem::take(&mut *self.cancellers.lock().unwrap_or_else(PoisonError::into_inner));
        for cancel in cancellers {
            cancel().await;
        }
    }
}
