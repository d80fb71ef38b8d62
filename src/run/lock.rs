//! The lock that lets one process at a time change a database.
//!
//! It is held by the session, outside of any transaction, and asked for again and again: a session that waits inside
//! `pg_advisory_lock` keeps a snapshot open, and `CREATE INDEX CONCURRENTLY` of the holder then waits for it in turn.

use std::time::{Duration, Instant};

use super::error::RunError;
use super::event::{Event, Reporter};
use super::stop::{Signal, Stop};
use crate::dialect::Session;
use crate::dialect::session::ServerErrorKind;

/// The lock's name: one for all version tables of a database, since they change the same objects.
pub(super) const NAME: &str = "migrate";

/// How long the server may take to answer.
const FAREWELL: Duration = Duration::from_secs(5);
/// Pauses between two tries are an eighth of the time waited so far, between these two: a crowd that waits for long asks
/// seldom, and who waits for a moment loses little.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
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

/// A time of waiting for who has a lock: told once, with pauses that grow, given up in the end.
pub(super) struct Waiting<'a> {
    holder: Holder,
    began: Instant,
    limit: Duration,
    told: bool,
    stop: &'a Stop,
}

impl<'a> Waiting<'a> {
    /// Begins now, and lasts for `limit` at most or until `stop` asks to end it.
    pub(super) fn new(holder: Holder, limit: Duration, stop: &'a Stop) -> Self {
        Waiting { holder, began: Instant::now(), limit, told: false, stop }
    }

    /// Who that is. A server that does not tell keeps nobody from waiting.
    async fn who(&self, session: &mut dyn Session) -> Option<String> {
        match self.holder {
            Holder::Run => session.lock_holder(NAME).await.ok().flatten(),
            Holder::Writer => None,
        }
    }

    /// Waits until it is time to ask again; the signal where a request to stop came first.
    ///
    /// # Errors
    /// [`RunError::LockHeld`] where it has lasted long enough.
    pub(super) async fn pause(
        &mut self,
        session: &mut dyn Session,
        reporter: &mut (dyn Reporter + Send),
    ) -> Result<Result<(), Signal>, RunError> {
        let waited = self.began.elapsed();
        let Some(left) = self.limit.checked_sub(waited).filter(|left| !left.is_zero()) else {
            let who = self.who(session).await;
            return Err(RunError::LockHeld { by: self.holder, who, waited, applied: Vec::new() });
        };
        if !std::mem::replace(&mut self.told, true) {
            let who = self.who(session).await;
            reporter.event(&Event::Waiting { on: self.holder, who });
        }
        Ok(self.stop.pause((waited / 8).clamp(SHORTEST_PAUSE, LONGEST_PAUSE).min(left)).await)
    }
}

/// Takes the lock, waiting up to `limit` for whoever has it. Where every transaction is a lock by itself
/// ([`Session::data_version`]), nothing is taken.
///
/// # Errors
/// [`RunError::LockHeld`]; the server's refusal; [`RunError::Stopped`] where a request to stop came first.
pub async fn take(
    session: &mut dyn Session,
    limit: Duration,
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<(), RunError> {
    let mut waiting = Waiting::new(Holder::Run, limit, stop);
    while !session.try_lock(NAME).await? {
        waiting.pause(session, reporter).await?.map_err(RunError::stopped_early)?;
    }
    Ok(())
}

/// Opens a transaction. Where it is the lock that keeps other writers out, waits up to `limit` for them; a request to stop ends
/// the waiting.
///
/// # Errors
/// [`RunError::LockHeld`]; the server's refusal.
pub(super) async fn begin(
    session: &mut dyn Session,
    limit: Duration,
    stop: &Stop,
    reporter: &mut (dyn Reporter + Send),
) -> Result<(), RunError> {
    let mut waiting = Waiting::new(Holder::Writer, limit, stop);
    loop {
        match session.begin().await {
            Err(fault) if fault.kind == ServerErrorKind::Lock => {
                waiting.pause(session, reporter).await?.map_err(RunError::stopped_early)?;
            }
            result => return Ok(result?),
        }
    }
}

/// Lets the lock go. Where even that fails, the connection is gone, and the lock with it.
pub async fn release(session: &mut dyn Session) {
    let _ = tokio::time::timeout(FAREWELL, session.unlock(NAME)).await;
}
