//! Constraints and indexes that do not fit beside a column, and triggers.

use super::column::{actions, is_column};
use super::value::{Fields, Value};
use super::{Writer, field, flag, names, parameters};
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclusion, ForeignKey, Index, IndexColumn, IndexKey, Key, Match, Nulls,
    QName, Rule, Table, Trigger,
};
use crate::source::toml::index::short_words;
use crate::sql::{Syntax, TokenKind, tokens, unquote};

impl Writer<'_> {
    /// The primary key of a table.
    pub(super) fn primary_key(&self, table: &Table, constraint: &Constraint) -> Value {
        let Rule::PrimaryKey(key) = &constraint.rule else { return Value::List(Vec::new()) };
        let mut fields = Fields::new();
        if let Some(name) = constraint.name.as_ref().filter(|_| !self.conventional(table, constraint, None)) {
            fields.push(field("name", Value::text(name)));
        }
        fields.extend(self.key(key));
        fields.extend(self.comment(&constraint.comment));
        alone(fields)
    }

    /// A constraint under its name.
    pub(super) fn named(&self, constraint: &Constraint) -> Option<(String, Value)> {
        let name = constraint.name.clone()?;
        Some((name, alone(self.rule(constraint))))
    }

    /// A constraint as an element of a list, where some have no name.
    pub(super) fn listed(&self, constraint: &Constraint) -> Value {
        let mut fields = self.rule(constraint);
        if let Some(name) = &constraint.name {
            fields.insert(0, field("name", Value::text(name)));
        }
        alone(fields)
    }

    fn rule(&self, constraint: &Constraint) -> Fields {
        let mut fields = match &constraint.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => self.key(key),
            Rule::Check(check) => check_fields(check),
            Rule::ForeignKey(key) => self.foreign_key(key),
            Rule::Exclusion(exclusion) => self.exclusion(exclusion),
        };
        fields.extend(self.comment(&constraint.comment));
        fields
    }

    fn key(&self, key: &Key) -> Fields {
        let order = |nth: usize| key.orders.get(nth).map(String::as_str).unwrap_or_default();
        let columns = key.columns.iter().enumerate().map(|(nth, name)| self.key_column(name, order(nth)));
        let mut fields = vec![field("columns", Value::List(columns.collect()))];
        if !key.include.is_empty() {
            fields.push(field("include", Value::texts(&key.include)));
        }
        fields.extend(flag("nulls_not_distinct", key.nulls_not_distinct));
        fields.extend(deferrable(key.deferrable));
        fields.extend(flag("autoincrement", key.autoincrement));
        fields.extend(conflict(&key.on_conflict));
        fields.extend(parameters("with", &key.parameters));
        fields
    }

    /// SQLite: a column of a key with its collation and direction.
    fn key_column(&self, name: &str, order: &str) -> Value {
        if order.is_empty() {
            return Value::text(name);
        }
        let mut fields = vec![field("column", Value::text(name))];
        let (rest, descending) = match order.strip_suffix("DESC") {
            Some(rest) => (rest.trim_end(), true),
            None => (order, false),
        };
        if let Some(collation) = rest.strip_prefix("COLLATE ") {
            fields.push(field("collation", self.collation(collation)));
        }
        fields.extend(flag("desc", descending));
        Value::Fields(fields)
    }

    fn foreign_key(&self, key: &ForeignKey) -> Fields {
        let target = match self.target(key) {
            Some(target) => Value::text(target),
            None => {
                let known = self.schema.table(&key.table).is_some_and(|table| {
                    !key.referred.is_empty() && key.referred.iter().all(|name| table.column(name).is_some())
                });
                let mut target = vec![field("table", Value::text(names::show(&key.table)))];
                if !key.referred.is_empty() {
                    target.push(field("columns", Value::texts(&key.referred)));
                }
                target.extend(flag("external", !known));
                Value::Fields(target)
            }
        };
        let mut fields = vec![field("columns", Value::texts(&key.columns)), field("references", target)];
        fields.extend(actions(key));
        if !key.on_delete_columns.is_empty() {
            fields.push(field("on_delete_columns", Value::texts(&key.on_delete_columns)));
        }
        fields.extend(flag("not_valid", key.not_valid));
        fields
    }

    fn exclusion(&self, exclusion: &Exclusion) -> Fields {
        let element = |(place, operator): &(IndexColumn, String)| {
            let mut fields = self.place_fields(place);
            fields.insert(1, field("operator", Value::text(operator)));
            Value::Fields(fields)
        };
        let mut fields = vec![field("elements", Value::List(exclusion.elements.iter().map(element).collect()))];
        if exclusion.method != "gist" {
            fields.push(field("using", Value::text(&exclusion.method)));
        }
        if !exclusion.include.is_empty() {
            fields.push(field("include", Value::texts(&exclusion.include)));
        }
        fields.extend(exclusion.predicate.as_ref().map(|predicate| field("where", Value::sql(predicate.text()))));
        fields.extend(deferrable(exclusion.deferrable));
        fields.extend(parameters("with", &exclusion.parameters));
        fields
    }

    /// An index under its name; `table` is none for that of a view, whose columns are not known.
    pub(super) fn index(&self, table: Option<&Table>, index: &Index) -> (String, Value) {
        let columns = Value::List(index.columns.iter().map(|place| self.place(table, place)).collect());
        let mut fields = vec![field("columns", columns)];
        fields.extend(flag("unique", index.unique));
        fields.extend(index.predicate.as_ref().map(|predicate| field("where", Value::sql(predicate.text()))));
        fields.extend(index.method.as_ref().map(|method| field("using", Value::text(method))));
        if !index.include.is_empty() {
            fields.push(field("include", Value::texts(&index.include)));
        }
        fields.extend(flag("nulls_not_distinct", index.nulls_not_distinct));
        fields.extend(parameters("with", &index.parameters));
        fields.extend(index.tablespace.as_ref().map(|name| field("tablespace", Value::text(name))));
        fields.extend(self.comment(&index.comment));
        (index.name.clone(), alone(fields))
    }

    /// A place of an index: the column's name and what can follow it, or the long form.
    fn place(&self, table: Option<&Table>, place: &IndexColumn) -> Value {
        if let (IndexKey::Column(name), None, None, None) = (&place.key, &place.collation, &place.opclass, place.length)
        {
            let nulls = match place.nulls {
                None => "",
                Some(Nulls::First) => " nulls first",
                Some(Nulls::Last) => " nulls last",
            };
            let text = format!("{name}{}{nulls}", if place.descending { " desc" } else { "" });
            let engine = self.dialect.engine();
            let known = |name: &str| table.is_some_and(|table| is_column(table, name, engine));
            let comes_back = if known(&text) {
                text == *name
            } else {
                let plain = table.is_some() || !name.contains('(');
                plain && short_words(&text) == (name.as_str(), place.descending, place.nulls)
            };
            if comes_back {
                return Value::text(text);
            }
        }
        Value::Fields(self.place_fields(place))
    }

    fn place_fields(&self, place: &IndexColumn) -> Fields {
        let mut fields = match &place.key {
            IndexKey::Column(name) => vec![field("column", Value::text(name))],
            IndexKey::Expression(expression) => vec![field("sql", Value::sql(expression.text()))],
        };
        fields.extend(place.collation.as_ref().map(|collation| field("collation", self.collation(collation))));
        fields.extend(place.opclass.as_ref().map(|opclass| field("opclass", Value::text(opclass))));
        fields.extend(flag("desc", place.descending));
        fields.extend(
            place.nulls.map(|nulls| field("nulls", Value::text(if nulls == Nulls::First { "first" } else { "last" }))),
        );
        fields.extend(place.length.map(|length| field("length", Value::Integer(length.into()))));
        fields
    }

    /// A trigger under its name.
    pub(super) fn trigger(&self, trigger: &Trigger) -> (String, Value) {
        let sql = Value::sql(trigger.sql.text());
        let value = match self.comment(&trigger.comment) {
            None => sql,
            Some(comment) => Value::Fields(vec![field("sql", sql), comment]),
        };
        (trigger.name.clone(), value)
    }
}

fn check_fields(check: &Check) -> Fields {
    let mut fields = vec![field("sql", Value::sql(check.expression.text()))];
    fields.extend(flag("no_inherit", check.no_inherit));
    fields.extend(flag("not_valid", check.not_valid));
    fields.extend(conflict(&check.on_conflict));
    fields
}

/// The short form of a part of which only the columns or the SQL are said.
fn alone(fields: Fields) -> Value {
    match fields.as_slice() {
        [(name, value)] if name == "columns" || name == "sql" => value.clone(),
        _ => Value::Fields(fields),
    }
}

/// The word for what happens to a referring row.
pub(super) fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "no action",
        Action::Restrict => "restrict",
        Action::Cascade => "cascade",
        Action::SetNull => "set null",
        Action::SetDefault => "set default",
    }
}

/// `match`, where it is not the usual.
pub(super) fn matching(matching: Match) -> Option<(String, Value)> {
    let word = match matching {
        Match::Simple => return None,
        Match::Full => "full",
        Match::Partial => "partial",
    };
    Some(field("match", Value::text(word)))
}

/// `deferrable`, where it is.
pub(super) fn deferrable(deferrable: Deferrable) -> Option<(String, Value)> {
    let value = match deferrable {
        Deferrable::No => return None,
        Deferrable::Immediate => Value::Flag(true),
        Deferrable::Deferred => Value::text("initially deferred"),
    };
    Some(field("deferrable", value))
}

fn conflict(conflict: &Option<String>) -> Option<(String, Value)> {
    Some(field("on_conflict", Value::text(conflict.as_ref()?.to_ascii_lowercase())))
}

/// The name that SQL such as `"C"` or `pg_catalog."de_DE"` is.
pub(super) fn identifier(syntax: Syntax, sql: &str) -> Option<QName> {
    let all: Vec<_> = tokens(syntax, sql).collect();
    let name = |at: usize| {
        let token = all.get(at)?;
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent).then(|| unquote(syntax, token.text))
    };
    match all.len() {
        1 => Some(QName::plain(name(0)?)),
        3 if all.get(1).is_some_and(|token| token.is_punct(".")) => Some(QName::within(name(0)?, name(2)?)),
        _ => None,
    }
}
