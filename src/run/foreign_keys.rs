//! Foreign keys around the rebuild of a table: what a run does with a database's [`ForeignKeySwitch`].
//!
//! Enforcement is off around the transaction, and every row is checked before the commit.
//!
//! [`ForeignKeySwitch`]: crate::dialect::foreign_keys::ForeignKeySwitch

use std::collections::BTreeMap;

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

/// Every row that refers to nothing, sorted.
///
/// # Errors
/// The database's refusal.
pub(super) async fn violations(session: &mut dyn Session) -> Result<Vec<Violation>, ServerError> {
    let dialect = session.dialect();
    let Some(switch) = dialect.foreign_key_switch() else { return Ok(Vec::new()) };
    let mut rows = switch.violations(session).await?;
    rows.sort_unstable();
    Ok(rows)
}

/// Those of `after` that a script has made. A rebuild may give rows other numbers, so between two tables only more of
/// them than before count as new.
pub(super) fn new_violations(before: &[Violation], after: Vec<Violation>) -> Vec<Violation> {
    let pair = |row: &Violation| (row.table.to_lowercase(), row.parent.to_lowercase());
    let mut counts: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    before.iter().for_each(|row| counts.entry(pair(row)).or_default().0 += 1);
    after.iter().for_each(|row| counts.entry(pair(row)).or_default().1 += 1);
    let grown = |row: &Violation| counts.get(&pair(row)).is_some_and(|(old, new)| new > old);
    after.into_iter().filter(|row| grown(row) && !before.contains(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(table: &str, rowid: i64) -> Violation {
        Violation { table: table.into(), rowid: Some(rowid.to_string()), parent: "p".into() }
    }

    #[test]
    fn only_what_is_new_counts() {
        assert_eq!(new_violations(&[], vec![row("a", 1)]), [row("a", 1)]);
        assert_eq!(new_violations(&[row("a", 1)], vec![row("a", 1)]), []);
        assert_eq!(new_violations(&[row("a", 1)], vec![row("a", 7)]), [], "the row has another number now");
        assert_eq!(new_violations(&[row("a", 1)], vec![row("a", 1), row("a", 2)]), [row("a", 2)]);
        assert_eq!(new_violations(&[row("a", 1)], vec![row("b", 1)]), [row("b", 1)]);
    }
}
