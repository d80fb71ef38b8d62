//! How the server changes a table: at once, beside reads and writes, or by a copy that writes wait for.
//!
//! What is certain is asserted at the end of the statement (`ALGORITHM`, `LOCK`), so that a server that would have to copy the
//! table after all refuses at once instead. Measured on MySQL 9.7 and MariaDB 10.11: each change alone, each pair and some
//! hundred statements of up to seven clauses, with rows; and from the manuals' tables
//! (<https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>,
//! <https://mariadb.com/kb/en/innodb-online-ddl-overview/>). Where a table holds what narrows this (partitions, virtual columns,
//! full-text or spatial indexes, compression, history, another engine), nothing is certain and nothing asserted.

use crate::dialect::{Fact, Facts, LockMode};
use crate::engine::Flavor;
use crate::schema::{QName, Table};

/// How a change is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Online {
    /// The table's definition alone changes.
    Instant,
    /// The same, as long as the table has row versions left (MySQL: 64, then it is rebuilt beside reads and writes).
    RowVersion,
    /// An option of the table; no row is touched.
    TableOption,
    /// Rows are read for an index, or only the dictionary changes; reads and writes go on.
    Index,
    /// All rows are written anew while reads and writes go on.
    Rebuild,
    /// Rows are read for an index while writes wait; the first of its kind may write them anew.
    Shared,
    /// All rows are copied while writes wait.
    Copy,
    /// Not known.
    Unknown,
}

const LOCK_NONE: &str = "LOCK=NONE";
const INSTANT: &[&str] = &["ALGORITHM=INSTANT", LOCK_NONE];
const INPLACE: &[&str] = &["ALGORITHM=INPLACE, LOCK=NONE", LOCK_NONE];
const NOCOPY: &[&str] = &["ALGORITHM=NOCOPY, LOCK=NONE", LOCK_NONE];

impl Online {
    /// The same for a table that is what it is: certain only where nothing of it narrows what the server can do.
    pub(super) fn on(self, before: Option<&Table>, after: Option<&Table>) -> Online {
        match before {
            // It is new: nobody waits, and nothing is there to copy.
            None => Online::Copy,
            Some(_) if matches!(self, Online::Copy | Online::Shared) => self,
            Some(before) if is_plain(before) && after.is_none_or(is_plain) => self,
            Some(_) => Online::Unknown,
        }
    }

    /// What may be asserted, what says most first.
    pub(super) fn assertions(self, flavor: &Flavor) -> Vec<&'static str> {
        let words: &[&str] = match (self, flavor.is_mariadb()) {
            // Older servers do the same, or less at once, and have no words for it.
            (Online::Shared | Online::Copy | Online::Unknown, _) => &[],
            _ if !(if flavor.is_mariadb() { flavor.at_least(10, 5) } else { flavor.version >= (8, 0, 29) }) => {
                &[LOCK_NONE]
            }
            (Online::TableOption, _) | (Online::RowVersion, false) => &[LOCK_NONE],
            (Online::Instant, _) | (Online::RowVersion, true) => INSTANT,
            (Online::Index, true) => NOCOPY,
            (Online::Index, false) | (Online::Rebuild, _) => INPLACE,
        };
        words.to_vec()
    }

    /// What it does to the table.
    pub(super) fn facts(self, table: &QName) -> Facts {
        // The definition is locked for moments alone.
        let beside = Facts::locking(table, LockMode::ShareUpdateExclusive);
        let facts = match self {
            Online::Instant | Online::RowVersion | Online::TableOption => beside,
            Online::Index => beside.scanning(),
            Online::Rebuild => beside.rewriting(),
            Online::Shared => Facts { rewrites: Fact::Unknown, ..Facts::locking(table, LockMode::Share).scanning() },
            Online::Copy => Facts::locking(table, LockMode::Share).rewriting(),
            Online::Unknown => Facts { locks: None, rewrites: Fact::Unknown, scans: Fact::Unknown, ..Facts::light() },
        };
        facts.repeatable(true)
    }
}

/// Whether a table has nothing that narrows how it can be changed.
fn is_plain(table: &Table) -> bool {
    let option =
        |key: &str| table.options.parameters.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let innodb = option("engine").is_none_or(|engine| engine.eq_ignore_ascii_case("innodb"));
    let compressed = option("row_format").is_some_and(|format| format.eq_ignore_ascii_case("compressed"))
        || ["key_block_size", "page_compressed", "compression"].iter().any(|key| option(key).is_some());
    let special =
        |method: &Option<String>| method.as_deref().is_some_and(|word| matches!(word, "fulltext" | "spatial"));
    let computes = table
        .indexes
        .iter()
        .any(|index| special(&index.method) || index.columns.iter().any(|place| place.name().is_none()));
    innodb
        && !compressed
        && !computes
        && table.options.partition_by.is_none()
        && !table.options.system_versioned
        && table.options.periods.is_empty()
        && table.columns.iter().all(|column| column.generated.is_none() && column.attributes.is_none())
}
