//! The lock that lets one process at a time change a database.
//!
//! It is held by the session, outside of any transaction, and asked for again and again: a session that waits inside
//! `pg_advisory_lock` keeps a snapshot open, and `CREATE INDEX CONCURRENTLY` of the holder then waits for it in turn.

use std::time::{Duration, Instant};

use super::error::{RunError, Stopped};
use super::event::{Event, Reporter};
use super::stop::Stop;
use crate::dialect::Session;

/// The lock's name: one for all version tables of a database, since they change the same objects.
pub(super) const NAME: &str = "migrate";

/// How long the server may take to answer.
const FAREWELL: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

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
            return Err(RunError::LockHeld { waited: began.elapsed(), applied: Vec::new() });
        }
        if pause == FIRST_PAUSE {
            reporter.event(&Event::WaitingForRun);
        }
        if let Err(signal) = stop.pause(pause).await {
            return Err(RunError::Stopped(Box::new(Stopped::early(signal))));
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Lets the lock go. Where even that fails, the connection is gone, and the lock with it.
pub async fn release(session: &mut dyn Session) {
    let _ = tokio::time::timeout(FAREWELL, session.unlock(NAME)).await;
}
