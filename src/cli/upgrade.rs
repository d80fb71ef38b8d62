//! `migrate upgrade`, and what `downgrade` has in common with it.

use std::borrow::Cow;

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::context::{CommandContext, Purpose};
use super::dry_run::dry_run;
use super::squash::with_old_scripts;
use crate::config::Config;
use crate::error::{Fault, Result};
use crate::report::progress::Progress;
use crate::report::style::{GOOD, ID, count, paint, printable};
use crate::revision::{Direction, Point, resolve};
use crate::run::{Chain, Outcome, Runner, VersionRow, applied};

/// Arguments of `upgrade`.
#[derive(Debug, Args)]
#[command(after_help = "\
TARGET is a full id, the start of one, head, heads, a branch label, LABEL@head, or relative: +1 is one step up from \
where the database is, abc+2 two steps above abc, head-1 the one before the head.

Each revision runs in a transaction of its own (`transaction` in [migrations]). If one fails, it is rolled back, \
those before it stay applied, and the next upgrade continues there. Concurrent runs wait for each other.

Examples:
  migrate upgrade                     everything that is not applied yet
  migrate upgrade +1                  the next one
  migrate upgrade 3f2a                up to that revision
  migrate upgrade --dry-run -v        what would be run, with its statements and what they lock
  migrate upgrade --sql               the same as a script for the database's own client
  migrate upgrade 3f2a:head --sql     the script from one revision to another, without a connection")]
pub(super) struct UpgradeArguments {
    /// The revision to go to
    #[arg(default_value = "head", allow_negative_numbers = true, value_name = "TARGET")]
    pub target: String,
    #[command(flatten)]
    run: RunArguments,
}

/// What both directions take.
#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// Show what would be run, without running it
    #[arg(long)]
    pub dry_run: bool,
    /// Print a script for the database's own client instead of running it; TARGET may be FROM:TO
    #[arg(long, conflicts_with = "dry_run")]
    pub sql: bool,
}

impl UpgradeArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        run(context, Direction::Upgrade, &self.target, &self.run).await
    }
}

/// Either direction.
pub(super) async fn run(
    context: &CommandContext,
    direction: Direction,
    target: &str,
    arguments: &RunArguments,
) -> Result<Status> {
    let config = context.config()?;
    let chain = context.chain(&config)?;
    config.database_url()?;
    if arguments.sql {
        return super::offline::run(context, direction, target, &chain, &config).await;
    }
    if target.contains(':') {
        return Err(RangeWithoutSql { range: target.to_owned() }.into());
    }
    let purpose = match direction {
        Direction::Upgrade if arguments.dry_run => Purpose::Read,
        Direction::Upgrade => Purpose::Create,
        Direction::Downgrade => Purpose::Change,
    };
    let mut runner = context.runner(&config, purpose).await?;
    let result = match with_old(&config, &mut runner, &chain, direction, target).await {
        Err(fault) => Err(fault),
        Ok((chain, target)) if arguments.dry_run => {
            dry_run(context, &config, &mut runner, &chain, direction, &target).await
        }
        Ok((chain, target)) => real_run(context, &mut runner, &chain, direction, &target).await,
    };
    runner.close().await;
    result.map(|()| 0)
}

/// The chain and the target, for an upgrade of a database that stands among what a squash replaces with the old scripts.
async fn with_old<'c>(
    config: &Config,
    runner: &mut Runner,
    chain: &'c Chain,
    direction: Direction,
    target: &str,
) -> Result<(Cow<'c, Chain>, String)> {
    if direction == Direction::Upgrade {
        let rows = runner.rows().await?;
        if let Some(old) = with_old_scripts(config, chain, &rows)? {
            let known = applied(chain, &rows);
            // The squash itself is named: its end is the last of what it replaces.
            let named = match resolve(&chain.graph, None, target).unwrap_or_default().as_slice() {
                [Point::At(index)] => Some(chain.graph.id(*index).to_owned()),
                _ => None,
            };
            let end = known.partial().iter().find(|partial| named.as_ref() == Some(&partial.revision));
            return Ok((Cow::Owned(old), end.map_or_else(|| target.to_owned(), |partial| partial.last.clone())));
        }
    }
    Ok((Cow::Borrowed(chain), target.to_owned()))
}

async fn real_run(
    context: &CommandContext,
    runner: &mut Runner,
    chain: &Chain,
    direction: Direction,
    target: &str,
) -> Result<()> {
    let mut progress = Progress::new(context.screen);
    let result = runner.run(chain, direction, target, &mut progress).await;
    progress.end();
    let outcome = result?;
    context.screen.progress(&summary_line(direction, chain, &outcome));
    context.screen.document(&document(direction, chain, &outcome));
    Ok(())
}

fn summary_line(direction: Direction, chain: &Chain, outcome: &Outcome) -> String {
    let at = current_as_text(chain, &outcome.rows);
    let verb = done(direction);
    match (outcome.ran.len(), outcome.elsewhere.len()) {
        (0, 0) => format!("nothing to do: the database is at {at}\n"),
        (0, others) => format!("{} {verb} by another run; the database is at {at}\n", count(others, "revision")),
        (ran, _) => format!("{} {verb}; the database is at {at}\n", count(ran, "revision")),
    }
}

fn done(direction: Direction) -> &'static str {
    match direction {
        Direction::Upgrade => "applied",
        Direction::Downgrade => "undone",
    }
}

/// `3f2a9c81d4e7 (head)`, or `base`.
pub(super) fn current_as_text(chain: &Chain, rows: &[VersionRow]) -> String {
    let applied = applied(chain, rows);
    let known = chain.graph.sort(&applied.heads(&chain.graph));
    let known = known.into_iter().map(|index| {
        let id = paint(ID, printable(chain.graph.id(index)));
        if chain.graph.node(index).is_head() { format!("{id} {}", paint(GOOD, "(head)")) } else { id }
    });
    let unknown = applied.unknown().iter().map(|id| format!("{} (unknown)", paint(ID, printable(id))));
    let all: Vec<String> = known.chain(unknown).collect();
    if all.is_empty() { "base (nothing is applied)".to_owned() } else { all.join(", ") }
}

/// The ids that a database is at.
pub(super) fn current_ids(chain: &Chain, rows: &[VersionRow]) -> Vec<String> {
    let applied = applied(chain, rows);
    let mut ids = chain.graph.ids(&applied.heads(&chain.graph));
    ids.extend(applied.unknown().iter().cloned());
    ids
}

fn document(direction: Direction, chain: &Chain, outcome: &Outcome) -> Value {
    let ran: Vec<Value> = outcome
        .ran
        .iter()
        .map(|ran| {
            let took = u64::try_from(ran.took.as_millis()).unwrap_or(u64::MAX);
            json!({ "revision": ran.revision, "message": ran.message, "took_ms": took })
        })
        .collect();
    json!({
        done(direction): ran,
        "by_another_run": outcome.elsewhere,
        "current": current_ids(chain, &outcome.rows),
    })
}

/// `FROM:TO` where a database is changed.
#[derive(Debug, thiserror::Error)]
#[error("`{range}` is a range, and a database is brought to one revision")]
struct RangeWithoutSql {
    range: String,
}

impl Fault for RangeWithoutSql {
    fn code(&self) -> &'static str {
        "range-without-sql"
    }
    fn help(&self) -> Option<String> {
        Some("name the revision to go to alone, or write the script of that range with `--sql`".to_owned())
    }
}
