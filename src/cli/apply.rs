//! `migrate apply`

use clap::Args;
use serde_json::json;

use super::Status;
use super::compare_context::CompareContext;
use super::context::{CommandContext, Purpose};
use super::prompt::{Answer, ask};
use super::renames::{RenameArguments, ask_rename, can_ask};
use crate::compare::{AskRename, Comparison, SectionText, for_client};
use crate::dialect::Dialect;
use crate::diff::RenameCandidate;
use crate::error::{Fault, Result};
use crate::report::operations;
use crate::report::progress::Progress;
use crate::report::style::{BAD, GOOD, count, paint, printable};
use crate::run::{Event, Reporter as _, SqlSection, run_sections, take_lock};

/// Arguments of `apply`.
#[derive(Debug, Args)]
#[command(after_help = "\
For prototypes and tests: what is applied this way is in no revision. A project with revisions uses \
`migrate revision --autogenerate` and `migrate upgrade`.

Examples:
  migrate apply --dry-run             the statements, not run
  migrate apply --yes                 without asking, even if data is lost")]
pub(super) struct ApplyArguments {
    /// Show the statements, without running them
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before data is lost
    #[arg(short, long)]
    pub yes: bool,
    #[command(flatten)]
    renames: RenameArguments,
}

/// Data would be lost, and nobody said that it may.
#[derive(Debug, thiserror::Error)]
#[error("this would lose {}", .0.join(", "))]
struct WouldLose(Vec<String>);

impl Fault for WouldLose {
    fn code(&self) -> &'static str {
        "would-lose-data"
    }
    fn help(&self) -> Option<String> {
        Some("nothing was changed; `--yes` says that this data may go, `--dry-run` shows the statements".to_owned())
    }
}

impl ApplyArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let (lock_settings, purpose) =
            (config.database.lock_wait, if self.dry_run { Purpose::Read } else { Purpose::Create });
        let mut compare_context = CompareContext::open(context, config, purpose).await?;
        let result = if self.dry_run {
            self.apply(context, &mut compare_context).await
        } else {
            // Nobody else may change the database between the look and the change.
            let mut progress = Progress::new(context.screen);
            let taken = match compare_context.live.as_mut() {
                Some(live) => take_lock(live.as_mut(), lock_settings, &context.stop, &mut progress).await,
                None => Ok(()),
            };
            match taken {
                Ok(()) => self.apply(context, &mut compare_context).await,
                Err(fault) => Err(fault.into()),
            }
        };
        compare_context.close().await;
        result.map(|()| 0)
    }

    async fn apply(&self, context: &CommandContext, compare_context: &mut CompareContext<'_>) -> Result<()> {
        let actual = compare_context.actual().await?;
        let (wanted, hints) = compare_context.wanted(&actual).await?;
        let mut ask = |likely: &RenameCandidate| ask_rename(context, likely);
        let ask: Option<&mut AskRename<'_>> = if can_ask(context) { Some(&mut ask) } else { None };
        let mut comparison = compare_context.comparer.compare(actual, wanted, hints, self.renames.decide(ask)).await?;
        if let Some(live) = compare_context.live.as_mut() {
            compare_context.comparer.convert_without_rows(&mut comparison, live.as_mut()).await?;
        }
        let online = compare_context.config.revision.online.unless_auto();
        compare_context.comparer.spare(&mut comparison, online, None).await?;
        let dialect = compare_context.comparer.dialect.clone();
        let sections = comparison.upgrade(dialect.as_ref())?;
        if self.dry_run {
            context.screen.result(&for_client(&sections, dialect.as_ref()));
            self.document(context, &comparison, &sections, dialect.as_ref(), false);
            return Ok(());
        }
        if comparison.is_empty() {
            context.screen.progress("nothing to do: the database equals the schema\n");
            self.document(context, &comparison, &sections, dialect.as_ref(), true);
            return Ok(());
        }
        context.screen.progress(&operations::listed(&operations::described(
            comparison.shown(),
            &comparison.after,
            dialect.as_ref(),
        )));
        self.may_lose(context, comparison.losses(dialect.as_ref()))?;
        if let Some(live) = compare_context.live.as_mut() {
            compare_context.comparer.check_rows(&comparison, live.as_mut()).await?;
            let blocks: Vec<SqlSection> = sections
                .iter()
                .map(|section| SqlSection::of_sql("(apply)", section.body.as_str(), section.transaction))
                .collect();
            let mut progress = Progress::new(context.screen);
            // There are no revisions here to tell of.
            let mut statements = |event: &Event<'_>| {
                if matches!(event, Event::Statement { .. } | Event::Running { .. }) {
                    progress.event(event);
                }
            };
            let ran = run_sections(live.as_mut(), &blocks, &context.stop, &mut statements).await;
            progress.end();
            ran?;
        }
        let changes = count(comparison.shown().count(), "change");
        context
            .screen
            .progress(&format!("{}: the database equals the schema\n", paint(GOOD, format_args!("{changes} made"))));
        self.document(context, &comparison, &sections, dialect.as_ref(), true);
        Ok(())
    }

    fn may_lose(&self, context: &CommandContext, losses: Vec<String>) -> Result<()> {
        if losses.is_empty() || self.yes {
            return Ok(());
        }
        if can_ask(context) {
            let lost: Vec<String> = losses.iter().map(|lost| printable(lost)).collect();
            let question = format!("{}; go on?", paint(BAD, format_args!("this loses {}", lost.join(", "))));
            if ask(context, &question)? == Answer::Yes {
                return Ok(());
            }
        }
        Err(WouldLose(losses).into())
    }

    fn document(
        &self,
        context: &CommandContext,
        comparison: &Comparison,
        sections: &[SectionText],
        dialect: &dyn Dialect,
        applied: bool,
    ) {
        let statements: Vec<&String> = sections.iter().flat_map(|section| &section.statements).collect();
        context.screen.document(&json!({
            "applied": applied && !comparison.is_empty(),
            "operations": operations::document(&operations::described(comparison.shown(), &comparison.after, dialect)),
            "statements": statements,
            "steps": operations::steps(sections),
        }));
    }
}
