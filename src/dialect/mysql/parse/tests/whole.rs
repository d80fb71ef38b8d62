//! Nothing of a text is dropped: every name, literal, number and word of every printed table is in what was read, as often as it
//! stands in the text, but for the words that are grammar.

use std::collections::HashMap;

use super::super::{Conventions, table};
use super::{mariadb, mysql};
use crate::dialect::mysql::SYNTAX;
use crate::schema::{Action, ConstraintDefinition, Table};
use crate::sql::{TokenKind, tokens, unquote};

const CORPORA: &[(&str, &str)] = &[
    ("MySQL 9.7", include_str!("mysql-9.7.sql")),
    ("MariaDB 10.11", include_str!("mariadb-10.11.sql")),
    ("MariaDB 11.8", include_str!("mariadb-11.8.sql")),
];

/// Words that the model holds as the places of other things.
const GRAMMAR: &[&str] = &[
    "create",
    "table",
    "primary",
    "key",
    "unique",
    "constraint",
    "foreign",
    "references",
    "check",
    "default",
    "null",
    "not",
    "auto_increment",
    "comment",
    "engine",
    "charset",
    "collate",
    "character",
    "set",
    "on",
    "update",
    "delete",
    "generated",
    "always",
    "as",
    "stored",
    "virtual",
    "fulltext",
    "spatial",
    "vector",
    "using",
    "desc",
    "invisible",
    "ignored",
    "with",
    "parser",
    "enforced",
    "srid",
    "partition",
    "by",
    "system",
    "versioning",
    "period",
    "action",
    "no",
    "cascade",
    "restrict",
];

/// The words of a text, in lower case, each as often as it stands there: of a name or a string what it stands for.
fn words(text: &str, found: &mut HashMap<String, i64>, by: i64) {
    for token in tokens(SYNTAX, text) {
        let word = match token.kind {
            TokenKind::QuotedIdent | TokenKind::String => unquote(SYNTAX, token.text),
            TokenKind::Word | TokenKind::Number | TokenKind::BlockComment => token.text.to_owned(),
            _ => continue,
        };
        *found.entry(word.to_lowercase()).or_default() += by;
    }
}

/// All that a table says.
fn said(table: &Table, conventions: &Conventions) -> HashMap<String, i64> {
    let mut found = HashMap::new();
    let mut text = |text: &str| words(text, &mut found, 1);
    let name = |name: &str| crate::dialect::mysql::quote::always(name);
    text(&name(&table.name.name));
    for column in &table.columns {
        text(&name(&column.name));
        text(&column.ty);
        if column.ty == "json" && conventions.mariadb {
            text(&format!("longtext utf8mb4_bin json_valid {}", name(&column.name)));
        }
        let generated = column.generated.as_ref().map(|generated| &generated.expression);
        for part in [&column.default, &column.on_update, &column.check].into_iter().flatten().chain(generated) {
            text(part.text());
        }
        for part in [&column.collation, &column.attributes].into_iter().flatten() {
            text(part);
        }
        text(&column.srid.map_or(String::new(), |srid| srid.to_string()));
        if let Some(comment) = &column.annotation.comment {
            text(&crate::dialect::mysql::quote::string(comment));
        }
    }
    for constraint in &table.constraints {
        text(&name(constraint.name.as_deref().unwrap_or_default()));
        match &constraint.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                key.columns.iter().for_each(|column| text(&name(column)));
                key.orders.iter().for_each(|order| text(order));
                key.parameters.iter().for_each(|(_, value)| text(value));
            }
            ConstraintDefinition::ForeignKey(key) => {
                key.columns.iter().chain(&key.referred).for_each(|column| text(&name(column)));
                text(&name(&key.table.name));
                for action in [key.on_delete, key.on_update] {
                    text(if action == Action::NoAction { "" } else { action.sql() });
                }
            }
            ConstraintDefinition::Check(check) => text(check.expression.text()),
            ConstraintDefinition::Exclusion(_) => panic!("{constraint:?}"),
        }
        if let Some(comment) = &constraint.annotation.comment {
            text(&crate::dialect::mysql::quote::string(comment));
        }
    }
    for index in &table.indexes {
        text(&name(&index.name));
        text(index.method.as_deref().unwrap_or_default());
        for column in &index.columns {
            match &column.key {
                crate::schema::IndexKey::Column(column) => text(&name(column)),
                crate::schema::IndexKey::Expression(expression) => text(expression.text()),
            }
            text(&column.length.map_or(String::new(), |length| length.to_string()));
        }
        index.parameters.iter().for_each(|(name, value)| text(&format!("{name} {value}")));
        if let Some(comment) = &index.annotation.comment {
            text(&crate::dialect::mysql::quote::string(comment));
        }
    }
    let options = &table.options;
    options.parameters.iter().for_each(|(name, value)| text(&format!("{name} {value}")));
    options.partition_by.iter().for_each(|partitions| text(partitions.text()));
    options.periods.iter().for_each(|period| text(period));
    text(&options.auto_increment.0.map_or(String::new(), |next| next.to_string()));
    if let Some(comment) = &table.annotation.comment {
        text(&crate::dialect::mysql::quote::string(comment));
    }
    found
}

#[test]
fn nothing_of_a_printed_table_is_dropped() {
    for (server, corpus) in CORPORA {
        let conventions = if server.starts_with("MariaDB") { mariadb() } else { mysql() };
        let mut count = 0;
        for printed in corpus.trim_end().split("\n\nCREATE ") {
            let printed = format!("CREATE {}", printed.strip_prefix("CREATE ").unwrap_or(printed));
            let read = table(&printed, &conventions).unwrap_or_else(|why| panic!("{server}: {why}\n{printed}"));
            let mut left = HashMap::new();
            words(&printed, &mut left, 1);
            for (word, times) in said(&read, &conventions) {
                *left.entry(word).or_default() -= times;
            }
            // What is the database's own default is left out, and the character set that a collation begins with.
            let defaults =
                ["innodb", "utf8mb4", "utf8mb3", "latin1", "ascii", "ucs2", "binary", conventions.collation.as_str()];
            // The name of this database before its sequences.
            let known = |word: &str| {
                GRAMMAR.contains(&word) || defaults.contains(&word) || word == "shop" || word == "/* mariadb-5.3 */"
            };
            let lost: Vec<_> = left.iter().filter(|(word, times)| **times > 0 && !known(word)).collect();
            assert!(lost.is_empty(), "{server}: {lost:?} of\n{printed}\n{read:#?}");
            count += 1;
        }
        assert!(count > 60, "{server}: {count}");
    }
}
