//! Names that the schema file leaves out: made by the naming convention, so that each thing can be dropped by a name.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::document::Reader;
use super::draft::{DraftConstraint, DraftIndex, DraftTable};
use super::names;
use crate::config::Naming;
use crate::engine::Engine;
use crate::schema::{Constraint, Expr, IndexColumn, IndexKey, Rule, Table};
use crate::sql::{TokenKind, tokens, unquote};

/// Gives every constraint and index of a table a name, and checks the names that are given.
pub(super) fn table(reader: &Reader<'_>, drafted: &mut DraftTable<'_>) {
    let unnamed = drafted.unnamed && reader.engine() == Engine::Sqlite;
    given(reader, &drafted.constraints, &drafted.indexes);
    let mut taken = BTreeSet::new();
    for part in drafted.constraints.iter_mut().filter(|part| part.constraint.name.is_none() && !unnamed) {
        let name = constraint(reader.naming, reader.engine(), &drafted.table, &part.constraint, part.after.as_deref());
        part.constraint.name = Some(free(reader.engine(), name, &mut taken));
    }
    name_indexes(reader, &drafted.table.name.name, Some(&drafted.table), &mut drafted.indexes, &mut taken);
}

/// Gives every index of a view a name.
pub(super) fn view(reader: &Reader<'_>, name: &str, indexes: &mut [DraftIndex<'_>]) {
    given(reader, &[], indexes);
    let mut taken = BTreeSet::new();
    name_indexes(reader, name, None, indexes, &mut taken);
}

/// Checks the length of the names that are given.
fn given(reader: &Reader<'_>, constraints: &[DraftConstraint<'_>], indexes: &[DraftIndex<'_>]) {
    for part in constraints {
        if let Some(name) = &part.constraint.name {
            reader.fits(name, part.name_at.as_ref().unwrap_or(&part.at));
        }
    }
    for part in indexes.iter().filter(|part| !part.index.name.is_empty()) {
        reader.fits(&part.index.name, part.name_at.as_ref().unwrap_or(&part.at));
    }
}

fn name_indexes(
    reader: &Reader<'_>,
    owner: &str,
    table: Option<&Table>,
    indexes: &mut [DraftIndex<'_>],
    taken: &mut BTreeSet<String>,
) {
    for part in indexes.iter_mut().filter(|part| part.index.name.is_empty()) {
        let name = index(reader.naming, reader.engine(), owner, table, &part.index.columns);
        part.index.name = free(reader.engine(), name, taken);
    }
}

/// The name that the convention gives a constraint; `after` is the column that it is said beside.
pub(super) fn constraint(
    naming: &Naming,
    engine: Engine,
    table: &Table,
    constraint: &Constraint,
    after: Option<&str>,
) -> String {
    let owner = &table.name.name;
    let name = match &constraint.rule {
        Rule::PrimaryKey(key) => naming.primary_key(owner, &key.columns),
        Rule::Unique(key) => naming.unique(owner, &key.columns),
        Rule::ForeignKey(key) => naming.foreign_key(owner, &key.columns, &key.table.name, &key.referred),
        Rule::Check(check) => match after {
            Some(column) => naming.check(owner, column),
            None => naming.check(owner, &columns_in(engine, table, &check.expression).join("_")),
        },
        Rule::Exclusion(exclusion) => {
            let columns = exclusion.elements.iter().map(|(column, _)| column);
            format!("ex_{owner}_{}", words(engine, Some(table), columns).join("_"))
        }
    };
    fitting(engine, name)
}

/// The name that the convention gives an index.
pub(super) fn index(
    naming: &Naming,
    engine: Engine,
    owner: &str,
    table: Option<&Table>,
    columns: &[IndexColumn],
) -> String {
    fitting(engine, naming.index(owner, &words(engine, table, columns)))
}

/// What stands for each place of an index in its name.
fn words<'c>(engine: Engine, table: Option<&Table>, columns: impl IntoIterator<Item = &'c IndexColumn>) -> Vec<String> {
    let mut found = Vec::new();
    for column in columns {
        match (&column.key, table) {
            (IndexKey::Column(name), _) => found.push(name.clone()),
            (IndexKey::Expression(expression), Some(table)) => found.extend(columns_in(engine, table, expression)),
            (IndexKey::Expression(_), None) => found.push("expr".to_owned()),
        }
    }
    found
}

/// The columns that an expression names, each once; `expr` where there are none.
pub(super) fn columns_in(engine: Engine, table: &Table, expression: &Expr) -> Vec<String> {
    let syntax = engine.syntax();
    let mut found: Vec<String> = Vec::new();
    for token in tokens(syntax, expression.text()) {
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) {
            continue;
        }
        let word = unquote(syntax, token.text);
        if let Some(name) = super::index::find_column(table, &word, engine != Engine::Postgres)
            && !found.iter().any(|known| known == name)
        {
            found.push(name.to_owned());
        }
    }
    if found.is_empty() {
        found.push("expr".to_owned());
    }
    found
}

/// A name that the database keeps whole: one that is too long ends in a digest of all of it.
fn fitting(engine: Engine, name: String) -> String {
    match names::limit(engine) {
        Some(limit) if names::length(engine, &name) > limit => {
            let mut digest = hex::encode(Sha256::digest(name.as_bytes()));
            digest.truncate(8);
            format!("{}_{digest}", clipped(engine, &name, limit - digest.len() - 1))
        }
        _ => name,
    }
}

/// The longest beginning of a name that is not longer than `room`.
fn clipped(engine: Engine, name: &str, room: usize) -> &str {
    let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    let end = ends.rfind(|end| names::length(engine, &name[..*end]) <= room).unwrap_or(0);
    &name[..end]
}

/// The name, or the name with a number behind it, that no other made name is; it then is taken. A name that is given is
/// never stepped around: that both are the same is a fault, and not a reason to rename what was there before.
fn free(engine: Engine, name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    for number in 2.. {
        if !taken.contains(&candidate) {
            break;
        }
        candidate = fitting(engine, format!("{name}_{number}"));
    }
    taken.insert(candidate.clone());
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_end_in_a_digest() {
        let long = format!("fk_{}", "é".repeat(40));
        let name = fitting(Engine::Postgres, long.clone());
        assert!(name.len() <= 63 && name.len() > 60, "{name}");
        assert!(long.starts_with(&name[..51]));
        assert_ne!(name, fitting(Engine::Postgres, format!("{long}x")));
        assert_eq!(fitting(Engine::Sqlite, long.clone()), long);
        assert_eq!(fitting(Engine::Postgres, "x".repeat(63)), "x".repeat(63));
    }

    #[test]
    fn equal_names_are_counted() {
        let mut taken = BTreeSet::new();
        let mut next = || free(Engine::Postgres, "ck_a_b".to_owned(), &mut taken);
        assert_eq!([next(), next(), next()], ["ck_a_b", "ck_a_b_2", "ck_a_b_3"]);
    }
}
