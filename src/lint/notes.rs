//! What a statement locks, in words, with what the database says of the size.

use super::step::{Step, TableSize};
use crate::dialect::{Fact, LockMode};
use crate::engine::Engine;

/// The notes of a statement: its locks on tables that are in use, and whether it goes through all rows.
pub(crate) fn of(step: &Step<'_>) -> Vec<String> {
    let locks = step.facts.locks.iter().flatten().filter(|lock| !step.is_quiet(&lock.table));
    let mut parts: Vec<String> = locks
        .map(|lock| {
            let size = step.size(&lock.table).map(|size| in_words(&size)).filter(|words| !words.is_empty());
            let size = size.map(|words| format!(" ({words})")).unwrap_or_default();
            format!("{} on {}{size}", mode(step.engine(), lock.mode), lock.table)
        })
        .collect();
    if parts.is_empty() {
        return Vec::new();
    }
    if step.facts.rewrites == Fact::Yes {
        parts.push("all rows are written anew".to_owned());
    } else if step.facts.scans == Fact::Yes {
        parts.push("all rows are read".to_owned());
    }
    vec![format!("the statement takes {}", parts.join(", "))]
}

/// The lock as the database's manual calls it.
fn mode(engine: Engine, mode: LockMode) -> &'static str {
    match mode {
        LockMode::Share if engine == Engine::MySql => "LOCK=SHARED",
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

/// `2.1 GB, about 14 million rows`; empty where nothing is known.
pub fn in_words(size: &TableSize) -> String {
    let bytes = size.bytes.map(|bytes| match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    });
    let rows = size.rows.map(|rows| match rows {
        0..10_000 => format!("about {rows} rows"),
        10_000..1_000_000 => format!("about {} thousand rows", (rows + 500) / 1_000),
        _ => format!("about {:.1} million rows", rows as f64 / 1e6),
    });
    bytes.into_iter().chain(rows).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let size = |bytes, rows| in_words(&TableSize { bytes, rows, empty: false });
        assert_eq!(size(Some(2_100_000_000), Some(14_000_000)), "2.1 GB, about 14.0 million rows");
        assert_eq!(size(Some(8_192), Some(3)), "9 kB, about 3 rows");
        assert_eq!(size(None, Some(12_300)), "about 12 thousand rows");
        assert_eq!(size(None, None), "");
    }
}
