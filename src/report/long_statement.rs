//! A statement that runs long, in words: which one, for how long, how far it is, and who keeps it waiting.

use std::time::Duration;

use super::style::{duration_text, printable};
use crate::run::{Activity, BatchProgress, Blocker, LockWait, StatementProgress};

/// How much of a statement is shown, in characters.
const SHOWN: usize = 60;
/// How much of another session's statement is shown.
const SHOWN_OF_OTHERS: usize = 200;

/// When a plain line is due: then, and each further one after the last of these times.
const DUE: [u64; 6] = [2, 10, 30, 60, 120, 300];

/// When what is said on plain lines is said: at growing intervals, and as soon as somebody else is waited for.
#[derive(Debug, Default)]
pub(super) struct Intervals {
    /// What was said up to now is said for a statement that runs so long.
    said: Option<Duration>,
    /// Who was named.
    named: Vec<Option<i64>>,
}

impl Intervals {
    /// Whether something is to be said of a statement that has run for `elapsed`.
    pub(super) fn due(&mut self, elapsed: Duration) -> bool {
        let last = DUE.last().copied().unwrap_or(1);
        let reached = |time: Duration| {
            let seconds = time.as_secs();
            DUE.iter().filter(|due| **due <= seconds).count() as u64 + (seconds / last).saturating_sub(1)
        };
        let due = reached(elapsed) > self.said.map_or(0, reached);
        if due {
            self.said = Some(elapsed);
        }
        due
    }

    /// Whether somebody else than before is waited for.
    pub(super) fn others(&mut self, blockers: &[Blocker]) -> bool {
        let now: Vec<Option<i64>> = blockers.iter().map(|blocker| blocker.session).collect();
        let others = now.iter().any(|session| !self.named.contains(session));
        if !now.is_empty() {
            self.named = now;
        }
        others
    }
}

/// `2/3 CREATE INDEX … has been running for 14 s: building index, 12 %`.
pub(super) fn line(place: (usize, usize), statement: &str, elapsed: Duration, activity: Option<&Activity>) -> String {
    let (number, of) = place;
    let place = if of > 0 { format!("{number}/{of} ") } else { String::new() };
    let elapsed = whole_seconds(elapsed);
    let shown = cut(statement, SHOWN);
    let doing = match activity {
        Some(Activity { wait: Some(wait), .. }) => {
            let kind = wait.kind.as_deref().map_or_else(|| "lock".to_owned(), printable);
            let on = wait.on.as_deref().map(|on| format!(" on {}", printable(on))).unwrap_or_default();
            format!(": waiting for a {kind}{on}")
        }
        Some(Activity { progress: Some(progress), .. }) => format!(": {}", progress_text(progress)),
        _ => String::new(),
    };
    format!("{place}{} has been running for {elapsed}{doing}", printable(&shown))
}

/// `3f2a9c81d4e7 begins when it stops nobody (waited 3 s): an open transaction uses orders`.
pub(super) fn held_line(revision: &str, waited: Duration, wait: &LockWait) -> String {
    let on = wait.on.as_deref().map_or_else(|| "its tables".to_owned(), printable);
    let several = if wait.blockers.len() > 1 { "open transactions use" } else { "an open transaction uses" };
    format!("{} begins when it stops nobody (waited {}): {several} {on}", printable(revision), whole_seconds(waited))
}

/// `2/3 orders: 120000 of about 2000000 rows looked at, 118000 changed, 20000 a second, about 1 min 34 s to go`.
pub(super) fn batch_line(place: (usize, usize), table: &str, progress: &BatchProgress) -> String {
    let BatchProgress { looked_at, changed, of, elapsed } = *progress;
    let rate = u128::from(looked_at) * 1000 / elapsed.as_millis().max(1);
    let of_all = of.filter(|of| *of > looked_at);
    let all = of_all.map(|of| format!(" of about {of}")).unwrap_or_default();
    let left = of_all.and_then(|of| u64::try_from(u128::from(of - looked_at) / rate.max(1)).ok());
    let left =
        left.map(|left| format!(", about {} to go", whole_seconds(Duration::from_secs(left)))).unwrap_or_default();
    format!(
        "{}/{} {}: {looked_at}{all} rows looked at, {changed} changed, {rate} a second{left}",
        place.0,
        place.1,
        printable(table)
    )
}

/// Who is waited for, a line each.
pub(super) fn holders(wait: &LockWait) -> Vec<String> {
    let by = if wait.suspected { "may be held by" } else { "held by" };
    wait.blockers.iter().map(|blocker| format!("{by} {}", who(blocker))).collect()
}

fn progress_text(progress: &StatementProgress) -> String {
    let phase = printable(&progress.phase);
    match progress.percent {
        Some(percent) => format!("{phase}, {percent:.0} %"),
        None => phase,
    }
}

/// `session 4711 (psql, user bob, idle in transaction, transaction open for 3 min 2 s), last statement: UPDATE …`.
fn who(blocker: &Blocker) -> String {
    let Some(session) = blocker.session else {
        return "a prepared transaction, which waits for COMMIT PREPARED or ROLLBACK PREPARED".to_owned();
    };
    let mut facts: Vec<String> = blocker.application.as_deref().map(printable).into_iter().collect();
    facts.extend(blocker.user.as_deref().map(|user| format!("user {}", printable(user))));
    facts.extend(blocker.host.as_deref().map(|host| format!("from {}", printable(host))));
    let age = blocker.age.map(|age| format!("transaction open for {}", whole_seconds(age)));
    facts.extend(blocker.state.as_deref().map(printable));
    facts.extend(age);
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    let running = blocker.state.as_deref() == Some("active");
    let query = match &blocker.query {
        Some(query) => {
            let word = if running { "running" } else { "last statement" };
            format!(", {word}: {}", printable(&cut(query, SHOWN_OF_OTHERS)))
        }
        None => String::new(),
    };
    format!("session {session}{facts}{query}")
}

/// The beginning of a text, with `…` where there is more.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// `14 s`, `2 min 5 s`.
fn whole_seconds(time: Duration) -> String {
    if time.as_secs() < 60 { format!("{} s", time.as_secs()) } else { duration_text(time) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_rare() {
        let mut intervals = Intervals::default();
        let said: Vec<u64> = (2..1300).filter(|second| intervals.due(Duration::from_secs(*second))).collect();
        assert_eq!(said, [2, 10, 30, 60, 120, 300, 600, 900, 1200]);
        // A look that came late makes up for none.
        assert!(Intervals::default().due(Duration::from_secs(40)));
    }

    #[test]
    fn what_is_said() {
        let statement = format!("CREATE INDEX i ON t ({})", "a_long_name, ".repeat(9));
        let progress = StatementProgress { phase: "building index: scanning table".to_owned(), percent: Some(12.4) };
        let activity = Activity { progress: Some(progress), wait: None };
        assert_eq!(
            line((2, 3), &statement, Duration::from_millis(14_900), Some(&activity)),
            "2/3 CREATE INDEX i ON t (a_long_name, a_long_name, a_long_name,… has been running for 14 s: \
             building index: scanning table, 12 %"
        );
        assert_eq!(line((1, 1), "VACUUM", Duration::from_secs(125), None), "1/1 VACUUM has been running for 2 min 5 s");
    }

    #[test]
    fn who_is_waited_for() {
        let blocker = Blocker {
            session: Some(4711),
            application: Some("psql".to_owned()),
            user: Some("bob".to_owned()),
            state: Some("idle in transaction".to_owned()),
            age: Some(Duration::from_secs(182)),
            query: Some("UPDATE orders SET note = ?".to_owned()),
            ..Blocker::default()
        };
        let blockers_of = [blocker.clone(), Blocker::default()].to_vec();
        let wait = LockWait { on: Some("orders".to_owned()), blockers: blockers_of, ..LockWait::default() };
        let activity = Activity { progress: None, wait: Some(wait) };
        assert_eq!(
            line((1, 1), "ALTER TABLE orders ADD c text", Duration::from_secs(2), Some(&activity)),
            "1/1 ALTER TABLE orders ADD c text has been running for 2 s: waiting for a lock on orders"
        );
        assert_eq!(
            activity.wait.as_ref().map(holders).unwrap_or_default(),
            [
                "held by session 4711 (psql, user bob, idle in transaction, transaction open for 3 min 2 s), \
                 last statement: UPDATE orders SET note = ?",
                "held by a prepared transaction, which waits for COMMIT PREPARED or ROLLBACK PREPARED"
            ]
        );
        let mut intervals = Intervals::default();
        let blockers = [blocker];
        assert!(intervals.others(&blockers) && !intervals.others(&blockers) && !intervals.others(&[]));
    }
}
