//! Runs sections where nothing is recorded: in a shadow database, or by `apply`.

use std::sync::Arc;

use super::error::{Cause, Failure, RunError};
use super::event::Reporter;
use super::execute::{Execution, ExecutionError};
use super::limits::{Limits, LockSettings};
use super::prepare::{SqlSection, prepare};
use super::stop::Stop;
use super::version_state::PreparedRevision;
use crate::dialect::Session;
use crate::revision::Direction;

/// Runs the statements of sections as a run would, with its transactions, and records nothing.
///
/// # Errors
/// What [`prepare`] refuses; the statement that fails, with its place ([`RunError::Failed`]); a request to stop.
pub async fn run_sections(
    session: &mut dyn Session,
    sql_sections: &[SqlSection],
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<(), RunError> {
    let dialect = session.dialect();
    let syntax = dialect.syntax();
    let statements = prepare(&*dialect, sql_sections, true)?;
    let prepared = PreparedRevision {
        id: String::new(),
        message: String::new(),
        path: sql_sections.first().map(|sql_section| sql_section.path.display().to_string()).unwrap_or_default(),
        checksum: String::new(),
        script: Arc::from(""),
        direction: Direction::Upgrade,
        rows: Vec::new(),
        neighbours: Vec::new(),
        statements,
    };
    let mut execution = Execution {
        session,
        stop,
        reporter,
        notices: None,
        // Nobody else uses a shadow.
        lock_settings: LockSettings::alone(),
        limits: Limits::default(),
        version_state: None,
        // Nothing in a shadow is worth it, and `apply` has no revision that could put it back.
        keeper: None,
    };
    let (script_statement, cause) = match execution.run(&prepared).await {
        Ok(_) => return Ok(()),
        Err(ExecutionError::Failed { script_statement, cause, .. }) => (script_statement, cause),
        Err(ExecutionError::Fault(RunError::Server(fault))) => (None, Cause::Server(fault)),
        Err(ExecutionError::Fault(fault)) => return Err(fault),
        Err(ExecutionError::Stopped(signal)) => return Err(RunError::stopped_early(signal)),
        // Only a version table can be changed elsewhere.
        Err(ExecutionError::Elsewhere) => return Ok(()),
    };
    let server = match &cause {
        Cause::Server(fault) => Some(&**fault),
        Cause::ForeignKeys(_) => None,
    };
    Err(RunError::Failed(Box::new(Failure {
        revision: None,
        place: script_statement.as_ref().map(|script_statement| script_statement.refused_at(syntax, server)),
        line: script_statement.as_ref().map(|script_statement| script_statement.line),
        number: script_statement.as_ref().map(|script_statement| (script_statement.number, prepared.statements.total)),
        cause,
        before: Vec::new(),
        rolled_back: Vec::new(),
        done: 0,
        begun: false,
    })))
}
