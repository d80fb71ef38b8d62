//! Names that the schema file leaves out: made by the naming convention, so that each thing can be dropped by a name.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::dotted_names;
use super::schema_reader::SchemaReader;
use super::unresolved::{UnresolvedConstraint, UnresolvedIndex, UnresolvedTable};
use crate::config::Naming;
use crate::dialect::{Dialect, NameRules};
use crate::schema::{Constraint, ConstraintDefinition, Expr, IndexColumn, IndexKey, PartKind, Table};
use crate::sql::{TokenKind, tokens, unquote};

/// Gives every constraint and index of a table a name, and checks the names that are given.
pub(super) fn table(reader: &SchemaReader<'_>, drafted: &mut UnresolvedTable<'_>) {
    given(reader, &drafted.constraints, &drafted.indexes);
    let mut taken = BTreeSet::new();
    let mut taken_apart = BTreeSet::new();
    for part in drafted.constraints.iter_mut().filter(|part| part.constraint.name.is_none() && !drafted.unnamed) {
        let name = constraint(reader.naming, reader.dialect, &drafted.table, &part.constraint, part.after.as_deref());
        let apart = named_apart(reader.dialect, part.constraint.kind());
        let taken = if apart { &mut taken_apart } else { &mut taken };
        part.constraint.name = Some(free(reader.names(), name, taken));
    }
    name_indexes(reader, &drafted.table.name.name, Some(&drafted.table), &mut drafted.indexes, &mut taken);
}

/// Whether the names of such constraints are told from those of keys and indexes: where keys are indexes, the others are not.
pub(super) fn named_apart(dialect: &dyn Dialect, kind: PartKind) -> bool {
    dialect.uniques_are_indexes() && matches!(kind, PartKind::ForeignKey | PartKind::Check)
}

/// Gives every index of a view a name.
pub(super) fn view(reader: &SchemaReader<'_>, name: &str, indexes: &mut [UnresolvedIndex<'_>]) {
    given(reader, &[], indexes);
    let mut taken = BTreeSet::new();
    name_indexes(reader, name, None, indexes, &mut taken);
}

/// Checks the length of the names that are given.
fn given(reader: &SchemaReader<'_>, constraints: &[UnresolvedConstraint<'_>], indexes: &[UnresolvedIndex<'_>]) {
    for part in constraints {
        if part.constraint.kind() == PartKind::PrimaryKey && refuse_key_name(reader, part) {
            continue;
        }
        if let Some(name) = &part.constraint.name {
            reader.fits(name, part.name_at.as_ref().unwrap_or(&part.at));
        }
    }
    for part in indexes.iter().filter(|part| !part.index.name.is_empty()) {
        reader.fits(&part.index.name, part.name_at.as_ref().unwrap_or(&part.at));
    }
}

/// Refuses a name of a primary key, or an old one, where all have the same. Whether there was one.
fn refuse_key_name(reader: &SchemaReader<'_>, part: &UnresolvedConstraint<'_>) -> bool {
    let Some(only) = reader.dialect.primary_key_name() else { return false };
    let other = part.constraint.name.as_ref().filter(|name| *name != only);
    let at = match (other, &part.renamed_from) {
        (Some(_), _) => part.name_at.as_ref().unwrap_or(&part.at),
        (None, Some(old)) => &old.at,
        (None, None) => return false,
    };
    let database = reader.database().name();
    let message = format!("{database} gives a primary key no name of its own: it is always `{only}`");
    reader.invalid(at, message, "not a name here", "leave the name out".to_owned());
    true
}

fn name_indexes(
    reader: &SchemaReader<'_>,
    owner: &str,
    table: Option<&Table>,
    indexes: &mut [UnresolvedIndex<'_>],
    taken: &mut BTreeSet<String>,
) {
    for part in indexes.iter_mut().filter(|part| part.index.name.is_empty()) {
        let name = index(reader.naming, reader.dialect, owner, table, &part.index.columns);
        part.index.name = free(reader.names(), name, taken);
    }
}

/// The name that the convention gives a constraint; `after` is the column that it is said beside.
pub(super) fn constraint(
    naming: &Naming,
    dialect: &dyn Dialect,
    table: &Table,
    constraint: &Constraint,
    after: Option<&str>,
) -> String {
    let owner = &table.name.name;
    let name = match &constraint.definition {
        ConstraintDefinition::PrimaryKey(key) => match dialect.primary_key_name() {
            Some(name) => return name.to_owned(),
            None => naming.primary_key(owner, &key.columns),
        },
        ConstraintDefinition::Unique(key) => naming.unique(owner, &key.columns),
        ConstraintDefinition::ForeignKey(key) => {
            naming.foreign_key(owner, &key.columns, &key.table.name, &key.referred)
        }
        ConstraintDefinition::Check(check) => match after {
            Some(column) => naming.check(owner, column),
            None => naming.check(owner, &columns_in(dialect, table, &check.expression).join("_")),
        },
        ConstraintDefinition::Exclusion(exclusion) => {
            let columns = exclusion.elements.iter().map(|(column, _)| column);
            format!("ex_{owner}_{}", words(dialect, Some(table), columns).join("_"))
        }
    };
    fitting(dialect.names(), name)
}

/// The name that the convention gives an index.
pub(super) fn index(
    naming: &Naming,
    dialect: &dyn Dialect,
    owner: &str,
    table: Option<&Table>,
    columns: &[IndexColumn],
) -> String {
    fitting(dialect.names(), naming.index(owner, &words(dialect, table, columns)))
}

/// What stands for each place of an index in its name.
fn words<'c>(
    dialect: &dyn Dialect,
    table: Option<&Table>,
    columns: impl IntoIterator<Item = &'c IndexColumn>,
) -> Vec<String> {
    let mut found = Vec::new();
    for column in columns {
        match (&column.key, table) {
            (IndexKey::Column(name), _) => found.push(name.clone()),
            (IndexKey::Expression(expression), Some(table)) => found.extend(columns_in(dialect, table, expression)),
            (IndexKey::Expression(_), None) => found.push("expr".to_owned()),
        }
    }
    found
}

/// The columns that an expression names, each once; `expr` where there are none.
pub(super) fn columns_in(dialect: &dyn Dialect, table: &Table, expression: &Expr) -> Vec<String> {
    let syntax = dialect.syntax();
    let mut found: Vec<String> = Vec::new();
    for token in tokens(syntax, expression.text()) {
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent) {
            continue;
        }
        let word = unquote(syntax, token.text);
        let columns = table.columns.iter().map(|column| column.name.as_str());
        if let Some(name) = dotted_names::find(dialect.names(), columns, &word)
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
fn fitting(rules: NameRules, name: String) -> String {
    let Some((limit, _)) = rules.exceeded(&name) else { return name };
    let mut digest = hex::encode(Sha256::digest(name.as_bytes()));
    digest.truncate(8);
    format!("{}_{digest}", rules.clip(&name, limit - digest.len() - 1))
}

/// The name, or the name with a number behind it, that no other made name is; it then is taken. A name that is given is
/// never stepped around: that both are the same is a fault, and not a reason to rename what was there before.
fn free(rules: NameRules, name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    for number in 2.. {
        if !taken.contains(&candidate) {
            break;
        }
        candidate = fitting(rules, format!("{name}_{number}"));
    }
    taken.insert(candidate.clone());
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::names::LengthUnit;

    const RULES: NameRules = NameRules {
        longest: Some((63, LengthUnit::Bytes)),
        ignores_case: false,
        columns_ignore_case: false,
        default_namespace: None,
        among_relations: &[],
        across_tables: &[],
    };

    #[test]
    fn long_names_end_in_a_digest() {
        let long = format!("fk_{}", "é".repeat(40));
        let name = fitting(RULES, long.clone());
        assert!(name.len() <= 63 && name.len() > 60, "{name}");
        assert!(long.starts_with(&name[..51]));
        assert_ne!(name, fitting(RULES, format!("{long}x")));
        assert_eq!(fitting(NameRules { longest: None, ..RULES }, long.clone()), long);
        assert_eq!(fitting(RULES, "x".repeat(63)), "x".repeat(63));
    }

    #[test]
    fn equal_names_are_counted() {
        let mut taken = BTreeSet::new();
        let mut next = || free(RULES, "ck_a_b".to_owned(), &mut taken);
        assert_eq!([next(), next(), next()], ["ck_a_b", "ck_a_b_2", "ck_a_b_3"]);
    }
}
