//! Runs sections where nothing is recorded: in a shadow database.

use std::sync::Arc;
use std::time::Duration;

use super::error::{Cause, Failure, RunError, Stopped};
use super::event::Silent;
use super::execute::{Broken, Execution, Patience};
use super::ledger::Job;
use super::prepare::{Block, prepare};
use super::stop::Stop;
use crate::dialect::Session;
use crate::revision::Direction;

/// Runs the statements of sections as a run would, with its transactions, and records nothing.
///
/// # Errors
/// What [`prepare`] refuses; the statement that fails, with its place ([`RunError::Failed`]); the wish to stop.
pub async fn run_sections(session: &mut dyn Session, blocks: &[Block], stop: &Stop) -> Result<(), RunError> {
    let dialect = session.dialect();
    let syntax = dialect.syntax();
    let acts = prepare(&*dialect, blocks, true)?;
    let job = Job {
        id: String::new(),
        message: String::new(),
        path: blocks.first().map(|block| block.path.display().to_string()).unwrap_or_default(),
        checksum: String::new(),
        script: Arc::from(""),
        direction: Direction::Upgrade,
        rows: Vec::new(),
        neighbours: Vec::new(),
        acts,
    };
    let mut execution = Execution {
        session,
        stop,
        reporter: &mut Silent,
        notices: None,
        // Nobody else uses a shadow.
        patience: Patience { lock_retries: 0, lock_wait: Duration::ZERO },
        ledger: None,
    };
    let (piece, cause) = match execution.run(&job).await {
        Ok(_) => return Ok(()),
        Err(Broken::Failed { piece, cause, .. }) => (piece, cause),
        Err(Broken::Fault(RunError::Server(fault))) => (None, Cause::Server(fault)),
        Err(Broken::Fault(fault)) => return Err(fault),
        Err(Broken::Stopped(signal)) => return Err(RunError::Stopped(Box::new(Stopped::early(signal)))),
        // Only a version table can be changed elsewhere.
        Err(Broken::Elsewhere) => return Ok(()),
    };
    let position = match &cause {
        Cause::Server(fault) => fault.position,
        Cause::ForeignKeys(_) => None,
    };
    Err(RunError::Failed(Box::new(Failure {
        revision: None,
        place: piece.as_ref().map(|piece| piece.place(syntax, position, "")),
        line: piece.as_ref().map(|piece| piece.line),
        number: piece.as_ref().map(|piece| (piece.number, job.acts.total)),
        cause,
        before: Vec::new(),
        rolled_back: Vec::new(),
        done: 0,
        begun: false,
    })))
}
