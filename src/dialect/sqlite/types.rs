//! Types: SQLite keeps the text as it was declared, and takes an affinity from it.
//!
//! The model holds that text in capitals with the white space folded (`NVARCHAR(160)`, `NUMERIC(10,2)`), so that two
//! spellings of one declaration are equal; the portable names of the schema file are lower case.

use super::quote;
use crate::dialect::ValueClass;
use crate::dialect::sqlite::SYNTAX;
use crate::sql::{Token, TokenKind, tokens, unquote};

/// How SQLite stores the values of a column, by the type's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Affinity {
    /// As text.
    Text,
    /// As numbers where they look like one.
    Numeric,
    /// As whole numbers where they look like one.
    Integer,
    /// As floating point numbers where they look like a number.
    Real,
    /// As they come.
    Blob,
}

/// The affinity of a type, by the rules of the server's manual.
pub(super) fn affinity(ty: &str) -> Affinity {
    let upper = ty.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
    if has(&["INT"]) {
        Affinity::Integer
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if upper.is_empty() || has(&["BLOB"]) {
        Affinity::Blob
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

/// The spelling of a declared type in the model: unquoted words in capitals, no needless white space.
pub(super) fn canonical(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut last: Option<Token<'_>> = None;
    for token in tokens(SYNTAX, written).filter(|token| !token.kind.is_trivia()) {
        let tight = |token: &Token<'_>| token.kind == TokenKind::Punct || token.kind == TokenKind::Operator;
        if last.as_ref().is_some_and(|last| !tight(last) || last.is_punct(")")) && !tight(&token) {
            out.push(' ');
        }
        match token.kind {
            TokenKind::Word => out.push_str(&token.text.to_ascii_uppercase()),
            TokenKind::QuotedIdent | TokenKind::String => {
                // Quotes around words say nothing here: SQLite itself takes them off.
                let name = unquote(SYNTAX, token.text);
                if name.split(' ').all(quote::is_plain) {
                    out.push_str(&name.to_ascii_uppercase());
                } else {
                    out.push_str(&quote::always(&name));
                }
            }
            _ => out.push_str(token.text),
        }
        last = Some(token);
    }
    out
}

/// The types that the schema file writes in lower case whatever the database, and SQLite's world in capitals.
const PORTABLE: &[&str] = &[
    "bigint",
    "blob",
    "bool",
    "boolean",
    "char",
    "character",
    "character varying",
    "clob",
    "date",
    "datetime",
    "decimal",
    "double precision",
    "float",
    "int",
    "integer",
    "json",
    "jsonb",
    "mediumint",
    "nchar",
    "numeric",
    "nvarchar",
    "real",
    "smallint",
    "text",
    "time",
    "timestamp",
    "tinyint",
    "uuid",
    "varchar",
];

/// A type of the schema file as it is declared: the portable names, which are lower case, in capitals, and the few that
/// SQLite's own world spells otherwise mapped. All else is a type of the database's own, and stays as it is written, so that a
/// column declared `TIMESTAMPTZ` or `unsigned big int` keeps its text.
pub(super) fn native(written: &str) -> String {
    let written = written.trim();
    let (name, modifier) = match written.split_once('(') {
        Some((name, rest)) => (name.trim_end(), rest.strip_suffix(')')),
        None => (written, None),
    };
    let mapped = match name {
        "bytes" => "BLOB",
        "double" => "DOUBLE",
        "timestamptz" => "TIMESTAMP",
        name if PORTABLE.contains(&name) => return canonical(written),
        _ => return written.to_owned(),
    };
    match modifier {
        Some(modifier) => canonical(&format!("{mapped}({modifier})")),
        None => mapped.to_owned(),
    }
}

/// The portable spelling that [`native`] turns into `stored` again.
pub(super) fn portable(stored: &str) -> String {
    if stored == "BLOB" {
        return "bytes".to_owned();
    }
    let lower = stored.to_ascii_lowercase();
    if native(&lower) == stored { lower } else { stored.to_owned() }
}

/// What kind of values a type is declared for, whatever SQLite lets in.
pub(super) fn value_class(ty: &str) -> ValueClass {
    ValueClass::of(ty.split('(').next().unwrap_or_default().trim())
}

/// What a STRICT table allows in place of a type that it does not.
pub(super) fn strict(ty: &str) -> String {
    let base = ty.split('(').next().unwrap_or_default().trim();
    match base {
        "INT" | "INTEGER" | "REAL" | "TEXT" | "BLOB" | "ANY" => return base.to_owned(),
        "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" | "BOOLEAN" | "BOOL" => "INTEGER",
        "DOUBLE" | "DOUBLE PRECISION" | "FLOAT" => "REAL",
        "VARCHAR" | "NVARCHAR" | "CHAR" | "NCHAR" | "CHARACTER" | "CHARACTER VARYING" | "CLOB" | "UUID" | "JSON"
        | "DATE" | "TIME" | "TIMESTAMP" | "DATETIME" => "TEXT",
        // What is left is for the server to refuse: a NUMERIC has no exact place in a STRICT table.
        _ => return ty.to_owned(),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_folds_case_and_space() {
        for (written, stored) in [
            ("integer", "INTEGER"),
            ("varchar ( 255 )", "VARCHAR(255)"),
            ("Numeric(10, 2)", "NUMERIC(10,2)"),
            ("decimal(10,-2)", "DECIMAL(10,-2)"),
            ("double   precision", "DOUBLE PRECISION"),
            ("unsigned big int", "UNSIGNED BIG INT"),
            ("character varying(10) binary", "CHARACTER VARYING(10) BINARY"),
            ("\"My Type\"", "MY TYPE"),
            ("[a-b]", "\"a-b\""),
            ("", ""),
        ] {
            assert_eq!(canonical(written), stored);
            assert_eq!(canonical(stored), stored);
        }
    }

    #[test]
    fn portable_and_native_are_inverse() {
        for stored in [
            "INTEGER",
            "BIGINT",
            "BLOB",
            "DOUBLE",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "BYTES",
            "NVARCHAR(160)",
            "NUMERIC(10,2)",
            "DATETIME",
            "",
            "DOUBLE PRECISION",
            "\"a-b\"",
            "TIMESTAMPTZ(3)",
        ] {
            assert_eq!(native(&portable(stored)), stored, "{stored}");
        }
        assert_eq!(portable("TIMESTAMP"), "timestamp");
        assert_eq!(portable("VARCHAR(10)"), "varchar(10)");
        assert_eq!(native("timestamptz(3)"), "TIMESTAMP(3)");
    }

    #[test]
    fn affinities() {
        for (ty, expected) in [
            ("BIGINT", Affinity::Integer),
            ("CHARINT", Affinity::Integer),
            ("NVARCHAR(10)", Affinity::Text),
            ("BLOB", Affinity::Blob),
            ("", Affinity::Blob),
            ("DOUBLE", Affinity::Real),
            ("DECIMAL(1,2)", Affinity::Numeric),
            ("BOOLEAN", Affinity::Numeric),
        ] {
            assert_eq!(affinity(ty), expected, "{ty}");
        }
    }

    #[test]
    fn strict_tables_take_six_types() {
        assert_eq!(strict("VARCHAR(10)"), "TEXT");
        assert_eq!(strict("BIGINT"), "INTEGER");
        assert_eq!(strict("INT"), "INT");
        assert_eq!(strict("NUMERIC(10,2)"), "NUMERIC(10,2)");
    }
}
