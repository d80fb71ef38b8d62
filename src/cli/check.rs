//! `migrate check`

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::{Context, Purpose};
use super::desk::Desk;
use crate::compare::{Difference, Renames};
use crate::error::Result;
use crate::report::style::{BAD, CHANGED, GOOD, count, harmless, paint};
use crate::run::{Chain, VersionRow, VersionTable, applied};
use crate::script::Variables;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 0 when the database has every revision and equals the schema, with 1 when it does not, each difference \
listed with its reason. The order of columns is no difference.")]
pub struct Check {}

/// What a check found.
struct Found {
    missing: Vec<String>,
    beyond: Vec<String>,
    differences: Vec<Difference>,
}

impl Check {
    /// Runs the command.
    pub async fn run(self, context: &Context) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config, Variables::new())?;
        let mut desk = Desk::open(context, config, Purpose::Read).await?;
        let found = look(&mut desk, &chain).await;
        desk.close().await;
        let Found { missing, beyond, differences } = found?;
        let same = missing.is_empty() && beyond.is_empty() && differences.is_empty();

        let mut text = String::new();
        if !missing.is_empty() {
            let what = count(missing.len(), "revision");
            text.push_str(&paint(BAD, format_args!("{what} not applied: {}", harmless(&missing.join(", ")))));
            text.push('\n');
        }
        for line in &beyond {
            text.push_str(&format!("{}\n", paint(BAD, harmless(line))));
        }
        for difference in &differences {
            let style = match difference.mark {
                '+' => GOOD,
                '-' => BAD,
                _ => CHANGED,
            };
            text.push_str(&format!("{}\n", paint(style, harmless(&difference.to_string()))));
        }
        context.screen.result(&text);
        if same {
            context.screen.progress("the database is at head and equals the schema\n");
        } else if !differences.is_empty() {
            context
                .screen
                .remark(&format!("{}: the database is not the schema", count(differences.len(), "difference")));
        }
        context.screen.document(&json!({
            "up_to_date": same,
            "missing": missing,
            "unknown": beyond,
            "differences": differences,
        }));
        Ok(u8::from(!same))
    }
}

async fn look(desk: &mut Desk<'_>, chain: &Chain) -> Result<Found> {
    let rows = rows(desk).await?;
    let (missing, beyond) = state(chain, &rows);
    let actual = desk.actual().await?;
    let (wanted, hints) = desk.wanted(&actual).await?;
    let comparison = desk.job.compare(actual, wanted, hints, Renames::as_declared()).await?;
    Ok(Found { missing, beyond, differences: comparison.differences() })
}

/// The rows of the live database's version table.
pub async fn rows(desk: &mut Desk<'_>) -> Result<Vec<VersionRow>> {
    let Some(live) = &mut desk.live else { return Ok(Vec::new()) };
    let table = VersionTable::locate(live.as_mut(), &desk.config).await?;
    Ok(table.read(live.as_mut()).await?.unwrap_or_default())
}

/// The revisions that are not applied, and in words what no script tells of or was cut off.
pub fn state(chain: &Chain, rows: &[VersionRow]) -> (Vec<String>, Vec<String>) {
    let applied = applied(chain, rows);
    let mut missing: crate::revision::NodeSet = (0..chain.graph.len()).collect();
    missing.subtract(applied.set());
    let mut beyond: Vec<String> = applied
        .unknown()
        .iter()
        .map(|id| format!("the database has the revision {id}, which no script here has"))
        .collect();
    for row in rows {
        if let Some(pending) = row.pending {
            let (id, word) = (&row.revision, pending.direction.word());
            let (done, s) = (pending.done, if pending.done == 1 { "" } else { "s" });
            beyond.push(format!("revision {id} was cut off in its {word} after {done} statement{s}"));
        }
    }
    (chain.graph.ids(&missing), beyond)
}
