//! Columns, types and expressions, as CREATE TABLE and ALTER TABLE write them.

use super::Parser;
use crate::engine::Engine;
use crate::lint::statement::{Column, Expression, Type};
use crate::sql::{Token, TokenKind};

/// The words that end a type or a default: what else can be said of a column.
const ENDS: [&str; 28] = [
    "CONSTRAINT",
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "CHECK",
    "REFERENCES",
    "GENERATED",
    "COLLATE",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "COMMENT",
    "FIRST",
    "AFTER",
    "AS",
    "ON",
    "VISIBLE",
    "INVISIBLE",
    "STORAGE",
    "COMPRESSION",
    "KEY",
    "USING",
    "DEFERRABLE",
    "INITIALLY",
    "WITHOUT SYSTEM",
    "COLUMN_FORMAT",
    "CHARSET",
];

/// Two spellings of a type are one name here.
const ALIASES: [(&str, &str); 30] = [
    ("int", "integer"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("int2", "smallint"),
    ("character varying", "varchar"),
    ("char varying", "varchar"),
    ("character", "char"),
    ("bpchar", "char"),
    ("bool", "boolean"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("fixed", "numeric"),
    ("float8", "double precision"),
    ("double", "double precision"),
    ("float4", "real"),
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
    ("time with time zone", "timetz"),
    ("time without time zone", "time"),
    ("serial4", "serial"),
    ("serial8", "bigserial"),
    ("serial2", "smallserial"),
    ("national character", "char"),
    ("nchar", "char"),
    ("nvarchar", "varchar"),
    ("bit varying", "varbit"),
    ("middleint", "mediumint"),
    ("int3", "mediumint"),
    ("int1", "tinyint"),
    ("float", "float"),
];

impl Parser<'_> {
    /// A column: its name, its type and what is said of it, up to the comma or parenthesis behind it.
    pub(super) fn column(&mut self) -> Option<Column> {
        let name = self.cursor.part()?;
        Some(self.column_body(name))
    }

    /// The same from behind its name.
    pub(super) fn column_body(&mut self, name: String) -> Column {
        let mut column = Column { name, ty: self.ty(), ..Column::default() };
        if let Some(Type { name, charset, .. }) = &column.ty {
            column.charset = charset.clone();
            let serial = ["serial", "bigserial", "smallserial"].contains(&name.as_str());
            column.not_null |= serial && self.engine == Engine::Postgres;
        }
        while !self.ends_clause() {
            self.column_part(&mut column);
        }
        column
    }

    fn ends_clause(&self) -> bool {
        self.cursor.is_at_end() || self.cursor.is_punct(",") || self.cursor.is_punct(")")
    }

    /// One of the things that are said of a column.
    fn column_part(&mut self, column: &mut Column) {
        let mysql = self.engine == Engine::MySql;
        if self.cursor.take_all(&["NOT", "NULL"]) {
            column.not_null = true;
        } else if self.cursor.take("NULL") {
            column.not_null = false;
        } else if self.cursor.take("DEFAULT") {
            column.default = Some(self.default());
        } else if self.cursor.take_all(&["PRIMARY", "KEY"]) || mysql && self.cursor.take("KEY") {
            (column.primary_key, column.not_null) = (true, true);
        } else if self.cursor.take("UNIQUE") {
            self.cursor.take("KEY");
            column.unique = true;
        } else if self.cursor.take("CHECK") {
            column.checks.push(self.group());
        } else if self.cursor.take("REFERENCES") {
            let Some(parent) = self.name() else { return };
            let referred = if self.cursor.is_punct("(") { self.column_list() } else { Vec::new() };
            column.references = Some((parent, referred));
        } else if self.cursor.take("GENERATED") {
            if !self.cursor.take("ALWAYS") {
                self.cursor.take_all(&["BY", "DEFAULT"]);
            }
            self.cursor.take("AS");
            if self.cursor.take("IDENTITY") {
                (column.identity, column.not_null) = (true, true);
                self.cursor.skip_group();
            }
            self.computed(column);
        } else if self.cursor.is("AS") && self.cursor.peek_at(1).is_some_and(|token| token.is_punct("(")) {
            self.cursor.skip();
            self.computed(column);
        } else if self.cursor.take_any(&["AUTO_INCREMENT", "AUTOINCREMENT"]).is_some() {
            column.identity = true;
        } else if self.cursor.take_any(&["FIRST", "AFTER"]).is_some() {
            column.placed = true;
        } else if self.cursor.take_all(&["CHARACTER", "SET"]) || self.cursor.take("CHARSET") {
            column.charset = self.cursor.part().map(|name| name.to_lowercase());
        } else if self.cursor.take("ON") {
            // `ON DELETE SET NULL`, `ON UPDATE SET DEFAULT`: nothing of the column's own.
            self.cursor.skip();
            if !(self.cursor.take_all(&["SET", "NULL"]) || self.cursor.take_all(&["SET", "DEFAULT"])) {
                self.cursor.skip();
            }
        } else if self.cursor.take_any(&["CONSTRAINT", "COLLATE", "COMMENT"]).is_some() {
            let _ = self.cursor.name().is_some() || self.cursor.string().is_some();
        } else if !self.cursor.skip_group() {
            self.cursor.skip();
        }
    }

    /// `(expression) [STORED]`
    fn computed(&mut self, column: &mut Column) {
        if !self.cursor.skip_group() {
            return;
        }
        column.generated = true;
        match self.cursor.take_any(&["STORED", "PERSISTENT", "VIRTUAL"]) {
            Some("VIRTUAL") => {}
            Some(_) => column.stored = true,
            None => {}
        }
    }

    /// A type, up to what else is said of the column.
    pub(super) fn ty(&mut self) -> Option<Type> {
        let start = self.cursor.at();
        let mut words: Vec<String> = Vec::new();
        let mut ty = Type {
            name: String::new(),
            arguments: Vec::new(),
            array: false,
            unsigned: false,
            text: String::new(),
            charset: None,
        };
        while !self.ends_clause() {
            let ends = self.cursor.is_any(&ENDS) || self.cursor.is("VIRTUAL") || self.cursor.is("STORED");
            if ends && !words.is_empty() || self.cursor.is("CONSTRAINT") {
                break;
            }
            if self.cursor.is_punct("(") {
                ty.arguments = self.arguments();
            } else if self.cursor.take_punct("[") {
                ty.array = true;
                self.cursor.skip_while(|token| !token.is_punct("]"));
                self.cursor.take_punct("]");
            } else if self.cursor.take("ARRAY") {
                ty.array = true;
            } else if self.cursor.take("UNSIGNED") {
                ty.unsigned = true;
            } else if self.cursor.take_any(&["SIGNED", "ZEROFILL"]).is_some() {
            } else if self.cursor.take_all(&["CHARACTER", "SET"]) {
                ty.charset = self.cursor.part().map(|name| name.to_lowercase());
            } else if let Some(parts) = self.cursor.name() {
                words.push(parts.last().cloned().unwrap_or_default().to_lowercase());
            } else if self.cursor.peek().is_some_and(|token| matches!(token.kind, TokenKind::Word)) {
                self.cursor.skip();
            } else {
                break;
            }
        }
        let name = words.join(" ");
        ty.name = ALIASES.iter().find(|(other, _)| *other == name).map_or(name, |(_, known)| (*known).to_owned());
        self.cursor.text(start).clone_into(&mut ty.text);
        (!ty.name.is_empty()).then_some(ty)
    }

    /// `(10, 2)`, `('a', 'b')`: each value.
    fn arguments(&mut self) -> Vec<String> {
        let mut values = Vec::new();
        self.cursor.take_punct("(");
        while !self.cursor.is_at_end() && !self.cursor.is_punct(")") {
            let start = self.cursor.at();
            if let Some(value) = self.cursor.string() {
                values.push(value);
            } else {
                self.cursor.skip_clause();
                values.push(self.cursor.text(start).to_owned());
            }
            self.cursor.skip_clause();
            self.cursor.take_punct(",");
        }
        self.cursor.take_punct(")");
        values
    }

    /// A default: up to what else is said of the column.
    pub(super) fn default(&mut self) -> Expression {
        let start = self.cursor.at();
        // The first token is the value's, whatever word it is.
        if !self.cursor.is_punct("(") {
            self.cursor.skip();
        }
        self.cursor.skip_while(|token| !token.is_punct(",") && !ENDS.iter().any(|word| token.is_word(word)));
        self.expression(start)
    }

    /// `(expression)`
    pub(super) fn group(&mut self) -> Expression {
        let start = self.cursor.at();
        self.cursor.skip_group();
        self.expression(start)
    }

    /// The tokens from `start` on as an expression.
    pub(super) fn expression(&mut self, start: usize) -> Expression {
        let tokens = self.cursor.taken(start);
        let calls = tokens
            .windows(2)
            .filter(|pair| pair[0].kind == TokenKind::Word && pair[1].is_punct("("))
            .map(|pair| pair[0].text.to_ascii_lowercase())
            .collect();
        let text = self.cursor.text(start).to_owned();
        Expression { calls, not_null_of: self.not_null_of(tokens), text }
    }

    /// The column of `(c IS NOT NULL)`, in however many parentheses.
    fn not_null_of(&self, tokens: &[Token<'_>]) -> Option<String> {
        let inner: Vec<&Token<'_>> =
            tokens.iter().filter(|token| !token.is_punct("(") && !token.is_punct(")")).collect();
        match inner.as_slice() {
            [column, is, not, null] if is.is_word("IS") && not.is_word("NOT") && null.is_word("NULL") => {
                matches!(column.kind, TokenKind::Word | TokenKind::QuotedIdent)
                    .then(|| crate::sql::unquote(self.engine.syntax(), column.text))
            }
            _ => None,
        }
    }
}
