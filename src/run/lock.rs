//! The lock that lets one process at a time change a database.
//!
//! It is held by the session, outside of any transaction, and asked for again and again: a session that waits inside
//! `pg_advisory_lock` keeps a snapshot open, and `CREATE INDEX CONCURRENTLY` of the holder then waits for it in turn.

use std::time::{Duration, Instant};

use super::error::{RunError, Stopped};
use super::event::{Event, Reporter};
use super::stop::{Signal, Stop};
use crate::dialect::Session;
use crate::dialect::session::ServerErrorKind;

/// The lock's name: one for all version tables of a database, since they change the same objects.
pub(super) const NAME: &str = "migrate";

/// How long the server may take to answer.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long to leave a writer alone before asking again.
const POLL: Duration = Duration::from_millis(50);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Who keeps a run from changing a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Another run of this program.
    Run,
    /// Whoever writes to it: where a transaction is the lock, nothing tells a run from another writer.
    Writer,
}

impl Holder {
    /// What it has been doing.
    pub fn doing(self) -> &'static str {
        match self {
            Holder::Run => "another run of migrate has been changing this database",
            Holder::Writer => "another process has been writing to this database",
        }
    }

    /// What is waited for.
    pub fn awaited(self) -> &'static str {
        match self {
            Holder::Run => "another run of migrate on this database to end",
            Holder::Writer => "another process that is writing to this database",
        }
    }
}

/// Takes the lock, waiting up to `wait` for whoever has it. Where every transaction is a lock by itself
/// ([`Session::data_version`]), nothing is taken.
///
/// # Errors
/// [`RunError::LockHeld`]; the server's refusal; [`RunError::Stopped`] where a request to stop came first.
pub async fn take(
    session: &mut dyn Session,
    wait: Duration,
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<(), RunError> {
    let began = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        if session.try_lock(NAME).await? {
            return Ok(());
        }
        if began.elapsed() >= wait {
            return Err(RunError::LockHeld { by: Holder::Run, waited: began.elapsed(), applied: Vec::new() });
        }
        if pause == FIRST_PAUSE {
            reporter.event(&Event::Waiting { on: Holder::Run });
        }
        if let Err(signal) = stop.pause(pause).await {
            return Err(RunError::Stopped(Box::new(Stopped::early(signal))));
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Opens a transaction. Where it is the lock that keeps other writers out, waits up to `wait` for them; a request to stop ends
/// the waiting.
///
/// # Errors
/// [`RunError::LockHeld`]; the server's refusal.
pub(super) async fn begin(
    session: &mut dyn Session,
    wait: Duration,
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<Result<(), Signal>, RunError> {
    let began = Instant::now();
    let mut told = false;
    loop {
        match session.begin().await {
            Err(fault) if fault.kind == ServerErrorKind::Lock => {
                if began.elapsed() >= wait {
                    return Err(RunError::LockHeld {
                        by: Holder::Writer,
                        waited: began.elapsed(),
                        applied: Vec::new(),
                    });
                }
                if !std::mem::replace(&mut told, true) {
                    reporter.event(&Event::Waiting { on: Holder::Writer });
                }
                if let Err(signal) = stop.pause(POLL).await {
                    return Ok(Err(signal));
                }
            }
            result => return Ok(Ok(result?)),
        }
    }
}

/// Lets the lock go. Where even that fails, the connection is gone, and the lock with it.
pub async fn release(session: &mut dyn Session) {
    let _ = tokio::time::timeout(FAREWELL, session.unlock(NAME)).await;
}
