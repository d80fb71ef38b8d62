//! ADD COLUMN and DROP COLUMN.

use crate::dialect::postgres::{SYNTAX, names};
use crate::dialect::{Clause, ClauseKind, Facts, LockMode, Step};
use crate::operation::Fill;
use crate::schema::{Column, Expr, Node, NotNull, Origin, Parameters, PartKind, QName, Table};

use super::fill::Placeholder;
use super::{
    RenderContext, alter, alter_column, alter_with, comment, facts, foreign_data, identity, name, quote, reset_and_set,
    types,
};

/// `name type …`, as it stands in CREATE TABLE and behind ADD COLUMN.
pub(super) fn definition(table: &QName, column: &Column) -> String {
    defined(table, column, typed(column))
}

/// `name WITH OPTIONS …`, as it stands in CREATE TABLE OF; none where nothing is said beside the type.
pub(super) fn with_options(table: &QName, column: &Column) -> Option<String> {
    let alone = quote::identifier(&column.name);
    let text = defined(table, column, format!("{alone} WITH OPTIONS"));
    (text != format!("{alone} WITH OPTIONS")).then_some(text)
}

fn defined(table: &QName, column: &Column, mut text: String) -> String {
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
    // One that is not valid can only be added to a table that is there.
    if !column.nullable && column.not_null.origin != Origin::Inherited && !column.not_null.not_valid {
        text.push_str(&not_null(column));
    }
    text
}

/// `NOT NULL`, with its name where that is said.
fn not_null(column: &Column) -> String {
    let name = column
        .not_null
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!(" CONSTRAINT {}", quote::identifier(name)));
    format!("{name} NOT NULL{}", if column.not_null.no_inherit { " NO INHERIT" } else { "" })
}

/// `ALTER COLUMN c SET NOT NULL`, or the constraint, where more is to be said of it.
pub(super) fn set_not_null(column: &Column) -> Clause {
    let NotNull { name, no_inherit, not_valid, .. } = &column.not_null;
    if name.is_none() && !no_inherit && !not_valid {
        return alter_column(ClauseKind::SetNotNull, &column.name, "SET NOT NULL");
    }
    Clause::new(ClauseKind::SetNotNull, &column.name, format!("ADD {}", not_null_constraint(column)))
}

/// `CONSTRAINT n NOT NULL c`, as it stands in CREATE TABLE and behind ADD.
pub(super) fn not_null_constraint(column: &Column) -> String {
    let NotNull { name, no_inherit, not_valid, .. } = &column.not_null;
    let mut text = String::new();
    if let Some(name) = name {
        text.push_str(&format!("CONSTRAINT {} ", quote::identifier(name)));
    }
    text.push_str(&format!("NOT NULL {}", quote::identifier(&column.name)));
    text.push_str(if *no_inherit { " NO INHERIT" } else { "" });
    text.push_str(if *not_valid { " NOT VALID" } else { "" });
    text
}

/// A default that is a list of operands needs its parentheses back (`DEFAULT a NOT NULL` would read on).
pub(super) fn default_text(default: &Expr) -> String {
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
    text.push_str(&foreign_data::options_clause(&column.options));
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    text
}

/// `ADD COLUMN what`
fn adding(column: &Column, what: String) -> Clause {
    // Said with the column, so that it goes down to partitions; by itself it would not.
    let compressed = match &column.compression {
        Some(word) => {
            let head = format!("{} {}", quote::identifier(&column.name), column.ty);
            what.strip_prefix(&head).map(|rest| format!("{head} COMPRESSION {word}{rest}")).unwrap_or(what)
        }
        None => what,
    };
    Clause::new(ClauseKind::AddColumn, &column.name, format!("ADD COLUMN {compressed}"))
}

/// `ADD COLUMN name type`: rows hold NULL, whatever is said of it besides.
pub(super) fn empty(column: &Column) -> Clause {
    adding(column, typed(column))
}

impl RenderContext<'_> {
    /// A column, with what the rows that are there get.
    pub(super) fn add_column(
        &self,
        table: &QName,
        column: &Column,
        fill: &Fill,
        references: Option<&(QName, String)>,
        out: &mut Vec<Step>,
    ) {
        let at = quote::identifier(&column.name);
        let add = |what: String| adding(column, what);
        let empty = facts::add_empty_column(table);
        // The rows of a foreign table are not ours to change.
        let fill = if self.is_foreign(table) { &Fill::Nothing } else { fill };
        let set_not_null = || set_not_null(column);
        let computed = column.identity.is_some() || column.generated.is_some();
        // The server gives rows no default where columns of other tables hold rows of this one.
        let by_itself = match (&column.default, fill) {
            (Some(default), Fill::Nothing) if !computed && self.is_row_type(table) => Fill::Backfill(default.clone()),
            _ => fill.clone(),
        };
        let fill = &by_itself;
        let plain = || add(definition(table, column));
        let explain = |why: String, out: &mut Vec<Step>| {
            if let Some(last) = out.last_mut() {
                last.comment = Some(why);
            }
        };
        match fill {
            Fill::Backfill(value) if !computed => {
                // Without its default at first: the rows that are there get the declared value, not that.
                alter_with(table, add(typed(column)), empty, out);
                let text = format!("UPDATE {} SET {at} = {value} WHERE {at} IS NULL", name(table));
                out.push(self.answered(table, Step::rows(text).facts(facts::update(table))));
                if !column.nullable && !column.not_null.not_valid {
                    alter(table, set_not_null(), out);
                }
                if let Some(default) = &column.default {
                    let what = format!("SET DEFAULT {default}");
                    alter(table, alter_column(ClauseKind::SetDefault, &column.name, what), out);
                }
            }
            Fill::Placeholder if self.needs_value(column) && !column.not_null.not_valid => {
                match self.placeholder(table, column, references) {
                    // A column that children have already takes no default for their rows.
                    Some(Placeholder::Constant(value)) if !column.nullable && self.is_declared_below(table, column) => {
                        alter_with(table, add(typed(column)), empty, out);
                        explain(format!("the old values of {} are gone: rows get {value}", column.name), out);
                        let text = format!("UPDATE {} SET {at} = {value} WHERE {at} IS NULL", name(table));
                        out.push(Step::rows(text).facts(facts::update(table)));
                        alter(table, set_not_null(), out);
                    }
                    Some(Placeholder::Constant(value)) => {
                        let refused = if column.nullable { String::new() } else { not_null(column) };
                        let clause = add(format!("{} DEFAULT {value}{refused}", typed(column)));
                        alter_with(table, clause, empty, out);
                        explain(format!("the old values of {} are gone: rows get {value}", column.name), out);
                        alter(table, alter_column(ClauseKind::DropDefault, &column.name, "DROP DEFAULT"), out);
                    }
                    // One whose domain allows no NULL cannot come without a value.
                    Some(Placeholder::Update { sql, what }) if !column.nullable => {
                        alter_with(table, add(typed(column)), empty, out);
                        explain(format!("the old values of {} are gone: rows get {what}", column.name), out);
                        out.push(Step::rows(sql).facts(facts::update(table)));
                        alter(table, set_not_null(), out);
                    }
                    Some(Placeholder::Update { .. }) | None => {
                        alter_with(table, plain(), self.added(table, column), out);
                        let why = format!(
                            "the old values of {} are gone, and no neutral value of {} is known: this fails where there are rows",
                            column.name, column.ty
                        );
                        explain(why, out);
                    }
                }
            }
            Fill::Nothing | Fill::Backfill(_) | Fill::Placeholder => {
                identity::create_sequence(self, table, column, out);
                alter_with(table, plain(), self.added(table, column), out);
                identity::own_sequence(self, table, column, out);
            }
        }
        self.attach_sequences(table, Some(&column.name), out);
        settings(table, None, &Column { compression: None, ..column.clone() }, out);
        comment::on_column(table, &column.name, None, column.annotation.comment.as_deref(), out);
    }

    /// Whether a table below this one declares a column too, without the NOT NULL that it has from here: that is a constraint of
    /// its own from version 18 on.
    fn is_declared_below(&self, table: &QName, column: &Column) -> bool {
        let declares = |other: &Table| {
            let its = other.column(&column.name).filter(|its| its.annotation.origin == Origin::Merged);
            its.is_some_and(|its| !its.nullable && its.not_null.origin == Origin::Inherited)
        };
        let mut below = self.after.tables().filter(|other| self.after.ancestors(&other.name).contains(&table));
        self.flavor.at_least(18, 0) && below.any(declares)
    }

    /// Whether rows need a value for a column, before and after.
    pub(super) fn needs_value(&self, column: &Column) -> bool {
        [self.before, self.after].iter().any(|schema| schema.needs_value(column, name))
    }

    /// Whether columns of other tables hold rows of a table, before and after.
    fn is_row_type(&self, table: &QName) -> bool {
        let row = Node::table(table);
        let stays = |node: &Node| self.after.depends.get(node).is_some_and(|needs| needs.contains(&row));
        let held = |node: &Node| matches!(node, Node::Part(of, PartKind::Column | PartKind::Attribute, _) if of.name != *table);
        self.before.dependents(&row).any(|node| held(node) && stays(node))
    }

    /// Drops a column; a sequence that another object stands for stays.
    pub(super) fn drop_column(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        self.detach_sequences(table, Some(&column.name), out);
        let what = format!("DROP COLUMN {}", quote::identifier(&column.name));
        alter(table, Clause::new(ClauseKind::DropColumn, &column.name, what), out);
    }

    /// Drops a column that the tables below keep, each as its own: `ONLY` is said of a whole statement.
    pub(super) fn drop_column_alone(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        self.detach_sequences(table, Some(&column.name), out);
        let text = format!("ALTER TABLE ONLY {} DROP COLUMN {}", name(table), quote::identifier(&column.name));
        let below = self.before.tables().filter(|other| other.parents().any(|parent| parent == table));
        let facts = Facts::locking(table, LockMode::AccessExclusive);
        let facts = below.fold(facts, |facts, child| facts.and_locking(&child.name, LockMode::AccessExclusive));
        out.push(Step::new(text).facts(facts.repeatable(false)));
    }
}

/// The name of a column's NOT NULL, where the server keeps it as a constraint.
pub(super) fn not_null_name(table: &QName, column: &Column) -> String {
    column.not_null.name.clone().unwrap_or_else(|| names::not_null(&table.name, &column.name))
}

/// What is said of its NOT NULL, storage, compression, the statistics target and options, where they change (`from`: none is a new column, or one whose type
/// change put them back to the type's own).
pub(super) fn settings(table: &QName, from: Option<&Column>, to: &Column, out: &mut Vec<Step>) {
    let set = |kind, what: String, out: &mut Vec<Step>| alter(table, alter_column(kind, &to.name, what), out);
    let storage = from.and_then(|column| column.storage.as_ref());
    if storage != to.storage.as_ref() {
        let word = to.storage.clone().unwrap_or_else(|| own_storage(&to.ty).to_owned());
        set(ClauseKind::SetStorage, format!("SET STORAGE {}", word.to_ascii_uppercase()), out);
    }
    let compression = from.and_then(|column| column.compression.as_ref());
    if compression != to.compression.as_ref() {
        let word = to.compression.as_deref().unwrap_or("default");
        set(ClauseKind::SetStorage, format!("SET COMPRESSION {word}"), out);
    }
    if from.and_then(|column| column.statistics) != to.statistics {
        set(ClauseKind::SetStatistics, format!("SET STATISTICS {}", to.statistics.unwrap_or(-1)), out);
    }
    if from.is_none() && !to.nullable && to.not_null.not_valid && to.not_null.origin != Origin::Inherited {
        alter(table, set_not_null(to), out);
    }
    if !to.nullable {
        let at = format!("{} ON {}", quote::identifier(&not_null_name(table, to)), name(table));
        let before = from.filter(|from| !from.nullable && from.not_null.not_valid >= to.not_null.not_valid);
        let before = before.and_then(|from| from.not_null.comment.as_deref());
        comment::on_part_of(table, "CONSTRAINT", &at, before, to.not_null.comment.as_deref(), out);
    }
    if let Some(from) = from
        && let Some(change) = foreign_data::change_of_options(&from.options, &to.options)
    {
        set(ClauseKind::SetForeignOptions, change, out);
    }
    if from.is_none() {
        identity::said_of_sequence(table, None, to, out);
    }
    let none = Parameters::default();
    for change in reset_and_set(from.map_or(&none, |column| &column.parameters), &to.parameters) {
        set(ClauseKind::SetStatistics, change, out);
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
