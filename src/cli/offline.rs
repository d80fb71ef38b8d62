//! `--sql`: what `upgrade`, `downgrade`, `stamp` and `ensure-version` have in common where they print a script.
//!
//! No connection is opened where both ends are given. Where the start is not, the database says where it is.

use serde_json::json;

use super::Status;
use super::context::{CommandContext, Purpose};
use crate::config::Config;
use crate::error::{Fault, Result};
use crate::revision::{Direction, RevisionIdentifier};
use crate::run::{Chain, Offline, OfflineResult, OfflineStart};

/// What `--sql` cannot do.
#[derive(Debug, thiserror::Error)]
enum OfflineError {
    /// `FROM:` where it must be said how far back to go.
    #[error("`{range}` does not say where to go back to")]
    NoEnd { range: String },
    /// Two starts.
    #[error("the database can't be at `{first}` and at `{second}` both")]
    TwoStarts { first: String, second: String },
}

impl Fault for OfflineError {
    fn code(&self) -> &'static str {
        "bad-range"
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            OfflineError::NoEnd { range } => format!("name it behind the colon, as in `{range}base`"),
            OfflineError::TwoStarts { .. } => "write FROM once, as in `stamp FROM:REV REV --sql`".to_owned(),
        })
    }
}

/// Prints the script of a run.
pub(super) async fn run(
    context: &CommandContext,
    direction: Direction,
    target: &str,
    chain: &Chain,
    config: &Config,
) -> Result<Status> {
    let offline = Offline::new(config.database_url()?.engine(), config)?;
    let (from, to) = match RevisionIdentifier::split_range(target)? {
        None => (None, target),
        Some((from, Some(to))) => (Some(from.unwrap_or("base")), to),
        Some((from, None)) if direction == Direction::Upgrade => (Some(from.unwrap_or("base")), "head"),
        Some(_) => return Err(OfflineError::NoEnd { range: target.to_owned() }.into()),
    };
    let start = start(context, config, chain, from).await?;
    let written = offline.run(chain, direction, &start, to)?;
    print(context, &written);
    Ok(0)
}

/// Prints the script of a stamp.
pub(super) async fn stamp(
    context: &CommandContext,
    revisions: &[String],
    purge: bool,
    chain: &Chain,
    config: &Config,
) -> Result<Status> {
    let offline = Offline::new(config.database_url()?.engine(), config)?;
    let mut targets = Vec::new();
    let mut from: Option<&str> = None;
    for revision in revisions {
        let Some((first, to)) = RevisionIdentifier::split_range(revision)? else {
            targets.push(revision.as_str());
            continue;
        };
        let first = first.unwrap_or("base");
        if let Some(other) = from.replace(first).filter(|other| *other != first) {
            let (first, second) = (other.to_owned(), first.to_owned());
            return Err(OfflineError::TwoStarts { first, second }.into());
        }
        targets.push(to.unwrap_or("head"));
    }
    let start = if purge { OfflineStart::default() } else { start(context, config, chain, from).await? };
    let written = offline.stamp(chain, &start, &targets, purge)?;
    print(context, &written);
    Ok(0)
}

/// Prints the script that makes the version table.
pub(super) fn ensure_version(context: &CommandContext, config: &Config) -> Result<Status> {
    let sql = Offline::new(config.database_url()?.engine(), config)?.ensure_version();
    print(context, &OfflineResult { sql, ..OfflineResult::default() });
    Ok(0)
}

/// Where the script begins: at `from`, or where the database is.
async fn start(context: &CommandContext, config: &Config, chain: &Chain, from: Option<&str>) -> Result<OfflineStart> {
    if let Some(from) = from.filter(|from| *from != "current") {
        return OfflineStart::at(chain, from);
    }
    let mut runner = context.runner(config, Purpose::Read).await?;
    let rows = runner.table().clone().read(runner.session()).await;
    runner.close().await;
    Ok(OfflineStart::of_rows(rows?))
}

fn print(context: &CommandContext, written: &OfflineResult) {
    for note in &written.notes {
        context.screen.warn(note);
    }
    if written.sql.is_empty() {
        context.screen.note("nothing to do");
    }
    context.screen.result(&written.sql);
    context.screen.document(&json!({ "revisions": written.revisions, "sql": written.sql }));
}
