//! `migrate stamp`

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::{CommandContext, Purpose};
use super::upgrade::{current_as_text, current_ids};
use crate::error::Result;
use crate::report::progress::Progress;
use crate::report::style::{BAD, GOOD, ID, paint, printable};

/// Arguments of `stamp`.
#[derive(Debug, Args)]
#[command(after_help = "\
For a database that already is what a revision makes: taken over from elsewhere, made by `apply`, or repaired by hand.

Examples:
  migrate stamp head                  it has all revisions
  migrate stamp base                  it has none
  migrate stamp head --purge          forget what the version table says, unknown revisions too
  migrate stamp base:head --sql       the statements, without a connection")]
pub(super) struct StampArguments {
    /// The revision that the database is at; its ancestors count as applied, too
    #[arg(required = true, allow_negative_numbers = true, value_name = "REV")]
    pub revisions: Vec<String>,
    /// Empty the version table first
    #[arg(long)]
    pub purge: bool,
    /// Print a script for the database's own client instead of running it; REV may be FROM:REV
    #[arg(long)]
    pub sql: bool,
}

impl StampArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        if self.sql {
            return super::offline::stamp(context, &self.revisions, self.purge, &chain, &config).await;
        }
        let mut runner = context.runner(&config, Purpose::Create).await?;
        let targets: Vec<&str> = self.revisions.iter().map(String::as_str).collect();
        let mut progress = Progress::new(context.screen);
        let result = runner.stamp(&chain, &targets, self.purge, &mut progress).await;
        progress.end();
        runner.close().await;
        let stamped = result?;
        let mut text = String::new();
        for (style, sign, ids) in [(BAD, '-', &stamped.deleted), (GOOD, '+', &stamped.inserted)] {
            for id in ids {
                let message = chain.graph.get(id).map(|revision| revision.message.as_str()).unwrap_or_default();
                let line = format!("  {} {} {}", paint(style, sign), paint(ID, printable(id)), printable(message));
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        if stamped.inserted.is_empty() && stamped.deleted.is_empty() {
            text.push_str("nothing to do: ");
        }
        text.push_str(&format!(
            "the database is now recorded as being at {}\n",
            current_as_text(&chain, &stamped.rows)
        ));
        context.screen.progress(&text);
        context.screen.document(&json!({
            "stamped": stamped.inserted,
            "removed": stamped.deleted,
            "current": current_ids(&chain, &stamped.rows),
        }));
        Ok(0)
    }
}
