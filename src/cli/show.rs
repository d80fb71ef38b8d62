//! `migrate show`

use clap::Args;

use super::Status;
use super::context::CommandContext;
use super::history::look;
use crate::config::Config;
use crate::error::Result;
use crate::report::revision::{document, listed};
use crate::revision::{Applied, NodeSet, Point, RevisionIdentifier, Symbol, resolve};
use crate::run::Chain;

/// Arguments of `show`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  migrate show head
  migrate show 3f2a 1b0c
  migrate show current                asks the database where it is")]
pub(super) struct ShowArguments {
    /// The revisions
    #[arg(required = true, allow_negative_numbers = true, value_name = "REV")]
    pub revisions: Vec<String>,
}

impl ShowArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let (indexes, applied) = named(context, &config, &chain, &self.revisions).await?;
        let current = applied.as_ref().map(|applied| applied.heads(&chain.graph));
        context.screen.result(&listed(&chain.graph, &indexes, current.as_ref(), true));
        if indexes.is_empty() {
            context.screen.remark("that is base: before the first revision");
        }
        context.screen.document(&document(&chain.graph, &indexes, current.as_ref()));
        Ok(0)
    }
}

/// The revisions that are named, each once, as indexes, and what the database has where that had to be asked.
///
/// # Errors
/// A name that is none; a database that cannot be asked.
pub(super) async fn named(
    context: &CommandContext,
    config: &Config,
    chain: &Chain,
    revisions: &[String],
) -> Result<(Vec<usize>, Option<Applied>)> {
    let applied = asked_of_database(context, config, chain, revisions).await?;
    let mut indexes = Vec::new();
    for text in revisions {
        // Steps down alone count from the heads, whether or not the database was asked for another one.
        let ident = RevisionIdentifier::parse(text)?;
        let from_heads = ident.symbol.is_none() && ident.step.is_some_and(|step| step < 0);
        let found = resolve(&chain.graph, applied.as_ref().filter(|_| !from_heads), text)?;
        let nodes: NodeSet =
            found.iter().filter_map(|point| if let Point::At(index) = point { Some(*index) } else { None }).collect();
        for index in chain.graph.sort(&nodes) {
            if !indexes.contains(&index) {
                indexes.push(index);
            }
        }
    }
    Ok((indexes, applied))
}

/// What the database has, where one of the names depends on it; steps down alone count from the heads.
///
/// # Errors
/// A name that is malformed; a database that cannot be asked.
pub(super) async fn asked_of_database(
    context: &CommandContext,
    config: &Config,
    chain: &Chain,
    revisions: &[String],
) -> Result<Option<Applied>> {
    let mut asks = false;
    for text in revisions {
        let ident = RevisionIdentifier::parse(text)?;
        asks |=
            ident.symbol == Some(Symbol::Current) || ident.symbol.is_none() && ident.step.is_some_and(|step| step >= 0);
    }
    if asks { look(context, config, chain).await.map(Some) } else { Ok(None) }
}
