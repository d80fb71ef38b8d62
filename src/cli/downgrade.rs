//! `migrate downgrade`

use clap::Args;

use super::Status;
use super::context::CommandContext;
use super::upgrade::{RunArguments, run};
use crate::error::Result;
use crate::revision::Direction;

/// Arguments of `downgrade`.
#[derive(Debug, Args)]
#[command(after_help = "\
TARGET is what stays applied: a full id, the start of one, base (nothing), or relative: -1 undoes the last one, abc-1 \
goes to the one before abc. There is no default.

Examples:
  migrate downgrade -1                undo the last one
  migrate downgrade 3f2a              undo what came after that revision
  migrate downgrade base --dry-run    what would be undone if all were
  migrate downgrade head:3f2a --sql   a script for the database's own client, without a connection")]
pub(super) struct DowngradeArguments {
    /// The revision to go back to, which stays applied
    #[arg(allow_negative_numbers = true, value_name = "TARGET")]
    pub target: String,
    #[command(flatten)]
    run: RunArguments,
}

impl DowngradeArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        run(context, Direction::Downgrade, &self.target, &self.run).await
    }
}
