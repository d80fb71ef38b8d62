//! `migrate lint`

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::context::CommandContext;
use super::lint_scope::{scope, scripts};
use crate::config::Config;
use crate::dialect::TableSizes;
use crate::error::{Fault, Place, Result};
use crate::lint::{Finding, Level, LockingStatement, Report, Scripts, World, all, lint, list, page, rule};
use crate::nearest::did_you_mean;
use crate::report::fault::{draw_finding, line_and_column};
use crate::report::problems::{Problem, rendered};
use crate::report::screen::Screen;
use crate::report::style::{FAINT, count, paint, printable};
use crate::revision::Direction;
use crate::run::Chain;

/// Arguments of `lint`.
#[derive(Debug, Args)]
#[command(after_help = "\
Judges the upgrade sections of the scripts that the database has not applied: what locks a table in use, writes it anew, \
fails on its rows, loses them, or breaks code that is running. Tables that these scripts make are exempt, and tables without \
rows too. With REV, or the file of a script, only those are judged, as one run, and the database is asked for its version and \
sizes only if it answers; without it PostgreSQL 15, MariaDB 10.11 or MySQL 8.0 is taken for granted.

A finding is accepted on the line before the statement:
  -- migrate:allow drop-table nobody has read it since May

With -v, what each statement locks is listed too, with the size of the table.

[lint] of migrate.toml sets what a rule weighs: drop-table = \"error\", \"warning\" or \"off\". Exits with 1 if anything is found, a \
warning too; with 2 if a script or the database cannot be read.

Formats: text, json, sarif (SARIF 2.1.0), github (annotations), gitlab (code quality), junit.

Examples:
  migrate lint
  migrate lint head
  git diff --relative --name-only --diff-filter=A origin/main -- migrations/versions | xargs -r migrate lint --format github
  migrate lint --explain create-index")]
pub(super) struct LintArguments {
    /// The revisions, or the files of their scripts [default: those that are not applied]
    #[arg(allow_negative_numbers = true, value_name = "REV")]
    pub revisions: Vec<String>,
    /// Judge the downgrade sections too
    #[arg(long)]
    pub downgrade: bool,
    /// Print the page of a rule; without CODE, list the rules
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with = "revisions")]
    pub explain: Option<String>,
}

/// What `lint` found.
pub(super) struct Linted {
    /// The revisions that were judged.
    pub revisions: Vec<String>,
    /// What was found in them.
    pub report: Report,
    /// The server, and whether it was asked.
    server: (String, bool),
}

/// `--explain` with a code that no rule has.
#[derive(Debug, thiserror::Error)]
#[error("no rule has the code `{code}`")]
struct UnknownRule {
    code: String,
}

impl Fault for UnknownRule {
    fn code(&self) -> &'static str {
        "unknown-rule"
    }
    fn help(&self) -> Option<String> {
        let near = did_you_mean(&self.code, all().map(|rule| rule.code));
        near.or_else(|| Some("`migrate lint --explain` lists them".to_owned()))
    }
}

impl LintArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        if let Some(code) = &self.explain {
            explain(context.screen, code)?;
            return Ok(0);
        }
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let linted = judge(context, &config, &chain, &self.revisions, self.downgrade).await?;
        linted.show(context.screen);
        context.screen.document(&linted.document());
        if let Some(form) = context.global.format.report() {
            context.screen.report(&rendered(form, &linted.problems(), &linted.passed()));
        }
        Ok(u8::from(!linted.report.findings.is_empty()))
    }
}

/// Judges the scripts that are named, or those that are not applied.
///
/// # Errors
/// A script that cannot be read; a database that has to be asked and cannot be.
pub(super) async fn judge(
    context: &CommandContext,
    config: &Config,
    chain: &Chain,
    asked: &[String],
    downgrade: bool,
) -> Result<Linted> {
    let scope = scope(context, config, chain, asked).await?;
    // JSON says the same by itself.
    let told = |remark: &str| {
        if !context.screen.is_json() {
            context.screen.note(remark);
        }
    };
    scope.remarks.iter().map(String::as_str).for_each(told);
    let syntax = scope.world.flavor.engine.syntax();
    let (known, judged) = scripts(chain, &scope.known, &scope.judged, syntax)?;
    let heads = chain.graph.ids(&chain.graph.heads());
    let of_run = Scripts { known: &known, judged: &judged, heads: &heads };
    let mut report = lint(&scope.world, &config.lint, of_run, Direction::Upgrade)?;
    // Where the tables are empty, as on a developer's own database, it must not look as if nothing were wrong.
    let empty = scope.world.sizes.as_ref().is_some_and(TableSizes::have_empty);
    let in_use = World { sizes: None, ..scope.world.clone() };
    let without_sizes = if empty { lint(&in_use, &config.lint, of_run, Direction::Upgrade)?.findings.len() } else { 0 };
    let left_out = without_sizes.saturating_sub(report.findings.len());
    if left_out > 0 {
        let findings = count(left_out, "finding");
        let remark = "on tables that have no rows here; name the revisions to see what they do where there are rows";
        told(&format!("note: left out: {findings} {remark}"));
    }
    if downgrade {
        let back = lint(&scope.world, &config.lint, of_run, Direction::Downgrade)?;
        report.findings.extend(back.findings);
        report.accepted.extend(back.accepted);
        report.statements += back.statements;
        report.locking.extend(back.locking);
    }
    let server = (scope.world.flavor.to_string(), scope.world.sizes.is_some());
    let revisions = scope.judged.iter().map(|index| chain.graph.id(*index).to_owned()).collect();
    Ok(Linted { revisions, report, server })
}

fn explain(screen: Screen, code: &str) -> Result<()> {
    if code.is_empty() {
        screen.result(&list());
        screen.document(&json!({ "rules": all().map(facts).collect::<Vec<_>>() }));
        return Ok(());
    }
    let rule = rule(code).ok_or_else(|| UnknownRule { code: code.to_owned() })?;
    screen.result(&page(rule));
    screen.document(&facts(rule));
    Ok(())
}

fn facts(rule: &crate::lint::Rule) -> Value {
    json!({
        "code": rule.code,
        "level": rule.level.word(),
        "databases": rule.databases(),
        "title": rule.title,
        "why": rule.why,
    })
}

/// A finding as a fault, to be drawn.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.message)]
struct Drawn(Finding);

impl Fault for Drawn {
    fn code(&self) -> &'static str {
        self.0.rule.code
    }
    fn help(&self) -> Option<String> {
        Some(self.0.safer.clone())
    }
    fn places(&self) -> Vec<Place> {
        let Finding { path, text, span, .. } = &self.0;
        vec![Place { path: path.clone(), text: text.clone(), span: span.clone(), label: String::new() }]
    }
    fn notes(&self) -> Vec<String> {
        self.0.notes.iter().cloned().chain([self.0.rule.why.to_owned()]).collect()
    }
}

impl Linted {
    /// What was found, for people.
    pub(super) fn show(&self, screen: Screen) {
        let Report { findings, accepted, statements, locking } = &self.report;
        for one in locking.iter().filter(|_| screen.verbose) {
            let place = format!("{}:{}", one.path.display(), one.line);
            screen.result(&format!("{} {}\n", paint(FAINT, printable(&place)), printable(&one.words)));
        }
        for finding in findings {
            let drawn = draw_finding(&Drawn(finding.clone()), finding.level == Level::Error, true);
            screen.result(&format!("{drawn}\n\n"));
        }
        for finding in accepted.iter().filter(|_| screen.verbose) {
            let (code, place) = (finding.rule.code, format!("{}:{}", finding.path.display(), finding.line()));
            let reason = finding.accepted.as_deref().unwrap_or_default();
            screen.result(&format!(
                "{} {code} at {}: {}\n",
                paint(FAINT, "accepted"),
                printable(&place),
                printable(reason)
            ));
        }
        let of = format!("{} in {}", count(*statements, "statement"), count(self.revisions.len(), "revision"));
        let mut parts = Vec::new();
        for (level, word) in [(Level::Error, "error"), (Level::Warning, "warning")] {
            let many = findings.iter().filter(|finding| finding.level == level).count();
            parts.extend((many > 0).then(|| count(many, word)));
        }
        let accepted = if accepted.is_empty() { String::new() } else { format!(", {} accepted", accepted.len()) };
        if parts.is_empty() {
            screen.progress(&format!("{of}: nothing found{accepted}\n"));
        } else {
            let found = parts.join(", ");
            screen.remark(&format!("{found} ({of}{accepted}): see `migrate lint --explain CODE`"));
        }
    }

    /// The same as JSON.
    pub(super) fn document(&self) -> Value {
        let Report { findings, accepted, statements, locking } = &self.report;
        let locks = |one: &LockingStatement| json!({ "revision": one.revision, "line": one.line, "text": one.words });
        json!({
            "ok": findings.is_empty(),
            "revisions": self.revisions,
            "statements": statements,
            "locks": locking.iter().map(locks).collect::<Vec<_>>(),
            "server": self.server.0,
            "server_asked": self.server.1,
            "findings": findings.iter().map(as_json).collect::<Vec<_>>(),
            "accepted": accepted.iter().map(as_json).collect::<Vec<_>>(),
        })
    }

    /// The same for a report.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.report.findings.iter().chain(&self.report.accepted).map(problem).collect()
    }

    /// The revisions in which nothing was found.
    pub(super) fn passed(&self) -> Vec<(&'static str, String)> {
        self.revisions.iter().map(|id| ("lint", id.clone())).collect()
    }
}

fn as_json(finding: &Finding) -> Value {
    let (line, column) = line_and_column(&finding.text, finding.span.start);
    json!({
        "code": finding.rule.code,
        "level": finding.level.word(),
        "message": finding.message,
        "why": finding.rule.why,
        "notes": finding.notes,
        "safer": finding.safer,
        "revision": finding.revision,
        "file": finding.path.to_string_lossy(),
        "line": line,
        "column": column,
        "end_line": finding.last_line(),
        "reason": finding.accepted,
    })
}

fn problem(finding: &Finding) -> Problem {
    let mut lines: Vec<&str> = finding.notes.iter().map(String::as_str).collect();
    lines.push(finding.rule.why);
    lines.push("Safer:");
    lines.push(&finding.safer);
    Problem {
        check: "lint",
        code: finding.rule.code.to_owned(),
        error: finding.level == Level::Error,
        message: finding.message.clone(),
        details: lines.join("\n"),
        place: Some((finding.path.clone(), finding.line(), finding.last_line())),
        subject: finding.revision.clone(),
        accepted: finding.accepted.clone(),
    }
}
