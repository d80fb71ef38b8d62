//! Statistics objects: what ALTER STATISTICS can do.

use crate::schema::Definition;

use super::name;

/// The setting that says how many values are kept.
pub(crate) const TARGET: &str = "target";

/// What is said beside the statement that creates one: how many values are kept.
pub(super) fn beside(definition: &Definition) -> Option<String> {
    let target = definition.settings.iter().find(|(name, _)| name == TARGET);
    target.map(|(_, target)| set_target(definition, target))
}

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.sql != to.sql {
        return None;
    }
    // -1: the server's own choice again.
    Some(vec![beside(to).unwrap_or_else(|| set_target(to, "-1"))])
}

fn set_target(definition: &Definition, target: &str) -> String {
    format!("ALTER STATISTICS {} SET STATISTICS {target}", name(&definition.id.name))
}
