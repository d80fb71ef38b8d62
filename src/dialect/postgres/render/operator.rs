//! Operators and operator families: what ALTER can do. Casts, access methods and operator classes change in nothing.

use crate::schema::{Definition, Kind};

use super::identity;

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    match to.id.kind {
        Kind::Operator => operator(from, to),
        Kind::OperatorFamily => Some(family(from, to)),
        _ => None,
    }
}

/// The functions that estimate how many rows it finds can be others.
fn operator(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.clause("fixed")? != to.clause("fixed")? {
        return None;
    }
    let changed = ["RESTRICT", "JOIN"].into_iter().filter(|word| from.clause(word) != to.clause(word));
    let changed: Vec<String> = changed.map(|word| format!("{word} = {}", to.clause(word).unwrap_or("NONE"))).collect();
    Some(vec![format!("ALTER OPERATOR {} SET ({})", identity(&to.id), changed.join(", "))])
}

/// Members that belong to no class come and go.
fn family(from: &Definition, to: &Definition) -> Vec<String> {
    let head = format!("ALTER OPERATOR FAMILY {}", identity(&to.id));
    let gone = from.clauses.iter().filter(|clause| !to.clauses.contains(clause));
    let come = to.clauses.iter().filter(|clause| !from.clauses.contains(clause));
    let gone = gone.map(|(key, _)| format!("{head} DROP {key}"));
    gone.chain(come.map(|(_, added)| format!("{head} ADD {added}"))).collect()
}
