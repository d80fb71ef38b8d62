//! Runs on a database whose DDL commits by itself: killed at every point, gone on with, and compared with a run that
//! nothing disturbed.

mod double;
mod edited;
mod killed;

use std::path::Path;
use std::sync::Arc;

use double::{Client, Kill, Server};

use super::{Chain, Outcome, Runner, Stop};
use crate::config::{Config, Overrides, TransactionMode};
use crate::dialect::Session;
use crate::error::{Error, Result};
use crate::revision::Direction;
use crate::script::Variables;

/// A script of one revision: its id, the one below it, and its sections.
struct Script<'a> {
    id: &'a str,
    down: &'a str,
    /// What follows `-- migrate:upgrade` and `-- migrate:downgrade`.
    options: &'a str,
    upgrade: &'a str,
    downgrade: &'a str,
}

fn chain(scripts: &[Script<'_>]) -> Chain {
    let text = |script: &Script<'_>| {
        let Script { id, down, options, upgrade, downgrade } = script;
        let text = format!(
            "-- revision: {id}\n-- down_revision: {down}\n-- message: {id}\n-- migrate:upgrade {options}\n{upgrade}\n\
             -- migrate:downgrade {options}\n{downgrade}\n"
        );
        (format!("{id}.sql"), text)
    };
    Chain::of_texts(scripts.iter().map(text), Variables::new()).unwrap()
}

fn config(mode: TransactionMode) -> Config {
    let mut config = Config::new_project(Path::new("/nowhere"), &Overrides::default()).unwrap();
    config.migrations.transaction = mode;
    config.database.lock_retries = Some(0);
    config
}

/// Which way, and where to.
const UP: (Direction, &str) = (Direction::Upgrade, "head");
const DOWN: (Direction, &str) = (Direction::Downgrade, "base");

/// A project on a server.
struct Project {
    server: Arc<Server>,
    chain: Chain,
    mode: TransactionMode,
}

/// How a run ended.
#[derive(Debug)]
enum End {
    Ran(Result<Outcome>),
    Killed,
}

impl Project {
    async fn new(chain: Chain, mode: TransactionMode, looks: bool) -> Self {
        Project { server: Server::new(looks).await, chain, mode }
    }

    /// A run of a client that is killed where `kill` says.
    async fn run_until(&self, (direction, target): (Direction, &str), kill: Option<Kill>) -> End {
        let client = Client::connect(&self.server, kill);
        let dead = client.dead();
        let run = async {
            let mut runner = Runner::new(Box::new(client), &config(self.mode), Stop::never()).await?;
            runner.run(&self.chain, direction, target, &mut super::Silent).await
        };
        tokio::select! {
            result = run => End::Ran(result),
            () = dead.notified() => End::Killed,
        }
    }

    /// A run that must succeed.
    async fn run(&self, what: (Direction, &str)) {
        match self.run_until(what, None).await {
            End::Ran(Ok(_)) => {}
            end => panic!("{end:?}"),
        }
    }

    /// A run that must fail.
    async fn fails(&self, what: (Direction, &str)) -> Error {
        match self.run_until(what, None).await {
            End::Ran(Err(fault)) => fault,
            end => panic!("{end:?}"),
        }
    }

    /// How many statements a run sends that nothing disturbs.
    async fn sent(&self, (direction, target): (Direction, &str)) -> usize {
        let client = Client::connect(&self.server, None);
        let sent = client.counter();
        let mut runner = Runner::new(Box::new(client), &config(self.mode), Stop::never()).await.unwrap();
        runner.run(&self.chain, direction, target, &mut super::Silent).await.unwrap();
        sent.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// The revisions that are under way, and how far.
    async fn pending(&self) -> Vec<String> {
        if self.server.has("migrate_version").await {
            let sql = "SELECT revision, pending, statements_done FROM migrate_version WHERE pending IS NOT NULL";
            self.server.rows(sql).await
        } else {
            Vec::new()
        }
    }

    /// Everything that a run leaves, but for times.
    async fn state(&self) -> Vec<String> {
        let mut state = self.server.objects().await;
        for table in self.server.tables().await {
            for row in self.server.rows(&format!("SELECT * FROM {table}")).await {
                state.push(format!("{table}: {row}"));
            }
        }
        state.extend(self.versions().await);
        state
    }

    /// The version table, but for times.
    async fn versions(&self) -> Vec<String> {
        if self.server.has("migrate_version").await {
            self.server
                .rows(
                    "SELECT revision, message, checksum, pending, statements_done, length(script) \
                     FROM migrate_version ORDER BY 1",
                )
                .await
        } else {
            Vec::new()
        }
    }
}
