//! `migrate ensure-version`

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::{CommandContext, Purpose};
use crate::error::Result;
use crate::report::progress::Progress;
use crate::report::style::printable;

/// Arguments of `ensure-version`.
#[derive(Debug, Args)]
#[command(after_help = "\
`upgrade` and `stamp` create it by themselves. Use this if the role that migrates may not create tables, as a role that may.")]
pub(super) struct EnsureVersionArguments {
    /// Print a script for the database's own client instead of running it
    #[arg(long)]
    pub sql: bool,
}

impl EnsureVersionArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        if self.sql {
            return super::offline::ensure_version(context, &config);
        }
        let mut runner = context.runner(&config, Purpose::Create).await?;
        let result = runner.ensure_version(&mut Progress::new(context.screen)).await;
        let table = runner.table().name().to_string();
        runner.close().await;
        let made = result?;
        let shown = printable(&table);
        context.screen.progress(&if made {
            format!("created the version table {shown}\n")
        } else {
            format!("the version table {shown} exists already\n")
        });
        context.screen.document(&json!({ "version_table": table, "made": made }));
        Ok(0)
    }
}
