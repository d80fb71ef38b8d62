//! `migrate check`

use clap::Args;
use serde_json::json;

use super::Status;
use super::compare_context::CompareContext;
use super::context::{CommandContext, Purpose};
use crate::compare::Difference;
use crate::error::Result;
use crate::report::bodies;
use crate::report::style::{BAD, CHANGED, GOOD, count, paint, printable};
use crate::run::{Chain, VersionRow, applied};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 0 if the database has every revision and equals the schema, and with 1 if not: each difference is listed with \
its reason. The order of columns does not count.")]
pub(super) struct CheckArguments {}

/// What a check found.
struct CheckResult {
    missing: Vec<String>,
    beyond: Vec<String>,
    differences: Vec<Difference>,
}

impl CheckArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let mut compare_context = CompareContext::open(context, config, Purpose::Read).await?;
        let found = look(&mut compare_context, &chain).await;
        compare_context.close().await;
        let CheckResult { missing, beyond, differences } = found?;
        let same = missing.is_empty() && beyond.is_empty() && differences.is_empty();

        let mut text = String::new();
        if !missing.is_empty() {
            let what = count(missing.len(), "revision");
            text.push_str(&paint(BAD, format_args!("{what} not applied: {}", printable(&missing.join(", ")))));
            text.push('\n');
        }
        for line in &beyond {
            text.push_str(&format!("{}\n", paint(BAD, printable(line))));
        }
        for difference in &differences {
            let style = match difference.mark {
                '+' => GOOD,
                '-' => BAD,
                _ => CHANGED,
            };
            // A text of several lines is shown by the line, not beside itself.
            let lines = difference.body.as_ref().filter(|body| body.from.contains('\n') || body.to.contains('\n'));
            let Some(body) = lines else {
                text.push_str(&format!("{}\n", paint(style, printable(&difference.to_string()))));
                continue;
            };
            let head = format!("{} {}: stored as -, declared as +", difference.mark, difference.what);
            text.push_str(&format!("{}\n", paint(style, printable(&head))));
            text.push_str(&bodies::drawn(&body.from, &body.to, "    "));
        }
        context.screen.result(&text);
        if same {
            context.screen.progress("the database is at head and equals the schema\n");
        } else if !differences.is_empty() {
            context
                .screen
                .remark(&format!("{}: the database does not equal the schema", count(differences.len(), "difference")));
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

async fn look(compare_context: &mut CompareContext<'_>, chain: &Chain) -> Result<CheckResult> {
    let (rows, actual) = compare_context.at_rest().await?;
    let (missing, beyond) = state(chain, &rows);
    let actual = actual?;
    Ok(CheckResult { missing, beyond, differences: compare_context.differences(actual).await? })
}

/// The revisions that are not applied, and in words what no script tells of or was cut off.
pub(super) fn state(chain: &Chain, rows: &[VersionRow]) -> (Vec<String>, Vec<String>) {
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
