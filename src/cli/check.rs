//! `migrate check`

use clap::Args;
use serde_json::{Value, json};

use super::compare_context::CompareContext;
use super::context::{CommandContext, Purpose};
use super::{Status, ci};
use crate::compare::Difference;
use crate::config::Config;
use crate::error::Result;
use crate::report::bodies;
use crate::report::screen::Screen;
use crate::report::style::{BAD, CHANGED, GOOD, count, paint, printable};
use crate::run::{Chain, VersionRow, applied};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 0 if the database has every revision and equals the schema, and with 1 if not: each difference is listed with \
its reason. The order of columns does not count.

With --ci all that a pipeline checks is run, one after another, whatever the others find: `test`, `verify`, `lint` and the \
comparison. A summary ends it, and the exit status is the worst of the four. --format sarif, github, gitlab and junit are \
reports of all four.

Examples:
  migrate check
  migrate check --ci --format github
  migrate check --ci --lint head      the scripts that lint judges, where all are applied")]
pub(super) struct CheckArguments {
    /// Run test, verify and lint as well, with one summary and the worst exit status
    #[arg(long)]
    pub ci: bool,
    /// With --ci: the revisions, or files of scripts, that lint judges [default: those that are not applied]
    #[arg(long, value_name = "REV", requires = "ci", num_args = 1.., allow_negative_numbers = true)]
    pub lint: Vec<String>,
}

/// What a check found.
pub(super) struct CheckResult {
    /// The revisions that are not applied.
    pub missing: Vec<String>,
    /// In words, what no script tells of or was cut off.
    pub beyond: Vec<String>,
    /// How the database differs from the schema.
    pub differences: Vec<Difference>,
}

impl CheckArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        if self.ci {
            return ci::run(context, config, &chain, &self.lint).await;
        }
        let found = compared(context, config, &chain).await?;
        found.show(context.screen);
        context.screen.document(&found.document());
        Ok(u8::from(!found.is_same()))
    }
}

/// Compares the database with the chain and the schema.
///
/// # Errors
/// What cannot be read, or not be compared.
pub(super) async fn compared(context: &CommandContext, config: Config, chain: &Chain) -> Result<CheckResult> {
    let mut compare_context = CompareContext::open(context, config, Purpose::Read).await?;
    let found = look(&mut compare_context, chain).await;
    compare_context.close().await;
    found
}

impl CheckResult {
    /// Whether nothing differs.
    pub(super) fn is_same(&self) -> bool {
        self.missing.is_empty() && self.beyond.is_empty() && self.differences.is_empty()
    }

    /// What differs, for people.
    pub(super) fn show(&self, screen: Screen) {
        let CheckResult { missing, beyond, differences } = self;
        let mut text = String::new();
        if !missing.is_empty() {
            let what = count(missing.len(), "revision");
            text.push_str(&paint(BAD, format_args!("{what} not applied: {}", printable(&missing.join(", ")))));
            text.push('\n');
        }
        for line in beyond {
            text.push_str(&format!("{}\n", paint(BAD, printable(line))));
        }
        for difference in differences {
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
        screen.result(&text);
        if self.is_same() {
            screen.progress("the database is at head and equals the schema\n");
        } else if !differences.is_empty() {
            screen
                .remark(&format!("{}: the database does not equal the schema", count(differences.len(), "difference")));
        }
    }

    /// The same as JSON.
    pub(super) fn document(&self) -> Value {
        json!({
            "up_to_date": self.is_same(),
            "missing": self.missing,
            "unknown": self.beyond,
            "differences": self.differences,
        })
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
