//! Who waits behind a statement on MySQL and MariaDB, by its first words: every change of a table waits for its metadata lock, and whoever
//! comes later waits behind it.
//!
//! <https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html>, <https://mariadb.com/kb/en/metadata-locking/>.

use std::time::Duration;

use crate::dialect::lock_demand::{LockDemand, Queue, StatementLimits};
use crate::engine::Flavor;
use crate::sql::head_words;

use super::SYNTAX;
/// The longest time that `lock_wait_timeout` takes, in seconds: a year.
const LONGEST_LOCK_WAIT: u64 = 31_536_000;

/// What a statement asks of tables that others may use.
pub(super) fn lock_demand(statement: &str) -> LockDemand {
    let words = head_words(SYNTAX, statement, 2);
    let queue = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["ALTER" | "CREATE" | "DROP" | "RENAME" | "TRUNCATE" | "OPTIMIZE" | "LOCK", ..] => Queue::Everyone,
        _ => Queue::Unknown,
    };
    LockDemand { queue, ..LockDemand::default() }
}

/// The statement that sets how long a metadata lock is waited for. Rows are waited for by another limit.
pub(super) fn set_limits(limits: StatementLimits) -> Vec<String> {
    vec![format!("SET SESSION lock_wait_timeout = {}", lock_seconds(limits.lock))]
}

/// The statement after which no metadata lock is waited for. MySQL has none: a second is the least that it waits.
///
/// <https://mariadb.com/kb/en/wait-and-nowait/>
pub(super) fn give_up_at_once(flavor: &Flavor) -> Option<&'static str> {
    (flavor.is_mariadb() && flavor.at_least(10, 3)).then_some("SET SESSION lock_wait_timeout = 0")
}

/// A limit of waiting for a lock, in whole seconds.
pub(super) fn lock_seconds(limit: Option<Duration>) -> u64 {
    limit.filter(|limit| !limit.is_zero()).map_or(LONGEST_LOCK_WAIT, |limit| {
        (limit.as_secs() + u64::from(limit.subsec_nanos() > 0)).clamp(1, LONGEST_LOCK_WAIT)
    })
}
