//! Columns that come and go.

use crate::dialect::Step;
use crate::dialect::postgres::SYNTAX;
use crate::operation::Fill;
use crate::schema::{Column, Expr, QName};

use super::fill::Placeholder;
use super::{Scene, add, comment, identity, name, quote, types};

/// `name type …`, as it stands in CREATE TABLE and behind ADD COLUMN.
pub fn definition(table: &QName, column: &Column) -> String {
    let mut text = typed(column);
    if let Some(identity) = &column.identity {
        if identity::word(column).is_some() {
            return text;
        }
        text.push_str(&format!(" {}", identity::clause(table, column, identity)));
    } else if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) {stored}", generated.expression));
    } else if let Some(default) = &column.default {
        text.push_str(&format!(" DEFAULT {}", default_text(default)));
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
    }
    text
}

/// A default that is a list of operands needs its parentheses back (`DEFAULT a NOT NULL` would read on).
pub fn default_text(default: &Expr) -> String {
    use crate::sql::{TokenKind, tokens};
    let plain = tokens(SYNTAX, default.text()).filter(|token| !token.kind.is_trivia()).all(|token| {
        matches!(
            token.kind,
            TokenKind::Word
                | TokenKind::QuotedIdent
                | TokenKind::String
                | TokenKind::Number
                | TokenKind::Punct
                | TokenKind::DollarString
        ) && ![
            "not", "at", "is", "in", "between", "like", "ilike", "similar", "and", "or", "collate", "overlaps",
            "isnull", "notnull",
        ]
        .iter()
        .any(|word| token.is_word(word))
    });
    if plain { default.text().to_owned() } else { format!("({default})") }
}

/// `name type COLLATE …`
fn typed(column: &Column) -> String {
    let ty = identity::word(column).unwrap_or(&column.ty);
    let mut text = format!("{} {ty}", quote::identifier(&column.name));
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    text
}

impl Scene<'_> {
    /// A column, with what the rows that are there get.
    pub(super) fn add_column(
        &self,
        table: &QName,
        column: &Column,
        fill: &Fill,
        references: Option<&(QName, String)>,
        out: &mut Vec<Step>,
    ) {
        let alter = format!("ALTER TABLE {}", name(table));
        let at = quote::identifier(&column.name);
        let computed = column.identity.is_some() || column.generated.is_some();
        let plain = format!("{alter} ADD COLUMN {}", definition(table, column));
        match fill {
            Fill::Backfill(value) if !computed => {
                // Without its default at first: the rows that are there get the declared value, not that.
                add(out, format!("{alter} ADD COLUMN {}", typed(column)));
                add(out, format!("UPDATE {} SET {at} = {value} WHERE {at} IS NULL", name(table)));
                if let Some(default) = &column.default {
                    add(out, format!("{alter} ALTER COLUMN {at} SET DEFAULT {default}"));
                }
                if !column.nullable {
                    add(out, format!("{alter} ALTER COLUMN {at} SET NOT NULL"));
                }
            }
            Fill::Placeholder if !column.fills_itself() => match self.placeholder(table, column, references) {
                Some(Placeholder::Constant(value)) => {
                    let step = Step::new(format!("{alter} ADD COLUMN {} DEFAULT {value} NOT NULL", typed(column)));
                    out.push(step.comment(format!("the old values of {} are gone: rows get {value}", column.name)));
                    add(out, format!("{alter} ALTER COLUMN {at} DROP DEFAULT"));
                }
                Some(Placeholder::Update { sql, what }) => {
                    let step = Step::new(format!("{alter} ADD COLUMN {}", typed(column)));
                    out.push(step.comment(format!("the old values of {} are gone: rows get {what}", column.name)));
                    add(out, sql);
                    add(out, format!("{alter} ALTER COLUMN {at} SET NOT NULL"));
                }
                None => out.push(Step::new(plain).comment(format!(
                    "the old values of {} are gone, and no neutral value of {} is known: this fails where there are rows",
                    column.name, column.ty
                ))),
            },
            Fill::Nothing | Fill::Backfill(_) | Fill::Placeholder => {
                identity::create_sequence(self, table, column, out);
                add(out, plain);
                identity::own_sequence(table, column, out);
            }
        }
        self.attach_sequences(table, Some(&column.name), out);
        settings(table, None, column, out);
        comment::on_column(table, &column.name, None, column.comment.as_deref(), out);
    }

    /// Drops a column; a sequence that another object stands for stays.
    pub(super) fn drop_column(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        self.detach_sequences(table, Some(&column.name), out);
        add(out, format!("ALTER TABLE {} DROP COLUMN {}", name(table), quote::identifier(&column.name)));
    }
}

/// Storage, compression and the statistics target, where they change (`from`: none is a new column, or one whose type
/// change put them back to the type's own).
pub fn settings(table: &QName, from: Option<&Column>, to: &Column, out: &mut Vec<Step>) {
    let alter = format!("ALTER TABLE {} ALTER COLUMN {}", name(table), quote::identifier(&to.name));
    let storage = from.and_then(|column| column.storage.as_ref());
    if storage != to.storage.as_ref() {
        let word = to.storage.clone().unwrap_or_else(|| own_storage(&to.ty).to_owned());
        add(out, format!("{alter} SET STORAGE {}", word.to_ascii_uppercase()));
    }
    let compression = from.and_then(|column| column.compression.as_ref());
    if compression != to.compression.as_ref() {
        add(out, format!("{alter} SET COMPRESSION {}", to.compression.as_deref().unwrap_or("default")));
    }
    if from.and_then(|column| column.statistics) != to.statistics {
        add(out, format!("{alter} SET STATISTICS {}", to.statistics.unwrap_or(-1)));
    }
}

/// The storage that a type has of itself.
fn own_storage(ty: &str) -> &'static str {
    let parsed = types::parse(ty);
    match parsed.base.as_str() {
        _ if parsed.array => "extended",
        "numeric" | "inet" | "cidr" => "main",
        "boolean"
        | "smallint"
        | "integer"
        | "bigint"
        | "real"
        | "double precision"
        | "date"
        | "uuid"
        | "interval"
        | "money"
        | "name"
        | "oid"
        | "point"
        | "line"
        | "lseg"
        | "box"
        | "circle"
        | "macaddr"
        | "macaddr8"
        | "timestamp without time zone"
        | "timestamp with time zone"
        | "time without time zone"
        | "time with time zone"
        | "pg_lsn" => "plain",
        _ => "extended",
    }
}
