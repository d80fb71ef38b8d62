//! What a statement locks, in words, with what the database says of the size.

use super::TableSize;
use super::facts::{Fact, Facts, LockMode};
use crate::engine::Engine;
use crate::schema::QName;

/// `takes ACCESS EXCLUSIVE on orders (2.1 GB, about 14.0 million rows), all rows are read`: the locks of a statement on the
/// tables that `counts` and what it does to their rows; none where it takes none.
pub fn facts_in_words(
    facts: &Facts,
    engine: Engine,
    counts: impl Fn(&QName) -> bool,
    size: impl Fn(&QName) -> Option<TableSize>,
) -> Option<String> {
    let locks = facts.locks.iter().flatten().filter(|lock| counts(&lock.table));
    let mut parts: Vec<String> = locks
        .map(|lock| {
            let size = size(&lock.table).map(|size| size.in_words()).filter(|words| !words.is_empty());
            let size = size.map(|words| format!(" ({words})")).unwrap_or_default();
            format!("{} on {}{size}", mode(engine, lock.mode), lock.table)
        })
        .collect();
    if parts.is_empty() {
        return None;
    }
    if facts.rewrites == Fact::Yes {
        parts.push("all rows are written anew".to_owned());
    } else if facts.scans == Fact::Yes {
        parts.push("all rows are read".to_owned());
    }
    Some(format!("takes {}", parts.join(", ")))
}

/// The lock as the database's manual calls it.
fn mode(engine: Engine, mode: LockMode) -> &'static str {
    match mode {
        LockMode::AccessExclusive | LockMode::Exclusive if engine == Engine::MySql => "LOCK=EXCLUSIVE",
        LockMode::ShareRowExclusive | LockMode::Share if engine == Engine::MySql => "LOCK=SHARED",
        LockMode::ShareUpdateExclusive if engine == Engine::MySql => "LOCK=NONE",
        LockMode::AccessShare | LockMode::RowShare | LockMode::RowExclusive if engine == Engine::MySql => "row locks",
        LockMode::AccessShare => "ACCESS SHARE",
        LockMode::RowShare => "ROW SHARE",
        LockMode::RowExclusive => "ROW EXCLUSIVE",
        LockMode::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        LockMode::Share => "SHARE",
        LockMode::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        LockMode::Exclusive => "EXCLUSIVE",
        LockMode::AccessExclusive => "ACCESS EXCLUSIVE",
    }
}
