//! `migrate heads`

use clap::Args;

use super::Status;
use super::context::CommandContext;
use crate::error::Result;
use crate::report::revision::{document, listed};

/// Arguments of `heads`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each head: a revision that no other one names as its parent. A chain without branches has one head.")]
pub(super) struct HeadsArguments {
    /// Leave out heads that another revision depends on
    #[arg(long)]
    pub resolve_dependencies: bool,
}

impl HeadsArguments {
    /// Runs the command.
    pub(super) fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let graph = context.chain(&config)?.graph;
        let heads = if self.resolve_dependencies { graph.real_heads() } else { graph.heads() };
        let mut indexes = graph.sort(&heads);
        indexes.reverse();
        context.screen.result(&listed(&graph, &indexes, None, context.screen.verbose));
        context.screen.document(&document(&graph, &indexes, None));
        Ok(0)
    }
}
