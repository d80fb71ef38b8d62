//! `migrate current`

use std::collections::HashMap;

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::context::{CommandContext, Purpose};
use crate::error::Result;
use crate::report::style::{BAD, FAINT, GOOD, ID, count, duration_text, paint, printable};
use crate::revision::Direction;
use crate::run::{Chain, Pending, VersionRow, applied};

/// Arguments of `current`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each revision: its id, its marks, its message. Revisions that the database has and no script has are shown \
too. With -v: when each was applied, how long it took, and where the database is.

Examples:
  migrate current
  migrate current --check-heads       in a deployment: exit 1 if something is still to be applied")]
pub(super) struct CurrentArguments {
    /// Exit with 1 unless the database has every revision
    #[arg(long)]
    pub check_heads: bool,
}

/// One line of the answer.
struct CurrentLine<'a> {
    row: Option<&'a VersionRow>,
    id: String,
    message: String,
    head: bool,
    known: bool,
    /// Of an old id: the squash that takes its place, and the last of the ids that it replaces.
    squash: Option<(String, String)>,
}

impl CurrentArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let url = config.database_url()?.to_string();
        let chain = context.chain(&config)?;
        let mut runner = context.runner(&config, Purpose::Read).await?;
        let rows = runner.rows().await?;
        let screen = context.screen;
        let lines = lines(&chain, &rows);
        let timeless = |line: &CurrentLine<'_>| line.row.is_some_and(|row| row.duration_ms.is_none());
        let timeless = lines.iter().filter(|line| screen.verbose && timeless(line)).map(|line| line.id.clone());
        let table = runner.table().clone();
        let kept = table.scripts(runner.session(), &timeless.collect::<Vec<_>>()).await;
        runner.close().await;
        let kept = kept?;
        let missing = missing(&chain, &rows);
        let complete = missing.is_empty() && lines.iter().all(|line| line.known && pending(line).is_none());

        let mut text = String::new();
        if screen.verbose {
            text.push_str(&format!("{} {url}\n", paint(FAINT, "database:")));
        }
        lines.iter().for_each(|line| text.push_str(&shown(line, screen.verbose, &kept)));
        screen.result(&text);
        if lines.is_empty() {
            screen.remark("no revision is applied");
        }
        if let Some((squash, last)) = lines.iter().find_map(|line| line.squash.as_ref()) {
            screen.warn(&format!(
                "the database stands among the revisions that {squash} replaces: `migrate upgrade` brings it to {last} with \
                 the old scripts"
            ));
        }
        if lines.iter().any(|line| !line.known && line.squash.is_none()) {
            screen.warn("the database has a revision that no script here has: is another branch checked out?");
        }
        if self.check_heads && !complete {
            screen.remark(&match missing.len() {
                0 => "the database has revisions that are unknown here or only partly applied".to_owned(),
                number => format!("{} not applied: {}", count(number, "revision"), missing.join(", ")),
            });
        }
        screen.document(&json!({
            "revisions": lines.iter().map(as_json).collect::<Vec<_>>(),
            "at_head": complete,
            "missing": missing,
        }));
        Ok(u8::from(self.check_heads && !complete))
    }
}

/// What the database is at: the tips of what is applied, what is unknown, what was cut off.
fn lines<'a>(chain: &Chain, rows: &'a [VersionRow]) -> Vec<CurrentLine<'a>> {
    let graph = &chain.graph;
    let applied = applied(chain, rows);
    let row = |id: &str| rows.iter().find(|row| row.revision == id);
    let mut lines: Vec<CurrentLine<'a>> = Vec::new();
    for index in graph.sort(&applied.heads(graph)) {
        let node = graph.node(index);
        // Of the old ids that a squash replaces the last one says that it is there.
        let last = node.revision.replaces.last().and_then(|id| row(id));
        let row =
            row(&node.revision.id).or(last).or_else(|| applied.rows_of(graph, index).iter().find_map(|id| row(id)));
        lines.push(CurrentLine {
            row,
            id: node.revision.id.clone(),
            message: node.revision.message.clone(),
            head: node.is_head(),
            known: true,
            squash: None,
        });
    }
    let unknown = applied.unknown().iter().map(|id| (id, None));
    let partly = applied.partial().iter().flat_map(|partial| {
        partial.present.iter().map(|id| (id, Some((partial.revision.clone(), partial.last.clone()))))
    });
    for (id, squash) in unknown.chain(partly) {
        let row = row(id);
        let message = row.map(|row| row.message.clone()).unwrap_or_default();
        lines.push(CurrentLine { row, id: id.clone(), message, head: false, known: false, squash });
    }
    for row in rows.iter().filter(|row| row.pending.is_some()) {
        if lines.iter().all(|line| line.id != row.revision) {
            let known = graph.index(&row.revision).is_some();
            let (id, message) = (row.revision.clone(), row.message.clone());
            lines.push(CurrentLine { row: Some(row), id, message, head: false, known, squash: None });
        }
    }
    lines
}

/// The revisions on disk that are not applied.
fn missing(chain: &Chain, rows: &[VersionRow]) -> Vec<String> {
    let applied = applied(chain, rows);
    let mut all: crate::revision::NodeSet = (0..chain.graph.len()).collect();
    all.subtract(applied.set());
    chain.graph.ids(&all)
}

fn pending(line: &CurrentLine<'_>) -> Option<Pending> {
    line.row.and_then(|row| row.pending)
}

fn shown(line: &CurrentLine<'_>, verbose: bool, kept: &HashMap<String, String>) -> String {
    let mut text = paint(ID, printable(&line.id));
    if line.head && pending(line).is_none() {
        text.push_str(&format!(" {}", paint(GOOD, "(head)")));
    }
    if let Some((squash, _)) = &line.squash {
        text.push_str(&format!(" {}", paint(BAD, format_args!("(squashed into {})", printable(squash)))));
    } else if !line.known {
        text.push_str(&format!(" {}", paint(BAD, "(unknown)")));
    }
    if let Some(row) = line.row.filter(|row| row.revision != line.id) {
        text.push_str(&format!(" (recorded as {})", printable(&row.revision)));
    }
    if let Some(Pending { direction, done, begun }) = pending(line) {
        let word = match direction {
            Direction::Upgrade => "applied",
            Direction::Downgrade => "undone",
        };
        let statements = count(done, "statement");
        let next = if begun { ", the next one begun" } else { "" };
        text.push_str(&format!(" {}", paint(BAD, format_args!("(partly {word}: {statements} done{next})"))));
    }
    if !line.message.is_empty() {
        text.push_str(&format!(" {}", printable(&line.message)));
    }
    text.push('\n');
    if let Some(row) = line.row.filter(|_| verbose) {
        let spent = match row.duration_ms.map(std::time::Duration::from_millis) {
            Some(spent) => format!("took {}", duration_text(spent)),
            None if pending(line).is_some() => "not finished".to_owned(),
            None if kept.contains_key(&row.revision) => "stamped, not run".to_owned(),
            // A script of `--sql` records neither, whether it runs a revision or stamps it.
            None => "neither how long it took nor its text is recorded, as after a script of `--sql`".to_owned(),
        };
        text.push_str(&format!("    {} {}, {spent}\n", paint(FAINT, "applied:"), printable(&row.applied_at)));
    }
    text
}

fn as_json(line: &CurrentLine<'_>) -> Value {
    json!({
        "revision": line.id,
        "message": line.message,
        "applied_at": line.row.map(|row| row.applied_at.as_str()),
        "took_ms": line.row.and_then(|row| row.duration_ms),
        "head": line.head,
        "known": line.known,
        "statements_done": pending(line).map(|pending| pending.done),
        "next_statement_begun": pending(line).map(|pending| pending.begun),
    })
}
