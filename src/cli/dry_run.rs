//! `upgrade --dry-run` and `downgrade --dry-run`: what would be run, and what that does to a database in use.

use std::collections::HashMap;

use serde_json::json;

use super::context::CommandContext;
use super::lint_scope::{scripts, world};
use super::upgrade::current_ids;
use crate::config::Config;
use crate::error::Result;
use crate::lint::{Scripts, lint};
use crate::report::amounts::{bytes, rows};
use crate::report::style::{FAINT, ID, count, paint, printable};
use crate::revision::{Direction, NodeSet};
use crate::run::{Chain, PreparedRevision, Preview, Runner, ScriptStatement, VersionRow, applied};

/// What is known of statements before they run, a line each, by their revision and where they begin in its script.
type Foretold = HashMap<(String, usize), Vec<String>>;

/// See the module.
pub(super) async fn dry_run(
    context: &CommandContext,
    config: &Config,
    runner: &mut Runner,
    chain: &Chain,
    direction: Direction,
    target: &str,
) -> Result<()> {
    let Preview { prepared_revisions, notes, keeps } = runner.preview(chain, direction, target).await?;
    let version_rows = runner.rows().await?;
    let foretold = foretell(config, runner, chain, direction, &prepared_revisions, &version_rows).await?;
    for note in &notes {
        context.screen.warn(note);
    }
    let mut text = String::new();
    let mut planned = Vec::new();
    for prepared in &prepared_revisions {
        let statements: Vec<&ScriptStatement> =
            prepared.statements.groups.iter().flat_map(|group| &group.statements).collect();
        let of = |statement: &ScriptStatement| -> &[String] {
            foretold.get(&(prepared.id.clone(), statement.span.start)).map_or(&[], Vec::as_slice)
        };
        let named = format!("{} {}", paint(ID, printable(&prepared.id)), printable(&prepared.message));
        text.push_str(&format!("  {}: {}\n", named.trim_end(), count(prepared.statements.total, "statement")));
        for statement in &statements {
            for words in of(statement) {
                if context.screen.verbose {
                    text.push_str(&paint(FAINT, format_args!("-- {}", printable(words))));
                } else {
                    let line = paint(FAINT, format_args!("line {}:", statement.line));
                    text.push_str(&format!("    {line} {}", printable(words)));
                }
                text.push('\n');
            }
            if context.screen.verbose {
                text.push_str(&format!("{};\n", statement.sql()));
            }
        }
        for kept in keeps.copies.iter().filter(|kept| kept.revision == prepared.id) {
            let (what, place) = (printable(&kept.what()), printable(&keeps.place));
            text.push_str(&format!("    keeps {what} ({}, {}) in {place}\n", rows(kept.rows), bytes(kept.bytes)));
        }
        planned.push(json!({
            "revision": prepared.id,
            "message": prepared.message,
            "statements": statements.iter().map(|statement| statement.sql()).collect::<Vec<_>>(),
            "facts": statements.iter().map(|statement| of(statement)).collect::<Vec<_>>(),
        }));
    }
    let would = match direction {
        Direction::Upgrade => "would be applied",
        Direction::Downgrade => "would be undone",
    };
    text.push_str(&format!("{} {would}; nothing was run\n", count(prepared_revisions.len(), "revision")));
    context.screen.result(&text);
    context.screen.document(&json!({
        "dry_run": true,
        "direction": direction.word(),
        "planned": planned,
        "keeps": keeps.copies.iter().map(super::kept::foretold).collect::<Vec<_>>(),
        "current": current_ids(chain, &version_rows),
    }));
    Ok(())
}

/// What the planned statements lock in this database, and what `lint` finds in them.
async fn foretell(
    config: &Config,
    runner: &mut Runner,
    chain: &Chain,
    direction: Direction,
    planned: &[PreparedRevision],
    rows: &[VersionRow],
) -> Result<Foretold> {
    if planned.is_empty() {
        return Ok(Foretold::new());
    }
    let world = world(runner.session(), config, &mut Vec::new()).await;
    let syntax = world.dialect.syntax();
    let judged: NodeSet = planned.iter().filter_map(|prepared| chain.graph.index(&prepared.id)).collect();
    let mut known = applied(chain, rows).set().clone();
    known.subtract(&judged);
    let (known, judged) = scripts(chain, &chain.graph.sort(&known), &chain.graph.sort(&judged), syntax)?;
    let report = lint(&world, &config.lint, Scripts { known: &known, judged: &judged, heads: &[] }, direction)?;
    let locks = report.locking.into_iter().map(|one| ((one.revision, one.start), one.words));
    let found = report.findings.into_iter().map(|finding| {
        let words = format!("{}: {}", finding.rule.code, finding.message);
        ((finding.revision, finding.statement), words)
    });
    let mut foretold = Foretold::new();
    for (statement, words) in locks.chain(found) {
        foretold.entry(statement).or_default().push(words);
    }
    Ok(foretold)
}
