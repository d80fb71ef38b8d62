//! Publications: what `ALTER PUBLICATION` can do.
//!
//! A publication that is dropped cuts its subscribers off, so it is changed in place wherever that is possible.

use crate::schema::Definition;

use super::quote;

/// The statements that make one of the other in place: tables can take the place of tables, but neither of all tables nor of
/// none.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let list = |one: &Definition| one.clause("for").is_some_and(|members| !matches!(members, "" | "ALL TABLES"));
    if from.clause("for") != to.clause("for") && !(list(from) && list(to)) {
        return None;
    }
    let statement = format!("ALTER PUBLICATION {} SET", quote::identifier(&to.id.name.name));
    let (members, options): (Vec<_>, Vec<_>) =
        to.clauses.iter().filter(|clause| !from.clauses.contains(clause)).partition(|(name, _)| name == "for");
    let mut statements: Vec<String> =
        members.into_iter().map(|(_, members)| format!("{statement} {members}")).collect();
    let options: Vec<String> = options.into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    if !options.is_empty() {
        // Row filters and column lists of partitioned tables are for publications by way of the root alone, so these are that first,
        // and as long as there are any.
        let by_root = to.clause("publish_via_partition_root") == Some("true");
        let at = if by_root { 0 } else { statements.len() };
        statements.insert(at, format!("{statement} ({})", options.join(", ")));
    }
    Some(statements)
}
