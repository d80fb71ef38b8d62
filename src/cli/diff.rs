//! `migrate diff`

use clap::Args;
use serde_json::json;

use super::Status;
use super::compare_context::{CompareContext, Side};
use super::context::{CommandContext, Purpose};
use crate::compare::{Comparison, RenameOptions, for_client};
use crate::error::Result;
use crate::report::operations;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
FROM and TO are each db (the database), schema (the schema file), revisions (what the chain makes, run in a shadow \
database), a database URL, or a schema file. URLs and files need no project around them. Prints nothing if they are equal. With -v each \
statement says what it locks, with the size of the table.

Examples:
  migrate diff                        from the database to the schema
  migrate diff revisions schema       what the next revision would hold
  migrate diff db sqlite://other.db
  migrate diff postgres://u@h/old postgres://u@h/new
  migrate diff mysql://u@h/shop schema.sql
  migrate diff sqlite://app.db schema.sql")]
pub(super) struct DiffArguments {
    /// The schema to start from
    #[arg(default_value = "db", value_name = "FROM")]
    pub from: String,
    /// The schema to end at
    #[arg(default_value = "schema", value_name = "TO")]
    pub to: String,
}

impl DiffArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let (from, to) = (Side::parse(&self.from)?, Side::parse(&self.to)?);
        let mut compare_context = CompareContext::for_any(context, &[&from, &to], Purpose::Read).await?;
        let compared = compare(&mut compare_context, &from, &to, context.screen.verbose).await;
        let dialect = compare_context.comparer.dialect.clone();
        compare_context.close().await;
        let comparison = compared?;
        let sections = comparison.upgrade(dialect.as_ref())?;
        context.screen.result(&for_client(&sections, dialect.as_ref()));
        let changes = operations::described(comparison.shown(), &comparison.after, dialect.as_ref());
        let texts = operations::listed_bodies(&changes);
        if !texts.is_empty() {
            context.screen.remark(texts.trim_end());
        }
        let statements: Vec<&String> = sections.iter().flat_map(|section| &section.statements).collect();
        context.screen.document(&json!({
            "statements": statements,
            "steps": operations::steps(&sections),
            "operations": operations::document(&changes),
        }));
        Ok(0)
    }
}

async fn compare(
    compare_context: &mut CompareContext<'_>,
    from: &Side,
    to: &Side,
    verbose: bool,
) -> Result<Comparison> {
    let (before, after, hints) = compare_context.sides(from, to).await?;
    let mut comparison = compare_context.comparer.compare(before, after, hints, RenameOptions::as_declared()).await?;
    let online = compare_context.config.revision.online.unless_auto();
    compare_context.comparer.spare(&mut comparison, online, None).await?;
    if verbose {
        // The live connection is that of FROM, unless FROM is a URL beside a project's own database.
        let is_live = matches!(from, Side::Database) || matches!(from, Side::Url(_)) && !to.is_of_project();
        if let Some(live) = compare_context.live.as_deref_mut().filter(|_| is_live) {
            compare_context.comparer.measure(&mut comparison, live).await?;
        }
        comparison.costs = comparison.costs.all();
    }
    Ok(comparison)
}
