//! Two texts of one script, compared by the statement.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::{Head, Script, Variables, head};
use crate::revision::Direction;
use crate::sql::{Syntax, checksum_text};

/// A statement that one of two texts has and the other has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementChange {
    /// Whether the new text has it; else the old one.
    pub added: bool,
    /// Where it stands; none where the sections cannot be told (a template that makes its own).
    pub direction: Option<Direction>,
    /// Whether its section runs in a transaction.
    pub transaction: bool,
    /// The statement.
    pub text: String,
}

/// What was edited between two texts of a script, as they stand on disk: the statements that are gone and those that are
/// new, those of the upgrade
/// first. Comments and white space count only where the statements cannot be told, in a template: there the lines
/// are compared.
pub fn changes(syntax: Syntax, old: &str, new: &str) -> Vec<StatementChange> {
    let (old, new) = match (statements(syntax, old), statements(syntax, new)) {
        (Some(old), Some(new)) => (old, new),
        _ => (lines(old), lines(new)),
    };
    let mut found = Vec::new();
    for direction in [Some(Direction::Upgrade), Some(Direction::Downgrade), None] {
        let side =
            |all: &[StatementChange]| all.iter().filter(|one| one.direction == direction).cloned().collect::<Vec<_>>();
        found.extend(between(syntax, &side(&old), &side(&new)));
    }
    found
}

fn between(syntax: Syntax, old: &[StatementChange], new: &[StatementChange]) -> Vec<StatementChange> {
    let key = |change: &StatementChange| (change.transaction, checksum_text(syntax, &change.text));
    let (old_keys, new_keys): (Vec<_>, Vec<_>) = (old.iter().map(key).collect(), new.iter().map(key).collect());
    let mut found = Vec::new();
    // Of two long scripts with nothing in common a coarser answer will do.
    let deadline = Instant::now().checked_add(Duration::from_secs(2));
    let gone = |from: usize, count: usize| old.iter().skip(from).take(count).cloned();
    let come = |from: usize, count: usize| {
        new.iter().skip(from).take(count).map(|change| StatementChange { added: true, ..change.clone() })
    };
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old_keys, &new_keys, deadline) {
        match operation {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => found.extend(gone(old_index, old_len)),
            DiffOp::Insert { new_index, new_len, .. } => found.extend(come(new_index, new_len)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                // One after another, so that what was edited stands below what it was.
                let (mut gone, mut come) = (gone(old_index, old_len), come(new_index, new_len));
                for _ in 0..old_len.max(new_len) {
                    found.extend(gone.next());
                    found.extend(come.next());
                }
            }
        }
    }
    found
}

/// The statements of a script that is no template, in the order of the file.
fn statements(syntax: Syntax, text: &str) -> Option<Vec<StatementChange>> {
    let path = Path::new("");
    let text: Arc<str> = text.into();
    if Head::parse(path, &text).ok()?.template {
        return None;
    }
    let script = Script::parse(path, &text, &Variables::new(), syntax).ok()?;
    let mut found = Vec::new();
    for section in &script.sections {
        let statements = script.statements(section, syntax).ok()?;
        found.extend(statements.into_iter().map(|statement| StatementChange {
            added: false,
            direction: Some(section.direction),
            transaction: section.transaction,
            text: statement.text.trim().to_owned(),
        }));
    }
    Some(found)
}

/// The lines after the head.
fn lines(text: &str) -> Vec<StatementChange> {
    let body = text.get(head::end(text)..).unwrap_or_default();
    let line = |line: &str| StatementChange { added: false, direction: None, transaction: true, text: line.to_owned() };
    body.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::sqlite;

    fn told(old: &str, new: &str) -> Vec<String> {
        let script = |body: &str| format!("-- revision: r\n\n-- migrate:upgrade\n{body}");
        let sign = |change: &StatementChange| if change.added { '+' } else { '-' };
        changes(sqlite::SYNTAX, &script(old), &script(new))
            .iter()
            .map(|change| format!("{} {}", sign(change), change.text))
            .collect()
    }

    #[test]
    fn only_statements_count() {
        assert_eq!(told("SELECT 1;\nSELECT  2;", "-- so\nSELECT\r\n1 ; SELECT 2"), [""; 0]);
        assert_eq!(told("SELECT 1; SELECT 2; SELECT 3", "SELECT 1; SELECT 4; SELECT 3"), ["- SELECT 2", "+ SELECT 4"]);
        assert_eq!(told("SELECT 1; SELECT 2", "SELECT 2"), ["- SELECT 1"]);
        assert_eq!(
            told("SELECT 1", "SELECT 1; SELECT 2;\n-- migrate:downgrade\nSELECT 3"),
            ["+ SELECT 2", "+ SELECT 3"]
        );
    }

    #[test]
    fn the_mode_of_a_section_counts() {
        let plain = "-- revision: r\n-- migrate:upgrade\nSELECT 1;\n";
        let found = changes(sqlite::SYNTAX, plain, &plain.replace("upgrade", "upgrade transaction=off"));
        assert_eq!(found.iter().map(|change| change.transaction).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn templates_are_compared_by_the_line() {
        let old = "-- revision: r\n-- template: on\n\n-- migrate:upgrade\n{% if a %}\nSELECT 1;\n{% endif %}\n";
        let found = changes(sqlite::SYNTAX, old, &old.replace("SELECT 1", "SELECT 2"));
        assert_eq!(found.iter().map(|change| change.text.as_str()).collect::<Vec<_>>(), ["SELECT 1;", "SELECT 2;"]);
    }
}
