//! Asks the rows, before anything runs, whether they are in the way of a statement that is to run.
//!
//! A NOT NULL, a key or a check that rows break fails when the statement is reached: what ran before it stays applied where
//! DDL commits, and a large table was locked for nothing. What to ask is found in the statements by whoever makes the runner
//! ([`FindRowTests`]); here it is asked, counted and said. A test that the server refuses, or that takes too long, says
//! nothing: the statement itself will.

use std::time::Duration;

use super::error::{RunError, Stopped};
use super::event::{Event, Reporter};
use super::execute::CANCEL_TIMEOUT;
use super::prepare::ScriptStatement;
use super::stop::Stop;
use super::version_state::PreparedRevision;
use super::watch::Watch;
use crate::dialect::row_guard::RowRule;
use crate::dialect::session::Row;
use crate::dialect::{Dialect, Session};
use crate::error::{Fault, Place, Result};
use crate::sql::redacted;

/// For how long one question may run. It locks nothing that others wait for, but whoever waits for the upgrade waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Finds what to ask before the statements of a run, all of them together, are sent.
pub type FindRowTests = fn(&dyn Dialect, &[PreparedRevision]) -> Vec<RowTest>;

/// What no row must be, so that a statement can run.
#[derive(Debug, Clone)]
pub struct RowTest {
    /// The statement.
    pub statement: ScriptStatement,
    /// Where in the file the part of it stands that the rows would break.
    pub span: std::ops::Range<usize>,
    /// Its revision.
    pub revision: String,
    /// How many statements that has.
    pub of: usize,
    /// What it asks of the rows.
    pub rule: RowRule,
    /// The table, as the statement writes it.
    pub table: String,
    /// The table that a foreign key leads to.
    pub target: Option<Target>,
    /// What the statement does: `column c of t becomes NOT NULL`.
    pub what: String,
    /// The query that has a row for each row, or each value, that is in the way.
    pub query: String,
}

/// The table that a foreign key leads to.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name, as the statement writes it.
    pub name: String,
    /// Whether the run makes it, so that it is not there to be asked.
    pub is_new: bool,
}

/// Rows that are in the way of statements.
#[derive(Debug, thiserror::Error)]
#[error("{}", sentence(.0))]
pub struct RowsInTheWay(Vec<Found>);

#[derive(Debug)]
struct Found {
    test: RowTest,
    count: String,
    place: Place,
}

impl Found {
    fn words(&self) -> String {
        format!("{}, but {}", self.test.what, self.test.found(&self.count))
    }
}

impl RowTest {
    /// `3 rows hold NULL`
    fn found(&self, count: &str) -> String {
        self.rule.broken_by(count, self.target.as_ref().map_or("", |target| &target.name))
    }
}

fn sentence(found: &[Found]) -> String {
    match found {
        [only] => only.words(),
        _ => format!("rows are in the way of {} statements", found.len()),
    }
}

impl Fault for RowsInTheWay {
    fn code(&self) -> &'static str {
        "rows-in-the-way"
    }

    fn places(&self) -> Vec<Place> {
        self.0.iter().map(|found| found.place.clone()).collect()
    }

    fn notes(&self) -> Vec<String> {
        let several = self.0.len() > 1;
        self.0
            .iter()
            .flat_map(|found| {
                let words = several.then(|| format!("revision {}: {}", found.test.revision, found.words()));
                words.into_iter().chain([format!("they are shown by: {}", found.test.query)])
            })
            .collect()
    }

    fn help(&self) -> Option<String> {
        Some("nothing was run; change these rows first, and then run it again".to_owned())
    }
}

/// Asks all tests.
///
/// # Errors
/// [`RowsInTheWay`], with all that were found; a request to stop.
pub(super) async fn ask(
    session: &mut dyn Session,
    tests: Vec<RowTest>,
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<()> {
    let dialect = session.dialect();
    let mut found = Vec::new();
    for test in tests {
        let there = test.target.iter().filter(|target| !target.is_new).map(|target| &target.name);
        let tables: Vec<&str> = std::iter::once(&test.table).chain(there).map(String::as_str).collect();
        let guard = dialect.row_guard(test.rule, &tables);
        let mut asked = Question { session: &mut *session, stop, reporter: &mut *reporter, test: &test };
        if let Some(guard) = guard
            && !matches!(asked.rows(&guard).await?, Some(rows) if rows.is_empty())
        {
            continue;
        }
        let some = asked.rows(&format!("SELECT 1 FROM ({}) found LIMIT 1", test.query)).await?;
        if some.is_none_or(|rows| rows.is_empty()) {
            continue;
        }
        let counted = asked.rows(&format!("SELECT COUNT(*) FROM ({}) found", test.query)).await?;
        let count = counted.into_iter().flatten().flatten().flatten().next().unwrap_or_else(|| "some".to_owned());
        let place = Place {
            path: test.statement.path.to_path_buf(),
            text: test.statement.text.clone(),
            span: test.span.clone(),
            label: test.found(&count),
        };
        found.push(Found { test, count, place });
    }
    if found.is_empty() { Ok(()) } else { Err(RowsInTheWay(found).into()) }
}

struct Question<'a> {
    session: &'a mut dyn Session,
    stop: &'a Stop,
    reporter: &'a mut (dyn Reporter + Send),
    test: &'a RowTest,
}

impl Question<'_> {
    /// The rows of a query; none where the server refuses it or takes too long.
    async fn rows(&mut self, sql: &str) -> Result<Option<Vec<Row>>> {
        let cancel = self.session.canceller();
        let mut watch = Watch::of(&*self.session);
        let syntax = self.session.dialect().syntax();
        let mut running = self.session.rows(sql);
        let limit = tokio::time::sleep(PATIENCE);
        tokio::pin!(limit);
        let mut ended = false;
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut running => {
                    ended = true;
                    break Ok(answer.ok());
                }
                sight = watch.next() => self.reporter.event(&Event::Running {
                    revision: &self.test.revision,
                    number: self.test.statement.number,
                    of: self.test.of,
                    statement: &redacted(syntax, sql),
                    elapsed: sight.elapsed,
                    activity: sight.activity.as_ref(),
                }),
                signal = self.stop.wait() => {
                    self.reporter.event(&Event::Stopping(signal));
                    break Err(RunError::Stopped(Box::new(Stopped::early(signal))));
                }
                () = &mut limit => {
                    self.reporter.event(&Event::Warning(format!(
                        "not known before whether {}: to ask the rows takes more than {} s",
                        self.test.what,
                        PATIENCE.as_secs()
                    )));
                    break Ok(None);
                }
            }
        };
        if !ended {
            cancel().await;
            let _ = tokio::time::timeout(CANCEL_TIMEOUT, running).await;
        }
        watch.end().await;
        Ok(answer?)
    }
}
