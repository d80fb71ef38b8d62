//! `migrate check --ci`: all that a pipeline checks, in one call.

use serde_json::{Map, Value, json};

use super::Status;
use super::check::compared;
use super::context::{CommandContext, Purpose};
use super::lint::judge;
use super::test::tested;
use super::verify;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::report::fault::{self, line_and_column};
use crate::report::problems::{Problem, rendered};
use crate::report::screen::to_stderr;
use crate::report::style::{BAD, FAINT, GOOD, count, paint};
use crate::run::Chain;

/// What one of the checks came to.
struct Outcome {
    /// A word or two for the summary.
    said: String,
    status: Status,
    document: Value,
    problems: Vec<Problem>,
    /// What was looked at.
    subjects: Vec<String>,
}

/// Runs `test`, `verify`, `lint` and the comparison, each whatever the others found; the worst status.
///
/// # Errors
/// None of the four stops the others: what one of them could not do is told, and makes the status 2.
pub(super) async fn run(context: &CommandContext, config: Config, chain: &Chain, named: &[String]) -> Result<Status> {
    let mut all: Vec<(&'static str, Outcome)> = Vec::new();
    for check in ["test", "verify", "lint", "schema"] {
        context.screen.progress(&format!("{}\n", paint(FAINT, check)));
        let outcome = match check {
            "test" => test(context, config.clone(), chain).await,
            "verify" => verified(context, &config, chain).await,
            "lint" => lint(context, &config, chain, named).await,
            _ => schema(context, config.clone(), chain).await,
        };
        let outcome = outcome.unwrap_or_else(|fault| trouble(context, check, &fault));
        context.screen.progress("\n");
        all.push((check, outcome));
    }
    let status = all.iter().map(|(_, outcome)| outcome.status).max().unwrap_or_default();
    for (check, outcome) in &all {
        let style = if outcome.status == 0 { GOOD } else { BAD };
        context.screen.result(&format!("{check:7} {}\n", paint(style, &outcome.said)));
    }
    let mut document = Map::new();
    document.insert("ok".to_owned(), json!(status == 0));
    for (check, outcome) in &all {
        document.insert((*check).to_owned(), outcome.document.clone());
    }
    context.screen.document(&Value::Object(document));
    if let Some(form) = context.global.format.report() {
        let problems: Vec<Problem> = all.iter().flat_map(|(_, outcome)| outcome.problems.iter().cloned()).collect();
        let passed: Vec<(&'static str, String)> =
            all.iter().flat_map(|(check, outcome)| outcome.subjects.iter().map(|one| (*check, one.clone()))).collect();
        context.screen.report(&rendered(form, &problems, &passed));
    }
    Ok(status)
}

/// A problem that lies in no line.
fn problem(chain: &Chain, check: &'static str, code: &str, subject: &str, message: &str) -> Problem {
    let mut lines = message.splitn(2, '\n');
    // It is shown at the script of its revision, where it has one.
    let script = chain.graph.get(subject).and_then(|revision| revision.path());
    Problem {
        check,
        code: code.to_owned(),
        error: true,
        message: format!("{subject}: {}", lines.next().unwrap_or_default()),
        details: lines.next().unwrap_or_default().to_owned(),
        place: script.map(|path| (path.to_path_buf(), 1, 1)),
        subject: subject.to_owned(),
        accepted: None,
    }
}

/// A check that could not be made.
fn trouble(context: &CommandContext, check: &'static str, fault: &Error) -> Outcome {
    if context.screen.is_text() {
        to_stderr(&format!("{}\n", fault::draw(fault, true)));
    }
    let place = fault.fault().places().into_iter().next().map(|place| {
        let (line, _) = line_and_column(&place.text, place.span.start);
        (place.path, line, line)
    });
    let notes: Vec<String> = fault.fault().notes().into_iter().chain(fault.fault().help()).collect();
    let problem = Problem {
        check,
        code: fault.code().to_owned(),
        error: true,
        message: fault.to_string(),
        details: notes.join("\n"),
        place,
        subject: check.to_owned(),
        accepted: None,
    };
    Outcome {
        said: "cannot be made".to_owned(),
        status: fault.fault().status(),
        document: fault::to_json(fault),
        problems: vec![problem],
        subjects: Vec::new(),
    }
}

async fn test(context: &CommandContext, config: Config, chain: &Chain) -> Result<Outcome> {
    let report = tested(context, config, chain, None).await?;
    let failed = |(subject, wrong): (String, Option<String>)| {
        wrong.map(|wrong| problem(chain, "test", "failed", &subject, &wrong))
    };
    Ok(Outcome {
        said: if report.has_passed() { "passed".to_owned() } else { format!("{} failed", report.failed()) },
        status: u8::from(!report.has_passed()),
        document: report.document(),
        problems: report.outcomes().filter_map(failed).collect(),
        subjects: report.outcomes().map(|(subject, _)| subject).collect(),
    })
}

async fn verified(context: &CommandContext, config: &Config, chain: &Chain) -> Result<Outcome> {
    let mut runner = context.runner(config, Purpose::Read).await?;
    let verified = runner.verify(chain).await;
    runner.close().await;
    let verified = verified?;
    verify::show(context.screen, chain, &verified);
    let problems = verified.findings.iter().map(|finding| {
        let message = format!("{}: {}", finding.word(), verify::said(finding));
        problem(chain, "verify", &finding.word().replace(' ', "-"), finding.revision(), &message)
    });
    let many = verified.findings.len();
    Ok(Outcome {
        said: if many == 0 { "passed".to_owned() } else { count(many, "finding") },
        status: u8::from(many > 0),
        document: verify::verified_document(chain, &verified),
        problems: problems.collect(),
        subjects: vec!["applied scripts".to_owned()],
    })
}

async fn lint(context: &CommandContext, config: &Config, chain: &Chain, named: &[String]) -> Result<Outcome> {
    let linted = judge(context, config, chain, named, false).await?;
    linted.show(context.screen);
    let many = linted.report.findings.len();
    Ok(Outcome {
        said: if many == 0 { "passed".to_owned() } else { count(many, "finding") },
        status: u8::from(many > 0),
        document: linted.document(),
        problems: linted.problems(),
        subjects: linted.revisions.clone(),
    })
}

async fn schema(context: &CommandContext, config: Config, chain: &Chain) -> Result<Outcome> {
    let found = compared(context, config, chain).await?;
    found.show(context.screen);
    let mut problems = Vec::new();
    if !found.missing.is_empty() {
        let message = format!("{} not applied", count(found.missing.len(), "revision"));
        problems.push(problem(chain, "schema", "not-applied", &found.missing.join(", "), &message));
    }
    problems.extend(found.beyond.iter().map(|line| problem(chain, "schema", "unknown", "the database", line)));
    problems.extend(
        found.differences.iter().map(|one| problem(chain, "schema", "differs", "the database", &one.to_string())),
    );
    let many = problems.len();
    Ok(Outcome {
        said: if many == 0 { "passed".to_owned() } else { count(many, "difference") },
        status: u8::from(many > 0),
        document: found.document(),
        problems,
        subjects: vec!["the database".to_owned()],
    })
}
