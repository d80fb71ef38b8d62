//! How long a statement waits for locks, how often it is tried again, and what is looked at before it is.
//!
//! A statement that others would wait behind ([`Queue`]) gets a short limit and gives its place up: the traffic is stopped for no longer than
//! that, once a try. Before a try, the server is asked whether a transaction that is open for longer than a moment has a lock in the way; while
//! one has, no try begins. A statement that nobody waits behind has no limit: given up, an index that is built concurrently is lost work and
//! an invalid index.

use std::time::{Duration, Instant, SystemTime};

use super::event::Event;
use super::execute::{Execution, ExecutionError};
use super::prepare::PreparedStatements;
use crate::config::Database;
use crate::dialect::lock_demand::{LockDemand, Queue, StatementLimits};
use crate::dialect::session::ConnectSettings;
use crate::sql::{Syntax, head_words};

/// How long a run waits for locks.
#[derive(Debug, Clone, Copy)]
pub(super) struct LockSettings {
    /// How long a statement may wait that others wait behind; None where limits are off, and nothing is looked at.
    pub short: Option<Duration>,
    /// The limits that the session has.
    pub usual: StatementLimits,
    /// How often a revision that waited too long for a lock is tried again; None: as often as `lock_wait` has room for.
    pub lock_retries: Option<u32>,
    /// How long another run, and the locks of others, are waited for.
    pub lock_wait: Duration,
}

impl LockSettings {
    /// Those of a configuration.
    pub(super) fn of(database: &Database) -> Self {
        let connection = ConnectSettings::from(database);
        LockSettings {
            short: database.lock_timeout,
            usual: StatementLimits { lock: connection.lock_timeout, statement: connection.statement_timeout },
            lock_retries: database.lock_retries,
            lock_wait: database.lock_wait,
        }
    }

    /// Those of a database that nobody else uses.
    pub(super) fn alone() -> Self {
        LockSettings {
            short: None,
            usual: StatementLimits { lock: None, statement: None },
            lock_retries: Some(0),
            lock_wait: Duration::ZERO,
        }
    }
}

/// Which limits are set in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Limit {
    /// Those of its connection.
    #[default]
    Usual,
    /// Short, since others wait behind.
    Short,
    /// None is waited for at all: somebody would keep it for longer than the shortest limit.
    AtOnce,
    /// None, since nobody does.
    Off,
}

/// The limits that a run has set, and whether it sets any.
#[derive(Debug, Default)]
pub(super) struct Limits {
    now: Limit,
    /// The script sets its own.
    pub scripts_own: bool,
    /// A transaction is open.
    pub in_transaction: bool,
    /// When a transaction of others was last seen to stay.
    seen_to_stay: Option<Instant>,
}

impl Limits {
    /// Whether nothing is waited for.
    pub(super) fn are_none(&self) -> bool {
        self.now == Limit::AtOnce
    }

    /// A transaction begins or ends: what was set for it alone is gone.
    pub(super) fn transaction(&mut self, open: bool, goes_with_it: bool) {
        self.in_transaction = open;
        if goes_with_it {
            self.now = Limit::Usual;
        }
    }

    fn wanted(&self, queue: Queue) -> Limit {
        match queue {
            Queue::Writers | Queue::Everyone => Limit::Short,
            // Others wait for what the transaction has locked already.
            _ if self.in_transaction && matches!(self.now, Limit::Short | Limit::AtOnce) => Limit::Short,
            Queue::Nobody => Limit::Off,
            Queue::Unknown => Limit::Usual,
        }
    }
}

/// Whether a script sets limits itself, so that they are left to it.
pub(super) fn sets_limits(statements: &PreparedStatements, syntax: Syntax) -> bool {
    const LIMITS: [&str; 3] = ["lock_timeout", "statement_timeout", "lock_wait_timeout"];
    let sets = |sql: &str| {
        let first = head_words(syntax, sql, 1);
        let can_set = matches!(first.first().map(String::as_str), Some("SET" | "SELECT"));
        can_set && {
            let sql = sql.to_ascii_lowercase();
            LIMITS.iter().any(|limit| sql.contains(limit))
        }
    };
    !statements.changes.is_empty()
        && statements.groups.iter().flat_map(|group| &group.statements).any(|one| sets(one.sql()))
}

/// The tries at one transaction, or at one statement outside of any.
pub(super) struct Tries {
    made: u32,
    began: Instant,
}

/// The first pause before a further try; each one is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// The longest pause after a try that stood in nobody's way.
const LONGEST_BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// The shortest limit of a server that counts in seconds: where it is short enough, it is what was asked for.
const LEAST_IN_SECONDS: Duration = Duration::from_secs(1);

impl Tries {
    /// The first one is about to begin.
    pub(super) fn first() -> Self {
        Tries { made: 1, began: Instant::now() }
    }

    /// How many were made.
    pub(super) fn made(&self) -> u32 {
        self.made
    }

    /// The pause before the next one; None where there is none. One that waited for nothing stood in nobody's way.
    pub(super) fn next(&mut self, settings: &LockSettings, waited_for_nothing: bool) -> Option<Duration> {
        let longest = if waited_for_nothing { LONGEST_BETWEEN_LOOKS } else { LONGEST_PAUSE };
        let pause = jittered(FIRST_PAUSE.saturating_mul(1 << (self.made - 1).min(10)).min(longest));
        let room = match settings.lock_retries {
            Some(retries) => self.made <= retries,
            None => self.began.elapsed() + pause <= settings.lock_wait,
        };
        self.made += u32::from(room);
        room.then_some(pause)
    }
}

/// A pause that is up to a quarter shorter, so that those who failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| now.subsec_nanos());
    pause.mul_f64(1.0 - f64::from(nanos % 1000) / 4000.0)
}

/// A transaction that outlasts this is not waited for in a queue. Within a tenth of a second `InnoDB` would tell the same again.
const MOMENT: Duration = Duration::from_millis(150);

/// For so long it is not asked again: a script may have very many statements.
const BELIEVED: Duration = Duration::from_secs(2);

/// Pauses between two looks are an eighth of the time waited so far, between these two.
const SHORTEST_LOOK: Duration = Duration::from_millis(20);
const LONGEST_LOOK: Duration = Duration::from_millis(250);

impl Execution<'_> {
    /// Sets the limits that a statement is to have.
    pub(super) async fn limit(&mut self, sql: &str) -> Result<(), ExecutionError> {
        let Some(short) = self.lock_settings.short.filter(|_| !self.limits.scripts_own) else { return Ok(()) };
        let mut wanted = self.limits.wanted(self.session.dialect().lock_demand(sql).queue);
        let tries_on = short < LEAST_IN_SECONDS && self.lock_settings.lock_retries.is_none();
        if wanted == Limit::Short && tries_on && self.somebody_stays().await? {
            wanted = Limit::AtOnce;
        }
        self.set_limit(wanted, short).await
    }

    /// Whether a transaction of others stays open for longer than a moment, where a session can give up at once for that.
    async fn somebody_stays(&mut self) -> Result<bool, ExecutionError> {
        if self.session.dialect().give_up_at_once().is_none() {
            return Ok(false);
        }
        if self.limits.seen_to_stay.is_some_and(|seen| seen.elapsed() < BELIEVED) {
            return Ok(true);
        }
        // Who can't be asked about stops nothing.
        let open = self.session.open_transactions().await.unwrap_or_default();
        if open.is_empty() {
            return Ok(false);
        }
        self.stop.pause(MOMENT).await.map_err(ExecutionError::Stopped)?;
        let still = self.session.open_transactions().await.unwrap_or_default();
        let stays = still.iter().any(|one| open.contains(one));
        self.limits.seen_to_stay = stays.then(Instant::now);
        Ok(stays)
    }

    /// Puts back the limits of the session, where others are set.
    pub(super) async fn usual_limits(&mut self) -> Result<(), ExecutionError> {
        match self.lock_settings.short {
            Some(short) => self.set_limit(Limit::Usual, short).await,
            None => Ok(()),
        }
    }

    async fn set_limit(&mut self, wanted: Limit, short: Duration) -> Result<(), ExecutionError> {
        if wanted == self.limits.now {
            return Ok(());
        }
        let (dialect, usual) = (self.session.dialect(), self.lock_settings.usual);
        let set = |limits| dialect.set_limits(limits, self.limits.in_transaction);
        let statements = match wanted {
            Limit::AtOnce => dialect.give_up_at_once().map(str::to_owned).into_iter().collect(),
            Limit::Usual => set(usual),
            Limit::Short => set(StatementLimits { lock: Some(short), ..usual }),
            Limit::Off => set(StatementLimits { lock: None, statement: None }),
        };
        for sql in statements {
            self.session.execute(&sql).await?;
        }
        self.limits.now = wanted;
        Ok(())
    }

    /// Waits while somebody who would not soon be done has locks in the way of these statements, for as long as `lock_wait` lets. Where tries
    /// are counted, they are made; where nothing is told, they are made as well.
    pub(super) async fn look_first<'s>(
        &mut self,
        revision: &str,
        statements: impl Iterator<Item = &'s str>,
    ) -> Result<(), ExecutionError> {
        if self.lock_settings.short.is_none() || self.lock_settings.lock_retries.is_some() || self.limits.scripts_own {
            return Ok(());
        }
        let dialect = self.session.dialect();
        let blocking = |demand: &LockDemand| demand.queue >= Queue::Writers;
        let demand = statements
            .map(|sql| dialect.lock_demand(sql))
            .filter(blocking)
            .fold(LockDemand::default(), LockDemand::with);
        if demand.relations.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        loop {
            // Who can't be asked about stops nothing.
            let Ok(Some(wait)) = self.session.lock_holders(&demand).await else { return Ok(()) };
            let waited = began.elapsed();
            if waited >= self.lock_settings.lock_wait {
                return Ok(());
            }
            self.reporter.event(&Event::Held { revision, waited, wait: &wait });
            self.stop.pause((waited / 8).clamp(SHORTEST_LOOK, LONGEST_LOOK)).await.map_err(ExecutionError::Stopped)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_end_by_number_or_by_time() {
        let settings = LockSettings { lock_wait: Duration::from_mins(1), ..LockSettings::alone() };
        let mut tries = Tries::first();
        assert_eq!(tries.next(&settings, false), None);
        let counted = LockSettings { lock_retries: Some(2), ..settings };
        assert!(tries.next(&counted, false).is_some() && tries.next(&counted, false).is_some());
        assert_eq!((tries.next(&counted, false), tries.made()), (None, 3));
        let timed = LockSettings { lock_retries: None, ..settings };
        assert!(
            Tries::first().next(&timed, false).is_some_and(|pause| pause <= FIRST_PAUSE && pause >= FIRST_PAUSE / 2)
        );
        let over = LockSettings { lock_wait: Duration::ZERO, ..timed };
        assert_eq!(Tries::first().next(&over, false), None);
    }

    #[test]
    fn what_a_transaction_has_locked_keeps_the_limit_short() {
        let mut limits = Limits { in_transaction: true, ..Limits::default() };
        assert_eq!(limits.wanted(Queue::Unknown), Limit::Usual);
        assert_eq!(limits.wanted(Queue::Everyone), Limit::Short);
        limits.now = Limit::Short;
        assert_eq!((limits.wanted(Queue::Unknown), limits.wanted(Queue::Nobody)), (Limit::Short, Limit::Short));
        limits.transaction(false, true);
        assert_eq!((limits.now, limits.wanted(Queue::Nobody)), (Limit::Usual, Limit::Off));
    }
}
