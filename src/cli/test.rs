//! `migrate test`

use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::compare_context::{CompareContext, Side};
use super::context::{CommandContext, Purpose};
use crate::compare::{Difference, RenameOptions, TestOutcome, TestedRevision};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::report::fault;
use crate::report::screen::{Screen, to_stderr};
use crate::report::style::{BAD, FAINT, GOOD, ID, count, duration_text, paint, printable};
use crate::run::Chain;
use crate::schema::Schema;

/// Arguments of `test`.
#[derive(Debug, Args)]
#[command(after_help = "\
Runs the chain in a shadow database; no live database is touched. It proves that there is one head, that all revisions \
run from an empty database, that each downgrade gives back exactly the state before it and the upgrade runs again after \
it, and that the result equals the schema. One line for each, `ok` or `failed`; exits with 1 if one fails. With -q only \
what failed is printed.

Examples:
  migrate test
  migrate test --from 3f2a            what comes after that revision; the rest is just run
  migrate test --from -3              the last three")]
pub(super) struct TestArguments {
    /// Test only the revisions after this one: those that are neither it nor its ancestors
    #[arg(long, value_name = "REV", allow_negative_numbers = true)]
    pub from: Option<String>,
}

impl TestArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let report = tested(context, config, &chain, self.from.as_deref()).await?;
        context.screen.document(&report.document());
        Ok(u8::from(!report.has_passed()))
    }
}

/// Proves a chain, the lines shown as they come.
///
/// # Errors
/// A shadow that cannot be made; a script or schema that cannot be read.
pub(super) async fn tested(
    context: &CommandContext,
    config: Config,
    chain: &Chain,
    from: Option<&str>,
) -> Result<TestReport> {
    let mut report = TestReport::new(context.screen);
    report.heads(chain);
    let mut compare_context =
        CompareContext::for_sides(context, config, &[&Side::Revisions, &Side::Schema], Purpose::Read).await?;
    let result = prove(context, &mut compare_context, chain, from, &mut report).await;
    compare_context.close().await;
    result?;
    report.end();
    Ok(report)
}

async fn prove(
    context: &CommandContext,
    compare_context: &mut CompareContext<'_>,
    chain: &Chain,
    from: Option<&str>,
    report: &mut TestReport,
) -> Result<()> {
    let made = compare_context.comparer.test_chain(chain, from, &context.stop, &mut |one| report.revision(one)).await?;
    match made {
        Some(head) => {
            report.line(true, "base to head", &format!("{} run", count(chain.graph.len(), "revision")), &[]);
            let differences = against_schema(compare_context, head).await?;
            report.schema(&differences);
        }
        None => report.cut_short(),
    }
    Ok(())
}

/// How what the chain makes differs from the schema.
async fn against_schema(compare_context: &mut CompareContext<'_>, head: Schema) -> Result<Vec<Difference>> {
    let head = Arc::new(head);
    let (wanted, hints) = compare_context.wanted(&head).await?;
    let comparison = compare_context.comparer.compare(head, wanted, hints, RenameOptions::as_declared()).await?;
    Ok(comparison.differences())
}

/// The lines so far.
pub(super) struct TestReport {
    screen: Screen,
    checks: Vec<Value>,
    failed: usize,
}

impl TestReport {
    fn new(screen: Screen) -> Self {
        TestReport { screen, checks: Vec::new(), failed: 0 }
    }

    /// A line, with further lines under it where it failed.
    fn line(&mut self, good: bool, check: &str, said: &str, under: &[String]) {
        let facts = json!({ "check": check, "ok": good, "message": said, "differences": under });
        self.put(good, &format!("{check}: {}", printable(said)), under, facts);
    }

    fn put(&mut self, good: bool, line: &str, under: &[String], facts: Value) {
        let mut text = if good {
            format!("{}      {line}\n", paint(GOOD, "ok"))
        } else {
            format!("{}  {line}\n", paint(BAD, "failed"))
        };
        for one in under {
            text.push_str(&format!("            {}\n", printable(one)));
        }
        if good {
            self.screen.progress(&text);
        } else {
            self.screen.result(&text);
        }
        self.failed += usize::from(!good);
        self.checks.push(facts);
    }

    fn heads(&mut self, chain: &Chain) {
        let heads = chain.graph.ids(&chain.graph.heads());
        match heads.as_slice() {
            [] => self.line(true, "one head", "there is no revision yet", &[]),
            [head] => self.line(true, "one head", head, &[]),
            several => {
                let said = format!("there are {}: {}", several.len(), several.join(", "));
                self.line(false, "one head", &said, &[]);
                self.screen.remark("`migrate merge heads` joins them, `migrate rebase` puts one above the other");
            }
        }
    }

    fn revision(&mut self, one: &TestedRevision) {
        let TestedRevision { revision, message, outcome, took: spent } = one;
        let (said, under, fault): (&str, Vec<String>, Option<&Error>) = match outcome {
            TestOutcome::Passed => ("", Vec::new(), None),
            TestOutcome::UpgradeFailed(fault) => ("the upgrade does not run", vec![fault.to_string()], Some(fault)),
            TestOutcome::DowngradeFailed(fault) => ("the downgrade does not run", vec![fault.to_string()], Some(fault)),
            TestOutcome::NotRestored(differences) => {
                ("the downgrade does not give back the state before", differences.clone(), None)
            }
            TestOutcome::NotRepeatable(fault) => {
                ("the upgrade does not run again after the downgrade", vec![fault.to_string()], Some(fault))
            }
        };
        let good = outcome.has_passed();
        let mut line = format!("{} {}", paint(ID, printable(revision)), printable(message));
        let spent = if good {
            format!(" {}", paint(FAINT, format_args!("({})", duration_text(*spent))))
        } else {
            format!(": {said}")
        };
        line.truncate(line.trim_end().len());
        line.push_str(&spent);
        let mut facts = json!({
            "check": "revision",
            "ok": good,
            "revision": revision,
            "message": said,
            "differences": under,
        });
        if let (Some(facts), Some(fault)) = (facts.as_object_mut(), fault) {
            facts.insert("error".into(), fault::to_json(fault)["error"].clone());
        }
        self.put(good, &line, &under, facts);
        if let Some(fault) = fault.filter(|_| self.screen.is_text()) {
            to_stderr(&format!("{}\n", fault::draw(fault, true)));
        }
    }

    fn schema(&mut self, differences: &[Difference]) {
        let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
        match lines.len() {
            0 => self.line(true, "head equals the schema", "nothing differs", &[]),
            number => self.line(false, "head equals the schema", &count(number, "difference"), &lines),
        }
    }

    /// The chain does not run to its end.
    fn cut_short(&mut self) {
        self.line(false, "base to head", "the chain does not run to its head; what comes after is not tested", &[]);
    }

    fn end(&self) {
        let all = self.checks.len();
        match self.failed {
            0 => self.screen.progress(&format!("{} passed\n", count(all, "check"))),
            failed => self.screen.remark(&format!("{failed} of {} failed", count(all, "check"))),
        }
    }

    /// Whether nothing failed.
    pub(super) fn has_passed(&self) -> bool {
        self.failed == 0
    }

    /// How many checks failed.
    pub(super) fn failed(&self) -> usize {
        self.failed
    }

    /// The lines as JSON.
    pub(super) fn document(&self) -> Value {
        json!({ "ok": self.failed == 0, "failed": self.failed, "checks": self.checks })
    }

    /// Each check: what it is of, and what is wrong with it, if anything is.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = (String, Option<String>)> + '_ {
        self.checks.iter().map(|check| {
            let text = |key: &str| check[key].as_str().unwrap_or_default();
            let subject = if text("revision").is_empty() { text("check") } else { text("revision") };
            let differences = check["differences"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let said: Vec<&str> = std::iter::once(text("message")).chain(differences).collect();
            (subject.to_owned(), (check["ok"] != json!(true)).then(|| said.join("\n")))
        })
    }
}
