//! `migrate kept`

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::context::{CommandContext, Purpose};
use super::prompt::{Answer, ask};
use super::renames::can_ask;
use crate::error::{Fault, Result};
use crate::report::amounts::{bytes, rows};
use crate::report::style::{BAD, ID, paint, printable};
use crate::run::{Kept, KeptRows, KeptState};

/// Arguments of `kept`.
#[derive(Debug, Args)]
#[command(after_help = "\
With `keep = \"tables\"` in [migrations], a run copies the rows of a table or a column before a revision loses them, and the \
other direction of that revision puts them back. What was put back whole is removed; all else stays until it is pruned.

Examples:
  migrate kept                        what is kept, the oldest first
  migrate kept 3f2a                   of the revisions whose ids begin so
  migrate kept --prune --older-than 30d
  migrate kept --prune 3f2a --yes     without asking")]
pub(super) struct KeptArguments {
    /// Only what these revisions lost
    #[arg(value_name = "REV")]
    pub revisions: Vec<String>,
    /// Only what has been kept for longer than this (30d, 12h)
    #[arg(long, value_name = "AGE", value_parser = humantime::parse_duration)]
    pub older_than: Option<Duration>,
    /// Remove it for good
    #[arg(long)]
    pub prune: bool,
    /// Do not ask before it is removed
    #[arg(short, long, requires = "prune")]
    pub yes: bool,
}

/// Nobody said that copies may be removed.
#[derive(Debug, thiserror::Error)]
#[error("this would remove {0} for good")]
struct WouldPrune(String);

impl Fault for WouldPrune {
    fn code(&self) -> &'static str {
        "would-lose-data"
    }
    fn help(&self) -> Option<String> {
        Some("nothing was removed; `--yes` says that this data may go".to_owned())
    }
}

impl KeptArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let purpose = if self.prune { Purpose::Change } else { Purpose::ReadExisting };
        let mut runner = context.runner(&config, purpose).await?;
        let result: Result<KeptRows> = async {
            let mut found = runner.kept().await?;
            found.select(&self.revisions, self.older_than);
            if self.prune && !found.copies.is_empty() {
                self.may_remove(context, &found)?;
                runner.prune(&found.copies).await?;
            }
            Ok(found)
        }
        .await;
        runner.close().await;
        let found = result?;
        self.show(context, &found);
        Ok(0)
    }

    fn may_remove(&self, context: &CommandContext, found: &KeptRows) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if can_ask(context) {
            let listed: String = found.copies.iter().map(line).collect();
            context.screen.note(listed.trim_end());
            let question = paint(BAD, format_args!("this removes {} for good; go on?", total(found)));
            if ask(context, &question)? == Answer::Yes {
                return Ok(());
            }
        }
        Err(WouldPrune(total(found)).into())
    }

    fn show(&self, context: &CommandContext, found: &KeptRows) {
        let place = printable(&found.place);
        if self.prune {
            let text = match found.copies.len() {
                0 => "nothing to remove\n".to_owned(),
                _ => format!("{} removed from {place}\n", total(found)),
            };
            context.screen.progress(&text);
        } else if found.copies.is_empty() {
            context.screen.progress(&format!("nothing is kept in {place}\n"));
        } else {
            context.screen.result(&found.copies.iter().map(line).collect::<String>());
            context.screen.progress(&format!("{} in {place}\n", total(found)));
        }
        let key = if self.prune { "pruned" } else { "kept" };
        let copies: Vec<Value> = found.copies.iter().map(document).collect();
        context.screen.document(&json!({ "place": found.place, key: copies }));
    }
}

/// `3 copies (14,002 rows, 2.1 MB)`.
fn total(found: &KeptRows) -> String {
    let copies = match found.copies.len() {
        1 => "1 copy".to_owned(),
        number => format!("{number} copies"),
    };
    let sum = |of: fn(&Kept) -> u64| found.copies.iter().map(of).fold(0, u64::saturating_add);
    format!("{copies} ({}, {})", rows(sum(|kept| kept.rows)), bytes(sum(|kept| kept.bytes)))
}

/// `3f2a9c81d4e7 table orders: 14,000 rows, 2.1 MB, kept 2026-11-20T15:30:00.000Z as 3f2a9c81d4e7_2_orders`.
fn line(kept: &Kept) -> String {
    let state = match kept.state {
        KeptState::Kept => String::new(),
        other => format!(" ({})", other.words()),
    };
    format!(
        "{} {}: {}, {}, kept {} as {}{state}\n",
        paint(ID, printable(&kept.revision)),
        printable(&kept.what()),
        rows(kept.rows),
        bytes(kept.bytes),
        kept.kept_at,
        printable(&kept.copy)
    )
}

/// What would be kept, as JSON.
pub(super) fn foretold(kept: &Kept) -> Value {
    let mut document = document(kept);
    if let Some(fields) = document.as_object_mut() {
        fields.retain(|key, _| !["copy", "kept_at", "state"].contains(&key.as_str()));
    }
    document
}

/// A copy as JSON.
fn document(kept: &Kept) -> Value {
    let columns: Vec<Value> =
        kept.columns.iter().map(|column| json!({ "name": column.name, "type": column.ty })).collect();
    json!({
        "revision": kept.revision,
        "direction": kept.direction.word(),
        "statement": kept.statement,
        "table": kept.table,
        "columns": if kept.is_table() { Value::Null } else { Value::Array(columns) },
        "rows": kept.rows,
        "bytes": kept.bytes,
        "kept_at": kept.kept_at,
        "copy": kept.copy,
        "state": kept.state.words(),
    })
}
