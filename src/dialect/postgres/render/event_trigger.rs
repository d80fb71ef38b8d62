//! Event triggers: what ALTER EVENT TRIGGER can do.

use crate::schema::Definition;

use super::quote;

/// What is said beside the statement that creates one: in which sessions it fires.
pub(super) fn beside(definition: &Definition) -> Option<String> {
    enabled(definition).map(|word| enable(definition, Some(word)))
}

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    (from.sql == to.sql).then(|| vec![enable(to, enabled(to))])
}

fn enabled(definition: &Definition) -> Option<&str> {
    definition.settings.iter().find(|(name, _)| name == "enabled").map(|(_, word)| word.as_str())
}

fn enable(definition: &Definition, word: Option<&str>) -> String {
    let how = match word {
        Some("false") => "DISABLE",
        Some("replica") => "ENABLE REPLICA",
        Some("always") => "ENABLE ALWAYS",
        _ => "ENABLE",
    };
    format!("ALTER EVENT TRIGGER {} {how}", quote::identifier(&definition.id.name.name))
}
