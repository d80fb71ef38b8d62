//! What a server tells of a statement that is running: how far it is, and who keeps it waiting.
//!
//! The session that runs it can't be asked, so that an [`Observer`] has a connection of its own. What it finds out is for
//! people: a server that doesn't tell (an old version, a missing privilege, an instrument that is off) leaves a field empty,
//! and nothing fails.

use std::time::Duration;

use super::session::BoxFuture;

/// What a running statement is doing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Activity {
    /// How far it is.
    pub progress: Option<StatementProgress>,
    /// What it waits for.
    pub wait: Option<LockWait>,
}

/// How far a statement is.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementProgress {
    /// What is being done, in the server's words: `building index: scanning table`, `copy to tmp table`.
    pub phase: String,
    /// How much of that phase is done, of 100.
    pub percent: Option<f64>,
}

/// A lock that a statement waits for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LockWait {
    /// What the server calls it: `table metadata lock`.
    pub kind: Option<String>,
    /// On which table, where the server says so.
    pub on: Option<String>,
    /// The sessions that have it, or are before this one in its queue.
    pub blockers: Vec<Blocker>,
    /// Whether the server doesn't say who has it: `blockers` are all those who may.
    pub suspected: bool,
}

/// A session that another one waits for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Blocker {
    /// The server's number for it; none for a transaction that was prepared for a commit in two phases.
    pub session: Option<i64>,
    /// What it calls itself.
    pub application: Option<String>,
    /// Who it logged in as.
    pub user: Option<String>,
    /// Where it comes from.
    pub host: Option<String>,
    /// What it is doing, in the server's words: `active`, `idle in transaction`.
    pub state: Option<String>,
    /// How long its transaction is open.
    pub age: Option<Duration>,
    /// What it runs, or ran last, without its literals.
    pub query: Option<String>,
}

/// Looks at the statements of one session from another connection.
pub trait Observer: Send {
    /// What the running statement is doing; none where the connection doesn't answer any more.
    fn look(&mut self) -> BoxFuture<'_, Option<Activity>>;

    /// Closes the connection.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// A time in whole seconds as a server prints it.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn seconds(text: Option<&str>) -> Option<Duration> {
    text?
        .parse::<f64>()
        .ok()
        .filter(|seconds| *seconds >= 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// `done` of `total`, of 100; none where there is no total (yet).
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn percent(done: Option<&str>, total: Option<&str>) -> Option<f64> {
    let (done, total): (f64, f64) = (done?.parse().ok()?, total?.parse().ok()?);
    (total > 0.0).then(|| (done / total * 100.0).clamp(0.0, 100.0))
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn shares_and_times() {
        assert_eq!(percent(Some("3"), Some("12")), Some(25.0));
        assert_eq!(percent(Some("3"), Some("0")), None);
        // A total is an estimate.
        assert_eq!(percent(Some("13"), Some("12")), Some(100.0));
        assert_eq!(seconds(Some("1.5")), Some(Duration::from_millis(1500)));
        assert_eq!(seconds(Some("-1")), None);
        assert_eq!(seconds(None), None);
    }
}
