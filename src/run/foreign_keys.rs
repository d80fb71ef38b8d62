//! Foreign keys around the rebuild of a table: what a run does with a database's [`ForeignKeySwitch`].
//!
//! Enforcement is off around the transaction, and every row is checked before the commit.
//!
//! [`ForeignKeySwitch`]: crate::dialect::foreign_keys::ForeignKeySwitch

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::foreign_keys::Violation;
use crate::dialect::{ServerError, Session};

/// Switches enforcement off; whether it was on.
///
/// # Errors
/// The database's refusal.
pub(super) async fn switch_off(session: &mut dyn Session) -> Result<bool, ServerError> {
    let dialect = session.dialect();
    let Some(switch) = dialect.foreign_key_switch() else { return Ok(false) };
    let on = switch.enforced(session).await?;
    session.execute(switch.off()).await?;
    Ok(on)
}

/// Switches it on again.
///
/// # Errors
/// The database's refusal.
pub(super) async fn switch_on(session: &mut dyn Session) -> Result<(), ServerError> {
    match session.dialect().foreign_key_switch() {
        Some(switch) => session.execute(switch.on()).await.map(drop),
        None => Ok(()),
    }
}

/// The rows that refer to nothing, sorted, and the tables that there are, in lower case.
#[derive(Debug, Default)]
pub(super) struct Checked {
    rows: Vec<Violation>,
    tables: BTreeSet<String>,
}

/// Looks for rows that refer to nothing.
///
/// # Errors
/// The database's refusal.
pub(super) async fn check(session: &mut dyn Session) -> Result<Checked, ServerError> {
    let dialect = session.dialect();
    let Some(switch) = dialect.foreign_key_switch() else { return Ok(Checked::default()) };
    let mut rows = switch.violations(session).await?;
    rows.sort_unstable();
    let tables = switch.tables(session).await?;
    Ok(Checked { rows, tables: tables.iter().map(|name| name.to_lowercase()).collect() })
}

/// Those of `after` that a script has made. A rebuild may give rows other numbers, so between two tables only more of
/// them than before count as new. A key to a table that there was not and is not can be fulfilled by no row: it is none of
/// the script's doing.
pub(super) fn new_violations(before: &Checked, after: Checked) -> Vec<Violation> {
    let pair = |row: &Violation| (row.table.to_lowercase(), row.parent.to_lowercase());
    let mut counts: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    before.rows.iter().for_each(|row| counts.entry(pair(row)).or_default().0 += 1);
    after.rows.iter().for_each(|row| counts.entry(pair(row)).or_default().1 += 1);
    let grown = |row: &Violation| counts.get(&pair(row)).is_some_and(|(old, new)| new > old);
    let Checked { rows, tables } = after;
    let is_there = |row: &Violation| {
        let parent = row.parent.to_lowercase();
        tables.contains(&parent) || before.tables.contains(&parent)
    };
    rows.into_iter().filter(|row| grown(row) && !before.rows.contains(row) && is_there(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(table: &str, rowid: i64) -> Violation {
        Violation { table: table.into(), rowid: Some(rowid.to_string()), parent: "p".into() }
    }

    #[test]
    fn only_what_is_new_counts() {
        let new = |before: &[Violation], after: &[Violation]| {
            let checked =
                |rows: &[Violation]| Checked { rows: rows.to_vec(), tables: BTreeSet::from(["p".to_owned()]) };
            new_violations(&checked(before), checked(after))
        };
        assert_eq!(new(&[], &[row("a", 1)]), [row("a", 1)]);
        assert_eq!(new(&[row("a", 1)], &[row("a", 1)]), []);
        assert_eq!(new(&[row("a", 1)], &[row("a", 7)]), [], "the row has another number now");
        assert_eq!(new(&[row("a", 1)], &[row("a", 1), row("a", 2)]), [row("a", 2)]);
        assert_eq!(new(&[row("a", 1)], &[row("b", 1)]), [row("b", 1)]);
    }

    #[test]
    fn a_table_that_never_was_is_not_missed() {
        let checked = |tables: &[&str]| Checked {
            rows: Vec::new(),
            tables: tables.iter().map(|name| (*name).to_owned()).collect(),
        };
        let after = || Checked { rows: vec![row("a", 1)], ..checked(&["a"]) };
        assert_eq!(new_violations(&checked(&["a"]), after()), []);
        assert_eq!(new_violations(&checked(&["a", "p"]), after()), [row("a", 1)], "the script has dropped it");
    }
}
