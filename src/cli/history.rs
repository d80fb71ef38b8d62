//! `migrate history`

use std::io::IsTerminal;

use clap::Args;

use super::Status;
use super::context::{CommandContext, Purpose};
use crate::error::Result;
use crate::report::graph::LineCharacters;
use crate::report::revision::{document, drawn, listed};
use crate::revision::{Applied, Partial, history};
use crate::run::{Chain, applied};

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each revision, newest first: its id, its parents, its labels, its marks, its message. On a terminal the \
branches and merges are drawn beside it.

Examples:
  migrate history
  migrate history -r -3:              the last three
  migrate history -r 3f2a:head -v     from that one on, in detail
  migrate history -r current:         what is not applied yet, from where the database is
  migrate history -i                  with a mark where the database is")]
pub(super) struct HistoryArguments {
    /// Only FROM to TO, both included; either end may be left out
    #[arg(short, long, value_name = "FROM:TO", allow_hyphen_values = true)]
    pub rev_range: Option<String>,
    /// Mark where the database is
    #[arg(short, long)]
    pub indicate_current: bool,
}

impl HistoryArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let range = self.rev_range.as_deref();
        let asks = range.is_some_and(|range| range.split([':', '@']).any(|end| end.trim().starts_with("current")));
        let applied = if self.indicate_current || asks { Some(look(context, &config, &chain).await?) } else { None };
        let indexes = history(&chain.graph, applied.as_ref(), range)?;
        let current = applied.as_ref().map(|applied| applied.heads(&chain.graph));
        let (graph, details) = (&chain.graph, context.screen.verbose);
        let text = if std::io::stdout().is_terminal() {
            let strokes = LineCharacters::of_environment(|name| std::env::var(name).ok());
            drawn(graph, &indexes, current.as_ref(), details, strokes)
        } else {
            listed(graph, &indexes, current.as_ref(), details)
        };
        context.screen.result(&text);
        if graph.is_empty() {
            context.screen.remark("there is no revision yet: `migrate revision -m …` makes one");
        } else if indexes.is_empty() {
            context.screen.remark("there is no revision in this range");
        }
        if let Some(applied) = applied.as_ref().filter(|_| self.indicate_current) {
            unmarked(context, applied);
        }
        context.screen.document(&document(&chain.graph, &indexes, current.as_ref()));
        Ok(0)
    }
}

/// Says where the database is, if no line can be marked with it.
fn unmarked(context: &CommandContext, applied: &Applied) {
    for Partial { revision, present, .. } in applied.partial() {
        let present = present.join(", ");
        context
            .screen
            .warn(&format!("the database stands among the revisions that {revision} replaces, with {present}"));
    }
    if !applied.unknown().is_empty() {
        let unknown = applied.unknown().join(", ");
        context.screen.warn(&format!("the database has what no script here has: {unknown}"));
    }
}

/// What the database has, read and closed again.
pub(super) async fn look(context: &CommandContext, config: &crate::config::Config, chain: &Chain) -> Result<Applied> {
    let mut runner = context.runner(config, Purpose::Read).await?;
    let rows = runner.rows().await?;
    runner.close().await;
    Ok(applied(chain, &rows))
}
