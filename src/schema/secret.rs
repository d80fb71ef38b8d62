//! What stands in a schema for a secret.
//!
//! A schema is printed, kept in a cache and rendered into scripts, so no secret may be in it. Two schemas can still be told
//! apart by their secrets: in place of each stands a digest of it, under a key that only this process knows, so that nobody
//! finds the secret by trying.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use super::{Definition, Object, Schema, Unmodelled};

/// How each begins. A shadow database is given the stand-in, and is read again.
const MARK: &str = "stand-in of a secret: ";

/// What stands for a secret; of a stand-in, itself.
pub(crate) fn stand_in(secret: &str) -> String {
    static KEY: OnceLock<RandomState> = OnceLock::new();
    if secret.starts_with(MARK) {
        return secret.to_owned();
    }
    format!("{MARK}{:016x}", KEY.get_or_init(RandomState::new).hash_one(secret))
}

/// A text as it is shown: with asterisks in place of what stands for secrets.
pub(crate) fn without_stand_ins(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("***");
        shown.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    shown
}

/// Whether an option or a setting of this name holds a secret.
pub(crate) fn is_secret_name(option: &str) -> bool {
    let option = option.to_ascii_lowercase();
    // Whether one is needed, and where they are kept.
    if matches!(option.as_str(), "password_required" | "passfile") {
        return false;
    }
    [
        "password",
        "passwd",
        "pass",
        "secret",
        "token",
        "pwd",
        "credential",
        "apikey",
        "api_key",
        "private_key",
        "access_key",
    ]
    .iter()
    .any(|word| option.contains(word))
}

impl Definition {
    fn secrets(&self) -> impl Iterator<Item = &(String, String)> {
        self.clauses.iter().filter(|(_, value)| value.starts_with(MARK))
    }

    /// Whether the secrets of both are the same.
    pub fn same_secrets(&self, other: &Definition) -> bool {
        self.secrets().eq(other.secrets())
    }
}

impl Object {
    /// As something that the model cannot hold, where it holds a secret: for whatever would have to write it down.
    pub fn with_secret(&self) -> Option<Unmodelled> {
        let Object::Definition(definition) = self else { return None };
        let (option, _) = definition.secrets().next()?;
        let option = option.strip_prefix("option ").unwrap_or(option);
        let name = format!("{} on {}", definition.id.name.name, definition.id.arguments.join(", "));
        Some(Unmodelled {
            kind: definition.id.kind.word().to_owned(),
            name: format!("{name}{}", why_not_written(option)),
            exclude: name,
            table: None,
        })
    }
}

/// Why nothing with such an option is written down.
pub(crate) fn why_not_written(option: &str) -> String {
    format!(
        ": its option `{option}` is a secret, which no schema, script or message may hold: leave the mapping out, and make and \
         change it by hand, in each database by itself (CREATE USER MAPPING, ALTER USER MAPPING)"
    )
}

impl Schema {
    /// What holds a secret.
    pub fn secrets(&self) -> Vec<Unmodelled> {
        self.objects.values().filter_map(Object::with_secret).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_tells_secrets_apart_and_shows_none() {
        assert_eq!(stand_in("hush"), stand_in("hush"));
        assert_ne!(stand_in("hush"), stand_in("hush!"));
        assert!(!stand_in("hush").contains("hush"));
        assert_eq!(stand_in(&stand_in("hush")), stand_in("hush"));
        let text = format!("OPTIONS (a '{}', b 'x')", stand_in("hush"));
        assert_eq!(without_stand_ins(&text), "OPTIONS (a '***', b 'x')");
    }
}
